//! `shopkit reopen-check --all-shops` and `shopkit close-check --all-shops`: one line per shop.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use shopkit::kit::{self, CheckOptions, Checked, Kit, KitError};
use shopkit::model::lang::Explain;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::{Answer, Check, Ruleset, Verdict};
use shopkit::store::StoreError;
use shopkit::t;
use shopkit::texts::Texts;

use super::args::Format;
use super::exit::{CliError, Exit};
use super::keep_verdict::{keep, warn_not_saved};
use super::output::SCHEMA_VERSION;
use super::session::Session;
use crate::front::verdict::earliest;
use crate::front::verdict::warnings::warnings;

/// The verdict that a table shows for a shop that could not be checked.
const ERROR: &str = "error";

/// Holds a shop and its verdict, or why it could not be checked.
struct ShopResult<'r> {
    shop: String,
    result: Result<Checked<'r>, KitError>,
}

/// Checks every shop of the database and writes one line per shop.
pub fn run(mut options: CheckOptions, ruleset: &Ruleset, session: &mut Session) -> Result<Exit, CliError> {
    // All shops are checked for the same day, even if midnight passes meanwhile.
    let on = *options.on.get_or_insert_with(kit::today);
    let (check, texts) = (options.check, session.texts());
    let mut not_saved = None;
    let lines = check_all(&mut session.kit()?, ruleset, options, &mut not_saved)?;
    warn_not_saved(not_saved.as_ref(), session);
    for line in &lines {
        if let Err(error) = &line.result {
            let message = t!(texts, "check-shop-failed", shop = &line.shop, error = error.message());
            session.fail(&message, texts.hint(error.hint()).as_deref());
        }
    }
    if session.format == Format::Json {
        session.json(&answer(check, on, &lines, texts))?;
    } else {
        session.table(&table(&lines, session.format == Format::Table, texts))?;
        footnotes(&lines, session);
    }
    if lines.is_empty() {
        session.say(&t!(texts, "check-no-shops"));
    }
    // Without shops no answer is yes.
    Ok(lines.iter().map(ShopResult::exit).max().unwrap_or(Exit::Attention))
}

/// Checks every shop and keeps the verdicts; `not_saved` gets the reason where nothing can be stored.
fn check_all<'r>(
    kit: &mut Kit,
    ruleset: &'r Ruleset,
    mut options: CheckOptions,
    not_saved: &mut Option<StoreError>,
) -> Result<Vec<ShopResult<'r>>, CliError> {
    let mut lines = Vec::new();
    for shop in kit.shops_to_check()? {
        options.shop = Some(shop.clone());
        let result = match kit.check(ruleset, &options) {
            // Contradicting facts of one shop do not stop the check of the others.
            Err(error) if !matches!(error, KitError::Impossible(_)) => return Err(error.into()),
            result => result,
        };
        if let Ok(checked) = &result {
            let failure = keep(kit, checked)?;
            *not_saved = not_saved.take().or(failure);
        }
        lines.push(ShopResult { shop, result });
    }
    Ok(lines)
}

impl ShopResult<'_> {
    fn exit(&self) -> Exit {
        match &self.result {
            Ok(checked) if checked.verdict.answer == Answer::MayApply => Exit::Done,
            Ok(_) => Exit::Attention,
            Err(_) => Exit::Failed,
        }
    }

    fn json(&self, texts: Texts) -> Json {
        match &self.result {
            Ok(checked) => {
                let verdict = &checked.verdict;
                json!({
                    "shop": self.shop,
                    "verdict": verdict.answer.as_str(),
                    "earliest": verdict.earliest.map(|day| day.to_string()),
                    "earliest_is_bound": verdict.earliest_is_bound,
                    "deciding": deciding(verdict),
                    "needed_facts": verdict.needed_facts(),
                    "warnings": warnings(checked).into_iter().map(|warning| warning.code).collect::<Vec<_>>(),
                })
            }
            Err(error) => json!({
                "shop": self.shop,
                "verdict": null,
                "earliest": null,
                "earliest_is_bound": false,
                "deciding": [],
                "needed_facts": [],
                "warnings": [],
                "error": { "code": error.code(), "message": texts.say(&error.message()) },
            }),
        }
    }

    fn row(&self, for_people: bool, texts: Texts) -> Vec<Datum> {
        let shop = Datum::Text(self.shop.clone());
        let Ok(checked) = &self.result else {
            return vec![shop, Datum::Text(ERROR.to_owned()), Datum::Null, Datum::Null, Datum::Null];
        };
        let verdict = &checked.verdict;
        let is_bound = for_people && verdict.earliest_is_bound;
        let earliest = verdict.earliest.map(|day| earliest(day, is_bound, texts));
        vec![
            shop,
            Datum::Text(verdict.answer.as_str().to_owned()),
            Datum::text(earliest),
            Datum::Text(deciding(verdict).join(", ")),
            Datum::Int(i64::try_from(verdict.needed_facts().len()).unwrap_or(i64::MAX)),
        ]
    }
}

