//! Detects the console that Windows opens for a program started by a double click.

/// Whether the console belongs to this program alone and closes with it. Call this before anything
/// is printed: in a new console the cursor is in the first cell; a shell has moved it already.
#[cfg(windows)]
#[must_use]
pub fn has_own_console() -> bool {
    crossterm::cursor::position().is_ok_and(|place| place == (0, 0))
}

/// Always false: on other systems the terminal keeps the output.
#[cfg(not(windows))]
#[must_use]
pub fn has_own_console() -> bool {
    false
}
