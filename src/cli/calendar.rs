//! The dates of a verdict as a calendar file.

use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate};
use icalendar::{Calendar, Component, Event, EventLike};
use shopkit::kit::Checked;
use shopkit::model::calendar::add_days;
use shopkit::model::fact::FactValue;

use super::exit::CliError;
use super::session::Session;

/// Facts whose day in a calendar keeps a seller from missing it.
const EXPIRIES: [&str; 2] = ["licence.expires_on", "person.id_expires_on"];

/// Writes the earliest day and the expiries of papers as all-day events.
pub fn write(path: &Path, checked: &Checked<'_>, session: &mut Session) -> Result<(), CliError> {
    let verdict = &checked.verdict;
    let lang = session.lang;
    let mut calendar = Calendar::new();
    calendar.name("shopkit");
    let mut add = |id: &str, day: NaiveDate, summary: &str| {
        let uid = format!("{}-{id}-{day}@shopkit", verdict.check.as_str());
        let mut event = Event::new();
        // A stamp from the day judged on keeps the file the same for the same verdict.
        let stamp = verdict.on.and_hms_opt(0, 0, 0).map(|time| DateTime::from_naive_utc_and_offset(time, chrono::Utc));
        if let Some(stamp) = stamp {
            event.timestamp(stamp);
        }
        // The end of an all-day event is the day after it (RFC 5545, 3.6.1).
        event.uid(&uid).summary(summary).description(verdict.disclaimer(lang)).starts(day).ends(add_days(day, 1));
        calendar.push(event.done());
    };
    if let Some(day) = verdict.earliest {
        add("earliest", day, session.pick("最早可以申请的一天", "The earliest day to apply"));
    }
    for name in EXPIRIES {
        let day = verdict.facts.value(name).and_then(FactValue::day);
        if let (Some(day), Some(fact)) = (day, verdict.ruleset.fact(name)) {
            add(name, day, fact.title.pick(lang));
        }
    }
    fs::write(path, calendar.to_string()).map_err(|error| CliError::Usage {
        message: session.pick(
            format!("“{}”：无法写入：{error}", path.display()),
            format!("\"{}\" cannot be written: {error}", path.display()),
        ),
        hint: session
            .pick("检查文件夹是否存在、是否有写入权限", "check that its folder exists and may be written")
            .to_owned(),
    })?;
    let shown = path.display();
    session.say(&session.pick(format!("日历已写入 {shown}"), format!("calendar written to {shown}")));
    Ok(())
}
