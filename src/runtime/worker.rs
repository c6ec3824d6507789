//! The thread that accesses the disk. It performs one job at a time, in the order of the requests.

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

/// The minimum interval between revisions that are kept automatically.
const REVISION_INTERVAL: TimeDelta = TimeDelta::minutes(10);
/// How long a draft stays in the trash.
const TRASH_AGE: TimeDelta = TimeDelta::days(30);

/// A task for the disk thread.
pub(super) enum Job {
    List,
    /// Check whether the program was updated since its last start.
    News,
    /// Open the draft with this id.
    Open(String),
    /// Create a draft.
    New {
        /// The template's id; `None` for the template of `from`, or for the first installed
        /// template.
        template: Option<String>,
        /// The draft to copy the answers from.
        from: Option<String>,
    },
    /// Save the open draft.
    Save {
        draft: Box<Draft>,
        /// The revision of `draft`.
        revision: u64,
        /// Whether the replaced state is always kept as a revision.
        keep: bool,
        /// Receives the result, in addition to the screens.
        done: Option<Sender<Result<(), StoreError>>>,
    },
    /// Close the open draft and release its lock.
    Close,
    /// Make the draft that another window has open writable here.
    TakeOver,
    /// Create a copy of the draft that another window has open.
    Copy,
    /// Check whether the draft that another window has open has changed or was closed.
    Watch,
    /// Check whether another program changed the open draft.
    Look,
    /// Write the draft to this path and save it there from now on.
    SaveElsewhere {
        /// A file or a folder.
        path: PathBuf,
        draft: Box<Draft>,
        /// The revision of `draft`.
        revision: u64,
    },
    Revisions,
    /// List the drafts in the trash.
    ListTrash,
    /// Restore the draft at this path in the trash.
    RestoreTrashed(PathBuf),
    /// Read this conflict copy and its draft.
    Compare(String),
    /// Save the merge of the two compared drafts.
    Merge(Box<Draft>),
    /// Move the draft with this id to the trash.
    Trash(String),
    /// Restore the draft with this id from the trash.
    Restore(String),
    /// Write the contract; overwrite none of the protected files.
    Export(Box<ExportRequest>, Protected),
    /// Use this language for messages from now on.
    Language(Language),
    /// Delete temporary files, superseded copies and expired drafts in the trash.
    Sweep,
    /// Take a parsed template into the cache.
    Learn(Text, Parsed),
}

/// The state of the disk thread.
pub(super) struct Worker {
    store: Store,
    settings: Arc<Settings>,
    cache: TemplateCache,
    /// Jobs that wait for a template, oldest first.
    held: VecDeque<Job>,
    /// The list that is read while no job waits.
    listing: Option<Listing>,
    /// Whether to start reading a list when the installed templates are parsed.
    is_list_wanted: bool,
    memory: Memory,
    /// Whether the screens have received a complete list; partial lists are sent only before that.
    has_listed: bool,
    open: Option<Open>,
    compared: Option<merging::Compared>,
    answer: Arc<dyn Fn(Message) + Send + Sync>,
}

struct Open {
    /// The draft's file. A new draft has no file until the first save after the user types.
    file: Option<OpenDraft>,
    /// Held while the draft is open, so that other windows see that it is in use.
    lock: Option<DraftLock>,
    /// The window that has the draft open, if the draft is read-only here.
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

    /// Performs jobs until the channel closes. The list is read between jobs, so that a save or
    /// opening a draft never waits for a list of ten thousand drafts. Saves and the end of the
    /// program do not wait for a template that is being parsed.
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
                    // A save into a conflict copy beside the draft counts as saved.
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
                    // Send this last: the receiver then finds every message already sent. The
                    // receiver may be gone.
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

    /// Deletes temporary files, superseded recovery copies, expired drafts in the trash, and the
    /// files of conversions that did not end.
    fn sweep(&self) {
        let now = Local::now().fixed_offset();
        // A failed sweep is harmless; the next start sweeps again.
        let _swept = self.store.sweep_temporaries(now);
        let _superseded = self.store.sweep_recovery_copies();
        let _purged = self.store.purge_trash(now, TRASH_AGE);
        office::sweep();
    }

    /// Fills in the draft's id: a draft created in this session has an id only since its first
    /// save.
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

    /// Sends the draft to the screens before the answers of other drafts are read, so that the
    /// screens do not wait for those answers.
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
        // A template may have been installed since the list was read.
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

    /// The message for a draft that could not be opened. If only its template is missing, the
    /// message contains the draft's answers.
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

    /// Records the template's hash in a draft whose author, a script, named none. The draft keeps
    /// this template from now on.
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

    /// The draft whose answers are copied, and the report of the import if the draft comes from a
    /// DOCX.
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

    /// The id of the open draft; empty until the draft has a file.
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
            // The conflict copy beside the draft already holds the changes.
            Err(error @ StoreError::Conflict { .. }) => Err(error),
            Err(error) => {
                // Keep the changes in a recovery copy, and report the first error, not that of the
                // copy.
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
        // The list names a recovery copy by its path.
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
            // Prefer an exact name to a longer name with the same beginning.
            .max_by_key(|trashed| (trashed.listed.name == name, trashed.since));
        match trashed {
            Some(trashed) => self.store.restore_from_trash(&trashed).map(|_| ()),
            None => Err(StoreError::NotFound {
                source_given: id.to_owned(),
            }),
        }
    }
}

/// The settings that lists are made with.
fn view(settings: &Settings) -> View<'_> {
    View {
        house_style: &settings.style,
        reasons: list_reasons(settings.language),
        now: SystemTime::now(),
        today: Local::now().date_naive(),
    }
}

/// The template for a new draft if the request names none.
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

/// What a new draft starts with.
enum Begun {
    /// No answers.
    Empty(OpenedDraft),
    /// The answers of another draft, and the names of the fields that were not copied.
    Repeated(OpenedDraft, Vec<Localized>),
    /// The answers of a contract in a DOCX.
    FromPaper(OpenedDraft, FromPaper),
}
