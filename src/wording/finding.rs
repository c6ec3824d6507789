//! Words for the issues found in a draft.

use super::change::place_label;
use super::lookup::{Words, word, words};
use super::value::{doubt, shortened, value_error};
use crate::draft::{Issue, Problem};
use crate::language::Language;
use crate::template::{EvaluationError, FieldId, Place, Severity, Template};
use crate::value::ComputeFault;

/// The word for a severity inside a line.
#[must_use]
pub fn severity(severity: Severity, language: Language) -> String {
    let key = match severity {
        Severity::Error => "cli.error",
        Severity::Warning => "cli.warning",
        Severity::Hint => "cli.hint_word",
    };
    word(key, &[], language)
}

/// The message and hint for an issue.
#[must_use]
pub fn issue(issue: &Issue, template: &Template, language: Language) -> Words {
    let labels = labels_of(issue, template, language);
    let mut said = message(issue, &labels, template, language);
    if issue.places.iter().any(|place| place.row.is_some()) {
        // The label of a blank in a row has quotation marks of its own.
        said.message = said.message.replace(&format!("“{labels}”"), &labels);
    }
    said
}

#[expect(clippy::too_many_lines, reason = "a flat match, one arm a variant")]
fn message(issue: &Issue, labels: &str, template: &Template, language: Language) -> Words {
    let say = |key: &str, values: &[(&str, &str)]| {
        let mut all = vec![("field", labels)];
        all.extend_from_slice(values);
        words(&format!("issue.{key}"), &all, language)
    };
    match &issue.problem {
        Problem::Missing => say("missing", &[]),
        Problem::NothingChosen => say("nothing_chosen", &[]),
        Problem::OptionWithoutText => say("option_without_text", &[]),
        Problem::Value(error) => value_error(error, language),
        Problem::SameParties => say("same_parties", &[]),
        Problem::Doubt(found) => doubt(found, language),
        Problem::Cleaned { replaced } => say("cleaned", &[("count", &replaced.to_string())]),
        Problem::Unconfirmed => say("unconfirmed", &[("count", &issue.places.len().to_string())]),
        Problem::StartsInPast => say("starts_in_past", &[]),
        Problem::LeftForHand => say("left_for_hand", &[]),
        Problem::UnknownAnswers { ids, count } => {
            let mut names = ids.join(", ");
            if *count > ids.len() {
                names.push_str(" …");
            }
            say(
                "unknown_answers",
                &[("ids", &names), ("count", &count.to_string())],
            )
        }
        Problem::UnappliedCorrection { id } => say("unapplied_correction", &[("id", id)]),
        Problem::BrokenCondition { line, error } => say(
            "broken_condition",
            &[
                ("line", &line.to_string()),
                ("reason", &why_not_computed(error, language)),
            ],
        ),
        Problem::BrokenCheck { error } => say(
            "broken_check",
            &[
                ("id", &issue.id),
                ("reason", &why_not_computed(error, language)),
            ],
        ),
        Problem::BrokenDefault { error } => say(
            "broken_default",
            &[("reason", &why_not_computed(error, language))],
        ),
        Problem::NotComputed { fault } => match fault {
            ComputeFault::Overflow => say("computed_overflow", &[]),
            ComputeFault::DivisionByZero => say("computed_division", &[]),
            ComputeFault::Negative => say("computed_negative", &[]),
        },
        Problem::TooFewRows { id, found, least } => say(
            "too_few_rows",
            &[
                ("group", group_of(id, template, language)),
                ("found", &found.to_string()),
                ("least", &least.to_string()),
            ],
        ),
        Problem::TooManyRows { id, found, most } => say(
            "too_many_rows",
            &[
                ("group", group_of(id, template, language)),
                ("found", &found.to_string()),
                ("most", &most.to_string()),
            ],
        ),
        Problem::EmptyRow => {
            let ordinal = issue.rows.first().copied().flatten().unwrap_or(0);
            let place = issue.places.first();
            let group = place.and_then(Place::group);
            let group = group.map_or("", |group| group_of(group, template, language));
            say(
                "empty_row",
                &[("row", &ordinal.to_string()), ("group", group)],
            )
        }
        Problem::SumLacks => {
            let total = issue.places.last().map(|place| &place.field);
            let total = self::labels(total, template, language);
            let mut lacking = issue.clone();
            lacking.places.pop();
            lacking.places.truncate(NAMED_BLANKS);
            let mut named = labels_of(&lacking, template, language);
            if issue.places.len() > NAMED_BLANKS + 1 {
                named.push('…');
            }
            say("sum_lacks", &[("total", &total), ("lacking", &named)])
        }
        Problem::AmountsDisagree { figures, words } => say(
            "amounts_disagree",
            &[("figures", figures), ("words", words)],
        ),
        Problem::PartyNamedTwice { label, name, other } => say(
            "party_named_twice",
            &[("label", label), ("name", name), ("other", other)],
        ),
        Problem::LeftOver { found, clause } if clause.is_empty() => {
            say("left_over.in_no_clause", &[("found", &shortened(found))])
        }
        Problem::LeftOver { found, clause } => say(
            "left_over",
            &[("found", &shortened(found)), ("clause", clause)],
        ),
        Problem::StrangeCompany { name } => say("strange_company", &[("name", name)]),
        Problem::Unpaired { character } => {
            say("unpaired", &[("character", &character.to_string())])
        }
        Problem::NoSuchDay { date } => say("no_such_day", &[("date", date)]),
        Problem::NoSuchClause { reference } => say("no_such_clause", &[("reference", reference)]),
        Problem::Checked {
            zh,
            en,
            hint_zh,
            hint_en,
            ..
        } => {
            let (message, hint) = match language {
                Language::Chinese => (zh, hint_zh),
                Language::English => (en, hint_en),
            };
            Words {
                message: message.clone(),
                hint: hint.clone(),
            }
        }
    }
}

