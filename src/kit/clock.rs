//! The clock, and the times that files carry.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::Utc;

use crate::model::summary::ExportedFrom;
use crate::model::time::Stamp;

/// Returns the moment it is, in Beijing time.
pub fn now() -> Stamp {
    Stamp::from_utc(Utc::now())
}

/// Returns when an export was made, and how that is known: from the option, else from the Unix seconds or the time that its name
/// begins with, else from when the file was last written.
pub(super) fn exported_at(path: &Path, said: Option<Stamp>) -> (Stamp, ExportedFrom) {
    if let Some(stamp) = said {
        return (stamp, ExportedFrom::Option);
    }
    if let Some(stamp) = seconds_in_name(path).or_else(|| time_in_name(path)) {
        return (stamp, ExportedFrom::Name);
    }
    let written = fs::metadata(path).and_then(|meta| meta.modified()).ok();
    (written.and_then(plausible).unwrap_or_else(now), ExportedFrom::FileDate)
}

/// 2100-01-01 in Unix seconds.
const LAST_DATE: u64 = 4_102_444_800;

/// Turns the date of a file into a moment; nothing outside 1970 to 2100, when no export was made.
fn plausible(date: SystemTime) -> Option<Stamp> {
    let seconds = date.duration_since(UNIX_EPOCH).ok()?.as_secs();
    if seconds < LAST_DATE { Stamp::from_unix(i64::try_from(seconds).ok()?) } else { None }
}

/// From here on, ten digits are more likely a day and an hour, such as 2026010512, than seconds, which would be in 2033.
const DATE_LIKE: i64 = 2_015_010_100;

/// Reads names as the platform gives them: ten digits of Unix seconds, then `_`.
fn seconds_in_name(path: &Path) -> Option<Stamp> {
    let (digits, _) = path.file_name()?.to_str()?.split_once('_')?;
    if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = digits.parse().ok().filter(|seconds| *seconds < DATE_LIKE)?;
    Stamp::from_unix(seconds)
}

/// Reads names of downloaded bills: `DL`, then the Beijing time in 14 digits, whatever follows.
fn time_in_name(path: &Path) -> Option<Stamp> {
    let digits = path.file_name()?.to_str()?.strip_prefix("DL")?.get(..14)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let parts = [&digits[..4], &digits[4..6], &digits[6..8], &digits[8..10], &digits[10..12], &digits[12..]];
    let [year, month, day, hour, minute, second] = parts;
    Stamp::parse(&format!("{year}-{month}-{day} {hour}:{minute}:{second}"))
}

/// Returns the mark of the shop in a name as the platform gives it: the letters after the 32 hex digits.
pub(super) fn shop_mark(path: &Path) -> Option<&str> {
    seconds_in_name(path)?;
    let (_, rest) = path.file_stem()?.to_str()?.split_once('_')?;
    let (hex, mark) = rest.split_at_checked(32)?;
    // A browser adds ` (1)` to a second download.
    let mark = mark.split([' ', '(']).next()?;
    (hex.bytes().all(|b| b.is_ascii_hexdigit()) && !mark.is_empty()).then_some(mark)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn names_of_downloads_tell_when_and_which_shop() {
        let path = Path::new("folder/1768222209_0123456789abcdef0123456789abcdefzaHCLELw (1).csv");
        assert_eq!(exported_at(path, None).0.to_string(), "2026-01-12 20:50:09");
        let bill = Path::new("DL20260112205009123.csv");
        assert_eq!(
            exported_at(bill, None),
            (Stamp::parse("2026-01-12 20:50:09").expect("a moment"), ExportedFrom::Name)
        );
        assert_eq!(time_in_name(Path::new("DL20261399205009.csv")), None);
        assert_eq!(shop_mark(path), Some("zaHCLELw"));
        assert_eq!(shop_mark(Path::new("1768222209_orders.csv")), None);
        assert_eq!(shop_mark(Path::new("订单.xlsx")), None);
    }

    #[test]
    fn dates_of_files_that_no_export_has_count_for_nothing() {
        let after = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        assert_eq!(
            after(1_768_222_209).and_then(plausible).map(|s| s.to_string()).as_deref(),
            Some("2026-01-12 20:50:09")
        );
        assert_eq!(after(LAST_DATE).and_then(plausible), None);
        assert_eq!(after(i64::MAX as u64).and_then(plausible), None);
        assert_eq!(UNIX_EPOCH.checked_sub(Duration::from_secs(1)).and_then(plausible), None);
    }

    #[test]
    fn the_user_knows_best() {
        let said = Stamp::parse("2026-01-01 08:00");
        assert_eq!(Some(exported_at(Path::new("1768222209_x.csv"), said).0), said);
    }
}
