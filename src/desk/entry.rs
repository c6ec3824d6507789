//! The lines of the list of drafts and templates, as data.

use chrono::{DateTime, FixedOffset};

use crate::draft::Progress;

/// One line of the list.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A draft.
    Draft(DraftEntry),
    /// A file among the drafts that cannot be opened.
    Broken(BrokenEntry),
    /// A template.
    Template(TemplateEntry),
}

/// A draft in the list. Texts are clean.
#[derive(Clone, Debug, Default)]
pub struct DraftEntry {
    /// Its id.
    pub id: String,
    /// The name that the user gave it; may be empty.
    pub title: String,
    /// The other party, by the template's `[summary]`; may be empty.
    pub party: String,
    /// What the contract is about; may be empty.
    pub subject: String,
    /// The amount, as the contract prints it; may be empty.
    pub amount: String,
    /// The last day, as `2026-03-01`; may be empty.
    pub ends: String,
    /// Days from today to the last day, negative when it is over; `None` when it is not known.
    pub days_left: Option<i64>,
    /// Why its template is not to be had, in the language of the list; empty when it is.
    pub problem: String,
    /// How far it is; `None` when its template is gone.
    pub progress: Option<Progress>,
    /// The amount in fen, to sort by; `None` when it is not known.
    pub amount_fen: Option<u64>,
    /// The draft that this is a copy of: one that lost against another window, or was kept when
    /// a save failed; `None` for a draft.
    pub copy_of: Option<String>,
    /// Whether it is a copy that was kept when a save failed; its id is then its path.
    pub is_recovered: bool,
    /// When it was last changed.
    pub updated: Option<DateTime<FixedOffset>>,
}

/// A file among the drafts that cannot be opened.
#[derive(Clone, Debug)]
pub struct BrokenEntry {
    /// The file's name without its ending, clean.
    pub id: String,
    /// Why, with line and column, in the language of the list.
    pub reason: String,
}

/// A template in the list. Texts are clean.
#[derive(Clone, Debug)]
pub struct TemplateEntry {
    /// Its id.
    pub id: String,
    /// Its title; its file's name when it is broken.
    pub title: String,
    /// Its version; empty when it is broken.
    pub version: String,
    /// Why it cannot be used, in the language of the list; `None` when it can.
    pub error: Option<String>,
}

impl Entry {
    /// Why it cannot be used, in the language of the list, if so.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        match self {
            Self::Draft(draft) => Some(draft.problem.as_str()).filter(|why| !why.is_empty()),
            Self::Broken(broken) => Some(&broken.reason),
            Self::Template(template) => template.error.as_deref(),
        }
    }

    /// What makes the entry the same one after the list was read again.
    #[must_use]
    pub fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Draft(draft) => ("draft", &draft.id),
            Self::Broken(broken) => ("draft", &broken.id),
            Self::Template(template) => ("template", &template.id),
        }
    }
}
