//! Derives values and issues from answers. The only module that judges answers. Evaluation cannot
//! fail, because a half-filled draft is the normal state.

use std::collections::{BTreeSet, HashSet};

use super::answers::Draft;
use super::computing::compute as compute_fields;
use super::issue::{Issue, Problem};
use super::parse_answer::{self, Reading};
use super::suggest::compute;
use super::values::{Blank, State, Values};
use crate::template::{
    Body, BodyContent, DefaultAnswer, Field, FieldId, FieldKind, Guard, IdHash, Place, Scope,
    ScopeValue, Severity, Style, Template,
};
use crate::value::{self, Value, ValueError, Weight, comparable};

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
    let blank = |field: &Field| {
        let place = field.place();
        let read = || parse_answer::read(field, draft.answers.get(&place));
        let blank = Blank {
            reading: known(&place).unwrap_or_else(read),
            is_asked: false,
        };
        (place, blank)
    };
    let mut values = Values {
        blanks: template.fields.iter().map(blank).collect(),
        decided: Vec::new(),
    };
    let not_computed = compute_fields(template, &mut values);
    let mut issues = Vec::new();
    let scope = scope(template, &values, body, style);
    decide(body, &scope, &mut values, &mut issues);
    ask(template, body, style, &mut values);
    issues.extend(not_computed.into_iter().filter(|issue| {
        let asked = |place| values.is_asked(place);
        issue.places.iter().any(asked)
    }));
    for field in template
        .fields
        .iter()
        .filter(|field| field.is_asked_of_people())
    {
        let blank = values.blanks.get(&field.place());
        if let Some(Blank { reading, .. }) = blank.filter(|blank| blank.is_asked) {
            judge(template, field, reading, &mut issues);
            if reading.state == State::Unanswered {
                issues.extend(broken_default(field, &scope));
            }
        }
    }
    judge_parties(template, &values, &mut issues);
    list_unconfirmed(template, draft, &values, &mut issues);
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
}

/// The answered fields as variables of expressions.
pub fn scope_values<'a>(
    template: &'a Template,
    values: &'a Values,
) -> impl Iterator<Item = (&'a FieldId, ScopeValue)> {
    template
        .fields
        .iter()
        .filter_map(|field| Some((&field.id, scope_value(field, values.value(&field.place())?))))
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

fn decide(body: &Body, scope: &Scope, values: &mut Values, issues: &mut Vec<Issue>) {
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

/// Marks the fields that are asked: those whose blank is reached, or on which a reached condition
/// depends.
fn ask(template: &Template, body: &Body, style: &Style, values: &mut Values) {
    let mut reached: HashSet<&FieldId, IdHash> = HashSet::default();
    for block in &body.blocks {
        if !reach(body, &block.guards, values, &mut reached) {
            continue;
        }
        for (row_guards, inline) in block.shape.printed_inlines(style) {
            if reach(body, row_guards, values, &mut reached)
                && reach(body, &inline.guards, values, &mut reached)
                && let BodyContent::Field(field) = &inline.content
            {
                reached.insert(field);
            }
        }
    }
    // A reached field also asks for its sources: the figures behind an amount in words or a computed
    // field, the text of a chosen option. A source can have sources itself.
    let mut n_reached = 0;
    while n_reached < reached.len() {
        n_reached = reached.len();
        let sources: Vec<&FieldId> = template
            .fields
            .iter()
            .filter(|field| reached.contains(&field.id))
            .flat_map(|field| sources(field, values.state(&field.place())))
            .collect();
        reached.extend(sources);
    }
    for (place, blank) in &mut values.blanks {
        blank.is_asked = reached.contains(&place.field);
    }
}

/// Marks the fields of each reached guard, outermost first; returns whether all guards hold.
fn reach<'a>(
    body: &'a Body,
    guards: &[Guard],
    values: &Values,
    reached: &mut HashSet<&'a FieldId, IdHash>,
) -> bool {
    for guard in guards {
        if let Some(condition) = body.conditions.get(guard.condition.0) {
            reached.extend(condition.expression.fields());
        }
        // Inner guards are not reached, so their fields stay unasked.
        if values.decided(guard.condition) != guard.expected {
            return false;
        }
    }
    true
}

fn sources<'a>(field: &'a Field, state: &State) -> Vec<&'a FieldId> {
    match &field.kind {
        FieldKind::AmountInWords { of } => vec![of],
        FieldKind::Computed(computed) => computed.formula.fields(),
        FieldKind::Choice(options) => options
            .all
            .iter()
            .filter(|option| state.chooses(&option.id))
            .filter_map(|option| option.text.as_ref())
            .collect(),
        _ => Vec::new(),
    }
}

