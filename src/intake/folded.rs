//! Folds text for comparison, because programs and people exchange characters of equal meaning:
//! `（` for `(`, `：` for `:`, a blank for no blank.

use std::ops::Range;

/// A folded text that records the origin of each character.
#[derive(Debug)]
pub(super) struct Folded<'t> {
    original: &'t str,
    text: String,
    /// For each byte of `text`, the byte offset in `original` where its character begins.
    places: Vec<usize>,
}

impl<'t> Folded<'t> {
    /// Folds a text and records the origin of each character.
    pub(super) fn new(original: &'t str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut places = Vec::with_capacity(original.len());
        for (place, character) in original.char_indices() {
            if let Some(character) = folded(character) {
                text.push(character);
                places.resize(text.len(), place);
            }
        }
        Self {
            original,
            text,
            places,
        }
    }

    /// The folded text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The original text of a byte range in the folded text.
    pub(super) fn original(&self, range: Range<usize>) -> Option<&'t str> {
        let place = |index: usize| {
            let place = self.places.get(index).copied();
            place.unwrap_or(self.original.len())
        };
        self.original.get(place(range.start)..place(range.end))
    }
}

/// Folds a text without a record of origins.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter_map(folded).collect()
}

/// The folded form of a character; `None` for a character that comparison ignores.
pub(super) fn folded(character: char) -> Option<char> {
    /// The offset from an ASCII character to its full-width form (Halfwidth and Fullwidth Forms).
    const WIDTH: u32 = 0xFEE0;
    let folded = match character {
        '\u{200B}' | '\u{FEFF}' | '\u{AD}' => return None,
        _ if character.is_whitespace() => return None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - WIDTH)?,
        '。' | '｡' => '.',
        '︰' | '﹕' | '∶' => ':',
        '﹔' => ';',
        '﹐' => ',',
        '､' | '﹑' => '、',
        '﹙' | '⁽' => '(',
        '﹚' | '⁾' => ')',
        '【' | '〔' | '﹝' => '[',
        '】' | '〕' | '﹞' => ']',
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '─' | '−' => '-',
        '〜' | '∼' => '~',
        '﹪' => '%',
        '￥' => '¥',
        '・' | '•' | '‧' | '∙' => '·',
        other => other,
    };
    Some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_are_exchanged_are_one() {
        for (text, expected) in [
            ("元（大写：", "元(大写:"),
            ("元 ( 大写 ：", "元(大写:"),
            ("１０７，０００．５３％", "107,000.53%"),
            ("“服务期限”为准。", "\"服务期限\"为准."),
            ("「服务期限」为准｡", "\"服务期限\"为准."),
            ("甲方\u{A0}、\u{3000}乙方", "甲方、乙方"),
            ("0571—00000001", "0571-00000001"),
        ] {
            assert_eq!(fold(text), expected, "text: {text}");
        }
    }

    #[test]
    fn a_range_leads_back_to_what_was_written() {
        let folded = Folded::new("金额： １，０００ 元 （大写");
        assert_eq!(folded.as_str(), "金额:1,000元(大写");
        let start = "金额:".len();
        let value = folded.original(start..start + "1,000".len());
        assert_eq!(value.map(str::trim), Some("１，０００"));
        assert_eq!(
            folded.original(0..folded.as_str().len()),
            Some(folded.original)
        );
        assert_eq!(Folded::new("").original(0..0), Some(""));
    }
}
