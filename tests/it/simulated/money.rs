//! Money in whole fen.

/// An amount in fen.
pub type Fen = i64;

/// Divides, halves up.
pub fn half_up(number: i64, by: i64) -> i64 {
    (2 * number + by).div_euclid(2 * by)
}

/// Takes a share, given in hundredths of a percent.
pub fn share(amount: Fen, rate: i64) -> Fen {
    half_up(amount * rate, 10_000)
}

/// Writes an amount in yuan, as the platform and the reports do.
pub fn yuan(fen: Fen) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

#[test]
fn halves_go_up() {
    assert_eq!([half_up(5, 2), half_up(4, 2), half_up(1, 3), half_up(2, 3), half_up(0, 7)], [3, 2, 0, 1, 0]);
    assert_eq!([share(1_010, 500), share(1_009, 500)], [51, 50]);
    assert_eq!([yuan(-5), yuan(123_456)], ["-0.05", "1234.56"]);
}
