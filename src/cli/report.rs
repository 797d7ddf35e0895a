//! `shopkit report`.

use shopkit::model::table::{Datum, RowSink, Table, columns};
use shopkit::report::named::{PERIOD, Report as Name, ReportNotes, ReportOptions};

use super::args::{Format, Report, ReportSettings, Scope};
use super::exit::{CliError, Exit};
use super::output::Rows;
use super::session::Session;
use crate::front::text::visible;

pub fn run(args: &Report, session: &mut Session) -> Result<Exit, CliError> {
    let Some(name) = args.name else {
        session.table(&list(session))?;
        return Ok(Exit::Done);
    };
    let options = options(&args.scope, &args.settings);
    let kit = session.kit()?;
    let shop = args.scope.shop.as_deref();
    let ask = |sink: &mut dyn RowSink| kit.report(name, shop, &options, sink);
    let notes = if session.format == Format::Table {
        with_heading(session, ask)?
    } else {
        let notes = session.rows(|sink| Ok(ask(sink)?))?;
        session.say(&notes.heading(session.lang));
        notes
    };
    say_notes(&notes, session);
    Ok(Exit::Done)
}

/// Makes the options of a report.
pub fn options(scope: &Scope, settings: &ReportSettings) -> ReportOptions {
    ReportOptions {
        from: scope.from,
        to: scope.to,
        by: settings.by,
        on: settings.on,
        cap: settings.cap,
        commission_rate: settings.commission_rate,
        no_estimates: settings.no_estimates,
    }
}

/// Tells what a reader of the rows has to know.
pub fn say_notes(notes: &ReportNotes, session: &mut Session) {
    for note in &notes.notes {
        let text = note.text(session.lang);
        if note.is_warning() { session.warn(&text) } else { session.say(&text) }
    }
}

/// Writes the heading above the table. It is known when the rows are, so these are held until then.
fn with_heading(
    session: &Session,
    ask: impl FnOnce(&mut dyn RowSink) -> Result<ReportNotes, shopkit::kit::KitError>,
) -> Result<ReportNotes, CliError> {
    let mut table = Table::default();
    let notes = ask(&mut table)?;
    session.answer(|out| {
        writeln!(out, "{}", visible(&notes.heading(session.lang)))?;
        let mut rows = Rows::new(session.format, session.texts(), session.width(), out);
        table.for_people(PERIOD).write_to(&mut rows)?;
        Ok(rows.finish()?)
    })?;
    Ok(notes)
}

fn list(session: &Session) -> Table {
    let rows = Name::ALL
        .iter()
        .map(|report| vec![Datum::Text(report.name().to_owned()), Datum::Text(report.about(session.lang).to_owned())]);
    Table::new(columns(&[("name", "名称", "Name"), ("about", "回答什么", "What it answers")]), rows.collect())
}
