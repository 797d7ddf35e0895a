//! File names that Windows reserves for devices, or does not allow.

use std::path::{Component, Path};

/// What Windows allows in no name of a file or a folder.
pub const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Tells whether a path has a name that Windows does not allow.
pub fn has_forbidden(path: &Path) -> bool {
    let is_bad = |c: char| FORBIDDEN.contains(&c) || c.is_control();
    path.components().any(|part| matches!(part, Component::Normal(name) if name.to_string_lossy().contains(is_bad)))
}

/// Names of devices, with any extension.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Tells whether Windows would take a file name for a device. Such names are refused on every system, since files are passed on.
pub fn is_device(name: &str) -> bool {
    let name = name.to_uppercase();
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    DEVICES.contains(&stem)
        || numbered.is_some_and(|rest| {
            let mut rest = rest.chars();
            rest.next().is_some_and(|c| matches!(c, '1'..='9' | '¹' | '²' | '³')) && rest.next().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_does_not_allow_are_recognised() {
        for path in ["a<b.csv", "x/订单?.csv", "a|b/c.csv", "a\u{1}.csv"] {
            assert!(has_forbidden(Path::new(path)), "{path}");
        }
        for path in ["订单 [1].csv", "../a b/c.csv", "店铺（二）.db", ""] {
            assert!(!has_forbidden(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn names_of_devices_are_recognised() {
        for name in ["CON", "con.csv", "Nul .xlsx", "COM1.json", "lpt9.tar.html", "COM².csv"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["console.csv", "COM0.csv", "COM10.csv", "orders.csv", "订单.xlsx", "LPT.csv", ""] {
            assert!(!is_device(name), "{name}");
        }
    }
}
