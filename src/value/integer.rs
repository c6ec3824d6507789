//! Whole numbers, such as counts of days, months and copies.

use super::decimal::Decimal;
use super::digits::{chinese_number, half_width};
use super::error::ValueError;
use super::inexact::is_rough_number;
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

/// Reads a whole number with an optional unit after it: `15天`, `15日` or `两周` for the unit 天,
/// `3个工作日` or `3工作日` for 个工作日, `一式两份` for 份; also `15天内`. If `unit` is empty, no unit
/// is allowed.
///
/// # Errors
///
/// As [`parse_integer`]; the answer in an error keeps the unit as typed.
pub fn parse_integer_with_unit(text: &str, unit: &str) -> Result<u32, ValueError> {
    if is_blank(text) {
        return Err(ValueError::Blank);
    }
    let typed = half_width(text);
    let (number, multiplier) = without_unit(typed.trim(), unit);
    let answer = || text.trim().to_owned();
    let value = if let Some(value) = chinese_number(number) {
        value
    } else {
        match Decimal::parse(number) {
            Some(decimal) if decimal.decimals() > 0 => {
                return Err(ValueError::NotWhole { answer: answer() });
            }
            // A number above 64 bits is above 32 bits, so the conversion below refuses it.
            Some(decimal) => decimal.scaled(0).unwrap_or(u64::MAX),
            None => return Err(refusal(number, typed.trim(), answer())),
        }
    };
    let value = value.saturating_mul(multiplier);
    u32::try_from(value).map_err(|_| ValueError::TooLarge {
        answer: answer(),
        largest: grouped_by_threes(u64::from(u32::MAX)),
    })
}

/// Splits off the unit; returns the number and its multiplier (7 for weeks of a unit in days).
fn without_unit<'a>(typed: &'a str, unit: &str) -> (&'a str, u64) {
    // 个 is a measure word: people type 3工作日 without 个, or 3个 without the noun.
    let bare = unit.strip_prefix('个').unwrap_or(unit);
    let mut units = vec![(unit, 1), (bare, 1)];
    if bare != unit {
        units.push(("个", 1));
    }
    if ["天", "日"].contains(&unit) {
        units.extend(["自然日", "个自然日", "日历日", "天", "日"].map(|day| (day, 1)));
        units.extend(["周", "个星期", "星期", "个礼拜"].map(|week| (week, 7)));
    }
    units.retain(|(unit, _)| !unit.is_empty());
    units.sort_by_key(|(unit, _)| std::cmp::Reverse(unit.len()));
    let number = match unit {
        "份" => ["一式", "各执", "各持", "各"]
            .into_iter()
            .find_map(|words| typed.strip_prefix(words))
            .unwrap_or(typed),
        _ => typed,
    };
    // 15天内 is a term of 15 days: the clause around the blank already says "within".
    let inside = ["以内", "之内", "内"]
        .into_iter()
        .find_map(|word| number.strip_suffix(word));
    let cut = |text: &'a str| {
        units.iter().find_map(|(unit, multiplier)| {
            let number = text.trim_end().strip_suffix(unit)?;
            Some((number.trim_end(), *multiplier))
        })
    };
    inside
        .and_then(cut)
        .or_else(|| cut(number))
        .unwrap_or((number, 1))
}

/// Chooses the error for text that is neither digits nor a Chinese number.
fn refusal(number: &str, typed: &str, answer: String) -> ValueError {
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
    } else if is_rough_number(typed) {
        ValueError::NotExact { answer }
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
            ("一式两份", "份", 2),
            ("一式贰份", "份", 2),
            ("各执一份", "份", 1),
            ("15日", "天", 15),
            ("15个自然日", "天", 15),
            ("15天内", "天", 15),
            ("3个工作日内", "个工作日", 3),
            ("3个", "个工作日", 3),
            ("两周", "天", 14),
            ("2个星期", "天", 14),
            ("30天", "日", 30),
        ] {
            assert_eq!(
                parse_integer_with_unit(input, unit),
                Ok(expected),
                "input: {input}"
            );
        }
    }

    #[test]
    fn a_number_that_is_only_roughly_meant_is_refused_as_such() {
        for (input, unit) in [
            ("三五天", "天"),
            ("三五", ""),
            ("十几天", "天"),
            ("约15天", "天"),
            ("15天左右", "天"),
            ("3-5天", "天"),
            ("3～5个工作日", "个工作日"),
            ("3至5", ""),
            ("至少3天", "天"),
            ("若干", "天"),
        ] {
            let expected = ValueError::NotExact {
                answer: input.to_owned(),
            };
            assert_eq!(
                parse_integer_with_unit(input, unit),
                Err(expected),
                "input: {input}"
            );
        }
        for (input, unit) in [
            ("15个月", "天"),
            ("3天", "个工作日"),
            ("两周", "个工作日"),
            ("半年", "天"),
        ] {
            let expected = ValueError::NotANumber {
                answer: input.to_owned(),
            };
            assert_eq!(
                parse_integer_with_unit(input, unit),
                Err(expected),
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
