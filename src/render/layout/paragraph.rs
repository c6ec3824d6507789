//! Lays one paragraph out as rows of segments.

use std::ops::Range;

use super::breaking::break_runs;
use super::opportunity::Run;
use super::{Ambiguous, Row, Segment, SegmentKind};
use crate::document::{Inline, Paragraph};
use crate::template::Place;

/// Ticks of up to this many display cells are kept on one row.
const SHORT_TICK_COLUMNS: usize = 16;

/// The space in which a paragraph is laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The width of a row in display cells.
    pub(super) width: usize,
    /// The indent of the first row in display cells.
    pub(super) first_indent: usize,
    /// The width of ambiguous characters.
    pub(super) measure: Ambiguous,
}

/// The text of a paragraph as one string, with the meaning of each part.
struct Flat<'a> {
    text: String,
    pieces: Vec<Piece<'a>>,
}

/// A part of the flat text.
struct Piece<'a> {
    range: Range<usize>,
    kind: SegmentKind,
    place: Option<&'a Place>,
    inline: Option<usize>,
    /// Whether the part is only spaces. Underscores replace its spaces during breaking, so that the
    /// spaces at a row's end are kept and drawn.
    is_hollow: bool,
}

/// The rows of `paragraph`, at least one; `index` is its position in the block.
pub(super) fn rows(paragraph: &Paragraph, index: usize, room: Room) -> Vec<Row> {
    let flat = Flat::new(paragraph);
    let runs: Vec<Run> = flat
        .pieces
        .iter()
        .map(|piece| flat.run(piece, room))
        .collect();
    let widths = [room.width.saturating_sub(room.first_indent), room.width];
    let mut pieces = flat.pieces.as_slice();
    break_runs(&flat.text, &runs, widths, room.measure)
        .into_iter()
        .enumerate()
        .map(|(number, range)| {
            let past = pieces.partition_point(|piece| piece.range.end <= range.start);
            pieces = pieces.get(past..).unwrap_or_default();
            let indent_columns = if number == 0 { room.first_indent } else { 0 };
            Row {
                segments: flat.segments(pieces, &range, index, indent_columns, room.measure),
                indent_columns,
                role: Some(paragraph.role),
            }
        })
        .collect()
}

impl<'a> Flat<'a> {
    fn new(paragraph: &'a Paragraph) -> Self {
        let mut flat = Self {
            text: String::new(),
            pieces: Vec::new(),
        };
        flat.push(&paragraph.number, SegmentKind::Number, None, None);
        for (index, inline) in paragraph.inlines.iter().enumerate() {
            let kind = match inline {
                Inline::Text { bold, .. } => SegmentKind::Text { bold: *bold },
                Inline::Filled { .. } => SegmentKind::Filled,
                Inline::Struck { .. } => SegmentKind::Struck,
                Inline::Blank { .. } => SegmentKind::Blank,
                Inline::Tick { ticked, .. } => SegmentKind::Tick { ticked: *ticked },
            };
            flat.push(&inline.text(), kind, inline.place(), Some(index));
        }
        flat
    }

    fn push(
        &mut self,
        text: &str,
        kind: SegmentKind,
        place: Option<&'a Place>,
        inline: Option<usize>,
    ) {
        let start = self.text.len();
        let is_hollow = place.is_some() && text.chars().all(char::is_whitespace);
        if is_hollow && text.is_empty() {
            self.text.push('_');
        } else if is_hollow {
            self.text.extend(text.chars().map(ink));
        } else {
            self.text.push_str(text);
        }
        if self.text.len() > start {
            self.pieces.push(Piece {
                range: start..self.text.len(),
                kind,
                place,
                inline,
                is_hollow,
            });
        }
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn run(&self, piece: &Piece<'_>, room: Room) -> Run {
        let whole = match piece.kind {
            SegmentKind::Tick { .. } => {
                room.measure.width(self.slice(&piece.range)) <= SHORT_TICK_COLUMNS
            }
            SegmentKind::Number
            | SegmentKind::Text { .. }
            | SegmentKind::Filled
            | SegmentKind::Struck
            | SegmentKind::Blank
            | SegmentKind::Rule => false,
        };
        Run {
            range: piece.range.clone(),
            whole,
        }
    }

    /// The segments of the row at `range`, without trailing spaces.
    fn segments(
        &self,
        pieces: &[Piece<'_>],
        range: &Range<usize>,
        paragraph: usize,
        first_column: usize,
        measure: Ambiguous,
    ) -> Vec<Segment> {
        let end = range.start + self.slice(range).trim_end().len();
        let mut column = first_column;
        pieces
            .iter()
            .take_while(|piece| piece.range.start < end)
            .map(|piece| {
                let shown = piece.range.start.max(range.start)..piece.range.end.min(end);
                let text = self.slice(&shown);
                let start = column;
                column += measure.width(text);
                Segment {
                    text: drawn(text, piece.is_hollow),
                    kind: piece.kind,
                    place: piece.place.cloned(),
                    columns: start..column,
                    paragraph,
                    inline: piece.inline,
                }
            })
            .collect()
    }
}

/// The replacement for a space in a hollow blank: equally wide, but kept at the end of a row.
fn ink(space: char) -> char {
    if space == '\u{3000}' { '＿' } else { '_' }
}

/// The characters on the screen: a hollow blank becomes spaces, a control character one space.
fn drawn(text: &str, is_hollow: bool) -> String {
    text.chars()
        .map(|character| match character {
            '_' if is_hollow => ' ',
            '＿' if is_hollow => '\u{3000}',
            control if control.is_control() => ' ',
            other => other,
        })
        .collect()
}
