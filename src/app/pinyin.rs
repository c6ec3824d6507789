//! Chinese found by the first letters of its pinyin: `jf` finds 甲方.

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

use crate::value::half_width;

/// What each character of a text may be typed as: letters `a` to `z` and digits, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Initials {
    characters: Vec<u64>,
}

/// Letters and digits that may be initials, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    wanted: Vec<u64>,
}

impl Initials {
    /// The initials of a text; a character that is read in several ways has several.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self {
            characters: text.chars().map(bits).collect(),
        }
    }

    /// Whether these are initials of characters that stand one after the other.
    #[must_use]
    pub fn hold(&self, letters: &Letters) -> bool {
        let wanted = &letters.wanted;
        self.characters.windows(wanted.len()).any(|window| {
            window
                .iter()
                .zip(wanted)
                .all(|(has, wanted)| has & wanted != 0)
        })
    }
}

impl Letters {
    /// The letters and digits of what is typed, in either case and width; `None` for other text,
    /// and where there are none.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let wanted: Option<Vec<u64>> = half_width(typed).chars().map(letter).collect();
        wanted
            .filter(|wanted| !wanted.is_empty())
            .map(|wanted| Self { wanted })
    }
}

fn bits(c: char) -> u64 {
    if let Some(bit) = letter(c) {
        return bit;
    }
    let first = c.to_pinyin().map(|read| initial(read.first_letter()));
    let all = c.to_pinyin_multi().map(|readings| {
        let letters = readings
            .into_iter()
            .map(|read| initial(read.first_letter()));
        letters.fold(0, |bits, bit| bits | bit)
    });
    first.unwrap_or(0) | all.unwrap_or(0)
}

fn initial(letters: &str) -> u64 {
    letters.chars().next().and_then(letter).unwrap_or(0)
}

fn letter(c: char) -> Option<u64> {
    let c = c.to_ascii_lowercase();
    let place = match c {
        'a'..='z' => u32::from(c) - u32::from('a'),
        '0'..='9' => u32::from(c) - u32::from('0') + 26,
        _ => return None,
    };
    Some(1 << place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_find_characters_that_stand_together() {
        for (text, typed, found) in [
            ("甲方（客户）名称", "jf", true),
            ("甲方（客户）名称", "JFMC", false),
            ("甲方（客户）名称", "mc", true),
            ("杭州虚构青禾茶业有限公司", "qhcy", true),
            ("杭州虚构青禾茶业有限公司", "qcy", false),
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
}
