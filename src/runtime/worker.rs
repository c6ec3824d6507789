//! The thread that touches the disk. One job at a time, in the order they were given.

mod elsewhere;
mod holding;
mod merging;
mod past;
mod sharing;

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvError, Sender, TryRecvError};
use std::time::SystemTime;

use chrono::{Local, TimeDelta};

use super::parsing::Parser;
use crate::app::{Message, Settings};
use crate::desk::listing::{Listing, Memory, View};
use crate::desk::office::{self, Cancel};
use crate::desk::{
    ExportRequest, FromPaper, Kept, OpenFailure, OpenedDraft, Parsed, TemplateCache, Text,
    WithoutTemplate, exporting, new_draft, recalled, reopening,
};
use crate::draft::{Draft, repeat};
use crate::language::{Language, Localized};
use crate::store::{
    DraftLock, Keep, LockOutcome, OpenDraft, Protected, SaveRemark, Store, StoreError, lock,
};
use crate::template::{Place, Template};
use crate::wording::list_reasons;

/// How far apart revisions are that are kept without being asked for.
const REVISION_INTERVAL: TimeDelta = TimeDelta::minutes(10);
/// How long a draft stays in the trash.
const TRASH_AGE: TimeDelta = TimeDelta::days(30);

/// Something to do on the disk.
pub(super) enum Job {
    /// Read the list.
    List,
    /// Find out whether the program was updated since it was last started.
    News,
    /// Open the draft of this id.
    Open(String),
    /// Make a draft.
    New {
        /// The template; that of `from`, or the first one, where it is not said.
        template: Option<String>,
        /// The draft whose answers are copied.
        from: Option<String>,
    },
    /// Save the open draft.
    Save {
        /// As it is.
        draft: Box<Draft>,
        /// Its revision.
        revision: u64,
        /// Whether what is replaced is kept in any case.
        keep: bool,
        /// Who waits for the outcome, besides the screens.
        done: Option<Sender<Result<(), StoreError>>>,
    },
    /// Let the open draft go.
    Close,
    /// Write the draft that another window has open.
    TakeOver,
    /// Make a draft of the one that another window has open.
    Copy,
    /// Look whether the draft that another window has open has changed, or is free.
    Watch,
    /// Look whether another program changed the draft that is open.
    Look,
    /// Keep the draft at this place from now on.
    SaveElsewhere {
        /// A file or a folder.
        path: PathBuf,
        /// As it is.
        draft: Box<Draft>,
        /// Its revision.
        revision: u64,
    },
    /// Read the revisions of the open draft.
    Revisions,
    /// Read what lies in the trash.
    ListTrash,
    /// Bring back what lies here in the trash.
    RestoreTrashed(PathBuf),
    /// Read this copy of a conflict and its draft.
    Compare(String),
    /// Save what was made of the two that were compared.
    Merge(Box<Draft>),
    /// Move this draft to the trash.
    Trash(String),
    /// Bring this draft back.
    Restore(String),
    /// Write the contract, but over none of these files.
    Export(Box<ExportRequest>, Protected),
    /// Word what comes in this language.
    Language(Language),
    /// Throw away what is too old to be wanted.
    Sweep,
    /// Take in what was made of a template's text.
    Learn(Text, Parsed),
}

/// What the thread knows.
pub(super) struct Worker {
    store: Store,
    settings: Arc<Settings>,
    cache: TemplateCache,
    /// Jobs that wait for a template, in the order they were given.
    held: VecDeque<Job>,
    /// The list that is being read while there is nothing else to do.
    listing: Option<Listing>,
    /// Whether a list is to be begun once the installed templates are parsed.
    is_list_wanted: bool,
    memory: Memory,
    /// Whether the screens have seen a whole list: from then on none that is only growing.
    has_listed: bool,
    open: Option<Open>,
    compared: Option<merging::Compared>,
    answer: Arc<dyn Fn(Message) + Send + Sync>,
}

