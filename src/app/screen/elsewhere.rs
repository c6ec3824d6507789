//! The choice of another file for a draft that cannot be saved. The user goes on working in that
//! file.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::command::{Commands, close, leave, nothing, on};
use super::export;
use super::{Behaviour, Screen, Turn};
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::app::{App, Effect, SaveState, Settings};
use crate::keys::{Action, Context};
use crate::value;
use crate::wording::Notice;

/// The screen for choosing another file.
#[derive(Clone, Debug)]
pub struct ElsewhereScreen {
    /// The path of a file, or of a folder for the file.
    pub path: LineInput,
    /// Whether the file is being written.
    pub is_running: bool,
}

impl ElsewhereScreen {
    /// Proposes a file in the folder for exports.
    #[must_use]
    pub fn new(editor: &Editor, settings: &Settings, today: NaiveDate) -> Self {
        let name = format!("{}.toml", export::proposed_name(editor, today));
        let path = settings.export_dir.join(name);
        Self {
            path: LineInput::new(&path.to_string_lossy()),
            is_running: false,
        }
    }
}

pub(super) const COMMANDS: Commands<ElsewhereScreen> = Commands::new(&[
    on(Action::Confirm, ElsewhereScreen::save),
    on(Action::Cancel, close),
    on(Action::Leave, leave),
    on(Action::PageUp, nothing),
    on(Action::PageDown, nothing),
])
.editing(|screen, edit, _| screen.path.edit(edit));

impl Behaviour for ElsewhereScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Elsewhere
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if !self.path.insert(text) {
            app.notice = Some(Notice::TextCut);
        }
    }

    fn failed(&mut self) {
        self.is_running = false;
    }
}

impl ElsewhereScreen {
    fn save(&mut self, app: &mut App) -> Turn {
        if self.is_running {
            return Turn::Stay(None);
        }
        let path = self.path.text().trim();
        if path.is_empty() {
            app.notice = Some(Notice::NoPath);
            return Turn::Stay(None);
        }
        self.is_running = true;
        Turn::Stay(Some(Effect::SaveElsewhere(PathBuf::from(path))))
    }
}

impl App {
    /// Asks for another file for the open draft.
    pub(in crate::app) fn ask_for_place(&mut self) {
        if let Some(editor) = &self.editor {
            let screen = ElsewhereScreen::new(editor, &self.settings, self.today);
            self.show(Screen::Elsewhere(screen));
        }
    }

    /// Records that the draft is saved in another place from now on.
    pub(in crate::app) fn saved_elsewhere(
        &mut self,
        revision: u64,
        at: DateTime<FixedOffset>,
        path: &Path,
    ) {
        self.close_overlay();
        if let Some(editor) = &mut self.editor {
            editor.work.saved(revision, at, None);
        }
        self.save = SaveState::Saved(at);
        let path = value::clean(&path.to_string_lossy()).text.into_owned();
        self.notice = Some(Notice::SavedElsewhere(path));
    }
}
