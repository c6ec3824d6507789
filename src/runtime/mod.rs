//! Performs what the screens ask for: reads and writes through the store on a thread of its own,
//! answers with messages, saves by itself. Typing never waits for the disk.

mod making;
mod parsing;
pub mod signals;
mod worker;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{Local, NaiveDate};

use crate::app::editor::Editor;
use crate::app::{App, Effect, Message, SaveState, Settings};
use crate::desk::{ExportFailure, ExportRequest, reopening};
use crate::render::format::Format;
use crate::store::{Protected, Store, StoreError};
use crate::wording::Notice;
use making::Making;
use parsing::Parser;
use worker::{Job, Worker};

/// A pause in typing after which the draft is saved.
const PAUSE: Duration = Duration::from_millis(300);
/// A pause in typing after which what is typed is a step of its own for undo.
const THOUGHT: Duration = Duration::from_secs(1);
/// The longest time that something typed is not saved, however fast the typing goes on.
const LONGEST_UNSAVED: Duration = Duration::from_secs(1);
/// The first wait after a save that failed. Each further one is twice as long while a copy holds
/// what is to be saved; what lies nowhere is tried again as soon.
const FIRST_RETRY: Duration = Duration::from_secs(1);
/// The longest wait between two tries.
const LONGEST_RETRY: Duration = Duration::from_secs(30);
/// How often a draft that another window has is looked at.
const WATCH: Duration = Duration::from_secs(2);
/// How long leaving waits for a save.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the loop does after an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Goes on.
    Continue,
    /// Paints everything anew.
    Repaint,
    /// Ends.
    Quit,
}

/// Does the work behind the screens.
pub struct Runtime {
    /// The parser's thread knows it weakly: the disk's thread ends with this one.
    jobs: Option<Arc<Sender<Job>>>,
    thread: Option<JoinHandle<()>>,
    today: NaiveDate,
    autosave: Autosave,
    /// When the draft that another window has is looked at again; none while no window has it.
    watch: Option<Instant>,
    /// Whether a draft was asked for that has not come yet.
    is_opening: bool,
    /// When the last key was pressed.
    last_key: Option<Instant>,
    /// What no export may land on, the open draft with it.
    protected: Protected,
    /// The PDF that is being made.
    making: Option<Making>,
    answer: Arc<dyn Fn(Message) + Send + Sync>,
}

/// What is unsaved, since when, and what is being done about it.
#[derive(Debug, Default)]
struct Autosave {
    /// The newest revision that was seen.
    seen: u64,
    /// The revision that was seen to be saved.
    saved: u64,
    /// The revision that is being saved.
    in_flight: Option<u64>,
    /// Whether a save was asked for during another one: it follows, and keeps what it replaces.
    is_asked_again: bool,
    /// When the oldest unsaved change was made.
    first_change: Option<Instant>,
    /// When the newest unsaved change was made.
    last_change: Option<Instant>,
    /// How many failures of [`App::n_failed_saves`] have been taken into account.
    n_failures_seen: u64,
    /// After a failure: when to try again, and how long the wait was.
    retry: Option<(Instant, Duration)>,
    /// Whether a copy holds what the save under way is to save.
    has_copy: bool,
}

impl Autosave {
    /// Nothing unsaved, from now on.
    fn after(app: &App) -> Self {
        Self {
            n_failures_seen: app.n_failed_saves,
            ..Self::default()
        }
    }
}

