//! The list of keys.

use super::keys::Action;
use super::{App, Effect};

impl App {
    pub(super) fn act_in_help(&mut self, action: Action) -> Option<Effect> {
        let top = self.help?;
        let page = usize::from(self.screen.1).saturating_sub(6).max(1);
        self.help = match action {
            Action::Next => Some(top + 1),
            Action::Previous => Some(top.saturating_sub(1)),
            Action::PageDown => Some(top + page),
            Action::PageUp => Some(top.saturating_sub(page)),
            Action::LineStart => Some(0),
            _ => None,
        };
        None
    }
}
