//! The work that the import is measured against, each in a process of its own: `bench ROLE FILE DATABASE`.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use calamine::{DataRef, Reader, Xlsx, open_workbook};
use memchr::memmem;
use rusqlite::{Connection, Statement, params_from_iter};
use shopkit::import::{Binder, BoundRow, plan};
use shopkit::model::field::{Field, FieldKind};
use shopkit::model::record::{Record, Value};
use shopkit::model::time::Stamp;
use shopkit::sheet::Book;

/// Runs a role and returns what its measured part took; nothing where there is no such role.
pub fn run(role: &str, file: &Path, database: &Path) -> Option<io::Result<Duration>> {
    Some(match role {
        "scan" => scan(file),
        "insert" => insert(file, database),
        "pipeline" => pipeline(file, database),
        "calamine" => calamine_insert(file, database),
        _ => return None,
    })
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::other(error)
}

/// Takes every cell out of the first sheet: the least that reading has to do.
fn scan(file: &Path) -> io::Result<Duration> {
    let started = Instant::now();
    let mut book = Book::open(file, None).map_err(failed)?;
    let mut rows = book.rows(0).map_err(failed)?;
    let mut cells = 0;
    while let Some(row) = rows.next_row().map_err(|problem| failed(format!("{problem:?}")))? {
        cells += row.cells().count();
    }
    if cells == 0 { Err(failed("no cells")) } else { Ok(started.elapsed()) }
}

/// Stores the typed rows of a file, which are held in memory, in a table without a key or an index: the least that storing
/// has to do. Only the storing is measured.
fn insert(file: &Path, database: &Path) -> io::Result<Duration> {
    let mut book = Book::open(file, None).map_err(failed)?;
    let now = Stamp::parse("2030-01-01").ok_or_else(|| failed("no day"))?;
    let plan = plan(&mut book, None, None, now).map_err(failed)?;
    let fields: Vec<Field> = plan.layout.fields.iter().collect();
    let mut binder = Binder::new(&plan, now);
    binder.start(&plan.sheets[0]);
    let mut record = Record::new();
    let (mut values, mut text) = (Vec::new(), String::new());
    let mut rows = book.rows(plan.sheets[0].index).map_err(failed)?;
    while let Some(row) = rows.next_row().map_err(|problem| failed(format!("{problem:?}")))? {
        record.clear();
        if matches!(binder.bind(row, &mut record), BoundRow::Record) {
            for field in &fields {
                values.push(match record.get(*field) {
                    Value::Null => Packed::Null,
                    Value::Int(number) => Packed::Int(number),
                    Value::Text(value) => {
                        text.push_str(&value);
                        Packed::Text(text.len() - value.len(), text.len())
                    }
                });
            }
        }
    }
    let started = Instant::now();
    let mut connection = Connection::open(database).map_err(failed)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    let columns: Vec<String> = fields
        .iter()
        .map(|field| match field.kind() {
            FieldKind::Count | FieldKind::Money => format!("{} INTEGER", field.name()),
            _ => format!("{} TEXT", field.name()),
        })
        .collect();
    connection.execute(&format!("CREATE TABLE lines ({}) STRICT", columns.join(", ")), []).map_err(failed)?;
    let transaction = connection.transaction().map_err(failed)?;
    {
        let marks = vec!["?"; fields.len()].join(", ");
        let mut statement = transaction.prepare(&format!("INSERT INTO lines VALUES ({marks})")).map_err(failed)?;
        for row in values.chunks(fields.len()) {
            for (place, value) in (1..).zip(row) {
                match value {
                    Packed::Null => statement.raw_bind_parameter(place, rusqlite::types::Null),
                    Packed::Int(number) => statement.raw_bind_parameter(place, number),
                    Packed::Text(start, end) => statement.raw_bind_parameter(place, &text[*start..*end]),
                }
                .map_err(failed)?;
            }
            statement.raw_execute().map_err(failed)?;
        }
    }
    transaction.commit().map_err(failed)?;
    Ok(started.elapsed())
}

enum Packed {
    Null,
    Int(i64),
    Text(usize, usize),
}

/// Bytes that the pipeline inflates at a time.
const CHUNK: u64 = 1 << 20;

