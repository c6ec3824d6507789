//! Screens that stand over the draft or the list: at most one at a time.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::editor::Editor;
use super::in_use::InUseScreen;
use super::keys::{Action, Context};
use super::line_input::LineInput;
use super::{App, Effect};

/// What stands over the draft or the list.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Another window has the draft: what shall be done?
    InUse(InUseScreen),
    /// The month of the focused date.
    Calendar(Calendar),
}

impl Overlay {
    /// Where keys are pressed while it is open.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::InUse(_) => Context::InUse,
            Self::Calendar(_) => Context::Calendar,
        }
    }
}

impl App {
    pub(super) fn act_in_overlay(&mut self, action: Action) -> Option<Effect> {
        match self.overlay.as_mut()? {
            Overlay::InUse(screen) => {
                let outcome = screen.act(action);
                self.act_on_in_use(outcome)
            }
            Overlay::Calendar(calendar) => {
                let day = calendar.day;
                self.act_in_calendar(action, day)
            }
        }
    }

    fn act_in_calendar(&mut self, action: Action, day: NaiveDate) -> Option<Effect> {
        let today = self.today;
        match action {
            Action::Cancel | Action::Helper => self.overlay = None,
            Action::Confirm => {
                self.overlay = None;
                self.notice = self.editor.as_mut()?.take_day(day);
            }
            Action::DeleteBefore => self.delete_below_calendar(LineInput::delete_before),
            Action::DeleteLine => self.delete_below_calendar(LineInput::clear),
            Action::Leave => return self.leave(),
            _ => {
                if let Some(Overlay::Calendar(calendar)) = &mut self.overlay {
                    calendar.act(action, today);
                }
            }
        }
        None
    }

    fn delete_below_calendar(&mut self, delete: fn(&mut LineInput) -> bool) {
        let today = self.today;
        if let Some(editor) = &mut self.editor {
            self.notice = editor.delete(delete, today);
        }
        self.follow_day();
    }

    /// The calendar follows what is typed, as soon as it is a day.
    pub(super) fn follow_day(&mut self) {
        let day = self.editor.as_ref().and_then(Editor::focused_day);
        if let (Some(day), Some(Overlay::Calendar(calendar))) = (day, &mut self.overlay) {
            calendar.day = day;
        }
    }
}
