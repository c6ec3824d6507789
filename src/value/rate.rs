//! Shares in the units of the trade: per mille, parts of ten thousand, and the 折 of a price.

use super::decimal::{Decimal, ScaleError, shortest};
use super::digits::half_width;
use super::error::ValueError;
use super::inexact::is_rough_number;
use super::percent::Percent;
use super::text::is_blank;

/// The unit in which a share is typed and printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateUnit {
    /// Parts of a thousand (‰).
    PerMille,
    /// Parts of ten thousand (万分之).
    PerTenThousand,
    /// The tenths of a price that stay to be paid (折): 8.5折 is 85 % of the price.
    Discount,
}

impl RateUnit {
    /// The decimals of this unit that make one ten-thousandth of a percent.
    fn decimals(self) -> u32 {
        match self {
            Self::PerMille => 3,
            Self::PerTenThousand => 2,
            Self::Discount => 5,
        }
    }
}

/// A share of one in its unit. Never negative; 折 lie above 0 and are at most 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    share: Percent,
    unit: RateUnit,
}

impl Rate {
    /// A rate of this share; `None` for 折 above 10.
    #[must_use]
    pub fn of_share(share: Percent, unit: RateUnit) -> Option<Self> {
        let fits = unit != RateUnit::Discount || share <= Self::whole_price();
        fits.then_some(Self { share, unit })
    }

    /// The share of one.
    #[must_use]
    pub fn share(self) -> Percent {
        self.share
    }

    /// The unit in which the rate is typed and printed.
    #[must_use]
    pub fn unit(self) -> RateUnit {
        self.unit
    }

    /// Reads a rate as people type it: a bare number is in `unit`, and every spelling of
    /// [`Percent::parse`] names its own (`5‰`, `万分之五`, `0.05%`). 折 are `8.5`, `8.5折`, `打八折`,
    /// `85折`, `八五折`; a percentage is refused there, because it may mean the price or the cut.
    ///
    /// # Errors
    ///
    /// As [`Percent::parse`], with the decimals of the unit; no 折; 0 or above 10 折.
    pub fn parse(text: &str, unit: RateUnit) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        if unit == RateUnit::Discount {
            return Self::parse_discount(text);
        }
        let typed = half_width(text);
        let typed = typed.trim();
        let share = match number(typed) {
            Some(decimal) => in_unit(&decimal, text, unit)?,
            None => Percent::parse(text)?,
        };
        Ok(Self { share, unit })
    }

    fn parse_discount(text: &str) -> Result<Self, ValueError> {
        let unit = RateUnit::Discount;
        let answer = || text.trim().to_owned();
        let typed = half_width(text);
        let typed = typed.trim();
        let named = typed.strip_suffix('折').map(str::trim_end);
        let digits = named.unwrap_or(typed);
        let digits = digits.strip_prefix('打').unwrap_or(digits).trim_start();
        let said = named.and_then(two_digits);
        let Some(decimal) = said.or_else(|| number(digits)) else {
            return Err(if is_rough_number(typed) {
                ValueError::NotExact { answer: answer() }
            } else {
                ValueError::NotADiscount { answer: answer() }
            });
        };
        let share = in_unit(&decimal, text, unit)?;
        if share > Self::whole_price() {
            let maximum = "10折".to_owned();
            let answer = answer();
            return Err(ValueError::AboveMaximum { answer, maximum });
        }
        if share.ten_thousandths() == 0 {
            return Err(ValueError::BelowMinimum {
                answer: answer(),
                minimum: "0折".to_owned(),
                excluded: true,
            });
        }
        Ok(Self { share, unit })
    }

    /// Formats the number in its shortest form without the unit, which the template has: `5` for
    /// 5‰, `8.5` for 8.5折.
    #[must_use]
    pub fn print(self) -> String {
        shortest(self.share.ten_thousandths(), self.unit.decimals())
    }

    /// Formats the number with its unit: `5‰`, `万分之5`, `8.5折`.
    #[must_use]
    pub fn print_with_unit(self) -> String {
        let number = self.print();
        match self.unit {
            RateUnit::PerMille => format!("{number}‰"),
            RateUnit::PerTenThousand => format!("万分之{number}"),
            RateUnit::Discount => format!("{number}折"),
        }
    }

    fn whole_price() -> Percent {
        Percent::from_ten_thousandths(1_000_000).unwrap_or(Percent::MAX)
    }
}

fn number(text: &str) -> Option<Decimal> {
    Decimal::parse(text).or_else(|| Decimal::parse_chinese(text))
}

/// The number in 85折, 八五折 and 打八五折, which people say for 8.5折; `None` unless two digits
/// from 1 to 9 stand before 折.
fn two_digits(named: &str) -> Option<Decimal> {
    let said = named.strip_prefix('打').unwrap_or(named).trim_start();
    let digit = |character: char| match "一二三四五六七八九".chars().position(|c| c == character)
    {
        Some(place) => char::from_digit(u32::try_from(place).ok()? + 1, 10),
        None => matches!(character, '1'..='9').then_some(character),
    };
    let digits: Vec<char> = said.chars().map(digit).collect::<Option<_>>()?;
    match digits.as_slice() {
        [whole, tenth] => Decimal::parse(&format!("{whole}.{tenth}")),
        _ => None,
    }
}

