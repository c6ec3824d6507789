//! The state of the screens, and how messages change it. This module accesses no terminal, no disk
//! and no clock: [`App::update`] takes a message and returns the effect that the runtime must
//! perform.

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
pub mod text_input;
mod trouble;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::desk::{ListRow, OpenFailure};
use crate::keys::{Action, Context};
use crate::store::StoreError;
use crate::wording::{Notice, NoticeFailure};
use editor::Editor;
use home::{AtHome, Home};
pub use message::{Effect, Message, Request, Tempo};
use pointer::Target;
use screen::Screen;
use screen::help::HelpScreen;
pub use settings::Settings;

/// The state of the program.
#[derive(Debug)]
pub struct App {
    /// The settings that the screens use.
    pub settings: Arc<Settings>,
    /// The list of drafts and templates.
    pub home: Home,
    /// The open draft; `None` if no draft is open.
    pub editor: Option<Editor>,
    /// The stack of screens, the lowest first.
    screens: Vec<Screen>,
    /// The current message to the user, in one line.
    pub notice: Option<Notice>,
    /// The message that was visible when the current key was pressed: the same key may confirm it.
    said: Option<Notice>,
    /// How soon the current key follows the previous one.
    tempo: Tempo,
    /// The result of the last save.
    pub save: SaveState,
    /// The columns and rows of the screen.
    pub screen: (u16, u16),
    /// Whether the program receives clicks; otherwise the terminal does.
    pub mouse: bool,
    /// The areas of the visible list that a click selects.
    targets: Vec<Target>,
    /// Today's date, as the runtime reported it.
    pub today: NaiveDate,
    /// Whether the user tried to leave a draft that cannot be saved; a second press leaves it.
    pub leaving_unsaved: bool,
    /// Whether the user knows that no revisions of the open draft are kept.
    is_unkept_said: bool,
    /// The number of failed saves since the program started.
    pub n_failed_saves: u64,
    /// Whether the draft is being reopened because another program changed it.
    rereads: bool,
    /// Whether the draft is being opened to show its revisions.
    opens_revisions: bool,
    /// Whether the draft is being opened to mark it.
    opens_marks: bool,
    /// The name of the other party in the next new draft: the user searched for it in vain.
    begins_with: Option<String>,
}

/// The result of the last save.
#[derive(Clone, Debug, Default)]
pub enum SaveState {
    /// Nothing was saved since the draft was opened.
    #[default]
    Unchanged,
    /// The draft was saved at this time.
    Saved(DateTime<FixedOffset>),
    /// Another program changed the file; the draft was saved in a conflict copy beside it.
    Apart {
        /// When the copy was saved.
        at: DateTime<FixedOffset>,
        /// The path of the copy.
        kept_as: PathBuf,
    },
    /// The save failed.
    Failed(StoreError),
}

