//! Derives values and issues from answers. Evaluation cannot fail, because a half-filled draft is the
//! normal state.

use std::collections::BTreeSet;

use super::answers::Draft;
use super::asking::ask;
use super::computing::{compute as compute_fields, totals};
use super::issue::{Issue, Problem};
use super::judging::{
    broken_default, judge, judge_parties, judge_rows, list_future_births, list_left_for_hand,
    list_unconfirmed, list_unknown,
};
use super::parse_answer;
use super::rows::Rows;
use super::values::{Blank, State, Values};
use crate::template::{
    Body, ConditionIndex, Field, FieldId, FieldKind, Place, RowId, Scope, ScopeValue, Severity,
    Style, Template,
};
use crate::value::Value;

/// Computes the typed values of a draft, and the issues that follow from the field declarations.
///
/// `body` is the template's body with the draft's accepted corrections. `style` is the effective
/// style of the draft, because conditions may refer to it.
#[must_use]
pub fn evaluate(
    template: &Template,
    body: &Body,
    draft: &Draft,
    style: &Style,
) -> (Values, Vec<Issue>) {
    evaluate_again(template, body, draft, style, None)
}

/// As [`evaluate`], but takes the values before a change, and the places whose answers changed: only
/// these answers are parsed again.
#[must_use]
pub fn evaluate_again(
    template: &Template,
    body: &Body,
    draft: &Draft,
    style: &Style,
    before: Option<(&Values, &BTreeSet<Place>)>,
) -> (Values, Vec<Issue>) {
    let known = |place: &Place| {
        let (values, changed) = before?;
        let blank = values.blanks.get(place)?;
        (!changed.contains(place)).then(|| blank.reading.clone())
    };
    let blank = |field: &Field, place: Place| {
        let read = || parse_answer::read(field, draft.answers.get(&place));
        let blank = Blank {
            reading: known(&place).unwrap_or_else(read),
            is_asked: false,
        };
        (place, blank)
    };
    let rows = rows_of(template, draft);
    let blanks = template.fields.iter().flat_map(|field| {
        let in_rows = field.rows().into_iter().flat_map(|group| rows.of(group));
        let in_rows = in_rows.map(|row| blank(field, field.place_in(Some(*row))));
        std::iter::once(blank(field, field.place())).chain(in_rows)
    });
    let mut values = Values {
        blanks: blanks.collect(),
        ..Values::default()
    };
    values.filled = filled_rows(template, &rows, &values);
    values.rows = rows;
    let not_computed = compute_fields(template, &mut values);
    let mut issues = Vec::new();
    let scope = scope(template, &values, body, style);
    decide(template, body, &scope, &mut values, &mut issues);
    ask(template, body, style, &mut values);
    issues.extend(not_computed.into_iter().filter(|issue| {
        let asked = |place| values.is_asked(place);
        issue.places.iter().any(asked)
    }));
    for field in template.asked_fields() {
        let places = values.rows.places(field);
        for place in places.filter(|place| values.filled.has(place)) {
            let Some(blank) = values.blanks.get(&place).filter(|blank| blank.is_asked) else {
                continue;
            };
            judge(template, field, &place, &blank.reading, &mut issues);
            if blank.reading.state == State::Unanswered {
                issues.extend(broken_default(template, field, &place, &values, &scope));
            }
        }
    }
    judge_rows(template, &values, &mut issues);
    judge_parties(template, &values, &mut issues);
    list_unconfirmed(template, draft, &values, &mut issues);
    list_future_births(template, draft, &values, &mut issues);
    list_left_for_hand(template, &values, &mut issues);
    list_unknown(template, body, draft, &mut issues);
    (values, issues)
}

/// The values alone, of the contract with the corrections that the draft has accepted.
#[must_use]
pub fn values_of(template: &Template, draft: &Draft, style: &Style) -> Values {
    let body = template.body(&draft.accepted);
    evaluate(template, &body, draft, style).0
}

/// The variables of expressions, without the finished text: only checks may refer to the text.
fn scope(template: &Template, values: &Values, body: &Body, style: &Style) -> Scope {
    Scope::new(
        scope_values(template, values),
        &body.applied,
        style,
        BTreeSet::new(),
    )
    .with_totals(totals(template, values))
}

