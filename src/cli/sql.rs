//! `shopkit sql`.

use std::time::Duration;

use shopkit::kit;
use shopkit::store::{Param, QuerySummary, TIME_LIMIT};
use shopkit::t;

use super::args::{Format, Sql};
use super::exit::{CliError, Exit};
use super::session::Session;

pub fn run(args: Sql, session: &mut Session) -> Result<Exit, CliError> {
    let database = session.database()?;
    let show_pii = session.global.show_pii;
    let params = params(args.param);
    let limit = limit(args.timeout);
    let answered = session.rows(|sink| Ok(kit::sql(&database, &args.statement, &params, show_pii, limit, sink)?))?;
    if answered.rows == 0 && session.format == Format::Table {
        session.say(&t!(session.texts(), "sql-no-rows"));
    }
    say_hidden(answered, session);
    Ok(Exit::Done)
}

/// Returns how long a query may take.
pub fn limit(seconds: Option<u64>) -> Duration {
    seconds.map_or(TIME_LIMIT, Duration::from_secs)
}

/// Makes the parameters of a query from options.
pub fn params(given: Vec<(String, String)>) -> Vec<Param> {
    given.into_iter().map(|(name, value)| Param { name, value }).collect()
}

/// Says that contact columns which the query asked for were hidden, where that is so.
pub fn say_hidden(summary: QuerySummary, session: &mut Session) {
    if summary.hidden {
        session.say(&t!(session.texts(), "sql-hidden"));
    }
}
