//! The last look before a contract is written: only what differs from the blank template.
use super::{Behaviour, Turn};
use crate::app::editor::Editor;
use crate::app::list;
use crate::app::{App, Effect};
use crate::desk::ExportRequest;
use crate::keys::{Action, Context};
use crate::review::{Difference, differences};

/// The list of values, each in its sentence.
#[derive(Clone, Debug)]
pub struct ProofScreen {
    /// What differs, in reading order.
    pub differences: Vec<Difference>,
    /// Accepted corrections, which differ from the blank template too.
    pub accepted: Vec<String>,
    /// Which value has the keys.
    pub row: usize,
    /// What is written when all is right.
    pub request: Box<ExportRequest>,
}

impl ProofScreen {
    /// The values of a contract that is about to be written.
    #[must_use]
    pub fn new(editor: &Editor, request: Box<ExportRequest>) -> Self {
        Self {
            differences: differences(&request.document),
            accepted: editor.draft.accepted.clone(),
            row: 0,
            request,
        }
    }
}

impl Behaviour for ProofScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Proof
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        let last = self.differences.len().saturating_sub(1);
        match action {
            Action::Leave => return Turn::Stay(app.leave()),
            Action::Cancel => return Turn::Close(None),
            Action::Confirm => {
                if let Some(difference) = self.differences.get(self.row) {
                    app.close_gate();
                    if let Some(editor) = &mut app.editor {
                        editor.go_to_place(&difference.place);
                    }
                    return Turn::Close(None);
                }
            }
            Action::Export => {
                app.begin_export(&self.request);
                return Turn::Close(Some(Effect::Export(self.request.clone())));
            }
            _ => self.row = list::moved(self.row, last, action),
        }
        Turn::Stay(None)
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}
