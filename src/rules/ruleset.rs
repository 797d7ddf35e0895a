//! All rule files together.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::codes::Check;
use super::error::{Mistake, RuleError};
use super::fact_error::FactError;
use super::facts::{self, Fact, FactBook};
use super::implied::Implied;
use super::impossible::Impossible;
use super::known_facts;
use super::location::{Location, RuleFile};
use super::parameter::{self, Parameter, ParameterValue};
use super::published::{PublishedText, TextVersion};
use super::reader::{Fields, Reader};
use super::rule::{Rule, rule};
use super::warning_rule::WarningRule;
use crate::model::calendar::add_days;
use crate::model::fact::{FactValue, Written};
use crate::model::message::Arg;
use crate::msg;

/// The rule files that are part of the program: name and text. Files under `--rules DIR` have the same names.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("facts.toml", include_str!("../../rules/facts.toml")),
    ("reopen.toml", include_str!("../../rules/reopen.toml")),
    ("close.toml", include_str!("../../rules/close.toml")),
];

static BUILT_IN_RULESET: LazyLock<Ruleset> =
    LazyLock::new(|| Ruleset::read(&BUILT_IN).expect("the built-in rules are part of the program and tested"));

/// Holds facts and rules, read and checked.
#[derive(Debug, Clone)]
pub struct Ruleset {
    version: String,
    sha256: String,
    pub(super) book: FactBook,
    pub(super) implied: Vec<Implied>,
    pub(super) impossible: Vec<Impossible>,
    pub(super) warning_rules: Vec<WarningRule>,
    pub(super) texts: Vec<PublishedText>,
    parameters: Vec<ParameterValue>,
    rules: Vec<Rule>,
}

/// The most errors that are reported.
const MOST_ERRORS: usize = 100;

