//! Days, ranges of days and terms in running text.

use chrono::{Datelike as _, Months, NaiveDate};

use super::ink::{Ink, Span};
use super::number::is_numeral;
use crate::value::date::{iso, term_end};
use crate::value::parse_integer;

const MONTHS: &[(&str, u32)] = &[
    ("下个月", 1),
    ("下月", 1),
    ("本月", 0),
    ("这个月", 0),
    ("这月", 0),
    ("当月", 0),
    ("下下个月", 2),
    ("下下月", 2),
    ("次月", 1),
    ("隔月", 2),
];

const YEARS: &[(&str, i32)] = &[
    ("今年", 0),
    ("本年", 0),
    ("明年", 1),
    ("后年", 2),
    ("去年", -1),
    ("次年", 1),
];

const DAYS: &[(&str, u64)] = &[
    ("今天", 0),
    ("今日", 0),
    ("明天", 1),
    ("明日", 1),
    ("后天", 2),
    ("大后天", 3),
];

/// A day in the text.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub span: Span,
    /// The day; `None` if there is no such day, or the text names only a month.
    pub date: Option<NaiveDate>,
    /// The last day of the year, where the text names a whole year (2027年全年).
    pub whole_year: Option<NaiveDate>,
    /// The month and the day, where the text gives no year.
    pub yearless: Option<(u32, Option<u32>)>,
    /// The year and the month, where the text names no day.
    pub month: Option<(i32, u32)>,
}

impl Day {
    /// The first day of the month that the text names.
    pub(in crate::facts) fn first_of_month(&self) -> Option<NaiveDate> {
        let (year, month) = self.month?;
        of(year, month, Some(1))
    }

    /// The last day of the month that the text names.
    pub(in crate::facts) fn last_of_month(&self) -> Option<NaiveDate> {
        let (year, month) = self.month?;
        of(year, month, None)
    }
}

/// A length of time in months.
#[derive(Clone, Debug)]
pub(super) struct Length {
    pub span: Span,
    pub months: i64,
}

/// Reads the day that begins at `at`.
pub(super) fn day(ink: &Ink, at: usize, today: NaiveDate) -> Option<Day> {
    let before = ink.before(at);
    if before.is_ascii_alphanumeric()
        || is_numeral(before) && is_numeral(ink.get(at))
        || matches!(before, '.' | '*' | '_')
    {
        return None;
    }
    relative(ink, at, today)
        .or_else(|| with_units(ink, at, today))
        .or_else(|| with_separators(ink, at, today))
        .or_else(|| eight_digits(ink, at))
        .or_else(|| month_slash_day(ink, at, today))
        .or_else(|| english(ink, at))
}

/// Reads `1 Jan 2027`, `1st January, 2027`, `Jan 1, 2027`.
fn english(ink: &Ink, at: usize) -> Option<Day> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    // The month at a place, and its end: jan, jan., january.
    let month = |at: usize| {
        let (month, end) = (1..)
            .zip(NAMES)
            .find_map(|(month, name)| Some((month, ink.after(at, name)?)))?;
        let mut end = end;
        while ink.get(end).is_ascii_alphabetic() {
            end += 1;
        }
        Some((month, ink.after(end, ".").unwrap_or(end)))
    };
    let gap = |at: usize| ink.skip_spaces(ink.after(at, ",").unwrap_or(at));
    let day_of_month = |at: usize| {
        if !ink.get(at).is_ascii_digit() {
            return None;
        }
        let (day, end, length) = number(ink, at)?;
        let end = ink
            .any_at(end, &["st", "nd", "rd", "th"])
            .map_or(end, |(_, end)| end);
        (length <= 2).then_some((day, end))
    };
    let (month, day, end) = if let Some((day, end)) = day_of_month(at) {
        let (month, end) = month(gap(end))?;
        (month, day, end)
    } else {
        let (month, end) = month(at)?;
        let (day, end) = day_of_month(gap(end))?;
        (month, day, end)
    };
    let (year, end, length) = number(ink, gap(end))?;
    let year = i32::try_from(year).ok().filter(|_| length == 4)?;
    Some(plain(at..end, of(year, month, Some(day))))
}

