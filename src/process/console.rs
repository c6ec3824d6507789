//! The console that Windows opens for a program started by a double click.

/// The columns and rows of a console that the program has for itself.
#[cfg(windows)]
const SIZE: (u16, u16) = (120, 40);

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

/// Enlarges a smaller console, so that the form and the contract stand side by side. A console
/// that refuses keeps its size.
#[cfg(windows)]
pub fn enlarge_own_console() {
    use crossterm::terminal::{SetSize, size};
    let (columns, rows) = SIZE;
    if size().is_ok_and(|(is_columns, is_rows)| is_columns < columns || is_rows < rows) {
        let _refused = crossterm::execute!(std::io::stdout(), SetSize(columns, rows));
    }
}

/// Does nothing: on other systems the terminal belongs to the user.
#[cfg(not(windows))]
pub fn enlarge_own_console() {}
