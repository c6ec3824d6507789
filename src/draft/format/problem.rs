//! The problems of a draft file, as data with positions.

use crate::template::StyleError;

/// Why a draft file cannot be read, with the position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {problem}")]
pub struct DraftError {
    /// The problem at this position.
    pub problem: DraftProblem,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// A problem that prevents reading a draft file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftProblem {
    /// The file is larger than the limit for drafts.
    #[error("{bytes} bytes, limit {limit_bytes}")]
    TooLarge {
        /// The file's size in bytes.
        bytes: usize,
        /// The largest accepted size in bytes.
        limit_bytes: usize,
    },
    /// The file is blank, as after a crash of a program that was writing the file.
    #[error("empty file")]
    Empty,
    /// The file contains zero bytes, as after a power failure before the content reached the disk.
    #[error("zero bytes")]
    ZeroBytes,
    /// The bytes are not UTF-8.
    #[error("not UTF-8: {guess:?}")]
    Encoding {
        /// The likely encoding of the bytes.
        guess: EncodingGuess,
    },
    /// The text is not valid TOML. The message does not quote the line.
    #[error("{message}")]
    Syntax {
        /// The message of the TOML parser.
        message: String,
    },
    /// A key or a table occurs twice.
    #[error("duplicate key")]
    DuplicateKey,
    /// The file contains conflict markers of a version control system or a sync program.
    #[error("merge conflict")]
    MergeConflict,
    /// Lists or tables are nested too deeply for the parser.
    #[error("nested too deeply")]
    TooDeep,
    /// The file is TOML but has neither `schema` nor `[template]`.
    #[error("neither schema nor [template]")]
    NotADraft,
    /// `schema` is not a positive integer.
    #[error("wrong schema {found}")]
    WrongSchema {
        /// The value as written.
        found: String,
    },
    /// `id` is not a ULID.
    #[error("wrong id {found}")]
    WrongId {
        /// The value as written.
        found: String,
    },
    /// A known key has a value of the wrong type.
    #[error("{key}: expected {expected:?}, found {found:?}")]
    WrongType {
        /// The key with its tables, separated by points.
        key: String,
        /// The expected type.
        expected: ExpectedType,
        /// The type that was found.
        found: ValueType,
    },
}

/// The likely encoding of bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingGuess {
    /// UTF-16, which older versions of Notepad call "Unicode".
    Utf16,
    /// GBK or GB 18030, the encodings of older Chinese programs.
    Gbk,
    /// UTF-8 that ends in the middle of a character.
    CutOff,
    /// A package (DOCX, XLSX, ZIP) with the file name of a draft.
    Package,
    /// An unknown encoding.
    Unknown,
}

/// The type that a key expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedType {
    /// A single scalar.
    Text,
    /// A scalar or a list of scalars.
    Answer,
    /// A list of scalars.
    List,
    /// A table.
    Table,
}

/// The type of a value in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A string.
    Text,
    /// A number, a date, `true` or `false`.
    Scalar,
    /// A list.
    List,
    /// A table or a list of tables.
    Table,
}

/// A problem that does not prevent the use of the draft. The file keeps the text as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftWarning {
    /// The problem at this position.
    pub problem: DraftWarningProblem,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// A part of a draft file that the program does not use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftWarningProblem {
    /// A style key is unknown or has an invalid value.
    Style(StyleError),
    /// `created` or `updated` is not a date-time with a UTC offset.
    WrongTime {
        /// The key.
        key: String,
        /// The value as written.
        found: String,
    },
    /// A key that is not essential (`focus`) has a value of the wrong type.
    NotUsed {
        /// The key.
        key: String,
        /// The type that was found.
        found: ValueType,
    },
}

impl DraftError {
    /// A problem of the whole file, reported at its first character.
    pub(super) fn of_file(problem: DraftProblem) -> Self {
        Self {
            problem,
            line: 1,
            column: 1,
        }
    }

    /// A problem at byte offset `offset` of `text`.
    pub(super) fn at(text: &str, offset: usize, problem: DraftProblem) -> Self {
        let (line, column) = position(text, offset);
        Self {
            problem,
            line,
            column,
        }
    }
}

/// The line and column of byte `offset`, both 1-based; the column counts characters.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let in_line = before.rsplit('\n').next().unwrap_or(before);
    (line, in_line.chars().count() + 1)
}

/// Converts a parser error. Drops the raw line that the error's `Display` would print.
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
