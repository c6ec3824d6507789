//! The contract as rows of display cells, for the preview: 避头尾, indents as on paper, and the
//! position of each blank.
//!
//! Each block is laid out independently of its neighbours and cached until it changes, so a key
//! stroke lays out one paragraph. Rows are looked up by number and never copied.

mod breaking;
mod marks;
mod measure;
mod opportunity;
mod paragraph;
mod signature;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use breaking::break_lines;
pub use measure::{Ambiguous, Graphemes, certain_width};

use crate::document::{Block, Document, Inline, Paragraph, Role, TableRole};
use crate::template::{IdHash, Place};
use paragraph::Room;

/// The first-line indent of a paragraph, in display cells: two Chinese characters.
const INDENT_COLUMNS: usize = 4;

/// The least row width for indents, in display cells; narrower rows have none.
const INDENTED_COLUMNS: usize = 24;

/// One row of the preview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The segments of the row, from left to right; empty for an empty row.
    pub segments: Vec<Segment>,
    /// The free display cells before the first segment.
    pub indent_columns: usize,
    /// The role of the paragraph; `None` for an empty row and in the signature block.
    pub role: Option<Role>,
}

/// A part of a row with one meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The characters on the screen; one space for a blank without characters.
    pub text: String,
    /// The meaning of the segment.
    pub kind: SegmentKind,
    /// The blank that the segment shows, if any.
    pub place: Option<Place>,
    /// The display cells of the segment in its row.
    pub columns: Range<usize>,
    /// The index of the segment's paragraph in the block; in a signature block, counted party by
    /// party.
    pub paragraph: usize,
    /// The index into [`Paragraph::inlines`]; `None` for the clause number.
    pub inline: Option<usize>,
}

/// The meaning of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentKind {
    /// A clause number.
    Number,
    /// Fixed words of the template.
    Text {
        /// Whether the template sets the words in bold.
        bold: bool,
    },
    /// The value of an answered blank.
    Filled,
    /// The mark of a blank that does not apply.
    Struck,
    /// An unanswered blank.
    Blank,
    /// An option with its checkbox.
    Tick {
        /// Whether the option is chosen.
        ticked: bool,
    },
    /// A rule between the columns or rows of a table; not part of the contract's text.
    Rule,
}

/// The rows of a document. A clone is cheap, because clones share the rows.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    blocks: Vec<Arc<LaidBlock>>,
    /// For each block, the number of rows from the start of the document to the end of the block.
    ends: Vec<usize>,
}

/// Lays documents out; a block that did not change since the last layout keeps its rows.
#[derive(Debug)]
pub struct Layouter {
    width: usize,
    measure: Ambiguous,
    known: Vec<Known>,
    layout: Layout,
}

/// The rows of a block, and the rows that show each blank.
#[derive(Debug, PartialEq, Eq)]
struct LaidBlock {
    rows: Vec<Arc<Row>>,
    places: Vec<(Place, Range<usize>)>,
}

/// A block together with its cached rows.
#[derive(Debug)]
struct Known {
    block: Block,
    laid: Arc<LaidBlock>,
    /// The rows of each row of a table of data.
    table: Option<table::Laid>,
}

impl Row {
    /// The display cells from the start of the row to the end of the last segment.
    #[must_use]
    pub fn width(&self) -> usize {
        self.segments
            .last()
            .map_or(0, |segment| segment.columns.end)
    }

    /// The characters of the row without its indent and without the gaps and rules between columns.
    #[must_use]
    pub fn text(&self) -> String {
        let words = self.segments.iter().filter(|segment| match segment.kind {
            SegmentKind::Rule => false,
            SegmentKind::Number
            | SegmentKind::Text { .. }
            | SegmentKind::Filled
            | SegmentKind::Struck
            | SegmentKind::Blank
            | SegmentKind::Tick { .. } => true,
        });
        words.map(|segment| segment.text.as_str()).collect()
    }

    fn shift(&mut self, columns: usize) {
        self.indent_columns += columns;
        for segment in &mut self.segments {
            segment.columns.start += columns;
            segment.columns.end += columns;
        }
    }
}

