//! The meaning of a complete control sequence: xterm's keys and mouse, the keys of the Linux
//! console and of the keypad, and keys as numbers (`CSI 27 u`).

use crossterm::event::{
    Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

/// The meaning of a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A key press with its modifiers.
    Key(KeyEvent),
    /// A mouse event, or a change of the window's focus.
    Input(Input),
    /// The start of a paste.
    Paste,
    /// The cursor's position, from 1. Some terminals send F3 with modifiers the same way.
    Cursor { row: u16, column: u16 },
    /// A sequence that the program does not use.
    Nothing,
}

/// The meaning of `CSI` with these parameters and intermediate bytes, and this final byte.
pub(super) fn of_control(parameters: &[u8], last: u8) -> Meaning {
    let Ok(text) = std::str::from_utf8(parameters) else {
        return Meaning::Nothing;
    };
    if let Some(report) = text.strip_prefix('<') {
        return sgr_mouse(Numbers(report), last);
    }
    // Private replies (`?`, `>`, `=`) and sequences with intermediate bytes are not keys.
    let is_public = |c: char| c.is_ascii_digit() || matches!(c, ';' | ':');
    if !text.chars().all(is_public) {
        return Meaning::Nothing;
    }
    let numbers = Numbers(text);
    let key = match last {
        b'I' if text.is_empty() => return Meaning::Input(Input::FocusGained),
        b'O' if text.is_empty() => return Meaning::Input(Input::FocusLost),
        b'M' => return rxvt_mouse(numbers),
        b'R' => {
            return match (numbers.place(0), numbers.place(1), numbers.count()) {
                (Some(row), Some(column), 2) => Meaning::Cursor { row, column },
                _ => Meaning::Nothing,
            };
        }
        b'~' if text == "200" => return Meaning::Paste,
        b'~' if numbers.at(0) == Some(27) => numbered(numbers.at(2), numbers.part(2, 1), numbers),
        b'~' => tilde(numbers.at(0)).map(|code| (code, numbers.held(1))),
        b'u' => numbered(numbers.at(0), numbers.part(0, 1), numbers),
        b'Z' => Some((KeyCode::BackTab, KeyModifiers::SHIFT)),
        last => lettered(last).and_then(|code| Some((code, numbers.held_with_letter()?))),
    };
    key.map_or(Meaning::Nothing, |(code, held)| {
        Meaning::Key(KeyEvent::new_with_kind(code, held, numbers.kind_of_press()))
    })
}

/// The key of `ESC O` with these parameters and this final byte: cursor keys and F1 to F4 in
/// application mode, and the keypad.
pub(super) fn of_single_shift(parameters: &[u8], last: u8) -> Meaning {
    let code = match last {
        b'R' => Some(KeyCode::F(3)),
        b'M' => Some(KeyCode::Enter),
        b'I' => Some(KeyCode::Tab),
        b'X' => Some(KeyCode::Char('=')),
        // `*` to `9`, in ASCII order.
        b'j'..=b'y' => Some(KeyCode::Char(char::from(last - b'j' + b'*'))),
        last => lettered(last),
    };
    let held = std::str::from_utf8(parameters)
        .ok()
        .and_then(|text| Numbers(text).held_with_letter());
    match (code, held) {
        (Some(code), Some(held)) => Meaning::Key(KeyEvent::new(code, held)),
        _ => Meaning::Nothing,
    }
}

/// Decodes a mouse report of three bytes, each of which is its number plus 32.
pub(super) fn of_mouse_bytes(button: u8, column: u8, row: u8) -> Option<Input> {
    let number = |byte: u8| byte.checked_sub(b' ').map(u32::from);
    mouse(number(button)?, number(column)?, number(row)?)
}

/// The key for which some terminals send a cursor report: F3 with modifiers.
pub(super) fn key_of_place(row: u16, column: u16) -> Option<KeyEvent> {
    let is_key = row == 1 && (2..=8).contains(&column);
    is_key.then(|| KeyEvent::new(KeyCode::F(3), held(u32::from(column))))
}

/// Numbers separated by semicolons, each with parts separated by colons.
#[derive(Clone, Copy)]
struct Numbers<'a>(&'a str);

impl Numbers<'_> {
    fn at(self, index: usize) -> Option<u32> {
        self.part(index, 0)
    }

    fn part(self, index: usize, part: usize) -> Option<u32> {
        self.0
            .split(';')
            .nth(index)?
            .split(':')
            .nth(part)?
            .parse()
            .ok()
    }

    fn count(self) -> usize {
        self.0.split(';').count()
    }

    fn place(self, index: usize) -> Option<u16> {
        u16::try_from(self.at(index)?).ok()
    }

    /// The modifiers in the number at `index`.
    fn held(self, index: usize) -> KeyModifiers {
        self.at(index).map_or(KeyModifiers::NONE, held)
    }

    /// The modifiers of a key whose final byte is a letter and whose number is 1 or missing; old
    /// terminals send the modifiers alone. `None` if the numbers have another form.
    fn held_with_letter(self) -> Option<KeyModifiers> {
        match (self.count(), self.at(0)) {
            (1, None) if self.0.is_empty() => Some(KeyModifiers::NONE),
            (1, Some(number @ 1..=16)) => Some(held(number)),
            (2, None | Some(1)) => Some(self.held(1)),
            _ => None,
        }
    }

    fn kind_of_press(self) -> KeyEventKind {
        match self.part(1, 1) {
            Some(2) => KeyEventKind::Repeat,
            Some(3) => KeyEventKind::Release,
            _ => KeyEventKind::Press,
        }
    }
}

