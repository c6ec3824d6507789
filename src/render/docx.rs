//! The contract as DOCX, ready to sign.
//!
//! docx-rs builds paragraphs and tables; `repair` brings them to the schema. The modules below
//! write the section properties and every other part. The same document gives the same bytes.

mod body;
mod controls;
mod frame;
mod measures;
mod package;
mod repair;
mod runs;
mod signature;
mod styles;
mod table;
mod units;

use crate::document::{Block, Document, Paragraph, Role};
use crate::template::PaperStyle;
use crate::word::names::{OFFICE, WORD};
pub use crate::word::origin::Origin;
use crate::word::xml::{Writer, is_legal};
use body::Setter;

use super::text;
use measures::Measures;

/// The prefixes and XML namespaces that the root elements of the parts declare.
const NAMESPACES: [(&str, &str); 2] = [("xmlns:w", WORD), ("xmlns:r", OFFICE)];

/// The facts about a file beside the contract's title and language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// The name of the person who wrote the contract; may be empty.
    pub author: String,
    /// The company for which the contract was written; may be empty.
    pub company: String,
    /// Whether the header of every page shows 草稿.
    pub draft_mark: bool,
    /// The draft and template that the contract was made from; `None` keeps them out of the file.
    pub origin: Option<Origin>,
}

/// The reasons why a contract could not be written as DOCX.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// A text holds a character that XML 1.0 (section 2.2) does not allow, or a carriage return,
    /// which an XML reader turns into a line feed. Word does not open a file with a forbidden
    /// character.
    #[error("illegal character {code:#06X} in {place:?}", code = u32::from(*character))]
    IllegalCharacter {
        /// The rejected character.
        character: char,
        /// The text that holds the character.
        place: Source,
    },
    /// docx-rs wrote a part that is not well-formed XML.
    #[error("part {part} is broken: {reason}")]
    Part {
        /// The path of the part in the package (`word/document.xml`).
        part: &'static str,
        /// The reason from the XML reader, in English.
        reason: String,
    },
    /// The ZIP archive could not be written.
    #[error("archive: {0}")]
    Archive(String),
}

/// The text of the file that an error refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A paragraph, named by its template line and by its text before the character.
    Paragraph {
        /// The line of the template, 1-based.
        line: usize,
        /// The text of the paragraph before the character.
        before: String,
    },
    /// The title of the contract in the file's properties.
    Title,
    /// The language tag of the contract.
    Language,
    /// The author, [`Properties::author`].
    Author,
    /// The company, [`Properties::company`].
    Company,
    /// The name of a font in the paper style.
    Font,
    /// The data about draft and template, [`Properties::origin`].
    Origin,
}

/// Writes the contract as a DOCX.
///
/// # Errors
/// A text holds a character that XML does not allow and that cleaning did not remove.
pub fn render(document: &Document, properties: &Properties) -> Result<Vec<u8>, DocxError> {
    refuse_illegal_characters(document, properties)?;
    let measures = Measures::new(&document.paper);
    let part = |part, written: Result<String, String>| {
        written.map_err(|reason| DocxError::Part { part, reason })
    };
    let built = package::Built {
        document: part(
            "word/document.xml",
            main_part(document, &measures, properties.draft_mark),
        )?,
        styles: styles::part(document, &measures),
        header: frame::header(document, &measures, properties.draft_mark)
            .map(|written| part("word/header1.xml", written))
            .transpose()?,
        footer: frame::footer(document, &measures)
            .map(|written| part("word/footer1.xml", written))
            .transpose()?,
    };
    let facts = package::Facts {
        title: &document.title,
        language: &document.language,
        author: &properties.author,
        company: &properties.company,
        origin: properties.origin.as_ref(),
        units: units::of(document),
        text_hash: text::hash(document).to_string(),
    };
    package::write(built, &document.paper, &facts).map_err(DocxError::Archive)
}

