//! The event loop: waits for an event, updates the state, draws. One channel carries all events;
//! without events the program sleeps.

mod waiting;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crossterm::event::Event as Input;

use super::input::Keyboard;
#[cfg(unix)]
use super::signals;
use super::terminal::{self, Terminal};
use super::theme::Theme;
use crate::app::{App, Effect, Message};
use crate::runtime::{Flow, Runtime};
use crate::store::AmbiguousWidth;
use waiting::{Turn, Waiting, is_click};

/// The longest time that queued keys are processed before the screen is drawn.
const LONGEST_UNDRAWN: Duration = Duration::from_millis(50);

/// An event of the loop.
#[derive(Debug)]
pub enum Event {
    /// The runtime has an answer.
    Message(Message),
    /// The terminal has sent inputs that arrived together, in their order.
    Inputs(Vec<Input>),
    /// A signal with this number requests that the program ends, stops or continues.
    Signal(i32),
    /// The terminal was closed.
    HangUp,
}

/// Why the loop ended. All changes were saved as far as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The user quit.
    Left,
    /// A signal with this number ended the program.
    Signal(i32),
    /// The terminal was closed.
    TerminalGone,
}

/// What the loop does after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Continue.
    Continue,
    /// Continue, and ask the terminal to put a text on the clipboard.
    Copy {
        /// The text.
        text: String,
        /// Whether the text is on the clipboard already.
        is_copied: bool,
    },
    /// Continue, and send every cell again.
    Repaint,
    /// Suspend the process until a signal resumes it.
    Stop,
    /// Restore the terminal after the process was suspended.
    Resume,
    /// End the loop.
    End(Outcome),
}

/// Creates the channel of the loop. Every source of events gets a clone of the sender.
#[must_use]
pub fn channel() -> (Sender<Event>, Receiver<Event>) {
    mpsc::channel()
}

/// Runs the screens until the user quits, a signal arrives or the terminal closes. The caller has
/// already performed the first effect, whose answer arrives through the channel.
///
/// # Errors
/// There is no terminal, or the system cannot start a thread.
pub fn run(
    app: &mut App,
    runtime: &mut Runtime,
    sender: &Sender<Event>,
    receiver: &Receiver<Event>,
) -> io::Result<Outcome> {
    let theme = Theme::of_settings(app.settings.theme);
    // Listen first, so that no signal ends the program while the terminal is in raw mode.
    #[cfg(unix)]
    signals::listen(sender.clone())?;
    let mut terminal = Terminal::take()?;
    let mut keyboard = Keyboard::open()?;
    if app.settings.ambiguous_width == AmbiguousWidth::Auto {
        app.update(Message::Measured(terminal.measure(&mut keyboard)));
    }
    keyboard.listen(sender.clone())?;
    let (columns, rows) = terminal::size()?;
    app.update(Message::Resized(columns, rows));
    let ended = catch_unwind(AssertUnwindSafe(|| {
        turn(app, runtime, receiver, &mut terminal, &theme)
    }));
    // Save before anything else, whatever ended the loop.
    runtime.shut_down(app);
    drop(terminal);
    match ended {
        Ok(outcome) => Ok(outcome),
        Err(panic) => resume_unwind(panic),
    }
}

/// Draws, waits, and processes the waiting events before drawing again. While keys keep arriving,
/// saves and frames still get their turn.
fn turn(
    app: &mut App,
    runtime: &mut Runtime,
    receiver: &Receiver<Event>,
    terminal: &mut Terminal,
    theme: &Theme,
) -> Outcome {
    let mut waiting = Waiting::default();
    loop {
        match terminal.draw(app, theme) {
            Ok(sight) => app.saw(sight),
            Err(_) => return Outcome::TerminalGone,
        }
        let first = if waiting.has_next(runtime.is_opening()) {
            None
        } else {
            match wait(receiver, runtime) {
                Ok(first) => first,
                Err(_) => return Outcome::TerminalGone,
            }
        };
        let undrawn_since = Instant::now();
        if let Some(message) = runtime.day_has_changed() {
            take(app, runtime, message);
        }
        waiting.gather(first, receiver);
        let mut is_drawn = true;
        while let Some(turn) = waiting.next(Instant::now(), runtime.is_opening()) {
            if !is_drawn && is_click(&turn) {
                waiting.put_back(turn);
                break;
            }
            is_drawn = false;
            match step(app, runtime, &mut waiting, turn) {
                Step::Continue => {}
                Step::Repaint => terminal.forget(),
                Step::Copy { text, is_copied } => {
                    let is_copied = terminal.copy(&text) || is_copied;
                    take(app, runtime, Message::OnClipboard(is_copied));
                }
                Step::Stop => {
                    // The screen shows a failed save when the process resumes.
                    let _outcome = runtime.settle(app);
                    let is_back = stop(terminal);
                    if is_back.is_err() || resume(app, runtime, terminal).is_err() {
                        return Outcome::TerminalGone;
                    }
                }
                Step::Resume => {
                    if retake(terminal).is_err() || resume(app, runtime, terminal).is_err() {
                        return Outcome::TerminalGone;
                    }
                }
                Step::End(outcome) => return outcome,
            }
            if undrawn_since.elapsed() >= LONGEST_UNDRAWN {
                break;
            }
        }
        runtime.on_deadline(app, Instant::now());
    }
}

