//! The paragraphs of a DOCX from outside, without trust in anything that it says.
//!
//! The text comes as it stands in the file: whoever prints it cleans it first. Nothing is
//! written to the disk, no relationship is followed but the one to the main part, and nothing
//! calls itself on the depth of the input.

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

/// A paragraph as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadParagraph {
    /// Its text with all tracked changes accepted.
    pub text: String,
    /// Its text with all tracked changes rejected.
    pub original: String,
    /// Whether some of its text does not show. What is hidden is in neither text; what is white,
    /// or of two points and less, is in both.
    pub hides_text: bool,
    /// Whether some of its text is crossed out, though no change is tracked.
    pub strikes_text: bool,
    /// Whether something shows in it that is no line of text: a picture, a note, a formula, a
    /// raised character.
    pub has_unread: bool,
    /// The content controls in it that bear a tag, in order.
    pub controls: Vec<ReadControl>,
}

/// A content control: a place in the text that a program has given a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadControl {
    /// The name.
    pub tag: String,
    /// Its text with all tracked changes accepted.
    pub text: String,
    /// Whether the text only holds the place of one that is still to be typed.
    pub is_placeholder: bool,
}

/// Reads the paragraphs of the main text in the order in which they begin, table cells and text
/// boxes included; headers, footers, notes and comments are left out.
///
/// # Errors
/// The file is no DOCX, is damaged, exceeds a limit, or holds what honest programs never write.
pub fn read_paragraphs(bytes: &[u8]) -> Result<Vec<ReadParagraph>, IntakeError> {
    paragraphs_of(&mut Package::open(bytes)?)
}

/// The paragraphs of a package that is open.
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

/// The styles of a document; none where it names none, or none that is in the package.
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
    // What follows the beginning of a field that never ends is no code of it.
    gather(part, text, styles, &unended).map(|(paragraphs, _)| paragraphs)
}

/// The paragraphs, and which fields never end.
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
