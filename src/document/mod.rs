//! The contract as a tree: what every output prints, and nothing else.
//!
//! Whatever is legal (numbers, words of amounts, which clause stands) has been decided when a
//! [`Document`] exists; a renderer only sets it.

mod assemble;
mod draft_mark;
mod print;
mod walk;

pub use assemble::assemble;
pub use draft_mark::DRAFT_MARK;
pub use print::{print_in_words, print_value};
pub use walk::Standing;

use std::collections::BTreeMap;

pub use crate::template::TableRole;
use crate::template::{BlockId, FieldId, PaperStyle, Place};

/// A whole contract, ready to be set by any renderer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The contract's title as plain text, for properties and file names.
    pub title: String,
    /// The language of the contract's own text, as a BCP 47 tag (`zh-CN`).
    pub language: String,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Fonts, sizes, margins and marks on paper; renderers to the screen ignore it.
    pub paper: PaperStyle,
    /// What a reader of a file is told of the blanks.
    pub fields: BTreeMap<FieldId, FieldNote>,
}

/// What a reader of a file is told of a blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNote {
    /// Its name, in the contract's language.
    pub label: String,
    /// Whether it is only ever filled with pen or seal.
    pub is_by_hand: bool,
}

/// A piece of the contract that stands on lines of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// One paragraph: title, article heading, clause, line.
    Paragraph(Paragraph),
    /// A table: rows of cells.
    Table(Table),
}

/// One paragraph with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// What the paragraph is; decides fonts and indents.
    pub role: Role,
    /// The clause number as printed (`一、`, `（一）`), empty where there is none.
    pub number: String,
    /// The text after the number.
    pub inlines: Vec<Inline>,
    /// Where its words come from.
    pub id: BlockId,
}

/// What a paragraph is in a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The contract's title.
    Title,
    /// A heading of an article (`一、服务内容`).
    Article,
    /// A numbered clause; depth 1 is `（一）`, depth 2 is `1、`.
    Clause {
        /// Depth of the list, from 1.
        depth: usize,
    },
    /// An unnumbered paragraph of running text.
    Body,
    /// A label with one blank and nothing after it (`甲方：____`); set without indent.
    Line,
    /// （以下无正文）.
    EndMark,
    /// （本页无正文，为《…》签署页）, which begins a page.
    SignaturePage,
}

/// A table, stored row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What the table is for.
    pub role: TableRole,
    /// Its rows from top to bottom.
    pub rows: Vec<TableRow>,
    /// Where its words come from.
    pub id: BlockId,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// Its cells from left to right.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its paragraphs from top to bottom.
    pub paragraphs: Vec<Paragraph>,
}

/// A run of text with one meaning.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// The template's own words.
    Text {
        /// The words.
        text: String,
        /// Whether the template sets them in bold.
        bold: bool,
    },
    /// An answered blank; `text` is what the contract prints for the answer.
    Filled {
        /// The blank that was answered.
        place: Place,
        /// The printed value.
        text: String,
    },
    /// A blank struck out as not applicable; `text` is the strike mark.
    Struck {
        /// The blank that was struck.
        place: Place,
        /// The mark, `/` or `无`.
        text: String,
    },
    /// An unanswered blank; `text` is what the template prints there, often underscores, and
    /// empty for blanks that have no characters (after `甲方：`, a seal).
    Blank {
        /// The blank that waits for an answer.
        place: Place,
        /// The printed blank.
        text: String,
    },
    /// One option of a choice with its box: `☑汇款`.
    Tick {
        /// The choice whose option this is.
        place: Place,
        /// The option's id.
        option: String,
        /// Whether it is chosen.
        ticked: bool,
        /// The box as printed: `□`, `☑`, `√`, `■`.
        mark: String,
        /// The option's words after the box.
        label: String,
    },
}

impl Inline {
    /// The characters that this inline prints.
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

    /// The blank that this inline shows, if it shows one.
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
    /// The whole paragraph as text: number and inlines.
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
    /// Every paragraph in reading order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.blocks.iter().flat_map(Block::paragraphs)
    }
}

impl Block {
    /// Every paragraph of the block in reading order (see [`Table::cells`]).
    #[must_use]
    pub fn paragraphs(&self) -> Box<dyn Iterator<Item = &Paragraph> + '_> {
        match self {
            Self::Paragraph(paragraph) => Box::new(std::iter::once(paragraph)),
            Self::Table(table) => Box::new(table.cells().flat_map(|cell| &cell.paragraphs)),
        }
    }

    /// Every paragraph of the block, to be changed; in no particular order.
    #[must_use]
    pub fn paragraphs_mut(&mut self) -> Box<dyn Iterator<Item = &mut Paragraph> + '_> {
        match self {
            Self::Paragraph(paragraph) => Box::new(std::iter::once(paragraph)),
            Self::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                Box::new(cells.flat_map(|cell| &mut cell.paragraphs))
            }
        }
    }

    /// Where the words of the block come from.
    #[must_use]
    pub fn id(&self) -> BlockId {
        match self {
            Self::Paragraph(paragraph) => paragraph.id,
            Self::Table(table) => table.id,
        }
    }
}

impl Table {
    /// The cells in reading order: row by row, but party by party where the parties sign, since
    /// that is how a signature block is read aloud.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        let n_rows = self.rows.len();
        let n_columns = self.n_columns();
        (0..n_rows * n_columns).filter_map(move |index| {
            let (row, column) = match self.role {
                TableRole::Signature => (index % n_rows, index / n_rows),
            };
            self.rows.get(row)?.cells.get(column)
        })
    }

    /// How many columns the widest row has.
    #[must_use]
    pub fn n_columns(&self) -> usize {
        let lengths = self.rows.iter().map(|row| row.cells.len());
        lengths.max().unwrap_or(0)
    }

    /// The cells of one column from top to bottom, without the rows that are shorter.
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
    /// A signature block from a column of lines for each party.
    pub fn signature(columns: Vec<Vec<Paragraph>>, line: usize) -> Self {
        let n_rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        let mut row = |_| TableRow {
            cells: (columns.iter_mut())
                .map(|column| column.next().map(Cell::from).unwrap_or_default())
                .collect(),
        };
        Self::Table(Table {
            role: TableRole::Signature,
            rows: (0..n_rows).map(&mut row).collect(),
            id: BlockId::of_line(line),
        })
    }
}
