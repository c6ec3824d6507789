//! The lines of the list of drafts and templates, as data.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::standing::Standing;
use crate::draft::{LastExport, Progress};
use crate::language::Localized;

/// A draft, an unreadable file or a template in the list.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A draft that was read.
    Draft(DraftEntry),
    /// A file in the drafts folder that cannot be read as a draft.
    Broken(BrokenEntry),
    /// An installed template, broken or not.
    Template(TemplateEntry),
}

/// A draft in the list. All texts are free of control characters.
#[derive(Clone, Debug, Default)]
pub struct DraftEntry {
    /// The draft's id; for a recovery copy, its path.
    pub id: String,
    /// The name that the user gave the draft; may be empty.
    pub title: String,
    /// The other party, from the field that the template's `[summary]` names; may be empty.
    pub party: String,
    /// The subject of the contract, from the template's `[summary]`; may be empty.
    pub subject: String,
    /// The number of the contract, from the template's `[summary]`; may be empty.
    pub number: String,
    /// The amount in the form that the contract prints; may be empty.
    pub amount: String,
    /// The last day of the contract, as `2026-03-01`; may be empty.
    pub ends: String,
    /// Days from today to the last day, negative after that day; `None` if the day is unknown.
    pub days_left: Option<i64>,
    /// Why the draft's template is missing, in the language of the list; empty if it is there.
    pub problem: String,
    /// How many fields are answered; `None` if the template is missing.
    pub progress: Option<Progress>,
    /// The amount in fen, as a sort key; `None` if the amount is unknown.
    pub amount_fen: Option<u64>,
    /// The draft that this copy belongs to, for a conflict copy or a recovery copy; `None` for a
    /// draft.
    pub copy_of: Option<String>,
    /// Whether this is a copy that was kept after a failed save; its id is then its path.
    pub is_recovered: bool,
    /// The time of the last change.
    pub updated: Option<DateTime<FixedOffset>>,
    /// The state; `None` if the template is missing.
    pub standing: Option<Box<Standing>>,
    /// The last export.
    pub exported: Option<Box<LastExport>>,
    /// The payment dates; `None` without any.
    pub payments: Option<Box<Payments>>,
    /// Whether the contract is marked as void.
    pub is_void: bool,
}

/// The payment dates of a contract, from the fields that the template's `[summary]` names.
#[derive(Clone, Debug)]
pub struct Payments(pub Vec<Payment>);

/// A payment date of a contract.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The id of the field.
    pub field: String,
    /// The label of the field.
    pub label: Localized,
    /// The day.
    pub day: NaiveDate,
}

impl DraftEntry {
    /// Whether the term of the contract is over.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        !self.is_void && self.days_left.is_some_and(|days| days < 0)
    }

    /// Whether the contract ends today or within this number of days.
    #[must_use]
    pub fn ends_within(&self, days: i64) -> bool {
        !self.is_void
            && self
                .days_left
                .is_some_and(|left| (0..=days).contains(&left))
    }
}

/// A file in the drafts folder that cannot be read as a draft.
#[derive(Clone, Debug)]
pub struct BrokenEntry {
    /// The file's name without its extension, free of control characters.
    pub id: String,
    /// The reason with line and column, in the language of the list.
    pub reason: String,
}

/// A template in the list. All texts are free of control characters.
#[derive(Clone, Debug, Default)]
pub struct TemplateEntry {
    /// The template's id.
    pub id: String,
    /// The template's title; the file's name if the template is broken.
    pub title: String,
    /// The template's version; empty if the template is broken.
    pub version: String,
    /// What the template calls the other party, in the language of the list; may be empty.
    pub party: String,
    /// What the template calls the subject of the contract; may be empty.
    pub subject: String,
    /// Why the template cannot be used, in the language of the list; `None` if it can.
    pub error: Option<String>,
}

impl Entry {
    /// Why the entry cannot be used, in the language of the list; `None` if it can.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        match self {
            Self::Draft(draft) => Some(draft.problem.as_str()).filter(|why| !why.is_empty()),
            Self::Broken(broken) => Some(&broken.reason),
            Self::Template(template) => template.error.as_deref(),
        }
    }

    /// Kind and id, which identify the entry after the list is read again.
    #[must_use]
    pub fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Draft(draft) => ("draft", &draft.id),
            Self::Broken(broken) => ("draft", &broken.id),
            Self::Template(template) => ("template", &template.id),
        }
    }
}
