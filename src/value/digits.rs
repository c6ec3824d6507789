//! Digits from a Chinese keyboard: full-width forms and Chinese numerals.

use std::str::Chars;

/// Converts full-width forms (`１２．５％`) and the marks that an IME types between digits (`。`,
/// dashes) to the ASCII characters that the writer means.
///
/// For numbers, dates and codes only: names are never normalised.
#[must_use]
pub(crate) fn half_width(text: &str) -> String {
    text.chars().map(half_width_character).collect()
}

/// Converts one character to its half-width form; see [`half_width`].
pub(crate) fn half_width_character(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => u32::from(character)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(character),
        '\u{3000}' | '\u{A0}' => ' ',
        '。' => '.',
        '￥' => '¥',
        '−' | '–' | '—' => '-',
        _ => character,
    }
}

/// The meaning of one character of a Chinese number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numeral {
    Digit(u64),
    Unit(u64),
    /// 万 or 亿, which multiplies the whole section before it.
    Group(u64),
}

impl Numeral {
    fn of(character: char) -> Option<Self> {
        Some(match character {
            '零' | '〇' | '○' | '◯' => Self::Digit(0),
            '一' | '壹' => Self::Digit(1),
            '二' | '贰' | '貳' | '弍' | '两' | '兩' => Self::Digit(2),
            '三' | '叁' | '叄' | '參' => Self::Digit(3),
            '四' | '肆' => Self::Digit(4),
            '五' | '伍' => Self::Digit(5),
            '六' | '陆' | '陸' => Self::Digit(6),
            '七' | '柒' => Self::Digit(7),
            '八' | '捌' => Self::Digit(8),
            '九' | '玖' => Self::Digit(9),
            '十' | '拾' => Self::Unit(10),
            '百' | '佰' => Self::Unit(100),
            '千' | '仟' => Self::Unit(1000),
            '万' | '萬' => Self::Group(10_000),
            '亿' | '億' => Self::Group(100_000_000),
            _ => return None,
        })
    }
}

/// Reads a Chinese number in common or capital numerals: `十五`, `一百零五`, `壹拾伍`, `一〇五`.
///
/// Returns `None` for spoken short forms that could mean two numbers (`一百五`, `一万五`), and for
/// two digits in a row (`三五`), which mean "a few".
#[must_use]
pub(super) fn chinese_number(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    chinese_digits(text.chars()).or_else(|| chinese_words(text))
}

/// The value of one Chinese digit.
#[must_use]
pub(super) fn chinese_digit(character: char) -> Option<u64> {
    match Numeral::of(character)? {
        Numeral::Digit(digit) => Some(digit),
        Numeral::Unit(_) | Numeral::Group(_) => None,
    }
}

/// The multiplier of 十, 百, 千, 万 or 亿, in common or capital form.
#[must_use]
pub(super) fn chinese_unit(character: char) -> Option<u64> {
    match Numeral::of(character)? {
        Numeral::Unit(unit) | Numeral::Group(unit) => Some(unit),
        Numeral::Digit(_) => None,
    }
}

/// Reads digits by position: `二〇二六`.
fn chinese_digits(characters: Chars<'_>) -> Option<u64> {
    let mut value: u64 = 0;
    let (mut count, mut has_zero) = (0, false);
    for character in characters {
        let digit = chinese_digit(character)?;
        value = value.checked_mul(10)?.checked_add(digit)?;
        count += 1;
        has_zero |= digit == 0;
    }
    // Two digits without a zero (三五) mean "a few".
    (count != 2 || has_zero).then_some(value)
}

/// Reads digits with units, group by group, highest group first.
fn chinese_words(text: &str) -> Option<u64> {
    let numerals: Vec<Numeral> = text.chars().map(Numeral::of).collect::<Option<_>>()?;
    let mut total: u64 = 0;
    let mut above: Option<u64> = None;
    let mut rest = numerals.as_slice();
    while !rest.is_empty() {
        let end = rest
            .iter()
            .position(|numeral| matches!(numeral, Numeral::Group(_)))
            .unwrap_or(rest.len());
        let (section, after) = rest.split_at(end);
        let multiplier = match after.first() {
            Some(Numeral::Group(group)) => *group,
            Some(Numeral::Digit(_) | Numeral::Unit(_)) | None => 1,
        };
        if above.is_some_and(|above| multiplier >= above) {
            return None;
        }
        // 一亿零五: an empty group needs a 零, like an empty place.
        let skips_group = above.is_some_and(|above| above / multiplier > 10_000);
        let value = below_ten_thousand(section, above.is_some(), skips_group)?;
        total = total.checked_add(value.checked_mul(multiplier)?)?;
        above = Some(multiplier);
        rest = after.get(1..).unwrap_or_default();
    }
    Some(total)
}

