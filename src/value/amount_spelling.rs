//! The spellings of an amount of RMB: digits, capital words, and spoken forms.

use super::capital::whole_number;
use super::decimal::Decimal;
use super::digits::{chinese_digit, chinese_number, chinese_unit};

/// Signs and words before an amount; each occurs at most once.
const BEFORE: [&str; 11] = [
    "人民币",
    "RMB",
    "CNY",
    "¥",
    "(大写)",
    "(小写)",
    "大写",
    "小写",
    "金额",
    "合计",
    "共计",
];
/// The currency after an amount.
const AFTER: [&str; 3] = ["人民币", "RMB", "CNY"];
/// Magnitude words after a number, with the number of zeros that converts to yuan.
const MAGNITUDES: [(&str, u32); 6] = [
    ("千万", 7),
    ("百万", 6),
    ("万", 4),
    ("亿", 8),
    ("千", 3),
    ("百", 2),
];

/// A parsed spelling; the caller checks precision and range.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Spelled {
    /// Digits, and the number of zeros that converts to yuan: 4 for `1.28万`.
    Digits { number: Decimal, zeros: u32 },
    /// Words with a name for each place: `壹佰元伍角`.
    Words { fen: u64 },
}

/// Reads one amount from half-width text. The currency and `unit`, the unit of the field (`元/年`),
/// may stand beside the amount.
pub(super) fn read(typed: &str, unit: &str) -> Option<Spelled> {
    let text = plain(typed);
    let number = without_currency(without_period(&text, unit));
    let number = number
        .strip_suffix(['整', '正'])
        .unwrap_or(number)
        .trim_end();
    if let Some(fen) = in_boxes(number) {
        return Some(Spelled::Words { fen });
    }
    let (yuan, parts) = match number.split_once(['元', '块']) {
        Some((yuan, parts)) => (yuan.trim_end(), Some(parts.trim_start())),
        None => (number, None),
    };
    match parts.map(|parts| parts.strip_prefix('钱').unwrap_or(parts)) {
        None if number.contains(['角', '毛', '分']) => {
            small_change(number, false).map(|fen| Spelled::Words { fen })
        }
        None | Some("") => digits(yuan).or_else(|| {
            let fen = in_words(yuan)?.checked_mul(100)?;
            Some(Spelled::Words { fen })
        }),
        Some(parts) => {
            let fen = whole_yuan(yuan)?.checked_mul(100)?;
            let fen = fen.checked_add(small_change(parts, number.contains('块'))?)?;
            Some(Spelled::Words { fen })
        }
    }
}

/// Maps variant characters to one form: 圆 and 圓 to 元, 萬 to 万, and a `w` after a digit to 万.
fn plain(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    // People say 一个亿 but not 一个万.
    for character in typed.trim().replace("个亿", "亿").chars() {
        text.push(match character {
            '圆' | '圓' => '元',
            '萬' => '万',
            '億' => '亿',
            '塊' => '块',
            'w' | 'W' if text.ends_with(|before: char| before.is_ascii_digit()) => '万',
            _ => character,
        });
    }
    text
}

/// Removes the period of the field's unit: `/年`, or `每年` at either end, if the unit is `元/年`.
fn without_period<'t>(text: &'t str, unit: &str) -> &'t str {
    let Some((_, period)) = unit.split_once('/') else {
        return text;
    };
    let cut = |mark| {
        text.strip_suffix(period)
            .and_then(|text| text.trim_end().strip_suffix(mark))
    };
    cut('/')
        .or_else(|| cut('每'))
        .or_else(|| text.strip_prefix('每')?.strip_prefix(period))
        .unwrap_or(text)
        .trim()
}

