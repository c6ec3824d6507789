//! The typed values of a draft. Only `evaluate` derives them from the answers.

use std::collections::HashMap;

use super::parse_answer::Reading;
use super::rows::Rows;
use crate::template::{ConditionIndex, Field, Guard, IdHash, OptionOf, Place, RowId, Template};
use crate::value::Value;

/// The state of one blank.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// The draft has no answer.
    #[default]
    Unanswered,
    /// The field's kind rejects the answer; the blank prints as unanswered.
    Wrong,
    /// The user struck the blank as not applicable.
    Struck,
    /// The answer parsed to this value.
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

/// The values of a draft, by place, and the results of the template's conditions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// The blanks. A field in a row has a blank for each row, and one without a row: that of a row
    /// which does not exist yet.
    pub(super) blanks: HashMap<Place, Blank, IdHash>,
    pub(super) decided: Vec<bool>,
    /// The results of conditions about the fields of a row, for each row.
    pub(super) decided_in_rows: HashMap<(ConditionIndex, RowId), bool>,
    /// The rows of the template's groups.
    pub(super) rows: Rows,
    /// The rows that hold an answer.
    pub(super) filled: Rows,
}

/// The parsed answer of one blank, and whether the contract asks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Blank {
    pub reading: Reading,
    pub is_asked: bool,
}

/// The progress of a draft, counted over the required fields that are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The number of these fields that are answered or struck.
    pub answered: usize,
    /// The number of these fields.
    pub total: usize,
}

impl Values {
    /// The state of a blank; `Unanswered` if the template has no such place.
    #[must_use]
    pub fn state(&self, place: &Place) -> &State {
        self.blanks
            .get(place)
            .map_or(&State::Unanswered, |blank| &blank.reading.state)
    }

    /// The value of a blank; `None` unless the blank is answered.
    #[must_use]
    pub fn value(&self, place: &Place) -> Option<&Value> {
        match self.state(place) {
            State::Answered(value) => Some(value),
            State::Unanswered | State::Wrong | State::Struck => None,
        }
    }

    /// Whether the present contract contains this blank, or a condition depends on it.
    #[must_use]
    pub fn is_asked(&self, place: &Place) -> bool {
        self.blanks.get(place).is_some_and(|blank| blank.is_asked)
    }

    /// The rows of the template's groups.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The rows that hold an answer.
    #[must_use]
    pub fn filled_rows(&self) -> &Rows {
        &self.filled
    }

    /// The result of a condition in the template's body, as a row sees it.
    #[must_use]
    pub(super) fn decided(&self, condition: ConditionIndex, row: Option<RowId>) -> bool {
        let in_row = row.and_then(|row| self.decided_in_rows.get(&(condition, row)));
        let decided = in_row.or_else(|| self.decided.get(condition.0));
        decided.copied().unwrap_or(false)
    }

    /// Whether text with these guards is part of the contract.
    #[must_use]
    pub fn stands(&self, guards: &[Guard]) -> bool {
        self.stands_in(guards, None)
    }

    /// Whether text of a row with these guards is part of the contract.
    #[must_use]
    pub fn stands_in(&self, guards: &[Guard], row: Option<RowId>) -> bool {
        guards
            .iter()
            .all(|guard| self.decided(guard.condition, row) == guard.expected)
    }

    /// Whether all these options are ticked, as a row sees it.
    #[must_use]
    pub fn ticks(&self, options: &[OptionOf], row: Option<RowId>) -> bool {
        options.iter().all(|each| {
            let choice = each.choice.seen_from(row);
            self.state(&choice).chooses(&each.option)
        })
    }

    /// The progress of the whole draft.
    #[must_use]
    pub fn progress(&self, template: &Template) -> Progress {
        self.progress_of(template, |_| true)
    }

    /// The progress of one group of fields.
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
            let places = self
                .rows
                .places(field)
                .filter(|place| self.filled.has(place));
            for place in places.filter(|place| self.is_asked(place)) {
                progress.total += 1;
                progress.answered += usize::from(matches!(
                    self.state(&place),
                    State::Answered(_) | State::Struck
                ));
            }
        }
        // A row that the contract still needs counts as one blank.
        for group in &template.rows {
            let mut fields = template.fields_of_rows(&group.id);
            if fields.any(|field| counts(field) && self.is_asked(&field.place())) {
                progress.total += group.min.saturating_sub(self.filled.of(&group.id).len());
            }
        }
        progress
    }
}
