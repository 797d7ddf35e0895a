//! `shopkit orders`.

use shopkit::kit::Kit;
use shopkit::report::orders::OrderFilter;

use super::args::{Format, Orders};
use super::exit::{CliError, Exit};
use super::session::Session;

/// Lines that a table shows where the user names no limit.
const DEFAULT_LIMIT: u64 = 100;

pub fn run(args: Orders, session: &mut Session) -> Result<Exit, CliError> {
    let default = (session.global.format == Format::Table).then_some(DEFAULT_LIMIT);
    let filter = OrderFilter {
        statuses: args.status,
        after_sales: args.after_sale,
        promotion: args.promotion.map(|name| promotion(&name)),
        product: args.product,
        from: args.from,
        to: args.to,
        search: args.search,
        sort: args.sort.0,
        ascending: args.sort.1,
        limit: args.limit.or(default).filter(|limit| *limit > 0),
    };
    let kit = Kit::open_existing(&session.database()?)?;
    let listed = session.rows(|sink| Ok(kit.orders(args.shop.as_deref(), &filter, sink)?))?;
    if listed.total > listed.shown {
        session.say(&session.pick(
            format!("显示 {} 行，共 {} 行；--limit 0 显示全部", listed.shown, listed.total),
            format!("{} of {} lines are shown; --limit 0 shows all", listed.shown, listed.total),
        ));
    } else if listed.total == 0 {
        session.say(session.pick("没有符合条件的订单", "no line fits"));
    }
    Ok(Exit::Done)
}

fn promotion(name: &str) -> String {
    match name {
        "alliance" => "精选联盟".to_owned(),
        "none" => "无".to_owned(),
        other => other.to_owned(),
    }
}
