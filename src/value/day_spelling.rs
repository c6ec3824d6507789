//! The spellings of a day: in full, without the year, and relative to today.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::date::{FIRST_YEAR, LAST_YEAR, iso};
use super::digits::{chinese_digit, chinese_number, half_width};
use super::error::ValueError;
use super::inexact::is_rough_day;
use super::text::is_blank;

/// The allowed distance of a two-digit year from the current year: `27.3.1` is a day of 2027.
/// `98.3.1` and `3.1.27` are ambiguous and refused.
const SHORT_YEARS: std::ops::RangeInclusive<i32> = -10..=50;

/// Reads an absolute date: `2026-03-01`, `2026.3.1`, `2026/3/1`, `20260301`, `2026年3月1日`,
/// `二〇二六年三月一日`, also in full-width characters; years 1900 to 2999.
///
/// # Errors
///
/// Blank; not a date; a range of days (三月底); no such date (30 February); before 1900 or after
/// 2999; or a date relative to the current day (`明天`, `+30`, `3-1`).
pub fn parse_stored(text: &str) -> Result<NaiveDate, ValueError> {
    match read(text)? {
        Reading::Day { year, month, day } => existing(text, (year, month, day)),
        // Test in a leap year, because the year is not known and 29 February may exist.
        Reading::DayOfYear { month, day }
            if NaiveDate::from_ymd_opt(2000, month, day).is_none() =>
        {
            Err(no_such_date(text, None))
        }
        Reading::DayOfYear { .. }
        | Reading::ShortYear { .. }
        | Reading::InYear { .. }
        | Reading::InMonth { .. }
        | Reading::InWeek { .. }
        | Reading::InDays(_)
        | Reading::InMonths(_) => Err(ValueError::RelativeDate {
            answer: text.trim().to_owned(),
        }),
    }
}

/// Reads a month, `2026年3月`, `2026-03`, `2026.3`, `二〇二六年三月`, as its first day; any other
/// text as [`parse_stored`] reads it.
///
/// # Errors
///
/// As [`parse_stored`].
pub fn parse_month(text: &str) -> Result<NaiveDate, ValueError> {
    let typed = half_width(text);
    let spelling: String = typed.split_whitespace().collect();
    let year_and_month = || {
        let (year, month) = if let Some((year, month)) = spelling.split_once('年') {
            (year_in_digits(year)?, month.strip_suffix('月')?)
        } else {
            let (year, month) = spelling.split_once(['-', '/', '.'])?;
            (year.to_owned(), month)
        };
        let year = i32::try_from(number(&year, 4..=4)?).ok()?;
        Some((year, small_number(month)?))
    };
    match year_and_month() {
        Some((year, month)) => existing(text, (year, month, 1)),
        None => parse_stored(text),
    }
}

/// Reads a date typed on the day `today`: every form of [`parse_stored`], `27.3.1`, `3-1` `3.1`
/// `3月1日` (the next such day, today included), `今天` `明天` `后天`, `+30` (days), `+3月` or
/// `+3个月`, `+1年`, `30天后`, `下月1日`, `明年3月1日`, `下周一`.
///
/// # Errors
///
/// Blank; not a date; a range of days; no such date; before 1900 or after 2999.
pub(super) fn parse_typed(text: &str, today: NaiveDate) -> Result<NaiveDate, ValueError> {
    let reading = read(text)?;
    let meant = meant(reading, today).ok_or_else(|| match reading {
        Reading::ShortYear { .. } => not_a_date(text),
        _ => after_last(text),
    })?;
    existing(text, meant)
}

/// The stored form of a date typed on the day `today`: the full date. A short form whose month
/// lacks the day (`2-29`) is also stored in full (`2027-02-29`), so that the error shows the month
/// and year. Any other text is stored as typed.
#[must_use]
pub fn as_stored(text: &str, today: NaiveDate) -> String {
    match (parse_typed(text, today), read(text)) {
        (Ok(date), _) => iso(date),
        (Err(_), Ok(Reading::Day { .. }) | Err(_)) => text.to_owned(),
        (Err(error), Ok(short)) => {
            if let ValueError::NoSuchDate { last: Some(_), .. } = error
                && let Some((year, month, day)) = meant(short, today)
            {
                format!("{year}-{month:02}-{day:02}")
            } else {
                text.to_owned()
            }
        }
    }
}