/// What is missing, wrong or doubtful about one field that is asked.
fn judge(template: &Template, field: &Field, reading: &Reading, issues: &mut Vec<Issue>) {
    let mut add = |id: &str, severity, problem| {
        let mut issue = Issue::new(id, severity, vec![field.place()], problem);
        // A doubtful value may be correct, so the user can confirm it.
        issue.confirmable =
            severity == Severity::Error && matches!(issue.problem, Problem::Doubt(_));
        issues.push(issue);
    };
    if let Some(error) = &reading.error {
        add(
            rule_of(field, error),
            Severity::Error,
            Problem::Value(error.clone()),
        );
    }
    let is_option_text = template.option_of_text(&field.id).is_some();
    match &reading.state {
        State::Unanswered if is_option_text => {
            add("E05", Severity::Error, Problem::OptionWithoutText);
        }
        State::Unanswered if field.required && matches!(field.kind, FieldKind::Choice(_)) => {
            add("E05", Severity::Error, Problem::NothingChosen);
        }
        State::Unanswered if field.required => add("E02", Severity::Error, Problem::Missing),
        State::Answered(value) => {
            for doubt in value.doubts() {
                let severity = match doubt.weight() {
                    Weight::Hint => Severity::Hint,
                    Weight::Warning => Severity::Warning,
                    Weight::Error => Severity::Error,
                };
                add(doubt.id(), severity, Problem::Doubt(doubt));
            }
        }
        State::Unanswered | State::Wrong | State::Struck => {}
    }
    if reading.replaced > 0 && reading.error.is_none() {
        let replaced = reading.replaced;
        add("W11", Severity::Warning, Problem::Cleaned { replaced });
    }
}

/// Reports a default that fails to evaluate. The form shows an empty blank in that case, and the
/// user would not notice the failure.
fn broken_default(field: &Field, scope: &Scope) -> Option<Issue> {
    let Some(DefaultAnswer::Computed(expression)) = &field.default else {
        return None;
    };
    let error = compute(field, expression, scope).err()?;
    let problem = Problem::BrokenDefault { error };
    let mut issue = Issue::new("E10", Severity::Error, vec![field.place()], problem);
    issue.confirmable = true;
    Some(issue)
}

/// The id of the rule that a wrong answer breaks.
fn rule_of(field: &Field, error: &ValueError) -> &'static str {
    match (&field.kind, error) {
        (_, ValueError::Blank) if field.required => "E02",
        (FieldKind::PartyName, _) => "E01",
        (FieldKind::Date, _) => "E03",
        (FieldKind::Money, _) => "E04",
        (FieldKind::Choice(_), _) => "E05",
        (FieldKind::CreditCode, _) => "E07",
        _ => "E08",
    }
}

/// Reports parties with the same name; ignores white space and differences between look-alike
/// characters.
fn judge_parties(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
    let mut named: Vec<(Place, String)> = Vec::new();
    for place in template.places().filter(|place| values.is_asked(place)) {
        let Some(Value::PartyName(name)) = values.value(&place) else {
            continue;
        };
        let name = comparable(name.as_str());
        if let Some((other, _)) = named.iter().find(|(_, other)| *other == name) {
            issues.push(Issue::new(
                "E01",
                Severity::Error,
                vec![place.clone(), other.clone()],
                Problem::SameParties,
            ));
        }
        named.push((place, name));
    }
}

/// Reports answers that nobody has confirmed, and a moved term that begins in the past.
fn list_unconfirmed(template: &Template, draft: &Draft, values: &Values, issues: &mut Vec<Issue>) {
    if draft.origins.values().all(|origin| origin.is_confirmed) {
        return;
    }
    let is_open = |place: &Place| values.is_asked(place) && draft.is_unconfirmed(place);
    let open: Vec<Place> = template.places().filter(is_open).collect();
    let start = template.summary.starts.clone().map(Place::from);
    if let Some(start) = start.filter(|start| open.contains(start))
        && let (Some(Value::Date(day)), Some(origin)) =
            (values.value(&start), draft.origins.get(&start))
        && !origin.was.is_empty()
        && origin.at.is_some_and(|at| *day < at.date_naive())
    {
        let places = vec![start];
        let problem = Problem::StartsInPast;
        issues.push(Issue::new("W21", Severity::Warning, places, problem));
    }
    if !open.is_empty() {
        let problem = Problem::Unconfirmed;
        issues.push(Issue::new("W20", Severity::Warning, open, problem));
    }
}

fn list_left_for_hand(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
    let hands = template.fields.iter().filter(|field| field.hand);
    let left: Vec<Place> = hands
        .filter(|field| field.is_asked_of_people())
        .map(Field::place)
        .filter(|place| values.is_asked(place) && *values.state(place) == State::Unanswered)
        .collect();
    if !left.is_empty() {
        issues.push(Issue::new(
            "H02",
            Severity::Hint,
            left,
            Problem::LeftForHand,
        ));
    }
}

/// The number of unknown ids in a message.
const NAMED_UNKNOWN: usize = 5;

fn list_unknown(template: &Template, body: &Body, draft: &Draft, issues: &mut Vec<Issue>) {
    let unknown: Vec<&Place> = draft
        .answers
        .keys()
        .filter(|place| template.field(place.field.as_str()).is_none() || place.row.is_some())
        .collect();
    if !unknown.is_empty() {
        // A file from elsewhere may have long ids or ids with control characters.
        let ids = unknown
            .iter()
            .take(NAMED_UNKNOWN)
            .map(|place| {
                value::clean(&place.to_string())
                    .text
                    .chars()
                    .take(40)
                    .collect()
            })
            .collect();
        let count = unknown.len();
        issues.push(Issue::new(
            "H12",
            Severity::Hint,
            Vec::new(),
            Problem::UnknownAnswers { ids, count },
        ));
    }
    for id in &body.left_out {
        let id = value::clean(id).text.into_owned();
        issues.push(Issue::new(
            "W12",
            Severity::Warning,
            Vec::new(),
            Problem::UnappliedCorrection { id },
        ));
    }
}
