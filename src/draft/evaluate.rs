//! Derives values and issues from answers. The only module that judges answers. Evaluation cannot
//! fail, because a half-filled draft is the normal state.

use std::collections::{BTreeSet, HashSet};

use super::answers::Draft;
use super::computing::{compute as compute_fields, lacking_for_sum, totals};
use super::issue::{Issue, Problem};
use super::parse_answer::{self, Reading};
use super::rows::Rows;
use super::suggest::compute;
use super::values::{Blank, State, Values};
use crate::template::{
    Body, BodyContent, BodyInline, ConditionIndex, DefaultAnswer, Field, FieldId, FieldKind, Guard,
    IdHash, Place, RowId, Scope, ScopeValue, Severity, Shape, Style, Template, printed_rows,
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

/// Marks the fields that are asked: those whose blank is reached, or on which a reached condition
/// depends.
fn ask(template: &Template, body: &Body, style: &Style, values: &mut Values) {
    let mut reached = Reached::default();
    for block in &body.blocks {
        if !reached.passes(body, &block.guards, values, None) {
            continue;
        }
        match &block.shape {
            Shape::Table { role, rows, .. } => {
                for (row, cells) in printed_rows(*role, rows, style) {
                    let inlines: Vec<&BodyInline> = cells.flatten().collect();
                    let group = row.repeats.as_deref();
                    let own = group.into_iter().flat_map(|group| values.rows.of(group));
                    // The row that does not exist yet asks too: its fields are the form of new rows.
                    for own in std::iter::once(None).chain(own.copied().map(Some)) {
                        if reached.passes(body, &row.guards, values, own) {
                            for inline in &inlines {
                                reached.read(body, inline, values, own);
                            }
                        }
                    }
                }
            }
            Shape::Title(inlines)
            | Shape::Article(inlines)
            | Shape::Clause { inlines, .. }
            | Shape::Paragraph(inlines) => {
                for inline in inlines {
                    reached.read(body, inline, values, None);
                }
            }
        }
    }
    // A reached field also asks for its sources: the figures behind an amount in words or a computed
    // field, the text of a chosen option. A source can have sources itself.
    while let Some((id, row)) = reached.todo.pop() {
        let Some(field) = template.field(id.as_str()) else {
            continue;
        };
        let state = values.state(&field.place_in(row));
        for source in sources(field, state) {
            reached.add_seen(source, row, values);
        }
    }
    for (place, blank) in &mut values.blanks {
        blank.is_asked = reached.has(place);
    }
}

/// The fields that the contract asks, while they are collected.
#[derive(Default)]
struct Reached<'a> {
    alone: HashSet<&'a FieldId, IdHash>,
    in_rows: HashSet<(&'a FieldId, Option<RowId>), IdHash>,
    /// The fields whose sources are not reached yet.
    todo: Vec<(&'a FieldId, Option<RowId>)>,
}

impl<'a> Reached<'a> {
    fn has(&self, place: &Place) -> bool {
        self.alone.contains(&place.field)
            || !self.in_rows.is_empty() && self.in_rows.contains(&(&place.field, place.row))
    }

    fn add(&mut self, id: &'a FieldId, row: Option<RowId>) {
        let is_new = if id.rows().is_some() {
            self.in_rows.insert((id, row))
        } else {
            self.alone.insert(id)
        };
        if is_new {
            self.todo.push((id, row));
        }
    }

    /// Adds a field that is read from `row`: that of the same row, or of every row if the reader
    /// stands outside the rows and adds them up.
    fn add_seen(&mut self, id: &'a FieldId, row: Option<RowId>, values: &Values) {
        self.add(id, row);
        if row.is_none()
            && let Some(group) = id.rows()
        {
            for row in values.rows.of(group) {
                self.add(id, Some(*row));
            }
        }
    }

    fn read(
        &mut self,
        body: &'a Body,
        inline: &'a BodyInline,
        values: &Values,
        row: Option<RowId>,
    ) {
        if self.passes(body, &inline.guards, values, row)
            && let BodyContent::Field(field) = &inline.content
        {
            self.add(field, row);
        }
    }

    /// Marks the fields of each reached guard, outermost first; returns whether all guards hold.
    fn passes(
        &mut self,
        body: &'a Body,
        guards: &[Guard],
        values: &Values,
        row: Option<RowId>,
    ) -> bool {
        for guard in guards {
            if let Some(condition) = body.conditions.get(guard.condition.0) {
                for field in condition.expression.fields() {
                    self.add(field, row);
                }
                for field in condition.expression.sums() {
                    self.add_seen(field, None, values);
                }
            }
            // Inner guards are not reached, so their fields stay unasked.
            if values.decided(guard.condition, row) != guard.expected {
                return false;
            }
        }
        true
    }
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
fn judge(
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
fn broken_default(
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
fn judge_rows(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
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
fn judge_parties(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
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
fn list_unconfirmed(template: &Template, draft: &Draft, values: &Values, issues: &mut Vec<Issue>) {
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

fn list_left_for_hand(template: &Template, values: &Values, issues: &mut Vec<Issue>) {
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

fn list_unknown(template: &Template, body: &Body, draft: &Draft, issues: &mut Vec<Issue>) {
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
