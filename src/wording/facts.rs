//! Words for facts from a message.

use std::path::Path;

use super::draft::draft_error;
use super::lookup::{Words, word};
use super::value::doubt;
use crate::draft::DraftError;
use crate::facts::Warning;
use crate::language::Language;

/// Why a proposed value must be looked at before it is taken.
#[must_use]
pub fn fact_warning(warning: &Warning, language: Language) -> String {
    match warning {
        Warning::Doubt(found) => doubt(found, language).message,
        Warning::OtherHolder { holder } => {
            word("facts.other_holder", &[("holder", holder)], language)
        }
    }
}

/// Why a message cannot be read as text.
#[must_use]
pub fn message_unreadable(path: &Path, error: &DraftError, language: Language) -> Words {
    let problem = draft_error(error, language).message;
    let path = super::path(path);
    let values = [("path", path.as_str()), ("problem", problem.as_str())];
    Words {
        message: word("facts.unreadable", &values, language),
        hint: word("draft.encoding.hint_input", &[], language),
    }
}
