//! Rulings and conditions in words.

use super::condition::{Condition, Test, Than};
use super::judge::is_considered;
use super::rule::{Instead, Rule};
use super::text::Text;
use super::truth::Truth;
use super::verdict::{Outcome, Ruling, Verdict};
use crate::model::fact::FactValue;
use crate::model::lang::Lang;

impl<'r> Verdict<'r> {
    /// Says why the ruling came out as it did, with the values put in.
    pub fn reason(&self, ruling: &Ruling<'r>, lang: Lang) -> String {
        match ruling.outcome {
            Outcome::Pass => {
                let facts = self.facts_in_words(ruling, lang);
                lang.pick(format!("符合：{facts}"), format!("Met: {facts}."))
            }
            Outcome::Unknown if ruling.consequence.is_some() => self.unmet(ruling, lang),
            Outcome::Unknown => {
                let open: Vec<_> = self.open_facts(ruling.rule).iter().map(|fact| self.title(fact, lang)).collect();
                let open = open.join(lang.pick("；", "; "));
                lang.pick(format!("还不知道：{open}"), format!("Not known: {open}."))
            }
            Outcome::NotApplicable if ruling.set_aside_by.is_some() => {
                let other = ruling.set_aside_by.map_or("", |rule| rule.title.pick(lang));
                lang.pick(format!("不适用：不符合“{other}”"), format!("Does not apply: not met is \"{other}\"."))
            }
            Outcome::NotApplicable if is_considered(ruling.rule, self.scope) => {
                let facts = self.facts_in_words(ruling, lang);
                lang.pick(format!("不适用：{facts}"), format!("Does not apply: {facts}."))
            }
            Outcome::NotApplicable => {
                lang.pick("未采用：这条规则没有官方文本", "Left out: no official text has this rule.").to_owned()
            }
            Outcome::NotYet | Outcome::Fail => self.unmet(ruling, lang),
        }
    }

    /// Says what to do where the ruling is not met, as the facts stand.
    pub fn remedy(&self, ruling: &Ruling<'r>, lang: Lang) -> &'r str {
        self.instead(ruling.rule, |words| words.remedy.as_ref()).unwrap_or(&ruling.rule.remedy).pick(lang)
    }

    /// Returns the words that fit the facts better than the rule's usual ones, where it has any.
    fn instead(&self, rule: &'r Rule, part: impl Fn(&'r Instead) -> Option<&'r Text>) -> Option<&'r Text> {
        let fits = |words: &&Instead| words.when.truth(&self.at()) == Truth::True;
        rule.instead.iter().filter(fits).find_map(part)
    }

    fn unmet(&self, ruling: &Ruling<'r>, lang: Lang) -> String {
        let other = self.instead(ruling.rule, |words| words.reason.as_ref());
        if other.is_none()
            && let Some(fact) = self.not_begun(ruling)
        {
            let title = self.title(fact, lang);
            return lang.pick(
                format!("计时还没有开始：“{title}”尚未发生"),
                format!("The count has not begun: \"{title}\" has not happened."),
            );
        }
        let reason = other.unwrap_or(&ruling.rule.reason).fill(lang, |name| match (name, ruling.earliest) {
            ("earliest", Some(day)) => day.to_string(),
            ("earliest", None) => lang.pick("（日期未定）", "a day not known yet").to_owned(),
            (fact, _) => self.words(fact, lang),
        });
        if ruling.earliest_is_bound {
            let open = self.facts_of(ruling).into_iter().filter(|(_, given)| given.is_none());
            let open: Vec<_> = open.map(|(fact, _)| self.title(fact, lang)).collect();
            let open = open.join(lang.pick("；", "; "));
            return lang.pick(
                format!("{reason}。这是最早的可能，实际可能更晚，因为还不知道：{open}"),
                format!("{reason}. It may be later, since this is not known: {open}."),
            );
        }
        lang.pick(reason.clone(), format!("{reason}."))
    }

    /// Finds what has not happened, where a wait cannot end since it has not begun.
    fn not_begun(&self, ruling: &Ruling<'r>) -> Option<&'r str> {
        let rule = ruling.rule;
        let nodes = rule.require.nodes().into_iter().filter(|_| ruling.earliest.is_none());
        let since = nodes.flat_map(|node| match &node.test {
            Test::Elapsed(since, _) => since.as_slice(),
            _ => &[],
        });
        since.map(String::as_str).find(|fact| self.facts.value(fact) == Some(&FactValue::Never))
    }

    /// Returns the value of the fact in words.
    pub(super) fn words(&self, fact: &str, lang: Lang) -> String {
        self.ruleset.words(fact, self.facts.value(fact), lang)
    }

    fn title(&self, fact: &str, lang: Lang) -> String {
        self.ruleset.fact(fact).map_or(fact, |fact| fact.title.pick(lang)).to_owned()
    }

    /// Lists the facts that the ruling looked at and that are known; where none is, those that it asks for.
    fn facts_in_words(&self, ruling: &Ruling<'r>, lang: Lang) -> String {
        let facts = self.facts_of(ruling);
        let known = facts.iter().filter(|(_, given)| given.is_some());
        let said = known.map(|(fact, _)| {
            let (title, value) = (self.title(fact, lang), self.words(fact, lang));
            lang.pick(format!("{title}：{value}"), format!("{title}: {value}"))
        });
        said.collect::<Vec<_>>().join(lang.pick("；", "; "))
    }
}

impl Outcome {
    /// Returns the outcome in a word or two.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Pass => lang.pick("符合", "met"),
            Self::NotYet => lang.pick("还要等", "to wait for"),
            Self::Fail => lang.pick("不符合", "not met"),
            Self::Unknown => lang.pick("未知", "unknown"),
            Self::NotApplicable => lang.pick("不适用", "not applicable"),
        }
    }
}

