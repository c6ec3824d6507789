//! Exact decimals, such as areas, weights and distances.

use super::decimal::{Decimal, ScaleError, shortest};
use super::digits::{chinese_number, half_width};
use super::error::ValueError;
use super::inexact::is_rough_number;
use super::money::grouped_by_threes;
use super::text::is_blank;

/// A decimal in whole millionths (85.5 is 85,500,000), with the number of decimals that the writer
/// typed. Never negative, never a binary float.
///
/// A scaled integer, like the types of amounts and percentages: products of two numbers fit into
/// 128 bits, so that no step of a calculation rounds. A decimal library would bring floats, signs
/// and exponents, which no contract has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    millionths: u64,
    typed_decimals: u32,
}

/// Units that mean the same, so that either may be typed behind a number.
const SAME_UNITS: [&[&str]; 9] = [
    &["平方米", "㎡", "m²", "m2", "平米", "平方", "平"],
    &["立方米", "m³", "m3", "立方", "方"],
    &["吨", "t", "T", "公吨"],
    &["公里", "千米", "km", "KM", "Km"],
    &["公斤", "千克", "kg", "KG", "Kg"],
    &["米", "m"],
    &["升", "L", "l", "公升"],
    &["小时", "个小时", "h", "钟头", "个钟头"],
    &["千瓦时", "度", "kWh", "kwh", "KWH"],
];

impl Number {
    /// The most digits after the point.
    const DECIMALS: u32 = 6;

    /// The largest number: 999,999,999,999.999999.
    pub const MAX: Self = Self {
        millionths: 999_999_999_999_999_999,
        typed_decimals: Self::DECIMALS,
    };

    /// A number of `millionths` with as few decimals as possible; `None` above [`Number::MAX`].
    #[must_use]
    pub fn from_millionths(millionths: u64) -> Option<Self> {
        let fraction = millionths % 10_u64.pow(Self::DECIMALS);
        let idle_zeros = (1..=Self::DECIMALS)
            .take_while(|zeros| fraction.is_multiple_of(10_u64.pow(*zeros)))
            .last();
        (millionths <= Self::MAX.millionths).then_some(Self {
            millionths,
            typed_decimals: Self::DECIMALS - idle_zeros.unwrap_or(0),
        })
    }

    /// The number in millionths.
    #[must_use]
    pub fn millionths(self) -> u64 {
        self.millionths
    }

    /// The digits after the point, trailing zeros included.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.typed_decimals
    }

    /// Reads a number as people type it: `85.5`, `８５．５`, `1,280`, `1.2万`, `八十五点五`. The `unit`
    /// of the field may stand behind it, also in another common spelling (`85.5平米` for ㎡).
    ///
    /// # Errors
    ///
    /// Blank, not a number, approximate, negative, more than six decimals (never rounded), or above
    /// [`Number::MAX`].
    pub fn parse_with_unit(text: &str, unit: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let typed = half_width(text);
        let number = without_unit(typed.trim(), &half_width(unit));
        let answer = || text.trim().to_owned();
        let Some((decimal, zeros)) = read(number) else {
            return Err(refusal(number, typed.trim(), answer()));
        };
        let too_precise = || ValueError::TooPrecise {
            answer: answer(),
            decimals: Self::DECIMALS,
        };
        let too_large = || ValueError::TooLarge {
            answer: answer(),
            largest: grouped_by_threes(Self::MAX.millionths / 10_u64.pow(Self::DECIMALS)),
        };
        let decimals = decimal.decimals().saturating_sub(zeros);
        let typed_decimals = u32::try_from(decimals).map_err(|_| too_precise())?;
        if typed_decimals > Self::DECIMALS {
            return Err(too_precise());
        }
        let places = Self::DECIMALS as usize + zeros;
        let millionths = decimal.scaled(places).map_err(|error| match error {
            ScaleError::Finer => too_precise(),
            ScaleError::TooLarge => too_large(),
        })?;
        if millionths > Self::MAX.millionths {
            return Err(too_large());
        }
        Ok(Self {
            millionths,
            typed_decimals,
        })
    }

    /// Reads a number without a unit; see [`Number::parse_with_unit`].
    ///
    /// # Errors
    ///
    /// As [`Number::parse_with_unit`].
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        Self::parse_with_unit(text, "")
    }

    /// Formats the number with the decimals that were typed and no more: `85.50`, `1280`.
    #[must_use]
    pub fn print(self) -> String {
        let scale = 10_u64.pow(Self::DECIMALS);
        let (whole, fraction) = (self.millionths / scale, self.millionths % scale);
        if self.typed_decimals == 0 {
            return shortest(self.millionths, Self::DECIMALS);
        }
        let digits = format!("{fraction:0width$}", width = Self::DECIMALS as usize);
        let kept = digits.get(..self.typed_decimals as usize);
        format!("{whole}.{}", kept.unwrap_or(&digits))
    }
}

/// The decimal, and by how many zeros 万 or 亿 behind it multiplies.
fn read(number: &str) -> Option<(Decimal, usize)> {
    if let Some(decimal) = Decimal::parse(number) {
        return Some((decimal, 0));
    }
    for (word, zeros) in [('万', 4), ('亿', 8)] {
        if let Some(decimal) = number.strip_suffix(word).and_then(Decimal::parse) {
            return Some((decimal, zeros));
        }
    }
    Decimal::parse_chinese(number).map(|decimal| (decimal, 0))
}

