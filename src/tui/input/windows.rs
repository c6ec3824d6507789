//! Reads the events of the Windows console, which are decoded keys.

use std::io::{self, Write};
use std::panic::catch_unwind;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::event::{Event as Input, poll, read};

use super::MOST_TOGETHER;
use crate::tui::event_loop::Event;

/// Reads the console.
pub struct Keyboard;

impl Keyboard {
    /// Begins to read the console.
    ///
    /// # Errors
    /// Never fails: reading starts in [`Keyboard::listen`].
    pub fn open() -> io::Result<Self> {
        Ok(Self)
    }

    /// The cursor's position: column and row, from 0. The system answers at once.
    #[expect(
        clippy::unused_self,
        reason = "the keyboard of Unix reads the answer itself"
    )]
    pub(in crate::tui) fn ask_cursor(
        &mut self,
        output: &mut impl Write,
        _patience: Duration,
    ) -> Option<(u16, u16)> {
        output.flush().ok()?;
        crossterm::cursor::position().ok()
    }

    /// Sends all further inputs, and finally the end of the input, to the loop. The thread ends
    /// with the program, because nothing can wake a thread that waits for a key.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub fn listen(self, sender: Sender<Event>) -> io::Result<()> {
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                // A panic would go unnoticed while no key arrives any more, so the program saves
                // and ends.
                while let Ok(Ok(inputs)) = catch_unwind(next_together) {
                    if sender.send(Event::Inputs(inputs)).is_err() {
                        return;
                    }
                }
                // Sending fails if the loop has already ended.
                let _ended = sender.send(Event::HangUp);
            })?;
        Ok(())
    }
}

/// The next event, and all events that arrived with it.
fn next_together() -> io::Result<Vec<Input>> {
    let mut inputs = vec![read()?];
    // Ignore an error here: the next read reports it, and the events read so far are kept.
    while inputs.len() < MOST_TOGETHER && poll(Duration::ZERO).unwrap_or(false) {
        let Ok(input) = read() else { break };
        inputs.push(input);
    }
    Ok(inputs)
}