/// The share of a number in this unit.
fn in_unit(decimal: &Decimal, text: &str, unit: RateUnit) -> Result<Percent, ValueError> {
    let answer = || text.trim().to_owned();
    let decimals = unit.decimals();
    let too_precise = || ValueError::TooPrecise {
        answer: answer(),
        decimals,
    };
    let too_large = || ValueError::TooLarge {
        answer: answer(),
        largest: shortest(Percent::MAX.ten_thousandths(), decimals),
    };
    if decimal.decimals() > decimals as usize {
        return Err(too_precise());
    }
    let units = decimal.scaled(decimals as usize);
    let units = units.map_err(|error| match error {
        ScaleError::Finer => too_precise(),
        ScaleError::TooLarge => too_large(),
    })?;
    Percent::from_ten_thousandths(units).ok_or_else(too_large)
}

#[cfg(test)]
mod tests {
    use super::{Percent, Rate, RateUnit, ValueError};
    use RateUnit::{Discount, PerMille, PerTenThousand};
    use proptest::prelude::*;

    #[test]
    fn rates_are_understood_as_people_type_them() {
        for (input, unit, share, printed) in [
            ("5", PerMille, 5_000, "5"),
            ("5‰", PerMille, 5_000, "5"),
            ("０．５", PerMille, 500, "0.5"),
            ("千分之五", PerMille, 5_000, "5"),
            ("三", PerMille, 3_000, "3"),
            ("0.05%", PerMille, 500, "0.5"),
            ("万分之五", PerMille, 500, "0.5"),
            ("5", PerTenThousand, 500, "5"),
            ("万分之五", PerTenThousand, 500, "5"),
            ("万五", PerTenThousand, 500, "5"),
            ("五", PerTenThousand, 500, "5"),
            ("5‱", PerTenThousand, 500, "5"),
            ("0.05%", PerTenThousand, 500, "5"),
            ("1.5", PerTenThousand, 150, "1.5"),
            ("8.5", Discount, 850_000, "8.5"),
            ("8.5折", Discount, 850_000, "8.5"),
            ("８．５ 折", Discount, 850_000, "8.5"),
            ("打八折", Discount, 800_000, "8"),
            ("八五折", Discount, 850_000, "8.5"),
            ("打85折", Discount, 850_000, "8.5"),
            ("九五折", Discount, 950_000, "9.5"),
            ("八点五折", Discount, 850_000, "8.5"),
            ("10", Discount, 1_000_000, "10"),
            ("9.88折", Discount, 988_000, "9.88"),
        ] {
            let rate = Rate::parse(input, unit).unwrap();
            assert_eq!(rate.share().ten_thousandths(), share, "input: {input}");
            assert_eq!(rate.print(), printed, "input: {input}");
        }
    }

    #[test]
    fn what_is_no_rate_is_refused_with_its_reason() {
        let no_discount = |answer: String| ValueError::NotADiscount { answer };
        let no_number = |answer: String| ValueError::NotANumber { answer };
        let rough = |answer: String| ValueError::NotExact { answer };
        let negative = |answer: String| ValueError::Negative { answer };
        for (input, unit, expected) in [
            ("85%", Discount, no_discount as fn(String) -> ValueError),
            ("八五", Discount, no_discount),
            ("优惠", Discount, no_discount),
            ("折", Discount, no_discount),
            ("打折", Discount, no_discount),
            ("-8", Discount, no_discount),
            ("8-9折", Discount, rough),
            ("5折/天", PerMille, no_number),
            ("abc", PerTenThousand, no_number),
            ("约5", PerMille, rough),
            ("-1", PerMille, negative),
        ] {
            let refused = Rate::parse(input, unit);
            assert_eq!(refused, Err(expected(input.to_owned())), "input: {input}");
        }
        let answer = |text: &str| text.to_owned();
        for (input, unit, expected) in [
            ("", Discount, ValueError::Blank),
            (
                "85",
                Discount,
                ValueError::AboveMaximum {
                    answer: answer("85"),
                    maximum: answer("10折"),
                },
            ),
            (
                "0折",
                Discount,
                ValueError::BelowMinimum {
                    answer: answer("0折"),
                    minimum: answer("0折"),
                    excluded: true,
                },
            ),
            (
                "0.0001",
                PerMille,
                ValueError::TooPrecise {
                    answer: answer("0.0001"),
                    decimals: 3,
                },
            ),
            (
                "0.001",
                PerTenThousand,
                ValueError::TooPrecise {
                    answer: answer("0.001"),
                    decimals: 2,
                },
            ),
            (
                "99999999999",
                PerTenThousand,
                ValueError::TooLarge {
                    answer: answer("99999999999"),
                    largest: answer("99999999.99"),
                },
            ),
        ] {
            assert_eq!(Rate::parse(input, unit), Err(expected), "input: {input}");
        }
    }

    proptest! {
        #[test]
        fn every_printed_rate_reads_back(share in 1..=1_000_000_u64, unit in 0..3_usize) {
            let unit = [PerMille, PerTenThousand, Discount][unit];
            let share = Percent::from_ten_thousandths(share).unwrap();
            let rate = Rate::of_share(share, unit).unwrap();
            prop_assert_eq!(Rate::parse(&rate.print(), unit), Ok(rate));
            prop_assert_eq!(Rate::parse(&rate.print_with_unit(), unit), Ok(rate));
        }

        #[test]
        fn any_text_is_read_without_a_panic(
            text in prop_oneof![any::<String>(), "[打0-9.八五]{0,9}[折‰%]?"],
        ) {
            for unit in [PerMille, PerTenThousand, Discount] {
                let _ = Rate::parse(&text, unit);
            }
        }
    }
}
