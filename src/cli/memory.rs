//! The limit of memory of the process that reads old formats, where the system has none that holds.

/// Counts what the program holds. Linux needs no such thing, since it limits the address space of a process (`RLIMIT_AS`).
#[cfg(not(target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// Limits the memory that the program allocates, in bytes. Whatever asks for more ends the program.
#[cfg(not(target_os = "linux"))]
pub fn limit(bytes: u64) {
    // It fails only where more than that is held already, which the few bytes of a start never are.
    let _ = ALLOCATOR.set_limit(usize::try_from(bytes).unwrap_or(usize::MAX));
}

/// Does nothing, since the limit of Linux holds.
#[cfg(target_os = "linux")]
pub fn limit(_: u64) {}
