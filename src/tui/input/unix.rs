//! The bytes of standard input. One thread reads them and notes when they came, another one makes
//! keys of them; both sleep while nothing comes, and no call but `read` is made of the terminal,
//! as not every system can poll one.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::Event as Input;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::MOST_TOGETHER;
use super::parser::Parser;
use crate::tui::event_loop::Event;

/// Asks the terminal where the cursor is (DSR 6).
const ASK_CURSOR: &[u8] = b"\x1b[6n";
/// As much as a terminal gives at once, and more.
const READ_BYTES: usize = 16_384;

/// Bytes that came together.
struct Arrival {
    bytes: Vec<u8>,
    at: Instant,
}

/// Reads the terminal, which gives its bytes to nobody else from now on.
pub struct Keyboard {
    arrivals: Receiver<Arrival>,
    parser: Parser,
    /// What was typed while an answer was waited for.
    early: Vec<Input>,
}

impl Keyboard {
    /// Begins to read standard input, which is a terminal. The thread ends with it.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn open() -> io::Result<Self> {
        let (sender, arrivals) = channel();
        thread::Builder::new()
            .name("terminal".to_owned())
            .spawn(move || read(&sender))?;
        Ok(Self {
            arrivals,
            parser: Parser::default(),
            early: Vec::new(),
        })
    }

    /// Asks the terminal where the cursor is: column and row, from 0. `None` where no answer comes
    /// in time; a late one is dropped. Keys that come meanwhile are handed on later.
    pub fn ask_cursor(
        &mut self,
        output: &mut impl Write,
        patience: Duration,
    ) -> Option<(u16, u16)> {
        self.parser.expect_cursor();
        let asked = output.write_all(ASK_CURSOR).and_then(|()| output.flush());
        asked.ok()?;
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Arrival { bytes, at } = self.arrivals.recv_timeout(left).ok()?;
            self.early.extend(self.parser.take(&bytes, at));
            if let Some(place) = self.parser.cursor() {
                return Some(place);
            }
        }
    }

    /// Hands everything that comes to the loop from now on, and its end at last. The thread ends
    /// with the program: nothing wakes one that waits for a key.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn listen(mut self, sender: Sender<Event>) -> io::Result<()> {
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                // After a panic nobody would notice that no key comes any more: the program ends as
                // without its terminal, and saves.
                let _panic = catch_unwind(AssertUnwindSafe(|| self.hand_on(&sender)));
                // The loop may have ended already.
                let _ended = sender.send(Event::HangUp);
            })?;
        Ok(())
    }

    /// Hands on until nothing can come any more or nobody listens.
    fn hand_on(&mut self, sender: &Sender<Event>) {
        let mut inputs = std::mem::take(&mut self.early);
        loop {
            inputs.extend(self.parser.wait(Instant::now()));
            if !inputs.is_empty()
                && sender
                    .send(Event::Inputs(std::mem::take(&mut inputs)))
                    .is_err()
            {
                return;
            }
            let first = match self.parser.deadline() {
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    self.arrivals.recv_timeout(left)
                }
                None => self.arrivals.recv().map_err(RecvTimeoutError::from),
            };
            let mut arrived = match first {
                Ok(arrival) => Some(arrival),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            while let Some(Arrival { bytes, at }) = arrived {
                inputs.extend(self.parser.take(&bytes, at));
                arrived = if inputs.len() < MOST_TOGETHER {
                    self.arrivals.try_recv().ok()
                } else {
                    None
                };
            }
        }
    }
}

/// Reads until the terminal is gone or nobody wants its bytes.
fn read(sender: &Sender<Arrival>) {
    let input = io::stdin();
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let count = match rustix::io::read(&input, &mut buffer) {
            Ok(0) => return,
            Ok(count) => count,
            Err(Errno::INTR) => continue,
            // Whoever shares the terminal has switched waiting off.
            Err(Errno::AGAIN) => {
                let mut watched = [PollFd::new(&input, PollFlags::IN)];
                let polled = poll(&mut watched, None);
                let [seen] = watched;
                let cannot_tell = seen.revents().contains(PollFlags::NVAL);
                if cannot_tell || polled.is_err_and(|error| error != Errno::INTR) {
                    return;
                }
                continue;
            }
            Err(_) => return,
        };
        let arrival = Arrival {
            bytes: buffer.get(..count).unwrap_or_default().to_vec(),
            at: Instant::now(),
        };
        if sender.send(arrival).is_err() {
            return;
        }
    }
}
