//! The words for the states of drafts.

use super::lookup::word;
use crate::desk::DraftState;
use crate::language::Language;

/// The name of a state, as lists and headers show it.
#[must_use]
pub fn state(state: DraftState, language: Language) -> String {
    word(&format!("screen.state.{}", state.name()), &[], language)
}
