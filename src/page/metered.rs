//! A bound for the heads of the parts of an upload: the reader of uploads holds them in memory, and has no bound of its own.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;

/// Bytes that may stand before the first part, or in the head of a part.
pub const HEAD_BYTES: usize = 64 << 10;

/// Bytes that are passed on at once: fewer than a head may have, so that the content of a file never counts as a head.
const PIECE: usize = 16 << 10;

/// Bytes of a refused form that are read and dropped, so that its sender gets to read the answer.
const REST_BYTES: usize = 64 << 20;

/// Counts the bytes that the reader of the upload holds.
#[derive(Clone, Default)]
pub struct Meter(Arc<AtomicUsize>);

impl Meter {
    /// Starts again at zero, since the reader has returned a part of a file.
    pub fn restart(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Ends the upload: all further bytes are dropped.
    pub fn end(&self) {
        self.0.store(HEAD_BYTES + 1, Ordering::Relaxed);
    }

    /// Tells whether the bound is exceeded.
    pub fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed) > HEAD_BYTES
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Says that a part has a longer head than any browser writes.
#[derive(Debug, thiserror::Error)]
#[error("the head of a part is too long")]
pub struct LongHead;

/// Passes a body on in small pieces, and ends it where the reader holds more than [`HEAD_BYTES`] of it. What comes after that is read
/// and dropped, so that its sender gets to read the answer.
pub struct Metered<B> {
    inner: B,
    rest: Bytes,
    meter: Meter,
    dropped: usize,
    /// Whether a piece was passed on just now. The reader asks for more before it looks at a piece, and has to wait once.
    passed: bool,
}

impl<B> Metered<B> {
    pub fn new(inner: B, meter: Meter) -> Self {
        Self { inner, rest: Bytes::new(), meter, dropped: 0, passed: false }
    }
}

impl<B> Metered<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    /// Reads and drops the rest, up to a bound.
    fn poll_drop_rest(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.rest.clear();
        while self.dropped < REST_BYTES {
            match Pin::new(&mut self.inner).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => self.dropped += frame.data_ref().map_or(0, Bytes::len),
                Poll::Ready(_) => break,
                Poll::Pending => return Poll::Pending,
            }
        }
        // Once is enough.
        self.dropped = REST_BYTES;
        Poll::Ready(())
    }
}

impl<B> HttpBody for Metered<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if std::mem::take(&mut self.passed) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.meter.is_over() {
            return self.poll_drop_rest(context).map(|()| Some(Err(LongHead.into())));
        }
        if self.rest.is_empty() {
            match Pin::new(&mut self.inner).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(other) => return Poll::Ready(Some(Ok(other))),
                },
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error.into()))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
        let bytes = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(bytes);
        self.meter.add(bytes);
        self.passed = true;
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
    use axum::http::header::CONTENT_TYPE;

    use super::*;

    /// Reads a form and returns the bytes of its parts, or nothing where it was refused.
    fn read(form: String) -> Option<usize> {
        let meter = Meter::default();
        let body = Body::new(Metered::new(Body::from(form), meter.clone()));
        let mut sent = Request::new(body);
        sent.headers_mut().insert(CONTENT_TYPE, "multipart/form-data; boundary=b".parse().expect("a header"));
        DefaultBodyLimit::disable().apply(&mut sent);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let mut form = Multipart::from_request(sent, &()).await.ok()?;
            let mut bytes = 0;
            while let Some(mut field) = form.next_field().await.ok()? {
                meter.restart();
                while let Some(chunk) = field.chunk().await.ok()? {
                    meter.restart();
                    bytes += chunk.len();
                }
            }
            Some(bytes)
        })
    }

    fn part(head: usize, body: usize) -> String {
        let head = format!("Content-Disposition: form-data; name=\"x\"\r\nX-Long: {}\r\n", "h".repeat(head));
        format!("--b\r\n{head}\r\n{}\r\n", "x".repeat(body))
    }

    #[test]
    fn bodies_may_be_long_and_heads_may_not() {
        assert_eq!(read(format!("{}{}--b--\r\n", part(10, 3 << 20), part(1000, 5))), Some((3 << 20) + 5));
        assert_eq!(read(format!("{}--b--\r\n", part(HEAD_BYTES / 2, 1 << 20))), Some(1 << 20));
        assert_eq!(read(format!("{}--b--\r\n", part(1 << 20, 5))), None);
        assert_eq!(read(format!("{}{}--b--\r\n", part(10, 100_000), part(1 << 20, 5))), None);
        assert_eq!(read(format!("{}\r\n{}--b--\r\n", "p".repeat(1 << 20), part(10, 5))), None);
    }
}
