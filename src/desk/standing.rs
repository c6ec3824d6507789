//! The state of a draft: the one word that the list, the header and `list --json` say about it.

use crate::draft::{Draft, Issue, Mark, Problem};
use crate::render::text;
use crate::review::Contract;
use crate::template::Severity;

/// The state of a draft: the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftState {
    /// The contract was given up.
    Void,
    /// The parties have signed.
    Signed,
    /// Required blanks are open.
    Filling,
    /// Answers or clauses are wrong.
    Errors,
    /// Something doubtful is neither acknowledged nor confirmed.
    ToConfirm,
    /// The text differs from the exported text.
    Changed,
    /// The contract was sent.
    Sent,
    /// The contract was exported.
    Exported,
    /// The contract can be signed.
    Ready,
}

impl DraftState {
    /// All states, the first that applies first.
    pub(super) const ALL: [Self; 9] = [
        Self::Void,
        Self::Signed,
        Self::Filling,
        Self::Errors,
        Self::ToConfirm,
        Self::Changed,
        Self::Sent,
        Self::Exported,
        Self::Ready,
    ];

    /// The state with this name.
    #[must_use]
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether the other party may have the contract already, so that a change of it asks first.
    #[must_use]
    pub const fn asks_before_change(self) -> bool {
        match self {
            Self::Sent | Self::Exported => true,
            Self::Void
            | Self::Signed
            | Self::Filling
            | Self::Errors
            | Self::ToConfirm
            | Self::Changed
            | Self::Ready => false,
        }
    }

    /// The name in JSON and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Void => "void",
            Self::Signed => "signed",
            Self::Filling => "filling",
            Self::Errors => "errors",
            Self::ToConfirm => "to_confirm",
            Self::Changed => "changed",
            Self::Sent => "sent",
            Self::Exported => "exported",
            Self::Ready => "ready",
        }
    }
}

/// The state of a draft, and what its contract still needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The state.
    pub state: DraftState,
    /// The number of required blanks that are open.
    pub missing: usize,
    /// The number of other errors that are not confirmed.
    pub errors: usize,
    /// The number of things to confirm.
    pub to_confirm: usize,
}

impl Standing {
    /// The standing of a draft whose contract is `contract`.
    #[must_use]
    pub(super) fn of(draft: &Draft, contract: &Contract) -> Self {
        let blocking = || contract.issues.iter().filter(|issue| issue.blocks());
        let errors = blocking().filter(|issue| issue.severity == Severity::Error);
        let (missing, errors): (Vec<&Issue>, Vec<&Issue>) = errors.partition(|it| is_missing(it));
        let (missing, errors) = (missing.len(), errors.len());
        let to_confirm = n_to_confirm(contract);
        let state = match draft.status.is {
            Mark::Void => DraftState::Void,
            Mark::Signed => DraftState::Signed,
            Mark::Open | Mark::Sent if missing > 0 => DraftState::Filling,
            Mark::Open | Mark::Sent if errors > 0 => DraftState::Errors,
            Mark::Open | Mark::Sent if to_confirm > 0 => DraftState::ToConfirm,
            Mark::Open | Mark::Sent if has_changed(draft, contract) => DraftState::Changed,
            Mark::Sent => DraftState::Sent,
            Mark::Open if draft.exported.is_some() => DraftState::Exported,
            Mark::Open => DraftState::Ready,
        };
        Self {
            state,
            missing,
            errors,
            to_confirm,
        }
    }

    /// The number that the state counts, such as the open blanks; `None` if it counts nothing.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        match self.state {
            DraftState::Filling => Some(self.missing),
            DraftState::Errors => Some(self.errors),
            DraftState::ToConfirm => Some(self.to_confirm),
            DraftState::Void
            | DraftState::Signed
            | DraftState::Changed
            | DraftState::Sent
            | DraftState::Exported
            | DraftState::Ready => None,
        }
    }

    /// Whether nothing keeps the contract from being signed.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.missing + self.errors + self.to_confirm == 0
    }
}

/// The number of things that the user must confirm before the contract can be signed: warnings, and
/// each answer that one of the warnings lists as not confirmed yet.
fn n_to_confirm(contract: &Contract) -> usize {
    let blocking = contract.issues.iter().filter(|issue| issue.blocks());
    blocking
        .filter(|issue| issue.severity == Severity::Warning)
        .map(|issue| {
            let lists_answers = matches!(issue.problem, Problem::Unconfirmed);
            if lists_answers { issue.places.len() } else { 1 }
        })
        .sum()
}

fn is_missing(issue: &Issue) -> bool {
    matches!(
        issue.problem,
        Problem::Missing | Problem::NothingChosen | Problem::OptionWithoutText
    )
}

/// Whether the contract's text differs from the exported text.
fn has_changed(draft: &Draft, contract: &Contract) -> bool {
    let exported = draft.exported.as_ref();
    exported
        .is_some_and(|exported| exported.text_sha256 != text::hash(&contract.document).to_string())
}
