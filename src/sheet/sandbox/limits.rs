//! The limits of a sandbox process, which it sets before it opens a file.

use std::ffi::OsString;
use std::time::Duration;

use crate::sheet::limits;

/// The limits for reading one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SandboxLimits {
    /// Bytes of address space.
    pub(super) memory: u64,
    /// Seconds of processor time.
    pub(super) seconds: u64,
}

impl SandboxLimits {
    /// Returns the limits for a file of a size in bytes.
    pub(super) fn of(size: u64) -> Self {
        let memory = limits::SANDBOX_MEMORY.saturating_add(size.saturating_mul(limits::SANDBOX_MEMORY_PER_BYTE));
        Self {
            memory: memory.min(limits::SANDBOX_MAX_MEMORY),
            seconds: limits::SANDBOX_SECONDS + (size >> 20).saturating_mul(limits::SANDBOX_SECONDS_PER_MIB),
        }
    }

    /// Returns how long to wait for replies in total. It is longer than the processor time, since the machine may be busy.
    pub(super) fn timeout(self) -> Duration {
        Duration::from_secs(self.seconds.saturating_mul(limits::SANDBOX_TIMEOUT_FACTOR))
    }

    pub(super) fn arguments(self) -> [String; 2] {
        [self.memory.to_string(), self.seconds.to_string()]
    }

    pub(super) fn parse(arguments: [&OsString; 2]) -> Option<Self> {
        let number = |argument: &OsString| argument.to_str()?.parse().ok();
        Some(Self { memory: number(arguments[0])?, seconds: number(arguments[1])? })
    }

    /// Sets the limits of the current process.
    ///
    /// If the system lacks a kind of limit, the other limits and the timeout of the client still hold.
    #[cfg(unix)]
    pub(super) fn apply(self) {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        for (resource, wanted) in [(Resource::As, self.memory), (Resource::Cpu, self.seconds), (Resource::Core, 0)] {
            // An existing limit cannot be raised.
            let most = getrlimit(resource).maximum;
            let wanted = most.map_or(wanted, |most| most.min(wanted));
            let _ = setrlimit(resource, Rlimit { current: Some(wanted), maximum: most });
        }
    }

    /// Does nothing: the client's timeout limits the time, and the program the memory.
    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "Unix has such limits")]
    pub(super) fn apply(self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_grow_with_the_file_up_to_a_maximum() {
        let small = SandboxLimits::of(10_000);
        assert!(small.memory < 320 << 20 && small.seconds == limits::SANDBOX_SECONDS);
        let large = SandboxLimits::of(u64::MAX);
        assert_eq!(large.memory, limits::SANDBOX_MAX_MEMORY);
        let arguments = small.arguments().map(OsString::from);
        assert_eq!(SandboxLimits::parse([&arguments[0], &arguments[1]]), Some(small));
    }
}
