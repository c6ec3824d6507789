//! Suggests answers for empty fields. A suggestion is not printed until the user accepts it.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::{Answer, Draft};
use super::computing::totals;
use super::evaluate::{scope_at, scope_values};
use super::parse_answer;
use super::values::{State, Values};
use crate::template::{
    DefaultAnswer, EvaluationError, Expression, Field, FieldKind, Place, ProfileKey, Scope,
    ScopeValue, Style, Template,
};
use crate::value::{Money, Number, Percent, Rate};

/// The number of rounds, because a suggestion may depend on others (the end of a term on its
/// start, the total number of copies on the number for each party).
const ROUNDS: usize = 3;

/// Suggested answers, by place. Contains no answered blanks and no blanks without a default.
pub type Suggestions = BTreeMap<Place, Answer>;

/// The suggested answers for the empty blanks of a draft.
///
/// A computed default may depend on other suggestions. `profile` returns data of the user's own
/// company.
#[must_use]
pub fn suggest(
    template: &Template,
    values: &Values,
    draft: &Draft,
    style: &Style,
    profile: impl Fn(ProfileKey) -> Option<String>,
) -> Suggestions {
    let fields = template.fields.iter();
    let open: Vec<(&Field, Place)> = fields
        .flat_map(|field| {
            // The blank without a row is that of a row which does not exist yet.
            let next = field.rows().map(|_| field.place());
            let places = values.rows().places(field).chain(next);
            places.map(move |place| (field, place))
        })
        .filter(|(_, place)| *values.state(place) == State::Unanswered)
        .collect();
    let mut suggested: Suggestions = open
        .iter()
        .filter(|(field, _)| field.is_asked_of_people())
        .filter_map(|(field, place)| Some((place.clone(), given(field, &profile)?)))
        .collect();
    let computed: Vec<(&Field, &Place, &Expression)> = open
        .iter()
        .filter_map(|(field, place)| match &field.default {
            Some(DefaultAnswer::Computed(expression)) => Some((*field, place, &**expression)),
            Some(DefaultAnswer::Literal(_)) | None => None,
        })
        .collect();
    if computed.is_empty() {
        return suggested;
    }
    for _ in 0..ROUNDS {
        let before = suggested.clone();
        let assumed = assume(template, values, &suggested);
        let scope = Scope::new(
            scope_values(template, &assumed),
            &draft.accepted,
            style,
            BTreeSet::new(),
        )
        .with_totals(totals(template, &assumed));
        for (field, place, expression) in &computed {
            let in_row = scope_at(template, &assumed, place, &scope);
            // `evaluate` reports a failure as an issue once all inputs of the expression are
            // answered.
            if let Ok(Some(answer)) = compute(field, expression, in_row.as_ref().unwrap_or(&scope))
            {
                suggested.insert((*place).clone(), answer);
            }
        }
        if suggested == before {
            break;
        }
    }
    suggested
}

/// The default that does not depend on other answers.
fn given(field: &Field, profile: impl Fn(ProfileKey) -> Option<String>) -> Option<Answer> {
    match &field.default {
        Some(DefaultAnswer::Literal(texts)) => match &field.kind {
            FieldKind::Choice(_) => Some(Answer::Chosen(texts.clone())),
            _ => texts.first().cloned().map(Answer::Text),
        },
        Some(DefaultAnswer::Computed(_)) => None,
        None => field
            .profile
            .and_then(profile)
            .filter(|text| !text.trim().is_empty())
            .map(Answer::Text),
    }
}

/// The values if the user accepted every suggestion.
fn assume(template: &Template, values: &Values, suggested: &Suggestions) -> Values {
    let mut assumed = values.clone();
    for (place, answer) in suggested {
        if let Some(field) = template.field(place.field.as_str()) {
            let blank = assumed.blanks.entry(place.clone()).or_default();
            blank.reading = parse_answer::read(field, Some(answer));
        }
    }
    assumed
}

/// The result of a computed default; `None` if the expression yields nothing.
pub(super) fn compute(
    field: &Field,
    expression: &Expression,
    scope: &Scope,
) -> Result<Option<Answer>, EvaluationError> {
    match answer_of(field, expression.evaluate(scope)?) {
        // Some inputs are unanswered, which is normal in a half-filled draft.
        Err(_) if !expression.has_all(scope) => Ok(None),
        answer => answer,
    }
}

/// Converts a computed value to an answer that the field's kind can parse.
fn answer_of(field: &Field, value: ScopeValue) -> Result<Option<Answer>, EvaluationError> {
    let is_choice = matches!(field.kind, FieldKind::Choice(_));
    let no_answer = |found: String| EvaluationError::NoAnswer { found };
    match value {
        ScopeValue::Integer(number) => {
            let units = u64::try_from(number).ok();
            let text = units.and_then(|units| match field.kind {
                FieldKind::Money => Money::from_fen(units).map(Money::canonical),
                FieldKind::Number => Number::from_millionths(units).map(Number::print),
                FieldKind::Percent => Percent::from_ten_thousandths(units).map(Percent::print),
                FieldKind::Rate(unit) => Percent::from_ten_thousandths(units)
                    .and_then(|share| Rate::of_share(share, unit))
                    .map(Rate::print),
                _ => Some(number.to_string()),
            });
            let text = text.ok_or_else(|| no_answer(number.to_string()))?;
            Ok(Some(Answer::Text(text)))
        }
        ScopeValue::Nothing => Ok(None),
        ScopeValue::Text(text) if text.is_empty() => Ok(None),
        ScopeValue::Text(text) if is_choice => Ok(Some(Answer::Chosen(vec![text]))),
        ScopeValue::Text(text) => Ok(Some(Answer::Text(text))),
        ScopeValue::List(items) if is_choice => Ok(Some(Answer::Chosen(items))),
        ScopeValue::List(items) => Err(no_answer(items.join(", "))),
        ScopeValue::Flag(flag) => Err(no_answer(flag.to_string())),
    }
}
