//! What is broken in a file, in words of our own.
//!
//! Readers of workbooks quote what they stumble over, which may be the phone of a buyer. So nothing that they say is passed on but
//! which kind of error it was.

use calamine::XlsError;

use super::error::Problem;
use crate::model::lang::Lang;

/// Says what is broken in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// The archive is cut off or cannot be unpacked.
    Archive,
    /// A part of the archive comes twice, or readers could take one for the other.
    Twice,
    /// Parts of the archive lie over one another.
    Overlap,
    /// A part or a sheet is not there.
    Missing,
    /// There is a document type, which no workbook may have.
    DocumentType,
    /// XML is not well-formed.
    Xml,
    /// Rows or cells stand twice in one place, or in no order.
    Order,
    /// There is nothing in the archive.
    Empty,
    /// Something ends before it is complete.
    CutOff,
    /// A value is none of the kind that it says it is.
    Value,
    /// The place of a cell is none.
    Place,
    /// Text is not in the encoding that it should be in.
    Encoding,
    /// A part does not have the form that its reader knows.
    Form,
    /// The reader gave up before.
    GivenUp,
}

impl Damage {
    const ALL: [Self; 14] = [
        Self::Archive,
        Self::Twice,
        Self::Overlap,
        Self::Missing,
        Self::DocumentType,
        Self::Xml,
        Self::Order,
        Self::Empty,
        Self::CutOff,
        Self::Value,
        Self::Place,
        Self::Encoding,
        Self::Form,
        Self::GivenUp,
    ];

    /// Returns its number between processes.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// Returns the damage of a number.
    pub(super) fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|damage| damage.number() == number)
    }

    /// Says so in a language.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Archive => ("压缩包不完整或无法解开", "the archive is cut off or cannot be unpacked"),
            Self::Twice => ("同一部分出现两次", "a part that comes twice"),
            Self::Overlap => ("压缩包里有互相重叠的部分", "parts that lie over one another"),
            Self::Missing => ("缺少必要的部分", "a part is missing"),
            Self::DocumentType => ("含有工作簿不该有的文档类型声明", "a document type, which no workbook may have"),
            Self::Xml => ("XML 有错误", "XML that is not well-formed"),
            Self::Order => {
                ("行或单元格的位置重复或次序颠倒", "rows or cells that stand twice in one place or in no order")
            }
            Self::Empty => ("压缩包是空的", "an archive with nothing in it"),
            Self::CutOff => ("内容提前结束", "it ends before it is complete"),
            Self::Value => ("有值与其类型不符", "a value that is none of its kind"),
            Self::Place => ("单元格的位置无效", "a cell in no valid place"),
            Self::Encoding => ("文字编码有错误", "text in a wrong encoding"),
            Self::Form => ("某个部分的形式不对", "a part of an unknown form"),
            Self::GivenUp => ("先前已发现无法读取", "it was found to be unreadable before"),
        };
        lang.pick(zh, en)
    }
}

impl From<Damage> for Problem {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

/// Says what is wrong with a part that cannot be unpacked to its end.
pub(super) fn of_unpacking(error: std::io::Error) -> Problem {
    match error.kind() {
        // The entry says that it is shorter, or the checksum does not fit.
        _ if error.raw_os_error().is_some() => Problem::from(error),
        std::io::ErrorKind::QuotaExceeded => {
            Problem::TooLarge(format!("a piece of more than {} bytes", super::limits::MAX_PIECE))
        }
        _ => Damage::Archive.into(),
    }
}

pub(super) fn of_xls(error: &XlsError) -> Problem {
    match error {
        XlsError::Password => return Problem::Password,
        XlsError::Len { .. } | XlsError::ContinueRecordTooShort | XlsError::EoStream(_) => Damage::CutOff,
        XlsError::WorksheetNotFound(_) => Damage::Missing,
        XlsError::Unrecognized { .. } => Damage::Value,
        _ => Damage::Form,
    }
    .into()
}
