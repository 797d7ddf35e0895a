//! The columns of the list of orders: those of its first look, or those that a reader chose.

use maud::{Markup, html};
use shopkit::model::field::Field;
use shopkit::report::order_columns::{OrderColumn, USUAL};
use shopkit::t;

use super::request::Request;

/// The columns where none were chosen. The product has its specification with it.
const FIRST: &[Field] = &[
    Field::MainOrderId,
    Field::SubmittedAt,
    Field::Status,
    Field::AfterSale,
    Field::Product,
    Field::Quantity,
    Field::Payable,
    Field::Promotion,
];

/// The word of an address for the columns of the first look.
const FIRST_LOOK: &str = "usual";

/// The columns that every list asks for, since cells are made of them.
const NEEDED: &[OrderColumn] = &[
    OrderColumn::Field(Field::MainOrderId),
    OrderColumn::Field(Field::SubOrderId),
    OrderColumn::Field(Field::Spec),
    OrderColumn::Gift,
];

/// The columns of a list in their order.
pub struct Columns {
    shown: Vec<OrderColumn>,
    is_chosen: bool,
}

impl Columns {
    /// Reads the columns from the address, else from what was chosen last.
    pub fn of(request: &Request) -> Self {
        let named: Vec<&str> = match request.query.all("columns").collect::<Vec<_>>() {
            named if named.is_empty() => request.choices.columns.iter().map(String::as_str).collect(),
            named => named,
        };
        let mut shown: Vec<OrderColumn> = Vec::new();
        let is_usual = named.contains(&FIRST_LOOK);
        for name in named.iter().filter(|_| !is_usual).flat_map(|names| names.split([',', '.'])) {
            shown.extend(OrderColumn::by_name(name.trim(), false).filter(|column| !shown.contains(column)));
        }
        let is_chosen = !shown.is_empty();
        if !is_chosen {
            shown = FIRST.iter().map(|field| OrderColumn::Field(*field)).collect();
        }
        Self { shown, is_chosen }
    }

    /// Writes the columns as an address has them.
    pub fn names(&self) -> String {
        if !self.is_chosen {
            return FIRST_LOOK.to_owned();
        }
        self.shown.iter().map(|column| column.key()).collect::<Vec<_>>().join(".")
    }

    /// Tells whether a column is shown.
    pub fn has(&self, column: OrderColumn) -> bool {
        self.shown.contains(&column)
    }

    /// Lists the columns that are shown.
    pub fn shown(&self) -> &[OrderColumn] {
        &self.shown
    }

    /// Lists the columns to ask for: those that are shown, then those that cells are made of.
    pub fn asked(&self) -> Vec<OrderColumn> {
        let needed = NEEDED.iter().filter(|column| !self.has(**column));
        self.shown.iter().chain(needed).copied().collect()
    }

    /// Lists the columns of a file.
    pub fn downloaded(&self) -> Vec<OrderColumn> {
        if self.is_chosen { self.shown.clone() } else { USUAL.to_vec() }
    }
}

/// Writes the form that chooses the columns. Those that are shown stand first, in their order.
pub fn chooser(request: &Request, columns: &Columns) -> Markup {
    let texts = request.texts();
    let all = OrderColumn::all(false);
    let others = all.iter().filter(|column| !columns.has(**column));
    let ordered: Vec<OrderColumn> = columns.shown().iter().chain(others).copied().collect();
    html! {
        details class="columns-of-list noprint" {
            summary { (t!(texts, "page-orders-columns")) }
            form method="get" action="/orders" data-columns {
                @for (name, value) in request.query.iter().filter(|(name, _)| !["columns", "at", "key"].contains(name)) {
                    input type="hidden" name=(name) value=(value);
                }
                p class="faint" { (t!(texts, "page-orders-columns-about")) }
                ul class="choices" { @for column in ordered { li data-up=(t!(texts, "page-orders-column-up")) {
                    label { input type="checkbox" name="columns" value=(column.key()) checked[columns.has(column)];
                        span { (texts.heading(&column.column())) } }
                } } }
                p class="row" {
                    button class="main" { (t!(texts, "page-show")) }
                    button name="columns" value=(FIRST_LOOK) { (t!(texts, "page-orders-columns-usual")) }
                }
            }
        }
    }
}
