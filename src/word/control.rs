//! Content controls: places in the text that have a name. A value that somebody changes in Word
//! stays in its field, keeps its look and cannot be deleted by mistake.

use std::collections::{HashMap, HashSet};

use super::xml::Writer;
use crate::template::{FieldId, Place};

/// What the tag of a control begins with that holds a blank; the place's text form follows.
const BLANK: &str = "qy:";
/// The building block that stands in an empty control. There is none of this name, which gives five
/// non-breaking spaces (ECMA-376 part 1, 17.5.2.9). The standard says the same where none is named,
/// but Word is known to put a prompt of its own there, which prints. Not tried in Word.
const EMPTY: &str = "qianyue-empty";
/// How long a name Word takes for a control, in UTF-16 units.
const LONGEST_NAME: usize = 64;

/// The place of the blank that a control of this tag holds; `None` for a control of another
/// program.
pub(crate) fn place_of(tag: &str) -> Option<Place> {
    let Ok(place) = tag.strip_prefix(BLANK)?.parse();
    Some(place)
}

/// A control that holds a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Control {
    /// The blank.
    pub(crate) place: Place,
    /// What Word shows as the control's name.
    pub(crate) name: String,
    /// Whether what stands in it goes when somebody types.
    pub(crate) is_placeholder: bool,
    /// Whether a value that is typed into it is underlined.
    pub(crate) is_underlined: bool,
}

impl Control {
    /// Writes `w:sdtPr`.
    pub(crate) fn write_properties(&self, number: u32, xml: &mut Writer) {
        let tag = format!("{BLANK}{}", self.place);
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

/// The numbers (`w:id`) that the controls of a package bear.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    taken: HashSet<u32>,
    /// How many keys of each field were tried.
    tried: HashMap<FieldId, u32>,
}

impl Numbers {
    /// A number for one more control of a field: the same in every export, positive, of 31 bits.
    pub(crate) fn next(&mut self, field: &FieldId) -> u32 {
        let occurrence = self.tried.entry(field.clone()).or_default();
        loop {
            let key = format!("{field}#{occurrence}");
            *occurrence += 1;
            let id = fnv_1a(key.as_bytes()) & 0x7FFF_FFFF;
            if id > 0 && self.taken.insert(id) {
                return id;
            }
        }
    }
}

/// FNV-1a of 32 bits (<https://www.rfc-editor.org/rfc/rfc9923>).
fn fnv_1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// The beginning of a name that fits.
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
    fn a_long_name_is_cut_between_characters() {
        assert_eq!(shortened(&"𠮷".repeat(40)), "𠮷".repeat(32));
        assert_eq!(shortened("单价"), "单价");
    }
}
