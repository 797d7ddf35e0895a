//! A verdict in words: what both fronts say of it.

use chrono::NaiveDate;
use shopkit::kit::{Checked, OLD_EXPORT, Refund};
use shopkit::model::fact::Origin;
use shopkit::model::lang::Lang;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::{Answer, Check, Citation, Outcome, Rule, Ruleset, Ruling, Standing, Verdict, Way, names};
use shopkit::texts::Texts;

use super::text::visible;

/// Writes the question of a check.
pub fn question(check: Check, lang: Lang) -> &'static str {
    match check {
        Check::Reopen => lang.pick("能否申请重新开店", "May the shop apply to open again"),
        Check::Close => lang.pick("能否申请关店", "May the shop apply to close"),
    }
}

/// Writes an answer.
pub fn told(answer: Answer, lang: Lang) -> &'static str {
    match answer {
        Answer::MayApply => lang.pick("可以申请", "yes, it may apply"),
        Answer::NotYet => lang.pick("还不能", "not yet"),
        Answer::Blocked => lang.pick("不能，有未满足的条件", "no, something must be put right first"),
        Answer::Never => lang.pick("不能，且没有期限", "no, never"),
        Answer::Unknown => lang.pick("还不能判断", "not known yet"),
    }
}

/// Writes the question, the answer and the earliest day.
pub fn headline(verdict: &Verdict<'_>, lang: Lang) -> String {
    let (question, answer) = (question(verdict.check, lang), told(verdict.answer, lang));
    let earliest = verdict.earliest.map_or_else(String::new, |day| {
        let bound = verdict.earliest_is_bound;
        lang.pick(
            format!("，最早 {day}{}", if bound { "（可能更晚）" } else { "" }),
            format!(", {day} at the earliest{}", if bound { " (it may be later)" } else { "" }),
        )
    });
    format!("{question}{}{answer}{earliest} [{}]", lang.pick("：", "? "), verdict.answer.as_str())
}

/// Says when everything is over that only takes time; nothing where nothing does.
pub fn waits(verdict: &Verdict<'_>, lang: Lang) -> Option<String> {
    let waits = verdict.waits().filter(|_| verdict.check == Check::Close && verdict.answer != Answer::MayApply)?;
    let (over, earliest) = (waits.over_from, waits.earliest);
    let sooner = if earliest > verdict.on && earliest < over {
        lang.pick(format!("（最早可能 {earliest}）"), format!(" ({earliest} at the earliest)"))
    } else {
        String::new()
    };
    let rest = if verdict.answer == Answer::Blocked {
        lang.pick("；其余的要你处理", "; the rest is yours to settle")
    } else {
        ""
    };
    Some(lang.pick(
        format!("只需要等的，到 {over} 全部结束{sooner}{rest}"),
        format!("What only takes time is over on {over}{sooner}{rest}"),
    ))
}

/// Says what the facts that are still needed are needed for.
pub fn needed_for(answer: Answer, lang: Lang) -> &'static str {
    match answer {
        Answer::Unknown => lang.pick("还需要知道（最关键的在前）", "Still needed, the most decisive first"),
        Answer::NotYet => lang.pick(
            "等待期间要弄清的：这些还可能挡住店铺（最关键的在前）",
            "While you wait, find out what could still stand in the way, the most decisive first",
        ),
        Answer::MayApply | Answer::Blocked | Answer::Never => {
            lang.pick("还可能改变结论的", "What could still change the answer")
        }
    }
}

/// Names the questions that matter once what blocks the shop is put right.
pub fn open_questions(lang: Lang) -> &'static str {
    lang.pick("解决以上问题之后还要弄清的", "To find out once that is put right")
}

/// Says who stands behind a rule.
pub fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Official => lang.pick("官方", "official"),
        Standing::Reported => lang.pick("非官方", "reported"),
    }
}

/// Writes the text that a rule stands in, and where in it.
pub fn place(source: &Citation) -> String {
    match &source.section {
        Some(section) => format!("{} {section}", source.name),
        None => source.name.clone(),
    }
}

