//! The contract as a tree: exactly what every output prints.
//!
//! A [`Document`] contains every legal decision: clause numbers, amounts in words, which clauses
//! apply. A renderer only formats the tree.

mod assemble;
mod draft_mark;
mod print;
mod walk;
mod words;

pub use assemble::assemble;
pub use print::{print_in_words, print_value, print_words};
pub use walk::Standing;
pub use words::PaperWords;

use std::collections::BTreeMap;

pub use crate::template::{Alignment, Column, Edge, Parties, TableRole};
use crate::template::{BlockId, FieldId, PaperStyle, Place, RowId};

/// A complete contract, ready for any renderer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The contract's title as plain text, for document properties and file names.
    pub title: String,
    /// The language of the contract's text, as a BCP 47 tag (`zh-CN`).
    pub language: String,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Fonts, sizes, margins and marks on paper. Renderers for the screen ignore these values.
    pub paper: PaperStyle,
    /// Notes about the blanks, for readers of an exported file.
    pub fields: BTreeMap<FieldId, FieldNote>,
}

/// A note about a blank, for readers of an exported file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNote {
    /// The field's name in the contract's language.
    pub label: String,
    /// Whether the blank is only ever filled with pen or seal.
    pub is_by_hand: bool,
}

/// A block-level element of the contract.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// One paragraph: a title, an article heading, a clause or a line.
    Paragraph(Paragraph),
    /// A table of rows and cells.
    Table(Table),
}

/// One paragraph with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// The kind of paragraph; decides fonts and indents.
    pub role: Role,
    /// The clause number as printed (`一、`, `（一）`); empty if the paragraph has no number.
    pub number: String,
    /// The text after the number.
    pub inlines: Vec<Inline>,
    /// The place in the template that the paragraph comes from.
    pub id: BlockId,
}

/// The kind of a paragraph in a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The contract's title.
    Title,
    /// An article heading (`一、服务内容`).
    Article,
    /// A numbered clause; depth 1 is `（一）`, depth 2 is `1、`.
    Clause {
        /// The depth in the list, from 1.
        depth: usize,
    },
    /// An unnumbered paragraph of running text.
    Body,
    /// Labels, each followed by one blank, and nothing else (`联系人：____　电话：____`); printed
    /// without indent.
    Line,
    /// The words in a cell of a table of data.
    Cell,
    /// The line at an edge of every page; tabs separate its left, middle and right part.
    Edge(Edge),
    /// Nothing: what follows begins a page.
    PageBreak,
    /// The mark after the last clause: （以下无正文）.
    EndMark,
    /// （本页无正文，为《…》签署页）: the first line of a separate signature page.
    SignaturePage,
}

/// A table, stored row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The purpose of the table.
    pub role: TableRole,
    /// The columns of a table of data; empty for a signature block.
    pub columns: Vec<Column>,
    /// The number of rows that are the head; 0 for a signature block.
    pub n_head: usize,
    /// The rows from top to bottom.
    pub rows: Vec<TableRow>,
    /// The place in the template that the table comes from.
    pub id: BlockId,
}

/// The row of a group for which a row of a table prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOf {
    /// The id of the group.
    pub group: String,
    /// The number of the row; `None` for a blank row of a group that has no rows yet.
    pub row: Option<RowId>,
    /// The ordinal among the rows of the group, from 1.
    pub ordinal: usize,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// The row of a group that this row shows; `None` for a row that does not repeat.
    pub of: Option<RowOf>,
    /// The cells from left to right. Rows may have different lengths.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The paragraphs from top to bottom.
    pub paragraphs: Vec<Paragraph>,
}

/// A run of text with one meaning.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text of the template.
    Text {
        /// The characters as printed.
        text: String,
        /// Whether the run is bold.
        bold: bool,
    },
    /// An answered blank; `text` is the printed value.
    Filled {
        /// The blank that was answered.
        place: Place,
        /// The printed value.
        text: String,
        /// Whether the run is bold.
        bold: bool,
    },
    /// A blank struck out as not applicable; `text` is the strike mark.
    Struck {
        /// The blank that was struck.
        place: Place,
        /// The mark, `/` or `无`.
        text: String,
        /// Whether the run is bold.
        bold: bool,
    },
    /// An unanswered blank; `text` is the template's placeholder, often underscores. The text is
    /// empty for blanks without characters (after `甲方：`, a seal).
    Blank {
        /// The blank without an answer.
        place: Place,
        /// The printed placeholder.
        text: String,
        /// Whether the run is bold.
        bold: bool,
    },
    /// One option of a choice with its box: `☑汇款`.
    Tick {
        /// The choice that the option belongs to.
        place: Place,
        /// The option's id.
        option: String,
        /// Whether the option is chosen.
        ticked: bool,
        /// The box as printed: `□`, `☑`, `√`, `■`, `（√）`.
        mark: String,
        /// The label after the box; empty where the text of the template follows it.
        label: String,
        /// Whether the run is bold.
        bold: bool,
    },
}

