//! The reasons why a Word file is not read, and the limits that a Word file must keep.

/// The limit of a file's size, in bytes.
pub const MAX_FILE: usize = 20 * 1024 * 1024;
/// The limit of entries in an archive.
pub(super) const MAX_ENTRIES: usize = 2_000;
/// The limit of a part's unpacked size, in bytes; the unpacked bytes are counted, not declared.
pub(super) const MAX_PART: u64 = 32 * 1024 * 1024;
/// The limit of the unpacked size of all XML parts together, in bytes.
pub(super) const MAX_MARKUP: u64 = 64 * 1024 * 1024;
/// The limit of nested elements in a part.
pub(super) const MAX_DEPTH: usize = 256;
/// The limit of attributes on an element.
pub(super) const MAX_ATTRIBUTES: usize = 1_000;
/// The apparent format of a file that is not a DOCX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    /// The file has no bytes.
    Empty,
    /// A PDF file.
    Pdf,
    /// An RTF file.
    Rtf,
    /// HTML or other markup.
    Html,
    /// An unknown format.
    Unknown,
}

/// The reason why a Word file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// The file is larger than `MAX_FILE`.
    #[error("file of {bytes} bytes")]
    FileTooLarge {
        /// The size of the file.
        bytes: usize,
    },
    /// The file is not a ZIP archive.
    #[error("not an archive, looks like {looks_like:?}")]
    NotDocx {
        /// The apparent format of the file.
        looks_like: LooksLike,
    },
    /// The file is a compound file: the old `.doc` format, or a DOCX with a password.
    #[error("compound file: old Word format or password-protected")]
    OldOrProtected,
    /// The end record of the archive is missing, as after an incomplete download.
    #[error("the archive has no end")]
    CutShort,
    /// The file has bytes before or after the archive; another program may read another archive
    /// there.
    #[error("data outside the archive")]
    DataOutside,
    /// The archive has more entries than `MAX_ENTRIES`.
    #[error("{entries} entries")]
    TooManyEntries {
        /// The number of entries that the archive declares.
        entries: usize,
    },
    /// Two entries have the same name, and Word may read the other entry.
    #[error("two entries named {name}")]
    DuplicateEntry {
        /// The name of both entries.
        name: String,
    },
    /// An entry is encrypted.
    #[error("entry {name} is encrypted")]
    Encrypted {
        /// The name of the encrypted entry.
        name: String,
    },
    /// Two entries share bytes of the archive.
    #[error("entries overlap")]
    OverlappingEntries,
    /// A part cannot be unpacked or parsed.
    #[error("part {part} is damaged: {reason}")]
    Damaged {
        /// The name of the part.
        part: String,
        /// The reason, in English.
        reason: String,
    },
    /// A part unpacks to more than `MAX_PART`, or all XML parts to more than `MAX_MARKUP`.
    #[error("part {part} unpacks to too much")]
    PartTooLarge {
        /// The name of the part.
        part: String,
    },
    /// A part that every DOCX needs is missing.
    #[error("part {part} is missing")]
    MissingPart {
        /// The name of the missing part.
        part: String,
    },
    /// The target of the main part lies outside the package.
    #[error("the main part would be {target}")]
    TargetOutside {
        /// The target as the relationship declares it.
        target: String,
    },
    /// A part is not encoded in UTF-8.
    #[error("part {part} is in {encoding}")]
    Encoding {
        /// The name of the part.
        part: String,
        /// The declared or apparent encoding.
        encoding: String,
    },
    /// A part declares a document type; DOCX forbids document types, and attacks use them.
    #[error("part {part} declares a document type")]
    DocumentType {
        /// The name of the part.
        part: String,
    },
    /// The elements of a part are nested deeper than `MAX_DEPTH`.
    #[error("part {part} is too deep")]
    TooDeep {
        /// The name of the part.
        part: String,
    },
    /// An element has more attributes than `MAX_ATTRIBUTES`.
    #[error("part {part} has an element with too many attributes")]
    TooManyAttributes {
        /// The name of the part.
        part: String,
    },
}

impl WordError {
    /// A [`WordError::Damaged`] for a part, or for the archive if the name is empty.
    pub(crate) fn damaged(part: &str, reason: &impl ToString) -> Self {
        Self::Damaged {
            part: part.to_owned(),
            reason: reason.to_string(),
        }
    }
}
