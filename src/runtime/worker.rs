//! The thread that accesses the disk. It performs one job at a time, in the order of the requests.

mod holding;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvError, Sender, TryRecvError};
use std::time::SystemTime;

use chrono::Local;

use super::making::written;
use super::parsing::Parser;
use crate::app::{Message, Request, Settings};
use crate::desk::keeper::{Begun, Keeper, Merged, SaveFailure, Saved, SavedElsewhere};
use crate::desk::listing::{Listing, Memory, States, View};
use crate::desk::office::Cancel;
use crate::desk::{
    CopyReport, ExportRequest, OpenFailure, OpenedDraft, Parsed, TemplateCache, Text, exporting,
    recalled,
};
use crate::draft::Draft;
use crate::store::{Protected, StandingDecision, Store, StoreError, store_standing};
use crate::wording::list_reasons;

/// A task for the disk thread.
pub(super) enum Job {
    /// A request of the screens.
    Ask(Request),
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
    /// Write the draft to this path and save it there from now on.
    SaveElsewhere {
        /// A file or a folder.
        path: PathBuf,
        draft: Box<Draft>,
        /// The revision of `draft`.
        revision: u64,
    },
    /// Write the contract; overwrite none of the protected files.
    Export(Box<ExportRequest>, Protected),
    /// Delete temporary files, superseded copies and expired drafts in the trash.
    Sweep,
    /// Take a parsed template into the cache.
    Learn(Text, Parsed),
    /// Derive the states of these entries of the list before all others.
    DeriveFirst(Vec<String>),
}

/// The state of the disk thread.
pub(super) struct Worker {
    keeper: Keeper,
    settings: Arc<Settings>,
    /// Jobs that wait for a template, oldest first.
    held: VecDeque<Job>,
    /// The list that is read while no job waits.
    listing: Option<Listing>,
    /// Whether to start reading a list when the installed templates are parsed.
    is_list_wanted: bool,
    memory: Memory,
    /// Whether the screens have received a complete list; partial lists are sent only before that.
    has_listed: bool,
    answer: Arc<dyn Fn(Message) + Send + Sync>,
}

impl Worker {
    pub(super) fn new(
        store: Store,
        settings: Arc<Settings>,
        parser: Parser,
        answer: Arc<dyn Fn(Message) + Send + Sync>,
    ) -> Self {
        let cache = TemplateCache::with_parser(Box::new(move |text| parser.ask(text)));
        Self {
            keeper: Keeper::new(store, Arc::clone(&settings.house), cache, || {
                Local::now().fixed_offset()
            }),
            settings,
            held: VecDeque::new(),
            listing: None,
            is_list_wanted: false,
            memory: Memory::default(),
            has_listed: false,
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
            Job::Ask(request) => self.reply(request),
            Job::Save {
                draft,
                revision,
                keep,
                done,
            } => {
                let result = self.save(&draft, revision, keep);
                if let Some(done) = done {
                    // Send this last: the receiver then finds every message already sent. The
                    // receiver may be gone.
                    let _gone = done.send(result);
                }
                None
            }
            Job::Close => {
                self.keeper.close();
                None
            }
            Job::SaveElsewhere {
                path,
                draft,
                revision,
            } => {
                let saved = self.keeper.save_elsewhere(&path, &draft);
                Some(or_failed(saved, |SavedElsewhere { at, path }| {
                    Message::SavedElsewhere { revision, at, path }
                }))
            }
            Job::Export(mut request, protected) => {
                self.name_draft(&mut request);
                let exported = exporting::export(&request, &protected, &Cancel::default());
                Some(match exported {
                    Ok(exported) => written(exported),
                    Err(failure) => Message::NotExported(failure),
                })
            }
            Job::Sweep => {
                self.keeper.sweep();
                None
            }
            Job::Learn(text, parsed) => self.learn(text, parsed),
            Job::DeriveFirst(ids) => {
                if let Some(listing) = &mut self.listing {
                    listing.derive_first(ids);
                }
                None
            }
        }
    }