/// Reads the day after `start` that a range ends with. A day without a year lies after the start.
pub(super) fn end_of_range(ink: &Ink, start: &Day, today: NaiveDate) -> Option<Day> {
    let mut at = ink.skip_spaces(start.span.end);
    let mut is_joined = false;
    for _ in 0..4 {
        if let Some((word, end)) = ink.any_at(
            at,
            &[
                "起",
                "开始",
                ",",
                "到",
                "至",
                "-",
                "~",
                "止于",
                "止",
                "续到",
                "签到",
                "签至",
                "用到",
                "续至",
                "一直到",
                "延到",
                "延续到",
                "直到",
                "截止到",
                "截止",
                "结束于",
                "to",
                "until",
                "through",
                "till",
                "→",
            ],
        ) {
            is_joined |= !matches!(word, "起" | "开始" | ",");
            at = ink.skip_spaces(end);
        }
    }
    if !is_joined {
        return None;
    }
    if let Some((_, last)) = ink.any_at(at, &["年底", "年末", "年终", "当年底", "当年年底"])
        && let Some(first) = start.date
    {
        return Some(plain(at..last, of(first.year(), 12, Some(31))));
    }
    let mut end = day(ink, at, today)?;
    if let (Some((month, day)), Some(first)) = (end.yearless, start.date) {
        let later = (first.year()..=first.year() + 1)
            .filter_map(|year| of(year, month, day))
            .find(|date| *date > first);
        end.date = later;
    }
    Some(end)
}

/// The start of a range whose day has no year: the last such day before the end, if the coming one
/// is not.
pub(super) fn before_end(start: &Day, end: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let date = start.date?;
    if date < end {
        return Some(date);
    }
    // The coming day lies after the end: whoever wrote it means another year, or another end.
    let _ = today;
    None
}

fn of(year: i32, month: u32, day: Option<u32>) -> Option<NaiveDate> {
    match day {
        Some(day) => NaiveDate::from_ymd_opt(year, month, day),
        None => NaiveDate::from_ymd_opt(year, month, 1)?
            .checked_add_months(Months::new(1))?
            .pred_opt(),
    }
    .filter(|date| (1900..3000).contains(&date.year()))
}

/// A number of at most four digits, and its end.
fn number(ink: &Ink, at: usize) -> Option<(u32, usize, usize)> {
    let mut end = at;
    if ink.get(at).is_ascii_digit() {
        while ink.get(end).is_ascii_digit() {
            end += 1;
        }
    } else {
        while is_numeral(ink.get(end)) && !matches!(ink.get(end), '万' | '千' | '百') {
            end += 1;
        }
    }
    if end == at || end - at > 4 {
        return None;
    }
    let value = parse_integer(&ink.text(&(at..end))).ok()?;
    Some((value, end, end - at))
}

fn plain(span: Span, date: Option<NaiveDate>) -> Day {
    Day {
        span,
        date,
        whole_year: None,
        yearless: None,
        month: None,
    }
}

/// Reads 今天, 明年3月1日, 后年2月底, 下月1日, 明年底.
fn relative(ink: &Ink, at: usize, today: NaiveDate) -> Option<Day> {
    if let Some((end, days)) = DAYS
        .iter()
        .find_map(|(word, days)| Some((ink.after(at, word)?, *days)))
    {
        return Some(plain(
            at..end,
            today.checked_add_days(chrono::Days::new(days)),
        ));
    }
    if let Some((end, years)) = YEARS
        .iter()
        .find_map(|(word, years)| Some((ink.after(at, word)?, *years)))
    {
        let year = today.year() + years;
        let end = ink.skip_spaces(end);
        let end = ink.after(end, "的").unwrap_or(end);
        if let Some((_, last)) = ink.any_at(end, &["年底", "底", "年末", "末"]) {
            return Some(plain(at..last, of(year, 12, Some(31))));
        }
        let (month, day, last) = month_and_day(ink, end)?;
        return Some(plain(at..last, of(year, month, day)));
    }
    let (end, months) = MONTHS
        .iter()
        .filter_map(|(word, months)| Some((ink.after(at, word)?, *months)))
        .max_by_key(|(end, _)| *end)?;
    let first = today.with_day(1)?.checked_add_months(Months::new(months))?;
    let end = ink.skip_spaces(end);
    if let Some((_, last)) = ink.any_at(end, &["底", "月底", "末"]) {
        return Some(plain(at..last, of(first.year(), first.month(), None)));
    }
    if let Some((_, last)) = ink.any_at(end, &["初"]) {
        return Some(plain(at..last, None));
    }
    let (day, last, _) = number(ink, end)?;
    let (_, last) = ink.any_at(last, &["日", "号"])?;
    Some(plain(at..last, of(first.year(), first.month(), Some(day))))
}

