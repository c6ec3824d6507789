//! Suggests answers for empty fields. A suggestion is not printed until the user accepts it.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::{Answer, Draft};
use super::computing::totals;
use super::evaluate::{scope_at, scope_values};
use super::origin::Source;
use super::parse_answer;
use super::recall::{Recalled, Recollection};
use super::values::{State, Values};
use crate::template::{
    DefaultAnswer, EvaluationError, Expression, Field, FieldKind, Place, ProfileKey, Scope,
    ScopeValue, Style, Template,
};
use crate::value::{Money, Number, Percent, Rate};

/// The number of rounds, because a suggestion may depend on others (the end of a term on its
/// start, the total number of copies on the number for each party).
const ROUNDS: usize = 3;

/// What a suggested answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The other answers of the contract.
    Contract,
    /// The data of the user's own company.
    Profile,
    /// An earlier contract with the same client.
    SameClient,
    /// The user's other contracts.
    Habit,
    /// The template.
    Template,
}

impl Basis {
    /// The source of an answer that was suggested on this basis.
    #[must_use]
    pub fn source(self) -> Source {
        match self {
            Self::Profile => Source::Profile,
            Self::SameClient | Self::Habit => Source::Copy,
            Self::Contract | Self::Template => Source::Default,
        }
    }
}

/// A suggested answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The answer.
    pub answer: Answer,
    /// What the suggestion rests on.
    pub basis: Basis,
    /// The id of the contract that the answer comes from; empty if it comes from none.
    pub reference: String,
}

impl Suggestion {
    fn new(answer: Answer, basis: Basis) -> Self {
        Self {
            answer,
            basis,
            reference: String::new(),
        }
    }

    fn recalled(recollection: &Recollection<'_>) -> Self {
        let is_of_client = recollection.is_of_client;
        Self {
            answer: Answer::Text(recollection.text.to_owned()),
            basis: if is_of_client {
                Basis::SameClient
            } else {
                Basis::Habit
            },
            reference: recollection.draft.to_owned(),
        }
    }
}

/// Suggested answers, by place. Contains no answered blanks.
pub type Suggestions = BTreeMap<Place, Suggestion>;

/// What suggestions are made from, apart from the draft.
pub struct Memory<'a> {
    /// The data of the user's own company.
    pub profile: &'a dyn Fn(ProfileKey) -> Option<String>,
    /// The answers of other drafts.
    pub recalled: &'a Recalled,
}

/// The suggested answers for the empty blanks of a draft: for each blank the one that fits best.
///
/// What follows from the contract or the profile comes first, then what the same client had, then
/// what the user's other contracts have, then the template's own. Names, amounts and other texts of
/// contracts with other clients are no suggestion: [`offers`] alone has them.
#[must_use]
pub fn suggest(
    template: &Template,
    values: &Values,
    draft: &Draft,
    style: &Style,
    memory: &Memory<'_>,
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
    let clients = memory.recalled.same_clients(template, draft);
    let mut suggested: Suggestions = open
        .iter()
        .filter(|(field, _)| field.is_asked_of_people())
        .filter_map(|(field, place)| {
            let given = given(template, field, memory, &clients);
            Some((place.clone(), given?))
        })
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
                let suggestion = Suggestion::new(answer, Basis::Contract);
                suggested.insert((*place).clone(), suggestion);
            }
        }
        if suggested == before {
            break;
        }
    }
    suggested
}

/// All answers that may be offered for a blank of this field, the best first, each once. `best` is
/// the suggestion for the blank, if the blank is empty.
#[must_use]
pub fn offers(
    template: &Template,
    draft: &Draft,
    field: &Field,
    recalled: &Recalled,
    best: Option<&Suggestion>,
) -> Vec<Suggestion> {
    let clients = recalled.same_clients(template, draft);
    let known = recalled.offers(template, field, &clients);
    // The template's own answers come after those of earlier contracts.
    let (last, first): (Vec<&Suggestion>, Vec<&Suggestion>) =
        (best.into_iter()).partition(|best| best.basis == Basis::Template);
    let default = match &field.default {
        Some(DefaultAnswer::Literal(texts)) => of_template(texts, field),
        Some(DefaultAnswer::Computed(_)) | None => None,
    };
    let usual = default.or_else(|| of_template(&field.usual, field));
    let usual = best.and(usual);
    let all = (first.into_iter().cloned())
        .chain(known.iter().map(Suggestion::recalled))
        .chain(last.into_iter().cloned())
        .chain(usual);
    let mut offers: Vec<Suggestion> = Vec::new();
    for suggestion in all {
        if offers.iter().all(|known| known.answer != suggestion.answer) {
            offers.push(suggestion);
        }
    }
    offers
}

/// The suggestion that does not depend on other answers of the contract.
fn given(
    template: &Template,
    field: &Field,
    memory: &Memory<'_>,
    clients: &[usize],
) -> Option<Suggestion> {
    let profile = || {
        let text = field.profile.and_then(memory.profile)?;
        let is_known = !text.trim().is_empty() && field.default.is_none();
        is_known.then(|| Suggestion::new(Answer::Text(text), Basis::Profile))
    };
    let recalled = || {
        let is_figure = matches!(
            field.kind,
            FieldKind::Integer | FieldKind::Number | FieldKind::Percent | FieldKind::Rate(_)
        );
        let known = memory.recalled.offers(template, field, clients);
        let best = known
            .first()
            .filter(|best| best.is_of_client || is_figure)?;
        Some(Suggestion::recalled(best))
    };
    let default = || match &field.default {
        Some(DefaultAnswer::Literal(texts)) => of_template(texts, field),
        Some(DefaultAnswer::Computed(_)) | None => None,
    };
    (profile().or_else(recalled))
        .or_else(default)
        .or_else(|| of_template(&field.usual, field))
}

/// The suggestion of answers that the template names.
fn of_template(texts: &[String], field: &Field) -> Option<Suggestion> {
    let answer = match &field.kind {
        FieldKind::Choice(_) if texts.is_empty() => return None,
        FieldKind::Choice(_) => Answer::Chosen(texts.to_vec()),
        _ => Answer::Text(texts.first()?.clone()),
    };
    Some(Suggestion::new(answer, Basis::Template))
}

/// The values if the user accepted every suggestion.
fn assume(template: &Template, values: &Values, suggested: &Suggestions) -> Values {
    let mut assumed = values.clone();
    for (place, suggestion) in suggested {
        if let Some(field) = template.field(place.field.as_str()) {
            let blank = assumed.blanks.entry(place.clone()).or_default();
            blank.reading = parse_answer::read(field, Some(&suggestion.answer));
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
