//! `shopkit orders`.

use shopkit::kit::Kit;
use shopkit::model::field::ALLIANCE;
use shopkit::model::lang::Explain;
use shopkit::report::named::ReportError;
use shopkit::report::orders::OrderFilter;
use shopkit::t;

use super::args::{Format, OrderOptions, Orders, Scope};
use super::exit::{CliError, Exit};
use super::session::Session;

/// The most lines that a table shows where the user gives no limit.
const DEFAULT_LIMIT: u64 = 100;

pub fn run(args: Orders, session: &mut Session) -> Result<Exit, CliError> {
    let default = (session.format == Format::Table).then_some(DEFAULT_LIMIT);
    let filter = filter(&args.scope, args.options, default, session)?;
    let shop = args.scope.shop.as_deref();
    let kit = session.kit()?;
    let listed = session.rows(|sink| Ok(kit.orders(shop, &filter, sink)?))?;
    if listed.total > listed.shown {
        session.say(&t!(session.texts(), "orders-shown", shown = listed.shown, total = listed.total));
    } else if listed.total == 0 {
        say_none(&kit, shop, &filter, session)?;
    }
    Ok(Exit::Done)
}

/// Says that no orders match, and why that may be.
pub fn say_none(kit: &Kit, shop: Option<&str>, filter: &OrderFilter, session: &mut Session) -> Result<(), CliError> {
    let texts = session.texts();
    session.say(&t!(texts, "orders-none"));
    let (statuses, after_sales) = kit.statuses(shop)?;
    let is_unknown =
        |wanted: &[String], known: &[String]| wanted.iter().any(|word| word != "-" && !known.contains(word));
    if is_unknown(&filter.statuses, &statuses) {
        session.say(&t!(texts, "orders-known-statuses", statuses = &statuses));
    }
    if is_unknown(&filter.after_sales, &after_sales) {
        session.say(&t!(texts, "orders-known-after-sales", statuses = &after_sales));
    }
    Ok(())
}

/// Makes the filter that the options describe; `default` is the limit where they give none.
pub fn filter(
    scope: &Scope,
    options: OrderOptions,
    default: Option<u64>,
    session: &Session,
) -> Result<OrderFilter, CliError> {
    let [from, to] = scope.days();
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let (error, texts) = (ReportError::DaysTurnedRound { from, to }, session.texts());
        return Err(CliError::Usage {
            message: texts.say(&error.message()),
            hint: texts.hint(error.hint()).unwrap_or_default(),
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
        from,
        to,
        search: options.search,
        sort,
        ascending,
        limit: options.limit.or(default).filter(|limit| *limit > 0),
    })
}

/// Splits lists at Chinese and at ASCII commas.
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
