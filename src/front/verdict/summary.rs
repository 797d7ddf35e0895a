//! What was asked, of which shop and for which day, and what the answer is.

use chrono::NaiveDate;
use shopkit::kit::Checked;
use shopkit::model::table::Word;
use shopkit::rules::{Answer, Check, Scope, Verdict};
use shopkit::texts::Texts;
use shopkit::{t, word};

use crate::front::text::visible;

/// Holds the answer in short.
pub struct Summary {
    pub check: Check,
    /// Question, answer and earliest day in one line.
    pub headline: String,
    pub question: String,
    pub answer: Answer,
    pub answer_text: String,
    pub earliest: Option<NaiveDate>,
    /// Says that the earliest day is only a lower bound, where it is one.
    pub bound: Option<String>,
    /// Names the shop and the day of the check.
    pub subject: String,
    /// Says when every waiting period is over; only where the shop wants to close and has to wait.
    pub waiting: Option<String>,
}

impl Summary {
    /// Shows the answer of a verdict in short.
    pub fn of(checked: &Checked<'_>, texts: Texts) -> Self {
        let verdict = &checked.verdict;
        let (shop, day) = (visible(&checked.shop), verdict.on);
        Self {
            check: verdict.check,
            headline: headline(verdict, texts),
            question: question(verdict.check, texts),
            answer: verdict.answer,
            answer_text: answer(verdict.answer, texts),
            earliest: verdict.earliest,
            bound: verdict.earliest_is_bound.then(|| t!(texts, "verdict-bound")),
            subject: match verdict.scope {
                Scope::All => t!(texts, "verdict-subject", shop = shop, day = day),
                Scope::Official => t!(texts, "verdict-subject-official", shop = shop, day = day),
            },
            waiting: waiting(verdict, texts),
        }
    }
}

/// Writes the question of a check.
pub fn question(check: Check, texts: Texts) -> String {
    match check {
        Check::Reopen => t!(texts, "verdict-question-reopen"),
        Check::Close => t!(texts, "verdict-question-close"),
    }
}

/// Writes the answer to the question.
fn answer(answer: Answer, texts: Texts) -> String {
    match answer {
        Answer::MayApply => t!(texts, "verdict-answer-may-apply"),
        Answer::NotYet => t!(texts, "verdict-answer-not-yet"),
        Answer::Blocked => t!(texts, "verdict-answer-blocked"),
        Answer::Never => t!(texts, "verdict-answer-never"),
        Answer::Unknown => t!(texts, "verdict-answer-unknown"),
    }
}

/// Returns the answer as a word of a table.
pub fn answer_word(answer: Answer) -> Word {
    match answer {
        Answer::MayApply => word!("answer", "may_apply"),
        Answer::NotYet => word!("answer", "not_yet"),
        Answer::Blocked => word!("answer", "blocked"),
        Answer::Never => word!("answer", "never"),
        Answer::Unknown => word!("answer", "unknown"),
    }
}

/// Writes the earliest day, and whether it is only a lower bound.
pub fn earliest(day: NaiveDate, is_bound: bool, texts: Texts) -> String {
    if is_bound { t!(texts, "verdict-earliest-bound", day = day) } else { day.to_string() }
}

/// Writes the question, the answer and the earliest day.
fn headline(verdict: &Verdict<'_>, texts: Texts) -> String {
    let (question, answer) = (question(verdict.check, texts), answer(verdict.answer, texts));
    let code = verdict.answer.as_str();
    match verdict.earliest {
        Some(day) => {
            let earliest = earliest(day, verdict.earliest_is_bound, texts);
            t!(
                texts,
                "verdict-headline-earliest",
                question = question,
                answer = answer,
                earliest = earliest,
                code = code
            )
        }
        None => t!(texts, "verdict-headline", question = question, answer = answer, code = code),
    }
}

/// Says when every waiting period is over, and what else is left to do.
fn waiting(verdict: &Verdict<'_>, texts: Texts) -> Option<String> {
    let waits = verdict.waits_over().filter(|_| verdict.check == Check::Close && verdict.answer != Answer::MayApply)?;
    let (over, earliest) = (waits.from, waits.earliest);
    let waiting = if earliest > verdict.on && earliest < over {
        t!(texts, "verdict-waits-between", over = over, earliest = earliest)
    } else {
        t!(texts, "verdict-waits", over = over)
    };
    Some(if verdict.answer == Answer::Blocked {
        t!(texts, "verdict-waits-and-more", waiting = waiting)
    } else {
        waiting
    })
}
