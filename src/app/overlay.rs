//! Screens that stand over the draft or the list: at most one at a time.

use chrono::NaiveDate;

use super::editor::Editor;
use super::line_input::LineInput;
use super::screen::answers::AnswersScreen;
use super::screen::calendar::Calendar;
use super::screen::elsewhere::ElsewhereScreen;
use super::screen::in_use::InUseScreen;
use super::screen::merge::MergeScreen;
use super::screen::palette::Palette;
use super::screen::revisions::RevisionsScreen;
use super::screen::style::StyleScreen;
use super::screen::trash::TrashScreen;
use super::screen::upgrade::UpgradeScreen;
use super::{App, Effect};
use crate::keys::{Action, Context};

/// What stands over the draft or the list.
#[derive(Debug)]
pub enum Overlay {
    /// Another window has the draft: what shall be done?
    InUse(InUseScreen),
    /// A draft and the copy of a conflict, side by side.
    Merge(Box<MergeScreen>),
    /// Another place for a draft that cannot be saved.
    Elsewhere(ElsewhereScreen),
    /// The revisions of the draft.
    Revisions(Box<RevisionsScreen>),
    /// What lies in the trash.
    Trash(TrashScreen),
    /// What a draft holds whose template is not to be had.
    Answers(Box<AnswersScreen>),
    /// The month of the focused date.
    Calendar(Calendar),
    /// The template has a newer version: what that would change.
    Upgrade(Box<UpgradeScreen>),
    /// The look of the contract.
    Style(StyleScreen),
    /// Everything that can be done or gone to.
    Palette(Box<Palette>),
}

impl Overlay {
    /// Where keys are pressed while it is open.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::InUse(_) => Context::InUse,
            Self::Merge(_) => Context::Merge,
            Self::Elsewhere(_) => Context::Elsewhere,
            Self::Revisions(_) => Context::Revisions,
            Self::Trash(_) => Context::Trash,
            Self::Answers(_) => Context::Answers,
            Self::Calendar(_) => Context::Calendar,
            Self::Upgrade(_) => Context::Upgrade,
            Self::Style(screen) if screen.input.is_some() => Context::StyleValue,
            Self::Style(_) => Context::Style,
            Self::Palette(_) => Context::Palette,
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
            Overlay::Merge(screen) => {
                let outcome = screen.act(action);
                self.act_on_merge(outcome)
            }
            Overlay::Elsewhere(screen) => {
                let outcome = screen.act(action);
                self.act_on_elsewhere(outcome)
            }
            Overlay::Revisions(screen) => {
                let outcome = screen.act(action, &self.settings);
                self.act_on_revisions(outcome)
            }
            Overlay::Trash(screen) => {
                let outcome = screen.act(action);
                self.act_on_trash(outcome)
            }
            Overlay::Answers(screen) => {
                let outcome = screen.act(action);
                self.act_on_answers(outcome)
            }
            Overlay::Upgrade(screen) => {
                let outcome = screen.act(action);
                self.act_on_upgrade(outcome)
            }
            Overlay::Style(screen) => {
                let outcome = screen.act(action, self.editor.as_mut()?);
                self.act_on_style(outcome)
            }
            Overlay::Palette(palette) => {
                let outcome = palette.act(action);
                self.act_on_palette(outcome)
            }
            Overlay::Calendar(calendar) => {
                let taken = (!calendar.is_overtyped).then_some(calendar.day);
                self.act_in_calendar(action, taken)
            }
        }
    }

    /// What an overlay asked for failed; it may be asked for again.
    pub(super) fn overlay_failed(&mut self) {
        match &mut self.overlay {
            Some(Overlay::Merge(screen)) => screen.is_running = false,
            Some(Overlay::Elsewhere(screen)) => screen.is_running = false,
            Some(
                Overlay::InUse(_)
                | Overlay::Revisions(_)
                | Overlay::Trash(_)
                | Overlay::Answers(_)
                | Overlay::Calendar(_)
                | Overlay::Upgrade(_)
                | Overlay::Style(_)
                | Overlay::Palette(_),
            )
            | None => {}
        }
    }

    /// Types into the line that an overlay has.
    pub(super) fn type_in_overlay(&mut self, text: &str) {
        match &mut self.overlay {
            Some(Overlay::Elsewhere(screen)) => {
                screen.path.insert(text);
            }
            Some(Overlay::Style(screen)) => screen.typed(text),
            Some(Overlay::Palette(palette)) => palette.typed(text),
            Some(
                Overlay::InUse(_)
                | Overlay::Merge(_)
                | Overlay::Revisions(_)
                | Overlay::Trash(_)
                | Overlay::Answers(_)
                | Overlay::Calendar(_)
                | Overlay::Upgrade(_),
            )
            | None => {}
        }
    }

    /// Takes a key; `taken` is the day under the cursor, none where something else is typed.
    fn act_in_calendar(&mut self, action: Action, taken: Option<NaiveDate>) -> Option<Effect> {
        let today = self.today;
        match action {
            Action::Cancel | Action::Helper => self.overlay = None,
            Action::Confirm => {
                self.overlay = None;
                // What is typed stays, also where it is wrong.
                self.notice = self.editor.as_mut()?.take_day(taken?);
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

    /// Types the day instead of choosing it.
    pub(super) fn type_over_calendar(&mut self, text: &str, is_paste: bool) {
        let today = self.today;
        if let (Some(Overlay::Calendar(calendar)), Some(editor)) =
            (&mut self.overlay, &mut self.editor)
        {
            if text.trim().is_empty() && !calendar.is_typed {
                return;
            }
            self.notice = if std::mem::replace(&mut calendar.is_typed, true) {
                editor.insert(text, is_paste, today)
            } else {
                editor.insert_anew(text, is_paste, today)
            };
        }
        self.follow_day();
    }

    fn delete_below_calendar(&mut self, delete: fn(&mut LineInput) -> bool) {
        let today = self.today;
        if let Some(editor) = &mut self.editor {
            self.notice = editor.delete(delete, today);
        }
        if let Some(Overlay::Calendar(calendar)) = &mut self.overlay {
            calendar.is_typed = true;
        }
        self.follow_day();
    }

    /// The calendar follows what is typed, as soon as it is a day.
    fn follow_day(&mut self) {
        let day = self.editor.as_ref().and_then(Editor::focused_day);
        let is_typed = (self.editor.as_ref()).is_some_and(|editor| !editor.input.text().is_empty());
        if let Some(Overlay::Calendar(calendar)) = &mut self.overlay {
            calendar.day = day.unwrap_or(calendar.day);
            calendar.is_overtyped = is_typed && day.is_none();
        }
    }
}
