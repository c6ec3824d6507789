//! Packs a text into rows: greedily, by 避头尾, without losing a character.

use std::ops::Range;

use super::Ambiguous;
use super::opportunity::{Cell, Opportunity, Run, cells};

/// Breaks `text` into a first row of at most `first_width` and further rows of at most `rest_width`
/// display cells.
///
/// The byte ranges cover the text in order; an empty text is one empty row. Spaces at a row's end
/// belong to the row's range but are not drawn, so they may reach past the width. A text without a
/// break opportunity is cut between graphemes; a grapheme wider than its row stands alone.
#[must_use]
pub fn break_lines(
    text: &str,
    first_width: usize,
    rest_width: usize,
    measure: Ambiguous,
) -> Vec<Range<usize>> {
    let run = Run {
        range: 0..text.len(),
        whole: false,
    };
    break_runs(text, &[run], [first_width, rest_width], measure)
}

/// [`break_lines`] for a text whose runs are known. `widths` holds the width of the first row and
/// the width of the other rows.
pub(super) fn break_runs(
    text: &str,
    runs: &[Run],
    widths: [usize; 2],
    measure: Ambiguous,
) -> Vec<Range<usize>> {
    let cells = cells(text, runs, measure);
    let [mut width, rest_width] = widths;
    let mut rows = Vec::new();
    let mut rest = cells.as_slice();
    let mut start = 0;
    loop {
        rest = rest.get(row_length(rest, width)..).unwrap_or_default();
        let end = rest.first().map_or(text.len(), |cell| cell.start);
        rows.push(start..end);
        if rest.is_empty() {
            return rows;
        }
        start = end;
        width = rest_width;
    }
}

