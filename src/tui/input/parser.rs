//! Decodes the bytes of a terminal into keys, pastes and mouse reports. The parser is a state
//! machine that reads no clock: the caller passes the arrival time of the bytes.
//!
//! A terminal sends more than keys: it answers queries, even those of other programs, and over a
//! slow line everything arrives in pieces. A complete control sequence (ECMA-48, with xterm's
//! extensions) that is not a key is dropped whole. An incomplete sequence ends after a silence or
//! at a maximum length, so that it swallows no keys.

use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};

use super::sequence::{self, Meaning};

/// The wait for the continuation of `ESC` or `ESC [`; after it the bytes count as keys.
const KEY_WAITS: Duration = Duration::from_millis(100);
/// A control sequence that has started ends after this silence.
const SEQUENCE_WAITS: Duration = Duration::from_millis(500);
/// A control string that has started ends after this silence.
const STRING_WAITS: Duration = Duration::from_secs(1);
/// A control string ends after this time, even if characters that may belong to it still arrive.
const STRING_LASTS: Duration = Duration::from_secs(10);
/// A paste that has started ends after this silence.
const PASTE_WAITS: Duration = Duration::from_secs(5);
/// A silence this long occurs between typed keys, but not within a terminal's reply.
const REST: Duration = Duration::from_millis(150);

/// The maximum length of a control sequence, with its introducer.
const SEQUENCE_BYTES: usize = 256;
/// The maximum length of a control string.
const STRING_BYTES: usize = 1024 * 1024;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Decodes bytes into inputs.
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
    /// The bytes so far of a character, of a sequence's parameters or of a paste.
    held: Vec<u8>,
    /// Whether another `ESC` directly precedes the sequence: Alt, or the key Esc.
    has_escape: bool,
    /// When the last bytes arrived.
    last: Option<Instant>,
    /// Whether a silence of [`REST`] preceded the current byte.
    has_rested: bool,
    /// The number of cursor queries that the terminal has not answered yet.
    n_asked: usize,
    cursor: Option<(u16, u16)>,
    found: Vec<Input>,
}

/// The kind of the incomplete input.
#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Nothing,
    Character,
    Escape,
    /// `ESC [` or another introducer, or the C1 control character with the same meaning.
    Introduced {
        by: Introducer,
        is_c1: bool,
    },
    /// The parameters behind `CSI` or `SS3`.
    Parameters {
        by: Introducer,
    },
    /// `ESC [ [`: F1 to F5 of the Linux console.
    Console,
    /// `ESC [ M`: three bytes follow.
    Mouse,
    String(Text),
    /// `ESC` in a control string, which ends with `ESC \`. After an empty string the `ESC` may be a
    /// key with Alt instead.
    StringEscape {
        empty: Option<Introducer>,
    },
    /// The `ESC` in a string was taken for a key; a late `\` still belongs to the string.
    StringEnded,
    Paste,
}

/// The kinds of sequences that start with `ESC`.
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
    /// The introducer for the byte behind `ESC`.
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

    /// The character that sends the same bytes when it is pressed with Alt.
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

/// A control string. Its content is discarded.
#[derive(Clone, Copy, Debug)]
struct Text {
    /// Whether `BEL` ends the string.
    has_bell: bool,
    /// Whether only printable ASCII still belongs to the string: after a silence the bytes may be
    /// typed, and a byte that looks like a C1 control may be part of a broken character.
    is_ascii: bool,
    n_bytes: usize,
    since: Instant,
}

impl Parser {
    /// Decodes bytes that arrived together at this time.
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

    /// Decodes what is incomplete, given that no more bytes have arrived until `now`.
    pub fn wait(&mut self, now: Instant) -> Vec<Input> {
        self.end_what_is_over(now);
        std::mem::take(&mut self.found)
    }

    /// When the incomplete input ends unless more bytes arrive; `None` if nothing is incomplete.
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

    /// Announces a cursor query, so that the next cursor report counts as its answer.
    #[cfg(any(unix, test))]
    pub(in crate::tui) fn expect_cursor(&mut self) {
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
            // These bytes start no UTF-8 character.
            0xa0..=0xc1 | 0xf5..=0xff => {}
        }
    }

    /// Handles a C1 control character, which means `ESC` and the byte minus 0x40.
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
            // Drop a broken character together with its continuation byte.
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
            // No key is bound to Alt with Ctrl or to Alt with text of an input method: the user
            // typed fast, or the line is slow.
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

    /// Takes a cursor report as the answer to a query if one is open, else as a key with the same
    /// bytes.
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

    /// Ends a sequence of which only the introducer arrived: the bytes were a key with Alt if they
    /// started with `ESC`.
    fn end_introduced(&mut self, by: Introducer, is_c1: bool) {
        self.press_escape_before();
        if !is_c1 {
            self.press_alt(by.character());
        }
        self.reset();
    }

    /// Emits a paste without the bytes of its end marker.
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

    /// Drops the incomplete input. A preceding `ESC` counts as the key Esc.
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

    /// Emits the key of a sequence. A preceding `ESC` means Alt if the key may be bound with Alt;
    /// else it is the key Esc.
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
        // Ctrl-4 to Ctrl-7, as every terminal has sent these keys since the VT220.
        _ => with_control(char::from(byte.saturating_sub(0x1c) + b'4')),
    }
}