/// Inflates the sheet in one thread, and in another scans its cells and stores each as text, without a type, a key or an index. It
/// takes the cells only as the files of the bench have them, and checks nothing.
fn pipeline(file: &Path, database: &Path) -> io::Result<Duration> {
    let started = Instant::now();
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(file)?)).map_err(failed)?;
    let mut shared = String::new();
    archive.by_name("xl/sharedStrings.xml").map_err(failed)?.read_to_string(&mut shared)?;
    let strings: Vec<&str> = shared.split("<t xml:space=\"preserve\">").skip(1).map(before_tag).collect();
    let (sender, chunks) = sync_channel::<Vec<u8>>(4);
    let inflate = std::thread::spawn(move || -> io::Result<()> {
        let mut sheet = archive.by_name("xl/worksheets/sheet1.xml").map_err(failed)?;
        let mut rest = Vec::new();
        loop {
            let mut chunk = std::mem::take(&mut rest);
            let is_last = sheet.by_ref().take(CHUNK).read_to_end(&mut chunk)? == 0;
            let end = memmem::rfind(&chunk, b"</row>").map_or(0, |at| at + "</row>".len());
            rest = chunk.split_off(end);
            if sender.send(chunk).is_err() || is_last {
                return Ok(());
            }
        }
    });
    let mut connection = Connection::open(database).map_err(failed)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    let transaction = connection.transaction().map_err(failed)?;
    {
        let mut statement: Option<Statement<'_>> = None;
        for chunk in chunks {
            let xml = std::str::from_utf8(&chunk).map_err(failed)?;
            for row in xml.split("</row>").filter(|row| row.contains("<c ")) {
                // The header is the first row, and has a cell in each column.
                let statement = match &mut statement {
                    Some(statement) => statement,
                    None => statement.insert(table_of_text(&transaction, row.matches("<c ").count())?),
                };
                store_as_text(statement, row, &strings)?;
            }
        }
    }
    transaction.commit().map_err(failed)?;
    inflate.join().map_err(|_| failed("a panic"))??;
    Ok(started.elapsed())
}

/// Creates a table of so many columns of text, and prepares to fill it.
fn table_of_text(connection: &Connection, width: usize) -> io::Result<Statement<'_>> {
    let columns: Vec<String> = (0..width).map(|place| format!("c{place} TEXT")).collect();
    connection.execute(&format!("CREATE TABLE lines ({})", columns.join(", ")), []).map_err(failed)?;
    connection.prepare(&format!("INSERT INTO lines VALUES ({})", vec!["?"; width].join(", "))).map_err(failed)
}

/// Stores the cells of a row as text.
fn store_as_text(statement: &mut Statement<'_>, row: &str, strings: &[&str]) -> io::Result<()> {
    statement.clear_bindings();
    for cell in row.split("<c r=\"").skip(1) {
        let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
        let place = letters.fold(0, |place, letter| place * 26 + usize::from(letter - b'A') + 1);
        let (tag, content) = cell.split_once('>').ok_or_else(|| failed("a cell without an end"))?;
        let text = if tag.ends_with("t=\"s\"") {
            let index: usize = before_tag(content.strip_prefix("<v>").unwrap_or(content)).parse().map_err(failed)?;
            strings[index]
        } else if tag.ends_with("t=\"inlineStr\"") {
            before_tag(content.strip_prefix("<is><t xml:space=\"preserve\">").unwrap_or(content))
        } else {
            before_tag(content.strip_prefix("<v>").unwrap_or(content))
        };
        statement.raw_bind_parameter(place, text).map_err(failed)?;
    }
    statement.raw_execute().map(drop).map_err(failed)
}

/// Returns the text up to the next tag.
fn before_tag(xml: &str) -> &str {
    memchr::memchr(b'<', xml.as_bytes()).map_or(xml, |end| &xml[..end])
}

/// Reads the first sheet with calamine and stores every cell as text, without types, keys or indexes.
fn calamine_insert(file: &Path, database: &Path) -> io::Result<Duration> {
    let started = Instant::now();
    let mut book: Xlsx<_> = open_workbook(file).map_err(|error: calamine::XlsxError| failed(error))?;
    let name = book.sheet_names().first().cloned().unwrap_or_default();
    let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
    let width = reader.dimensions().end.1 as usize + 1;
    // A sheet need not say how wide it is.
    let width = if width > 1 { width } else { 128 };
    let mut connection = Connection::open(database).map_err(failed)?;
    let columns: Vec<String> = (0..width).map(|place| format!("c{place}")).collect();
    connection.execute(&format!("CREATE TABLE lines ({})", columns.join(", ")), []).map_err(failed)?;
    let transaction = connection.transaction().map_err(failed)?;
    {
        let marks = vec!["?"; width].join(", ");
        let mut statement = transaction.prepare(&format!("INSERT INTO lines VALUES ({marks})")).map_err(failed)?;
        let mut row: Vec<Option<String>> = vec![None; width];
        let mut number = 0;
        loop {
            let cell = reader.next_cell().map_err(failed)?;
            let at = cell.as_ref().map(calamine::Cell::get_position);
            if at.is_none_or(|(at, _)| at != number) {
                statement.execute(params_from_iter(row.iter_mut().map(Option::take))).map_err(failed)?;
            }
            let (Some(cell), Some((at, column))) = (cell, at) else { break };
            number = at;
            row[column as usize] = match cell.get_value() {
                DataRef::Empty => None,
                DataRef::SharedString(text) => Some((*text).to_owned()),
                DataRef::String(text) => Some(text.clone()),
                DataRef::Float(number) => Some(number.to_string()),
                other => Some(format!("{other:?}")),
            };
        }
    }
    transaction.commit().map_err(failed)?;
    Ok(started.elapsed())
}