impl Inline {
    /// The printed characters of this inline.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text);
        text
    }

    /// Appends [`Inline::text`] to `printed`.
    fn write_text(&self, printed: &mut String) {
        match self {
            Self::Text { text, .. }
            | Self::Filled { text, .. }
            | Self::Struck { text, .. }
            | Self::Blank { text, .. } => printed.push_str(text),
            Self::Tick { mark, label, .. } => {
                printed.push_str(mark);
                printed.push_str(label);
            }
        }
    }

    /// Whether the run is the tab between two parts of the line at an edge of the pages.
    #[must_use]
    pub fn is_edge_tab(&self) -> bool {
        matches!(self, Self::Text { text, .. } if text == "\t")
    }

    /// Whether the run is bold.
    #[must_use]
    pub fn is_bold(&self) -> bool {
        match self {
            Self::Text { bold, .. }
            | Self::Filled { bold, .. }
            | Self::Struck { bold, .. }
            | Self::Blank { bold, .. }
            | Self::Tick { bold, .. } => *bold,
        }
    }

    /// Sets whether the run is bold.
    pub(super) fn set_bold(&mut self, is_bold: bool) {
        match self {
            Self::Text { bold, .. }
            | Self::Filled { bold, .. }
            | Self::Struck { bold, .. }
            | Self::Blank { bold, .. }
            | Self::Tick { bold, .. } => *bold = is_bold,
        }
    }

    /// The place of the blank that this inline shows; `None` for template text.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Text { .. } => None,
            Self::Filled { place, .. }
            | Self::Struck { place, .. }
            | Self::Blank { place, .. }
            | Self::Tick { place, .. } => Some(place),
        }
    }
}

impl Paragraph {
    /// A paragraph without a number.
    #[must_use]
    pub(crate) fn unnumbered(role: Role, inlines: Vec<Inline>, id: BlockId) -> Self {
        Self {
            role,
            number: String::new(),
            inlines,
            id,
        }
    }

    /// The printed characters of the paragraph: number and inlines.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text);
        text
    }

    /// Appends [`Paragraph::text`] to `text`.
    pub fn write_text(&self, text: &mut String) {
        text.push_str(&self.number);
        for inline in &self.inlines {
            inline.write_text(text);
        }
    }
}

impl Document {
    /// The blocks of the text, without the lines at the edges of the pages.
    #[must_use]
    pub fn text_blocks(&self) -> &[Block] {
        let blocks = self.blocks.as_slice();
        let blocks = match blocks {
            [header, text @ ..] if header.edge() == Some(Edge::Header) => text,
            _ => blocks,
        };
        match blocks {
            [text @ .., footer] if footer.edge() == Some(Edge::Footer) => text,
            _ => blocks,
        }
    }

    /// The three parts of the line at an edge of every page; `None` if the contract has no such line.
    #[must_use]
    pub fn edge(&self, edge: Edge) -> Option<[&[Inline]; 3]> {
        let line = self
            .blocks
            .iter()
            .find(|block| block.edge() == Some(edge))?;
        let Block::Paragraph(line) = line else {
            return None;
        };
        let mut parts = line.inlines.split(Inline::is_edge_tab);
        Some([parts.next()?, parts.next()?, parts.next()?])
    }

    /// All paragraphs in reading order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.blocks.iter().flat_map(Block::paragraphs)
    }
}

