//! The content controls of a document. docx-rs writes only the names of controls, so the full
//! properties replace the properties from docx-rs, control by control.

use std::collections::VecDeque;

use docx_rs::{Run, StructuredDataTag};

use crate::document::FieldNote;
use crate::template::{Place, Underline};
use crate::word::control::{Control, Numbers};
use crate::word::xml::Writer;

/// The controls of a part while the part is built.
#[derive(Debug)]
pub(super) struct Controls {
    is_underlined: bool,
    numbers: Numbers,
    /// Controls that are built but not yet written, in the order of the file.
    waiting: VecDeque<Control>,
}

impl Controls {
    /// An empty list; `underline` decides whether the values of controls are underlined.
    pub(super) fn new(underline: Underline) -> Self {
        Self {
            is_underlined: match underline {
                Underline::Value | Underline::Padded => true,
                Underline::None => false,
            },
            numbers: Numbers::default(),
            waiting: VecDeque::new(),
        }
    }

    /// Wraps runs in the control of the blank at `place`.
    pub(super) fn around(
        &mut self,
        place: &Place,
        note: Option<&FieldNote>,
        is_placeholder: bool,
        runs: Vec<Run>,
    ) -> StructuredDataTag {
        let name = note.map_or(place.field.as_str(), |note| note.label.as_str());
        self.waiting.push_back(Control {
            place: place.clone(),
            name: name.to_owned(),
            is_placeholder,
            is_underlined: self.is_underlined,
        });
        runs.into_iter()
            .fold(StructuredDataTag::new(), StructuredDataTag::add_run)
    }

    /// Writes the properties of the next control in file order.
    pub(super) fn write_next(&mut self, xml: &mut Writer) -> Result<(), String> {
        let control = self.waiting.pop_front().ok_or("a control too many")?;
        let number = self.numbers.next(&control.place.field);
        control.write_properties(number, xml);
        Ok(())
    }
}
