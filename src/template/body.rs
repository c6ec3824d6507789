//! The parsed body of a template: blocks, their blanks, and the conditions under which they print.

use super::error::TemplateRemark;
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
    /// Ids of the accepted corrections that are applied in this body.
    pub applied: Vec<String>,
    /// Ids of the accepted corrections that are not applied: the id is unknown, or the correction
    /// overlaps an earlier correction.
    pub left_out: Vec<String>,
    /// Remarks about its text.
    pub(super) remarks: Vec<TemplateRemark>,
}

/// The index of a condition in [`Body::conditions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionIndex(pub usize);

/// The condition of an `if` or `elif` of the body.
#[derive(Debug)]
pub struct Condition {
    /// The expression that decides.
    pub expression: Expression,
    /// The line of the condition in the file, 1-based.
    pub line: usize,
    /// The byte offset of the expression in the text of the body.
    pub(super) offset: usize,
}

/// A condition with the result that it must have for the guarded text to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The index of the condition in [`Body::conditions`].
    pub condition: ConditionIndex,
    /// Whether the condition must be true (an `if` branch) or false (an `else` branch).
    pub expected: bool,
}

/// A heading, clause, paragraph or table of the body.
#[derive(Debug)]
pub struct BodyBlock {
    /// The kind of block, with its content.
    pub shape: Shape,
    /// The guards of the block, outermost first.
    pub guards: Vec<Guard>,
    /// The first line of the block in the file, 1-based.
    pub line: usize,
    /// Whether the template marks the block as an exemption from liability (`{% exempts %}`).
    pub exempts: bool,
}

/// The kind of a block, with its content.
#[derive(Debug)]
pub enum Shape {
    /// The contract's title.
    Title(Vec<BodyInline>),
    /// An article's heading.
    Article(Vec<BodyInline>),
    /// A numbered clause.
    Clause {
        /// The depth of the list, from 1.
        depth: usize,
        /// The runs of the clause.
        inlines: Vec<BodyInline>,
    },
    /// An unnumbered paragraph.
    Paragraph(Vec<BodyInline>),
    /// The line at an edge of every page.
    Edge(EdgeLine),
    /// What follows begins a page.
    PageBreak,
    /// A table.
    Table {
        /// The purpose of the table.
        role: TableRole,
        /// The columns of a table of data; empty for a signature block.
        columns: Vec<Column>,
        /// The rows from top to bottom; each row has the same number of cells.
        rows: Vec<BodyRow>,
    },
}

/// The purpose of a table in a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRole {
    /// A signature block.
    Signature(Parties),
    /// A table of data, with a head.
    Data,
}

/// How the parties of a signature block stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parties {
    /// Side by side: a column for each party.
    Columns,
    /// One below the other: a row for each party.
    Rows,
}

/// By which rule a text is read: which of its tables are signature blocks, and with it what else has
/// changed since then. An older text joins all its lines, prints comments, refuses a second title,
/// and sets values and lines of labels as it did, so that its drafts print what they printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableRule {
    /// Those with a `{% signature %}` before them.
    #[default]
    Tagged,
    /// Those of two columns. Texts that are older than the tag follow this rule.
    TwoColumns,
}

/// A column of a table of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The alignment that the template declares (`| ---: |`).
    pub alignment: Option<Alignment>,
    /// The share of the table's width that `{% widths %}` declares.
    pub share: Option<usize>,
}

/// The alignment of the words in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// A row of a table.
#[derive(Debug)]
pub struct BodyRow {
    /// The cells from left to right, each a list of runs.
    pub cells: Vec<Vec<BodyInline>>,
    /// The guards of the row, outermost first, those of the table included.
    pub guards: Vec<Guard>,
    /// The group of rows for each row of which this row prints.
    pub repeats: Option<String>,
    /// The line of the row in the file, 1-based.
    pub line: usize,
}