/// Reads `3月1日`, `2月底`; the day is `None` for the last day of the month.
fn month_and_day(ink: &Ink, at: usize) -> Option<(u32, Option<u32>, usize)> {
    if let Some((_, end)) = ink.any_at(at, &["元旦", "元旦节"]) {
        return Some((1, Some(1), end));
    }
    let (month, end, length) = match ink.after(at, "元") {
        Some(end) => (1, end, 1),
        None => number(ink, at)?,
    };
    if length > 3 {
        return None;
    }
    let end = ink.after(ink.skip_spaces(end), "月")?;
    let end = ink.after(end, "份").unwrap_or(end);
    let end = ink.skip_spaces(end);
    if let Some((_, last)) = ink.any_at(end, &["底", "末", "最后一天"]) {
        return Some((month, None, last));
    }
    let (day, last, _) = number(ink, end)?;
    let last = ink
        .any_at(ink.skip_spaces(last), &["日", "号"])
        .map_or(last, |(_, end)| end);
    Some((month, Some(day), last))
}

/// Reads `2027年3月1日`, `27年3月1日`, `3月1日`, `2027年底`, `2027年全年`.
fn with_units(ink: &Ink, at: usize, today: NaiveDate) -> Option<Day> {
    if ink.after(at, "元旦").is_some() {
        let (month, day, last) = month_and_day(ink, at)?;
        let mut found = plain(at..last, of(today.year() + 1, month, day));
        found.yearless = Some((month, day));
        return Some(found);
    }
    let (first, end, length) = number(ink, at)?;
    let unit = ink.skip_spaces(end);
    if ink.get(unit) != '年' {
        let (month, day, last) = month_and_day(ink, at)?;
        let coming = of(today.year(), month, day).filter(|date| *date >= today);
        let date = coming.or_else(|| of(today.year() + 1, month, day));
        let mut found = plain(at..last, date);
        found.yearless = Some((month, day));
        return Some(found);
    }
    let year = i32::try_from(first).ok()?;
    let year = match length {
        4 => year,
        2 if (year - today.year() % 100).abs() <= 30 => today.year() / 100 * 100 + year,
        _ => return None,
    };
    let end = ink.skip_spaces(unit + 1);
    if let Some((_, last)) = ink.any_at(end, &["底", "末", "年底"]) {
        return Some(plain(at..last, of(year, 12, Some(31))));
    }
    if let Some((_, last)) = ink.any_at(end, &["全年", "整年", "一整年"]) {
        let mut found = plain(at..last, of(year, 1, Some(1)));
        found.whole_year = of(year, 12, Some(31));
        return Some(found);
    }
    if let Some((month, day, last)) = month_and_day(ink, end) {
        Some(plain(at..last, of(year, month, day)))
    } else {
        let (month, last, _) = number(ink, end)?;
        let last = ink.after(last, "月")?;
        let mut found = plain(at..last, None);
        found.month = Some((year, month));
        Some(found)
    }
}

/// Reads `2027-03-01`, `2027.3.1`, `2027/3/1`, `27.3.1`.
fn with_separators(ink: &Ink, at: usize, today: NaiveDate) -> Option<Day> {
    if !ink.get(at).is_ascii_digit() {
        return None;
    }
    let (year, end, length) = number(ink, at)?;
    let separator = ink.get(end);
    if !matches!(separator, '-' | '.' | '/') || !matches!(length, 2 | 4) {
        return None;
    }
    let (month, end, m) = number(ink, end + 1)?;
    if ink.get(end) != separator || m > 2 {
        // A month of a year, as 2027-03.
        let is_month = length == 4 && month <= 12 && !ink.get(end).is_ascii_alphanumeric();
        let mut found = plain(at..end, None);
        found.month = i32::try_from(year).ok().map(|year| (year, month));
        return is_month.then_some(found);
    }
    let (day, end, d) = number(ink, end + 1)?;
    if d > 2
        || ink.get(end).is_ascii_digit()
        || ink.get(end) == '.' && ink.get(end + 1).is_ascii_digit()
    {
        return None;
    }
    let year = i32::try_from(year).ok()?;
    let year = if length == 4 {
        year
    } else if (year - today.year() % 100).abs() <= 10 {
        today.year() / 100 * 100 + year
    } else {
        return None;
    };
    let end = ink.any_at(end, &["日", "号"]).map_or(end, |(_, end)| end);
    Some(plain(at..end, of(year, month, Some(day))))
}

