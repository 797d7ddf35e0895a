//! Blocks in memory, for tests and benches.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::blocks::{Blocks, Damaged, Visit};
use crate::model::export::ExportKind;

/// Keeps the blocks of one kind of export in memory, by column and number.
#[derive(Debug, Default)]
pub struct MemoryBlocks(RefCell<BTreeMap<(String, i64), Vec<u8>>>);

impl Blocks for MemoryBlocks {
    type Error = Damaged;

    fn read(&self, _: ExportKind, column: &str, block: i64) -> Result<Option<Vec<u8>>, Damaged> {
        Ok(self.0.borrow().get(&(column.to_owned(), block)).cloned())
    }

    fn write(&self, _: ExportKind, column: &str, block: i64, bytes: &[u8]) -> Result<(), Damaged> {
        self.0.borrow_mut().insert((column.to_owned(), block), bytes.to_vec());
        Ok(())
    }

    fn visit(
        &self,
        _: ExportKind,
        columns: &[&'static str],
        numbers: RangeInclusive<i64>,
        visit: &mut Visit<'_, Damaged>,
    ) -> Result<(), Damaged> {
        let blocks = self.0.borrow();
        let found = blocks.keys().filter(|(name, _)| name == columns[0]).map(|(_, number)| *number);
        for number in found.filter(|number| numbers.contains(number)) {
            let of = |column: &&str| blocks[&((*column).to_owned(), number)].as_slice();
            let bytes: Vec<&[u8]> = columns.iter().map(of).collect();
            visit(number, &bytes)?;
        }
        Ok(())
    }
}
