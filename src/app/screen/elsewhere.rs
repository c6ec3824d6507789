//! The disk refuses: the draft can be kept in another place, and worked on there.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::export;
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::app::{App, Effect, Overlay, SaveState, Settings};
use crate::keys::Action;
use crate::value;
use crate::wording::Notice;

/// Where the draft shall go.
#[derive(Clone, Debug)]
pub struct ElsewhereScreen {
    /// A file, or a folder that it goes into.
    pub path: LineInput,
    /// Whether it is being written.
    pub is_running: bool,
}

/// What a key leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// One line for the user.
    Say(Notice),
    /// Back to the form.
    Close,
    /// Leave the draft.
    Leave,
    /// Keep the draft here from now on.
    Save(PathBuf),
}

impl ElsewhereScreen {
    /// Offers the folder of exports, and the name that lists show.
    #[must_use]
    pub fn new(editor: &Editor, settings: &Settings, today: NaiveDate) -> Self {
        let name = format!("{}.toml", export::proposed_name(editor, today));
        let path = settings.export_dir.join(name);
        Self {
            path: LineInput::new(&path.to_string_lossy()),
            is_running: false,
        }
    }

    /// Takes a key.
    pub fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Leave => return Outcome::Leave,
            Action::Confirm if !self.is_running => {
                let path = self.path.text().trim();
                if path.is_empty() {
                    return Outcome::Say(Notice::NoPath);
                }
                self.is_running = true;
                return Outcome::Save(PathBuf::from(path));
            }
            _ => self.path.act(action),
        }
        Outcome::Stay
    }
}

impl App {
    pub(in crate::app) fn act_on_elsewhere(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Stay => None,
            Outcome::Say(notice) => {
                self.notice = Some(notice);
                None
            }
            Outcome::Close => {
                self.overlay = None;
                None
            }
            Outcome::Leave => self.leave(),
            Outcome::Save(path) => Some(Effect::SaveElsewhere(path)),
        }
    }

    /// Asks for another place for the open draft.
    pub(in crate::app) fn ask_for_place(&mut self) {
        if let Some(editor) = &self.editor {
            let screen = ElsewhereScreen::new(editor, &self.settings, self.today);
            self.overlay = Some(Overlay::Elsewhere(screen));
        }
    }

    /// The draft lies in another place from now on.
    pub(in crate::app) fn saved_elsewhere(
        &mut self,
        revision: u64,
        at: DateTime<FixedOffset>,
        path: &Path,
    ) -> Option<Effect> {
        self.overlay = None;
        if let Some(editor) = &mut self.editor {
            editor.saved_revision = revision;
        }
        self.save = SaveState::Saved(at);
        let path = value::clean(&path.to_string_lossy()).text.into_owned();
        self.notice = Some(Notice::SavedElsewhere(path));
        None
    }
}
