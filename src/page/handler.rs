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
use super::request::{Context, Request};
use super::secret::Secret;
use super::state::State;
use super::upload::{self, Received};

/// What the function of a page returns.
pub type Answer = Result<Reply, PageError>;

/// Runs the function of a page.
pub async fn answer(request: Request, page: impl FnOnce(&Request) -> Answer + Send + 'static) -> Response {
    run(move || page(&request).unwrap_or_else(|error| layout::error_page(&error, &request))).await
}

/// Runs what may block.
async fn run(page: impl FnOnce() -> Reply + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(move || page().into_response()).await {
        Ok(response) => response,
        // The layer around all pages answers panics.
        Err(error) => resume_unwind(error.into_panic()),
    }
}

/// Runs the function of a page with a form in its address. A value that cannot be read stays in its field, and the page says why.
pub async fn answer_form(mut request: Request, page: impl Fn(&Request) -> Answer + Send + 'static) -> Response {
    let page = move |request: &mut Request| {
        let mut found = page(request);
        while let Err(error) = &found {
            if !request.refuse(error) {
                break;
            }
            let again = page(request);
            // A file, a redirection or another failure cannot show a form.
            let status = error.status();
            let has_form = match &again {
                Ok(reply) => reply.is_page(),
                Err(next) => next.field().is_some(),
            };
            if !has_form {
                break;
            }
            found = again.map(|reply| reply.status(status));
        }
        found
    };
    run(move || page(&mut request).unwrap_or_else(|error| layout::error_page(&error, &request))).await
}

/// Runs the function that takes a form. Where a value is refused, `form` shows the form again with what was sent.
pub async fn answer_sent(
    mut request: Request,
    page: impl FnOnce(&Request) -> Answer + Send + 'static,
    form: fn(&Context<'_>) -> Answer,
) -> Response {
    let answered = move || {
        page(&request)
            .or_else(|error| {
                let again = if request.refuse(&error) { request.read(form).ok() } else { None };
                let again = again.filter(Reply::is_page).map(|page| page.status(error.status()));
                again.ok_or(error)
            })
            .unwrap_or_else(|error| layout::error_page(&error, &request))
    };
    run(answered).await
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
