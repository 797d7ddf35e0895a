//! `shopkit demo`: a tour with sample files that are part of the program.

use std::fs;
use std::io::Write;

use shopkit::model::message::Message;
use shopkit::store::TempFolder;
use shopkit::{msg, t};

use super::exit::{CliError, Exit};
use super::session::Session;
use crate::front::sample;

/// The names of the files of the tour.
const FIRST: &str = sample::FIRST.0;
const SECOND: &str = sample::SECOND.0;
const RESAVED: &str = sample::RESAVED.0;

/// The database of the tour, in its own folder.
const DATABASE: &str = "demo.db";

/// An order of the sample files that changes between the two days.
const ORDER: &str = "6926181657396269909";

const QUERY: &str =
    "SELECT 省, count(*) AS 行数, round(sum(订单应付金额), 2) AS 应付 FROM 订单 GROUP BY 省 ORDER BY 应付 DESC LIMIT 5";

/// One step of the tour.
struct Step {
    /// What it is for.
    purpose: Message,
    /// The command that a user would type.
    command: &'static [&'static str],
    expected: Exit,
}

fn steps() -> Vec<Step> {
    let step = |purpose, command: &'static [&'static str], expected| Step { purpose, command, expected };
    vec![
        step(msg!("demo-inspect"), &["inspect", FIRST], Exit::Done),
        step(msg!("demo-import"), &["import", FIRST], Exit::Done),
        step(msg!("demo-import-next-day"), &["import", SECOND], Exit::Done),
        step(msg!("demo-import-again"), &["import", FIRST, SECOND], Exit::Done),
        step(
            msg!("demo-import-damaged"),
            &["import", RESAVED, "--exported-at", "2026-01-14 09:00:00"],
            Exit::Attention,
        ),
        step(msg!("demo-imports"), &["imports"], Exit::Done),
        step(msg!("demo-orders"), &["orders", "--status", "待发货", "--limit", "5"], Exit::Done),
        step(msg!("demo-order"), &["order", ORDER], Exit::Done),
        step(msg!("demo-sql"), &["sql", QUERY], Exit::Done),
        step(msg!("demo-today"), &["report", "today", "--on", "2026-01-14 09:00:00"], Exit::Done),
        step(msg!("demo-promotion"), &["report", "promotion", "--commission-rate", "20%"], Exit::Done),
        step(msg!("demo-undo"), &["imports", "undo", "3", "--yes"], Exit::Done),
        step(
            msg!("demo-facts"),
            &[
                "shop",
                "set",
                "closure.kind=voluntary",
                "closure.closed_on=2026-05-31",
                "closure.deposit_refunded_on=2026-06-03",
            ],
            Exit::Done,
        ),
        step(msg!("demo-reopen"), &["reopen-check", "--on", "2026-12-01"], Exit::Attention),
        step(msg!("demo-check"), &["db", "check"], Exit::Done),
    ]
}

pub fn run(session: &mut Session) -> Result<Exit, CliError> {
    let folder = TempFolder::create()?;
    for (name, bytes) in [sample::FIRST, sample::SECOND, sample::RESAVED] {
        fs::write(folder.path().join(name), bytes)?;
    }
    // The steps are shown as a user in that folder would type them, so they run there.
    let home = std::env::current_dir()?;
    std::env::set_current_dir(folder.path())?;
    let toured = tour(session);
    std::env::set_current_dir(home)?;
    let failed = toured?;
    if failed > 0 {
        return Err(CliError::Usage {
            message: t!(session.texts(), "demo-failed", steps = failed),
            hint: t!(session.texts(), "demo-failed-hint"),
        });
    }
    Ok(Exit::Done)
}

/// Runs the steps and returns how many did not end as they should.
fn tour(session: &Session) -> Result<usize, CliError> {
    let texts = session.texts();
    let mut out = std::io::stdout();
    writeln!(out, "{}", t!(texts, "demo-about"))?;
    let mut failed = 0;
    for (number, step) in (1..).zip(steps()) {
        writeln!(out, "\n# {number}. {}", texts.say(&step.purpose))?;
        writeln!(out, "$ shopkit {}", step.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "))?;
        out.flush()?;
        let mut words = vec!["shopkit"];
        words.extend(step.command);
        words.extend(["--db", DATABASE, "--lang", texts.lang.pick("zh", "en")]);
        let exit = super::run(&words.into_iter().map(Into::into).collect::<Vec<_>>());
        failed += usize::from(exit != step.expected);
        if exit != Exit::Done {
            writeln!(out, "{}", t!(texts, "demo-exit-code", code = u32::from(exit as u8)))?;
        }
    }
    writeln!(out, "\n{}", t!(texts, "demo-end"))?;
    Ok(failed)
}

/// Writes a word as a user would type it.
fn quoted(word: &str) -> String {
    if word.contains([' ', '(', '*']) { format!("\"{word}\"") } else { word.to_owned() }
}
