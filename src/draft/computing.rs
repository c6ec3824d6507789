//! Computes the fields whose value is a formula over other fields.

use super::issue::{Issue, Problem};
use super::parse_answer::Reading;
use super::values::{State, Values};
use crate::template::{ComputedAs, Field, FieldId, FieldKind, Place, Severity, Template};
use crate::value::{ComputeFault, Exact, Value};

/// Fills in the values of the computed fields; returns the issues of those that cannot be computed
/// although all their figures are there. A field whose figures are incomplete stays unanswered.
pub(super) fn compute(template: &Template, values: &mut Values) -> Vec<Issue> {
    let mut issues = Vec::new();
    for field in template.computed_fields() {
        let place = field.place();
        let reading = match result(field, values) {
            Ok(None) => Reading::default(),
            Ok(Some(value)) => Reading {
                state: State::Answered(value),
                ..Reading::default()
            },
            Err(fault) => {
                let problem = Problem::NotComputed { fault };
                let places = vec![place.clone()];
                issues.push(Issue::new("E11", Severity::Error, places, problem));
                Reading::default()
            }
        };
        if let Some(blank) = values.blanks.get_mut(&place) {
            blank.reading = reading;
        }
    }
    issues
}

fn result(field: &Field, values: &Values) -> Result<Option<Value>, ComputeFault> {
    let FieldKind::Computed(computed) = &field.kind else {
        return Ok(None);
    };
    let figure = |id: &FieldId| Exact::of(values.value(&Place::from(id.clone()))?);
    let Some(exact) = computed.formula.evaluate(&figure)? else {
        return Ok(None);
    };
    let decimals = |usual: u32| field.limits.decimals.map_or(usual, |most| most.min(usual));
    Ok(Some(match computed.print_as {
        ComputedAs::Money => Value::Money(exact.to_money()?),
        ComputedAs::Number => Value::Number(exact.to_number(decimals(6))?),
        ComputedAs::Percent => Value::Percent(exact.to_percent(decimals(4))?),
    }))
}
