//! The words for the states of drafts, and for the marks that the user sets.

use super::lookup::word;
use crate::desk::DraftState;
use crate::draft::Mark;
use crate::language::Language;

/// The name of a state, as lists and headers show it.
#[must_use]
pub fn state(state: DraftState, language: Language) -> String {
    word(&format!("screen.state.{}", state.name()), &[], language)
}

/// The name of a mark.
#[must_use]
pub fn mark_name(mark: Mark, language: Language) -> String {
    word(&format!("screen.mark.{}.name", mark.name()), &[], language)
}
