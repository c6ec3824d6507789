//! The content of a draft whose template is missing, for reading only.

use std::path::PathBuf;

use super::command::{Commands, close, on, quit};
use super::{Behaviour, Screen};
use crate::app::App;
use crate::app::list::{Step, moved};
use crate::desk::{OpenFailure, WithoutTemplate};
use crate::draft::{Change, Draft, changes};
use crate::keys::{Action, Context};

/// The content of a draft, line by line and read-only.
#[derive(Debug)]
pub struct AnswersScreen {
    /// The path of the draft's file.
    pub path: PathBuf,
    /// Why the draft cannot be shown as a contract.
    pub why: OpenFailure,
    /// The content of the draft, as the difference from an empty draft.
    pub rows: Vec<Change>,
    /// The selected row, which is shown in full.
    pub row: usize,
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
}

pub(super) const COMMANDS: Commands<AnswersScreen> =
    Commands::new(&[on(Action::Cancel, close), on(Action::Leave, quit)])
        .stepping(AnswersScreen::step);

impl Behaviour for AnswersScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Answers
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }
}

impl AnswersScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, self.rows.len(), step);
    }
}

impl App {
    /// Shows the content of a draft whose template is missing.
    pub(in crate::app) fn show_answers(&mut self, opened: WithoutTemplate) {
        self.opens_revisions = false;
        self.rereads = false;
        self.show(Screen::Answers(Box::new(AnswersScreen::new(opened))));
    }
}