#[cfg(unix)]
const STOP: i32 = signal_hook::consts::SIGTSTP;
#[cfg(unix)]
const CONTINUE: i32 = signal_hook::consts::SIGCONT;
/// Windows has no signal that suspends a program.
#[cfg(not(unix))]
const STOP: i32 = -1;
#[cfg(not(unix))]
const CONTINUE: i32 = -2;

#[cfg(unix)]
fn stop(terminal: &mut Terminal) -> io::Result<()> {
    terminal.stop()
}

#[cfg(unix)]
fn retake(terminal: &mut Terminal) -> io::Result<()> {
    terminal.retake()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn stop(_terminal: &mut Terminal) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn retake(_terminal: &mut Terminal) -> io::Result<()> {
    Ok(())
}

/// Repaints the whole screen, whose size may have changed.
fn resume(app: &mut App, runtime: &mut Runtime, terminal: &mut Terminal) -> io::Result<()> {
    let (columns, rows) = terminal::size()?;
    take(app, runtime, Message::Resized(columns, rows));
    terminal.forget();
    Ok(())
}

/// The next event; `None` if the runtime's deadline comes first.
fn wait(receiver: &Receiver<Event>, runtime: &Runtime) -> Result<Option<Event>, RecvTimeoutError> {
    let outcome = match runtime.next_deadline() {
        Some(deadline) => receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())),
        None => receiver.recv().map_err(RecvTimeoutError::from),
    };
    match outcome {
        Ok(event) => Ok(Some(event)),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(RecvTimeoutError::Disconnected),
    }
}

fn step(app: &mut App, runtime: &mut Runtime, waiting: &mut Waiting, turn: Turn) -> Step {
    match turn {
        Turn::Message(message) => take(app, runtime, message),
        Turn::Input(Input::FocusLost) => {
            let is_unsaved = app
                .editor
                .as_ref()
                .is_some_and(|editor| editor.work.is_unsaved());
            if is_unsaved {
                runtime.perform(app, Effect::SaveNow);
            }
            Step::Continue
        }
        // Another program may have written to the screen in the meantime.
        Turn::Input(Input::FocusGained) => {
            runtime.look_at_draft(app);
            Step::Repaint
        }
        // Terminals differ in what they keep when the window shrinks and grows, so repaint
        // everything.
        Turn::Input(Input::Resize(columns, rows)) => {
            let (columns, rows) = terminal::drawn_on((columns, rows));
            take(app, runtime, Message::Resized(columns, rows));
            Step::Repaint
        }
        Turn::Input(input) => match waiting.message(input, app) {
            Some(message) => {
                let now = Instant::now();
                if let Some(pause) = runtime.before_key(now) {
                    take(app, runtime, pause);
                }
                if let Some(tempo) = runtime.tempo(&message, now) {
                    take(app, runtime, tempo);
                }
                take(app, runtime, message)
            }
            None => Step::Continue,
        },
        Turn::Stop => Step::Stop,
        Turn::Resume => Step::Resume,
        Turn::End(outcome) => Step::End(outcome),
    }
}

fn take(app: &mut App, runtime: &mut Runtime, message: Message) -> Step {
    runtime.before_update(&message);
    let flow = match app.update(message) {
        Some(effect) => runtime.perform(app, effect),
        None => Flow::Continue,
    };
    runtime.after_update(app, Instant::now());
    match flow {
        Flow::Continue => Step::Continue,
        Flow::Repaint => Step::Repaint,
        Flow::Copy { text, is_copied } => Step::Copy { text, is_copied },
        Flow::Quit => Step::End(Outcome::Left),
    }
}
