//! What the screens show and how keys change it. Knows neither terminal nor disk nor clock:
//! [`App::update`] takes a message and returns what the runtime shall do.

pub mod editor;
pub mod home;
pub mod line_input;
mod list;
mod message;
mod opening;
pub mod panes;
pub mod pointer;
pub mod screen;
mod settings;
mod stack;
mod trouble;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::keys::{Action, Context};
use crate::store::StoreError;
use crate::wording::{Notice, NoticeFailure};
use editor::Editor;
use home::{AtHome, Home};
pub use message::{Effect, Message, Request};
use pointer::Target;
use screen::Screen;
use screen::help::HelpScreen;
pub use settings::Settings;

/// The state of the whole program.
#[derive(Debug)]
pub struct App {
    /// What of the configuration the screens use.
    pub settings: Arc<Settings>,
    /// The list of drafts and templates.
    pub home: Home,
    /// The draft being written, when one is open.
    pub editor: Option<Editor>,
    /// What stands on the screen, the lowest first.
    screens: Vec<Screen>,
    /// One line for the user.
    pub notice: Option<Notice>,
    /// What was said before the key that is being taken: the same key may go on with it.
    said: Option<Notice>,
    /// What became of the last save.
    pub save: SaveState,
    /// Columns and rows of the screen.
    pub screen: (u16, u16),
    /// Whether clicks are for the program at the moment, not for the terminal.
    pub mouse: bool,
    /// The lines of the list that is shown which a click selects.
    targets: Vec<Target>,
    /// The day, as the runtime says.
    pub today: NaiveDate,
    /// Whether leaving was asked for while something could not be saved.
    pub leaving_unsaved: bool,
    /// Whether it has been said that revisions of the open draft are not being kept.
    is_unkept_said: bool,
    /// How many saves have failed since the program started.
    pub n_failed_saves: u64,
    /// Whether the draft is being opened again because another program changed it.
    rereads: bool,
    /// Whether the draft is being opened for its revisions.
    opens_revisions: bool,
}

/// What became of the last save.
#[derive(Clone, Debug, Default)]
pub enum SaveState {
    /// Nothing was saved since the draft was opened.
    #[default]
    Unchanged,
    /// The draft lies on the disk, since this moment.
    Saved(DateTime<FixedOffset>),
    /// Another program changed the file; the draft lies in a copy beside it.
    Apart {
        /// Since when.
        at: DateTime<FixedOffset>,
        /// The copy.
        kept_as: PathBuf,
    },
    /// It could not be saved.
    Failed(StoreError),
}

impl App {
    /// The program as it starts, on the home screen.
    #[must_use]
    pub fn new(settings: Settings, screen: (u16, u16), today: NaiveDate) -> Self {
        Self {
            mouse: settings.mouse,
            settings: Arc::new(settings),
            home: Home::default(),
            editor: None,
            screens: vec![Screen::Home(AtHome)],
            notice: None,
            said: None,
            save: SaveState::default(),
            screen,
            targets: Vec::new(),
            today,
            leaving_unsaved: false,
            is_unkept_said: false,
            n_failed_saves: 0,
            rereads: false,
            opens_revisions: false,
        }
    }

