//! Blocks of packed columns: writing them row by row, reading rows back, and scanning all rows of a shop.

use std::array;
use std::ops::{Range, RangeInclusive};

use super::codec::{pack, unpack};
use super::columns::{MOST, sources};
use super::make::Values;
use super::row::Row;
use super::whole::UNKNOWN;
use crate::model::export::ExportKind;

/// Rows of a block.
const ROWS: i64 = 4096;

/// The numbers of all blocks.
const ALL: RangeInclusive<i64> = 0..=i64::MAX;

/// The column that every row has besides those of its kind: the number of its shop.
const SHOP: &str = "shop";

/// The column that every row has besides: whether it is current.
const CURRENT: &str = "current";

/// Keeps the blocks of packed columns.
pub trait Blocks {
    /// What goes wrong in reading or writing a block.
    type Error: From<Damaged>;

    /// Reads a block of a column; nothing where there is none.
    fn read(&self, kind: ExportKind, column: &str, block: i64) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Writes a block of a column, in place of the one that is there.
    fn write(&self, kind: ExportKind, column: &str, block: i64, bytes: &[u8]) -> Result<(), Self::Error>;

    /// Visits the blocks with these numbers in their order, each with the bytes of the columns that are named.
    fn visit(
        &self,
        kind: ExportKind,
        columns: &[&'static str],
        numbers: RangeInclusive<i64>,
        visit: &mut Visit<'_, Self::Error>,
    ) -> Result<(), Self::Error>;
}

/// Takes the number of a block and the bytes of its columns.
pub type Visit<'v, E> = dyn FnMut(i64, &[&[u8]]) -> Result<(), E> + 'v;

/// Says that a block of a column cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packed column {0} is damaged")]
pub struct Damaged(pub &'static str);

/// Holds what is stored of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredRow {
    /// The number of its shop.
    pub shop_id: i64,
    /// Whether it is current.
    pub is_current: bool,
    /// The columns of its kind.
    pub values: Values,
}

/// What is stored of a row, in the order of [`names`].
type Stored = [i64; MOST + 2];

/// What is stored of a row that is gone.
const GONE: Stored = [UNKNOWN; MOST + 2];

impl StoredRow {
    fn stored(&self, kind: ExportKind) -> Stored {
        let (mut stored, own) = (GONE, sources(kind).len());
        stored[..own].copy_from_slice(&self.values.stored()[..own]);
        stored[own] = self.shop_id;
        stored[own + 1] = self.is_current.into();
        stored
    }
}

/// Names the columns that are stored of a kind.
fn names(kind: ExportKind) -> Vec<&'static str> {
    sources(kind).iter().map(|(name, _)| *name).chain([SHOP, CURRENT]).collect()
}

/// Holds one block of all columns.
struct Block {
    kind: ExportKind,
    names: Vec<&'static str>,
    /// The number of the block, once there is one.
    number: Option<i64>,
    /// The columns by name. All are as long as the last row requires.
    columns: Vec<Vec<i64>>,
}

impl Block {
    fn new(kind: ExportKind) -> Self {
        let names = names(kind);
        Self { kind, columns: vec![Vec::new(); names.len()], names, number: None }
    }

    fn has(&self, id: i64) -> bool {
        self.number == Some((id - 1) / ROWS)
    }

    fn load<B: Blocks>(&mut self, blocks: &B, id: i64) -> Result<(), B::Error> {
        let number = (id - 1) / ROWS;
        self.number = Some(number);
        for (name, column) in self.names.iter().zip(&mut self.columns) {
            column.clear();
            if let Some(bytes) = blocks.read(self.kind, name, number)? {
                unpack(&bytes, column).ok_or(Damaged(name))?;
            }
        }
        Ok(())
    }

    fn store<B: Blocks>(&self, blocks: &B) -> Result<(), B::Error> {
        let Some(number) = self.number else { return Ok(()) };
        for (name, column) in self.names.iter().zip(&self.columns) {
            blocks.write(self.kind, name, number, &pack(column))?;
        }
        Ok(())
    }

    fn get(&self, id: i64) -> Stored {
        let mut stored = GONE;
        for (value, column) in stored.iter_mut().zip(&self.columns) {
            *value = column.get(index_in_block(id)).copied().unwrap_or(UNKNOWN);
        }
        stored
    }

    fn set(&mut self, id: i64, stored: &Stored) {
        let index = index_in_block(id);
        for (column, value) in self.columns.iter_mut().zip(stored) {
            if column.len() <= index {
                column.resize(index + 1, UNKNOWN);
            }
            column[index] = *value;
        }
    }
}

fn index_in_block(id: i64) -> usize {
    usize::try_from((id - 1) % ROWS).unwrap_or_default()
}

/// Writes rows block by block. Rows that follow one another cost least.
pub struct Writer {
    block: Block,
}

impl Writer {
    /// Makes a writer for a kind of export.
    pub fn new(kind: ExportKind) -> Self {
        Self { block: Block::new(kind) }
    }

