//! What is known of the settlement of one order, with the files that say it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::error::KitError;
use super::file_digest::digest;
use super::receipt::FileReceipt;
use super::terms::terms;
use super::{Kit, clock};
use crate::model::field::Field;
use crate::model::file_name::file_name;
use crate::model::id::unguarded;
use crate::model::money::Fen;
use crate::model::record::Value;
use crate::model::table::Word;
use crate::model::time::Stamp;
use crate::report::entries::{self, OrderEntry};
use crate::report::named::{LineSettlement, LineSettlements, line_settlements};
use crate::report::order::{self, Event, Name, OrderLine};
use crate::report::terms::SettledWithin;
use crate::sheet::Source;
use crate::store::{BLANK, ImportMember, StoreError};
use crate::word;

/// The fields of a line that say when something happened.
const STEPS: [(Field, Word); 4] = [
    (Field::SubmittedAt, word!("step", "submitted")),
    (Field::PaidAt, word!("step", "paid")),
    (Field::ShippedAt, word!("step", "shipped")),
    (Field::FinishedAt, word!("step", "finished")),
];

/// The fields of a line whose changes are told.
const STATES: [Field; 2] = [Field::Status, Field::AfterSale];

/// Holds what is known of the settlement of an order or a sub-order.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The id that was asked for.
    pub id: String,
    /// The shop.
    pub shop: String,
    /// The moment as of which it was asked.
    pub at: Stamp,
    /// In how many days the shop is settled.
    pub within: SettledWithin,
    /// The lines, each with what is known of its settlement.
    pub lines: Vec<(OrderLine, Option<LineSettlement>)>,
    /// The statements and fund flows that are imported.
    pub settlements: LineSettlements,
    /// What happened, the oldest first.
    pub steps: Vec<Step>,
    /// The files that say so.
    pub files: Vec<EvidenceFile>,
}

/// Holds one thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When; nothing where the export does not say.
    pub at: Option<String>,
    /// What: a step of the order, or the kind of export that has the entry.
    pub what: Word,
    /// The sub-order; nothing where the entry names only the order.
    pub sub_order_id: Option<String>,
    /// Its own words: states before and after, the kind of after-sale, the scene of a movement.
    pub detail: Option<String>,
    /// The number of the after-sale or the movement.
    pub number: Option<String>,
    /// The money, as in the export.
    pub amount: Option<Fen>,
    /// The import that says so.
    pub import_id: i64,
    /// The sheet of the row, in workbooks.
    pub sheet: Option<String>,
    /// The row of its file.
    pub row: i64,
}

/// Holds a file that says something of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// The number of the import.
    pub import_id: i64,
    /// The name of the file; nothing where a purge deleted it.
    pub name: Option<String>,
    /// The stable name of the kind.
    pub kind: String,
    /// When the export was made.
    pub exported_at: String,
    /// Stands for its content, as in receipts; nothing where a purge deleted it.
    pub file: Option<String>,
    /// Where the file is now.
    pub presence: Word,
    /// The SHA-256 of the file, where it is still where it was imported from.
    pub sha256: Option<String>,
    /// The rows that say something of the order, by sheet.
    pub rows: Vec<(Option<String>, i64)>,
    /// How many rows of the file purges deleted.
    pub purged_rows: i64,
}

impl Kit {
    /// Gathers what is known of the settlement of an order, by the id of a main order or a sub-order; nothing where no export has it.
    /// Contact data is hidden unless `show_pii` is set.
    pub fn evidence(
        &self,
        id: &str,
        shop: Option<&str>,
        on: Option<Stamp>,
        show_pii: bool,
    ) -> Result<Option<Evidence>, KitError> {
        let (id, _state) = (unguarded(id), self.snapshot()?);
        if shop.is_some() {
            self.store.shop_for_reading(shop)?;
        }
        let found = asked_for(id, order::find(&self.store, id, shop, show_pii)?);
        let shop = match shops_of(&found).as_slice() {
            [] => self.store.shop_for_reading(shop)?,
            [only] => only.clone(),
            several => return Err(StoreError::ManyShops(several.to_vec()).into()),
        };
        let entries = entries_of(id, &found, entries::of_order(&self.store, id, Some(&shop))?);
        if found.is_empty() && entries.is_empty() {
            return Ok(None);
        }
        let at = on.unwrap_or_else(clock::now);
        let terms = terms(&self.store, &shop, at.day())?;
        let keys: Vec<&str> = found.iter().map(|line| line.key.as_str()).collect();
        let settlements = line_settlements(&self.store, &shop, &keys, terms, at)?;
        let steps = steps(&found, &entries);
        let files = self.evidence_files(&shop, &found, &steps)?;
        let with_settlement = |line: OrderLine| {
            let settlement = settlements.lines.iter().find(|known| known.key == line.key).cloned();
            (line, settlement)
        };
        let lines = found.into_iter().map(with_settlement).collect();
        let within = terms.settled_within;
        Ok(Some(Evidence { id: id.to_owned(), shop, at, within, lines, settlements, steps, files }))
    }

