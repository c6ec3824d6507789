//! Words for the style of a contract: names of keys and meanings of values.

use super::disk::shown;
use super::lookup::{Words, optional, word, words};
use crate::language::Language;
use crate::template::{StyleError, StyleKey, StyleKind, StyleValue, size_name};
use crate::value::clean;

/// The name of a style key.
#[must_use]
pub fn style_label(key: &StyleKey, language: Language) -> String {
    word(&format!("style.{}.label", key.name), &[], language)
}

/// The effect of a style key, in one line.
#[must_use]
pub fn style_help(key: &StyleKey, language: Language) -> String {
    word(&format!("style.{}.help", key.name), &[], language)
}

/// The value of a style key, in words.
#[must_use]
pub fn style_value(key: &StyleKey, value: &StyleValue, language: Language) -> String {
    match value {
        StyleValue::Bool(true) => word("style.yes", &[], language),
        StyleValue::Bool(false) => word("style.no", &[], language),
        StyleValue::Text(text) => match key.kind {
            StyleKind::Word(_) => word(&format!("style.{}.value.{text}", key.name), &[], language),
            StyleKind::Flag
            | StyleKind::Mark(_)
            | StyleKind::Font(_)
            | StyleKind::Size
            | StyleKind::Lines
            | StyleKind::Margins => clean(text).text.into_owned(),
        },
        StyleValue::Number(number) if matches!(key.kind, StyleKind::Lines) => {
            word("style.lines", &[("number", &number.to_string())], language)
        }
        StyleValue::Number(number) => {
            let points = word("style.points", &[("number", &number.to_string())], language);
            match size_name(*number) {
                Some(name) => format!("{points} {name}"),
                None => points,
            }
        }
        StyleValue::Numbers(numbers) => {
            let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
            let numbers = numbers.join(" ");
            word("style.centimetres", &[("numbers", &numbers)], language)
        }
    }
}

/// The name of the style key with this spelling; `None` if the key is unknown.
pub(super) fn style_name(key: &str, language: Language) -> Option<String> {
    Some(style_label(StyleKey::named(key)?, language))
}

/// The reason why the typed text is not a value of the key.
#[must_use]
pub fn style_refused(error: &StyleError, language: Language) -> Words {
    match error {
        StyleError::UnknownKey { .. } => style_error("config", error, language),
        StyleError::WrongValue { key, takes } => {
            let label = style_name(key, language).unwrap_or_else(|| shown(key));
            words(
                "config.style_wrong_value",
                &[("key", &label), ("takes", takes)],
                language,
            )
        }
    }
}

/// The reason why the draft's value for a style key was rejected.
#[must_use]
pub fn style_ignored(error: &StyleError, language: Language) -> Words {
    style_error("draft", error, language)
}

/// The error of a style key; `floor` selects the texts: `draft` or `config`.
pub(super) fn style_error(floor: &str, error: &StyleError, language: Language) -> Words {
    match error {
        StyleError::UnknownKey { key, near } => {
            unknown_key(&format!("{floor}.style_unknown_key"), key, *near, language)
        }
        StyleError::WrongValue { key, takes } => words(
            &format!("{floor}.style_wrong_value"),
            &[("key", &shown(key)), ("takes", takes)],
            language,
        ),
    }
}

/// The message for an unknown key; the hint suggests the key with a similar spelling.
pub(super) fn unknown_key(text: &str, key: &str, near: Option<&str>, language: Language) -> Words {
    let mut said = words(text, &[("key", &shown(key))], language);
    if let Some(near) = near {
        said.hint = optional(&format!("{text}.hint_near"), &[("near", near)], language);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Style;

    #[test]
    fn every_key_and_every_choice_is_worded_in_both_languages() {
        for language in [Language::Chinese, Language::English] {
            for key in Style::keys() {
                let values = key.choices();
                let values = values.iter().map(|value| style_value(key, value, language));
                let said = [style_label(key, language), style_help(key, language)];
                for text in said.into_iter().chain(values) {
                    assert!(!text.starts_with("style."), "{text}");
                }
            }
        }
    }
}
