//! A paragraph of the template as words with gaps, and what stands in the gaps of a text.

use std::collections::BTreeSet;

use crate::template::{
    Body, BodyContent, BodyInline, ConditionIndex, FieldId, Shape, SignatureRow,
};

/// Up to this many conditions inside one paragraph every way that they may come out is tried.
const MOST_CONDITIONS: usize = 4;
/// How far into a text its first words may stand, in characters: behind a clause's number.
const LONGEST_NUMBER: usize = 10;
/// How many characters before a gap tell where it is.
const NEIGHBOURS: usize = 6;

/// A paragraph of the template under given conditions.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Passage<'a> {
    pieces: Vec<Piece<'a>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece<'a> {
    Words(String),
    Gap(&'a FieldId),
}

/// The paragraphs of a body in the order in which a file holds them, each in every form that the
/// conditions inside it allow. Those that would fit any text are left out.
pub(super) fn passages(body: &Body) -> Vec<Vec<Passage<'_>>> {
    let paragraphs: Vec<&[BodyInline]> = body
        .blocks
        .iter()
        .flat_map(|block| match &block.shape {
            Shape::Title(inlines)
            | Shape::Article(inlines)
            | Shape::Clause { inlines, .. }
            | Shape::Paragraph(inlines) => vec![inlines.as_slice()],
            Shape::Signature(rows) => cells(rows),
        })
        .collect();
    paragraphs
        .into_iter()
        .map(variants)
        .filter(|variants| !variants.is_empty())
        .collect()
}

fn cells(rows: &[SignatureRow]) -> Vec<&[BodyInline]> {
    rows.iter()
        .flat_map(|row| row.cells.iter().map(Vec::as_slice))
        .collect()
}

fn variants(inlines: &[BodyInline]) -> Vec<Passage<'_>> {
    let conditions: BTreeSet<ConditionIndex> = inlines
        .iter()
        .flat_map(|inline| &inline.guards)
        .map(|guard| guard.condition)
        .collect();
    let conditions: Vec<ConditionIndex> = conditions.into_iter().take(MOST_CONDITIONS).collect();
    (0..1_usize << conditions.len())
        .map(|bits| {
            let holds = |condition: ConditionIndex| {
                conditions
                    .iter()
                    .position(|other| *other == condition)
                    .is_some_and(|index| bits >> index & 1 == 1)
            };
            Passage::of(inlines.iter().filter(|inline| {
                inline
                    .guards
                    .iter()
                    .all(|guard| holds(guard.condition) == guard.expected)
            }))
        })
        .filter(Passage::has_words)
        .collect()
}

impl<'a> Passage<'a> {
    fn of(inlines: impl Iterator<Item = &'a BodyInline>) -> Self {
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        for inline in inlines {
            match (&inline.content, pieces.last_mut()) {
                (BodyContent::Text { text, .. }, Some(Piece::Words(words))) => words.push_str(text),
                (BodyContent::Text { text, .. }, _) => pieces.push(Piece::Words(text.clone())),
                (BodyContent::Field(field), _) => pieces.push(Piece::Gap(field)),
            }
        }
        Self { pieces }
    }

    fn has_words(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Words(words) if !words.trim().is_empty()))
    }

    /// What stands in the gaps of `text`, if it is this paragraph, with or without a number.
    pub(super) fn values_in<'t>(&self, text: &'t str) -> Option<Vec<(FieldId, &'t str)>> {
        let text = text.trim();
        match self.pieces.first()? {
            Piece::Words(words) => {
                let start = text.find(words.as_str())?;
                let is_near = text.get(..start)?.chars().count() <= LONGEST_NUMBER;
                is_near
                    .then(|| self.values_from(text.get(start..)?))
                    .flatten()
            }
            Piece::Gap(_) => self.values_from(text),
        }
    }

    fn values_from<'t>(&self, text: &'t str) -> Option<Vec<(FieldId, &'t str)>> {
        let mut values = Vec::new();
        let mut rest = text;
        let mut gap: Option<&FieldId> = None;
        let last = self.pieces.len().saturating_sub(1);
        for (index, piece) in self.pieces.iter().enumerate() {
            match (piece, gap) {
                (Piece::Words(words), None) => rest = rest.strip_prefix(words.as_str())?,
                (Piece::Words(words), Some(field)) => {
                    let value = if index == last {
                        // A value may hold the words that follow it, the end stands fast.
                        let value = rest.strip_suffix(words.as_str())?;
                        rest = "";
                        value
                    } else {
                        let (value, behind) = rest.split_once(words.as_str())?;
                        rest = behind;
                        value
                    };
                    values.push((field.clone(), value));
                    gap = None;
                }
                (Piece::Gap(field), None) => gap = Some(field),
                // Two blanks without a word between them cannot be told apart.
                (Piece::Gap(_), Some(_)) => return None,
            }
        }
        match gap {
            Some(field) => values.push((field.clone(), rest)),
            None if rest.is_empty() => {}
            None => return None,
        }
        Some(values)
    }

    /// Every gap with the last characters before it and the words behind.
    pub(super) fn surroundings(&self) -> impl Iterator<Item = (&'a FieldId, &str, &str)> {
        self.pieces
            .iter()
            .enumerate()
            .filter_map(|(index, piece)| match piece {
                Piece::Gap(field) => {
                    let before = index
                        .checked_sub(1)
                        .and_then(|before| self.words_at(before));
                    let after = self.words_at(index + 1);
                    Some((*field, last_characters(before?), after?))
                }
                Piece::Words(_) => None,
            })
    }

    fn words_at(&self, index: usize) -> Option<&str> {
        match self.pieces.get(index) {
            Some(Piece::Words(words)) => Some(words),
            Some(Piece::Gap(_)) | None => None,
        }
    }
}

/// What stands between two passages of `text`, if both stand there.
pub(super) fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(value, _)| value)
}

fn last_characters(words: &str) -> &str {
    let start = words
        .char_indices()
        .rev()
        .nth(NEIGHBOURS - 1)
        .map_or(0, |(start, _)| start);
    words.get(start..).unwrap_or_default()
}

/// The beginning of `words`, up to this many characters.
pub(super) fn first_characters(words: &str, count: usize) -> &str {
    let end = words
        .char_indices()
        .nth(count)
        .map_or(words.len(), |(end, _)| end);
    words.get(..end).unwrap_or_default()
}