fn deciding<'r>(verdict: &Verdict<'r>) -> Vec<&'r str> {
    verdict.deciding().into_iter().map(|ruling| ruling.rule.id.as_str()).collect()
}

/// Builds the JSON answer. Scripts rely on its keys.
fn answer(check: Check, on: NaiveDate, lines: &[ShopResult<'_>], texts: Texts) -> Json {
    json!({
        "schema_version": SCHEMA_VERSION,
        "check": check.as_str(),
        "on": on.to_string(),
        "shops": lines.iter().map(|line| line.json(texts)).collect::<Vec<_>>(),
    })
}

fn table(lines: &[ShopResult<'_>], for_people: bool, texts: Texts) -> Table {
    Table::new(
        vec![
            Column::titled("shop", "check-column-shop"),
            Column::titled("verdict", "check-column-verdict"),
            Column::titled("earliest", "check-column-earliest"),
            Column::titled("deciding", "check-column-deciding"),
            Column::titled("needed", "check-column-needed"),
        ],
        lines.iter().map(|line| line.row(for_people, texts)).collect(),
    )
}

/// Says after the table how to see the reasons of one shop, and adds the disclaimer.
fn footnotes(lines: &[ShopResult<'_>], session: &mut Session) {
    let Some(checked) = lines.iter().find_map(|line| line.result.as_ref().ok()) else { return };
    let check = checked.verdict.check.as_str();
    session.say(&t!(session.texts(), "check-reasons-of-one", check = check));
    session.say(&session.texts().say(&checked.verdict.disclaimer()));
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::rules::Scope;

    use super::*;

    /// Checks shops of which nothing but the closure is known.
    fn lines(shops: &[(&str, &str)], on: &str) -> Vec<ShopResult<'static>> {
        let ruleset = Ruleset::built_in();
        let mut kit = Kit::open_scratch().expect("a database");
        for &(shop, closed_on) in shops {
            let facts = [("closure.kind", "voluntary"), ("closure.closed_on", closed_on)];
            let facts = facts.map(|(name, value)| (name.to_owned(), value.to_owned()));
            kit.declare(ruleset, Some(shop), &facts).expect("kept");
        }
        let options = CheckOptions {
            check: Check::Reopen,
            shop: None,
            on: Some(on.parse().expect("a day")),
            scope: Scope::All,
            file: None,
            set: Vec::new(),
            after_sale_days: None,
            holidays: kit::Holidays::default(),
            trust_declared: false,
        };
        check_all(&mut kit, ruleset, options, &mut None).expect("checked")
    }

    #[test]
    fn a_lower_bound_is_shown_as_one() {
        let lines = lines(&[("甲", "2024-08-31")], "2024-10-01");
        let earliest = |for_people| lines[0].row(for_people, Texts::command(Lang::En))[2].clone();
        assert_eq!(earliest(true), Datum::Text("2025-03-01 (it may be later)".to_owned()));
        assert_eq!(earliest(false), Datum::Text("2025-03-01".to_owned()));
        assert_eq!(lines[0].json(Texts::command(Lang::En))["earliest_is_bound"], true);
    }

    #[test]
    fn a_shop_that_cannot_be_checked_does_not_stop_the_others() {
        let lines = lines(&[("a", "2024-12-31"), ("b", "2024-08-31")], "2024-10-01");
        assert_eq!(lines.iter().map(ShopResult::exit).collect::<Vec<_>>(), [Exit::Failed, Exit::Attention]);
        assert_eq!(lines[0].row(true, Texts::command(Lang::En))[1], Datum::Text("error".to_owned()));
        let error = lines[0].json(Texts::command(Lang::En));
        assert_eq!((&error["verdict"], &error["error"]["code"]), (&Json::Null, &"impossible-facts".into()));
        assert_eq!(lines[1].json(Texts::command(Lang::En))["verdict"], "not_yet");
    }
}
