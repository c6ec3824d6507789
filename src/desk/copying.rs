//! Requests for copies of contracts, and their reports.

use crate::draft::{Copied, Draft, Issue, Problem, Purpose, Updated};
use crate::language::Localized;
use crate::review::Contract;
use crate::template::{Belongs, Place, Severity, StyleKeys, Template};

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
    /// The number of corrections that standing decisions have accepted.
    pub n_standing: usize,
    /// The number of rules whose acknowledged warnings were carried over.
    pub n_acknowledged: usize,
    /// Whether the new term starts before today.
    pub starts_in_past: bool,
}

impl CopyReport {
    /// The report on a copy of a contract of `template`.
    #[must_use]
    pub fn new(template: &Template, copied: &Copied, draft: &Draft) -> Self {
        let label = |place: &Place| Some(template.field(place.field.as_str())?.label.clone());
        let updated = |updated: &Updated| {
            let Updated { place, from, to } = updated;
            Some((label(place)?, from.clone(), to.clone()))
        };
        Self {
            emptied: copied.emptied.iter().filter_map(label).collect(),
            updated: copied.updated.iter().filter_map(updated).collect(),
            n_corrections: copied.corrections.len(),
            n_standing: draft.n_standing(),
            n_acknowledged: copied.acknowledged.len(),
            starts_in_past: copied.starts_in_past,
        }
    }

    /// Whether there is nothing to report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Acknowledges in the copy `to` the warnings that the user acknowledged in `model`, where the same
/// warning stands for the same answers. Returns the ids of their rules. Confirmed errors are never
/// carried over. For another client neither are reasons, nor warnings about the client's answers.
pub(super) fn acknowledge_alike(
    [old_template, template]: [&Template; 2],
    style: &StyleKeys,
    model: &Draft,
    purpose: Purpose,
    to: &mut Draft,
) -> Vec<String> {
    let old = Contract::of(old_template, model, style);
    let new = Contract::of(template, to, style);
    let is_clients = |place: &Place| {
        let field = template.field(place.field.as_str());
        field.is_some_and(|field| template.owner(field) == Belongs::Client)
    };
    let may_be_carried = |issue: &&Issue| {
        let is_about_client = issue.places.iter().any(is_clients);
        issue.severity == Severity::Warning
            && issue.problem != Problem::Unconfirmed
            && !(is_about_client && purpose == Purpose::OtherClient)
    };
    let was_acknowledged = |issue: &&Issue| {
        let mut before = old.issues.iter().filter(|old| old.acknowledged);
        before.any(|old| {
            (&old.id, &old.problem, &old.places) == (&issue.id, &issue.problem, &issue.places)
                && (issue.places.iter())
                    .all(|place| model.answers.get(place) == to.answers.get(place))
        })
    };
    let alike: Vec<&Issue> = (new.issues.iter())
        .filter(may_be_carried)
        .filter(was_acknowledged)
        .collect();
    let mut ids: Vec<String> = Vec::new();
    for issue in alike {
        // A reason would confirm the errors of the same rule too.
        let is_error = |other: &Issue| other.id == issue.id && other.severity == Severity::Error;
        let takes_reason = purpose == Purpose::Renewal && !new.issues.iter().any(is_error);
        let given = model.acknowledged.get(&issue.id).filter(|_| takes_reason);
        let reason = given.map_or("", |given| given.reason.as_str());
        let acknowledgement = issue.acknowledgement(to, reason);
        to.acknowledged.insert(issue.id.clone(), acknowledgement);
        if !ids.contains(&issue.id) {
            ids.push(issue.id.clone());
        }
    }
    ids
}
