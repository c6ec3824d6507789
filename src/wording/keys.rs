//! Words for the entries of `[keys]` that are ignored.

use super::lookup::{Words, placed, word, words};
use crate::keys::{KeyProblem, KeyWarning};
use crate::language::Language;
use crate::value::clean;

/// The warning about an ignored entry of `[keys]` in the config, with its place.
#[must_use]
pub fn key_warning(warning: &KeyWarning, file: &str, language: Language) -> Words {
    let say =
        |key: &str, values: &[(&str, &str)]| words(&format!("config.keys.{key}"), values, language);
    let said = match &warning.problem {
        KeyProblem::UnknownAction { action, near } => {
            let mut said = say("unknown_action", &[("action", &clean(action).text)]);
            if let Some(near) = near {
                said.hint = word("config.unknown_key.hint_near", &[("near", near)], language);
            }
            said
        }
        KeyProblem::UnknownKey { key } => say("unknown_key", &[("key", &clean(key).text)]),
        KeyProblem::Indistinguishable { key, arrives: "?" } => {
            say("never_arrives", &[("key", &clean(key).text)])
        }
        KeyProblem::Indistinguishable { key, arrives } => say(
            "indistinguishable",
            &[("key", &clean(key).text), ("arrives", arrives)],
        ),
        KeyProblem::Types { key } => say("types", &[("key", &clean(key).text)]),
        KeyProblem::Taken { key, by } => {
            let does = word(&format!("action.{}.long", by.name()), &[], language);
            say("taken", &[("key", key), ("by", by.name()), ("does", &does)])
        }
    };
    let at = (warning.line, warning.column);
    placed("config.at", said, at, file, language)
}