/// Writes the days on which the versions of the text are in force that the rule stands in.
pub fn in_force(ruleset: &Ruleset, rule: &Rule, lang: Lang) -> String {
    let span = |from: NaiveDate, to: Option<NaiveDate>| match to {
        Some(to) => lang.pick(format!("{from} 至 {to}"), format!("from {from} to {to}")),
        None => lang.pick(format!("{from} 起"), format!("from {from}")),
    };
    let versions = ruleset.versions_of(rule);
    if versions.is_empty() {
        return span(rule.effective_from, rule.effective_to);
    }
    let spans: Vec<_> = versions.iter().map(|version| span(version.effective_from, version.effective_to)).collect();
    spans.join(lang.pick("、", ", "))
}

/// Writes the words that a rule rests on: quoted, or as what they come to.
pub fn words_of(source: &Citation, lang: Lang) -> String {
    let words = &source.quote;
    if source.is_paraphrase {
        lang.pick(format!("大意是：{words}"), format!("in substance: {words}"))
    } else {
        lang.pick(format!("“{words}”"), format!("\"{words}\""))
    }
}

/// Holds values of an open choice for which the same rules decide.
pub struct Alike<'v, 'r>(&'v [Way<'r>]);

impl<'v, 'r> Alike<'v, 'r> {
    /// Writes what the rules decide for.
    pub fn text(&self, verdict: &Verdict<'_>, lang: Lang) -> String {
        let fact = self.0[0].fact;
        let title = verdict.ruleset.fact(fact).map_or(fact, |fact| fact.title.pick(lang));
        let values = self.0.iter().map(|way| {
            Texts::command(lang).write(&verdict.ruleset.value_text(way.fact, Some(&way.value))).into_owned()
        });
        let values = values.map(|value| lang.pick(format!("“{value}”"), format!("\"{value}\"")));
        let values = values.collect::<Vec<_>>().join(lang.pick("或", " or "));
        lang.pick(format!("如果{title}是{values}："), format!("If {title} is {values}:"))
    }

    /// Lists the rules that decide.
    pub fn deciding(&self) -> &'v [Ruling<'r>] {
        &self.0[0].deciding
    }
}

/// Joins the values of open choices that something would decide for.
pub fn alike<'v, 'r>(verdict: &'v Verdict<'r>) -> impl Iterator<Item = Alike<'v, 'r>> {
    let ids = |way: &Way<'_>| way.deciding.iter().map(|ruling| ruling.rule.id.clone()).collect::<Vec<_>>();
    let chunks = verdict.ways().chunk_by(move |one, next| one.fact == next.fact && ids(one) == ids(next));
    chunks.filter(|chunk| !chunk[0].deciding.is_empty()).map(Alike)
}

/// Tells whether a rule that applies asks for a fact.
fn asks(verdict: &Verdict<'_>, fact: &str) -> bool {
    let mut applying = verdict.rulings.iter().filter(|ruling| ruling.outcome != Outcome::NotApplicable);
    applying.any(|ruling| ruling.rule.facts().contains(&fact))
}

/// Lists the warnings in words, but for what the note says already.
pub fn unsaid(checked: &Checked<'_>, lang: Lang) -> Vec<String> {
    let notes: Vec<_> = checked.verdict.notes().iter().map(|note| Texts::command(lang).say(note)).collect();
    let messages = warnings(checked, lang).into_iter().map(|(_, message)| message);
    messages.filter(|message| !notes.contains(message)).collect()
}

