//! Performs the effects that the screens request. A separate thread reads and writes through the
//! store and answers with messages; drafts are saved automatically. Typing never waits for the
//! disk.

mod making;
mod parsing;
mod worker;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{Local, NaiveDate};

use crate::app::{App, Effect, Message, Request, Settings, Tempo};
use crate::desk::opener::{self, NotShown, Shown};
use crate::desk::{ExportFailure, ExportRequest, reopening};
use crate::keys::{Action, Context};
use crate::render::format::Format;
use crate::store::{Protected, Store, StoreError};
use making::Making;
use parsing::Parser;
use worker::{Job, Worker};

/// The pause in typing after which the draft is saved.
const PAUSE: Duration = Duration::from_millis(300);
/// The pause in typing after which undo starts a new step.
const THOUGHT: Duration = Duration::from_secs(1);
/// The time in which a key of the final review writes nothing: nobody reads faster.
const LOOK: Duration = Duration::from_millis(300);
/// Two presses of one key that are closer are repeats of a held key.
const REPEAT: Duration = Duration::from_millis(150);
/// How long a key confirms the message of the key before.
const ANSWER: Duration = Duration::from_secs(2);
/// The longest time that a change stays unsaved while the user types without a pause.
const LONGEST_UNSAVED: Duration = Duration::from_secs(1);
/// The wait after the first failed save. While a recovery copy holds the changes, each further wait
/// is twice as long; without a copy the wait stays this short.
const FIRST_RETRY: Duration = Duration::from_secs(1);
/// The longest wait between two attempts to save.
const LONGEST_RETRY: Duration = Duration::from_secs(30);
/// How often the program checks a draft that another window has open.
const WATCH: Duration = Duration::from_secs(2);
/// How long the program waits for a save when it ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the event loop does after an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Continue with the next event.
    Continue,
    /// Clear the terminal and repaint every cell.
    Repaint,
    /// Ask the terminal to put a text on the clipboard.
    Copy {
        /// The text.
        text: String,
        /// Whether a program of the desktop has already done this.
        is_copied: bool,
    },
    /// End the program.
    Quit,
}

/// Performs effects and owns the threads behind the screens.
pub struct Runtime {
    /// The parser's thread holds only a weak reference, so that the disk thread ends with the
    /// runtime.
    jobs: Option<Arc<Sender<Job>>>,
    thread: Option<JoinHandle<()>>,
    today: NaiveDate,
    autosave: Autosave,
    /// When the draft that another window has open is checked next; `None` if no window has it.
    watch: Option<Instant>,
    /// Whether a requested draft has not arrived yet.
    is_opening: bool,
    /// When the last key was pressed.
    last_key: Option<Instant>,
    /// The last action of a key, and when the key was pressed.
    last_action: Option<(Action, Instant)>,
    /// When the final review appeared; `None` while it is not on top.
    looks_since: Option<Instant>,
    /// The files that no export may overwrite, the open draft included.
    protected: Protected,
    /// The PDF conversion in progress.
    making: Option<Making>,
    answer: Arc<dyn Fn(Message) + Send + Sync>,
    /// The drafts whose states were asked for last.
    awaited_states: Vec<String>,
}

/// The state of automatic saving.
#[derive(Debug, Default)]
struct Autosave {
    /// The newest revision that the editor reported.
    seen: u64,
    /// The last revision known to be saved.
    saved: u64,
    /// The revision that is being saved now.
    in_flight: Option<u64>,
    /// Whether a save was requested while another was running. The second save follows the first
    /// and keeps the state that it replaces.
    is_asked_again: bool,
    /// When the oldest unsaved change was made.
    first_change: Option<Instant>,
    /// When the newest unsaved change was made.
    last_change: Option<Instant>,
    /// How many failures of [`App::n_failed_saves`] have been taken into account.
    n_failures_seen: u64,
    /// After a failed save: the time of the next attempt, and the length of the wait.
    retry: Option<(Instant, Duration)>,
    /// Whether a recovery copy holds the changes that the running save is to write.
    has_copy: bool,
}

impl Autosave {
    /// The state directly after a draft is opened: nothing is unsaved.
    fn after(app: &App) -> Self {
        Self {
            n_failures_seen: app.n_failed_saves,
            ..Self::default()
        }
    }
}

