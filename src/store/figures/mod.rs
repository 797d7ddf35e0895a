//! Figures of the rows, stored column by column beside them, so that a report over millions of rows reads a tenth of the bytes.
//!
//! A *block* holds one figure of 4096 rows that follow one another, packed as [`pack`] tells; its rows are those whose numbers less
//! one, divided by 4096, are the number of the block. A row that is not there has [`NONE`] everywhere, its shop too.
//!
//! New rows bring their figures along ([`FigureWriter::put`]); rows that change or go are noted by triggers, and [`settle`] reads
//! them again before the transaction ends. So they are at all times what [`rebuild`] would make of the rows.

mod pack;
mod scan;
mod write;

use rusqlite::{Connection, Row};

pub(crate) use scan::each;
pub(super) use write::{FigureWriter, rebuild, settle};

use super::{content, entries};
use crate::model::export::ExportKind;
use crate::model::figure::{self, FIGURES, Figures, Made, NONE};
use crate::model::record::Record;

/// Rows of a block.
const BLOCK: i64 = 4096;

/// The figure that every row has besides those of its kind: the number of its shop.
const SHOP: &str = "shop";

/// The figure that every entry has besides: whether it is current.
const CURRENT: &str = "current";

/// The figures of a row and what goes with them, in the order of [`names`].
type Stored = [i64; FIGURES + 2];

/// Names the figures that are stored of a kind.
fn names(kind: ExportKind) -> Vec<&'static str> {
    figure::figures(kind).iter().map(|(name, _)| *name).chain([SHOP, CURRENT]).collect()
}

/// Puts the figures of a row and what goes with them in the order of [`names`].
fn stored(kind: ExportKind, figures: &[i64; FIGURES], shop_id: i64, current: bool) -> Stored {
    let mut all = [NONE; FIGURES + 2];
    let own = figure::figures(kind).len();
    all[..own].copy_from_slice(&figures[..own]);
    all[own] = shop_id;
    all[own + 1] = i64::from(current);
    all
}

/// Reads rows again and makes their figures.
struct Reader {
    kind: ExportKind,
    places: Vec<usize>,
    made: Figures,
    record: Record,
}

impl Reader {
    fn new(kind: ExportKind) -> Self {
        let places = figure::columns(kind).iter().filter_map(|column| figure::place(kind, column)).collect();
        Self { kind, places, made: Figures::new(kind), record: Record::new() }
    }

    /// Writes the question for rows that a condition selects, as [`Reader::read`] takes them.
    fn sql(&self, condition: &str) -> String {
        let (key, current, buyer) = match self.kind {
            ExportKind::Orders => ("line_key", "1", "buyer_hash"),
            _ => ("entry_key", "current", "NULL"),
        };
        let columns = figure::columns(self.kind).join(", ");
        format!(
            "SELECT id, shop_id, {current}, {key}, {buyer}, {columns} FROM {} {condition}",
            entries::table_of_rows(self.kind)
        )
    }

    /// Makes the figures of a row; the number of the row goes with them.
    fn read(&mut self, row: &Row<'_>) -> rusqlite::Result<(i64, Stored)> {
        self.record.clear();
        self.record.set_key_text(&row.get::<_, String>(3)?);
        for (column, place) in self.places.iter().enumerate() {
            content::set_at(&mut self.record, *place, row.get_ref(5 + column)?);
        }
        let mut figures = self.made.of(&self.record);
        // Where contact data was purged, a keyed hash may still tell buyers apart.
        let buyer = figure::figures(self.kind).iter().position(|(_, made)| *made == Made::Buyer);
        if let Some(buyer) = buyer.filter(|buyer| figures[*buyer] == NONE) {
            figures[buyer] = row.get::<_, Option<i64>>(4)?.unwrap_or(NONE);
        }
        Ok((row.get(0)?, stored(self.kind, &figures, row.get(1)?, row.get(2)?)))
    }
}

