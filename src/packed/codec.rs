//! One column of a block as bytes: a dictionary where few values differ, else offsets from the smallest value.
//!
//! A packed column is a byte for its encoding, the number of its values (2 bytes), and then
//! - `DICTIONARY`: the number of different values less one (2 bytes), these values (8 bytes each), and for each row the index of
//!   its value in 0, 1 or 2 bytes, as many as are needed;
//! - `OFFSETS`: the smallest value (8 bytes), a width (1 byte), and for each row 0 where the value is not known, else its
//!   offset from the smallest value plus 1, in `width` bytes;
//! - `PLAIN`: each value in 8 bytes.
//!
//! All numbers are little-endian.

use super::whole::UNKNOWN;

const DICTIONARY: u8 = 1;
const OFFSETS: u8 = 2;
const PLAIN: u8 = 3;

/// The most values of a dictionary.
const MOST_VALUES: usize = 1024;

/// Packs the values of a block.
pub(super) fn pack(values: &[i64]) -> Vec<u8> {
    let count = u16::try_from(values.len()).unwrap_or(u16::MAX);
    let start = |encoding: u8| {
        let mut bytes = Vec::with_capacity(values.len() * 2 + 16);
        bytes.push(encoding);
        bytes.extend(count.to_le_bytes());
        bytes
    };
    if let Some((list, indexes)) = dictionary(values) {
        let mut bytes = start(DICTIONARY);
        bytes.extend(u16::try_from(list.len() - 1).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(list.iter().flat_map(|value| value.to_le_bytes()));
        let width = index_width(list.len());
        for index in indexes {
            bytes.extend(&index.to_le_bytes()[..width]);
        }
        return bytes;
    }
    let known = || values.iter().copied().filter(|value| *value != UNKNOWN);
    let (smallest, largest) = (known().min().unwrap_or_default(), known().max().unwrap_or_default());
    let most = largest.wrapping_sub(smallest).cast_unsigned();
    let width = (64 - most.saturating_add(1).leading_zeros()).div_ceil(8) as usize;
    if width == 8 {
        let mut bytes = start(PLAIN);
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        return bytes;
    }
    let mut bytes = start(OFFSETS);
    bytes.extend(smallest.to_le_bytes());
    bytes.push(u8::try_from(width).unwrap_or_default());
    for value in values {
        let offset = if *value == UNKNOWN { 0 } else { value.wrapping_sub(smallest).cast_unsigned() + 1 };
        bytes.extend(&offset.to_le_bytes()[..width]);
    }
    bytes
}

/// Unpacks a block into `values`; nothing where the bytes are damaged.
pub(super) fn unpack(bytes: &[u8], values: &mut Vec<i64>) -> Option<()> {
    values.clear();
    let (encoding, rest) = bytes.split_first()?;
    let (count, rest) = rest.split_first_chunk()?;
    let count = usize::from(u16::from_le_bytes(*count));
    match *encoding {
        DICTIONARY => {
            let (length, rest) = rest.split_first_chunk()?;
            let length = usize::from(u16::from_le_bytes(*length)) + 1;
            let (list, indexes) = rest.split_at_checked(length * 8)?;
            let list: Vec<i64> = list.as_chunks().0.iter().map(|value| i64::from_le_bytes(*value)).collect();
            match index_width(length) {
                0 => values.resize(count, list[0]),
                1 => {
                    // All 256 indexes have a value, so that none needs a check. Those of the list alone are allowed.
                    let mut all = [UNKNOWN; 256];
                    all[..length].copy_from_slice(&list);
                    values.extend(indexes.iter().map(|index| all[usize::from(*index)]));
                    if indexes.iter().any(|index| usize::from(*index) >= length) {
                        return None;
                    }
                }
                _ => {
                    for index in indexes.as_chunks().0 {
                        values.push(*list.get(usize::from(u16::from_le_bytes(*index)))?);
                    }
                }
            }
        }
        OFFSETS => {
            let (smallest, rest) = rest.split_first_chunk()?;
            let smallest = i64::from_le_bytes(*smallest);
            let (width, offsets) = rest.split_first()?;
            match width {
                1 => read_offsets::<1>(offsets, smallest, values),
                2 => read_offsets::<2>(offsets, smallest, values),
                3 => read_offsets::<3>(offsets, smallest, values),
                4 => read_offsets::<4>(offsets, smallest, values),
                5 => read_offsets::<5>(offsets, smallest, values),
                6 => read_offsets::<6>(offsets, smallest, values),
                7 => read_offsets::<7>(offsets, smallest, values),
                _ => return None,
            }
        }
        PLAIN => values.extend(rest.as_chunks().0.iter().map(|value| i64::from_le_bytes(*value))),
        _ => return None,
    }
    (values.len() == count).then_some(())
}

/// Reads offsets of a width.
fn read_offsets<const WIDTH: usize>(offsets: &[u8], smallest: i64, values: &mut Vec<i64>) {
    let before = smallest.wrapping_sub(1);
    let value = |offset: u64| if offset == 0 { UNKNOWN } else { before.wrapping_add(offset.cast_signed()) };
    // Eight bytes are read at once and those of the next offsets masked, which is faster than reading a few.
    let mask = u64::MAX >> (64 - 8 * WIDTH);
    let read_at_once = offsets.windows(8).step_by(WIDTH);
    let (_, last) = offsets.split_at(read_at_once.len() * WIDTH);
    values.extend(
        read_at_once.map(|bytes| value(bytes.first_chunk().map_or(0, |first| u64::from_le_bytes(*first)) & mask)),
    );
    values.extend(last.as_chunks::<WIDTH>().0.iter().map(|offset| {
        let mut bytes = [0; 8];
        bytes[..WIDTH].copy_from_slice(offset);
        value(u64::from_le_bytes(bytes))
    }));
}

/// Returns the bytes that an index into a dictionary needs.
fn index_width(length: usize) -> usize {
    match length {
        0..=1 => 0,
        2..=256 => 1,
        _ => 2,
    }
}

/// Returns the different values and, for each row, the index of its value; nothing where they are many.
fn dictionary(values: &[i64]) -> Option<(Vec<i64>, Vec<u16>)> {
    // Values seen so far, by a hash. A slot has the index of its value plus 1; 0 is free.
    const SLOTS: usize = MOST_VALUES * 4;
    let mut slots = [0_u16; SLOTS];
    let mut list: Vec<i64> = Vec::new();
    let mut indexes = Vec::with_capacity(values.len());
    for value in values {
        let hash = value.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52;
        let mut slot = usize::try_from(hash).unwrap_or_default() % SLOTS;
        let index = loop {
            match slots[slot] {
                0 if list.len() == MOST_VALUES => return None,
                0 => {
                    list.push(*value);
                    slots[slot] = u16::try_from(list.len()).ok()?;
                    break slots[slot] - 1;
                }
                seen if list[usize::from(seen) - 1] == *value => break seen - 1,
                _ => slot = (slot + 1) % SLOTS,
            }
        };
        indexes.push(index);
    }
    (!list.is_empty()).then_some((list, indexes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(values: &[i64]) -> Vec<u8> {
        let packed = pack(values);
        let mut unpacked = vec![7];
        assert_eq!(unpack(&packed, &mut unpacked), Some(()));
        assert_eq!(unpacked, values);
        packed
    }

    #[test]
    fn repeated_and_close_values_take_few_bytes() {
        assert!(same(&vec![UNKNOWN; 4096]).len() < 16);
        let words: Vec<i64> = (0..4096).map(|row| -1_000_000_007 * (row % 7)).collect();
        assert!(same(&words).len() < 4096 + 128);
        let many: Vec<i64> = (0..4096).map(|row| -1_000_000_007 * (row % 900)).collect();
        assert!(same(&many).len() < 2 * 4096 + 9 * 900);
        let moments: Vec<i64> = (0..4096).map(|row| 1_767_000_000 + row * 37).collect();
        assert!(same(&moments).len() < 3 * 4096 + 16);
        same(&[]);
    }

    proptest! {
        #[test]
        fn unpacking_reverses_packing(values in prop::collection::vec(
            prop_oneof![Just(UNKNOWN), Just(i64::MAX), Just(UNKNOWN + 1), 0_i64..300, -70_000_i64..70_000, any::<i64>()],
            0..3000,
        )) {
            same(&values);
        }

        #[test]
        fn offsets_of_every_width_unpack(smallest in any::<i64>(), shift in 0_u32..64, rows in 1100_u64..1300) {
            let values: Vec<i64> = (0..rows)
                .map(|row| smallest.wrapping_add((row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift).cast_signed()))
                .collect();
            same(&values);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut values = Vec::new();
            let _ = unpack(&bytes, &mut values);
        }
    }
}
