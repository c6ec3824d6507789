//! What can be wrong with a template, and where.

use super::expression::{ExpressionError, Remark};
use super::lines::position;
use super::style::StyleError;
use crate::value::ValueError;

/// One mistake in a template file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {problem}")]
pub struct TemplateError {
    /// What is wrong.
    pub problem: TemplateProblem,
    /// The line in the file, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateProblem {
    /// The file is larger than a template may be.
    #[error("too large: {bytes} bytes")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The part between the `+++` is larger than it may be.
    #[error("front matter too large: {bytes} bytes, at most {most}")]
    FrontMatterTooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size, in bytes.
        most: usize,
    },
    /// More lines than a template may have.
    #[error("more than {most} lines")]
    TooManyLines {
        /// The most.
        most: usize,
    },
    /// A line is longer than it may be.
    #[error("line too long: {bytes} bytes, at most {most}")]
    LineTooLong {
        /// Its length.
        bytes: usize,
        /// The largest length, in bytes.
        most: usize,
    },
    /// More tags and blanks than a template may have.
    #[error("more than {most} tags")]
    TooManyTags {
        /// The most.
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
    /// The front matter is not TOML; `detail` is the parser's word.
    #[error("not TOML: {detail}")]
    Toml {
        /// What the parser says, in English.
        detail: String,
    },
    /// A key that nobody reads.
    #[error("unknown key {key}")]
    UnknownKey {
        /// The key.
        key: String,
        /// The nearest known key.
        near: Option<String>,
    },
    /// A key that must be there.
    #[error("missing key {key}")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A value of another type than its key takes.
    #[error("{key} takes {expected}")]
    WrongType {
        /// The key.
        key: String,
        /// What it takes, as a form: `"…"`, `true | false`.
        expected: &'static str,
    },
    /// A word that its key does not know.
    #[error("{key} does not take {found}")]
    UnknownWord {
        /// The key.
        key: String,
        /// The word.
        found: String,
        /// The nearest known word.
        near: Option<String>,
        /// All known words.
        known: String,
    },
    /// A limit or default that its own kind refuses.
    #[error("wrong value for {key}: {reason}")]
    WrongValue {
        /// The key.
        key: String,
        /// Why the kind refuses it.
        reason: ValueError,
    },
    /// Two things with one id.
    #[error("{id} is declared twice")]
    Duplicate {
        /// The id.
        id: String,
        /// The line of the first.
        first_line: usize,
    },
    /// An id that is not a plain name.
    #[error("not a plain name: {id}")]
    BadId {
        /// The id.
        id: String,
    },
    /// A text in which nothing can be seen.
    #[error("{key} is blank")]
    Blank {
        /// Its key.
        key: String,
    },
    /// A field that is not declared.
    #[error("unknown field {id}")]
    UnknownField {
        /// The id as written.
        id: String,
        /// The nearest declared one.
        near: Option<String>,
    },
    /// A check says that a correction mends it which is not declared.
    #[error("undeclared correction {id}")]
    UnknownCorrection {
        /// The id.
        id: String,
        /// The nearest declared correction.
        near: Option<String>,
    },
    /// A field of another kind than its place needs.
    #[error("{id} must be of kind {expected}")]
    WrongFieldKind {
        /// The field.
        id: String,
        /// The kind that the place needs.
        expected: &'static str,
    },
    /// A field that nothing uses.
    #[error("unused field {id}")]
    UnusedField {
        /// The field.
        id: String,
    },
    /// A key that has no meaning for its field's kind.
    #[error("{key} has no meaning for kind {kind}")]
    KeyOfOtherKind {
        /// The key.
        key: String,
        /// The field's kind.
        kind: String,
    },
    /// An expression that does not hold up.
    #[error("{0}")]
    Expression(ExpressionError),
    /// A wrong style key.
    #[error("{0}")]
    Style(StyleError),
    /// A number pattern without a sample number.
    #[error("no number in pattern {pattern}")]
    NumberPattern {
        /// The pattern.
        pattern: String,
    },
    /// `{{` or `{%` without its end on the same line.
    #[error("tag is not closed")]
    UnclosedTag,
    /// `}}` or `%}` without a beginning.
    #[error("tag end without a beginning")]
    StrayTagEnd,
    /// `{{ … }}` that holds something else than a field's id.
    #[error("not a field: {found}")]
    NotAField {
        /// What it holds.
        found: String,
    },
    /// A tag other than `if`, `elif`, `else`, `endif`.
    #[error("unknown tag {tag}")]
    UnknownTag {
        /// Its first word.
        tag: String,
    },
    /// `elif`, `else` or `endif` without its `if`.
    #[error("{tag} without if")]
    TagWithoutIf {
        /// The tag.
        tag: &'static str,
    },
    /// An `if` without its `endif`, within the body or within its paragraph.
    #[error("if without endif")]
    IfWithoutEnd,
    /// A private-use character, reserved for marks.
    #[error("private-use character U+{code:04X}")]
    PrivateUse {
        /// Its code point.
        code: u32,
    },
    /// Markdown that has no meaning in a contract.
    #[error("not part of a contract: {0:?}")]
    Markdown(Unsupported),
    /// A list deeper than the numbering.
    #[error("deeper than the numbering ({depths})")]
    TooDeep {
        /// How many depths have a number pattern.
        depths: usize,
    },
    /// More clauses than a template may have.
    #[error("more than {most} clauses")]
    TooManyClauses {
        /// The most.
        most: usize,
    },
    /// More of something than may be looked at each time, for a text of this length.
    #[error("{what}: more than {most}")]
    TooManyOf {
        /// What there is too much of, as the file writes it.
        what: &'static str,
        /// The most.
        most: usize,
    },
    /// More depths than clauses may have.
    #[error("numbers for {count} depths, at most {most}")]
    TooManyDepths {
        /// How many there are.
        count: usize,
        /// The most.
        most: usize,
    },
    /// More fields than a template may have.
    #[error("{count} fields, at most {most}")]
    TooManyFields {
        /// How many there are.
        count: usize,
        /// The most.
        most: usize,
    },
    /// The body holds no paragraph.
    #[error("the body is empty")]
    EmptyBody,
    /// A correction whose quote is not in the body.
    #[error("{id}: the quote does not occur")]
    QuoteAbsent {
        /// The correction.
        id: String,
    },
    /// A correction whose quote, with those before it, is in the body more often than all together
    /// may be.
    #[error("{id}: the quotes occur more than {most} times")]
    TooManyPlaces {
        /// The correction.
        id: String,
        /// The most.
        most: usize,
    },
    /// A correction whose quote is in the body several times.
    #[error("{id}: the quote occurs {count} times")]
    QuoteAmbiguous {
        /// The correction.
        id: String,
        /// How often.
        count: usize,
    },
}

