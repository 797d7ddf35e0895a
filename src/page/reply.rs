//! Answers to the browser.

use std::fs::File;
use std::io::{self, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::Cookie;
use hyper::body::{Frame, SizeHint};
use maud::Markup;
use tempfile::TempDir;

/// Bytes of a file that are read at once.
const BLOCK: usize = 64 * 1024;

/// Holds an answer.
pub struct Reply(Response);

/// Holds what is downloaded.
pub enum Content {
    Bytes(Vec<u8>),
    /// A file that is read while it is sent, and a folder that stays until then.
    File(File, TempDir),
}

impl Reply {
    pub fn html(markup: Markup) -> Self {
        Self(Html(markup.into_string()).into_response())
    }

    pub fn new(kind: &'static str, bytes: impl Into<Body>) -> Self {
        Self(([(CONTENT_TYPE, kind)], bytes.into()).into_response())
    }

    /// Sends the browser to another address of the page.
    pub fn see(address: &str) -> Self {
        Self(Redirect::to(address).into_response())
    }

    /// Gives the browser a file to keep. Its name is ASCII.
    pub fn download(kind: &'static str, name: &str, content: Content) -> Self {
        Self::download_as(kind, name, name, content)
    }

    /// Gives the browser a file to keep under a name in any language; browsers that read no such names take the ASCII one.
    pub fn download_as(kind: &'static str, ascii: &str, name: &str, content: Content) -> Self {
        let ascii: String = ascii.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        let full = if ascii == name { String::new() } else { format!("; filename*=UTF-8''{}", percent_encoded(name)) };
        let disposition = format!("attachment; filename=\"{ascii}\"{full}");
        let body = match content {
            Content::Bytes(bytes) => bytes.into(),
            Content::File(file, folder) => {
                let left = file.metadata().map_or(0, |meta| meta.len());
                Body::new(FileBody { file, left, _folder: folder })
            }
        };
        Self::new(kind, body).with(CONTENT_DISPOSITION, &disposition)
    }

    /// Tells whether it is a page that was written as asked.
    pub fn is_page(&self) -> bool {
        let kind = self.0.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        self.0.status() == StatusCode::OK && kind.is_some_and(|kind| kind.starts_with("text/html"))
    }

    pub fn cookie(self, cookie: &Cookie<'_>) -> Self {
        let mut reply = self;
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            reply.0.headers_mut().append(SET_COOKIE, value);
        }
        reply
    }

    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers_mut().insert(name, value);
        }
        self
    }

    pub fn status(mut self, status: StatusCode) -> Self {
        *self.0.status_mut() = status;
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        self.0
    }
}

/// Writes a text as RFC 8187 has it in a header.
fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'-' | b'.' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

/// Reads a file while it is sent, and keeps its folder until then. The file streams of crates cannot keep a folder.
struct FileBody {
    file: File,
    left: u64,
    _folder: TempDir,
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let mut block = vec![0; BLOCK];
        Poll::Ready(match self.file.read(&mut block) {
            Ok(0) => None,
            Ok(read) => {
                block.truncate(read);
                self.left = self.left.saturating_sub(read as u64);
                Some(Ok(Frame::data(block.into())))
            }
            Err(error) => Some(Err(error)),
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
