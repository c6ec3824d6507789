//! Words for the origins of answers.

use chrono::NaiveDate;

use super::lookup::word;
use crate::draft::{Basis, Origin, Source};
use crate::language::Language;
use crate::value::{clean, date};

/// Where an answer came from, in one short text for the field; empty if there is nothing to say:
/// the user typed the answer today, or nobody knows when.
#[must_use]
pub fn origin(origin: &Origin, today: NaiveDate, language: Language) -> String {
    let day = origin.at.map(|at| at.date_naive());
    if origin.from == Source::Typed && day.is_none_or(|day| day == today) {
        return String::new();
    }
    let from = word(&format!("origin.{}", origin.from.name()), &[], language);
    let mut parts = Vec::new();
    if !origin.is_confirmed {
        parts.push(word("origin.unconfirmed", &[], language));
    }
    if !origin.was.is_empty() {
        let was = clean(&origin.was).text.into_owned();
        parts.push(word("origin.was", &[("was", &was)], language));
    }
    parts.push(match day {
        Some(day) => {
            let values = [("from", from.as_str()), ("day", &date::iso(day))];
            word("origin.on", &values, language)
        }
        None => from,
    });
    parts.join(&word("origin.between", &[], language))
}

/// What a suggestion rests on.
#[must_use]
pub fn basis(basis: Basis, language: Language) -> String {
    let key = match basis {
        Basis::Contract => "suggestions.basis.contract",
        Basis::Profile => "suggestions.basis.profile",
        Basis::SameClient => "suggestions.basis.same_client",
        Basis::Habit => "suggestions.basis.habit",
        Basis::Template => "suggestions.basis.template",
    };
    word(key, &[], language)
}
