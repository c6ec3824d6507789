//! A draft: what the user gave, as typed; and what follows from it.

mod answers;
mod format;

pub use answers::{Acknowledgement, Answer, Draft, TemplateReference};
pub use format::{
    DRAFT_LIMIT_BYTES, DraftError, DraftFile, DraftProblem, DraftWarning, DraftWarningProblem,
    EncodingGuess, ExpectedType, SCHEMA, ValueType, is_plain_id,
};
pub(crate) use format::{position, style_value};
