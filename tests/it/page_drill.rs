//! Figures that lead to orders: the list behind each has the same number and the same sum.

use std::collections::BTreeMap;

use crate::served::Served;
use crate::simulated;

/// Reports as they are asked for, and the fewest links that each must have.
const ASKED: &[(&str, usize)] = &[
    ("today", 2),
    ("today?on=2025-01-01+12%3A00%3A00", 2),
    ("today?on=2024-12-31+06%3A00%3A00", 2),
    ("shops?from=2024-03-01&to=2024-09-30", 3),
    ("status", 20),
    ("status?by=month&from=2024-02-10&to=2024-06-20", 30),
    ("sales", 4),
    ("sales?by=day&from=2024-05-01&to=2024-06-15", 30),
    ("sales?by=week&from=2024-05-01&to=2024-06-15", 15),
    ("sales?by=weekday&basis=paid", 20),
    ("sales?by=month&basis=paid&from=2024-01-15", 15),
    ("promotion?by=creator", 6),
    ("promotion?by=month&basis=paid", 30),
    ("creators", 6),
    ("creators?by=month&from=2024-01-01&to=2024-03-31", 6),
    ("products", 20),
    ("products?by=sku&from=2024-04-01&to=2024-07-31", 20),
    ("regions", 20),
    ("regions?by=city&basis=paid&from=2024-01-01", 4),
    ("hours?by=weekday", 40),
    ("traffic", 5),
    ("traffic?by=month", 20),
    ("income", 3),
    ("income?by=month", 20),
    ("aftersales", 5),
    ("aftersales?by=month&from=2024-01-01&to=2024-06-30", 6),
    ("coverage", 30),
    // A line is on the day of its settlement by files that no filter of orders asks.
    ("income?basis=settled", 0),
    ("creators?basis=refunded", 0),
    ("cashflow", 0),
    ("payouts", 0),
];

/// Links of a page that lead to a list of orders: the column and the text of each, by its address.
fn links(page: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut links: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for link in page.split("<a class=\"drill\" ").skip(1) {
        let value = |name: &str| {
            let (_, rest) = link.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("{link}"));
            rest.split('"').next().expect("a value").replace("&amp;", "&")
        };
        let text = link.split_once('>').and_then(|(_, rest)| rest.split('<').next()).expect("a text");
        let address = value("href");
        if address.starts_with("/orders?") {
            links.entry(address).or_default().push((value("data-column"), text.to_owned()));
        }
    }
    links
}

/// Returns a number of the list behind an address.
fn number(totals: &str, name: &str) -> String {
    let found = totals.split_once(&format!("data-{name}=\"")).and_then(|(_, rest)| rest.split('"').next());
    found.unwrap_or("nothing").to_owned()
}

/// Names the number of a list that a column of a report counts.
fn counts(column: &str) -> &'static str {
    match column {
        "orders" => "orders",
        "units" => "units",
        "amount" | "paid" => "amount",
        _ => "lines",
    }
}

#[test]
fn every_list_has_the_number_and_the_sum_of_its_figure() {
    let shop = simulated::of_two_years();
    let served = Served::start(&shop, "en");
    let mut wrong = Vec::new();
    for (report, least) in ASKED {
        let page = served.get(&format!("/reports/{report}")).text();
        let links = links(&page);
        let figures: usize = links.values().map(Vec::len).sum();
        if figures < *least || (*least == 0 && figures > 0) {
            wrong.push(format!("{report} has {figures} links"));
        }
        for (address, figures) in links {
            let totals = served.get(&address.replacen("/orders?", "/orders/part/totals?", 1)).text();
            for (column, text) in figures {
                let found = number(&totals, counts(&column));
                if found != text.replace(',', "") {
                    wrong.push(format!("{report}: {column} is {text}, {address} has {found}"));
                }
            }
        }
    }
    for (part, least) in [("today", 2), ("sales", 4), ("promotion", 4), ("products", 10), ("regions", 4)] {
        let page = served.get(&format!("/part/{part}?from=2024-03-01&to=2024-12-31")).text();
        let figures = page.matches("/orders?").count();
        if figures < least {
            wrong.push(format!("the overview has {figures} links of {part}"));
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