/// The parsed meaning of a spelling; the day may not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Day {
        year: i32,
        month: u32,
        day: u32,
    },
    /// `year` is the last two digits of the year.
    ShortYear {
        year: i32,
        month: u32,
        day: u32,
    },
    DayOfYear {
        month: u32,
        day: u32,
    },
    /// The year is relative to the current year.
    InYear {
        years: i32,
        month: u32,
        day: u32,
    },
    /// The month is relative to the current month; `None` is the last day of the month.
    InMonth {
        months: i32,
        day: Option<u32>,
    },
    /// The week is relative to the current week; weekday 0 is Monday.
    InWeek {
        weeks: i64,
        weekday: i64,
    },
    InDays(i64),
    InMonths(u32),
}

/// The year, month and day of a reading; `None` if the date overflows the calendar or the century
/// of a two-digit year is ambiguous.
fn meant(reading: Reading, today: NaiveDate) -> Option<(i32, u32, u32)> {
    let of = |date: NaiveDate| (date.year(), date.month(), date.day());
    Some(match reading {
        Reading::Day { year, month, day } => (year, month, day),
        Reading::ShortYear { year, month, day } => {
            let year = today.year() / 100 * 100 + year;
            if !SHORT_YEARS.contains(&(year - today.year())) {
                return None;
            }
            (year, month, day)
        }
        Reading::DayOfYear { month, day } => {
            let is_past = (month, day) < (today.month(), today.day());
            (today.year() + i32::from(is_past), month, day)
        }
        Reading::InYear { years, month, day } => (today.year() + years, month, day),
        Reading::InMonth { months, day } => {
            let months = today.year() * 12 + today.month0().cast_signed() + months;
            let (year, month) = (
                months.div_euclid(12),
                months.rem_euclid(12).cast_unsigned() + 1,
            );
            let last = last_of_month(year, month)?;
            (year, month, day.unwrap_or_else(|| last.day()))
        }
        Reading::InWeek { weeks, weekday } => {
            let monday = i64::from(today.weekday().num_days_from_monday());
            of(in_days(today, weeks * 7 + weekday - monday)?)
        }
        Reading::InDays(days) => of(in_days(today, days)?),
        Reading::InMonths(months) => of(today.checked_add_months(Months::new(months))?),
    })
}

fn in_days(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        today.checked_sub_days(distance)
    } else {
        today.checked_add_days(distance)
    }
}

fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?
        .checked_add_months(Months::new(1))?
        .pred_opt()
}

fn read(text: &str) -> Result<Reading, ValueError> {
    if is_blank(text) {
        return Err(ValueError::Blank);
    }
    let typed = half_width(text);
    let day = without_words(without_midnight(&typed));
    let parts: Vec<&str> = day.split_whitespace().collect();
    // 2026 3 1: joining the parts without a separator would give another day, or none.
    let is_spaced = parts.len() == 3 && parts.iter().all(|part| number(part, 1..=4).is_some());
    let spelling = parts.join(if is_spaced { "-" } else { "" });
    by_word(&spelling)
        .or_else(|| by_offset(&spelling))
        .or_else(|| by_week(&spelling))
        .or_else(|| by_month_from_now(&spelling))
        .or_else(|| by_chinese_units(&spelling))
        .or_else(|| by_separators(&spelling))
        .or_else(|| by_eight_digits(&spelling))
        .ok_or_else(|| {
            if is_rough_day(text) {
                let answer = text.trim().to_owned();
                ValueError::NotOneDay { answer }
            } else {
                not_a_date(text)
            }
        })
}

/// Removes the midnight that a spreadsheet copies with a date.
fn without_midnight(typed: &str) -> &str {
    match typed.trim().rsplit_once(char::is_whitespace) {
        Some((day, "0:00" | "00:00" | "0:00:00" | "00:00:00")) => day,
        Some(_) | None => typed,
    }
}

/// Removes the words that mark the first or last day of a term: 自2026年3月1日起.
fn without_words(typed: &str) -> &str {
    let day = typed.trim();
    let day = day.strip_prefix(['自', '从', '至']).unwrap_or(day);
    day.strip_suffix(['起', '止']).unwrap_or(day)
}