    /// Takes a row, unless its kind has no packed columns. Its block is stored with the first row of another block, or by
    /// [`Writer::finish`].
    pub fn put<B: Blocks>(&mut self, blocks: &B, id: i64, row: &StoredRow) -> Result<(), B::Error> {
        if sources(self.block.kind).is_empty() {
            return Ok(());
        }
        let stored = row.stored(self.block.kind);
        self.set(blocks, id, &stored)
    }

    /// Takes a row out that is gone.
    pub fn remove<B: Blocks>(&mut self, blocks: &B, id: i64) -> Result<(), B::Error> {
        self.set(blocks, id, &GONE)
    }

    fn set<B: Blocks>(&mut self, blocks: &B, id: i64, stored: &Stored) -> Result<(), B::Error> {
        if !self.block.has(id) {
            self.block.store(blocks)?;
            self.block.load(blocks, id)?;
        }
        self.block.set(id, stored);
        Ok(())
    }

    /// Stores the last block.
    pub fn finish<B: Blocks>(&mut self, blocks: &B) -> Result<(), B::Error> {
        self.block.store(blocks)?;
        self.block.number = None;
        Ok(())
    }
}

/// Compares rows with what is stored of them.
pub struct Reader {
    block: Block,
}

impl Reader {
    /// Makes a reader for a kind of export.
    pub fn new(kind: ExportKind) -> Self {
        Self { block: Block::new(kind) }
    }

    /// Tells whether a row is what is stored of it.
    pub fn is_stored<B: Blocks>(&mut self, blocks: &B, id: i64, row: &StoredRow) -> Result<bool, B::Error> {
        if !self.block.has(id) {
            self.block.load(blocks, id)?;
        }
        Ok(self.block.get(id) == row.stored(self.block.kind))
    }
}

/// Counts the rows of all shops that are stored of a kind.
pub fn count<B: Blocks>(blocks: &B, kind: ExportKind) -> Result<u64, B::Error> {
    let (mut rows, mut shops) = (0, Vec::new());
    blocks.visit(kind, &[SHOP], ALL, &mut |_, bytes| {
        unpack(bytes[0], &mut shops).ok_or(Damaged(SHOP))?;
        rows += shops.iter().filter(|shop| **shop != UNKNOWN).count() as u64;
        Ok(())
    })?;
    Ok(rows)
}

/// Some of the values that a column stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRange {
    /// The name of the column.
    pub column: &'static str,
    /// The values.
    pub values: Range<i64>,
}

/// Gives `take` the current rows of a shop in the order of their numbers, with the number of each and the columns that its type names.
pub fn scan<R: Row<N>, const N: usize, B: Blocks>(
    blocks: &B,
    shop_id: i64,
    take: impl FnMut(i64, R),
) -> Result<(), B::Error> {
    scan_blocks(blocks, shop_id, ALL, |_| true, take)
}

/// Gives `take` rows like [`scan`], but only of blocks in which some row has one of the values. Other rows of these blocks are among
/// them, so `take` has to look at the column, too.
pub fn scan_near<R: Row<N>, const N: usize, B: Blocks>(
    blocks: &B,
    shop_id: i64,
    near: &ColumnRange,
    take: impl FnMut(i64, R),
) -> Result<(), B::Error> {
    let (mut numbers, mut shops, mut values) = (Vec::new(), Vec::new(), Vec::new());
    blocks.visit(R::KIND, &[SHOP, near.column], ALL, &mut |number, bytes| {
        unpack(bytes[0], &mut shops).ok_or(Damaged(SHOP))?;
        unpack(bytes[1], &mut values).filter(|()| values.len() == shops.len()).ok_or(Damaged(near.column))?;
        if shops.contains(&shop_id) && values.iter().any(|value| near.values.contains(value)) {
            numbers.push(number);
        }
        Ok(())
    })?;
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Ok(()) };
    scan_blocks(blocks, shop_id, *first..=*last, |number| numbers.binary_search(&number).is_ok(), take)
}

