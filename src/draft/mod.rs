//! Drafts: the user's answers as typed, and the values and issues derived from them.

mod answers;
mod asking;
mod carry;
mod changes;
mod computing;
mod copying;
mod evaluate;
#[cfg(test)]
pub(crate) mod for_tests;
mod format;
mod issue;
mod judging;
mod origin;
mod parse_answer;
mod recall;
mod rows;
mod standing;
mod status;
mod suggest;
mod values;

pub use answers::{Acknowledgement, Answer, Draft, MadeWith, TemplateReference};
pub use carry::{Carried, carry};
pub use changes::{Change, apply, changes};
pub use computing::totals;
pub use copying::{Circumstances, Copied, Moved, Purpose, Updated, copy};
pub use evaluate::{evaluate, evaluate_again, scope_values, values_of};
pub use format::{
    DRAFT_LIMIT_BYTES, DraftError, DraftFile, DraftProblem, DraftWarning, DraftWarningProblem,
    EncodingGuess, ExpectedType, ValueType, is_plain_id, read_style_line, style_line,
};
pub(crate) use format::{position, style_entries};
pub use issue::{Issue, Problem, mark_acknowledged, note_rows};
pub use origin::{Origin, Source};
pub use parse_answer::is_same_answer;
pub use recall::{Recalled, recall};
pub use rows::Rows;
pub use standing::{AcceptedBy, StandingDecisions, accept_standing};
pub use status::{LastExport, Mark, Status};
pub use suggest::{Basis, Memory, Suggestion, Suggestions, offers, suggest};
pub use values::{Progress, State, Values};
