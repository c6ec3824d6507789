//! The console's events, which are keys already.

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
    /// Never: the console is read when its keys are listened for.
    pub fn open() -> io::Result<Self> {
        Ok(Self)
    }

    /// Where the cursor is: column and row, from 0. The system answers, at once.
    pub fn ask_cursor(
        &mut self,
        output: &mut impl Write,
        _patience: Duration,
    ) -> Option<(u16, u16)> {
        output.flush().ok()?;
        crossterm::cursor::position().ok()
    }

    /// Hands everything that comes to the loop from now on, and its end at last. The thread ends
    /// with the program: nothing wakes one that waits for a key.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn listen(self, sender: Sender<Event>) -> io::Result<()> {
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                // Nobody would notice that no key comes any more: the program ends, and saves.
                while let Ok(Ok(inputs)) = catch_unwind(next_together) {
                    if sender.send(Event::Inputs(inputs)).is_err() {
                        return;
                    }
                }
                // The loop may have ended already.
                let _ended = sender.send(Event::HangUp);
            })?;
        Ok(())
    }
}

/// The next event, and whatever has come with it.
fn next_together() -> io::Result<Vec<Input>> {
    let mut inputs = vec![read()?];
    // What fails now fails with the next read as well, and what has come is not lost.
    while inputs.len() < MOST_TOGETHER && poll(Duration::ZERO).unwrap_or(false) {
        let Ok(input) = read() else { break };
        inputs.push(input);
    }
    Ok(inputs)
}
