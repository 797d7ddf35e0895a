//! `shopkit imports`.

use shopkit::model::file_name::file_name;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::t;
use shopkit::texts::Texts;

use super::args::{Format, Imports, ImportsAction};
use super::exit::{CliError, Exit};
use super::session::Session;
use crate::front::text::shortened;
use crate::front::views::import::{ReasonsAsText, titled};

/// Columns of the list that a table has room for; JSON and CSV have all.
const LISTED: &[&str] = &[
    "id",
    "shop",
    "kind",
    "path",
    "exported_at",
    "first_day",
    "last_day",
    "rows_read",
    "inserted",
    "updated",
    "rejected",
];

pub fn run(args: Imports, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    match args.action.unwrap_or(ImportsAction::List { shop: args.shop }) {
        ImportsAction::List { shop } => {
            let table = session.kit()?.imports(shop.as_deref())?;
            let none = table.rows.is_empty();
            session.table(&if session.format == Format::Table { narrowed(&table) } else { table })?;
            if none {
                session.say(&t!(texts, "import-none"));
            }
        }
        ImportsAction::Show { id } => {
            let table = session.kit()?.import_detail(id)?;
            session.table(&if session.format == Format::Table { upright(&table, texts) } else { table })?;
        }
        ImportsAction::Rejects { id } => {
            let kit = session.kit()?;
            if session.rows(|sink| Ok(kit.rejects(id, &mut ReasonsAsText { texts, sink })?))? == 0 {
                session.say(&t!(texts, "import-no-rejects"));
            }
        }
        ImportsAction::Undo { id, yes } => {
            let mut kit = session.kit()?;
            let table = kit.import_detail(id)?;
            let path = match table.rows.first().and_then(|row| row.get(2)) {
                Some(Datum::Text(path)) => path.as_str(),
                _ => "",
            };
            if !yes && !session.confirm(&t!(texts, "imports-undo", id = id, path = path)) {
                session.say(&t!(texts, "command-unchanged"));
                return Ok(Exit::Attention);
            }
            let undone = kit.undo(id)?;
            session.say(&texts.say(&undone.message()));
        }
    }
    Ok(Exit::Done)
}

/// Keeps the columns that a table has room for, and of paths the names.
fn narrowed(table: &Table) -> Table {
    let columns: Vec<usize> =
        (0..table.columns.len()).filter(|index| LISTED.contains(&table.columns[*index].key.as_str())).collect();
    let cell = |row: &[Datum], index: usize| match &row[index] {
        Datum::Text(path) if table.columns[index].key == "path" => Datum::Text(shortened(file_name(path))),
        other => other.clone(),
    };
    Table::new(
        columns.iter().map(|index| table.columns[*index].clone()).collect(),
        table.rows.iter().map(|row| columns.iter().map(|index| cell(row, *index)).collect()).collect(),
    )
}

/// Turns a table of one wide row into one of two columns.
fn upright(table: &Table, texts: Texts) -> Table {
    let rows = titled(table, texts).into_iter().map(|(title, datum)| vec![Datum::Text(title), datum]);
    Table::new(vec![Column::of("name"), Column::of("value")], rows.collect())
}
