//! Detects approximate numbers and days, and ranges. A contract cannot use them, so the error says
//! that an exact answer is needed.

use super::digits::{chinese_digit, chinese_unit, half_width};

/// Words that make the number beside them approximate, or turn the number into a limit.
const ROUGH_WORDS: [&str; 30] = [
    "约",
    "大概",
    "估计",
    "左右",
    "上下",
    "几",
    "多",
    "余",
    "若干",
    "将近",
    "接近",
    "不到",
    "不足",
    "不满",
    "超过",
    "不超",
    "至少",
    "最少",
    "最多",
    "至多",
    "不少于",
    "不低于",
    "不高于",
    "以上",
    "以下",
    "以内",
    "之内",
    "起步",
    "出头",
    "不等",
];

/// Words that begin an approximate number.
const ROUGH_BEGINNINGS: [&str; 4] = ["近", "数", "上", "小"];

/// Words that name a range of days, or a day that is not set yet.
const ROUGH_DAYS: [&str; 17] = [
    "初", "底", "末", "上旬", "中旬", "下旬", "前后", "左右", "近期", "近日", "尽快", "择日",
    "月内", "年内", "之前", "以前", "之后",
];

/// Pairs of digits that mean "a few": 两三万, 三五天.
const A_FEW: [&str; 11] = [
    "一两", "一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九",
];

/// Marks between the two ends of a range.
const BETWEEN: [char; 8] = ['-', '~', '至', '到', '或', '—', '–', '/'];

/// Whether a text that is not a number is an approximate number: 约三万, 几百块, 1-2万, 三五天.
#[must_use]
pub(super) fn is_rough_number(text: &str) -> bool {
    let text = spelling(text);
    let has_number = text.chars().any(is_of_number) || text.contains('几') || text.contains("若干");
    has_number
        && (ROUGH_WORDS.iter().any(|word| text.contains(word))
            || ROUGH_BEGINNINGS.iter().any(|word| text.starts_with(word))
            || A_FEW.iter().any(|pair| text.contains(pair))
            || text.contains(['来', '把'])
            || text.ends_with(['起', '+'])
            || is_range(&text))
}

/// Whether a text that is not a date is a range of days: 三月底, 3.1-3.5, 月初.
#[must_use]
pub(super) fn is_rough_day(text: &str) -> bool {
    let text = spelling(text);
    ROUGH_DAYS.iter().any(|word| text.contains(word))
        || ["约", "大概", "待定"]
            .iter()
            .any(|word| text.contains(word))
        || text.contains(['至', '到', '~', '或'])
        || is_two_days(&text)
}

fn spelling(text: &str) -> String {
    half_width(text)
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

fn is_of_number(character: char) -> bool {
    character.is_ascii_digit()
        || chinese_digit(character).is_some()
        || chinese_unit(character).is_some()
}

/// Whether a range mark has numbers on both sides: `1-2万`, `三万至五万`, `3万~5万`.
fn is_range(text: &str) -> bool {
    text.char_indices().any(|(offset, character)| {
        let after = text
            .get(offset + character.len_utf8()..)
            .unwrap_or_default();
        let before = text.get(..offset).unwrap_or_default();
        BETWEEN.contains(&character)
            && before.contains(is_of_number)
            && after
                .trim_start_matches(['¥', '-'])
                .starts_with(is_of_number)
    })
}

/// Whether the text is `3.1-3.5` or `3月1日-5日`: a hyphen after a day that uses other separators.
fn is_two_days(text: &str) -> bool {
    text.split_once('-').is_some_and(|(first, second)| {
        first.contains(['.', '/', '日', '号']) && second.starts_with(is_of_number)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_rough_day, is_rough_number};

    #[test]
    fn numbers_that_are_only_roughly_meant_are_told_from_what_is_no_number() {
        for (text, expected) in [
            ("几百块", true),
            ("约三万", true),
            ("三万左右", true),
            ("3万多", true),
            ("三万余元", true),
            ("两三万", true),
            ("三五天", true),
            ("十几万", true),
            ("十来天", true),
            ("数万元", true),
            ("上万", true),
            ("近3万", true),
            ("1-2万", true),
            ("1～2万", true),
            ("一万至两万", true),
            ("3万到5万", true),
            ("3或5", true),
            ("不超过3万", true),
            ("3万以内", true),
            ("3万起", true),
            ("20w+", true),
            ("万把块", true),
            ("百来天", true),
            ("小三万", true),
            ("若干", true),
            ("３—５", true),
            ("待定", false),
            ("面议", false),
            ("+5", false),
            ("12.8k", false),
            ("$5", false),
            ("1,2800", false),
            ("", false),
        ] {
            assert_eq!(is_rough_number(text), expected, "text: {text}");
        }
    }

    #[test]
    fn stretches_of_days_are_told_from_what_is_no_date() {
        for (text, expected) in [
            ("三月底", true),
            ("下月初", true),
            ("3月上旬", true),
            ("3.1-3.5", true),
            ("3月1日-5日", true),
            ("3月1日至5日", true),
            ("3月1日前后", true),
            ("近期", true),
            ("2026-03", false),
            ("2026-3-1-", false),
            ("abc", false),
            ("", false),
        ] {
            assert_eq!(is_rough_day(text), expected, "text: {text}");
        }
    }
}
