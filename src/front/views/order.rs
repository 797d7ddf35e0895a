//! What the fronts show of one order.

use shopkit::model::field::{Field, FieldKind};
use shopkit::model::money::Fen;
use shopkit::model::record::Value;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::report::entries::OrderEntry;
use shopkit::report::order::{Change, Event, Name, Named, OrderLine};
use shopkit::texts::Texts;
use shopkit::{msg, t};

use crate::front::part::Part;
use crate::front::text::visible;

/// Shows one order: its lines, and what other exports say of it.
pub struct OrderView {
    pub title: String,
    /// The shop, where the order is known.
    pub shop: Option<String>,
    pub lines: Vec<LineView>,
    /// After-sales, commission, settlements, movements of money and fees, where there are any.
    pub entries: Option<EntriesView>,
    /// Says that no order has the id, where that is so.
    pub not_found: Option<String>,
}

/// Shows what other exports say of an order.
pub struct EntriesView {
    pub title: String,
    pub table: Table,
}

/// Shows one line of an order.
pub struct LineView {
    pub title: String,
    /// The id of the line.
    pub key: String,
    pub shop: String,
    /// What is known of it now: names with values.
    pub values: Part<(String, String)>,
    /// Those of them by which a seller recognises it.
    pub summary: Vec<(String, String)>,
    /// What each export said, the oldest first.
    pub history: Part<EventView>,
}

/// Shows what one export said of a line.
pub struct EventView {
    /// When the export was made.
    pub exported_at: String,
    /// The import that brought it.
    pub import_id: i64,
    /// Whether something changed, and which row says so.
    pub title: String,
    pub changes: Vec<ChangeView>,
}

/// Shows what one export changed of a value.
pub struct ChangeView {
    pub name: String,
    pub old: String,
    pub new: String,
}

/// The fields by which a seller recognises a line.
const SUMMARY: &[Field] = &[
    Field::Product,
    Field::Spec,
    Field::Quantity,
    Field::SkuCode,
    Field::Payable,
    Field::Province,
    Field::City,
    Field::Status,
    Field::AfterSale,
    Field::CreatorName,
    Field::Promotion,
];

impl OrderView {
    /// Builds the view of the order that an id names.
    pub fn of(id: &str, lines: &[OrderLine], entries: &[OrderEntry], texts: Texts) -> Self {
        let is_known = !lines.is_empty() || !entries.is_empty();
        Self {
            title: t!(texts, "order-title", id = id),
            shop: lines.first().map(|line| shop(&line.shop, texts)),
            lines: lines.iter().map(|line| LineView::of(line, texts)).collect(),
            entries: (!entries.is_empty())
                .then(|| EntriesView { title: t!(texts, "order-entries"), table: entry_table(entries) }),
            not_found: (!is_known).then(|| t!(texts, "order-not-found", id = id)),
        }
    }
}

impl LineView {
    fn of(line: &OrderLine, texts: Texts) -> Self {
        let value =
            |named: &Named| (name_text(&named.name, texts), value_text(&named.name, &named.value).unwrap_or_default());
        Self {
            title: t!(texts, "order-line"),
            key: line.key.clone(),
            shop: shop(&line.shop, texts),
            values: Part::new(t!(texts, "order-values"), line.values.iter().map(value)),
            summary: line
                .values
                .iter()
                .filter(|named| SUMMARY.iter().any(|field| named.name == Name::Field(*field)))
                .map(value)
                .collect(),
            history: Part::new(
                t!(texts, "order-history"),
                line.timeline.iter().map(|event| EventView::of(event, texts)),
            ),
        }
    }
}

impl EventView {
    fn of(event: &Event, texts: Texts) -> Self {
        let (import, row) = (event.import_id, event.row_number);
        let source = match &event.sheet {
            Some(sheet) => msg!("order-event-source-sheet", import = import, sheet = visible(sheet), row = row),
            None => msg!("order-event-source", import = import, row = row),
        };
        let title = if event.first {
            t!(texts, "order-event-first", source = source)
        } else if event.changes.is_empty() {
            t!(texts, "order-event-unchanged", source = source)
        } else {
            t!(texts, "order-event-changed", source = source)
        };
        Self {
            exported_at: event.exported_at.clone(),
            import_id: event.import_id,
            title,
            changes: event.changes.iter().map(|change| ChangeView::of(change, texts)).collect(),
        }
    }
}

impl ChangeView {
    fn of(change: &Change, texts: Texts) -> Self {
        let value = |value| value_text(&change.name, value).unwrap_or_else(|| t!(texts, "order-empty-value"));
        Self { name: name_text(&change.name, texts), old: value(&change.old), new: value(&change.new) }
    }
}

fn shop(name: &str, texts: Texts) -> String {
    t!(texts, "order-shop", shop = visible(name))
}

/// Writes a value for people and for programs; nothing where it is empty.
pub fn value_text(name: &Name, value: &Value<'_>) -> Option<String> {
    let is_money = matches!(name, Name::Field(field) if field.kind() == FieldKind::Money);
    match value {
        Value::Null => None,
        Value::Int(fen) if is_money => Some(Fen(*fen).to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone().into_owned()),
    }
}

/// Names a value for people.
fn name_text(name: &Name, texts: Texts) -> String {
    match name {
        Name::Field(field) => field_text(*field, texts),
        Name::Column(header) => header.clone(),
    }
}

fn field_text(field: Field, texts: Texts) -> String {
    texts.named("order-field", &field.name().replace('_', "-"))
}

fn entry_table(entries: &[OrderEntry]) -> Table {
    let columns = vec![
        Column::titled("at", "order-column-at"),
        Column::titled("kind", "order-column-kind"),
        Column::titled("sub_order_id", "order-column-sub-order"),
        Column::titled("what", "order-column-what"),
        Column::titled("amount", "order-column-amount"),
        Column::titled("source", "order-column-source"),
    ];
    let row = |entry: &OrderEntry| {
        vec![
            Datum::text(entry.at.clone()),
            Datum::Word(entry.kind.word()),
            Datum::text(entry.sub_order_id.clone()),
            Datum::Text(entry.what.clone()),
            Datum::money(entry.amount.map(|fen| fen.0)),
            Datum::Text(match &entry.sheet {
                Some(sheet) => format!("#{}:{sheet}:{}", entry.import_id, entry.row_number),
                None => format!("#{}:{}", entry.import_id, entry.row_number),
            }),
        ]
    };
    Table::new(columns, entries.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;

    use super::*;

    #[test]
    fn fields_have_the_headers_of_the_export_in_chinese_and_words_in_english() {
        for field in Field::ALL {
            assert_eq!(field_text(*field, Texts::command(Lang::Zh)), field.header());
            let english = field_text(*field, Texts::command(Lang::En));
            assert!(!english.contains('_') && english.starts_with(|c: char| c.is_ascii_uppercase()), "{english}");
        }
    }
}
