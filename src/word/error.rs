//! Why a Word file is not read, and the limits that it must keep.

/// Files are read up to this size, in bytes.
pub const MAX_FILE: usize = 20 * 1024 * 1024;
/// Archives are read up to this number of entries.
pub const MAX_ENTRIES: usize = 2_000;
/// A part is read up to this size, in bytes of what it really unpacks to.
pub const MAX_PART: u64 = 32 * 1024 * 1024;
/// All parts of markup together unpack to at most this size, in bytes.
pub const MAX_MARKUP: u64 = 64 * 1024 * 1024;
/// Elements stand in one another up to this depth.
pub const MAX_DEPTH: usize = 256;
/// An element has at most this number of attributes.
pub const MAX_ATTRIBUTES: usize = 1_000;
/// What a file that is no DOCX looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    /// It has no bytes.
    Empty,
    /// PDF.
    Pdf,
    /// RTF.
    Rtf,
    /// HTML or other markup.
    Html,
    /// Anything else.
    Unknown,
}

/// Why a Word file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// The file is larger than [`MAX_FILE`].
    #[error("file of {bytes} bytes")]
    FileTooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The file is no archive.
    #[error("not an archive, looks like {looks_like:?}")]
    NotDocx {
        /// What it seems to be.
        looks_like: LooksLike,
    },
    /// A compound file: `.doc` of old, or a DOCX with a password.
    #[error("compound file: old Word format or password-protected")]
    OldOrProtected,
    /// The end of the archive is missing, as after half a download.
    #[error("the archive has no end")]
    CutShort,
    /// Bytes stand before or behind the archive: other programs may read another file there.
    #[error("data outside the archive")]
    DataOutside,
    /// More entries than [`MAX_ENTRIES`].
    #[error("{entries} entries")]
    TooManyEntries {
        /// How many the archive declares.
        entries: usize,
    },
    /// Two entries of one name: Word may read the other one.
    #[error("two entries named {name}")]
    DuplicateEntry {
        /// The name.
        name: String,
    },
    /// An entry is encrypted.
    #[error("entry {name} is encrypted")]
    Encrypted {
        /// The name.
        name: String,
    },
    /// Two entries share bytes of the archive.
    #[error("entries overlap")]
    OverlappingEntries,
    /// A part cannot be unpacked or read.
    #[error("part {part} is damaged: {reason}")]
    Damaged {
        /// Its name.
        part: String,
        /// What is wrong, in English.
        reason: String,
    },
    /// A part unpacks to more than [`MAX_PART`], or all together to more than [`MAX_MARKUP`].
    #[error("part {part} unpacks to too much")]
    PartTooLarge {
        /// Its name.
        part: String,
    },
    /// A part that every DOCX has is missing.
    #[error("part {part} is missing")]
    MissingPart {
        /// Its name.
        part: String,
    },
    /// The main part would lie outside the file.
    #[error("the main part would be {target}")]
    TargetOutside {
        /// Where it is said to be.
        target: String,
    },
    /// A part is not in UTF-8.
    #[error("part {part} is in {encoding}")]
    Encoding {
        /// Its name.
        part: String,
        /// The encoding that it declares or seems to have.
        encoding: String,
    },
    /// A part declares a document type, which DOCX forbids and attacks use.
    #[error("part {part} declares a document type")]
    DocumentType {
        /// Its name.
        part: String,
    },
    /// Elements stand deeper than [`MAX_DEPTH`].
    #[error("part {part} is too deep")]
    TooDeep {
        /// Its name.
        part: String,
    },
    /// An element has more attributes than [`MAX_ATTRIBUTES`].
    #[error("part {part} has an element with too many attributes")]
    TooManyAttributes {
        /// Its name.
        part: String,
    },
}

impl WordError {
    /// A part cannot be unpacked or read; the archive itself for an empty name.
    pub(crate) fn damaged(part: &str, reason: &impl ToString) -> Self {
        Self::Damaged {
            part: part.to_owned(),
            reason: reason.to_string(),
        }
    }
}
