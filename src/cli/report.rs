//! `shopkit report`.

use shopkit::kit::{Kit, KitError, Shops};
use shopkit::model::table::{Column, Datum, Table};
use shopkit::report::named::{Report as Name, ReportOptions, Takes};

use super::args::{Format, Report, ReportSettings, Scope};
use super::exit::{CliError, Exit};
use super::output::Rows;
use super::session::Session;
use crate::front::text::visible;
use crate::front::views::report::{NoteView, ReportHead, ReportView};

pub fn run(args: &Report, session: &mut Session) -> Result<Exit, CliError> {
    let Some(name) = args.name else {
        session.table(&list(session))?;
        return Ok(Exit::Done);
    };
    let options = options(name, &args.scope, &args.settings)?;
    let kit = session.kit()?;
    let shops = args.settings.shops(args.scope.shop.as_deref());
    let head = if session.format == Format::Table {
        write_table(&kit, name, &shops, &options, session)?
    } else {
        let notes = session.rows(|sink| Ok(kit.report_of(name, &shops, &options, sink)?))?;
        let head = ReportHead::of(name, &notes, session.texts());
        session.say(&head.scope);
        head
    };
    say_notes(&head.notes, session);
    Ok(Exit::Done)
}

/// Makes the options of a report.
pub fn options(report: Name, scope: &Scope, settings: &ReportSettings) -> Result<ReportOptions, CliError> {
    // Of the days that it stands for, nobody typed the options.
    if let Some(option) = scope.given_period().filter(|_| !report.takes().contains(&Takes::Period)) {
        return Err(KitError::from(report.unfit(option)).into());
    }
    let [from, to] = scope.days();
    Ok(ReportOptions {
        from,
        to,
        basis: settings.basis.unwrap_or_default(),
        compare: settings.compare,
        by: settings.by,
        on: settings.on,
        cap: settings.cap,
        commission_rate: settings.commission_rate,
        no_estimates: settings.no_estimates,
    })
}

/// Writes the notes of a report.
pub fn say_notes(notes: &[NoteView], session: &mut Session) {
    for note in notes {
        if note.is_warning { session.warn(&note.text) } else { session.say(&note.text) }
    }
}

/// Writes the rows below a line that says what they are about, which is known only when the rows are.
fn write_table(
    kit: &Kit,
    name: Name,
    shops: &Shops,
    options: &ReportOptions,
    session: &Session,
) -> Result<ReportHead, CliError> {
    let view = ReportView::ask_of(kit, name, shops, options, session.texts())?;
    session.answer(|out| {
        writeln!(out, "{}", visible(&view.head.scope))?;
        let mut rows = Rows::new(session.format, session.texts(), session.width(), out);
        view.table.write_to(&mut rows)?;
        Ok(rows.finish()?)
    })?;
    Ok(view.head)
}

fn list(session: &Session) -> Table {
    let row = |name: &Name| vec![Datum::Text(name.name().to_owned()), Datum::Text(session.texts().say(&name.about()))];
    let columns = vec![Column::titled("name", "table-report-name"), Column::titled("about", "table-report-about")];
    Table::new(columns, Name::ALL.iter().map(row).collect())
}
