//! Characters that must not start or end a row (避头尾), and characters that belong together.

/// Whether the mark closes Chinese text; such a mark starts no row unless three stand together.
pub(super) fn is_closing(mark: char) -> bool {
    "、，。：；！？”’」』）〕】》〉］｝〗".contains(mark)
}

/// Whether no row may start with the mark: closing marks, and signs that belong to the text before.
pub(super) fn is_forbidden_at_start(mark: char) -> bool {
    is_closing(mark) || "·・‧％%‰℃℉°′″,.:;!?)]}".contains(mark)
}

pub(super) fn is_box(mark: char) -> bool {
    "□☐▢◻☑☒√✓✔■".contains(mark)
}

/// Whether no row may end with the mark: opening marks, currency signs, boxes.
pub(super) fn is_forbidden_at_end(mark: char) -> bool {
    is_box(mark) || "“‘「『（〔【《〈［｛〖¥￥$€£([{".contains(mark)
}

/// Whether the mark is set in pairs that are never split: —— and ……
pub(super) fn is_paired(mark: char) -> bool {
    matches!(mark, '—' | '…')
}

/// Whether the character is a digit, half or full width.
pub(super) fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// Whether the character is an underscore, which draws a blank, half or full width.
pub(super) fn is_underscore(character: char) -> bool {
    matches!(character, '_' | '＿')
}

/// Whether the character is a Han character of any plane; punctuation is not.
pub(super) fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Units of several characters, listed so that `3个工作日` stays whole.
const LONG_UNITS: [&str; 25] = [
    "个工作日",
    "个自然日",
    "个日历日",
    "个交易日",
    "个小时",
    "个年度",
    "个月",
    "工作日",
    "自然日",
    "日历日",
    "日历天",
    "小时",
    "分钟",
    "周年",
    "年度",
    "万元",
    "亿元",
    "千元",
    "百元",
    "美元",
    "平方米",
    "立方米",
    "公斤",
    "千克",
    "人次",
];

/// The number of characters at the start of `text` that are the unit of the number or blank before:
/// a known unit, else one Han character, else zero.
pub(super) fn unit_length(text: &str) -> usize {
    LONG_UNITS
        .iter()
        .filter(|unit| text.starts_with(**unit))
        .map(|unit| unit.chars().count())
        .max()
        .unwrap_or_else(|| usize::from(text.chars().next().is_some_and(is_han)))
}

#[cfg(test)]
mod tests {
    use super::unit_length;

    #[test]
    fn a_unit_is_the_longest_known_one_or_one_han_character() {
        for (text, expected) in [
            ("天，则", 1),
            ("元/年", 1),
            ("个工作日内", 4),
            ("个月内", 2),
            ("个人", 1),
            ("万元整", 2),
            ("，则", 0),
            ("kg", 0),
            ("", 0),
        ] {
            assert_eq!(unit_length(text), expected, "text: {text}");
        }
    }
}
