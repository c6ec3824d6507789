//! Finds Chinese text by the initials of its pinyin: `jf` finds 甲方.

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

use crate::value::half_width;

/// The fewest initials that are found with others left out between them: two would find too much.
const FEWEST_WITH_GAPS: usize = 3;

/// The possible initials of each character in a text, without punctuation and spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Initials {
    characters: Vec<Readings>,
    /// The number of characters in the first line.
    n_in_first_line: usize,
}

/// The initials of one character: one bit for each letter and digit. The highest byte holds the
/// initial of the usual reading, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Readings(u64);

/// At least one typed letter or digit, each as a number from 0 to 35.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    wanted: Vec<u8>,
}

/// The position and the quality of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whether the match is at the start of the text.
    pub is_at_start: bool,
    /// Whether the match is in the first line.
    pub is_in_first_line: bool,
    /// Whether every character of the match has its usual reading.
    pub is_usual: bool,
}

impl Initials {
    /// The initials of a text. A character with several readings has several initials.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut initials = Self::default();
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                initials.characters.push(Readings::NONE);
            }
            let readings = line.chars().map(Readings::of);
            let typed = readings.filter(|readings| *readings != Readings::NONE);
            initials.characters.extend(typed);
            if number == 0 {
                initials.n_in_first_line = initials.characters.len();
            }
        }
        initials
    }

    /// Whether the letters are the initials of consecutive characters, or at least three initials
    /// of one line with others left out.
    #[must_use]
    pub fn hold(&self, letters: &Letters) -> bool {
        self.place(letters, Readings::has).is_some() || self.hold_with_gaps(letters)
    }

    /// Whether the letters are at least three initials of one line, in order.
    #[must_use]
    pub fn hold_with_gaps(&self, letters: &Letters) -> bool {
        if letters.count() < FEWEST_WITH_GAPS {
            return false;
        }
        let mut lines = self
            .characters
            .split(|readings| *readings == Readings::NONE);
        lines.any(|line| {
            let mut rest = line.iter();
            let mut wanted = letters.wanted.iter();
            wanted.all(|letter| rest.any(|readings| readings.has(*letter)))
        })
    }

    /// Finds consecutive characters with these initials, and prefers characters in their usual
    /// reading.
    #[must_use]
    pub fn find(&self, letters: &Letters) -> Option<Found> {
        let any = self.place(letters, Readings::has)?;
        let usual = self.place(letters, Readings::has_usually);
        let place = usual.unwrap_or(any);
        Some(Found {
            is_at_start: place == 0,
            is_in_first_line: place < self.n_in_first_line,
            is_usual: usual.is_some(),
        })
    }

    /// The positions, counted from 0, of the consecutive characters that have these initials; empty
    /// without a match.
    #[must_use]
    pub fn places(text: &str, letters: &Letters) -> Vec<usize> {
        let initials = Self::of(text);
        let usual = initials.place(letters, Readings::has_usually);
        let place = usual.or_else(|| initials.place(letters, Readings::has));
        let typed = text.chars().enumerate().filter(|(_, c)| *c != '\n');
        let typed = typed.filter(|(_, c)| Readings::of(*c) != Readings::NONE);
        let Some(first) = place else {
            return Vec::new();
        };
        typed
            .map(|(place, _)| place)
            .skip(first)
            .take(letters.count())
            .collect()
    }

    fn place(&self, letters: &Letters, has: fn(Readings, u8) -> bool) -> Option<usize> {
        let wanted = &letters.wanted;
        self.characters.windows(wanted.len()).position(|window| {
            let mut pairs = window.iter().zip(wanted);
            pairs.all(|(readings, letter)| has(*readings, *letter))
        })
    }
}

impl Letters {
    /// Reads typed letters and digits in either case and width; `None` for an empty text or other
    /// characters.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let wanted: Option<Vec<u8>> = half_width(typed).chars().map(letter).collect();
        wanted
            .filter(|wanted| !wanted.is_empty())
            .map(|wanted| Self { wanted })
    }

    /// The number of letters.
    #[must_use]
    pub fn count(&self) -> usize {
        self.wanted.len()
    }
}

/// Whether letters are the pinyin of consecutive characters of a line, the last syllable perhaps
/// only begun: `qinghe`, `qinghech`. Each character has its usual reading.
#[must_use]
pub fn spells(text: &str, typed: &str) -> bool {
    let typed = half_width(typed).to_lowercase();
    if typed.len() < 2 || !typed.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let mut rest = text.chars();
    loop {
        if is_spelled_at(rest.clone(), &typed) {
            return true;
        }
        if rest.next().is_none() {
            return false;
        }
    }
}

fn is_spelled_at(characters: std::str::Chars<'_>, typed: &str) -> bool {
    let mut wanted = typed;
    for c in characters {
        let Some(read) = c.to_pinyin() else {
            return false;
        };
        let syllable = read.plain();
        if syllable.starts_with(wanted) {
            return true;
        }
        let Some(rest) = wanted.strip_prefix(syllable) else {
            return false;
        };
        wanted = rest;
    }
    false
}

/// A sort key for Chinese texts: by pinyin, character by character; digits and Latin letters before
/// Chinese characters, in either case and width. Each character has its usual reading.
#[must_use]
pub(super) fn alphabetical(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 4);
    for c in half_width(text).chars() {
        match c.to_pinyin() {
            // Sort behind every letter, and keep characters of the same reading together.
            Some(read) => {
                key.extend(["{", read.plain(), " "]);
                key.push(c);
            }
            None => key.extend(c.to_lowercase()),
        }
    }
    key
}

