//! The console that Windows opens for a program that was started by a double click.

/// Whether the console was made for this program and goes with it. To be asked before anything is
/// printed: the cursor of a new console stands in its first cell; a shell has left it elsewhere.
#[cfg(windows)]
#[must_use]
pub fn has_own_console() -> bool {
    crossterm::cursor::position().is_ok_and(|place| place == (0, 0))
}

/// Elsewhere a terminal keeps what was printed.
#[cfg(not(windows))]
#[must_use]
pub fn has_own_console() -> bool {
    false
}
