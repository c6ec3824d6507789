//! The origin of an exported file: custom properties name the draft and the template, and other
//! programs keep these properties; a custom XML part embeds the draft. A file that passed through
//! another program may hold all, some or none of this data.

use std::collections::BTreeMap;

use super::error::WordError;
use super::names::DRAFT;
use super::package::{Package, Part};
use super::relationships::{self, Relationship};
use super::xml::{Reader, Space, Token, Writer, is_legal};
use crate::template::TableRule;
use crate::value;

/// The draft and template of a contract, with which the exported file can be reopened and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The id of the draft; may be empty.
    pub draft: String,
    /// The id of the template.
    pub template: String,
    /// The version of the template; may be empty.
    pub version: String,
    /// SHA-256 of the template's text, in hexadecimal; may be empty.
    pub template_hash: String,
    /// Which tables of the template's text are signature blocks.
    pub tables: TableRule,
    /// The style of the contract, on one line; may be empty.
    pub style: String,
    /// The text of the embedded draft file; `None` if the draft is not embedded.
    pub embedded: Option<String>,
}

const PROPERTIES: &str = "docProps/custom.xml";
const PROPERTIES_TYPE: &str = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
const DRAFT_PART: &str = "customXml/item1.xml";
const DRAFT_PROPERTIES_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";

/// The prefix of the names of this program's custom properties.
const OWN: &str = "qianyue.";
/// The custom property with the id of the draft.
const DRAFT_ID: &str = "qianyue.draft";
/// The custom property with the id of the template.
const TEMPLATE: &str = "qianyue.template";
/// The custom property with the version of the template.
const VERSION: &str = "qianyue.version";
/// The custom property with the SHA-256 of the template's text.
const TEMPLATE_HASH: &str = "qianyue.template_sha256";
/// The custom property with the rule for tables. Files of versions that knew only one rule lack it.
const TABLES: &str = "qianyue.tables";
/// The value of [`TABLES`] for signature blocks with a tag.
const TAGGED: &str = "tagged";
/// The custom property with the SHA-256 of the contract's text.
const TEXT_HASH: &str = "qianyue.text_sha256";
/// The custom property with the style on one line. Properties with a number after this name hold
/// the rest of a style that is too long for one property.
const STYLE: &str = "qianyue.style";

/// The format id that Office uses for custom properties.
const PROPERTY_SET: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
/// The number of the first custom property (MS-OLEPS 2.18 reserves 0 and 1).
const FIRST_PROPERTY: usize = 2;
/// The longest property that every program keeps, in characters.
const LONGEST_PROPERTY: usize = 255;

/// The item id of the custom XML part with the draft.
const ITEM: &str = "{5C1B7E2A-6D0F-4B4B-9E55-71A9C0D2E8F1}";
/// The attribute with the encoding of a draft that XML cannot hold verbatim.
const ENCODING: &str = "encoding";
/// The value of [`ENCODING`] for two hexadecimal digits per byte.
const HEXADECIMAL: &str = "hex";

/// The relationship from the package to the custom properties.
pub(crate) fn relationship(id: &str) -> Relationship<'_> {
    Relationship::office(id, "custom-properties", PROPERTIES)
}

impl Origin {
    /// The relationship from the main part to the embedded draft, if a draft is embedded.
    pub(crate) fn draft_relationship<'a>(&self, id: &'a str) -> Option<Relationship<'a>> {
        self.embedded
            .as_ref()
            .map(|_| Relationship::office(id, "customXml", "../customXml/item1.xml"))
    }

    /// The parts that record the origin; `text_hash` is SHA-256 of the contract's text.
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

