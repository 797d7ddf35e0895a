//! How a request gets to the function of its page: its form and files are received, then the function runs in a thread where it may
//! block.

use std::panic::resume_unwind;
use std::sync::Arc;

use axum::RequestExt as _;
use axum::extract::rejection::RawFormRejection;
use axum::extract::{self, FromRequest, RawForm};
use axum::http::header::CONNECTION;
use axum::response::{IntoResponse as _, Response};

use super::error::PageError;
use super::layout;
use super::params::Params;
use super::reply::Reply;
use super::request::Request;
use super::secret::Secret;
use super::state::State;
use super::upload::{self, Received};

/// What the function of a page returns.
pub type Answer = Result<Reply, PageError>;

/// Runs the function of a page.
pub async fn answer(request: Request, page: impl FnOnce(&Request) -> Answer + Send + 'static) -> Response {
    let page = move || page(&request).unwrap_or_else(|error| layout::error_page(&error, &request)).into_response();
    match tokio::task::spawn_blocking(page).await {
        Ok(response) => response,
        // The layer around all pages answers panics.
        Err(error) => resume_unwind(error.into_panic()),
    }
}

/// Answers a request whose form is refused. The rest of the request may not be read, so the connection must end.
async fn refuse(request: Request, error: PageError) -> Response {
    answer(request, move |request| Ok(layout::error_page(&error, request).with(CONNECTION, "close"))).await
}

/// Extracts a request with a form of a page of this start.
pub struct Form(pub Request);

impl FromRequest<Arc<State>> for Form {
    type Rejection = Response;

    async fn from_request(mut sent: extract::Request, state: &Arc<State>) -> Result<Self, Response> {
        let Ok(mut request) = sent.extract_parts_with_state::<Request, _>(state).await;
        match read_form(sent, &state.csrf).await {
            Ok(form) => {
                request.form = form;
                Ok(Self(request))
            }
            Err(error) => Err(refuse(request, error).await),
        }
    }
}

async fn read_form(sent: extract::Request, csrf: &Secret) -> Result<Params, PageError> {
    let RawForm(bytes) = RawForm::from_request(sent, &()).await.map_err(|rejection| match rejection {
        RawFormRejection::InvalidFormContentType(_) => PageError::NotAForm,
        _ => PageError::Form,
    })?;
    let form = Params::read(&bytes);
    if form.get("csrf").is_some_and(|secret| csrf.matches(secret)) { Ok(form) } else { Err(PageError::OldForm) }
}

/// Extracts a request with files, in a form of a page of this start.
pub struct Upload(pub Request, pub Received);

impl FromRequest<Arc<State>> for Upload {
    type Rejection = Response;

    async fn from_request(mut sent: extract::Request, state: &Arc<State>) -> Result<Self, Response> {
        let Ok(mut request) = sent.extract_parts_with_state::<Request, _>(state).await;
        match upload::receive(sent, &state.csrf, &state.uploads).await {
            Ok((form, files)) => {
                request.form = form;
                Ok(Self(request, files))
            }
            Err(error) => Err(refuse(request, error).await),
        }
    }
}
