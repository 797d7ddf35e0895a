//! What a purge took, in words.

use shopkit::store::Purged;

/// Names the counts: for programs, in Chinese and in English.
pub fn named(purged: Purged) -> [(&'static str, &'static str, &'static str, usize); 5] {
    [
        ("lines", "订单行", "order lines", purged.lines),
        ("versions", "旧版本", "older versions", purged.versions),
        ("entries", "其他导出的行", "rows of other exports", purged.entries),
        ("rejects", "被拒的行", "rejected rows", purged.rejects),
        ("imports", "导入记录", "imports", purged.imports),
    ]
}
