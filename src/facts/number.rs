//! Amounts, percentages and counts in running text.

use super::ink::{Ink, Span};
use crate::value::{Money, Percent};

const UNITS: &[&str] = &[
    "个工作日",
    "工作日",
    "个自然日",
    "自然日",
    "天",
    "日",
    "份",
    "周",
    "个星期",
];

/// Chinese numerals, and the marks that may stand inside an amount in words.
const NUMERALS: &str = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟";
/// Words after a number that make it approximate.
const ROUGH_AFTER: &[&str] = &[
    "左右", "上下", "多块", "多元", "来块", "来元", "出头", "以内", "以上", "以下", "不到", "几",
    "起步", "起",
];
/// Words before a number that make it approximate or a limit.
const ROUGH_BEFORE: &[&str] = &[
    "不到",
    "低于",
    "少于",
    "不足",
    "小于",
    "大概",
    "大约",
    "差不多",
    "估计",
    "将近",
    "接近",
    "不超过",
    "不超",
    "超不过",
    "最多",
    "至多",
    "最高",
    "最低",
    "至少",
    "最少",
    "不低于",
    "预算",
    "上限",
    "下限",
    "控制在",
    "起码",
    "封顶",
    "左右",
    "至少要",
];
/// Units that follow a number that is no amount of money.
const COUNTED: &str =
    "年月个次天周季条台人位张套份日号点时分秒页款家轮期折岁批场度楼层室栋幢座路米%‰";

/// An amount of money, a percentage or a count, with its place.
#[derive(Clone, Debug)]
pub(super) struct Found<T> {
    pub span: Span,
    pub value: T,
    /// Whether the text itself says that it is an amount: 元, 万, ¥.
    pub is_marked: bool,
}

/// A whole number with a unit.
#[derive(Clone, Debug)]
pub(super) struct Count {
    /// The number as typed.
    pub number: String,
    pub unit: &'static str,
}

pub(super) fn is_numeral(character: char) -> bool {
    NUMERALS.contains(character)
}

/// Reads the amount that begins at `at`. The second part of the answer is where the search goes on.
pub(super) fn amount(ink: &Ink, at: usize) -> (Option<Found<Money>>, usize) {
    let before = ink.before(at);
    let continues = before.is_ascii_digit() || before == '.' || is_numeral(before);
    let start = at;
    let mut at = at;
    let mut is_marked = false;
    for sign in ["人民币", "rmb", "cny", "¥"] {
        if let Some(end) = ink.after(at, sign) {
            at = ink.skip_spaces(end);
            at = ink.after(at, ":").map_or(at, |end| ink.skip_spaces(end));
            is_marked = true;
            break;
        }
    }
    let first = ink.get(at);
    if continues || !(first.is_ascii_digit() || is_numeral(first)) {
        return (None, start + 1);
    }
    let end = number_end(ink, at);
    if end == at {
        return (None, at + 1);
    }
    let (end, has_currency) = with_currency(ink, end);
    let currency = ink.any_at(ink.skip_spaces(end), &["cny", "rmb", "人民币"]);
    let (end, has_currency) = currency.map_or((end, has_currency), |(_, end)| (end, true));
    is_marked |= has_currency;
    let text = ink.text(&(at..end)).replace(' ', "");
    let is_abroad = ["usd", "us$", "$", "hk$", "€", "hkd", "eur"]
        .iter()
        .any(|sign| {
            ink.text(&(at.saturating_sub(5)..at))
                .trim_end()
                .ends_with(sign)
        })
        || ink
            .any_at(
                ink.skip_spaces(end),
                &[
                    "美元", "美金", "usd", "港币", "港元", "欧元", "日元", "eur", "hkd",
                ],
            )
            .is_some();
    let digits_only = text.chars().all(|c| c.is_ascii_digit());
    // What a date, a telephone or an account is made of is no amount.
    let is_joined = matches!(ink.get(end), '-' | '/' | ':' | '.' | '*' | '_' | '@')
        && ink.get(end + 1).is_ascii_digit()
        || ink.get(end).is_ascii_alphabetic() && !is_marked
        || before.is_ascii_alphabetic()
        || matches!(before, '-' | ':' | '*' | '_' | '#' | '@' | '$' | '/')
            && ink.before(at.saturating_sub(1)).is_ascii_alphanumeric()
            && digits_only;
    // 一 of 一签 counts nothing.
    let is_one_numeral = text.chars().count() == 1 && !digits_only && !is_marked;
    // 0145 is the end of another number.
    let is_code = text.starts_with('0') && digits_only && text.len() > 1;
    if is_abroad || is_joined || is_one_numeral || is_code || digits_only && text.len() > 9 {
        return (None, end);
    }
    let has_magnitude = text.contains(['万', '千', '百', '亿', 'k', 'w', '佰', '仟']);
    is_marked |= has_magnitude && text.chars().count() > 1;
    let written = text.replace('k', "千").replace("千.", "千");
    let written = short_spoken(&written).unwrap_or(written);
    match Money::parse(&written) {
        Ok(value) => {
            let span = start..end;
            (
                Some(Found {
                    span,
                    value,
                    is_marked,
                }),
                end,
            )
        }
        Err(_) => (None, end),
    }
}

