//! Typed values of a draft, derived from its answers in one place.

use std::collections::HashMap;

use crate::template::{ConditionIndex, Field, Guard, Place, Template};
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

impl State {
    /// Whether this option of a choice is chosen.
    #[must_use]
    pub fn chooses(&self, option: &str) -> bool {
        match self {
            Self::Answered(Value::Choice(chosen)) => chosen.iter().any(|id| id == option),
            Self::Answered(_) | Self::Unanswered | Self::Wrong | Self::Struck => false,
        }
    }
}

/// The values of a draft, by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    pub(super) blanks: HashMap<Place, Blank>,
    pub(super) decided: Vec<bool>,
}

/// What is known of one blank.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Blank {
    pub state: State,
    pub is_asked: bool,
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
    /// What became of the answer; unanswered where the template has no such place.
    #[must_use]
    pub fn state(&self, place: &Place) -> &State {
        self.blanks
            .get(place)
            .map_or(&State::Unanswered, |blank| &blank.state)
    }

    /// The value of a blank, if it is answered.
    #[must_use]
    pub fn value(&self, place: &Place) -> Option<&Value> {
        match self.state(place) {
            State::Answered(value) => Some(value),
            State::Unanswered | State::Wrong | State::Struck => None,
        }
    }

    /// Whether the contract as it stands has this place.
    #[must_use]
    pub fn is_asked(&self, place: &Place) -> bool {
        self.blanks.get(place).is_some_and(|blank| blank.is_asked)
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
        self.progress_of(template, |field| field.group == group)
    }

    fn progress_of(&self, template: &Template, counts: impl Fn(&Field) -> bool) -> Progress {
        let mut progress = Progress::default();
        let required = |field: &&Field| field.required && field.is_asked_of_people();
        for field in template
            .fields
            .iter()
            .filter(required)
            .filter(|field| counts(field))
        {
            let place = field.place();
            if self.is_asked(&place) {
                progress.total += 1;
                progress.answered += usize::from(matches!(
                    self.state(&place),
                    State::Answered(_) | State::Struck
                ));
            }
        }
        progress
    }
}
