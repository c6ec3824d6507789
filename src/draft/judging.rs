//! What is missing, wrong or doubtful about the answers of a draft.

use super::answers::Draft;
use super::computing::lacking_for_sum;
use super::evaluate::scope_at;
use super::issue::{Issue, Problem};
use super::parse_answer::Reading;
use super::suggest::compute;
use super::values::{State, Values};
use crate::template::{
    Body, DefaultAnswer, Field, FieldKind, Place, RowId, Scope, Severity, Template,
};
use crate::value::{self, Value, ValueError, Weight, comparable};

/// What is missing, wrong or doubtful about one field that is asked.
pub(super) fn judge(
    template: &Template,
    field: &Field,
    place: &Place,
    reading: &Reading,
    issues: &mut Vec<Issue>,
) {
    let mut add = |id: &str, severity, problem| {
        let mut issue = Issue::new(id, severity, vec![place.clone()], problem);
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
pub(super) fn broken_default(
    template: &Template,
    field: &Field,
    place: &Place,
    values: &Values,
    scope: &Scope,
) -> Option<Issue> {
    let Some(DefaultAnswer::Computed(expression)) = &field.default else {
        return None;
    };
    let in_row = scope_at(template, values, place, scope);
    let error = compute(field, expression, in_row.as_ref().unwrap_or(scope)).err()?;
    let problem = Problem::BrokenDefault { error };
    let mut issue = Issue::new("E10", Severity::Error, vec![place.clone()], problem);
    issue.confirmable = true;
    Some(issue)
}

/// Reports groups with too few or too many rows, empty rows, and totals that lack a value.
pub(super) fn judge_rows(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
    for group in &template.rows {
        let mut fields = template.fields_of_rows(&group.id);
        let first = fields.find(|field| values.is_asked(&field.place()));
        let Some(first) = first else {
            continue;
        };
        let rows = values.rows.of(&group.id);
        let filled = values.filled.of(&group.id);
        let mut add = |id: &str, severity, row, problem| {
            let places = vec![first.place_in(Some(row))];
            issues.push(Issue::new(id, severity, places, problem));
        };
        let id = group.id.clone();
        if filled.len() < group.min {
            let (found, least) = (filled.len(), group.min);
            let problem = Problem::TooFewRows { id, found, least };
            add("E12", Severity::Error, values.rows.next(&group.id), problem);
        } else if let Some(row) = rows.get(group.max) {
            let (found, most) = (rows.len(), group.max);
            let problem = Problem::TooManyRows { id, found, most };
            add("E12", Severity::Error, *row, problem);
        }
        if !filled.is_empty() {
            let is_filled = |row: &RowId| values.filled.has(&first.place_in(Some(*row)));
            for row in rows.iter().filter(|row| !is_filled(row)) {
                add("W22", Severity::Warning, *row, Problem::EmptyRow);
            }
        }
    }
    list_incomplete_totals(template, values, issues);
}

/// Reports totals that stay blank because a row lacks a value. Says nothing if each of these blanks
/// has an issue already.
fn list_incomplete_totals(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
    if template.rows.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for field in template.computed_fields() {
        let FieldKind::Computed(computed) = &field.kind else {
            continue;
        };
        if field.rows().is_some() || !values.is_asked(&field.place()) {
            continue;
        }
        let sums = computed.formula.sums().into_iter();
        let mut lacking: Vec<Place> = sums
            .flat_map(|id| lacking_for_sum(template, values, id))
            .collect();
        lacking.retain(|place| {
            issues
                .iter()
                .all(|issue| issue.places.first() != Some(place))
        });
        if !lacking.is_empty() {
            lacking.push(field.place());
            let problem = Problem::SumLacks;
            found.push(Issue::new("W23", Severity::Warning, lacking, problem));
        }
    }
    issues.extend(found);
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
pub(super) fn judge_parties(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
    let mut named: Vec<(Place, String)> = Vec::new();
    let places = template
        .asked_fields()
        .flat_map(|field| values.rows.places(field));
    for place in places.filter(|place| values.is_asked(place)) {
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
pub(super) fn list_unconfirmed(
    template: &Template,
    draft: &Draft,
    values: &Values,
    issues: &mut Vec<Issue>,
) {
    if draft.origins.values().all(|origin| origin.is_confirmed) {
        return;
    }
    let is_open = |place: &Place| values.is_asked(place) && draft.is_unconfirmed(place);
    let fields = template.asked_fields();
    let places = fields.flat_map(|field| values.rows.places(field));
    let open: Vec<Place> = places.filter(is_open).collect();
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

/// Reports identity cards of people who were born after the draft was last saved. The day of the
/// draft stands for today, so that the same draft always has the same issues.
pub(super) fn list_future_births(
    template: &Template,
    draft: &Draft,
    values: &Values,
    issues: &mut Vec<Issue>,
) {
    let Some(day) = draft.updated.or(draft.created).map(|at| at.date_naive()) else {
        return;
    };
    let cards = template.fields.iter();
    let cards = cards.filter(|field| field.kind == FieldKind::IdCard);
    let places = cards.flat_map(|field| values.rows.places(field));
    for place in places.filter(|place| values.is_asked(place)) {
        if let Some(Value::IdCard(card)) = values.value(&place)
            && let Some(born) = card.born().filter(|born| *born > day)
        {
            let day = value::date::iso(born);
            let problem = Problem::Value(ValueError::BornInFuture { day });
            issues.push(Issue::new("E08", Severity::Error, vec![place], problem));
        }
    }
}

pub(super) fn list_left_for_hand(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
    let hands = template.fields.iter().filter(|field| field.hand);
    let left: Vec<Place> = hands
        .filter(|field| field.is_asked_of_people())
        .flat_map(|field| values.rows.places(field))
        .filter(|place| values.filled.has(place))
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

pub(super) fn list_unknown(
    template: &Template,
    body: &Body,
    draft: &Draft,
    issues: &mut Vec<Issue>,
) {
    let unknown: Vec<&Place> = draft
        .answers
        .keys()
        .filter(|place| {
            let field = template.field(place.field.as_str());
            field.is_none_or(|field| field.rows().is_some() != place.row.is_some())
        })
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
