//! Keys behind an `Esc` in one read. The reader takes `ESC ESC [ 2 1 ~` for the key Esc and the
//! text `[21~`, which would stand in a contract; a slow line sends an Esc and the key after it
//! together, or parts a key behind its first byte.

use std::io;
use std::time::Duration;

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers, poll, read};

/// The longest sequence after an Esc: `[24;5~`.
const LONGEST: usize = 6;
/// What was read along with an Esc is there at once; without any time the reader does not look.
const AT_ONCE: Duration = Duration::from_millis(1);

/// Enough for the reader to look at what it has read, and too little to wait for more.
const NO_TIME: Duration = Duration::from_micros(1);
/// Inputs that are handed on together at most; a burst that goes on is handed on in parts.
const MOST_OF_A_READ: usize = 1_024;

/// So long after an Esc what is left of a key may come on a slow line.
const LATE: Duration = Duration::from_millis(20);

/// The next inputs: what came in one read goes on at once, so that the first key of a burst is not
/// taken for the only one.
pub(super) fn next_of_a_read() -> io::Result<Vec<Input>> {
    let mut inputs = next()?;
    // What fails now fails with the next read as well, and what has come is not lost.
    while inputs.len() < MOST_OF_A_READ && poll(NO_TIME).unwrap_or(false) {
        let Ok(more) = next() else { break };
        inputs.extend(more);
    }
    Ok(inputs)
}

/// The next input, and whatever came in the same read where that is needed to tell what it is.
fn next() -> io::Result<Vec<Input>> {
    let first = read()?;
    if !is_escape(&first) {
        return Ok(vec![first]);
    }
    let mut inputs = vec![first];
    let is_parted = !poll(AT_ONCE)?;
    let patience = if is_parted { LATE } else { AT_ONCE };
    while may_go_on(&inputs) && poll(patience)? {
        inputs.push(read()?);
    }
    Ok(rejoin(inputs, is_parted))
}

/// Whether what was read behind an Esc may be the beginning of a key.
fn may_go_on(inputs: &[Input]) -> bool {
    let Some(characters): Option<String> = inputs.iter().skip(1).map(typed).collect() else {
        return false;
    };
    let is_open = match characters.strip_prefix('[') {
        Some(parameters) => parameters.chars().all(|c| c.is_ascii_digit() || c == ';'),
        None => matches!(characters.as_str(), "" | "O"),
    };
    is_open && inputs.len() <= LONGEST
}

/// Makes one key of the characters after an Esc that are one. What `is_parted` began with that Esc
/// itself; else the Esc was pressed before.
fn rejoin(inputs: Vec<Input>, is_parted: bool) -> Vec<Input> {
    let characters: String = inputs.iter().skip(1).map_while(typed).collect();
    let sequence = sequence_at_start(&characters);
    let Some(key) = sequence.and_then(key_of) else {
        return inputs;
    };
    let n_joined = sequence.unwrap_or_default().chars().count();
    let mut inputs = inputs.into_iter();
    let escape = inputs.next().filter(|_| !is_parted);
    let mut joined: Vec<Input> = escape.into_iter().collect();
    joined.push(Input::Key(KeyEvent::from(key)));
    joined.extend(inputs.skip(n_joined));
    joined
}

fn is_escape(input: &Input) -> bool {
    matches!(input, Input::Key(key) if key.code == KeyCode::Esc && key.modifiers.is_empty())
}

fn typed(input: &Input) -> Option<char> {
    match input {
        Input::Key(KeyEvent {
            code: KeyCode::Char(character),
            modifiers,
            ..
        }) if modifiers.difference(KeyModifiers::SHIFT).is_empty() => Some(*character),
        _ => None,
    }
}

/// `[21~`, `[A` or `OP`, without what follows.
fn sequence_at_start(characters: &str) -> Option<&str> {
    let parameters = characters.strip_prefix('[');
    let end = match parameters {
        Some(rest) => 1 + rest.find(|c: char| !c.is_ascii_digit() && c != ';')?,
        None => characters.starts_with('O').then_some(1)?,
    };
    let last = characters.get(end..)?.chars().next()?;
    characters.get(..end + last.len_utf8())
}

/// The key that a terminal sends as this sequence (xterm's control sequences, PC-style keys).
fn key_of(sequence: &str) -> Option<KeyCode> {
    Some(match sequence {
        "[A" | "OA" => KeyCode::Up,
        "[B" | "OB" => KeyCode::Down,
        "[C" | "OC" => KeyCode::Right,
        "[D" | "OD" => KeyCode::Left,
        "[H" | "OH" | "[1~" | "[7~" => KeyCode::Home,
        "[F" | "OF" | "[4~" | "[8~" => KeyCode::End,
        "[Z" => KeyCode::BackTab,
        "[3~" => KeyCode::Delete,
        "[5~" => KeyCode::PageUp,
        "[6~" => KeyCode::PageDown,
        "OP" | "[11~" => KeyCode::F(1),
        "OQ" | "[12~" => KeyCode::F(2),
        "OR" | "[13~" => KeyCode::F(3),
        "OS" | "[14~" => KeyCode::F(4),
        "[15~" => KeyCode::F(5),
        "[17~" => KeyCode::F(6),
        "[18~" => KeyCode::F(7),
        "[19~" => KeyCode::F(8),
        "[20~" => KeyCode::F(9),
        "[21~" => KeyCode::F(10),
        "[23~" => KeyCode::F(11),
        "[24~" => KeyCode::F(12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Input> {
        let code = |c| match c {
            '␛' => KeyCode::Esc,
            c => KeyCode::Char(c),
        };
        text.chars()
            .map(|c| Input::Key(KeyEvent::from(code(c))))
            .collect()
    }

    #[test]
    fn a_key_behind_an_escape_is_that_key_and_text_stays_text() {
        for (read, joined, rest) in [
            ("␛[21~", Some(KeyCode::F(10)), ""),
            ("␛[A", Some(KeyCode::Up), ""),
            ("␛OP甲", Some(KeyCode::F(1)), "甲"),
            ("␛[5~[6~", Some(KeyCode::PageUp), "[6~"),
            ("␛", None, ""),
            ("␛甲", None, "甲"),
            ("␛O", None, "O"),
            ("␛[", None, "["),
            ("␛[99~", None, "[99~"),
            ("␛[甲", None, "[甲"),
            ("␛␛[A", None, "␛[A"),
        ] {
            for is_parted in [false, true] {
                let has_escape = !is_parted || joined.is_none();
                let mut expected = keys(if has_escape { "␛" } else { "" });
                expected.extend(joined.map(|code| Input::Key(KeyEvent::from(code))));
                expected.extend(keys(rest));
                assert_eq!(rejoin(keys(read), is_parted), expected, "read: {read}");
            }
        }
    }

    #[test]
    fn nothing_is_waited_for_that_is_no_key() {
        for (read, waits) in [
            ("␛", true),
            ("␛[", true),
            ("␛[24", true),
            ("␛[1;5", true),
            ("␛O", true),
            ("␛[A", false),
            ("␛[24~", false),
            ("␛OP", false),
            ("␛甲", false),
            ("␛␛", false),
            ("␛[24;5;5", false),
        ] {
            assert_eq!(may_go_on(&keys(read)), waits, "read: {read}");
        }
    }
}