/// Something in a template file that is right, but may mean something else than its author thinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TemplateRemark {
    /// What it is.
    pub remark: Remark,
    /// The line in the file, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// Markdown that has no meaning in a contract.
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
    /// Code, also by an indent of four spaces.
    Code,
    /// Emphasis other than bold.
    Emphasis,
    /// A rule (`---`).
    Rule,
    /// A heading of third or deeper level.
    DeepHeading,
    /// A second title.
    SecondTitle,
    /// A table with other than two columns.
    Table,
    /// Anything else.
    Other,
}

/// What is found while a file is read.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Mistakes.
    pub errors: Vec<TemplateError>,
    /// Remarks.
    pub remarks: Vec<TemplateRemark>,
}

/// How many mistakes are named; whoever has more mends these first.
pub(super) const MOST_MISTAKES: usize = 100;

/// Adds a mistake at a byte offset of the file, unless enough are named already.
pub(super) fn report(
    errors: &mut Vec<TemplateError>,
    text: &str,
    offset: usize,
    problem: TemplateProblem,
) {
    // Asked first: finding a position reads the file up to it.
    if errors.len() < MOST_MISTAKES {
        errors.push(at(text, offset, problem));
    }
}

/// A mistake at a byte offset of the file.
pub(super) fn at(text: &str, offset: usize, problem: TemplateProblem) -> TemplateError {
    let (line, column) = position(text, offset);
    TemplateError {
        problem,
        line,
        column,
    }
}
