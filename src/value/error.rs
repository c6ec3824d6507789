//! What can be wrong with an answer, as data; the words for users stand elsewhere.

use chrono::NaiveDate;

/// Why an answer is not a value of its kind, or lies outside its field's limits.
///
/// `answer` is always what was typed, without the spaces around it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Nothing visible was given.
    #[error("blank")]
    Blank,
    /// It does not read as a number.
    #[error("not a number: {answer}")]
    NotANumber {
        /// What was typed.
        answer: String,
    },
    /// It names a number only roughly, or a range, where a contract needs one number.
    #[error("not one number: {answer}")]
    NotExact {
        /// What was typed.
        answer: String,
    },
    /// It gives an amount in figures and in words, and the two differ.
    #[error("figures and words differ: {answer}")]
    TwoAmounts {
        /// What was typed.
        answer: String,
    },
    /// It carries a minus sign.
    #[error("negative: {answer}")]
    Negative {
        /// What was typed.
        answer: String,
    },
    /// It has more decimals than are allowed; nothing is ever rounded.
    #[error("more than {decimals} decimals: {answer}")]
    TooPrecise {
        /// What was typed.
        answer: String,
        /// How many decimals may be typed (before the unit, if one was typed).
        decimals: u32,
    },
    /// It is more than its kind can hold.
    #[error("larger than {largest}: {answer}")]
    TooLarge {
        /// What was typed.
        answer: String,
        /// The largest value of the kind, as it prints.
        largest: String,
    },
    /// It has decimals where a whole number is asked.
    #[error("not a whole number: {answer}")]
    NotWhole {
        /// What was typed.
        answer: String,
    },
    /// It does not read as a date.
    #[error("not a date: {answer}")]
    NotADate {
        /// What was typed.
        answer: String,
    },
    /// It names a day only roughly, or a stretch of days.
    #[error("not one day: {answer}")]
    NotOneDay {
        /// What was typed.
        answer: String,
    },
    /// It reads as a date that the calendar does not have, such as 30 February.
    #[error("no such date: {answer}")]
    NoSuchDate {
        /// What was typed.
        answer: String,
        /// The last day of the month that was meant, where there is such a month.
        last: Option<NaiveDate>,
    },
    /// It depends on the day it is read (明天, +30, 3-1), which a stored answer must not.
    #[error("a date relative to today: {answer}")]
    RelativeDate {
        /// What was stored.
        answer: String,
    },
    /// It is less than the field allows.
    #[error("{answer} is below {minimum} (excluded: {excluded})")]
    BelowMinimum {
        /// What was typed.
        answer: String,
        /// The smallest allowed value, or its excluded lower bound, as it prints.
        minimum: String,
        /// Whether the bound itself is refused.
        excluded: bool,
    },
    /// It is more than the field allows.
    #[error("{answer} is above {maximum}")]
    AboveMaximum {
        /// What was typed.
        answer: String,
        /// The largest allowed value, as it prints.
        maximum: String,
    },
    /// The text is too short.
    #[error("{count} characters, at least {minimum} wanted")]
    TooFewCharacters {
        /// How many characters it has.
        count: usize,
        /// How many it must have.
        minimum: usize,
    },
    /// The text is too long.
    #[error("{count} characters, at most {maximum} allowed")]
    TooManyCharacters {
        /// How many characters it has.
        count: usize,
        /// How many it may have.
        maximum: usize,
    },
    /// It holds something that must not stand there.
    #[error("forbidden text: {found}")]
    ForbiddenText {
        /// What was found, in a visible spelling.
        found: String,
    },
    /// A chosen option is not one of the field's.
    #[error("unknown option: {answer}")]
    UnknownOption {
        /// The option's id as given.
        answer: String,
        /// The ids that exist.
        options: Vec<String>,
    },
    /// Several options are chosen where one is asked.
    #[error("more than one option")]
    OneOptionOnly,
    /// No option is chosen.
    #[error("no option")]
    NoOption,
    /// A text was given where options are chosen.
    #[error("a choice is expected")]
    ChoiceExpected,
    /// Options were given where a text is asked.
    #[error("a text is expected")]
    TextExpected,
    /// `/` was answered to a field that cannot be struck.
    #[error("may not be struck")]
    MayNotStrike,
    /// A credit code has not 18 characters.
    #[error("a credit code of {count} characters, not 18")]
    CreditCodeLength {
        /// How many characters it has, spaces left out.
        count: usize,
    },
    /// A credit code holds a character that no code has (GB 32100-2015 leaves out I O S V Z).
    #[error("{found:?} in a credit code")]
    CreditCodeCharacter {
        /// The character, in upper case.
        found: char,
        /// The digit that was probably meant.
        instead: Option<char>,
    },
    /// The number of an identity card where a credit code is asked.
    #[error("the number of an identity card, no credit code")]
    IdentityCard,
}

