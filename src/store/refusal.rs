//! Why a database is not written, or not even read, though nothing in it is broken.

use std::path::Path;

use super::place::is_reserved;
use super::schema::ForeignObject;
use crate::model::lang::Lang;

/// Objects of others that a message names; the check names all.
const NAMED: usize = 5;

/// Says why a database is not written, or not even read.
#[derive(Debug)]
pub enum Refusal {
    /// The path is that of a device, a pipe or memory, where nothing would be kept.
    KeepsNothing,
    /// Its place can only be read.
    ReadOnly,
    /// It is of an older version, and its place can only be read.
    NotUpgraded,
    /// What the log beside it has cannot be read, since nothing can be written there.
    LogUnread,
    /// Another program wrote to it while it was read without locks.
    ChangedMeanwhile,
    /// Its file has a second name (a hard link), under which another program may write a log that this one does not see.
    TwoNames,
    /// It has what is not of this program.
    Foreign(Vec<ForeignObject>),
}

impl Refusal {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::KeepsNothing => "keeps-nothing",
            Self::ReadOnly => "database-read-only",
            Self::NotUpgraded => "database-not-upgraded",
            Self::LogUnread => "database-log-unread",
            Self::ChangedMeanwhile => "database-changed",
            Self::TwoNames => "two-names",
            Self::Foreign(_) => "foreign-objects",
        }
    }

    pub(super) fn message_in(&self, path: &Path, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::KeepsNothing if !cfg!(windows) && is_reserved(path) => (
                "不能存放数据库：在 Windows 上这是设备或管道",
                "cannot hold a database: on Windows it is a device or a pipe",
            ),
            Self::KeepsNothing => {
                ("不能存放数据库：这是设备、管道或内存", "cannot hold a database: it is a device, a pipe or memory")
            }
            Self::ReadOnly => ("数据库只能读取，无法写入", "the database can be read, but not written"),
            Self::NotUpgraded => (
                "数据库是旧版本，要先升级，但这里不能写入",
                "the database is of an older version and must be upgraded first, but it cannot be written here",
            ),
            Self::LogUnread => (
                "数据库旁的日志有尚未写入的内容；读取它需要这里的写入权限",
                "the log beside the database holds unread changes, and reading them needs write access here",
            ),
            Self::ChangedMeanwhile => (
                "读取时另一个程序写入了数据库，以上结果可能有误",
                "another program wrote to the database while it was read; the answer may be wrong",
            ),
            Self::TwoNames => (
                "数据库文件还有另一个名称（硬链接），因此不写入",
                "the database file has a second name (a hard link), so nothing is written into it",
            ),
            Self::Foreign(_) => (
                "数据库被其他程序改过，因此不写入",
                "another program has changed the database, so nothing is written into it",
            ),
        };
        let objects = if let Self::Foreign(objects) = self { named(objects, lang) } else { String::new() };
        lang.pick(format!("“{}”：{zh}{objects}", path.display()), format!("\"{}\": {en}{objects}", path.display()))
    }

    pub(super) fn hint_in(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::KeepsNothing => ("用 --db 指定一个普通文件", "name an ordinary file with --db"),
            Self::ReadOnly | Self::NotUpgraded | Self::LogUnread => (
                "检查文件和文件夹的写入权限，或把数据库文件（连同 -wal 文件）复制到可以写入的文件夹，再用 --db 指定",
                "check that the file and its folder may be written, or copy the database, with its -wal file if there is one, to a folder that may, and name it with --db",
            ),
            Self::TwoNames => (
                "删除另一个名称，或把数据库复制成一个新文件，再用 --db 指定",
                "delete the other name, or copy the database to a new file and name it with --db",
            ),
            Self::ChangedMeanwhile => ("等另一个程序写完后再试", "try again when the other program is done"),
            Self::Foreign(_) => (
                "shopkit db check 会全部列出；请从备份恢复，或用另一个 --db 重新导入原始文件",
                "shopkit db check lists all of them; restore a backup, or import the original files again with another --db",
            ),
        };
        lang.pick(zh, en).to_owned()
    }
}

/// Names the first objects and says how many more there are.
fn named(objects: &[ForeignObject], lang: Lang) -> String {
    let first: Vec<String> = objects.iter().take(NAMED).map(|object| object.text(lang)).collect();
    let list = first.join(lang.pick("、", ", "));
    match objects.len().checked_sub(NAMED) {
        None | Some(0) => lang.pick(format!("：{list}"), format!(": {list}")),
        Some(more) => lang.pick(format!("：{list}，还有 {more} 项"), format!(": {list} and {more} more")),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn devices_of_windows_are_said_to_be_so() {
        let message = |path| Refusal::KeepsNothing.message_in(Path::new(path), Lang::En);
        assert_eq!(message("a/con.db"), "\"a/con.db\": cannot hold a database: on Windows it is a device or a pipe");
        for path in ["/dev/null", ":memory:"] {
            assert!(message(path).ends_with("it is a device, a pipe or memory"), "{path}");
        }
    }
}