impl App {
    /// The initial state, on the home screen.
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
            tempo: Tempo::default(),
            save: SaveState::default(),
            screen,
            targets: Vec::new(),
            today,
            leaving_unsaved: false,
            is_unkept_said: false,
            n_failed_saves: 0,
            rereads: false,
            opens_revisions: false,
            opens_marks: false,
            begins_with: None,
        }
    }

    /// Processes a message, and returns the effect that the runtime must perform.
    pub fn update(&mut self, message: Message) -> Option<Effect> {
        match message {
            Message::Action(_) | Message::Pointed { .. } => return self.press(&message),
            Message::KeyMoved(moved) => self.notice = Some(Notice::KeyMoved(moved)),
            Message::Typed(text) => self.typed(&text, false),
            Message::Pasted(text) => self.typed(&text, true),
            Message::Paused => self.editor.iter_mut().for_each(Editor::paused),
            Message::Tempo(tempo) => self.tempo = tempo,
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
                // The list shows how many days each contract has left.
                return Some(Effect::Ask(Request::List));
            }
            Message::Updated => self.home.has_news = true,
            Message::Listed(entries) => self.listed(entries),
            Message::Derived(states) => self.home.derived(states),
            Message::Opened(opened) => {
                self.open(*opened);
                self.fill_in_party();
                if std::mem::take(&mut self.opens_marks) && !self.has_overlay() {
                    self.show_marks();
                }
                return self
                    .opens_revisions
                    .then_some(Effect::Ask(Request::Revisions));
            }
            Message::WithoutTemplate(opened) => self.show_answers(*opened),
            Message::Reread(opened) => self.show_again(*opened, Notice::Writable),
            Message::TakenOver(opened) => self.show_again(*opened, Notice::TakenOver),
            Message::MadeCopy(opened) => self.show_again(*opened, Notice::MadeCopy),
            Message::SavedElsewhere { revision, at, path } => {
                self.saved_elsewhere(revision, at, &path);
            }
            Message::Revisions(states) => self.show_revisions(states),
            Message::TrashListed(rows) => self.show_trash(rows),
            Message::Compared(pair) => self.compare(*pair),
            Message::Merged(opened, remark) => return self.merged(opened, remark),
            Message::Overtaken(path) => return self.overtaken(&path),
            Message::Copied(opened, report) => {
                self.open(*opened);
                if !report.is_empty() {
                    self.tell_of_new(Notice::Copied(report));
                }
            }
            Message::OpenedFromPaper(opened, report) => {
                self.open(*opened);
                self.tell_of_new(Notice::FromPaper(report));
            }
            Message::Recalled(recalled) => {
                if let Some(editor) = &mut self.editor {
                    editor.recall(recalled);
                }
            }
            Message::NotOpened(failure) => self.not_opened(failure),
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
            // Only the runtime uses this message: it decides when to retry the save.
            Message::CopyKept => {}
            Message::NotSaved(error) => self.not_saved(error),
            Message::Closed => self.closed(),
            Message::NotClosed(error) => self.not_closed(error),
            Message::Trashed(id) => {
                self.home.trashed(&id);
                self.notice = Some(Notice::Trashed);
                return Some(Effect::Ask(Request::List));
            }
            Message::Restored(id) => {
                self.home.restored(&id);
                self.notice = Some(Notice::Restored);
                return Some(Effect::Ask(Request::List));
            }
            Message::Decided(decision) => self.decided(&decision),
            Message::Failed(error) => self.failed(error),
            Message::Making { seconds } => self.making(seconds),
            Message::Exported(exported) => self.exported(exported),
            Message::NotExported(failure) => self.export_failed(failure),
            Message::Shown(Ok(shown)) => self.notice = Some(Notice::Shown(shown)),
            Message::Shown(Err(failure)) => self.fail(NoticeFailure::Show(failure)),
            Message::OnClipboard(is_there) => self.notice = Some(Notice::PathCopied(is_there)),
        }
        None
    }

    fn not_opened(&mut self, failure: OpenFailure) {
        self.opens_revisions = false;
        self.opens_marks = false;
        self.begins_with = None;
        self.fail(NoticeFailure::Open(failure));
    }

    /// Types the name that the user searched for in vain into a draft that was just begun.
    fn fill_in_party(&mut self) {
        let Some(name) = self.begins_with.take() else {
            return;
        };
        let is_at_party = self.editor.as_mut().is_some_and(|editor| {
            let party = editor.work.template().summary.party.clone();
            let is_new = editor.work.draft().id.is_empty();
            party.is_some_and(|party| is_new && editor.go_to_place(&party.into()))
        });
        if is_at_party {
            self.typed(&name, true);
        }
    }

    /// Handles a key with an action, or a gesture of the mouse.
    fn press(&mut self, message: &Message) -> Option<Effect> {
        let effect = match message {
            Message::Action(action) => self.act(*action),
            Message::Pointed {
                gesture,
                column,
                row,
            } => self.point(*gesture, *column, *row),
            _ => None,
        };
        self.tempo = Tempo::default();
        effect
    }

    /// Handles a failed disk operation.
    fn failed(&mut self, error: StoreError) {
        for screen in &mut self.screens {
            screen.behaviour_mut().failed();
        }
        self.home.failed();
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

    /// Changes the settings of the screens and of the open draft.
    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) {
        change(Arc::make_mut(&mut self.settings));
        if let Some(editor) = &mut self.editor {
            editor.use_settings(Arc::clone(&self.settings));
        }
    }

    /// Switches to the other language. The current message stays, in the new language.
    fn switch_language(&mut self) -> Effect {
        let language = self.settings.language.other();
        self.change_settings(|settings| settings.language = language);
        Effect::Ask(Request::Language(language))
    }

    /// Whether the open draft has unsaved changes.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        let editor = self.editor.as_ref();
        editor.is_some_and(|editor| editor.work.is_unsaved())
    }

    /// Shows a list that was read.
    fn listed(&mut self, entries: Vec<ListRow>) {
        self.home.show(entries);
        self.list_in_palette();
    }

    /// Whether the open draft is read-only.
    fn reads_only(&self) -> bool {
        self.editor
            .as_ref()
            .is_some_and(|editor| editor.work.may_edit().is_err())
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
        if self.writes_too_soon(action) {
            self.notice.get_or_insert(Notice::TooSoon);
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

/// Whether an action works on every screen. The keys that open the help and the palette also close
/// them.
fn works_everywhere(action: Action) -> bool {
    matches!(
        action,
        Action::Repaint | Action::Language | Action::Mouse | Action::Help | Action::Palette
    )
}

#[cfg(test)]
mod tests;
