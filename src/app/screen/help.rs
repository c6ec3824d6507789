//! The list of keys.

use super::Behaviour;
use super::command::{Commands, close, on};
use crate::app::App;
use crate::app::line_input::{Edit, LineInput};
use crate::app::list::{Step, scrolled};
use crate::keys::{Action, Context};
use crate::wording::Notice;

/// The list of keys, over the screen that the keys belong to.
#[derive(Clone, Debug, Default)]
pub struct HelpScreen {
    /// The typed search; only lines with this text are shown.
    pub filter: LineInput,
    /// The first visible line.
    pub top: usize,
}

pub(super) const COMMANDS: Commands<HelpScreen> = Commands::new(&[
    on(Action::Cancel, close),
    on(Action::Help, close),
    on(Action::Leave, close),
])
.stepping(HelpScreen::step)
.editing(HelpScreen::edit);

impl Behaviour for HelpScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Help
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if !self.filter.insert(text) {
            app.notice = Some(Notice::TextCut);
        }
        self.top = 0;
    }

    fn stop_scrolling_at(&mut self, last_top: usize) {
        self.top = self.top.min(last_top);
    }
}

impl HelpScreen {
    fn edit(&mut self, edit: Edit, _app: &mut App) {
        self.filter.edit(edit);
        self.top = 0;
    }

    fn step(&mut self, step: Step, app: &mut App) {
        let page = usize::from(app.screen.1).saturating_sub(6).max(1);
        self.top = scrolled(self.top, page, step);
    }
}
