//! Compares amounts that a contract states twice, in figures and in capital words.
//!
//! The parser shares no code with the formatter in `value`, so that a bug in the formatter becomes
//! visible here.

use std::ops::Range;

/// The characters of amounts in capital words (银发〔1997〕393号), with the variants 圆 and 正.
const WORD_CHARACTERS: [char; 21] = [
    '零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾', '佰', '仟', '万', '亿', '元',
    '圆', '角', '分', '整', '正',
];
const DIGITS: &str = "零壹贰叁肆伍陆柒捌玖";
/// The characters that may separate the two spellings of one amount.
const BETWEEN: &str = "元圆整万亿（）()：:，,、 大写小人民币RMB￥¥即计为“”";
/// The longest text between the two spellings, in characters.
const MOST_BETWEEN: usize = 16;

/// An amount whose figures and words differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Disagreement {
    pub figures: String,
    pub words: String,
    /// The byte range that covers both spellings.
    pub range: Range<usize>,
}

/// One spelling of an amount, in figures or in words.
struct Spelling {
    range: Range<usize>,
    /// The amount in fen; `None` if the spelling is not a valid amount.
    fen: Option<u64>,
}

/// Every amount in words that differs from the figures beside it.
pub(super) fn disagreements(text: &str) -> Vec<Disagreement> {
    let words = words_in(text);
    if words.is_empty() {
        return Vec::new();
    }
    let figures = figures_in(text);
    let mut found = Vec::new();
    for words in &words {
        // Only the nearest figures before and the nearest figures after the words can belong to
        // them.
        let n_before = figures.partition_point(|each| each.range.end <= words.range.start);
        let neighbours = figures.iter().skip(n_before.saturating_sub(1)).take(2);
        let Some(figures) = neighbours
            .into_iter()
            .find(|figures| belong_together(text, &figures.range, &words.range))
        else {
            continue;
        };
        // Words that are not a valid amount contradict any figures.
        if words.fen.is_none() || words.fen != figures.fen {
            let print =
                |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
            found.push(Disagreement {
                figures: print(&figures.range),
                words: print(&words.range),
                range: figures.range.start.min(words.range.start)
                    ..figures.range.end.max(words.range.end),
            });
        }
    }
    found
}

/// Whether two spellings are close enough to state the same amount.
fn belong_together(text: &str, figures: &Range<usize>, words: &Range<usize>) -> bool {
    let gap = if figures.end <= words.start {
        text.get(figures.end..words.start)
    } else {
        text.get(words.end..figures.start)
    };
    gap.is_some_and(|gap| {
        gap.chars().nth(MOST_BETWEEN).is_none()
            && gap.contains(['（', '(', '大', '小', '￥', '¥'])
            && gap.chars().all(|c| BETWEEN.contains(c))
    })
}

fn words_in(text: &str) -> Vec<Spelling> {
    runs(text, |c| WORD_CHARACTERS.contains(&c))
        .into_iter()
        .filter_map(|range| {
            let words = text.get(range.clone())?;
            let is_amount = words.starts_with(|c| DIGITS.contains(c) || c == '拾')
                && words.contains(['元', '圆', '角', '分']);
            is_amount.then(|| Spelling {
                fen: read_words(words),
                range,
            })
        })
        .collect()
}

fn figures_in(text: &str) -> Vec<Spelling> {
    runs(text, |c| c.is_ascii_digit() || c == ',' || c == '.')
        .into_iter()
        .filter_map(|range| {
            let figures = text.get(range.clone())?;
            let end = range.start + figures.trim_end_matches([',', '.']).len();
            let figures = text.get(range.start..end)?;
            let after = text.get(end..).unwrap_or_default();
            let unit = match after.chars().next() {
                Some('万') => 10_000,
                Some('亿') => 100_000_000,
                _ => 1,
            };
            figures
                .starts_with(|c: char| c.is_ascii_digit())
                .then(|| Spelling {
                    fen: read_figures(figures).and_then(|fen| fen.checked_mul(unit)),
                    range: range.start..end,
                })
        })
        .collect()
}

/// The longest runs of `wanted` characters, as byte ranges.
fn runs(text: &str, wanted: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (offset, c) in text.char_indices() {
        match (start, wanted(c)) {
            (None, true) => start = Some(offset),
            (Some(first), false) => {
                runs.push(first..offset);
                start = None;
            }
            (Some(_), true) | (None, false) => {}
        }
    }
    if let Some(first) = start {
        runs.push(first..text.len());
    }
    runs
}

