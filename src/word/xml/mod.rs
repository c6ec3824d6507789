//! The XML of a part: a stream reader with limits, and a sequential writer.

mod reader;
mod space;
mod writer;

pub(crate) use reader::{Reader, Tag, Token};
pub(crate) use space::Space;
pub(crate) use writer::Writer;

/// Whether XML 1.0 allows the character (`Char`). The carriage return is excluded, because every
/// reader turns it into a line feed.
pub(crate) fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
