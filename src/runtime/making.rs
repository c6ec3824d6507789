//! Makes a PDF on a separate thread, so that the thread that saves never waits for it.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::Local;

use crate::app::Message;
use crate::desk::office::Cancel;
use crate::desk::{ExportRequest, Exported, exporting};
use crate::store::Protected;

/// The interval at which the screen shows the elapsed time.
const TICK: Duration = Duration::from_secs(1);

/// A conversion in progress: its thread and its cancel flag.
pub(super) struct Making {
    cancel: Cancel,
    thread: JoinHandle<()>,
    since: Instant,
    /// When the elapsed time is shown next.
    pub next_tick: Instant,
}

impl Making {
    /// Starts the conversion. `answer` receives the result.
    ///
    /// # Errors
    /// The system cannot start a thread.
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
                    Ok(exported) => written(exported),
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

    /// Cancels the conversion. The thread reports the cancellation within a moment.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Cancels the conversion and waits until its thread has ended and its files are gone.
    pub fn end(self) {
        self.cancel();
        // The panic hook has already reported a panic of the thread.
        let _ended = self.thread.join();
    }

    /// Returns a message with the elapsed time and schedules the next tick.
    pub fn tick(&mut self, now: Instant) -> Message {
        self.next_tick = now + TICK;
        Message::Making {
            seconds: now.saturating_duration_since(self.since).as_secs(),
        }
    }
}

/// The message that a contract was written just now.
pub(super) fn written(exported: Exported) -> Message {
    let at = Some(Local::now().fixed_offset());
    Message::Exported(Exported { at, ..exported })
}