fn without_currency(text: &str) -> &str {
    let mut rest = text.trim();
    let mut said: Vec<&str> = Vec::new();
    while let Some(word) = BEFORE
        .into_iter()
        .find(|word| !said.contains(word) && starts_with(rest, word))
    {
        said.push(word);
        rest = rest.get(word.len()..).unwrap_or_default();
        rest = rest.trim_start();
        rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
    }
    let is_last = |word: &&str| {
        let start = rest.len().checked_sub(word.len());
        let tail = start.and_then(|start| rest.get(start..));
        tail.is_some_and(|tail| starts_with(tail, word))
    };
    match AFTER.into_iter().find(is_last) {
        Some(word) => rest
            .get(..rest.len() - word.len())
            .unwrap_or_default()
            .trim_end(),
        None => rest,
    }
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Reads digits with an optional magnitude: `12800`, `12,800.00`, `1.28万`, `一点二万`.
fn digits(text: &str) -> Option<Spelled> {
    let spelled = |number, zeros| Spelled::Digits { number, zeros };
    if let Some(number) = Decimal::parse(text) {
        return Some(spelled(number, 0));
    }
    MAGNITUDES.into_iter().find_map(|(word, zeros)| {
        let number = text.strip_suffix(word)?.trim_end();
        let spoken = || {
            // Without 点, leave the words to `in_words`: the words before 千万 need not be a number
            // by themselves.
            let number = number.contains('点').then_some(number)?;
            Decimal::parse_chinese(number)
        };
        Some(spelled(Decimal::parse(number).or_else(spoken)?, zeros))
    })
}

/// Reads the whole yuan before jiao and fen.
fn whole_yuan(text: &str) -> Option<u64> {
    let in_digits = || Decimal::parse(text).filter(|number| number.decimals() == 0);
    in_digits()
        .and_then(|number| number.scaled(0).ok())
        .or_else(|| in_words(text))
}

/// Reads `三百万`, `1万2千`, `2万3500`, and the spoken short forms `一万二`, `1万2`, `三千五`, in
/// which the last digit counts the next lower place.
fn in_words(text: &str) -> Option<u64> {
    let words = digits_as_words(text)?;
    if let Some(number) = chinese_number(&words) {
        return Some(number);
    }
    let mut last = words.chars().rev();
    let (digit, before) = (last.next()?, last.next()?);
    let lower = match chinese_unit(before)? {
        100 => "十",
        1000 => "百",
        10_000 => "千",
        100_000_000 => "千万",
        _ => return None,
    };
    chinese_digit(digit).filter(|digit| *digit > 0)?;
    chinese_number(&format!("{words}{lower}"))
}

/// Replaces every run of digits by capital words: `1亿2000万` becomes `壹亿贰仟万`.
fn digits_as_words(text: &str) -> Option<String> {
    let mut words = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.trim_start_matches(|character: char| character.is_ascii_digit());
        let run = rest.get(..rest.len() - after.len())?;
        if run.is_empty() {
            words.push(first);
            rest = rest.get(first.len_utf8()..)?;
            continue;
        }
        if run.len() > 1 && run.starts_with('0') {
            return None;
        }
        // 1万500 is 10,500, never 15,000; the words of 10,500 need a 零.
        if run.len() == 3 && words.ends_with('万') {
            words.push('零');
        }
        words.push_str(&whole_number(run.parse().ok()?));
        rest = after;
    }
    Some(words)
}

/// Reads jiao and fen: `1角1分`, `零伍分`, `5毛`. After 块 or 毛 the unit may be missing: `两块五`.
fn small_change(text: &str, follows_kuai: bool) -> Option<u64> {
    let text = text.strip_prefix('零').unwrap_or(text);
    let (jiao, rest) = match text.split_once(['角', '毛']) {
        Some((jiao, rest)) => (one_digit(jiao)?, rest),
        None if follows_kuai && one_digit(text).is_some() => return Some(one_digit(text)? * 10),
        None => (0, text),
    };
    let rest = rest.strip_prefix('零').unwrap_or(rest);
    let fen = match rest.strip_suffix('分') {
        Some(fen) => one_digit(fen)?,
        None if rest.is_empty() => 0,
        None if text.contains('毛') => one_digit(rest)?,
        None => return None,
    };
    Some(jiao * 10 + fen)
}

/// Reads an amount with a numeral and a name for each place, zeros included, down to the fen:
/// `零拾壹万贰仟捌佰零拾零元零角零分`.
fn in_boxes(text: &str) -> Option<u64> {
    let mut characters = text.chars();
    let (mut total, mut group, mut last): (u64, u64, u64) = (0, 0, u64::MAX);
    let mut fen = None;
    while let Some(numeral) = characters.next() {
        let digit = chinese_digit(numeral)?;
        let name = characters.next()?;
        match (name, fen) {
            ('元', None) => {
                total = total.checked_add(group.checked_add(digit)?)?;
                fen = Some(total.checked_mul(100)?);
                last = 100;
            }
            ('角', Some(so_far)) if last == 100 => {
                fen = Some(digit.checked_mul(10)?.checked_add(so_far)?);
                last = 10;
            }
            ('分', Some(so_far)) if last == 10 => {
                let whole = digit.checked_add(so_far)?;
                return characters.next().is_none().then_some(whole);
            }
            (_, None) => {
                let size = chinese_unit(name)?;
                if size >= 10_000 {
                    let whole = group.checked_add(digit)?.checked_mul(size)?;
                    total = total.checked_add(whole)?;
                    (group, last) = (0, u64::MAX);
                } else if size < last {
                    group = group.checked_add(digit.checked_mul(size)?)?;
                    last = size;
                } else {
                    return None;
                }
            }
            _ => return None,
        }
    }
    None
}

fn one_digit(text: &str) -> Option<u64> {
    let mut characters = text.trim().chars();
    let (digit, end) = (characters.next()?, characters.next());
    let value = digit
        .to_digit(10)
        .map(u64::from)
        .or_else(|| chinese_digit(digit));
    value.filter(|_| end.is_none())
}
