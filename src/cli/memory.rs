//! The limit of memory of the process that reads old formats, where the system has none that holds.

/// Counts what the program holds. Linux needs no such thing, since it limits the address space of a process (`RLIMIT_AS`).
#[cfg(not(target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// Limits the memory that the program allocates, in bytes, and tells whether it could. Whatever asks for more ends the program.
///
/// This holds in a process with one thread. With several, one can get more while another is being refused.
#[cfg(not(target_os = "linux"))]
pub fn limit(bytes: u64) -> bool {
    ALLOCATOR.set_limit(usize::try_from(bytes).unwrap_or(usize::MAX)).is_ok()
}

/// Does nothing, since the limit of Linux holds.
#[cfg(target_os = "linux")]
pub fn limit(_: u64) -> bool {
    true
}
