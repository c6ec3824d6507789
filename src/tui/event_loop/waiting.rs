//! The queue of events that are not processed yet. The order is kept, with two exceptions: the
//! result of a save goes first, and many keys do not delay the end of the program.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, MouseEventKind};

use super::{CONTINUE, Event, Outcome, STOP};
use crate::app::{App, Message};
use crate::keys::{Context, KeyMap};
use crate::tui::keyboard;

/// The interval below which keys arrive faster than people type.
const BURST: Duration = Duration::from_millis(5);
/// The maximum number of keys that are gathered at once.
const MOST_AT_ONCE: usize = 20_000;
/// On Windows a paste arrives as single keys.
const PASTES_ARE_KEYS: bool = cfg!(windows);
/// The longest time that a burst of keys is gathered. A paste that arrives as keys must not be
/// split.
const LONGEST_BURST: Duration = Duration::from_millis(if PASTES_ARE_KEYS { 1_000 } else { 30 });
/// How long queued keys are still processed after a request to end the program.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// One queued event.
#[derive(Debug)]
pub enum Turn {
    /// An answer of the runtime.
    Message(Message),
    /// A key, or another input of the terminal.
    Input(Input),
    /// The process must be suspended.
    Stop,
    /// The process continues after a suspension.
    Resume,
    /// The program must end.
    End(Outcome),
}

/// The queue of the events.
#[derive(Debug, Default)]
pub struct Waiting {
    /// The results of saves. They go first: they do not change the meaning of keys, and the next
    /// save waits for them.
    saves: VecDeque<Message>,
    turns: VecDeque<Turn>,
    /// The first request to end the program, and when it overtakes the queue.
    end: Option<(Instant, Outcome)>,
}

impl Waiting {
    /// Adds all events that have arrived. During a burst it waits for the rest of the burst, so
    /// that the burst is drawn once.
    pub fn gather(&mut self, first: Option<Event>, receiver: &Receiver<Event>) {
        let begun = Instant::now();
        let mut turns = Vec::new();
        for event in first.into_iter().chain(receiver.try_iter()) {
            self.part(event, &mut turns);
        }
        let mut more = is_burst(&turns);
        while more && turns.len() < MOST_AT_ONCE && begun.elapsed() < LONGEST_BURST {
            match receiver.recv_timeout(BURST) {
                Ok(event) => self.part(event, &mut turns),
                Err(_) => more = false,
            }
        }
        if PASTES_ARE_KEYS {
            turns = join_pastes(turns);
        }
        self.turns.extend(turns);
    }

    /// Takes the next event. While a draft is being opened, keys stay in the queue: they are meant
    /// for the draft and not for the visible list.
    pub fn next(&mut self, now: Instant, is_opening: bool) -> Option<Turn> {
        if let Some((by, outcome)) = self.end
            && by <= now
        {
            return Some(Turn::End(outcome));
        }
        if let Some(message) = self.saves.pop_front() {
            return Some(Turn::Message(message));
        }
        let mut turns = self.turns.iter();
        let index = turns.position(|turn| may_be_taken(turn, is_opening))?;
        self.turns.remove(index)
    }

    /// Whether [`Waiting::next`] has an event.
    pub(in crate::tui) fn has_next(&self, is_opening: bool) -> bool {
        let mut turns = self.turns.iter();
        !self.saves.is_empty() || turns.any(|turn| may_be_taken(turn, is_opening))
    }

    /// Puts the last event back at the front of the queue.
    pub(in crate::tui) fn put_back(&mut self, turn: Turn) {
        self.turns.push_front(turn);
    }

