//! Keys and their names.

/// A key as a terminal sends it, in a type of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key without its modifiers.
    pub code: KeyCode,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held. Never set for characters: a character already shows Shift.
    pub shift: bool,
}

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character; lower case if a modifier is held.
    Character(char),
    /// F1 to F12.
    Function(u8),
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

impl Key {
    /// Whether the key is a character that a text line would insert.
    pub(super) fn is_typed(self) -> bool {
        matches!(self.code, KeyCode::Character(_)) && !self.ctrl && !self.alt
    }

    /// The name of the key as people write it: `Ctrl-S`, `Shift-Tab`, `F9`.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = String::new();
        for (held, word) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if held {
                name.push_str(word);
            }
        }
        match self.code {
            KeyCode::Character(' ') => name.push_str("Space"),
            KeyCode::Character(c) => name.extend(c.to_uppercase()),
            KeyCode::Function(number) => name.push_str(&format!("F{number}")),
            KeyCode::Enter => name.push_str("Enter"),
            KeyCode::Tab => name.push_str("Tab"),
            KeyCode::Escape => name.push_str("Esc"),
            KeyCode::Backspace => name.push_str("Backspace"),
            KeyCode::Delete => name.push_str("Delete"),
            KeyCode::Up => name.push_str("Up"),
            KeyCode::Down => name.push_str("Down"),
            KeyCode::Left => name.push_str("Left"),
            KeyCode::Right => name.push_str("Right"),
            KeyCode::Home => name.push_str("Home"),
            KeyCode::End => name.push_str("End"),
            KeyCode::PageUp => name.push_str("PageUp"),
            KeyCode::PageDown => name.push_str("PageDown"),
        }
        name
    }
}

pub(super) const fn plain(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: false,
    }
}

pub(super) const fn ctrl(c: char) -> Key {
    Key {
        code: KeyCode::Character(c),
        ctrl: true,
        alt: false,
        shift: false,
    }
}

pub(super) const fn with_ctrl(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: true,
        alt: false,
        shift: false,
    }
}

pub(super) const fn with_alt(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: false,
        alt: true,
        shift: false,
    }
}

pub(super) const fn alt(c: char) -> Key {
    Key {
        code: KeyCode::Character(c),
        ctrl: false,
        alt: true,
        shift: false,
    }
}

pub(super) const fn function(number: u8) -> Key {
    plain(KeyCode::Function(number))
}

pub(super) const fn shifted(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: true,
    }
}
