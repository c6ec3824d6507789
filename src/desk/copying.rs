//! Requests for copies of contracts, and their reports.

use crate::draft::{Copied, Purpose, Updated};
use crate::language::Localized;
use crate::template::{Place, Template};

/// The contract whose answers a new draft starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The id or path of a draft, or the path of a DOCX.
    pub source: String,
    /// Whom the copy is for.
    pub purpose: Purpose,
}

/// What the user must know about a copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyReport {
    /// The labels of the fields that were not copied.
    pub emptied: Vec<Localized>,
    /// The answers of the user's own company that the profile replaced: label, old and new answer.
    pub updated: Vec<(Localized, String, String)>,
    /// The number of accepted corrections that were carried over.
    pub n_corrections: usize,
    /// Whether the new term starts before today.
    pub starts_in_past: bool,
}

impl CopyReport {
    /// The report on a copy of a contract of `template`.
    #[must_use]
    pub fn new(template: &Template, copied: &Copied) -> Self {
        let label = |place: &Place| Some(template.field(place.field.as_str())?.label.clone());
        let updated = |updated: &Updated| {
            let Updated { place, from, to } = updated;
            Some((label(place)?, from.clone(), to.clone()))
        };
        Self {
            emptied: copied.emptied.iter().filter_map(label).collect(),
            updated: copied.updated.iter().filter_map(updated).collect(),
            n_corrections: copied.corrections.len(),
            starts_in_past: copied.starts_in_past,
        }
    }

    /// Whether there is nothing to report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
