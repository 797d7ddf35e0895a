//! One value of an answer, written for programs or for people.

use shopkit::model::hex::hex;
use shopkit::model::message::Arg;
use shopkit::model::table::Datum;
use shopkit::t;
use shopkit::texts::{Texts, money};

/// Writes a value for programs.
pub fn plain(datum: &Datum) -> String {
    match datum {
        Datum::Null | Datum::Partial(..) => String::new(),
        Datum::Int(number) => number.to_string(),
        Datum::Real(number) | Datum::Share(number) => number.to_string(),
        Datum::Word(word) => word.code.to_owned(),
        Datum::Money(fen) => fen.to_string(),
        Datum::Text(text) => text.clone(),
        Datum::Blob(bytes) => hex(bytes),
    }
}

/// Tells whether a value is shown as numbers are.
pub fn is_number(datum: &Datum) -> bool {
    matches!(datum, Datum::Int(_) | Datum::Real(_) | Datum::Money(_) | Datum::Partial(..) | Datum::Share(_))
}

/// Writes a value for people: money with thousands separators, shares in per cent, words in their language.
pub fn readable(datum: &Datum, texts: Texts) -> String {
    match datum {
        Datum::Money(fen) => money(*fen),
        Datum::Partial(known, unknown) => {
            t!(texts, "table-partial-sum", known = *known, unknown = Arg::count(*unknown))
        }
        Datum::Share(share) => format!("{:.1}%", share * 100.0).replace("-0.0%", "0.0%"),
        Datum::Word(word) => texts.word(*word),
        other => plain(other),
    }
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::model::table::ratio;

    use super::*;

    #[test]
    fn a_share_of_nothing_has_no_sign() {
        for share in [ratio(0, -13_214), -0.000_4] {
            assert_eq!(readable(&Datum::Share(share), Texts::page(Lang::Zh)), "0.0%", "{share}");
        }
        assert_eq!(readable(&Datum::Share(-0.1), Texts::page(Lang::Zh)), "-10.0%");
    }
}
