//! `shopkit export overview`: one page with the figures, charts and days that a seller looks at.

use std::io::{BufWriter, Write};
use std::path::Path;

use super::args::{ReportSettings, Scope};
use super::exit::{CliError, Exit};
use super::session::Session;
use crate::front::overview::{Answers, Asked, page};

/// What the page is called on the command line.
pub const NAME: &str = "overview";

/// Writes the page; the options are those of the reports that it shows.
pub fn write(path: &Path, scope: &Scope, settings: &ReportSettings, session: &mut Session) -> Result<Exit, CliError> {
    let shown = path.display();
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("html")) {
        return Err(CliError::Usage {
            message: session.pick(
                format!("overview 是网页，“{shown}”的扩展名不是 .html"),
                format!("overview is a page, and the name \"{shown}\" does not end in .html"),
            ),
            hint: session.pick("写成如 overview.html", "write it like overview.html").to_owned(),
        });
    }
    let asked = Asked {
        shop: scope.shop.clone(),
        from: scope.from,
        to: scope.to,
        on: settings.on,
        commission_rate: settings.commission_rate,
    };
    let kit = session.kit()?;
    let answers = Answers::ask(&kit, &asked)?;
    let lang = session.lang;
    session.replace(path, |file| {
        let mut out = BufWriter::new(file);
        page::write(&mut out, &answers, lang)?;
        Ok(out.flush()?)
    })?;
    session.say(&session.pick(format!("已写入概览：{shown}"), format!("overview written to {shown}")));
    if answers.is_empty() {
        session.say(session.pick("还没有导入订单", "no orders were imported yet"));
    }
    Ok(Exit::Done)
}
