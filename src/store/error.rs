//! Why the database could not do something.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::guard;
use super::refusal::Refusal;
use super::time_limit::TIME_LIMIT;
use crate::model::export::Grain;
use crate::model::lang::{Explain, Lang};

/// Says why the database could not do something.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message_in(Lang::En))]
pub enum StoreError {
    /// There is no database at the path.
    NoDatabase(PathBuf),
    /// The file is not a database of this program.
    NotShopkit(PathBuf),
    /// A newer version of the program made the database; its version and the newest known.
    Newer(PathBuf, i64, i64),
    /// Another program is writing and did not finish in time.
    Locked(PathBuf),
    /// The disk or the quota is full.
    DiskFull(PathBuf),
    /// The system refuses to let the database be opened or written.
    NoPermission(PathBuf),
    /// The database is not written, or not even read, though nothing in it is broken.
    Refused(PathBuf, Refusal),
    /// The path of the database is that of a folder.
    IsFolder(PathBuf),
    /// The database file is damaged.
    Damaged(PathBuf),
    /// The database has several shops and none was named.
    ManyShops(Vec<String>),
    /// No shop has the name; the names there are.
    NoShop(String, Vec<String>),
    /// A shop has the name already.
    ShopExists(String),
    /// The shop has lines of the other grain.
    OtherGrain {
        /// The shop.
        shop: String,
        /// The grain of its lines.
        has: Grain,
        /// The grain of the file.
        file: Grain,
        /// The file.
        path: String,
    },
    /// A file makes the database grow out of proportion: the file, by how many bytes, and how many would be in proportion.
    TooLarge {
        /// The file.
        path: String,
        /// By how many bytes the database would grow.
        growth: u64,
        /// How many would be in proportion.
        bound: u64,
    },
    /// No import has the number.
    NoImport(i64),
    /// The statement is not one that only reads, or is more than one.
    NotReadOnly,
    /// The statement names a table behind the views, which hold contact data.
    InternalTable,
    /// The statement could join by columns of imports that are hidden.
    HiddenJoin,
    /// The statement cannot be run; what SQLite says.
    BadSql(String),
    /// The statement, or a text, blob or row that it makes or reads, is longer than it may be.
    TooLong,
    /// The statement ran longer than it may; seconds.
    TimeLimit(u64),
    /// A parameter is not in the statement.
    NoParameter(String),
    /// A parameter of the statement was given no value.
    NoValue(String),
    /// What was purged is gone from the data, but its bytes may still be in the file or its log.
    NotWiped(PathBuf, #[source] rusqlite::Error),
    /// The file that a copy should go to exists.
    Exists(PathBuf),
    /// An answer could not be written to where it should go.
    Output(#[source] std::io::Error),
    /// A folder or file beside the database does not belong to this account alone, or is a link.
    NotOwn(PathBuf),
    /// Anything else that SQLite reports.
    Sqlite(PathBuf, #[source] rusqlite::Error),
    /// A file operation beside SQLite failed.
    Io(PathBuf, #[source] std::io::Error),
}

impl StoreError {
    /// Tells what an error of SQLite means for the person who waits for the answer.
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::DiskFull) => Self::DiskFull(path),
            Some(ErrorCode::SystemIoFailure) if is_failed_write(&error) => Self::DiskFull(path),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::NoPermission(path),
            Some(ErrorCode::NotADatabase) => Self::NotShopkit(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(path),
            Some(ErrorCode::OperationInterrupted) => Self::TimeLimit(TIME_LIMIT.as_secs()),
            _ => Self::Sqlite(path, error),
        }
    }

    /// Tells whether the place of the database is what keeps it from being written.
    pub(super) fn is_of_place(&self) -> bool {
        matches!(self, Self::NoPermission(_) | Self::DiskFull(_))
    }

    /// Tells whether nothing can be stored in the database, though it may be read.
    pub fn is_only_read(&self) -> bool {
        self.is_of_place()
            || matches!(self, Self::Refused(_, Refusal::ReadOnly | Refusal::TwoNames | Refusal::Foreign(_)))
    }
}

/// Tells whether SQLite could not write, which nearly always means that a disk or a quota is full.
fn is_failed_write(error: &rusqlite::Error) -> bool {
    // SQLite empties the index of a log when it opens it, makes it larger, and has it in memory.
    const WRITES: [i32; 6] = [
        rusqlite::ffi::SQLITE_IOERR_WRITE,
        rusqlite::ffi::SQLITE_IOERR_FSYNC,
        rusqlite::ffi::SQLITE_IOERR_TRUNCATE,
        rusqlite::ffi::SQLITE_IOERR_SHMOPEN,
        rusqlite::ffi::SQLITE_IOERR_SHMSIZE,
        rusqlite::ffi::SQLITE_IOERR_SHMMAP,
    ];
    error.sqlite_error().is_some_and(|error| WRITES.contains(&error.extended_code))
}

impl Explain for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoDatabase(_) => "no-database",
            Self::NotShopkit(_) => "not-a-shopkit-database",
            Self::Newer(..) => "database-newer",
            Self::Locked(_) => "database-locked",
            Self::DiskFull(_) => "disk-full",
            Self::NoPermission(_) => "database-no-permission",
            Self::Refused(_, refusal) => refusal.code(),
            Self::IsFolder(_) => "is-folder",
            Self::Damaged(_) => "database-damaged",
            Self::ManyShops(_) => "which-shop",
            Self::NoShop(..) => "no-such-shop",
            Self::ShopExists(_) => "shop-exists",
            Self::OtherGrain { .. } => "other-grain",
            Self::TooLarge { .. } => "too-large",
            Self::NoImport(_) => "no-such-import",
            Self::NotReadOnly => "not-read-only",
            Self::InternalTable => "internal-table",
            Self::HiddenJoin => "hidden-join",
            Self::BadSql(_) => "bad-sql",
            Self::TooLong => "too-long",
            Self::TimeLimit(_) => "time-limit",
            Self::NoParameter(_) => "no-such-parameter",
            Self::NoValue(_) => "no-value",
            Self::NotWiped(..) => "not-wiped",
            Self::Exists(_) => "file-exists",
            Self::Output(_) => "output-failed",
            Self::NotOwn(_) => "not-own",
            Self::Sqlite(..) | Self::Io(..) => "database-failed",
        }
    }

    #[expect(clippy::too_many_lines, reason = "a sentence for each error, in both languages")]
    fn message_in(&self, lang: Lang) -> String {
        match self {
            Self::NoDatabase(path) => lang.pick(
                format!("“{}”：还没有数据库", path.display()),
                format!("\"{}\": there is no database yet", path.display()),
            ),
            Self::NotShopkit(path) => lang.pick(
                format!("“{}”：不是 shopkit 的数据库，未改动", path.display()),
                format!("\"{}\": not a database of shopkit; it was left as it is", path.display()),
            ),
            Self::Newer(path, found, known) => lang.pick(
                format!("“{}”：数据库版本 {found} 比本程序支持的 {known} 新，未改动", path.display()),
                format!("\"{}\": the database has version {found}, newer than the {known} that this program knows; it was left as it is", path.display()),
            ),
            Self::Locked(path) => lang.pick(
                format!("“{}”：另一个程序正在写入，等待 {} 秒后仍未结束", path.display(), super::BUSY.as_secs()),
                format!("\"{}\": another program is writing to it and was not done after {} seconds", path.display(), super::BUSY.as_secs()),
            ),
            Self::DiskFull(path) => lang.pick(
                format!("“{}”：磁盘已满或写入失败，数据库保持原样", path.display()),
                format!("\"{}\": the disk is full or cannot be written; the database is as it was", path.display()),
            ),
            Self::NoPermission(path) => lang.pick(
                format!("“{}”：没有打开或写入数据库的权限", path.display()),
                format!("\"{}\": no permission to open or write the database", path.display()),
            ),
            Self::Refused(path, refusal) => refusal.message_in(path, lang),
            Self::Damaged(path) => lang.pick(
                format!("“{}”：数据库文件已损坏", path.display()),
                format!("\"{}\": the database file is damaged", path.display()),
            ),
            Self::ManyShops(names) => lang.pick(
                format!("数据库里有多个店铺：{}", names.join("、")),
                format!("the database has several shops: {}", names.join(", ")),
            ),
            Self::NoShop(name, names) => lang.pick(
                format!("没有名为“{name}”的店铺；现有：{}", names.join("、")),
                format!("no shop is named \"{name}\"; there are: {}", names.join(", ")),
            ),
            Self::ShopExists(name) => lang.pick(format!("已有名为“{name}”的店铺"), format!("a shop named \"{name}\" exists already")),
            Self::OtherGrain { shop, has, file, path } => {
                let name = |grain: &Grain| match grain {
                    Grain::SubOrder => lang.pick("商品维度", "one row per sub-order"),
                    Grain::MainOrder => lang.pick("订单维度", "one row per main order"),
                };
                lang.pick(
                    format!("“{path}”：店铺“{shop}”已有“{}”的订单，这个文件是“{}”，两种不能混在一起", name(has), name(file)),
                    format!("\"{path}\": shop \"{shop}\" has lines with {}, and this file has {}; the two do not mix", name(has), name(file)),
                )
            }
            Self::TooLarge { path, growth, bound } => lang.pick(
                format!("“{path}”：内容和文件大小不相称，数据库会增大 {growth} 字节，按大小最多 {bound} 字节"),
                format!("\"{path}\": the database would grow by {growth} bytes, where {bound} would fit the size of the file"),
            ),
            Self::NoImport(id) => lang.pick(format!("没有编号为 {id} 的导入"), format!("no import has the number {id}")),
            Self::NotReadOnly => lang.pick("只能运行一条只读语句（SELECT）", "only one statement that reads (SELECT) can be run").to_owned(),
            Self::InternalTable => lang.pick(
                "语句提到了视图背后的内部表，其中有联系方式".to_owned(),
                "the statement names a table behind the views, which have contact data".to_owned(),
            ),
            Self::HiddenJoin => lang.pick("查询 imports 时不能用 NATURAL 或 USING，否则可以猜出隐藏列的内容", "NATURAL and USING are not allowed with imports, because its hidden columns could be guessed").to_owned(),
            Self::BadSql(detail) => lang.pick(format!("SQL 无法执行：{detail}"), format!("the SQL cannot be run: {detail}")),
            Self::TooLong => {
                let (value, sql) = (guard::LENGTH >> 10, guard::SQL_LENGTH >> 10);
                lang.pick(
                    format!("查询中有一个值或一行超过 {value} KiB，或语句本身超过 {sql} KiB，已停止"),
                    format!("a value or a row of the query is longer than {value} KiB, or the statement itself longer than {sql} KiB"),
                )
            }
            Self::TimeLimit(seconds) => lang.pick(
                format!("查询超过 {seconds} 秒，已停止"),
                format!("the query ran longer than {seconds} seconds and was stopped"),
            ),
            Self::NoParameter(name) => {
                lang.pick(format!("语句中没有参数“{name}”"), format!("the statement has no parameter \"{name}\""))
            }
            Self::NoValue(name) => {
                lang.pick(format!("语句中的参数“{name}”没有值"), format!("the parameter \"{name}\" has no value"))
            }
            Self::NotWiped(path, error) => lang.pick(
                format!("“{}”：数据已删除，但其字节可能还留在文件里：{error}", path.display()),
                format!("\"{}\": the data were deleted, but their bytes may still be in the file: {error}", path.display()),
            ),
            Self::Exists(path) => {
                lang.pick(format!("“{}”已存在，未覆盖", path.display()), format!("\"{}\" exists and was not overwritten", path.display()))
            }
            Self::Output(error) => {
                lang.pick(format!("写出结果失败：{error}"), format!("the answer could not be written: {error}"))
            }
            Self::NotOwn(path) => lang.pick(
                format!("“{}”是链接，或其他账号也能访问；未使用，也未删除", path.display()),
                format!("\"{}\" is a link, or other accounts have access to it; it was left untouched", path.display()),
            ),
            Self::Sqlite(path, error) => lang.pick(
                format!("“{}”：数据库操作失败：{error}", path.display()),
                format!("\"{}\": the database failed: {error}", path.display()),
            ),
            Self::Io(path, error) if error.kind() == std::io::ErrorKind::NotFound => lang.pick(
                format!("“{}”：所在的文件夹不存在", path.display()),
                format!("\"{}\": its folder does not exist", path.display()),
            ),
            Self::IsFolder(path) => {
                lang.pick(format!("“{}”是文件夹", path.display()), format!("\"{}\" is a folder", path.display()))
            }
            Self::Io(path, error) => {
                lang.pick(format!("“{}”：{error}", path.display()), format!("\"{}\": {error}", path.display()))
            }
        }
    }

    fn hint_in(&self, lang: Lang) -> Option<String> {
        let (zh, en) = match self {
            Self::NoDatabase(_) => ("先导入一个文件：shopkit import 文件", "import a file first: shopkit import FILE"),
            Self::IsFolder(_) | Self::NotShopkit(_) => ("用 --db 指定别的路径", "name another path with --db"),
            Self::Newer(..) => ("请升级 shopkit", "upgrade shopkit"),
            Self::Locked(_) => ("等另一个导入结束后再试", "try again when the other import is done"),
            Self::DiskFull(_) => (
                "腾出磁盘空间（或放宽 ulimit -f 的限制）后再试一次",
                "free some space, or raise the limit of ulimit -f, and try again",
            ),
            Self::Refused(_, refusal) => return Some(refusal.hint_in(lang)),
            Self::NoPermission(_) => (
                "检查文件和文件夹权限，或用 --db 指定别的路径",
                "check the permissions of the file and its folder, or name another path with --db",
            ),
            Self::Damaged(_) => (
                "从备份恢复，或换一个 --db 重新导入原始文件",
                "restore a backup, or import the original files again with another --db",
            ),
            Self::ManyShops(_) => ("用 --shop 指定店铺", "name one with --shop"),
            Self::NoShop(..) => {
                ("检查店铺名；新店铺用 import --shop 建立", "check the name; import --shop makes a new one")
            }
            Self::ShopExists(_) => ("店铺不能合并，请换一个名称", "shops are not merged; choose another name"),
            Self::OtherGrain { .. } => (
                "请按原来的维度重新导出，或用 --shop 另建一个店铺名导入",
                "export again the way the other files were, or import under another name with --shop",
            ),
            Self::TooLarge { .. } => (
                "请从后台重新下载；来历不明的文件不要信任",
                "download it again from the back office; do not trust a file of unknown origin",
            ),
            Self::NoImport(_) => ("shopkit imports 可列出所有导入", "shopkit imports lists them"),
            Self::NotReadOnly => ("改写数据请用 import 和 imports undo", "to change data use import and imports undo"),
            Self::InternalTable => (
                "请查询视图（如 订单 或 order_lines），或加 --show-pii",
                "ask the views, such as 订单 or order_lines, or add --show-pii",
            ),
            Self::HiddenJoin => (
                "请改用 JOIN … ON … 写明连接的列，或加 --show-pii",
                "join with ON and name the columns, or add --show-pii",
            ),
            Self::BadSql(_) => (
                "视图有 订单、售后单、佣金、结算账单、动账明细（中文列名）和 order_lines、after_sales、commissions、settlements、fund_flows（英文列名）；SELECT * FROM 订单 LIMIT 1 可看到所有列",
                "the views are 订单, 售后单, 佣金, 结算账单, 动账明细 (the export's headers) and order_lines, after_sales, commissions, settlements, fund_flows (English names); SELECT * FROM 订单 LIMIT 1 shows the columns",
            ),
            Self::TooLong => (
                "逐行返回，不要用 group_concat 等函数拼成一个值；某行的文本过长时不选那一列；长的 IN 列表可改成条件",
                "return rows instead of joining them into one value with group_concat; leave out a column with very long texts; put a condition in place of a long IN list",
            ),
            Self::TimeLimit(_) => (
                "加上条件或 LIMIT 缩小范围；sql 可用 --timeout 秒数 放宽",
                "narrow it with a condition or a LIMIT; sql takes --timeout SECONDS",
            ),
            Self::NoParameter(_) | Self::NoValue(_) => {
                ("语句中写 :名称，参数写 --param 名称=值", "write :NAME in the statement and --param NAME=VALUE")
            }
            Self::NotWiped(..) => (
                "关闭正在使用数据库的其他程序、腾出磁盘空间，然后再试一次",
                "close other programs that use the database, free some space, and try again",
            ),
            Self::Exists(_) => ("换一个文件名", "choose another name"),
            Self::NotOwn(_) => (
                "看看是谁放的，把它移走；数据库最好放在只有你能写入的文件夹里，所在的磁盘要能保存权限",
                "find out who put it there and move it away; keep the database in a folder that only you can write, on a disk that keeps permissions",
            ),
            Self::Output(_) | Self::Sqlite(..) | Self::Io(..) => return None,
        };
        Some(lang.pick(zh, en).to_owned())
    }
}