impl Readings {
    const USUAL: u32 = 56;
    /// A character without initials; it separates the characters before and after it.
    const NONE: Self = Self(0);

    fn of(c: char) -> Self {
        if let Some(letter) = letter(c) {
            return Self::new(Some(letter), 0);
        }
        let usual = c.to_pinyin().and_then(|read| initial(read.first_letter()));
        let all = c.to_pinyin_multi().map_or(0, |readings| {
            let letters = readings
                .into_iter()
                .filter_map(|read| initial(read.first_letter()));
            letters.fold(0, |bits, letter| bits | 1 << letter)
        });
        Self::new(usual, all)
    }

    fn new(usual: Option<u8>, all: u64) -> Self {
        match usual {
            Some(letter) => Self(all | 1 << letter | u64::from(letter + 1) << Self::USUAL),
            None => Self(all),
        }
    }

    fn has(self, letter: u8) -> bool {
        self.0 & (1 << letter) != 0
    }

    fn has_usually(self, letter: u8) -> bool {
        self.0 >> Self::USUAL == u64::from(letter + 1)
    }
}

fn initial(letters: &str) -> Option<u8> {
    letters.chars().next().and_then(letter)
}

fn letter(c: char) -> Option<u8> {
    let c = u8::try_from(c.to_ascii_lowercase()).ok()?;
    match c {
        b'a'..=b'z' => Some(c - b'a'),
        b'0'..=b'9' => Some(c - b'0' + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_that_initials_find_are_known() {
        for (text, typed, places) in [
            ("甲方（客户）名称", "khmc", vec![3, 4, 6, 7]),
            ("重要重庆", "cq", vec![2, 3]),
            ("APP 标准", "pb", vec![2, 4]),
            ("甲方", "jx", vec![]),
        ] {
            let letters = Letters::of(typed).unwrap();
            assert_eq!(Initials::places(text, &letters), places, "{text} {typed}");
        }
    }

    #[test]
    fn initials_find_characters_that_stand_together() {
        for (text, typed, found) in [
            ("甲方（客户）名称", "jf", true),
            ("甲方（客户）名称", "JFMC", true),
            ("甲方（客户）名称", "jfk", true),
            ("甲方（客户）名称", "jmf", false),
            ("甲方（客户）名称", "jk", false),
            ("甲方\n客户名称", "jfm", false),
            ("甲方（客户）名称", "jfkhmc", true),
            ("甲方\n客户", "jfkh", false),
            ("甲方（客户）名称", "mc", true),
            ("杭州虚构青禾茶业有限公司", "qhcy", true),
            ("杭州虚构青禾茶业有限公司", "qcy", true),
            ("开户银行账号", "yhzh", true),
            ("重庆", "cq", true),
            ("重要", "zy", true),
            ("APP标准版2", "pbzb2", true),
            ("𠮷", "j", false),
            ("甲方", "", false),
            ("甲方", "j f", false),
            ("甲方", "ｊＦ", true),
            ("甲方", "甲", false),
        ] {
            let initials = Initials::of(text);
            let is_found = Letters::of(typed).is_some_and(|letters| initials.hold(&letters));
            assert_eq!(is_found, found, "{text} {typed}");
        }
    }

    #[test]
    fn whole_pinyin_finds_characters_that_stand_together() {
        for (text, typed, found) in [
            ("杭州虚构青禾茶业有限公司", "qinghe", true),
            ("杭州虚构青禾茶业有限公司", "QingHeCh", true),
            ("杭州虚构青禾茶业有限公司", "qingcha", false),
            ("杭州虚构青禾茶业有限公司", "inghe", false),
            ("杭州虚构青禾茶业有限公司", "gongsi", true),
            ("杭州\n青禾", "zhouqing", false),
            ("青禾", "q", false),
            ("青禾", "青禾", false),
        ] {
            assert_eq!(spells(text, typed), found, "{text} {typed}");
        }
    }

    #[test]
    fn names_are_sorted_as_they_are_looked_up() {
        let sorted = [
            "3M中国",
            "ABB",
            "ａｃｅ",
            "北京样例",
            "成都样本",
            "杭州虚构",
            "杭州虚构茶业",
            "苏州",
            "苏州样例",
            "云帆",
            // Sorted by the usual reading of 重, which is zhòng.
            "重庆虚构",
        ];
        for pair in sorted.windows(2) {
            let [first, second] = [pair[0], pair[1]].map(alphabetical);
            assert!(first < second, "{pair:?}: {first} {second}");
        }
    }

    #[test]
    fn usual_readings_are_found_before_rare_ones() {
        for (text, typed, at_start, in_first_line, is_usual) in [
            ("甲方", "jf", true, true, true),
            ("乙方", "jf", true, true, false),
            ("乙方和甲方", "jf", false, true, true),
            ("（乙方）", "yf", true, true, true),
            ("乙方\n甲方", "jf", false, false, true),
            ("A2", "a2", true, true, true),
        ] {
            let found = Letters::of(typed).and_then(|letters| Initials::of(text).find(&letters));
            let expected = Found {
                is_at_start: at_start,
                is_in_first_line: in_first_line,
                is_usual,
            };
            assert_eq!(found, Some(expected), "{text} {typed}");
        }
    }
}