/// Counts the rows whose figures are not what the rows say; none, unless something outside this program wrote to the database.
pub(super) fn wrong(connection: &Connection) -> rusqlite::Result<u64> {
    let mut wrong = 0;
    for kind in ExportKind::ALL.iter().copied() {
        let mut reader = Reader::new(kind);
        let mut block = write::Block::new(kind);
        let mut statement = connection.prepare(&reader.sql("ORDER BY id"))?;
        let mut rows = statement.query([])?;
        let (mut found, mut held) = (0_u64, 0_u64);
        while let Some(row) = rows.next()? {
            let (id, figures) = reader.read(row)?;
            block.go_to(connection, id, |_| Ok(()))?;
            found += 1;
            wrong += u64::from(block.get(id) != figures);
        }
        each(connection, kind, [SHOP], |_, [shop]| held += u64::from(shop != NONE))?;
        wrong += held.saturating_sub(found);
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::figure::code;
    use crate::store::Store;

    /// Lines of three blocks, the last of which is not full.
    const LINES: i64 = 9_000;

    fn lines() -> Store {
        let store = Store::open_scratch().expect("a database");
        store
            .connection()
            .execute_batch(&format!(
                "INSERT INTO shops VALUES (7, '杂货铺');
                 INSERT INTO imports (id, shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns, exported_at, imported_at)
                 VALUES (1, 7, '', '', 'csv', 'orders', 1, '[]', '[]', '', '');
                 WITH RECURSIVE line (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM line WHERE id < {LINES})
                 INSERT INTO stored_lines (id, shop_id, line_key, import_id, row_number, payable, status, receiver, paid_at)
                 SELECT id, 7, id, 1, id, id * 100, '已完成', '买家' || id, iif(id % 2, '2026-01-05 00:00:00', NULL) FROM line;"
            ))
            .expect("lines");
        store
    }

    fn paid(connection: &Connection) -> Vec<(i64, i64, i64)> {
        let mut found = Vec::new();
        each(connection, ExportKind::Orders, [SHOP, "status", "payable"], |id, [shop, status, payable]| {
            if shop == 7 && status == code("已完成") {
                found.push((id, shop, payable));
            }
        })
        .expect("reads");
        found
    }

    #[test]
    fn what_changes_is_made_again_and_nothing_else() {
        let store = lines();
        let connection = store.connection();
        rebuild(connection).expect("makes");
        assert_eq!(wrong(connection).expect("counts"), 0);
        let all: Vec<_> = (1..=LINES).map(|id| (id, 7, id * 100)).collect();
        assert_eq!(paid(connection), all);
        connection
            .execute_batch(
                "DELETE FROM stored_lines WHERE id IN (1, 4096, 9000);
                 UPDATE stored_lines SET status = '已关闭' WHERE id IN (2, 4097);
                 UPDATE stored_lines SET receiver = NULL WHERE id = 8193;
                 UPDATE stored_lines SET product = 'x', payable = NULL WHERE id = 5000;",
            )
            .expect("changes");
        assert_eq!(wrong(connection).expect("counts"), 7);
        settle(connection).expect("settles");
        assert_eq!(wrong(connection).expect("counts"), 0);
        let left: Vec<_> = all
            .into_iter()
            .filter(|(id, ..)| ![1, 2, 4096, 4097, 9000].contains(id))
            .map(|(id, shop, payable)| (id, shop, if id == 5000 { NONE } else { payable }))
            .collect();
        assert_eq!(paid(connection), left);
    }

    #[test]
    fn damaged_figures_are_an_error() {
        let store = lines();
        let connection = store.connection();
        rebuild(connection).expect("makes");
        connection
            .execute("UPDATE stored_figures SET data = x'0102' WHERE name = 'payable' AND block = 1", [])
            .expect("damages");
        assert!(each(connection, ExportKind::Orders, ["payable"], |_, _| {}).is_err());
        assert!(each(connection, ExportKind::Orders, ["status"], |_, _| {}).is_ok());
    }
}
