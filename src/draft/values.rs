//! Typed values of a draft, derived from its answers in one place.

use crate::template::{ConditionIndex, Guard, Template};
use crate::value::Value;

/// What became of one field's answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// Nothing was given.
    #[default]
    Unanswered,
    /// Something was given that its kind refuses; it prints as unanswered.
    Wrong,
    /// It was struck as not applicable.
    Struck,
    /// It was answered.
    Answered(Value),
}

/// The values of a draft, by the index of the field in its template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    pub(super) states: Vec<State>,
    pub(super) asked: Vec<bool>,
    pub(super) decided: Vec<bool>,
}

/// How far a draft is: required fields that are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many of them are answered or struck.
    pub answered: usize,
    /// How many there are.
    pub total: usize,
}

impl Values {
    /// What became of the field's answer; unanswered for an index out of range.
    #[must_use]
    pub fn state(&self, field: usize) -> &State {
        self.states.get(field).unwrap_or(&State::Unanswered)
    }

    /// The value of the field with this id, if it is answered.
    #[must_use]
    pub fn value(&self, template: &Template, id: &str) -> Option<&Value> {
        match self.state(template.field_index(id)?) {
            State::Answered(value) => Some(value),
            State::Unanswered | State::Wrong | State::Struck => None,
        }
    }

    /// Whether the field's place is reached in the contract as it stands.
    #[must_use]
    pub fn is_asked(&self, field: usize) -> bool {
        self.asked.get(field).copied().unwrap_or(false)
    }

    /// How a condition of the body came out.
    #[must_use]
    pub fn decided(&self, condition: ConditionIndex) -> bool {
        self.decided.get(condition.0).copied().unwrap_or(false)
    }

    /// Whether text under these guards stands.
    #[must_use]
    pub fn stands(&self, guards: &[Guard]) -> bool {
        guards
            .iter()
            .all(|guard| self.decided(guard.condition) == guard.expected)
    }

    /// How far the draft is.
    #[must_use]
    pub fn progress(&self, template: &Template) -> Progress {
        self.progress_of(template, |_| true)
    }

    /// How far a group of fields is.
    #[must_use]
    pub fn progress_of_group(&self, template: &Template, group: usize) -> Progress {
        self.progress_of(template, |index| {
            template
                .fields
                .get(index)
                .is_some_and(|field| field.group == group)
        })
    }

    fn progress_of(&self, template: &Template, counts: impl Fn(usize) -> bool) -> Progress {
        let mut progress = Progress::default();
        for (index, field) in template.fields.iter().enumerate() {
            if field.required && field.is_asked_of_people() && self.is_asked(index) && counts(index)
            {
                progress.total += 1;
                progress.answered += usize::from(matches!(
                    self.state(index),
                    State::Answered(_) | State::Struck
                ));
            }
        }
        progress
    }
}
