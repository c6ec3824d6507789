//! The mistakes of a template file, with their positions. `assets/locales` holds the messages.

use super::expression::{ExpressionError, Remark};
use super::formula::FormulaError;
use super::lines::position;
use super::style::StyleError;
use crate::value::ValueError;

/// A mistake in a template file, with its position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {problem}")]
pub struct TemplateError {
    /// The kind of mistake.
    pub problem: TemplateProblem,
    /// The line in the file, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// The kind of a mistake in a template, with the data for its message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateProblem {
    /// The file, or the body after corrections, is larger than allowed.
    #[error("too large: {bytes} bytes")]
    TooLarge {
        /// The size in bytes.
        bytes: usize,
    },
    /// The text between the two `+++` lines is larger than allowed.
    #[error("front matter too large: {bytes} bytes, at most {most}")]
    FrontMatterTooLarge {
        /// The size in bytes.
        bytes: usize,
        /// The largest allowed size, in bytes.
        most: usize,
    },
    /// The file has more lines than allowed.
    #[error("more than {most} lines")]
    TooManyLines {
        /// The largest allowed number.
        most: usize,
    },
    /// A line of the body is longer than allowed.
    #[error("line too long: {bytes} bytes, at most {most}")]
    LineTooLong {
        /// The length in bytes.
        bytes: usize,
        /// The largest allowed length, in bytes.
        most: usize,
    },
    /// The body has more tags (blanks included) than allowed.
    #[error("more than {most} tags")]
    TooManyTags {
        /// The largest allowed number.
        most: usize,
    },
    /// The file is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// The file is empty.
    #[error("empty")]
    Empty,
    /// The file does not begin with `+++`.
    #[error("no front matter")]
    NoFrontMatter,
    /// The front matter has no second `+++`.
    #[error("front matter is not closed")]
    UnclosedFrontMatter,
    /// The front matter is not valid TOML.
    #[error("not TOML: {detail}")]
    Toml {
        /// The message of the TOML parser, in English.
        detail: String,
    },
    /// The table does not take this key.
    #[error("unknown key {key}")]
    UnknownKey {
        /// The name of the key in the front matter.
        key: String,
        /// The known key with the most similar spelling.
        near: Option<String>,
    },
    /// A required key is missing.
    #[error("missing key {key}")]
    MissingKey {
        /// The name of the key in the front matter.
        key: &'static str,
    },
    /// The TOML type of the value is wrong for the key.
    #[error("{key} takes {expected}")]
    WrongType {
        /// The name of the key in the front matter.
        key: String,
        /// The allowed values, as a pattern: `"…"`, `true | false`.
        expected: &'static str,
    },
    /// The key takes a word of a fixed list, and this word is not in the list.
    #[error("{key} does not take {found}")]
    UnknownWord {
        /// The name of the key in the front matter.
        key: String,
        /// The word in the file.
        found: String,
        /// The known word with the most similar spelling.
        near: Option<String>,
        /// All known words, separated by commas.
        known: String,
    },
    /// The kind of the field refuses a limit or default.
    #[error("wrong value for {key}: {reason}")]
    WrongValue {
        /// The name of the key in the front matter.
        key: String,
        /// Why the kind refuses the value.
        reason: ValueError,
    },
    /// Two entries of a list have the same id.
    #[error("{id} is declared twice")]
    Duplicate {
        /// The id.
        id: String,
        /// The line of the first entry, 1-based.
        first_line: usize,
    },
    /// The id is not a plain name.
    #[error("not a plain name: {id}")]
    BadId {
        /// The id.
        id: String,
    },
    /// The id is a word of expressions, or names something else in rows.
    #[error("reserved: {id}")]
    ReservedId {
        /// The id.
        id: String,
    },
    /// A field of a row is used outside the rows of its group.
    #[error("{id} outside its rows")]
    RowFieldOutside {
        /// The id of the field.
        id: String,
    },
    /// A tag names an option that its choice does not have.
    #[error("unknown option {id}")]
    UnknownOption {
        /// The tag as written in the file: the choice and the option.
        id: String,
        /// The known tag with the most similar spelling.
        near: Option<String>,
    },
    /// A choice prints box by box, but one of its options stands nowhere.
    #[error("no box for {id}")]
    BoxMissing {
        /// The tag of the box.
        id: String,
    },
    /// The box of an option can print twice.
    #[error("two boxes for {id}")]
    BoxTwice {
        /// The tag of the box.
        id: String,
    },
    /// A choice prints both whole and box by box.
    #[error("{id} prints whole and box by box")]
    BoxesOfWholeChoice {
        /// The id of the choice.
        id: String,
    },
    /// `{{ /choice }}` has no box of its choice before it in the paragraph.
    #[error("end of {id} without a box")]
    EndWithoutBox {
        /// The id of the choice.
        id: String,
    },
    /// A choice prints box by box, so the text field of its option prints nowhere.
    #[error("text {text} of a box of {id}")]
    TextOfBox {
        /// The id of the choice.
        id: String,
        /// The id of the text field.
        text: String,
    },
    /// The words of an option hold a tag, which would print as it stands.
    #[error("tag in the label of option {id}")]
    TagInLabel {
        /// The id of the option.
        id: String,
    },
    /// One row of a table holds fields of two groups.
    #[error("fields of {first} and {second} in one row")]
    TwoGroupsInRow {
        /// The id of one group.
        first: String,
        /// The id of another group.
        second: String,
    },
    /// A field of a row names a group of the form: its rows have that.
    #[error("group of a field in a row")]
    GroupOfRowField,
    /// A group may have more rows than allowed.
    #[error("at most {most} rows")]
    TooManyRows {
        /// The largest allowed number.
        most: usize,
    },
    /// A group has no possible number of rows.
    #[error("from {min} to {max} rows")]
    RowBounds {
        /// The smallest number of rows.
        min: usize,
        /// The largest number of rows.
        max: usize,
    },
    /// The text of a key holds no visible character.
    #[error("{key} is blank")]
    Blank {
        /// The key of the text.
        key: String,
    },
    /// No field with this id is declared.
    #[error("unknown field {id}")]
    UnknownField {
        /// The id as written in the file.
        id: String,
        /// The declared id with the most similar spelling.
        near: Option<String>,
    },
    /// A check names a correction that is not declared.
    #[error("undeclared correction {id}")]
    UnknownCorrection {
        /// The id as written in the file.
        id: String,
        /// The declared id with the most similar spelling.
        near: Option<String>,
    },
    /// A reference needs a field of another kind.
    #[error("{id} must be of kind {expected}")]
    WrongFieldKind {
        /// The id of the field referred to.
        id: String,
        /// The kind that the reference needs.
        expected: &'static str,
    },
    /// No blank, condition, correction or other field uses this field.
    #[error("unused field {id}")]
    UnusedField {
        /// The id of the unused field.
        id: String,
    },
    /// The key has no meaning for the kind of its field.
    #[error("{key} has no meaning for kind {kind}")]
    KeyOfOtherKind {
        /// The name of the key in the front matter.
        key: String,
        /// The kind of the field.
        kind: String,
    },
    /// An expression does not parse or uses unknown names.
    #[error("{0}")]
    Expression(ExpressionError),
    /// The formula of a computed field does not parse.
    #[error("{0}")]
    Formula(FormulaError),
    /// Computed fields read each other in a circle.
    #[error("a circle: {ids}")]
    ComputedCycle {
        /// The ids of the fields, each of which reads the next.
        ids: String,
    },
    /// A style key is unknown or has a wrong value.
    #[error("{0}")]
    Style(StyleError),
    /// A number pattern holds no sample number.
    #[error("no number in pattern {pattern}")]
    NumberPattern {
        /// The pattern as written.
        pattern: String,
    },
    /// `{{` or `{%` has no end on the same line.
    #[error("tag is not closed")]
    UnclosedTag,
    /// `{% page %}` stands inside a text.
    #[error("page break inside a text")]
    PageInText,
    /// The line at an edge of the pages holds a tag other than that of a field.
    #[error("tag in a header or footer")]
    TagAtEdge,
    /// `{#` has no `#}`.
    #[error("comment is not closed")]
    UnclosedComment,
    /// `}}` or `%}` has no beginning.
    #[error("tag end without a beginning")]
    StrayTagEnd,
    /// The content of `{{ … }}` is not the id of a field.
    #[error("not a field: {found}")]
    NotAField {
        /// The content between the braces.
        found: String,
    },
    /// The tag is not `if`, `elif`, `else`, `endif`, `exempts`, `signature` or `widths`, or is
    /// malformed.
    #[error("unknown tag {tag}")]
    UnknownTag {
        /// The first word of the tag.
        tag: String,
    },
    /// `elif`, `else` or `endif` has no `if`.
    #[error("{tag} without if")]
    TagWithoutIf {
        /// The word of the tag.
        tag: &'static str,
    },
    /// An `if` has no `endif` in the body, or in the paragraph where the `if` stands.
    #[error("if without endif")]
    IfWithoutEnd,
    /// A `signature` or `widths` does not stand on a line of its own before a table that takes it.
    #[error("{tag} without a table")]
    TagWithoutTable {
        /// The word of the tag.
        tag: &'static str,
    },
    /// A row of a table has too many or too few cells.
    #[error("{found} cells in a table of {n_columns} columns")]
    RowCells {
        /// The number of cells in the row.
        found: usize,
        /// The number of columns of the table's head.
        n_columns: usize,
    },
    /// The tables of the body have more cells than allowed.
    #[error("more than {most} cells")]
    TooManyCells {
        /// The largest allowed number.
        most: usize,
    },
    /// `widths` does not name a share for each column.
    #[error("{found} widths for {n_columns} columns")]
    WidthsOfColumns {
        /// The number of shares in the tag.
        found: usize,
        /// The number of columns of the table.
        n_columns: usize,
    },
    /// A table has more columns than allowed.
    #[error("{found} columns, at most {most}")]
    TooManyColumns {
        /// The number of columns of the table.
        found: usize,
        /// The largest allowed number.
        most: usize,
    },
    /// The body holds a private-use character; the parser reserves them for its marks.
    #[error("private-use character U+{code:04X}")]
    PrivateUse {
        /// The code point.
        code: u32,
    },
    /// Markdown that a contract cannot have.
    #[error("not part of a contract: {0:?}")]
    Markdown(Unsupported),
    /// A list is deeper than the numbering, or conditions are nested too deeply.
    #[error("deeper than the numbering ({depths})")]
    TooDeep {
        /// The number of allowed depths.
        depths: usize,
    },
    /// The body has more blocks than allowed.
    #[error("more than {most} clauses")]
    TooManyClauses {
        /// The largest allowed number.
        most: usize,
    },
    /// A list has more entries than can be processed in reasonable time for a body of this length.
    #[error("{what}: more than {most}")]
    TooManyOf {
        /// The entry, as the file spells it: `[[corrections]]`, `text_has(…)`.
        what: &'static str,
        /// The largest allowed number.
        most: usize,
    },
    /// The numbering has more depths than allowed.
    #[error("numbers for {count} depths, at most {most}")]
    TooManyDepths {
        /// The number of depths in the file.
        count: usize,
        /// The largest allowed number.
        most: usize,
    },
    /// An array of tables, such as the fields, has more entries than allowed.
    #[error("{count} fields, at most {most}")]
    TooManyFields {
        /// The number of entries in the file.
        count: usize,
        /// The largest allowed number.
        most: usize,
    },
    /// The body holds no block.
    #[error("the body is empty")]
    EmptyBody,
    /// The quote of a correction does not occur in the body.
    #[error("{id}: the quote does not occur")]
    QuoteAbsent {
        /// The id of the correction.
        id: String,
    },
    /// The quotes of this and all earlier corrections occur more often than allowed in total.
    #[error("{id}: the quotes occur more than {most} times")]
    TooManyPlaces {
        /// The id of the correction.
        id: String,
        /// The largest allowed number.
        most: usize,
    },
    /// The quote of a correction without `all` occurs several times in the body.
    #[error("{id}: the quote occurs {count} times")]
    QuoteAmbiguous {
        /// The id of the correction.
        id: String,
        /// The number of occurrences.
        count: usize,
    },
}

