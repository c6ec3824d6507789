//! Words for errors and doubts about a value.

use chrono::{Datelike as _, NaiveDate};

use super::lookup::{Words, optional, word, words};
use crate::language::Language;
use crate::value::date::iso;
use crate::value::{Doubt, ValueError};

/// The most characters of an answer that a message quotes.
const QUOTED: usize = 40;

/// The reason why an answer is rejected.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one match over all errors, an arm each"
)]
pub(super) fn value_error(error: &ValueError, language: Language) -> Words {
    let key = format!("value.{}", error.key());
    let count = |number: &usize| number.to_string();
    match error {
        ValueError::NotANumber { answer }
        | ValueError::Negative { answer }
        | ValueError::NotWhole { answer }
        | ValueError::NotADate { answer }
        | ValueError::NotAnEmail { answer }
        | ValueError::SeveralEmails { answer }
        | ValueError::NotAnIdCard { answer }
        | ValueError::OldIdCard { answer }
        | ValueError::NotATime { answer }
        | ValueError::NoSuchTime { answer }
        | ValueError::NotAPostcode { answer }
        | ValueError::NotADiscount { answer }
        | ValueError::NotOneDay { answer }
        | ValueError::NotExact { answer }
        | ValueError::TwoAmounts { answer }
        | ValueError::NoSuchDate { answer, last: None }
        | ValueError::RelativeDate { answer } => {
            words(&key, &[("answer", &shortened(answer))], language)
        }
        ValueError::NoSuchDate {
            answer,
            last: Some(last),
        } => no_such_day_of_month(&key, answer, *last, language),
        ValueError::IdCardBirth { answer, day } => words(
            &key,
            &[("answer", &shortened(answer)), ("day", day)],
            language,
        ),
        ValueError::BornInFuture { day } => words(&key, &[("day", day)], language),
        ValueError::OtherCurrency { answer, code } => words(
            &key,
            &[("answer", &shortened(answer)), ("code", code)],
            language,
        ),
        ValueError::TooPrecise { answer, decimals } => words(
            &key,
            &[
                ("answer", &shortened(answer)),
                ("decimals", &decimals.to_string()),
            ],
            language,
        ),
        ValueError::TooLarge { answer, largest } => words(
            &key,
            &[("answer", &shortened(answer)), ("largest", largest)],
            language,
        ),
        ValueError::BelowMinimum {
            answer,
            minimum,
            excluded,
        } => {
            let key = if *excluded {
                format!("{key}.excluded")
            } else {
                key
            };
            words(
                &key,
                &[("answer", &shortened(answer)), ("minimum", minimum)],
                language,
            )
        }
        ValueError::AboveMaximum { answer, maximum } => words(
            &key,
            &[("answer", &shortened(answer)), ("maximum", maximum)],
            language,
        ),
        ValueError::TooFewCharacters { count: n, minimum } => words(
            &key,
            &[("count", &count(n)), ("minimum", &count(minimum))],
            language,
        ),
        ValueError::TooManyCharacters { count: n, maximum } => words(
            &key,
            &[("count", &count(n)), ("maximum", &count(maximum))],
            language,
        ),
        ValueError::ForbiddenText { found } => {
            words(&key, &[("found", &shortened(found))], language)
        }
        ValueError::UnknownOption { answer, options } => words(
            &key,
            &[
                ("answer", &shortened(answer)),
                ("options", &options.join(", ")),
            ],
            language,
        ),
        ValueError::CreditCodeLength { count: n } => words(&key, &[("count", &count(n))], language),
        ValueError::CreditCodeCharacter { found, instead } => {
            let found = found.to_string();
            let mut said = words(&key, &[("found", &found)], language);
            if let Some(instead) = instead {
                let values = [("found", found.as_str()), ("instead", &instead.to_string())];
                said.hint = optional(&format!("{key}.instead.hint"), &values, language);
            }
            said
        }
        ValueError::Blank
        | ValueError::OneOptionOnly
        | ValueError::NoOption
        | ValueError::ChoiceExpected
        | ValueError::TextExpected
        | ValueError::IdentityCard
        | ValueError::MayNotStrike => words(&key, &[], language),
    }
}

