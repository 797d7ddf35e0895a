//! File names that Windows reserves for devices.

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
    fn names_of_devices_are_recognised() {
        for name in ["CON", "con.csv", "Nul .xlsx", "COM1.json", "lpt9.tar.html", "COM².csv"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["console.csv", "COM0.csv", "COM10.csv", "orders.csv", "订单.xlsx", "LPT.csv", ""] {
            assert!(!is_device(name), "{name}");
        }
    }
}
