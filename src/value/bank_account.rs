//! A bank and an account number, in one answer.

use std::fmt;

use super::digits::half_width;
use super::doubt::Doubt;
use super::error::ValueError;
use super::text::is_blank;

/// The usual number of digits of an account in China; the length differs from bank to bank.
const USUAL_DIGITS: std::ops::RangeInclusive<usize> = 8..=32;

/// A bank and an account number as typed; never blank. The contract prints the text unchanged.
///
/// `Debug` masks the number, so that it cannot reach a log or a panic message.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount(String);

impl BankAccount {
    /// Accepts any visible text: no check digit is common to all banks.
    ///
    /// # Errors
    ///
    /// Blank.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        Ok(Self(text.trim().to_owned()))
    }

    /// The bank and number as typed, trimmed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text with the middle of each number of 8 or more digits masked (`6222****1234`), for
    /// messages.
    #[must_use]
    pub(super) fn masked(&self) -> String {
        let mut masked = String::new();
        let mut number = String::new();
        for character in half_width(&self.0).chars() {
            if character.is_ascii_digit() {
                number.push(character);
            } else if number.is_empty() || !matches!(character, ' ' | '-') {
                push_masked(&mut masked, &mut number);
                masked.push(character);
            }
        }
        push_masked(&mut masked, &mut number);
        masked
    }

    /// Scientific notation from a spreadsheet (`6.22E+18`), or an unusual number of digits in the
    /// longest number (W09). Spaces and hyphens between digits do not end a number.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let typed = half_width(&self.0);
        let count = longest_number(&typed);
        if is_in_scientific_notation(&typed) {
            vec![Doubt::AccountNotation]
        } else if USUAL_DIGITS.contains(&count) {
            Vec::new()
        } else {
            vec![Doubt::AccountDigits { count }]
        }
    }
}

impl fmt::Debug for BankAccount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("BankAccount")
            .field(&self.masked())
            .finish()
    }
}

fn push_masked(masked: &mut String, number: &mut String) {
    match (number.get(..4), number.len().checked_sub(4)) {
        (Some(head), Some(tail)) if number.len() >= 8 => {
            masked.push_str(head);
            masked.push_str("****");
            masked.push_str(number.get(tail..).unwrap_or_default());
        }
        _ => masked.push_str(number),
    }
    number.clear();
}

fn longest_number(text: &str) -> usize {
    let mut longest = 0;
    let mut count = 0;
    for character in text.chars() {
        match character {
            '0'..='9' => count += 1,
            ' ' | '-' => {}
            _ => count = 0,
        }
        longest = longest.max(count);
    }
    longest
}

fn is_in_scientific_notation(text: &str) -> bool {
    text.to_ascii_uppercase()
        .match_indices("E+")
        .any(|(at, mark)| {
            let is_digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + mark.len()..).unwrap_or_default();
            is_digit(before.chars().last()) && is_digit(after.chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::{BankAccount, Doubt};
    use proptest::prelude::*;

    #[test]
    fn the_digits_of_the_longest_number_are_counted() {
        for (input, doubted) in [
            ("中国虚构银行杭州分行 6222021001112223334", None),
            ("虚构银行 6222 0210 0111 2223 334", None),
            ("虚构银行 6222-0210-0111", None),
            ("虚构银行 ６２２２０２１００１１１", None),
            ("虚构银行第3支行 12345678", None),
            ("12345678901234567890123456789012", None),
            ("Fictional Bank GB29 NWBK 6016 1331 9268 19", None),
            (
                "Fictional Bank MT84 MALT 0110 0001 2345 MTLC AST0 01S",
                None,
            ),
            ("虚构银行 1234567", Some(7)),
            ("123456789012345678901234567890123", Some(33)),
            ("虚构银行", Some(0)),
        ] {
            let doubts = BankAccount::parse(input).unwrap().doubts();
            let expected: Vec<Doubt> = doubted
                .map(|count| Doubt::AccountDigits { count })
                .into_iter()
                .collect();
            assert_eq!(doubts, expected, "input: {input}");
        }
    }

    #[test]
    fn a_number_that_a_spreadsheet_cut_short_is_doubted() {
        for input in [
            "虚构银行 6.22202E+18",
            "6.22202060990001e+18",
            "虚构银行 ６．２２Ｅ＋１８",
        ] {
            let doubts = BankAccount::parse(input).unwrap().doubts();
            assert_eq!(doubts, [Doubt::AccountNotation], "input: {input}");
        }
    }

    #[test]
    fn a_number_is_masked_wherever_it_is_not_printed() {
        let account = BankAccount::parse("虚构银行 6222 0210 0111 1234").unwrap();
        assert_eq!(account.masked(), "虚构银行 6222****1234");
        assert_eq!(
            format!("{account:?}"),
            r#"BankAccount("虚构银行 6222****1234")"#
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[0-9 -中]{0,50}"]) {
            if let Ok(account) = BankAccount::parse(&text) {
                let _ = (account.doubts(), account.masked());
            }
        }
    }
}