/// The message for a day that the month does not have; `last` is the last day of the month.
fn no_such_day_of_month(key: &str, answer: &str, last: NaiveDate, language: Language) -> Words {
    let (month, days) = (last.month(), last.day());
    let values = [
        ("answer", shortened(answer)),
        ("month", month.to_string()),
        ("days", days.to_string()),
        ("last", iso(last)),
    ];
    let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
    words(&format!("{key}.month"), &values, language)
}

/// The doubt about an answer.
#[must_use]
pub fn doubt(doubt: &Doubt, language: Language) -> Words {
    let key = format!("doubt.{}", doubt.key());
    match doubt {
        Doubt::UnusualPhone
        | Doubt::AccountNotation
        | Doubt::CreditCodeOrIdentityCard
        | Doubt::NameWithoutSuffix
        | Doubt::NameWithoutLetters
        | Doubt::NameHalfWidthBrackets => words(&key, &[], language),
        Doubt::CreditCodeCheck { expected } | Doubt::IdCardCheck { expected } => {
            words(&key, &[("expected", &expected.to_string())], language)
        }
        Doubt::SpaceInHan {
            before,
            space,
            after,
        } => words(
            &key,
            &[
                ("before", &before.to_string()),
                ("code", &code(*space)),
                ("after", &after.to_string()),
            ],
            language,
        ),
        Doubt::LookAlikes { characters } => {
            let named = name_look_alikes(characters, language);
            words(&key, &[("characters", &named)], language)
        }
        Doubt::ForeignLetters { letters } => {
            let named: Vec<String> = letters
                .chars()
                .map(|found| {
                    let (code, found) = (code(found), found.to_string());
                    let values = [("found", &*found), ("code", &*code)];
                    word(&format!("{key}.one"), &values, language)
                })
                .collect();
            let named = named.join(language.separator());
            words(&key, &[("letters", &named)], language)
        }
        Doubt::UnusualUrl { oddities } => {
            let oddities: Vec<String> = oddities
                .iter()
                .map(|oddity| {
                    let key = format!("doubt.unusual_url.oddity.{}", oddity.key());
                    word(&key, &[], language)
                })
                .collect();
            words(
                &key,
                &[("oddities", &oddities.join(language.separator()))],
                language,
            )
        }
        Doubt::UnusualEmail { instead } => words(&key, &[("instead", instead)], language),
        Doubt::AccountDigits { count } => words(&key, &[("count", &count.to_string())], language),
        Doubt::NameSigner { signer } => {
            let signer = word(
                &format!("doubt.name_signer.signer.{}", signer.key()),
                &[],
                language,
            );
            words(&key, &[("signer", &signer)], language)
        }
        Doubt::NameBeyondBmp { characters } => words(&key, &[("characters", characters)], language),
    }
}

/// The characters that look like other characters, each with the character that it resembles.
pub(super) fn name_look_alikes(characters: &[(char, char)], language: Language) -> String {
    let named: Vec<String> = characters
        .iter()
        .map(|(found, instead)| {
            let (found, code, instead) = (found.to_string(), code(*found), instead.to_string());
            let values = [("found", &*found), ("code", &*code), ("instead", &*instead)];
            word("doubt.look_alikes.one", &values, language)
        })
        .collect();
    named.join(language.separator())
}

/// The code point of a character, as `U+2F34`.
fn code(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// The beginning of an answer, cut to [`QUOTED`].
pub(super) fn shortened(answer: &str) -> String {
    if answer.chars().count() <= QUOTED {
        return answer.to_owned();
    }
    answer.chars().take(QUOTED).chain(['…']).collect()
}
