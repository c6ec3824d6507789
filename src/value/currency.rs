//! Currencies of amounts, and amounts in English words.

use super::digits::half_width;
use super::error::ValueError;
use super::money::Money;

/// The currency of an amount. All four divide into hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Currency {
    /// RMB.
    #[default]
    Cny,
    /// US dollars.
    Usd,
    /// Euros.
    Eur,
    /// Hong Kong dollars.
    Hkd,
}

impl Currency {
    /// Every currency.
    pub const ALL: [Self; 4] = [Self::Cny, Self::Usd, Self::Eur, Self::Hkd];

    /// The code by ISO 4217: `USD`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Hkd => "HKD",
        }
    }

    /// The sign before figures: `US$`.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Cny => "¥",
            Self::Usd => "US$",
            Self::Eur => "€",
            Self::Hkd => "HK$",
        }
    }

    /// The Chinese name, which stands before capital words: `美元`.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Cny => "人民币",
            Self::Usd => "美元",
            Self::Eur => "欧元",
            Self::Hkd => "港币",
        }
    }

    /// The English names of the unit and of its hundredth.
    fn english(self) -> (&'static str, &'static str) {
        match self {
            Self::Cny => ("Renminbi Yuan", "Fen"),
            Self::Usd => ("US Dollars", "Cents"),
            Self::Eur => ("Euros", "Cents"),
            Self::Hkd => ("Hong Kong Dollars", "Cents"),
        }
    }

    /// Marks that name the currency beside an amount, longest first.
    fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Cny => &["人民币", "RMB", "CNY", "¥"],
            Self::Usd => &["US$", "USD", "美元", "美金", "$"],
            Self::Eur => &["EUR", "欧元", "€"],
            Self::Hkd => &["HK$", "HKD", "港币", "港元", "港幣", "$"],
        }
    }

    /// Reads an amount of this currency: the figures as [`Money::parse_with_unit`] reads them, with
    /// marks of the currency before or behind them.
    ///
    /// # Errors
    ///
    /// As [`Money::parse_with_unit`]; a mark of another currency.
    pub fn parse(self, text: &str, unit: &str) -> Result<Money, ValueError> {
        let typed = half_width(text);
        let mut figures = typed.trim();
        if self != Self::Cny {
            for mark in self.marks() {
                figures = without(figures, mark);
            }
        }
        let names = |other: Self| {
            let mut marks = other.marks().iter();
            other != self && marks.any(|mark| find(figures, mark).is_some())
        };
        let answer = || text.trim().to_owned();
        if self != Self::Cny && Self::ALL.into_iter().any(names) {
            let (answer, code) = (answer(), self.code());
            return Err(ValueError::OtherCurrency { answer, code });
        }
        match Money::parse_with_unit(figures, unit) {
            Err(ValueError::NotANumber { .. }) if Self::ALL.into_iter().any(names) => {
                let (answer, code) = (answer(), self.code());
                Err(ValueError::OtherCurrency { answer, code })
            }
            Err(ValueError::NotANumber { .. }) => Err(ValueError::NotANumber { answer: answer() }),
            other => other,
        }
    }

    /// The amount in English words: `US Dollars One Thousand Two Hundred Five and Cents Fifty Only`.
    #[must_use]
    pub fn english_words(self, amount: Money) -> String {
        let (unit, hundredth) = self.english();
        let (whole, parts) = (amount.fen() / 100, amount.fen() % 100);
        let mut words = format!("{unit} {}", number_in_words(whole));
        if parts > 0 {
            words.push_str(&format!(" and {hundredth} {}", number_in_words(parts)));
        }
        words.push_str(" Only");
        words
    }
}

/// The byte where a mark stands in a text, in letters of either case.
fn find(text: &str, mark: &str) -> Option<usize> {
    (text.char_indices().map(|(at, _)| at)).find(|at| starts_with(text.get(*at..), mark))
}

fn starts_with(text: Option<&str>, mark: &str) -> bool {
    let head = text.and_then(|text| text.get(..mark.len()));
    head.is_some_and(|head| head.eq_ignore_ascii_case(mark))
}

/// A text without a mark at its begin and at its end.
fn without<'t>(text: &'t str, mark: &str) -> &'t str {
    let mut rest = text;
    if starts_with(Some(rest), mark) {
        let after = rest.get(mark.len()..).unwrap_or_default().trim_start();
        rest = after.strip_prefix(':').unwrap_or(after).trim_start();
    }
    let tail = rest.len().checked_sub(mark.len());
    match tail.filter(|tail| starts_with(rest.get(*tail..), mark)) {
        Some(tail) => rest.get(..tail).unwrap_or(rest).trim_end(),
        None => rest,
    }
}

const ONES: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];
const TENS: [&str; 10] = [
    "", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety",
];
/// The groups of three digits, highest first. [`Money::MAX`] is below a trillion.
const GROUPS: [(u64, &str); 4] = [
    (1_000_000_000, " Billion"),
    (1_000_000, " Million"),
    (1_000, " Thousand"),
    (1, ""),
];

