//! A template paragraph as words with gaps, and the values in the gaps of a text.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::draft::Values;
use crate::intake::folded::{Folded, fold};
use crate::template::{
    Body, BodyBlock, BodyContent, BodyInline, BodyRow, ConditionIndex, FieldId, Guard, OptionOf,
    Shape,
};

/// The limit of conditions in a paragraph for which every combination is tried.
const MOST_CONDITIONS: usize = 4;
/// The furthest offset of the first words in a text, in characters: the length of a clause number.
const LONGEST_NUMBER: usize = 10;
/// The number of characters before a gap that identify its place.
const NEIGHBOURS: usize = 6;

/// A paragraph of the template with its conditions resolved.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Passage<'a> {
    pieces: Vec<Piece<'a>>,
}

/// What a text holds between the words of its template.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Gap<'a> {
    /// The value of a field.
    Field(&'a FieldId),
    /// The box of an option.
    Box(&'a OptionOf),
}

#[derive(Clone, Debug, PartialEq)]
enum Piece<'a> {
    Words(Words),
    Gap(Gap<'a>),
}

#[derive(Clone, Debug, PartialEq)]
struct Words {
    exact: String,
    folded: String,
}

/// The way in which words are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Character by character.
    Exact,
    /// After both sides are folded with [`fold`].
    Folded,
}

impl Words {
    fn in_form(&self, form: Form) -> &str {
        match form {
            Form::Exact => &self.exact,
            Form::Folded => &self.folded,
        }
    }
}

/// A paragraph of the text to search.
#[derive(Debug)]
pub(super) struct Text<'t> {
    exact: &'t str,
    folded: Folded<'t>,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let exact = text.trim();
        Self {
            exact,
            folded: Folded::new(exact),
        }
    }

    pub(super) fn as_str(&self) -> &'t str {
        self.exact
    }

    /// The text between two passages, if the paragraph contains both.
    pub(super) fn between(&self, before: &str, after: &str) -> Option<&'t str> {
        let exact = range_between(self.exact, before, after, Form::Exact);
        if let Some(range) = exact {
            return self.exact.get(range);
        }
        let text = self.folded.as_str();
        let range = range_between(text, &fold(before), &fold(after), Form::Folded)?;
        self.folded.original(range)
    }
}

fn range_between(text: &str, before: &str, after: &str, form: Form) -> Option<Range<usize>> {
    let start = text.find(before)? + before.len();
    let length = first_of(text.get(start..)?, after, form)?;
    Some(start..start + length)
}

/// The paragraphs of a body in file order, each in every form that its conditions allow. Paragraphs
/// that would match any text are left out.
pub(super) fn passages(body: &Body) -> Vec<Vec<Passage<'_>>> {
    body.blocks
        .iter()
        .flat_map(paragraphs)
        .map(|(_, inlines)| variants(inlines))
        .filter(|variants| !variants.is_empty())
        .collect()
}

/// The paragraphs of a body that print with these values, each in its printed form.
pub(super) fn printed_passages<'a>(body: &'a Body, values: &Values) -> Vec<Passage<'a>> {
    body.blocks
        .iter()
        .filter(|block| values.stands(&block.guards))
        .flat_map(paragraphs)
        .filter(|(guards, _)| values.stands(guards))
        .map(|(_, inlines)| {
            let standing = inlines.iter();
            Passage::of(standing.filter(|inline| values.stands(&inline.guards)))
        })
        .filter(Passage::has_words)
        .collect()
}

/// The paragraphs of a block in file order, each with the guards of its row.
pub(super) fn paragraphs(block: &BodyBlock) -> Vec<(&[Guard], &[BodyInline])> {
    match &block.shape {
        Shape::Title(inlines)
        | Shape::Article(inlines)
        | Shape::Clause { inlines, .. }
        | Shape::Paragraph(inlines) => vec![(&[], inlines.as_slice())],
        // A reader of a file sees the text alone.
        Shape::Edge(_) | Shape::PageBreak => Vec::new(),
        Shape::Table { rows, .. } => cells(rows),
    }
}