impl Layout {
    /// The number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The row with this number, counted from 0.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<&Row> {
        let block = self.block_of_row(row)?;
        let first = self.rows_of_block(block)?.start;
        let row = self.blocks.get(block)?.rows.get(row - first)?;
        Some(row)
    }

    /// The rows in `range`; numbers past the last row are ignored.
    pub fn rows(&self, range: Range<usize>) -> impl Iterator<Item = &Row> {
        let block = self.block_of_row(range.start).unwrap_or(self.blocks.len());
        let first = self.rows_of_block(block).map_or(0, |rows| rows.start);
        self.blocks
            .iter()
            .skip(block)
            .flat_map(|block| block.rows.iter().map(Arc::as_ref))
            .skip(range.start.saturating_sub(first))
            .take(range.len())
    }

    /// The index into [`Document::blocks`] of the block that holds the row.
    #[must_use]
    pub fn block_of_row(&self, row: usize) -> Option<usize> {
        let block = self.ends.partition_point(|end| *end <= row);
        (block < self.ends.len()).then_some(block)
    }

    /// The row numbers of a block, by its index into [`Document::blocks`].
    #[must_use]
    pub fn rows_of_block(&self, block: usize) -> Option<Range<usize>> {
        let end = *self.ends.get(block)?;
        Some(end - self.blocks.get(block)?.rows.len()..end)
    }

    /// The row numbers from the first to the last row that shows a blank, in the first block with
    /// it.
    #[must_use]
    pub fn rows_of_place(&self, place: &Place) -> Option<Range<usize>> {
        let (block, rows) = self.blocks.iter().enumerate().find_map(|(block, laid)| {
            let (_, rows) = laid.places.iter().find(|(shown, _)| shown == place)?;
            Some((block, rows))
        })?;
        let first = self.rows_of_block(block)?.start;
        Some(first + rows.start..first + rows.end)
    }

    /// The segment at a display cell, for mouse clicks; `None` on indents and past the row's end.
    #[must_use]
    pub fn segment_at(&self, row: usize, column: usize) -> Option<&Segment> {
        self.row(row)?
            .segments
            .iter()
            .find(|segment| segment.columns.contains(&column))
    }
}

