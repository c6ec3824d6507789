//! Content controls: a value that somebody changes in Word stays in its field, keeps its look and
//! cannot be deleted by mistake. docx-rs writes a mark; the pass over the part puts the control's
//! properties in its place.

use std::collections::{HashMap, HashSet};

use docx_rs::{Run, StructuredDataTag};

use crate::document::FieldNote;
use crate::template::{FieldId, Underline};
use crate::word::control::tag_of;
use crate::word::xml::tree::{Element, Node};

/// The building block that stands in an empty control. There is none of this name, which gives five
/// non-breaking spaces (ECMA-376 part 1, 17.5.2.9). The standard says the same where none is named,
/// but Word is known to put a prompt of its own there, which prints. Not tried in Word.
const EMPTY: &str = "qianyue-empty";
/// How long a name Word takes for a control, in UTF-16 units.
const LONGEST_NAME: usize = 64;

/// One control, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Control {
    field: FieldId,
    label: String,
    /// Whether what stands in it goes when somebody types.
    is_placeholder: bool,
}

/// The controls of a part while it is built.
#[derive(Debug, Default)]
pub(super) struct Controls {
    all: Vec<Control>,
}

impl Controls {
    /// Puts runs into a control of `field`.
    pub(super) fn around(
        &mut self,
        field: &FieldId,
        note: Option<&FieldNote>,
        is_placeholder: bool,
        runs: Vec<Run>,
    ) -> StructuredDataTag {
        let mark = self.all.len().to_string();
        let label = note.map_or(field.as_str(), |note| note.label.as_str());
        self.all.push(Control {
            field: field.clone(),
            label: shortened(label),
            is_placeholder,
        });
        runs.into_iter()
            .fold(StructuredDataTag::new().alias(mark), |control, run| {
                control.add_run(run)
            })
    }

    /// Gives every control its properties, as the elements of the part come by.
    pub(super) fn completing(&self, underline: Underline) -> Completing<'_> {
        Completing {
            controls: self,
            look: typed_look(underline),
            ids: Ids::default(),
        }
    }
}

/// The controls of a part while it is written.
pub(super) struct Completing<'a> {
    controls: &'a Controls,
    look: Element<'static>,
    ids: Ids<'a>,
}

impl Completing<'_> {
    /// Gives every control inside its properties. Our parts are never deeper than a cell's run, so
    /// this may call itself.
    pub(super) fn complete(&mut self, parent: &mut Element<'_>) {
        for node in &mut parent.children {
            let Node::Element(child) = node else {
                continue;
            };
            if child.name == "w:sdtPr" {
                self.complete_one(child);
            } else {
                self.complete(child);
            }
        }
    }

    fn complete_one(&mut self, properties: &mut Element<'_>) {
        let control = properties
            .children
            .iter()
            .find_map(|node| match node {
                Node::Element(alias) => alias.attribute("w:val"),
                Node::Text(_) => None,
            })
            .and_then(|mark| mark.parse::<usize>().ok())
            .and_then(|index| self.controls.all.get(index));
        let Some(control) = control else {
            return;
        };
        let tag = tag_of(&control.field);
        let id = self.ids.of(control.field.as_str()).to_string();
        properties.children = vec![Node::Element(self.look.clone())];
        for (name, value) in [
            ("w:alias", control.label.as_str()),
            ("w:tag", &tag),
            ("w:id", &id),
            ("w:lock", "sdtLocked"),
        ] {
            let element = Element::new(name, &[("w:val", value)]);
            properties.children.push(Node::Element(element));
        }
        let mut placeholder = Element::new("w:placeholder", &[]);
        let block = Element::new("w:docPart", &[("w:val", EMPTY)]);
        placeholder.children.push(Node::Element(block));
        properties.children.push(Node::Element(placeholder));
        if control.is_placeholder {
            let element = Element::new("w:showingPlcHdr", &[]);
            properties.children.push(Node::Element(element));
        }
    }
}

/// How a value typed into a control looks, whatever stands in it now.
fn typed_look(underline: Underline) -> Element<'static> {
    let mut look = Element::new("w:rPr", &[]);
    let fonts = Element::new("w:rFonts", &[("w:hint", "eastAsia")]);
    look.children.push(Node::Element(fonts));
    match underline {
        Underline::Value | Underline::Padded => {
            let line = Element::new("w:u", &[("w:val", "single")]);
            look.children.push(Node::Element(line));
        }
        Underline::None => {}
    }
    look
}

/// The numbers of controls that are taken.
#[derive(Debug, Default)]
struct Ids<'a> {
    taken: HashSet<u32>,
    /// How many keys of each field were tried.
    tried: HashMap<&'a str, u32>,
}

impl<'a> Ids<'a> {
    /// A number for a control of this field: the same in every export, positive, of 31 bits.
    fn of(&mut self, field: &'a str) -> u32 {
        let occurrence = self.tried.entry(field).or_default();
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
fn shortened(label: &str) -> String {
    let mut length = 0;
    label
        .chars()
        .take_while(|character| {
            length += character.len_utf16();
            length <= LONGEST_NAME
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_s_number_is_stable_unique_and_positive() {
        let (mut ids, mut again) = (Ids::default(), Ids::default());
        let numbers: Vec<u32> = (0..500).map(|_| ids.of("amount")).collect();
        let repeated: Vec<u32> = (0..500).map(|_| again.of("amount")).collect();
        assert_eq!(numbers, repeated);
        assert!(numbers.iter().all(|id| (1..=0x7FFF_FFFF).contains(id)));
        let distinct: HashSet<u32> = numbers.iter().copied().collect();
        assert_eq!(distinct.len(), numbers.len());
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
