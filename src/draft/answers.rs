//! What the user gave, as typed. Nothing here is parsed or judged.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::template::{Place, Style, StyleKeys, Template};

/// The answer to a field, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One text.
    Text(String),
    /// The ids of the chosen options, in the order they were given.
    Chosen(Vec<String>),
}

/// Everything that one draft file holds and this version knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Its id, a ULID; empty in a file that a script wrote (the file's name decides).
    pub id: String,
    /// A name that the user gave it; may be empty.
    pub title: String,
    /// When it was begun.
    pub created: Option<DateTime<FixedOffset>>,
    /// When it was last changed. Shown, never compared to decide anything.
    pub updated: Option<DateTime<FixedOffset>>,
    /// The template it was made with.
    pub template: TemplateReference,
    /// The answers, also those to fields that the template does not declare.
    pub answers: BTreeMap<Place, Answer>,
    /// What differs from the template's own style.
    pub style: StyleKeys,
    /// Ids of the accepted corrections, in the order they were accepted.
    pub accepted: Vec<String>,
    /// Acknowledged warnings and confirmed errors by id of the finding.
    pub acknowledged: BTreeMap<String, Acknowledgement>,
    /// Where the form was left.
    pub focus: Option<Place>,
}

/// Which template a draft was made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateReference {
    /// The template's id.
    pub id: String,
    /// Its version; may be empty in a file that a script wrote.
    pub version: String,
    /// SHA-256 of its text, in hexadecimal; may be empty.
    pub sha256: String,
    /// SHA-256 of a newer text that the user has decided to stay away from; may be empty.
    pub declined: String,
}

/// What of a draft decides about the words of its contract, besides the answers.
#[derive(Clone, Copy, Debug)]
pub struct MadeWith<'a> {
    /// The template.
    pub template: &'a TemplateReference,
    /// The accepted corrections.
    pub accepted: &'a [String],
}

impl<'a> MadeWith<'a> {
    /// The template as it stands, with no correction accepted.
    #[must_use]
    pub fn only(template: &'a TemplateReference) -> Self {
        let accepted = &[];
        Self { template, accepted }
    }
}

/// A finding that the user has accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The answers it was about; it lapses when they change.
    pub answers: BTreeMap<Place, Answer>,
    /// Why; needed to confirm an error.
    pub reason: String,
}

impl Draft {
    /// The template and the corrections that the draft was made with.
    #[must_use]
    pub fn made_with(&self) -> MadeWith<'_> {
        MadeWith {
            template: &self.template,
            accepted: &self.accepted,
        }
    }

    /// The style that the draft prints with; `house_style` is the user's own, between the template's
    /// and the draft's.
    #[must_use]
    pub fn style_in(&self, template: &Template, house_style: &StyleKeys) -> Style {
        Style::from_layers([&template.style, house_style, &self.style])
    }

    /// Whether both may be states of one draft: the moment when a draft was begun and its template
    /// never change. A file that a script wrote may say neither.
    #[must_use]
    pub fn may_be_of_one_with(&self, other: &Self) -> bool {
        let is_other_moment = (self.created.zip(other.created))
            .is_some_and(|(created, of_other)| created != of_other);
        !is_other_moment && self.template.id == other.template.id
    }

    /// Whether both would be written the same: a style number that is no number never equals
    /// itself, and a moment is written with its offset.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

impl Answer {
    /// The answer as one text, options separated by `、`; for lists and messages.
    #[must_use]
    pub fn as_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Chosen(options) => options.join("、"),
        }
    }

    /// The ids of the options that it names, as the answer to a choice.
    #[must_use]
    pub fn chosen(&self) -> &[String] {
        match self {
            Self::Text(one) => std::slice::from_ref(one),
            Self::Chosen(options) => options,
        }
    }

    /// Whether it names this option, as the answer to a choice.
    #[must_use]
    pub fn chooses(&self, option: &str) -> bool {
        self.chosen().iter().any(|id| id == option)
    }

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Chosen(options) => options.is_empty(),
        }
    }
}
