//! The XML of a part.

mod reader;
pub(crate) mod tree;

pub(crate) use reader::{Reader, Space, Tag, Token};

/// What every part begins with.
pub(crate) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// `Char` of XML 1.0 without the carriage return, which every reader turns into a line feed.
pub(crate) fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