/// A whole number in English words without `and`, which stands only before the hundredths.
fn number_in_words(number: u64) -> String {
    if number == 0 {
        return one(0).to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    for (size, name) in GROUPS {
        let in_group = number / size % 1000;
        if in_group > 0 {
            parts.push(format!("{}{name}", below_thousand(in_group)));
        }
    }
    parts.join(" ")
}

fn below_thousand(number: u64) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    let mut words = Vec::new();
    if hundreds > 0 {
        words.push(format!("{} Hundred", one(hundreds)));
    }
    if rest >= 20 {
        let tens = usize::try_from(rest / 10).ok();
        let tens = tens.and_then(|tens| TENS.get(tens)).copied();
        let mut word = tens.unwrap_or_default().to_owned();
        if !rest.is_multiple_of(10) {
            word.push('-');
            word.push_str(one(rest % 10));
        }
        words.push(word);
    } else if rest > 0 {
        words.push(one(rest).to_owned());
    }
    words.join(" ")
}

fn one(number: u64) -> &'static str {
    let index = usize::try_from(number).ok();
    let word = index.and_then(|index| ONES.get(index)).copied();
    word.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Currency, Money, ValueError};
    use Currency::{Cny, Eur, Hkd, Usd};
    use proptest::prelude::*;

    #[test]
    fn an_amount_may_name_its_own_currency() {
        for (input, currency, fen) in [
            ("12800", Usd, 1_280_000),
            ("US$12,800.00", Usd, 1_280_000),
            ("$ 12,800", Usd, 1_280_000),
            ("usd 12,800", Usd, 1_280_000),
            ("12,800 USD", Usd, 1_280_000),
            ("1.28万美元", Usd, 1_280_000),
            ("美元壹万贰仟捌佰元整", Usd, 1_280_000),
            ("€5.5", Eur, 550),
            ("5欧元", Eur, 500),
            ("HK$100", Hkd, 10_000),
            ("＄100", Hkd, 10_000),
            ("港币：100", Hkd, 10_000),
            ("¥100", Cny, 10_000),
            ("RMB 100", Cny, 10_000),
        ] {
            let amount = currency.parse(input, "").map(Money::fen);
            assert_eq!(amount, Ok(fen), "input: {input}");
        }
    }

    #[test]
    fn an_amount_of_another_currency_is_refused() {
        for (input, currency) in [
            ("¥100", Usd),
            ("100人民币", Usd),
            ("HK$100", Usd),
            ("100欧元", Usd),
            ("USD 100", Hkd),
            ("100美元", Cny),
            ("$5", Cny),
        ] {
            let answer = input.to_owned();
            let code = currency.code();
            let expected = Err(ValueError::OtherCurrency { answer, code });
            assert_eq!(currency.parse(input, ""), expected, "input: {input}");
        }
        let answer = "abc".to_owned();
        assert_eq!(Usd.parse("abc", ""), Err(ValueError::NotANumber { answer }));
        assert_eq!(Usd.parse(" ", ""), Err(ValueError::Blank));
    }

    #[test]
    fn amounts_in_english_words() {
        for (fen, currency, expected) in [
            (0, Usd, "US Dollars Zero Only"),
            (5, Usd, "US Dollars Zero and Cents Five Only"),
            (
                1_280_050,
                Usd,
                "US Dollars Twelve Thousand Eight Hundred and Cents Fifty Only",
            ),
            (10_500, Cny, "Renminbi Yuan One Hundred Five Only"),
            (
                2_199,
                Hkd,
                "Hong Kong Dollars Twenty-One and Cents Ninety-Nine Only",
            ),
            (100_000_000, Eur, "Euros One Million Only"),
            (
                99_999_999_999_999,
                Cny,
                "Renminbi Yuan Nine Hundred Ninety-Nine Billion Nine Hundred Ninety-Nine Million \
                 Nine Hundred Ninety-Nine Thousand Nine Hundred Ninety-Nine and Fen Ninety-Nine Only",
            ),
        ] {
            let amount = Money::from_fen(fen).unwrap();
            assert_eq!(currency.english_words(amount), expected);
        }
    }

    proptest! {
        #[test]
        fn every_printed_amount_reads_back(fen in 0..=Money::MAX.fen(), currency in 0..4_usize) {
            let (amount, currency) = (Money::from_fen(fen).unwrap(), Currency::ALL[currency]);
            let printed = amount.grouped();
            for text in [
                format!("{}{printed}", currency.symbol()),
                format!("{} {printed}", currency.code()),
            ] {
                prop_assert_eq!(currency.parse(&text, ""), Ok(amount));
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[A-Z$€美元0-9., ]{0,12}"]) {
            for currency in Currency::ALL {
                let _ = currency.parse(&text, "元");
            }
        }
    }
}