/// Reads `12/1` behind a colon or a word such as 从, and before the end of a range.
fn month_slash_day(ink: &Ink, at: usize, today: NaiveDate) -> Option<Day> {
    let (month, end, m) = number(ink, at)?;
    if m > 2 || !ink.get(at).is_ascii_digit() || ink.get(end) != '/' {
        return None;
    }
    let (day, last, d) = number(ink, end + 1)?;
    let is_led = matches!(
        ink.before(at),
        ':' | '从' | '自' | '到' | '至' | '-' | '~' | ' ' | '是'
    );
    let is_free = !matches!(ink.get(last), '/' | '.' | '%' | '元' | '年' | '月' | '份')
        && !ink.get(last).is_ascii_alphanumeric();
    if d > 2 || !is_led || !is_free {
        return None;
    }
    let coming = of(today.year(), month, Some(day)).filter(|date| *date >= today);
    let date = coming.or_else(|| of(today.year() + 1, month, Some(day)))?;
    let mut found = plain(at..last, Some(date));
    found.yearless = Some((month, Some(day)));
    Some(found)
}

/// Reads `20270301`.
fn eight_digits(ink: &Ink, at: usize) -> Option<Day> {
    let digits = at..at + 8;
    let all = ink.slice(&digits);
    if all.len() < 8
        || !all.iter().all(char::is_ascii_digit)
        || ink.get(at + 8).is_ascii_alphanumeric()
    {
        return None;
    }
    let part = |from: usize, to: usize| ink.text(&(at + from..at + to)).parse::<u32>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    if !(1990..2100).contains(&year) {
        return None;
    }
    let date = of(i32::try_from(year).ok()?, month, Some(day))?;
    Some(plain(digits, Some(date)))
}

/// Reads `一年`, `12个月`, `半年`, `两年半`.
pub(super) fn length(ink: &Ink, at: usize) -> Option<Length> {
    if ink.before(at).is_ascii_digit()
        || is_numeral(ink.before(at))
        || matches!(ink.before(at), '第' | '每' | '/')
    {
        return None;
    }
    if let Some(end) = ink.after(at, "半年") {
        return Some(Length {
            span: at..end,
            months: 6,
        });
    }
    if let Some((count, end)) = english_count(ink, at) {
        let (unit, last) = ink.any_at(end, &["years", "year", "months", "month"])?;
        let months = if unit.starts_with('y') {
            count * 12
        } else {
            count
        };
        let is_word = !ink.before(at).is_ascii_alphanumeric() && ink.before(at) != '/';
        return (is_word && (1..=600).contains(&months)).then_some(Length {
            span: at..last,
            months,
        });
    }
    let (count, end, _) = number(ink, at)?;
    let count = i64::from(count);
    let end = ink.skip_spaces(end);
    if let Some((_, last)) = ink.any_at(end, &["个月"]) {
        return (1..=600).contains(&count).then_some(Length {
            span: at..last,
            months: count,
        });
    }
    let (_, last) = ink.any_at(end, &["年整", "整年", "年"])?;
    if !(1..=50).contains(&count) {
        return None;
    }
    // 一年零三个月.
    let more = ink
        .any_at(last, &["零", "又"])
        .and_then(|(_, at)| number(ink, at));
    if let Some((months, end, _)) = more
        && let Some(end) = ink.after(end, "个月")
    {
        return Some(Length {
            span: at..end,
            months: count * 12 + i64::from(months),
        });
    }
    match ink.after(last, "半") {
        Some(half) => Some(Length {
            span: at..half,
            months: count * 12 + 6,
        }),
        None => Some(Length {
            span: at..last,
            months: count * 12,
        }),
    }
}

/// The count of English years or months at `at`, and where the unit begins: `one year`, `12 months`.
fn english_count(ink: &Ink, at: usize) -> Option<(i64, usize)> {
    const COUNTS: &[(&str, i64)] = &[
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
    ];
    let written = COUNTS
        .iter()
        .find_map(|(word, count)| Some((*count, ink.after(at, word)?)));
    let (count, end) = match written {
        Some(written) => written,
        None if ink.get(at).is_ascii_digit() => {
            let (count, end, _) = number(ink, at)?;
            (i64::from(count), end)
        }
        None => return None,
    };
    let unit = match ink.get(end) {
        ' ' | '-' => end + 1,
        _ => return None,
    };
    ink.any_at(unit, &["year", "month"]).map(|_| (count, unit))
}

/// The last day of a term, as a draft keeps it.
pub(super) fn last_day(start: NaiveDate, months: i64) -> Option<String> {
    term_end(start, months).map(iso)
}
