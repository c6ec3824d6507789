//! The selected row of a list, and the steps that move the selection.

use crate::keys::Action;

/// The rows of a page, whatever the height of the screen.
const PAGE: usize = 10;

/// A step in a list or in a scrolled text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Next,
    Previous,
    PageDown,
    PageUp,
    First,
    Last,
}

/// The actions that step through a list.
const STEPS: [(Action, Step); 6] = [
    (Action::Next, Step::Next),
    (Action::Previous, Step::Previous),
    (Action::PageDown, Step::PageDown),
    (Action::PageUp, Step::PageUp),
    (Action::LineStart, Step::First),
    (Action::LineEnd, Step::Last),
];

impl Step {
    /// The step of an action; `None` for other actions.
    pub fn of(action: Action) -> Option<Self> {
        let mut steps = STEPS.iter();
        let (_, step) = steps.find(|(known, _)| *known == action)?;
        Some(*step)
    }
}

/// The selected row after a step in a list of `n_rows` rows.
pub(super) fn moved(row: usize, n_rows: usize, step: Step) -> usize {
    let last = n_rows.saturating_sub(1);
    match step {
        Step::Next => (row + 1).min(last),
        Step::Previous => row.saturating_sub(1),
        Step::PageDown => (row + PAGE).min(last),
        Step::PageUp => row.saturating_sub(PAGE),
        Step::First => 0,
        Step::Last => last,
    }
}

/// The first visible line after a step; a page has `page` lines. The result may lie past the last
/// line: drawing stops there.
pub(super) fn scrolled(top: usize, page: usize, step: Step) -> usize {
    match step {
        Step::Next => top.saturating_add(1),
        Step::Previous => top.saturating_sub(1),
        Step::PageDown => top.saturating_add(page),
        Step::PageUp => top.saturating_sub(page),
        Step::First => 0,
        Step::Last => usize::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_never_leaves_its_list() {
        for (row, n_rows, step, expected) in [
            (0, 3, Step::Next, 1),
            (2, 3, Step::Next, 2),
            (0, 3, Step::Previous, 0),
            (1, 31, Step::PageDown, 11),
            (25, 31, Step::PageDown, 30),
            (4, 31, Step::PageUp, 0),
            (7, 31, Step::First, 0),
            (7, 31, Step::Last, 30),
            (0, 1, Step::Next, 0),
            (0, 0, Step::Next, 0),
            (0, 0, Step::Last, 0),
        ] {
            assert_eq!(moved(row, n_rows, step), expected, "{row} {step:?}");
        }
        assert_eq!(Step::of(Action::Confirm), None, "no step");
    }
}
