//! Reads a DOCX that this program exported: its words and the record of its origin.

use super::docx::{ReadParagraph, paragraphs_of};
use super::error::IntakeError;
use crate::word::origin::{self, Origin};
use crate::word::package::Package;

/// A DOCX with the record of its origin; missing parts of the record are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperFile {
    /// The paragraphs of the main text.
    pub paragraphs: Vec<ReadParagraph>,
    /// The draft and template that the contract was made from.
    pub origin: Origin,
    /// SHA-256 of the contract's text at the time of export, in hexadecimal; may be empty.
    pub text_hash: String,
}

/// Reads a DOCX together with the record of its origin.
///
/// # Errors
/// The same as [`super::docx::read_paragraphs`]. A damaged record of the origin is no error.
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
