//! What lies in the trash, and the way back.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::app::home::Entry;
use crate::app::list;
use crate::app::{App, Effect, Overlay};
use crate::keys::Action;

/// A draft in the trash.
#[derive(Clone, Debug)]
pub struct TrashRow {
    /// The draft as the list would show it.
    pub entry: Entry,
    /// Since when it lies there.
    pub since: DateTime<FixedOffset>,
    /// In how many days it is deleted.
    pub days_left: i64,
    /// Where it lies.
    pub path: PathBuf,
}

/// The list of the trash.
#[derive(Clone, Debug, Default)]
pub struct TrashScreen {
    /// The last thrown away first.
    pub rows: Vec<TrashRow>,
    /// Which one has the keys.
    pub row: usize,
}

/// What a key leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// Back to the list.
    Close,
    /// Leave the program.
    Leave,
    /// Bring this one back.
    Restore(PathBuf),
}

impl TrashScreen {
    /// Takes a key.
    pub fn act(&mut self, action: Action) -> Outcome {
        let last = self.rows.len().saturating_sub(1);
        match action {
            Action::Cancel | Action::OpenTrash => return Outcome::Close,
            Action::Leave => return Outcome::Leave,
            Action::Confirm => {
                if let Some(row) = self.rows.get(self.row) {
                    return Outcome::Restore(row.path.clone());
                }
            }
            _ => self.row = list::moved(self.row, last, action),
        }
        Outcome::Stay
    }
}

impl App {
    /// Shows the trash, which was read; the selected place stays.
    pub(in crate::app) fn show_trash(&mut self, rows: Vec<TrashRow>) -> Option<Effect> {
        let row = match &self.overlay {
            Some(Overlay::Trash(screen)) => screen.row.min(rows.len().saturating_sub(1)),
            Some(_) | None => 0,
        };
        self.overlay = Some(Overlay::Trash(TrashScreen { rows, row }));
        None
    }

    pub(in crate::app) fn act_on_trash(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Stay => None,
            Outcome::Close => {
                self.overlay = None;
                None
            }
            Outcome::Leave => Some(Effect::Quit),
            Outcome::Restore(path) => {
                // The draft is in the list again: there it is seen.
                self.overlay = None;
                Some(Effect::RestoreTrashed(path))
            }
        }
    }
}
