//! Why a file from outside is not read.

use crate::word::error::WordError;

/// A contract has at most this number of paragraphs.
pub const MAX_PARAGRAPHS: usize = 100_000;

/// Why a file from outside was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// The file is no sound Word file, or is too large.
    #[error(transparent)]
    File(#[from] WordError),
    /// The main part is no Word document.
    #[error("the main part is <{root}>")]
    NotWord {
        /// The name of its first element.
        root: String,
    },
    /// More paragraphs than [`MAX_PARAGRAPHS`].
    #[error("too many paragraphs")]
    TooManyParagraphs,
    /// There is no text at all, as in a scanned page.
    #[error("no text")]
    NoText,
}
