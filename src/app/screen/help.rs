//! The list of keys, and how far it and a summary scroll.

use crate::app::{App, Effect, list};
use crate::keys::Action;

impl App {
    pub(in crate::app) fn act_in_help(&mut self, action: Action) -> Option<Effect> {
        let top = self.help?;
        let page = usize::from(self.screen.1).saturating_sub(6).max(1);
        self.help = match action {
            Action::Next
            | Action::Previous
            | Action::PageDown
            | Action::PageUp
            | Action::LineStart
            | Action::LineEnd => Some(list::scrolled(top, page, action)),
            _ => None,
        };
        None
    }

    /// What is scrolled stops where its last line stands at the bottom of its window: at `last_top`,
    /// as who draws it says.
    pub fn stop_scrolling_at(&mut self, last_top: usize) {
        let written = self.export.as_mut().and_then(|gate| gate.written.as_mut());
        let top = match (&mut self.help, written) {
            (Some(top), _) => top,
            (None, Some(written)) => &mut written.top,
            (None, None) => return,
        };
        *top = (*top).min(last_top);
    }
}