/// A run of a paragraph: text of one weight, or one blank.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyInline {
    /// The text or blank that the run prints.
    pub content: BodyContent,
    /// Whether the run is bold.
    pub bold: bool,
    /// The options in whose words the run stands, outermost first: those printed box by box.
    pub within: Vec<OptionOf>,
    /// The guards inside the paragraph, outermost first; the guards of the block come on top.
    pub guards: Vec<Guard>,
}

/// An option of a choice, as a body names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OptionOf {
    /// The choice.
    pub choice: FieldId,
    /// The id of the option.
    pub option: String,
}

/// The content of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyContent {
    /// Fixed text of the template, without Markdown.
    Text(String),
    /// The blank of a field.
    Field(FieldId),
    /// The box of one option.
    Box(OptionOf),
    /// The ordinal of the row, from 1; only in a row that repeats.
    Ordinal,
}

impl BodyContent {
    /// The field whose answer the run prints, or to which its box belongs.
    #[must_use]
    pub fn field(&self) -> Option<&FieldId> {
        match self {
            Self::Field(field) => Some(field),
            Self::Box(option) => Some(&option.choice),
            Self::Text(_) | Self::Ordinal => None,
        }
    }
}

/// An edge of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The line above the text.
    Header,
    /// The line below the text.
    Footer,
}

/// The line of an edge as the front matter declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeLine {
    /// The edge.
    pub edge: Edge,
    /// The runs at the left, in the middle and at the right.
    pub parts: [Vec<BodyInline>; 3],
    /// The line of the declaration in the file, 1-based.
    pub(super) line: usize,
}

impl Shape {
    /// All runs of the block, table cells included, in reading order.
    #[must_use]
    pub fn inlines(&self) -> Box<dyn Iterator<Item = &BodyInline> + '_> {
        match self {
            Self::Title(inlines)
            | Self::Article(inlines)
            | Self::Clause { inlines, .. }
            | Self::Paragraph(inlines) => Box::new(inlines.iter()),
            Self::Edge(line) => Box::new(line.parts.iter().flatten()),
            Self::PageBreak => Box::new(std::iter::empty()),
            Self::Table { rows, .. } => {
                Box::new(rows.iter().flat_map(|row| row.cells.iter().flatten()))
            }
        }
    }
}

/// The rows that print under this style, each with the cells that print. The style can omit the
/// second party of a signature block (`party_b_block`).
pub fn printed_rows<'a>(
    role: TableRole,
    rows: &'a [BodyRow],
    style: &Style,
) -> impl Iterator<Item = (&'a BodyRow, impl Iterator<Item = &'a Vec<BodyInline>>)> {
    /// The index of the party that the style can omit.
    const SECOND: usize = 1;
    let omitted = |parties| {
        let omits = !style.party_b_block && role == TableRole::Signature(parties);
        omits.then_some(SECOND)
    };
    let (column, row) = (omitted(Parties::Columns), omitted(Parties::Rows));
    let kept = rows
        .iter()
        .enumerate()
        .filter(move |(index, _)| Some(*index) != row);
    kept.map(move |(_, row)| {
        let cells = row.cells.iter().enumerate();
        let cells = cells.filter(move |(index, _)| Some(*index) != column);
        (row, cells.map(|(_, cell)| cell))
    })
}

impl Body {
    /// The field of every blank and box, in reading order, whatever the conditions; repeats
    /// included.
    pub fn fields(&self) -> impl Iterator<Item = &FieldId> {
        let inlines = self.blocks.iter().flat_map(|block| block.shape.inlines());
        inlines.filter_map(|inline| inline.content.field())
    }

    /// Whether the body prints this choice box by box.
    #[must_use]
    pub(super) fn has_boxes_of(&self, choice: &FieldId) -> bool {
        let mut inlines = self.blocks.iter().flat_map(|block| block.shape.inlines());
        inlines.any(|inline| match &inline.content {
            BodyContent::Box(option) => option.choice == *choice,
            BodyContent::Field(_) | BodyContent::Text(_) | BodyContent::Ordinal => false,
        })
    }
}
