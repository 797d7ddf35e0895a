//! Ids of 19 digits, as the platform gives them.

const DIGITS: u64 = 1_000_000_000_000_000;

/// Makes an id: four digits tell what of, the rest follows from a number and a place.
pub fn id(of: u64, number: u64, place: usize) -> String {
    // No common factor with the digits, so that no two numbers give the same; and no id ends in 0.
    let place = u64::try_from(place).expect("few entries");
    let mixed = u128::from((number * 10 + place) * 10 + 7) * 737_869_762_948_383;
    format!("{of}{:015}", mixed % u128::from(DIGITS))
}
