//! Finds every problem of a contract: from the field declarations, from the checks of the template,
//! and from a second reading of the finished text.

pub mod changed;
pub mod diff;
pub mod summary;

mod amounts;
mod checks;
mod companies;
mod consistency;
mod known;
mod left_overs;
mod pairs;
mod passage;
mod proof;
mod references;

pub use proof::{Sentence, SentencePart, sentences_with_values};

use std::collections::BTreeSet;

use known::Known;

use crate::document::{Document, assemble};
use crate::draft::{Draft, Issue, Values, evaluate_again, mark_acknowledged, note_rows};
use crate::template::{Body, Place, Style, StyleKeys, Template};

/// A contract built from a draft, with all issues found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The style that the contract prints with.
    pub style: Style,
    /// The parsed values of the draft.
    pub values: Values,
    /// The finished contract.
    pub document: Document,
    /// All issues, sorted by severity (errors first), then by position in the form.
    pub issues: Vec<Issue>,
    /// One flag per paragraph in document order: `true` if the paragraph needs no second reading
    /// while it stays unchanged.
    quiet: Vec<bool>,
}

impl Contract {
    /// The draft as a contract, with the corrections that it has accepted. `house_style` is the
    /// user's own, between the template's and the draft's.
    #[must_use]
    pub fn of(template: &Template, draft: &Draft, house_style: &StyleKeys) -> Self {
        let body = template.body(&draft.accepted);
        Self::new(template, &body, draft, house_style)
    }

    /// Builds the contract. `house_style` is the user's own style; it overrides the template's
    /// style, and the draft's style overrides both.
    #[must_use]
    pub fn new(template: &Template, body: &Body, draft: &Draft, house_style: &StyleKeys) -> Self {
        Self::make(template, body, draft, house_style, None)
    }

    /// Rebuilds the contract after a change of the draft. Equals [`Contract::new`], but parses only
    /// the answers of `changed` again, and reads only the changed text again. `template` must be the
    /// template that `self` was built from; `changed` must name every place whose answer changed.
    #[must_use]
    pub fn again(
        &self,
        template: &Template,
        body: &Body,
        draft: &Draft,
        house_style: &StyleKeys,
        changed: &BTreeSet<Place>,
    ) -> Self {
        Self::make(template, body, draft, house_style, Some((self, changed)))
    }

    fn make(
        template: &Template,
        body: &Body,
        draft: &Draft,
        house_style: &StyleKeys,
        before: Option<(&Self, &BTreeSet<Place>)>,
    ) -> Self {
        let style = draft.style_in(template, house_style);
        let known = before.map(|(before, changed)| (&before.values, changed));
        let (values, mut issues) = evaluate_again(template, body, draft, &style, known);
        let document = assemble(template, body, &values, &style);
        checks::run(template, &values, body, &document, &style, &mut issues);
        let known = match before {
            Some((before, _)) => Known::of(&before.document, &before.quiet),
            None => Known::nothing(),
        };
        let quiet = consistency::read_again(template, &document, known, &mut issues);
        mark_acknowledged(&mut issues, draft);
        note_rows(&mut issues, values.rows());
        issues.sort_by_key(|issue| (issue.severity, place(template, issue)));
        Self {
            style,
            values,
            document,
            issues,
            quiet,
        }
    }

    /// Whether a ready-to-sign export is allowed.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.issues.iter().any(Issue::blocks)
    }

    /// The issues whose first place is this blank.
    pub fn issues_of<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Issue> {
        self.issues
            .iter()
            .filter(move |issue| issue.places.first() == Some(place))
    }
}

/// The position of an issue in the form: page, row of a group, field. Issues without a field come
/// last.
fn place(template: &Template, issue: &Issue) -> (usize, usize, usize, usize) {
    let ordinal = issue.rows.first().copied().flatten().unwrap_or(0);
    issue
        .places
        .first()
        .and_then(|place| template.field_index(place.field.as_str()))
        .and_then(|index| {
            template.fields.get(index).map(|field| {
                // All fields of a group stand where its first field is declared.
                let group = field.rows();
                let first = group.and_then(|group| template.fields_of_rows(group).next());
                let first = first.and_then(|first| template.field_index(first.id.as_str()));
                (field.group, first.unwrap_or(index), ordinal, index)
            })
        })
        .unwrap_or((usize::MAX, usize::MAX, 0, 0))
}
