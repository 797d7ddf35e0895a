//! What the fronts show of the settlement of one order.

use serde_json::Value as Json;
use shopkit::kit::{Evidence, EvidenceFile, Step};
use shopkit::model::field::Field;
use shopkit::model::message::{Arg, Message};
use shopkit::model::money::Fen;
use shopkit::model::record::Value;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::report::named::LineSettlement;
use shopkit::report::order::{Name, OrderLine};
use shopkit::report::terms::SettledWithin;
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::order::value_text;
use crate::front::text::visible;

/// The fields of a line that help to recognise it, besides contact data.
const SHOWN: [Field; 13] = [
    Field::MainOrderId,
    Field::SubOrderId,
    Field::Product,
    Field::Spec,
    Field::ProductId,
    Field::SkuCode,
    Field::Quantity,
    Field::Status,
    Field::AfterSale,
    Field::SubmittedAt,
    Field::PaidAt,
    Field::ShippedAt,
    Field::FinishedAt,
];

/// Shows the settlement of an order, on one page.
pub struct EvidenceView {
    pub title: String,
    /// The shop, the moment, and what the imported files cover.
    pub facts: Vec<String>,
    pub lines: Vec<LineEvidence>,
    pub steps: (String, Table),
    pub files: (String, Table),
    /// What helps to read it.
    pub notes: Vec<String>,
}

/// Shows the settlement of a line.
pub struct LineEvidence {
    pub title: String,
    /// What comes of comparing it.
    pub conclusions: Vec<String>,
    pub values: Table,
    pub sums: Option<Table>,
}

impl EvidenceView {
    /// Builds the view; contact data is shown where `evidence` has it in plain.
    pub fn of(evidence: &Evidence, show_pii: bool, texts: Texts) -> Self {
        let line = |(line, settlement): &(OrderLine, Option<LineSettlement>)| {
            LineEvidence::of(line, settlement.as_ref(), evidence, show_pii, texts)
        };
        Self {
            title: t!(texts, "evidence-title", id = &evidence.id),
            facts: facts(evidence).iter().map(|message| texts.say(message)).collect(),
            lines: evidence.lines.iter().map(line).collect(),
            steps: (t!(texts, "evidence-steps"), step_table(&evidence.steps, texts)),
            files: (t!(texts, "evidence-files"), file_table(&evidence.files, texts)),
            notes: [msg!("evidence-note-sums"), msg!("evidence-note-files")].map(|note| texts.say(&note)).into(),
        }
    }
}

fn facts(evidence: &Evidence) -> Vec<Message> {
    let mut facts = vec![msg!("evidence-scope", shop = visible(&evidence.shop), at = evidence.at.to_string())];
    facts.push(match evidence.within {
        SettledWithin::Own(days) => msg!("evidence-own-days", days = days),
        SettledWithin::Longest(days) => msg!("evidence-longest-days", days = days),
    });
    for (export, first, last) in &evidence.settlements.covered {
        let day =
            |moment: &Option<String>| moment.as_deref().and_then(|at| at.get(..10)).unwrap_or_default().to_owned();
        facts.push(msg!("evidence-covered", export = export.word(), first = day(first), last = day(last)));
    }
    if evidence.settlements.covered.is_empty() {
        facts.push(msg!("evidence-nothing-covered"));
    }
    facts
}

impl LineEvidence {
    fn of(
        line: &OrderLine,
        settlement: Option<&LineSettlement>,
        evidence: &Evidence,
        show_pii: bool,
        texts: Texts,
    ) -> Self {
        let said = settlement.map(|settlement| conclusions(settlement, evidence)).unwrap_or_default();
        Self {
            title: t!(texts, "evidence-line", id = &line.key),
            conclusions: said.iter().map(|message| texts.say(message)).collect(),
            values: value_table(line, show_pii, texts),
            sums: settlement.map(|settlement| sum_table(settlement, texts)),
        }
    }
}

/// Says what comes of comparing a line.
fn conclusions(line: &LineSettlement, evidence: &Evidence) -> Vec<Message> {
    let mut said = vec![match line.waits_for {
        Some(why) => msg!("evidence-waits", outcome = line.outcome, why = why),
        None => msg!("evidence-outcome", outcome = line.outcome),
    }];
    if let Some(day) = line.expected_by.filter(|_| has_day(line)) {
        let late = evidence.at.day().signed_duration_since(day).num_days();
        said.push(match late {
            1.. if !line.is_booked && !line.is_moved => msg!("evidence-overdue", day = day, days = late),
            _ => msg!("evidence-expected", day = day),
        });
    }
    if let Some(difference) = line.difference.filter(|difference| difference.0 != 0) {
        said.push(msg!("evidence-difference", of = difference_of(line), amount = difference));
    }
    if !line.is_paid {
        said.push(msg!("evidence-unpaid"));
    }
    if line.is_refund_assumed {
        said.push(msg!("evidence-refund-assumed"));
    }
    said
}

/// Tells whether the settlement of a line has to come by a day: something is due, and no after-sale delays it.
fn has_day(line: &LineSettlement) -> bool {
    let waits_for_days = line.waits_for.is_none_or(|why| matches!(why.code, "days" | "statement"));
    line.is_booked || line.is_moved || line.outcome.code == "missing" || (line.waits_for.is_some() && waits_for_days)
}

/// Tells whether a field is shown: one that helps to recognise the line, or contact data where it is wanted.
pub fn is_shown(field: Field, show_pii: bool) -> bool {
    SHOWN.contains(&field) || (show_pii && field.is_contact())
}