/// What a spoken short form means: 3千8 is 3800, 1万2 is 12000.
fn short_spoken(text: &str) -> Option<String> {
    for (magnitude, next) in [('千', "00"), ('万', "000")] {
        if let Some((head, tail)) = text.split_once(magnitude)
            && tail.len() == 1
            && !head.is_empty()
            && format!("{head}{tail}")
                .bytes()
                .all(|byte| byte.is_ascii_digit())
        {
            return Some(format!("{head}{tail}{next}"));
        }
    }
    None
}

/// Where the number that begins at `at` ends, without a numeral that counts what follows: of
/// 九千八一年 the number is 九千八.
fn number_end(ink: &Ink, at: usize) -> usize {
    let mut end = at;
    while ink.get(end).is_ascii_digit() || is_inner_mark(ink, end) {
        end += 1;
    }
    if end > at {
        // Behind digits only a magnitude continues the number: 1.98 万.
        let spaced = ink.skip_spaces(end);
        if matches!(ink.get(spaced), '万' | '亿')
            && matches!(
                ink.get(spaced + 1),
                '元' | '块' | '/' | ' ' | ',' | '。' | ';' | '\n' | '一' | '每'
            )
        {
            end = spaced;
        }
        let next = ink.get(end);
        if matches!(next, '万' | '千' | '百' | '亿' | 'k' | 'w')
            && !ink.get(end + 1).is_ascii_alphabetic()
        {
            end += 1;
            while ink.get(end).is_ascii_digit() || is_numeral(ink.get(end)) {
                end += 1;
            }
            end = without_counter(ink, at, end);
        } else if COUNTED.contains(next) || is_measure(ink, end) || is_year(ink, at, end) {
            return at;
        }
        return end;
    }
    while is_numeral(ink.get(end)) || ink.get(end) == '点' && is_numeral(ink.get(end + 1)) {
        end += 1;
    }
    if ink.get(end) == '个' && ink.before(end) == '一' {
        return at;
    }
    without_counter(ink, at, end)
}

/// Whether the digits of a span are a year with a space behind it: `2027 年 1 月`.
fn is_year(ink: &Ink, at: usize, end: usize) -> bool {
    let digits = ink.text(&(at..end));
    digits.len() == 4
        && (digits.starts_with("19") || digits.starts_with("20"))
        && ink.get(ink.skip_spaces(end)) == '年'
}

fn is_measure(ink: &Ink, at: usize) -> bool {
    ink.any_at(
        ink.skip_spaces(at),
        &["个工作日", "工作日", "个月", "%", "平", "g", "km"],
    )
    .is_some()
}

/// Whether a comma or point stands between digits of one number.
fn is_inner_mark(ink: &Ink, at: usize) -> bool {
    let is_digit = |at| ink.get(at).is_ascii_digit();
    match ink.get(at) {
        ',' => {
            is_digit(at + 1)
                && is_digit(at + 2)
                && is_digit(at + 3)
                && !is_digit(at + 4)
                && ink.before(at).is_ascii_digit()
        }
        '.' => is_digit(at + 1) && ink.before(at).is_ascii_digit(),
        _ => false,
    }
}

fn without_counter(ink: &Ink, start: usize, end: usize) -> usize {
    if !COUNTED.contains(ink.get(end)) || ink.get(end) == '\n' {
        return end;
    }
    let is_one = matches!(
        ink.before(end),
        '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
    );
    if is_one && end - start > 1 && matches!(ink.get(end), '年' | '月' | '个' | '季') {
        end - 1
    } else {
        start
    }
}

/// The end of the number with 元, 角, 分 and 整.
fn with_currency(ink: &Ink, end: usize) -> (usize, bool) {
    let mut at = end;
    let mut has_currency = false;
    let spaced = ink.skip_spaces(end);
    if matches!(ink.get(spaced), '元' | '块' | '圆' | '角') {
        at = spaced;
    }
    loop {
        let next = ink.get(at);
        if matches!(next, '元' | '块' | '圆' | '角' | '毛') {
            has_currency = true;
            at += 1;
        } else if has_currency && matches!(next, '整' | '正' | '钱') {
            return (at + 1, true);
        } else if has_currency && is_numeral(next) && matches!(ink.get(at + 1), '角' | '毛' | '分')
        {
            at += 2;
        } else {
            return (at, has_currency);
        }
    }
}

