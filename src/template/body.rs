//! The words of a contract, parsed once: blocks with their blanks, each under its conditions.

use super::expression::Expression;
use super::model::FieldId;
use super::style::Style;

/// The body of a template with a given set of accepted corrections.
#[derive(Debug, Default)]
pub struct Body {
    /// Blocks in reading order.
    pub blocks: Vec<BodyBlock>,
    /// The expressions of every `if` and `elif`, in reading order.
    pub conditions: Vec<Condition>,
    /// Ids of the accepted corrections whose words stand in it.
    pub applied: Vec<String>,
    /// Ids of accepted corrections that could not be applied: unknown ones, and those that
    /// contradict an earlier one.
    pub left_out: Vec<String>,
}

/// The index of a condition in [`Body::conditions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionIndex(pub usize);

/// One condition of the body.
#[derive(Debug)]
pub struct Condition {
    /// What decides.
    pub expression: Expression,
    /// The line where it stands, 1-based.
    pub line: usize,
    /// Where its expression begins in the text of the body, in bytes.
    pub(super) offset: usize,
}

/// A condition that must come out as said for its text to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The condition.
    pub condition: ConditionIndex,
    /// Whether it must be true (an `if`) or false (an `else`).
    pub expected: bool,
}

/// A piece of the body that stands on lines of its own.
#[derive(Debug)]
pub struct BodyBlock {
    /// What it is.
    pub shape: Shape,
    /// The conditions of its lines, outermost first.
    pub guards: Vec<Guard>,
    /// Where it starts in the file, 1-based.
    pub line: usize,
    /// Whether the template says that it frees a party of something.
    pub exempts: bool,
}

/// What a block of the body is.
#[derive(Debug)]
pub enum Shape {
    /// The contract's title.
    Title(Vec<BodyInline>),
    /// An article's heading.
    Article(Vec<BodyInline>),
    /// A numbered clause of this depth, from 1.
    Clause {
        /// Depth of the list, from 1.
        depth: usize,
        /// Its words.
        inlines: Vec<BodyInline>,
    },
    /// An unnumbered paragraph.
    Paragraph(Vec<BodyInline>),
    /// A table.
    Table {
        /// What the table is for.
        role: TableRole,
        /// Its rows from top to bottom; all of them have equally many cells.
        rows: Vec<BodyRow>,
    },
}

/// What a table of a contract is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRole {
    /// The place where the parties sign, a column for each party.
    Signature,
}

/// One row of a table.
#[derive(Debug)]
pub struct BodyRow {
    /// Its cells from left to right.
    pub cells: Vec<Vec<BodyInline>>,
    /// Where it stands in the file, 1-based.
    pub line: usize,
}

/// A run of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyInline {
    /// What it prints.
    pub content: BodyContent,
    /// The conditions within its paragraph, outermost first.
    pub guards: Vec<Guard>,
}

/// What a run prints.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyContent {
    /// The template's own words.
    Text {
        /// The words.
        text: String,
        /// Whether they are bold.
        bold: bool,
    },
    /// A blank.
    Field(FieldId),
}

impl Shape {
    /// The runs of the block that print, with those of cells, in reading order.
    #[must_use]
    pub fn printed_inlines<'a>(
        &'a self,
        style: &'a Style,
    ) -> Box<dyn Iterator<Item = &'a BodyInline> + 'a> {
        match self {
            Self::Title(inlines)
            | Self::Article(inlines)
            | Self::Clause { inlines, .. }
            | Self::Paragraph(inlines) => Box::new(inlines.iter()),
            Self::Table { role, rows } => Box::new(
                rows.iter()
                    .flat_map(|row| row.printed_cells(*role, style).iter().flatten()),
            ),
        }
    }

    /// The runs of the block with those of every cell, in reading order.
    #[must_use]
    pub fn inlines(&self) -> Box<dyn Iterator<Item = &BodyInline> + '_> {
        match self {
            Self::Title(inlines)
            | Self::Article(inlines)
            | Self::Clause { inlines, .. }
            | Self::Paragraph(inlines) => Box::new(inlines.iter()),
            Self::Table { rows, .. } => {
                Box::new(rows.iter().flat_map(|row| row.cells.iter().flatten()))
            }
        }
    }
}

impl BodyRow {
    /// The cells that print: without the second party's where the style leaves its column out.
    #[must_use]
    pub fn printed_cells(&self, role: TableRole, style: &Style) -> &[Vec<BodyInline>] {
        match role {
            TableRole::Signature => {
                let n_parties = if style.party_b_block { 2 } else { 1 };
                self.cells.get(..n_parties).unwrap_or(&self.cells)
            }
        }
    }
}

impl Body {
    /// Every field that a blank of the body shows, whatever the conditions, in reading order.
    pub fn fields(&self) -> impl Iterator<Item = &FieldId> {
        self.blocks
            .iter()
            .flat_map(|block| block.shape.inlines())
            .filter_map(|inline| match &inline.content {
                BodyContent::Field(field) => Some(field),
                BodyContent::Text { .. } => None,
            })
    }
}