impl Runtime {
    /// Starts the thread that accesses the disk. `answer` receives every message; it is called on
    /// the disk thread and on the thread that makes a PDF.
    ///
    /// # Errors
    /// The system cannot start a thread.
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
                // Sending fails only when the program is ending; the template is not needed then.
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
            last_action: None,
            looks_since: None,
            protected,
            making: None,
            answer,
            awaited_states: Vec::new(),
        };
        runtime.give(Job::Sweep);
        Ok(runtime)
    }

    /// Performs one effect of [`App::update`]. Results arrive later as messages.
    pub fn perform(&mut self, app: &mut App, effect: Effect) -> Flow {
        match effect {
            Effect::Ask(request) => self.ask(app, request),
            Effect::SaveElsewhere(path) => {
                if let Some(editor) = &app.editor {
                    self.give(Job::SaveElsewhere {
                        path,
                        draft: Box::new(editor.work.draft().clone()),
                        revision: editor.work.revision(),
                    });
                }
            }
            Effect::SaveNow if self.autosave.in_flight.is_some() => {
                // While the disk hangs, any number of requests lead to one further save.
                let now = Instant::now();
                self.autosave.is_asked_again = true;
                self.autosave.first_change.get_or_insert(now);
                self.autosave.last_change.get_or_insert(now);
            }
            Effect::SaveNow => self.save(app, true, None),
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
            Effect::Show(shown, path) => self.show(shown, path),
            Effect::Copy(text) => {
                let is_copied = opener::copy(&text);
                return Flow::Copy { text, is_copied };
            }
            Effect::Close(then) => return self.close(app, then),
            Effect::Repaint => return Flow::Repaint,
            Effect::Quit => return Flow::Quit,
        }
        Flow::Continue
    }

    /// Shows a file in another program. A thread of its own waits for that program.
    fn show(&self, shown: Shown, path: PathBuf) {
        let answer = Arc::clone(&self.answer);
        let opens = move || match opener::show(shown, &path) {
            Ok(opening) => {
                answer(Message::Shown(Ok(shown)));
                opening.wait();
            }
            Err(failure) => answer(Message::Shown(Err(failure))),
        };
        let begun = std::thread::Builder::new()
            .name("opener".to_owned())
            .spawn(opens);
        if begun.is_err() {
            let failure = NotShown::Failed {
                program: PathBuf::new(),
                code: None,
            };
            (self.answer)(Message::Shown(Err(failure)));
        }
    }

    fn ask(&mut self, app: &App, request: Request) {
        match &request {
            Request::Open(id) => {
                self.autosave = Autosave::after(app);
                self.is_opening = true;
                self.protect(draft_named(id));
            }
            Request::New { .. } => {
                self.autosave = Autosave::after(app);
                self.is_opening = true;
                self.protect(None);
            }
            // Save first, so that the copy contains the latest changes.
            Request::Compare(_) if app.is_unsaved() => self.save(app, false, None),
            _ => {}
        }
        self.give(Job::Ask(request));
    }

    /// Whether a requested draft has not arrived yet: keys typed now are meant for that draft.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.is_opening
    }

    /// Records the results of earlier requests. Called before every update.
    pub fn before_update(&mut self, message: &Message) {
        if matches!(
            message,
            Message::Opened(_)
                | Message::Copied(..)
                | Message::OpenedFromPaper(..)
                | Message::WithoutTemplate(_)
                | Message::NotOpened(_)
        ) {
            self.is_opening = false;
        }
        if matches!(message, Message::Listed(_)) {
            self.awaited_states.clear();
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

    /// Returns the message that the screens need before this key if the key follows a pause. Called
    /// before every key.
    pub fn before_key(&mut self, now: Instant) -> Option<Message> {
        let last = self.last_key.replace(now)?;
        (now.saturating_duration_since(last) >= THOUGHT).then_some(Message::Paused)
    }

    /// Returns the message that the screens need before this key if its tempo matters. Called before
    /// every key.
    pub fn tempo(&mut self, message: &Message, now: Instant) -> Option<Message> {
        let since = |then: Instant| now.saturating_duration_since(then);
        let is_unread = self.looks_since.is_some_and(|at| since(at) < LOOK);
        let Message::Action(action) = message else {
            self.last_action = None;
            return is_unread.then_some(Message::Tempo(Tempo::Hasty));
        };
        let before = self.last_action.replace((*action, now));
        let is_repeat = before.is_some_and(|(last, at)| last == *action && since(at) < REPEAT);
        let tempo = if is_repeat || is_unread {
            Tempo::Hasty
        } else if before.is_some_and(|(_, at)| since(at) > ANSWER) {
            Tempo::Late
        } else {
            return None;
        };
        Some(Message::Tempo(tempo))
    }

    /// Records whether there are unsaved changes, and when to save them. Called after every update.
    pub fn after_update(&mut self, app: &App, now: Instant) {
        self.watch = app.in_use().map(|_| self.watch.unwrap_or(now + WATCH));
        let looks = app.context() == Context::Proof;
        self.looks_since = looks.then(|| self.looks_since.unwrap_or(now));
        if app.context() == Context::Home {
            self.ask_for_states(app);
        }
        let autosave = &mut self.autosave;
        let Some(editor) = &app.editor else {
            *autosave = Autosave::after(app);
            return;
        };
        if autosave.in_flight == Some(editor.work.saved_revision()) {
            autosave.in_flight = None;
        }
        // The draft was saved in its file, in a copy, or elsewhere: the next save does not wait for
        // the retry of an earlier failure.
        if autosave.saved != editor.work.saved_revision() {
            autosave.saved = editor.work.saved_revision();
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
        if editor.work.revision() != autosave.seen {
            autosave.seen = editor.work.revision();
            autosave.last_change = Some(now);
            autosave.first_change.get_or_insert(now);
            // No copy holds the changes yet, so the wait starts again at its shortest.
            autosave.retry = None;
        }
    }

    /// Asks for the states of the visible drafts before all others.
    fn ask_for_states(&mut self, app: &App) {
        let awaited = app.home.awaiting_state(app.screen.1);
        let is_news = awaited.iter().any(|id| !self.awaited_states.contains(id));
        if is_news {
            self.give(Job::DeriveFirst(awaited.clone()));
            self.awaited_states = awaited;
        }
    }

    /// When [`Runtime::on_deadline`] must be called next.
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

    /// Saves what is due, checks a watched draft, and shows the elapsed time of a PDF conversion.
    pub fn on_deadline(&mut self, app: &mut App, now: Instant) {
        if self.next_save().is_some_and(|due| due <= now) {
            self.save(app, false, None);
        }
        if self.watch.is_some_and(|due| due <= now) {
            self.watch = Some(now + WATCH);
            self.give(Job::Ask(Request::Watch));
        }
        if let Some(making) = self
            .making
            .as_mut()
            .filter(|making| making.next_tick <= now)
        {
            // A tick message causes no effects.
            let _nothing = app.update(making.tick(now));
        }
    }

    /// Checks whether another program changed the draft while the user was away.
    pub fn look_at_draft(&self, app: &App) {
        let request = if app.in_use().is_some() {
            Request::Watch
        } else {
            Request::Look
        };
        if app.editor.is_some() {
            self.give(Job::Ask(request));
        }
    }

    /// Saves unsaved changes and waits for the save before the process is suspended.
    ///
    /// # Errors
    /// The save failed; it will be tried again.
    pub fn settle(&mut self, app: &mut App) -> Result<(), StoreError> {
        self.save_and_wait(app)
    }

    /// Saves unsaved changes and waits for the save before the program ends for any reason.
    pub fn shut_down(&mut self, app: &mut App) {
        // The save has also tried the recovery copy, so nothing remains to be done after a failure.
        let _outcome = self.save_and_wait(app);
        self.end_making();
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // The panic hook has already reported a panic of the thread.
            let _ended = thread.join();
        }
    }

    /// Returns a message with today's date if the date has changed.
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

    /// Protects the file of the open draft from exports, if its path is known.
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
                // This message causes no effects, like the next one.
                let _nothing = app.update(Message::NotClosed(error));
                Flow::Continue
            }
            Ok(()) | Err(_) => {
                self.end_making();
                self.give(Job::Close);
                self.autosave = Autosave::after(app);
                let _nothing = app.update(Message::Closed);
                let flow = then.map_or(Flow::Continue, |effect| self.perform(app, *effect));
                self.give(Job::Ask(Request::List));
                flow
            }
        }
    }

    fn save_and_wait(&mut self, app: &mut App) -> Result<(), StoreError> {
        if app
            .editor
            .as_ref()
            .is_none_or(|editor| editor.work.is_read_only())
        {
            return Ok(());
        }
        let (done, outcome) = channel();
        self.save(app, false, Some(done));
        match outcome.recv_timeout(PATIENCE) {
            Ok(result) => result,
            // The disk does not respond; the job stays in the queue.
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
        let Some(editor) = app
            .editor
            .as_ref()
            .filter(|editor| !editor.work.is_read_only())
        else {
            return;
        };
        self.autosave.in_flight = Some(editor.work.revision());
        self.autosave.first_change = None;
        self.autosave.last_change = None;
        let keep = std::mem::take(&mut self.autosave.is_asked_again) || keep;
        self.give(Job::Save {
            draft: Box::new(editor.work.draft().clone()),
            revision: editor.work.revision(),
            keep,
            done,
        });
    }

    fn give(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // Sending cannot fail: the thread runs until `jobs` is dropped.
            let _thread_is_there = jobs.send(job);
        }
    }
}

/// The file of a draft that was opened by path. Returns `None` for a draft opened by id, which lies
/// in the protected drafts folder, and for a DOCX, which is only read.
fn draft_named(source: &str) -> Option<PathBuf> {
    (!reopening::is_paper(source)).then(|| PathBuf::from(source))
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

#[cfg(test)]
mod tests;
