//! Remembers which paragraphs of the previous contract need no second reading.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::document::{Document, Paragraph};

/// Steps through the paragraphs of the previous contract in parallel with the new contract.
pub(super) struct Known<'a> {
    before: Peekable<IntoIter<(&'a Paragraph, bool)>>,
}

impl<'a> Known<'a> {
    /// No previous contract.
    pub fn nothing() -> Self {
        Self {
            before: Vec::new().into_iter().peekable(),
        }
    }

    /// The paragraphs of the previous document with their quiet flags.
    pub fn of(before: &'a Document, quiet: &'a [bool]) -> Self {
        let paragraphs: Vec<_> = before.paragraphs().zip(quiet.iter().copied()).collect();
        Self {
            before: paragraphs.into_iter().peekable(),
        }
    }

    /// Whether the next paragraph equals its previous version and was quiet. Both contracts follow
    /// the order of one template, so paragraphs are matched by `BlockId` in one forward pass.
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