/// The custom properties as XML, one property for each known fact.
fn properties(origin: &Origin, text_hash: &str) -> String {
    let facts = [
        (DRAFT_ID, origin.draft.as_str()),
        (TEMPLATE, &origin.template),
        (VERSION, &origin.version),
        (TEMPLATE_HASH, &origin.template_hash),
        (TABLES, tables_word(origin.tables)),
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

/// The value of [`TABLES`]; empty for the rule of files without the property.
fn tables_word(rule: TableRule) -> &'static str {
    match rule {
        TableRule::Tagged => TAGGED,
        TableRule::TwoColumns => "",
    }
}

/// The names and values of the properties that hold the style, split at [`LONGEST_PROPERTY`].
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

/// The XML part that embeds the draft file.
fn draft_part(draft: &str) -> String {
    // A draft with characters that are illegal in XML or invisible is encoded as hexadecimal.
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

/// The XML properties of the draft part: its item id and its schema.
fn draft_properties() -> String {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let attributes = [("ds:itemID", ITEM), ("xmlns:ds", namespace)];
    Writer::part("ds:datastoreItem", &attributes, |xml| {
        xml.element("ds:schemaRefs", &[], |xml| {
            xml.empty("ds:schemaRef", &[("ds:uri", DRAFT)]);
        });
    })
}

/// The origin that a file records, and SHA-256 of the contract's text at the time of export.
/// Missing data and data in damaged parts are empty.
pub(crate) fn read(package: &mut Package<'_>) -> (Origin, String) {
    let mut properties = BTreeMap::new();
    if let Ok(text) = package.read(PROPERTIES)
        && read_properties(&text, &mut properties).is_err()
    {
        // A truncated style is a different style, so it is dropped.
        properties.retain(|name, _| style_piece(name).is_none());
    }
    let mut take = |name: &str| properties.remove(name).unwrap_or_default();
    let [draft, template, version, template_hash, tables, text_hash] = [
        DRAFT_ID,
        TEMPLATE,
        VERSION,
        TEMPLATE_HASH,
        TABLES,
        TEXT_HASH,
    ]
    .map(&mut take);
    // Other programs write the properties in another order.
    let style: BTreeMap<usize, String> = properties
        .into_iter()
        .filter_map(|(name, piece)| Some((style_piece(&name)?, piece)))
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
        tables: match tables.as_str() {
            TAGGED => TableRule::Tagged,
            _ => TableRule::TwoColumns,
        },
        style: style.into_values().collect(),
        embedded,
    };
    (origin, text_hash)
}

/// The number of the piece of the style, from 1, that a property of this name holds.
fn style_piece(name: &str) -> Option<usize> {
    match name.strip_prefix(STYLE)? {
        "" => Some(1),
        rest => rest.strip_prefix('.')?.parse().ok(),
    }
}

/// Whether the part is an item such as `customXml/item1.xml`, not its properties or relationships.
fn is_custom_part(lowercase_name: &str) -> bool {
    lowercase_name
        .strip_prefix("customxml/item")
        .and_then(|rest| rest.strip_suffix(".xml"))
        .is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()))
}

/// Collects this program's properties; on damaged XML, the properties before the damage.
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
            // White space around the value element belongs to no property.
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

/// The draft in a custom part; `None` if the part belongs to another program.
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

/// Decodes two hexadecimal digits per byte to UTF-8; `None` if the digits are invalid.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::package;

    fn read_back(origin: &Origin) -> (Origin, String) {
        let parts = origin.parts("hash of the text");
        let bytes = package::write(&parts).unwrap();
        read(&mut Package::open(&bytes).unwrap())
    }

    #[test]
    fn what_is_written_of_an_origin_reads_back() {
        let style: String = (0..LONGEST_PROPERTY * 12)
            .map(|index| char::from(b'a' + u8::try_from(index / LONGEST_PROPERTY).unwrap()))
            .collect();
        let with = |style: &str, embedded: Option<&str>| Origin {
            draft: "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
            template: "购销 & <合同>".to_owned(),
            version: String::new(),
            template_hash: "ab".repeat(32),
            tables: TableRule::Tagged,
            style: style.to_owned(),
            embedded: embedded.map(str::to_owned),
        };
        for origin in [
            Origin::default(),
            with("", None),
            with(
                "size = \"小四\"",
                Some("[answers]\nprice = \"1 < 2 & ]]>\"\n"),
            ),
            with(&style, Some("bell \u{7}, mark \u{202E}")),
        ] {
            assert_eq!(
                read_back(&origin),
                (origin.clone(), "hash of the text".to_owned())
            );
        }
    }
}
