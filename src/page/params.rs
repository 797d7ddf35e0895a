//! Names with their values, as the query of an address or a form has them.

use chrono::{Datelike, NaiveDate};
use shopkit::model::time::{self, Stamp};

use super::error::PageError;
use super::field::{Expected, Field};

/// Holds names with their values.
#[derive(Debug, Clone, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query, or a form that is written as one.
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

    /// Takes out the values of a name and returns the first that is not empty.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let value = self.get(name).map(str::to_owned);
        self.0.retain(|(known, _)| known != name);
        value
    }

    /// Lists all names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Reads a day; nothing where none is given.
    pub fn day(&self, field: Field) -> Result<Option<NaiveDate>, PageError> {
        let is_likely = |day: &NaiveDate| (1990..=2200).contains(&day.year());
        self.parse(field, Expected::Day, |text| time::parse_day(text).filter(is_likely))
    }

    /// Reads a moment; nothing where none is given.
    pub fn moment(&self, field: Field) -> Result<Option<Stamp>, PageError> {
        self.parse(field, Expected::Moment, Stamp::parse)
    }

    /// Reads a value; nothing where none is given.
    pub fn parse<T>(
        &self,
        field: Field,
        expected: Expected,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, PageError> {
        let unreadable = || PageError::Field { field, expected };
        self.get(field.name()).map(|text| parse(text).ok_or_else(unreadable)).transpose()
    }

    /// Writes a query with other values for some names. Names without a value are left out.
    pub fn with(&self, others: &[(&str, &str)]) -> String {
        let kept =
            self.iter().filter(|(name, value)| !value.is_empty() && others.iter().all(|(other, _)| other != name));
        let others = others.iter().copied().filter(|(_, value)| !value.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(others)).finish()
    }
}

/// Writes an address with the shop that its page is to be about.
pub fn address(path: &str, shop: Option<&str>) -> String {
    match shop {
        Some(shop) => format!("{path}?{}", Params::default().with(&[("shop", shop)])),
        None => path.to_owned(),
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
