//! The functions of expressions: helpers that take values, and questions about the draft.

use std::sync::LazyLock;

use chrono::NaiveDate;
use minijinja::Environment;

use super::fault::EvaluationError;
use crate::template::style::Style;
use crate::value::{self, date};

/// The limit of steps in one evaluation; the longest rule of a contract takes under 200.
const FUEL: u64 = 20_000;

/// Helpers that depend only on their arguments.
pub(super) const HELPERS: [&str; 13] = [
    "days",
    "whole_years",
    "exact_years",
    "add_days",
    "add_months",
    "add_years",
    "term_end",
    "chars",
    "money",
    "percent",
    "number",
    "date",
    "capital",
];

/// Helpers whose names are also allowed for fields, because existing templates had such fields when
/// the helpers were added. Before a bracket the name means the helper, elsewhere the field.
pub(super) const SHARED_NAMES: [&str; 3] = ["exact_years", "term_end", "number"];

/// Helpers about all rows of a group, whose argument is a literal. They are no reserved words: a
/// template with a field of that name keeps the field and cannot call the helper.
pub(super) const OVER_ROWS: [&str; 2] = ["sum", "count"];

/// Helpers that ask about the draft or the finished text. Their argument is a literal, so that the
/// parser knows the names.
pub(super) const QUESTIONS: [&str; 3] = ["answered", "accepted", "text_has"];

pub(super) static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    environment.add_function("days", |from: String, to: String| {
        on_days(&from, &to, date::days_between)
    });
    environment.add_function("whole_years", |from: String, to: String| {
        on_days(&from, &to, date::whole_years)
    });
    environment.add_function(inner_name("exact_years"), |from: String, to: String| {
        on_days(&from, &to, date::exact_years)
    });
    environment.add_function("add_days", |day: String, days: i64| {
        moved(&day, days, date::add_days)
    });
    environment.add_function("add_months", |day: String, months: i64| {
        moved(&day, months, date::add_months)
    });
    environment.add_function("add_years", |day: String, years: i64| {
        moved(&day, years, date::add_years)
    });
    environment.add_function(inner_name("term_end"), |start: String, months: i64| {
        if months < 1 {
            return Err(EvaluationError::NoTerm { months }.into());
        }
        moved(&start, months, date::term_end)
    });
    environment.add_function("chars", |text: String| text.chars().count());
    environment.add_function("money", |fen: i64| {
        amount(fen, value::Money::from_fen).map(value::Money::grouped)
    });
    environment.add_function("capital", |fen: i64| {
        amount(fen, value::Money::from_fen).map(value::capital_words)
    });
    environment.add_function("percent", |parts: i64| {
        amount(parts, value::Percent::from_ten_thousandths).map(value::Percent::print)
    });
    environment.add_function(inner_name("number"), |millionths: i64| {
        amount(millionths, value::Number::from_millionths).map(value::Number::print)
    });
    environment.add_function("date", |found: String| day(&found).map(date::print));
    environment
});

/// Whether expressions reserve the name, so that no field can have it.
pub(in crate::template) fn is_reserved(name: &str) -> bool {
    const WORDS: [&str; 15] = [
        "and", "or", "not", "if", "else", "in", "is", "true", "false", "none", "True", "False",
        "None", "loop", "style",
    ];
    let is_helper = HELPERS.contains(&name) && !SHARED_NAMES.contains(&name);
    WORDS.contains(&name) || is_helper || QUESTIONS.contains(&name)
}

/// The evaluator's name for a helper of [`SHARED_NAMES`] or [`OVER_ROWS`]. The inner name has the same length, so
/// that offsets stay valid, and begins with `_`, which no field id can.
pub(super) fn inner_name(name: &str) -> String {
    name.chars()
        .enumerate()
        .map(|(index, c)| if index == 0 { '_' } else { c })
        .collect()
}

/// Whether a name, or a path like `style.copies`, exists in every scope.
pub(super) fn is_known(path: &str) -> bool {
    let is_style_key = |key: &str| {
        Style::default()
            .expression_values()
            .iter()
            .any(|(name, _)| *name == key)
    };
    match path.split_once('.') {
        Some(("style", key)) => is_style_key(key),
        Some(_) => false,
        None if SHARED_NAMES.contains(&path) => false,
        None => {
            let is_inner = |name: &&str| inner_name(name) == path;
            HELPERS.contains(&path)
                || QUESTIONS.contains(&path)
                || SHARED_NAMES.iter().chain(&OVER_ROWS).any(is_inner)
        }
    }
}

type Computed<T> = Result<T, minijinja::Error>;

fn on_days<T>(from: &str, to: &str, compute: fn(NaiveDate, NaiveDate) -> T) -> Computed<T> {
    Ok(compute(day(from)?, day(to)?))
}

fn moved(
    from: &str,
    by: i64,
    compute: fn(NaiveDate, i64) -> Option<NaiveDate>,
) -> Computed<String> {
    let moved = compute(day(from)?, by).ok_or(EvaluationError::OutOfCalendar)?;
    Ok(date::iso(moved))
}

fn day(found: &str) -> Computed<NaiveDate> {
    date::parse_stored(found).map_err(|_| {
        let found = value::clean(found).text.into_owned();
        EvaluationError::NotADay { found }.into()
    })
}

fn amount<T>(found: i64, read: fn(u64) -> Option<T>) -> Computed<T> {
    let amount = u64::try_from(found).ok().and_then(read);
    amount.ok_or_else(|| EvaluationError::NotAnAmount { found }.into())
}
