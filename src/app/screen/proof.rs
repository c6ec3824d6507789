//! The last look before a contract is written: only what differs from the blank template.

use super::export::ExportRequest;
use crate::app::editor::Editor;
use crate::app::list;
use crate::app::{App, Effect};
use crate::keys::Action;
use crate::review::{Difference, differences};
use crate::template::Place;

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

/// What a key in the list leads to.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// Back to the gate.
    Close,
    /// To the field that is not right.
    GoTo(Place),
    /// All is right.
    Write(Box<ExportRequest>),
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

    /// Takes a key.
    pub fn act(&mut self, action: Action) -> Outcome {
        let last = self.differences.len().saturating_sub(1);
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                if let Some(difference) = self.differences.get(self.row) {
                    return Outcome::GoTo(difference.place.clone());
                }
            }
            Action::Export => return Outcome::Write(self.request.clone()),
            _ => self.row = list::moved(self.row, last, action),
        }
        Outcome::Stay
    }
}

impl App {
    pub(in crate::app) fn act_in_proof(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Leave {
            return self.leave();
        }
        match self.proof.as_mut()?.act(action) {
            Outcome::Stay => None,
            Outcome::Close => {
                self.proof = None;
                None
            }
            Outcome::GoTo(place) => {
                self.proof = None;
                self.close_export();
                self.editor.as_mut()?.go_to_place(&place);
                None
            }
            Outcome::Write(request) => {
                self.proof = None;
                self.export.as_mut()?.begin(&request, self.editor.as_ref()?);
                Some(Effect::Export(request))
            }
        }
    }
}
