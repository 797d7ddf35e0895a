//! A request, and the context that its page is written from.

use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar};
use chrono::NaiveDate;
use shopkit::kit::{Kit, KitError, today};
use shopkit::model::lang::Lang;
use shopkit::model::period::Period;
use shopkit::t;
use shopkit::texts::Texts;

use super::choices::{ALL_DAYS, Choices};
use super::error::PageError;
use super::field::{Expected, Field, Mark, Refused};
use super::params::{Params, address};
use super::state::State;

/// The cookie that keeps the language.
pub const LANG_COOKIE: &str = "shopkit-lang";

/// Holds a request that was let in.
#[derive(Clone)]
pub struct Request {
    pub state: Arc<State>,
    /// Whether it changes something.
    pub is_post: bool,
    /// The path of the address, as it was sent.
    pub path: String,
    /// The part of the path that names something, such as the id of an order; empty where there is none.
    pub id: String,
    pub query: Params,
    pub form: Params,
    /// The values that were refused; they are no longer part of the query. A page that is asked with any shows its form, not an answer.
    pub refused: Vec<Refused>,
    pub lang: Lang,
    /// What was chosen on earlier pages.
    pub choices: Choices,
}

impl FromRequestParts<Arc<State>> for Request {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, state: &Arc<State>) -> Result<Self, Infallible> {
        let names = RawPathParams::from_request_parts(head, state).await.ok();
        let cookies = CookieJar::from_headers(&head.headers);
        let lang = match cookies.get(LANG_COOKIE).map(Cookie::value) {
            Some("zh") => Lang::Zh,
            Some("en") => Lang::En,
            _ => state.lang,
        };
        Ok(Self {
            state: Arc::clone(state),
            is_post: head.method == Method::POST,
            path: head.uri.path().to_owned(),
            id: names.and_then(|names| Some(names.iter().next()?.1.to_owned())).unwrap_or_default(),
            query: Params::read(head.uri.query().unwrap_or_default().as_bytes()),
            form: Params::default(),
            refused: Vec::new(),
            lang,
            choices: Choices::read(&cookies).or(&state.choices),
        })
    }
}

impl Request {
    /// Returns the shop that is named, where one is.
    pub fn named_shop(&self) -> Option<&str> {
        self.form.get("shop").or_else(|| self.query.get("shop"))
    }

    /// Notes the value that an error refuses, so that the page can be shown with it in its form; from a query it is taken out. Tells
    /// whether there is such a value.
    pub fn refuse(&mut self, error: &PageError) -> bool {
        let Some(field) = error.field() else { return false };
        let name = field.name();
        let value = if self.is_post {
            self.form.get(name).unwrap_or_default().to_owned()
        } else {
            match self.query.take(name) {
                Some(value) => value,
                None => return false,
            }
        };
        let texts = self.texts();
        let message = texts.say(&error.message());
        let message = match texts.hint(error.hint()) {
            Some(hint) => t!(texts, "page-refused-why", message = message, hint = hint),
            None => message,
        };
        self.refused.push(Refused { name: name.to_owned(), value, message });
        true
    }

