//! Reads the paragraphs of an untrusted DOCX.
//!
//! The text is returned as it stands in the file; callers that print the text clean it first. The
//! reader writes nothing to the disk and follows only the relationships to the main part and its
//! styles. No function recurses on the depth of the input.

mod element;
mod field;
mod formatting;
mod gathering;
mod symbol;

use std::collections::BTreeSet;

use super::error::IntakeError;
use crate::word::error::WordError;
use crate::word::package::Package;
use crate::word::relationships::{STYLES, main_part, related};
use crate::word::xml::{Reader, Space, Token};
use formatting::Styles;
use gathering::Gathering;

/// A paragraph of the main text as the file holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadParagraph {
    /// The text with all tracked changes accepted.
    pub text: String,
    /// The text with all tracked changes rejected.
    pub original: String,
    /// Whether some of the text is invisible. Hidden text is in neither `text` nor `original`;
    /// white text and text of two points or less are in both.
    pub hides_text: bool,
    /// Whether some of the text is struck through without a tracked change.
    pub strikes_text: bool,
    /// Whether the paragraph shows content that is not a line of text: a picture, a note, a
    /// formula, a raised character.
    pub has_unread: bool,
    /// The content controls in the paragraph that have a tag, in order.
    pub controls: Vec<ReadControl>,
}

/// A content control: a place in the text that a program has named with a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadControl {
    /// The tag, as the file holds it.
    pub tag: String,
    /// The text with all tracked changes accepted.
    pub text: String,
    /// Whether the text is a placeholder for a value that nobody has typed yet.
    pub is_placeholder: bool,
}

/// Reads the paragraphs of the main text in the order of their start tags, including table cells
/// and text boxes. Headers, footers, notes and comments are left out.
///
/// # Errors
/// The file is not a DOCX, is damaged, exceeds a limit, or holds markup that normal programs never
/// write.
pub fn read_paragraphs(bytes: &[u8]) -> Result<Vec<ReadParagraph>, IntakeError> {
    paragraphs_of(&mut Package::open(bytes)?)
}

/// The paragraphs of an open package.
pub(super) fn paragraphs_of(package: &mut Package<'_>) -> Result<Vec<ReadParagraph>, IntakeError> {
    let main = main_part(package)?;
    let styles = styles(package, &main)?;
    let text = package.read(&main)?;
    let paragraphs = paragraphs(&main, &text, &styles)?;
    let is_blank = |paragraph: &ReadParagraph| {
        paragraph.text.trim().is_empty() && paragraph.original.trim().is_empty()
    };
    if paragraphs.iter().all(is_blank) {
        return Err(IntakeError::NoText);
    }
    Ok(paragraphs)
}

/// The styles of a document; empty if the document refers to no styles part or the part is missing.
fn styles(package: &mut Package<'_>, main: &str) -> Result<Styles, WordError> {
    let Some(part) = related(package, main, STYLES)? else {
        return Ok(Styles::default());
    };
    match package.read(&part) {
        Ok(text) => Styles::read(&part, &text),
        Err(WordError::MissingPart { .. }) => Ok(Styles::default()),
        Err(error) => Err(error),
    }
}

fn paragraphs(part: &str, text: &str, styles: &Styles) -> Result<Vec<ReadParagraph>, IntakeError> {
    let (paragraphs, unended) = gather(part, text, styles, &BTreeSet::new())?;
    if unended.is_empty() {
        return Ok(paragraphs);
    }
    // The second pass treats the text after the begin mark of an unended field as normal text.
    gather(part, text, styles, &unended).map(|(paragraphs, _)| paragraphs)
}

/// The paragraphs, and the numbers of the fields that never end.
fn gather(
    part: &str,
    text: &str,
    styles: &Styles,
    endless_fields: &BTreeSet<usize>,
) -> Result<(Vec<ReadParagraph>, BTreeSet<usize>), IntakeError> {
    let mut reader = Reader::new(part, text);
    let mut gathering = Gathering::new(styles, endless_fields);
    loop {
        match reader.next()? {
            Token::Open(tag) => {
                let is_document = tag.space == Space::Word && tag.local_name() == "document";
                if gathering.is_outside() && !is_document {
                    return Err(IntakeError::NotWord {
                        root: tag.local_name().to_owned(),
                    });
                }
                gathering.enter(&reader, tag)?;
            }
            Token::Close => gathering.leave(),
            Token::Text(text) => gathering.meet_text(&text),
            Token::End => {
                gathering.end();
                return Ok((gathering.paragraphs, gathering.unended));
            }
        }
    }
}

#[cfg(test)]
mod tests;
