//! The bytes that a terminal sends, as keys, pastes and reports of the mouse: a state machine that
//! reads no clock and is told when the bytes came.
//!
//! A terminal sends more than keys: it answers questions, those of another program too, and over a
//! slow line everything comes in pieces. A complete control sequence (ECMA-48, with xterm's
//! extensions) that is no key is dropped whole. A sequence that does not go on, or grows too long,
//! is over, so that it swallows no key.

use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};

use super::sequence::{self, Meaning};

/// What continues `ESC` or `ESC [` comes within this time; else they were keys.
const KEY_WAITS: Duration = Duration::from_millis(100);
/// A control sequence that has begun is over after this silence.
const SEQUENCE_WAITS: Duration = Duration::from_millis(500);
/// A string that has begun is over after this silence.
const STRING_WAITS: Duration = Duration::from_secs(1);
/// A string is over after this time, however many letters come that may belong to it.
const STRING_LASTS: Duration = Duration::from_secs(10);
/// A paste that has begun is over after this silence.
const PASTE_WAITS: Duration = Duration::from_secs(5);
/// A terminal sends an answer without such a silence in it; whoever types makes one.
const REST: Duration = Duration::from_millis(150);

/// A control sequence is over at this length, which counts what introduces it.
const SEQUENCE_BYTES: usize = 256;
/// A string is over at this length.
const STRING_BYTES: usize = 1024 * 1024;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Turns bytes into what the user did.
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
    /// The bytes so far of a character, of a sequence's parameters or of a paste.
    held: Vec<u8>,
    /// Whether another `ESC` stands right before the sequence: Alt, or the key Esc.
    has_escape: bool,
    /// When the last bytes came.
    last: Option<Instant>,
    /// Whether a rest was before the byte that is looked at.
    has_rested: bool,
    /// How often the terminal was asked for the cursor's place without an answer so far.
    n_asked: usize,
    cursor: Option<(u16, u16)>,
    found: Vec<Input>,
}

/// What has begun and is not whole.
#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Nothing,
    Character,
    Escape,
    /// `ESC [` and its like, or the control character (C1) that means the same.
    Introduced {
        by: Introducer,
        is_c1: bool,
    },
    /// Parameters follow `CSI` or `SS3`.
    Parameters {
        by: Introducer,
    },
    /// `ESC [ [`: the Linux console's F1 to F5.
    Console,
    /// `ESC [ M`: three bytes follow.
    Mouse,
    String(Text),
    /// `ESC` in a string, which `\` would end. An empty string may be a key with Alt instead.
    StringEscape {
        empty: Option<Introducer>,
    },
    /// The `ESC` in a string became a key: a late `\` still belongs to the string.
    StringEnded,
    Paste,
}

/// What makes more of an `ESC` than a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Introducer {
    Csi,
    Ss3,
    Osc,
    Dcs,
    Sos,
    Pm,
    Apc,
}

impl Introducer {
    /// By the byte behind `ESC`.
    fn of(byte: u8) -> Option<Self> {
        Some(match byte {
            b'[' => Self::Csi,
            b'O' => Self::Ss3,
            b']' => Self::Osc,
            b'P' => Self::Dcs,
            b'X' => Self::Sos,
            b'^' => Self::Pm,
            b'_' => Self::Apc,
            _ => return None,
        })
    }

    /// The character that Alt is pressed with to send the same.
    fn character(self) -> char {
        match self {
            Self::Csi => '[',
            Self::Ss3 => 'O',
            Self::Osc => ']',
            Self::Dcs => 'P',
            Self::Sos => 'X',
            Self::Pm => '^',
            Self::Apc => '_',
        }
    }
}

/// A string. Nothing of it is kept.
#[derive(Clone, Copy, Debug)]
struct Text {
    /// Whether `BEL` ends it.
    has_bell: bool,
    /// Whether only printable ASCII still belongs to it: after a rest somebody may have typed what
    /// comes; and what looks like a C1 control may be a piece of a broken character.
    is_ascii: bool,
    n_bytes: usize,
    since: Instant,
}

impl Parser {
    /// What the user did, by bytes that came together at this time.
    pub fn take(&mut self, bytes: &[u8], at: Instant) -> Vec<Input> {
        self.end_what_is_over(at);
        let rest = self.last.map(|last| at.saturating_duration_since(last));
        self.has_rested = rest.is_some_and(|rest| rest >= REST);
        for byte in bytes {
            self.byte(*byte, at);
            self.has_rested = false;
            self.last = Some(at);
        }
        std::mem::take(&mut self.found)
    }

