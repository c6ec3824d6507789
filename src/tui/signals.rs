//! Turns Unix signals into events of the loop.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::Event as Input;
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::event_loop::Event;
use super::terminal;
use crate::process::signals::{BROKEN, ENDING};

/// Sends signals to the loop from now on.
///
/// # Errors
/// The system cannot start a thread, or does not let a signal be caught.
pub(super) fn listen(sender: Sender<Event>) -> io::Result<()> {
    let all = [ENDING, BROKEN, &[SIGTSTP, SIGCONT, SIGWINCH]].concat();
    let mut signals = Signals::new(all)?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in &mut signals {
                let event = if signal == SIGWINCH {
                    let Ok((columns, rows)) = terminal::size() else {
                        continue;
                    };
                    Event::Inputs(vec![Input::Resize(columns, rows)])
                } else {
                    if BROKEN.contains(&signal) {
                        terminal::give_back();
                        // The default action ends the process; if it fails, nothing else can be
                        // done.
                        let _ended = emulate_default_handler(signal);
                    }
                    Event::Signal(signal)
                };
                if sender.send(event).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}
