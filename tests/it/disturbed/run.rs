//! A file that is imported, and held to what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::SystemTime;

use shopkit::kit::{ImportOptions, Kit, KitError, Silent};
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::reject::{Reject, Warning};
use shopkit::model::summary::{FileStatus, ImportSummary};
use shopkit::model::table::{Datum, Table};
use shopkit::model::time::Stamp;
use shopkit::report::order_filter::OrderFilter;
use shopkit::texts::Texts;

use super::doc::{Doc, Fate, Role};
use super::writers::File;

/// Imports that one database takes before the next is begun.
const IMPORTS: usize = 60;

/// What is never said of a buyer.
const SECRETS: [&str; 2] = ["**小区**", "138****10"];

/// A stored line: what stands under each header.
pub type Line = BTreeMap<String, String>;

/// What came of an import.
pub struct Answer {
    pub result: Result<ImportSummary, KitError>,
    pub lines: BTreeMap<String, Line>,
    /// Whether there is a shop that was not there before, though nothing was stored.
    pub shop_is_left: bool,
    /// What a second import of the same file says: its status, or the code of its error.
    pub again: Option<&'static str>,
}

/// A folder and a database that many files go through, each into a shop of its own.
pub struct Bench {
    kit: Kit,
    folder: tempfile::TempDir,
    imports: usize,
}

impl Bench {
    pub fn new() -> Self {
        let kit = Kit::open_scratch().expect("a database");
        Self { kit, folder: tempfile::tempdir().expect("a folder"), imports: 0 }
    }

    /// Imports a file, once more where that is wanted; nothing where the program broke down.
    pub fn import(&mut self, file: &File, twice: bool) -> Option<Answer> {
        if self.imports == IMPORTS {
            *self = Self::new();
        }
        self.imports += 1;
        let path = self.folder.path().join(format!("disturbed.{}", file.extension));
        std::fs::write(&path, &file.bytes).expect("a file");
        let shop = format!("shop {}", self.imports);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time");
        let exported_at = Stamp::from_unix(now.as_secs().cast_signed());
        let options = ImportOptions { shop: Some(shop.clone()), exported_at, ..ImportOptions::default() };
        let import = |kit: &mut Kit| kit.import(&path, &options, &mut Silent);
        let Ok(result) = catch_unwind(AssertUnwindSafe(|| import(&mut self.kit))) else {
            *self = Self::new();
            return None;
        };
        let lines = self.lines(&shop);
        let shops = self.kit.shops().expect("reads");
        let shop_is_left = result.is_err() && shops.iter().any(|other| other.name == shop);
        let again = twice.then(|| match import(&mut self.kit) {
            Ok(summary) => summary.status.as_str(),
            Err(error) => error.code(),
        });
        Some(Answer { result, lines, shop_is_left, again })
    }

    /// Reads all that is stored of a shop's lines.
    fn lines(&self, shop: &str) -> BTreeMap<String, Line> {
        let mut table = Table::default();
        // A shop without lines is none.
        if self.kit.order_sheet(Some(shop), &OrderFilter::default(), true, &mut table).is_err() {
            return BTreeMap::new();
        }
        let text = |datum: &Datum| match datum {
            Datum::Null => None,
            Datum::Text(text) => Some(text.clone()),
            Datum::Int(number) => Some(number.to_string()),
            Datum::Money(fen) => Some(fen.to_string()),
            other => Some(format!("{other:?}")),
        };
        let headers: Vec<&str> = table.columns.iter().map(|column| column.key.as_str()).collect();
        let line = |row: &Vec<Datum>| -> Line {
            let cells = headers.iter().zip(row).filter(|(header, _)| **header != "店铺");
            cells.filter_map(|(header, datum)| Some(((*header).to_owned(), text(datum)?))).collect()
        };
        let key = |line: &Line| line.get("子订单编号").or(line.get("主订单编号")).cloned().unwrap_or_default();
        table.rows.iter().map(line).map(|line| (key(&line), line)).collect()
    }
}

/// How a file broke what is promised; the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Broken {
    StoredOtherwise,
    LostSilently,
    StoredThoughDamaged,
    ImportedThoughDamaged,
    BrokeDown,
    LeftBehind,
    Leaked,
    Counts,
    NotWarned,
    OtherCode,
    Again,
    FileRefused,
    LineRefused,
    MoreRejects,
}

