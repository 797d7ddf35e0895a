//! `shopkit orders`.

use shopkit::kit::{self, Kit};
use shopkit::model::field::ALLIANCE;
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::message::Arg;
use shopkit::model::near::nearest;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Basis, ReportError};
use shopkit::report::order_columns::{OrderColumn, USUAL};
use shopkit::report::order_filter::{Match, OrderFilter};
use shopkit::t;
use shopkit::texts::Texts;

use super::args::{Format, OrderOptions, Orders, Scope};
use super::exit::{CliError, Exit};
use super::session::Session;

/// The most lines that a table shows where the user gives no limit.
const DEFAULT_LIMIT: u64 = 100;

pub fn run(args: Orders, session: &mut Session) -> Result<Exit, CliError> {
    let default = (session.format == Format::Table).then_some(DEFAULT_LIMIT);
    let columns = columns(&args.options.columns, session)?.unwrap_or_else(|| USUAL.to_vec());
    let days = Days { basis: args.basis, on: args.on };
    let filter = filter(&args.scope, args.options, days, default, session)?;
    let shop = args.scope.shop.as_deref();
    let kit = session.kit()?;
    let listed = session.rows(|sink| Ok(kit.orders(shop, &filter, &columns, sink)?))?;
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

/// What puts a line on a day, and the moment as of which lines are due.
#[derive(Debug, Clone, Copy, Default)]
pub struct Days {
    pub basis: Option<Basis>,
    pub on: Option<Stamp>,
}

/// Finds the columns that are named, in either language; nothing where none are.
pub fn columns(names: &[String], session: &Session) -> Result<Option<Vec<OrderColumn>>, CliError> {
    let (texts, show_pii) = (session.texts(), session.global.show_pii);
    let names: Vec<String> = words(names);
    if names.is_empty() {
        return Ok(None);
    }
    let columns = names.iter().map(|name| column(name, show_pii).ok_or_else(|| unknown_column(name, show_pii, texts)));
    columns.collect::<Result<_, _>>().map(Some)
}

/// Finds a column by its key, by its header in exports, or by its heading in either language.
fn column(name: &str, show_pii: bool) -> Option<OrderColumn> {
    let has_heading = |column: &OrderColumn| {
        let heading = |lang| Texts::command(lang).heading(&column.column()).to_lowercase();
        [Lang::Zh, Lang::En].map(heading).contains(&name.to_lowercase())
    };
    let by_heading = || OrderColumn::all(show_pii).into_iter().find(has_heading);
    OrderColumn::by_name(name, show_pii).or_else(by_heading)
}

fn unknown_column(name: &str, show_pii: bool, texts: Texts) -> CliError {
    if column(name, true).is_some() {
        let message = t!(texts, "orders-hidden-column", name = name);
        return CliError::Usage { message, hint: t!(texts, "orders-hidden-column-hint") };
    }
    let all = OrderColumn::all(show_pii);
    let shown = |column: &OrderColumn| match column {
        OrderColumn::Field(field) if texts.lang == Lang::Zh => field.header().to_owned(),
        column => column.key().to_owned(),
    };
    let names: Vec<String> = all.iter().map(shown).collect();
    let message = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => t!(texts, "orders-unknown-column-near", name = name, near = near),
        None => t!(texts, "orders-unknown-column", name = name),
    };
    CliError::Usage { message, hint: t!(texts, "orders-unknown-column-hint", names = Arg::list(names)) }
}

/// Makes the filter that the options describe; `default` is the limit where they give none.
pub fn filter(
    scope: &Scope,
    options: OrderOptions,
    days: Days,
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
    let none = |word: String| if word == "无" { "-".to_owned() } else { word };
    let on = days.on.unwrap_or_else(kit::now);
    Ok(OrderFilter {
        statuses: words(&options.status),
        after_sales: words(&options.after_sale).into_iter().map(none).collect(),
        open_after_sale: options.open_after_sale,
        cancel_reason: options.cancel_reason,
        stage: options.stage,
        ship_by: options.ship_by.map(|ship_by| (ship_by, on)),
        promotion: options.promotion.as_deref().and_then(promotion),
        product: options.product,
        spec: options.spec,
        sku_code: options.sku_code,
        creator: options.creator,
        province: options.province,
        city: options.city,
        traffic_genre: options.traffic_genre,
        traffic_type: options.traffic_type,
        gift: options.gift,
        late_values: options.late_values,
        from,
        to,
        basis: days.basis.unwrap_or_default(),
        hour: options.hour,
        weekday: options.weekday,
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

/// Reads a type of promotion, which has the names of the export and ASCII ones.
fn promotion(name: &str) -> Option<Match> {
    match name {
        "alliance" => Some(Match::Is(ALLIANCE.to_owned())),
        "none" | "无" => Some(Match::Is("无".to_owned())),
        other => Match::parse(other),
    }
}
