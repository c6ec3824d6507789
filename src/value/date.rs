//! Days of the calendar: as drafts store them, as contracts print them, and counting with them.

use chrono::{Datelike as _, Days, Months, NaiveDate};

pub use super::day_spelling::{as_stored, parse_stored, parse_typed};

/// The years that a contract can name.
pub(super) const FIRST_YEAR: i32 = 1900;
pub(super) const LAST_YEAR: i32 = 2999;

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

/// The same day `years` later; from 29 February to a year without one, 1 March. None where the
/// result lies outside the years 1900 to 2999.
#[must_use]
pub fn add_years(date: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = date.year().checked_add(i32::try_from(years).ok()?)?;
    let anniversary = date
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))?;
    within_range(anniversary)
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

/// The same day `months` later, or the last day of that month where it is shorter. None where the
/// result lies outside the years 1900 to 2999.
#[must_use]
pub fn add_months(date: NaiveDate, months: u32) -> Option<NaiveDate> {
    within_range(date.checked_add_months(Months::new(months))?)
}

/// How many days lie from `from` to `to`: 0 for the same day, negative where `to` is earlier.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// How many years the term from `first` to `last`, both included, lasts, if it is whole years: the
/// day after `last` is the anniversary of `first`.
///
/// The anniversary of 29 February in a year without one is 1 March; a term that ends one day
/// earlier, on 27 February, is taken for whole years as well.
#[must_use]
pub fn whole_years(first: NaiveDate, last: NaiveDate) -> Option<u32> {
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
    fn years_months_and_days_are_added_by_the_calendar() {
        for (date, years, expected) in [
            ("2026-03-01", 1, "2027-03-01"),
            ("2028-02-29", 1, "2029-03-01"),
            ("2028-02-29", 4, "2032-02-29"),
        ] {
            assert_eq!(
                add_years(day(date), years),
                Some(day(expected)),
                "date: {date}"
            );
        }
        assert_eq!(add_months(day("2026-01-31"), 1), Some(day("2026-02-28")));
        assert_eq!(add_days(day("2026-03-01"), -1), Some(day("2026-02-28")));
        assert_eq!(add_days(day("2999-12-31"), 1), None);
        assert_eq!(add_days(day("2026-03-01"), i64::MIN), None);
        assert_eq!(add_years(day("2026-03-01"), u32::MAX), None);
        assert_eq!(add_months(day("2026-03-01"), u32::MAX), None);
        assert_eq!(days_between(day("2026-03-01"), day("2026-02-27")), -2);
    }

    #[test]
    fn a_term_is_whole_years_when_it_ends_the_day_before_the_anniversary() {
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
                whole_years(day(first), day(last)),
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
        fn a_term_of_n_years_less_a_day_is_n_whole_years(date in any_day(), years in 1_u32..30) {
            if let Some(anniversary) = add_years(date, years) {
                let last = add_days(anniversary, -1).unwrap();
                prop_assert_eq!(whole_years(date, last), Some(years));
            }
        }
    }
}
