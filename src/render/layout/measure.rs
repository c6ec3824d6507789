//! Widths in display cells by grapheme, as the terminal draws them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width at which the terminal draws ambiguous characters (`“ ” … — · √ ■ □`, UAX #11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One cell, the width in most terminals and in ratatui.
    #[default]
    Narrow,
    /// Two cells, the width in some terminals with a Chinese font.
    Wide,
}

/// The iterator that [`Ambiguous::graphemes`] returns.
#[derive(Clone, Debug)]
pub struct Graphemes<'a> {
    rest: &'a str,
    measure: Ambiguous,
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = (&'a str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let mut characters = self.rest.chars();
        let first = characters.next()?;
        // Fast path for most of a contract: a range check replaces the Unicode tables.
        let known = match (certain_width(first), characters.next()) {
            (Some(columns), None) => Some(columns),
            (Some(columns), Some(second)) => certain_width(second).map(|_| columns),
            (None, _) => None,
        };
        let (grapheme, columns) = if let Some(columns) = known {
            (self.rest.get(..first.len_utf8())?, columns)
        } else {
            let grapheme = self.rest.graphemes(true).next()?;
            (grapheme, self.measure.grapheme_width(grapheme))
        };
        self.rest = self.rest.get(grapheme.len()..)?;
        Some((grapheme, columns))
    }
}

/// The display cells of a character with an undisputed width that forms a grapheme of its own next
/// to characters of the same kind. `None` for ambiguous characters, emoji and combining characters.
#[must_use]
pub fn certain_width(character: char) -> Option<usize> {
    match character {
        ' '..='~' => Some(1),
        '\u{3000}'..='\u{3011}' // 、。《》【】
        | '\u{3041}'..='\u{3096}' // kana
        | '\u{30A1}'..='\u{30FA}'
        | '\u{3400}'..='\u{4DBF}' // ideographs
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' // hangul
        | '\u{FF01}'..='\u{FF60}' // full-width forms
        => Some(2),
        _ => None,
    }
}

impl Ambiguous {
    /// The display cells of `text`: the sum over its graphemes, because a terminal draws graphemes.
    #[must_use]
    pub fn width(self, text: &str) -> usize {
        self.graphemes(text).map(|(_, columns)| columns).sum()
    }

    /// The graphemes of `text`, each with its width in display cells.
    #[must_use]
    pub fn graphemes(self, text: &str) -> Graphemes<'_> {
        Graphemes {
            rest: text,
            measure: self,
        }
    }

    /// The width of one grapheme in display cells.
    pub(super) fn grapheme_width(self, grapheme: &str) -> usize {
        if grapheme.len() == 1 {
            return 1;
        }
        match self {
            Self::Narrow => grapheme.width(),
            Self::Wide => grapheme.width_cjk(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn graphemes_are_those_of_unicode_with_their_widths(
            text in prop_oneof![
                any::<String>(),
                "[ a甲，（）“─𠮷👍\u{1F3FD}\u{200D}e\u{301}\u{3099}か가\u{11A8}\u{FE0F}\r\n]{0,12}",
            ],
        ) {
            for measure in [Ambiguous::Narrow, Ambiguous::Wide] {
                let expected: Vec<_> = text
                    .graphemes(true)
                    .map(|grapheme| (grapheme, measure.grapheme_width(grapheme)))
                    .collect();
                prop_assert_eq!(measure.graphemes(&text).collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn widths_are_those_of_graphemes_on_the_screen() {
        for (text, narrow, wide) in [
            ("", 0, 0),
            ("a1", 2, 2),
            ("合同", 4, 4),
            ("𠮷", 2, 2),
            ("葛\u{e0100}", 2, 2),
            ("e\u{301}", 1, 1),
            ("“期”", 4, 6),
            ("——……", 4, 8),
            ("□√■①·", 5, 10),
            ("（一）", 6, 6),
            ("👨‍👩‍👧", 2, 2),
        ] {
            assert_eq!(Ambiguous::Narrow.width(text), narrow, "narrow: {text}");
            assert_eq!(Ambiguous::Wide.width(text), wide, "wide: {text}");
        }
    }
}
