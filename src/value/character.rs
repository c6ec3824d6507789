//! Classifies characters by their visibility: plain, invisible, combining, joining.

use unicode_width::UnicodeWidthChar;

/// The class of a character, which decides how [`clean`](super::clean) treats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// A visible character or a usual space.
    Plain,
    /// A C0 control or DEL. Unicode has a control picture for each.
    Pictured,
    /// An invisible character that changes or marks text: C1, bidi and format controls, line and
    /// paragraph separators, tags, noncharacters.
    Invisible,
    /// U+E000 to U+F8FF, which have no standard meaning. The template parser uses them as marks.
    PrivateUse,
    /// Selects a variant of the character before it (葛󠄀, ❤️).
    VariationSelector,
    /// U+200D, which joins two emoji into one and is invisible elsewhere.
    Joiner,
    /// Drawn onto the character before it; takes no terminal cell.
    CombiningMark,
}

/// Whether the character is in the visible ranges that make up most of a contract. This fast path
/// needs no lookup in a Unicode table.
pub(super) fn is_usual(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}'
        | '\u{4000}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}')
}

/// Classifies a character. The usual characters come first and the width table last, for speed.
pub(super) fn nature(character: char) -> Nature {
    match character {
        _ if is_usual(character) => Nature::Plain,
        '\0'..='\u{1F}' | '\u{7F}' => Nature::Pictured,
        '\u{E000}'..='\u{F8FF}' => Nature::PrivateUse,
        '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{180B}'..='\u{180D}'
        | '\u{180F}' => Nature::VariationSelector,
        '\u{200D}' => Nature::Joiner,
        _ if is_invisible(character) => Nature::Invisible,
        _ if is_combining(character) => Nature::CombiningMark,
        _ => Nature::Plain,
    }
}

/// Whether the character is a control, format character or noncharacter without a visible form
/// (Unicode 16, general categories Cc, Cf, Zl, Zp, Cn, less those that ordinary spelling uses).
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9F}'
            | '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200C}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FEFF}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E00FF}'
            | '\u{E01F0}'..='\u{E0FFF}'
    ) || is_noncharacter(character)
}

/// Whether the character is one of the last two code points of its plane.
fn is_noncharacter(character: char) -> bool {
    u32::from(character) & 0xFFFE == 0xFFFE
}

fn is_combining(character: char) -> bool {
    character.width() == Some(0) && !is_filler(character) && !is_conjoining_jamo(character)
}

/// Whether the character is a vowel or final consonant of decomposed Hangul. Such a letter has
/// width 0 but is not a combining mark.
fn is_conjoining_jamo(character: char) -> bool {
    matches!(character, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}

/// Whether the character is blank by design: a Hangul filler or the empty Braille cell.
pub(super) fn is_filler(character: char) -> bool {
    matches!(
        character,
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}'
    )
}

/// Whether the character is a line end, a separator or a tab.
pub(super) fn breaks_line(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether the character can be one side of a joined emoji. The ranges are a little wider than the
/// Unicode property `Extended_Pictographic`: they only have to exclude letters.
pub(super) fn is_emoji(character: char) -> bool {
    matches!(
        character,
        '\u{1F000}'..='\u{1FBFF}'
            | '\u{2190}'..='\u{21FF}'
            | '\u{2300}'..='\u{23FF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{2B00}'..='\u{2BFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::{Nature, nature};

    #[test]
    fn characters_are_told_apart_by_what_they_do() {
        for (character, expected) in [
            ('a', Nature::Plain),
            ('中', Nature::Plain),
            ('𠮷', Nature::Plain),
            ('\u{3134A}', Nature::Plain),
            ('“', Nature::Plain),
            ('☑', Nature::Plain),
            ('😀', Nature::Plain),
            ('\u{3000}', Nature::Plain),
            ('\u{A0}', Nature::Plain),
            ('\u{3164}', Nature::Plain),
            ('\u{11A8}', Nature::Plain),
            ('\u{1B}', Nature::Pictured),
            ('\u{7F}', Nature::Pictured),
            ('\u{9B}', Nature::Invisible),
            ('\u{AD}', Nature::Invisible),
            ('\u{200B}', Nature::Invisible),
            ('\u{202E}', Nature::Invisible),
            ('\u{2028}', Nature::Invisible),
            ('\u{2066}', Nature::Invisible),
            ('\u{FEFF}', Nature::Invisible),
            ('\u{FFF9}', Nature::Invisible),
            ('\u{FFFE}', Nature::Invisible),
            ('\u{10FFFF}', Nature::Invisible),
            ('\u{E0041}', Nature::Invisible),
            ('\u{E000}', Nature::PrivateUse),
            ('\u{FE0F}', Nature::VariationSelector),
            ('\u{E0100}', Nature::VariationSelector),
            ('\u{200D}', Nature::Joiner),
            ('\u{301}', Nature::CombiningMark),
            ('\u{20E3}', Nature::CombiningMark),
            ('\u{302A}', Nature::CombiningMark),
        ] {
            assert_eq!(nature(character), expected, "character: {character:?}");
        }
    }
}
