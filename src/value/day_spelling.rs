//! How people spell a day: in full, without the year, and seen from today.

use chrono::{Datelike as _, NaiveDate};

use super::date::{FIRST_YEAR, LAST_YEAR, add_days, add_months, add_years};
use super::digits::{chinese_number, half_width};
use super::error::ValueError;
use super::text::is_blank;

/// Reads a date that stands for itself: `2026-03-01`, `2026.3.1`, `2026/3/1`, `20260301`,
/// `2026年3月1日`, `二〇二六年三月一日`, also in full-width characters; years 1900 to 2999.
///
/// # Errors
///
/// Blank; not a date; no such date (30 February); before 1900 or after 2999; or a date that only
/// means something on the day it is read (`明天`, `+30`, `3-1`).
pub fn parse_stored(text: &str) -> Result<NaiveDate, ValueError> {
    match read(text)? {
        Reading::Day { year, month, day } => existing(text, year, month, day),
        // In a leap year every day is there that there is at all.
        Reading::DayOfYear { month, day }
            if NaiveDate::from_ymd_opt(2000, month, day).is_none() =>
        {
            Err(no_such_date(text))
        }
        Reading::DayOfYear { .. }
        | Reading::InDays(_)
        | Reading::InMonths(_)
        | Reading::InYears(_) => Err(ValueError::RelativeDate {
            answer: text.trim().to_owned(),
        }),
    }
}

/// Reads a date as it is typed on the day `today`: all that [`parse_stored`] reads, `3-1` `3.1`
/// `3月1日` (this year or next, whichever is to come, today included), `今天` `明天` `后天`,
/// `+30` (days), `+3月` or `+3个月`, `+1年`.
///
/// # Errors
///
/// Blank; not a date; no such date; before 1900 or after 2999.
pub fn parse_typed(text: &str, today: NaiveDate) -> Result<NaiveDate, ValueError> {
    let too_late = || after_last(text);
    match read(text)? {
        Reading::Day { year, month, day } => existing(text, year, month, day),
        Reading::DayOfYear { month, day } => [today.year(), today.year() + 1]
            .into_iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|date| *date >= today)
            .ok_or_else(|| no_such_date(text)),
        Reading::InDays(days) => add_days(today, i64::from(days)).ok_or_else(too_late),
        Reading::InMonths(months) => add_months(today, months).ok_or_else(too_late),
        Reading::InYears(years) => add_years(today, years).ok_or_else(too_late),
    }
}

/// What a spelling means, before anybody asks whether there is such a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Day { year: i32, month: u32, day: u32 },
    DayOfYear { month: u32, day: u32 },
    InDays(u32),
    InMonths(u32),
    InYears(u32),
}

fn read(text: &str) -> Result<Reading, ValueError> {
    if is_blank(text) {
        return Err(ValueError::Blank);
    }
    let spelling: String = half_width(text)
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    by_word(&spelling)
        .or_else(|| by_offset(&spelling))
        .or_else(|| by_chinese_units(&spelling))
        .or_else(|| by_separators(&spelling))
        .or_else(|| by_eight_digits(&spelling))
        .ok_or_else(|| ValueError::NotADate {
            answer: text.trim().to_owned(),
        })
}

/// `今天`, `明天`, `后天`.
fn by_word(spelling: &str) -> Option<Reading> {
    match spelling {
        "今天" | "今日" => Some(Reading::InDays(0)),
        "明天" | "明日" => Some(Reading::InDays(1)),
        "后天" => Some(Reading::InDays(2)),
        _ => None,
    }
}

/// `+30`, `+30天`, `+3月`, `+3个月`, `+1年`.
fn by_offset(spelling: &str) -> Option<Reading> {
    let offset = spelling.strip_prefix('+')?;
    let (digits, reading): (&str, fn(u32) -> Reading) =
        if let Some(years) = offset.strip_suffix('年') {
            (years, Reading::InYears)
        } else if let Some(months) = offset.strip_suffix('月') {
            (
                months.strip_suffix('个').unwrap_or(months),
                Reading::InMonths,
            )
        } else {
            (offset.strip_suffix('天').unwrap_or(offset), Reading::InDays)
        };
    number(digits, 1..=7).map(reading)
}

