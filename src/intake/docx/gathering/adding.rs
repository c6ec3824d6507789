//! Adds text to paragraphs and joins paragraphs whose mark is deleted or hidden.

use super::{Gathering, Joint, Open, Run, Views};
use crate::intake::docx::ReadParagraph;
use crate::intake::docx::element::Element;
use crate::intake::docx::field::{Field, Form, Shown};
use crate::intake::docx::formatting::Look;
use crate::intake::docx::symbol::SymbolFont;
use crate::intake::error::{IntakeError, MAX_PARAGRAPHS};

/// The white space of XML; between words each counts as a blank.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

impl Gathering<'_> {
    pub(super) fn enter_paragraph(&mut self) -> Result<(), IntakeError> {
        let index = self.paragraphs.len();
        if index >= MAX_PARAGRAPHS {
            return Err(IntakeError::TooManyParagraphs);
        }
        let mut paragraph = ReadParagraph::default();
        let joint = self.joints.last().copied().unwrap_or_default();
        if let Some(before) = joint.last.and_then(|last| self.paragraphs.get_mut(last)) {
            if joint.continues.accepted {
                paragraph.text = std::mem::take(&mut before.text);
                paragraph.controls = std::mem::take(&mut before.controls);
            }
            if joint.continues.original {
                paragraph.original = std::mem::take(&mut before.original);
            }
        }
        self.paragraphs.push(paragraph);
        self.open_paragraphs.push(Open {
            index: Some(index),
            ..Open::default()
        });
        Ok(())
    }

    /// Ends the paragraph. If its mark is deleted or hidden, the next paragraph continues it.
    pub(super) fn leave_paragraph(&mut self) {
        let look = self.look(self.open_paragraphs.last().map(|open| &open.mark));
        let Some(open) = self.open_paragraphs.pop() else {
            return;
        };
        if let Some(joint) = self.joints.last_mut() {
            *joint = Joint {
                last: open.index,
                continues: Views {
                    accepted: open.is_mark_deleted || look.accepted.is_hidden,
                    original: open.is_mark_inserted || look.original.is_hidden,
                },
            };
        }
    }

    /// Ends the joining of paragraphs, because no paragraph continues across a table.
    pub(super) fn end_joint(&mut self) {
        if let Some(joint) = self.joints.last_mut() {
            *joint = Joint::default();
        }
    }

    /// The index of the paragraph that receives text.
    pub(super) fn current(&self) -> Option<usize> {
        self.open_paragraphs.last()?.index
    }

    /// Whether the innermost element is a run.
    pub(super) fn is_in_run(&self) -> bool {
        let is_frame = |element: &&Element| {
            matches!(
                element,
                Element::Alternatives | Element::Choice | Element::Fallback
            )
        };
        self.open.iter().rev().find(|each| !is_frame(each)) == Some(&Element::Run)
    }

    pub(super) fn enter_run(&mut self) {
        let run = Run::default();
        let look = self.look(Some(&run));
        self.runs.push(Run { look, ..run });
    }

    /// The look of a run, or of the mark of the open paragraph.
    pub(super) fn look(&self, run: Option<&Run>) -> Views<Look> {
        let Some(run) = run else {
            return Views::default();
        };
        let paragraph = self.open_paragraphs.last();
        let table = self.table_styles.last().and_then(Option::as_deref);
        let style = paragraph.and_then(|open| open.style.as_deref());
        let style_before = paragraph.and_then(|open| match &open.before {
            Some(before) => before.style.as_deref(),
            None => open.style.as_deref(),
        });
        let accepted = self.styles.look(table, style, &run.formatting);
        let before = run.before.as_ref().unwrap_or(&run.formatting);
        let is_same = run.before.is_none() && style == style_before;
        let original = if is_same {
            accepted
        } else {
            self.styles.look(table, style_before, before)
        };
        Views { accepted, original }
    }

    /// Processes the end of a text element.
    pub(super) fn add_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        let shown = if self.keeps_blanks {
            text.as_str()
        } else {
            text.trim_matches(BLANKS)
        };
        let font = self.runs.last().and_then(|run| run.font);
        let mut is_known = true;
        let shown: String = shown
            .chars()
            .map(|character| match font {
                _ if BLANKS.contains(&character) => ' ',
                Some(font) if is_of_symbols(character) => {
                    let shown = font.shown(character);
                    is_known &= shown.is_some();
                    shown.unwrap_or(character)
                }
                Some(_) | None => character,
            })
            .collect();
        self.add(&shown);
        if !is_known {
            self.note_unread();
        }
    }

    /// Adds a character given by its number in hexadecimal.
    pub(super) fn add_symbol(&mut self, font: Option<SymbolFont>, code: &str) {
        let number = u32::from_str_radix(code, 16).ok();
        let Some(character) = number.and_then(char::from_u32) else {
            return self.note_unread();
        };
        let shown = match font {
            Some(font) if is_of_symbols(character) => font.shown(character),
            Some(_) | None => (!is_private(character)).then_some(character),
        };
        self.add(shown.unwrap_or(character).encode_utf8(&mut [0; 4]));
        if shown.is_none() {
            self.note_unread();
        }
    }

    /// Adds text that prints at this position.
    pub(super) fn add(&mut self, text: &str) {
        if self.n_codes > 0 {
            return;
        }
        if let Some(field) = self.fields.last_mut() {
            field.has_result |= !text.is_empty();
        }
        let (look, is_hidden) = self.shows();
        let index = self.current();
        let Some(paragraph) = index.and_then(|index| self.paragraphs.get_mut(index)) else {
            return;
        };
        if self.n_deletions == 0 && !is_hidden.accepted {
            paragraph.text.push_str(text);
            // A value goes only into the innermost control: a control around other controls has no
            // value.
            if let Some((_, control)) = self.controls.last_mut().filter(|(of, _)| *of == index) {
                control.text.push_str(text);
            }
        }
        if self.n_insertions == 0 && !is_hidden.original {
            paragraph.original.push_str(text);
        }
        if !text.trim().is_empty() {
            paragraph.hides_text |= is_hidden.accepted || look.is_faint;
            paragraph.strikes_text |= look.is_struck && !is_hidden.accepted;
            paragraph.has_unread |= look.is_raised && !is_hidden.accepted;
        }
    }

    /// Records visible content that is not text.
    pub(super) fn note_unread(&mut self) {
        if self.n_codes > 0 || self.shows().1.accepted {
            return;
        }
        if let Some(field) = self.fields.last_mut() {
            field.has_result = true;
        }
        // Content between paragraphs counts with the paragraph before.
        let last = self.paragraphs.len().checked_sub(1);
        match self.current().or(last) {
            Some(index) => {
                if let Some(paragraph) = self.paragraphs.get_mut(index) {
                    paragraph.has_unread = true;
                }
            }
            None => self.paragraphs.push(ReadParagraph {
                has_unread: true,
                ..ReadParagraph::default()
            }),
        }
    }

    /// The look of the current run, and whether the run or a run around it is hidden.
    fn shows(&self) -> (Look, Views<bool>) {
        let look = self.runs.last().map(|run| run.look.accepted);
        let hidden = Views {
            accepted: self.runs.iter().any(|run| run.look.accepted.is_hidden),
            original: self.runs.iter().any(|run| run.look.original.is_hidden),
        };
        (look.unwrap_or_default(), hidden)
    }

    pub(super) fn meet_field_mark(&mut self, kind: Option<&str>) {
        let n_around = self.fields_around.last().copied().unwrap_or(0);
        match kind {
            Some("begin") => {
                let number = self.n_fields;
                self.n_fields += 1;
                if !self.endless_fields.contains(&number) {
                    self.fields.push(Field::new(number));
                    self.n_codes += 1;
                }
            }
            Some("separate") if self.fields.len() > n_around => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.is_in_result) {
                    field.is_in_result = true;
                    self.n_codes -= 1;
                }
            }
            Some("end") if self.fields.len() > n_around => self.end_field(),
            Some(_) | None => {}
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else {
            return;
        };
        self.n_codes -= usize::from(!field.is_in_result);
        if let Some(around) = self.fields.last_mut() {
            around.has_result |= field.has_result && self.n_codes == 0;
        }
        match field.shown() {
            Shown::Nothing => {}
            Shown::Text(text) => self.add(&text),
            Shown::Unread => self.note_unread(),
        }
    }

    /// Sets the form element of the open field.
    pub(super) fn offer(&mut self, form: Form) {
        if let Some(field) = self.fields.last_mut() {
            field.form = Some(form);
        }
    }

    pub(super) fn leave_control(&mut self) {
        let Some((paragraph, control)) = self.controls.pop() else {
            return;
        };
        if !control.tag.is_empty()
            && let Some(paragraph) = paragraph.and_then(|index| self.paragraphs.get_mut(index))
        {
            paragraph.controls.push(control);
        }
    }
}

/// Whether the character may have another shape in a symbol font.
fn is_of_symbols(character: char) -> bool {
    character.is_ascii() || is_private(character) || ('\u{A0}'..='\u{FF}').contains(&character)
}

fn is_private(character: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&character)
}
