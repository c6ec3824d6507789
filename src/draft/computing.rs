//! Computes the fields whose value is a formula over other fields.

use super::issue::{Issue, Problem};
use super::parse_answer::Reading;
use super::values::{State, Values};
use crate::template::{
    ComputedAs, Field, FieldId, FieldKind, Figures, Place, RowId, ScopeValue, Severity, Template,
    Totals,
};
use crate::value::{ComputeFault, Exact, Operator, Value};

/// Fills in the values of the computed fields; returns the issues of those that cannot be computed
/// although all their figures are there. A field whose figures are incomplete stays unanswered.
pub(super) fn compute(template: &Template, values: &mut Values) -> Vec<Issue> {
    let mut issues = Vec::new();
    for field in template.computed_fields() {
        let places: Vec<Place> = values.rows.places(field).collect();
        for place in places {
            let reading = match result(field, place.row, values) {
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
    }
    issues
}

fn result(
    field: &Field,
    row: Option<RowId>,
    values: &Values,
) -> Result<Option<Value>, ComputeFault> {
    let FieldKind::Computed(computed) = &field.kind else {
        return Ok(None);
    };
    let Some(exact) = computed.formula.evaluate(&Seen { values, row })? else {
        return Ok(None);
    };
    let decimals = |usual: u32| field.limits.decimals.map_or(usual, |most| most.min(usual));
    Ok(Some(match computed.print_as {
        ComputedAs::Money => Value::Money(exact.to_money()?),
        ComputedAs::Number => Value::Number(exact.to_number(decimals(6))?),
        ComputedAs::Percent => Value::Percent(exact.to_percent(decimals(4))?),
    }))
}

/// The figures that a formula sees, in a row or outside any row.
struct Seen<'a> {
    values: &'a Values,
    row: Option<RowId>,
}

impl Figures for Seen<'_> {
    fn field(&self, id: &FieldId) -> Option<Exact> {
        Exact::of(self.values.value(&id.seen_from(self.row))?)
    }

    /// The total of the printed values, so that it is the sum of what the rows say. Without any row
    /// there is no total: the contract is still blank.
    fn sum(&self, id: &FieldId) -> Result<Option<Exact>, ComputeFault> {
        let mut total: Option<Exact> = None;
        for row in filled_rows(self.values, id) {
            let Some(value) = self.values.value(&in_row(id, *row)).and_then(Exact::of) else {
                return Ok(None);
            };
            total = Some(match total {
                None => value,
                Some(total) => total.step(Operator::Plus, value)?,
            });
        }
        Ok(total)
    }

    fn count(&self, group: &str) -> Option<Exact> {
        let n_rows = self.values.filled.of(group).len();
        let n_rows = u32::try_from(n_rows).ok().filter(|n_rows| *n_rows > 0)?;
        Exact::of(&Value::Integer(n_rows))
    }
}

/// What expressions can ask about all rows of each group.
#[must_use]
pub fn totals(template: &Template, values: &Values) -> Totals {
    let mut totals = Totals::default();
    for group in &template.rows {
        let n_rows = values.filled.of(&group.id).len();
        let n_rows = i64::try_from(n_rows).unwrap_or(i64::MAX);
        totals.counts.insert(group.id.clone(), n_rows);
        for field in template.fields_of_rows(&group.id) {
            let sum = filled_rows(values, &field.id)
                .iter()
                .try_fold(0_i64, |sum, row| {
                    let value = values.value(&in_row(&field.id, *row))?;
                    match ScopeValue::of(value) {
                        ScopeValue::Integer(number) => sum.checked_add(number),
                        _ => None,
                    }
                });
            if let Some(sum) = sum.filter(|_| n_rows > 0) {
                totals.sums.insert(field.id.to_string(), sum);
            }
        }
    }
    totals
}

/// The blanks that people must fill in before the total of a field has a value.
pub(super) fn lacking_for_sum(template: &Template, values: &Values, id: &FieldId) -> Vec<Place> {
    let rows = filled_rows(values, id).iter();
    let places = rows.map(|row| in_row(id, *row));
    places
        .filter(|place| values.value(place).is_none())
        .flat_map(|place| lacking(template, values, place))
        .collect()
}

/// The blanks behind a blank without a value: the blank itself, or what its formula lacks.
fn lacking(template: &Template, values: &Values, place: Place) -> Vec<Place> {
    let field = template.field(place.field.as_str());
    let Some(FieldKind::Computed(computed)) = field.map(|field| &field.kind) else {
        return vec![place];
    };
    let sources = computed.formula.fields().into_iter();
    let sources = sources.map(|id| id.seen_from(place.row));
    let open = sources.filter(|source| values.value(source).is_none() && *source != place);
    let found: Vec<Place> = open
        .flat_map(|source| lacking(template, values, source))
        .collect();
    // A formula without a result although it lacks nothing has an issue of its own.
    if found.is_empty() { vec![place] } else { found }
}

fn filled_rows<'a>(values: &'a Values, id: &FieldId) -> &'a [RowId] {
    id.rows().map_or(&[], |group| values.filled.of(group))
}

fn in_row(id: &FieldId, row: RowId) -> Place {
    Place::from(id.clone()).in_row(Some(row))
}