/// The paragraphs in the order of the file: a signature block row by row, where
/// [`Document::paragraphs`] goes party by party. After a signature block that ends the contract the
/// file holds one more empty paragraph, because Word requires a paragraph after a table.
#[must_use]
pub fn paragraphs_in_file_order(document: &Document) -> Vec<&Paragraph> {
    let blocks = document.text_blocks();
    let mut paragraphs = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        match block {
            // Only a table cannot begin a page by itself: an empty paragraph does it.
            Block::Paragraph(paragraph) if paragraph.role == Role::PageBreak => {
                if matches!(blocks.get(index + 1), Some(Block::Table(_))) {
                    paragraphs.push(paragraph);
                }
            }
            Block::Paragraph(paragraph) => paragraphs.push(paragraph),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                paragraphs.extend(cells.flat_map(|cell| &cell.paragraphs));
            }
        }
    }
    paragraphs
}

fn main_part(document: &Document, measures: &Measures, draft_mark: bool) -> Result<String, String> {
    let mut setter = Setter::new(document, draft_mark);
    let mut xml = Writer::new();
    xml.element("w:document", &NAMESPACES, |xml| {
        xml.element("w:body", &[], |xml| {
            body::write(document, measures, &mut setter, xml)?;
            frame::write_section(document, measures, draft_mark, xml);
            Ok::<(), String>(())
        })
    })?;
    Ok(xml.finish())
}

fn refuse_illegal_characters(
    document: &Document,
    properties: &Properties,
) -> Result<(), DocxError> {
    let paper = &document.paper;
    let PaperStyle {
        title_font,
        heading_font,
        body_font,
        latin_font,
        ..
    } = paper;
    for (text, place) in [
        (&document.title, Source::Title),
        (&document.language, Source::Language),
        (&properties.author, Source::Author),
        (&properties.company, Source::Company),
        (title_font, Source::Font),
        (heading_font, Source::Font),
        (body_font, Source::Font),
        (latin_font, Source::Font),
    ]
    .into_iter()
    .chain(
        properties
            .origin
            .iter()
            .flat_map(|origin| {
                [
                    &origin.draft,
                    &origin.template,
                    &origin.version,
                    &origin.template_hash,
                ]
            })
            .map(|fact| (fact, Source::Origin)),
    ) {
        if let Some(character) = text.chars().find(|c| !is_legal(*c)) {
            return Err(DocxError::IllegalCharacter { character, place });
        }
    }
    for paragraph in document.paragraphs() {
        let text = paragraph.text();
        if let Some(character) = text.chars().find(|c| !is_legal(*c)) {
            let line = paragraph.id.line;
            let before = text.chars().take_while(|c| *c != character).collect();
            let place = Source::Paragraph { line, before };
            return Err(DocxError::IllegalCharacter { character, place });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Inline, Role};
    use crate::template::BlockId;

    fn one(text: &str) -> Document {
        let paragraph = Paragraph::unnumbered(
            Role::Body,
            vec![Inline::Text {
                text: text.to_owned(),
                bold: false,
            }],
            BlockId::of_line(7),
        );
        Document {
            blocks: vec![Block::Paragraph(paragraph)],
            ..Document::default()
        }
    }

    #[test]
    fn a_character_that_xml_forbids_is_refused_with_its_place() {
        for character in ['\0', '\u{1B}', '\r', '\u{FFFE}', '\u{FFFF}'] {
            let error = render(&one(&format!("甲{character}方")), &Properties::default());
            match error {
                Err(DocxError::IllegalCharacter {
                    character: found,
                    place: Source::Paragraph { line: 7, before },
                }) => {
                    assert_eq!((found, before.as_str()), (character, "甲"));
                }
                other => panic!("character: {character:?}, result: {other:?}"),
            }
        }
    }

    #[test]
    fn every_other_character_is_written() {
        for character in ['\t', '\n', ' ', '<', '&', '\u{A0}', '\u{FFFD}', '𠮷'] {
            let bytes = render(&one(&format!("甲{character}方")), &Properties::default());
            assert!(bytes.is_ok(), "character: {character:?}");
        }
    }
}
