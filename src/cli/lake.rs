//! `shopkit export lake` and `shopkit lake`.

use std::io;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value as Json, json};
use shopkit::kit::{self, BuyerKey, LakeShop};
use shopkit::lake::Removed;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::report::named::ReportOptions;
use shopkit::{t, word};

use super::args::{Format, Lake, LakeAction, ReportSettings};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::progress::Bar;
use super::report;
use super::session::Session;
use crate::front::views::report::ReportHead;

/// The name of the lake among what `export` writes.
pub const NAME: &str = "lake";

/// Hours of a day.
const DAY: u64 = 24;

/// Writes shops into a lake.
pub fn export(
    folder: &Path,
    shop: Option<&str>,
    settings: &ReportSettings,
    buyer_key: Option<&Path>,
    session: &mut Session,
) -> Result<Exit, CliError> {
    let texts = session.texts();
    session.reads(buyer_key.map(Path::to_owned).iter());
    let key = buyer_key.map(BuyerKey::read).transpose()?;
    let kit = session.kit()?;
    let mut bar = Bar::new(texts, session.global.quiet);
    let shops = kit.export_lake(folder, &settings.shops(shop), key.as_ref(), &mut bar)?;
    if session.format == Format::Json {
        let shops: Vec<Json> = shops.iter().map(shop_json).collect();
        session.json(&json!({"schema_version": SCHEMA_VERSION, "lake": folder.to_string_lossy(), "shops": shops}))?;
    } else {
        session.table(&shops_table(&shops))?;
    }
    session.say(&t!(texts, "lake-written", folder = folder));
    if key.is_none() {
        session.say(&t!(texts, "lake-without-buyers"));
    }
    Ok(Exit::Done)
}

fn is_changed(shop: &LakeShop) -> bool {
    shop.facts.is_changed || shop.entries.is_changed
}

fn shop_json(shop: &LakeShop) -> Json {
    json!({
        "shop": shop.shop,
        "changed": is_changed(shop),
        "lines": shop.facts.rows,
        "entries": shop.entries.rows,
        "files": shop.facts.files + shop.entries.files,
        "bytes": shop.facts.bytes + shop.entries.bytes,
        "facts_bytes": shop.facts.bytes,
        "facts_version": shop.facts.version,
        "entries_version": shop.entries.version,
    })
}

fn shops_table(shops: &[LakeShop]) -> Table {
    let columns = vec![
        Column::titled("shop", "lake-column-shop"),
        Column::titled("lines", "lake-column-lines"),
        Column::titled("entries", "lake-column-entries"),
        Column::titled("files", "lake-column-files"),
        Column::titled("bytes", "lake-column-bytes"),
        Column::titled("changed", "lake-column-changed"),
    ];
    let row = |shop: &LakeShop| {
        let number = |number: u64| Datum::Int(i64::try_from(number).unwrap_or(i64::MAX));
        vec![
            Datum::Text(shop.shop.clone()),
            number(shop.facts.rows),
            number(shop.entries.rows),
            number((shop.facts.files + shop.entries.files) as u64),
            number(shop.facts.bytes + shop.entries.bytes),
            Datum::Word(if is_changed(shop) { word!("lake-changed", "yes") } else { word!("lake-changed", "no") }),
        ]
    };
    Table::new(columns, shops.iter().map(row).collect())
}

/// Looks after a lake.
pub fn run(args: &Lake, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    match &args.action {
        LakeAction::Answer { name, scope, basis, by, on, commission_rate, no_estimates } => {
            let [from, to] = scope.days();
            let options = ReportOptions {
                from,
                to,
                basis: basis.unwrap_or_default(),
                by: *by,
                on: *on,
                commission_rate: *commission_rate,
                no_estimates: *no_estimates,
                ..ReportOptions::default()
            };
            let (table, notes) = kit::lake_answer(*name, scope.shop.as_deref(), &options, io::stdin().lock())?;
            session.table(&table)?;
            let head = ReportHead::of(*name, &notes, texts);
            report::say_notes(&head.notes, session);
        }
        LakeAction::Vacuum { folder, keep_days } => {
            let keep = Duration::from_hours(keep_days * DAY);
            write_removed(&kit::vacuum_lake(folder, keep)?, session)?;
            session.say(&t!(texts, "lake-vacuumed", days = *keep_days));
        }
        LakeAction::Purge { folder, shop, yes } => {
            let question = match shop {
                Some(shop) => t!(texts, "lake-purge-shop-question", shop = shop, folder = folder),
                None => t!(texts, "lake-purge-question", folder = folder),
            };
            if !yes && !session.confirm(&question) {
                session.say(&t!(texts, "command-unchanged"));
                return Ok(Exit::Attention);
            }
            write_removed(&kit::purge_lake(folder, shop.as_deref())?, session)?;
            session.say(&t!(texts, "lake-purged"));
        }
    }
    Ok(Exit::Done)
}

/// Writes what was removed of each table.
fn write_removed(tables: &[(&'static str, Removed)], session: &Session) -> Result<(), CliError> {
    if session.format == Format::Json {
        let tables: Vec<Json> = tables
            .iter()
            .map(|(name, removed)| {
                json!({"table": name, "files": removed.files, "bytes": removed.bytes, "log_files": removed.log_files})
            })
            .collect();
        return session.json(&json!({"schema_version": SCHEMA_VERSION, "removed": tables}));
    }
    let columns = vec![
        Column::titled("table", "lake-column-table"),
        Column::titled("files", "lake-column-files"),
        Column::titled("bytes", "lake-column-bytes"),
        Column::titled("log_files", "lake-column-log-files"),
    ];
    let number = |number: u64| Datum::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let row = |(name, removed): &(&'static str, Removed)| {
        vec![Datum::Text((*name).to_owned()), number(removed.files), number(removed.bytes), number(removed.log_files)]
    };
    session.table(&Table::new(columns, tables.iter().map(row).collect()))
}
