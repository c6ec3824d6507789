//! The signals that end a program which does not know them.

use std::ffi::c_int;

use signal_hook::consts;

/// Signals after which the program saves and ends with 128 and their number.
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
    // Elsewhere the system itself ignores it. It is POLL by another name.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    consts::SIGIO,
    #[cfg(any(target_os = "linux", target_os = "android"))]
    rustix::process::Signal::POWER.as_raw(),
];
/// The same on Windows.
#[cfg(not(unix))]
pub const ENDING: &[c_int] = &[consts::SIGTERM, consts::SIGINT];

/// Signals that say that the program is broken: it must not go on, and saves nothing. SEGV, FPE and
/// ILL are of the kind, but cannot be waited for without `unsafe`.
#[cfg(unix)]
pub const BROKEN: &[c_int] = &[
    consts::SIGABRT,
    consts::SIGSYS,
    consts::SIGTRAP,
    // Elsewhere it tells of a stack that has overflowed, which the standard library explains.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    consts::SIGBUS,
];
