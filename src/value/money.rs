//! Amounts of RMB.

use super::decimal::{Decimal, ScaleError};
use super::digits::half_width;
use super::error::ValueError;
use super::text::is_blank;

/// An amount of RMB in whole fen (分). Never negative, below one trillion yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(u64);

impl Money {
    /// Nothing at all.
    pub const ZERO: Self = Self(0);

    /// The largest amount that has capital words by 银发〔1997〕393号: 999,999,999,999.99 yuan.
    pub const MAX: Self = Self(99_999_999_999_999);

    /// An amount of `fen`; none above [`Money::MAX`].
    #[must_use]
    pub fn from_fen(fen: u64) -> Option<Self> {
        (fen <= Self::MAX.0).then_some(Self(fen))
    }

    /// The amount in fen.
    #[must_use]
    pub fn fen(self) -> u64 {
        self.0
    }

    /// Reads an amount as people type it: `12800`, `12,800.00`, `１２８００`, `1.28万`, `¥12,800元`.
    ///
    /// # Errors
    ///
    /// Blank, not a number (also with misplaced commas), negative, more than two decimals
    /// (never rounded), or above [`Money::MAX`].
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let typed = half_width(text);
        let (number, unit) = without_unit(&typed);
        let answer = || text.trim().to_owned();
        let Some(decimal) = Decimal::parse(number) else {
            return Err(match number.strip_prefix('-').map(str::trim_start) {
                Some(rest) if Decimal::parse(rest).is_some() => {
                    ValueError::Negative { answer: answer() }
                }
                Some(_) | None => ValueError::NotANumber { answer: answer() },
            });
        };
        let places = 2 + unit.zeros();
        let too_precise = || ValueError::TooPrecise {
            answer: answer(),
            decimals: places,
        };
        let too_large = || ValueError::TooLarge {
            answer: answer(),
            largest: Self::MAX.grouped(),
        };
        // In yuan the decimals as typed count: `1.000` may be a grouping point, so it is no amount.
        if unit == Unit::Yuan && decimal.decimals() > 2 {
            return Err(too_precise());
        }
        let fen = decimal
            .scaled(places as usize)
            .map_err(|error| match error {
                ScaleError::Finer => too_precise(),
                ScaleError::TooLarge => too_large(),
            })?;
        Self::from_fen(fen).ok_or_else(too_large)
    }

    /// With commas and always two decimals: `12,800.00`.
    #[must_use]
    pub fn grouped(self) -> String {
        format!("{}.{:02}", grouped_by_threes(self.0 / 100), self.0 % 100)
    }

    /// With commas, decimals only where there are fen: `12,800`, `107,000.53`.
    #[must_use]
    pub fn shortest_grouped(self) -> String {
        if self.0.is_multiple_of(100) {
            grouped_by_threes(self.0 / 100)
        } else {
            self.grouped()
        }
    }

    /// Without commas, decimals only where there are fen: `12800`, `107000.53`.
    #[must_use]
    pub fn plain(self) -> String {
        let (yuan, fen) = (self.0 / 100, self.0 % 100);
        if fen == 0 {
            yuan.to_string()
        } else {
            format!("{yuan}.{fen:02}")
        }
    }

    /// What a draft stores; reads back as the same amount.
    #[must_use]
    pub fn canonical(self) -> String {
        self.plain()
    }
}

/// What the typed number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Yuan,
    TenThousandYuan,
    HundredMillionYuan,
}

impl Unit {
    /// How many zeros make it yuan.
    fn zeros(self) -> u32 {
        match self {
            Self::Yuan => 0,
            Self::TenThousandYuan => 4,
            Self::HundredMillionYuan => 8,
        }
    }
}

/// Cuts off the currency sign, 元, and 万 or 亿, with the spaces between.
fn without_unit(typed: &str) -> (&str, Unit) {
    let number = typed.trim();
    let number = number.strip_prefix('¥').unwrap_or(number).trim_start();
    let number = number.strip_suffix('元').unwrap_or(number).trim_end();
    if let Some(number) = number.strip_suffix('万') {
        (number.trim_end(), Unit::TenThousandYuan)
    } else if let Some(number) = number.strip_suffix('亿') {
        (number.trim_end(), Unit::HundredMillionYuan)
    } else {
        (number, Unit::Yuan)
    }
}

