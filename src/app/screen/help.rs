//! The list of keys.

use super::{Behaviour, Turn};
use crate::app::{App, list};
use crate::keys::{Action, Context};

/// The list of keys, over the screen that they work on.
#[derive(Clone, Copy, Debug, Default)]
pub struct HelpScreen {
    /// The first line that is shown.
    pub top: usize,
}

impl Behaviour for HelpScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Help
    }

    /// Every key that does not scroll closes the list.
    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        let page = usize::from(app.screen.1).saturating_sub(6).max(1);
        match action {
            Action::Next
            | Action::Previous
            | Action::PageDown
            | Action::PageUp
            | Action::LineStart
            | Action::LineEnd => {
                self.top = list::scrolled(self.top, page, action);
                Turn::Stay(None)
            }
            _ => Turn::Close(None),
        }
    }

    fn stop_scrolling_at(&mut self, last_top: usize) {
        self.top = self.top.min(last_top);
    }
}
