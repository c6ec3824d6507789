//! The signals whose default action ends the program.

use std::ffi::c_int;

use signal_hook::consts;

/// Signals after which the program saves and exits with code 128 + the signal's number.
#[cfg(unix)]
pub const ENDING: &[c_int] = &[
    consts::SIGTERM,
    consts::SIGHUP,
    consts::SIGINT,
    consts::SIGQUIT,
    consts::SIGUSR1,
    consts::SIGUSR2,
    consts::SIGALRM,
    consts::SIGVTALRM,
    consts::SIGPROF,
    consts::SIGXCPU,
    // Other systems ignore this signal by default. Linux also calls it POLL.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    consts::SIGIO,
    #[cfg(any(target_os = "linux", target_os = "android"))]
    rustix::process::Signal::POWER.as_raw(),
];
/// Signals after which the program saves and exits with code 128 + the signal's number.
#[cfg(not(unix))]
pub const ENDING: &[c_int] = &[consts::SIGTERM, consts::SIGINT];

/// Signals of a fault in the program: it must stop and saves nothing. SEGV, FPE and ILL also report
/// faults, but handling them needs `unsafe`.
#[cfg(unix)]
pub const BROKEN: &[c_int] = &[
    consts::SIGABRT,
    consts::SIGSYS,
    consts::SIGTRAP,
    // On other systems this signal reports a stack overflow, for which the standard library prints
    // a message.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    consts::SIGBUS,
];

/// Turns the signal XFSZ into a write error. A write past the file size limit (`ulimit -f`) then
/// fails like a write to a full disk instead of ending the program. The standard library treats
/// PIPE the same way.
#[cfg(unix)]
pub fn outlive_file_size_limit() {
    // Child processes inherit an ignored signal but not a handler, so the signal gets a handler.
    let caught = std::sync::Arc::default();
    // If the system refuses the handler, the signal keeps its default action.
    let _told = signal_hook::flag::register(consts::SIGXFSZ, caught);
}

/// Does nothing: this platform has no file size limit.
#[cfg(not(unix))]
pub fn outlive_file_size_limit() {}
