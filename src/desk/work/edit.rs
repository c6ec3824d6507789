//! The changes that a user makes to a draft.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::history::StepKind;
use crate::draft::{Acknowledgement, Answer, Draft, Origin, Source};
use crate::template::{Field, FieldKind, Place, StyleValue};
use crate::value::date::{self, whole_seconds};
use crate::value::without_line_marks;

/// One change of a draft.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Answers a blank, or deletes its answer.
    Answer {
        /// The blank.
        place: Place,
        /// The new answer; `None` deletes the answer.
        answer: Option<Answer>,
        /// How undo groups the change.
        step: StepKind,
        /// Where the answer comes from.
        from: Source,
    },
    /// Answers several blanks in one step, with answers that the user has seen. A row that does not
    /// exist yet is added at the end of its group.
    Fill {
        /// The blanks and their answers.
        answers: Vec<(Place, Answer)>,
        /// Where the answers come from.
        from: Source,
    },
    /// Confirms the answers of blanks that the user has not typed.
    Confirm(Vec<Place>),
    /// Acknowledges an issue, or withdraws the acknowledgement.
    Acknowledge {
        /// The id of the issue.
        id: String,
        /// The acknowledgement; `None` withdraws it.
        acknowledgement: Option<Acknowledgement>,
    },
    /// Replaces the list of accepted corrections.
    Accept(Vec<String>),
    /// Sets a style key for this draft alone, or removes the draft's own value.
    Style {
        /// The name of the key.
        key: &'static str,
        /// The value; `None` removes it.
        value: Option<StyleValue>,
    },
    /// Replaces the whole content by that of another draft of the same template. The draft keeps
    /// its id, its times and its focus.
    Replace(Box<Draft>),
}

impl Edit {
    /// Deletes or sets the answer of a blank.
    #[must_use]
    pub fn answer(place: &Place, answer: Option<Answer>, step: StepKind) -> Self {
        Self::Answer {
            place: place.clone(),
            answer,
            step,
            from: Source::Typed,
        }
    }

    /// The answer that the user accepts instead of typing it.
    #[must_use]
    pub fn accepted_answer(place: &Place, answer: Answer, from: Source) -> Self {
        Self::Answer {
            place: place.clone(),
            answer: Some(answer),
            step: StepKind::Whole,
            from,
        }
    }

    pub(super) fn step(&self) -> StepKind {
        match self {
            Self::Answer { step, .. } => *step,
            Self::Acknowledge { .. }
            | Self::Fill { .. }
            | Self::Confirm(_)
            | Self::Accept(_)
            | Self::Style { .. }
            | Self::Replace(_) => StepKind::Whole,
        }
    }

    pub(super) fn apply(self, draft: &mut Draft, now: DateTime<FixedOffset>) {
        match self {
            Self::Answer {
                place,
                answer: Some(answer),
                from,
                ..
            } => {
                draft
                    .origins
                    .insert(place.clone(), Origin::given(from, whole_seconds(now)));
                draft.rows.admit(&place);
                draft.answers.insert(place, answer);
            }
            Self::Answer {
                place,
                answer: None,
                ..
            } => {
                draft.origins.remove(&place);
                draft.answers.remove(&place);
            }
            Self::Fill { answers, from } => {
                for (place, answer) in answers {
                    let origin = Origin::given(from, whole_seconds(now));
                    draft.origins.insert(place.clone(), origin);
                    draft.rows.admit(&place);
                    draft.answers.insert(place, answer);
                }
            }
            Self::Confirm(places) => draft.confirm(&places, whole_seconds(now)),
            Self::Acknowledge {
                id,
                acknowledgement: Some(acknowledgement),
            } => {
                draft.acknowledged.insert(id, acknowledgement);
            }
            Self::Acknowledge {
                id,
                acknowledgement: None,
            } => {
                draft.acknowledged.remove(&id);
            }
            Self::Accept(corrections) => draft.accepted = corrections,
            Self::Style {
                key,
                value: Some(value),
            } => {
                draft.style.insert(key.to_owned(), value);
            }
            Self::Style { key, value: None } => {
                draft.style.remove(key);
            }
            Self::Replace(other) => *draft = other.in_place_of(draft),
        }
    }
}

/// The answer that a typed text gives a field; `None` for no text. A day in words (今天, 明天) is
/// stored as the date that it means today, because tomorrow the word means another date.
#[must_use]
pub fn typed_answer(field: &Field, typed: &str, today: NaiveDate) -> Option<Answer> {
    let text = match field.kind {
        FieldKind::Date => date::as_stored(typed, today),
        FieldKind::Paragraph => without_line_marks(typed),
        _ => typed.to_owned(),
    };
    (!text.is_empty()).then_some(Answer::Text(text))
}
