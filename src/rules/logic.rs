//! Kleene's three-valued logic: unknown is a value of its own and never a default.

/// Holds what is known of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold, whatever the unknown facts are.
    False,
    /// It depends on facts that are not known.
    Unknown,
    /// It holds, whatever the unknown facts are.
    True,
}

impl Truth {
    /// Lists every truth value.
    pub const ALL: [Self; 3] = [Self::False, Self::Unknown, Self::True];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Unknown => "unknown",
        }
    }

    /// Joins by "and": false wins, then unknown.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().min().unwrap_or(Self::True)
    }

    /// Joins by "or": true wins, then unknown.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().max().unwrap_or(Self::False)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_of_nothing_and_of_all_three() {
        assert_eq!((Truth::all([]), Truth::any([])), (Truth::True, Truth::False));
        assert_eq!((Truth::all(Truth::ALL), Truth::any(Truth::ALL)), (Truth::False, Truth::True));
        assert_eq!(Truth::ALL.map(|truth| !truth), [Truth::True, Truth::Unknown, Truth::False]);
    }
}
