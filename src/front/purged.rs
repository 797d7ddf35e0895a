//! What a purge took, in words.

use std::path::Path;

use shopkit::model::lang::Lang;
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

/// Says that a file beside the database was not touched.
pub fn left_behind(path: &Path, lang: Lang) -> String {
    let path = path.display();
    lang.pick(
        format!("{path} 是升级前的副本或中断的程序留下的文件，可能仍有这些数据"),
        format!("{path} is a copy from before an upgrade, or was left by a program that was stopped, and may still have the data"),
    )
}

/// Says that nobody looked for such files, and why.
pub fn not_looked(reason: &str, lang: Lang) -> String {
    lang.pick(
        format!("没有查看数据库旁边的文件，其中可能仍有这些数据：{reason}"),
        format!("the files beside the database were not looked at and may still have the data: {reason}"),
    )
}

/// Says what a purge cannot reach.
pub fn out_of_reach(lang: Lang) -> &'static str {
    lang.pick(
        "导入过的原文件、自己做的备份和导出的文件仍有这些数据，再次导入可能把它们带回",
        "the imported files, your backups and exports still have it, and importing those can bring it back",
    )
}
