//! Days of the calendar: as people type them, as drafts store them, as contracts print them.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::digits::{chinese_number, half_width};
use super::error::ValueError;
use super::text::is_blank;

/// The years that a contract can name.
const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2999;

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
        Reading::InMonths(months) => add_months(today, i64::from(months)).ok_or_else(too_late),
        Reading::InYears(years) => add_years(today, i64::from(years)).ok_or_else(too_late),
    }
}

/// The date as drafts store it: `2026-03-01`.
#[must_use]
pub fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// The date as contracts print it, without padding: `2026年3月1日`.
#[must_use]
pub fn print(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The day of the week by ISO 8601: 1 for Monday to 7 for Sunday.
#[must_use]
pub fn weekday(date: NaiveDate) -> u32 {
    date.weekday().number_from_monday()
}

/// The corresponding day `years` later, or earlier where negative, as [`add_months`] finds it.
#[must_use]
pub fn add_years(date: NaiveDate, years: i64) -> Option<NaiveDate> {
    add_months(date, years.checked_mul(12)?)
}

/// `days` later, or earlier where negative. None where the result lies outside 1900 to 2999.
#[must_use]
pub fn add_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        date.checked_sub_days(distance)
    } else {
        date.checked_add_days(distance)
    };
    within_range(moved?)
}

/// The corresponding day `months` later, or earlier where negative; the last day of the month where
/// that has no such day (民法典第二百零二条). None where the result lies outside the years 1900 to 2999.
#[must_use]
pub fn add_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    within_range(corresponding_day(date, months)?)
}

/// The last day of a term of `months` that begins with `start`: the day before the corresponding
/// day, or the month's last day where it has no such day. None for less than a month, and where the
/// result lies outside the years 1900 to 2999.
#[must_use]
pub fn term_end(start: NaiveDate, months: i64) -> Option<NaiveDate> {
    within_range(last_day(start, months).filter(|_| months > 0)?)
}

fn last_day(start: NaiveDate, months: i64) -> Option<NaiveDate> {
    let day = corresponding_day(start, months)?;
    if day.day() == start.day() {
        day.pred_opt()
    } else {
        Some(day)
    }
}

fn corresponding_day(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let distance = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 {
        date.checked_sub_months(distance)
    } else {
        date.checked_add_months(distance)
    }
}

/// How many days lie from `from` to `to`: 0 for the same day, negative where `to` is earlier.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// How many whole years the term from `first` to `last`, both included, lasts: 0 where it is shorter
/// than a year or `last` is earlier. A year ends where [`term_end`] says.
#[must_use]
pub fn whole_years(first: NaiveDate, last: NaiveDate) -> u32 {
    let most = u32::try_from(last.year() - first.year() + 1).unwrap_or(0);
    let fits = |years: &u32| {
        let end = last_day(first, i64::from(*years) * 12);
        end.is_some_and(|end| end <= last)
    };
    (1..=most).rev().find(fits).unwrap_or(0)
}