/// Holds a file to what it says; `doc` is what was written.
pub fn judge(doc: &Doc, file: &File, answer: Option<&Answer>) -> Vec<(Broken, String)> {
    let Some(answer) = answer else { return vec![(Broken::BrokeDown, "a panic".to_owned())] };
    let mut broken = Vec::new();
    leaks(doc, answer, &mut broken);
    let wanted = wanted_error(doc);
    match &answer.result {
        Err(error) => {
            if !answer.lines.is_empty() || answer.shop_is_left {
                broken.push((Broken::LeftBehind, format!("{} lines or a shop", answer.lines.len())));
            }
            match &wanted {
                Some(codes) if codes.is_empty() || codes.contains(&error.code()) => {}
                Some(codes) => broken.push((Broken::OtherCode, format!("{} in place of {codes:?}", error.code()))),
                None if doc.expect.or_error || may_lose_all(doc) => {}
                None => broken.push((
                    Broken::FileRefused,
                    format!("{}: {}", error.code(), Texts::command(Lang::En).say(&error.message())),
                )),
            }
            if answer.again.is_some_and(|again| again != error.code()) {
                broken.push((Broken::Again, format!("{}, then {:?}", error.code(), answer.again)));
            }
        }
        Ok(summary) => {
            if let Some(codes) = wanted {
                broken.push((Broken::ImportedThoughDamaged, format!("{codes:?} wanted; {}", told(summary))));
            }
            if summary.status != FileStatus::Imported || answer.again.is_some_and(|again| again != "skipped") {
                broken.push((Broken::Again, format!("{:?}, then {:?}", summary.status, answer.again)));
            }
            lines(doc, file, answer, summary, &mut broken);
            counts(doc, answer, summary, &mut broken);
            // Where there are two disturbances, the row that one warns of may be rejected for the other.
            let is_certain = !doc.expect.joined || summary.counts.rejected == 0;
            for (code, word) in doc.expect.warnings.iter().filter(|_| is_certain) {
                let warned = |lang| {
                    let says = |w: &Warning| Texts::command(lang).say(&w.message()).contains(word);
                    summary.warnings.iter().any(|w| w.code() == *code && says(w))
                };
                if !warned(Lang::Zh) && !warned(Lang::En) {
                    broken.push((Broken::NotWarned, format!("no {code} with {word:?}")));
                }
            }
        }
    }
    broken.sort();
    broken
}

/// Tells which error the file must be; none means that it must not be one.
fn wanted_error(doc: &Doc) -> Option<Vec<&'static str>> {
    let is_rejected = |id: &String| matches!(doc.expect.lines.get(id), Some(Fate::Rejected(_)));
    let code = if doc.expect.or_error { Vec::new() } else { vec!["all-rejected"] };
    let all_rejected = ids(doc).iter().all(is_rejected).then_some(code);
    doc.expect.error.clone().or(all_rejected)
}

fn may_lose_all(doc: &Doc) -> bool {
    ids(doc).iter().all(|id| doc.expect.lines.contains_key(id))
}

fn ids(doc: &Doc) -> Vec<String> {
    let column = doc.column("子订单编号");
    doc.lines().map(|row| row.cells[column].says.clone()).collect()
}

/// Holds each stored line to what the file says, and each that is missing to a reject.
fn lines(doc: &Doc, file: &File, answer: &Answer, summary: &ImportSummary, broken: &mut Vec<(Broken, String)>) {
    let column = doc.column("子订单编号");
    let numbers: BTreeMap<&str, u64> = doc
        .rows
        .iter()
        .zip(&file.numbers)
        .filter(|(row, _)| row.role == Role::Line)
        .map(|(row, number)| (row.cells[column].says.as_str(), *number))
        .collect();
    let mut known = BTreeSet::new();
    for row in doc.lines() {
        let id = &row.cells[column].says;
        known.insert(id.clone());
        let fate = doc.expect.lines.get(id);
        let reject = numbers.get(id.as_str()).and_then(|number| rejected(summary, *number));
        match (answer.lines.get(id), fate) {
            (Some(_), Some(Fate::Rejected(codes))) => {
                broken.push((Broken::StoredThoughDamaged, format!("{id}, wanted {codes:?}")));
            }
            (Some(line), _) => broken.extend(differences(doc, row, line).map(|how| (Broken::StoredOtherwise, how))),
            (None, None) => broken.push(match reject {
                Some(reject) => {
                    (Broken::LineRefused, format!("{} {} {}", reject.code.code(), reject.column, reject.row))
                }
                None if doc.expect.loose_rows && summary.counts.rejected > 0 => {
                    (Broken::LineRefused, format!("{id}; {}", told(summary)))
                }
                None => (Broken::LostSilently, format!("{id}; {}", told(summary))),
            }),
            (None, Some(fate)) => match (reject, fate) {
                (Some(reject), Fate::Rejected(codes)) if !codes.is_empty() && !codes.contains(&reject.code.code()) => {
                    broken.push((Broken::OtherCode, format!("{} in place of {codes:?}", reject.code.code())));
                }
                (None, _) if !doc.expect.loose_rows && numbers.contains_key(id.as_str()) => {
                    let number = numbers[id.as_str()];
                    broken.push((Broken::LostSilently, format!("{id} in row {number}; {}", told(summary))));
                }
                _ => {}
            },
        }
    }
    for (id, line) in answer.lines.iter().filter(|(id, _)| !known.contains(*id)) {
        broken.push((Broken::StoredOtherwise, format!("a line that the file does not have: {id} {line:?}")));
    }
}

