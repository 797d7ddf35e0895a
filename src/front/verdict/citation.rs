//! What a rule rests on: the text, its words, who published it, and when it is in force.

use chrono::NaiveDate;
use shopkit::model::message::Arg;
use shopkit::model::table::Word;
use shopkit::rules::{Citation, Rule, Ruleset, Standing};
use shopkit::texts::Texts;
use shopkit::{t, word};

/// Shows the source of a rule or of a number.
pub struct SourceView {
    /// Who stands behind it: the platform, or somebody else who reports it.
    pub standing: String,
    /// The text, and the section of it.
    pub text: String,
    /// The words, quoted or in short.
    pub words: String,
}

impl SourceView {
    /// Shows a citation.
    pub fn of(citation: &Citation, texts: Texts) -> Self {
        Self {
            standing: texts.word(standing_word(citation.standing)),
            text: match &citation.section {
                Some(section) => format!("{} {section}", citation.name),
                None => citation.name.clone(),
            },
            words: if citation.is_paraphrase {
                t!(texts, "verdict-paraphrase", words = &citation.quote)
            } else {
                t!(texts, "verdict-quote", words = &citation.quote)
            },
        }
    }
}

fn standing_word(standing: Standing) -> Word {
    match standing {
        Standing::Official => word!("standing", "official"),
        Standing::Reported => word!("standing", "reported"),
    }
}

/// Writes the days on which the versions of the text are in force that a rule stands in.
pub fn in_force(ruleset: &Ruleset, rule: &Rule, texts: Texts) -> String {
    let versions = ruleset.versions_of(rule);
    if versions.is_empty() {
        return span(rule.effective_from, rule.effective_to, texts);
    }
    let spans = versions.iter().map(|version| span(version.effective_from, version.effective_to, texts));
    texts.write(&Arg::list(spans)).into_owned()
}

/// Writes a span of days.
pub fn span(from: NaiveDate, to: Option<NaiveDate>, texts: Texts) -> String {
    match to {
        Some(to) => t!(texts, "verdict-days-between", from = from, to = to),
        None => t!(texts, "verdict-days-from", from = from),
    }
}
