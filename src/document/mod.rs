//! The contract as a tree: what every output prints, and nothing else.
//!
//! Whatever is legal (numbers, words of amounts, which clause stands) has been decided when a
//! [`Document`] exists; a renderer only sets it.

mod assemble;
mod draft_mark;
mod print;

pub use assemble::assemble;
pub use print::{print_in_words, print_value};

use std::collections::BTreeMap;

use crate::template::{FieldId, PaperStyle};

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
    /// The place where the parties sign, side by side on paper.
    Signature(SignatureBlock),
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
    /// The line of the template file that it comes from, 1-based.
    pub line: usize,
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

/// Columns of lines, one column a party; printed side by side on paper, party by party in text.
#[derive(Clone, Debug, PartialEq)]
pub struct SignatureBlock {
    /// One column a party, each with its lines from top to bottom. All columns are equally long.
    pub columns: Vec<Vec<Paragraph>>,
    /// The line of the template file where the table starts, 1-based.
    pub line: usize,
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
        /// The field that was answered.
        field: FieldId,
        /// The printed value.
        text: String,
    },
    /// A blank struck out as not applicable; `text` is the strike mark.
    Struck {
        /// The field that was struck.
        field: FieldId,
        /// The mark, `/` or `无`.
        text: String,
    },
    /// An unanswered blank; `text` is what the template prints there, often underscores, and
    /// empty for blanks that have no characters (after `甲方：`, a seal).
    Blank {
        /// The field that waits for an answer.
        field: FieldId,
        /// The printed blank.
        text: String,
    },
    /// One option of a choice with its box: `☑汇款`.
    Tick {
        /// The field whose option this is.
        field: FieldId,
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

    /// The field that this inline shows, if it shows one.
    #[must_use]
    pub fn field(&self) -> Option<&FieldId> {
        match self {
            Self::Text { .. } => None,
            Self::Filled { field, .. }
            | Self::Struck { field, .. }
            | Self::Blank { field, .. }
            | Self::Tick { field, .. } => Some(field),
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
    /// Every paragraph in reading order, a signature block party by party.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.blocks.iter().flat_map(|block| {
            let (alone, columns): (_, &[Vec<Paragraph>]) = match block {
                Block::Paragraph(paragraph) => (Some(paragraph), &[]),
                Block::Signature(signature) => (None, &signature.columns),
            };
            alone.into_iter().chain(columns.iter().flatten())
        })
    }
}
