//! What keys do at the gate, and what came of an export.

use super::{ExportScreen, RowKind, Running};
use crate::app::editor::Editor;
use crate::app::screen::proof::ProofScreen;
use crate::app::screen::{Behaviour, Screen, Turn, findings};
use crate::app::{App, Effect};
use crate::desk::{ExportFailure, ExportRequest, Exported, PdfFailure};
use crate::draft::Issue;
use crate::keys::{Action, Context};
use crate::wording::{Notice, NoticeFailure};

impl Behaviour for ExportScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Export
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        if action == Action::Leave && self.running != Some(Running::Writing) {
            return Turn::Stay(app.leave());
        }
        match self.running {
            Some(Running::Making { .. }) if action == Action::Cancel => {
                self.running = Some(Running::Cancelling);
                return Turn::Stay(Some(Effect::CancelExport));
            }
            Some(Running::Writing | Running::Making { .. } | Running::Cancelling) => {
                return Turn::Stay(None);
            }
            None => {}
        }
        if let Some(written) = &mut self.written {
            match action {
                Action::Confirm | Action::Cancel => return self.close(app),
                _ => written.scroll(action, app.screen.1),
            }
            return Turn::Stay(None);
        }
        let App {
            editor: Some(editor),
            settings,
            notice,
            ..
        } = app
        else {
            return Turn::Close(None);
        };
        if self.reason.is_some() {
            let issue = self.selected_issue().cloned();
            *notice = findings::confirm_with_reason(action, issue, editor, &mut self.reason);
            self.take_issues(editor);
            return Turn::Stay(None);
        }
        match action {
            Action::Next => self.row = (self.row + 1).min(self.last_row()),
            Action::Previous => self.row = self.row.saturating_sub(1),
            Action::PageUp => self.row = self.row.saturating_sub(10),
            Action::PageDown => self.row = (self.row + 10).min(self.last_row()),
            Action::LineStart if self.row_kind() != RowKind::Path => self.row = 0,
            Action::LineEnd if self.row_kind() != RowKind::Path => self.row = self.last_row(),
            Action::Cancel => return self.close(app),
            Action::Toggle => *notice = self.toggle(editor),
            Action::ExportDraft => {
                let request = self.request(editor, settings, true);
                self.begin(&request, editor);
                return Turn::Stay(Some(Effect::Export(request)));
            }
            Action::Confirm => return self.confirm(app),
            Action::Corrections => {
                let issue = self.selected_issue().cloned();
                app.show_corrections(issue.as_ref());
            }
            Action::Left | Action::Right if self.row_kind() == RowKind::Format => {
                self.change_format(action == Action::Right);
            }
            _ if self.row_kind() == RowKind::Path => {
                self.path.act(action);
                self.follow_ending();
            }
            _ => {}
        }
        Turn::Stay(None)
    }

    /// Types into the path or the reason; a space elsewhere is a toggle.
    fn typed(&mut self, text: &str, _is_paste: bool, _app: &mut App) {
        if self.running.is_some() || self.written.is_some() {
            return;
        }
        if let Some(reason) = &mut self.reason {
            reason.insert(text);
        } else if self.row_kind() == RowKind::Path {
            self.path.insert(text);
            self.follow_ending();
        } else if self.row_kind() == RowKind::Format && text.trim().is_empty() {
            self.change_format(true);
        }
    }

    fn helps(&self, action: Action, app: &App) -> bool {
        if self.reason.is_some() {
            return findings::helps_with_reason(action);
        }
        if self.running.is_some() {
            return match action {
                Action::Cancel => self.is_making(),
                Action::Help | Action::Leave => true,
                _ => false,
            };
        }
        let issue = self.selected_issue();
        match action {
            Action::Toggle => {
                self.written.is_none() && issue.is_some_and(Issue::may_be_acknowledged)
            }
            Action::Confirm => issue.is_none_or(findings::leads_somewhere),
            Action::ExportDraft => self.written.is_none(),
            Action::Corrections => {
                self.written.is_none() && issue.is_some_and(|issue| findings::is_mended(issue, app))
            }
            _ => true,
        }
    }

    fn clicked(&self) -> Option<Action> {
        match self.row_kind() {
            RowKind::Issue(_) | RowKind::Go => Some(Action::Confirm),
            RowKind::Path | RowKind::Format => None,
        }
    }

    fn selected_issue<'a>(&'a self, _app: &'a App) -> Option<&'a Issue> {
        if self.written.is_some() {
            return None;
        }
        ExportScreen::selected_issue(self)
    }

    fn asks_for_reason(&self) -> bool {
        self.reason.is_some()
    }

    fn place(&self) -> Option<&'static str> {
        if self.reason.is_some() {
            Some("reason")
        } else {
            self.is_making().then_some("making")
        }
    }

    fn stop_scrolling_at(&mut self, last_top: usize) {
        if let Some(written) = &mut self.written {
            written.top = written.top.min(last_top);
        }
    }

    fn draft_changed(&mut self, editor: &Editor) {
        self.read_again(editor);
    }
}

