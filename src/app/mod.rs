//! What the screens show and how keys change it. Knows neither terminal nor disk nor clock:
//! [`App::update`] takes a message and returns what the runtime shall do.

pub mod calendar;
pub mod corrections;
pub mod editor;
pub mod elsewhere;
pub mod export;
pub mod findings;
pub mod home;
pub mod in_use;
pub mod key_map;
pub mod keys;
pub mod line_input;
mod list;
pub mod merge;
mod message;
pub mod overlay;
pub mod panes;
pub mod pinyin;
pub mod pointer;
pub mod proof;
pub mod revisions;
pub mod trash;
mod trouble;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::store::{AmbiguousWidth, StoreError, ThemeName};
use crate::template::{ProfileKey, StyleKeys};
use calendar::Calendar;
use corrections::CorrectionsScreen;
use editor::Editor;
use export::ExportScreen;
use findings::FindingsScreen;
use home::{Entry, Home};
use in_use::InUseScreen;
use key_map::KeyMap;
use keys::{Action, Context};
pub use message::{
    Effect, ExportFailure, FromPaper, Kept, Message, Notice, NoticeFailure, OpenFailure,
    OpenedDraft,
};
pub use overlay::Overlay;
use proof::ProofScreen;

/// What of the configuration the screens use.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The language of the screen.
    pub language: Language,
    /// The user's own company.
    pub profile: HashMap<ProfileKey, String>,
    /// The user's own style.
    pub style: StyleKeys,
    /// Where exports are offered to go.
    pub export_dir: PathBuf,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Where that is known from.
    pub ambiguous_width: AmbiguousWidth,
    /// The colours; `None` where the environment decides.
    pub theme: Option<ThemeName>,
    /// Whether clicks are for the program.
    pub mouse: bool,
    /// The keys in force.
    pub keys: KeyMap,
}

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
    /// The day, as the runtime says.
    pub today: NaiveDate,
    /// Whether leaving was asked for while something could not be saved.
    pub leaving_unsaved: bool,
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
            today,
            leaving_unsaved: false,
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
        if self.proof.is_some() {
            return Context::Proof;
        }
        if self.export.is_some() {
            return Context::Export;
        }
        if self.findings.is_some() {
            return Context::Findings;
        }
        if self.corrections.is_some() {
            return Context::Corrections;
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
                None
            }
            Message::Opened(opened) => {
                self.open(*opened);
                self.opens_revisions.then_some(Effect::Revisions)
            }
            Message::Reread(opened) => {
                self.show_again(*opened, Notice::Writable);
                None
            }
            Message::TakenOver(opened) => {
                self.show_again(*opened, Notice::TakenOver);
                None
            }
            Message::Copied(opened) => {
                self.show_again(*opened, Notice::Copied);
                None
            }
            Message::SavedElsewhere { revision, at, path } => {
                self.saved_elsewhere(revision, at, &path)
            }
            Message::Revisions(states) => self.show_revisions(states),
            Message::TrashListed(rows) => self.show_trash(rows),
            Message::Compared(pair) => self.compare(*pair),
            Message::Merged(opened) => self.merged(opened),
            Message::Overtaken(path) => self.overtaken(&path),
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
            Message::Saved { id, revision, at } => {
                if let Some(editor) = &mut self.editor {
                    editor.draft.id = id;
                    editor.saved_revision = revision;
                }
                self.save = SaveState::Saved(at);
                None
            }
            Message::KeptApart {
                revision,
                at,
                kept_as,
            } => self.kept_apart(revision, at, kept_as),
            Message::NotSaved(error) => {
                self.n_failed_saves += 1;
                self.save = SaveState::Failed(error);
                None
            }
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
                self.fail(NoticeFailure::Store(error))
            }
            Message::Exported(path) => {
                self.export.as_mut()?.done(path);
                None
            }
            Message::NotExported(failure) => self.export_failed(failure),
        }
    }

    fn fail(&mut self, failure: NoticeFailure) -> Option<Effect> {
        self.notice = Some(Notice::Failure(Arc::new(failure)));
        None
    }

    fn open(&mut self, opened: OpenedDraft) {
        let settings = Arc::clone(&self.settings);
        let mut editor = Editor::new(opened.template, opened.draft, settings, self.screen);
        editor.read_only = opened.read_only.is_some();
        editor.in_use = in_use::owner(opened.read_only.as_ref()).cloned();
        let owner = editor.in_use.clone();
        self.overlay = owner.map(InUseScreen::new).map(Overlay::InUse);
        self.notice = match opened.read_only {
            Some(StoreError::InUse { .. }) => None,
            Some(reason) => Some(Notice::Failure(Arc::new(NoticeFailure::Store(reason)))),
            None if opened.template_changed => Some(Notice::TemplateChanged),
            None => std::mem::take(&mut self.rereads).then_some(Notice::ReadAgain),
        };
        self.save = SaveState::default();
        self.leaving_unsaved = false;
        self.editor = Some(editor);
    }

    fn export_failed(&mut self, failure: ExportFailure) -> Option<Effect> {
        if let Some(export) = &mut self.export {
            export.is_running = false;
            if let ExportFailure::Exists(path) = &failure {
                export.may_overwrite = true;
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = crate::value::clean(&name.to_string_lossy())
                    .text
                    .into_owned();
                self.notice = Some(Notice::PressAgainToOverwrite(name));
                return None;
            }
        }
        self.fail(NoticeFailure::Export(failure))
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
            Context::Elsewhere => self.type_in_overlay(text),
            Context::Calendar => {
                let today = self.today;
                if let Some(editor) = &mut self.editor {
                    self.notice = editor.insert(text, is_paste, today);
                }
                self.follow_day();
            }
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
        if action != Action::Leave {
            self.leaving_unsaved = false;
        }
        match (action, self.context()) {
            (Action::Help, Context::Help) => self.help = None,
            (Action::Help, _) => self.help = Some(0),
            (_, Context::Help) => return self.act_in_help(action),
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
                | Context::Calendar,
            ) => return self.act_in_overlay(action),
            (_, Context::Field | Context::Choice | Context::Contract) => {
                return self.act_in_editor(action);
            }
        }
        None
    }

    fn act_in_help(&mut self, action: Action) -> Option<Effect> {
        let top = self.help?;
        let page = usize::from(self.screen.1).saturating_sub(6).max(1);
        self.help = match action {
            Action::Next => Some(top + 1),
            Action::Previous => Some(top.saturating_sub(1)),
            Action::PageDown => Some(top + page),
            Action::PageUp => Some(top.saturating_sub(page)),
            Action::LineStart => Some(0),
            _ => None,
        };
        None
    }

    fn act_at_home(&mut self, action: Action, repeated: Option<&Notice>) -> Option<Effect> {
        let home = &mut self.home;
        match action {
            Action::Next => home.move_by(1),
            Action::Previous => home.move_by(-1),
            Action::PageDown => home.move_by(10),
            Action::PageUp => home.move_by(-10),
            Action::LineStart => home.move_by(isize::MIN),
            Action::LineEnd => home.move_by(isize::MAX),
            Action::DeleteBefore => home.edit_filter(line_input::LineInput::delete_before),
            Action::DeleteLine | Action::Cancel => home.edit_filter(line_input::LineInput::clear),
            Action::Confirm => match home.selected()? {
                Entry::Draft(draft) if home.has_draft_of(draft) => {
                    return Some(Effect::Compare(draft.id.clone()));
                }
                Entry::Draft(draft) => return Some(Effect::Open(draft.id.clone())),
                // A broken one says why in its own line; opening it says it in full.
                Entry::Template(template) => return Some(new_of(template.id.clone())),
                Entry::Broken(broken) => return Some(Effect::Open(broken.id.clone())),
            },
            Action::Sort => home.sort_by_next(),
            Action::OpenTrash => return Some(Effect::ListTrash),
            Action::Revisions => {
                if let Some(Entry::Draft(draft)) = home.selected() {
                    self.opens_revisions = true;
                    return Some(Effect::Open(draft.id.clone()));
                }
            }
            Action::New => return home.template_for_new().map(new_of),
            Action::NewFrom => {
                return match home.selected()? {
                    Entry::Draft(draft) => Some(Effect::New {
                        template: None,
                        from: Some(draft.id.clone()),
                    }),
                    Entry::Template(_) | Entry::Broken(_) => None,
                };
            }
            Action::Trash => return self.trash(repeated),
            Action::Undo => return self.home.last_trashed().map(Effect::Restore),
            Action::Leave => return Some(Effect::Quit),
            _ => {}
        }
        None
    }

    /// A second press moves the selected draft to the trash.
    fn trash(&mut self, repeated: Option<&Notice>) -> Option<Effect> {
        match self.home.selected() {
            Some(Entry::Draft(draft)) => {
                if repeated == Some(&Notice::PressAgainToTrash) {
                    return Some(Effect::Trash(draft.id.clone()));
                }
                self.notice = Some(Notice::PressAgainToTrash);
            }
            Some(Entry::Template(_) | Entry::Broken(_)) | None => {
                self.notice = Some(Notice::NothingToTrash);
            }
        }
        None
    }

    fn act_in_editor(&mut self, action: Action) -> Option<Effect> {
        let today = self.today;
        let in_contract = self.context() == Context::Contract;
        let editor = self.editor.as_mut()?;
        if in_contract && editor.act_in_contract(action) {
            return None;
        }
        let notice = match action {
            Action::Next => editor.next_field(),
            Action::Previous => {
                editor.previous_field();
                None
            }
            Action::NextUnanswered => editor.next_open(),
            Action::PreviousUnanswered => editor.previous_open(),
            Action::NextFinding => editor.next_finding(),
            Action::PreviousFinding => editor.previous_finding(),
            Action::AcceptSuggestion => editor.accept_suggestion(),
            Action::NextSuggestion => editor.next_offer(),
            Action::StepUp | Action::StepDown => editor.step(action == Action::StepUp, today),
            Action::Helper if editor.has_calendar() => {
                let day = editor.calendar_day(today);
                self.overlay = Some(Overlay::Calendar(Calendar { day }));
                None
            }
            Action::Helper => Some(Notice::NoHelper),
            Action::Toggle => editor.toggle(),
            Action::Left | Action::Right if editor.focused_options().is_some() => {
                editor.move_option(action == Action::Right);
                None
            }
            Action::Left | Action::Right | Action::LineStart | Action::LineEnd => {
                editor.input.act(action);
                None
            }
            Action::DeleteBefore => editor.delete(line_input::LineInput::delete_before, today),
            Action::DeleteAfter => editor.delete(line_input::LineInput::delete_after, today),
            Action::DeleteLine => editor.delete(line_input::LineInput::clear, today),
            Action::PageUp | Action::PageDown => {
                editor.scroll_page(action == Action::PageDown);
                None
            }
            Action::Undo => editor.undo(),
            Action::Redo => editor.redo(),
            Action::SwitchPane | Action::Confirm => {
                editor.switch_pane();
                None
            }
            Action::Cancel => {
                if in_contract {
                    editor.switch_pane();
                }
                None
            }
            Action::Save => return Some(Effect::SaveNow),
            Action::Resolve => return self.resolve(),
            Action::Revisions => return Some(Effect::Revisions),
            Action::Export => {
                self.export = Some(ExportScreen::new(editor, &self.settings, today));
                None
            }
            Action::Findings => {
                self.findings = Some(FindingsScreen::default());
                None
            }
            Action::Corrections => {
                if editor.template.corrections.is_empty() {
                    Some(Notice::NoCorrections)
                } else {
                    self.corrections = Some(CorrectionsScreen::default());
                    None
                }
            }
            Action::Leave => return self.leave(),
            Action::Above
            | Action::Below
            | Action::AcceptSlips
            | Action::AllLeft
            | Action::AllRight
            | Action::Sort
            | Action::OpenTrash
            | Action::New
            | Action::NewFrom
            | Action::Trash
            | Action::ExportDraft
            | Action::Help
            | Action::Language
            | Action::Mouse
            | Action::Repaint => None,
        };
        self.notice = notice;
        None
    }

    /// Closes the draft; while it cannot be saved only a second press does.
    fn leave(&mut self) -> Option<Effect> {
        let is_unsaved = self.editor.as_ref().is_some_and(Editor::is_unsaved);
        if is_unsaved && matches!(self.save, SaveState::Failed(_)) && !self.leaving_unsaved {
            self.leaving_unsaved = true;
            self.notice = Some(Notice::PressAgainToLeave);
            return None;
        }
        Some(Effect::Close)
    }

    /// The draft has been closed: back to the list.
    pub fn closed(&mut self) {
        self.editor = None;
        self.home.select_newest();
        self.export = None;
        self.findings = None;
        self.corrections = None;
        self.proof = None;
        self.overlay = None;
        self.leaving_unsaved = false;
    }

    fn act_in_export(&mut self, action: Action) -> Option<Effect> {
        let editor = self.editor.as_mut()?;
        let export = self.export.as_mut()?;
        let outcome = export.act(action, editor, &self.settings);
        match outcome {
            export::Outcome::Stay => None,
            export::Outcome::Say(notice) => {
                self.notice = Some(notice);
                None
            }
            export::Outcome::Close => {
                self.export = None;
                None
            }
            export::Outcome::GoTo(issue) => {
                self.export = None;
                editor.go_to_issue(&issue);
                None
            }
            export::Outcome::Write(request) => Some(Effect::Export(request)),
            export::Outcome::Proof(request) => {
                self.proof = Some(ProofScreen::new(editor, request));
                None
            }
            export::Outcome::Leave => self.leave(),
        }
    }

    fn act_in_proof(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Leave {
            return self.leave();
        }
        match self.proof.as_mut()?.act(action) {
            proof::Outcome::Stay => None,
            proof::Outcome::Close => {
                self.proof = None;
                None
            }
            proof::Outcome::GoTo(field) => {
                self.proof = None;
                self.export = None;
                self.editor.as_mut()?.go_to_field(&field);
                None
            }
            proof::Outcome::Write(request) => {
                self.proof = None;
                self.export.as_mut()?.is_running = true;
                Some(Effect::Export(request))
            }
        }
    }

    fn act_in_findings(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Leave {
            return self.leave();
        }
        let editor = self.editor.as_mut()?;
        match self.findings.as_mut()?.act(action, editor) {
            findings::Outcome::Stay => {}
            findings::Outcome::Say(notice) => self.notice = Some(notice),
            findings::Outcome::Close => self.findings = None,
            findings::Outcome::GoTo(issue) => {
                self.findings = None;
                editor.go_to_issue(&issue);
            }
        }
        None
    }

    fn act_in_corrections(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Leave {
            return self.leave();
        }
        let editor = self.editor.as_mut()?;
        match self.corrections.as_mut()?.act(action, editor) {
            corrections::Outcome::Stay => {}
            corrections::Outcome::Say(notice) => self.notice = Some(notice),
            corrections::Outcome::Close => self.corrections = None,
        }
        None
    }
}

/// A new draft of a template, with nothing copied.
fn new_of(template: String) -> Effect {
    Effect::New {
        template: Some(template),
        from: None,
    }
}

#[cfg(test)]
mod tests;