    /// Returns the mark of a field.
    pub fn mark(&self, field: Field) -> Mark<'_> {
        Mark::of(field.name(), &self.refused)
    }

    /// Returns what a field was sent with, refused or not.
    pub fn sent(&self, field: Field) -> &str {
        let sent = if self.is_post { &self.form } else { &self.query };
        self.mark(field).value().or_else(|| sent.get(field.name())).unwrap_or_default()
    }

    /// Writes an address with the shop that is named.
    pub fn address(&self, path: &str) -> String {
        address(path, self.query.get("shop"))
    }

    /// Returns the first and the last day that are asked about.
    pub fn period(&self) -> Result<[Option<NaiveDate>; 2], PageError> {
        // What can be read of them has become the period by now.
        [Field::First, Field::Last].into_iter().try_for_each(|field| self.query.day(field).map(drop))?;
        let today = today();
        let period = |field, expected| {
            let period = self.query.parse(field, expected, Period::parse);
            period.map(|period| period.map(|period| period.days(today)))
        };
        let (from, to) = (period(Field::From, Expected::Day)?, period(Field::To, Expected::Day)?);
        if self.query.get(Field::Period.name()) == Some(ALL_DAYS) && from.is_none() && to.is_none() {
            return Ok([None, None]);
        }
        match period(Field::Period, Expected::Period)? {
            None => Ok([from.map(|days| days.first), to.map(|days| days.last)]),
            Some(days) if from.is_none() && to.is_none() => Ok([Some(days.first), Some(days.last)]),
            Some(_) => Err(PageError::Field { field: Field::Period, expected: Expected::Period }),
        }
    }

    /// Returns the texts in the reader's language.
    pub fn texts(&self) -> Texts {
        Texts::page(self.lang)
    }

    /// Lets a page read one state of the database. It is an error where another program wrote meanwhile and no lock prevented that.
    pub fn read<T>(&self, page: impl FnOnce(&Context<'_>) -> Result<T, PageError>) -> Result<T, PageError> {
        self.with_context(|context| {
            let done = page(context)?;
            if let Some(check) = context.kit.as_ref().ok().and_then(|kit| kit.change_check()) {
                check.check().map_err(KitError::from)?;
            }
            Ok(done)
        })
    }

    /// Lets a page read one state of the database, as far as the database can be read.
    pub fn with_context<T>(&self, page: impl FnOnce(&Context<'_>) -> T) -> T {
        let kit = match self.state.take_kit() {
            Ok(kit) => kit,
            Err(error) => return page(&Context::new(self, Err(error))),
        };
        let done = match kit.snapshot() {
            Ok(_snapshot) => page(&Context::new(self, Ok(&kit))),
            Err(error) => page(&Context::new(self, Err(error))),
        };
        self.state.return_kit(kit);
        done
    }

    /// Changes the database, unless another request is changing it.
    pub fn write<T>(&self, change: impl FnOnce(&mut Kit) -> Result<T, KitError>) -> Result<T, PageError> {
        self.state.write(change)
    }
}

/// Holds what a page is written from: a request, and one state of the database.
pub struct Context<'r> {
    request: &'r Request,
    kit: Result<&'r Kit, Arc<KitError>>,
    /// The shops that can be chosen.
    pub shops: Vec<String>,
    /// The shop that the page is about: the one that is named, else the first.
    pub shop: Option<String>,
}

impl<'r> Context<'r> {
    fn new(request: &'r Request, kit: Result<&'r Kit, KitError>) -> Self {
        let (kit, shops) = match kit.and_then(|kit| Ok((kit, kit.shop_names()?))) {
            Ok((kit, shops)) => (Ok(kit), shops),
            Err(error) => (Err(Arc::new(error)), Vec::new()),
        };
        let shop = request.named_shop().map(str::to_owned).or_else(|| shops.first().cloned());
        Self { request, kit, shops, shop }
    }

    /// Returns the database, or why it cannot be read.
    pub fn kit(&self) -> Result<&Kit, PageError> {
        self.kit.as_ref().copied().map_err(|error| PageError::Kit(Arc::clone(error)))
    }

    /// Returns the shop that the page is about.
    pub fn shop(&self) -> Option<&str> {
        self.shop.as_deref()
    }

    /// Returns the shop that the links of the page keep: the one that is named, where it exists. A preview does not create the shop
    /// that it names, and when the last import of a shop is undone, the shop disappears.
    pub fn kept_shop(&self) -> Option<&str> {
        self.query.get("shop").filter(|named| self.shops.iter().any(|shop| shop == named))
    }
}

impl Deref for Context<'_> {
    type Target = Request;

    fn deref(&self) -> &Request {
        self.request
    }
}
