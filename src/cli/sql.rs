//! `shopkit sql`.

use std::time::Duration;

use shopkit::kit;
use shopkit::store::Param;

use super::args::{Format, Sql};
use super::exit::{CliError, Exit};
use super::session::Session;

/// How long a query may run.
const LIMIT: Duration = Duration::from_secs(30);

pub fn run(args: Sql, session: &mut Session) -> Result<Exit, CliError> {
    let database = session.database()?;
    let params: Vec<Param> = args.param.into_iter().map(|(name, value)| Param { name, value }).collect();
    let show_pii = session.global.show_pii;
    let answered = session.rows(|sink| Ok(kit::sql(&database, &args.statement, &params, show_pii, LIMIT, sink)?))?;
    if answered.rows == 0 && session.format == Format::Table {
        session.say(session.pick("没有符合条件的行", "no rows"));
    }
    if answered.hidden {
        session.say(session.pick(
            "联系方式、留言和备注列读作空值（条件里也是）；加 --show-pii 可显示",
            "columns with contact data and notes read as NULL, in conditions too; --show-pii shows them",
        ));
    }
    Ok(Exit::Done)
}
