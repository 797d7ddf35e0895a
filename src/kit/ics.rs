//! The events of an iCalendar file (RFC 5545), as far as they are holidays or working days.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::holidays_error::HolidaysProblem;
use crate::model::calendar::sub_days;
use crate::model::time::Stamp;

/// The beginning of every iCalendar.
const BEGINNING: &[u8] = b"BEGIN:VCALENDAR";

/// Marks a working day in the name of an event: 补班, 调休上班, （班）.
const WORK: char = '班';

/// Tells holidays from working days in Apple's calendars, which also have festivals that are neither.
const SPECIAL_DAY: &str = "X-APPLE-SPECIAL-DAY";

/// The most days of an event; a longer one is a mistake.
const LONGEST: i64 = 60;

/// Holds the days of an event, and whether they are working days.
pub(super) struct Event {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub is_work: bool,
}

/// Tells whether the content of a file is an iCalendar.
pub(super) fn is_calendar(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start().get(..BEGINNING.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(BEGINNING))
}

/// Reads a day written as `YYYYMMDD`.
pub(super) fn compact_day(text: &str) -> Option<NaiveDate> {
    let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_compact { NaiveDate::parse_from_str(text, "%Y%m%d").ok() } else { None }
}

/// Reads the events that are holidays or working days.
pub(super) fn events(bytes: &[u8]) -> Result<Vec<Event>, HolidaysProblem> {
    let mut events: Vec<Component> = Vec::new();
    let mut open: Vec<Component> = Vec::new();
    for property in properties(bytes)? {
        match property.name.as_str() {
            "BEGIN" => open.push(Component::new(property)),
            "END" => match open.pop() {
                Some(component) if component.is_called(&property.value) => {
                    if component.is_called("VEVENT") {
                        events.push(component);
                    }
                }
                Some(component) => return Err(component.unclosed()),
                None => return Err(property.bad()),
            },
            _ => {
                if let Some(component) = open.last_mut() {
                    component.take(property);
                }
            }
        }
    }
    if let Some(component) = open.pop() {
        return Err(component.unclosed());
    }
    let has_marks = events.iter().any(|event| event.marked_work.is_some());
    events.iter().filter(|event| !has_marks || event.marked_work.is_some()).map(Component::event).collect()
}

/// Holds a component of a calendar, such as an event.
struct Component {
    begin: Property,
    start: Option<Property>,
    end: Option<Property>,
    /// The line of a rule by which it repeats.
    repeats: Option<usize>,
    summary: String,
    /// Whether it is marked as a working day, or as a holiday.
    marked_work: Option<bool>,
}

impl Component {
    fn new(begin: Property) -> Self {
        Self { begin, start: None, end: None, repeats: None, summary: String::new(), marked_work: None }
    }

    fn is_called(&self, name: &str) -> bool {
        self.begin.value.eq_ignore_ascii_case(name)
    }

    fn unclosed(&self) -> HolidaysProblem {
        HolidaysProblem::Unclosed { line: self.begin.line }
    }

    fn take(&mut self, property: Property) {
        match property.name.as_str() {
            "DTSTART" => self.start = Some(property),
            "DTEND" => self.end = Some(property),
            "RRULE" | "RDATE" => self.repeats = Some(property.line),
            "SUMMARY" => self.summary = property.value,
            SPECIAL_DAY => {
                self.marked_work = match property.value.to_ascii_uppercase().as_str() {
                    "ALTERNATE-WORKDAY" => Some(true),
                    "WORK-HOLIDAY" => Some(false),
                    _ => None,
                }
            }
            _ => {}
        }
    }

