//! Waits, updates, draws. One channel carries everything that happens; while nothing does, the
//! program sleeps.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, MouseEventKind};

use super::input::Keyboard;
use super::keyboard;
#[cfg(unix)]
use super::signals;
use super::terminal::{self, Terminal};
use super::theme::Theme;
use crate::app::editor::Editor;
use crate::app::{App, Effect, Message};
use crate::runtime::{Flow, Runtime};
use crate::store::AmbiguousWidth;

/// Keys that arrive closer to each other than people type.
const BURST: Duration = Duration::from_millis(5);
/// So many keys are drawn at the latest, however fast more come.
const MOST_AT_ONCE: usize = 20_000;
/// On Windows a paste arrives as keys.
const PASTES_ARE_KEYS: bool = cfg!(windows);

/// Something that the loop waits for.
#[derive(Debug)]
pub enum Event {
    /// The runtime answers.
    Message(Message),
    /// The terminal sends: keys that came together, in their order.
    Inputs(Vec<Input>),
    /// A signal of this number asks the program to end, to stop or to go on.
    Signal(i32),
    /// The terminal is gone.
    HangUp,
}

/// An event, or one key of many, to be taken in its turn.
#[derive(Debug)]
enum Turn {
    Message(Message),
    Input(Input),
    Signal(i32),
    HangUp,
}

/// Why the loop ended. Everything was saved, as far as it could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The user left.
    Left,
    /// A signal of this number asked for it.
    Signal(i32),
    /// The terminal went away.
    TerminalGone,
}

/// What one event leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// On.
    Continue,
    /// On, and every cell is sent again.
    Repaint,
    /// The process stops until it is told to go on.
    Stop,
    /// The process was stopped and goes on.
    Resume,
    /// To the end.
    End(Outcome),
}

/// The channel of the loop; clones of the sender go to whoever has something to say.
#[must_use]
pub fn channel() -> (Sender<Event>, Receiver<Event>) {
    mpsc::channel()
}

/// Shows the screens until the user leaves, a signal comes or the terminal goes. The caller has
/// performed the first effect; its answer comes through the channel like all others.
///
/// # Errors
/// There is no terminal, or the system gives no thread.
pub fn run(
    app: &mut App,
    runtime: &mut Runtime,
    sender: &Sender<Event>,
    receiver: &Receiver<Event>,
) -> io::Result<Outcome> {
    let theme = Theme::of_settings(app.settings.theme);
    // First, so that no signal ends the program while it has the terminal.
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
    // Before anything else, and whatever happened: what was typed is saved.
    runtime.shut_down(app);
    drop(terminal);
    match ended {
        Ok(outcome) => Ok(outcome),
        Err(panic) => resume_unwind(panic),
    }
}

