//! The draft file: TOML that people and scripts may edit. Reading trusts nothing; writing changes
//! only what has changed in the draft.

mod encoding;
mod migrate;
mod problem;
mod read;
mod rows;
mod style;
mod write;

pub use problem::{
    DraftError, DraftProblem, DraftWarning, DraftWarningProblem, EncodingGuess, ExpectedType,
    ValueType,
};

pub(crate) use problem::position;
pub(crate) use style::style_entries;
pub use style::{read_style_line, style_line};
use toml_edit::{Document, DocumentMut};

use super::Draft;

/// The schema that this version writes. A file without a schema counts as schema 1.
pub(super) const SCHEMA: u32 = 2;

/// The largest draft file that the program reads, in bytes.
pub const DRAFT_LIMIT_BYTES: usize = 4 * 1024 * 1024;

/// The value of `tables` in `[template]` for the rule that every table of two columns is a signature
/// block.
const OLD_TABLES: &str = "signature";

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A draft with its file text, including comments, unknown keys and the order of keys.
#[derive(Clone, Debug)]
pub struct DraftFile {
    /// The schema of a file that is too new to be changed; `None` if the file may be changed.
    pub read_only: Option<u32>,
    /// Problems that do not prevent the use of the draft.
    pub warnings: Vec<DraftWarning>,
    draft: Draft,
    document: DocumentMut,
    has_byte_order_mark: bool,
    has_windows_line_ends: bool,
}

impl DraftFile {
    /// Creates a file that contains only `draft`.
    #[must_use]
    pub fn new(draft: &Draft) -> Self {
        let mut file = Self {
            read_only: None,
            warnings: Vec::new(),
            draft: Draft::default(),
            document: DocumentMut::new(),
            has_byte_order_mark: false,
            has_windows_line_ends: false,
        };
        file.set(draft);
        file
    }

    /// Parses a draft file. Accepts a byte order mark and Windows line ends.
    ///
    /// # Errors
    /// The bytes are not a valid draft; the error contains the position.
    pub fn parse(bytes: &[u8]) -> Result<Self, DraftError> {
        let whole = encoding::decode(bytes)?;
        let text = whole.strip_prefix(BYTE_ORDER_MARK).unwrap_or(whole);
        let (read, document) = read_newest(text)?;
        Ok(Self {
            read_only: read.newer_schema,
            warnings: read.warnings,
            draft: read.draft,
            document,
            has_byte_order_mark: whole.len() != text.len(),
            has_windows_line_ends: text
                .split_once('\n')
                .is_some_and(|(first_line, _)| first_line.ends_with('\r')),
        })
    }

    /// The draft in the file.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Whether the file contains exactly `draft`.
    #[must_use]
    pub fn holds(&self, draft: &Draft) -> bool {
        self.draft == *draft
    }

    /// Changes the file so that it contains `draft`. Text of equal parts stays as it is.
    pub fn set(&mut self, draft: &Draft) {
        write::write_changes(&mut self.document, &self.draft, draft);
        self.draft = draft.clone();
    }

    /// The file's text, with the line ends and the byte order mark of the original file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let plain = self.document.to_string();
        let mut text = if self.has_windows_line_ends {
            self.with_windows_line_ends(plain)
        } else {
            plain
        };
        if self.has_byte_order_mark {
            text.insert(0, BYTE_ORDER_MARK);
        }
        text
    }

    /// Whether `bytes` parse to this file's draft. The store checks this before it writes.
    #[must_use]
    pub fn is_held_by(&self, bytes: &[u8]) -> bool {
        Self::parse(bytes).is_ok_and(|read| read.holds(&self.draft))
    }

    /// `plain` with CR LF line ends, unless that would change a multi-line string.
    fn with_windows_line_ends(&self, plain: String) -> String {
        let converted = plain.replace("\r\n", "\n").replace('\n', "\r\n");
        if self.is_held_by(converted.as_bytes()) {
            converted
        } else {
            plain
        }
    }
}

/// Reads a text of any schema. Migrates an older schema and parses the result again, because literal
/// values refer to a text. Problems are found in the text as it is, so that their positions are
/// those of the file; this works because the steps so far only add keys.
fn read_newest(text: &str) -> Result<(read::Read, DocumentMut), DraftError> {
    let document = parse_toml(text)?;
    if let Some(migrated) = migrate::migrated(text, document.as_table()) {
        let warnings = read::read(text, document.as_table())?.warnings;
        let document = parse_toml(&migrated)?;
        let read = read::Read {
            warnings,
            ..read::read(&migrated, document.as_table())?
        };
        return Ok((read, document.into_mut()));
    }
    let read = read::read(text, document.as_table())?;
    Ok((read, document.into_mut()))
}

fn parse_toml(text: &str) -> Result<Document<&str>, DraftError> {
    Document::parse(text).map_err(|error| problem::from_syntax(text, &error))
}

/// Whether `id` is a ULID as this program writes it: 26 upper-case digits of Crockford's base 32,
/// the first at most `7` (<https://github.com/ulid/spec>).
#[must_use]
pub fn is_plain_id(id: &str) -> bool {
    id.len() == 26
        && id.starts_with(|first: char| ('0'..='7').contains(&first))
        && id.chars().all(|digit| {
            digit.is_ascii_digit() || digit.is_ascii_uppercase() && !"ILOU".contains(digit)
        })
}

#[cfg(test)]
mod tests;
