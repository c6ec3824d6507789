//! Words for the entries of the config that are ignored, with the reasons.

use super::disk::{shown, store_error, system_key};
use super::lookup::{Words, optional, placed, words};
use super::style::{style_error, unknown_key};
use super::toml::toml_fault;
use crate::language::Language;
use crate::store::{ConfigProblem, ConfigWarning, StoreError};

/// The warnings about ignored config entries, each with its place in the file.
#[must_use]
pub fn config_warning(warning: &ConfigWarning, file: &str, language: Language) -> Words {
    let said = match &warning.problem {
        ConfigProblem::Unreadable(error) => {
            let reason = store_error(error, language);
            words(
                "config.unreadable",
                &[("reason", &reason.message)],
                language,
            )
        }
        ConfigProblem::Encoding => words("config.encoding", &[], language),
        ConfigProblem::Syntax { message } => {
            let detail = toml_fault(message, language);
            words("config.syntax", &[("detail", &detail)], language)
        }
        ConfigProblem::UnknownKey { key, near } => {
            unknown_key("config.unknown_key", key, *near, language)
        }
        ConfigProblem::WrongValue { key, takes } => words(
            "config.wrong_value",
            &[("key", &shown(key)), ("takes", takes)],
            language,
        ),
        ConfigProblem::Invisible { key, count } => words(
            "config.invisible",
            &[("key", &shown(key)), ("count", &count.to_string())],
            language,
        ),
        ConfigProblem::Style(error) => style_error("config", error, language),
    };
    let at = (warning.line, warning.column);
    placed("config.at", said, at, file, language)
}

/// The reason why the first config was not written; the hint names another place for the file.
#[must_use]
pub fn config_failure(error: &StoreError, language: Language) -> Words {
    let said = store_error(error, language);
    let key = if let StoreError::System { kind, code, .. } = error {
        system_key(*kind, *code, cfg!(windows))
    } else if let StoreError::Exists { .. } = error {
        "exists"
    } else if let StoreError::NotAFile { .. } = error {
        "not_a_file"
    } else {
        return said;
    };
    let hint = optional(&format!("config.hint.{key}"), &[], language);
    Words {
        hint: if hint.is_empty() { said.hint } else { hint },
        ..said
    }
}