/// The rows of the groups that the template declares.
fn rows_of(template: &Template, draft: &Draft) -> Rows {
    let groups = template.rows.iter();
    groups
        .map(|group| (group.id.clone(), draft.rows.of(&group.id).to_vec()))
        .collect()
}

/// The rows that hold an answer of a person.
fn filled_rows(template: &Template, rows: &Rows, values: &Values) -> Rows {
    let groups = template.rows.iter();
    groups
        .map(|group| {
            let fields = template.fields_of_rows(&group.id);
            let fields: Vec<&Field> = fields.filter(|field| field.is_asked_of_people()).collect();
            let is_filled = |row: &&RowId| {
                let states = fields.iter().map(|field| field.place_in(Some(**row)));
                states
                    .into_iter()
                    .any(|place| *values.state(&place) != State::Unanswered)
            };
            let filled = rows.of(&group.id).iter().filter(is_filled);
            (group.id.clone(), filled.copied().collect())
        })
        .collect()
}

/// The answered fields as variables of expressions.
pub fn scope_values<'a>(
    template: &'a Template,
    values: &'a Values,
) -> impl Iterator<Item = (&'a FieldId, ScopeValue)> {
    let fields = template.fields.iter();
    let alone = fields.filter(|field| field.rows().is_none());
    alone.filter_map(|field| Some((&field.id, scope_value(field, values.value(&field.place())?))))
}

/// The answered fields of a row as variables of expressions.
fn row_values<'a>(
    template: &'a Template,
    values: &'a Values,
    group: &'a str,
    row: RowId,
) -> impl Iterator<Item = (&'a FieldId, ScopeValue)> {
    template.fields_of_rows(group).filter_map(move |field| {
        let value = values.value(&field.place_in(Some(row)))?;
        Some((&field.id, scope_value(field, value)))
    })
}

/// The scope as the row of a place sees it.
pub(super) fn scope_at(
    template: &Template,
    values: &Values,
    place: &Place,
    scope: &Scope,
) -> Option<Scope> {
    let group = place.group()?;
    Some(scope.in_row(group, row_values(template, values, group, place.row?)))
}

/// The places of fields outside of table rows.
fn places_of(fields: &[FieldId]) -> Vec<Place> {
    fields.iter().cloned().map(Place::from).collect()
}

/// A single choice is the id of its option; a multiple choice is a list.
fn scope_value(field: &Field, value: &Value) -> ScopeValue {
    match (&field.kind, value) {
        (FieldKind::Choice(options), Value::Choice(chosen)) if !options.multiple => {
            ScopeValue::Text(chosen.first().cloned().unwrap_or_default())
        }
        _ => ScopeValue::of(value),
    }
}

fn decide(
    template: &Template,
    body: &Body,
    scope: &Scope,
    values: &mut Values,
    issues: &mut Vec<Issue>,
) {
    decide_in_rows(template, body, scope, values, issues);
    for condition in &body.conditions {
        let holds = match condition.expression.holds(scope) {
            Ok(holds) => holds,
            Err(error) => {
                issues.push(Issue::new(
                    "E09",
                    Severity::Error,
                    places_of(condition.expression.fields()),
                    Problem::BrokenCondition {
                        line: condition.line,
                        error,
                    },
                ));
                false
            }
        };
        values.decided.push(holds);
    }
}

/// Decides the conditions about the fields of a row, for each row.
fn decide_in_rows(
    template: &Template,
    body: &Body,
    scope: &Scope,
    values: &mut Values,
    issues: &mut Vec<Issue>,
) {
    let numbered = || (0..).map(ConditionIndex).zip(&body.conditions);
    for group in &template.rows {
        let mut about = numbered()
            .filter(|(_, condition)| condition.expression.rows() == Some(&group.id))
            .peekable();
        if about.peek().is_none() {
            continue;
        }
        let about: Vec<_> = about.collect();
        for row in values.rows.of(&group.id).to_vec() {
            let seen = scope.in_row(&group.id, row_values(template, values, &group.id, row));
            for (index, condition) in &about {
                let holds = condition.expression.holds(&seen).unwrap_or_else(|error| {
                    let fields = condition.expression.fields().iter();
                    let places = fields.map(|id| id.seen_from(Some(row))).collect();
                    let line = condition.line;
                    let problem = Problem::BrokenCondition { line, error };
                    issues.push(Issue::new("E09", Severity::Error, places, problem));
                    false
                });
                values.decided_in_rows.insert((*index, row), holds);
            }
        }
    }
}
