//! What a draft holds whose template is not to be had: it can be read until the template is back.

use std::path::PathBuf;

use super::{Behaviour, Screen, Turn};
use crate::app::{App, Effect, list};
use crate::desk::{OpenFailure, WithoutTemplate};
use crate::draft::{Change, Draft, changes};
use crate::keys::{Action, Context};

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

impl Behaviour for AnswersScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Answers
    }

    fn act(&mut self, action: Action, _app: &mut App) -> Turn {
        match action {
            Action::Cancel => return Turn::Close(None),
            Action::Leave => return Turn::Stay(Some(Effect::Quit)),
            _ => {
                let last = self.rows.len().saturating_sub(1);
                self.row = list::moved(self.row, last, action);
            }
        }
        Turn::Stay(None)
    }
}

impl App {
    /// Shows what a draft holds that no contract can be made of.
    pub(in crate::app) fn show_answers(&mut self, opened: WithoutTemplate) {
        self.opens_revisions = false;
        self.rereads = false;
        self.show(Screen::Answers(Box::new(AnswersScreen::new(opened))));
    }
}
