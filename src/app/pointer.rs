//! Mouse input. Every gesture of the mouse has an equivalent key.

use super::{App, Effect};
use crate::keys::{Action, Context};

/// The rows that one notch of the wheel scrolls.
const NOTCH: usize = 3;

/// A gesture of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The left button was pressed.
    Click,
    /// The wheel was turned towards the user, which scrolls down.
    WheelDown,
    /// The wheel was turned away from the user, which scrolls up.
    WheelUp,
}

/// An area that a click selects: a line of a list, or a day of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The leftmost column.
    pub column: u16,
    /// The width in columns.
    pub columns: u16,
    /// The row.
    pub row: u16,
    /// The number of steps from the selected line; negative before that line.
    pub steps: isize,
}

/// The parts of the drawn layout that keys and clicks depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// The largest scroll position: the last line is then at the bottom of the window.
    pub last_top: Option<usize>,
    /// The lines of the visible list, or the days of the month.
    pub targets: Vec<Target>,
}

impl App {
    /// Takes over the layout of the last frame.
    pub fn saw(&mut self, sight: Sight) {
        self.targets = sight.targets;
        if let (Some(last_top), Some(screen)) = (sight.last_top, self.screens.last_mut()) {
            screen.behaviour_mut().stop_scrolling_at(last_top);
        }
    }

    pub(super) fn point(&mut self, gesture: Gesture, column: u16, row: u16) -> Option<Effect> {
        let in_editor = matches!(
            self.context(),
            Context::Field | Context::Choice | Context::Contract
        );
        if in_editor && gesture == Gesture::Click && self.hit(column, row).is_some() {
            // The header counts what was found.
            return self.act(Action::Findings);
        }
        let editor = self.editor.as_mut().filter(|_| in_editor);
        match (gesture, editor) {
            (Gesture::Click, Some(editor)) => {
                self.leaving_unsaved = false;
                self.notice = editor.click(column, row);
            }
            (Gesture::Click, None) => return self.click_in_list(column, row),
            (Gesture::WheelDown | Gesture::WheelUp, Some(editor)) => {
                editor.roll(column, row, gesture == Gesture::WheelDown, NOTCH);
            }
            (Gesture::WheelDown, None) => self.roll_list(Action::Next),
            (Gesture::WheelUp, None) => self.roll_list(Action::Previous),
        }
        None
    }

    /// The area at this position that a click selects.
    fn hit(&self, column: u16, row: u16) -> Option<&Target> {
        self.targets.iter().find(|target| {
            let columns = target.column..target.column.saturating_add(target.columns);
            target.row == row && columns.contains(&column)
        })
    }

    /// Selects the clicked line. A click on the selected line performs the action of the screen.
    fn click_in_list(&mut self, column: u16, row: u16) -> Option<Effect> {
        let steps = self.hit(column, row)?.steps;
        if steps == 0 {
            let action = self.top().clicked()?;
            return self.act(action);
        }
        let action = self.top().arrow(steps > 0);
        for _ in 0..steps.unsigned_abs() {
            self.act(action);
        }
        None
    }

    /// Moves the selection by the wheel, as the arrow keys would.
    fn roll_list(&mut self, action: Action) {
        for _ in 0..NOTCH {
            self.act(action);
        }
    }
}
