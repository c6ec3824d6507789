//! A PDF in the making, on a thread of its own: the thread that saves never waits for it.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::app::Message;
use crate::desk::office::Cancel;
use crate::desk::{ExportRequest, exporting};
use crate::store::Protected;

/// How often the screen says how long it has taken.
const TICK: Duration = Duration::from_secs(1);

/// The thread, and how to end it.
pub(super) struct Making {
    cancel: Cancel,
    thread: JoinHandle<()>,
    since: Instant,
    /// When the screen is told again.
    pub next_tick: Instant,
}

impl Making {
    /// Begins; `answer` is called with what becomes of it.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn begin(
        request: Box<ExportRequest>,
        protected: Protected,
        answer: Arc<dyn Fn(Message) + Send + Sync>,
        now: Instant,
    ) -> std::io::Result<Self> {
        let cancel = Cancel::default();
        let of_thread = cancel.clone();
        let thread = std::thread::Builder::new()
            .name("pdf".to_owned())
            .spawn(move || {
                answer(match exporting::export(&request, &protected, &of_thread) {
                    Ok(exported) => Message::Exported(exported),
                    Err(failure) => Message::NotExported(failure),
                });
            })?;
        Ok(Self {
            cancel,
            thread,
            since: now,
            next_tick: now + TICK,
        })
    }

    /// Nobody wants it any more; the thread answers that within a moment.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Cancels it and waits until nothing of it is left.
    pub fn end(self) {
        self.cancel();
        // A panic of the thread has been reported by its hook.
        let _ended = self.thread.join();
    }

    /// How long it has taken, and when that is to be said again.
    pub fn tick(&mut self, now: Instant) -> Message {
        self.next_tick = now + TICK;
        Message::Making {
            seconds: now.saturating_duration_since(self.since).as_secs(),
        }
    }
}
