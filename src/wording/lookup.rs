//! Texts by key. Placeholders are filled in one pass, so that a value that looks like a
//! placeholder stays what it is.

use std::sync::OnceLock;

use crate::keys::{KeyMap, key_named};
use crate::language::Language;
use crate::language::texts::text;

/// The keys that texts name; the usual ones where none were given.
static KEYS: OnceLock<KeyMap> = OnceLock::new();

/// Says which keys are in force, so that texts name those. To be called once, before the first
/// text: keys do not change while the program runs.
pub fn use_keys(keys: KeyMap) {
    // Whoever was first has the say; there is one configuration.
    let _first = KEYS.set(keys);
}

/// A message and the way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What is the matter, in one sentence.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
}

/// The text of a key in a language with `%{name}` filled in; `%{key.undo}` is the key of that
/// action.
#[must_use]
pub fn word(key: &str, values: &[(&str, &str)], language: Language) -> String {
    fill(text(key, language).unwrap_or(key), values)
}

/// The message and the hint under a key; the hint is empty where there is none.
pub(super) fn words(key: &str, values: &[(&str, &str)], language: Language) -> Words {
    Words {
        message: word(&format!("{key}.message"), values, language),
        hint: optional(&format!("{key}.hint"), values, language),
    }
}

/// The text of a key that not every message has.
pub(super) fn optional(key: &str, values: &[(&str, &str)], language: Language) -> String {
    text(key, language)
        .map(|text| fill(text, values))
        .unwrap_or_default()
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
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
            let keys = KEYS.get_or_init(KeyMap::default);
            filled.push_str(&key_named(keys, action).unwrap_or_default());
        } else if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        let values = [("a", "%{b}"), ("b", "x")];
        assert_eq!(fill("1 %{a} 2 %{b} %{c}3", &values), "1 %{b} 2 x 3");
    }
}