impl ExportScreen {
    /// Goes to the selected finding, or to the last look.
    fn confirm(&mut self, app: &mut App) -> Turn {
        let App {
            editor: Some(editor),
            settings,
            notice,
            ..
        } = app
        else {
            return Turn::Close(None);
        };
        match self.row_kind() {
            RowKind::Issue(_) => {
                let issue = self.selected_issue().cloned();
                // What stands nowhere leads nowhere.
                if issue.is_some_and(|issue| editor.go_to_issue(&issue)) {
                    return self.close(app);
                }
            }
            RowKind::Path | RowKind::Format | RowKind::Go => {
                if self.issues.iter().any(Issue::blocks) {
                    *notice = Some(Notice::NotReady);
                } else {
                    let request = self.request(editor, settings, false);
                    let look = ProofScreen::new(editor, request);
                    app.show(Screen::Proof(look));
                }
            }
        }
        Turn::Stay(None)
    }

    /// Closes the gate; where the contract goes need not be said again.
    fn close(&self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            editor.goes_to = self.chosen();
        }
        Turn::Close(None)
    }
}

impl App {
    fn gate_mut(&mut self) -> Option<&mut ExportScreen> {
        gate_in(&mut self.screens)
    }

    /// An existing file is replaced only while it is still said that the next key would.
    pub(in crate::app) fn overwrite_only_as_said(&mut self, said: Option<&Notice>) {
        for screen in &mut self.screens {
            if let Screen::Proof(look) = screen {
                look.request.overwrite &= matches!(said, Some(Notice::PressAgainToOverwrite(_)));
            }
            if let Screen::Export(gate) = screen {
                gate.may_overwrite &= matches!(said, Some(Notice::PressAgainToOverwriteDraft(_)));
            }
        }
    }

    /// Closes the gate from a screen that stands over it.
    pub(in crate::app) fn close_gate(&mut self) {
        let place = |screen: &Screen| matches!(screen, Screen::Export(_));
        if let Some(place) = self.screens.iter().position(place)
            && let Screen::Export(gate) = self.screens.remove(place)
        {
            gate.close(self);
        }
    }

    /// The contract is being written from a screen that stands over the gate.
    pub(in crate::app) fn begin_export(&mut self, request: &ExportRequest) {
        if let (Some(gate), Some(editor)) = (gate_in(&mut self.screens), &self.editor) {
            gate.begin(request, editor);
        }
    }

    /// A PDF has been in the making for so many seconds.
    pub(in crate::app) fn making(&mut self, seconds: u64) {
        if let Some(gate) = self.gate_mut() {
            gate.wait(seconds);
        }
    }

    /// The contract was written.
    pub(in crate::app) fn exported(&mut self, exported: Exported) {
        if let Some(gate) = self.gate_mut() {
            gate.done(exported);
        }
    }

    /// It was not.
    pub(in crate::app) fn export_failed(&mut self, failure: ExportFailure) {
        if let Some(gate) = self.gate_mut() {
            gate.running = None;
            if let ExportFailure::Exists(path) = &failure {
                let contract = gate.found_existing();
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = crate::value::clean(&name.to_string_lossy())
                    .text
                    .into_owned();
                self.notice = Some(match (contract, &self.editor) {
                    (Some(mut contract), Some(editor)) => {
                        contract.overwrite = true;
                        let look = ProofScreen::new(editor, contract);
                        self.show(Screen::Proof(look));
                        Notice::PressAgainToOverwrite(name)
                    }
                    _ => Notice::PressAgainToOverwriteDraft(name),
                });
                return;
            }
        }
        if let ExportFailure::Pdf(PdfFailure::Cancelled) = failure {
            // Who has left the draft has cancelled it too, and knows.
            self.notice = self.editor.is_some().then_some(Notice::ExportCancelled);
            return;
        }
        self.fail(NoticeFailure::Export(failure));
    }
}

fn gate_in(screens: &mut [Screen]) -> Option<&mut ExportScreen> {
    screens.iter_mut().find_map(|screen| {
        if let Screen::Export(gate) = screen {
            Some(gate.as_mut())
        } else {
            None
        }
    })
}