impl ValueError {
    /// The variant's name in `assets/locales/value.yml`, which has a message and a hint for each.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::NotANumber { .. } => "not_a_number",
            Self::NotExact { .. } => "not_exact",
            Self::TwoAmounts { .. } => "two_amounts",
            Self::Negative { .. } => "negative",
            Self::TooPrecise { .. } => "too_precise",
            Self::TooLarge { .. } => "too_large",
            Self::NotWhole { .. } => "not_whole",
            Self::NotADate { .. } => "not_a_date",
            Self::NotOneDay { .. } => "not_one_day",
            Self::NoSuchDate { .. } => "no_such_date",
            Self::RelativeDate { .. } => "relative_date",
            Self::BelowMinimum { .. } => "below_minimum",
            Self::AboveMaximum { .. } => "above_maximum",
            Self::TooFewCharacters { .. } => "too_few_characters",
            Self::TooManyCharacters { .. } => "too_many_characters",
            Self::ForbiddenText { .. } => "forbidden_text",
            Self::UnknownOption { .. } => "unknown_option",
            Self::OneOptionOnly => "one_option_only",
            Self::NoOption => "no_option",
            Self::ChoiceExpected => "choice_expected",
            Self::TextExpected => "text_expected",
            Self::MayNotStrike => "may_not_strike",
            Self::CreditCodeLength { .. } => "credit_code_length",
            Self::CreditCodeCharacter { .. } => "credit_code_character",
            Self::IdentityCard => "identity_card",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ValueError;
    use crate::language::Language;
    use crate::language::texts::text;
    use std::collections::BTreeSet;

    /// Every error, with the placeholders that its words may use.
    fn every_error() -> Vec<(ValueError, &'static [&'static str])> {
        let answer = String::new;
        vec![
            (ValueError::Blank, &[]),
            (ValueError::NotANumber { answer: answer() }, &["answer"]),
            (ValueError::NotExact { answer: answer() }, &["answer"]),
            (ValueError::TwoAmounts { answer: answer() }, &["answer"]),
            (ValueError::NotOneDay { answer: answer() }, &["answer"]),
            (ValueError::Negative { answer: answer() }, &["answer"]),
            (
                ValueError::TooPrecise {
                    answer: answer(),
                    decimals: 2,
                },
                &["answer", "decimals"],
            ),
            (
                ValueError::TooLarge {
                    answer: answer(),
                    largest: answer(),
                },
                &["answer", "largest"],
            ),
            (ValueError::NotWhole { answer: answer() }, &["answer"]),
            (ValueError::NotADate { answer: answer() }, &["answer"]),
            (
                ValueError::NoSuchDate {
                    answer: answer(),
                    last: None,
                },
                &["answer"],
            ),
            (ValueError::RelativeDate { answer: answer() }, &["answer"]),
            (
                ValueError::BelowMinimum {
                    answer: answer(),
                    minimum: answer(),
                    excluded: true,
                },
                &["answer", "minimum"],
            ),
            (
                ValueError::AboveMaximum {
                    answer: answer(),
                    maximum: answer(),
                },
                &["answer", "maximum"],
            ),
            (
                ValueError::TooFewCharacters {
                    count: 1,
                    minimum: 2,
                },
                &["count", "minimum"],
            ),
            (
                ValueError::TooManyCharacters {
                    count: 2,
                    maximum: 1,
                },
                &["count", "maximum"],
            ),
            (ValueError::ForbiddenText { found: answer() }, &["found"]),
            (
                ValueError::UnknownOption {
                    answer: answer(),
                    options: vec![],
                },
                &["answer", "options"],
            ),
            (ValueError::OneOptionOnly, &[]),
            (ValueError::NoOption, &[]),
            (ValueError::ChoiceExpected, &[]),
            (ValueError::TextExpected, &[]),
            (ValueError::MayNotStrike, &[]),
            (ValueError::CreditCodeLength { count: 17 }, &["count"]),
            (
                ValueError::CreditCodeCharacter {
                    found: 'O',
                    instead: Some('0'),
                },
                &["found", "instead"],
            ),
            (ValueError::IdentityCard, &[]),
        ]
    }

    #[test]
    fn every_error_has_a_message_and_a_hint_in_both_languages() {
        for (error, placeholders) in every_error() {
            for part in ["message", "hint"] {
                let key = format!("value.{}.{part}", error.key());
                let [chinese, english] = [Language::Chinese, Language::English]
                    .map(|language| text(&key, language).unwrap());
                assert_ne!(chinese, english, "key: {key}");
                for words in [chinese, english] {
                    for placeholder in words.split("%{").skip(1) {
                        let (name, _) = placeholder.split_once('}').unwrap();
                        assert!(
                            placeholders.contains(&name),
                            "key: {key}, placeholder: {name}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn no_words_stand_for_an_error_that_does_not_exist() {
        let errors: BTreeSet<&str> = every_error().iter().map(|(error, _)| error.key()).collect();
        let worded: BTreeSet<&str> = include_str!("../../assets/locales/value.yml")
            .lines()
            .filter_map(|line| line.strip_prefix("value.")?.split('.').next())
            .collect();
        assert_eq!(worded, errors);
    }
}
