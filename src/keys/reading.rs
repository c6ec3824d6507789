//! Parses the name of a key.

use super::{Key, KeyCode, KeyProblem};

impl Key {
    /// The key with this name (`ctrl-s`, `Shift-F3`, `alt-x`, `pagedown`, `?`).
    ///
    /// # Errors
    /// No key has this name, or terminals do not distinguish the key from another key.
    pub fn from_name(name: &str) -> Result<Self, KeyProblem> {
        let unknown = || KeyProblem::UnknownKey {
            key: name.to_owned(),
        };
        let mut rest = name.trim();
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        while let Some((head, tail)) = rest.split_once(['-', '+']) {
            if tail.is_empty() || head.is_empty() {
                break;
            }
            match head.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => ctrl = true,
                "alt" | "meta" => alt = true,
                "shift" => shift = true,
                _ => return Err(unknown()),
            }
            rest = tail;
        }
        let code = code(rest).ok_or_else(unknown)?;
        let key = Self {
            code,
            ctrl,
            alt,
            shift,
        };
        match key.arrives_as() {
            Some(arrives) => Err(KeyProblem::Indistinguishable {
                key: key.name(),
                arrives,
            }),
            None => Ok(key),
        }
    }

    /// The key that arrives instead, if terminals do not distinguish the two; `?` if no key
    /// arrives.
    fn arrives_as(self) -> Option<&'static str> {
        match self.code {
            // These combinations send the same bytes as the other key.
            KeyCode::Character('i') if self.ctrl => Some("Tab"),
            KeyCode::Character('m' | 'j') if self.ctrl => Some("Enter"),
            KeyCode::Character('h') if self.ctrl => Some("Backspace"),
            KeyCode::Character('[') if self.ctrl || self.alt => Some("Esc"),
            KeyCode::Character('a'..='z' | ' ') if self.ctrl && !self.alt && !self.shift => None,
            KeyCode::Character(_) if self.ctrl => Some("?"),
            KeyCode::Character('a'..='z' | '0'..='9') if self.alt && !self.shift => None,
            KeyCode::Character(_) if self.alt || self.shift => Some("?"),
            KeyCode::Enter if self.ctrl || self.shift => Some("Enter"),
            KeyCode::Escape if self.ctrl || self.alt || self.shift => Some("Esc"),
            KeyCode::Backspace if self.ctrl || self.alt || self.shift => Some("Backspace"),
            KeyCode::Tab if self.ctrl || self.alt => Some("Tab"),
            KeyCode::Function(_) if self.ctrl || self.alt => Some("F"),
            KeyCode::Character(_)
            | KeyCode::Function(_)
            | KeyCode::Enter
            | KeyCode::Tab
            | KeyCode::Escape
            | KeyCode::Backspace
            | KeyCode::Delete
            | KeyCode::Up
            | KeyCode::Down
            | KeyCode::Left
            | KeyCode::Right
            | KeyCode::Home
            | KeyCode::End
            | KeyCode::PageUp
            | KeyCode::PageDown => None,
        }
    }
}

fn code(name: &str) -> Option<KeyCode> {
    let mut characters = name.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        return (!c.is_control()).then(|| KeyCode::Character(c.to_ascii_lowercase()));
    }
    let name = name.to_ascii_lowercase();
    let code = match name.as_str() {
        "space" => KeyCode::Character(' '),
        "enter" | "return" => KeyCode::Enter,
        "tab" => KeyCode::Tab,
        "esc" | "escape" => KeyCode::Escape,
        "backspace" => KeyCode::Backspace,
        "delete" | "del" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        _ => {
            let number: u8 = name.strip_prefix('f')?.parse().ok()?;
            return (1..=12)
                .contains(&number)
                .then_some(KeyCode::Function(number));
        }
    };
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::BINDINGS;

    #[test]
    fn every_key_of_the_table_is_read_back_from_its_name() {
        for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
            // The program binds Ctrl-H beside Backspace, because terminals do not distinguish them.
            if key.name() != "Ctrl-H" {
                assert_eq!(Key::from_name(&key.name()), Ok(*key), "{}", key.name());
                let lower = key.name().to_lowercase();
                assert_eq!(Key::from_name(&lower), Ok(*key), "{lower}");
            }
        }
    }

    #[test]
    fn keys_that_no_terminal_sends_are_told_from_keys_that_do_not_exist() {
        for (name, expected) in [
            ("ctrl-i", "Tab"),
            ("Ctrl-M", "Enter"),
            ("ctrl+j", "Enter"),
            ("ctrl-h", "Backspace"),
            ("ctrl-enter", "Enter"),
            ("shift-enter", "Enter"),
            ("ctrl-[", "Esc"),
            ("ctrl-shift-s", "?"),
            ("ctrl-1", "?"),
            ("shift-a", "?"),
            ("ctrl-f1", "F"),
        ] {
            match Key::from_name(name) {
                Err(KeyProblem::Indistinguishable { arrives, .. }) => {
                    assert_eq!(arrives, expected, "{name}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
        for name in [
            "", "f13", "f0", "fx", "hyper-a", "strg-s", "ctrl-", "ctrl-foo", "甲乙",
        ] {
            let unknown = KeyProblem::UnknownKey {
                key: name.to_owned(),
            };
            assert_eq!(Key::from_name(name), Err(unknown), "{name}");
        }
    }
}