    /// What the user did, given that nothing more has come until now.
    pub fn wait(&mut self, now: Instant) -> Vec<Input> {
        self.end_what_is_over(now);
        std::mem::take(&mut self.found)
    }

    /// When what has begun is over unless more comes; `None` while nothing waits.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let last = self.last?;
        Some(match self.state {
            State::Nothing | State::Character => return None,
            State::Escape | State::Introduced { .. } | State::StringEscape { .. } => {
                last + KEY_WAITS
            }
            State::Parameters { .. } | State::Console | State::Mouse => last + SEQUENCE_WAITS,
            State::String(text) => (last + STRING_WAITS).min(text.since + STRING_LASTS),
            State::StringEnded => last + STRING_WAITS,
            State::Paste => last + PASTE_WAITS,
        })
    }

    /// Tells that the terminal is asked for the cursor's place, so that the next place is known for
    /// the answer.
    pub fn expect_cursor(&mut self) {
        self.n_asked += 1;
    }

    /// Takes the terminal's answer: column and row, from 0.
    pub fn cursor(&mut self) -> Option<(u16, u16)> {
        self.cursor.take()
    }

    fn end_what_is_over(&mut self, now: Instant) {
        while self.deadline().is_some_and(|deadline| deadline <= now) {
            match self.state {
                State::Nothing | State::Character => return,
                State::Escape => {
                    self.press_escape_before();
                    self.press(KeyCode::Esc, KeyModifiers::NONE);
                    self.reset();
                }
                State::Introduced { by, is_c1 } => self.end_introduced(by, is_c1),
                State::Parameters { .. }
                | State::Console
                | State::Mouse
                | State::String(_)
                | State::StringEnded => self.drop_it(),
                State::StringEscape { empty: Some(by) } => {
                    self.end_introduced(by, false);
                    self.press(KeyCode::Esc, KeyModifiers::NONE);
                }
                State::StringEscape { empty: None } => {
                    self.press(KeyCode::Esc, KeyModifiers::NONE);
                    self.state = State::StringEnded;
                }
                State::Paste => self.end_paste(),
            }
        }
    }

    fn byte(&mut self, byte: u8, at: Instant) {
        match self.state {
            State::Nothing => self.begin(byte, at),
            State::Character => self.continue_character(byte, at),
            State::Escape => self.after_escape(byte, at),
            State::Introduced { by, is_c1 } => self.after_introducer(byte, by, is_c1, at),
            State::Parameters { by } => self.continue_parameters(byte, by, at),
            State::Console => self.end_console(byte, at),
            State::Mouse => self.continue_mouse(byte, at),
            State::String(text) => self.continue_string(byte, text, at),
            State::StringEscape { empty } => self.after_string_escape(byte, empty, at),
            State::StringEnded if byte == b'\\' => self.reset(),
            State::StringEnded => self.drop_and_begin(byte, at),
            State::Paste => {
                self.held.push(byte);
                if self.held.ends_with(PASTE_END) {
                    self.end_paste();
                }
            }
        }
    }

    fn begin(&mut self, byte: u8, at: Instant) {
        match byte {
            ESC => self.state = State::Escape,
            0x00..=0x1f | 0x7f => {
                let (code, held) = control(byte);
                self.press(code, held);
            }
            0x20..=0x7e => self.typed(char::from(byte)),
            0x80..=0x9f => self.begin_c1(byte, at),
            0xc2..=0xf4 => {
                self.held.push(byte);
                self.state = State::Character;
            }
            // These begin no character of UTF-8.
            0xa0..=0xc1 | 0xf5..=0xff => {}
        }
    }

    /// A control character of its own, which means `ESC` and a byte that is less by 0x40.
    fn begin_c1(&mut self, control: u8, at: Instant) {
        let Some(by) = control.checked_sub(0x40).and_then(Introducer::of) else {
            return;
        };
        self.state = match by {
            Introducer::Csi | Introducer::Ss3 => State::Introduced { by, is_c1: true },
            Introducer::Osc
            | Introducer::Dcs
            | Introducer::Sos
            | Introducer::Pm
            | Introducer::Apc => State::String(Text {
                has_bell: by == Introducer::Osc,
                is_ascii: true,
                n_bytes: 0,
                since: at,
            }),
        };
    }

    fn continue_character(&mut self, byte: u8, at: Instant) {
        self.held.push(byte);
        match std::str::from_utf8(&self.held) {
            Ok(text) => {
                let character = text.chars().next().unwrap_or_default();
                self.reset();
                match u8::try_from(character) {
                    Ok(control @ 0x80..=0x9f) => self.begin_c1(control, at),
                    Ok(_) | Err(_) => self.typed(character),
                }
            }
            Err(error) if error.error_len().is_none() => {}
            // A broken character goes with the byte that continues it.
            Err(_) if matches!(byte, 0x80..=0xbf) => self.reset(),
            Err(_) => self.drop_and_begin(byte, at),
        }
    }

    fn after_escape(&mut self, byte: u8, at: Instant) {
        if byte == ESC {
            self.press_escape_before();
            self.has_escape = true;
            return;
        }
        if let Some(by) = Introducer::of(byte) {
            self.state = State::Introduced { by, is_c1: false };
            return;
        }
        self.press_escape_before();
        self.reset();
        match byte {
            0x20..=0x7e => self.press_alt(char::from(byte)),
            b'\r' | b'\t' | 0x7f => {
                let (code, held) = control(byte);
                self.press(code, held | KeyModifiers::ALT);
            }
            // No key is bound to Alt with Ctrl, nor to Alt with what an IME commits: somebody was
            // quick, or the line slow.
            _ => {
                self.press(KeyCode::Esc, KeyModifiers::NONE);
                self.begin(byte, at);
            }
        }
    }

    fn after_introducer(&mut self, byte: u8, by: Introducer, is_c1: bool, at: Instant) {
        use Introducer::{Apc, Csi, Dcs, Osc, Pm, Sos, Ss3};
        match (by, byte) {
            (Csi, b'[') => self.state = State::Console,
            (Csi, b'M') => self.state = State::Mouse,
            (Csi, 0x20..=0x3f) | (Ss3, b'0'..=b'9' | b';') => {
                self.held.push(byte);
                self.state = State::Parameters { by };
            }
            (Csi | Ss3, 0x40..=0x7e) => self.end_sequence(by, byte),
            (Osc | Dcs | Sos | Pm | Apc, ESC) => {
                self.state = State::StringEscape { empty: Some(by) };
            }
            (Osc, BEL) => self.drop_it(),
            (Osc | Dcs, 0x20..=0x7e) | (Sos | Pm | Apc, 0x20..=0x7e | 0x80..) => {
                self.press_escape_before();
                self.state = State::String(Text {
                    has_bell: by == Osc,
                    is_ascii: false,
                    n_bytes: 1,
                    since: at,
                });
            }
            _ => {
                self.end_introduced(by, is_c1);
                self.begin(byte, at);
            }
        }
    }

    fn continue_parameters(&mut self, byte: u8, by: Introducer, at: Instant) {
        match byte {
            0x20..=0x3f => {
                self.held.push(byte);
                if self.held.len() + "\u{1b}[".len() >= SEQUENCE_BYTES {
                    self.drop_it();
                }
            }
            0x40..=0x7e => self.end_sequence(by, byte),
            _ => self.drop_and_begin(byte, at),
        }
    }

    fn end_sequence(&mut self, by: Introducer, last: u8) {
        let parameters = std::mem::take(&mut self.held);
        let meaning = match by {
            Introducer::Ss3 => sequence::of_single_shift(&parameters, last),
            _ => sequence::of_control(&parameters, last),
        };
        match meaning {
            Meaning::Key(key) => self.press_key(key),
            Meaning::Cursor { row, column } => self.place_cursor(row, column),
            Meaning::Input(input) => {
                self.press_escape_before();
                self.found.push(input);
            }
            Meaning::Nothing => {}
            Meaning::Paste => {
                self.press_escape_before();
                self.state = State::Paste;
                return;
            }
        }
        self.drop_it();
    }

    /// Takes a place for the answer to the question, if there is one; else for a key that is sent
    /// alike.
    fn place_cursor(&mut self, row: u16, column: u16) {
        if self.n_asked > 0 {
            self.n_asked -= 1;
            self.cursor = Some((column.saturating_sub(1), row.saturating_sub(1)));
        } else if let Some(key) = sequence::key_of_place(row, column) {
            self.press_key(key);
        }
    }

    fn end_console(&mut self, byte: u8, at: Instant) {
        match byte {
            b'A'..=b'E' => {
                self.press_key(KeyEvent::from(KeyCode::F(byte - b'A' + 1)));
                self.reset();
            }
            _ => self.drop_and_begin(byte, at),
        }
    }

    fn continue_mouse(&mut self, byte: u8, at: Instant) {
        if byte < b' ' || (self.has_rested && !byte.is_ascii()) {
            return self.drop_and_begin(byte, at);
        }
        self.held.push(byte);
        if let [button, column, row] = *self.held.as_slice() {
            self.press_escape_before();
            self.found
                .extend(sequence::of_mouse_bytes(button, column, row));
            self.reset();
        }
    }

    fn continue_string(&mut self, byte: u8, mut text: Text, at: Instant) {
        text.is_ascii |= self.has_rested;
        match byte {
            ESC => self.state = State::StringEscape { empty: None },
            BEL if text.has_bell => self.reset(),
            CAN | SUB if !text.is_ascii => self.reset(),
            _ if !text.is_ascii || matches!(byte, 0x20..=0x7e) => {
                text.n_bytes += 1;
                self.state = State::String(text);
                if text.n_bytes >= STRING_BYTES {
                    self.reset();
                }
            }
            _ => self.drop_and_begin(byte, at),
        }
    }

    fn after_string_escape(&mut self, byte: u8, empty: Option<Introducer>, at: Instant) {
        if byte == b'\\' {
            return self.drop_it();
        }
        if let Some(by) = empty {
            self.end_introduced(by, false);
        }
        self.state = State::Escape;
        self.after_escape(byte, at);
    }

    /// Nothing has come behind what would introduce something: a key with Alt, if `ESC` was part of
    /// it.
    fn end_introduced(&mut self, by: Introducer, is_c1: bool) {
        self.press_escape_before();
        if !is_c1 {
            self.press_alt(by.character());
        }
        self.reset();
    }

    /// Hands on a paste, without its end or what has come of that.
    fn end_paste(&mut self) {
        let mut text = std::mem::take(&mut self.held);
        let n_end = (0..=PASTE_END.len()).rev().find(|count| {
            PASTE_END
                .get(..*count)
                .is_some_and(|end| text.ends_with(end))
        });
        text.truncate(text.len() - n_end.unwrap_or_default());
        let text = String::from_utf8(text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        self.found.push(Input::Paste(text));
        self.reset();
    }

    fn drop_and_begin(&mut self, byte: u8, at: Instant) {
        self.drop_it();
        self.begin(byte, at);
    }

    /// Drops what has begun. An `ESC` before it was a key of its own.
    fn drop_it(&mut self) {
        self.press_escape_before();
        self.reset();
    }

    fn reset(&mut self) {
        self.state = State::Nothing;
        self.held.clear();
        self.has_escape = false;
    }

    fn press_escape_before(&mut self) {
        if std::mem::take(&mut self.has_escape) {
            self.press(KeyCode::Esc, KeyModifiers::NONE);
        }
    }

    /// The key of a sequence. `ESC` before a key that may be bound with Alt is Alt; before another
    /// one it is a key of its own.
    fn press_key(&mut self, mut key: KeyEvent) {
        let takes_alt = matches!(
            key.code,
            KeyCode::Up
                | KeyCode::Down
                | KeyCode::Left
                | KeyCode::Right
                | KeyCode::Home
                | KeyCode::End
                | KeyCode::PageUp
                | KeyCode::PageDown
                | KeyCode::Insert
                | KeyCode::Delete
        );
        if takes_alt && std::mem::take(&mut self.has_escape) {
            key.modifiers |= KeyModifiers::ALT;
        }
        self.press_escape_before();
        self.found.push(Input::Key(key));
    }

    fn press_alt(&mut self, character: char) {
        let held = KeyModifiers::ALT | shift_of(character);
        self.press(KeyCode::Char(character), held);
    }

    fn typed(&mut self, character: char) {
        self.press(KeyCode::Char(character), shift_of(character));
    }

    fn press(&mut self, code: KeyCode, held: KeyModifiers) {
        self.found.push(Input::Key(KeyEvent::new(code, held)));
    }
}

fn shift_of(character: char) -> KeyModifiers {
    if character.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    }
}

/// The key of a control character.
fn control(byte: u8) -> (KeyCode, KeyModifiers) {
    let with_control = |character| (KeyCode::Char(character), KeyModifiers::CONTROL);
    match byte {
        b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
        0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
        0x00 => with_control(' '),
        0x01..=0x1a => with_control(char::from(byte - 1 + b'a')),
        // Ctrl-4 to Ctrl-7, as every terminal has sent them since the VT220.
        _ => with_control(char::from(byte.saturating_sub(0x1c) + b'4')),
    }
}
