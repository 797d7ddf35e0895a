//! `shopkit shop group`.

use serde_json::json;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::store::ShopGroup;
use shopkit::t;

use super::args::{Format, GroupAction};
use super::exit::CliError;
use super::output::SCHEMA_VERSION;
use super::session::Session;

pub fn run(action: &GroupAction, session: &mut Session) -> Result<(), CliError> {
    let texts = session.texts();
    let mut kit = session.kit()?;
    match action {
        GroupAction::List => {}
        GroupAction::Add { group, members } => kit.add_to_group(group, members)?,
        GroupAction::Remove { group, members } => kit.remove_from_group(group, members)?,
    }
    let groups = kit.shop_groups()?;
    let (GroupAction::Add { group, .. } | GroupAction::Remove { group, .. }) = action else {
        return list(&groups, session);
    };
    match groups.iter().find(|known| known.name == *group) {
        Some(known) => session.say(&t!(texts, "shop-group-has", group = group, shops = &known.shops)),
        None => session.say(&t!(texts, "shop-group-gone", group = group)),
    }
    Ok(())
}

fn list(groups: &[ShopGroup], session: &mut Session) -> Result<(), CliError> {
    if session.format == Format::Json {
        let groups: Vec<_> = groups.iter().map(|group| json!({ "group": group.name, "shops": group.shops })).collect();
        return session.json(&json!({ "schema_version": SCHEMA_VERSION, "groups": groups }));
    }
    if groups.is_empty() {
        session.say(&t!(session.texts(), "shop-no-groups"));
    }
    let columns = vec![Column::titled("group", "column-shop-group"), Column::of("shop")];
    let row = |group: &ShopGroup, shop: &String| vec![Datum::Text(group.name.clone()), Datum::Text(shop.clone())];
    let rows = groups.iter().flat_map(|group| group.shops.iter().map(move |shop| row(group, shop)));
    session.table(&Table::new(columns, rows.collect()))
}
