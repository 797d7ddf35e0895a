//! One figure of a block of rows as bytes: a list of what occurs where that is little, else the distance from the smallest.
//!
//! A packed list is a byte for how it is packed, the number of its values as 2 bytes, and then
//! - `LISTED`: how many different values there are less one (2 bytes), these (8 bytes each), and for each value its place among
//!   them in 0, 1 or 2 bytes, as many as are needed;
//! - `DISTANCES`: the smallest value (8 bytes), the width (1 byte), and for each value 0 where it is [`NONE`], else 1 more than
//!   its distance from the smallest, in `width` bytes;
//! - `PLAIN`: each value in 8 bytes.
//!
//! All numbers are little-endian.

use crate::model::figure::NONE;

const LISTED: u8 = 1;
const DISTANCES: u8 = 2;
const PLAIN: u8 = 3;

/// Different values up to which they are listed.
const LIST: usize = 1024;

/// Packs the values of a block.
pub(super) fn pack(values: &[i64]) -> Vec<u8> {
    let count = u16::try_from(values.len()).unwrap_or(u16::MAX);
    let start = |how: u8| {
        let mut bytes = Vec::with_capacity(values.len() * 2 + 16);
        bytes.push(how);
        bytes.extend(count.to_le_bytes());
        bytes
    };
    if let Some((list, places)) = listed(values) {
        let mut bytes = start(LISTED);
        bytes.extend(u16::try_from(list.len() - 1).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(list.iter().flat_map(|value| value.to_le_bytes()));
        let width = place_width(list.len());
        for place in places {
            bytes.extend(&place.to_le_bytes()[..width]);
        }
        return bytes;
    }
    let given = || values.iter().copied().filter(|value| *value != NONE);
    let (smallest, largest) = (given().min().unwrap_or_default(), given().max().unwrap_or_default());
    let most = largest.wrapping_sub(smallest).cast_unsigned();
    let width = (64 - most.saturating_add(1).leading_zeros()).div_ceil(8) as usize;
    if width == 8 {
        let mut bytes = start(PLAIN);
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        return bytes;
    }
    let mut bytes = start(DISTANCES);
    bytes.extend(smallest.to_le_bytes());
    bytes.push(u8::try_from(width).unwrap_or_default());
    for value in values {
        let distance = if *value == NONE { 0 } else { value.wrapping_sub(smallest).cast_unsigned() + 1 };
        bytes.extend(&distance.to_le_bytes()[..width]);
    }
    bytes
}

/// Unpacks a block; nothing where the bytes are no block.
pub(super) fn unpack(bytes: &[u8], values: &mut Vec<i64>) -> Option<()> {
    values.clear();
    let (how, rest) = bytes.split_first()?;
    let (count, rest) = rest.split_first_chunk()?;
    let count = usize::from(u16::from_le_bytes(*count));
    match *how {
        LISTED => {
            let (length, rest) = rest.split_first_chunk()?;
            let length = usize::from(u16::from_le_bytes(*length)) + 1;
            let (list, places) = rest.split_at_checked(length * 8)?;
            let list: Vec<i64> = list.as_chunks().0.iter().map(|value| i64::from_le_bytes(*value)).collect();
            match place_width(length) {
                0 => values.resize(count, list[0]),
                1 => {
                    for place in places {
                        values.push(*list.get(usize::from(*place))?);
                    }
                }
                _ => {
                    for place in places.as_chunks().0 {
                        values.push(*list.get(usize::from(u16::from_le_bytes(*place)))?);
                    }
                }
            }
        }
        DISTANCES => {
            let (smallest, rest) = rest.split_first_chunk()?;
            let smallest = i64::from_le_bytes(*smallest);
            let (width, distances) = rest.split_first()?;
            match width {
                1 => far::<1>(distances, smallest, values),
                2 => far::<2>(distances, smallest, values),
                3 => far::<3>(distances, smallest, values),
                4 => far::<4>(distances, smallest, values),
                5 => far::<5>(distances, smallest, values),
                6 => far::<6>(distances, smallest, values),
                7 => far::<7>(distances, smallest, values),
                _ => return None,
            }
        }
        PLAIN => values.extend(rest.as_chunks().0.iter().map(|value| i64::from_le_bytes(*value))),
        _ => return None,
    }
    (values.len() == count).then_some(())
}

/// Reads distances of a width.
fn far<const WIDTH: usize>(distances: &[u8], smallest: i64, values: &mut Vec<i64>) {
    values.extend(distances.as_chunks::<WIDTH>().0.iter().map(|distance| {
        let mut bytes = [0; 8];
        bytes[..WIDTH].copy_from_slice(distance);
        match u64::from_le_bytes(bytes) {
            0 => NONE,
            distance => smallest.wrapping_add((distance - 1).cast_signed()),
        }
    }));
}

/// Returns the bytes that a place in a list needs.
fn place_width(length: usize) -> usize {
    match length {
        0..=1 => 0,
        2..=256 => 1,
        _ => 2,
    }
}

/// Lists the different values and where each stands among them; nothing where they are many.
fn listed(values: &[i64]) -> Option<(Vec<i64>, Vec<u16>)> {
    // Values that were met, by a hash; each slot has a place in the list, one higher, and 0 is free.
    const SLOTS: usize = LIST * 4;
    let mut slots = [0_u16; SLOTS];
    let mut list: Vec<i64> = Vec::new();
    let mut places = Vec::with_capacity(values.len());
    for value in values {
        let hash = value.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52;
        let mut slot = usize::try_from(hash).unwrap_or_default() % SLOTS;
        let place = loop {
            match slots[slot] {
                0 if list.len() == LIST => return None,
                0 => {
                    list.push(*value);
                    slots[slot] = u16::try_from(list.len()).ok()?;
                    break slots[slot] - 1;
                }
                met if list[usize::from(met) - 1] == *value => break met - 1,
                _ => slot = (slot + 1) % SLOTS,
            }
        };
        places.push(place);
    }
    (!list.is_empty()).then_some((list, places))
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
    fn little_is_packed_small() {
        assert!(same(&vec![NONE; 4096]).len() < 16);
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
        fn what_is_packed_comes_out(values in prop::collection::vec(
            prop_oneof![Just(NONE), Just(i64::MAX), Just(NONE + 1), 0_i64..300, -70_000_i64..70_000, any::<i64>()],
            0..3000,
        )) {
            same(&values);
        }

        #[test]
        fn distances_of_every_width_come_out(smallest in any::<i64>(), shift in 0_u32..64, rows in 1100_u64..1300) {
            let values: Vec<i64> = (0..rows)
                .map(|row| smallest.wrapping_add((row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift).cast_signed()))
                .collect();
            same(&values);
        }

        #[test]
        fn other_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut values = Vec::new();
            let _ = unpack(&bytes, &mut values);
        }
    }
}
