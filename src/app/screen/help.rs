//! The list of keys.

use super::Behaviour;
use super::command::{Commands, close, on};
use crate::app::App;
use crate::app::list::{Step, scrolled};
use crate::keys::{Action, Context};

/// The list of keys, over the screen that the keys belong to.
#[derive(Clone, Copy, Debug, Default)]
pub struct HelpScreen {
    /// The first visible line.
    pub top: usize,
}

pub(super) const COMMANDS: Commands<HelpScreen> = Commands::new(&[
    on(Action::Cancel, close),
    on(Action::Help, close),
    on(Action::Leave, close),
])
.stepping(HelpScreen::step);

impl Behaviour for HelpScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Help
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn stop_scrolling_at(&mut self, last_top: usize) {
        self.top = self.top.min(last_top);
    }
}

impl HelpScreen {
    fn step(&mut self, step: Step, app: &mut App) {
        let page = usize::from(app.screen.1).saturating_sub(6).max(1);
        self.top = scrolled(self.top, page, step);
    }
}
