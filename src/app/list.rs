//! The selected row of a list, and the keys that move it.

use crate::keys::Action;

/// Rows of a page, however tall the screen is.
const PAGE: usize = 10;

/// The selected row after a key, from 0 to `last`; keys that do not move it leave it.
pub(super) fn moved(row: usize, last: usize, action: Action) -> usize {
    match action {
        Action::Next => (row + 1).min(last),
        Action::Previous => row.saturating_sub(1),
        Action::PageDown => (row + PAGE).min(last),
        Action::PageUp => row.saturating_sub(PAGE),
        Action::LineStart => 0,
        Action::LineEnd => last,
        _ => row,
    }
}

/// The first line in sight after a key, where `page` lines are scrolled at once; what is drawn knows
/// where it stops.
pub(super) fn scrolled(top: usize, page: usize, action: Action) -> usize {
    match action {
        Action::Next => top.saturating_add(1),
        Action::Previous => top.saturating_sub(1),
        Action::PageDown => top.saturating_add(page),
        Action::PageUp => top.saturating_sub(page),
        Action::LineStart => 0,
        Action::LineEnd => usize::MAX,
        _ => top,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_never_leaves_its_list() {
        for (row, last, action, expected) in [
            (0, 2, Action::Next, 1),
            (2, 2, Action::Next, 2),
            (0, 2, Action::Previous, 0),
            (1, 30, Action::PageDown, 11),
            (25, 30, Action::PageDown, 30),
            (4, 30, Action::PageUp, 0),
            (7, 30, Action::LineStart, 0),
            (7, 30, Action::LineEnd, 30),
            (7, 30, Action::Confirm, 7),
            (0, 0, Action::Next, 0),
        ] {
            assert_eq!(moved(row, last, action), expected, "{row} {action:?}");
        }
    }
}
