//! Translates inputs of the terminal into messages.

use crossterm::event::{
    Event, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use crate::app::Message;
use crate::app::pointer::Gesture;
use crate::keys::{Context, Key, KeyCode, KeyMap};

/// Many terminals send F13 for Shift-F1, F14 for Shift-F2, and so on.
const FUNCTION_KEYS: u8 = 12;

/// The message of an event in a context with these keys; `None` if the event has no meaning there.
/// The event loop itself handles the focus of the window.
#[must_use]
pub fn message(event: Event, context: Context, keys: &KeyMap) -> Option<Message> {
    match event {
        Event::Key(key) => match key.kind {
            KeyEventKind::Press | KeyEventKind::Repeat => pressed(key, context, keys),
            KeyEventKind::Release => None,
        },
        Event::Paste(text) => Some(Message::Pasted(text)),
        Event::Resize(columns, rows) => Some(Message::Resized(columns, rows)),
        Event::Mouse(mouse) => pointed(mouse),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn pointed(event: MouseEvent) -> Option<Message> {
    let gesture = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Click,
        MouseEventKind::ScrollDown => Gesture::WheelDown,
        MouseEventKind::ScrollUp => Gesture::WheelUp,
        _ => return None,
    };
    Some(Message::Pointed {
        gesture,
        column: event.column,
        row: event.row,
    })
}

/// Joins keys that arrived in one burst into a paste, for terminals that do not mark pastes
/// (Windows): several characters with Enter among them. Other events stay unchanged.
#[must_use]
pub(super) fn join_pastes(events: Vec<Event>) -> Vec<Event> {
    let mut joined = Vec::new();
    let mut burst: Vec<Event> = Vec::new();
    for event in events {
        match &event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) if pasted_text(key).is_some() => burst.push(event),
            _ => {
                joined.append(&mut end_burst(&mut burst));
                joined.push(event);
            }
        }
    }
    joined.append(&mut end_burst(&mut burst));
    joined
}

fn end_burst(burst: &mut Vec<Event>) -> Vec<Event> {
    let events = std::mem::take(burst);
    let text: String = events
        .iter()
        .filter_map(|event| event.as_key_event().as_ref().and_then(pasted_text))
        .collect();
    // Two keys, one of them Enter, may really be pressed at the same moment.
    let is_paste = text.contains('\n') && text.chars().count() > 2;
    if is_paste {
        vec![Event::Paste(text)]
    } else {
        events
    }
}

/// The character of a key in a paste.
fn pasted_text(key: &KeyEvent) -> Option<char> {
    let is_plain = key.modifiers.difference(KeyModifiers::SHIFT).is_empty();
    match key.code {
        Code::Char(c) if is_plain => Some(c),
        Code::Enter if is_plain => Some('\n'),
        Code::Tab if is_plain => Some('\t'),
        _ => None,
    }
}

fn pressed(event: KeyEvent, context: Context, keys: &KeyMap) -> Option<Message> {
    if let Some(key) = key(event) {
        if let Some(action) = keys.action(key, context) {
            return Some(Message::Action(action));
        }
        if let Some(moved) = keys.moved(key, context) {
            return Some(Message::KeyMoved(moved));
        }
    }
    let held = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    match event.code {
        Code::Char(c) if (held.is_empty() || is_alt_gr(event.modifiers)) && !c.is_control() => {
            Some(Message::Typed(c.to_string()))
        }
        _ => None,
    }
}