/// The draft that is open.
struct Open {
    /// Its file; a new draft has none until something is typed, and then one that the first save
    /// makes.
    file: Option<OpenDraft>,
    /// Held while the draft is open; other windows see it.
    lock: Option<DraftLock>,
    /// Who has the draft, when another window does; it is only read here then.
    in_use: Option<StoreError>,
}

impl Worker {
    pub(super) fn new(
        store: Store,
        settings: Arc<Settings>,
        parser: Parser,
        answer: Arc<dyn Fn(Message) + Send + Sync>,
    ) -> Self {
        Self {
            store,
            settings,
            cache: TemplateCache::with_parser(Box::new(move |text| parser.ask(text))),
            held: VecDeque::new(),
            listing: None,
            is_list_wanted: false,
            memory: Memory::default(),
            has_listed: false,
            open: None,
            compared: None,
            answer,
        }
    }

    /// Works until nobody gives jobs any more. A list is read in the pauses between them, so that
    /// a save or a draft to be opened never waits for ten thousand others. No save waits for a
    /// template that is being parsed, and nor does the end.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            let can_list = self.listing.as_ref().is_some_and(|it| !it.is_held_up());
            let job = if can_list {
                match jobs.try_recv() {
                    Ok(job) => Some(job),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => return,
                }
            } else {
                match jobs.recv() {
                    Ok(job) => Some(job),
                    Err(RecvError) => return,
                }
            };
            match job {
                Some(job) if self.held.is_empty() || job.is_urgent() => self.attempt(job),
                Some(job) => self.held.push_back(job),
                None => {
                    let message = self.go_on_listing();
                    self.tell(message);
                }
            }
        }
    }

    fn tell(&self, message: Option<Message>) {
        if let Some(message) = message {
            (self.answer)(message);
        }
    }

    fn perform(&mut self, job: Job) -> Option<Message> {
        match job {
            Job::List => self.begin_list(),
            Job::News => self.news(),
            Job::Language(language) => {
                Arc::make_mut(&mut self.settings).language = language;
                self.begin_list()
            }
            Job::Open(id) => Some(match self.open(&id) {
                Ok((opened, None)) => self.tell_and_recall(opened, Message::Opened),
                Ok((opened, Some(report))) => {
                    self.tell_and_recall(opened, |opened| Message::OpenedFromPaper(opened, report))
                }
                Err(failure) => self.not_opened(&id, failure),
            }),
            Job::New { template, from } => Some(match self.begin(template, from.as_deref()) {
                Ok(Begun::Empty(opened)) => self.tell_and_recall(opened, Message::Opened),
                Ok(Begun::Repeated(opened, left)) => {
                    self.tell_and_recall(opened, |opened| Message::Repeated(opened, left))
                }
                Ok(Begun::FromPaper(opened, report)) => {
                    self.tell_and_recall(opened, |opened| Message::OpenedFromPaper(opened, report))
                }
                Err(failure) => Message::NotOpened(failure),
            }),
            Job::Save {
                draft,
                revision,
                keep,
                done,
            } => {
                let result = self.save(&draft, keep);
                let kept = match &result {
                    // Kept beside the draft is kept.
                    Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
                    Err(error) => Err(error.clone()),
                };
                let at = Local::now().fixed_offset();
                (self.answer)(match result {
                    Ok(remark) => Message::Saved {
                        id: self.open_id(),
                        revision,
                        at,
                        remark,
                    },
                    Err(StoreError::Conflict { kept_as, .. }) => Message::KeptApart {
                        revision,
                        at,
                        kept_as,
                    },
                    Err(error) => Message::NotSaved(error),
                });
                if let Some(done) = done {
                    // Only now: who waits for it looks at once for what there is to tell. Nobody
                    // may be waiting any more.
                    let _gone = done.send(kept);
                }
                None
            }
            Job::Close => {
                self.open = None;
                None
            }
            Job::TakeOver => Some(self.take_over().unwrap_or_else(Message::NotOpened)),
            Job::Copy => Some(self.copy().unwrap_or_else(Message::NotOpened)),
            Job::Watch => self.watch(),
            Job::Look => self.look(),
            Job::SaveElsewhere {
                path,
                draft,
                revision,
            } => Some(
                self.save_elsewhere(&path, &draft, revision)
                    .unwrap_or_else(Message::Failed),
            ),
            Job::Revisions => Some(self.revisions().unwrap_or_else(Message::Failed)),
            Job::ListTrash => Some(self.list_trash().unwrap_or_else(Message::Failed)),
            Job::RestoreTrashed(path) => {
                Some(self.restore_trashed(&path).unwrap_or_else(Message::Failed))
            }
            Job::Compare(copy) => Some(self.compare(&copy).unwrap_or_else(Message::Failed)),
            Job::Merge(draft) => Some(self.merge(&draft).unwrap_or_else(Message::Failed)),
            Job::Trash(id) => Some(match self.trash(&id) {
                Ok(()) => Message::Trashed(id),
                Err(error) => Message::Failed(error),
            }),
            Job::Restore(id) => Some(match self.restore(&id) {
                Ok(()) => Message::Restored(id),
                Err(error) => Message::Failed(error),
            }),
            Job::Export(mut request, protected) => {
                self.name_draft(&mut request);
                let exported = exporting::export(&request, &protected, &Cancel::default());
                Some(match exported {
                    Ok(exported) => Message::Exported(exported),
                    Err(failure) => Message::NotExported(failure),
                })
            }
            Job::Sweep => {
                self.sweep();
                None
            }
            Job::Learn(text, parsed) => self.learn(text, parsed),
        }
    }

    fn news(&self) -> Option<Message> {
        let is_updated = self.store.is_updated_to(env!("CARGO_PKG_VERSION"));
        is_updated.then_some(Message::Updated)
    }

    /// Throws away what is too old to be wanted.
    fn sweep(&self) {
        let now = Local::now().fixed_offset();
        // Housekeeping: what cannot be swept today is swept another day.
        let _swept = self.store.sweep_temporaries(now);
        let _superseded = self.store.sweep_recovery_copies();
        let _purged = self.store.purge_trash(now, TRASH_AGE);
        office::sweep();
    }

    /// A draft that was begun in this session has had its id since its first save only.
    fn name_draft(&self, request: &mut ExportRequest) {
        let file = self.open.as_ref().and_then(|open| open.file.as_ref());
        if let (Some(file), true) = (file, request.origin.draft.is_empty()) {
            request.origin.draft.clone_from(&file.draft().id);
        }
    }

    fn begin_list(&mut self) -> Option<Message> {
        let settings = Arc::clone(&self.settings);
        let begun = Listing::begin(&self.store, &mut self.cache, &view(&settings));
        self.is_list_wanted = self.cache.take_missed();
        match begun {
            Ok(_) if self.is_list_wanted => None,
            Ok(listing) => {
                self.listing = Some(listing);
                None
            }
            Err(error) => Some(Message::Failed(error)),
        }
    }

    fn go_on_listing(&mut self) -> Option<Message> {
        let settings = Arc::clone(&self.settings);
        let view = view(&settings);
        let listing = self.listing.as_mut()?;
        listing.read_piece(&self.store, &mut self.cache, &mut self.memory, &view);
        let is_done = listing.is_done();
        let is_shown = listing.is_worth_showing() && (is_done || !self.has_listed);
        let message = is_shown.then(|| Message::Listed(listing.entries(&view)));
        if is_done {
            self.has_listed = true;
            self.listing = None;
        }
        message
    }

    /// Tells the screens of the draft first: nobody waits for what other drafts answered.
    fn tell_and_recall(
        &self,
        opened: OpenedDraft,
        message: impl FnOnce(Box<OpenedDraft>) -> Message,
    ) -> Message {
        let template = Arc::clone(&opened.template);
        let own_id = opened.draft.id.clone();
        (self.answer)(message(Box::new(opened)));
        Message::Recalled(recalled(&self.store, &template, &own_id))
    }

    fn open(&mut self, source: &str) -> Result<(OpenedDraft, Option<FromPaper>), OpenFailure> {
        if !reopening::is_paper(source) {
            return Ok((self.open_draft(source)?, None));
        }
        let (id, report) = reopening::keep(
            &self.store,
            &mut self.cache,
            Path::new(source),
            &self.settings.style,
            Local::now().fixed_offset(),
        )?;
        let opened = self.open_draft(&id)?;
        Ok((opened, Some(report)))
    }

    fn open_draft(&mut self, id: &str) -> Result<OpenedDraft, OpenFailure> {
        self.open = None;
        // A template may have come since the list was read.
        self.cache.forget_installed();
        let file = self.store.load(id).map_err(OpenFailure::Store)?;
        let (lock, in_use) = self.ask_for(&file);
        let opened = self.shown_again(&file, in_use.clone())?;
        self.open = Some(Open {
            file: Some(file),
            lock,
            in_use,
        });
        Ok(opened)
    }

    /// What can be shown of a draft that could not be opened: all that it holds, where only its
    /// template is not to be had.
    fn not_opened(&self, id: &str, failure: OpenFailure) -> Message {
        let lacks_template = match &failure {
            OpenFailure::NoTemplate { .. } | OpenFailure::BrokenTemplate { .. } => true,
            OpenFailure::Store(_)
            | OpenFailure::NoSuchTemplate { .. }
            | OpenFailure::Paper { .. }
            | OpenFailure::NoContract { .. } => false,
        };
        match self.store.load(id) {
            Ok(file) if lacks_template => Message::WithoutTemplate(Box::new(WithoutTemplate {
                draft: file.draft().clone(),
                path: file.path().to_owned(),
                why: failure,
            })),
            Ok(_) | Err(_) => Message::NotOpened(failure),
        }
    }

    /// A draft that a script wrote names no text: from now on it keeps the one it is opened with.
    fn pin(&self, draft: &mut Draft, template: &Template) {
        if let Ok(hash) = self.store.pin_template(template.source.as_bytes()) {
            draft.template.version.clone_from(&template.version);
            draft.template.sha256 = hash.to_string();
        }
    }

    fn lock(&self, file: &OpenDraft) -> LockOutcome {
        lock(
            file.path(),
            self.store.instance(),
            Local::now().fixed_offset(),
        )
    }

    fn begin(
        &mut self,
        template: Option<String>,
        from: Option<&str>,
    ) -> Result<Begun, OpenFailure> {
        self.open = None;
        let model = from.map(|source| self.model(source)).transpose()?;
        let template_id = match (template, &model) {
            (Some(id), _) => id,
            (None, Some((model, _))) => model.template.id.clone(),
            (None, None) => first_template(&self.store).map_err(OpenFailure::Store)?,
        };
        let (template, mut draft) = new_draft(&self.store, &mut self.cache, &template_id)?;
        let repeated = model.map(|(model, report)| {
            let left = repeat(&template, &self.settings.style, &model, &mut draft);
            let name = |place: Place| Some(template.field(place.field.as_str())?.label.clone());
            (report, left.into_iter().filter_map(name).collect())
        });
        self.open = Some(Open {
            file: None,
            lock: None,
            in_use: None,
        });
        let opened = OpenedDraft {
            template,
            draft,
            read_only: None,
            template_changed: false,
            newer: None,
            not_used: None,
        };
        Ok(match repeated {
            None => Begun::Empty(opened),
            Some((None, left)) => Begun::Repeated(opened, left),
            Some((Some(report), left)) => {
                let not_copied = left;
                Begun::FromPaper(
                    opened,
                    FromPaper {
                        not_copied,
                        ..report
                    },
                )
            }
        })
    }

    /// The draft whose answers are copied, and what there is to say of it if a file carries it.
    fn model(&mut self, source: &str) -> Result<(Draft, Option<FromPaper>), OpenFailure> {
        if reopening::is_paper(source) {
            let (path, style) = (Path::new(source), &self.settings.style);
            let reopened = reopening::reopen(&self.store, &mut self.cache, path, style)?;
            let kept = Kept::Model;
            let report = FromPaper {
                kept,
                ..reopened.report
            };
            return Ok((reopened.draft, Some(report)));
        }
        let file = self.store.load(source).map_err(OpenFailure::Store)?;
        Ok((file.draft().clone(), None))
    }

    /// The id of the open draft; empty while it has no file.
    fn open_id(&self) -> String {
        let file = self.open.as_ref().and_then(|open| open.file.as_ref());
        let file = file.filter(|file| !file.is_new());
        file.map(|file| file.draft().id.clone()).unwrap_or_default()
    }

    fn save(&mut self, draft: &Draft, keep: bool) -> Result<Option<SaveRemark>, StoreError> {
        let Some(open) = &mut self.open else {
            return Ok(None);
        };
        let keep = if keep {
            Keep::Always
        } else {
            Keep::IfOlderThan(REVISION_INTERVAL)
        };
        let now = Local::now().fixed_offset();
        let is_begun = open.file.as_ref().is_some_and(|file| !file.is_new());
        if !is_begun && draft.answers.is_empty() && draft.accepted.is_empty() {
            return Ok(None);
        }
        let store = &self.store;
        let file = open.file.get_or_insert_with(|| store.begin(draft, now));
        match store.save(file, draft, now, keep) {
            Ok(saved) => {
                if !is_begun
                    && let LockOutcome::Held(held) = lock(file.path(), store.instance(), now)
                {
                    open.lock = Some(held);
                }
                Ok(saved.remark(file.path()))
            }
            // What was typed lies in a copy beside the draft already.
            Err(error @ StoreError::Conflict { .. }) => Err(error),
            Err(error) => {
                // The words are kept where they can be; the first error is the one to tell.
                if store.keep_recovery_copy(file, draft).is_ok() {
                    (self.answer)(Message::CopyKept);
                }
                Err(error)
            }
        }
    }

    fn trash(&mut self, id: &str) -> Result<(), StoreError> {
        let path = self.store.find(id)?;
        self.store.trash(&path, Local::now().fixed_offset())?;
        Ok(())
    }

    fn restore(&mut self, id: &str) -> Result<(), StoreError> {
        // A recovery copy was listed by its path.
        let path = Path::new(id);
        let name = match path.file_stem().and_then(OsStr::to_str) {
            Some(name) if self.store.is_recovery_copy(path) => name,
            Some(_) | None => id,
        };
        let trashed = self
            .store
            .list_trash()?
            .into_iter()
            .filter(|trashed| trashed.listed.name.starts_with(name))
            // One of exactly this name before one that only begins so.
            .max_by_key(|trashed| (trashed.listed.name == name, trashed.since));
        match trashed {
            Some(trashed) => self.store.restore_from_trash(&trashed).map(|_| ()),
            None => Err(StoreError::NotFound {
                source_given: id.to_owned(),
            }),
        }
    }
}

/// How lists are worded, as of now.
fn view(settings: &Settings) -> View<'_> {
    View {
        house_style: &settings.style,
        reasons: list_reasons(settings.language),
        now: SystemTime::now(),
        today: Local::now().date_naive(),
    }
}

/// The template for a new draft when none is named.
fn first_template(store: &Store) -> Result<String, StoreError> {
    store
        .templates()?
        .into_iter()
        .next()
        .map(|template| template.id)
        .ok_or_else(|| StoreError::NotFound {
            source_given: String::new(),
        })
}

/// What a new draft begins with.
enum Begun {
    /// Nothing.
    Empty(OpenedDraft),
    /// The answers of another draft; the names of the fields whose answers were left behind.
    Repeated(OpenedDraft, Vec<Localized>),
    /// The answers of a contract in a file.
    FromPaper(OpenedDraft, FromPaper),
}