fn by_word(spelling: &str) -> Option<Reading> {
    Some(Reading::InDays(match spelling {
        "今天" | "今日" | "当天" | "当日" => 0,
        "明天" | "明日" => 1,
        "后天" | "后日" => 2,
        "大后天" => 3,
        "昨天" | "昨日" => -1,
        "前天" | "前日" => -2,
        _ => return None,
    }))
}

/// Reads `+30`, `+30天`, `+2周`, `+3月`, `+3个月`, `+1年`, and the spoken `30天后`, `三个月后`.
fn by_offset(spelling: &str) -> Option<Reading> {
    let (offset, is_said) = match spelling.strip_prefix('+') {
        Some(offset) => (offset, false),
        None => (
            spelling
                .strip_suffix("以后")
                .or_else(|| spelling.strip_suffix('后'))?,
            true,
        ),
    };
    let many =
        |count: &str| number(count, 1..=7).or_else(|| u32::try_from(chinese_number(count)?).ok());
    let months = |count: u32| count.checked_mul(12).map(Reading::InMonths);
    if offset == "半年" {
        return Some(Reading::InMonths(6));
    }
    if let Some(years) = offset.strip_suffix('年') {
        return months(many(years)?);
    }
    if let Some(count) = offset.strip_suffix("个月") {
        return many(count).map(Reading::InMonths);
    }
    let week = ["个星期", "星期", "个礼拜", "周"];
    if let Some(weeks) = week.iter().find_map(|unit| offset.strip_suffix(unit)) {
        return Some(Reading::InDays(i64::from(many(weeks)?) * 7));
    }
    if let Some(days) = offset.strip_suffix(['天', '日']) {
        return Some(Reading::InDays(many(days)?.into()));
    }
    if is_said {
        // 3月后 may mean "after March", and 30后 has no unit.
        return None;
    }
    match offset.strip_suffix('月') {
        Some(count) => number(count, 1..=7).map(Reading::InMonths),
        None => number(offset, 1..=7).map(|days| Reading::InDays(days.into())),
    }
}

/// Reads `下周一`, `本周五`, `这星期三`, `下礼拜天`; weeks begin on Monday.
fn by_week(spelling: &str) -> Option<Reading> {
    let (weeks, rest) = [
        ("下下", 2),
        ("下个", 1),
        ("下", 1),
        ("本", 0),
        ("这个", 0),
        ("这", 0),
    ]
    .into_iter()
    .find_map(|(word, weeks)| Some((weeks, spelling.strip_prefix(word)?)))?;
    let day = ["周", "星期", "礼拜"]
        .into_iter()
        .find_map(|week| rest.strip_prefix(week))?;
    let weekday = ["一", "二", "三", "四", "五", "六", "日", "天"]
        .iter()
        .position(|name| *name == day)?
        // 日 and 天 are both Sunday.
        .min(6);
    let weekday = i64::try_from(weekday).ok()?;
    Some(Reading::InWeek { weeks, weekday })
}

/// Reads `下月1日`, `本月15号`, `下个月最后一天`, `明年3月1日`. Refuses `今年底`.
fn by_month_from_now(spelling: &str) -> Option<Reading> {
    for (word, months) in [
        ("下下个月", 2),
        ("下下月", 2),
        ("下个月", 1),
        ("下月", 1),
        ("这个月", 0),
        ("本月", 0),
        ("上个月", -1),
        ("上月", -1),
    ] {
        if let Some(rest) = spelling.strip_prefix(word) {
            if ["最后一天", "最后一日"].contains(&rest) {
                return Some(Reading::InMonth { months, day: None });
            }
            let day = small_number(without_day_sign(rest))?;
            let day = (1..=31).contains(&day).then_some(day)?;
            return Some(Reading::InMonth {
                months,
                day: Some(day),
            });
        }
    }
    [
        ("今年", 0),
        ("本年", 0),
        ("明年", 1),
        ("后年", 2),
        ("去年", -1),
    ]
    .into_iter()
    .find_map(|(word, years)| {
        let (month, day) = month_and_day(spelling.strip_prefix(word)?)?;
        Some(Reading::InYear { years, month, day })
    })
}

