//! What a key at the gate leads to, and what came of it.

use super::Outcome;
use crate::app::screen::proof::ProofScreen;
use crate::app::{App, Effect};
use crate::desk::{ExportFailure, Exported, PdfFailure};
use crate::keys::Action;
use crate::wording::{Notice, NoticeFailure};

impl App {
    pub(in crate::app) fn act_in_export(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Corrections && self.export.as_ref()?.takes_keys() {
            self.show_corrections();
            return None;
        }
        let editor = self.editor.as_mut()?;
        let export = self.export.as_mut()?;
        let outcome = export.act(action, editor, &self.settings);
        match outcome {
            Outcome::Stay => None,
            Outcome::Say(notice) => {
                self.notice = Some(notice);
                None
            }
            Outcome::Close => {
                self.close_export();
                None
            }
            Outcome::GoTo(issue) => {
                // What stands nowhere leads nowhere.
                if editor.go_to_issue(&issue) {
                    self.close_export();
                }
                None
            }
            Outcome::Write(request) => Some(Effect::Export(request)),
            Outcome::Proof(request) => {
                self.proof = Some(ProofScreen::new(editor, request));
                None
            }
            Outcome::CancelExport => Some(Effect::CancelExport),
            Outcome::Leave => self.leave(),
        }
    }

    /// An existing file is replaced only while it is still said that the next key would.
    pub(in crate::app) fn overwrite_only_as_said(&mut self, said: Option<&Notice>) {
        if let Some(look) = &mut self.proof {
            look.request.overwrite &= matches!(said, Some(Notice::PressAgainToOverwrite(_)));
        }
        if let Some(gate) = &mut self.export {
            gate.may_overwrite &= matches!(said, Some(Notice::PressAgainToOverwriteDraft(_)));
        }
    }

    /// Closes the gate; where the contract goes need not be said again.
    pub(in crate::app) fn close_export(&mut self) {
        let gate = self.export.take();
        if let (Some(gate), Some(editor)) = (gate, &mut self.editor) {
            editor.goes_to = gate.chosen();
        }
    }

    /// A PDF has been in the making for so many seconds.
    pub(in crate::app) fn making(&mut self, seconds: u64) -> Option<Effect> {
        self.export.as_mut()?.wait(seconds);
        None
    }

    /// The contract was written.
    pub(in crate::app) fn exported(&mut self, exported: Exported) -> Option<Effect> {
        self.export.as_mut()?.done(exported);
        None
    }

    /// It was not.
    pub(in crate::app) fn export_failed(&mut self, failure: ExportFailure) -> Option<Effect> {
        if let Some(export) = &mut self.export {
            export.running = None;
            if let ExportFailure::Exists(path) = &failure {
                let contract = export.found_existing();
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = crate::value::clean(&name.to_string_lossy())
                    .text
                    .into_owned();
                self.notice = Some(match (contract, &self.editor) {
                    (Some(mut contract), Some(editor)) => {
                        contract.overwrite = true;
                        self.proof = Some(ProofScreen::new(editor, contract));
                        Notice::PressAgainToOverwrite(name)
                    }
                    _ => Notice::PressAgainToOverwriteDraft(name),
                });
                return None;
            }
        }
        if let ExportFailure::Pdf(PdfFailure::Cancelled) = failure {
            // Who has left the draft has cancelled it too, and knows.
            self.notice = self.editor.is_some().then_some(Notice::ExportCancelled);
            return None;
        }
        self.fail(NoticeFailure::Export(failure))
    }
}
