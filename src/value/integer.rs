//! Whole numbers: days, months, copies.

use super::decimal::Decimal;
use super::digits::{chinese_number, half_width};
use super::error::ValueError;
use super::money::grouped_by_threes;
use super::text::is_blank;

/// Reads a whole number as people type it: `15`, `１５`, `3,650`, `十五`, `壹拾伍`, `两`.
///
/// # Errors
///
/// Blank, not a number, negative, with decimals (also `15.0`), or above 4,294,967,295.
pub fn parse_integer(text: &str) -> Result<u32, ValueError> {
    parse_integer_with_unit(text, "")
}

/// Reads a whole number after which its unit may stand: `15天` where `unit` is 天, `3个工作日` or
/// `3工作日` where it is 个工作日. An empty `unit` is none.
///
/// # Errors
///
/// As [`parse_integer`]; the answer in an error has the unit as typed.
pub fn parse_integer_with_unit(text: &str, unit: &str) -> Result<u32, ValueError> {
    if is_blank(text) {
        return Err(ValueError::Blank);
    }
    let typed = half_width(text);
    let number = without_unit(typed.trim(), unit);
    let answer = || text.trim().to_owned();
    let value = if let Some(value) = chinese_number(number) {
        value
    } else {
        match Decimal::parse(number) {
            Some(decimal) if decimal.decimals() > 0 => {
                return Err(ValueError::NotWhole { answer: answer() });
            }
            // Too many digits for 64 bits are too many for 32 as well.
            Some(decimal) => decimal.scaled(0).unwrap_or(u64::MAX),
            None => return Err(refusal(number, answer())),
        }
    };
    u32::try_from(value).map_err(|_| ValueError::TooLarge {
        answer: answer(),
        largest: grouped_by_threes(u64::from(u32::MAX)),
    })
}

/// The number without its unit, with or without the measure word 个.
fn without_unit<'a>(number: &'a str, unit: &str) -> &'a str {
    let bare = unit.strip_prefix('个').unwrap_or(unit);
    [unit, bare]
        .into_iter()
        .filter(|unit| !unit.is_empty())
        .find_map(|unit| number.strip_suffix(unit))
        .unwrap_or(number)
        .trim_end()
}

/// Why something that is neither digits nor a Chinese number is refused.
fn refusal(number: &str, answer: String) -> ValueError {
    let reads = |text: &str| Decimal::parse(text).is_some() || chinese_number(text).is_some();
    let negative = ['-', '负']
        .into_iter()
        .find_map(|sign| number.strip_prefix(sign))
        .is_some_and(|rest| reads(rest.trim_start()));
    let decimal = number
        .split_once('点')
        .is_some_and(|(whole, fraction)| reads(whole) && reads(fraction));
    if negative {
        ValueError::Negative { answer }
    } else if decimal {
        ValueError::NotWhole { answer }
    } else {
        ValueError::NotANumber { answer }
    }
}

#[cfg(test)]
mod tests {
    use super::{ValueError, parse_integer, parse_integer_with_unit};
    use proptest::prelude::*;

    #[test]
    fn whole_numbers_are_understood_as_people_type_them() {
        for (input, expected) in [
            ("15", 15),
            (" １５ ", 15),
            ("0", 0),
            ("3,650", 3650),
            ("十五", 15),
            ("二十", 20),
            ("一百零五", 105),
            ("两", 2),
            ("壹拾伍", 15),
            ("贰", 2),
            ("4294967295", u32::MAX),
        ] {
            assert_eq!(parse_integer(input), Ok(expected), "input: {input}");
        }
    }

    #[test]
    fn the_unit_may_stand_after_the_number() {
        for (input, unit, expected) in [
            ("15天", "天", 15),
            ("15 天", "天", 15),
            ("15", "天", 15),
            ("3个工作日", "个工作日", 3),
            ("3工作日", "个工作日", 3),
            ("三个工作日", "个工作日", 3),
            ("两份", "份", 2),
        ] {
            assert_eq!(
                parse_integer_with_unit(input, unit),
                Ok(expected),
                "input: {input}"
            );
        }
    }

    #[test]
    fn what_is_no_whole_number_is_refused_with_its_reason() {
        let answer = |text: &str| text.to_owned();
        let largest = || "4,294,967,295".to_owned();
        for (input, expected) in [
            ("\u{3164}", ValueError::Blank),
            (
                "天",
                ValueError::NotANumber {
                    answer: answer("天"),
                },
            ),
            (
                "15月",
                ValueError::NotANumber {
                    answer: answer("15月"),
                },
            ),
            (
                "+5",
                ValueError::NotANumber {
                    answer: answer("+5"),
                },
            ),
            (
                "1e3",
                ValueError::NotANumber {
                    answer: answer("1e3"),
                },
            ),
            (
                "一百五",
                ValueError::NotANumber {
                    answer: answer("一百五"),
                },
            ),
            (
                "15天天",
                ValueError::NotANumber {
                    answer: answer("15天天"),
                },
            ),
            (
                "1.5",
                ValueError::NotWhole {
                    answer: answer("1.5"),
                },
            ),
            (
                "15.0天",
                ValueError::NotWhole {
                    answer: answer("15.0天"),
                },
            ),
            (
                "三点五",
                ValueError::NotWhole {
                    answer: answer("三点五"),
                },
            ),
            (
                "-5",
                ValueError::Negative {
                    answer: answer("-5"),
                },
            ),
            (
                "－５天",
                ValueError::Negative {
                    answer: answer("－５天"),
                },
            ),
            (
                "负三",
                ValueError::Negative {
                    answer: answer("负三"),
                },
            ),
            (
                "4294967296",
                ValueError::TooLarge {
                    answer: answer("4294967296"),
                    largest: largest(),
                },
            ),
            (
                "99999999999999999999999",
                ValueError::TooLarge {
                    answer: answer("99999999999999999999999"),
                    largest: largest(),
                },
            ),
        ] {
            assert_eq!(
                parse_integer_with_unit(input, "天"),
                Err(expected),
                "input: {input}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_whole_number_reads_back(number in any::<u32>()) {
            prop_assert_eq!(parse_integer(&number.to_string()), Ok(number));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>(), unit in any::<String>()) {
            let _ = parse_integer_with_unit(&text, &unit);
        }
    }
}