impl Condition {
    /// Says what the condition asks, without its parts. Facts and values are named as rule files name them.
    pub fn describe(&self, lang: Lang) -> String {
        match &self.test {
            Test::All(_) => lang.pick("以下全部成立", "all of these").to_owned(),
            Test::Any(_) => lang.pick("以下至少一项成立", "any of these").to_owned(),
            Test::Not(_) => lang.pick("以下不成立", "not this").to_owned(),
            Test::In(fact, values) => {
                let values: Vec<_> = values.iter().map(FactValue::to_string).collect();
                let or = values.join(lang.pick(" 或 ", " or "));
                lang.pick(format!("{fact} 是 {or}"), format!("{fact} is {or}"))
            }
            Test::AtLeast(fact, least) => {
                lang.pick(format!("{fact} 至少 {least}"), format!("{fact} is at least {least}"))
            }
            Test::AtMost(fact, most) => lang.pick(format!("{fact} 至多 {most}"), format!("{fact} is at most {most}")),
            Test::Before(fact, than) => {
                let than = than.name();
                lang.pick(format!("{fact} 早于 {than}"), format!("{fact} is before {than}"))
            }
            Test::After(fact, than) => {
                let than = than.name();
                lang.pick(format!("{fact} 晚于 {than}"), format!("{fact} is after {than}"))
            }
            Test::Happened(fact, true) => lang.pick(format!("{fact} 已到"), format!("{fact} has come")),
            Test::Happened(fact, false) => lang.pick(format!("{fact} 未到"), format!("{fact} has not come")),
            Test::Elapsed(since, length) => {
                let length = length.text(lang);
                match &since[..] {
                    [fact] => lang.pick(format!("{fact} 已满 {length}"), format!("{length} are over since {fact}")),
                    facts => lang.pick(
                        format!("{} 中较晚的一天已满 {length}", facts.join("、")),
                        format!("{length} are over since the latest of {}", facts.join(", ")),
                    ),
                }
            }
            Test::ValidFor(fact, length) => {
                let length = length.text(lang);
                lang.pick(format!("{fact} 距今多于 {length}"), format!("{fact} is more than {length} away"))
            }
        }
    }
}

impl Than {
    fn name(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Fact(fact) => fact.clone(),
        }
    }
}
