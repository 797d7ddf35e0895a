//! What a verdict rests on that is not certain, and what every verdict is worth.

use super::codes::{Answer, Standing};
use super::verdict::Verdict;
use crate::model::message::{Arg, Message};
use crate::msg;

impl Verdict<'_> {
    /// Returns the sentence that stands under every verdict.
    pub fn disclaimer(&self) -> Message {
        msg!("verdict-disclaimer")
    }

    /// Joins [`Verdict::notes`]; nothing where there are none.
    pub fn note(&self) -> Option<Message> {
        let notes = self.notes();
        (!notes.is_empty()).then(|| Arg::sentences(notes).into())
    }

    /// Says what the answer rests on that is not certain: facts that contradict each other, assumptions, and unofficial rules, with
    /// what the platform's own text says.
    pub fn notes(&self) -> Vec<Message> {
        let doubts = self.due_warnings().filter(|warning| warning.doubts).map(|warning| self.filled(warning));
        let warnings = doubts.chain(self.assumptions());
        warnings.map(|warning| warning.message).chain(self.unofficial_alone()).collect()
    }

    fn unofficial_alone(&self) -> Option<Message> {
        let alternatives = self.alternatives.iter().flat_map(|alternative| &alternative.deciding);
        let rulings = self.rulings.iter().chain(alternatives);
        let deciding: Vec<_> = rulings.filter(|ruling| ruling.answer() > Answer::Unknown).collect();
        if deciding.is_empty() || deciding.iter().any(|ruling| ruling.rule.source.standing == Standing::Official) {
            return None;
        }
        let ids: Vec<_> = deciding.iter().map(|ruling| ruling.rule.id.as_str()).collect();
        let official = deciding.iter().filter_map(|ruling| ruling.rule.official_says.as_ref());
        let first = msg!("verdict-unofficial-alone", count = ids.len(), rules = Arg::list(ids));
        Some(Arg::sentences([first].into_iter().chain(official.map(Message::from))).into())
    }
}
