//! The content of a draft, as typed. This module neither parses nor checks answers.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::origin::Origin;
use super::rows::Rows;
use super::standing::AcceptedBy;
use super::status::{LastExport, Status};
use crate::template::{Place, Style, StyleKeys, TableRule, Template};

/// The answer to a field, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A single text.
    Text(String),
    /// The ids of the chosen options, in the order in which the user chose them.
    Chosen(Vec<String>),
}

/// Everything that one draft file holds and this version knows. Two drafts are equal if their files
/// say the same.
#[derive(Clone, Debug, Default)]
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
    /// The rows of each group; each answer in a row has its row here.
    pub rows: Rows,
    /// Where the answers came from; an answer without an entry counts as typed.
    pub origins: BTreeMap<Place, Origin>,
    /// Style keys that override the template's style and the user's own style.
    pub style: StyleKeys,
    /// The ids of accepted corrections, in the order of acceptance.
    pub accepted: Vec<String>,
    /// Who accepted them, by id; a correction without an entry was accepted in this draft.
    pub accepted_by: BTreeMap<String, AcceptedBy>,
    /// Acknowledged warnings and confirmed errors, by the id of their rule.
    pub acknowledged: BTreeMap<String, Acknowledgement>,
    /// The blank that had the focus when the form was closed.
    pub focus: Option<Place>,
    /// What became of the contract.
    pub status: Status,
    /// The last export of the contract.
    pub exported: Option<LastExport>,
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
    /// Which tables of the text are signature blocks. Drafts that are older than the tag follow the
    /// rule of their time, so that they print as before.
    pub tables: TableRule,
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

/// Stands for a reason in a file that others receive.
const UNTOLD: &str = "…";

/// A warning that the user acknowledged, or an error that the user confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The answers at the time of the acknowledgement. A change of one of them voids it.
    pub answers: BTreeMap<Place, Answer>,
    /// The user's reason; required to confirm an error.
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
            rows,
            origins,
            style,
            accepted,
            accepted_by,
            acknowledged,
            focus,
            status,
            exported,
        } = self;
        *id == other.id
            && *title == other.title
            && is_same_moment(*created, other.created)
            && is_same_moment(*updated, other.updated)
            && *template == other.template
            && *answers == other.answers
            && *rows == other.rows
            && *origins == other.origins
            && *style == other.style
            && *accepted == other.accepted
            && *accepted_by == other.accepted_by
            && *acknowledged == other.acknowledged
            && *focus == other.focus
            && *status == other.status
            && is_same_export(exported.as_ref(), other.exported.as_ref())
    }
}

impl Eq for Draft {}

/// A moment is written with its offset from UTC, which `chrono` does not compare.
pub(super) fn is_same_moment(
    a: Option<DateTime<FixedOffset>>,
    b: Option<DateTime<FixedOffset>>,
) -> bool {
    let written = |moment: DateTime<FixedOffset>| (moment.naive_local(), *moment.offset());
    a.map(written) == b.map(written)
}

fn is_same_export(a: Option<&LastExport>, b: Option<&LastExport>) -> bool {
    let at = |export: Option<&LastExport>| export.map(|export| export.at);
    a == b && is_same_moment(at(a), at(b))
}

impl Draft {
    /// This content in the place of another draft: with its id, its times, its focus, its mark and
    /// its last export.
    #[must_use]
    pub fn in_place_of(self, other: &Self) -> Self {
        Self {
            id: other.id.clone(),
            created: other.created,
            updated: other.updated,
            focus: other.focus.clone(),
            status: other.status.clone(),
            exported: other.exported.clone(),
            ..self
        }
    }

    /// This draft as it travels in a file that others receive: without the origins of the answers,
    /// without what became of it and where it was exported to, and without times, so that equal
    /// contracts give equal files. Of the user's reasons it says only that they exist, so that a
    /// confirmed error stays confirmed.
    #[must_use]
    pub fn for_others(&self) -> Self {
        let mut draft = Self {
            created: None,
            updated: None,
            focus: None,
            origins: BTreeMap::new(),
            accepted_by: BTreeMap::new(),
            status: Status::default(),
            exported: None,
            ..self.clone()
        };
        let given = draft.acknowledged.values_mut();
        for acknowledgement in given.filter(|given| !given.reason.trim().is_empty()) {
            UNTOLD.clone_into(&mut acknowledgement.reason);
        }
        draft
    }

    /// Whether the user has accepted corrections in this draft.
    #[must_use]
    pub fn has_own_decisions(&self) -> bool {
        let mut accepted = self.accepted.iter();
        accepted.any(|id| !self.accepted_by.contains_key(id))
    }

    /// The number of corrections that standing decisions have accepted.
    #[must_use]
    pub fn n_standing(&self) -> usize {
        let by = self.accepted_by.values();
        by.filter(|by| **by == AcceptedBy::Standing).count()
    }

    /// Replaces the accepted corrections.
    pub fn accept(&mut self, accepted: Vec<String>) {
        self.accepted = accepted;
        let accepted = &self.accepted;
        self.accepted_by.retain(|id, _| accepted.contains(id));
    }

    /// The places whose answers differ from `before`.
    pub fn answers_changed_since<'a>(
        &'a self,
        before: &'a BTreeMap<Place, Answer>,
    ) -> impl Iterator<Item = Place> {
        let places = self.answers.keys().chain(before.keys());
        places
            .filter(|place| self.answers.get(*place) != before.get(*place))
            .cloned()
    }

    /// The template and the accepted corrections of this draft.
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

    /// Whether both can be versions of one draft: a draft's `created` time and template id never
    /// change. A file that a script wrote may lack `created`.
    #[must_use]
    pub fn may_be_of_one_with(&self, other: &Self) -> bool {
        let is_other_moment = (self.created.zip(other.created))
            .is_some_and(|(created, of_other)| created != of_other);
        !is_other_moment && self.template.id == other.template.id
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

    /// Whether the answer is blank or has no chosen options.
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
    use crate::draft::Mark;
    use crate::template::{FieldId, RowId, StyleValue};

    fn place(field: &str) -> Place {
        FieldId::new(field).into()
    }

    fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
        text.parse().ok()
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
        let edits: [(&str, bool, Edit); 26] = [
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
                drop(draft.answers.pop_first());
            }),
            ("an origin", false, |draft| {
                draft.origins.insert(place("rent"), Origin::default());
            }),
            ("a row", false, |draft| {
                draft.rows.set("goods", vec![RowId::FIRST]);
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
                draft.accepted.reverse();
            }),
            ("an acknowledgement", false, |draft| {
                draft.acknowledged.clear();
            }),
            ("focus", false, |draft| draft.focus = None),
            ("mark", false, |draft| draft.status.is = Mark::Sent),
            ("reason of the mark", false, |draft| {
                draft.status.reason.push('x');
            }),
            ("last export", false, |draft| {
                draft.exported = Some(LastExport {
                    at: moment("2026-03-02T08:00:00+08:00").unwrap(),
                    path: String::new(),
                    text_sha256: String::new(),
                });
            }),
        ];
        for (name, expected, edit) in edits {
            let mut edited = draft();
            edit(&mut edited);
            assert_eq!(edited == draft(), expected, "{name}");
            assert_eq!(draft() == edited, expected, "{name}");
        }
    }
}
