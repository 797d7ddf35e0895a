//! `shopkit export overview`: one page with the figures, charts and days that a seller looks at.

use std::io::{BufWriter, Write};
use std::path::Path;

use shopkit::t;

use super::args::{ReportSettings, Scope};
use super::exit::{CliError, Exit};
use super::session::Session;
use super::target::is_page;
use crate::front::overview::{Answers, OverviewOptions, file};

/// The name of the overview on the command line.
pub const NAME: &str = "overview";

/// Writes the overview; its options are those of the reports that it shows.
pub fn write(path: &Path, scope: &Scope, settings: &ReportSettings, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    if !is_page(path) {
        return Err(CliError::Usage {
            message: t!(texts, "export-overview-not-html", path = path),
            hint: t!(texts, "export-overview-not-html-hint"),
        });
    }
    let [from, to] = scope.days();
    let options = OverviewOptions {
        shop: scope.shop.clone(),
        from,
        to,
        on: settings.on,
        commission_rate: settings.commission_rate,
    };
    let kit = session.kit()?;
    let answers = Answers::ask(&kit, &options, texts)?;
    session.replace(path, |out| {
        let mut out = BufWriter::new(out);
        file::write(&mut out, &answers, texts)?;
        Ok(out.flush()?)
    })?;
    session.say(&t!(texts, "export-overview-written", path = path));
    if answers.is_empty() {
        session.say(&t!(texts, "report-heading-no-export"));
    }
    Ok(Exit::Done)
}
