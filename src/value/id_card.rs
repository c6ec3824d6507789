//! Numbers of Chinese identity cards (公民身份号码), GB 11643-1999.

use chrono::{Datelike as _, NaiveDate};

use super::digits::half_width;
use super::doubt::Doubt;
use super::error::ValueError;
use super::text::{is_blank, without_label};

const LENGTH: usize = 18;

/// The length of the numbers that were issued before 1999 and have been void since 2013.
const OLD_LENGTH: usize = 15;

/// The check characters by remainder (ISO 7064, MOD 11-2).
const CHECKS: &str = "10X98765432";

/// Labels that people copy together with a number.
const LABELS: [&str; 6] = [
    "公民身份号码",
    "居民身份证号码",
    "身份证号码",
    "身份证号",
    "身份证",
    "证件号码",
];

/// A number of 18 characters with a birth date that the calendar has. The check character may be
/// wrong; [`IdCard::doubts`] reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdCard(String);

impl IdCard {
    /// Reads a number: removes spaces, hyphens and a leading label, raises the check character x.
    ///
    /// # Errors
    ///
    /// Blank; not 17 digits and a digit or X; an old number of 15 digits; a birth date that does
    /// not exist.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let answer = || text.trim().to_owned();
        let typed = half_width(text);
        let number: String = without_label(&typed, &LABELS)
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| {
                if c == '×' {
                    'X'
                } else {
                    c.to_ascii_uppercase()
                }
            })
            .collect();
        let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if number.len() == OLD_LENGTH && are_digits(&number) {
            return Err(ValueError::OldIdCard { answer: answer() });
        }
        let parts = (number.len() == LENGTH)
            .then(|| number.split_at_checked(LENGTH - 1))
            .flatten();
        let fits = parts.is_some_and(|(digits, check)| {
            are_digits(digits) && (check == "X" || are_digits(check))
        });
        if !fits {
            return Err(ValueError::NotAnIdCard { answer: answer() });
        }
        if born(&number).is_none() {
            let read = |range| number.get(range).unwrap_or_default();
            let day = format!("{}-{}-{}", read(6..10), read(10..12), read(12..14));
            let answer = answer();
            return Err(ValueError::IdCardBirth { answer, day });
        }
        Ok(Self(number))
    }

    /// The number in half-width characters, without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The birth date of the person.
    #[must_use]
    pub fn born(&self) -> Option<NaiveDate> {
        born(&self.0)
    }

    /// A wrong check character (E07, which a reason lifts).
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let expected = check_character(&self.0);
        if expected.is_some_and(|expected| self.0.ends_with(expected)) {
            Vec::new()
        } else {
            let expected = expected.unwrap_or('X');
            vec![Doubt::IdCardCheck { expected }]
        }
    }
}

/// Whether 18 characters are a number with a birth date and the right check character.
pub(super) fn is_sound(number: &str) -> bool {
    let check = check_character(number);
    born(number).is_some() && check.is_some_and(|check| number.ends_with(check))
}

/// The birth date: characters 7 to 14.
fn born(number: &str) -> Option<NaiveDate> {
    const BORN: std::ops::Range<i32> = 1900..2100;
    let read = |range: std::ops::Range<usize>| number.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(read(6..10)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, read(10..12)?, read(12..14)?)?;
    BORN.contains(&day.year()).then_some(day)
}

/// The check character of the first 17 digits: the weights are powers of 2 modulo 11, highest first
/// (Horner's scheme).
fn check_character(number: &str) -> Option<char> {
    let mut sum = 0;
    for digit in number.chars().take(LENGTH - 1) {
        sum = (sum + digit.to_digit(10)?) * 2 % 11;
    }
    CHECKS.chars().nth(sum as usize)
}

#[cfg(test)]
mod tests {
    use super::{Doubt, IdCard, ValueError};
    use proptest::prelude::*;

    /// The example of GB 11643-1999, annex A.
    const EXAMPLE: &str = "11010519491231002X";

    #[test]
    fn a_number_is_understood_as_people_type_it() {
        for input in [
            EXAMPLE,
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105-19491231-002X",
            "身份证号：11010519491231002X",
            "公民身份号码: 11010519491231002×",
        ] {
            let card = IdCard::parse(input).unwrap();
            assert_eq!(card.as_str(), EXAMPLE, "input: {input}");
            assert_eq!(card.doubts(), [], "input: {input}");
            assert_eq!(card.born().unwrap().to_string(), "1949-12-31");
        }
    }

    #[test]
    fn a_check_character_that_disagrees_is_doubted_and_the_number_kept() {
        for (input, expected) in [("110105194912310021", 'X'), ("33010619900307771X", '8')] {
            let card = IdCard::parse(input).unwrap();
            assert_eq!(card.as_str(), input);
            assert_eq!(card.doubts(), [Doubt::IdCardCheck { expected }], "{input}");
        }
    }

    #[test]
    fn what_is_no_number_of_a_card_is_refused_with_its_reason() {
        let none = |answer: &str| ValueError::NotAnIdCard {
            answer: answer.to_owned(),
        };
        for input in [
            "1101051949123100",
            "110105194912310020X",
            "1101051949123100XX",
            "护照E12345678",
            "91000000MADEMA0A1K",
        ] {
            assert_eq!(IdCard::parse(input), Err(none(input)), "input: {input}");
        }
        let answer = "110105491231002".to_owned();
        let old = Err(ValueError::OldIdCard { answer });
        assert_eq!(IdCard::parse("110105491231002"), old);
        let answer = "110105194902300026".to_owned();
        let day = "1949-02-30".to_owned();
        let refused = IdCard::parse(&answer.clone());
        assert_eq!(refused, Err(ValueError::IdCardBirth { answer, day }));
        assert_eq!(IdCard::parse("\u{3164}"), Err(ValueError::Blank));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_a_number_reads_back(
            text in prop_oneof![any::<String>(), "[0-9]{17}[0-9Xx]", "[0-9]{6}19[0-9]{9}[0-9Xx]"],
        ) {
            if let Ok(card) = IdCard::parse(&text) {
                let _ = card.doubts();
                prop_assert_eq!(IdCard::parse(card.as_str()), Ok(card));
            }
        }
    }
}
