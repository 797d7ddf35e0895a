//! `shopkit reopen-check` and `shopkit close-check`.

use shopkit::kit::{CheckOptions, Checked, Holidays, Kit, KitError};
use shopkit::rules::{Answer, Check, Scope};
use shopkit::store::{Refusal, StoreError};
use shopkit::t;

use super::args::{CheckArgs, Format, StandingArg, Trust};
use super::exit::{CliError, Exit};
use super::keep_verdict::{keep, warn_not_saved};
use super::session::Session;
use super::{all_shops, ask, rules, verdict_csv, verdict_json, verdict_text};
use crate::front::ics;
use crate::front::verdict::explanation::explanation;
use crate::front::verdict::{Summary, VerdictView};

pub fn run(check: Check, args: CheckArgs, session: &mut Session) -> Result<Exit, CliError> {
    session.reads(&args.facts);
    session.reads(&args.holidays);
    session.reads_rules(args.rules.as_deref());
    session.check_output()?;
    if let Some(path) = &args.ics {
        session.check_beside(path)?;
    }
    let mut own = None;
    let ruleset = rules::chosen(args.rules.as_deref(), &mut own, session)?;
    let holidays = args.holidays.as_deref().map(Holidays::read).transpose()?;
    let options = CheckOptions {
        check,
        shop: args.shop,
        on: args.on,
        scope: match args.standing {
            StandingArg::All => Scope::All,
            StandingArg::Official => Scope::Official,
        },
        file: args.facts,
        set: args.set,
        after_sale_days: args.after_sale_days,
        holidays: holidays.unwrap_or_default(),
        trust_declared: args.trust == Some(Trust::Declared),
    };
    if args.all_shops {
        return all_shops::run(options, ruleset, session);
    }
    let (mut kit, keeps) = open(session)?;
    let checked =
        if args.ask { ask::check(&mut kit, ruleset, options, session)? } else { kit.check(ruleset, &options)? };
    if keeps {
        let not_saved = keep(&mut kit, &checked)?;
        warn_not_saved(not_saved.as_ref(), session);
    }
    if let Some(path) = &args.ics {
        session.write_beside(path, &ics::calendar(&checked, session.texts()))?;
        session.say(&t!(session.texts(), "check-calendar-written", path = path));
    }
    answer(&checked, args.explain, session)?;
    Ok(if checked.verdict.answer == Answer::MayApply { Exit::Done } else { Exit::Attention })
}

fn answer(checked: &Checked<'_>, explain: bool, session: &mut Session) -> Result<(), CliError> {
    let texts = session.texts();
    match session.format {
        Format::Json => session.json(&verdict_json::answer(checked, explain, texts)),
        Format::Csv => {
            session.table(&verdict_csv::rules(checked, texts))?;
            session.say(&Summary::of(checked, texts).headline);
            Ok(())
        }
        Format::Table | Format::Xlsx => {
            let printer = verdict_text::Printer { is_verbose: session.global.verbose, width: session.width(), texts };
            let explanation = explain.then(|| explanation(&checked.verdict, texts));
            session.text(&printer.print(&VerdictView::of(checked, texts), explanation.as_ref()))
        }
    }
}

/// Opens the database, which keeps facts and verdicts. Where none can be created, the check goes by the facts of the call alone.
fn open(session: &mut Session) -> Result<(Kit, bool), CliError> {
    let database = session.database()?;
    if database.exists() {
        return Ok((session.kit()?, true));
    }
    match Kit::open(&database) {
        Ok(kit) => {
            session.say(&t!(session.texts(), "check-new-database", path = &database));
            return Ok((kit, true));
        }
        Err(error @ KitError::Store(StoreError::Refused(_, Refusal::KeepsNothing))) => return Err(error.into()),
        Err(_) => {}
    }
    session.warn(&t!(session.texts(), "check-not-kept"));
    Ok((Kit::open_scratch()?, false))
}
