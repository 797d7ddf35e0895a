//! A request, once it is known to come from the page.

use std::io;

use hyper::StatusCode;
use shopkit::kit::KitError;
use shopkit::model::lang::Lang;
use shopkit::store::StoreError;
use shopkit::texts::Texts;

use super::labels::{self, Words};

/// Holds names with their values, as a query or a form has them.
#[derive(Debug, Clone, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads the form that queries and forms have.
    pub fn read(text: &[u8]) -> Self {
        Self::of(form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())))
    }

    /// Takes names and values.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect())
    }

    /// Returns the value of a name, where it is given and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, value)| *known == name && !value.is_empty()).map(|(_, value)| value)
    }

    /// Lists the values of a name that are not empty.
    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.iter().filter(move |(known, value)| *known == name && !value.is_empty()).map(|(_, value)| value)
    }

    /// Lists all names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Writes them as a query, without those of some names and with others in their place.
    pub fn with(&self, others: &[(&str, &str)]) -> String {
        let kept =
            self.iter().filter(|(name, value)| !value.is_empty() && others.iter().all(|(other, _)| other != name));
        let others = others.iter().copied().filter(|(_, value)| !value.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(others)).finish()
    }
}

/// Holds a request.
#[derive(Debug)]
pub struct Request {
    /// Whether it changes something.
    pub is_post: bool,
    /// The path as it came, without its query.
    pub path: String,
    pub query: Params,
    pub form: Params,
    pub lang: Lang,
}

impl Request {
    /// Returns the shop that is asked about, where one is named.
    pub fn shop(&self) -> Option<&str> {
        self.form.get("shop").or_else(|| self.query.get("shop"))
    }

    /// Writes an address with the shop that is asked about.
    pub fn address(&self, path: &str) -> String {
        super::layout::address(path, self.query.get("shop"))
    }

    /// Returns the texts in the reader's language.
    pub fn texts(&self) -> Texts {
        Texts::page(self.lang)
    }

    /// Picks the text of the reader's language.
    pub fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }
}

/// Says why a request was not answered as it wished.
#[derive(Debug, thiserror::Error)]
pub enum Told {
    /// There is nothing under this address.
    #[error("no such page")]
    NoPage,
    /// Somebody else changes the database.
    #[error("busy")]
    Busy,
    /// Something given cannot be read: what the field is called, and what it wants.
    #[error("{} cannot be read", label.1)]
    Unreadable { label: Words, wants: Words },
    /// What was sent is not taken: the status, and why.
    #[error("{}", .1.1)]
    Refused(StatusCode, Words),
    /// The library could not do it.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// A file could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Told {
    /// Returns what a program makes of it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoPage | Self::Kit(KitError::Store(StoreError::NoShop(..) | StoreError::NoImport(_))) => {
                StatusCode::NOT_FOUND
            }
            Self::Busy => StatusCode::CONFLICT,
            Self::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Refused(status, _) => *status,
            Self::Unreadable { .. } | Self::Kit(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// Returns the message and the hint.
    pub fn explained(&self, lang: Lang) -> (String, Option<String>) {
        let alone = |zh: String, en: String| (lang.pick(zh, en), None);
        let (message, hint) = match self {
            Self::Kit(error) => return (labels::message(error, lang), labels::hint(error, lang)),
            Self::Io(error) => return alone(format!("无法读写文件：{error}"), format!("a file failed: {error}")),
            Self::Unreadable { label, wants } => {
                return alone(
                    format!("“{}”填写的内容无法识别，应为{}", label.0, wants.0),
                    format!("what \"{}\" says cannot be read; it wants {}", label.1, wants.1),
                );
            }
            Self::Refused(_, (zh, en)) => return alone((*zh).to_owned(), (*en).to_owned()),
            Self::NoPage => {
                (("没有这个页面", "there is no such page"), ("从左边的目录里选", "choose one from the menu"))
            }
            Self::Busy => (
                (
                    "正在写入数据（例如导入），请稍后再试",
                    "data are being written, such as by an import; try again in a moment",
                ),
                ("导入页上可以看到导入的进度", "the page of imports shows how far an import is"),
            ),
        };
        let pick = |(zh, en): Words| lang.pick(zh, en).to_owned();
        (pick(message), Some(pick(hint)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_and_written() {
        let params = Params::read("status=%E5%BE%85+x&empty=&status=b&at=1".as_bytes());
        assert_eq!(params.all("status").collect::<Vec<_>>(), ["待 x", "b"]);
        assert_eq!((params.get("empty"), params.get("at")), (None, Some("1")));
        assert_eq!(params.with(&[("at", "2&3"), ("status", "")]), "at=2%263");
    }
}