/// Gives `take` rows like [`scan`], of the blocks with these numbers that `is_wanted`.
fn scan_blocks<R: Row<N>, const N: usize, B: Blocks>(
    blocks: &B,
    shop_id: i64,
    numbers: RangeInclusive<i64>,
    is_wanted: impl Fn(i64) -> bool,
    mut take: impl FnMut(i64, R),
) -> Result<(), B::Error> {
    let names: Vec<&'static str> = [SHOP, CURRENT].into_iter().chain(R::COLUMNS).collect();
    let (mut shops, mut current): (Vec<i64>, Vec<i64>) = Default::default();
    let mut columns: [Vec<i64>; N] = array::from_fn(|_| Vec::new());
    blocks.visit(R::KIND, &names, numbers, &mut |block, bytes| {
        if !is_wanted(block) {
            return Ok(());
        }
        unpack(bytes[0], &mut shops).ok_or(Damaged(SHOP))?;
        if !shops.contains(&shop_id) {
            return Ok(());
        }
        let length = shops.len();
        unpack(bytes[1], &mut current).filter(|()| current.len() == length).ok_or(Damaged(CURRENT))?;
        for ((bytes, column), name) in bytes[2..].iter().zip(&mut columns).zip(R::COLUMNS) {
            unpack(bytes, column).filter(|()| column.len() == length).ok_or(Damaged(name))?;
        }
        let columns: [&[i64]; N] = array::from_fn(|column| &columns[column][..length]);
        let (shops, current) = (&shops[..length], &current[..length]);
        for (id, index) in (block * ROWS + 1..).zip(0..length) {
            if shops[index] == shop_id && current[index] == 1 {
                take(id, R::of(array::from_fn(|column| columns[column][index])));
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::field::Field;
    use crate::model::record::{Record, Value as Cell};
    use crate::packed::{Amount, MemoryBlocks, Status, Whole as _, make};

    crate::packed_row! {
        struct Line of line { status, payable }
    }

    fn row(shop_id: i64, status: &'static str, fen: i64) -> StoredRow {
        let mut record = Record::new();
        record.set(Field::Status, &Cell::Text(status.into()));
        record.set(Field::Payable, &Cell::Int(fen));
        StoredRow { shop_id, is_current: true, values: make(ExportKind::Orders, &record) }
    }

    fn payable(blocks: &MemoryBlocks, shop_id: i64) -> Vec<(i64, i64)> {
        let mut found = Vec::new();
        scan(blocks, shop_id, |id, line: Line| {
            if line.status == Some(Status::of("已完成")) {
                found.push((id, line.payable.map_or(-1, Amount::get)));
            }
        })
        .expect("reads");
        found
    }

    #[test]
    fn a_scan_visits_the_current_rows_of_one_shop() {
        let blocks = MemoryBlocks::default();
        let mut writer = Writer::new(ExportKind::Orders);
        for id in 1..=9_000 {
            writer.put(&blocks, id, &row(if id == 4_097 { 8 } else { 7 }, "已完成", id * 100)).expect("writes");
        }
        writer.put(&blocks, 2, &row(7, "已关闭", 1)).expect("writes");
        writer.put(&blocks, 3, &StoredRow { is_current: false, ..row(7, "已完成", 300) }).expect("writes");
        writer.remove(&blocks, 9_000).expect("writes");
        writer.finish(&blocks).expect("writes");
        let wanted: Vec<_> = (1..9_000).filter(|id| ![2, 3, 4_097].contains(id)).map(|id| (id, id * 100)).collect();
        assert_eq!(payable(&blocks, 7), wanted);
        assert_eq!(payable(&blocks, 8), [(4_097, 409_700)]);
        assert_eq!(payable(&blocks, 9), []);
        assert_eq!(count(&blocks, ExportKind::Orders), Ok(8_999));
        let mut reader = Reader::new(ExportKind::Orders);
        assert_eq!(reader.is_stored(&blocks, 5_000, &row(7, "已完成", 500_000)), Ok(true));
        assert_eq!(reader.is_stored(&blocks, 5_000, &row(8, "已完成", 500_000)), Ok(false));
        assert_eq!(reader.is_stored(&blocks, 9_000, &row(7, "已完成", 900_000)), Ok(false));
    }

    #[test]
    fn a_damaged_block_is_an_error_where_it_is_read() {
        let blocks = MemoryBlocks::default();
        let mut writer = Writer::new(ExportKind::Orders);
        writer.put(&blocks, 1, &row(7, "已完成", 100)).expect("writes");
        writer.finish(&blocks).expect("writes");
        blocks.write(ExportKind::Orders, "province", 0, &[1, 2]).expect("damages");
        assert!(scan(&blocks, 7, |_, _: Line| {}).is_ok());
        blocks.write(ExportKind::Orders, "payable", 0, &pack(&[1, 2])).expect("damages");
        assert_eq!(scan(&blocks, 7, |_, _: Line| {}), Err(Damaged("payable")));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn no_row_with_a_wanted_value_is_left_out(
            amounts in prop::collection::vec(0_i64..1000, 1..12), from in -10_i64..1010, length in 0_i64..300,
        ) {
            // Each amount stands in so many rows that they fill a part of a block, or more than one.
            let blocks = MemoryBlocks::default();
            let mut writer = Writer::new(ExportKind::Orders);
            let all: Vec<(i64, i64)> = amounts.iter().flat_map(|fen| [*fen; 1_500]).zip(1..).map(|(fen, id)| (id, fen)).collect();
            for (id, fen) in &all {
                writer.put(&blocks, *id, &row(7, "已完成", *fen)).expect("writes");
            }
            writer.finish(&blocks).expect("writes");
            let near = ColumnRange { column: "payable", values: from..from + length };
            let mut found = Vec::new();
            scan_near(&blocks, 7, &near, |id, line: Line| found.push((id, line.payable.map_or(-1, Amount::get)))).expect("reads");
            prop_assert!(found.iter().all(|row| all.contains(row)));
            found.retain(|(_, fen)| near.values.contains(fen));
            prop_assert_eq!(found, all.into_iter().filter(|(_, fen)| near.values.contains(fen)).collect::<Vec<_>>());
        }
    }
}