/// Reads the four places of one group. After a higher group (`follows`), a number below 1,000 must
/// begin with 零.
fn below_ten_thousand(section: &[Numeral], follows: bool, skips_group: bool) -> Option<u64> {
    let mut total = 0;
    // The place that was read last. The next place must be lower, and 零 must stand exactly where
    // a place is left out.
    let mut place = if follows { 10_000 } else { u64::MAX };
    let mut zero = false;
    let mut numerals = section.iter().peekable();
    while let Some(numeral) = numerals.next() {
        let (digit, unit) = match numeral {
            Numeral::Digit(0) if !zero && place > 10 => {
                zero = true;
                continue;
            }
            Numeral::Digit(0) | Numeral::Group(_) => return None,
            Numeral::Digit(digit) => {
                match numerals.next_if(|next| matches!(next, Numeral::Unit(_))) {
                    Some(Numeral::Unit(unit)) => (*digit, *unit),
                    Some(Numeral::Digit(_) | Numeral::Group(_)) | None => (*digit, 1),
                }
            }
            // 十五: 十 without a digit counts once.
            Numeral::Unit(10) => (1, 10),
            Numeral::Unit(_) => return None,
        };
        let first_of_following = place == 10_000;
        let gap = place != u64::MAX && unit * 10 < place || first_of_following && skips_group;
        // 壹拾万零柒仟 and 壹拾万柒仟 are both correct (rule 4 of the capital numerals).
        let zero_is_right = gap == zero || first_of_following;
        if unit >= place || (gap && !zero) || !zero_is_right {
            return None;
        }
        total += digit * unit;
        place = unit;
        zero = false;
    }
    (total > 0 && !zero).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::{chinese_number, half_width};
    use proptest::prelude::*;

    #[test]
    fn full_width_digits_and_marks_become_ascii() {
        for (input, expected) in [
            ("１２，８００．５０", "12,800.50"),
            ("０．０５％", "0.05%"),
            ("3。5", "3.5"),
            ("２０２６－３－１", "2026-3-1"),
            ("￥１", "¥1"),
            ("十", "十"),
        ] {
            assert_eq!(half_width(input), expected, "input: {input}");
        }
    }

    #[test]
    fn chinese_numbers_read_as_they_are_written() {
        for (input, expected) in [
            ("〇", Some(0)),
            ("零", Some(0)),
            ("两", Some(2)),
            ("贰", Some(2)),
            ("十", Some(10)),
            ("十五", Some(15)),
            ("壹拾伍", Some(15)),
            ("二十", Some(20)),
            ("一百零五", Some(105)),
            ("一百一十五", Some(115)),
            ("一百十五", Some(115)),
            ("一〇五", Some(105)),
            ("二〇二六", Some(2026)),
            ("二〇", Some(20)),
            ("三五", None),
            ("两三", None),
            ("壹萬貳仟", Some(12_000)),
            ("叄億", Some(300_000_000)),
            ("三千六百五十", Some(3650)),
            ("三千零五十", Some(3050)),
            ("一万零五", Some(10_005)),
            ("十万七千", Some(107_000)),
            ("十万零七千", Some(107_000)),
            ("一亿零一万零一", Some(100_010_001)),
            ("一亿零五千", Some(100_005_000)),
            ("一亿", Some(100_000_000)),
            ("", None),
            ("百", None),
            ("一百五", None),
            ("一万五", None),
            ("一亿五千", None),
            ("一百零", None),
            ("一百零零五", None),
            ("一百零五十", None),
            ("五十一百", None),
            ("一十十", None),
            ("零五十", None),
            ("一万一万", None),
            ("万", None),
            ("一千三万亿", None),
            ("十5", None),
        ] {
            assert_eq!(chinese_number(input), expected, "input: {input}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[零〇一二三十百千万亿两0-9]{0,40}") {
            let _ = chinese_number(&text);
        }
    }
}