impl Ruleset {
    /// Reads rule files, given as name and text.
    ///
    /// Any file may hold facts (`[[fact]]`), rules (`[[rule]]`) and what belongs to them; conditions may name facts of
    /// every file. Returns the errors of all files, the first hundred, in the order of the files and their lines.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<RuleError>> {
        let sources: Vec<_> = files.iter().map(|(name, text)| RuleFile::new(name, text)).collect();
        let mut readers: Vec<_> = sources.iter().map(Reader::new).collect();
        let documents: Vec<_> =
            readers.iter_mut().zip(&sources).map(|(reader, source)| reader.document(source)).collect();
        let mut draft = Draft::default();
        // Without all files, each fact of a broken one would be reported as unknown, so syntax errors come first.
        if let Some(documents) = documents.iter().map(Option::as_ref).collect::<Option<Vec<_>>>() {
            draft.read(&mut readers, &documents);
        }
        let mut errors: Vec<_> = readers.into_iter().flat_map(Reader::finish).collect();
        errors.extend(unsound(&mut draft.rules));
        errors.truncate(MOST_ERRORS);
        let named = draft.rules.iter().flat_map(|rule| rule.facts().into_iter().map(|fact| (rule.check, fact)));
        draft.book.note_checks(&named.collect());
        draft.book.note_ranges(&draft.parameters);
        match draft.version {
            Some((version, _)) if errors.is_empty() && !draft.rules.is_empty() => Ok(Self {
                version,
                sha256: fingerprint(files),
                book: draft.book,
                implied: draft.implied,
                impossible: draft.impossible,
                warning_rules: draft.warning_rules,
                texts: draft.texts,
                parameters: draft.parameters,
                rules: draft.rules,
            })
            .and_then(|ruleset: Self| match ruleset.lacks() {
                lacks if lacks.is_empty() => Ok(ruleset),
                lacks => {
                    let location = Location::beginning(&sources);
                    Err(lacks.into_iter().map(|mistake| RuleError { location: location.clone(), mistake }).collect())
                }
            }),
            version => {
                let lacks = [(version.is_none(), "version"), (draft.rules.is_empty(), "[[rule]]")];
                let whole = Location::beginning(&sources);
                let missing = lacks.into_iter().filter(|(lacks, _)| *lacks && errors.is_empty());
                let missing: Vec<_> = missing
                    .map(|(_, what)| RuleError { location: whole.clone(), mistake: Mistake::Nothing(what) })
                    .collect();
                errors.extend(missing);
                Err(errors)
            }
        }
    }

    /// Returns the rules that are part of the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN_RULESET
    }

    /// Returns the version that the rule files give themselves.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the SHA-256 over the files' contents sorted by name, in hexadecimal.
    ///
    /// Line ends do not count (CRLF is taken for LF), so that a checkout on Windows has the same.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Lists the facts in the order of the files.
    pub fn facts(&self) -> &[Fact] {
        self.book.all()
    }

    /// Finds a fact by its name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.book.get(name)
    }

    /// Reads the written value of a fact.
    pub fn parse_fact(&self, name: &str, text: &str) -> Result<Written, FactError> {
        self.book.parse(name, text)
    }

    /// Reads a facts file (TOML, nested tables or dotted names): facts and their written values.
    pub fn read_facts(&self, name: &str, text: &str) -> Result<Vec<(String, Written)>, Vec<RuleError>> {
        facts::read_given(&self.book, name, text)
    }

    /// Lists what the program needs and the files do not have.
    fn lacks(&self) -> Vec<Mistake> {
        let has = |name: &str, kind: &str| self.fact(name).is_some_and(|fact| fact.kind.name() == kind);
        let within = self.facts().iter().filter_map(|fact| fact.within.as_ref());
        let counted = within.filter_map(|name| match self.fact(name) {
            None => Some(Mistake::Fact(self.book.unknown(name))),
            Some(fact) if fact.range.is_none() => {
                Some(Mistake::NotForType("completed_within", name.clone(), fact.kind.name()))
            }
            Some(_) => None,
        });
        let facts = known_facts::ALL.iter().filter(|(name, kind)| !has(name, kind));
        let facts = facts.map(|(name, kind)| Mistake::LacksFact(name, kind));
        let has = |parameter: &&Parameter| self.parameters.iter().any(|value| value.parameter == **parameter);
        let parameters = Parameter::ALL.iter().filter(|parameter| !has(parameter));
        let reversed = parameter::reversed(&self.parameters);
        let reversed = reversed.map(|(least, most)| Mistake::Reversed(least.as_str(), most.as_str()));
        let parameters = parameters.map(|parameter| Mistake::LacksParameter(parameter.as_str()));
        counted.chain(facts).chain(parameters).chain(reversed).collect()
    }

    /// Returns the number in force on the day; before the oldest value, that one.
    ///
    /// # Panics
    ///
    /// Never: files that lack a number are refused when they are read.
    pub fn number(&self, parameter: Parameter, on: NaiveDate) -> u32 {
        parameter::in_force(&self.parameters, parameter, on).expect("files without it are refused").value
    }

    /// Lists the values of every parameter, in the order of the files.
    pub fn parameters(&self) -> &[ParameterValue] {
        &self.parameters
    }

    /// Finds what is known of the text that a rule comes from.
    pub fn text_of(&self, rule: &Rule) -> Option<&PublishedText> {
        self.texts.iter().find(|text| text.name == rule.source.name)
    }

    /// Lists the versions of its text that contain the words of a rule; empty where they are not known.
    pub fn versions_of(&self, rule: &Rule) -> Vec<TextVersion> {
        self.text_of(rule).map(|text| text.versions_of(rule).copied().collect()).unwrap_or_default()
    }

    /// Lists every version of every rule, in the order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Lists the rules of the check that are in force on the day, one version of each.
    pub fn in_force(&self, check: Check, on: NaiveDate) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.check == check && rule.in_force(on))
    }

    /// Returns what a fact is, in a few words; its name where the files do not have it.
    pub fn title(&self, fact: &str) -> Arg {
        self.fact(fact).map_or_else(|| Arg::from(fact), |fact| Arg::from(&fact.title))
    }

    /// Returns the value of a fact as people read it, or the word for "unknown".
    pub fn value_text(&self, fact: &str, value: Option<&FactValue>) -> Arg {
        match (value, self.fact(fact)) {
            (Some(value), Some(fact)) => fact.value_text(value),
            (Some(value), None) => Arg::from(value.to_string()),
            (None, _) => Arg::from(msg!("fact-value-unknown")),
        }
    }
}

#[derive(Default)]
struct Draft {
    version: Option<(String, Location)>,
    book: FactBook,
    implied: Vec<Implied>,
    impossible: Vec<Impossible>,
    warning_rules: Vec<WarningRule>,
    texts: Vec<PublishedText>,
    parameters: Vec<ParameterValue>,
    rules: Vec<Rule>,
}

