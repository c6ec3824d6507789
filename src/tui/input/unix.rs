//! Reads standard input. One thread reads the bytes and records their arrival time; a second thread
//! decodes them into keys. Both threads sleep while nothing arrives. The terminal is accessed with
//! `read` only, because not every system can poll a terminal.

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

/// The query for the cursor's position (DSR 6).
const ASK_CURSOR: &[u8] = b"\x1b[6n";
/// The size of the read buffer; a terminal delivers less at once.
const READ_BYTES: usize = 16_384;

/// Bytes that arrived together.
struct Arrival {
    bytes: Vec<u8>,
    at: Instant,
}

/// Reads the terminal. Only one reader may exist at a time.
pub struct Keyboard {
    arrivals: Receiver<Arrival>,
    parser: Parser,
    /// Keys that were typed while the program waited for a reply.
    early: Vec<Input>,
}

impl Keyboard {
    /// Starts to read standard input, which must be a terminal. Dropping the keyboard ends the
    /// thread.
    ///
    /// # Errors
    /// The system cannot start a thread.
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

    /// Queries the cursor's position: column and row, from 0. `None` if no answer arrives in time;
    /// a late answer is dropped. Keys that arrive meanwhile are delivered later.
    pub(in crate::tui) fn ask_cursor(
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

    /// Sends all further inputs, and finally the end of the input, to the loop. The thread ends
    /// with the program, because nothing can wake a thread that waits for a key.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub fn listen(mut self, sender: Sender<Event>) -> io::Result<()> {
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                // After a panic no key would arrive any more, unnoticed. Treat it like the loss of
                // the terminal: the program saves and ends.
                let _panic = catch_unwind(AssertUnwindSafe(|| self.hand_on(&sender)));
                // Sending fails if the loop has already ended.
                let _ended = sender.send(Event::HangUp);
            })?;
        Ok(())
    }

    /// Sends inputs until the input ends or the loop has ended.
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

/// Reads until the terminal is closed or the receiver is dropped.
fn read(sender: &Sender<Arrival>) {
    let input = io::stdin();
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let count = match rustix::io::read(&input, &mut buffer) {
            Ok(0) => return,
            Ok(count) => count,
            Err(Errno::INTR) => continue,
            // Another program that shares the terminal has made it non-blocking.
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