/// Reads `2026年3月1日`, `27年3月1日`, `3月1日`, in digits or Chinese numerals. 号 may replace 日, and
/// 日 may be missing.
fn by_chinese_units(spelling: &str) -> Option<Reading> {
    let Some((year, rest)) = spelling.split_once('年') else {
        let (month, day) = month_and_day(spelling)?;
        return Some(Reading::DayOfYear { month, day });
    };
    let (month, day) = month_and_day(rest)?;
    let digits = year_in_digits(year)?;
    let year = i32::try_from(number(&digits, 2..=4)?).ok()?;
    match digits.len() {
        4 => Some(Reading::Day { year, month, day }),
        2 => Some(Reading::ShortYear { year, month, day }),
        _ => None,
    }
}

/// Converts a year to ASCII digits: `2026`, `二〇二六`, also with a letter O as its zero.
fn year_in_digits(year: &str) -> Option<String> {
    year.chars()
        .map(|character| match character {
            '0'..='9' => Some(character),
            'O' | 'o' => Some('0'),
            _ => char::from_digit(u32::try_from(chinese_digit(character)?).ok()?, 10),
        })
        .collect()
}

/// Reads `3月1日`, `三月一号`, `3月1`.
fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = without_day_sign(text).split_once('月')?;
    Some((small_number(month)?, small_number(day)?))
}

fn without_day_sign(text: &str) -> &str {
    text.strip_suffix(['日', '号']).unwrap_or(text)
}

fn small_number(text: &str) -> Option<u32> {
    number(text, 1..=2).or_else(|| u32::try_from(chinese_number(text)?).ok())
}

/// Reads `2026-3-1`, `2026.3.1`, `2026/3/1`, `2026、3、1` (the `/` key types 、 on a Chinese
/// keyboard), also with a two-digit year or without a year.
fn by_separators(spelling: &str) -> Option<Reading> {
    let separator = spelling
        .chars()
        .find(|character| !character.is_ascii_digit())?;
    if !matches!(separator, '-' | '.' | '/' | '、') {
        return None;
    }
    let parts: Vec<&str> = spelling.split(separator).collect();
    match parts.as_slice() {
        [year, month, day] => {
            let (month, day) = (number(month, 1..=2)?, number(day, 1..=2)?);
            if let Some(year) = number(year, 2..=2) {
                let year = i32::try_from(year).ok()?;
                return Some(Reading::ShortYear { year, month, day });
            }
            day_of(number(year, 4..=4)?, month, day)
        }
        [month, day] => Some(Reading::DayOfYear {
            month: number(month, 1..=2)?,
            day: number(day, 1..=2)?,
        }),
        _ => None,
    }
}

