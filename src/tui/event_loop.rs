//! Waits, updates, draws. One channel carries everything that happens; while nothing does, the
//! program sleeps.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, MouseEventKind};

use super::terminal::Terminal;
use super::theme::Theme;
use super::{escapes, keyboard};
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
    /// The terminal sends.
    Input(Input),
    /// A signal of this number asks the program to end, to stop or to go on.
    Signal(i32),
    /// The terminal is gone.
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
    let mut terminal = Terminal::take()?;
    if app.settings.ambiguous_width == AmbiguousWidth::Auto {
        app.update(Message::Measured(terminal.measure()));
    }
    listen(sender)?;
    let (columns, rows) = terminal.size()?;
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
    let (columns, rows) = terminal.size()?;
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

/// The event to take next. While a draft is on its way, keys wait for it: they are meant for it,
/// and not for the list that is still shown.
fn next(waiting: &mut VecDeque<Event>, is_opening: bool) -> Option<Event> {
    let index = waiting
        .iter()
        .position(|event| may_be_taken(event, is_opening))?;
    waiting.remove(index)
}

/// Whether there is one.
fn is_next(waiting: &VecDeque<Event>, is_opening: bool) -> bool {
    let mut events = waiting.iter();
    events.any(|event| may_be_taken(event, is_opening))
}

fn may_be_taken(event: &Event, is_opening: bool) -> bool {
    !is_opening || !matches!(event, Event::Input(_))
}

/// Whether it matters what stands where: what came before is drawn first.
fn is_click(event: &Event) -> bool {
    matches!(event, Event::Input(Input::Mouse(mouse)) if matches!(mouse.kind, MouseEventKind::Down(_)))
}

/// Everything that has happened by now; of a burst also what is still on its way, so that it is
/// drawn once.
fn gather(first: Option<Event>, receiver: &Receiver<Event>) -> Vec<Event> {
    let mut events: Vec<Event> = first.into_iter().chain(receiver.try_iter()).collect();
    while is_burst(&events) && events.len() < MOST_AT_ONCE {
        match receiver.recv_timeout(BURST) {
            Ok(event) => events.push(event),
            Err(_) => break,
        }
    }
    if PASTES_ARE_KEYS {
        events = join_pastes(events);
    }
    events
}

/// Whether more keys are to be expected: several came at once, or pastes come as keys.
fn is_burst(events: &[Event]) -> bool {
    let inputs = events
        .iter()
        .filter(|event| matches!(event, Event::Input(_)));
    inputs.count() > usize::from(!PASTES_ARE_KEYS)
}

/// Joins the keys of a paste; other events part them.
fn join_pastes(events: Vec<Event>) -> Vec<Event> {
    let mut joined = Vec::new();
    let mut inputs = Vec::new();
    for event in events {
        match event {
            Event::Input(input) => inputs.push(input),
            Event::Message(_) | Event::Signal(_) | Event::HangUp => {
                let pasted = keyboard::join_pastes(std::mem::take(&mut inputs));
                joined.extend(pasted.into_iter().map(Event::Input));
                joined.push(event);
            }
        }
    }
    let pasted = keyboard::join_pastes(inputs);
    joined.extend(pasted.into_iter().map(Event::Input));
    joined
}

fn step(app: &mut App, runtime: &mut Runtime, event: Event) -> Step {
    match event {
        Event::Message(message) => take(app, runtime, message),
        Event::Input(Input::FocusLost) => {
            let is_unsaved = app.editor.as_ref().is_some_and(Editor::is_unsaved);
            if is_unsaved {
                runtime.perform(app, Effect::SaveNow);
            }
            Step::Continue
        }
        // Another program may have written on the screen meanwhile.
        Event::Input(Input::FocusGained) => {
            runtime.look_at_draft(app);
            Step::Repaint
        }
        // What a terminal leaves of a screen that shrinks and grows again is its own affair.
        Event::Input(Input::Resize(columns, rows)) => {
            take(app, runtime, Message::Resized(columns, rows));
            Step::Repaint
        }
        Event::Input(input) => match keyboard::message(input, app.context(), &app.settings.keys) {
            Some(message) => {
                if let Some(pause) = runtime.before_key(Instant::now()) {
                    take(app, runtime, pause);
                }
                take(app, runtime, message)
            }
            None => Step::Continue,
        },
        Event::Signal(number) => match number {
            STOP => Step::Stop,
            CONTINUE => Step::Resume,
            _ => Step::End(Outcome::Signal(number)),
        },
        Event::HangUp => Step::End(Outcome::TerminalGone),
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

/// Starts the threads that feed the channel. They end with the program: nothing wakes a thread
/// that waits for a key.
fn listen(sender: &Sender<Event>) -> io::Result<()> {
    let keys = sender.clone();
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || read_input(&keys))?;
    #[cfg(unix)]
    unix::listen(sender)?;
    Ok(())
}

fn read_input(sender: &Sender<Event>) {
    loop {
        // Nobody would notice that no key is read any more: the program ends, and saves.
        let Ok(Ok(inputs)) = catch_unwind(escapes::next_of_a_read) else {
            // The loop may have ended already.
            let _ended = sender.send(Event::HangUp);
            return;
        };
        for input in inputs {
            if sender.send(Event::Input(input)).is_err() {
                return;
            }
        }
    }
}

/// What only Unix sends.
#[cfg(unix)]
mod unix {
    use std::io::{self, IsTerminal};
    use std::sync::mpsc::Sender;
    use std::thread;

    use rustix::event::{PollFd, PollFlags, poll};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;

    use super::Event;

    /// Starts the threads that wait for signals and for the end of the terminal.
    pub fn listen(sender: &Sender<Event>) -> io::Result<()> {
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
        let to_loop = sender.clone();
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in &mut signals {
                    if to_loop.send(Event::Signal(signal)).is_err() {
                        return;
                    }
                }
            })?;
        let to_loop = sender.clone();
        thread::Builder::new()
            .name("hang-up".to_owned())
            .spawn(move || {
                if terminal_has_gone() {
                    // The loop may have ended already.
                    let _ended = to_loop.send(Event::HangUp);
                }
            })?;
        Ok(())
    }

    /// Waits until the terminal goes, which the thread that reads keys may never learn
    /// (crossterm#793); `false` where the system cannot tell.
    fn terminal_has_gone() -> bool {
        let input = io::stdin();
        if !input.is_terminal() {
            return false;
        }
        loop {
            let mut watched = [PollFd::new(&input, PollFlags::empty())];
            match poll(&mut watched, None) {
                Ok(_) => {
                    let [seen] = watched;
                    return seen.revents().intersects(PollFlags::HUP | PollFlags::ERR);
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return false,
            }
        }
    }
}
