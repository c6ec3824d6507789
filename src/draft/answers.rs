//! The content of a draft, as typed. This module neither parses nor checks answers.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::template::{Place, StyleKeys};

/// The answer to a field, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A single text.
    Text(String),
    /// The ids of the chosen options, in the order in which the user chose them.
    Chosen(Vec<String>),
}

/// The content of a draft file, as far as this version knows the keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The draft's id, a ULID. Empty in a file that a script wrote; the file name then decides.
    pub id: String,
    /// The user's name for the draft; may be empty.
    pub title: String,
    /// When the draft was begun; `None` if the file does not say.
    pub created: Option<DateTime<FixedOffset>>,
    /// When the draft was last changed. Only displayed; no decision depends on this value.
    pub updated: Option<DateTime<FixedOffset>>,
    /// The template that the draft was made with.
    pub template: TemplateReference,
    /// The answers, including answers to fields that the template does not declare.
    pub answers: BTreeMap<Place, Answer>,
    /// Style keys that override the template's style and the user's own style.
    pub style: StyleKeys,
    /// The ids of accepted corrections, in the order of acceptance.
    pub accepted: Vec<String>,
    /// Acknowledged warnings and confirmed errors, by the id of their rule.
    pub acknowledged: BTreeMap<String, Acknowledgement>,
    /// The blank that had the focus when the form was closed.
    pub focus: Option<Place>,
}

/// Identifies the template that a draft was made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateReference {
    /// The template's id.
    pub id: String,
    /// The template's version; may be empty in a file that a script wrote.
    pub version: String,
    /// The SHA-256 of the template's text, in hexadecimal; may be empty.
    pub sha256: String,
    /// The SHA-256 of a newer text that the user declined to switch to; may be empty.
    pub declined: String,
}

/// The parts of a draft that decide the contract's text, apart from the answers.
#[derive(Clone, Copy, Debug)]
pub struct MadeWith<'a> {
    /// The template reference.
    pub template: &'a TemplateReference,
    /// The ids of the accepted corrections.
    pub accepted: &'a [String],
}

impl<'a> MadeWith<'a> {
    /// The template without any correction.
    #[must_use]
    pub fn only(template: &'a TemplateReference) -> Self {
        let accepted = &[];
        Self { template, accepted }
    }
}

/// A warning that the user acknowledged, or an error that the user confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The answers at the time of the acknowledgement. A change of one of them voids it.
    pub answers: BTreeMap<Place, Answer>,
    /// The user's reason; required to confirm an error.
    pub reason: String,
}

impl Draft {
    /// The template and the accepted corrections of this draft.
    #[must_use]
    pub fn made_with(&self) -> MadeWith<'_> {
        MadeWith {
            template: &self.template,
            accepted: &self.accepted,
        }
    }

    /// Whether both can be versions of one draft: a draft's `created` time and template id never
    /// change. A file that a script wrote may lack `created`.
    #[must_use]
    pub fn may_be_of_one_with(&self, other: &Self) -> bool {
        let is_other_moment = (self.created.zip(other.created))
            .is_some_and(|(created, of_other)| created != of_other);
        !is_other_moment && self.template.id == other.template.id
    }

    /// Whether both drafts are written to the same file text. Plain equality is not enough: a style
    /// number that is NaN never equals itself, and equal moments may have different UTC offsets.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

impl Answer {
    /// The answer as one text for lists and messages; options are separated by `、`.
    #[must_use]
    pub fn as_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Chosen(options) => options.join("、"),
        }
    }

    /// Whether the answer is blank or has no chosen options.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Chosen(options) => options.is_empty(),
        }
    }
}
