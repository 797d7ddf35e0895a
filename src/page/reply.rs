//! What goes back to the browser.

use std::fs::File;

use hyper::StatusCode;
use maud::Markup;

/// Holds what goes back.
pub struct Reply {
    pub status: StatusCode,
    pub kind: &'static str,
    pub content: Content,
    /// Headers beside those that every answer has.
    pub headers: Vec<(&'static str, String)>,
}

/// Holds the body of an answer.
pub enum Content {
    Bytes(Vec<u8>),
    /// A file that is read while it is sent, and what is to stay until then.
    File(File, tempfile::TempDir),
}

impl Reply {
    pub fn html(markup: Markup) -> Self {
        Self::new(StatusCode::OK, "text/html; charset=utf-8", markup.into_string().into_bytes())
    }

    pub fn new(status: StatusCode, kind: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { status, kind, content: Content::Bytes(bytes.into()), headers: Vec::new() }
    }

    /// Sends the browser on. The address is one of the page's own.
    pub fn see(address: &str) -> Self {
        Self::new(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Vec::new()).with("location", address.to_owned())
    }

    /// Hands over a file to keep. Its name is ASCII.
    pub fn download(kind: &'static str, name: &str, content: Content) -> Self {
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        Self { status: StatusCode::OK, kind, content, headers: Vec::new() }
            .with("content-disposition", format!("attachment; filename=\"{name}\""))
    }

    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}