/// The most blanks of rows that one message names.
const NAMED_BLANKS: usize = 5;

/// The label of a group of rows.
fn group_of<'a>(id: &'a str, template: &'a Template, language: Language) -> &'a str {
    let group = template.row_group(id);
    group.map_or(id, |group| group.label.get(language))
}

/// The reason why an expression of the template has no value.
fn why_not_computed(error: &EvaluationError, language: Language) -> String {
    let say = |key: &str, values: &[(&str, &str)]| {
        word(&format!("issue.not_computed.{key}"), values, language)
    };
    match error {
        EvaluationError::NotADay { found } => say("not_a_day", &[("found", found)]),
        EvaluationError::OutOfCalendar => say("out_of_calendar", &[]),
        EvaluationError::NoTerm { months } => say("no_term", &[("months", &months.to_string())]),
        EvaluationError::NotAnAmount { found } => {
            say("not_an_amount", &[("found", &found.to_string())])
        }
        EvaluationError::NoAnswer { found } => say("no_answer", &[("found", found)]),
        EvaluationError::Failed { detail } => say("failed", &[("detail", detail)]),
    }
}

/// The law or custom behind an issue; empty if the issue follows from the template's declarations.
#[must_use]
pub fn issue_source(issue: &Issue, language: Language) -> &str {
    match &issue.problem {
        Problem::Checked {
            source_zh,
            source_en,
            ..
        } => match language {
            Language::Chinese => source_zh,
            Language::English => source_en,
        },
        Problem::AmountsDisagree { .. }
        | Problem::PartyNamedTwice { .. }
        | Problem::LeftOver { .. }
        | Problem::StrangeCompany { .. }
        | Problem::Unpaired { .. }
        | Problem::NoSuchDay { .. }
        | Problem::NoSuchClause { .. }
        | Problem::Missing
        | Problem::NothingChosen
        | Problem::OptionWithoutText
        | Problem::Value(_)
        | Problem::SameParties
        | Problem::Doubt(_)
        | Problem::Cleaned { .. }
        | Problem::Unconfirmed
        | Problem::StartsInPast
        | Problem::LeftForHand
        | Problem::UnknownAnswers { .. }
        | Problem::UnappliedCorrection { .. }
        | Problem::BrokenCondition { .. }
        | Problem::BrokenCheck { .. }
        | Problem::BrokenDefault { .. }
        | Problem::NotComputed { .. }
        | Problem::TooFewRows { .. }
        | Problem::TooManyRows { .. }
        | Problem::EmptyRow
        | Problem::SumLacks => "",
    }
}

/// The message for an issue shown away from its field: the label precedes an answer's error.
#[must_use]
pub fn issue_with_label(found: &Issue, template: &Template, language: Language) -> Words {
    let mut said = issue(found, template, language);
    if matches!(found.problem, Problem::Value(_) | Problem::Doubt(_)) {
        let labels = labels_of(found, template, language);
        let separator = match language {
            Language::Chinese => "：",
            Language::English => ": ",
        };
        said.message = format!("{labels}{separator}{}", said.message);
    }
    said
}

/// The labels of the blanks that an issue refers to, with their rows, joined to one text.
fn labels_of(issue: &Issue, template: &Template, language: Language) -> String {
    let labels: Vec<String> = (issue.places.iter().enumerate())
        .map(|(at, place)| {
            if place.row.is_none() {
                return label(&place.field, template, language).to_owned();
            }
            let ordinal = issue.rows.get(at).copied().flatten();
            place_label(place, ordinal, Some(template), language)
        })
        .collect();
    labels.join(language.separator())
}

fn label<'a>(id: &'a FieldId, template: &'a Template, language: Language) -> &'a str {
    let field = template.field(id.as_str());
    field.map_or(id.as_str(), |field| field.label.get(language))
}

/// The labels of the fields, joined to one text.
#[must_use]
pub fn labels<'a>(
    fields: impl IntoIterator<Item = &'a FieldId>,
    template: &'a Template,
    language: Language,
) -> String {
    let fields = fields.into_iter();
    let labels: Vec<&str> = fields.map(|id| label(id, template, language)).collect();
    labels.join(language.separator())
}