/// A whole number with a comma before every third digit from the right.
pub(super) fn grouped_by_threes(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{Money, ValueError};
    use proptest::prelude::*;

    #[test]
    fn amounts_are_understood_as_people_type_them() {
        for (input, fen) in [
            ("12800", 1_280_000),
            ("12,800.00", 1_280_000),
            ("12，800", 1_280_000),
            ("１２８００", 1_280_000),
            ("１２，８００．５", 1_280_050),
            ("1.28万", 1_280_000),
            ("1.28 万元", 1_280_000),
            ("1.280000万", 1_280_000),
            ("1.234567万", 1_234_567),
            ("¥12,800", 1_280_000),
            ("￥ 12,800", 1_280_000),
            ("12,800元", 1_280_000),
            ("  ¥12,800.5 元 ", 1_280_050),
            ("3亿", 30_000_000_000),
            ("1,000万", 1_000_000_000),
            ("3。5", 350),
            ("0", 0),
            ("0.00", 0),
            ("0.01", 1),
            ("999,999,999,999.99", 99_999_999_999_999),
            ("9999.9999999999亿", 99_999_999_999_999),
        ] {
            let money = Money::parse(input).map(Money::fen);
            assert_eq!(money, Ok(fen), "input: {input}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for input in [
            "1,2,3,4.5",
            "1,2800",
            "1,0000,0000",
            "12,80",
            "0,800",
            "1e5",
            "+5",
            "五万",
            "12 800",
            "12.8k",
            "¥",
            "元",
            "万",
            ".",
            "1.",
            ".5",
            "1万5",
            "1万万",
            "1亿万",
            "十万",
            "¥¥1",
            "--1",
            "1'000",
            "NaN",
            "0x10",
            "/",
            "$5",
            "1.2.3",
            "٣",
        ] {
            let expected = ValueError::NotANumber {
                answer: input.to_owned(),
            };
            assert_eq!(Money::parse(input), Err(expected), "input: {input}");
        }
    }

    #[test]
    fn each_other_refusal_has_its_own_reason() {
        let answer = |text: &str| text.to_owned();
        for (input, expected) in [
            ("", ValueError::Blank),
            (" \u{3000}", ValueError::Blank),
            (
                "-5",
                ValueError::Negative {
                    answer: answer("-5"),
                },
            ),
            (
                "－5",
                ValueError::Negative {
                    answer: answer("－5"),
                },
            ),
            (
                "¥-5.001",
                ValueError::Negative {
                    answer: answer("¥-5.001"),
                },
            ),
            (
                "12.345",
                ValueError::TooPrecise {
                    answer: answer("12.345"),
                    decimals: 2,
                },
            ),
            (
                "12.340",
                ValueError::TooPrecise {
                    answer: answer("12.340"),
                    decimals: 2,
                },
            ),
            (
                "1.2345678万",
                ValueError::TooPrecise {
                    answer: answer("1.2345678万"),
                    decimals: 6,
                },
            ),
            (
                "0.00000000001亿",
                ValueError::TooPrecise {
                    answer: answer("0.00000000001亿"),
                    decimals: 10,
                },
            ),
            (
                "1000000000000",
                ValueError::TooLarge {
                    answer: answer("1000000000000"),
                    largest: answer("999,999,999,999.99"),
                },
            ),
            (
                "99999999999999999999亿",
                ValueError::TooLarge {
                    answer: answer("99999999999999999999亿"),
                    largest: answer("999,999,999,999.99"),
                },
            ),
        ] {
            assert_eq!(Money::parse(input), Err(expected), "input: {input}");
        }
    }

    #[test]
    fn an_amount_prints_grouped_shortest_and_plain() {
        for (fen, grouped, shortest, plain) in [
            (0, "0.00", "0", "0"),
            (5, "0.05", "0.05", "0.05"),
            (50, "0.50", "0.50", "0.50"),
            (1_280_000, "12,800.00", "12,800", "12800"),
            (10_700_053, "107,000.53", "107,000.53", "107000.53"),
            (99_999, "999.99", "999.99", "999.99"),
            (100_000, "1,000.00", "1,000", "1000"),
            (
                99_999_999_999_999,
                "999,999,999,999.99",
                "999,999,999,999.99",
                "999999999999.99",
            ),
        ] {
            let money = Money::from_fen(fen).unwrap();
            let printed = (money.grouped(), money.shortest_grouped(), money.plain());
            let expected = (grouped.to_owned(), shortest.to_owned(), plain.to_owned());
            assert_eq!(printed, expected, "fen: {fen}");
        }
    }

    #[test]
    fn there_is_no_amount_above_the_largest() {
        assert_eq!(Money::from_fen(Money::MAX.fen() + 1), None);
    }

    proptest! {
        #[test]
        fn every_printed_form_reads_back_as_the_same_amount(fen in 0..=Money::MAX.fen()) {
            let money = Money::from_fen(fen).unwrap();
            for form in [money.grouped(), money.shortest_grouped(), money.plain(), money.canonical()] {
                prop_assert_eq!(Money::parse(&form), Ok(money), "form: {}", form);
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            let _ = Money::parse(&text);
        }

        #[test]
        fn anything_like_an_amount_is_read_without_a_panic(text in "[-+¥￥]?[0-9０-９,，.。]{0,30}[万亿元% ]{0,3}") {
            let _ = Money::parse(&text);
        }
    }
}
