//! What a key in the form or the contract does.

use crate::app::calendar::Calendar;
use crate::app::corrections::CorrectionsScreen;
use crate::app::export::ExportScreen;
use crate::app::findings::FindingsScreen;
use crate::app::keys::{Action, Context};
use crate::app::line_input::LineInput;
use crate::app::{App, Effect, Notice, Overlay};

impl App {
    pub(in crate::app) fn act_in_editor(&mut self, action: Action) -> Option<Effect> {
        let today = self.today;
        let in_contract = self.context() == Context::Contract;
        let editor = self.editor.as_mut()?;
        if in_contract && editor.act_in_contract(action) {
            return None;
        }
        let notice = match action {
            Action::Next => editor.next_field(),
            Action::Previous => {
                editor.previous_field();
                None
            }
            Action::NextUnanswered => editor.next_open(),
            Action::PreviousUnanswered => editor.previous_open(),
            Action::NextFinding => editor.next_finding(),
            Action::PreviousFinding => editor.previous_finding(),
            Action::AcceptSuggestion => editor.accept_suggestion(),
            Action::NextSuggestion => editor.next_offer(),
            Action::StepUp | Action::StepDown => editor.step(action == Action::StepUp, today),
            Action::Helper if editor.has_calendar() => {
                let day = editor.calendar_day(today);
                self.overlay = Some(Overlay::Calendar(Calendar { day }));
                None
            }
            Action::Helper => Some(Notice::NoHelper),
            Action::Toggle => editor.toggle(),
            Action::Left | Action::Right if editor.focused_options().is_some() => {
                editor.move_option(action == Action::Right);
                None
            }
            Action::Left | Action::Right | Action::LineStart | Action::LineEnd => {
                editor.input.act(action);
                None
            }
            Action::DeleteBefore => editor.delete(LineInput::delete_before, today),
            Action::DeleteAfter => editor.delete(LineInput::delete_after, today),
            Action::DeleteLine => editor.delete(LineInput::clear, today),
            Action::PageUp | Action::PageDown => {
                editor.scroll_page(action == Action::PageDown);
                None
            }
            Action::Undo => editor.undo(),
            Action::Redo => editor.redo(),
            Action::SwitchPane | Action::Confirm => {
                editor.switch_pane();
                None
            }
            Action::Cancel => {
                if in_contract {
                    editor.switch_pane();
                }
                None
            }
            Action::Save => return Some(Effect::SaveNow),
            Action::Resolve => return self.resolve(),
            Action::Revisions => return Some(Effect::Revisions),
            Action::Export => {
                self.export = Some(ExportScreen::new(editor, &self.settings, today));
                None
            }
            Action::Findings => {
                self.findings = Some(FindingsScreen::default());
                None
            }
            Action::Corrections => {
                if editor.template.corrections.is_empty() {
                    Some(Notice::NoCorrections)
                } else {
                    self.corrections = Some(CorrectionsScreen::default());
                    None
                }
            }
            Action::Leave => return self.leave(),
            Action::Above
            | Action::Below
            | Action::AcceptSlips
            | Action::AllLeft
            | Action::AllRight
            | Action::Sort
            | Action::OpenTrash
            | Action::New
            | Action::NewFrom
            | Action::Trash
            | Action::ExportDraft
            | Action::Help
            | Action::Language
            | Action::Mouse
            | Action::Repaint => None,
        };
        self.notice = notice;
        None
    }
}
