//! Words for facts from a message.

use std::path::Path;

use super::draft::draft_error;
use super::lookup::{Words, word, words_with_keys};
use super::value::doubt;
use crate::draft::DraftError;
use crate::facts::{MESSAGE_LIMIT_BYTES, Warning};
use crate::keys::KeyMap;
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

/// What became of a message that the user pasted into a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageNotice {
    /// The message is longer than the limit and was cut.
    Cut,
    /// The message answers nothing.
    Nothing,
    /// No piece of the message is sure, or the draft has all of them.
    NothingSure,
    /// The contract has no field for the piece of the message.
    NoField,
    /// The draft had the answer before the message was read.
    AlreadyInDraft,
    /// Answers from the message are now in the draft.
    Taken {
        /// How many.
        count: usize,
    },
}

/// The words of a notice about a pasted message.
pub(super) fn message_notice(notice: MessageNotice, keys: &KeyMap, language: Language) -> Words {
    let say = |key: &str, values: &[(&str, &str)]| {
        words_with_keys(&format!("paste.{key}"), values, keys, language)
    };
    match notice {
        MessageNotice::Cut => {
            let limit = (MESSAGE_LIMIT_BYTES / 1024).to_string();
            say("cut", &[("limit", &limit)])
        }
        MessageNotice::Nothing => say("no_answer", &[]),
        MessageNotice::NothingSure => say("nothing_sure", &[]),
        MessageNotice::NoField => say("no_field_for_piece", &[]),
        MessageNotice::AlreadyInDraft => say("already_in_draft", &[]),
        MessageNotice::Taken { count } => say("taken", &[("count", &count.to_string())]),
    }
}
