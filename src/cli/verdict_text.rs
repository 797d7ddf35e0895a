//! A verdict for people.

use std::fmt::Write as _;

use shopkit::kit::{Checked, OLD_EXPORT, Refund};
use shopkit::model::fact::Origin;
use shopkit::model::lang::Lang;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::{Answer, Check, Explained, Outcome, Ruling, Standing, Truth, Verdict, Way};

use super::ask;
use super::render::visible;

/// Writes the whole answer.
pub fn answer(checked: &Checked<'_>, explain: bool, verbose: bool, lang: Lang) -> String {
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
    if let Some(note) = verdict.note(lang) {
        let _ = writeln!(out, "{note}");
    }
    held_back(verdict, &mut out, lang);
    needed(verdict, &mut out, lang);
    if verdict.needed_facts().is_empty() {
        let title = lang.pick("不影响现在的结论、但还不知道的", "Not known, and not decisive now");
        listed(verdict, Outcome::Unknown, title, &mut out, lang);
    }
    listed(verdict, Outcome::Pass, lang.pick("符合的规则", "Rules that are met"), &mut out, lang);
    if verbose {
        let title = lang.pick("不适用的规则", "Rules that do not apply");
        listed(verdict, Outcome::NotApplicable, title, &mut out, lang);
    }
    section(&mut out, lang.pick("注意", "Warnings"), warnings(checked, lang).into_iter().map(|(_, message)| message));
    dates(verdict, &mut out, lang);
    if verdict.check == Check::Close {
        section(&mut out, lang.pick("如果关店", "If the shop is closed"), again_lines(checked, lang).into_iter());
    }
    if explain {
        explained(verdict, &mut out, lang);
    }
    basis(checked, &mut out, lang);
    let _ = write!(out, "\n{}", verdict.disclaimer(lang));
    out
}

fn headline(verdict: &Verdict<'_>, lang: Lang) -> String {
    let question = match verdict.check {
        Check::Reopen => lang.pick("能否申请重新开店", "May the shop apply to open again"),
        Check::Close => lang.pick("能否申请关店", "May the shop apply to close"),
    };
    let answer = match verdict.answer {
        Answer::MayApply => lang.pick("可以申请", "yes, it may apply"),
        Answer::NotYet => lang.pick("还不能", "not yet"),
        Answer::Blocked => lang.pick("不能，有未满足的条件", "no, something must be put right first"),
        Answer::Never => lang.pick("不能，且没有期限", "no, never"),
        Answer::Unknown => lang.pick("还不能判断", "not known yet"),
    };
    let earliest = verdict.earliest.map_or_else(String::new, |day| {
        let bound = verdict.earliest_is_bound;
        lang.pick(
            format!("，最早 {day}{}", if bound { "（可能更晚）" } else { "" }),
            format!(", {day} at the earliest{}", if bound { " (it may be later)" } else { "" }),
        )
    });
    format!("{question}{}{answer}{earliest} [{}]", lang.pick("：", "? "), verdict.answer.as_str())
}

/// Writes the rules that hold the shop back, and those that would by each value of a choice that is not made.
fn held_back(verdict: &Verdict<'_>, out: &mut String, lang: Lang) {
    let mut rulings: Vec<&Ruling<'_>> =
        verdict.rulings.iter().filter(|ruling| matches!(ruling.outcome, Outcome::Fail | Outcome::NotYet)).collect();
    let ways: Vec<_> = verdict.ways().iter().filter(|way| !way.deciding.is_empty()).collect();
    if rulings.is_empty() && ways.is_empty() {
        return;
    }
    rulings.sort_by_key(|ruling| std::cmp::Reverse(ruling.answer()));
    let _ = writeln!(out, "\n{}", lang.pick("卡在哪里", "What holds it back"));
    for ruling in rulings {
        hold(verdict, ruling, "", out, lang);
    }
    let ids = |way: &Way<'_>| way.deciding.iter().map(|ruling| ruling.rule.id.clone()).collect::<Vec<_>>();
    for alike in ways.chunk_by(|one, next| one.fact == next.fact && ids(one) == ids(next)) {
        let fact = verdict.ruleset.fact(alike[0].fact).map_or(alike[0].fact, |fact| fact.title.pick(lang));
        let values = alike.iter().map(|way| verdict.ruleset.words(way.fact, Some(&way.value), lang));
        let values = values.map(|value| lang.pick(format!("“{value}”"), format!("\"{value}\"")));
        let values = values.collect::<Vec<_>>().join(lang.pick("或", " or "));
        let _ = writeln!(out, "  {}", lang.pick(format!("如果{fact}是{values}："), format!("If {fact} is {values}:")));
        for ruling in &alike[0].deciding {
            hold(verdict, ruling, "  ", out, lang);
        }
    }
}

