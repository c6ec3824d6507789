//! Percentages.

use super::decimal::{Decimal, ScaleError, shortest};
use super::digits::half_width;
use super::error::ValueError;
use super::inexact::is_rough_number;
use super::text::is_blank;

/// A percentage in ten-thousandths of a percent (0.05 % is 500). Never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u64);

/// The number of decimals of a percent that are kept.
const DECIMALS: u32 = 4;

impl Percent {
    /// The largest percentage: 999,999.9999 %. Fields set tighter limits.
    pub const MAX: Self = Self(9_999_999_999);

    /// A percentage of `units` ten-thousandths of a percent; `None` above [`Percent::MAX`].
    #[must_use]
    pub fn from_ten_thousandths(units: u64) -> Option<Self> {
        (units <= Self::MAX.0).then_some(Self(units))
    }

    /// The percentage in ten-thousandths of a percent.
    #[must_use]
    pub fn ten_thousandths(self) -> u64 {
        self.0
    }

    /// Reads a percentage as people type it: `0.05`, `0.05%`, `０．０５％`, `5‰`, `万分之五`, `万五`,
    /// `百分之零点五`, `5个点`, `三成`, `5bp`.
    ///
    /// # Errors
    ///
    /// Blank, not a number, approximate (5%左右, 3%-5%), negative, more than four decimals of a
    /// percent (never rounded), or above [`Percent::MAX`].
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let typed = half_width(text);
        let (number, decimals) = without_unit(&typed);
        let answer = || text.trim().to_owned();
        let Some(decimal) = decimal_or_chinese(number) else {
            return Err(match number.strip_prefix('-').map(str::trim_start) {
                Some(rest) if Decimal::parse(rest).is_some() => {
                    ValueError::Negative { answer: answer() }
                }
                Some(_) | None if is_rough_number(&typed) => {
                    ValueError::NotExact { answer: answer() }
                }
                Some(_) | None => ValueError::NotANumber { answer: answer() },
            });
        };
        let too_precise = || ValueError::TooPrecise {
            answer: answer(),
            decimals,
        };
        let too_large = || ValueError::TooLarge {
            answer: answer(),
            largest: Self::MAX.print(),
        };
        if decimal.decimals() > decimals as usize {
            return Err(too_precise());
        }
        let units = decimal
            .scaled(decimals as usize)
            .map_err(|error| match error {
                ScaleError::Finer => too_precise(),
                ScaleError::TooLarge => too_large(),
            })?;
        Self::from_ten_thousandths(units).ok_or_else(too_large)
    }

    /// Formats the number in its shortest form without the sign: `0.05`, `5.5`, `10`. The template
    /// has the % sign.
    #[must_use]
    pub fn print(self) -> String {
        shortest(self.0, DECIMALS)
    }
}

/// Removes the unit (`%`, `‰`, `百分之`). Returns the number and the decimals that it may have, so
/// that the value is whole in ten-thousandths of a percent.
fn without_unit(typed: &str) -> (&str, u32) {
    let number = typed.trim();
    for (words, decimals) in [
        ("百分之", DECIMALS),
        ("千分之", DECIMALS - 1),
        ("万分之", DECIMALS - 2),
    ] {
        if let Some(number) = number.strip_prefix(words) {
            return (number.trim_start(), decimals);
        }
    }
    for (sign, decimals) in [
        ("%", DECIMALS),
        ("‰", DECIMALS - 1),
        ("‱", DECIMALS - 2),
        ("个百分点", DECIMALS),
        ("个点", DECIMALS),
        // One 成 is 10 %.
        ("成", DECIMALS + 1),
        ("个基点", DECIMALS - 2),
        ("bp", DECIMALS - 2),
        ("BP", DECIMALS - 2),
    ] {
        if let Some(number) = number.strip_suffix(sign) {
            return (number.trim_end(), decimals);
        }
    }
    // 万五 and 千三 are trade terms for 5/10,000 and 3/1,000. Without a digit, 万 is no percentage.
    for (words, decimals) in [('千', DECIMALS - 1), ('万', DECIMALS - 2)] {
        if let Some(digit) = number.strip_prefix(words)
            && digit.chars().count() == 1
        {
            return (digit, decimals);
        }
    }
    (number, DECIMALS)
}

fn decimal_or_chinese(number: &str) -> Option<Decimal> {
    // 百分之百 is 100 %.
    let number = if number == "百" { "一百" } else { number };
    Decimal::parse(number).or_else(|| Decimal::parse_chinese(number))
}

