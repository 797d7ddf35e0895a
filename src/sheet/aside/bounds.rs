//! The limits that a helper sets itself before it opens a file.

use std::ffi::OsString;
use std::time::Duration;

use super::super::limits;

/// Holds what the reading of a file may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    /// Bytes of address space.
    pub(super) memory: u64,
    /// Seconds of processor time.
    pub(super) seconds: u64,
}

impl Bounds {
    /// Returns the limits for a file of a size: who sends a small file gets little.
    pub(super) fn of(size: u64) -> Self {
        let memory = limits::ASIDE_MEMORY.saturating_add(size.saturating_mul(limits::ASIDE_MEMORY_PER_BYTE));
        Self {
            memory: memory.min(limits::ASIDE_MAX_MEMORY),
            seconds: limits::ASIDE_SECONDS + (size >> 20).saturating_mul(limits::ASIDE_SECONDS_PER_MIB),
        }
    }

    /// Returns how long answers may be waited for in all; a busy machine gives a process a part of its time only.
    pub(super) fn patience(self) -> Duration {
        Duration::from_secs(self.seconds.saturating_mul(limits::ASIDE_PATIENCE))
    }

    pub(super) fn arguments(self) -> [String; 2] {
        [self.memory.to_string(), self.seconds.to_string()]
    }

    pub(super) fn parse(arguments: [&OsString; 2]) -> Option<Self> {
        let number = |argument: &OsString| argument.to_str()?.parse().ok();
        Some(Self { memory: number(arguments[0])?, seconds: number(arguments[1])? })
    }

    /// Sets the limits for the process that calls it.
    ///
    /// Where the system has none of a kind, the other limits and the patience of the caller still hold.
    #[cfg(unix)]
    pub(super) fn apply(self) {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        for (resource, wanted) in [(Resource::As, self.memory), (Resource::Cpu, self.seconds), (Resource::Core, 0)] {
            // What the caller was limited to already cannot be raised.
            let most = getrlimit(resource).maximum;
            let wanted = most.map_or(wanted, |most| most.min(wanted));
            let _ = setrlimit(resource, Rlimit { current: Some(wanted), maximum: most });
        }
    }

    /// Sets the limits for the process that calls it: a job that bounds what of it lies in memory; what it is given beyond that goes to
    /// the page file. Its time is bounded by the patience of the caller.
    #[cfg(windows)]
    pub(super) fn apply(self) {
        use win32job::{ExtendedLimitInfo, Job};
        let mut wanted = ExtendedLimitInfo::new();
        let memory = usize::try_from(self.memory).unwrap_or(usize::MAX);
        wanted.limit_working_memory(1 << 20, memory);
        if let Ok(job) = Job::create_with_limit_info(&wanted)
            && job.assign_current_process().is_ok()
        {
            // The job lives as long as the process.
            let _ = job.into_handle();
        }
    }

    #[cfg(not(any(unix, windows)))]
    pub(super) fn apply(self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_grow_with_the_file_to_a_point() {
        let small = Bounds::of(10_000);
        assert!(small.memory < 320 << 20 && small.seconds == limits::ASIDE_SECONDS);
        let large = Bounds::of(u64::MAX);
        assert_eq!(large.memory, limits::ASIDE_MAX_MEMORY);
        let arguments = small.arguments().map(OsString::from);
        assert_eq!(Bounds::parse([&arguments[0], &arguments[1]]), Some(small));
    }
}