    /// The message of an input. Joins the characters that follow it if a text line handles them
    /// together as it would one by one.
    pub fn message(&mut self, input: Input, app: &App) -> Option<Message> {
        let context = app.context();
        let keys = &app.settings.keys;
        let message = keyboard::message(input, context, keys);
        let Some(Message::Typed(mut text)) = message else {
            return message;
        };
        if !context.only_extends(&text) {
            return Some(Message::Typed(text));
        }
        while let Some(Turn::Input(input)) = self.turns.front()
            && let Some(more) = typed(input, context, keys)
        {
            text.push_str(&more);
            self.turns.pop_front();
        }
        Some(Message::Typed(text))
    }

    /// Splits inputs that arrived together, because each key may change the meaning of the next.
    fn part(&mut self, event: Event, turns: &mut Vec<Turn>) {
        match event {
            Event::Message(message) if tells_of_a_save(&message) => self.saves.push_back(message),
            Event::Message(message) => turns.push(Turn::Message(message)),
            Event::Inputs(inputs) => turns.extend(inputs.into_iter().map(Turn::Input)),
            Event::Signal(STOP) => turns.push(Turn::Stop),
            Event::Signal(CONTINUE) => turns.push(Turn::Resume),
            Event::Signal(number) => turns.push(self.end(Outcome::Signal(number))),
            Event::HangUp => turns.push(self.end(Outcome::TerminalGone)),
        }
    }

    fn end(&mut self, outcome: Outcome) -> Turn {
        self.end
            .get_or_insert_with(|| (Instant::now() + LAST_WORDS, outcome));
        Turn::End(outcome)
    }
}

/// Whether the event depends on the layout of the screen; earlier events are then drawn first.
pub(in crate::tui) fn is_click(turn: &Turn) -> bool {
    matches!(turn, Turn::Input(Input::Mouse(mouse)) if matches!(mouse.kind, MouseEventKind::Down(_)))
}

fn may_be_taken(turn: &Turn, is_opening: bool) -> bool {
    !is_opening || !matches!(turn, Turn::Input(_))
}

fn tells_of_a_save(message: &Message) -> bool {
    matches!(
        message,
        Message::Saved { .. } | Message::KeptApart { .. } | Message::NotSaved(_)
    )
}

/// The text that an input types, if it can be joined with others; `None` otherwise.
fn typed(input: &Input, context: Context, keys: &KeyMap) -> Option<String> {
    if !matches!(input, Input::Key(_)) {
        return None;
    }
    match keyboard::message(input.clone(), context, keys) {
        Some(Message::Typed(text)) if context.only_extends(&text) => Some(text),
        _ => None,
    }
}

/// Whether more keys are expected: several arrived at once, or pastes arrive as keys.
fn is_burst(turns: &[Turn]) -> bool {
    let inputs = turns.iter().filter(|turn| matches!(turn, Turn::Input(_)));
    inputs.count() > usize::from(!PASTES_ARE_KEYS)
}

