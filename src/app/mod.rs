//! What the screens show and how keys change it. Knows neither terminal nor disk nor clock:
//! [`App::update`] takes a message and returns what the runtime shall do.

pub mod editor;
mod helping;
pub mod home;
pub mod line_input;
mod list;
mod message;
mod opening;
pub mod overlay;
pub mod panes;
pub mod pinyin;
pub mod pointer;
pub mod screen;
mod settings;
mod trouble;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::keys::{Action, Context};
use crate::store::StoreError;
use crate::wording::{Notice, NoticeFailure};
use editor::Editor;
use home::Home;
pub use message::{Effect, Message, OpenedDraft};
pub use overlay::Overlay;
use pointer::Choice;
use screen::corrections::CorrectionsScreen;
use screen::export::ExportScreen;
use screen::findings::FindingsScreen;
use screen::in_use::InUseScreen;
use screen::proof::ProofScreen;
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
    /// The gate before an export, when it is open.
    pub export: Option<ExportScreen>,
    /// The list of findings, when it is open.
    pub findings: Option<FindingsScreen>,
    /// The list of corrections, when it is open.
    pub corrections: Option<CorrectionsScreen>,
    /// The last look before a contract is written, over the gate.
    pub proof: Option<ProofScreen>,
    /// What stands over the draft or the list, when something does.
    pub overlay: Option<Overlay>,
    /// Whether the list of keys is shown, and its first line.
    pub help: Option<usize>,
    /// One line for the user.
    pub notice: Option<Notice>,
    /// What became of the last save.
    pub save: SaveState,
    /// Columns and rows of the screen.
    pub screen: (u16, u16),
    /// Whether clicks are for the program at the moment, not for the terminal.
    pub mouse: bool,
    /// The lines of the list that is shown which a click selects.
    choices: Vec<Choice>,
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
            export: None,
            findings: None,
            corrections: None,
            proof: None,
            overlay: None,
            help: None,
            notice: None,
            save: SaveState::default(),
            screen,
            choices: Vec::new(),
            today,
            leaving_unsaved: false,
            is_unkept_said: false,
            n_failed_saves: 0,
            rereads: false,
            opens_revisions: false,
        }
    }

    /// Where keys are pressed now.
    #[must_use]
    pub fn context(&self) -> Context {
        if self.help.is_some() {
            return Context::Help;
        }
        if let Some(overlay) = &self.overlay {
            return overlay.context();
        }
        self.context_below()
    }

    /// Where keys are pressed once nothing stands over the screen.
    #[must_use]
    pub fn context_below(&self) -> Context {
        if self.proof.is_some() {
            return Context::Proof;
        }
        // They are opened from the gate and from the findings too.
        if self.corrections.is_some() {
            return Context::Corrections;
        }
        if self.export.is_some() {
            return Context::Export;
        }
        if self.findings.is_some() {
            return Context::Findings;
        }
        match &self.editor {
            None => Context::Home,
            Some(editor) if editor.pane == panes::Pane::Contract => Context::Contract,
            Some(editor) if editor.focused_options().is_some() => Context::Choice,
            Some(_) => Context::Field,
        }
    }

    /// Takes one message; what the runtime shall do about it.
    pub fn update(&mut self, message: Message) -> Option<Effect> {
        match message {
            Message::Action(action) => self.act(action),
            Message::Typed(text) => self.typed(&text, false),
            Message::Pasted(text) => self.typed(&text, true),
            Message::Paused => {
                self.editor.as_mut()?.paused();
                None
            }
            Message::Pointed {
                gesture,
                column,
                row,
            } => self.point(gesture, column, row),
            Message::Resized(columns, rows) => {
                self.screen = (columns, rows);
                self.editor.as_mut()?.resize(self.screen);
                None
            }
            Message::Measured(ambiguous) => {
                self.change_settings(|settings| settings.ambiguous = ambiguous);
                None
            }
            Message::Today(today) => {
                self.today = today;
                // How long contracts still run is counted anew.
                Some(Effect::List)
            }
            Message::Listed(entries) => {
                self.home.show(entries);
                // The palette names drafts.
                if matches!(self.overlay, Some(Overlay::Palette(_))) {
                    self.show_palette();
                }
                None
            }
            Message::Opened(opened) => {
                self.open(*opened);
                self.opens_revisions.then_some(Effect::Revisions)
            }
            Message::WithoutTemplate(opened) => self.show_answers(*opened),
            Message::Reread(opened) => self.show_again(*opened, Notice::Writable),
            Message::TakenOver(opened) => self.show_again(*opened, Notice::TakenOver),
            Message::Copied(opened) => self.show_again(*opened, Notice::Copied),
            Message::SavedElsewhere { revision, at, path } => {
                self.saved_elsewhere(revision, at, &path)
            }
            Message::Revisions(states) => self.show_revisions(states),
            Message::TrashListed(rows) => self.show_trash(rows),
            Message::Compared(pair) => self.compare(*pair),
            Message::Merged(opened, remark) => self.merged(opened, remark),
            Message::Overtaken(path) => self.overtaken(&path),
            Message::Repeated(opened, not_copied) => {
                self.open(*opened);
                if !not_copied.is_empty() {
                    self.notice.get_or_insert(Notice::NotCopied(not_copied));
                }
                None
            }
            Message::OpenedFromPaper(opened, report) => {
                self.open(*opened);
                self.notice.get_or_insert(Notice::FromPaper(report));
                None
            }
            Message::Recalled(recalled) => {
                self.editor.as_mut()?.recall(recalled);
                None
            }
            Message::NotOpened(failure) => {
                self.opens_revisions = false;
                self.fail(NoticeFailure::Open(failure))
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
            Message::CopyKept => None,
            Message::NotSaved(error) => self.not_saved(error),
            Message::Trashed(id) => {
                self.home.trashed(&id);
                self.notice = Some(Notice::Trashed);
                Some(Effect::List)
            }
            Message::Restored(_) => {
                self.notice = Some(Notice::Restored);
                Some(Effect::List)
            }
            Message::Failed(error) => {
                self.overlay_failed();
                self.offer_place(&error);
                self.fail(NoticeFailure::Store(error))
            }
            Message::Making { seconds } => self.making(seconds),
            Message::Exported(exported) => self.exported(exported),
            Message::NotExported(failure) => self.export_failed(failure),
        }
    }

    fn not_saved(&mut self, error: StoreError) -> Option<Effect> {
        self.n_failed_saves += 1;
        self.save = SaveState::Failed(error);
        None
    }

    fn fail(&mut self, failure: NoticeFailure) -> Option<Effect> {
        self.notice = Some(Notice::Failure(Arc::new(failure)));
        None
    }

    fn typed(&mut self, text: &str, is_paste: bool) -> Option<Effect> {
        self.notice = None;
        self.leaving_unsaved = false;
        match self.context() {
            Context::Home => self.home.type_filter(text),
            Context::Export => {
                if let Some(export) = &mut self.export {
                    export.typed(text);
                }
            }
            Context::Field | Context::Choice => {
                let today = self.today;
                if let Some(editor) = &mut self.editor {
                    self.notice = editor.insert(text, is_paste, today);
                }
            }
            Context::Elsewhere | Context::StyleValue | Context::Palette => {
                self.type_in_overlay(text);
            }
            Context::Calendar => self.type_over_calendar(text, is_paste),
            Context::Findings => {
                if let Some(reason) = self.findings.as_mut().and_then(|list| list.reason.as_mut()) {
                    reason.insert(text);
                }
            }
            Context::Contract
            | Context::Corrections
            | Context::Proof
            | Context::InUse
            | Context::Merge
            | Context::Revisions
            | Context::Trash
            | Context::Answers
            | Context::Upgrade
            | Context::Style
            | Context::Help => {}
        }
        None
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
        Effect::Language(language)
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
        let repeated = std::mem::take(&mut self.notice);
        self.overwrite_only_as_said(repeated.as_ref());
        // In the palette a draft is left for another one.
        let may_leave = action == Action::Leave
            || (action == Action::Confirm && self.context() == Context::Palette);
        if !may_leave {
            self.leaving_unsaved = false;
        }
        match (action, self.context()) {
            (Action::Help, Context::Help) => self.help = None,
            (Action::Help, _) => self.help = Some(0),
            (_, Context::Help) => return self.act_in_help(action),
            (
                Action::Palette,
                Context::Home | Context::Field | Context::Choice | Context::Contract,
            ) => self.show_palette(),
            (_, Context::Home) => return self.act_at_home(action, repeated.as_ref()),
            (_, Context::Export) => return self.act_in_export(action),
            (_, Context::Proof) => return self.act_in_proof(action),
            (_, Context::Findings) => return self.act_in_findings(action),
            (_, Context::Corrections) => return self.act_in_corrections(action),
            (
                _,
                Context::InUse
                | Context::Merge
                | Context::Elsewhere
                | Context::Revisions
                | Context::Trash
                | Context::Answers
                | Context::Upgrade
                | Context::Style
                | Context::StyleValue
                | Context::Palette
                | Context::Calendar,
            ) => return self.act_in_overlay(action),
            (_, Context::Field | Context::Choice | Context::Contract) => {
                return self.act_in_editor(action);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