fn value_table(line: &OrderLine, show_pii: bool, texts: Texts) -> Table {
    let columns = vec![Column::titled("field", "order-column-field"), Column::titled("value", "order-column-value")];
    let rows = line.values.iter().filter_map(|named| match (&named.name, &named.value) {
        (_, Value::Null) => None,
        (name @ Name::Field(field), value) if is_shown(*field, show_pii) => {
            let heading = texts.named("order-field", &field.name().replace('_', "-"));
            Some(vec![Datum::Text(heading), Datum::text(value_text(name, value))])
        }
        _ => None,
    });
    Table::new(columns, rows.collect())
}

/// A sum of a line.
pub struct Sum {
    /// The stable key.
    pub key: &'static str,
    what: Message,
    amount: Option<Fen>,
    /// Whether no export has it, rather than one that does not say how much.
    is_absent: bool,
}

/// Says which two sums a line differs in.
fn difference_of(line: &LineSettlement) -> Message {
    match line.outcome.code {
        "flow_differs" => msg!("evidence-flow-difference"),
        "missing" => msg!("evidence-missing-difference"),
        _ => msg!("evidence-sum-difference"),
    }
}

/// Lists the sums of a line.
pub fn sums(line: &LineSettlement) -> [Sum; 12] {
    let sum = |key, what, amount| Sum { key, what, amount, is_absent: false };
    let booked = |key, what, amount| Sum { key, what, amount, is_absent: !line.is_booked };
    [
        sum("payable", msg!("evidence-payable"), line.payable),
        sum("platform_borne", msg!("evidence-platform-borne"), line.platform_borne),
        sum("creator_borne", msg!("evidence-creator-borne"), line.creator_borne),
        sum("refunds", msg!("evidence-refunds"), line.refunds),
        sum("taken_back", msg!("evidence-taken-back"), line.taken_back),
        sum("due", msg!("evidence-due"), line.due),
        booked("booked", msg!("evidence-booked"), line.booked),
        sum("commission", msg!("evidence-commission"), line.commission),
        booked("fees", msg!("evidence-fees"), line.fees),
        booked("settled", msg!("evidence-settled"), line.settled),
        Sum { key: "moved", what: msg!("evidence-moved"), amount: line.moved, is_absent: !line.is_moved },
        Sum {
            key: "difference",
            what: difference_of(line),
            amount: line.difference,
            is_absent: !line.is_booked && line.difference.is_none(),
        },
    ]
}

impl Sum {
    /// Returns the amount as programs read it.
    pub fn json(&self) -> Json {
        self.amount.map(|fen| fen.to_string()).into()
    }

    /// Returns the amount as people read it. One that is not known is said to be so; nobody is to take an empty cell for 0.
    fn cell(&self, texts: Texts) -> Datum {
        match self.amount {
            Some(fen) => Datum::Money(fen),
            None if self.is_absent => Datum::Text(t!(texts, "evidence-absent")),
            None => Datum::Text(t!(texts, "evidence-unknown")),
        }
    }
}

fn sum_table(line: &LineSettlement, texts: Texts) -> Table {
    let columns = vec![Column::titled("sum", "evidence-column-sum"), Column::titled("amount", "order-column-amount")];
    let rows = sums(line).into_iter().map(|sum| vec![Datum::Text(texts.say(&sum.what)), sum.cell(texts)]);
    Table::new(columns, rows.collect())
}

fn step_table(steps: &[Step], texts: Texts) -> Table {
    let columns = vec![
        Column::titled("at", "order-column-at"),
        Column::titled("what", "evidence-column-what"),
        Column::titled("sub_order_id", "order-column-sub-order"),
        Column::titled("detail", "order-column-what"),
        Column::titled("number", "evidence-column-number"),
        Column::titled("amount", "order-column-amount"),
        Column::titled("source", "evidence-column-source"),
    ];
    let row = |step: &Step| {
        vec![
            Datum::text(step.at.clone()),
            Datum::Word(step.what),
            Datum::text(step.sub_order_id.clone()),
            Datum::text(step.detail.clone()),
            Datum::text(step.number.clone()),
            Datum::money(step.amount.map(|fen| fen.0)),
            Datum::Text(t!(
                texts,
                "evidence-source",
                import = step.import_id,
                row = row_text(step.sheet.as_deref(), step.row)
            )),
        ]
    };
    Table::new(columns, steps.iter().map(row).collect())
}

fn file_table(files: &[EvidenceFile], texts: Texts) -> Table {
    let columns = vec![
        Column::titled("import", "column-import-id"),
        Column::titled("name", "evidence-column-file"),
        Column::titled("kind", "order-column-kind"),
        Column::of("exported_at"),
        Column::titled("rows", "evidence-column-rows"),
        Column::titled("file", "evidence-column-keyed-hash"),
        Column::titled("presence", "evidence-column-presence"),
        Column::titled("sha256", "evidence-column-sha256"),
    ];
    let purged = || t!(texts, "evidence-purged");
    let row = |file: &EvidenceFile| {
        let rows = file.rows.iter().map(|(sheet, row)| row_text(sheet.as_deref(), *row));
        vec![
            Datum::Text(format!("#{}", file.import_id)),
            Datum::Text(file.name.as_deref().map_or_else(purged, visible)),
            Datum::Text(texts.named("word-export", &file.kind)),
            Datum::Text(file.exported_at.clone()),
            Datum::Text(texts.write(&Arg::list(rows)).into_owned()),
            Datum::Text(file.file.clone().unwrap_or_else(purged)),
            Datum::Word(file.presence),
            Datum::text(file.sha256.clone()),
        ]
    };
    Table::new(columns, files.iter().map(row).collect())
}

fn row_text(sheet: Option<&str>, row: i64) -> String {
    match sheet {
        Some(sheet) => format!("{}:{row}", visible(sheet)),
        None => row.to_string(),
    }
}