    fn reply(&mut self, request: Request) -> Option<Message> {
        match request {
            Request::List => self.begin_list(),
            Request::News => self.news(),
            Request::Language(language) => {
                Arc::make_mut(&mut self.settings).language = language;
                self.begin_list()
            }
            Request::Open(id) => Some(match self.keeper.open(&id) {
                Ok((opened, None)) => self.tell_and_recall(opened, Message::Opened),
                Ok((opened, Some(report))) => {
                    self.tell_and_recall(opened, |opened| Message::OpenedFromPaper(opened, report))
                }
                Err(failure) => match self.keeper.without_template(&id, failure) {
                    Ok(answers) => Message::WithoutTemplate(Box::new(answers)),
                    Err(failure) => Message::NotOpened(failure),
                },
            }),
            Request::New { template, from } => {
                Some(match self.keeper.begin(template, from.as_ref()) {
                    Ok(Begun::Empty(opened)) => self.tell_and_recall(opened, Message::Opened),
                    Ok(Begun::Copied(opened, copied)) => {
                        let report = CopyReport::new(&opened.template, &copied, &opened.draft);
                        self.tell_and_recall(opened, |opened| Message::Copied(opened, report))
                    }
                    Ok(Begun::FromPaper(opened, report, _)) => self
                        .tell_and_recall(opened, |opened| Message::OpenedFromPaper(opened, report)),
                    Err(failure) => Message::NotOpened(failure),
                })
            }
            Request::TakeOver => Some(or_not_opened(self.keeper.take_over(), Message::TakenOver)),
            Request::Copy => Some(or_not_opened(self.keeper.copy(), Message::MadeCopy)),
            Request::Watch => {
                let opened = self.keeper.watch()?;
                Some(Message::Reread(Box::new(opened)))
            }
            Request::Look => self.keeper.overtaken().map(Message::Overtaken),
            Request::Revisions => Some(or_failed(self.keeper.revisions(), Message::Revisions)),
            Request::ListTrash => {
                let rows = self.keeper.list_trash(&view(&self.settings));
                Some(or_failed(rows, Message::TrashListed))
            }
            Request::RestoreTrashed(path) => Some(or_failed(
                self.keeper.restore_trashed(&path),
                Message::Restored,
            )),
            Request::Compare(copy) => {
                let pair = self.keeper.compare(&copy);
                Some(or_failed(pair, |pair| Message::Compared(Box::new(pair))))
            }
            Request::Merge(draft) => {
                let merged = self.keeper.merge(&draft);
                Some(or_failed(merged, |Merged { opened, remark }| {
                    Message::Merged(opened.map(Box::new), remark)
                }))
            }
            Request::Trash(id) => {
                let trashed = self.keeper.trash(&id);
                Some(or_failed(trashed, |()| Message::Trashed(id)))
            }
            Request::Decide(decision) => Some(or_failed(self.decide(decision), Message::Decided)),
            Request::Restore(id) => {
                let restored = self.keeper.restore(&id);
                Some(or_failed(restored, |()| Message::Restored(id)))
            }
        }
    }

    /// Stores a standing decision, and applies it to the drafts that are made from now on.
    fn decide(&mut self, decision: StandingDecision) -> Result<StandingDecision, StoreError> {
        let path = self.settings.config_path.as_deref();
        store_standing(path.ok_or(StoreError::NoDataFolder)?, &decision)?;
        self.keeper.decide(&decision);
        Ok(decision)
    }

    fn save(&mut self, draft: &Draft, revision: u64, keep: bool) -> Result<(), StoreError> {
        let (message, result) = match self.keeper.save(draft, keep) {
            Ok(Saved::InPlace { id, at, remark }) => {
                let saved = Message::Saved {
                    id,
                    revision,
                    at,
                    remark,
                };
                (saved, Ok(()))
            }
            // A save into a conflict copy beside the draft counts as saved.
            Ok(Saved::Apart { at, kept_as }) => {
                let kept = Message::KeptApart {
                    revision,
                    at,
                    kept_as,
                };
                (kept, Ok(()))
            }
            Err(SaveFailure { error, has_copy }) => {
                if has_copy {
                    (self.answer)(Message::CopyKept);
                }
                (Message::NotSaved(error.clone()), Err(error))
            }
        };
        (self.answer)(message);
        result
    }

    fn news(&self) -> Option<Message> {
        let store = self.keeper.store();
        let is_updated = store.is_updated_to(env!("CARGO_PKG_VERSION"));
        is_updated.then_some(Message::Updated)
    }

    /// Fills in the draft's id: a draft created in this session has an id only since its first
    /// save.
    fn name_draft(&self, request: &mut ExportRequest) {
        if let (Some(file), true) = (self.keeper.file(), request.origin.draft.is_empty()) {
            request.origin.draft.clone_from(&file.draft().id);
        }
    }

    fn begin_list(&mut self) -> Option<Message> {
        let view = view(&self.settings);
        let (store, cache) = self.keeper.sources();
        let begun = Listing::begin(store, cache, &view, States::Later);
        self.is_list_wanted = cache.take_missed();
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
        let view = view(&self.settings);
        let listing = self.listing.as_mut()?;
        let (store, cache) = self.keeper.sources();
        let message = if listing.was_shown_whole() {
            let derived = listing.derive_piece(store, cache, &mut self.memory, &view);
            (!derived.is_empty()).then_some(Message::Derived(derived))
        } else {
            listing.read_piece(store, cache, &mut self.memory, &view);
            let is_done = listing.is_done();
            let is_shown = listing.is_worth_showing() && (is_done || !self.has_listed);
            self.has_listed |= is_done;
            is_shown.then(|| Message::Listed(listing.entries(&view)))
        };
        if listing.was_shown_whole() && listing.is_derived() {
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
        Message::Recalled(recalled(self.keeper.store(), &template, &own_id))
    }
}

fn or_failed<T>(result: Result<T, StoreError>, message: impl FnOnce(T) -> Message) -> Message {
    result.map_or_else(Message::Failed, message)
}

fn or_not_opened(
    result: Result<OpenedDraft, OpenFailure>,
    message: impl FnOnce(Box<OpenedDraft>) -> Message,
) -> Message {
    match result {
        Ok(opened) => message(Box::new(opened)),
        Err(failure) => Message::NotOpened(failure),
    }
}

/// The settings that lists are made with.
fn view(settings: &Settings) -> View<'_> {
    View {
        house_style: &settings.house.style,
        reasons: list_reasons(settings.language),
        now: SystemTime::now(),
        today: Local::now().date_naive(),
    }
}