/// Writes what holds the shop back: what, why, what to do, by which words.
fn hold(verdict: &Verdict<'_>, ruling: &Ruling<'_>, indent: &str, out: &mut String, lang: Lang) {
    let rule = ruling.rule;
    let mark = if ruling.outcome == Outcome::NotYet { "…" } else { "✗" };
    let standing = match rule.source.standing {
        Standing::Official => lang.pick("官方", "official"),
        Standing::Reported => lang.pick("非官方", "reported"),
    };
    let quote = &rule.source.quote;
    let (from, name) = (rule.effective_from, &rule.source.name);
    let source = lang.pick(
        format!("依据（{standing}，{from} 起）：{name}“{quote}”"),
        format!("Source ({standing}, from {from}): {name} \"{quote}\""),
    );
    let _ = writeln!(out, "{indent}  {mark} {} [{}]", rule.title.pick(lang), rule.id);
    let _ = writeln!(out, "{indent}      {}", verdict.reason(ruling, lang));
    let remedy = verdict.remedy(ruling, lang);
    let _ = writeln!(out, "{indent}      {}{remedy}", lang.pick("怎么办：", "What to do: "));
    let _ = writeln!(out, "{indent}      {source}");
}

/// Writes the facts that are still needed, with the question and where the answer is found.
fn needed(verdict: &Verdict<'_>, out: &mut String, lang: Lang) {
    let needed = verdict.needed_facts();
    let Some(first) = needed.first() else { return };
    let _ = writeln!(out, "\n{}", lang.pick("还需要知道（最关键的在前）", "Still needed, the most decisive first"));
    for fact in needed.iter().filter_map(|name| verdict.ruleset.fact(name)) {
        let _ = writeln!(out, "  ? {}  {}", fact.name, fact.question.pick(lang));
        let _ = writeln!(out, "      {}{}", lang.pick("值：", "Values: "), ask::values(fact, lang));
        let _ = writeln!(out, "      {}{}", lang.pick("在哪里看：", "Where to look: "), fact.answer.pick(lang));
    }
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
    let mark = match outcome {
        Outcome::Pass => "✓",
        Outcome::Unknown => "?",
        _ => "-",
    };
    let told = verdict.deciding();
    let is_told = |ruling: &Ruling<'_>| told.iter().any(|one| one.rule.id == ruling.rule.id);
    let rulings = verdict.rulings.iter().filter(|ruling| ruling.outcome == outcome && !is_told(ruling));
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

/// Lists what deserves a look: what the rules say, and how old and how clear the orders are.
pub fn warnings(checked: &Checked<'_>, lang: Lang) -> Vec<(String, String)> {
    let mut warnings: Vec<(String, String)> = checked
        .verdict
        .warnings()
        .into_iter()
        .map(|warning| (warning.code, warning.message.pick(lang).to_owned()))
        .collect();
    let uses_orders = checked.verdict.check == Check::Close;
    let Some(orders) = checked.orders.as_ref().filter(|_| uses_orders) else { return warnings };
    if let Some(age) = checked.export_age.filter(|age| *age > OLD_EXPORT) {
        let text = lang.pick(
            format!("订单数据是 {age} 天前导出的，请导出最新的再判断"),
            format!("the orders were exported {age} days ago; export and import them again first"),
        );
        warnings.push(("old-export".to_owned(), text));
    }
    let used = |name: &str| {
        checked
            .verdict
            .rulings
            .iter()
            .any(|ruling| ruling.outcome != Outcome::NotApplicable && ruling.rule.facts().contains(&name))
            && checked.given.get(name).is_some_and(|given| given.origin == Origin::Orders)
    };
    if orders.completed_lately > 0 && used("orders.within_after_sale_period") {
        let (lines, days) = (orders.completed_lately, checked.after_sale_days);
        let text = lang.pick(
            format!("售后期按完成后 {days} 天计，只是假定：规则原文为最短 30 天、最长 90 天，因类目而异；近 90 天完成的有 {lines} 行，可用 --after-sale-days 指定"),
            format!("the after-sale period is assumed to be {days} days from completion; the rule's text says 30 to 90, by category; {lines} lines were completed in the last 90 days, --after-sale-days sets it"),
        );
        warnings.push(("after-sale-days-assumed".to_owned(), text));
    }
    if orders.closed_without_time > 0 && used("orders.last_finished_on") {
        let lines = orders.closed_without_time;
        let text = lang.pick(
            format!("有 {lines} 行已关闭订单没有导出关闭时间，按已知的最晚时间计，实际可能更晚；可用 --set orders.last_finished_on=日期 指定"),
            format!("{lines} closed lines do not say when they were closed; the latest time known was taken, it may have been later; --set orders.last_finished_on=DATE says it"),
        );
        warnings.push(("finish-day-unknown".to_owned(), text));
    }
    if orders.completed_without_time > 0 && checked.given.get("orders.last_finished_on").is_none() {
        let lines = orders.completed_without_time;
        let text = lang.pick(
            format!("有 {lines} 行已完成订单没有完成时间，最后完结日无法得出"),
            format!("{lines} completed lines have no completion time, so the day of the last one is not known"),
        );
        warnings.push(("finish-day-unknown".to_owned(), text));
    }
    for (words, zh, en) in [
        (&orders.unknown_statuses, "不认识的订单状态，按未完结计", "unknown order statuses, taken for unfinished"),
        (&orders.unknown_after_sales, "不认识的售后状态，按进行中计", "unknown after-sale statuses, taken for open"),
    ] {
        if !words.is_empty() {
            let list = words.iter().map(|word| visible(word)).collect::<Vec<_>>().join(lang.pick("、", ", "));
            let text = format!("{}{}{list}", lang.pick(zh, en), lang.pick("：", ": "));
            warnings.push(("unknown-status".to_owned(), text));
        }
    }
    warnings
}

/// Writes the readings of the wait and the days on which something changes.
fn dates(verdict: &Verdict<'_>, out: &mut String, lang: Lang) {
    let readings = verdict
        .readings()
        .into_iter()
        .map(|reading| format!("{}  {}  {}", reading.day, reading.reading, reading.meaning(lang)));
    section(out, lang.pick("等待期的几种算法", "Ways to count the wait"), readings);
    let turns = verdict.timeline().into_iter().flat_map(|turn| {
        let mut lines = vec![format!("{}  [{}]", turn.day, turn.answer.as_str())];
        lines.extend(turn.changes.iter().map(|change| format!("    {}", change.text(verdict.ruleset, lang))));
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
    let _ = writeln!(out, "{indent}{mark} {} ({place})", node.condition.describe(lang));
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

fn again_lines(checked: &Checked<'_>, lang: Lang) -> Vec<String> {
    let again = checked.again();
    let closed = again.closed_on;
    let mut lines: Vec<String> = again
        .refunds
        .iter()
        .map(|refund| {
            let Refund { working_days, refunded_on, reopen_from, same_until } = refund;
            let free = match working_days {
                Some(_) if same_until > refunded_on => lang.pick(
                    format!("（退款晚到 {same_until} 也是同一天）"),
                    format!(" (a refund up to {same_until} costs no more)"),
                ),
                _ => String::new(),
            };
            match working_days {
                Some(days) => lang.pick(
                    format!("{closed} 关店、{days} 个工作日后（{refunded_on}）退回保证金：从 {reopen_from} 起可再申请{free}"),
                    format!("closed on {closed}, deposit back {days} working day(s) later ({refunded_on}): may apply again from {reopen_from}{free}"),
                ),
                None => lang.pick(
                    format!("{closed} 关店，没有交过保证金：从 {reopen_from} 起可再申请"),
                    format!("closed on {closed}, no deposit was paid: may apply again from {reopen_from}"),
                ),
            }
        })
        .collect();
    lines.push(lang.pick(
        "按所用规则的等待期计算；工作日未计法定节假日".to_owned(),
        "by the wait of the rules judged by; statutory holidays are not counted out".to_owned(),
    ));
    lines
}

/// Lists the rules and what came out for each, as a table.
pub fn rules(checked: &Checked<'_>, lang: Lang) -> Table {
    let verdict = &checked.verdict;
    let columns = ["rule", "outcome", "earliest", "title", "reason", "remedy", "standing", "source"].map(Column::plain);
    let row = |ruling: &Ruling<'_>| {
        let rule = ruling.rule;
        vec![
            Datum::Text(rule.id.clone()),
            Datum::Text(ruling.outcome.as_str().to_owned()),
            Datum::text(ruling.earliest.map(|day| day.to_string())),
            Datum::Text(rule.title.pick(lang).to_owned()),
            Datum::Text(verdict.reason(ruling, lang)),
            Datum::Text(verdict.remedy(ruling, lang).to_owned()),
            Datum::Text(rule.source.standing.as_str().to_owned()),
            Datum::Text(rule.source.name.clone()),
        ]
    };
    Table { columns: columns.to_vec(), rows: verdict.rulings.iter().map(row).collect() }
}