impl Block {
    /// All paragraphs of the block in reading order (see [`Table::cells`]).
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        // Not boxed: every key press walks over all blocks.
        let (paragraph, table) = match self {
            Self::Paragraph(paragraph) => (Some(paragraph), None),
            Self::Table(table) => (None, Some(table)),
        };
        let cells = table.into_iter().flat_map(Table::cells);
        let in_cells = cells.flat_map(|cell| &cell.paragraphs);
        paragraph.into_iter().chain(in_cells)
    }

    /// All paragraphs of the block, mutable and in no particular order.
    pub fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        let (paragraph, table) = match self {
            Self::Paragraph(paragraph) => (Some(paragraph), None),
            Self::Table(table) => (None, Some(table)),
        };
        let rows = table.into_iter().flat_map(|table| &mut table.rows);
        let in_cells = rows
            .flat_map(|row| &mut row.cells)
            .flat_map(|cell| &mut cell.paragraphs);
        paragraph.into_iter().chain(in_cells)
    }

    /// Whether the block only begins a page.
    #[must_use]
    pub fn is_page_break(&self) -> bool {
        match self {
            Self::Paragraph(paragraph) => paragraph.role == Role::PageBreak,
            Self::Table(_) => false,
        }
    }

    /// The edge of the page at which the block stands; `None` for a block of the text.
    #[must_use]
    pub(super) fn edge(&self) -> Option<Edge> {
        match self {
            Self::Paragraph(paragraph) => match paragraph.role {
                Role::Edge(edge) => Some(edge),
                _ => None,
            },
            Self::Table(_) => None,
        }
    }

    /// The place in the template that the block comes from.
    #[must_use]
    pub fn id(&self) -> BlockId {
        match self {
            Self::Paragraph(paragraph) => paragraph.id,
            Self::Table(table) => table.id,
        }
    }
}

impl Table {
    /// The cells in reading order: row by row, but column by column in a signature block with a
    /// column for each party, because a reader follows one party at a time.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        let n_rows = self.rows.len();
        let n_columns = self.n_columns();
        (0..n_rows * n_columns).filter_map(move |index| {
            let (row, column) = match self.role {
                TableRole::Signature(Parties::Columns) => (index % n_rows, index / n_rows),
                TableRole::Signature(Parties::Rows) | TableRole::Data => {
                    (index / n_columns, index % n_columns)
                }
            };
            self.rows.get(row)?.cells.get(column)
        })
    }

    /// The cells of each party of a signature block, in reading order.
    #[must_use]
    pub fn parties(&self) -> Vec<Vec<&Cell>> {
        match self.role {
            TableRole::Signature(Parties::Columns) | TableRole::Data => {
                let columns = 0..self.n_columns();
                columns
                    .map(|column| self.column(column).collect())
                    .collect()
            }
            TableRole::Signature(Parties::Rows) => {
                let rows = self.rows.iter();
                rows.map(|row| row.cells.iter().collect()).collect()
            }
        }
    }

    /// The alignment of a column of a table of data; left unless the template says otherwise.
    #[must_use]
    pub fn alignment(&self, column: usize) -> Alignment {
        let declared = self.columns.get(column).and_then(|column| column.alignment);
        declared.unwrap_or(Alignment::Left)
    }

    /// The alignment of the head of a column on paper; centred unless the template says otherwise.
    #[must_use]
    pub fn head_alignment(&self, column: usize) -> Alignment {
        let declared = self.columns.get(column).and_then(|column| column.alignment);
        declared.unwrap_or(Alignment::Centre)
    }

    /// The number of columns of the widest row.
    #[must_use]
    pub fn n_columns(&self) -> usize {
        let lengths = self.rows.iter().map(|row| row.cells.len());
        lengths.max().unwrap_or(0)
    }

    /// The cells of one column from top to bottom. Skips rows that are too short.
    pub fn column(&self, index: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.cells.get(index))
    }
}

impl From<Paragraph> for Cell {
    fn from(paragraph: Paragraph) -> Self {
        let paragraphs = vec![paragraph];
        Self { paragraphs }
    }
}

#[cfg(test)]
impl Block {
    /// Builds a signature block from one column of lines per party.
    pub fn signature(columns: Vec<Vec<Paragraph>>, line: usize) -> Self {
        let n_rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        let mut row = |_| TableRow {
            of: None,
            cells: (columns.iter_mut())
                .map(|column| column.next().map(Cell::from).unwrap_or_default())
                .collect(),
        };
        Self::Table(Table {
            role: TableRole::Signature(Parties::Columns),
            columns: Vec::new(),
            n_head: 0,
            rows: (0..n_rows).map(&mut row).collect(),
            id: BlockId::of_line(line),
        })
    }
}