/// Lists what deserves a look: what the rules say, and how old and how clear the orders are.
pub fn warnings(checked: &Checked<'_>, lang: Lang) -> Vec<(String, String)> {
    let mut warnings: Vec<(String, String)> = checked
        .verdict
        .warnings()
        .into_iter()
        .map(|warning| (warning.code, Texts::command(lang).say(&warning.message)))
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
    let ruleset = checked.verdict.ruleset;
    let is_asked = |name: &str| asks(&checked.verdict, name);
    let used =
        |name: &str| is_asked(name) && checked.given.get(name).is_some_and(|given| given.origin == Origin::Orders);
    let newest = orders.newest_export.as_deref().unwrap_or_default();
    for (name, counted) in checked.counted.iter() {
        let Some(given) = checked.given.get(name).filter(|given| given.value != counted.value && is_asked(name)) else {
            continue;
        };
        let title = ruleset.fact(name).map_or(name, |fact| fact.title.pick(lang));
        let shown = |value| Texts::command(lang).write(&ruleset.value_text(name, Some(value))).into_owned();
        let (said, seen) = (shown(&given.value), shown(&counted.value));
        let origin = Texts::command(lang).word(given.origin.word());
        let text = lang.pick(
            format!("{title}：按{origin}的“{said}”判断，但导入的订单（导出于 {newest}）是“{seen}”，请核对"),
            format!("{title}: judged by \"{said}\" ({origin}), but the imported orders, exported at {newest}, say \"{seen}\"; check which is right"),
        );
        warnings.push(("declared-differs".to_owned(), text));
    }
    if orders.closed_without_time > 0 && used(names::LAST_FINISHED_ON) {
        let lines = orders.closed_without_time;
        let text = lang.pick(
            format!("有 {lines} 行已关闭订单没有导出关闭时间，按已知的最晚时间计，实际可能更晚；可用 --set orders.last_finished_on=日期 指定"),
            format!("{lines} closed lines do not say when they were closed; the latest time known was taken, it may have been later; --set orders.last_finished_on=DATE says it"),
        );
        warnings.push(("finish-day-unknown".to_owned(), text));
    }
    if orders.completed_without_time > 0 && checked.given.get(names::LAST_FINISHED_ON).is_none() {
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

/// Says when the shop could apply again if it were closed.
pub fn again_lines(checked: &Checked<'_>, lang: Lang) -> Vec<String> {
    let again = checked.again();
    if let Some(barred) = &again.barred {
        let barred = Texts::command(lang).say(barred);
        return vec![lang.pick(
            format!("说不出可以再申请的日期：{barred}"),
            format!("no day can be told on which it could apply again: {barred}"),
        )];
    }
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
    let counted = lang.pick(
        "按所用规则的等待期计算；退保证金要申请，由平台审核，可能更晚",
        "counted by the waiting time of the rules used; the refund has to be applied for and is reviewed, so it may come later",
    );
    lines.push(counted.to_owned());
    lines.extend(holidays_line(checked, &again.refunds, lang));
    lines
}

/// Says whether statutory holidays were left out of the working days up to the refunds; nothing where none were counted.
fn holidays_line(checked: &Checked<'_>, refunds: &[Refund], lang: Lang) -> Option<String> {
    let counted = || refunds.iter().filter(|refund| refund.working_days.is_some()).map(|refund| refund.refunded_on);
    let (earliest, latest) = (counted().min()?, counted().max()?);
    let Some(span) = checked.holidays.span() else {
        return Some(
            lang.pick(
                "没有给出节假日日历，工作日未排除法定节假日（--holidays 文件 可以给出）",
                "no calendar of holidays was given, so statutory holidays are counted as working days (--holidays FILE gives one)",
            )
            .to_owned(),
        );
    };
    let (first, last) = span.into_inner();
    let mut text = lang
        .pick(
            "工作日已排除所给日历中的法定节假日",
            "statutory holidays of the given calendar are left out of the working days",
        )
        .to_owned();
    if earliest < first {
        text.push_str(&lang.pick(
            format!("；日历从 {first} 开始，晚于退款日 {earliest}，此前的节假日未排除"),
            format!(
                "; the calendar begins on {first}, after the refund on {earliest}, so earlier holidays are not left out"
            ),
        ));
    }
    if latest > last {
        text.push_str(&lang.pick(
            format!("；日历到 {last} 为止，早于退款日 {latest}，此后的节假日未排除"),
            format!("; the calendar ends on {last}, before the refund on {latest}, so later holidays are not left out"),
        ));
    }
    Some(text)
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
            Datum::Text(Texts::command(lang).say(&verdict.reason(ruling))),
            Datum::Text(verdict.remedy(ruling).pick(lang).to_owned()),
            Datum::Text(rule.source.standing.as_str().to_owned()),
            Datum::Text(rule.source.name.clone()),
        ]
    };
    Table::new(columns.to_vec(), verdict.rulings.iter().map(row).collect())
}
