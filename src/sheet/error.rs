//! Why a file could not be read.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::aside::Death;
use super::damage::Damage;
use crate::model::lang::{Explain, Lang};

/// Says that a file could not be read, and which.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message_in(Lang::En))]
pub struct SheetError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub problem: Problem,
}

/// Says what is wrong with a file.
#[derive(Debug)]
pub enum Problem {
    /// There is no such file.
    NotFound,
    /// The system refuses to let it be read.
    NoPermission,
    /// It is a folder.
    IsFolder,
    /// It is a pipe, a device or a socket.
    NotAFile,
    /// Reading broke off.
    Io(io::Error),
    /// It has no bytes.
    EmptyFile,
    /// It is not the file any more that it was when it was opened.
    Changed,
    /// It is what a spreadsheet program leaves beside a workbook that it has open.
    OwnerFile,
    /// It is a web page.
    HtmlPage,
    /// It is a web page with a table in it, as many programs write under the name of a workbook.
    HtmlTable,
    /// It is a message of a server, in JSON.
    ServerMessage,
    /// It is a spreadsheet of a kind that is not read; which.
    OtherSpreadsheet(&'static str),
    /// It is an Excel 2003 XML file.
    XmlSpreadsheet,
    /// It is encrypted, with a password of its owner or with the one that a spreadsheet program knows.
    Password,
    /// It begins like a workbook and cannot be read to its end.
    Damaged(Damage),
    /// It is none of the formats that are read; what it seems to be.
    UnknownFormat(&'static str),
    /// It claims more than a workbook of orders can hold; how much, in numbers and never in words of the file.
    TooLarge(String),
    /// The workbook has no sheet of this name; the names it has.
    NoSuchSheet(String, Vec<String>),
    /// Where a quote ends is not certain, and it may swallow records; the line it opens on.
    OpenQuote(u64),
    /// A CR stands within a cell of the header on this line, in text whose lines end otherwise.
    BrokenHeader(u64),
    /// A cell after this row cannot be read.
    BadCell(u64, Damage),
    /// The process that read it ended before its time.
    Stopped(Death),
}

impl Problem {
    /// Joins the problem with the file it was found in.
    pub fn at(self, path: &Path) -> SheetError {
        SheetError { path: path.to_owned(), problem: self }
    }
}

impl From<Death> for Problem {
    fn from(death: Death) -> Self {
        Self::Stopped(death)
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            _ => Self::Io(error),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl Problem {
    fn text(&self, lang: Lang) -> String {
        match self {
            Self::NotFound => lang.pick("文件不存在".to_owned(), "no such file".to_owned()),
            Self::NoPermission => lang.pick("没有读取权限".to_owned(), "no permission to read it".to_owned()),
            Self::IsFolder => lang.pick("这是一个文件夹".to_owned(), "it is a folder".to_owned()),
            Self::NotAFile => lang.pick(
                "这不是普通文件，而是管道或设备".to_owned(),
                "it is no ordinary file but a pipe or a device".to_owned(),
            ),
            Self::Io(error) => lang.pick(format!("读取中断：{error}"), format!("reading broke off: {error}")),
            Self::EmptyFile => lang.pick("文件是空的（0 字节）".to_owned(), "the file is empty (0 bytes)".to_owned()),
            Self::Changed => {
                lang.pick("读取期间文件被改动".to_owned(), "the file changed while it was being read".to_owned())
            }
            Self::OwnerFile => lang.pick(
                "这是表格软件打开工作簿时留下的临时文件，不是工作簿本身".to_owned(),
                "it is the temporary file that marks a workbook as open, not the workbook".to_owned(),
            ),
            Self::HtmlTable => lang.pick(
                "内容是网页中的表格（HTML），不是表格文件".to_owned(),
                "it is a table in a web page (HTML), not a spreadsheet".to_owned(),
            ),
            Self::ServerMessage => lang.pick(
                "内容是服务器返回的消息（JSON），不是表格文件".to_owned(),
                "it is a message from a server (JSON), not a spreadsheet".to_owned(),
            ),
            Self::OtherSpreadsheet(what) => lang.pick(
                format!("这是 {what} 表格，无法直接读取"),
                format!("it is a spreadsheet in the format {what}, which is not read"),
            ),
            Self::HtmlPage => lang.pick(
                "内容是网页（HTML），不是表格文件".to_owned(),
                "it is a web page (HTML), not a spreadsheet".to_owned(),
            ),
            Self::XmlSpreadsheet => lang.pick(
                "这是 Excel 2003 XML 表格，无法直接读取".to_owned(),
                "it is an Excel 2003 XML spreadsheet, which is not read".to_owned(),
            ),
            Self::Password => lang.pick(
                "工作簿设有密码或已加密".to_owned(),
                "the workbook is encrypted or protected with a password".to_owned(),
            ),
            Self::Damaged(damage) => lang.pick(
                format!("文件不完整或已损坏（{}）", damage.text(lang)),
                format!("the file is incomplete or damaged ({})", damage.text(lang)),
            ),
            Self::UnknownFormat(what) => lang.pick(
                format!("不是可读的表格格式（看起来是：{what}）"),
                format!("not a spreadsheet that can be read (it looks like: {what})"),
            ),
            Self::TooLarge(detail) => lang.pick(
                format!("文件声明的内容大得不合常理（{detail}）"),
                format!("the file claims more content than is plausible ({detail})"),
            ),
            Self::NoSuchSheet(name, have) => lang.pick(
                format!("没有名为“{name}”的工作表；现有：{}", have.join("、")),
                format!("no sheet named \"{name}\"; it has: {}", have.join(", ")),
            ),
            Self::OpenQuote(line) => lang.pick(
                format!("无法确定第 {line} 行的引号在哪里结束，后面的内容无法分行"),
                format!(
                    "it is not certain where a quote on line {line} ends, so the lines after it cannot be told apart"
                ),
            ),
            Self::BrokenHeader(line) => lang.pick(
                format!("第 {line} 行的表头里有多余的回车符，无法确定各列"),
                format!("the header on line {line} has a stray carriage return in it, so its columns are not certain"),
            ),
            Self::BadCell(row, damage) => lang.pick(
                format!("第 {row} 行之后有无法读取的单元格（{}）", damage.text(lang)),
                format!("a cell after row {row} cannot be read ({})", damage.text(lang)),
            ),
            Self::Stopped(death) => death.text(lang),
        }
    }
}

impl Explain for SheetError {
    fn code(&self) -> &'static str {
        match self.problem {
            Problem::NotFound => "not-found",
            Problem::NoPermission => "no-permission",
            Problem::IsFolder => "is-folder",
            Problem::NotAFile => "not-a-file",
            Problem::Io(_) => "read-failed",
            Problem::EmptyFile => "empty-file",
            Problem::Changed => "file-changed",
            Problem::OwnerFile => "owner-file",
            Problem::HtmlPage | Problem::HtmlTable => "html-page",
            Problem::ServerMessage => "server-message",
            Problem::OtherSpreadsheet(_) => "other-spreadsheet",
            Problem::XmlSpreadsheet => "xml-spreadsheet",
            Problem::Password => "password-protected",
            Problem::Damaged(_) => "damaged-file",
            Problem::UnknownFormat(_) => "unknown-format",
            Problem::TooLarge(_) => "too-large",
            Problem::NoSuchSheet(..) => "no-such-sheet",
            Problem::OpenQuote(_) => "open-quote",
            Problem::BrokenHeader(_) => "broken-header",
            Problem::BadCell(..) => "bad-cell",
            Problem::Stopped(_) => "reader-stopped",
        }
    }

    fn message_in(&self, lang: Lang) -> String {
        let path = self.path.display();
        lang.pick(format!("“{path}”：{}", self.problem.text(lang)), format!("\"{path}\": {}", self.problem.text(lang)))
    }

    fn hint_in(&self, lang: Lang) -> Option<String> {
        let (zh, en) = match self.problem {
            Problem::NotFound => {
                ("请检查路径；带空格的路径要加引号", "check the path; put it in quotes if it has spaces")
            }
            Problem::NoPermission => {
                ("请检查文件权限，或先在 Excel 里关闭它", "check its permissions, or close it in Excel first")
            }
            Problem::IsFolder => ("请写出其中的文件，例如 文件夹/*.csv", "name the files in it, such as FOLDER/*.csv"),
            Problem::NotAFile => ("请先把内容存成文件再导入", "save what it gives to a file, and name that file"),
            Problem::EmptyFile | Problem::Damaged(_) => (
                "下载可能没有完成，请从后台重新下载",
                "the download may not have finished; download it again from the back office",
            ),
            Problem::HtmlPage => (
                "登录可能已过期，下载到的是网页；请重新登录后台再下载",
                "the login may have run out, so that a page was saved; log in to the back office and download again",
            ),
            Problem::Changed => (
                "请等文件下载或保存完成后再导入",
                "wait until it is downloaded or saved completely, and import it again",
            ),
            Problem::OwnerFile => (
                "请关闭工作簿，导入文件名不带 ~ 的那个文件",
                "close the workbook, and import the file whose name has no ~",
            ),
            Problem::ServerMessage => (
                "导出没有成功；请重新登录后台再下载",
                "the export did not succeed; log in to the back office and download again",
            ),
            Problem::OtherSpreadsheet("Numbers") => (
                "在 Numbers 中选“文件 > 导出为 > Excel”，另存为 .xlsx 后再导入",
                "in Numbers choose File > Export To > Excel, save it as .xlsx and import that",
            ),
            Problem::HtmlTable | Problem::XmlSpreadsheet | Problem::OtherSpreadsheet(_) => (
                "用 Excel 或 WPS 打开，另存为 .xlsx 后再导入",
                "open it in Excel or WPS, save it as .xlsx and import that",
            ),
            Problem::Password => (
                "用 Excel 或 WPS 打开，去掉密码和工作簿保护，另存为 .xlsx 后再导入",
                "open it in Excel or WPS, take off its password and its workbook protection, save it as .xlsx and import that",
            ),
            Problem::UnknownFormat(_) => (
                "可导入 .xlsx .xls .xlsb .ods .csv；压缩包请先解压",
                ".xlsx .xls .xlsb .ods .csv are read; unpack an archive first",
            ),
            Problem::TooLarge(_) => (
                "请从后台重新下载；不要打开来历不明的文件",
                "download it again from the back office; do not trust a file of unknown origin",
            ),
            Problem::NoSuchSheet(..) => ("用 shopkit inspect 查看工作表名", "shopkit inspect lists the sheets"),
            Problem::OpenQuote(_) => (
                "请从后台重新导出；如手工改过文件，请检查该行的引号",
                "export it again; if the file was edited by hand, check the quotes on that line",
            ),
            Problem::BrokenHeader(_) => (
                "请从后台重新导出；如手工合并或改过文件，请检查表头一行",
                "export it again; if files were put together or edited by hand, check the line of the header",
            ),
            Problem::Stopped(_) => (
                "用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv 后再导入；不要打开来历不明的文件",
                "open it in Excel or WPS, save it as .xlsx or .csv and import that; do not trust a file of unknown origin",
            ),
            Problem::BadCell(..) | Problem::Io(_) => {
                ("请从后台重新下载后再试", "download it again from the back office and try again")
            }
        };
        Some(lang.pick(zh, en).to_owned())
    }
}