impl Draft {
    fn read(&mut self, readers: &mut [Reader], documents: &[&DeTable<'_>]) {
        let keys = ["version", "parameter", "text", "fact", "implied", "impossible", "notice", "rule"];
        let tops: Vec<Fields<'_>> =
            readers.iter_mut().zip(documents).map(|(reader, document)| reader.top(document, &keys)).collect();
        for (reader, top) in readers.iter_mut().zip(&tops) {
            if top.is_empty() {
                reader.errors.push(RuleError { location: reader.beginning(), mistake: Mistake::EmptyFile });
            }
            for value in reader.tables(top, "parameter") {
                ParameterValue::read(reader, value, &mut self.parameters);
            }
            self.book.read(reader, top);
            self.read_version(reader, top);
        }
        for (reader, top) in readers.iter_mut().zip(&tops) {
            let book = &self.book;
            self.texts.extend(reader.tables(top, "text").iter().filter_map(|v| PublishedText::read(reader, v)));
            self.implied.extend(reader.tables(top, "implied").iter().filter_map(|v| Implied::read(reader, book, v)));
            self.impossible
                .extend(reader.tables(top, "impossible").iter().filter_map(|v| Impossible::read(reader, book, v)));
            self.warning_rules
                .extend(reader.tables(top, "notice").iter().filter_map(|v| WarningRule::read(reader, book, v)));
            self.rules.extend(reader.tables(top, "rule").iter().filter_map(|v| rule(reader, book, v)));
        }
    }

    fn read_version(&mut self, reader: &mut Reader, top: &Fields<'_>) {
        let Some(value) = top.get("version") else { return };
        if let Some((version, earlier)) = &self.version {
            let mistake = Mistake::Duplicate(version.clone(), earlier.clone());
            let _: Option<()> = reader.wrong(value, mistake);
        } else if let Some(version) = reader.string(value) {
            self.version = Some((version.to_owned(), reader.location(value)));
        }
    }
}

/// Finds versions of one rule that overlap or leave a gap, and marks the rules of the oldest texts.
fn unsound(rules: &mut [Rule]) -> Vec<RuleError> {
    let mut oldest: HashMap<String, NaiveDate> = HashMap::new();
    for rule in rules.iter() {
        let from = oldest.entry(rule.source.name.clone()).or_insert(rule.effective_from);
        *from = rule.effective_from.min(*from);
    }
    let mut first: HashMap<String, NaiveDate> = HashMap::new();
    for rule in rules.iter() {
        let from = first.entry(rule.id.clone()).or_insert(rule.effective_from);
        *from = rule.effective_from.min(*from);
    }
    for rule in rules.iter_mut() {
        // A later version may come from another text than the first, and does not serve for the days before.
        let is_first = first.get(&rule.id) == Some(&rule.effective_from);
        rule.in_oldest_text = is_first && oldest.get(&rule.source.name) == Some(&rule.effective_from);
    }
    let mut versions: HashMap<&str, Vec<&Rule>> = HashMap::new();
    for rule in rules.iter() {
        versions.entry(&rule.id).or_default().push(rule);
    }
    let mut errors = Vec::new();
    for versions in versions.values_mut() {
        // The sort is stable: of two versions of one day, the later in the file is the duplicate.
        versions.sort_by_key(|rule| rule.effective_from);
        for pair in versions.windows(2) {
            let (earlier, later) = (pair[0], pair[1]);
            let location = earlier.location.clone();
            let mistake = match earlier.effective_to {
                _ if earlier.effective_from == later.effective_from => Mistake::Duplicate(later.id.clone(), location),
                Some(last) if add_days(last, 1) == later.effective_from => continue,
                Some(last) if last < later.effective_from => Mistake::Gap(location),
                _ => Mistake::Overlap(location),
            };
            errors.push(RuleError { location: later.location.clone(), mistake });
        }
    }
    errors.sort_by_key(|error| (error.location.file().to_owned(), error.location.span.start));
    errors
}

fn fingerprint(files: &[(&str, &str)]) -> String {
    let mut files = files.to_vec();
    files.sort_by_key(|(name, _)| *name);
    let mut hash = Sha256::new();
    for (_, text) in files {
        hash.update(text.replace("\r\n", "\n").as_bytes());
    }
    hash.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