/// Windows reports `AltGr`, which types `@` or `{`, as Ctrl and Alt together.
fn is_alt_gr(modifiers: KeyModifiers) -> bool {
    modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

/// Converts a key to the program's own type; `None` for keys that cannot be bound.
fn key(event: KeyEvent) -> Option<Key> {
    let (ctrl, alt) = if is_alt_gr(event.modifiers) {
        (false, false)
    } else {
        (
            event.modifiers.contains(KeyModifiers::CONTROL),
            event.modifiers.contains(KeyModifiers::ALT),
        )
    };
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        Code::Char(c) => {
            shift = false;
            let is_letter_of_a_command = ctrl || alt;
            KeyCode::Character(if is_letter_of_a_command {
                c.to_ascii_lowercase()
            } else {
                c
            })
        }
        Code::BackTab => {
            shift = true;
            KeyCode::Tab
        }
        Code::F(number) if number > FUNCTION_KEYS => {
            shift = true;
            KeyCode::Function(number - FUNCTION_KEYS)
        }
        Code::F(number) => KeyCode::Function(number),
        Code::Enter => KeyCode::Enter,
        Code::Tab => KeyCode::Tab,
        Code::Esc => KeyCode::Escape,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        _ => return None,
    };
    Some(Key {
        code,
        ctrl,
        alt,
        shift,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Action;

    fn press(code: Code, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn described(event: Event, context: Context) -> String {
        match message(event, context, &KeyMap::default()) {
            Some(Message::Action(action)) => action.name().to_owned(),
            Some(Message::Typed(text)) => format!("types {text}"),
            Some(Message::KeyMoved(moved)) => format!("{} now", moved.key),
            Some(Message::Pasted(text)) => format!("pastes {text}"),
            Some(Message::Resized(columns, rows)) => format!("{columns}x{rows}"),
            Some(_) => "something else".to_owned(),
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn keys_do_what_the_table_says_and_characters_type_themselves() {
        let none = KeyModifiers::NONE;
        let shift = KeyModifiers::SHIFT;
        let ctrl = KeyModifiers::CONTROL;
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        for (code, modifiers, context, expected) in [
            (Code::Char('签'), none, Context::Field, "types 签"),
            (Code::Char('Q'), shift, Context::Field, "types Q"),
            (Code::Char('q'), ctrl, Context::Field, "leave"),
            (Code::Char('Q'), ctrl | shift, Context::Field, "leave"),
            (Code::Char('@'), alt_gr, Context::Field, "types @"),
            (Code::Char('q'), alt_gr, Context::Field, "types q"),
            (
                Code::Char('x'),
                KeyModifiers::ALT,
                Context::Field,
                "nothing",
            ),
            (Code::Char('t'), ctrl, Context::Home, "open-trash"),
            (Code::Char('t'), ctrl, Context::Field, "Alt-R now"),
            (Code::Char('d'), ctrl, Context::Export, "Alt-D now"),
            (Code::Char('c'), ctrl, Context::Field, "cancel"),
            (Code::Char(' '), none, Context::Choice, "toggle"),
            (Code::Char(' '), none, Context::Field, "types  "),
            (Code::Char('？'), none, Context::Contract, "help"),
            (Code::BackTab, shift, Context::Field, "previous"),
            (Code::BackTab, none, Context::Field, "previous"),
            (Code::F(3), shift, Context::Field, "previous-unanswered"),
            (Code::F(15), none, Context::Field, "previous-unanswered"),
            (Code::Enter, none, Context::Field, "confirm"),
            (Code::Insert, none, Context::Field, "nothing"),
        ] {
            assert_eq!(
                described(press(code, modifiers), context),
                expected,
                "{code:?} {modifiers:?} {context:?}"
            );
        }
    }

    #[test]
    fn clicks_and_the_wheel_are_told_with_their_place_and_motion_is_not() {
        for (kind, expected) in [
            (
                MouseEventKind::Down(MouseButton::Left),
                Some(Gesture::Click),
            ),
            (MouseEventKind::ScrollDown, Some(Gesture::WheelDown)),
            (MouseEventKind::ScrollUp, Some(Gesture::WheelUp)),
            (MouseEventKind::Down(MouseButton::Right), None),
            (MouseEventKind::Up(MouseButton::Left), None),
            (MouseEventKind::Moved, None),
        ] {
            let mouse = MouseEvent {
                kind,
                column: 7,
                row: 9,
                modifiers: KeyModifiers::NONE,
            };
            let told = match message(Event::Mouse(mouse), Context::Field, &KeyMap::default()) {
                Some(Message::Pointed {
                    gesture,
                    column: 7,
                    row: 9,
                }) => Some(gesture),
                _ => None,
            };
            assert_eq!(told, expected, "{kind:?}");
        }
    }

    #[test]
    fn a_key_that_is_let_go_does_nothing() {
        let mut key = KeyEvent::new(Code::Char('a'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert_eq!(described(Event::Key(key), Context::Field), "nothing");
        key.kind = KeyEventKind::Repeat;
        assert_eq!(described(Event::Key(key), Context::Field), "types a");
    }

    #[test]
    fn a_burst_with_enter_in_it_is_a_paste_and_other_keys_are_not() {
        let keys = |text: &str| -> Vec<Event> {
            text.chars()
                .map(|c| match c {
                    '\n' => press(Code::Enter, KeyModifiers::NONE),
                    c => press(Code::Char(c), KeyModifiers::NONE),
                })
                .collect()
        };
        for (text, is_paste) in [
            ("甲\n乙", true),
            ("第一行\n", true),
            ("a\n", false),
            ("\n", false),
            ("甲乙丙", false),
        ] {
            let joined = join_pastes(keys(text));
            let expected = if is_paste {
                vec![Event::Paste(text.to_owned())]
            } else {
                keys(text)
            };
            assert_eq!(joined, expected, "text: {text:?}");
        }
        let mut mixed = keys("甲\n乙");
        mixed.insert(0, Event::FocusGained);
        mixed.push(press(Code::F(9), KeyModifiers::NONE));
        let joined = join_pastes(mixed);
        assert_eq!(joined.len(), 3);
        assert_eq!(joined[1], Event::Paste("甲\n乙".to_owned()));
    }

    #[test]
    fn a_shortcut_of_every_binding_reaches_its_action() {
        for binding in crate::keys::BINDINGS {
            for context in binding.contexts {
                for wanted in binding.keys {
                    let KeyCode::Character(c) = wanted.code else {
                        continue;
                    };
                    let modifiers = if wanted.alt {
                        KeyModifiers::ALT
                    } else if wanted.ctrl {
                        KeyModifiers::CONTROL
                    } else {
                        KeyModifiers::NONE
                    };
                    let event = press(Code::Char(c), modifiers);
                    let done = message(event, *context, &KeyMap::default());
                    let expected: Action = binding.action;
                    assert!(
                        matches!(done, Some(Message::Action(action)) if action == expected),
                        "{} in {context:?}",
                        wanted.name()
                    );
                }
            }
        }
    }
}