    /// Takes one message; what the runtime shall do about it.
    pub fn update(&mut self, message: Message) -> Option<Effect> {
        match message {
            Message::Action(action) => return self.act(action),
            Message::Typed(text) => self.typed(&text, false),
            Message::Pasted(text) => self.typed(&text, true),
            Message::Paused => {
                if let Some(editor) = &mut self.editor {
                    editor.paused();
                }
            }
            Message::Pointed {
                gesture,
                column,
                row,
            } => return self.point(gesture, column, row),
            Message::Resized(columns, rows) => {
                self.screen = (columns, rows);
                if let Some(editor) = &mut self.editor {
                    editor.resize(self.screen);
                }
            }
            Message::Measured(ambiguous) => {
                self.change_settings(|settings| settings.ambiguous = ambiguous);
            }
            Message::Today(today) => {
                self.today = today;
                // How long contracts still run is counted anew.
                return Some(Effect::Ask(Request::List));
            }
            Message::Updated => self.home.has_news = true,
            Message::Listed(entries) => {
                self.home.show(entries);
                self.list_in_palette();
            }
            Message::Opened(opened) => {
                self.open(*opened);
                return self
                    .opens_revisions
                    .then_some(Effect::Ask(Request::Revisions));
            }
            Message::WithoutTemplate(opened) => self.show_answers(*opened),
            Message::Reread(opened) => self.show_again(*opened, Notice::Writable),
            Message::TakenOver(opened) => self.show_again(*opened, Notice::TakenOver),
            Message::Copied(opened) => self.show_again(*opened, Notice::Copied),
            Message::SavedElsewhere { revision, at, path } => {
                self.saved_elsewhere(revision, at, &path);
            }
            Message::Revisions(states) => self.show_revisions(states),
            Message::TrashListed(rows) => self.show_trash(rows),
            Message::Compared(pair) => self.compare(*pair),
            Message::Merged(opened, remark) => return self.merged(opened, remark),
            Message::Overtaken(path) => return self.overtaken(&path),
            Message::Repeated(opened, not_copied) => {
                self.open(*opened);
                if !not_copied.is_empty() {
                    self.notice.get_or_insert(Notice::NotCopied(not_copied));
                }
            }
            Message::OpenedFromPaper(opened, report) => {
                self.open(*opened);
                self.notice.get_or_insert(Notice::FromPaper(report));
            }
            Message::Recalled(recalled) => {
                if let Some(editor) = &mut self.editor {
                    editor.recall(recalled);
                }
            }
            Message::NotOpened(failure) => {
                self.opens_revisions = false;
                self.fail(NoticeFailure::Open(failure));
            }
            Message::Saved {
                id,
                revision,
                at,
                remark,
            } => self.saved(id, revision, at, remark),
            Message::KeptApart {
                revision,
                at,
                kept_as,
            } => self.kept_apart(revision, at, kept_as),
            // When the next try is due hangs on it, and nothing that is shown.
            Message::CopyKept => {}
            Message::NotSaved(error) => {
                self.n_failed_saves += 1;
                self.save = SaveState::Failed(error);
            }
            Message::Closed => self.closed(),
            Message::NotClosed(error) => {
                self.save = SaveState::Failed(error);
                self.leaving_unsaved = true;
                self.notice = Some(Notice::PressAgainToLeave);
            }
            Message::Trashed(id) => {
                self.home.trashed(&id);
                self.notice = Some(Notice::Trashed);
                return Some(Effect::Ask(Request::List));
            }
            Message::Restored(_) => {
                self.notice = Some(Notice::Restored);
                return Some(Effect::Ask(Request::List));
            }
            Message::Failed(error) => self.failed(error),
            Message::Making { seconds } => self.making(seconds),
            Message::Exported(exported) => self.exported(exported),
            Message::NotExported(failure) => self.export_failed(failure),
        }
        None
    }

    /// Something that was asked of the disk failed.
    fn failed(&mut self, error: StoreError) {
        for screen in &mut self.screens {
            screen.behaviour_mut().failed();
        }
        self.offer_place(&error);
        self.fail(NoticeFailure::Store(error));
    }

    fn fail(&mut self, failure: NoticeFailure) {
        self.notice = Some(Notice::Failure(Arc::new(failure)));
    }

    fn typed(&mut self, text: &str, is_paste: bool) {
        self.notice = None;
        self.leaving_unsaved = false;
        self.type_on_top(text, is_paste);
    }

    /// Changes the settings here and in the open draft.
    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) {
        change(Arc::make_mut(&mut self.settings));
        if let Some(editor) = &mut self.editor {
            editor.use_settings(Arc::clone(&self.settings));
        }
    }

    /// The other language; what is said stays, in other words.
    fn switch_language(&mut self) -> Effect {
        let language = self.settings.language.other();
        self.change_settings(|settings| settings.language = language);
        Effect::Ask(Request::Language(language))
    }

    /// Whether the open draft can only be read.
    fn reads_only(&self) -> bool {
        self.editor
            .as_ref()
            .is_some_and(|editor| editor.work.is_read_only())
    }

    fn act(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Repaint {
            return Some(Effect::Repaint);
        }
        if action == Action::Language {
            return Some(self.switch_language());
        }
        if action == Action::Mouse {
            self.mouse = !self.mouse;
            self.notice = Some(Notice::Mouse(self.mouse));
            return None;
        }
        let said = std::mem::take(&mut self.notice);
        self.overwrite_only_as_said(said.as_ref());
        if !self.top().goes_on_leaving(action) {
            self.leaving_unsaved = false;
        }
        if action == Action::Help && self.context() != Context::Help {
            self.show(Screen::Help(HelpScreen::default()));
            return None;
        }
        if action == Action::Palette && self.context() != Context::Palette {
            self.show_palette();
            return None;
        }
        self.said = said;
        self.act_on_top(action)
    }
}

/// Whether an action is the program's own on every screen; the list of keys and the palette close
/// with the key that opens them.
fn works_everywhere(action: Action) -> bool {
    matches!(
        action,
        Action::Repaint | Action::Language | Action::Mouse | Action::Help | Action::Palette
    )
}

#[cfg(test)]
mod tests;
