//! Typed values. Each type parses what a person types, prints the form that the contract needs,
//! and reports why an answer is refused. One type a file.

pub mod date;

mod amount_spelling;
mod bank_account;
mod capital;
mod character;
mod client_name;
mod clock_time;
mod content_hash;
mod credit_code;
mod currency;
mod day_spelling;
mod decimal;
mod digits;
mod doubt;
mod email;
mod error;
mod exact;
mod han_space;
mod id_card;
mod inexact;
mod integer;
mod look_alike;
mod money;
mod number;
mod paragraph;
mod party_name;
mod paste;
mod percent;
mod phone;
mod postcode;
mod rate;
mod text;
mod url;

use chrono::NaiveDate;

pub use bank_account::BankAccount;
pub use capital::{capital_boxes, capital_words, copies_capital};
pub use client_name::ClientName;
pub use clock_time::ClockTime;
pub use content_hash::ContentHash;
pub use credit_code::CreditCode;
pub use currency::Currency;
pub(crate) use digits::{half_width, half_width_character};
pub use doubt::{Doubt, Signer, UrlOddity, Weight};
pub use email::Email;
pub use error::ValueError;
pub use exact::{ComputeFault, Exact, Operator};
pub(crate) use han_space::comparable;
pub use id_card::IdCard;
pub use integer::{parse_integer, parse_integer_with_unit};
pub use money::Money;
pub use number::Number;
pub use paragraph::{Paragraph, line_feeds, pasted_lines, with_line_marks, without_line_marks};
pub use party_name::PartyName;
pub use paste::{Pasted, pasted};
pub use percent::Percent;
pub use phone::Phone;
pub use postcode::Postcode;
pub use rate::{Rate, RateUnit};
pub use text::{
    Cleaned, LONGEST_LINE, answer_line, clean, clean_lines, is_blank, is_unseen, one_line,
};
pub use url::Url;

/// A parsed answer; the variant is the kind of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Free text, trimmed and clean.
    Text(String),
    /// A text of several lines.
    Paragraph(Paragraph),
    /// The registered name of a person or organisation.
    PartyName(PartyName),
    /// An amount of RMB in fen.
    Money(Money),
    /// A whole number.
    Integer(u32),
    /// An exact decimal.
    Number(Number),
    /// A percentage.
    Percent(Percent),
    /// A share in the unit of its field.
    Rate(Rate),
    /// A calendar day from 1900 to 2999.
    Date(NaiveDate),
    /// A time of day.
    Time(ClockTime),
    /// Ids of the chosen options, in the template's order.
    Choice(Vec<String>),
    /// A telephone number.
    Phone(Phone),
    /// An address of mail.
    Email(Email),
    /// A web address, as typed.
    Url(Url),
    /// A bank and an account number, as typed.
    BankAccount(BankAccount),
    /// A unified social credit code.
    CreditCode(CreditCode),
    /// The number of an identity card.
    IdCard(IdCard),
    /// A postcode.
    Postcode(Postcode),
}

impl Value {
    /// The characters of a value that is text, as the user typed or as the kind spells them; `None`
    /// for numbers, days and choices.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Paragraph(lines) => Some(lines.as_str()),
            Self::PartyName(name) => Some(name.as_str()),
            Self::Phone(phone) => Some(phone.as_str()),
            Self::Email(address) => Some(address.as_str()),
            Self::Url(url) => Some(url.as_str()),
            Self::BankAccount(account) => Some(account.as_str()),
            Self::CreditCode(code) => Some(code.as_str()),
            Self::IdCard(card) => Some(card.as_str()),
            Self::Postcode(code) => Some(code.as_str()),
            Self::Money(_)
            | Self::Integer(_)
            | Self::Number(_)
            | Self::Percent(_)
            | Self::Rate(_)
            | Self::Date(_)
            | Self::Time(_)
            | Self::Choice(_) => None,
        }
    }

    /// The usual spelling of a value whose typed spelling may differ, for the hint beside an answer:
    /// digits of a number, a code without spaces. `None` if the form shows no such hint.
    #[must_use]
    pub fn normal_form(&self) -> Option<String> {
        match self {
            Self::Integer(number) => Some(number.to_string()),
            Self::Number(number) => Some(number.print()),
            Self::Email(address) => Some(address.as_str().to_owned()),
            Self::Percent(percent) => Some(format!("{}%", percent.print())),
            Self::Rate(rate) => Some(rate.print_with_unit()),
            Self::Time(time) => Some(time.print()),
            Self::CreditCode(code) => Some(code.as_str().to_owned()),
            Self::IdCard(card) => Some(card.as_str().to_owned()),
            Self::Postcode(code) => Some(code.as_str().to_owned()),
            Self::Text(_)
            | Self::Paragraph(_)
            | Self::PartyName(_)
            | Self::Money(_)
            | Self::Date(_)
            | Self::Choice(_)
            | Self::Phone(_)
            | Self::Url(_)
            | Self::BankAccount(_) => None,
        }
    }

    /// The doubts about an accepted value: the writer should look at the value again.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let (mut doubts, text, is_set_solid) = match self {
            Self::Text(text) => (Vec::new(), text.as_str(), true),
            Self::Paragraph(lines) => {
                let lines = lines.as_str().lines();
                return lines
                    .flat_map(|line| doubtful_characters(line, true))
                    .collect();
            }
            Self::PartyName(name) => (name.doubts(), name.as_str(), true),
            Self::Phone(phone) => (phone.doubts(), phone.as_str(), false),
            Self::Email(address) => (address.doubts(), address.as_str(), false),
            Self::Url(url) => (url.doubts(), url.as_str(), false),
            // A space between a bank and its branch is normal, so spaces raise no doubt here.
            Self::BankAccount(account) => (account.doubts(), account.as_str(), false),
            // The alphabet of codes is ASCII: no further doubts are possible.
            Self::CreditCode(code) => return code.doubts(),
            Self::IdCard(card) => return card.doubts(),
            Self::Money(_)
            | Self::Integer(_)
            | Self::Number(_)
            | Self::Percent(_)
            | Self::Rate(_)
            | Self::Date(_)
            | Self::Time(_)
            | Self::Postcode(_)
            | Self::Choice(_) => return Vec::new(),
        };
        doubts.extend(doubtful_characters(text, is_set_solid));
        doubts
    }
}

/// The doubts about single characters: white space between Han characters (only where
/// `is_set_solid`), radicals, and letters of a foreign script.
fn doubtful_characters(text: &str, is_set_solid: bool) -> Vec<Doubt> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut doubts = Vec::new();
    if is_set_solid && let Some((before, space, after)) = han_space::first_gap(text) {
        doubts.push(Doubt::SpaceInHan {
            before,
            space,
            after,
        });
    }
    let characters = look_alike::radicals(text);
    if !characters.is_empty() {
        doubts.push(Doubt::LookAlikes { characters });
    }
    let letters = look_alike::foreign_letters(text);
    if !letters.is_empty() {
        doubts.push(Doubt::ForeignLetters { letters });
    }
    doubts
}

/// The candidate with the smallest edit distance to `word`, if the distance is small enough for a
/// misspelling: a third of the word's length, at least 1 and at most 3.
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

/// The edit distance from `a` to `b`: insertions, deletions, replacements and swaps of two
/// neighbours (optimal string alignment). Compares the first 64 characters, to bound the time.
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
