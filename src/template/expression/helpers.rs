//! What expressions can call: helpers that take values, and questions about the draft.

use std::sync::LazyLock;

use minijinja::Environment;

use crate::template::style::Style;
use crate::value::{self, date};

/// Steps that one evaluation may take; the longest rule of a contract takes under 200.
const FUEL: u64 = 20_000;

/// Helpers that take nothing but values.
pub(super) const HELPERS: [&str; 10] = [
    "days",
    "add_years",
    "add_months",
    "add_days",
    "whole_years",
    "chars",
    "money",
    "percent",
    "date",
    "capital",
];

/// Helpers that ask about the draft or the finished text; their argument is a literal.
pub(super) const QUESTIONS: [&str; 3] = ["answered", "accepted", "text_has"];

pub(super) static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    environment.add_function("days", |from: String, to: String| {
        on_days(&from, &to, date::days_between)
    });
    environment.add_function("whole_years", |from: String, to: String| {
        on_days(&from, &to, date::whole_years).flatten()
    });
    environment.add_function("add_years", |day: String, years: u32| {
        moved(&day, |day| date::add_years(day, years))
    });
    environment.add_function("add_months", |day: String, months: u32| {
        moved(&day, |day| date::add_months(day, months))
    });
    environment.add_function("add_days", |day: String, days: i64| {
        moved(&day, |day| date::add_days(day, days))
    });
    environment.add_function("chars", |text: String| text.chars().count());
    environment.add_function("money", |fen: u64| {
        value::Money::from_fen(fen).map(value::Money::grouped)
    });
    environment.add_function("capital", |fen: u64| {
        value::Money::from_fen(fen).map(value::capital_words)
    });
    environment.add_function("percent", |parts: u64| {
        value::Percent::from_ten_thousandths(parts).map(value::Percent::print)
    });
    environment.add_function("date", |day: String| {
        date::parse_stored(&day).ok().map(date::print)
    });
    environment
});

/// Whether a name already means something in expressions, so that no field can bear it.
pub(in crate::template) fn is_reserved(name: &str) -> bool {
    const WORDS: [&str; 15] = [
        "and", "or", "not", "if", "else", "in", "is", "true", "false", "none", "True", "False",
        "None", "loop", "style",
    ];
    WORDS.contains(&name) || HELPERS.contains(&name) || QUESTIONS.contains(&name)
}

/// Whether a name, or a path like `style.copies`, is there in every scope.
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
        None => HELPERS.contains(&path) || QUESTIONS.contains(&path),
    }
}

fn on_days<T>(
    from: &str,
    to: &str,
    compute: fn(chrono::NaiveDate, chrono::NaiveDate) -> T,
) -> Option<T> {
    let from = date::parse_stored(from).ok()?;
    let to = date::parse_stored(to).ok()?;
    Some(compute(from, to))
}

fn moved(
    day: &str,
    compute: impl FnOnce(chrono::NaiveDate) -> Option<chrono::NaiveDate>,
) -> Option<String> {
    compute(date::parse_stored(day).ok()?).map(date::iso)
}
