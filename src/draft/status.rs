//! What became of a contract: whether it was sent, signed or given up, and its last export.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// What the user says has become of a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// The contract is being worked on.
    #[default]
    Open,
    /// The contract was sent to the other party.
    Sent,
    /// The parties have signed the contract.
    Signed,
    /// The contract was given up.
    Void,
}

impl Mark {
    /// All marks, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Open, Self::Sent, Self::Signed, Self::Void];

    /// The name in the draft's file, on the command line and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Signed => "signed",
            Self::Void => "void",
        }
    }

    /// The mark with this name.
    #[must_use]
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.name() == name)
    }

    /// Whether the mark speaks of a day, such as the day of the signature.
    #[must_use]
    pub const fn takes_date(self) -> bool {
        match self {
            Self::Sent | Self::Signed => true,
            Self::Open | Self::Void => false,
        }
    }

    /// Whether the mark needs a reason after `before`: a contract is given up for a reason, and only
    /// a reason opens a signed or void contract again.
    #[must_use]
    pub const fn needs_reason(self, before: Self) -> bool {
        match self {
            Self::Void => true,
            Self::Open | Self::Sent => before.locks(),
            Self::Signed => false,
        }
    }

    /// Whether the contract may only be read until the user opens it again.
    #[must_use]
    pub const fn locks(self) -> bool {
        match self {
            Self::Signed | Self::Void => true,
            Self::Open | Self::Sent => false,
        }
    }
}

/// The mark of a draft, as its `[status]` table keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The mark.
    pub is: Mark,
    /// The day that the mark speaks of, such as the day of the signature.
    pub date: Option<NaiveDate>,
    /// Why the contract was given up, or opened again; may be empty.
    pub reason: String,
}

/// The last export of the contract, as the draft's `[exported]` table keeps it. The export of a
/// marked draft is not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastExport {
    /// When the file was written.
    pub at: DateTime<FixedOffset>,
    /// The path of the file.
    pub path: String,
    /// The SHA-256 of the contract's text, in hexadecimal.
    pub text_sha256: String,
}
