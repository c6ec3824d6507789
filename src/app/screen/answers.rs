//! What a draft holds whose template is not to be had: it can be read until the template is back.

use std::path::PathBuf;

use crate::app::{App, Effect, Overlay, list};
use crate::desk::OpenFailure;
use crate::draft::{Change, Draft, changes};
use crate::keys::Action;

/// A draft that was read, and nothing to show it as a contract with.
#[derive(Debug)]
pub struct WithoutTemplate {
    /// The draft.
    pub draft: Draft,
    /// Its file.
    pub path: PathBuf,
    /// Why there is no template.
    pub why: OpenFailure,
}

/// Everything that a draft holds, line by line. Nothing can be changed here.
#[derive(Debug)]
pub struct AnswersScreen {
    /// The file of the draft.
    pub path: PathBuf,
    /// Why it is not shown as a contract.
    pub why: OpenFailure,
    /// What makes it of an empty draft.
    pub rows: Vec<Change>,
    /// Which one is shown in full.
    pub row: usize,
}

/// What a key leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// Back to the list.
    Close,
    /// Leave the program.
    Leave,
}

impl AnswersScreen {
    fn new(opened: WithoutTemplate) -> Self {
        let empty = Draft {
            template: opened.draft.template.clone(),
            ..Draft::default()
        };
        Self {
            rows: changes(&empty, &opened.draft),
            path: opened.path,
            why: opened.why,
            row: 0,
        }
    }

    /// Takes a key.
    pub fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Leave => return Outcome::Leave,
            _ => {
                let last = self.rows.len().saturating_sub(1);
                self.row = list::moved(self.row, last, action);
            }
        }
        Outcome::Stay
    }
}

impl App {
    /// Shows what a draft holds that no contract can be made of.
    pub(in crate::app) fn show_answers(&mut self, opened: WithoutTemplate) -> Option<Effect> {
        self.opens_revisions = false;
        self.rereads = false;
        self.overlay = Some(Overlay::Answers(Box::new(AnswersScreen::new(opened))));
        None
    }

    pub(in crate::app) fn act_on_answers(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Stay => None,
            Outcome::Close => {
                self.overlay = None;
                None
            }
            Outcome::Leave => Some(Effect::Quit),
        }
    }
}
