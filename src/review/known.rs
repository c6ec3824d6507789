//! What is known of the paragraphs of a contract from before its last change.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::document::{Document, Paragraph};

/// The paragraphs of the contract as it was, walked through along with those that it has now.
pub(super) struct Known<'a> {
    before: Peekable<IntoIter<(&'a Paragraph, bool)>>,
}

impl<'a> Known<'a> {
    /// Nothing was there before.
    pub fn nothing() -> Self {
        Self {
            before: Vec::new().into_iter().peekable(),
        }
    }

    /// The paragraphs of a document, and which of them were quiet.
    pub fn of(before: &'a Document, quiet: &'a [bool]) -> Self {
        let paragraphs: Vec<_> = before.paragraphs().zip(quiet.iter().copied()).collect();
        Self {
            before: paragraphs.into_iter().peekable(),
        }
    }

    /// Whether the next paragraph stands as it stood before, and was quiet. Both contracts follow
    /// the order of one template, so old and new are matched by identity, and by equality.
    pub fn is_quiet(&mut self, paragraph: &Paragraph) -> bool {
        while self
            .before
            .next_if(|(known, _)| known.id < paragraph.id)
            .is_some()
        {}
        let known = self.before.next_if(|(known, _)| known.id == paragraph.id);
        known.is_some_and(|(known, is_quiet)| is_quiet && known == paragraph)
    }
}
