//! Clause numbers: the patterns of a template (`一、`, `（一）`, `1、`, `第一条`, `1.1`) and counters.

/// The patterns of clause numbers by depth: index 0 is for articles, the others are for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    patterns: Vec<Pattern>,
}

/// A pattern: the kind of numeral, and the text before and after the number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    before: String,
    numeral: Numeral,
    after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numeral {
    /// 一、二、十一
    Han,
    /// 1, 2; prefixed by the numbers of `outer` outer depths (`1.1` has one).
    Arabic { outer: usize },
    /// a, b
    Latin,
    /// ①, ②
    Circled,
}

/// The running clause counts of one document.
#[derive(Debug)]
pub struct Counters<'a> {
    numbering: &'a Numbering,
    counts: Vec<usize>,
}

impl Default for Numbering {
    fn default() -> Self {
        Self::usual("")
    }
}

impl Numbering {
    /// The numbers of a contract in this language (a BCP 47 tag) whose template declares none.
    #[must_use]
    pub(super) fn usual(language: &str) -> Self {
        let samples = if language.starts_with("en") {
            ["1. ", "1.1 ", "(a) "]
        } else {
            ["一、", "（一）", "1、"]
        };
        let patterns = samples.iter().filter_map(|sample| Pattern::parse(sample));
        Self {
            patterns: patterns.collect(),
        }
    }

    /// Parses the patterns, each around a sample number such as `一`, `1`, `1.1`, `a` or `①`.
    ///
    /// # Errors
    /// The index of the first pattern without a sample number.
    pub fn parse<'a>(samples: impl IntoIterator<Item = &'a str>) -> Result<Self, usize> {
        let patterns = samples
            .into_iter()
            .enumerate()
            .map(|(index, sample)| Pattern::parse(sample).ok_or(index))
            .collect::<Result<_, _>>()?;
        Ok(Self { patterns })
    }

    /// The number of depths that have a pattern.
    #[must_use]
    pub fn depths(&self) -> usize {
        self.patterns.len()
    }

    /// New counters, all zero.
    #[must_use]
    pub fn counters(&self) -> Counters<'_> {
        Counters {
            numbering: self,
            counts: vec![0; self.patterns.len()],
        }
    }
}

impl Counters<'_> {
    /// Increments the counter at `depth` (0 is an article), resets the deeper counters, and returns
    /// the printed number. Empty if the template has no pattern for the depth.
    pub fn next(&mut self, depth: usize) -> String {
        let Some(count) = self.counts.get_mut(depth) else {
            return String::new();
        };
        *count += 1;
        for deeper in self.counts.iter_mut().skip(depth + 1) {
            *deeper = 0;
        }
        match self.numbering.patterns.get(depth) {
            Some(pattern) => pattern.print(&self.counts, depth),
            None => String::new(),
        }
    }
}

impl Pattern {
    fn parse(sample: &str) -> Option<Self> {
        if let Some(start) = sample.find('1') {
            let (before, rest) = sample.split_at_checked(start)?;
            let mut rest = rest.strip_prefix('1')?;
            let mut outer = 0;
            while let Some(inner) = rest.strip_prefix(".1") {
                rest = inner;
                outer += 1;
            }
            return Some(Self {
                before: before.to_owned(),
                numeral: Numeral::Arabic { outer },
                after: rest.to_owned(),
            });
        }
        for (mark, numeral) in [
            ('一', Numeral::Han),
            ('①', Numeral::Circled),
            ('a', Numeral::Latin),
        ] {
            if let Some((before, after)) = sample.split_once(mark) {
                return Some(Self {
                    before: before.to_owned(),
                    numeral,
                    after: after.to_owned(),
                });
            }
        }
        None
    }

    fn print(&self, counts: &[usize], depth: usize) -> String {
        let own = counts.get(depth).copied().unwrap_or(0);
        let number = match self.numeral {
            Numeral::Han => han(own),
            Numeral::Arabic { outer } => counts
                .iter()
                .take(depth + 1)
                .skip(depth.saturating_sub(outer))
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join("."),
            Numeral::Latin => latin(own),
            Numeral::Circled => circled(own),
        };
        format!("{}{number}{}", self.before, self.after)
    }
}

/// Formats 1 to 9,999 in Chinese numerals in the style of clause numbers (十, 十一, 二十, 一百零一);
/// any other number in digits.
fn han(number: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number > 9_999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut zero_pending = false;
    for (value, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / value % 10;
        if digit == 0 {
            zero_pending = !text.is_empty();
            continue;
        }
        if zero_pending {
            text.push('零');
            zero_pending = false;
        }
        // 10 to 19 begin with 十, not with 一十.
        if !(value == 10 && digit == 1 && text.is_empty()) {
            text.push_str(DIGITS.get(digit).copied().unwrap_or_default());
        }
        text.push_str(unit);
    }
    text
}

/// Formats 1 as `a`, 26 as `z`, 27 as `aa`.
fn latin(number: usize) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Formats 1 to 20 as ① to ⑳ (Unicode has no more in sequence); a larger number in brackets.
fn circled(number: usize) -> String {
    match u32::try_from(number) {
        Ok(small @ 1..=20) => char::from_u32('①' as u32 + small - 1)
            .map_or_else(|| format!("({number})"), String::from),
        _ => format!("({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_their_pattern() {
        for (sample, number, expected) in [
            ("一、", 1, "一、"),
            ("一、", 10, "十、"),
            ("（一）", 11, "（十一）"),
            ("（一）", 20, "（二十）"),
            ("第一条　", 101, "第一百零一条　"),
            ("第一条　", 110, "第一百一十条　"),
            ("第一条　", 1001, "第一千零一条　"),
            ("1、", 12, "12、"),
            ("（1）", 3, "（3）"),
            ("a)", 28, "ab)"),
            ("①", 20, "⑳"),
            ("①", 21, "(21)"),
        ] {
            let numbering = Numbering::parse([sample]).unwrap();
            let mut counters = numbering.counters();
            let mut last = String::new();
            for _ in 0..number {
                last = counters.next(0);
            }
            assert_eq!(last, expected, "sample: {sample}, number: {number}");
        }
    }

    #[test]
    fn a_new_article_starts_its_clauses_anew() {
        let numbering = Numbering::parse(["第1条", "1.1", "1.1.1"]).unwrap();
        let mut counters = numbering.counters();
        let printed: Vec<String> = [0, 1, 1, 2, 0, 1, 2, 2]
            .into_iter()
            .map(|depth| counters.next(depth))
            .collect();
        assert_eq!(
            printed,
            [
                "第1条", "1.1", "1.2", "1.2.1", "第2条", "2.1", "2.1.1", "2.1.2"
            ]
        );
    }

    #[test]
    fn a_pattern_without_a_number_is_named() {
        assert_eq!(Numbering::parse(["一、", "、"]), Err(1));
    }
}
