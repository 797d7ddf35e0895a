//! 推广类型, where a file has no column for it.

use super::shape::Shape;
use crate::model::field::{ALLIANCE, Field, LATE};
use crate::model::record::Record;

/// Tells who sold, where the export has no column for it: a creator (精选联盟) or nobody (无).
///
/// 流量来源 decides. Without it, 广告渠道 may show a creator, but an empty one shows nothing.
pub(super) fn of(shape: &Shape, record: &Record) -> Option<&'static str> {
    let contains = |field, what: &str| record.text_of(field).is_some_and(|text| text.contains(what));
    if contains(Field::TrafficSource, ALLIANCE) || contains(Field::AdChannel, ALLIANCE) {
        Some(ALLIANCE)
    } else if shape.fields.contains(Field::TrafficSource) && !contains(Field::TrafficSource, LATE) {
        Some("无")
    } else {
        None
    }
}
