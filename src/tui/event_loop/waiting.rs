//! What has happened and was not taken yet: everything in its order, but a save that is done is
//! told at once, and an end is not put off by many keys.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, MouseEventKind};

use super::{CONTINUE, Event, Outcome, STOP};
use crate::app::{App, Message};
use crate::keys::{Context, KeyMap};
use crate::tui::keyboard;

/// Keys that arrive closer to each other than people type.
const BURST: Duration = Duration::from_millis(5);
/// So many keys are taken together at the most, however fast more come.
const MOST_AT_ONCE: usize = 20_000;
/// On Windows a paste arrives as keys.
const PASTES_ARE_KEYS: bool = cfg!(windows);
/// So long more keys are waited for while they keep coming. What arrives as keys and is a paste
/// should not fall apart.
const LONGEST_BURST: Duration = Duration::from_millis(if PASTES_ARE_KEYS { 1_000 } else { 30 });
/// So long keys are still taken that came before the end.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// One thing to take in its turn.
#[derive(Debug)]
pub enum Turn {
    /// The runtime answers.
    Message(Message),
    /// One key, or what else a terminal sends.
    Input(Input),
    /// The process is to stop.
    Stop,
    /// The process goes on after it was stopped.
    Resume,
    /// The program ends.
    End(Outcome),
}

/// What waits for its turn.
#[derive(Debug, Default)]
pub struct Waiting {
    /// What saves have led to. It changes nothing of what keys mean, and the next save waits for
    /// it.
    saves: VecDeque<Message>,
    turns: VecDeque<Turn>,
    /// The first end that waits, and when it comes before what is left.
    end: Option<(Instant, Outcome)>,
}

impl Waiting {
    /// Adds everything that has happened by now; of a burst also what is still on its way, so that
    /// it is drawn once.
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

    /// What to take next. While a draft is on its way, keys wait for it: they are meant for it, and
    /// not for the list that is still shown.
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

    /// Whether there is something to take.
    pub fn has_next(&self, is_opening: bool) -> bool {
        let mut turns = self.turns.iter();
        !self.saves.is_empty() || turns.any(|turn| may_be_taken(turn, is_opening))
    }

    /// Puts back what was taken last.
    pub fn put_back(&mut self, turn: Turn) {
        self.turns.push_front(turn);
    }

    /// The message of an input with the characters that follow it, where a line of text takes them
    /// together as it would one by one.
    pub fn message(&mut self, input: Input, app: &App) -> Option<Message> {
        let context = app.context();
        let keys = &app.settings.keys;
        let message = keyboard::message(input, context, keys);
        let Some(Message::Typed(mut text)) = message else {
            return message;
        };
        if !joins(&text, context) {
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

    /// Parts what came together: each key may change what the next one means.
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

/// Whether it matters what stands where: what came before is drawn first.
pub fn is_click(turn: &Turn) -> bool {
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

/// What an input types that joins others; `None` if it does something else.
fn typed(input: &Input, context: Context, keys: &KeyMap) -> Option<String> {
    if !matches!(input, Input::Key(_)) {
        return None;
    }
    match keyboard::message(input.clone(), context, keys) {
        Some(Message::Typed(text)) if joins(&text, context) => Some(text),
        _ => None,
    }
}

/// Whether a character only ever adds itself to a line. A stroke may take the place of an answer,
/// and a blank may choose.
fn joins(text: &str, context: Context) -> bool {
    match context {
        Context::Field => !matches!(text, "/" | "／"),
        Context::Home
        | Context::Palette
        | Context::Elsewhere
        | Context::StyleValue
        | Context::Findings
        | Context::Export => !text.starts_with(char::is_whitespace),
        Context::Choice
        | Context::Calendar
        | Context::Contract
        | Context::Corrections
        | Context::Proof
        | Context::InUse
        | Context::Merge
        | Context::Revisions
        | Context::Trash
        | Context::Answers
        | Context::Upgrade
        | Context::Style
        | Context::Help => false,
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

    /// What waits after these events.
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
            ("甲\n乙丙", vec!["甲", "<next>", "乙丙"]),
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