/// Reads the percentage that begins at `at`.
pub(super) fn percent(ink: &Ink, at: usize) -> Option<Found<Percent>> {
    let before = ink.before(at);
    if before.is_ascii_digit() || is_numeral(before) || matches!(before, '.' | '-' | '~') {
        return None;
    }
    let mut end = at;
    if let Some((_, start)) = ink.any_at(at, &["百分之", "千分之", "万分之"]) {
        end = start;
        while is_numeral(ink.get(end))
            || ink.get(end).is_ascii_digit()
            || matches!(ink.get(end), '点' | '.')
                && (is_numeral(ink.get(end + 1)) || ink.get(end + 1).is_ascii_digit())
        {
            end += 1;
        }
        if end == start || ink.get(end) == '几' {
            return None;
        }
    } else if ink.get(at).is_ascii_digit() {
        while ink.get(end).is_ascii_digit()
            || ink.get(end) == '.' && ink.get(end + 1).is_ascii_digit()
        {
            end += 1;
        }
        let sign = ink.skip_spaces(end);
        end = ink.any_at(sign, &["%", "‰", "个点"]).map(|(_, end)| end)?;
    } else if matches!(ink.get(at), '万' | '千') && is_numeral(ink.get(at + 1)) {
        end = at + 2;
        if is_numeral(ink.get(end)) || matches!(ink.get(end), '元' | '块' | '个') {
            return None;
        }
    } else {
        return None;
    }
    // 百分之零点零五一天 is said of one day.
    if ink.before(end) == '一' && end > at + 4 && matches!(ink.get(end), '天' | '日' | '年' | '月')
    {
        end -= 1;
    }
    let span = at..end;
    let value = Percent::parse(&ink.text(&span)).ok()?;
    Some(Found {
        span,
        value,
        is_marked: true,
    })
}

/// Reads the count with a unit that begins at `at`.
pub(super) fn count(ink: &Ink, at: usize) -> Option<Found<Count>> {
    let before = ink.before(at);
    if before.is_ascii_alphanumeric()
        || is_numeral(before)
        || matches!(before, '.' | '-' | '~' | '几' | '第' | '/' | '月')
        // 数 of 数份 means several, 数 of 份数 does not.
        || before == '数' && !matches!(ink.before(at.saturating_sub(1)), '份' | '天' | '日')
    {
        return None;
    }
    if before == ':' && at >= 2 && ink.get(at - 2).is_ascii_digit() {
        return None;
    }
    // 3到5天 is a range.
    if matches!(before, '到' | '至' | '、')
        && at >= 2
        && (is_numeral(ink.get(at - 2)) || ink.get(at - 2).is_ascii_digit())
    {
        return None;
    }
    let mut end = at;
    if ink.get(at).is_ascii_digit() {
        while ink.get(end).is_ascii_digit() {
            end += 1;
        }
    } else {
        while is_numeral(ink.get(end)) {
            end += 1;
        }
    }
    if end == at || end - at > 6 {
        return None;
    }
    let (unit, unit_end) = ink.any_at(ink.skip_spaces(end), UNITS)?;
    let number = ink.text(&(at..end));
    Some(Found {
        span: at..unit_end,
        value: Count { number, unit },
        is_marked: true,
    })
}

/// Whether words around a number of days make it approximate or one end of a range. A limit is none:
/// 不超过5个工作日 means within five.
pub(super) fn is_rough_count(ink: &Ink, span: &Span, clause: &Span) -> bool {
    const ABOUT: &[&str] = &["大概", "大约", "差不多", "估计", "将近", "接近"];
    const ABOUT_AFTER: &[&str] = &["左右", "上下", "几", "多"];
    let near = span.start.saturating_sub(8).max(clause.start)..span.start;
    let is_limit = ink.has(
        &near,
        &[
            "不超过",
            "不超",
            "超过",
            "最多",
            "至多",
            "至少",
            "最少",
            "最晚",
            "最迟",
        ],
    ) || ink
        .any_at(ink.skip_spaces(span.end), &["以内", "以上"])
        .is_some();
    if !is_limit {
        return is_rough(ink, span, clause);
    }
    ink.has(&near, ABOUT) || ink.any_at(ink.skip_spaces(span.end), ABOUT_AFTER).is_some()
}

/// Whether words around a number make it approximate, a limit or one end of a range.
pub(super) fn is_rough(ink: &Ink, span: &Span, clause: &Span) -> bool {
    let near = span.start.saturating_sub(8).max(clause.start)..span.start;
    let is_about = ink.before(span.start) == '约'
        && !matches!(
            ink.before(span.start.saturating_sub(1)),
            '解' | '签' | '合' | '预' | '违' | '续'
        );
    if is_about || ink.has(&near, ROUGH_BEFORE) {
        return true;
    }
    let mut after = ink.skip_spaces(span.end);
    for unit in ["/年", "一年", "每年", "元", "块", "个工作日", "天", "%"] {
        after = ink.after(after, unit).unwrap_or(after);
    }
    let is_range = |at: usize, step: usize| {
        matches!(ink.get(at), '-' | '~' | '到' | '至' | '或') && {
            let next = ink.get(at + step);
            next.is_ascii_digit() || is_numeral(next)
        }
    };
    let is_after_range = span.start >= 2
        && matches!(ink.get(span.start - 1), '-' | '~' | '到' | '至' | '或')
        && (ink.get(span.start - 2).is_ascii_digit()
            || is_numeral(ink.get(span.start - 2))
            || matches!(ink.get(span.start - 2), '元' | '块' | '天' | '%'));
    let is_more = ink.get(after) == '多' && ink.get(after + 1) != '少';
    is_more || ink.any_at(after, ROUGH_AFTER).is_some() || is_range(after, 1) || is_after_range
}