/// The number of `cells` that go on a row. The row ends at the last of the best opportunities that
/// fit. The number is at least 1, so that breaking terminates.
fn row_length(cells: &[Cell], width: usize) -> usize {
    let mut used = 0;
    let mut best: Option<(Opportunity, usize)> = None;
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            if cell.before == Opportunity::Mandatory {
                return index;
            }
            // `<=` prefers the later of two equal places, which fills the row.
            if best.is_none_or(|(opportunity, _)| cell.before <= opportunity) {
                best = Some((cell.before, index));
            }
            if !cell.is_space && used + cell.width > width {
                return best.map_or(index, |(_, place)| place);
            }
        }
        used += cell.width;
    }
    cells.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::render::layout::marks::{
        is_box, is_closing, is_digit, is_forbidden_at_end, is_forbidden_at_start, is_han,
        is_paired, is_underscore, unit_length,
    };

    const ORIGINAL: &str = include_str!("../../../tests/data/original.txt");
    const EXAMPLE: &str = include_str!("../../../tests/data/example.txt");

    fn broken(text: &str, width: usize) -> Vec<&str> {
        break_lines(text, width, width, Ambiguous::Narrow)
            .into_iter()
            .map(|range| text[range].trim_end())
            .collect()
    }

    #[test]
    fn rows_break_as_chinese_is_set() {
        for (width, text, expected) in [
            (8, "", &[""][..]),
            (8, "甲乙丙丁戊", &["甲乙丙丁", "戊"]),
            (8, "甲乙丙丁。戊", &["甲乙丙", "丁。戊"]),
            (8, "甲乙丙“丁戊”己", &["甲乙丙", "“丁戊”己"]),
            (8, "甲乙丙（丁戊）", &["甲乙丙", "（丁戊）"]),
            (8, "甲乙丙丁）。”戊", &["甲乙丙丁", "）。”戊"]),
            (8, "甲乙丙丁）。戊", &["甲乙丙", "丁）。戊"]),
            (9, "以本“服务期限”为准", &["以本“服务", "期限”为准"]),
            (3, "a”——", &["a”", "——"]),
            (6, "word ）", &["wor", "d ）"]),
            (6, "甲乙——丙丁", &["甲乙——", "丙丁"]),
            (5, "甲乙——丙丁", &["甲乙", "——丙", "丁"]),
            (5, "甲乙……丙丁", &["甲", "乙……", "丙丁"]),
            (8, "甲乙50%", &["甲乙50%"]),
            (6, "甲乙50%", &["甲乙", "50%"]),
            (8, "气温达到36℃", &["气温达到", "36℃"]),
            (8, "尼古拉斯·丙", &["尼古拉", "斯·丙"]),
            (7, "日个甲’ \u{301}", &["日个", "甲’ \u{301}"]),
        ] {
            assert_eq!(
                broken(text, width),
                expected,
                "text: {text}, width: {width}"
            );
        }
    }

    #[test]
    fn what_belongs_together_moves_together() {
        for (width, text, expected) in [
            (8, "甲乙丙15天", &["甲乙丙", "15天"][..]),
            (14, "单价12,800.00元", &["单价", "12,800.00元"]),
            (8, "12,800.00元", &["12,800.", "00元"]),
            (8, "自2028年起", &["自2028年", "起"]),
            (7, "自从2028年起", &["自从", "2028年", "起"]),
            (12, "甲乙丙3个工作日内", &["甲乙丙", "3个工作日内"]),
            (12, "甲乙丙９天起甲乙", &["甲乙丙９天起", "甲乙"]),
            (8, "甲乙丙第3条", &["甲乙丙", "第3条"]),
            (10, "甲乙１．５天", &["甲乙", "１．５天"]),
            (6, "Visa□现金", &["Visa", "□现金"]),
            (10, "应用APP（标准）", &["应用APP", "（标准）"]),
            (8, "don’t甲", &["don’t甲"]),
            (6, "an don’t", &["an", "don’t"]),
            (8, "金额53元/年", &["金额", "53元/年"]),
            (8, "□现金□支票☑汇款", &["□现金", "□支票", "☑汇款"]),
            (6, "现金款□支", &["现金款", "□支"]),
            (14, "共计__________天", &["共计", "__________天"]),
            (8, "电话13800000000", &["电话", "13800000", "000"]),
            (6, "𠮷𠮷葛\u{e0100}𠮷", &["𠮷𠮷葛\u{e0100}", "𠮷"]),
            (6, "a longer word", &["a", "longer", "word"]),
            (8, "甲\n乙", &["甲", "乙"]),
        ] {
            assert_eq!(
                broken(text, width),
                expected,
                "text: {text}, width: {width}"
            );
        }
    }

    #[test]
    fn a_long_blank_fills_the_row_and_a_web_address_breaks_after_its_marks() {
        for (width, text, expected) in [
            (
                16,
                "网站：____________________。",
                &["网站：__________", "__________。"][..],
            ),
            (
                20,
                "见https://a-b.example.com/path?q=1",
                &["见", "https://a-b.example.", "com/path?q=1"],
            ),
            (
                22,
                "见https://www.example.com/path?q=1&r=2。",
                &["见", "https://www.example.co", "m/path?q=1&r=2。"],
            ),
            (
                26,
                "见https://www.example.com/path?q=1&r=2。",
                &["见https://www.example.com/", "path?q=1&r=2。"],
            ),
        ] {
            assert_eq!(
                broken(text, width),
                expected,
                "text: {text}, width: {width}"
            );
        }
    }

    #[test]
    fn ambiguous_characters_take_two_cells_where_the_terminal_says_so() {
        let text = "“甲乙丙”丁";
        let rows: Vec<&str> = break_lines(text, 8, 8, Ambiguous::Wide)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(rows, ["“甲乙", "丙”丁"]);
    }

    /// Whether `row` could have ended earlier between two Han characters that belong neither to the
    /// unit of a number or blank nor to the label of a box.
    fn has_plain_place(text: &str, row: &Range<usize>) -> bool {
        let places = text[row.clone()].char_indices().skip(1);
        places
            .map(|(offset, _)| text.split_at(row.start + offset))
            .any(|(head, tail)| {
                let label = head.trim_end_matches(is_han);
                let is_in_unit = (1..=3).any(|back| {
                    let mut before = head.chars().rev().skip(back - 1);
                    let n_before = head.chars().count().saturating_sub(back);
                    let unit: String = head.chars().skip(n_before).collect();
                    before
                        .nth(1)
                        .is_some_and(|mark| is_digit(mark) || is_underscore(mark))
                        && unit_length(&(unit + tail)) > back
                });
                head.ends_with(is_han)
                    && tail.starts_with(is_han)
                    && !is_in_unit
                    && !label.ends_with(is_box)
            })
    }

    /// Checks the invariants of every text at every width that no grapheme exceeds.
    fn check(text: &str, first_width: usize, width: usize, measure: Ambiguous) {
        let ranges = break_lines(text, first_width, width, measure);
        let context = format!("text: {text:?}, widths: {first_width}, {width}, {measure:?}");
        let mut end = 0;
        for (index, range) in ranges.iter().enumerate() {
            assert_eq!(range.start, end, "nothing lost or doubled; {context}");
            end = range.end;
            let limit = if index == 0 { first_width } else { width };
            let row = &text[range.clone()];
            let shown = row.trim_end();
            assert!(
                measure.width(shown) <= limit,
                "row {row:?} too wide; {context}"
            );
            assert!(index == 0 || !row.is_empty(), "empty row; {context}");
            if index > 0 {
                let last = &ranges[index - 1];
                let before = &text[last.clone()];
                if !before.ends_with('\n') && has_plain_place(text, last) {
                    check_border(before, &text[range.start..], &context);
                }
            }
        }
        assert_eq!(end, text.len(), "everything covered; {context}");
    }

    /// Checks that a break after `before` splits nothing, given that a plain place was available.
    fn check_border(before: &str, after: &str, context: &str) {
        let last = before.trim_end().chars().next_back().unwrap();
        let first = after.chars().next().unwrap();
        // A reader counts a mark and its combining accent as one character.
        let crowd = after
            .graphemes(true)
            .take(3)
            .filter(|mark| mark.starts_with(is_closing))
            .count()
            == 3;
        let broken = format!("{before:?} | {after:?}; {context}");
        assert!(!is_forbidden_at_end(last), "row's end: {broken}");
        assert!(
            crowd || !is_forbidden_at_start(first),
            "row's start: {broken}"
        );
        assert!(!first.is_whitespace(), "space at a row's start: {broken}");
        assert!(!(is_paired(first) && first == last), "pair: {broken}");
        if !before.ends_with(char::is_whitespace) {
            let is_number = is_digit(last);
            assert!(
                !(is_number && (is_digit(first) || is_han(first))),
                "number: {broken}"
            );
        }
    }

    #[test]
    fn the_contract_breaks_well_at_every_width() {
        for line in ORIGINAL.lines().chain(EXAMPLE.lines()) {
            for width in 8..=200 {
                check(line, width, width, Ambiguous::Narrow);
                check(line, width.max(12) - 4, width, Ambiguous::Wide);
            }
        }
    }

    fn text() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            8 => "[甲乙双方经充分协商合同金额元天年月日份个]{1,6}",
            3 => "[、，。：；！？”’」』）〕】》〉·％%℃]",
            3 => "[“‘「『（〔【《〈¥￥□☑√■]",
            3 => prop_oneof![
                "[0-9]{1,6}", "[0-9]{1,3},[0-9]{3}\\.[0-9]{2}元", "[0-9]{4}年[0-9]{1,2}月",
                "[0-9]{1,2}个工作日", "[０-９]{1,4}",
            ],
            2 => "[a-zA-Z]{1,9}",
            1 => prop_oneof![
                Just("https://www.example.com/a-b?q=1&r=2"), Just("www.example.com/"),
                Just("——"), Just("……"), Just("𠮷"), Just("葛\u{e0100}"), Just("e\u{301}"),
                Just("👨‍👩‍👧"), Just("\u{301}"), Just("\u{200d}"), Just("🇨"), Just("don’t"),
                Just("/"), Just("\n"), Just("\u{200b}"), Just("\u{a0}"),
            ].prop_map(str::to_owned),
            2 => "_{1,40}",
            1 => " {1,3}",
        ];
        proptest::collection::vec(token, 0..24).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn any_text_breaks_well_at_every_width(text in text()) {
            for width in 8..=200 {
                check(&text, width, width, Ambiguous::Narrow);
                check(&text, width.max(12) - 4, width, Ambiguous::Wide);
            }
        }

        #[test]
        fn any_text_is_covered_by_whole_graphemes_at_any_width(
            text in text(), first in 0_usize..6, rest in 0_usize..6,
        ) {
            let borders: Vec<usize> =
                text.grapheme_indices(true).map(|(start, _)| start).collect();
            let mut end = 0;
            for range in break_lines(&text, first, rest, Ambiguous::Narrow) {
                prop_assert_eq!(range.start, end);
                prop_assert!(text.is_empty() || borders.contains(&range.start));
                end = range.end;
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