/// How many years the term from `first` to `last`, both included, lasts, if it is exactly so many:
/// the day after `last` is the anniversary of `first`.
///
/// The anniversary of 29 February in a year without one is 1 March; a term that ends one day
/// earlier, on 27 February, is taken for whole years as well.
#[must_use]
pub fn exact_years(first: NaiveDate, last: NaiveDate) -> Option<u32> {
    let after = last.succ_opt()?;
    let is_leap_day = (first.month(), first.day()) == (2, 29);
    let years = u32::try_from(after.year() - first.year()).ok()?;
    if years == 0 {
        return None;
    }
    let exactly = first
        .with_year(after.year())
        .map_or((3, 1), |date| (date.month(), date.day()));
    let ends_early = is_leap_day && exactly == (3, 1) && (after.month(), after.day()) == (2, 28);
    (ends_early || (after.month(), after.day()) == exactly).then_some(years)
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

fn within_range(date: NaiveDate) -> Option<NaiveDate> {
    (FIRST_YEAR..=LAST_YEAR)
        .contains(&date.year())
        .then_some(date)
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

    #[test]
    fn a_date_prints_as_contracts_write_it() {
        assert_eq!(print(day("2026-03-01")), "2026年3月1日");
        assert_eq!(iso(day("2026-03-01")), "2026-03-01");
        assert_eq!(weekday(day("2026-11-22")), 7, "a Sunday");
        assert_eq!(weekday(day("2026-11-23")), 1, "a Monday");
    }

    #[test]
    fn months_lead_to_the_corresponding_day_or_the_last_one() {
        for (date, months, expected) in [
            ("2026-03-01", 1, "2026-04-01"),
            ("2026-03-01", 0, "2026-03-01"),
            ("2026-03-01", -1, "2026-02-01"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2028-01-31", 1, "2028-02-29"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2026-05-31", -3, "2026-02-28"),
            ("2026-05-31", 1, "2026-06-30"),
            ("2026-01-15", -1, "2025-12-15"),
            ("2026-12-31", 2, "2027-02-28"),
            ("2050-06-30", -1, "2050-05-30"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2028-02-29", -12, "2027-02-28"),
            ("2028-02-29", 48, "2032-02-29"),
        ] {
            let moved = add_months(day(date), months);
            assert_eq!(moved, Some(day(expected)), "{date} and {months} months");
        }
        for (date, months) in [
            ("2999-12-31", 1),
            ("1900-01-01", -1),
            ("2026-03-01", i64::MAX),
            ("2026-03-01", i64::MIN),
            ("2026-03-01", i64::from(u32::MAX)),
        ] {
            let moved = add_months(day(date), months);
            assert_eq!(moved, None, "{date} and {months} months");
        }
    }

    #[test]
    fn years_are_twelve_months_each() {
        for (date, years, expected) in [
            ("2026-03-01", 1, "2027-03-01"),
            ("2028-02-29", 1, "2029-02-28"),
            ("2024-02-29", 1, "2025-02-28"),
            ("2028-02-29", -1, "2027-02-28"),
            ("2028-02-29", 4, "2032-02-29"),
            ("2028-02-28", 1, "2029-02-28"),
            ("2027-02-28", 1, "2028-02-28"),
        ] {
            let moved = add_years(day(date), years);
            assert_eq!(moved, Some(day(expected)), "{date} and {years} years");
            assert_eq!(moved, add_months(day(date), years * 12), "{date}");
        }
        for years in [i64::MAX, i64::MIN, 974, -127] {
            assert_eq!(add_years(day("2026-03-01"), years), None, "{years} years");
        }
    }

    #[test]
    fn days_are_added_and_counted_by_the_calendar() {
        for (date, days, expected) in [
            ("2026-03-01", -1, "2026-02-28"),
            ("2028-03-01", -1, "2028-02-29"),
            ("2026-12-31", 1, "2027-01-01"),
            ("2026-03-01", 0, "2026-03-01"),
        ] {
            let moved = add_days(day(date), days);
            assert_eq!(moved, Some(day(expected)), "{date} and {days} days");
            assert_eq!(days_between(day(date), day(expected)), days, "{date}");
        }
        assert_eq!(add_days(day("2999-12-31"), 1), None);
        assert_eq!(add_days(day("2026-03-01"), i64::MIN), None);
        assert_eq!(days_between(day("2026-03-01"), day("2026-02-27")), -2);
    }

    #[test]
    fn a_term_of_months_ends_the_day_before_the_corresponding_one() {
        for (start, months, expected) in [
            ("2026-03-01", 12, "2027-02-28"),
            ("2027-03-01", 12, "2028-02-29"),
            ("2026-01-01", 12, "2026-12-31"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2028-02-29", 48, "2032-02-28"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2026-01-30", 1, "2026-02-28"),
            ("2026-01-29", 1, "2026-02-28"),
            ("2026-01-28", 1, "2026-02-27"),
            ("2028-01-31", 1, "2028-02-29"),
            ("2026-02-28", 1, "2026-03-27"),
            ("2026-05-31", 1, "2026-06-30"),
            ("2026-01-31", 2, "2026-03-30"),
            ("2999-01-01", 12, "2999-12-31"),
        ] {
            let end = term_end(day(start), months);
            assert_eq!(end, Some(day(expected)), "{months} months from {start}");
        }
        for (start, months) in [
            ("2026-03-01", 0),
            ("2026-03-01", -12),
            ("2026-03-01", i64::MAX),
            ("2999-01-02", 12),
        ] {
            assert_eq!(
                term_end(day(start), months),
                None,
                "{months} months from {start}"
            );
        }
    }

    #[test]
    fn whole_years_are_counted_with_both_days() {
        for (first, last, expected) in [
            ("2026-03-01", "2027-02-28", 1),
            ("2026-03-01", "2027-02-27", 0),
            ("2026-03-01", "2027-08-31", 1),
            ("2026-03-01", "2027-03-01", 1),
            ("2026-01-01", "2050-06-30", 24),
            ("2026-01-01", "2045-12-31", 20),
            ("2026-01-01", "2045-12-30", 19),
            ("2027-03-01", "2028-02-29", 1),
            ("2027-03-01", "2028-02-28", 0),
            ("2028-02-29", "2029-02-28", 1),
            ("2028-02-29", "2029-02-27", 0),
            ("2028-02-29", "2032-02-28", 4),
            ("2028-02-29", "2032-02-27", 3),
            ("2026-01-31", "2027-01-30", 1),
            ("2026-03-01", "2026-03-01", 0),
            ("2026-03-02", "2026-03-01", 0),
            ("2050-06-30", "2026-01-01", 0),
            ("1900-01-01", "2999-12-31", 1100),
        ] {
            let years = whole_years(day(first), day(last));
            assert_eq!(years, expected, "term: {first} to {last}");
        }
    }

    #[test]
    fn a_term_is_exact_years_when_it_ends_the_day_before_the_anniversary() {
        for (first, last, expected) in [
            ("2026-03-01", "2027-02-28", Some(1)),
            ("2027-03-01", "2028-02-29", Some(1)),
            ("2027-03-01", "2028-02-28", None),
            ("2026-01-01", "2026-12-31", Some(1)),
            ("2026-01-01", "2028-12-31", Some(3)),
            ("2026-03-01", "2027-03-01", None),
            ("2026-03-01", "2026-03-01", None),
            ("2026-03-02", "2026-03-01", None),
            ("2027-03-01", "2026-02-28", None),
            ("2028-02-29", "2029-02-28", Some(1)),
            ("2028-02-29", "2029-02-27", Some(1)),
            ("2028-02-29", "2032-02-28", Some(4)),
            ("2028-02-29", "2032-02-27", None),
        ] {
            assert_eq!(
                exact_years(day(first), day(last)),
                expected,
                "term: {first} to {last}"
            );
        }
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
        fn a_term_of_n_years_is_n_years(first in any_day(), years in 1_u32..30) {
            if let Some(last) = term_end(first, i64::from(years) * 12) {
                prop_assert_eq!(whole_years(first, last), years);
                prop_assert_eq!(exact_years(first, last), Some(years));
                prop_assert_eq!(whole_years(first, last.pred_opt().unwrap()), years - 1);
                let next = add_days(last, 1).unwrap_or(last);
                prop_assert_eq!(whole_years(first, next), years);
            }
        }

        #[test]
        fn there_and_back_is_never_a_later_day(day in any_day(), months in -600_i64..600) {
            if let Some(there) = add_months(day, months) {
                let back = add_months(there, -months).unwrap();
                prop_assert!(back <= day && days_between(back, day) < 4, "{} {}", there, back);
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