/// Decodes xterm's modifiers: 1 plus one bit for each modifier.
fn held(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    [
        KeyModifiers::SHIFT,
        KeyModifiers::ALT,
        KeyModifiers::CONTROL,
        KeyModifiers::SUPER,
        KeyModifiers::HYPER,
        KeyModifiers::META,
    ]
    .into_iter()
    .enumerate()
    .filter(|(index, _)| (bits >> index) & 1 == 1)
    .fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}

fn lettered(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// Maps the key numbers of the VT220, which have gaps.
fn tilde(number: Option<u32>) -> Option<KeyCode> {
    let number = u8::try_from(number?).ok()?;
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23..=26 => KeyCode::F(number - 12),
        28..=29 => KeyCode::F(number - 13),
        31..=34 => KeyCode::F(number - 14),
        _ => return None,
    })
}

/// A key by its character's number; with Shift, the character that the terminal reports for it.
fn numbered(
    code: Option<u32>,
    shifted: Option<u32>,
    numbers: Numbers<'_>,
) -> Option<(KeyCode, KeyModifiers)> {
    let held = numbers.held(1);
    let has_shift = held.contains(KeyModifiers::SHIFT);
    let code = match code? {
        8 | 127 => KeyCode::Backspace,
        9 if has_shift => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        number @ 0xE000..=0xF8FF => of_keypad(number)?,
        // No key is bound to Ctrl with Alt, and only Windows types characters with both.
        _ if held.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) => return None,
        number => {
            let typed = shifted.filter(|_| has_shift).unwrap_or(number);
            let character = char::from_u32(typed).filter(|c| !c.is_control())?;
            KeyCode::Char(if has_shift {
                character.to_ascii_uppercase()
            } else {
                character
            })
        }
    };
    Some((code, held))
}

/// Maps keypad keys, whose numbers lie in Unicode's private use area.
fn of_keypad(number: u32) -> Option<KeyCode> {
    Some(match number {
        57399..=57408 => KeyCode::Char(char::from_digit(number - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57414 => KeyCode::Enter,
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        _ => return None,
    })
}

fn sgr_mouse(numbers: Numbers<'_>, last: u8) -> Meaning {
    let [Some(button), Some(column), Some(row), None] = [0, 1, 2, 3].map(|index| numbers.at(index))
    else {
        return Meaning::Nothing;
    };
    let told = match (mouse(button, column, row), last) {
        (told, b'M') => told,
        (Some(Input::Mouse(told)), b'm') => Some(Input::Mouse(let_go(told))),
        _ => None,
    };
    told.map_or(Meaning::Nothing, Meaning::Input)
}

fn let_go(told: MouseEvent) -> MouseEvent {
    let kind = match told.kind {
        MouseEventKind::Down(button) => MouseEventKind::Up(button),
        kind => kind,
    };
    MouseEvent { kind, ..told }
}

fn rxvt_mouse(numbers: Numbers<'_>) -> Meaning {
    let [Some(button), Some(column), Some(row), None] = [0, 1, 2, 3].map(|index| numbers.at(index))
    else {
        return Meaning::Nothing;
    };
    let told = button
        .checked_sub(32)
        .and_then(|button| mouse(button, column, row));
    told.map_or(Meaning::Nothing, Meaning::Input)
}

/// A mouse event at a position counted from 1. The button number contains the modifiers in bits 2
/// to 4, motion in bit 5, and the high part of the button in bits 6 and 7.
fn mouse(button: u32, column: u32, row: u32) -> Option<Input> {
    let button = u8::try_from(button).ok()?;
    let moves = button & 0b10_0000 != 0;
    let kind = match ((button & 0b11) | ((button >> 4) & 0b1100), moves) {
        (0, false) => MouseEventKind::Down(MouseButton::Left),
        (1, false) => MouseEventKind::Down(MouseButton::Middle),
        (2, false) => MouseEventKind::Down(MouseButton::Right),
        // The report does not say which button was released.
        (3, false) => MouseEventKind::Up(MouseButton::Left),
        (0, true) => MouseEventKind::Drag(MouseButton::Left),
        (1, true) => MouseEventKind::Drag(MouseButton::Middle),
        (2, true) => MouseEventKind::Drag(MouseButton::Right),
        (3..=5, true) => MouseEventKind::Moved,
        (4, false) => MouseEventKind::ScrollUp,
        (5, false) => MouseEventKind::ScrollDown,
        (6, false) => MouseEventKind::ScrollLeft,
        (7, false) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    let from_zero = |place: u32| u16::try_from(place.checked_sub(1)?).ok();
    Some(Input::Mouse(MouseEvent {
        kind,
        column: from_zero(column)?,
        row: from_zero(row)?,
        modifiers: held(1 + u32::from((button >> 2) & 0b111)),
    }))
}
