//! Headers of unknown columns, stored once. Rows refer to them by number.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::model::record::Layout;

/// The stored headers, with the keys that JSON uses for them.
#[derive(Debug, Default)]
pub(super) struct Headers {
    by_key: HashMap<String, String>,
    keys: HashMap<String, String>,
}

impl Headers {
    /// Reads the stored headers.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut headers = Self::default();
        let mut statement = connection.prepare_cached("SELECT CAST(number AS TEXT), header FROM unknown_headers")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (key, header): (String, String) = (row.get(0)?, row.get(1)?);
            headers.keys.insert(header.clone(), key.clone());
            headers.by_key.insert(key, header);
        }
        Ok(headers)
    }

    /// Stores the new headers of an import.
    pub(super) fn add(connection: &Connection, layout: &Layout) -> rusqlite::Result<()> {
        let mut insert =
            connection.prepare("INSERT INTO unknown_headers (header) VALUES (?1) ON CONFLICT DO NOTHING")?;
        for column in &layout.unknown {
            insert.execute([&column.header])?;
        }
        Ok(())
    }

    /// Removes the headers that no import has.
    pub(super) fn prune(connection: &Connection) -> rusqlite::Result<()> {
        connection.execute_batch(
            "DELETE FROM unknown_headers WHERE header NOT IN (
                 SELECT json_extract(value, '$.header') FROM imports, json_each(imports.unknown_columns))",
        )
    }

    /// Returns the key of a stored header.
    pub(super) fn key(&self, header: &str) -> Option<&str> {
        self.keys.get(header).map(String::as_str)
    }

    /// Returns the key of the header of a column whose cells are being stored.
    ///
    /// # Panics
    ///
    /// If the header was not stored with its import.
    pub(super) fn key_of(&self, header: &str) -> String {
        self.key(header).expect("the headers of an import are stored before its rows").to_owned()
    }

    /// Lists the keys of the unknown columns of a layout, by index.
    pub(super) fn keys(&self, layout: &Layout) -> Vec<String> {
        layout.unknown.iter().map(|column| self.key_of(&column.header)).collect()
    }

    /// Returns the header with a key.
    pub(super) fn header(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }
}
