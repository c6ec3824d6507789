//! Content controls: named places in the text. A value that a person changes in Word stays in its
//! field, keeps its formatting and cannot be deleted by mistake.

use std::collections::{HashMap, HashSet};

use super::xml::Writer;
use crate::template::{FieldId, Place};
use crate::value::ContentHash;

/// The prefix of the tag of a control that holds a blank; the text form of the blank's place
/// follows.
const BLANK: &str = "qy:";
/// The building block for the placeholder of an empty control. No building block has this name, so
/// Word inserts five non-breaking spaces (ECMA-376 part 1, 17.5.2.9). The standard says the same
/// for a control without a building block, but Word is known to insert its own prompt there, which
/// prints. Not tested in Word.
const EMPTY: &str = "qianyue-empty";
/// The longest name that Word accepts for a control, in UTF-16 units.
const LONGEST_NAME: usize = 64;

/// Begins the hash that stands for the id of a field in a tag. No id begins with this character.
const HASHED: &str = "~";

/// The tag of the control of a blank. Word accepts [`LONGEST_NAME`] characters; in a longer tag a
/// hash stands for the id of the field. A reader finds the field by the template, so that the file
/// needs no table of hashes, which other programs could lose.
pub(crate) fn tag_of(place: &Place) -> String {
    let tag = format!("{BLANK}{place}");
    if tag.len() <= LONGEST_NAME {
        return tag;
    }
    let dot = if place.row.is_some() { "." } else { "" };
    let field = FieldId::new(&format!("{HASHED}{dot}{}", hash_of(&place.field)));
    let row = place.row;
    format!("{BLANK}{}", Place { field, row })
}

/// The place of the blank in a control with this tag; `None` for a control of another program, and
/// for a hash of none of the `fields`.
pub(crate) fn place_of<'a>(
    tag: &str,
    fields: impl IntoIterator<Item = &'a FieldId>,
) -> Option<Place> {
    let Ok(place) = tag.strip_prefix(BLANK)?.parse::<Place>();
    let Some(hash) = place.field.as_str().strip_prefix(HASHED) else {
        return Some(place);
    };
    let hash = hash.strip_prefix('.').unwrap_or(hash);
    let field = fields.into_iter().find(|field| hash_of(field) == hash)?;
    Some(Place {
        field: field.clone(),
        row: place.row,
    })
}

/// The first 32 digits of the SHA-256 of a field's id.
fn hash_of(field: &FieldId) -> String {
    let mut hash = ContentHash::of(field.as_str().as_bytes()).to_string();
    hash.truncate(32);
    hash
}

/// A content control around a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Control {
    /// The blank that the control holds.
    pub(crate) place: Place,
    /// The name of the control that Word shows.
    pub(crate) name: String,
    /// Whether the content is a placeholder, which disappears when a person types.
    pub(crate) is_placeholder: bool,
    /// Whether a value that a person types is underlined.
    pub(crate) is_underlined: bool,
}

impl Control {
    /// Writes the element `w:sdtPr` with the given `w:id`.
    pub(crate) fn write_properties(&self, number: u32, xml: &mut Writer) {
        let tag = tag_of(&self.place);
        let number = number.to_string();
        xml.element("w:sdtPr", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
                if self.is_underlined {
                    xml.empty("w:u", &[("w:val", "single")]);
                }
            });
            xml.empty("w:alias", &[("w:val", shortened(&self.name))]);
            xml.empty("w:tag", &[("w:val", &tag)]);
            xml.empty("w:id", &[("w:val", &number)]);
            xml.empty("w:lock", &[("w:val", "sdtLocked")]);
            xml.element("w:placeholder", &[], |xml| {
                xml.empty("w:docPart", &[("w:val", EMPTY)]);
            });
            if self.is_placeholder {
                xml.empty("w:showingPlcHdr", &[]);
            }
        });
    }
}

/// Assigns the numbers (`w:id`) of the controls in a package.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    taken: HashSet<u32>,
    /// For each field, the number of keys already hashed.
    tried: HashMap<FieldId, u32>,
}

impl Numbers {
    /// The number for the next control of a field: positive, 31 bits, equal in every export.
    pub(crate) fn next(&mut self, field: &FieldId) -> u32 {
        let occurrence = self.tried.entry(field.clone()).or_default();
        loop {
            let key = format!("{field}#{occurrence}");
            *occurrence += 1;
            // The number comes from the field's id, so that it survives edits of the contract.
            let id = fnv_1a(key.as_bytes()) & 0x7FFF_FFFF;
            if id > 0 && self.taken.insert(id) {
                return id;
            }
        }
    }
}

/// The FNV-1a hash with 32 bits (<https://www.rfc-editor.org/rfc/rfc9923>).
fn fnv_1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// The longest prefix of `name` that Word accepts.
fn shortened(name: &str) -> &str {
    let mut length = 0;
    let end = name.char_indices().find_map(|(start, character)| {
        length += character.len_utf16();
        (length > LONGEST_NAME).then_some(start)
    });
    end.and_then(|end| name.get(..end)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::RowId;

    #[test]
    fn a_control_s_number_is_stable_unique_and_positive() {
        let field = FieldId::new("amount");
        let (mut numbers, mut again) = (Numbers::default(), Numbers::default());
        let given: Vec<u32> = (0..500).map(|_| numbers.next(&field)).collect();
        let repeated: Vec<u32> = (0..500).map(|_| again.next(&field)).collect();
        assert_eq!(given, repeated);
        assert!(given.iter().all(|id| (1..=0x7FFF_FFFF).contains(id)));
        let distinct: HashSet<u32> = given.iter().copied().collect();
        assert_eq!(distinct.len(), given.len());
    }

    #[test]
    fn fnv_1a_gives_the_published_values() {
        for (text, expected) in [
            ("", 0x811C_9DC5),
            ("a", 0xE40C_292C),
            ("foobar", 0xBF9C_F968),
        ] {
            assert_eq!(fnv_1a(text.as_bytes()), expected, "text: {text}");
        }
    }

    #[test]
    fn a_tag_names_its_blank_in_at_most_64_characters() {
        let id = |length: usize| "x".repeat(length);
        for (field, row, is_readable) in [
            ("price".to_owned(), None, true),
            (id(61), None, true),
            (id(62), None, false),
            (id(64), None, false),
            ("goods.price".to_owned(), RowId::new(7), true),
            (format!("{}.{}", id(29), id(29)), RowId::new(7), true),
            (format!("{}.{}", id(30), id(29)), RowId::new(7), false),
            (
                format!("{}.{}", id(64), id(64)),
                RowId::new(u32::MAX),
                false,
            ),
        ] {
            let field = FieldId::new(&field);
            let place = Place {
                field: field.clone(),
                row,
            };
            let tag = tag_of(&place);
            assert!(tag.len() <= LONGEST_NAME, "{tag}");
            assert_eq!(tag == format!("qy:{place}"), is_readable, "{tag}");
            let others = [FieldId::new("other"), field];
            assert_eq!(place_of(&tag, &others), Some(place), "{tag}");
            let is_known = place_of(&tag, &others[..1]).is_some();
            assert_eq!(is_known, is_readable, "{tag}");
        }
        assert_eq!(place_of("other:price", []), None);
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        assert_eq!(shortened(&"𠮷".repeat(40)), "𠮷".repeat(32));
        assert_eq!(shortened("单价"), "单价");
    }
}