/// The number without its unit. Both texts are half-width.
fn without_unit<'t>(typed: &'t str, unit: &str) -> &'t str {
    let same = SAME_UNITS.iter().find(|units| units.contains(&unit));
    let mut spellings: Vec<&str> = same.map_or_else(Vec::new, |units| units.to_vec());
    spellings.push(unit);
    spellings.push(unit.strip_prefix('个').unwrap_or(unit));
    spellings.retain(|spelling| !spelling.is_empty());
    spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    let number = spellings.iter().find_map(|unit| typed.strip_suffix(unit));
    number.map_or(typed, str::trim_end)
}

/// Chooses the error for text that is no number.
fn refusal(number: &str, typed: &str, answer: String) -> ValueError {
    let is_negative = (number.strip_prefix(['-', '负']))
        .is_some_and(|rest| read(rest.trim_start()).is_some() || chinese_number(rest).is_some());
    if is_negative {
        ValueError::Negative { answer }
    } else if is_rough_number(typed) {
        ValueError::NotExact { answer }
    } else {
        ValueError::NotANumber { answer }
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, ValueError};
    use proptest::prelude::*;

    #[test]
    fn numbers_are_understood_as_people_type_them() {
        for (input, unit, millionths, printed) in [
            ("85.5", "㎡", 85_500_000, "85.5"),
            // What is typed prints: a survey that says 85.50 measured the second decimal too.
            ("85.50", "㎡", 85_500_000, "85.50"),
            ("８５．５０㎡", "㎡", 85_500_000, "85.50"),
            ("85.5 平方米", "㎡", 85_500_000, "85.5"),
            ("85.5m2", "平方米", 85_500_000, "85.5"),
            ("5。5", "", 5_500_000, "5.5"),
            ("1,280", "吨", 1_280_000_000, "1280"),
            ("1,280.25吨", "吨", 1_280_250_000, "1280.25"),
            ("12公里", "公里", 12_000_000, "12"),
            ("12km", "公里", 12_000_000, "12"),
            ("1.2万", "公里", 12_000_000_000, "12000"),
            ("1.25亿", "", 125_000_000_000_000, "125000000"),
            ("1.23456万", "", 12_345_600_000, "12345.6"),
            ("八十五点五", "", 85_500_000, "85.5"),
            ("十二万公里", "公里", 120_000_000_000, "120000"),
            ("3个", "个", 3_000_000, "3"),
            ("0.000001", "", 1, "0.000001"),
            ("0", "", 0, "0"),
            (
                "999999999999.999999",
                "",
                999_999_999_999_999_999,
                "999999999999.999999",
            ),
        ] {
            let number = Number::parse_with_unit(input, unit).unwrap();
            assert_eq!(number.millionths(), millionths, "input: {input}");
            assert_eq!(number.print(), printed, "input: {input}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        type Refusal = fn(String) -> ValueError;
        let too_large: Refusal = |answer| ValueError::TooLarge {
            answer,
            largest: "999,999,999,999".to_owned(),
        };
        let too_precise: Refusal = |answer| ValueError::TooPrecise {
            answer,
            decimals: 6,
        };
        let no_number: Refusal = |answer| ValueError::NotANumber { answer };
        let negative: Refusal = |answer| ValueError::Negative { answer };
        let not_exact: Refusal = |answer| ValueError::NotExact { answer };
        for (input, expected) in [
            ("abc", no_number),
            ("㎡", no_number),
            ("1e3", no_number),
            ("+5", no_number),
            ("1.2.3", no_number),
            ("85.5吨", no_number),
            ("85,5", no_number),
            ("-1.5", negative),
            ("负三", negative),
            ("约85", not_exact),
            ("85㎡左右", not_exact),
            ("80-90", not_exact),
            ("0.0000001", too_precise),
            ("0.0000000", too_precise),
            ("1000000000000", too_large),
            ("99999999999999999999999", too_large),
            ("10000亿", too_large),
        ] {
            let refused = Number::parse_with_unit(input, "㎡");
            assert_eq!(refused, Err(expected(input.to_owned())), "input: {input}");
        }
        assert_eq!(Number::parse(" "), Err(ValueError::Blank));
    }

    proptest! {
        #[test]
        fn every_number_reads_back_as_it_is_printed(
            millionths in 0..=Number::MAX.millionths(), zeros in 0..8_u32,
        ) {
            let millionths = millionths / 10_u64.pow(zeros) * 10_u64.pow(zeros);
            let number = Number::from_millionths(millionths).unwrap();
            prop_assert_eq!(number.millionths(), millionths);
            prop_assert_eq!(Number::parse(&number.print()), Ok(number));
            prop_assert!(!number.print().contains('.') || !number.print().ends_with('0'));
        }

        #[test]
        fn what_is_typed_with_zeros_prints_with_them(typed in "[1-9][0-9]{0,8}\\.[0-9]{1,6}") {
            prop_assert_eq!(Number::parse(&typed).unwrap().print(), typed);
        }

        #[test]
        fn any_text_is_read_without_a_panic(
            text in prop_oneof![any::<String>(), "[-0-9.,万点]{0,30}㎡?"], unit in any::<String>(),
        ) {
            let _ = Number::parse_with_unit(&text, &unit);
        }
    }
}
