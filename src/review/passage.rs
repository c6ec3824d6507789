//! One paragraph as a reader sees it, with the answers that its parts come from.

use std::ops::Range;

use crate::document::{Inline, Paragraph};
use crate::template::{BlockId, Place};

/// The words of a paragraph after its number, and which inline each part of them is.
pub(super) struct Passage<'a> {
    /// The paragraph.
    pub id: BlockId,
    /// The words.
    pub text: String,
    /// The inlines with the bytes of `text` that they print.
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

    /// The blanks that print within these bytes, in order.
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

    /// Whether these bytes are the template's own words.
    pub fn is_template(&self, range: &Range<usize>) -> bool {
        self.places(range).is_empty()
    }
}

/// The last characters before `offset`, at most `most`: whoever looks back from every place of a
/// long text must not look far.
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

/// The first characters from `offset` on, at most `most`.
pub(super) fn after(text: &str, offset: usize, most: usize) -> &str {
    let after = text.get(offset..).unwrap_or_default();
    let end = after
        .char_indices()
        .nth(most)
        .map_or(after.len(), |(end, _)| end);
    after.get(..end).unwrap_or_default()
}
