//! Where a file comes from: the draft and template behind it, in properties that other programs
//! keep, and the draft itself in a part of its own.

use quick_xml::escape::{escape, partial_escape};

use super::names::{
    DRAFT, DRAFT_NAMESPACE, ENCODING, HEXADECIMAL, STYLE, TEMPLATE, TEMPLATE_HASH, TEXT_HASH,
    VERSION,
};
use super::xml::is_legal;
use crate::value;

/// The draft and the template behind a contract, so that its file can be reopened and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The draft's id; may be empty.
    pub draft: String,
    /// The template's id.
    pub template: String,
    /// The template's version; may be empty.
    pub version: String,
    /// SHA-256 of the template's text, in hexadecimal; may be empty.
    pub template_hash: String,
    /// The style that it prints with, on one line; may be empty.
    pub style: String,
    /// The draft file that is embedded; `None` where the draft stays out.
    pub embedded: Option<String>,
}

/// The identifier that Office gives to custom properties.
const PROPERTY_SET: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
/// The number of the first custom property (MS-OLEPS 2.18: 0 and 1 are taken).
const FIRST_PROPERTY: usize = 2;
/// The most characters of a property that every program keeps.
const LONGEST_PROPERTY: usize = 255;
/// Tells the part with the draft from other custom parts.
const ITEM: &str = "{5C1B7E2A-6D0F-4B4B-9E55-71A9C0D2E8F1}";

/// `docProps/custom.xml`: one property a fact; what is unknown is left out.
pub(crate) fn custom_properties(declaration: &str, origin: &Origin, text_hash: &str) -> String {
    let facts = [
        (DRAFT, origin.draft.as_str()),
        (TEMPLATE, &origin.template),
        (VERSION, &origin.version),
        (TEMPLATE_HASH, &origin.template_hash),
        (TEXT_HASH, text_hash),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let entries: Vec<String> = facts
        .into_iter()
        .chain(style_properties(&origin.style))
        .filter(|(_, value)| !value.is_empty())
        .enumerate()
        .map(|(index, (name, value))| {
            let number = index + FIRST_PROPERTY;
            let value = escape(&value);
            format!(
                "<property fmtid=\"{PROPERTY_SET}\" pid=\"{number}\" name=\"{name}\">\
             <vt:lpwstr>{value}</vt:lpwstr></property>"
            )
        })
        .collect();
    let entries = entries.concat();
    format!(
        "{declaration}<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">\
         {entries}</Properties>"
    )
}

/// The style in as many properties as it takes.
fn style_properties(style: &str) -> Vec<(String, String)> {
    let characters: Vec<char> = style.chars().collect();
    let pieces = characters.chunks(LONGEST_PROPERTY).enumerate();
    pieces
        .map(|(index, piece)| {
            let name = match index {
                0 => STYLE.to_owned(),
                further => format!("{STYLE}.{}", further + 1),
            };
            (name, piece.iter().collect())
        })
        .collect()
}

/// `customXml/item1.xml`: the draft file.
pub(crate) fn draft_part(declaration: &str, draft: &str) -> String {
    // What XML cannot hold, and what nobody sees, stays out of the file.
    let is_plain = draft.lines().all(|line| value::clean(line).replaced == 0);
    let (attribute, content) = if is_plain && draft.chars().all(is_legal) {
        (String::new(), partial_escape(draft).into_owned())
    } else {
        let digits: Vec<String> = draft.bytes().map(|byte| format!("{byte:02x}")).collect();
        (format!(" {ENCODING}=\"{HEXADECIMAL}\""), digits.concat())
    };
    format!("{declaration}<draft xmlns=\"{DRAFT_NAMESPACE}\"{attribute}>{content}</draft>")
}

/// `customXml/itemProps1.xml`: what kind of part the draft is.
pub(crate) fn draft_part_properties(declaration: &str) -> String {
    format!(
        "{declaration}<ds:datastoreItem ds:itemID=\"{ITEM}\" \
         xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\">\
         <ds:schemaRefs><ds:schemaRef ds:uri=\"{DRAFT_NAMESPACE}\"/></ds:schemaRefs>\
         </ds:datastoreItem>"
    )
}
