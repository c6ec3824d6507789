//! What a message may say of a field, and which of several candidates is proposed.

use super::ink::Span;
use super::label::Clarity;
use super::phone::PhoneKind;
use super::{ClientKey, Confidence, Warning};

/// What a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject {
    Client(ClientKey),
    /// The index of the field in the template.
    Field(usize),
}

/// A value that the message may mean.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub subject: Subject,
    /// The ids of options for a choice; one value for everything else.
    pub values: Vec<String>,
    pub span: Span,
    /// `None` without a label.
    pub clarity: Option<Clarity>,
    pub warning: Option<Warning>,
    /// Whether the words around it rule it out.
    pub is_out: bool,
    /// Whether it corrects what stood before.
    pub corrects: bool,
    pub phone: Option<PhoneKind>,
    /// Whether several different values are normal, and the first is meant.
    pub first_counts: bool,
    /// Whether another candidate without this mark is preferred: the holder of an account is the
    /// client only where nothing else names the client.
    pub is_second_choice: bool,
}

impl Candidate {
    pub(in crate::facts) fn new(subject: Subject, value: String, span: Span) -> Self {
        Self {
            subject,
            values: vec![value],
            span,
            clarity: None,
            warning: None,
            is_out: false,
            corrects: false,
            phone: None,
            first_counts: false,
            is_second_choice: false,
        }
    }

    fn confidence(&self, is_only: bool) -> Confidence {
        if self.warning.is_some() {
            Confidence::Doubtful
        } else if !is_only {
            Confidence::Likely
        } else if self.clarity.is_some() {
            Confidence::Sure
        } else {
            Confidence::Likely
        }
    }
}

/// The candidate that is proposed for a subject, with its confidence; `None` if the message leaves
/// it open.
pub(super) fn choose(candidates: &[Candidate]) -> Option<(&Candidate, Confidence)> {
    let mut live: Vec<&Candidate> = candidates.iter().filter(|each| !each.is_out).collect();
    // A correction makes everything before it void.
    if let Some(last) = live.iter().rposition(|each| each.corrects) {
        live.drain(..last);
    }
    if live.iter().any(|each| !each.is_second_choice) {
        live.retain(|each| !each.is_second_choice);
    }
    if live.iter().any(|each| each.warning.is_none()) {
        live.retain(|each| each.warning.is_none());
    }
    let clearest = live.iter().map(|each| each.clarity).max()?;
    let n_values = |live: &[&Candidate]| {
        let mut values: Vec<&[String]> = live.iter().map(|each| each.values.as_slice()).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    let is_only = n_values(&live) == 1;
    if live.first().is_some_and(|first| first.corrects) {
        let first = *live.first()?;
        return Some((first, first.confidence(true)));
    }
    if !is_only {
        live.retain(|each| each.clarity == clearest);
    }
    let first = *live.first()?;
    if n_values(&live) > 1 && !first.first_counts {
        return None;
    }
    Some((first, first.confidence(is_only)))
}
