//! What a DOCX that this program exported says beside its words: which draft and template it was
//! made from, and the draft itself. Other programs may have kept all of it, some, or nothing.

use std::collections::BTreeMap;

use super::docx::{ReadParagraph, paragraphs_of};
use super::error::IntakeError;
use crate::word::error::WordError;
use crate::word::names::{
    DRAFT, ENCODING, HEXADECIMAL, STYLE, TEMPLATE, TEMPLATE_HASH, TEXT_HASH, VERSION,
};
use crate::word::package::Package;
use crate::word::xml::{Reader, Space, Token};

/// A DOCX with what it says of its origin; what it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperFile {
    /// The paragraphs of the main text.
    pub paragraphs: Vec<ReadParagraph>,
    /// The id of the draft.
    pub draft: String,
    /// The id of the template.
    pub template: String,
    /// The version of the template.
    pub version: String,
    /// SHA-256 of the template's text.
    pub template_hash: String,
    /// SHA-256 of the contract's text when it was exported.
    pub text_hash: String,
    /// The style that it was printed with, on one line.
    pub style: String,
    /// The draft file that it carries.
    pub embedded: Option<String>,
}

/// Reads a DOCX with everything that it says of its origin.
///
/// # Errors
/// As [`super::docx::read_paragraphs`]. What only the origin says never keeps a file from being
/// read.
pub fn read_paper(bytes: &[u8]) -> Result<PaperFile, IntakeError> {
    let mut package = Package::open(bytes)?;
    let mut file = PaperFile {
        paragraphs: paragraphs_of(&mut package)?,
        ..PaperFile::default()
    };
    if let Ok(text) = package.read(PROPERTIES) {
        // Properties that are torn are as good as none.
        let _torn = read_properties(&text, &mut file);
    }
    file.embedded = package
        .names()
        .into_iter()
        .filter(|name| is_custom_part(name))
        .find_map(|name| {
            let text = package.read(&name).ok()?;
            read_draft(&name, &text).ok()?
        });
    Ok(file)
}

const PROPERTIES: &str = "docProps/custom.xml";

/// `customXml/item1.xml`, but neither its properties nor its relationships.
fn is_custom_part(lowercase_name: &str) -> bool {
    lowercase_name
        .strip_prefix("customxml/item")
        .and_then(|rest| rest.strip_suffix(".xml"))
        .is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()))
}

fn read_properties(text: &str, file: &mut PaperFile) -> Result<(), WordError> {
    let mut reader = Reader::new(PROPERTIES, text);
    let mut slot: Option<&mut String> = None;
    let mut style: BTreeMap<String, String> = BTreeMap::new();
    loop {
        match reader.next()? {
            Token::Open(tag) if tag.local_name() == "property" => {
                let property = reader.attribute(tag, "name")?.unwrap_or_default();
                slot = match property.as_str() {
                    DRAFT => Some(&mut file.draft),
                    TEMPLATE => Some(&mut file.template),
                    VERSION => Some(&mut file.version),
                    TEMPLATE_HASH => Some(&mut file.template_hash),
                    TEXT_HASH => Some(&mut file.text_hash),
                    // Other programs put properties in an order of their own.
                    name if name.starts_with(STYLE) => Some(style.entry(property).or_default()),
                    _ => None,
                };
            }
            Token::Text(text) => {
                if let Some(slot) = &mut slot {
                    slot.push_str(&text);
                }
            }
            // White space around the value belongs to none.
            Token::Open(_) => {
                if let Some(slot) = &mut slot {
                    slot.clear();
                }
            }
            Token::Close => slot = None,
            Token::End => break,
        }
    }
    file.style = style.into_values().collect();
    Ok(())
}

/// The draft that a custom part holds; `None` if it is another program's.
fn read_draft(part: &str, text: &str) -> Result<Option<String>, WordError> {
    let mut reader = Reader::new(part, text);
    let mut encoding = None;
    let mut content = String::new();
    let mut is_draft = false;
    loop {
        match reader.next()? {
            Token::Open(tag)
                if tag.space == Space::Qianyue && tag.local_name() == "draft" && !is_draft =>
            {
                is_draft = true;
                encoding = reader.attribute(tag, ENCODING)?;
            }
            Token::Open(_) if !is_draft => return Ok(None),
            Token::Text(text) => {
                if is_draft {
                    content.push_str(&text);
                }
            }
            Token::Open(_) | Token::Close => {}
            Token::End => break,
        }
    }
    Ok(match encoding.as_deref() {
        None => Some(content),
        Some(HEXADECIMAL) => text_of_digits(content.trim()),
        Some(_) => None,
    })
}

/// Two hexadecimal digits a byte, in UTF-8.
fn text_of_digits(digits: &str) -> Option<String> {
    let digits: Option<Vec<u8>> = digits
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    let bytes: Option<Vec<u8>> = digits?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(high << 4 | low),
            _ => None,
        })
        .collect();
    String::from_utf8(bytes?).ok()
}
