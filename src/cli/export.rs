//! `shopkit export`.

use std::path::Path;
use std::time::Duration;

use shopkit::kit::{self, KitError};
use shopkit::model::near::nearest;
use shopkit::model::table::Table;
use shopkit::report::named::{Basis, Report};
use shopkit::t;
use shopkit::texts::Texts;

use super::args::{Export, OrderOptions, ReportSettings, Scope};
use super::exit::{CliError, Exit};
use super::export_file::{Caption, Form, form, write};
use super::orders::Days;
use super::session::Session;
use super::{export_split, lake, orders, overview, report, sql};
use crate::front::views::report::ReportHead;

/// The prefix of a query.
const SQL: &str = "sql";

pub fn run(args: Export, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let takes_format = args.split_by.is_some() || args.name == lake::NAME;
    if session.global.output.is_some() || (session.global.format.is_some() && !takes_format) {
        return Err(CliError::Usage {
            message: t!(texts, "export-with-output"),
            hint: t!(texts, "export-with-output-hint"),
        });
    }
    let Export { name, file, scope, options, mut settings, split_by, param, timeout, buyer_key } = args;
    let query = name.strip_prefix(SQL).and_then(|rest| rest.strip_prefix([':', '：']));
    let param_given = (!param.is_empty()).then_some("--param").or(timeout.map(|_| "--timeout"));
    // The only settings of reports that orders take as well.
    let is_orders =
        name == "orders" && settings.basis.is_none_or(|basis| matches!(basis, Basis::Submitted | Basis::Paid));
    let days = if is_orders { Days { basis: settings.basis.take(), on: settings.on.take() } } else { Days::default() };
    if let Some(by) = split_by {
        let columns_given = (!options.columns.is_empty()).then_some("--columns");
        let unfit_for_split =
            settings.given().or(param_given).or((name != "orders").then_some("--split-by")).or(columns_given);
        return match unfit_for_split {
            None => export_split::run(&file, by, &scope, options, days, session),
            Some(option) => Err(unfit(option, &name, t!(texts, "export-split-orders-hint"), texts)),
        };
    }
    if name == lake::NAME {
        let given = scope.given_days().or(options.given()).or(settings.given_besides_shops()).or(param_given);
        return match given {
            None => lake::export(&file, scope.shop.as_deref(), &settings, buyer_key.as_deref(), session),
            Some(option) => Err(unfit(option, lake::NAME, t!(texts, "export-lake-hint"), texts)),
        };
    }
    if buyer_key.is_some() {
        return Err(unfit("--buyer-key", &name, t!(texts, "export-buyer-key-hint"), texts));
    }
    match (name.as_str(), query) {
        ("orders", _) => match settings.given().or(param_given) {
            None => write_orders(&file, &scope, options, days, session),
            Some(option) => Err(unfit(option, &name, t!(texts, "export-orders-hint"), texts)),
        },
        (_, Some(statement)) => match scope.given().or(options.given()).or(settings.given()) {
            None => write_query(&file, statement, param, sql::limit(timeout), session),
            Some(option) => Err(unfit(option, "sql:", t!(texts, "export-query-hint"), texts)),
        },
        (overview::NAME, None) => match options.given().or(settings.given_not_for_overview()).or(param_given) {
            None => overview::write(&file, &scope, &settings, session),
            Some(option) => Err(unfit(option, overview::NAME, t!(texts, "export-overview-hint"), texts)),
        },
        (name, None) => {
            let report = Report::by_name(name).ok_or_else(|| unknown_name(name, texts))?;
            match options.given().or(param_given) {
                None => write_report(&file, report, &scope, &settings, session),
                Some(option) => Err(KitError::from(report.unfit(option)).into()),
            }
        }
    }
}

fn unfit(option: &str, name: &str, hint: String, texts: Texts) -> CliError {
    CliError::Usage { message: t!(texts, "export-option-unfit", option = option, name = name), hint }
}

fn write_orders(
    path: &Path,
    scope: &Scope,
    options: OrderOptions,
    days: Days,
    session: &mut Session,
) -> Result<Exit, CliError> {
    let texts = session.texts();
    let form = form(path, texts)?;
    let shop = scope.shop.as_deref();
    let columns = orders::columns(&options.columns, session)?;
    let filter = orders::filter(scope, options, days, None, session)?;
    let kit = session.kit()?;
    let show_pii = session.global.show_pii;
    let caption = Caption::titled(t!(texts, "orders-title"));
    if let Some(columns) = columns {
        let listed = write(path, form, &caption, session, |sink| Ok(kit.orders(shop, &filter, &columns, sink)?))?;
        if listed.total == 0 {
            orders::say_none(&kit, shop, &filter, session)?;
        }
        return Ok(Exit::Done);
    }
    let written = write(path, form, &caption, session, |sink| Ok(kit.order_sheet(shop, &filter, show_pii, sink)?))?;
    if written.lines == 0 {
        orders::say_none(&kit, shop, &filter, session)?;
    } else if let Some(at) = &written.as_of {
        // By its own date, the file would count as newer than the data in it.
        session.say(&t!(texts, "export-as-of", at = at));
    }
    if !written.left_out.is_empty() {
        session.say(&t!(texts, "export-columns-left-out", columns = &written.left_out));
    }
    Ok(Exit::Done)
}

fn write_query(
    path: &Path,
    statement: &str,
    params: Vec<(String, String)>,
    limit: Duration,
    session: &mut Session,
) -> Result<Exit, CliError> {
    let form = form(path, session.texts())?;
    let database = session.database()?;
    let params = sql::params(params);
    let show_pii = session.global.show_pii;
    let caption = Caption::titled(t!(session.texts(), "export-query-title"));
    let answered = write(path, form, &caption, session, |sink| {
        Ok(kit::sql(&database, statement, &params, show_pii, limit, sink)?)
    })?;
    sql::say_hidden(answered, session);
    Ok(Exit::Done)
}

fn write_report(
    path: &Path,
    report: Report,
    scope: &Scope,
    settings: &ReportSettings,
    session: &mut Session,
) -> Result<Exit, CliError> {
    let form = form(path, session.texts())?;
    let options = report::options(report, scope, settings)?;
    let kit = session.kit()?;
    // The text above the rows is known only when the rows are.
    let mut table = Table::default();
    let notes = kit.report_of(report, &settings.shops(scope.shop.as_deref()), &options, &mut table)?;
    let head = ReportHead::of(report, &notes, session.texts());
    let caption = Caption { title: head.title.clone(), head: Some(head) };
    write(path, form, &caption, session, |sink| Ok(table.write_to(sink)?))?;
    // A page contains them; the other formats are for programs and for sums.
    if let Some(head) = caption.head.filter(|_| form != Form::Html) {
        session.say(&head.scope);
        report::say_notes(&head.notes, session);
    }
    Ok(Exit::Done)
}

fn unknown_name(name: &str, texts: Texts) -> CliError {
    let reports = || Report::ALL.iter().map(|report| report.name());
    let hint = match nearest(name, ["orders", overview::NAME, lake::NAME, SQL].into_iter().chain(reports())) {
        Some(near) if near != SQL => t!(texts, "export-near-name", near = near),
        // Names to type are separated by ASCII commas in both languages.
        _ => t!(texts, "export-names", reports = reports().collect::<Vec<_>>().join(", ")),
    };
    CliError::Usage { message: t!(texts, "export-unknown-name", name = name), hint }
}
