//! Names of folders and files of a lake, and how the log writes them.

/// The folder of a partition without a value, as Hive names it.
const NO_VALUE: &str = "__HIVE_DEFAULT_PARTITION__";

/// Returns the folder of a partition: `shop=…`. Letters and digits of every script stay as they are; what file systems or engines
/// take for something else is written as `%` and its bytes.
pub(super) fn folder(column: &str, value: Option<&str>) -> String {
    let Some(value) = value else { return format!("{column}={NO_VALUE}") };
    format!("{column}={}", escaped(value, |c| c.is_alphanumeric() || matches!(c, '-' | '_')))
}

/// Writes a path below a table as an address, as the log wants it.
pub(super) fn address(path: &str) -> String {
    escaped(path, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '/' | '='))
}

/// Reads a path that is written as an address; nothing where it is none below a table.
pub(super) fn path_of(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => byte,
        });
    }
    let path = String::from_utf8(bytes).ok()?;
    let is_below = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains([':', '\\']);
    path.split('/').all(is_below).then_some(path)
}

fn escaped(text: &str, stays: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if stays(c) {
            escaped.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                escaped.push('%');
                escaped.extend(
                    [byte >> 4, byte & 15]
                        .map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0'))
                        .map(|c| c.to_ascii_uppercase()),
                );
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_no_character_that_means_something() {
        for (shop, wanted) in [
            ("小店-1_a", "shop=小店-1_a"),
            ("a/b\\c:d?", "shop=a%2Fb%5Cc%3Ad%3F"),
            ("a.", "shop=a%2E"),
            ("50% off = x", "shop=50%25%20off%20%3D%20x"),
            ("..", "shop=%2E%2E"),
        ] {
            assert_eq!(folder("shop", Some(shop)), wanted);
        }
        assert_eq!(folder("month", None), "month=__HIVE_DEFAULT_PARTITION__");
    }

    #[test]
    fn an_address_leads_back_to_its_path() {
        for path in ["shop=小店/month=2026-01/part-1.zstd.parquet", "shop=a%2Fb/month=2026-Q1/x y.parquet"] {
            assert_eq!(path_of(&address(path)).as_deref(), Some(path));
        }
        for bad in ["../a", "/a", "a//b", "a/%2e%2e/b", "C:/a", "a\\b", "%zz", "%2", "file:///a", "%ff"] {
            assert_eq!(path_of(bad), None, "{bad}");
        }
    }
}
