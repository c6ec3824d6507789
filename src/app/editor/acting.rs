//! What a key in the form or the contract does.

use chrono::NaiveDate;

use super::Editor;
use crate::app::line_input::LineInput;
use crate::app::panes::Pane;
use crate::app::screen::calendar::Calendar;
use crate::app::screen::export::ExportScreen;
use crate::app::screen::findings::FindingsScreen;
use crate::app::screen::{Behaviour, Screen, Turn};
use crate::app::{App, Effect};
use crate::keys::{Action, Context};
use crate::wording::Notice;

/// The screen of the form and the contract.
#[derive(Clone, Copy, Debug)]
pub struct InDraft;

impl Behaviour for InDraft {
    fn context(&self, app: &App) -> Context {
        match &app.editor {
            None => Context::Home,
            Some(editor) if editor.pane == Pane::Contract => Context::Contract,
            Some(editor) if editor.focused_options().is_some() => Context::Choice,
            Some(_) => Context::Field,
        }
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        Turn::Stay(app.act_in_editor(action))
    }

    fn typed(&mut self, text: &str, is_paste: bool, app: &mut App) {
        if let Some(editor) = app
            .editor
            .as_mut()
            .filter(|editor| editor.pane == Pane::Form)
        {
            app.notice = editor.insert(text, is_paste, app.today);
        }
    }

    fn helps(&self, action: Action, app: &App) -> bool {
        let Some(editor) = &app.editor else {
            return true;
        };
        match action {
            Action::AcceptSuggestion => editor.focused_suggestion().is_some(),
            Action::Upgrade => editor.newer.is_some(),
            Action::Resolve => app.is_in_trouble(),
            Action::NextSuggestion => editor.offers().len() > 1,
            Action::Helper => editor.has_calendar(),
            Action::StepUp | Action::StepDown => editor.can_step(),
            Action::Undo => editor.can_undo(),
            Action::Redo => editor.can_redo(),
            Action::Steps => editor.can_undo() || editor.can_redo(),
            _ => true,
        }
    }
}

impl App {
    /// Opens what stands over the draft, or asks for what the draft itself cannot do; all else is
    /// the draft's affair.
    fn act_in_editor(&mut self, action: Action) -> Option<Effect> {
        let today = self.today;
        let editor = self.editor.as_mut()?;
        match action {
            Action::Save => return Some(Effect::SaveNow),
            Action::Resolve => return self.resolve(),
            Action::Revisions => return Some(Effect::Revisions),
            Action::Steps => self.show_steps(),
            Action::Upgrade => self.show_upgrade(),
            Action::Style => self.show_style(),
            Action::Leave => return self.leave(),
            Action::Helper if editor.has_calendar() => {
                let day = editor.calendar_day(today);
                self.show(Screen::Calendar(Calendar::from(day)));
            }
            Action::Export => {
                let gate = ExportScreen::new(editor, &self.settings, today);
                self.show(Screen::Export(Box::new(gate)));
            }
            Action::Findings => self.show(Screen::Findings(FindingsScreen::default())),
            Action::Corrections => self.show_corrections(None),
            _ => self.notice = editor.act(action, today),
        }
        None
    }
}

impl Editor {
    /// Takes a key; one line for the user where there is something to say.
    fn act(&mut self, action: Action, today: NaiveDate) -> Option<Notice> {
        let in_contract = self.pane == Pane::Contract;
        if in_contract && self.act_in_contract(action) {
            return None;
        }
        match action {
            Action::Next => return self.next_field(),
            Action::NextUnanswered => return self.next_open(),
            Action::PreviousUnanswered => return self.previous_open(),
            Action::NextFinding => return self.next_finding(),
            Action::PreviousFinding => return self.previous_finding(),
            Action::AcceptSuggestion => return self.accept_suggestion(),
            Action::NextSuggestion => return self.next_offer(),
            Action::StepUp | Action::StepDown => {
                return self.step(action == Action::StepUp, today);
            }
            Action::Helper => return Some(Notice::NoHelper),
            Action::Toggle => return self.toggle(),
            Action::DeleteBefore => return self.delete(LineInput::delete_before, today),
            Action::DeleteAfter => return self.delete(LineInput::delete_after, today),
            Action::DeleteLine => return self.delete(LineInput::clear, today),
            Action::Undo => return self.undo(),
            Action::Redo => return self.redo(),
            Action::Previous => self.previous_field(),
            Action::Left | Action::Right if self.focused_options().is_some() => {
                self.move_option(action == Action::Right);
            }
            Action::Left | Action::Right | Action::LineStart | Action::LineEnd => {
                self.input.act(action);
            }
            Action::PageUp | Action::PageDown => self.scroll_page(action == Action::PageDown),
            Action::SwitchPane | Action::Confirm => self.switch_pane(),
            Action::Cancel if in_contract => self.switch_pane(),
            // Keys of other places.
            _ => {}
        }
        None
    }
}
