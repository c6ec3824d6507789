//! Finds brackets and quotation marks without a counterpart.

use super::passage::before;

const PAIRS: [(char, char); 3] = [('（', '）'), ('“', '”'), ('《', '》')];
/// The longest item number in a list, in characters.
const MOST_OF_ITEM: usize = 3;

/// The brackets and quotation marks without a counterpart, with their byte offsets.
pub(super) fn unpaired(text: &str) -> Vec<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut alone = Vec::new();
    for (offset, c) in text.char_indices() {
        let Some((opening, closing)) = PAIRS
            .into_iter()
            .find(|(opening, closing)| c == *opening || c == *closing)
        else {
            continue;
        };
        if c == opening {
            open.push((offset, closing));
        } else if open.last().is_some_and(|(_, wanted)| *wanted == c) {
            open.pop();
        } else if !is_item_number(before(text, offset, MOST_OF_ITEM + 1)) {
            alone.push((offset, c));
        }
    }
    let never_closed = open.into_iter().filter_map(|(offset, _)| {
        let c = text.get(offset..)?.chars().next()?;
        Some((offset, c))
    });
    alone.extend(never_closed);
    alone
}

/// Whether a text ends with an item number: `1）` has no opening bracket.
fn is_item_number(before: &str) -> bool {
    let number = before
        .rsplit(['；', '，', '。', '：', ' ', '　', '\n'])
        .next()
        .unwrap_or_default();
    let is_number = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    (1..=MOST_OF_ITEM).contains(&number.chars().count()) && number.chars().all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_its_other_half_is_found() {
        for (text, expected) in [
            ("（甲）“乙《丙》”", &[][..]),
            ("（甲", &['（'][..]),
            ("甲）", &['）'][..]),
            ("合同）", &['）'][..]),
            ("“（甲”）", &['”', '“'][..]),
            ("《甲》》", &['》'][..]),
            ("1）甲；2）乙；（3）丙", &[][..]),
            ("包括：一）甲，二）乙", &[][..]),
            ("(a) it's", &[][..]),
            ("", &[][..]),
        ] {
            let mut found: Vec<char> = unpaired(text).into_iter().map(|(_, c)| c).collect();
            let mut expected = expected.to_vec();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "text: {text}");
        }
    }
}
