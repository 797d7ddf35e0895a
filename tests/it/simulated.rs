//! A simulated shop of two years with its own books: every sum of every report is that of the books, to the fen.
//!
//! `shop` makes the shop and `stories` the lives of its lines; `files` writes what the platform would export at a moment,
//! and `books` works out what every line comes to then, which `answers` adds up as the reports do and `compare` holds
//! against what the program answers. Nothing here shares code with the program.

mod answers;
mod asked;
mod books;
mod by_hand;
mod cashflow;
mod catalogue;
mod compare;
mod compared;
mod details;
mod draft;
mod expenses;
mod fees;
mod files;
mod groupings;
mod ids;
mod layout;
mod life;
mod moment;
mod money;
mod net_by_month;
mod payouts;
mod platform;
mod profit;
mod questions;
mod random;
mod rare;
mod reconcile;
mod restated;
mod sheet;
mod shop;
mod sound;
mod stories;
mod told;

use serde_json::Value as Json;

use self::books::Books;
use self::files::File;
use self::moment::Moment;
use self::random::Random;
use self::shop::{MOMENTS, Shop as Simulated};
use crate::support::Shop;

/// Seeds of the shops. Each makes another shop, the same in every run.
const FIRST: u64 = 1;
const SECOND: u64 = 2;
const THIRD: u64 = 3;
const FOURTH: u64 = 4;

/// Differences that are shown, at most.
const SHOWN: usize = 12;

/// Imports what the platform exports at a moment, in an order that another number makes another.
fn import(shop: &Shop, simulated: &Simulated, moment: Moment, order: u64) {
    let mut files = files::export(simulated, moment);
    Random::new(simulated.seed, order).shuffle(&mut files);
    for File { name, text } in &files {
        shop.file(name, text);
    }
    let (moment, names) = (moment.to_string(), files.iter().map(|file| file.name.as_str()));
    let answer = shop.json(["import", "--exported-at", &moment].into_iter().chain(names));
    for file in answer["files"].as_array().expect("files") {
        // A file of days long past is the same as before.
        let is_stored = file["status"] == "imported" || file["status"] == "skipped";
        assert!(is_stored && file["rejected"] == 0, "{file}");
    }
}

/// Asks every report and compares its sums with those of the books.
fn agree(shop: &Shop, books: &Books<'_>) {
    let mut differences = Vec::new();
    for sheet in [answers::sheets(books), questions::sheets(books), groupings::sheets(books)].into_iter().flatten() {
        let command: Vec<&str> = sheet.command.iter().map(String::as_str).collect();
        differences.extend(match ask(shop, &command) {
            Ok(answer) => [compare::with_sheet(&sheet, &answer), compare::with_sums(&sheet, &answer)].concat(),
            Err(refused) => vec![refused],
        });
    }
    differences.extend(match ask(shop, &["reconcile"]) {
        Ok(answer) => compare::with_list(&reconcile::listed(books), &answer),
        Err(refused) => vec![refused],
    });
    differences.extend(match ask(shop, &["fees"]) {
        Ok(answer) => fees::elsewhere(books, &answer),
        Err(refused) => vec![refused],
    });
    let command = payouts::command(books);
    differences.extend(match ask(shop, &command.each_ref().map(String::as_str)) {
        Ok(answer) => payouts::differences(books, &answer),
        Err(refused) => vec![refused],
    });
    for (command, by_month) in [(&["profit"][..], false), (&["profit", "--by", "month"], true)] {
        differences.extend(match ask(shop, command) {
            Ok(answer) => profit::differences(books, by_month, &answer),
            Err(refused) => vec![refused],
        });
    }
    differences.extend(match ask(shop, &["cashflow", "--by", "month"]) {
        Ok(answer) => cashflow::differences(books, &answer),
        Err(refused) => vec![refused],
    });
    differences.extend(expenses::differences(shop, books));
    let (seed, now, number) = (books.shop.seed, books.now, differences.len());
    let shown = differences.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "the shop of seed {seed} at {now}: {number} differences\n{shown}");
}

/// Asks a report, and returns what it says if it refuses.
fn ask(shop: &Shop, command: &[&str]) -> Result<Json, String> {
    let run = shop.run(["report", "--format", "json"].iter().chain(command));
    if run.code == 2 { Err(format!("{}: {}", command.join(" "), run.err)) } else { Ok(run.json()) }
}

/// Makes a shop that has been simulated for two years.
pub fn of_two_years() -> Shop {
    let shop = Shop::new();
    import(&shop, &Simulated::new(FIRST), MOMENTS[2], 0);
    shop
}

/// Imports one export into an empty database, and asks.
fn a_fresh_import_agrees(seed: u64, moment: Moment) {
    let (simulated, shop) = (Simulated::new(seed), Shop::new());
    import(&shop, &simulated, moment, 0);
    agree(&shop, &Books::new(&simulated, moment));
}

#[test]
fn every_sum_is_that_of_the_books_after_8_months() {
    a_fresh_import_agrees(FIRST, MOMENTS[0]);
}

#[test]
fn every_sum_is_that_of_the_books_after_16_months() {
    a_fresh_import_agrees(SECOND, MOMENTS[1]);
}

#[test]
fn every_sum_is_that_of_the_books_after_24_months() {
    a_fresh_import_agrees(THIRD, MOMENTS[2]);
}

#[test]
fn questions_have_the_numbers_of_the_books() {
    let (simulated, shop) = (Simulated::new(THIRD), Shop::new());
    import(&shop, &simulated, MOMENTS[2], 0);
    insta::assert_snapshot!("questions", asked::table(&shop, &Books::new(&simulated, MOMENTS[2])));
}

#[test]
fn later_exports_over_earlier_ones_give_what_the_later_give_alone() {
    let simulated = Simulated::new(FOURTH);
    let imported = |turns: [usize; 3]| {
        let shop = Shop::new();
        for (order, turn) in (1..).zip(turns) {
            import(&shop, &simulated, MOMENTS[turn], order);
        }
        shop
    };
    let shop = imported([0, 1, 2]);
    agree(&shop, &Books::new(&simulated, MOMENTS[2]));
    for then in [MOMENTS[0], MOMENTS[1]] {
        let answer = ask(&shop, &["restated", "--on", &then.to_string()]).expect("an answer");
        let (then, now) = (Books::new(&simulated, then), Books::new(&simulated, MOMENTS[2]));
        assert_eq!(restated::differences(&then, &now, &answer), Vec::<String>::new());
        assert!(!compare::rows(&answer).is_empty(), "nothing changed in between");
    }
    let other = imported([1, 2, 0]);
    for command in [&["report", "income", "--by", "month"][..], &["report", "reconcile"]] {
        // The receipt names the database.
        let [one, same] = [&shop, &other].map(|shop| shop.json(command));
        for key in ["columns", "rows", "totals"] {
            assert_eq!(one[key], same[key], "{command:?}");
        }
    }
}
