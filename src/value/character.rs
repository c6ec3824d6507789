//! What a single character does to a reader's eye, where that is not plain to see.

use unicode_width::UnicodeWidthChar;

/// How a character must be treated in text that came from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// It shows itself, or is one of the usual spaces.
    Plain,
    /// A C0 control or DEL, which has a picture of its own in Unicode.
    Pictured,
    /// It changes or marks text without being seen: C1, bidi and format controls, line and
    /// paragraph separators, tags, noncharacters.
    Invisible,
    /// U+E000 to U+F8FF, which stand for nothing by themselves; templates use them as marks.
    PrivateUse,
    /// It selects a variant of the character before it (葛󠄀, ❤️).
    VariationSelector,
    /// U+200D, which joins two emoji into one and is invisible elsewhere.
    Joiner,
    /// It is drawn onto the character before it and takes no cell.
    CombiningMark,
}

/// Whether the character is one of those that most of a contract consists of, and shows itself:
/// decided without a look at any table.
pub(super) fn is_usual(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}')
}

/// The nature of `character`.
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

/// Controls, format characters and noncharacters without a form of their own (Unicode 16,
/// general categories Cc, Cf, Zl, Zp, Cn as far as they do not take part in ordinary spelling).
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

/// The last two code points of each plane.
fn is_noncharacter(character: char) -> bool {
    u32::from(character) & 0xFFFE == 0xFFFE
}

fn is_combining(character: char) -> bool {
    character.width() == Some(0) && !is_filler(character) && !is_conjoining_jamo(character)
}

/// Vowels and final consonants of decomposed Hangul: letters, though they take no cell.
fn is_conjoining_jamo(character: char) -> bool {
    matches!(character, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}

/// Letters and patterns that are blank by design: Hangul fillers and the empty Braille cell.
pub(super) fn is_filler(character: char) -> bool {
    matches!(
        character,
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}'
    )
}

/// Whether the character breaks a line or sets it to a tab stop.
pub(super) fn breaks_line(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether the character can be one side of a joined emoji. A little wider than the Unicode
/// property `Extended_Pictographic`: it only has to keep U+200D out of letters.
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