/// `2026年3月1日`, `3月1日`, in digits or Chinese numerals; 号 for 日 as people say it.
fn by_chinese_units(spelling: &str) -> Option<Reading> {
    let spelling = spelling.strip_suffix(['日', '号'])?;
    let (year, rest) = match spelling.split_once('年') {
        Some((year, rest)) => (Some(year), rest),
        None => (None, spelling),
    };
    let (month, day) = rest.split_once('月')?;
    let small =
        |text: &str| number(text, 1..=2).or_else(|| u32::try_from(chinese_number(text)?).ok());
    let (month, day) = (small(month)?, small(day)?);
    match year {
        Some(year) => {
            let four = year.chars().count() == 4;
            let year = number(year, 4..=4)
                .or_else(|| u32::try_from(chinese_number(year).filter(|_| four)?).ok())?;
            day_of(year, month, day)
        }
        None => Some(Reading::DayOfYear { month, day }),
    }
}

/// `2026-3-1`, `2026.3.1`, `2026/3/1`, and without the year.
fn by_separators(spelling: &str) -> Option<Reading> {
    let separator = spelling
        .chars()
        .find(|character| !character.is_ascii_digit())?;
    if !matches!(separator, '-' | '.' | '/') {
        return None;
    }
    let parts: Vec<&str> = spelling.split(separator).collect();
    match parts.as_slice() {
        [year, month, day] => day_of(
            number(year, 4..=4)?,
            number(month, 1..=2)?,
            number(day, 1..=2)?,
        ),
        [month, day] => Some(Reading::DayOfYear {
            month: number(month, 1..=2)?,
            day: number(day, 1..=2)?,
        }),
        _ => None,
    }
}

/// `20260301`.
fn by_eight_digits(spelling: &str) -> Option<Reading> {
    let digits = number(spelling, 8..=8)?;
    day_of(digits / 10_000, digits / 100 % 100, digits % 100)
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Reading> {
    let year = i32::try_from(year).ok()?;
    Some(Reading::Day { year, month, day })
}

/// ASCII digits, as many as allowed.
fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let digits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn existing(text: &str, year: i32, month: u32, day: u32) -> Result<NaiveDate, ValueError> {
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| no_such_date(text))?;
    if year < FIRST_YEAR {
        Err(ValueError::BelowMinimum {
            answer: text.trim().to_owned(),
            minimum: format!("{FIRST_YEAR}年1月1日"),
            excluded: false,
        })
    } else if year > LAST_YEAR {
        Err(after_last(text))
    } else {
        Ok(date)
    }
}

fn no_such_date(text: &str) -> ValueError {
    ValueError::NoSuchDate {
        answer: text.trim().to_owned(),
    }
}

