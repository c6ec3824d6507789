//! One paragraph as plain text, with the mapping from text to inlines.

use std::ops::Range;

use crate::document::{Inline, Paragraph};
use crate::template::{BlockId, Place};

/// The text of a paragraph after its number, split into inlines.
pub(super) struct Passage<'a> {
    /// The template line of the paragraph.
    pub id: BlockId,
    /// The printed text.
    pub text: String,
    /// The inlines with their byte ranges in `text`.
    pub parts: Vec<(Range<usize>, &'a Inline)>,
}

impl<'a> Passage<'a> {
    pub fn new(paragraph: &'a Paragraph) -> Self {
        let mut text = String::new();
        let mut parts = Vec::with_capacity(paragraph.inlines.len());
        for inline in &paragraph.inlines {
            let start = text.len();
            text.push_str(&inline.text());
            parts.push((start..text.len(), inline));
        }
        Self {
            id: paragraph.id,
            text,
            parts,
        }
    }

    /// The blanks that print into this byte range, in order, without duplicates.
    pub fn places(&self, range: &Range<usize>) -> Vec<Place> {
        let mut places = Vec::new();
        for (bytes, inline) in &self.parts {
            if let Some(place) = inline.place()
                && bytes.start < range.end
                && range.start < bytes.end
                && !places.contains(place)
            {
                places.push(place.clone());
            }
        }
        places
    }

    /// Whether this byte range holds only template text.
    pub fn is_template(&self, range: &Range<usize>) -> bool {
        self.places(range).is_empty()
    }
}

/// At most `most` characters before byte `offset`. The limit keeps repeated look-back in a long
/// text linear.
pub(super) fn before(text: &str, offset: usize, most: usize) -> &str {
    let before = text.get(..offset).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .take(most)
        .last()
        .map_or(offset, |(start, _)| start);
    before.get(start..).unwrap_or_default()
}

/// At most `most` characters from byte `offset` on.
pub(super) fn after(text: &str, offset: usize, most: usize) -> &str {
    let after = text.get(offset..).unwrap_or_default();
    let end = after
        .char_indices()
        .nth(most)
        .map_or(after.len(), |(end, _)| end);
    after.get(..end).unwrap_or_default()
}
