//! Filters of the list of orders that a reader saved under a name. A file beside the database keeps them, for every browser and start.

use std::path::Path;

use shopkit::store::{OwnFolder, StoreError, page_folder};

use super::params::Params;

/// The file that keeps them.
const FILE: &str = "filters";

/// Holds the filters by their names, in the order in which they were saved.
#[derive(Debug, Clone, Default)]
pub struct SavedFilters(Params);

impl SavedFilters {
    /// Reads those of a database; none where they cannot be read.
    pub fn load(database: &Path) -> Self {
        let folder = OwnFolder::open(&page_folder(database)).ok().flatten();
        let text = folder.and_then(|folder| folder.read(FILE).ok().flatten()).unwrap_or_default();
        Self(Params::read(text.as_bytes()))
    }

    /// Keeps them.
    pub fn store(&self, database: &Path) -> Result<(), StoreError> {
        OwnFolder::make(&page_folder(database))?.replace(FILE, &self.0.with(&[]))
    }

    /// Lists their names and queries.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter()
    }

    /// Returns these, with one saved anew or, without a query, taken out.
    #[must_use]
    pub fn changed(&self, name: &str, query: &str) -> Self {
        Self(Params::read(self.0.with(&[(name, query)]).as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(saved: &SavedFilters) -> Vec<(&str, &str)> {
        saved.iter().collect()
    }

    #[test]
    fn the_next_start_has_the_filters_in_their_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("test.db");
        assert!(names(&SavedFilters::load(&database)).is_empty());
        let saved = SavedFilters::default().changed("待发 & 超时", "ship_by=overdue&status=a&status=b");
        let saved = saved.changed("b", "gift=yes");
        saved.store(&database).expect("stored");
        let all = [("待发 & 超时", "ship_by=overdue&status=a&status=b"), ("b", "gift=yes")];
        assert_eq!(names(&SavedFilters::load(&database)), all);
        // A name is there once.
        assert_eq!(names(&saved.changed("b", "gift=no")), [all[0], ("b", "gift=no")]);
        assert_eq!(names(&saved.changed("b", "")), [all[0]]);
    }
}