/// Joins the keys of a paste. An event of another kind ends a paste.
fn join_pastes(turns: Vec<Turn>) -> Vec<Turn> {
    let mut joined = Vec::new();
    let mut inputs = Vec::new();
    for turn in turns {
        match turn {
            Turn::Input(input) => inputs.push(input),
            Turn::Message(_) | Turn::Stop | Turn::Resume | Turn::End(_) => {
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use crossterm::event::{KeyCode, KeyEvent};

    use super::*;
    use crate::store::{Operation, StoreError};
    use crate::tui::tests::{WIDE, app, open};

    fn key(code: KeyCode) -> Input {
        Input::Key(KeyEvent::from(code))
    }

    fn keys(text: &str) -> Event {
        Event::Inputs(text.chars().map(|c| key(KeyCode::Char(c))).collect())
    }

    fn not_saved(code: i32) -> Event {
        Event::Message(Message::NotSaved(StoreError::System {
            operation: Operation::Write,
            path: "x".into(),
            kind: std::io::ErrorKind::Other,
            code: Some(code),
        }))
    }

    /// The queue after these events.
    fn waiting(events: Vec<Event>) -> Waiting {
        let (sender, receiver) = mpsc::channel();
        for event in events {
            sender.send(event).unwrap();
        }
        let mut waiting = Waiting::default();
        waiting.gather(None, &receiver);
        waiting
    }

    fn told(turn: Option<&Turn>) -> String {
        match turn {
            Some(Turn::Input(Input::Key(key))) => format!("{:?}", key.code),
            Some(Turn::Input(_)) => "another input".to_owned(),
            Some(Turn::Message(Message::NotSaved(StoreError::System { code, .. }))) => {
                format!("not saved {code:?}")
            }
            Some(Turn::Message(_)) => "a message".to_owned(),
            Some(Turn::Stop) => "stop".to_owned(),
            Some(Turn::Resume) => "resume".to_owned(),
            Some(Turn::End(outcome)) => format!("{outcome:?}"),
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn what_saves_led_to_is_told_before_the_keys_that_wait_and_the_rest_in_its_turn() {
        let mut waiting = waiting(vec![
            keys("ab"),
            Event::Message(Message::Paused),
            not_saved(1),
            not_saved(2),
        ]);
        for expected in [
            "not saved Some(1)",
            "not saved Some(2)",
            "Char('a')",
            "Char('b')",
            "a message",
            "nothing",
        ] {
            assert_eq!(told(waiting.next(Instant::now(), false).as_ref()), expected);
        }
    }

    #[test]
    fn keys_wait_for_a_draft_that_is_being_opened_and_nothing_else_does() {
        let mut waiting = waiting(vec![keys("ab"), Event::Message(Message::Paused)]);
        assert!(waiting.has_next(true));
        assert_eq!(
            told(waiting.next(Instant::now(), true).as_ref()),
            "a message"
        );
        assert!(!waiting.has_next(true));
        assert_eq!(told(waiting.next(Instant::now(), true).as_ref()), "nothing");
        assert_eq!(
            told(waiting.next(Instant::now(), false).as_ref()),
            "Char('a')"
        );
    }

    #[test]
    fn the_end_lets_keys_go_first_but_not_for_longer_than_a_second() {
        for (event, expected) in [
            (Event::Signal(15), "Signal(15)"),
            (Event::HangUp, "TerminalGone"),
        ] {
            let mut waiting = waiting(vec![keys("ab"), event, keys("c")]);
            let now = Instant::now();
            assert_eq!(told(waiting.next(now, false).as_ref()), "Char('a')");
            assert_eq!(
                told(waiting.next(now + LAST_WORDS, false).as_ref()),
                expected
            );
            assert_eq!(told(waiting.next(now, false).as_ref()), "Char('b')");
            assert_eq!(told(waiting.next(now, false).as_ref()), expected);
        }
    }

    #[test]
    fn characters_that_came_together_are_typed_together() {
        let inputs = |text: &str| -> Vec<Input> {
            let key_of = |c| match c {
                '\n' => key(KeyCode::Enter),
                c => key(KeyCode::Char(c)),
            };
            text.chars().map(key_of).collect()
        };
        let long = "甲".repeat(60_000);
        for (typed, expected) in [
            ("甲、乙 c", vec!["甲、乙 c"]),
            ("12/3", vec!["12", "/", "3"]),
            ("甲\n乙丙", vec!["甲", "<confirm>", "乙丙"]),
            (&long, vec![long.as_str()]),
        ] {
            let mut waiting = waiting(vec![Event::Inputs(inputs(typed))]);
            let mut app = open(app(WIDE), &[]);
            app.update(Message::Action(crate::keys::Action::Next));
            let mut taken = Vec::new();
            while let Some(Turn::Input(input)) = waiting.next(Instant::now(), false) {
                taken.push(match waiting.message(input, &app) {
                    Some(Message::Typed(text)) => text,
                    Some(Message::Action(action)) => format!("<{}>", action.name()),
                    _ => "something else".to_owned(),
                });
            }
            assert_eq!(taken, expected);
        }
    }
}