/// Parses `107,000.53` into fen.
fn read_figures(figures: &str) -> Option<u64> {
    let plain = figures.replace(',', "");
    let (yuan, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let fen: u64 = match decimals.len() {
        0 => 0,
        1 => decimals.parse::<u64>().ok()?.checked_mul(10)?,
        2 => decimals.parse().ok()?,
        _ => return None,
    };
    yuan.parse::<u64>().ok()?.checked_mul(100)?.checked_add(fen)
}

/// Parses `壹拾万零柒仟元伍角叁分` into fen; `None` if the words are not a valid amount.
fn read_words(words: &str) -> Option<u64> {
    let words = words.trim_end_matches(['整', '正']);
    let (yuan, small) = match words.split_once(['元', '圆']) {
        Some((yuan, small)) => (read_yuan(yuan)?, small),
        None => (0, words),
    };
    yuan.checked_mul(100)?.checked_add(read_small(small)?)
}

fn read_yuan(words: &str) -> Option<u64> {
    if words.is_empty() {
        return None;
    }
    let (billions, rest) = split_unit(words, '亿')?;
    let (thousands, ones) = split_unit(rest, '万')?;
    let ones = if ones.is_empty() {
        0
    } else {
        read_group(ones)?
    };
    Some(billions * 100_000_000 + thousands * 10_000 + ones)
}

/// The number before a unit, and the words after it; 0 if the unit is missing.
fn split_unit(words: &str, unit: char) -> Option<(u64, &str)> {
    match words.split_once(unit) {
        Some((number, rest)) => Some((read_group(number)?, rest)),
        None => Some((0, words)),
    }
}

/// Parses a number below ten thousand: `柒仟零伍拾`.
fn read_group(words: &str) -> Option<u64> {
    let mut total = 0;
    let mut last_unit = 10_000;
    let mut pending: Option<u64> = None;
    for (index, c) in words.chars().enumerate() {
        let unit = match c {
            '仟' => 1_000,
            '佰' => 100,
            '拾' => 10,
            '零' if pending.is_none() => continue,
            _ => {
                let digit = digit(c).filter(|_| pending.is_none())?;
                pending = Some(digit);
                continue;
            }
        };
        // 拾 at the beginning may stand for 壹拾.
        let count = match pending.take() {
            Some(count) => count,
            None if unit == 10 && index == 0 => 1,
            None => return None,
        };
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        total += count * unit;
    }
    let is_something = !words.is_empty();
    is_something.then(|| total + pending.unwrap_or(0))
}

/// Parses the part after 元: `伍角叁分`, `零叁分`, or an empty text.
fn read_small(words: &str) -> Option<u64> {
    let mut fen = 0;
    let mut pending: Option<u64> = None;
    let mut last_unit = 100;
    for c in words.chars() {
        let unit = match c {
            '角' => 10,
            '分' => 1,
            '零' if pending.is_none() => continue,
            _ => {
                pending = Some(digit(c).filter(|_| pending.is_none())?);
                continue;
            }
        };
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        fen += pending.take()? * unit;
    }
    pending.is_none().then_some(fen)
}

fn digit(c: char) -> Option<u64> {
    DIGITS
        .chars()
        .zip(0..)
        .find(|(digit, _)| *digit == c)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Money, capital_words};
    use proptest::prelude::*;

    #[test]
    fn words_are_read_as_amounts() {
        for (words, fen) in [
            ("零元整", Some(0)),
            ("伍角", Some(50)),
            ("叁分", Some(3)),
            ("壹元零叁分", Some(103)),
            ("拾元整", Some(1_000)),
            ("壹佰零伍元整", Some(10_500)),
            ("壹拾万零柒仟元伍角叁分", Some(10_700_053)),
            ("壹拾万柒仟圆伍角叁分", Some(10_700_053)),
            ("壹亿零壹元正", Some(10_000_000_100)),
            (
                "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
                Some(99_999_999_999_999),
            ),
            ("壹贰元", None),
            ("拾佰元", None),
            ("佰元", None),
            ("壹分贰角", None),
            ("壹元贰", None),
            ("元整", None),
        ] {
            assert_eq!(read_words(words), fen, "words: {words}");
        }
    }

    #[test]
    fn an_amount_is_compared_with_the_words_beside_it() {
        for (text, n_found) in [
            ("107,000.53元（大写：人民币壹拾万零柒仟元伍角叁分）。", 0),
            ("107,000.35元（大写：人民币壹拾万零柒仟元伍角叁分）。", 1),
            ("人民币壹万元整（￥10,000.00元）", 0),
            ("人民币壹万元整（￥1,000.00元）", 1),
            ("12.8万元（大写：壹拾贰万捌仟元整）", 0),
            (
                "12800元(大写:壹万贰仟捌佰元整)，另加100元（大写：贰佰元整）",
                1,
            ),
            ("12,800.00元（大写：壹贰元整）", 1),
            ("12,800.00元（大写：__________元）", 0),
            ("壹元购小程序；单价：107,000.53元/年。", 0),
            ("单价100元，数量2台，总价200元（大写：贰佰元整）", 0),
            ("", 0),
        ] {
            assert_eq!(disagreements(text).len(), n_found, "text: {text}");
        }
    }

    #[test]
    fn a_disagreement_quotes_both_spellings() {
        let found = disagreements("价：1,000元（大写：壹佰元整）");
        assert_eq!(
            found
                .first()
                .map(|each| (each.figures.as_str(), each.words.as_str())),
            Some(("1,000", "壹佰元整"))
        );
    }

    proptest! {
        #[test]
        fn what_the_contract_prints_for_an_amount_agrees(fen in 0..=Money::MAX.fen()) {
            let amount = Money::from_fen(fen).unwrap();
            let words = capital_words(amount);
            prop_assert_eq!(read_words(&words), Some(fen), "{}", words);
            for figures in [amount.grouped(), amount.shortest_grouped(), amount.plain()] {
                let text = format!("{figures}元（大写：人民币{words}）");
                prop_assert_eq!(disagreements(&text), []);
            }
        }

        #[test]
        fn another_amount_never_agrees(fen in 0..=Money::MAX.fen(), other in 0..=Money::MAX.fen()) {
            prop_assume!(fen != other);
            let figures = Money::from_fen(fen).unwrap().grouped();
            let words = capital_words(Money::from_fen(other).unwrap());
            let text = format!("{figures}元（大写：{words}）");
            prop_assert_eq!(disagreements(&text).len(), 1, "{}", text);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[零壹拾佰仟万亿元角分整0-9,.（）大写]{0,30}"]) {
            let _ = disagreements(&text);
        }
    }
}