#[cfg(test)]
mod tests {
    use super::{Percent, ValueError};
    use proptest::prelude::*;

    #[test]
    fn percentages_are_understood_as_people_type_them() {
        for (input, units, printed) in [
            ("0.05", 500, "0.05"),
            ("0.05%", 500, "0.05"),
            (" 0.05 % ", 500, "0.05"),
            ("０．０５％", 500, "0.05"),
            ("5。5", 55_000, "5.5"),
            ("5.50", 55_000, "5.5"),
            ("10", 100_000, "10"),
            ("100%", 1_000_000, "100"),
            ("0.0001", 1, "0.0001"),
            ("0", 0, "0"),
            ("5‰", 5_000, "0.5"),
            ("5‱", 500, "0.05"),
            ("百分之五", 50_000, "5"),
            ("千分之五", 5_000, "0.5"),
            ("万分之五", 500, "0.05"),
            ("万分之0.5", 50, "0.005"),
            ("千分之十五", 15_000, "1.5"),
            ("百分之零点五", 5_000, "0.5"),
            ("百分之百", 1_000_000, "100"),
            ("零点零五", 500, "0.05"),
            ("万五", 500, "0.05"),
            ("万5", 500, "0.05"),
            ("千三", 3_000, "0.3"),
            ("5个点", 50_000, "5"),
            ("五个点", 50_000, "5"),
            ("0.5个百分点", 5_000, "0.5"),
            ("三成", 300_000, "30"),
            ("5bp", 500, "0.05"),
            ("5个基点", 500, "0.05"),
        ] {
            let percent = Percent::parse(input).unwrap();
            assert_eq!(percent.ten_thousandths(), units, "input: {input}");
            assert_eq!(percent.print(), printed, "input: {input}");
        }
    }

    #[test]
    fn what_is_no_percentage_is_refused_with_its_reason() {
        let answer = |text: &str| text.to_owned();
        for (input, expected) in [
            ("", ValueError::Blank),
            (
                "千分之",
                ValueError::NotANumber {
                    answer: answer("千分之"),
                },
            ),
            (
                "%",
                ValueError::NotANumber {
                    answer: answer("%"),
                },
            ),
            (
                "5%%",
                ValueError::NotANumber {
                    answer: answer("5%%"),
                },
            ),
            (
                "0,05",
                ValueError::NotANumber {
                    answer: answer("0,05"),
                },
            ),
            (
                "1e2",
                ValueError::NotANumber {
                    answer: answer("1e2"),
                },
            ),
            (
                "万分之五%",
                ValueError::NotANumber {
                    answer: answer("万分之五%"),
                },
            ),
            (
                "0.05%/日",
                ValueError::NotANumber {
                    answer: answer("0.05%/日"),
                },
            ),
            (
                "每日万分之五",
                ValueError::NotANumber {
                    answer: answer("每日万分之五"),
                },
            ),
            (
                "5%左右",
                ValueError::NotExact {
                    answer: answer("5%左右"),
                },
            ),
            (
                "3%-5%",
                ValueError::NotExact {
                    answer: answer("3%-5%"),
                },
            ),
            (
                "约5%",
                ValueError::NotExact {
                    answer: answer("约5%"),
                },
            ),
            (
                "-1%",
                ValueError::Negative {
                    answer: answer("-1%"),
                },
            ),
            (
                "0.00001",
                ValueError::TooPrecise {
                    answer: answer("0.00001"),
                    decimals: 4,
                },
            ),
            (
                "0.0001‰",
                ValueError::TooPrecise {
                    answer: answer("0.0001‰"),
                    decimals: 3,
                },
            ),
            (
                "1000000",
                ValueError::TooLarge {
                    answer: answer("1000000"),
                    largest: answer("999999.9999"),
                },
            ),
        ] {
            assert_eq!(Percent::parse(input), Err(expected), "input: {input}");
        }
    }

    proptest! {
        #[test]
        fn every_printed_percentage_reads_back(units in 0..=Percent::MAX.ten_thousandths()) {
            let percent = Percent::from_ten_thousandths(units).unwrap();
            prop_assert_eq!(Percent::parse(&percent.print()), Ok(percent));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[-0-9.,]{0,30}[%‰]?"]) {
            let _ = Percent::parse(&text);
        }
    }
}
