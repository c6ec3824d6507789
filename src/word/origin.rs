//! Where a file that this program exports comes from: the draft and template behind it, in custom
//! properties, which other programs keep, and the draft itself in a part of its own. Other programs
//! may have kept all of it, some, or nothing.

use std::collections::BTreeMap;

use super::error::WordError;
use super::names::DRAFT;
use super::package::{Package, Part};
use super::relationships::{self, Relationship};
use super::xml::{Reader, Space, Token, Writer, is_legal};
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

const PROPERTIES: &str = "docProps/custom.xml";
const PROPERTIES_TYPE: &str = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
const DRAFT_PART: &str = "customXml/item1.xml";
const DRAFT_PROPERTIES_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";

/// What the names of this program's custom properties begin with.
const OWN: &str = "qianyue.";
/// The custom property with the draft's id.
const DRAFT_ID: &str = "qianyue.draft";
/// The custom property with the template's id.
const TEMPLATE: &str = "qianyue.template";
/// The custom property with the template's version.
const VERSION: &str = "qianyue.version";
/// The custom property with the SHA-256 of the template's text.
const TEMPLATE_HASH: &str = "qianyue.template_sha256";
/// The custom property with the SHA-256 of the contract's text.
const TEXT_HASH: &str = "qianyue.text_sha256";
/// The custom property with the style on one line; further ones with a number behind continue it
/// where one cannot hold it.
const STYLE: &str = "qianyue.style";

/// The identifier that Office gives to custom properties.
const PROPERTY_SET: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
/// The number of the first custom property (MS-OLEPS 2.18: 0 and 1 are taken).
const FIRST_PROPERTY: usize = 2;
/// The most characters of a property that every program keeps.
const LONGEST_PROPERTY: usize = 255;

/// Tells the part with the draft from other custom parts.
const ITEM: &str = "{5C1B7E2A-6D0F-4B4B-9E55-71A9C0D2E8F1}";
/// The attribute that says how the draft is written where XML cannot hold it as it is.
const ENCODING: &str = "encoding";
/// The value of [`ENCODING`] for two hexadecimal digits a byte.
const HEXADECIMAL: &str = "hex";

/// The package's relationship to the properties that say where it comes from.
pub(crate) fn relationship(id: &str) -> Relationship<'_> {
    Relationship::office(id, "custom-properties", PROPERTIES)
}

impl Origin {
    /// The main part's relationship to the draft, where one is embedded.
    pub(crate) fn draft_relationship<'a>(&self, id: &'a str) -> Option<Relationship<'a>> {
        self.embedded
            .as_ref()
            .map(|_| Relationship::office(id, "customXml", "../customXml/item1.xml"))
    }

    /// What says where a contract with the text of this SHA-256 comes from.
    pub(crate) fn parts(&self, text_hash: &str) -> Vec<Part> {
        let mut parts = vec![Part::typed(
            PROPERTIES,
            PROPERTIES_TYPE,
            properties(self, text_hash),
        )];
        if let Some(draft) = &self.embedded {
            let to_properties = Relationship::office("rId1", "customXmlProps", "itemProps1.xml");
            parts.extend([
                Part::usual(DRAFT_PART, draft_part(draft)),
                Part::typed(
                    "customXml/itemProps1.xml",
                    DRAFT_PROPERTIES_TYPE,
                    draft_properties(),
                ),
                relationships::write(DRAFT_PART, &[to_properties]),
            ]);
        }
        parts
    }
}

/// One property a fact; what is unknown is left out.
fn properties(origin: &Origin, text_hash: &str) -> String {
    let facts = [
        (DRAFT_ID, origin.draft.as_str()),
        (TEMPLATE, &origin.template),
        (VERSION, &origin.version),
        (TEMPLATE_HASH, &origin.template_hash),
        (TEXT_HASH, text_hash),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let entries = facts
        .into_iter()
        .chain(style_properties(&origin.style))
        .filter(|(_, value)| !value.is_empty());
    let namespaces = [
        (
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
        ),
        (
            "xmlns:vt",
            "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
        ),
    ];
    Writer::part("Properties", &namespaces, |xml| {
        for (index, (name, value)) in entries.enumerate() {
            let number = (index + FIRST_PROPERTY).to_string();
            let attributes = [("fmtid", PROPERTY_SET), ("pid", &number), ("name", &name)];
            xml.element("property", &attributes, |xml| {
                xml.leaf("vt:lpwstr", &value);
            });
        }
    })
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

/// The draft file as the text of one element.
fn draft_part(draft: &str) -> String {
    // What XML cannot hold, and what nobody sees, stays out of the file.
    let is_plain = draft.lines().all(|line| value::clean(line).replaced == 0);
    let namespace = ("xmlns", DRAFT);
    if is_plain && draft.chars().all(is_legal) {
        return Writer::part("draft", &[namespace], |xml| xml.text(draft));
    }
    Writer::part("draft", &[namespace, (ENCODING, HEXADECIMAL)], |xml| {
        for byte in draft.bytes() {
            xml.text(&format!("{byte:02x}"));
        }
    })
}

/// What kind of part the draft is.
fn draft_properties() -> String {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let attributes = [("ds:itemID", ITEM), ("xmlns:ds", namespace)];
    Writer::part("ds:datastoreItem", &attributes, |xml| {
        xml.element("ds:schemaRefs", &[], |xml| {
            xml.empty("ds:schemaRef", &[("ds:uri", DRAFT)]);
        });
    })
}

/// What a file says of its origin, and the SHA-256 of the contract's text when it was exported.
/// What it does not say, or says in a torn part, is empty.
pub(crate) fn read(package: &mut Package<'_>) -> (Origin, String) {
    let mut properties = BTreeMap::new();
    if let Ok(text) = package.read(PROPERTIES)
        && read_properties(&text, &mut properties).is_err()
    {
        // Half a style is another style.
        properties.retain(|name, _| !name.starts_with(STYLE));
    }
    let mut take = |name: &str| properties.remove(name).unwrap_or_default();
    let [draft, template, version, template_hash, text_hash] =
        [DRAFT_ID, TEMPLATE, VERSION, TEMPLATE_HASH, TEXT_HASH].map(&mut take);
    let style = properties
        .into_iter()
        .filter(|(name, _)| name.starts_with(STYLE))
        .map(|(_, piece)| piece)
        .collect();
    let embedded = package
        .names()
        .into_iter()
        .filter(|name| is_custom_part(name))
        .find_map(|name| {
            let text = package.read(&name).ok()?;
            read_draft(&name, &text).ok()?
        });
    let origin = Origin {
        draft,
        template,
        version,
        template_hash,
        style,
        embedded,
    };
    (origin, text_hash)
}

/// `customXml/item1.xml`, but neither its properties nor its relationships.
fn is_custom_part(lowercase_name: &str) -> bool {
    lowercase_name
        .strip_prefix("customxml/item")
        .and_then(|rest| rest.strip_suffix(".xml"))
        .is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()))
}

/// Adds this program's properties, up to the place where the part is torn if it is.
fn read_properties(text: &str, properties: &mut BTreeMap<String, String>) -> Result<(), WordError> {
    let mut reader = Reader::new(PROPERTIES, text);
    let mut slot: Option<&mut String> = None;
    loop {
        match reader.next()? {
            Token::Open(tag) if tag.local_name() == "property" => {
                let name = reader.attribute(tag, "name")?.unwrap_or_default();
                slot = name
                    .starts_with(OWN)
                    .then(|| properties.entry(name).or_default());
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
            Token::End => return Ok(()),
        }
    }
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
