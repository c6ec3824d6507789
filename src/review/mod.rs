//! Everything that can be found wrong or doubtful about a contract as it stands: what follows
//! from the declarations, the rules that the template carries, and the finished text read again.

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

pub use proof::{Difference, differences};

use known::Known;

use crate::document::{Document, assemble};
use crate::draft::{Draft, Issue, Values, evaluate, mark_acknowledged};
use crate::template::{Body, Place, Style, StyleKeys, Template};

/// A draft as a contract, with everything that was found about it.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The style it prints with.
    pub style: Style,
    /// The typed values.
    pub values: Values,
    /// The contract.
    pub document: Document,
    /// What was found, errors first, in the order of the form.
    pub issues: Vec<Issue>,
    /// Which paragraphs need no reading again while they stay as they are, in their order.
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

    /// [`Contract::of`] for whoever keeps the body with these corrections.
    #[must_use]
    pub fn new(template: &Template, body: &Body, draft: &Draft, house_style: &StyleKeys) -> Self {
        Self::make(template, body, draft, house_style, None)
    }

    /// The same contract after a change of the draft, as [`Contract::new`] would make it; of the
    /// text only what has changed is read again. The template must be the one it was made with.
    #[must_use]
    pub fn again(
        &self,
        template: &Template,
        body: &Body,
        draft: &Draft,
        house_style: &StyleKeys,
    ) -> Self {
        Self::make(template, body, draft, house_style, Some(self))
    }

    fn make(
        template: &Template,
        body: &Body,
        draft: &Draft,
        house_style: &StyleKeys,
        before: Option<&Self>,
    ) -> Self {
        let style = draft.style_in(template, house_style);
        let (values, mut issues) = evaluate(template, body, draft, &style);
        let document = assemble(template, body, &values, &style);
        checks::run(template, &values, body, &document, &style, &mut issues);
        let known = match before {
            Some(before) => Known::of(&before.document, &before.quiet),
            None => Known::nothing(),
        };
        let quiet = consistency::read_again(template, &document, known, &mut issues);
        mark_acknowledged(&mut issues, draft);
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

    /// The issues about a blank.
    pub fn issues_of<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Issue> {
        self.issues
            .iter()
            .filter(move |issue| issue.places.first() == Some(place))
    }
}

/// Where an issue stands in the form; those about no field come last.
fn place(template: &Template, issue: &Issue) -> (usize, usize) {
    issue
        .places
        .first()
        .and_then(|place| template.field_index(place.field.as_str()))
        .and_then(|index| template.fields.get(index).map(|field| (field.group, index)))
        .unwrap_or((usize::MAX, usize::MAX))
}
