//! The errors of an answer, as data. `assets/locales/value.yml` holds the messages for users.

use chrono::NaiveDate;

/// Why an answer is not a value of its kind, or lies outside the limits of its field.
///
/// `answer` is always the answer as typed, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// The answer holds no visible character.
    #[error("blank")]
    Blank,
    /// The answer is not a number.
    #[error("not a number: {answer}")]
    NotANumber {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The answer is an approximate number or a range; a contract needs one exact number.
    #[error("not one number: {answer}")]
    NotExact {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The answer gives an amount in figures and in words, and the two differ.
    #[error("figures and words differ: {answer}")]
    TwoAmounts {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The amount names another currency than that of its field.
    #[error("not in {code}: {answer}")]
    OtherCurrency {
        /// The answer as typed, trimmed.
        answer: String,
        /// The code of the field's currency (ISO 4217).
        code: &'static str,
    },
    /// The number has a minus sign.
    #[error("negative: {answer}")]
    Negative {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The number has more decimals than its kind allows; answers are never rounded.
    #[error("more than {decimals} decimals: {answer}")]
    TooPrecise {
        /// The answer as typed, trimmed.
        answer: String,
        /// The number of decimals allowed in front of the typed unit: 2 for `元`, 6 for `万`.
        decimals: u32,
    },
    /// The number is above the largest value of its kind.
    #[error("larger than {largest}: {answer}")]
    TooLarge {
        /// The answer as typed, trimmed.
        answer: String,
        /// The largest value of the kind, in print form.
        largest: String,
    },
    /// The number has decimals where the field needs a whole number.
    #[error("not a whole number: {answer}")]
    NotWhole {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The answer is not a date.
    #[error("not a date: {answer}")]
    NotADate {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The answer is an approximate day or a range of days.
    #[error("not one day: {answer}")]
    NotOneDay {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The text is no address of mail.
    #[error("no address of mail: {answer}")]
    NotAnEmail {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The text holds more than one address of mail.
    #[error("several addresses of mail: {answer}")]
    SeveralEmails {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The text is no number of an identity card.
    #[error("no number of an identity card: {answer}")]
    NotAnIdCard {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The text is a number of 15 digits, which no identity card has had since 2013.
    #[error("an old number of 15 digits: {answer}")]
    OldIdCard {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The birth date in the number of an identity card does not exist.
    #[error("no such birth date {day}: {answer}")]
    IdCardBirth {
        /// The answer as typed, trimmed.
        answer: String,
        /// The birth date of the number, `1949-02-30`.
        day: String,
    },
    /// The birth date in the number of an identity card lies behind the day of the draft.
    #[error("born in the future: {day}")]
    BornInFuture {
        /// The birth date of the number, `2049-02-03`.
        day: String,
    },
    /// The text is no time of day.
    #[error("no time: {answer}")]
    NotATime {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The hour or the minute does not exist.
    #[error("no such time: {answer}")]
    NoSuchTime {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The text is no postcode.
    #[error("no postcode: {answer}")]
    NotAPostcode {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The text is no discount in tenths of the price (折).
    #[error("no discount: {answer}")]
    NotADiscount {
        /// The answer as typed, trimmed.
        answer: String,
    },
    /// The answer is a date that the calendar does not have, such as 30 February.
    #[error("no such date: {answer}")]
    NoSuchDate {
        /// The answer as typed, trimmed.
        answer: String,
        /// The last day of the typed month; `None` if that month does not exist.
        last: Option<NaiveDate>,
    },
    /// The meaning of the date changes with the current day (明天, +30, 3-1). A stored answer must
    /// not be such a date.
    #[error("a date relative to today: {answer}")]
    RelativeDate {
        /// The answer as stored, trimmed.
        answer: String,
    },
    /// The value is below the minimum of the field.
    #[error("{answer} is below {minimum} (excluded: {excluded})")]
    BelowMinimum {
        /// The answer as typed, trimmed.
        answer: String,
        /// The smallest allowed value, or the excluded lower bound, in print form.
        minimum: String,
        /// Whether `minimum` itself is refused.
        excluded: bool,
    },
    /// The value is above the maximum of the field.
    #[error("{answer} is above {maximum}")]
    AboveMaximum {
        /// The answer as typed, trimmed.
        answer: String,
        /// The largest allowed value, in print form.
        maximum: String,
    },
    /// The text is shorter than the field allows.
    #[error("{count} characters, at least {minimum} wanted")]
    TooFewCharacters {
        /// The number of characters in the text.
        count: usize,
        /// The smallest allowed number of characters.
        minimum: usize,
    },
    /// The text is longer than the field allows.
    #[error("{count} characters, at most {maximum} allowed")]
    TooManyCharacters {
        /// The number of characters in the text.
        count: usize,
        /// The largest allowed number of characters.
        maximum: usize,
    },
    /// The text holds characters that its kind or its field forbids.
    #[error("forbidden text: {found}")]
    ForbiddenText {
        /// The forbidden text, in a visible spelling.
        found: String,
    },
    /// The field has no option with this id.
    #[error("unknown option: {answer}")]
    UnknownOption {
        /// The unknown id, as given.
        answer: String,
        /// The ids of all options of the field.
        options: Vec<String>,
    },
    /// Several options are chosen; the field takes one.
    #[error("more than one option")]
    OneOptionOnly,
    /// The list of chosen options is empty.
    #[error("no option")]
    NoOption,
    /// The answer is a text; the field takes options.
    #[error("a choice is expected")]
    ChoiceExpected,
    /// The answer is a list of options; the field takes a text.
    #[error("a text is expected")]
    TextExpected,
    /// The answer is `/` (not applicable), which this field does not allow.
    #[error("may not be struck")]
    MayNotStrike,
    /// The length of a credit code is not 18 characters.
    #[error("a credit code of {count} characters, not 18")]
    CreditCodeLength {
        /// The number of characters, spaces and hyphens not counted.
        count: usize,
    },
    /// A credit code holds a character outside the code alphabet (GB 32100-2015 has no I O S V Z).
    #[error("{found:?} in a credit code")]
    CreditCodeCharacter {
        /// The character, in upper case.
        found: char,
        /// The digit that the writer probably meant: 0 for O, 1 for I.
        instead: Option<char>,
    },
    /// The answer is the number of an identity card, not a credit code.
    #[error("the number of an identity card, no credit code")]
    IdentityCard,
}

impl ValueError {
    /// The key of the variant in `assets/locales/value.yml`; each key has a message and a hint.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::NotANumber { .. } => "not_a_number",
            Self::NotExact { .. } => "not_exact",
            Self::TwoAmounts { .. } => "two_amounts",
            Self::OtherCurrency { .. } => "other_currency",
            Self::Negative { .. } => "negative",
            Self::TooPrecise { .. } => "too_precise",
            Self::TooLarge { .. } => "too_large",
            Self::NotWhole { .. } => "not_whole",
            Self::NotADate { .. } => "not_a_date",
            Self::NotOneDay { .. } => "not_one_day",
            Self::NotAnEmail { .. } => "not_an_email",
            Self::SeveralEmails { .. } => "several_emails",
            Self::NotAnIdCard { .. } => "not_an_id_card",
            Self::OldIdCard { .. } => "old_id_card",
            Self::IdCardBirth { .. } => "id_card_birth",
            Self::BornInFuture { .. } => "born_in_future",
            Self::NotATime { .. } => "not_a_time",
            Self::NoSuchTime { .. } => "no_such_time",
            Self::NotAPostcode { .. } => "not_a_postcode",
            Self::NotADiscount { .. } => "not_a_discount",
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

    /// Every error, with the placeholders that its message may use.
    #[expect(clippy::too_many_lines, reason = "a list with a row for each error")]
    fn every_error() -> Vec<(ValueError, &'static [&'static str])> {
        let answer = String::new;
        vec![
            (ValueError::Blank, &[]),
            (ValueError::NotANumber { answer: answer() }, &["answer"]),
            (ValueError::NotExact { answer: answer() }, &["answer"]),
            (ValueError::TwoAmounts { answer: answer() }, &["answer"]),
            (
                ValueError::OtherCurrency {
                    answer: answer(),
                    code: "USD",
                },
                &["answer", "code"],
            ),
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
            (ValueError::NotAnEmail { answer: answer() }, &["answer"]),
            (ValueError::SeveralEmails { answer: answer() }, &["answer"]),
            (ValueError::NotAnIdCard { answer: answer() }, &["answer"]),
            (ValueError::OldIdCard { answer: answer() }, &["answer"]),
            (
                ValueError::IdCardBirth {
                    answer: answer(),
                    day: answer(),
                },
                &["answer", "day"],
            ),
            (ValueError::BornInFuture { day: answer() }, &["day"]),
            (ValueError::NotATime { answer: answer() }, &["answer"]),
            (ValueError::NoSuchTime { answer: answer() }, &["answer"]),
            (ValueError::NotAPostcode { answer: answer() }, &["answer"]),
            (ValueError::NotADiscount { answer: answer() }, &["answer"]),
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
