//! A DOCX that this program exported: its words, and what it says of its origin.

use super::docx::{ReadParagraph, paragraphs_of};
use super::error::IntakeError;
use crate::word::origin::{self, Origin};
use crate::word::package::Package;

/// A DOCX with what it says of its origin; what it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperFile {
    /// The paragraphs of the main text.
    pub paragraphs: Vec<ReadParagraph>,
    /// What it was made from.
    pub origin: Origin,
    /// SHA-256 of the contract's text when it was exported.
    pub text_hash: String,
}

/// Reads a DOCX with everything that it says of its origin.
///
/// # Errors
/// As [`super::docx::read_paragraphs`]. What only the origin says never keeps a file from being
/// read.
pub fn read_paper(bytes: &[u8]) -> Result<PaperFile, IntakeError> {
    let mut package = Package::open(bytes)?;
    let paragraphs = paragraphs_of(&mut package)?;
    let (origin, text_hash) = origin::read(&mut package);
    Ok(PaperFile {
        paragraphs,
        origin,
        text_hash,
    })
}
