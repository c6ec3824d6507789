//! What lies in the trash, and the way back.

use super::{Behaviour, Screen, Turn};
use crate::app::list;
use crate::app::{App, Effect};
use crate::desk::TrashRow;
use crate::keys::{Action, Context};

/// The list of the trash.
#[derive(Clone, Debug, Default)]
pub struct TrashScreen {
    /// The last thrown away first.
    pub rows: Vec<TrashRow>,
    /// Which one has the keys.
    pub row: usize,
}

impl Behaviour for TrashScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Trash
    }

    fn act(&mut self, action: Action, _app: &mut App) -> Turn {
        let last = self.rows.len().saturating_sub(1);
        match action {
            Action::Cancel | Action::OpenTrash => return Turn::Close(None),
            Action::Leave => return Turn::Stay(Some(Effect::Quit)),
            Action::Confirm => {
                if let Some(row) = self.rows.get(self.row) {
                    // The draft is in the list again: there it is seen.
                    return Turn::Close(Some(Effect::RestoreTrashed(row.path.clone())));
                }
            }
            _ => self.row = list::moved(self.row, last, action),
        }
        Turn::Stay(None)
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}

impl App {
    /// Shows the trash, which was read; the selected place stays.
    pub(in crate::app) fn show_trash(&mut self, rows: Vec<TrashRow>) {
        let mut row = 0;
        for screen in &self.screens {
            if let Screen::Trash(screen) = screen {
                row = screen.row.min(rows.len().saturating_sub(1));
            }
        }
        self.show(Screen::Trash(TrashScreen { rows, row }));
    }
}
