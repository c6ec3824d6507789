//! The mouse: whatever it does, a key does too.

use super::keys::{Action, Context};
use super::{App, Effect};

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

impl App {
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
            (Gesture::Click, None) => {}
            (Gesture::WheelDown | Gesture::WheelUp, Some(editor)) => {
                editor.roll(column, row, gesture == Gesture::WheelDown, NOTCH);
            }
            (Gesture::WheelDown, None) => self.roll_list(Action::Next),
            (Gesture::WheelUp, None) => self.roll_list(Action::Previous),
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
