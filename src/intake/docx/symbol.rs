//! Maps characters of symbol fonts to Unicode: a box that a person ticks in Word is an `R` in
//! Wingdings 2.

/// A symbol font that Word offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SymbolFont {
    Symbol,
    Webdings,
    Wingdings,
    Wingdings2,
    Wingdings3,
}

impl SymbolFont {
    /// The symbol font with this name, if the name is known.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "symbol" => Some(Self::Symbol),
            "webdings" => Some(Self::Webdings),
            "wingdings" => Some(Self::Wingdings),
            "wingdings 2" => Some(Self::Wingdings2),
            "wingdings 3" => Some(Self::Wingdings3),
            _ => None,
        }
    }

    /// The Unicode character with the shape that the font shows; `None` if no character has that
    /// shape.
    pub(super) fn shown(self, character: char) -> Option<char> {
        let code = code(character)?;
        let shown = match (self, code) {
            (_, 0x20) => ' ',
            (Self::Wingdings, 0x6E) | (Self::Wingdings2, 0xA2) | (Self::Webdings, 0x67) => '■',
            (Self::Wingdings, 0x6F..=0x72 | 0xA8)
            | (Self::Wingdings2, 0xA3)
            | (Self::Webdings, 0x63) => '□',
            (Self::Wingdings, 0xFE) | (Self::Wingdings2, 0x52) => '☑',
            (Self::Wingdings, 0xFD) | (Self::Wingdings2, 0x51 | 0x53 | 0x54) => '☒',
            (Self::Wingdings, 0xFC) | (Self::Webdings, 0x61) => '✔',
            (Self::Wingdings2, 0x50) => '✓',
            (Self::Wingdings, 0xFB) => '✘',
            (Self::Wingdings2, 0x4F) => '✗',
            (Self::Symbol, 0xB0) => '°',
            (Self::Symbol, 0xB1) => '±',
            (Self::Symbol, 0xB4) => '×',
            (Self::Symbol, 0xB7) => '•',
            (Self::Symbol, 0xB8) => '÷',
            (Self::Symbol, 0xD6) => '√',
            (Self::Symbol, 0x25 | 0x28..=0x39) => char::from(code),
            _ => return None,
        };
        Some(shown)
    }
}

/// The code of a character in the font. Symbol characters also stand in the private use area
/// (MS-OI29500 2.1.142).
fn code(character: char) -> Option<u8> {
    let code = u32::from(character);
    u8::try_from(code.checked_sub(0xF000).unwrap_or(code)).ok()
}