/// Draws, waits, and takes everything that has happened before drawing again.
fn turn(
    app: &mut App,
    runtime: &mut Runtime,
    receiver: &Receiver<Event>,
    terminal: &mut Terminal,
    theme: &Theme,
) -> Outcome {
    let mut waiting = VecDeque::new();
    loop {
        match terminal.draw(app, theme) {
            Ok(sight) => app.saw(sight),
            Err(_) => return Outcome::TerminalGone,
        }
        let first = if is_next(&waiting, runtime.is_opening()) {
            None
        } else {
            match wait(receiver, runtime) {
                Ok(first) => first,
                Err(_) => return Outcome::TerminalGone,
            }
        };
        if let Some(message) = runtime.day_has_changed() {
            take(app, runtime, message);
        }
        waiting.extend(gather(first, receiver));
        let mut is_drawn = true;
        while let Some(event) = next(&mut waiting, runtime.is_opening()) {
            if !is_drawn && is_click(&event) {
                waiting.push_front(event);
                break;
            }
            is_drawn = false;
            match step(app, runtime, event) {
                Step::Continue => {}
                Step::Repaint => terminal.forget(),
                Step::Stop => {
                    // A failure is said on the screen when the process goes on.
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
        }
        runtime.on_deadline(app, Instant::now());
    }
}

#[cfg(unix)]
const STOP: i32 = signal_hook::consts::SIGTSTP;
#[cfg(unix)]
const CONTINUE: i32 = signal_hook::consts::SIGCONT;
/// Nothing stops a program there.
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

/// Paints everything anew, on a screen that may have another size by now.
fn resume(app: &mut App, runtime: &mut Runtime, terminal: &mut Terminal) -> io::Result<()> {
    let (columns, rows) = terminal::size()?;
    take(app, runtime, Message::Resized(columns, rows));
    terminal.forget();
    Ok(())
}

/// The next event; none when the runtime's deadline comes first.
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

/// What to take next. While a draft is on its way, keys wait for it: they are meant for it, and not
/// for the list that is still shown.
fn next(waiting: &mut VecDeque<Turn>, is_opening: bool) -> Option<Turn> {
    let index = waiting
        .iter()
        .position(|event| may_be_taken(event, is_opening))?;
    waiting.remove(index)
}

/// Whether there is one.
fn is_next(waiting: &VecDeque<Turn>, is_opening: bool) -> bool {
    let mut events = waiting.iter();
    events.any(|event| may_be_taken(event, is_opening))
}

fn may_be_taken(turn: &Turn, is_opening: bool) -> bool {
    !is_opening || !matches!(turn, Turn::Input(_))
}

/// Whether it matters what stands where: what came before is drawn first.
fn is_click(turn: &Turn) -> bool {
    matches!(turn, Turn::Input(Input::Mouse(mouse)) if matches!(mouse.kind, MouseEventKind::Down(_)))
}

/// Everything that has happened by now; of a burst also what is still on its way, so that it is
/// drawn once.
fn gather(first: Option<Event>, receiver: &Receiver<Event>) -> Vec<Turn> {
    let mut turns = Vec::new();
    for event in first.into_iter().chain(receiver.try_iter()) {
        part(event, &mut turns);
    }
    while is_burst(&turns) && turns.len() < MOST_AT_ONCE {
        match receiver.recv_timeout(BURST) {
            Ok(event) => part(event, &mut turns),
            Err(_) => break,
        }
    }
    if PASTES_ARE_KEYS {
        turns = join_pastes(turns);
    }
    turns
}

/// Parts the keys that came together: each may change what the next one means.
fn part(event: Event, turns: &mut Vec<Turn>) {
    match event {
        Event::Message(message) => turns.push(Turn::Message(message)),
        Event::Inputs(inputs) => turns.extend(inputs.into_iter().map(Turn::Input)),
        Event::Signal(number) => turns.push(Turn::Signal(number)),
        Event::HangUp => turns.push(Turn::HangUp),
    }
}

/// Whether more keys are to be expected: several came at once, or pastes come as keys.
fn is_burst(turns: &[Turn]) -> bool {
    let inputs = turns.iter().filter(|turn| matches!(turn, Turn::Input(_)));
    inputs.count() > usize::from(!PASTES_ARE_KEYS)
}

/// Joins the keys of a paste; other events part them.
fn join_pastes(turns: Vec<Turn>) -> Vec<Turn> {
    let mut joined = Vec::new();
    let mut inputs = Vec::new();
    for turn in turns {
        match turn {
            Turn::Input(input) => inputs.push(input),
            Turn::Message(_) | Turn::Signal(_) | Turn::HangUp => {
                let pasted = keyboard::join_pastes(std::mem::take(&mut inputs));
                joined.extend(pasted.into_iter().map(Turn::Input));
                joined.push(turn);
            }
        }
    }
    let pasted = keyboard::join_pastes(inputs);
    joined.extend(pasted.into_iter().map(Turn::Input));
    joined
}

fn step(app: &mut App, runtime: &mut Runtime, turn: Turn) -> Step {
    match turn {
        Turn::Message(message) => take(app, runtime, message),
        Turn::Input(Input::FocusLost) => {
            let is_unsaved = app.editor.as_ref().is_some_and(Editor::is_unsaved);
            if is_unsaved {
                runtime.perform(app, Effect::SaveNow);
            }
            Step::Continue
        }
        // Another program may have written on the screen meanwhile.
        Turn::Input(Input::FocusGained) => {
            runtime.look_at_draft(app);
            Step::Repaint
        }
        // What a terminal leaves of a screen that shrinks and grows again is its own affair.
        Turn::Input(Input::Resize(columns, rows)) => {
            let (columns, rows) = terminal::drawn_on((columns, rows));
            take(app, runtime, Message::Resized(columns, rows));
            Step::Repaint
        }
        Turn::Input(input) => match keyboard::message(input, app.context(), &app.settings.keys) {
            Some(message) => {
                if let Some(pause) = runtime.before_key(Instant::now()) {
                    take(app, runtime, pause);
                }
                take(app, runtime, message)
            }
            None => Step::Continue,
        },
        Turn::Signal(number) => match number {
            STOP => Step::Stop,
            CONTINUE => Step::Resume,
            _ => Step::End(Outcome::Signal(number)),
        },
        Turn::HangUp => Step::End(Outcome::TerminalGone),
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
        Flow::Quit => Step::End(Outcome::Left),
    }
}
