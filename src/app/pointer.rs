//! The mouse: whatever it does, a key does too.

use super::{App, Effect};
use crate::keys::{Action, Context};

/// How many rows a notch of the wheel scrolls.
const NOTCH: usize = 3;

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The left button was pressed.
    Click,
    /// The wheel was turned towards the user, which scrolls down.
    WheelDown,
    /// The wheel was turned away.
    WheelUp,
}

/// A line of a list, or a day of a month, that a click selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its leftmost column.
    pub column: u16,
    /// How many columns it has.
    pub columns: u16,
    /// Its row.
    pub row: u16,
    /// How many steps further than the selected one it is; negative before it.
    pub steps: isize,
}

/// What of a frame keys and clicks need to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// The first line of what is scrolled that leaves its last one at the bottom.
    pub last_top: Option<usize>,
    /// The lines of the list that is shown, or the days of the month.
    pub targets: Vec<Target>,
}

impl App {
    /// Takes what the last frame has shown.
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

    /// A click selects a line; on the selected one it does what the screen says.
    fn click_in_list(&mut self, column: u16, row: u16) -> Option<Effect> {
        let is_hit = |choice: &&Target| {
            let columns = choice.column..choice.column.saturating_add(choice.columns);
            choice.row == row && columns.contains(&column)
        };
        let steps = self.targets.iter().find(is_hit)?.steps;
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

    /// In a list the wheel moves as the arrows do, which lead nowhere else.
    fn roll_list(&mut self, action: Action) {
        for _ in 0..NOTCH {
            self.act(action);
        }
    }
}