    fn event(&self) -> Result<Event, HolidaysProblem> {
        if let Some(line) = self.repeats {
            return Err(HolidaysProblem::Repeats { line });
        }
        // An event without a start is named by the line on which it begins.
        let start = self.start.as_ref().unwrap_or(&self.begin);
        let first = start.day(TimeDelta::zero()).ok_or_else(|| start.bad())?;
        let last = match &self.end {
            None => first,
            // The end is not part of the event; where it equals the start, the event is that one day.
            Some(end) => end
                .day(TimeDelta::seconds(1))
                .filter(|last| *last >= sub_days(first, 1) && (*last - first).num_days() < LONGEST)
                .ok_or_else(|| end.bad())?
                .max(first),
        };
        Ok(Event { first, last, is_work: self.marked_work.unwrap_or_else(|| self.summary.contains(WORK)) })
    }
}

/// Holds a line of a calendar: `NAME;PARAMETER=...:VALUE`.
struct Property {
    line: usize,
    text: String,
    name: String,
    value: String,
}

impl Property {
    fn read(line: usize, bytes: Vec<u8>) -> Result<Self, HolidaysProblem> {
        let text = String::from_utf8(bytes)
            .map_err(|error| HolidaysProblem::bad_line(line, &String::from_utf8_lossy(error.as_bytes())))?;
        let mut is_quoted = false;
        let colon = text.find(|c: char| {
            is_quoted ^= c == '"';
            c == ':' && !is_quoted
        });
        let Some(colon) = colon else { return Err(HolidaysProblem::bad_line(line, &text)) };
        let name = text[..colon].split(';').next().unwrap_or_default().trim().to_ascii_uppercase();
        let value = text[colon + 1..].trim().to_owned();
        Ok(Self { line, text, name, value })
    }

    fn bad(&self) -> HolidaysProblem {
        HolidaysProblem::bad_line(self.line, &self.text)
    }

    /// Returns the Beijing day of a date, or of a moment some time before the one that is written.
    fn day(&self, before: TimeDelta) -> Option<NaiveDate> {
        let value = self.value.as_str();
        let (written, is_utc) = value.strip_suffix('Z').map_or((value, false), |written| (written, true));
        let (day, time) = written.split_once('T').unwrap_or((written, "000000"));
        let time = NaiveTime::parse_from_str(time, "%H%M%S").ok()?;
        let moment = compact_day(day)?.and_time(time).checked_sub_signed(before)?;
        Some(if is_utc { Stamp::from_utc(moment.and_utc()).day() } else { moment.date() })
    }
}

fn properties(bytes: &[u8]) -> Result<Vec<Property>, HolidaysProblem> {
    let lines = unfolded(bytes).into_iter().filter(|(_, line)| !line.trim_ascii().is_empty());
    lines.map(|(number, line)| Property::read(number, line)).collect()
}

