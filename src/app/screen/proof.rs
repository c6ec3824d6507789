//! The final review before a contract is written. It shows what differs from the blank template,
//! what the user decided against the template, and the file. `Enter` goes through the rows to the
//! button that writes.

use super::command::{Commands, close, leave, on};
use super::corrections::CorrectionsScreen;
use super::findings::FindingsScreen;
use super::{Behaviour, Screen, Turn};
use crate::app::editor::Editor;
use crate::app::list::{Step, moved};
use crate::app::{App, Effect};
use crate::desk::ExportRequest;
use crate::draft::Issue;
use crate::keys::{Action, Context};
use crate::review::{Sentence, sentences_with_values};
use crate::template::Place;
use crate::wording::Notice;

/// The rows of the review: sentences, corrections, acknowledged findings, and the button.
#[derive(Clone, Debug)]
pub struct ProofScreen {
    /// The sentences with their values, in reading order.
    pub sentences: Vec<Sentence>,
    /// The ids of the corrections that the contract contains.
    pub corrections: Vec<String>,
    /// The acknowledged warnings and the confirmed errors.
    pub known: Vec<Issue>,
    /// The selected row.
    pub row: usize,
    /// The export to perform after the review.
    pub request: Box<ExportRequest>,
}

/// The kind of a row of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofRow {
    /// A sentence, by index.
    Sentence(usize),
    /// A correction, by index.
    Correction(usize),
    /// An acknowledged finding, by index.
    Known(usize),
    /// The button that writes the file.
    Button,
}

/// The row that the user left the review from, to mend something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftFrom {
    /// A sentence with this blank.
    Sentence(Place),
    /// A correction, by id.
    Correction(String),
    /// An acknowledged finding, by id.
    Known(String),
}

impl ProofScreen {
    /// The final review before this export.
    #[must_use]
    pub fn new(editor: &Editor, request: Box<ExportRequest>) -> Self {
        let known = editor.issues().iter();
        Self {
            sentences: sentences_with_values(&request.document),
            corrections: editor.work.applied_corrections().to_vec(),
            known: known.filter(|issue| issue.acknowledged).cloned().collect(),
            row: 0,
            request,
        }
    }

    /// The review with the row selected that the user left it from; with the first row selected if
    /// that row is gone.
    pub(super) fn back_at(self, left_from: &LeftFrom) -> Self {
        let is_row = |row: &usize| match (self.kind(*row), left_from) {
            (ProofRow::Sentence(index), LeftFrom::Sentence(place)) => {
                let sentence = self.sentences.get(index);
                sentence.is_some_and(|sentence| sentence.places().any(|other| other == place))
            }
            (ProofRow::Correction(index), LeftFrom::Correction(id)) => {
                self.corrections.get(index) == Some(id)
            }
            (ProofRow::Known(index), LeftFrom::Known(id)) => {
                self.known.get(index).is_some_and(|issue| issue.id == *id)
            }
            (
                ProofRow::Sentence(_)
                | ProofRow::Correction(_)
                | ProofRow::Known(_)
                | ProofRow::Button,
                _,
            ) => false,
        };
        let row = (0..self.n_rows()).find(is_row).unwrap_or_default();
        Self { row, ..self }
    }

    /// The review with its button selected.
    pub(super) fn at_button(self) -> Self {
        let row = self.n_rows() - 1;
        Self { row, ..self }
    }

    /// The number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.sentences.len() + self.corrections.len() + self.known.len() + 1
    }

    /// The kind of a row.
    #[must_use]
    pub fn kind(&self, row: usize) -> ProofRow {
        let (n_sentences, n_corrections) = (self.sentences.len(), self.corrections.len());
        let behind_sentences = row.checked_sub(n_sentences);
        let behind_corrections = behind_sentences.and_then(|row| row.checked_sub(n_corrections));
        match (behind_sentences, behind_corrections) {
            (None, _) => ProofRow::Sentence(row),
            (Some(index), None) => ProofRow::Correction(index),
            (Some(_), Some(index)) if index < self.known.len() => ProofRow::Known(index),
            (Some(_), Some(_)) => ProofRow::Button,
        }
    }

    /// Whether a key with this action would write the file.
    pub(in crate::app) fn writes_by(&self, action: Action) -> bool {
        let is_at_button = self.kind(self.row) == ProofRow::Button;
        action == Action::Export || (action == Action::Confirm && is_at_button)
    }

    fn left_from(&self) -> Option<LeftFrom> {
        match self.kind(self.row) {
            ProofRow::Sentence(index) => {
                let place = self.sentences.get(index)?.places().next()?;
                Some(LeftFrom::Sentence(place.clone()))
            }
            ProofRow::Correction(index) => {
                Some(LeftFrom::Correction(self.corrections.get(index)?.clone()))
            }
            ProofRow::Known(index) => Some(LeftFrom::Known(self.known.get(index)?.id.clone())),
            ProofRow::Button => None,
        }
    }
}

pub(super) const COMMANDS: Commands<ProofScreen> = Commands::new(&[
    on(Action::Confirm, ProofScreen::go_on),
    on(Action::Mend, ProofScreen::mend).when(|look, _| look.kind(look.row) != ProofRow::Button),
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
        Some(match self.kind(self.row) {
            ProofRow::Button => Action::Confirm,
            ProofRow::Sentence(_) | ProofRow::Correction(_) | ProofRow::Known(_) => Action::Mend,
        })
    }

    fn place(&self) -> Option<&'static str> {
        (self.kind(self.row) == ProofRow::Button).then_some("button")
    }
}

impl ProofScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, self.n_rows(), step);
    }

    /// Goes to the next row; on the button, writes the file.
    fn go_on(&mut self, app: &mut App) -> Turn {
        if self.kind(self.row) == ProofRow::Button {
            return self.write(app);
        }
        self.step(Step::Next, app);
        Turn::Stay(None)
    }

    /// Leaves the review for what the selected row shows. The export key leads back.
    fn mend(&mut self, app: &mut App) -> Turn {
        let Some(left_from) = self.left_from() else {
            return Turn::Stay(None);
        };
        app.close_gate();
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        editor.left_review_from = Some(left_from.clone());
        app.notice = Some(Notice::MendThenGoBack);
        match left_from {
            LeftFrom::Sentence(place) => {
                editor.go_to_place(&place);
            }
            LeftFrom::Correction(id) => {
                let list = CorrectionsScreen::at(editor, &id);
                app.show(Screen::Corrections(list));
            }
            LeftFrom::Known(id) => {
                let list = FindingsScreen::at(editor, &id);
                app.show(Screen::Findings(list));
            }
        }
        Turn::Close(None)
    }

    /// Starts the export.
    fn write(&mut self, app: &mut App) -> Turn {
        app.begin_export(&self.request);
        Turn::Close(Some(Effect::Export(self.request.clone())))
    }
}