impl Runtime {
    /// Starts the thread that touches the disk; `answer` is called with every message, on that
    /// thread and on the one that makes a PDF.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(
        store: Store,
        settings: Arc<Settings>,
        answer: Arc<dyn Fn(Message) + Send + Sync>,
    ) -> std::io::Result<Self> {
        let (jobs, received): (Sender<Job>, Receiver<Job>) = channel();
        let protected = Protected::new(store.folder(), settings.config_path.clone());
        let jobs = Arc::new(jobs);
        let learned = Arc::downgrade(&jobs);
        let parser = Parser::start(move |text, parsed| {
            if let Some(jobs) = learned.upgrade() {
                // Nobody wants it any more when the program ends.
                let _gone = jobs.send(Job::Learn(text, parsed));
            }
        })?;
        let worker = Worker::new(store, settings, parser, Arc::clone(&answer));
        let thread = std::thread::Builder::new()
            .name("disk".to_owned())
            .spawn(move || worker.run(&received))?;
        let runtime = Self {
            jobs: Some(jobs),
            thread: Some(thread),
            today: today(),
            autosave: Autosave::default(),
            watch: None,
            is_opening: false,
            last_key: None,
            protected,
            making: None,
            answer,
        };
        runtime.give(Job::Sweep);
        Ok(runtime)
    }

    /// Performs one effect of [`App::update`]; answers come later as messages.
    pub fn perform(&mut self, app: &mut App, effect: Effect) -> Flow {
        match effect {
            Effect::List => self.give(Job::List),
            Effect::News => self.give(Job::News),
            Effect::Open(id) => {
                self.autosave = Autosave::after(app);
                self.is_opening = true;
                self.protect(draft_named(&id));
                self.give(Job::Open(id));
            }
            Effect::New { template, from } => {
                self.autosave = Autosave::after(app);
                self.is_opening = true;
                self.protect(None);
                self.give(Job::New { template, from });
            }
            Effect::TakeOver => self.give(Job::TakeOver),
            Effect::Copy => self.give(Job::Copy),
            Effect::SaveElsewhere(path) => {
                if let Some(editor) = &app.editor {
                    self.give(Job::SaveElsewhere {
                        path,
                        draft: Box::new(editor.draft.clone()),
                        revision: editor.revision,
                    });
                }
            }
            Effect::Revisions => self.give(Job::Revisions),
            Effect::ListTrash => self.give(Job::ListTrash),
            Effect::RestoreTrashed(path) => self.give(Job::RestoreTrashed(path)),
            Effect::Compare(copy) => {
                // The copy shall hold what was typed last.
                if app.editor.as_ref().is_some_and(Editor::is_unsaved) {
                    self.save(app, false, None);
                }
                self.give(Job::Compare(copy));
            }
            Effect::Merge(draft) => self.give(Job::Merge(draft)),
            Effect::SaveNow if self.autosave.in_flight.is_some() => {
                // A disk that hangs gets one more save when it answers, however often one asks.
                let now = Instant::now();
                self.autosave.is_asked_again = true;
                self.autosave.first_change.get_or_insert(now);
                self.autosave.last_change.get_or_insert(now);
            }
            Effect::SaveNow => self.save(app, true, None),
            Effect::Trash(id) => self.give(Job::Trash(id)),
            Effect::Restore(id) => self.give(Job::Restore(id)),
            Effect::Export(request) => {
                self.save(app, true, None);
                match request.format {
                    Format::Docx | Format::Text(_) => {
                        self.give(Job::Export(request, self.protected.clone()));
                    }
                    Format::Pdf => self.make_pdf(request, Instant::now()),
                }
            }
            Effect::CancelExport => {
                if let Some(making) = &self.making {
                    making.cancel();
                }
            }
            Effect::Close(then) => return self.close(app, then),
            Effect::Language(language) => self.give(Job::Language(language)),
            Effect::Repaint => return Flow::Repaint,
            Effect::Quit => return Flow::Quit,
        }
        Flow::Continue
    }

    /// Whether a draft was asked for that has not come yet: keys are meant for it.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.is_opening
    }

    /// Notes before every update what came of what was asked for.
    pub fn before_update(&mut self, message: &Message) {
        if matches!(
            message,
            Message::Opened(_)
                | Message::Repeated(..)
                | Message::OpenedFromPaper(..)
                | Message::WithoutTemplate(_)
                | Message::NotOpened(_)
        ) {
            self.is_opening = false;
        }
        if matches!(message, Message::Exported(_) | Message::NotExported(_)) {
            self.making = None;
        }
        if matches!(message, Message::CopyKept) {
            self.autosave.has_copy = true;
        }
        if let Message::SavedElsewhere { path, .. } = message {
            self.protect(Some(path.clone()));
        }
    }

    /// To be asked before every key: what the screens must know first, if it comes after a pause.
    pub fn before_key(&mut self, now: Instant) -> Option<Message> {
        let last = self.last_key.replace(now)?;
        (now.saturating_duration_since(last) >= THOUGHT).then_some(Message::Paused)
    }

    /// Notes after every update whether there is something to save, and by when.
    pub fn after_update(&mut self, app: &App, now: Instant) {
        self.watch = app.in_use().map(|_| self.watch.unwrap_or(now + WATCH));
        let autosave = &mut self.autosave;
        let Some(editor) = &app.editor else {
            *autosave = Autosave::after(app);
            return;
        };
        if autosave.in_flight == Some(editor.saved_revision) {
            autosave.in_flight = None;
        }
        // Saved where it lies, beside it, or elsewhere: what comes next waits for no former failure.
        if autosave.saved != editor.saved_revision {
            autosave.saved = editor.saved_revision;
            autosave.retry = None;
        }
        if app.n_failed_saves != autosave.n_failures_seen {
            autosave.n_failures_seen = app.n_failed_saves;
            autosave.in_flight = None;
            let has_copy = std::mem::take(&mut autosave.has_copy);
            let wait = match autosave.retry {
                Some((_, wait)) if has_copy => (wait * 2).min(LONGEST_RETRY),
                Some(_) | None => FIRST_RETRY,
            };
            autosave.retry = Some((now + wait, wait));
        }
        if editor.revision != autosave.seen {
            autosave.seen = editor.revision;
            autosave.last_change = Some(now);
            autosave.first_change.get_or_insert(now);
            // No copy holds it yet, and waiting begins anew after it.
            autosave.retry = None;
        }
    }

    /// When [`Runtime::on_deadline`] wants to be called.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let tick = self.making.as_ref().map(|making| making.next_tick);
        let due = [self.next_save(), self.watch, tick];
        due.into_iter().flatten().min()
    }

    fn next_save(&self) -> Option<Instant> {
        let autosave = &self.autosave;
        if autosave.in_flight.is_some() {
            return None;
        }
        let typed = autosave.first_change.zip(autosave.last_change);
        let due = typed.map(|(first, last)| (last + PAUSE).min(first + LONGEST_UNSAVED));
        let again = autosave.retry.map(|(at, _)| at);
        [due, again].into_iter().flatten().min()
    }

    /// Saves what is due, looks at what is watched, says how long a PDF takes.
    pub fn on_deadline(&mut self, app: &mut App, now: Instant) {
        if self.next_save().is_some_and(|due| due <= now) {
            self.save(app, false, None);
        }
        if self.watch.is_some_and(|due| due <= now) {
            self.watch = Some(now + WATCH);
            self.give(Job::Watch);
        }
        if let Some(making) = self
            .making
            .as_mut()
            .filter(|making| making.next_tick <= now)
        {
            // It asks for nothing.
            let _nothing = app.update(making.tick(now));
        }
    }

    /// The user is back: what happened to the draft meanwhile?
    pub fn look_at_draft(&self, app: &App) {
        let job = if app.in_use().is_some() {
            Job::Watch
        } else {
            Job::Look
        };
        if app.editor.is_some() {
            self.give(job);
        }
    }

    /// Saves what is unsaved and waits for it, before the process stops for a while.
    ///
    /// # Errors
    /// It could not be saved, and will be tried again.
    pub fn settle(&mut self, app: &mut App) -> Result<(), StoreError> {
        self.save_and_wait(app)
    }

    /// Saves what is unsaved and waits for it, before the program ends for whatever reason.
    pub fn shut_down(&mut self, app: &mut App) {
        // Nothing more can be done for what cannot be saved: the recovery copy was tried too.
        let _outcome = self.save_and_wait(app);
        self.end_making();
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by its hook.
            let _ended = thread.join();
        }
    }

    /// The message that tells the screens which day it is, when it has changed.
    pub fn day_has_changed(&mut self) -> Option<Message> {
        let today = today();
        (today != self.today).then(|| {
            self.today = today;
            Message::Today(today)
        })
    }

    fn make_pdf(&mut self, request: Box<ExportRequest>, now: Instant) {
        let protected = self.protected.clone();
        match Making::begin(request, protected, Arc::clone(&self.answer), now) {
            Ok(making) => self.making = Some(making),
            Err(error) => (self.answer)(Message::NotExported(ExportFailure::Store(
                StoreError::System {
                    operation: crate::store::Operation::Write,
                    path: PathBuf::new(),
                    kind: error.kind(),
                    code: error.raw_os_error(),
                },
            ))),
        }
    }

    /// No export lands on the file of the open draft, where that is known here.
    fn protect(&mut self, source: Option<PathBuf>) {
        self.protected = std::mem::take(&mut self.protected).with_source(source);
    }

    fn end_making(&mut self) {
        if let Some(making) = self.making.take() {
            making.end();
        }
    }

    fn close(&mut self, app: &mut App, then: Option<Box<Effect>>) -> Flow {
        let may_lose = app.leaving_unsaved;
        match self.save_and_wait(app) {
            Err(error) if !may_lose => {
                app.save = SaveState::Failed(error);
                app.leaving_unsaved = true;
                app.notice = Some(Notice::PressAgainToLeave);
            }
            Ok(()) | Err(_) => {
                self.end_making();
                self.give(Job::Close);
                self.autosave = Autosave::after(app);
                app.closed();
                if let Some(effect) = then {
                    let flow = self.perform(app, *effect);
                    self.give(Job::List);
                    return flow;
                }
                self.give(Job::List);
            }
        }
        Flow::Continue
    }

    fn save_and_wait(&mut self, app: &mut App) -> Result<(), StoreError> {
        if app.editor.as_ref().is_none_or(|editor| editor.read_only) {
            return Ok(());
        }
        let (done, outcome) = channel();
        self.save(app, false, Some(done));
        match outcome.recv_timeout(PATIENCE) {
            Ok(result) => result,
            // The disk does not answer at all; the job stays in the queue.
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                Err(StoreError::System {
                    operation: crate::store::Operation::Write,
                    path: PathBuf::new(),
                    kind: std::io::ErrorKind::TimedOut,
                    code: None,
                })
            }
        }
    }

    fn save(&mut self, app: &App, keep: bool, done: Option<Sender<Result<(), StoreError>>>) {
        let Some(editor) = app.editor.as_ref().filter(|editor| !editor.read_only) else {
            return;
        };
        self.autosave.in_flight = Some(editor.revision);
        self.autosave.first_change = None;
        self.autosave.last_change = None;
        let keep = std::mem::take(&mut self.autosave.is_asked_again) || keep;
        self.give(Job::Save {
            draft: Box::new(editor.draft.clone()),
            revision: editor.revision,
            keep,
            done,
        });
    }

    fn give(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The thread only ends when `jobs` does.
            let _thread_is_there = jobs.send(job);
        }
    }
}

/// The file that a draft is opened from, if it was named by its path. Drafts that are named by their
/// id lie among the others, and a DOCX was only read: its draft is kept.
fn draft_named(source: &str) -> Option<PathBuf> {
    (!reopening::is_paper(source)).then(|| PathBuf::from(source))
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

#[cfg(test)]
mod tests;
