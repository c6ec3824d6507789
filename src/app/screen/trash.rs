//! The trash, and restoring a draft from it.

use super::command::{Commands, close, on, quit};
use super::{Behaviour, Screen, Turn};
use crate::app::list::{Step, moved};
use crate::app::{App, Effect, Request};
use crate::desk::TrashRow;
use crate::keys::{Action, Context};

/// The list of drafts in the trash.
#[derive(Clone, Debug, Default)]
pub struct TrashScreen {
    /// The drafts in the trash, newest first.
    pub rows: Vec<TrashRow>,
    /// The selected row.
    pub row: usize,
}

pub(super) const COMMANDS: Commands<TrashScreen> = Commands::new(&[
    on(Action::Confirm, TrashScreen::restore),
    on(Action::Cancel, close),
    on(Action::OpenTrash, close),
    on(Action::Leave, quit),
])
.stepping(TrashScreen::step);

impl Behaviour for TrashScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Trash
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}

impl TrashScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, self.rows.len(), step);
    }

    /// Restores the selected draft. Closes the trash, because the restored draft appears in the
    /// list.
    fn restore(&mut self, _app: &mut App) -> Turn {
        match self.rows.get(self.row) {
            Some(row) => Turn::Close(Some(Effect::Ask(Request::RestoreTrashed(row.path.clone())))),
            None => Turn::Stay(None),
        }
    }
}

impl App {
    /// Shows the trash. If the trash is already open, the selected row stays.
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
