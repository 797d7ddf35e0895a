//! `shopkit imports`.

use std::path::Path;

use shopkit::model::table::{Column, Datum, Table};
use shopkit::texts::Texts;

use super::args::{Format, Imports, ImportsAction};
use super::exit::{CliError, Exit};
use super::session::Session;
use crate::front::imported::Reasons;
use crate::front::text::shortened;

/// Columns of the list that a table has room for; JSON and CSV have all.
const LISTED: &[&str] = &[
    "id",
    "shop",
    "path",
    "exported_at",
    "first_day",
    "last_day",
    "rows_read",
    "inserted",
    "updated",
    "unchanged",
    "stale",
    "rejected",
];

pub fn run(args: Imports, session: &mut Session) -> Result<Exit, CliError> {
    match args.action.unwrap_or(ImportsAction::List { shop: None }) {
        ImportsAction::List { shop } => {
            let table = session.kit()?.imports(shop.as_deref())?;
            let none = table.rows.is_empty();
            session.table(&if session.format == Format::Table { narrowed(&table) } else { table })?;
            if none {
                session.say(session.pick("还没有导入过文件", "nothing was imported yet"));
            }
        }
        ImportsAction::Show { id } => {
            let table = session.kit()?.import_detail(id)?;
            session.table(&if session.format == Format::Table { upright(&table, session) } else { table })?;
        }
        ImportsAction::Rejects { id } => {
            let kit = session.kit()?;
            let texts = Texts::command(session.lang);
            if session.rows(|sink| Ok(kit.rejects(id, &mut Reasons { texts, sink })?))? == 0 {
                session.say(session.pick("没有被拒的行", "no row was rejected"));
            }
        }
        ImportsAction::Undo { id, yes } => {
            let mut kit = session.kit()?;
            let table = kit.import_detail(id)?;
            let path = match table.rows.first().and_then(|row| row.get(2)) {
                Some(Datum::Text(path)) => path.clone(),
                _ => String::new(),
            };
            let question =
                session.pick(format!("撤销导入 #{id}（{path}）？"), format!("Take out import #{id} ({path})?"));
            if !yes && !session.confirm(&question) {
                session.say(session.pick("未改动", "nothing was changed"));
                return Ok(Exit::Attention);
            }
            kit.undo(id)?;
            session.say(&session.pick(
                format!("已撤销导入 #{id}；数据与从未导入过该文件时相同"),
                format!("import #{id} was taken out; the data is as if the file had never been imported"),
            ));
        }
    }
    Ok(Exit::Done)
}

/// Leaves the columns that a table has room for, and of paths the names.
fn narrowed(table: &Table) -> Table {
    let places: Vec<usize> =
        (0..table.columns.len()).filter(|place| LISTED.contains(&table.columns[*place].key.as_str())).collect();
    let cell = |row: &[Datum], place: usize| match &row[place] {
        Datum::Text(path) if table.columns[place].key == "path" => {
            let name = Path::new(path).file_name().unwrap_or(path.as_ref()).to_string_lossy().into_owned();
            Datum::Text(shortened(&name))
        }
        other => other.clone(),
    };
    Table::new(
        places.iter().map(|place| table.columns[*place].clone()).collect(),
        table.rows.iter().map(|row| places.iter().map(|place| cell(row, *place)).collect()).collect(),
    )
}

/// Turns a table of one wide row into one of two columns.
fn upright(table: &Table, session: &Session) -> Table {
    let columns = vec![Column::new("name", "项目", "What"), Column::new("value", "值", "Value")];
    let rows = table.rows.iter().flat_map(|row| {
        table
            .columns
            .iter()
            .zip(row)
            .map(|(column, datum)| vec![Datum::Text(Texts::command(session.lang).heading(column)), datum.clone()])
    });
    Table::new(columns, rows.collect())
}
