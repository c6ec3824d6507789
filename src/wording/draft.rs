//! Words for errors and warnings in a draft file.

use super::disk::{shown, size};
use super::lookup::{Words, placed, word, words};
use super::style::style_error;
use super::toml::toml_fault;
use crate::draft::{
    DraftError, DraftProblem, DraftWarning, DraftWarningProblem, EncodingGuess, ExpectedType,
    ValueType,
};
use crate::language::Language;

/// The reason why a draft file cannot be read, without the place in the file.
pub(super) fn draft_error(error: &DraftError, language: Language) -> Words {
    let say = |key: &str, values: &[(&str, &str)]| words(&format!("draft.{key}"), values, language);
    match &error.problem {
        DraftProblem::TooLarge { bytes, limit_bytes } => {
            let bytes = u64::try_from(*bytes).unwrap_or(u64::MAX);
            let limit = u64::try_from(*limit_bytes).unwrap_or(u64::MAX);
            say(
                "too_large",
                &[("size", &size(bytes)), ("limit", &size(limit))],
            )
        }
        DraftProblem::Empty => say("empty", &[]),
        DraftProblem::ZeroBytes => say("zero_bytes", &[]),
        DraftProblem::Encoding { guess } => {
            let key = match guess {
                EncodingGuess::Utf16 => "utf16",
                EncodingGuess::Gbk => "gbk",
                EncodingGuess::CutOff => "cut_off",
                EncodingGuess::Package => "package",
                EncodingGuess::Unknown => "unknown",
            };
            let guess = word(&format!("draft.guess.{key}"), &[], language);
            say("encoding", &[("guess", &guess)])
        }
        DraftProblem::Syntax { message } => {
            say("syntax", &[("detail", &toml_fault(message, language))])
        }
        DraftProblem::DuplicateKey => say("duplicate_key", &[]),
        DraftProblem::MergeConflict => say("merge_conflict", &[]),
        DraftProblem::TooDeep => say("too_deep", &[]),
        DraftProblem::NotADraft => say("not_a_draft", &[]),
        DraftProblem::WrongSchema { found } => say("wrong_schema", &[("found", &shown(found))]),
        DraftProblem::WrongId { found } => say("wrong_id", &[("found", &shown(found))]),
        DraftProblem::WrongType {
            key,
            expected,
            found,
        } => {
            let expected = match expected {
                ExpectedType::Text => "text",
                ExpectedType::Answer => "answer",
                ExpectedType::List => "list",
                ExpectedType::Table => "table",
            };
            let expected = word(&format!("draft.expected.{expected}"), &[], language);
            let found = found_type(*found, language);
            let values = [
                ("key", shown(key)),
                ("expected", expected),
                ("found", found),
            ];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            say("wrong_type", &values)
        }
    }
}

fn found_type(found: ValueType, language: Language) -> String {
    let key = match found {
        ValueType::Text => "text",
        ValueType::Scalar => "scalar",
        ValueType::List => "list",
        ValueType::Table => "table",
    };
    word(&format!("draft.found.{key}"), &[], language)
}

/// The warning about an entry of a draft file that is kept but not used, with its place.
#[must_use]
pub fn draft_warning(warning: &DraftWarning, file: &str, language: Language) -> Words {
    let said = match &warning.problem {
        DraftWarningProblem::Style(error) => style_error("draft", error, language),
        DraftWarningProblem::WrongTime { key, found } => words(
            "draft.wrong_time",
            &[("key", &shown(key)), ("found", &shown(found))],
            language,
        ),
        DraftWarningProblem::NotUsed { key, found } => words(
            "draft.not_used",
            &[
                ("key", &shown(key)),
                ("found", &found_type(*found, language)),
            ],
            language,
        ),
    };
    let at = (warning.line, warning.column);
    placed("config.at", said, at, file, language)
}
