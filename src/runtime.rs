//! Performs what the screens ask for: reads and writes through the store on a thread of its own,
//! answers with messages, saves by itself. Typing never waits for the disk.

use std::time::Instant;

use crate::app::{App, Effect, Message};

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
pub struct Runtime {}

impl Runtime {
    /// Performs one effect of [`App::update`]; answers come later as messages.
    pub fn perform(&mut self, app: &mut App, effect: Effect) -> Flow {
        let _ = (app, effect);
        Flow::Continue
    }

    /// Notes after every update whether there is something to save, and by when.
    pub fn after_update(&mut self, app: &App, now: Instant) {
        let _ = (app, now);
    }

    /// When [`Runtime::on_deadline`] wants to be called.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        None
    }

    /// Saves what is due.
    pub fn on_deadline(&mut self, app: &mut App, now: Instant) {
        let _ = (app, now);
    }

    /// Saves what is unsaved and waits for it, before the program ends for whatever reason.
    pub fn shut_down(&mut self, app: &mut App) {
        let _ = app;
    }

    /// The message that tells the screens which day it is, when it has changed.
    pub fn day_has_changed(&mut self) -> Option<Message> {
        None
    }
}
