//! What is broken in a file, in words of our own.
//!
//! Readers of workbooks quote what they stumble over, which may be the phone of a buyer. So nothing that they say is passed on but
//! which kind of error it was.

use calamine::{OdsError, XlsError, XlsbError, XlsxError};

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
    const ALL: [Self; 12] = [
        Self::Archive,
        Self::Twice,
        Self::Overlap,
        Self::Missing,
        Self::DocumentType,
        Self::Xml,
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

pub(super) fn of_xlsx(error: XlsxError) -> Problem {
    match error {
        XlsxError::Io(error) => return Problem::from(error),
        XlsxError::Password => return Problem::Password,
        XlsxError::Zip(_) => Damage::Archive,
        XlsxError::Xml(error) => of_xml(&error),
        XlsxError::XmlAttr(_) => Damage::Xml,
        XlsxError::Encoding(_) => Damage::Encoding,
        XlsxError::XmlEof(_) => Damage::CutOff,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound | XlsxError::WorksheetNotFound(_) => {
            Damage::Missing
        }
        XlsxError::Parse(_)
        | XlsxError::ParseFloat(_)
        | XlsxError::ParseInt(_)
        | XlsxError::CellTAttribute(_)
        | XlsxError::Unrecognized { .. }
        | XlsxError::CellError(_) => Damage::Value,
        XlsxError::Alphanumeric(_)
        | XlsxError::NumericColumn(_)
        | XlsxError::RangeWithoutColumnComponent
        | XlsxError::RangeWithoutRowComponent
        | XlsxError::ColumnNumberOverflow
        | XlsxError::RowNumberOverflow
        | XlsxError::DimensionCount(_) => Damage::Place,
        _ => Damage::Form,
    }
    .into()
}

pub(super) fn of_xlsb(error: XlsbError) -> Problem {
    match error {
        XlsbError::Io(error) => return Problem::from(error),
        XlsbError::Password => return Problem::Password,
        XlsbError::Zip(_) => Damage::Archive,
        XlsbError::Xml(error) => of_xml(&error),
        XlsbError::XmlAttr(_) => Damage::Xml,
        XlsbError::Encoding(_) => Damage::Encoding,
        XlsbError::WideStr { .. } => Damage::CutOff,
        XlsbError::FileNotFound(_) | XlsbError::WorksheetNotFound(_) => Damage::Missing,
        XlsbError::Unrecognized { .. } | XlsbError::CellError(_) | XlsbError::BErr(_) => Damage::Value,
        _ => Damage::Form,
    }
    .into()
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

pub(super) fn of_ods(error: OdsError) -> Problem {
    match error {
        OdsError::Io(error) => return Problem::from(error),
        OdsError::Password => return Problem::Password,
        OdsError::CellLimitExceeded { requested, .. } => return Problem::TooLarge(format!("{requested} cells")),
        OdsError::Zip(_) => Damage::Archive,
        OdsError::Xml(error) => of_xml(&error),
        OdsError::XmlAttr(_) | OdsError::AttrError(_) => Damage::Xml,
        OdsError::EncodingError(_) => Damage::Encoding,
        OdsError::Eof(_) => Damage::CutOff,
        OdsError::FileNotFound(_) | OdsError::WorksheetNotFound(_) => Damage::Missing,
        OdsError::Parse(_) | OdsError::ParseInt(_) | OdsError::ParseFloat(_) | OdsError::ParseBool(_) => Damage::Value,
        _ => Damage::Form,
    }
    .into()
}

fn of_xml(error: &quick_xml::Error) -> Damage {
    match error {
        quick_xml::Error::Io(_) => Damage::Archive,
        quick_xml::Error::Encoding(_) => Damage::Encoding,
        _ => Damage::Xml,
    }
}
