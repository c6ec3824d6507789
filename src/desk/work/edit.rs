//! The changes that a user makes to a draft.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::history::StepKind;
use crate::draft::{Acknowledgement, Answer, Draft, Origin, Source, Suggestion};
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
    },
    /// Answers several blanks in one step. A row that does not exist yet is added at the end of its
    /// group.
    Fill(Vec<Filling>),
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

/// An answer that the user has not typed character by character.
#[derive(Clone, Debug)]
pub struct Filling {
    /// The blank.
    pub place: Place,
    /// The answer.
    pub answer: Answer,
    /// Where the answer comes from.
    pub from: Source,
    /// The id of the contract that the answer comes from; may be empty.
    pub reference: String,
    /// Whether the user has confirmed the answer by taking it.
    pub is_confirmed: bool,
}

impl Filling {
    /// An answer that the user has seen before it was taken.
    #[must_use]
    pub fn seen(place: Place, answer: Answer, from: Source) -> Self {
        Self {
            place,
            answer,
            from,
            reference: String::new(),
            is_confirmed: true,
        }
    }

    /// A suggested answer. The user has confirmed it, if it was taken at its field.
    #[must_use]
    pub fn suggested(place: Place, suggestion: Suggestion, is_confirmed: bool) -> Self {
        Self {
            place,
            answer: suggestion.answer,
            from: suggestion.basis.source(),
            reference: suggestion.reference,
            is_confirmed,
        }
    }
}

impl Edit {
    /// Deletes or sets the answer of a blank.
    #[must_use]
    pub fn answer(place: &Place, answer: Option<Answer>, step: StepKind) -> Self {
        Self::Answer {
            place: place.clone(),
            answer,
            step,
        }
    }

    pub(super) fn step(&self) -> StepKind {
        match self {
            Self::Answer { step, .. } => *step,
            Self::Acknowledge { .. }
            | Self::Fill(_)
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
                ..
            } => fill(draft, Filling::seen(place, answer, Source::Typed), now),
            Self::Answer {
                place,
                answer: None,
                ..
            } => {
                draft.origins.remove(&place);
                draft.answers.remove(&place);
            }
            Self::Fill(fillings) => {
                for filling in fillings {
                    fill(draft, filling, now);
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
            Self::Accept(corrections) => draft.accept(corrections),
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

/// Answers a blank and notes the origin of the answer.
fn fill(draft: &mut Draft, filling: Filling, now: DateTime<FixedOffset>) {
    let origin = Origin {
        reference: filling.reference,
        is_confirmed: filling.is_confirmed,
        ..Origin::given(filling.from, whole_seconds(now))
    };
    draft.origins.insert(filling.place.clone(), origin);
    draft.rows.admit(&filling.place);
    draft.answers.insert(filling.place, filling.answer);
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
