//! `shopkit orders`.

use shopkit::kit::Kit;
use shopkit::model::field::ALLIANCE;
use shopkit::report::orders::OrderFilter;

use super::args::{Format, OrderOptions, Orders, Scope};
use super::exit::{CliError, Exit};
use super::session::Session;

/// Lines that a table shows where the user names no limit.
const DEFAULT_LIMIT: u64 = 100;

pub fn run(args: Orders, session: &mut Session) -> Result<Exit, CliError> {
    let default = (session.format == Format::Table).then_some(DEFAULT_LIMIT);
    let filter = filter(&args.scope, args.options, default, session)?;
    let shop = args.scope.shop.as_deref();
    let kit = session.kit()?;
    let listed = session.rows(|sink| Ok(kit.orders(shop, &filter, sink)?))?;
    if listed.total > listed.shown {
        session.say(&session.pick(
            format!("显示 {} 行，共 {} 行；--limit 0 显示全部", listed.shown, listed.total),
            format!("{} of {} lines are shown; --limit 0 shows all", listed.shown, listed.total),
        ));
    } else if listed.total == 0 {
        say_none(&kit, shop, &filter, session)?;
    }
    Ok(Exit::Done)
}

/// Says that no line fits, and why that may be.
pub fn say_none(kit: &Kit, shop: Option<&str>, filter: &OrderFilter, session: &mut Session) -> Result<(), CliError> {
    session.say(session.pick("没有符合条件的订单", "no line fits"));
    name_statuses(kit, shop, filter, session)
}

/// Makes the filter that options ask for; `default` is the limit where none is named.
pub fn filter(
    scope: &Scope,
    options: OrderOptions,
    default: Option<u64>,
    session: &Session,
) -> Result<OrderFilter, CliError> {
    if let (Some(from), Some(to)) = (scope.from, scope.to)
        && from > to
    {
        return Err(CliError::Usage {
            message: session
                .pick(format!("--from {from} 在 --to {to} 之后"), format!("--from {from} is after --to {to}")),
            hint: session.pick("把两个日期对调", "turn the two days round").to_owned(),
        });
    }
    let (sort, ascending) = options.sort.unwrap_or_default();
    Ok(OrderFilter {
        statuses: words(&options.status),
        after_sales: words(&options.after_sale)
            .into_iter()
            .map(|word| if word == "无" { "-".to_owned() } else { word })
            .collect(),
        promotion: options.promotion.map(|name| promotion(&name)),
        product: options.product,
        from: scope.from,
        to: scope.to,
        search: options.search,
        sort,
        ascending,
        limit: options.limit.or(default).filter(|limit| *limit > 0),
    })
}

/// Names the statuses that there are, where one was asked for that no line has.
fn name_statuses(kit: &Kit, shop: Option<&str>, filter: &OrderFilter, session: &mut Session) -> Result<(), CliError> {
    let (statuses, after_sales) = kit.statuses(shop)?;
    for (asked, there, zh, en) in [
        (&filter.statuses, statuses, "订单状态", "order statuses"),
        (&filter.after_sales, after_sales, "售后状态", "after-sale statuses"),
    ] {
        if asked.iter().any(|word| word != "-" && !there.contains(word)) {
            let list = there.join(session.pick("、", ", "));
            session.say(&session.pick(format!("现有{zh}：{list}"), format!("there are these {en}: {list}")));
        }
    }
    Ok(())
}

/// Splits lists at the commas of either keyboard.
fn words(lists: &[String]) -> Vec<String> {
    lists
        .iter()
        .flat_map(|list| list.split([',', '，', '、']))
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn promotion(name: &str) -> String {
    match name {
        "alliance" => ALLIANCE.to_owned(),
        "none" => "无".to_owned(),
        other => other.to_owned(),
    }
}
