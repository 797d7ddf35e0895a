//! A verdict for people.

use std::fmt::Write as _;

use shopkit::kit::Checked;
use shopkit::model::lang::Lang;
use shopkit::report::blocking::MOST_LISTED;
use shopkit::rules::{Check, Explained, Outcome, Ruling, Truth, Verdict};
use shopkit::texts::Texts;

use super::render;
use crate::front::text::visible;
use crate::front::verdict::{
    again_lines, alike, headline, in_force, needed_for, open_questions, place, standing, unsaid, waits, words_of,
};
use crate::front::{blocking, facts};

/// The most orders that a text lists.
const MOST_ORDERS: usize = 20;

/// Writes the whole answer; `width` is that of the terminal, where it goes to one.
pub fn answer(checked: &Checked<'_>, explain: bool, verbose: bool, lang: Lang, width: Option<u16>) -> String {
    let verdict = &checked.verdict;
    let mut out = String::new();
    let _ = writeln!(out, "{}", headline(verdict, lang));
    let standing = lang.pick("，只看官方文本", ", by official texts only");
    let standing = if verdict.scope == shopkit::rules::Scope::Official { standing } else { "" };
    let _ = writeln!(
        out,
        "{}{standing}",
        lang.pick(
            format!("店铺 {}，按 {} 判断", visible(&checked.shop), verdict.on),
            format!("shop {}, judged on {}", visible(&checked.shop), verdict.on)
        )
    );
    for line in verdict.notes().iter().map(|note| Texts::command(lang).say(note)).chain(waits(verdict, lang)) {
        let _ = writeln!(out, "{line}");
    }
    held_back(verdict, &mut out, lang);
    blocking_orders(checked, &mut out, lang, width);
    questions(verdict, &mut out, lang);
    listed(verdict, Outcome::Pass, lang.pick("符合的规则", "Rules that are met"), &mut out, lang);
    if verbose {
        let title = lang.pick("不适用的规则", "Rules that do not apply");
        listed(verdict, Outcome::NotApplicable, title, &mut out, lang);
    }
    section(&mut out, lang.pick("注意", "Warnings"), unsaid(checked, lang).into_iter());
    dates(verdict, &mut out, lang);
    if verdict.check == Check::Close {
        section(&mut out, lang.pick("如果关店", "If the shop is closed"), again_lines(checked, lang).into_iter());
    }
    if explain {
        explained(verdict, &mut out, lang);
    }
    basis(checked, &mut out, lang);
    let _ = write!(out, "\n{}", Texts::command(lang).say(&verdict.disclaimer()));
    out
}

/// Writes the rules that hold the shop back, and those that would by each value of a choice that is not made.
fn held_back(verdict: &Verdict<'_>, out: &mut String, lang: Lang) {
    let mut rulings: Vec<&Ruling<'_>> =
        verdict.rulings.iter().filter(|ruling| matches!(ruling.outcome, Outcome::Fail | Outcome::NotYet)).collect();
    let ways: Vec<_> = alike(verdict).collect();
    if rulings.is_empty() && ways.is_empty() {
        return;
    }
    rulings.sort_by_key(|ruling| std::cmp::Reverse(ruling.answer()));
    let _ = writeln!(out, "\n{}", lang.pick("卡在哪里", "What holds it back"));
    for ruling in rulings {
        hold(verdict, ruling, "", out, lang);
    }
    for way in ways {
        let _ = writeln!(out, "  {}", way.text(verdict, lang));
        for ruling in way.deciding() {
            hold(verdict, ruling, "  ", out, lang);
        }
    }
}

/// Writes the first orders that block closing, and how many more there are.
fn blocking_orders(checked: &Checked<'_>, out: &mut String, lang: Lang, width: Option<u16>) {
    let (count, lines) = blocking::asked(checked);
    if lines.is_empty() {
        return;
    }
    let shown = &lines[..lines.len().min(MOST_ORDERS)];
    let _ = writeln!(out, "\n{}", blocking::title(lang));
    let _ = writeln!(out, "{}", render::table(&blocking::table(shown, lang), Texts::command(lang), width));
    let more = count.saturating_sub(shown.len() as u64);
    if more > 0 {
        let _ = writeln!(
            out,
            "{}",
            lang.pick(
                format!("另有 {more} 个子订单；--format json 最多列出 {MOST_LISTED} 个"),
                format!("and {more} more; --format json lists up to {MOST_LISTED}")
            )
        );
    }
}

/// Writes what holds the shop back: what, why, what to do, by which words.
fn hold(verdict: &Verdict<'_>, ruling: &Ruling<'_>, indent: &str, out: &mut String, lang: Lang) {
    let rule = ruling.rule;
    let mark = if ruling.outcome == Outcome::NotYet { "…" } else { "✗" };
    let standing = standing(rule.source.standing, lang);
    let words = words_of(&rule.source, lang);
    let (place, days) = (place(&rule.source), in_force(verdict.ruleset, rule, lang));
    let source = lang.pick(
        format!("依据（{standing}，{days}）：{place}{words}"),
        format!("Source ({standing}, {days}): {place} {words}"),
    );
    let _ = writeln!(out, "{indent}  {mark} {} [{}]", rule.title.pick(lang), rule.id);
    let _ = writeln!(out, "{indent}      {}", Texts::command(lang).say(&verdict.reason(ruling)));
    let remedy = verdict.remedy(ruling).pick(lang);
    let _ = writeln!(out, "{indent}      {}{remedy}", lang.pick("怎么办：", "What to do: "));
    let _ = writeln!(out, "{indent}      {source}");
}

