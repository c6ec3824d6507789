//! White space between Han characters. Chinese has none there; the usual cause is a line break in
//! the document from which the text was copied.

use super::character::is_filler;
use super::look_alike::ideograph;

/// White space between two Han characters.
struct Gap {
    /// The byte range of the white space.
    range: std::ops::Range<usize>,
    before: char,
    after: char,
}

/// Removes white space between Han characters; returns the text and the number of gaps. `before`
/// and `after` are the neighbours of the text at the place of insertion.
#[must_use]
pub(super) fn closed_up(text: &str, before: Option<char>, after: Option<char>) -> (String, usize) {
    let mut closed = String::with_capacity(text.len());
    let mut end = 0;
    let mut count = 0;
    for gap in gaps(text, before, after) {
        closed.push_str(text.get(end..gap.range.start).unwrap_or_default());
        end = gap.range.end;
        count += 1;
    }
    closed.push_str(text.get(end..).unwrap_or_default());
    (closed, count)
}

/// The first gap between Han characters: the character before the gap, the first white-space
/// character, and the character after the gap.
#[must_use]
pub(super) fn first_gap(text: &str) -> Option<(char, char, char)> {
    let gap = gaps(text, None, None).next()?;
    let space = text.get(gap.range)?.chars().next()?;
    Some((gap.before, space, gap.after))
}

/// The comparison form of a name: no white space, and ordinary ideographs instead of look-alikes.
#[must_use]
pub(crate) fn comparable(name: &str) -> String {
    name.chars()
        .filter(|character| !is_space(*character))
        .map(|character| ideograph(character).unwrap_or(character))
        .collect()
}

fn gaps(text: &str, before: Option<char>, after: Option<char>) -> impl Iterator<Item = Gap> {
    let mut previous = before;
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((start, character)) = characters.next() {
            if !is_space(character) {
                previous = Some(character);
                continue;
            }
            while characters.next_if(|(_, next)| is_space(*next)).is_some() {}
            let (end, next) = match characters.peek() {
                Some((end, next)) => (*end, Some(*next)),
                None => (text.len(), after),
            };
            if let (Some(before), Some(after)) = (previous, next)
                && is_set_solid(before)
                && is_set_solid(after)
            {
                let range = start..end;
                return Some(Gap {
                    range,
                    before,
                    after,
                });
            }
        }
        None
    })
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || is_filler(character)
}

/// Whether Chinese sets the character without spaces around it: a Han character, a look-alike of a
/// Han character, or Chinese punctuation.
fn is_set_solid(character: char) -> bool {
    is_han(character)
        || ideograph(character).is_some()
        || matches!(
            character,
            '\u{3001}'..='\u{3003}'
                | '\u{3005}'
                | '\u{3007}'..='\u{3011}'
                | '\u{3014}'..='\u{301B}'
                | '\u{FF01}'
                | '\u{FF08}'..='\u{FF09}'
                | '\u{FF0C}'
                | '\u{FF1A}'..='\u{FF1B}'
                | '\u{FF1F}'
                | '\u{00B7}'
        )
}

/// Whether the character is a unified ideograph of any plane, a compatibility ideograph, or 〇.
#[must_use]
pub(super) fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFD}'
            | '〇'
    )
}

#[cfg(test)]
mod tests {
    use super::{closed_up, comparable, first_gap};
    use proptest::prelude::*;

    #[test]
    fn white_space_between_han_characters_is_closed_up_and_no_other() {
        for (text, expected, count) in [
            ("杭州虚构青禾 茶业有限公司", "杭州虚构青禾茶业有限公司", 1),
            ("深圳示例云帆  网络 科技", "深圳示例云帆网络科技", 2),
            ("甲\u{3000}乙\u{A0}丙\u{2003}丁\u{202F}戊", "甲乙丙丁戊", 4),
            ("甲\u{3164}乙", "甲乙", 1),
            ("虚构（上海） 科技", "虚构（上海）科技", 1),
            ("虚构 （上海）", "虚构（上海）", 1),
            ("合同、 附件", "合同、附件", 1),
            ("\u{2F34}东 \u{2FBC}科", "\u{2F34}东\u{2FBC}科", 1),
            ("𠮷 野", "𠮷野", 1),
            ("青禾 2.0 版", "青禾 2.0 版", 0),
            ("青禾 App 版", "青禾 App 版", 0),
            ("虚构(上海) 科技", "虚构(上海) 科技", 0),
            ("Acme Ltd", "Acme Ltd", 0),
            (" 甲 ", " 甲 ", 0),
            ("", "", 0),
        ] {
            let (closed, found) = closed_up(text, None, None);
            assert_eq!(
                (closed.as_str(), found),
                (expected, count),
                "text: {text:?}"
            );
        }
        assert_eq!(
            closed_up(" 茶业 ", Some('禾'), Some('有')),
            ("茶业".to_owned(), 2)
        );
        assert_eq!(closed_up(" 茶业", Some('a'), None), (" 茶业".to_owned(), 0));
    }

    #[test]
    fn the_first_gap_is_named_with_its_neighbours() {
        assert_eq!(
            first_gap("云帆\u{3000} 网络"),
            Some(('帆', '\u{3000}', '网'))
        );
        assert_eq!(first_gap("云帆 2 网络"), None);
    }

    #[test]
    fn names_are_compared_without_spaces_and_look_alikes() {
        for (name, expected) in [
            (
                "深圳示例云帆 网络科技有限公司",
                "深圳示例云帆网络科技有限公司",
            ),
            ("\u{2F34}东\u{2FBC}科 Acme\u{A0}Ltd", "广东高科AcmeLtd"),
            ("虚构(上海)", "虚构(上海)"),
        ] {
            assert_eq!(comparable(name), expected, "name: {name}");
        }
    }

    proptest! {
        #[test]
        fn closing_up_twice_changes_nothing_more(text in "[甲乙a（） \u{3000}\u{A0}\u{2F34}]{0,20}") {
            let (closed, _) = closed_up(&text, None, None);
            prop_assert_eq!(closed_up(&closed, None, None), (closed.clone(), 0));
            prop_assert_eq!(comparable(&closed), comparable(&text));
        }
    }
}
