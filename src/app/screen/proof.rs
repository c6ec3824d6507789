//! The last look before a contract is written: only what differs from the blank template.

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
            accepted: editor.work.draft().accepted.clone(),
            row: 0,
            request,
        }
    }
}

/// What keys do here.
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

    /// Goes to the field that is not right.
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

    /// All is right.
    fn write(&mut self, app: &mut App) -> Turn {
        app.begin_export(&self.request);
        Turn::Close(Some(Effect::Export(self.request.clone())))
    }
}
