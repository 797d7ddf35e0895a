//! The words that rule files, answers and scripts share: each set is an enumeration with stable ASCII names.

/// Makes an enumeration whose values have stable names.
macro_rules! codes {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $($(#[$doc])* $variant,)+
        }

        impl $type {
            /// Lists every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            pub(super) const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$variant),)+];

            /// Returns the stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Finds a value by its stable name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
            }
        }
    };
}
pub(super) use codes;

codes! {
    /// Names the question that rules answer together.
    Check {
        /// May the shop be closed?
        Close = "close",
        /// May the closed shop apply to reopen?
        Reopen = "reopen",
    }
}

codes! {
    /// Names on what authority a rule stands.
    Standing {
        /// The platform's own published text.
        Official = "official",
        /// Articles by others; no official text was found.
        Reported = "reported",
    }
}

codes! {
    /// Names what follows where a rule is not met.
    Consequence {
        /// Wait.
        NotYet = "not_yet",
        /// Put it right.
        Fail = "fail",
        /// Nothing helps.
        Never = "never",
        /// Rules that are not held here govern the shop. None of these is asked of it, but those that nothing helps against.
        OtherRules = "other_rules",
    }
}

codes! {
    /// Names the answer of a check, from the best to the worst: of several, the worst counts.
    Answer {
        /// Nothing stands in the way: the shop may apply to close, or to reopen.
        MayApply = "may_apply",
        /// The facts that are known do not decide.
        Unknown = "unknown",
        /// A wait is not over.
        NotYet = "not_yet",
        /// Something must be put right first.
        Blocked = "blocked",
        /// Nothing helps.
        Never = "never",
    }
}

codes! {
    /// Names what came out for one rule.
    RuleOutcome {
        /// It is met.
        Pass = "pass",
        /// It will be met, or may be, once a wait is over.
        NotYet = "not_yet",
        /// It is not met.
        Fail = "fail",
        /// The known facts do not tell.
        Unknown = "unknown",
        /// It asks nothing of this shop, or was left out.
        NotApplicable = "not_applicable",
    }
}

codes! {
    /// Names which rules are considered.
    Scope {
        /// Every rule.
        All = "all",
        /// Only those that stand in the platform's own texts.
        Official = "official",
    }
}

/// Returns the answer that a rule gives where it is not met.
impl From<Consequence> for Answer {
    fn from(otherwise: Consequence) -> Self {
        match otherwise {
            Consequence::OtherRules => Self::Unknown,
            Consequence::NotYet => Self::NotYet,
            Consequence::Fail => Self::Blocked,
            Consequence::Never => Self::Never,
        }
    }
}
