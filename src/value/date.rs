//! Calendar days: the stored form, the printed form, and date arithmetic.

use chrono::{DateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate, Timelike as _};

pub use super::day_spelling::{as_stored, parse_month, parse_stored};

/// The first and last year that a contract can name.
pub(super) const FIRST_YEAR: i32 = 1900;
pub(super) const LAST_YEAR: i32 = 2999;

/// The stored form of a date, ISO 8601: `2026-03-01`.
#[must_use]
pub fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// The printed form of a date, without padding: `2026年3月1日`.
#[must_use]
pub fn print(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A date with slashes: `2026/03/01`.
#[must_use]
pub fn print_slashes(date: NaiveDate) -> String {
    date.format("%Y/%m/%d").to_string()
}

/// A date in Han numerals: `二〇二六年三月一日`.
#[must_use]
pub fn print_han(date: NaiveDate) -> String {
    format!("{}{}日", print_han_month(date), han(date.day()))
}

/// A month: `2026年3月`.
#[must_use]
pub fn print_month(date: NaiveDate) -> String {
    format!("{}年{}月", date.year(), date.month())
}

/// A month in Han numerals: `二〇二六年三月`.
#[must_use]
pub fn print_han_month(date: NaiveDate) -> String {
    let numeral = |digit: char| {
        let digit = digit.to_digit(10).and_then(|digit| HAN.get(digit as usize));
        digit.copied().unwrap_or_default()
    };
    let year: String = date.year().to_string().chars().map(numeral).collect();
    format!("{year}年{}月", han(date.month()))
}

/// A date in English: `March 1, 2026`.
#[must_use]
pub fn print_english(date: NaiveDate) -> String {
    date.format("%B %-d, %Y").to_string()
}

const HAN: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A number below 100 as it is spoken: `十`, `十二`, `二十`, `三十一`.
fn han(number: u32) -> String {
    let numeral = |digit: u32| HAN.get(digit as usize).copied().unwrap_or_default();
    let (tens, ones) = (number / 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        more => format!("{}十", numeral(more)),
    };
    let ones = if ones == 0 { "" } else { numeral(ones) };
    format!("{tens}{ones}")
}

/// The day of the week by ISO 8601: 1 for Monday to 7 for Sunday.
#[must_use]
pub fn weekday(date: NaiveDate) -> u32 {
    date.weekday().number_from_monday()
}

/// The corresponding day `years` later (earlier if negative), by the rule of [`add_months`].
#[must_use]
pub fn add_years(date: NaiveDate, years: i64) -> Option<NaiveDate> {
    add_months(date, years.checked_mul(12)?)
}

/// The day `days` later (earlier if negative). `None` if the result is outside 1900 to 2999.
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

/// The corresponding day `months` later (earlier if negative). If the target month has no such day,
/// the last day of that month (民法典第二百零二条). `None` if the result is outside 1900 to 2999.
#[must_use]
pub fn add_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    within_range(corresponding_day(date, months)?)
}

/// The last day of a term of `months` that begins on `start`: the day before the corresponding day.
/// If the target month has no corresponding day, the last day of that month. `None` for less than
/// one month, or if the result is outside 1900 to 2999.
#[must_use]
pub fn term_end(start: NaiveDate, months: i64) -> Option<NaiveDate> {
    within_range(last_day(start, months).filter(|_| months > 0)?)
}

/// The number of months of a term from `start` to `end`, if [`term_end`] gives `end` for a whole
/// number of months.
#[must_use]
pub fn whole_months(start: NaiveDate, end: NaiveDate) -> Option<i64> {
    let between = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
    let about = between(end) - between(start);
    (about.max(1)..=about + 1).find(|months| term_end(start, *months) == Some(end))
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

/// A moment without the fraction of its second, as drafts store moments.
#[must_use]
pub fn whole_seconds(moment: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    moment.with_nanosecond(0).unwrap_or(moment)
}

/// The number of days from `from` to `to`: 0 for the same day, negative if `to` is earlier.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// The number of whole years in the term from `first` to `last`, both included: 0 if the term is
/// shorter than a year or `last` is earlier. [`term_end`] defines the end of a year.
#[must_use]
pub fn whole_years(first: NaiveDate, last: NaiveDate) -> u32 {
    let most = u32::try_from(last.year() - first.year() + 1).unwrap_or(0);
    let fits = |years: &u32| {
        let end = last_day(first, i64::from(*years) * 12);
        end.is_some_and(|end| end <= last)
    };
    (1..=most).rev().find(fits).unwrap_or(0)
}

/// The number of years in the term from `first` to `last`, both included, if the term is a whole
/// number of years: the day after `last` is an anniversary of `first`. `None` otherwise.
///
/// In a year without 29 February, the anniversary of 29 February is 1 March. A term that ends one
/// day earlier, on 27 February, also counts as whole years.
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

fn within_range(date: NaiveDate) -> Option<NaiveDate> {
    (FIRST_YEAR..=LAST_YEAR)
        .contains(&date.year())
        .then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
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
    }
}
