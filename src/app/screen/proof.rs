//! The final review before a contract is written. It shows only what differs from the blank
//! template.

use super::command::{Commands, close, leave, on};
use super::{Behaviour, Turn};
use crate::app::editor::Editor;
use crate::app::list::{Step, moved};
use crate::app::{App, Effect};
use crate::desk::ExportRequest;
use crate::keys::{Action, Context};
use crate::review::{Difference, differences};

/// The list of values, each in its sentence.
#[derive(Clone, Debug)]
pub struct ProofScreen {
    /// The differences from the blank template, in reading order.
    pub differences: Vec<Difference>,
    /// The accepted corrections, which differ from the blank template too.
    pub accepted: Vec<String>,
    /// The selected row.
    pub row: usize,
    /// The export to perform after the review.
    pub request: Box<ExportRequest>,
}

impl ProofScreen {
    /// The final review before this export.
    #[must_use]
    pub fn new(editor: &Editor, request: Box<ExportRequest>) -> Self {
        Self {
            differences: differences(&request.document),
            accepted: editor.work.draft().accepted.clone(),
            row: 0,
            request,
        }
    }
}

pub(super) const COMMANDS: Commands<ProofScreen> = Commands::new(&[
    on(Action::Confirm, ProofScreen::go),
    on(Action::Export, ProofScreen::write),
    on(Action::Cancel, close),
    on(Action::Leave, leave),
])
.stepping(ProofScreen::step);

impl Behaviour for ProofScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Proof
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}

impl ProofScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, self.differences.len(), step);
    }

    /// Goes to the field of the selected value.
    fn go(&mut self, app: &mut App) -> Turn {
        let Some(difference) = self.differences.get(self.row) else {
            return Turn::Stay(None);
        };
        app.close_gate();
        if let Some(editor) = &mut app.editor {
            editor.go_to_place(&difference.place);
        }
        Turn::Close(None)
    }

    /// Starts the export.
    fn write(&mut self, app: &mut App) -> Turn {
        app.begin_export(&self.request);
        Turn::Close(Some(Effect::Export(self.request.clone())))
    }
}