    /// Lists the files that say something of the order.
    fn evidence_files(&self, shop: &str, lines: &[OrderLine], steps: &[Step]) -> Result<Vec<EvidenceFile>, KitError> {
        let mut rows: BTreeMap<i64, BTreeSet<(Option<String>, i64)>> = BTreeMap::new();
        let events = lines.iter().flat_map(|line| &line.timeline);
        let named = events.map(|event| (event.import_id, event.sheet.clone(), event.row_number));
        for (import, sheet, row) in named.chain(steps.iter().map(|step| (step.import_id, step.sheet.clone(), step.row)))
        {
            rows.entry(import).or_default().insert((sheet, row));
        }
        let mut files = Vec::new();
        for member in self.store.import_set(shop)?.members {
            if let Some(rows) = rows.remove(&member.id) {
                files.push(self.evidence_file(member, rows.into_iter().collect())?);
            }
        }
        Ok(files)
    }

    fn evidence_file(&self, member: ImportMember, rows: Vec<(Option<String>, i64)>) -> Result<EvidenceFile, KitError> {
        let is_purged = member.path == BLANK;
        let sha256 = if is_purged { None } else { sha256(Path::new(&member.path)) };
        let is_it = match &sha256 {
            Some(sha256) => self.store.is_import_of(member.id, sha256)?,
            None => false,
        };
        let presence = match (is_purged, &sha256, is_it) {
            (true, _, _) => word!("presence", "purged"),
            (false, None, _) => word!("presence", "missing"),
            (false, Some(_), true) => word!("presence", "same"),
            (false, Some(_), false) => word!("presence", "changed"),
        };
        let name = (!is_purged).then(|| file_name(&member.path).to_owned());
        let file = FileReceipt::of(&member).file;
        Ok(EvidenceFile {
            import_id: member.id,
            name,
            kind: member.kind,
            exported_at: member.exported_at,
            file,
            presence,
            sha256: sha256.filter(|_| is_it),
            rows,
            purged_rows: member.purged,
        })
    }
}

/// Returns the SHA-256 of a file; nothing where it cannot be read.
fn sha256(path: &Path) -> Option<String> {
    // A pipe could be waited for without an end.
    if !path.is_file() {
        return None;
    }
    digest(&Source::open(path).ok()?).ok()
}

/// Returns the lines that an id asks for: all of a main order, or the one of a sub-order.
fn asked_for(id: &str, mut lines: Vec<OrderLine>) -> Vec<OrderLine> {
    if !lines.iter().any(|line| text(line, Field::MainOrderId) == Some(id)) && lines.iter().any(|line| line.key == id) {
        lines.retain(|line| line.key == id);
    }
    lines
}

fn shops_of(lines: &[OrderLine]) -> Vec<String> {
    let shops: BTreeSet<&str> = lines.iter().map(|line| line.shop.as_str()).collect();
    shops.into_iter().map(str::to_owned).collect()
}

/// Returns the entries that belong to what was asked for; those that name only the order may.
fn entries_of(id: &str, lines: &[OrderLine], mut entries: Vec<OrderEntry>) -> Vec<OrderEntry> {
    if let [line] = lines
        && line.key == id
        && text(line, Field::MainOrderId) != Some(id)
    {
        entries.retain(|entry| entry.sub_order_id.as_deref().is_none_or(|sub_order| sub_order == id));
    }
    entries
}

/// Returns a text of a line.
fn text(line: &OrderLine, field: Field) -> Option<&str> {
    line.values.iter().find_map(|named| match (&named.name, &named.value) {
        (Name::Field(name), Value::Text(text)) if *name == field => Some(text.as_ref()),
        _ => None,
    })
}

/// Lists what happened, the oldest first.
fn steps(lines: &[OrderLine], entries: &[OrderEntry]) -> Vec<Step> {
    let mut steps: Vec<Step> = lines.iter().flat_map(steps_of).collect();
    steps.extend(entries.iter().map(|entry| Step {
        at: entry.at.clone(),
        what: entry.kind.word(),
        sub_order_id: entry.sub_order_id.clone(),
        detail: Some(entry.what.clone()).filter(|what| !what.is_empty()),
        number: entry.number.clone(),
        amount: entry.amount,
        import_id: entry.import_id,
        sheet: entry.sheet.clone(),
        row: entry.row_number,
    }));
    steps.sort_by(|one, other| one.at.cmp(&other.at));
    steps
}

/// Lists what the exports of orders say of a line.
fn steps_of(line: &OrderLine) -> Vec<Step> {
    let step = |at: Option<String>, what: Word, detail: Option<String>, event: &Event| Step {
        at,
        what,
        sub_order_id: Some(line.key.clone()),
        detail,
        number: None,
        amount: None,
        import_id: event.import_id,
        sheet: event.sheet.clone(),
        row: event.row_number,
    };
    let mut steps = Vec::new();
    for (field, what) in STEPS {
        if let (Some(at), Some(event)) = (text(line, field), source(line, field)) {
            steps.push(step(Some(at.to_owned()), what, None, event));
        }
    }
    for event in &line.timeline {
        let changes =
            event.changes.iter().filter(|change| STATES.iter().any(|field| change.name == Name::Field(*field)));
        for change in changes {
            let detail = format!("{} → {}", shown(&change.old), shown(&change.new));
            steps.push(step(Some(event.exported_at.clone()), word!("step", "state"), Some(detail), event));
        }
    }
    steps
}

fn shown<'v>(value: &'v Value<'_>) -> &'v str {
    if let Value::Text(text) = value { text } else { "–" }
}

/// Returns the export that first said the present value of a field.
fn source(line: &OrderLine, field: Field) -> Option<&Event> {
    let says = |event: &&Event| event.changes.iter().any(|change| change.name == Name::Field(field));
    line.timeline.iter().rev().find(says).or(line.timeline.first())
}
