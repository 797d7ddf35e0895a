//! Cases that others have published, where they lie beside the project.

use std::collections::HashMap;
use std::fs;

use chrono::NaiveDate;
use shopkit::model::calendar::{add_days, add_months};
use shopkit::rules::Truth;

use crate::support::{between, corpus};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn published_cases_of_dates_calc_hold() {
    let Some(folder) = corpus("dates-calc") else { return };
    let mut cases = 0;
    // Column 2 of the exact file is the sum; of the ambiguous one, column 3 is the sum rounded down.
    for (file, sum) in [("exact_computations.csv", 2), ("ambiguous_computations.csv", 3)] {
        let text = fs::read_to_string(folder.join(file)).expect("the corpus can be read");
        for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split(';').map(str::trim).collect();
            let period: Vec<u32> =
                cells[1].split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
            let [years, months, days] = period[..] else { panic!("no period: {line}") };
            let got = add_days(add_months(day(cells[0]), years * 12 + months), u64::from(days));
            assert_eq!(got, day(cells[sum]), "{line}");
            cases += 1;
        }
    }
    assert_eq!(cases, 30);
}

fn attribute<'t>(element: &'t str, name: &str) -> &'t str {
    element.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"')).expect("the attribute").0
}

fn value(element: &str) -> Truth {
    match between(element, "<value", "</value>").next() {
        Some(text) if text.ends_with("true") => Truth::True,
        Some(text) if text.ends_with("false") => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Evaluates `not(x)`, `x and y`, `x or y` and joins of these; nothing where an operand is no truth value.
fn evaluated(text: &str, inputs: &HashMap<String, Truth>) -> Option<Truth> {
    let text = text.trim();
    if let Some((left, right)) = text.split_once(" or ") {
        return Some(Truth::any([evaluated(left, inputs)?, evaluated(right, inputs)?]));
    }
    if let Some((left, right)) = text.split_once(" and ") {
        return Some(Truth::all([evaluated(left, inputs)?, evaluated(right, inputs)?]));
    }
    if let Some(inner) = text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
        return evaluated(inner, inputs).map(|truth| !truth);
    }
    match text {
        "true" => Some(Truth::True),
        "false" => Some(Truth::False),
        "null" => Some(Truth::Unknown),
        name => inputs.get(name).copied(),
    }
}

#[test]
fn the_published_cases_of_ternary_logic_hold() {
    let Some(folder) = corpus("dmn-tck") else { return };
    let (mut held, mut skipped) = (0, 0);
    for name in [
        "0064-feel-conjunction",
        "0065-feel-disjunction",
        "0066-feel-negation",
        "0106-feel-ternary-logic",
        "0107-feel-ternary-logic-not",
    ] {
        let read = |file: String| fs::read_to_string(folder.join(file)).expect("the corpus can be read");
        let (model, cases) = (read(format!("{name}.dmn")), read(format!("{name}-test-01.xml")));
        let decisions: HashMap<&str, &str> = between(&model, "<decision ", "</decision>")
            .filter_map(|decision| Some((attribute(decision, "name"), between(decision, "<text>", "</text>").next()?)))
            .collect();
        for case in between(&cases, "<testCase ", "</testCase>") {
            let inputs = between(case, "<inputNode ", "</inputNode>")
                .map(|input| (attribute(input, "name").to_owned(), value(input)))
                .collect();
            for result in between(case, "<resultNode ", "</resultNode>") {
                match evaluated(decisions[attribute(result, "name")], &inputs) {
                    Some(truth) => {
                        assert_eq!(truth, value(result), "{name}: {}", decisions[attribute(result, "name")]);
                        held += 1;
                    }
                    None => skipped += 1,
                }
            }
        }
    }
    assert!(held >= 35, "{held} held, {skipped} skipped");
}