fn after_last(text: &str) -> ValueError {
    ValueError::AboveMaximum {
        answer: text.trim().to_owned(),
        maximum: format!("{LAST_YEAR}年12月31日"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::date::{iso, print};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    #[test]
    fn every_absolute_spelling_means_its_day_whatever_today_is() {
        for input in [
            "2026-03-01",
            "2026-3-1",
            "2026.3.1",
            "2026。3。1",
            "2026/3/1",
            "20260301",
            "2026年3月1日",
            "2026年03月01日",
            "2026 年 3 月 1 日",
            "2026年3月1号",
            "２０２６－０３－０１",
            "２０２６．３．１",
            "２０２６／３／１",
            "２０２６年３月１日",
            "二〇二六年三月一日",
            "二零二六年三月一日",
            " 2026-03-01 ",
        ] {
            assert_eq!(parse_stored(input), Ok(day("2026-03-01")), "input: {input}");
            let typed = parse_typed(input, day("2031-05-06"));
            assert_eq!(typed, Ok(day("2026-03-01")), "input: {input}");
        }
        let last = parse_stored("二〇二六年十二月三十一日");
        assert_eq!(last, Ok(day("2026-12-31")));
    }

    #[test]
    fn relative_spellings_are_resolved_while_typing_and_refused_in_a_file() {
        for (input, expected) in [
            ("今天", "2026-11-24"),
            ("明天", "2026-11-25"),
            ("后天", "2026-11-26"),
            ("+30", "2026-12-24"),
            ("＋３０", "2026-12-24"),
            ("+30天", "2026-12-24"),
            ("+3月", "2027-02-24"),
            ("+3个月", "2027-02-24"),
            ("+1年", "2027-11-24"),
            ("3-1", "2027-03-01"),
            ("3.1", "2027-03-01"),
            ("3/1", "2027-03-01"),
            ("3月1日", "2027-03-01"),
            ("三月一日", "2027-03-01"),
            ("11-24", "2026-11-24"),
            ("11-23", "2027-11-23"),
            ("12-31", "2026-12-31"),
        ] {
            let typed = parse_typed(input, day("2026-11-24"));
            assert_eq!(typed, Ok(day(expected)), "input: {input}");
            let expected = ValueError::RelativeDate {
                answer: input.to_owned(),
            };
            assert_eq!(parse_stored(input), Err(expected), "input: {input}");
        }
        assert_eq!(
            parse_typed("2-29", day("2027-03-01")),
            Ok(day("2028-02-29"))
        );
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_apart_from_unreadable_text() {
        for input in [
            "2026-02-30",
            "2026-13-01",
            "2026-00-10",
            "20260231",
            "2027年2月29日",
            "二〇二六年二月三十日",
            "2-30",
            "2-29",
        ] {
            let expected = ValueError::NoSuchDate {
                answer: input.to_owned(),
            };
            assert_eq!(
                parse_typed(input, day("2026-11-24")),
                Err(expected),
                "input: {input}"
            );
        }
        for input in [
            "2026",
            "2026-03",
            "26-3-1",
            "2026-3.1",
            "2026-3-1-",
            "2026年3月",
            "202631",
            "3",
            "-1",
            "+",
            "+1周",
            "+-1",
            "昨日",
            "二六年三月一日",
            "2026-03-01T10:00",
            "/",
            "2026-003-01",
            "一千年三月一日",
        ] {
            let expected = ValueError::NotADate {
                answer: input.to_owned(),
            };
            assert_eq!(
                parse_typed(input, day("2026-11-24")),
                Err(expected),
                "input: {input}"
            );
        }
        assert_eq!(parse_stored("\u{3000}"), Err(ValueError::Blank));
    }

    #[test]
    fn years_that_no_contract_names_are_out_of_range() {
        assert!(matches!(
            parse_stored("1899-12-31"),
            Err(ValueError::BelowMinimum { .. })
        ));
        assert!(matches!(
            parse_stored("3000-01-01"),
            Err(ValueError::AboveMaximum { .. })
        ));
        let typed = parse_typed("+9999999", day("2026-11-24"));
        assert!(matches!(typed, Err(ValueError::AboveMaximum { .. })));
        assert_eq!(parse_stored("1900-01-01"), Ok(day("1900-01-01")));
        assert_eq!(parse_stored("2999-12-31"), Ok(day("2999-12-31")));
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_i64..401_767).prop_map(|days| add_days(day("1900-01-01"), days).unwrap())
    }

    proptest! {
        #[test]
        fn stored_and_printed_dates_read_back(date in any_day(), today in any_day()) {
            for form in [iso(date), print(date)] {
                prop_assert_eq!(parse_stored(&form), Ok(date), "form: {}", form);
                prop_assert_eq!(parse_typed(&form, today), Ok(date), "form: {}", form);
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(
            text in prop_oneof![any::<String>(), "[+-]?[0-9一二三十〇]{0,9}[-./年月日]?[0-9]{0,3}[-./月]?[0-9]{0,9}[日号]?"],
            today in any_day(),
        ) {
            let _ = (parse_stored(&text), parse_typed(&text, today));
        }
    }
}