fn rejected(summary: &ImportSummary, row: u64) -> Option<&Reject> {
    summary.rejects.iter().find(|reject| reject.row == row)
}

/// Lists where a stored line differs from what the file says.
fn differences<'a>(doc: &'a Doc, row: &'a super::doc::Row, line: &'a Line) -> impl Iterator<Item = String> + use<'a> {
    let cells = doc.header().cells.iter().zip(&row.cells);
    let mut said: BTreeMap<&str, &super::doc::Cell> = BTreeMap::new();
    for (header, cell) in cells {
        // Of two columns of a name the first counts.
        said.entry(&header.says).or_insert(cell);
    }
    let means = |text: &str| match text.trim() {
        "" | "-" => None,
        text => Some(text.to_owned()),
    };
    let source = said.get("流量来源").map_or("", |cell| cell.says.as_str());
    let promotion = if source.contains("精选联盟") { "精选联盟" } else { "无" };
    let mut found = Vec::new();
    for (header, cell) in &said {
        let stored = line.get(*header);
        let fits = |says: &String| means(says).as_ref() == stored;
        let is_own = super::doc::is_column(header);
        if !fits(&cell.says) && !cell.or.iter().any(fits) && (is_own || !doc.expect.any_extra) {
            found.push(format!("{header} {:?} in place of {:?}", stored.map_or("", String::as_str), cell.says));
        }
    }
    for (header, stored) in line.iter().filter(|(header, _)| !said.contains_key(header.as_str())) {
        let is_right = match header.as_str() {
            "推广类型" => stored == promotion,
            _ => doc.expect.any_extra,
        };
        if !is_right {
            found.push(format!("{header} {stored:?}, which the file does not say"));
        }
    }
    found.into_iter()
}

fn counts(doc: &Doc, answer: &Answer, summary: &ImportSummary, broken: &mut Vec<(Broken, String)>) {
    let counts = &summary.counts;
    let sum: u64 = counts.named().iter().skip(1).map(|(_, count)| count).sum();
    if counts.rows_read != sum || counts.inserted != answer.lines.len() as u64 {
        broken.push((Broken::Counts, told(summary)));
    }
    if counts.duplicate != doc.expect.duplicates {
        broken.push((Broken::Counts, format!("{} duplicates; {}", doc.expect.duplicates, told(summary))));
    }
    let missing = ids(doc).iter().filter(|id| !answer.lines.contains_key(*id)).count() as u64;
    let (least, most) = doc.expect.more_rejects;
    if counts.rejected < missing + least {
        broken.push((Broken::LostSilently, format!("{missing} missing and {least} more; {}", told(summary))));
    }
    if counts.rejected > missing + most {
        broken.push((Broken::MoreRejects, format!("{missing} missing and {most} more; {}", told(summary))));
    }
}

fn leaks(doc: &Doc, answer: &Answer, broken: &mut Vec<(Broken, String)>) {
    let mut said = Vec::new();
    let texts = [Lang::Zh, Lang::En].map(Texts::command);
    match &answer.result {
        Err(error) => said.extend(texts.map(|texts| texts.say(&error.message()))),
        Ok(summary) => {
            said.extend(summary.warnings.iter().flat_map(|w| texts.map(|texts| texts.say(&w.message()))));
            said.extend(summary.unknown_columns.clone());
            said.extend(summary.rejects.iter().flat_map(|reject| [reject.header.clone(), reject.value.clone()]));
        }
    }
    let secrets = SECRETS.into_iter().chain(doc.expect.secrets.iter().map(String::as_str));
    for secret in secrets.filter(|secret| said.iter().any(|text| text.contains(*secret))) {
        broken.push((Broken::Leaked, secret.chars().take(30).collect()));
    }
}

/// Tells what an import says of itself.
fn told(summary: &ImportSummary) -> String {
    let counts = summary.counts.named().into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(name, count)| format!("{name} {count}")).collect();
    let rejects =
        summary.rejects.iter().take(4).map(|reject| format!("{} {}{}", reject.code.code(), reject.column, reject.row));
    let warnings = summary.warnings.iter().map(|warning| warning.code().to_owned());
    format!("{}; {}", counts.join(", "), rejects.chain(warnings).collect::<Vec<_>>().join(", "))
}
