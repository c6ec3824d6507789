//! Looks texts up by key. All placeholders are filled in one pass, so that a value that looks like
//! a placeholder is not replaced.

use crate::keys::{KeyMap, key_named};
use crate::language::Language;
use crate::language::texts::text;

/// A message with a hint for the next step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The problem or fact, in one sentence.
    pub message: String,
    /// The next step for the user; may be empty.
    pub hint: String,
}

impl From<String> for Words {
    /// A message without a hint.
    fn from(message: String) -> Self {
        Self {
            message,
            hint: String::new(),
        }
    }
}

/// The text of a key in a language, with every `%{name}` filled in. Texts that name keyboard keys
/// need [`word_with_keys`].
#[must_use]
pub fn word(key: &str, values: &[(&str, &str)], language: Language) -> String {
    // A missing text shows its key, so that the gap is visible instead of fatal.
    fill(text(key, language).unwrap_or(key), values, None)
}

/// The text of a key in a language, with every `%{name}` filled in; `%{key.undo}` becomes the
/// keyboard key that `keys` binds to the action `undo`.
#[must_use]
pub fn word_with_keys(
    key: &str,
    values: &[(&str, &str)],
    keys: &KeyMap,
    language: Language,
) -> String {
    fill(text(key, language).unwrap_or(key), values, Some(keys))
}

/// The message and the hint of a key; the hint is empty if the key has no hint text.
pub(super) fn words(key: &str, values: &[(&str, &str)], language: Language) -> Words {
    Words {
        message: word(&format!("{key}.message"), values, language),
        hint: optional(&format!("{key}.hint"), values, language),
    }
}

/// The text of a key that may be missing; empty if it is.
#[must_use]
pub fn optional(key: &str, values: &[(&str, &str)], language: Language) -> String {
    text(key, language)
        .map(|text| fill(text, values, None))
        .unwrap_or_default()
}

/// The message and the hint of a key like [`words`], with the names of keyboard keys.
pub(super) fn words_with_keys(
    key: &str,
    values: &[(&str, &str)],
    keys: &KeyMap,
    language: Language,
) -> Words {
    let hint = text(&format!("{key}.hint"), language);
    Words {
        message: word_with_keys(&format!("{key}.message"), values, keys, language),
        hint: hint
            .map(|hint| fill(hint, values, Some(keys)))
            .unwrap_or_default(),
    }
}

fn fill(text: &str, values: &[(&str, &str)], keys: Option<&KeyMap>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("%{") {
        filled.push_str(before);
        let Some((name, after)) = tail.split_once('}') else {
            filled.push_str("%{");
            rest = tail;
            continue;
        };
        if let Some(action) = name.strip_prefix("key.") {
            debug_assert!(keys.is_some(), "{text:?} names keys");
            let key = keys.and_then(|keys| key_named(keys, action));
            filled.push_str(&key.unwrap_or_default());
        } else if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A message about one place of a file: `file:line:column：message`. `key` names the text.
pub(super) fn placed(
    key: &str,
    said: Words,
    (line, column): (usize, usize),
    file: &str,
    language: Language,
) -> Words {
    let values = [
        ("path", file),
        ("line", &line.to_string()),
        ("column", &column.to_string()),
        ("problem", &said.message),
    ];
    Words {
        message: word(key, &values, language),
        hint: said.hint,
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        let values = [("a", "%{b}"), ("b", "x")];
        let filled = fill("1 %{a} 2 %{b} %{c}3", &values, None);
        assert_eq!(filled, "1 %{b} 2 x 3");
    }
}
