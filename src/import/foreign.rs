//! Tables of other platforms and programs that people take for exports.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::header_text::folded;
use crate::model::message::Message;

/// Holds such a table as `columns.toml` describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForeignEntry {
    code: String,
    marks: Vec<Mark>,
    #[serde(default)]
    like: Vec<Mark>,
}

/// Names the columns that identify a table: one column, or several together.
#[derive(Deserialize)]
#[serde(untagged)]
enum Mark {
    One(String),
    Together(Vec<String>),
}

impl Mark {
    fn folded(self) -> Vec<String> {
        match self {
            Self::One(header) => vec![folded(&header)],
            Self::Together(headers) => headers.iter().map(|header| folded(header)).collect(),
        }
    }
}

/// Describes a table of another platform or program.
#[derive(Debug)]
pub struct ForeignTable {
    /// The stable name.
    pub code: String,
    marks: Vec<Vec<String>>,
    like: Vec<Vec<String>>,
}

impl ForeignTable {
    pub(super) fn new(entry: ForeignEntry) -> Self {
        let all = |marks: Vec<Mark>| marks.into_iter().map(Mark::folded).collect();
        Self { code: entry.code, marks: all(entry.marks), like: all(entry.like) }
    }

    /// Returns what people call the table: the text `table-{code}` of the catalogue.
    pub fn title(&self) -> Message {
        Message::new(format!("table-{}", self.code), Vec::new())
    }

    /// Lists the headers, and the beginnings of headers, that play a part in recognising the table.
    pub(super) fn mark_words(&self) -> impl Iterator<Item = &String> {
        self.marks.iter().chain(&self.like).flatten()
    }

    /// Tells whether the table is recognised by these mark words, whatever other columns there are.
    pub(super) fn is_marked(&self, words: &BTreeSet<&str>) -> bool {
        has_one_list(words, &self.marks)
    }

    /// Tells whether a table that is no export is likely to be this one.
    pub(super) fn is_like(&self, words: &BTreeSet<&str>) -> bool {
        has_one_list(words, &self.like)
    }
}

/// Tells whether all words of one of the lists are there.
fn has_one_list(words: &BTreeSet<&str>, lists: &[Vec<String>]) -> bool {
    lists.iter().any(|list| list.iter().all(|word| words.contains(word.as_str())))
}