fn cells(rows: &[BodyRow]) -> Vec<(&[Guard], &[BodyInline])> {
    let cells = |row: &'_ BodyRow| row.cells.len();
    let mut all = Vec::with_capacity(rows.iter().map(cells).sum());
    // How often a row repeats is not known before it is read.
    for row in rows.iter().filter(|row| row.repeats.is_none()) {
        all.extend(
            row.cells
                .iter()
                .map(|cell| (row.guards.as_slice(), cell.as_slice())),
        );
    }
    all
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
    /// The words and gaps of these inlines.
    pub(super) fn of(inlines: impl Iterator<Item = &'a BodyInline>) -> Self {
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        for inline in inlines {
            match (&inline.content, pieces.last_mut()) {
                (BodyContent::Text(text), Some(Piece::Words(words))) => {
                    words.exact.push_str(text);
                }
                (BodyContent::Text(text), _) => pieces.push(Piece::Words(Words {
                    exact: text.clone(),
                    folded: String::new(),
                })),
                (BodyContent::Field(field), _) => pieces.push(Piece::Gap(Gap::Field(field))),
                (BodyContent::Box(option), _) => pieces.push(Piece::Gap(Gap::Box(option))),
                // Rows that repeat have no passages.
                (BodyContent::Ordinal, _) => {}
            }
        }
        for piece in &mut pieces {
            if let Piece::Words(words) = piece {
                words.folded = fold(&words.exact);
            }
        }
        Self { pieces }
    }

    fn has_words(&self) -> bool {
        self.words().any(|words| !words.trim().is_empty())
    }

    /// The words between the gaps.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(words.exact.as_str()),
            Piece::Gap(_) => None,
        })
    }

    /// The number of blanks.
    pub(super) fn n_gaps(&self) -> usize {
        let is_gap = |piece: &&Piece<'_>| matches!(piece, Piece::Gap(_));
        self.pieces.iter().filter(is_gap).count()
    }

    /// The number of characters in the words.
    pub(super) fn n_characters(&self) -> usize {
        self.words().map(|words| words.chars().count()).sum()
    }

    /// The values in the gaps of `text`, if `text` is this paragraph, with or without a clause
    /// number.
    pub(super) fn values_in<'t>(&self, text: &Text<'t>) -> Option<Vec<(Gap<'a>, &'t str)>> {
        if let Some(gaps) = self.gaps_of(text.exact, Form::Exact) {
            return values(gaps, |range| text.exact.get(range));
        }
        let gaps = self.gaps_of(text.folded.as_str(), Form::Folded)?;
        values(gaps, |range| text.folded.original(range))
    }

    fn gaps_of(&self, text: &str, form: Form) -> Option<Vec<(Gap<'a>, Range<usize>)>> {
        let start = match self.pieces.first()? {
            Piece::Words(words) => {
                let start = text.find(words.in_form(form))?;
                let is_near = text.get(..start)?.chars().count() <= LONGEST_NUMBER;
                is_near.then_some(start)?
            }
            Piece::Gap(_) => 0,
        };
        self.gaps_from(text, start, form)
    }

    /// The byte ranges of the gaps if the paragraph begins at `start`.
    fn gaps_from(
        &self,
        text: &str,
        start: usize,
        form: Form,
    ) -> Option<Vec<(Gap<'a>, Range<usize>)>> {
        let mut gaps = Vec::new();
        let mut at = start;
        let mut gap: Option<Gap<'a>> = None;
        let last = self.pieces.len().saturating_sub(1);
        for (index, piece) in self.pieces.iter().enumerate() {
            match (piece, gap) {
                (Piece::Words(words), None) => {
                    let words = words.in_form(form);
                    text.get(at..)?.strip_prefix(words)?;
                    at += words.len();
                }
                (Piece::Words(words), Some(field)) => {
                    let words = words.in_form(form);
                    let end = if index == last {
                        // A value may contain the words after it, so the last words are matched at
                        // the end.
                        at + text.get(at..)?.strip_suffix(words)?.len()
                    } else {
                        at + first_of(text.get(at..)?, words, form)?
                    };
                    gaps.push((field, at..end));
                    at = end + words.len();
                    gap = None;
                }
                (Piece::Gap(field), None) => gap = Some(*field),
                // Two adjacent blanks without a word between them cannot be separated.
                (Piece::Gap(_), Some(_)) => return None,
            }
        }
        match gap {
            Some(field) => gaps.push((field, at..text.len())),
            None if at == text.len() => {}
            None => return None,
        }
        Some(gaps)
    }

    /// Every gap with the last characters before it and the words after it.
    pub(super) fn surroundings(&self) -> impl Iterator<Item = (Gap<'a>, &str, &str)> {
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
            Some(Piece::Words(words)) => Some(&words.exact),
            Some(Piece::Gap(_)) | None => None,
        }
    }
}

/// The position of the `words` that end a gap. Folded words are ambiguous (`。` may be the decimal
/// point of an amount), so two folded matches count as none.
fn first_of(text: &str, words: &str, form: Form) -> Option<usize> {
    let mut found = text.match_indices(words).map(|(start, _)| start);
    let first = found.next()?;
    match form {
        Form::Exact => Some(first),
        Form::Folded => (!words.is_empty() && found.next().is_none()).then_some(first),
    }
}

fn values<'a, 't>(
    gaps: Vec<(Gap<'a>, Range<usize>)>,
    value: impl Fn(Range<usize>) -> Option<&'t str>,
) -> Option<Vec<(Gap<'a>, &'t str)>> {
    gaps.into_iter()
        .map(|(gap, range)| Some((gap, value(range)?)))
        .collect()
}

fn last_characters(words: &str) -> &str {
    let start = words
        .char_indices()
        .rev()
        .nth(NEIGHBOURS - 1)
        .map_or(0, |(start, _)| start);
    words.get(start..).unwrap_or_default()
}

/// The first `count` characters of `words`.
pub(super) fn first_characters(words: &str, count: usize) -> &str {
    let end = words
        .char_indices()
        .nth(count)
        .map_or(words.len(), |(end, _)| end);
    words.get(..end).unwrap_or_default()
}
