//! Finds leftovers of a template in a finished text: tags, and marks where something was to be
//! filled in.

use std::ops::Range;

use crate::value::{half_width, half_width_character};

/// Words for something that is not decided yet.
const OPEN: [&str; 7] = ["待定", "待填", "待填写", "待补", "待补充", "待确认", "待议"];
/// The first character of every word in `OPEN`.
const OPEN_BEGINS: char = '待';
/// English words for the same; they count only as separate words.
const OPEN_ENGLISH: [&str; 3] = ["TBD", "TBC", "TODO"];
/// The longest tag or bracket, in characters.
const MOST_OF_TAG: usize = 200;
/// The maximum number of reported marks per text; a text with more marks is not a contract.
const MOST_TOLD: usize = 100;

/// One leftover mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftOver {
    /// The byte range of the mark.
    pub range: Range<usize>,
    /// Whether the mark is template code, which no reader understands.
    pub is_tag: bool,
}

/// The marks in a text, in order. Underscores count as a blank unless `may_underline`.
pub(super) fn left_overs(text: &str, may_underline: bool) -> Vec<LeftOver> {
    if !text.chars().any(may_be_left) {
        return Vec::new();
    }
    let marks = Marks::of(text);
    if is_open(&marks.half) {
        return vec![LeftOver {
            range: 0..text.len(),
            is_tag: false,
        }];
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < marks.half.len() && found.len() < MOST_TOLD {
        match marks.mark_at(at, may_underline) {
            Some((length, is_tag)) => {
                let range = marks.place(at)..marks.place(at + length);
                found.push(LeftOver { range, is_tag });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the character occurs in a mark; every mark contains such a character. Brackets do not
/// count: only a word from `OPEN` makes them a mark.
fn may_be_left(character: char) -> bool {
    matches!(
        half_width_character(character),
        '{' | '}' | '$' | '【' | '_' | 'X' | 'x' | '×' | '✕' | '✖' | '╳' | 'Ⅹ' | '某' | 'T' | 't'
    ) || character == OPEN_BEGINS
}

/// Whether the whole text is a word from `OPEN`.
fn is_open(half: &[char]) -> bool {
    let text: String = half.iter().collect();
    let text = text.trim();
    OPEN.contains(&text)
}

/// The characters of a text with their byte offsets.
struct Marks {
    /// The characters in half-width form, because a Chinese keyboard types ｛｛ for {{.
    half: Vec<char>,
    places: Vec<usize>,
    end: usize,
}

impl Marks {
    fn of(text: &str) -> Self {
        Self {
            half: half_width(text).chars().collect(),
            places: text.char_indices().map(|(place, _)| place).collect(),
            end: text.len(),
        }
    }

    fn place(&self, index: usize) -> usize {
        self.places.get(index).copied().unwrap_or(self.end)
    }

    /// The length in characters of the mark that begins at `at`, and whether it is a tag.
    fn mark_at(&self, at: usize, may_underline: bool) -> Option<(usize, bool)> {
        match self.half.get(at)? {
            '{' | '$' | '}' => self.tag(at).map(|length| (length, true)),
            '【' => {
                let behind = self.half.get(at + 1..)?.iter().take(MOST_OF_TAG - 1);
                let inside = behind.take_while(|c| **c != '】').count();
                let has_end = self.half.get(at + 1 + inside) == Some(&'】');
                (has_end && inside < MOST_OF_TAG - 1).then_some((inside + 2, false))
            }
            '_' if !may_underline => self.run(at, &['_'], 3),
            'X' | 'x' => self
                .run(at, &['X', 'x'], 3)
                .filter(|(length, _)| self.is_word(at, *length)),
            '×' | '✕' | '✖' | '╳' | 'Ⅹ' => self.run(at, &['×', '✕', '✖', '╳', 'Ⅹ'], 2),
            '某' => self.run(at, &['某'], 2),
            '(' | '[' | '〔' => self.open_in_brackets(at).map(|length| (length, false)),
            'T' | 't' => OPEN_ENGLISH
                .iter()
                .map(|word| (word, word.chars().count()))
                .find(|(word, length)| self.says(at, word) && self.is_word(at, *length))
                .map(|(_, length)| (length, false)),
            _ => None,
        }
    }

    /// Matches `{{ … }}`, `{% … %}` and `${…}`, also a tag without its beginning or its end.
    fn tag(&self, at: usize) -> Option<usize> {
        for (begin, end) in [("{{", "}}"), ("{%", "%}"), ("${", "}")] {
            if self.says(at, begin) {
                return self.up_to(at, end).or(Some(2));
            }
        }
        self.says(at, "}}").then_some(2)
    }

    /// The number of characters from `at` to the end of the next `end`.
    fn up_to(&self, at: usize, end: &str) -> Option<usize> {
        let length = end.chars().count();
        (1..MOST_OF_TAG)
            .find(|offset| self.says(at + offset, end))
            .map(|offset| offset + length)
    }

    /// Matches a run of at least `least` of these characters at `at`.
    fn run(&self, at: usize, of: &[char], least: usize) -> Option<(usize, bool)> {
        let rest = self.half.get(at..)?;
        let length = rest.iter().take_while(|each| of.contains(each)).count();
        (length >= least).then_some((length, false))
    }

    /// Matches `（待定）` with its brackets. Gives up early, because a text may be full of
    /// brackets.
    fn open_in_brackets(&self, at: usize) -> Option<usize> {
        let end = match self.half.get(at)? {
            '(' => ")",
            '[' => "]",
            _ => "〕",
        };
        let begin = self.after_space(at + 1);
        if self.half.get(begin) != Some(&OPEN_BEGINS) {
            return None;
        }
        OPEN.iter().find_map(|words| {
            let behind = self.after_space(begin + words.chars().count());
            let is_mark = self.says(begin, words) && self.says(behind, end);
            (is_mark && behind - at < MOST_OF_TAG).then_some(behind + 1 - at)
        })
    }

    /// The index of the first character after the white space at `at`; skips a limited number.
    fn after_space(&self, at: usize) -> usize {
        let rest = self.half.get(at..).unwrap_or_default().iter();
        let space = rest.take(MOST_OF_TAG).take_while(|c| c.is_whitespace());
        at + space.count()
    }

    fn says(&self, at: usize, words: &str) -> bool {
        let mut characters = self.half.get(at..).unwrap_or_default().iter();
        words.chars().all(|wanted| {
            characters
                .next()
                .is_some_and(|each| each.eq_ignore_ascii_case(&wanted))
        })
    }

    /// Whether no Latin letter is adjacent to these characters: XXXL is a size, not a mark.
    fn is_word(&self, at: usize, length: usize) -> bool {
        let is_letter = |index: Option<usize>| {
            index
                .and_then(|index| self.half.get(index))
                .is_some_and(char::is_ascii_alphabetic)
        };
        !is_letter(at.checked_sub(1)) && !is_letter(Some(at + length))
    }
}

#[cfg(test)]
mod tests {
    use super::{OPEN, OPEN_BEGINS, left_overs};
    use proptest::prelude::*;

    #[test]
    fn every_mark_is_found_as_it_stands() {
        for (text, expected, is_tag) in [
            ("单价{{ price }}元", "{{ price }}", true),
            ("单价｛｛ price ｝｝元", "｛｛ price ｝｝", true),
            ("单价{｛price｝}元", "{｛price｝}", true),
            ("{% if a %}", "{% if a %}", true),
            ("｛％ if a ％｝", "｛％ if a ％｝", true),
            ("单价${b}元", "${b}", true),
            ("单价＄｛b｝元", "＄｛b｝", true),
            ("单价{{ price", "{{", true),
            ("price }}元", "}}", true),
            ("价款【单价】元", "【单价】", false),
            ("价款【】元", "【】", false),
            ("价款【 】元", "【 】", false),
            ("甲方：XXX公司", "XXX", false),
            ("甲方：xxxx公司", "xxxx", false),
            ("甲方：ＸＸＸ公司", "ＸＸＸ", false),
            ("400-XXX-1234", "XXX", false),
            ("www.xxx.com", "xxx", false),
            ("甲方：×××公司", "×××", false),
            ("××公司", "××", false),
            ("某某公司", "某某", false),
            ("某某某", "某某某", false),
            ("价款（待定）元", "（待定）", false),
            ("价款(待定)元", "(待定)", false),
            ("价款（ 待补充 ）元", "（ 待补充 ）", false),
            ("价款TBD", "TBD", false),
            ("ＴＢＤ", "ＴＢＤ", false),
            ("价款 tbd。", "tbd", false),
            ("待定", "待定", false),
            ("交货地____。", "____", false),
            ("交货地＿＿＿", "＿＿＿", false),
        ] {
            let found = left_overs(text, false);
            let told: Vec<(&str, bool)> = found
                .iter()
                .map(|each| (&text[each.range.clone()], each.is_tag))
                .collect();
            assert_eq!(told, [(expected, is_tag)], "text: {text}");
        }
        let found = left_overs("【甲】与XXX签{{ b }}", false);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn what_belongs_into_a_contract_is_let_be() {
        for text in [
            "尺码XXXL、XXL",
            "axxxb",
            "XX科技",
            "3×4米",
            "长×宽×高",
            "某公司",
            "某市某区",
            "（暂定价）",
            "待定金支付后",
            "OUTBDATA",
            "价格$5",
            "集合{a, b}",
            "a__b",
            "甲方（以下简称“客户”）",
            "",
        ] {
            assert_eq!(left_overs(text, false), [], "text: {text}");
        }
        assert_eq!(left_overs("https://example.com/a___b", true), []);
    }

    #[test]
    fn every_open_word_begins_with_the_character_that_is_looked_at_first() {
        for words in OPEN {
            assert!(words.starts_with(OPEN_BEGINS), "{words}");
        }
    }

    #[test]
    fn a_text_full_of_marks_is_read_to_its_end() {
        for part in ["{{", "【", "$｛", "（", "X", "×", "_", "【甲】", "TBD "] {
            let text = part.repeat(40_000);
            assert!(left_overs(&text, false).len() <= 100, "part: {part}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[{}%$【】X×某（）待定TBDtod_ 甲]{0,40}"]) {
            let found = left_overs(&text, false);
            for each in found {
                prop_assert!(text.get(each.range).is_some_and(|mark| !mark.is_empty()));
            }
        }
    }
}
