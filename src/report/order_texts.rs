//! The part of a filter of order lines that only their rows can answer: texts, by SQL.

use rusqlite::ToSql;

use super::order_filter::{Match, OrderFilter, Search};

/// Parameters of a query by their names.
pub(super) type Params = Vec<(String, Box<dyn ToSql>)>;

/// Columns that a word is looked for in.
const SEARCHED: &[&str] =
    &["product", "spec", "sku_code", "sub_order_id", "creator_name", "seller_note", "buyer_message"];

/// Columns that have a word as a whole.
const NAMED: &[&str] = &["main_order_id", "line_key", "product_id", "creator_id"];

/// Conditions on a line, which SQL names `line`.
#[derive(Default)]
pub(super) struct Conditions {
    sql: Vec<String>,
    params: Params,
}

impl Conditions {
    /// Writes the conditions of a filter that only texts can answer.
    pub(super) fn of(filter: &OrderFilter) -> Self {
        let mut conditions = Self::default();
        if let Some(Match::Has(part)) = &filter.product {
            conditions.has(&["product_id"], &["product"], part);
        }
        if let Some(Match::Has(part)) = &filter.creator {
            conditions.has(&["creator_id"], &["creator_name"], part);
        }
        if !is_whole_sku(filter) {
            for (column, wanted) in [("spec", &filter.spec), ("sku_code", &filter.sku_code)] {
                conditions.matches(column, wanted.as_ref());
            }
        }
        if let Some(Search::Words(words)) = filter.searched() {
            for word in &words {
                conditions.has(NAMED, SEARCHED, word);
            }
        }
        conditions
    }

    /// Tells whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.sql.is_empty()
    }

    /// Writes them as one condition.
    pub(super) fn sql(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }

    /// Returns their parameters.
    pub(super) fn into_params(self) -> Params {
        self.params
    }

    fn matches(&mut self, column: &str, wanted: Option<&Match>) {
        match wanted {
            None => {}
            Some(Match::Missing) => self.sql.push(format!("line.{column} IS NULL")),
            Some(Match::Given) => self.sql.push(format!("line.{column} IS NOT NULL")),
            Some(Match::Is(exact)) => {
                let name = self.bind(exact);
                self.sql.push(format!("line.{column} = {name}"));
            }
            Some(Match::Has(part)) => self.has(&[], &[column], part),
        }
    }

    /// Asks that one of the columns is a text, or that one of others has it in it.
    fn has(&mut self, whole: &[&str], parts: &[&str], text: &str) {
        let name = self.bind(text);
        let whole = whole.iter().map(|column| format!("line.{column} = {name}"));
        let parts = parts.iter().map(|column| format!("instr(lower(coalesce(line.{column}, '')), lower({name})) > 0"));
        let any: Vec<String> = whole.chain(parts).collect();
        self.sql.push(format!("({})", any.join(" OR ")));
    }

    fn bind(&mut self, text: &str) -> String {
        let name = format!(":text{}", self.params.len());
        self.params.push((name.clone(), Box::new(text.to_owned())));
        name
    }
}

/// Tells whether 商品规格 and 商家编码 are both known exactly, which packed columns can answer.
pub(super) fn is_whole_sku(filter: &OrderFilter) -> bool {
    let is_exact = |wanted: &Option<Match>| matches!(wanted, Some(Match::Is(_) | Match::Missing));
    is_exact(&filter.spec) && is_exact(&filter.sku_code)
}
