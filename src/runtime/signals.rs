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

/// Has a write fail that goes beyond the size which the system allows a file (`ulimit -f`), as it
/// fails on a full disk; else the signal XFSZ would end the program. The standard library does the
/// same with PIPE.
#[cfg(unix)]
pub fn outlive_file_size_limit() {
    // A signal that is caught is not inherited by other programs; one that is ignored would be.
    let caught = std::sync::Arc::default();
    // Where the system refuses, the signal ends the program as it always did.
    let _told = signal_hook::flag::register(consts::SIGXFSZ, caught);
}

/// No such limit exists there.
#[cfg(not(unix))]
pub fn outlive_file_size_limit() {}