impl Layouter {
    /// A layouter for rows of `width` display cells, at least two.
    #[must_use]
    pub fn new(width: usize, measure: Ambiguous) -> Self {
        Self {
            width: width.max(2),
            measure,
            known: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// Sets the width and the measure; a change of either drops all cached rows.
    pub fn resize(&mut self, width: usize, measure: Ambiguous) {
        if (self.width, self.measure) != (width.max(2), measure) {
            *self = Self::new(width, measure);
        }
    }

    /// The rows of `document`. Unchanged blocks keep their rows: old and new blocks are matched by
    /// template line, because blocks follow the order of lines, and then compared for equality.
    pub fn layout(&mut self, document: &Document) -> &Layout {
        let mut old = std::mem::take(&mut self.known).into_iter().peekable();
        for block in &document.blocks {
            // Blocks before this id have left the document.
            while old.next_if(|known| known.block.id() < block.id()).is_some() {}
            let known = match old.next_if(|known| known.block.id() == block.id()) {
                Some(known) if known.block == *block => known,
                old => self.lay(block, old.as_ref()),
            };
            self.known.push(known);
        }
        self.layout = Layout::of(&self.known);
        &self.layout
    }

    /// The rows of the last document, without a new layout.
    #[must_use]
    pub fn last(&self) -> &Layout {
        &self.layout
    }

    /// Lays a block out. The rows of a table that did not change since `old` are kept.
    fn lay(&self, block: &Block, old: Option<&Known>) -> Known {
        let whole = |rows: Vec<Row>| (rows.into_iter().map(Arc::new).collect(), None);
        let (rows, table) = match block {
            Block::Paragraph(paragraph) => whole(self.lay_paragraph(paragraph)),
            Block::Table(table) => match table.role {
                TableRole::Signature(_) => whole(signature::rows(table, self.width, self.measure)),
                TableRole::Data => {
                    let old = old.and_then(|old| match (&old.block, &old.table) {
                        (Block::Table(before), Some(laid)) => Some((before, laid)),
                        _ => None,
                    });
                    let laid = table::lay(table, self.width, self.measure, old);
                    (laid.rows(), Some(laid))
                }
            },
        };
        Known {
            block: block.clone(),
            laid: Arc::new(LaidBlock::of(rows)),
            table,
        }
    }

    fn lay_paragraph(&self, paragraph: &Paragraph) -> Vec<Row> {
        let is_title = match paragraph.role {
            Role::Title => true,
            Role::Article
            | Role::Clause { .. }
            | Role::Body
            | Role::Line
            | Role::Cell
            | Role::Edge(_)
            | Role::PageBreak
            | Role::EndMark
            | Role::SignaturePage => false,
        };
        let room = Room {
            width: self.width,
            first_indent: self.first_indent(paragraph.role),
            measure: self.measure,
        };
        let mut rows = match paragraph.role {
            Role::PageBreak => return vec![Row::default(), page_break(self.width), Row::default()],
            Role::Edge(_) => paragraph::rows(&spread(paragraph, room), 0, room),
            _ => paragraph::rows(paragraph, 0, room),
        };
        if is_title {
            for row in &mut rows {
                row.shift(self.width.saturating_sub(row.width()) / 2);
            }
            rows.insert(0, Row::default());
            rows.push(Row::default());
        }
        rows
    }

    fn first_indent(&self, role: Role) -> usize {
        match role {
            Role::Clause { .. } | Role::Body | Role::EndMark | Role::SignaturePage
                if self.width >= INDENTED_COLUMNS =>
            {
                INDENT_COLUMNS
            }
            Role::Clause { .. }
            | Role::Body
            | Role::EndMark
            | Role::SignaturePage
            | Role::Title
            | Role::Article
            | Role::Line
            | Role::Edge(_)
            | Role::PageBreak
            | Role::Cell => 0,
        }
    }
}

/// A line of dashes where a page begins. The dashes are ASCII, so their width is certain.
fn page_break(width: usize) -> Row {
    Row {
        segments: vec![Segment {
            text: "- ".repeat(width / 2).trim_end().to_owned(),
            kind: SegmentKind::Rule,
            place: None,
            columns: 0..(width / 2 * 2).saturating_sub(1),
            paragraph: 0,
            inline: None,
        }],
        indent_columns: 0,
        role: Some(Role::PageBreak),
    }
}

/// The line at an edge of a page with spaces for its tabs, so that its parts stand at the left, in
/// the middle and at the right if they fit.
fn spread(line: &Paragraph, room: Room) -> Paragraph {
    let parts = line.inlines.split(Inline::is_edge_tab);
    let widths: Vec<usize> = parts
        .map(|part| {
            part.iter()
                .map(|inline| room.measure.width(&inline.text()))
                .sum()
        })
        .collect();
    let [left, centre, right] = widths.as_slice() else {
        return line.clone();
    };
    let middle = (room.width.saturating_sub(*centre) / 2).max(left + 1);
    let before = middle - left;
    let behind = room.width.saturating_sub(middle + centre + right).max(1);
    let mut gaps = [before, behind].into_iter();
    let mut spread = line.clone();
    let tabs = spread.inlines.iter_mut();
    for inline in tabs.filter(|inline| inline.is_edge_tab()) {
        let text = " ".repeat(gaps.next().unwrap_or(1));
        *inline = Inline::Text { text, bold: false };
    }
    spread
}

impl Layout {
    fn of(known: &[Known]) -> Self {
        let blocks: Vec<Arc<LaidBlock>> =
            known.iter().map(|known| Arc::clone(&known.laid)).collect();
        let mut n_rows = 0;
        let ends = blocks
            .iter()
            .map(|block| {
                n_rows += block.rows.len();
                n_rows
            })
            .collect();
        Self { blocks, ends }
    }
}

impl LaidBlock {
    fn of(rows: Vec<Arc<Row>>) -> Self {
        let mut places: Vec<(Place, Range<usize>)> = Vec::new();
        let mut known: HashMap<&Place, usize, IdHash> = HashMap::default();
        for (index, row) in rows.iter().enumerate() {
            for segment in &row.segments {
                let Some(place) = &segment.place else {
                    continue;
                };
                let at = *known.entry(place).or_insert_with(|| {
                    places.push((place.clone(), index..index));
                    places.len() - 1
                });
                if let Some((_, rows)) = places.get_mut(at) {
                    rows.end = index + 1;
                }
            }
        }
        Self { rows, places }
    }
}
