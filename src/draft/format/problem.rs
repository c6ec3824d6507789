//! What can be wrong with a draft file, as data, with its place.

use crate::template::StyleError;

/// Why a draft file cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {problem}")]
pub struct DraftError {
    /// What is wrong.
    pub problem: DraftProblem,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// What keeps a draft file from being read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftProblem {
    /// The file is larger than any draft.
    #[error("{bytes} bytes, limit {limit_bytes}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size that is read.
        limit_bytes: usize,
    },
    /// Nothing but white space, as a program leaves a file that it was writing when it died.
    #[error("empty file")]
    Empty,
    /// Zero bytes, as a power cut leaves them in a file that was not on the disk yet.
    #[error("zero bytes")]
    ZeroBytes,
    /// The bytes are not UTF-8.
    #[error("not UTF-8: {guess:?}")]
    Encoding {
        /// What they look like.
        guess: EncodingGuess,
    },
    /// The text is no TOML; the parser's words, never the line itself.
    #[error("{message}")]
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// A key or a table stands there twice.
    #[error("duplicate key")]
    DuplicateKey,
    /// The marks that a version control or sync program leaves around a conflict.
    #[error("merge conflict")]
    MergeConflict,
    /// Lists or tables inside each other beyond any sense.
    #[error("nested too deeply")]
    TooDeep,
    /// TOML, but neither `schema` nor `[template]`.
    #[error("neither schema nor [template]")]
    NotADraft,
    /// `schema` is no whole number from 1.
    #[error("wrong schema {found}")]
    WrongSchema {
        /// The value as written.
        found: String,
    },
    /// `id` is no ULID.
    #[error("wrong id {found}")]
    WrongId {
        /// The value as written.
        found: String,
    },
    /// A known key has a value that it does not take.
    #[error("{key}: expected {expected:?}, found {found:?}")]
    WrongType {
        /// The key with its tables, separated by points.
        key: String,
        /// What it takes.
        expected: ExpectedType,
        /// What stands there.
        found: ValueType,
    },
}

/// What bytes that are not UTF-8 look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingGuess {
    /// UTF-16, as Notepad's "Unicode".
    Utf16,
    /// GBK or GB 18030, as older Chinese programs write.
    Gbk,
    /// UTF-8 that ends in the middle of a character.
    CutOff,
    /// A package (DOCX, XLSX, ZIP) with a draft's name.
    Package,
    /// Nothing that we know.
    Unknown,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedType {
    /// One value.
    Text,
    /// One value or a list of values.
    Answer,
    /// A list of values.
    List,
    /// A table.
    Table,
}

/// What stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A text in quotes.
    Text,
    /// A number, a date, `true` or `false`.
    Scalar,
    /// A list.
    List,
    /// A table or a list of tables.
    Table,
}

/// What is wrong in a draft file but does not keep it from being used; the file keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftWarning {
    /// What is wrong.
    pub problem: DraftWarningProblem,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// What is not used of a draft file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftWarningProblem {
    /// A style key that does not apply.
    Style(StyleError),
    /// `created` or `updated` is no moment with its offset from UTC.
    WrongTime {
        /// The key.
        key: String,
        /// The value as written.
        found: String,
    },
    /// A key that only helps (`focus`) has a value that it does not take.
    NotUsed {
        /// The key.
        key: String,
        /// What stands there.
        found: ValueType,
    },
}

impl DraftError {
    /// A problem of the file as a whole.
    pub(super) fn of_file(problem: DraftProblem) -> Self {
        Self {
            problem,
            line: 1,
            column: 1,
        }
    }

    /// A problem at byte `offset` of `text`.
    pub(super) fn at(text: &str, offset: usize, problem: DraftProblem) -> Self {
        let (line, column) = position(text, offset);
        Self {
            problem,
            line,
            column,
        }
    }
}

/// Line and column of byte `offset`, both 1-based, the column in characters.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let in_line = before.rsplit('\n').next().unwrap_or(before);
    (line, in_line.chars().count() + 1)
}

/// The parser's error without the raw line that its `Display` would print.
pub(super) fn from_syntax(text: &str, error: &toml_edit::TomlError) -> DraftError {
    let offset = error.span().map_or(text.len(), |span| span.start);
    let problem = if is_in_merge_marker(text, offset) {
        DraftProblem::MergeConflict
    } else if error.message().contains("duplicate key") {
        DraftProblem::DuplicateKey
    } else if error.message().contains("recurs") {
        DraftProblem::TooDeep
    } else {
        DraftProblem::Syntax {
            message: error.message().to_owned(),
        }
    };
    DraftError::at(text, offset, problem)
}

fn is_in_merge_marker(text: &str, offset: usize) -> bool {
    let (line, _) = position(text, offset);
    text.lines().nth(line - 1).is_some_and(|line| {
        ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
            .iter()
            .any(|marker| line.starts_with(marker))
    })
}
