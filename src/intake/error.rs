//! The reasons why a file from outside is not read.

use crate::word::error::WordError;

/// The limit of paragraphs in a contract.
pub(super) const MAX_PARAGRAPHS: usize = 100_000;

/// The reason why a file from outside was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// The file is not a sound Word file, or exceeds a limit of the package reader.
    #[error(transparent)]
    File(#[from] WordError),
    /// The main part is XML, but not a Word document.
    #[error("the main part is <{root}>")]
    NotWord {
        /// The name of the root element.
        root: String,
    },
    /// The file has more paragraphs than `MAX_PARAGRAPHS`.
    #[error("too many paragraphs")]
    TooManyParagraphs,
    /// The file has no text, as a scanned page has none.
    #[error("no text")]
    NoText,
}
