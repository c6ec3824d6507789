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

/// Everything that one draft file holds and this version knows. Two drafts are equal if their files
/// say the same.
#[derive(Clone, Debug, Default)]
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

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        // Every field by its name: a new one must not be left out.
        let Self {
            id,
            title,
            created,
            updated,
            template,
            answers,
            style,
            accepted,
            acknowledged,
            focus,
        } = self;
        *id == other.id
            && *title == other.title
            && is_same_moment(*created, other.created)
            && is_same_moment(*updated, other.updated)
            && *template == other.template
            && *answers == other.answers
            && *style == other.style
            && *accepted == other.accepted
            && *acknowledged == other.acknowledged
            && *focus == other.focus
    }
}

impl Eq for Draft {}

/// A moment is written with its offset from UTC, which `chrono` does not compare.
fn is_same_moment(a: Option<DateTime<FixedOffset>>, b: Option<DateTime<FixedOffset>>) -> bool {
    let written = |moment: DateTime<FixedOffset>| (moment.naive_local(), *moment.offset());
    a.map(written) == b.map(written)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{FieldId, StyleValue};

    fn place(field: &str) -> Place {
        FieldId::new(field).into()
    }

    fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
        Some(text.parse().unwrap())
    }

    fn draft() -> Draft {
        let answers = [
            (place("rent"), Answer::Text("1280".to_owned())),
            (
                place("use"),
                Answer::Chosen(vec!["home".to_owned(), "shop".to_owned()]),
            ),
        ];
        Draft {
            id: "01J".to_owned(),
            title: "租赁".to_owned(),
            created: moment("2026-03-01T08:00:00+08:00"),
            updated: moment("2026-03-02T08:00:00+08:00"),
            answers: answers.into(),
            style: [
                ("body_size".to_owned(), StyleValue::Number(f64::NAN)),
                (
                    "margins".to_owned(),
                    StyleValue::Numbers(vec![0.0, f64::NAN]),
                ),
            ]
            .into(),
            accepted: vec!["C1".to_owned(), "C2".to_owned()],
            acknowledged: [("W1".to_owned(), Acknowledgement::default())].into(),
            focus: Some(place("rent")),
            ..Draft::default()
        }
    }

    /// What is changed in a draft.
    type Edit = fn(&mut Draft);

    #[test]
    fn drafts_are_equal_if_their_files_say_the_same() {
        let edits: [(&str, bool, Edit); 21] = [
            ("nothing", true, |_| {}),
            ("answers in another order", true, |draft| {
                let answers = std::mem::take(&mut draft.answers);
                draft.answers.extend(answers.into_iter().rev());
            }),
            ("style in another order", true, |draft| {
                let style = std::mem::take(&mut draft.style);
                draft.style.extend(style.into_iter().rev());
            }),
            ("another number that is no number", true, |draft| {
                draft
                    .style
                    .insert("body_size".to_owned(), StyleValue::Number(-f64::NAN));
            }),
            ("id", false, |draft| draft.id.push('X')),
            ("title", false, |draft| draft.title.clear()),
            ("created", false, |draft| draft.created = None),
            ("offset of the same moment", false, |draft| {
                draft.created = moment("2026-03-01T00:00:00+00:00");
            }),
            ("same hour at another offset", false, |draft| {
                draft.created = moment("2026-03-01T08:00:00+00:00");
            }),
            ("updated", false, |draft| draft.updated = draft.created),
            ("template", false, |draft| draft.template.declined.push('0')),
            ("an answer", false, |draft| {
                draft
                    .answers
                    .insert(place("rent"), Answer::Text("1280 ".to_owned()));
            }),
            ("a text for a choice", false, |draft| {
                draft
                    .answers
                    .insert(place("use"), Answer::Text("home".to_owned()));
            }),
            ("options in another order", false, |draft| {
                let options = vec!["shop".to_owned(), "home".to_owned()];
                draft.answers.insert(place("use"), Answer::Chosen(options));
            }),
            ("one answer less", false, |draft| {
                drop(draft.answers.pop_first())
            }),
            ("a style key", false, |draft| drop(draft.style.pop_last())),
            ("a negative zero", false, |draft| {
                let numbers = StyleValue::Numbers(vec![-0.0, f64::NAN]);
                draft.style.insert("margins".to_owned(), numbers);
            }),
            ("a number for a list", false, |draft| {
                draft
                    .style
                    .insert("margins".to_owned(), StyleValue::Number(0.0));
            }),
            ("corrections in another order", false, |draft| {
                draft.accepted.reverse()
            }),
            ("an acknowledgement", false, |draft| {
                draft.acknowledged.clear()
            }),
            ("focus", false, |draft| draft.focus = None),
        ];
        for (name, expected, edit) in edits {
            let mut edited = draft();
            edit(&mut edited);
            assert_eq!(edited == draft(), expected, "{name}");
            assert_eq!(draft() == edited, expected, "{name}");
        }
    }
}