/// The kind of a remark about a valid template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// An expression is likely misunderstood.
    Expression(Remark),
    /// A field asks for data of a person or company, and does not say whose.
    UnclearOwner {
        /// The id of the field.
        field: String,
    },
    /// A table of two columns looks like a signature block, but has no `{% signature %}` and prints
    /// as a table of data.
    MaybeSignature,
    /// A clause prints another number than the text has.
    NumberDiffers {
        /// The number in the text.
        written: String,
        /// The number that prints.
        printed: String,
    },
    /// A clause is indented, but too little to be a depth below the clause above.
    ShallowIndent,
    /// Asterisks print, because they make nothing bold.
    Asterisks,
    /// Two lines with a label each print as one.
    JoinedLines,
    /// The boxes of a choice stand in the words of an option of another choice, so that the choice is
    /// asked only if that option is ticked.
    BoxInOption {
        /// The id of the choice.
        choice: String,
        /// The tag of the option around its boxes.
        option: String,
        /// The id of the choice of that option.
        around: String,
    },
}

/// A remark about a valid template that may not mean what the author intends, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRemark {
    /// The kind of remark.
    pub remark: RemarkKind,
    /// The line in the file, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// Markdown that a contract cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// Raw HTML.
    Html,
    /// An image.
    Image,
    /// A link.
    Link,
    /// A quotation (`>`).
    Quote,
    /// A list without numbers.
    BulletList,
    /// Code, also as an indent of four spaces.
    Code,
    /// Emphasis other than bold.
    Emphasis,
    /// A horizontal rule (`---`).
    Rule,
    /// A heading of level 3 or deeper.
    DeepHeading,
    /// A second title.
    SecondTitle,
    /// A row of a table without a head and a line of dashes before it.
    Table,
    /// Any other Markdown.
    Other,
}

/// The mistakes and remarks found while a file is read.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub errors: Vec<TemplateError>,
    pub remarks: Vec<TemplateRemark>,
}

/// The largest number of reported mistakes. The author mends these first and parses again.
pub(super) const MOST_MISTAKES: usize = 100;

/// Adds a mistake at a byte offset of the file, up to [`MOST_MISTAKES`].
pub(super) fn report(
    errors: &mut Vec<TemplateError>,
    text: &str,
    offset: usize,
    problem: TemplateProblem,
) {
    // Check the limit first: finding a position reads the file up to the offset.
    if errors.len() < MOST_MISTAKES {
        errors.push(at(text, offset, problem));
    }
}

/// Makes a mistake at a byte offset of the file.
pub(super) fn at(text: &str, offset: usize, problem: TemplateProblem) -> TemplateError {
    let (line, column) = position(text, offset);
    TemplateError {
        problem,
        line,
        column,
    }
}
