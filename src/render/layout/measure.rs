//! Widths in display cells, by grapheme, as the terminal draws them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How wide the terminal draws characters of ambiguous width (`“ ” … — · √ ■ □`, UAX #11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One cell, as most terminals and ratatui do.
    #[default]
    Narrow,
    /// Two cells, as some terminals with a Chinese font do.
    Wide,
}

impl Ambiguous {
    /// The display cells of `text`: the sum over its graphemes, since a terminal draws those.
    #[must_use]
    pub fn width(self, text: &str) -> usize {
        text.graphemes(true)
            .map(|grapheme| self.grapheme_width(grapheme))
            .sum()
    }

    /// The display cells of one grapheme.
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
    use super::Ambiguous;

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
