//! The XML of a part: read as a stream with limits, written from front to back.

mod reader;
mod space;
mod writer;

pub(crate) use reader::{Reader, Tag, Token};
pub(crate) use space::Space;
pub(crate) use writer::Writer;

/// `Char` of XML 1.0 without the carriage return, which every reader turns into a line feed.
pub(crate) fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