/// Writes the facts that could still change the verdict, and what else is open, with the question and where the answer is found.
fn questions(verdict: &Verdict<'_>, out: &mut String, lang: Lang) {
    let needed = verdict.needed_facts();
    let open = verdict.open_questions(&needed);
    for (title, names) in [(needed_for(verdict.answer, lang), &needed), (open_questions(lang), &open)] {
        if !names.is_empty() {
            let _ = writeln!(out, "\n{title}");
        }
        for fact in names.iter().filter_map(|name| verdict.ruleset.fact(name)) {
            let _ = writeln!(out, "  ? {}  {}", fact.name, fact.question.pick(lang));
            let _ = writeln!(out, "      {}{}", lang.pick("值：", "Values: "), facts::values(fact, lang));
            let _ = writeln!(out, "      {}{}", lang.pick("在哪里看：", "Where to look: "), fact.answer.pick(lang));
        }
    }
    let Some(first) = needed.first().or(open.first()) else { return };
    let check = verdict.check.as_str();
    let _ = writeln!(
        out,
        "  {}",
        lang.pick(
            format!("逐项回答：shopkit {check}-check --ask；或直接写：shopkit shop set {first}=值"),
            format!("Answer one by one: shopkit {check}-check --ask; or say it: shopkit shop set {first}=VALUE")
        )
    );
}

fn listed(verdict: &Verdict<'_>, outcome: Outcome, title: &str, out: &mut String, lang: Lang) {
    let mark = if outcome == Outcome::Pass { "✓" } else { "-" };
    let rulings = verdict.rulings.iter().filter(|ruling| ruling.outcome == outcome);
    let lines = rulings.map(|ruling| format!("{mark} {} [{}]", ruling.rule.title.pick(lang), ruling.rule.id));
    section(out, title, lines);
}

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (place, line) in lines.enumerate() {
        if place == 0 {
            let _ = writeln!(out, "\n{title}");
        }
        let _ = writeln!(out, "  {line}");
    }
}

/// Writes the readings of the wait and the days on which something changes.
fn dates(verdict: &Verdict<'_>, out: &mut String, lang: Lang) {
    let readings = verdict.readings().into_iter().filter(|reading| reading.applies).map(|reading| {
        format!("{}  {}  {}", reading.day, reading.reading, Texts::command(lang).say(&reading.meaning()))
    });
    section(out, lang.pick("等待期的几种算法", "Ways to count the wait"), readings);
    let turns = verdict.timeline().into_iter().flat_map(|turn| {
        let mut lines = vec![format!("{}  [{}]", turn.day, turn.answer.as_str())];
        lines.extend(
            turn.changes
                .iter()
                .map(|change| format!("    {}", Texts::command(lang).say(&change.text(verdict.ruleset)))),
        );
        lines
    });
    section(out, lang.pick("之后的变化（其他事实不变时）", "What changes later, if all else stays"), turns);
}

fn explained(verdict: &Verdict<'_>, out: &mut String, lang: Lang) {
    let _ = writeln!(out, "\n{}", lang.pick("逐条推导", "How each rule was judged"));
    for ruling in &verdict.rulings {
        let rule = ruling.rule;
        let _ = writeln!(out, "  {} {} ({})", rule.id, ruling.outcome.as_str(), rule.place);
        for node in verdict.explain(ruling) {
            branch(&node, 2, out, lang);
        }
    }
}

fn branch(node: &Explained<'_>, depth: usize, out: &mut String, lang: Lang) {
    let mark = match node.truth {
        Truth::True => "✓",
        Truth::False => "✗",
        Truth::Unknown => "?",
    };
    let (indent, place) = ("  ".repeat(depth), &node.condition.place);
    let _ = writeln!(out, "{indent}{mark} {} ({place})", Texts::command(lang).say(&node.condition.describe()));
    for part in &node.parts {
        branch(part, depth + 1, out, lang);
    }
}

/// Writes what the verdict rests on.
fn basis(checked: &Checked<'_>, out: &mut String, lang: Lang) {
    let ruleset = checked.verdict.ruleset;
    let _ = write!(out, "\n{}{}", lang.pick("规则版本 ", "rules of "), ruleset.version());
    if let Some(orders) = &checked.orders {
        let newest = orders.newest_export.as_deref().unwrap_or("-");
        let lines = orders.lines;
        let _ = write!(
            out,
            "{}",
            lang.pick(
                format!("；{lines} 行订单，最新导出于 {newest}"),
                format!("; {lines} order lines, newest export {newest}")
            )
        );
    }
    out.push('\n');
}
