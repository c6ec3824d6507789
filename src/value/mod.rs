//! Typed values: each kind of answer is parsed from what a person types, prints what the
//! contract wants, and says what is wrong with it. One type a file.

pub mod date;

mod bank_account;
mod capital;
mod character;
mod credit_code;
mod day_spelling;
mod decimal;
mod digits;
mod doubt;
mod error;
mod integer;
mod money;
mod party_name;
mod percent;
mod phone;
mod text;
mod url;

use chrono::NaiveDate;

pub use bank_account::BankAccount;
pub use capital::{capital_words, copies_capital};
pub use credit_code::CreditCode;
pub(crate) use digits::half_width;
pub use doubt::{Doubt, Signer, UrlOddity};
pub use error::ValueError;
pub use integer::{parse_integer, parse_integer_with_unit};
pub use money::Money;
pub use party_name::PartyName;
pub use percent::Percent;
pub use phone::Phone;
pub use text::{Cleaned, clean, is_blank, one_line};
pub use url::Url;

/// An answer, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Free text, trimmed and clean.
    Text(String),
    /// The registered name of a person or organisation.
    PartyName(PartyName),
    /// An amount of RMB.
    Money(Money),
    /// A whole number.
    Integer(u32),
    /// A percentage.
    Percent(Percent),
    /// A day.
    Date(NaiveDate),
    /// Ids of the chosen options, in the template's order.
    Choice(Vec<String>),
    /// A telephone number.
    Phone(Phone),
    /// An address on the web.
    Url(Url),
    /// A bank with an account number.
    BankAccount(BankAccount),
    /// A unified social credit code.
    CreditCode(CreditCode),
}

impl Value {
    /// What looks odd in it, though it is allowed.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        match self {
            Self::PartyName(name) => name.doubts(),
            Self::Phone(phone) => phone.doubts(),
            Self::Url(url) => url.doubts(),
            Self::BankAccount(account) => account.doubts(),
            Self::Text(_)
            | Self::Money(_)
            | Self::Integer(_)
            | Self::Percent(_)
            | Self::Date(_)
            | Self::Choice(_)
            | Self::CreditCode(_) => Vec::new(),
        }
    }
}

/// The candidate nearest to `word` by edits, if it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (edits(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many insertions, deletions, replacements and swaps of neighbours lead from `a` to `b`.
fn edits(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(from != to);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{BankAccount, PartyName, Phone, Url, nearest};
    use proptest::prelude::*;

    #[test]
    fn a_misspelt_word_finds_its_neighbour_and_a_foreign_one_does_not() {
        let known = ["title", "version", "numbering"];
        for (word, expected) in [
            ("titel", Some("title")),
            ("versoin", Some("version")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), expected, "word: {word}");
        }
    }

    proptest! {
        #[test]
        fn what_a_value_holds_reads_back_as_the_same_value(text in any::<String>()) {
            if let Ok(name) = PartyName::parse(&text) {
                prop_assert_eq!(PartyName::parse(name.as_str()), Ok(name));
            }
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
            if let Ok(url) = Url::parse(&text) {
                prop_assert_eq!(Url::parse(url.as_str()), Ok(url));
            }
            if let Ok(account) = BankAccount::parse(&text) {
                prop_assert_eq!(BankAccount::parse(account.as_str()), Ok(account));
            }
        }
    }
}