/// Joins folded lines, which may be cut within a character, and numbers each by its first line.
fn unfolded(bytes: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line, lines.last_mut()) {
            ([b' ' | b'\t', rest @ ..], Some((_, whole))) => whole.extend_from_slice(rest),
            _ => lines.push((index + 1, line.to_vec())),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a calendar of one event with these lines, the first of which is the third of the file.
    fn calendar(lines: &[&str]) -> String {
        format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", lines.join("\r\n"))
    }

    fn read(text: &str) -> Result<Vec<(String, String, bool)>, HolidaysProblem> {
        let events = events(text.as_bytes())?.into_iter();
        Ok(events.map(|event| (event.first.to_string(), event.last.to_string(), event.is_work)).collect())
    }

    fn bad(line: usize, found: &str) -> HolidaysProblem {
        HolidaysProblem::BadLine { line, found: found.to_owned() }
    }

    #[test]
    fn an_event_has_the_days_before_its_end() {
        for (lines, first, last) in [
            (&["DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261008"][..], "2026-10-01", "2026-10-07"),
            (&["DTEND:20261008T000000", "DTSTART;TZID=\"Asia:Shanghai\":20261001T000000"], "2026-10-01", "2026-10-07"),
            (&["DTSTART:20260930T160000Z", "DTEND:20261007T160000Z"], "2026-10-01", "2026-10-07"),
            (&["DTSTART:20261001T090000", "DTEND:20261001T180000"], "2026-10-01", "2026-10-01"),
            (&["dtstart:20261001", "dtend:20261001"], "2026-10-01", "2026-10-01"),
            (&["DTSTART:20261001", "DURATION:P1D"], "2026-10-01", "2026-10-01"),
        ] {
            let expected = vec![(first.to_owned(), last.to_owned(), false)];
            assert_eq!(read(&calendar(lines)), Ok(expected), "{lines:?}");
        }
    }

    #[test]
    fn a_day_of_work_is_told_by_its_name() {
        for (name, is_work) in [("国庆节（班）", true), ("调休上班", true), ("国庆节", false), ("国庆节（休）", false)]
        {
            let text = calendar(&["DTSTART:20261010", &format!("SUMMARY:{name}")]);
            assert_eq!(read(&text).expect("an event")[0].2, is_work, "{name}");
        }
        // Some writers fold after so many bytes, wherever that is.
        let mut folded = calendar(&["DTSTART:20261010", "SUMMARY:国庆节班"]).into_bytes();
        let at = folded.windows(3).position(|bytes| bytes == "班".as_bytes()).expect("a mark");
        folded.splice((at + 1)..=at, *b"\r\n ");
        assert!(events(&folded).expect("an event")[0].is_work);
    }

    #[test]
    fn where_special_days_are_marked_other_events_are_festivals() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001\nSUMMARY:国庆节（休）\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY\n\
            END:VEVENT\nBEGIN:VEVENT\nDTSTART:20261010\nSUMMARY:国庆节\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\nEND:VEVENT\n\
            BEGIN:VEVENT\nDTSTART:20260308\nRRULE:FREQ=YEARLY\nSUMMARY:妇女节\nEND:VEVENT\nEND:VCALENDAR";
        let one = |day: &str, is_work| (day.to_owned(), day.to_owned(), is_work);
        assert_eq!(read(text), Ok(vec![one("2026-10-01", false), one("2026-10-10", true)]));
    }

    #[test]
    fn only_what_an_event_itself_says_counts() {
        let text = "begin:vcalendar\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=YEARLY\nEND:STANDARD\n\
            END:VTIMEZONE\nBEGIN:VEVENT\nDTSTART:20261001\nBEGIN:VALARM\nSUMMARY:上班\nDTEND:x\nEND:VALARM\n\nEND:VEVENT\n\
            BEGIN:VTODO\nRRULE:FREQ=DAILY\nEND:VTODO\nend:vcalendar";
        assert!(is_calendar(text.as_bytes()) && !is_calendar(b"BEGIN:VCARD"));
        assert_eq!(read(text), Ok(vec![("2026-10-01".to_owned(), "2026-10-01".to_owned(), false)]));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        for (lines, problem) in [
            (&["SUMMARY:国庆节"][..], bad(2, "BEGIN:VEVENT")),
            (&["DTSTART:2026-10-01"], bad(3, "DTSTART:2026-10-01")),
            (&["DTSTART:20261001T25"], bad(3, "DTSTART:20261001T25")),
            (&["DTSTART:20261001", "DTEND:20260901"], bad(4, "DTEND:20260901")),
            (&["DTSTART:20261001", "DTEND:99991231"], bad(4, "DTEND:99991231")),
            (&["SUMMARY:a", " b", "DTSTART"], bad(5, "DTSTART")),
            (&["DTSTART:20261001", "RRULE:FREQ=YEARLY"], HolidaysProblem::Repeats { line: 4 }),
            (&["DTSTART:20261001", "BEGIN:VALARM"], HolidaysProblem::Unclosed { line: 4 }),
        ] {
            assert_eq!(read(&calendar(lines)), Err(problem), "{lines:?}");
        }
        let cut = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001\n";
        assert_eq!(read(cut), Err(HolidaysProblem::Unclosed { line: 2 }));
        assert_eq!(read("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VEVENT"), Err(bad(3, "END:VEVENT")));
        let gb18030 = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:\xB0\xE0\nEND:VEVENT\nEND:VCALENDAR";
        assert!(matches!(events(gb18030), Err(HolidaysProblem::BadLine { line: 3, .. })));
    }
}
