//! Tests of the program as a whole; `layers` holds the doors between the rooms.

#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "what a test writes is small, and reads better so"
)]

mod aftersales;
mod blocking;
mod browser;
mod cashflow;
#[cfg(unix)]
mod cdp;
mod checks;
mod checks_orders;
mod commands;
mod compare;
mod costs;
mod coverage;
mod digest;
mod disturbed;
mod docs;
#[cfg(unix)]
mod doors;
mod errors;
mod evidence;
mod expenses;
mod exports;
mod faults;
mod fees;
mod file_limit;
mod fixtures;
mod foreign_objects;
mod fuzzed;
mod groupings;
mod hard_files;
mod hostile;
mod known_rows;
mod lake;
mod layers;
mod money;
mod money_notes;
mod order_filters;
mod order_of_files;
mod order_pages;
mod overview;
mod own_rules;
mod page;
#[cfg(unix)]
mod page_accessible;
#[cfg(unix)]
mod page_browser;
mod page_charts;
#[cfg(unix)]
mod page_charts_browser;
mod page_checks;
#[cfg(unix)]
mod page_controls;
mod page_data;
#[cfg(unix)]
mod page_data_browser;
mod page_drill;
#[cfg(unix)]
mod page_filters;
#[cfg(unix)]
mod page_guide;
mod page_hostile;
mod page_import;
#[cfg(unix)]
mod page_keyboard;
mod page_orders;
mod page_reports;
mod page_runs;
mod payouts;
mod periods;
mod personal;
mod places;
mod profit;
mod profit_costs;
mod published;
mod purge;
mod receipts;
mod reports;
mod restated;
mod rules_broken;
mod security;
mod served;
mod shipping;
mod shops;
mod sibling_states;
mod siblings;
mod simulated;
mod split;
mod sql_guard;
mod statements;
mod support;
mod targets;
mod terminal;
mod texts;
mod traffic;