/// Reads `20260301`.
fn by_eight_digits(spelling: &str) -> Option<Reading> {
    let digits = number(spelling, 8..=8)?;
    day_of(digits / 10_000, digits / 100 % 100, digits % 100)
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Reading> {
    let year = i32::try_from(year).ok()?;
    Some(Reading::Day { year, month, day })
}

/// Reads ASCII digits whose count is in `lengths`.
fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let digits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn existing(text: &str, (year, month, day): (i32, u32, u32)) -> Result<NaiveDate, ValueError> {
    let date = NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| no_such_date(text, last_of_month(year, month)))?;
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

fn not_a_date(text: &str) -> ValueError {
    ValueError::NotADate {
        answer: text.trim().to_owned(),
    }
}

fn no_such_date(text: &str, last: Option<NaiveDate>) -> ValueError {
    ValueError::NoSuchDate {
        answer: text.trim().to_owned(),
        last,
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
    use crate::value::date::print;
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
            "二○二六年三月一日",
            "二O二六年三月一日",
            "二0二六年三月一号",
            "2026、3、1",
            "2026/3/1 0:00",
            "2026 3 1",
            "2026年3月1日起",
            "自 2026年3月1日 起",
            "至2026年3月1日止",
            "2026-03-01 00:00:00",
            "2026年3月1",
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
            ("3月1", "2027-03-01"),
            ("27.3.1", "2027-03-01"),
            ("27-3-1", "2027-03-01"),
            ("27/03/01", "2027-03-01"),
            ("２７．３．１", "2027-03-01"),
            ("27年3月1日", "2027-03-01"),
            ("二七年三月一日", "2027-03-01"),
            ("26.3.1", "2026-03-01"),
            ("昨天", "2026-11-23"),
            ("昨日", "2026-11-23"),
            ("前天", "2026-11-22"),
            ("大后天", "2026-11-27"),
            ("+1周", "2026-12-01"),
            ("30天后", "2026-12-24"),
            ("三十天后", "2026-12-24"),
            ("两周后", "2026-12-08"),
            ("三个月后", "2027-02-24"),
            ("半年后", "2027-05-24"),
            ("一年以后", "2027-11-24"),
            ("下月1日", "2026-12-01"),
            ("下月1号", "2026-12-01"),
            ("下个月一号", "2026-12-01"),
            ("下 月 1 日", "2026-12-01"),
            ("下月1", "2026-12-01"),
            ("下下个月15日", "2027-01-15"),
            ("本月30日", "2026-11-30"),
            ("这个月30号", "2026-11-30"),
            ("上月1日", "2026-10-01"),
            ("下月最后一天", "2026-12-31"),
            ("本月最后一日", "2026-11-30"),
            ("明年3月1日", "2027-03-01"),
            ("今年3月1日", "2026-03-01"),
            ("后年三月一日", "2028-03-01"),
            ("下周一", "2026-11-30"),
            ("下星期天", "2026-12-06"),
            ("本周五", "2026-11-27"),
            ("这周一", "2026-11-23"),
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
            let found = parse_typed(input, day("2026-11-24"));
            assert!(
                matches!(&found, Err(ValueError::NoSuchDate { answer, .. }) if answer == input),
                "input: {input}, {found:?}"
            );
        }
        for input in [
            "2026",
            "2026-03",
            "2026-3.1",
            "2026-3-1-",
            "2026年3月",
            "202631",
            "3",
            "-1",
            "+",
            "+-1",
            "2026-03-01T10:00",
            "/",
            "2026-003-01",
            "一千年三月一日",
            "3.1.27",
            "98.3.1",
            "126.3.1",
            "7.3.1",
            "下月",
            "本月",
            "下周",
            "周五",
            "次月1日",
            "3月后",
            "30后",
            "半个月后",
            "2026年3月",
            "下月32日",
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
    fn a_stretch_of_days_is_no_day() {
        for input in [
            "三月底",
            "3月初",
            "下月底",
            "月底",
            "年底",
            "3月上旬",
            "3.1-3.5",
            "3月1日至3月5日",
            "3月1日前后",
            "近期",
            "待定",
        ] {
            let expected = ValueError::NotOneDay {
                answer: input.to_owned(),
            };
            let typed = parse_typed(input, day("2026-11-24"));
            assert_eq!(typed, Err(expected.clone()), "input: {input}");
            assert_eq!(parse_stored(input), Err(expected), "input: {input}");
        }
    }

    #[test]
    fn a_day_that_its_month_lacks_is_stored_in_full_and_told_with_the_month() {
        for (input, today, stored, last) in [
            ("2-29", "2026-11-24", "2027-02-29", "2027-02-28"),
            ("2月29日", "2027-01-15", "2027-02-29", "2027-02-28"),
            ("2.29", "2027-02-28", "2027-02-29", "2027-02-28"),
            ("2-30", "2027-06-01", "2028-02-30", "2028-02-29"),
            ("4-31", "2026-01-01", "2026-04-31", "2026-04-30"),
            ("下月31日", "2026-10-24", "2026-11-31", "2026-11-30"),
            ("27.2.29", "2026-11-24", "2027-02-29", "2027-02-28"),
            ("2027-2-29", "2026-11-24", "2027-2-29", "2027-02-28"),
        ] {
            assert_eq!(as_stored(input, day(today)), stored, "input: {input}");
            let expected = ValueError::NoSuchDate {
                answer: stored.to_owned(),
                last: Some(day(last)),
            };
            assert_eq!(parse_stored(stored), Err(expected), "input: {input}");
        }
        for (input, today, stored) in [
            ("2-29", "2027-03-01", "2028-02-29"),
            ("2-29", "2028-02-29", "2028-02-29"),
            ("2-29", "2028-01-15", "2028-02-29"),
            ("下月1日", "2026-12-24", "2027-01-01"),
            ("13-1", "2026-12-24", "13-1"),
            ("abc", "2026-12-24", "abc"),
            ("三月底", "2026-12-24", "三月底"),
        ] {
            assert_eq!(as_stored(input, day(today)), stored, "input: {input}");
        }
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
        (0_i64..401_767).prop_map(|days| in_days(day("1900-01-01"), days).unwrap())
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
            let _ = (parse_stored(&text), as_stored(&text, today));
        }
    }
}
