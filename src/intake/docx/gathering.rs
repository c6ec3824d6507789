//! Collects the paragraphs of the main part in one pass.

mod adding;
mod properties;

use std::collections::BTreeSet;

use super::element::{Element, element};
use super::field::{Field, Form};
use super::formatting::{Formatting, Look, Styles};
use super::symbol::SymbolFont;
use super::{ReadControl, ReadParagraph};
use crate::intake::error::IntakeError;
use crate::word::xml::{Reader, Space, Tag};

/// A value in two views: with all tracked changes accepted, and with all rejected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Views<T> {
    accepted: T,
    original: T,
}

/// An open run.
#[derive(Debug, Default)]
struct Run {
    formatting: Formatting,
    /// The properties of the run before a tracked change.
    before: Option<Formatting>,
    font: Option<SymbolFont>,
    look: Views<Look>,
}

/// An open paragraph with the state of its paragraph mark.
#[derive(Debug, Default)]
struct Open {
    /// The index of the paragraph; `None` while a text box inside it holds paragraphs of its own.
    index: Option<usize>,
    style: Option<String>,
    /// The properties of the paragraph before a tracked change.
    before: Option<Before>,
    mark: Run,
    is_mark_deleted: bool,
    is_mark_inserted: bool,
}

/// The state of a paragraph before a tracked change.
#[derive(Debug, Default)]
struct Before {
    style: Option<String>,
}

/// The last paragraph of the body, a cell or a text box, and whether the next paragraph continues
/// it.
#[derive(Clone, Copy, Debug, Default)]
struct Joint {
    last: Option<usize>,
    continues: Views<bool>,
}

/// The state of the pass over the main part.
pub(super) struct Gathering<'s> {
    pub(super) paragraphs: Vec<ReadParagraph>,
    styles: &'s Styles,
    /// The fields that never end; their code is read as normal text.
    endless_fields: &'s BTreeSet<usize>,
    /// All open elements, outermost first.
    open: Vec<Element>,
    /// The number of open elements whose content is left out.
    left_out: usize,
    open_paragraphs: Vec<Open>,
    runs: Vec<Run>,
    /// The characters of the open text element, and whether outer blanks count.
    text: String,
    keeps_blanks: bool,
    /// The open controls with their content so far; the index names the paragraph of a control.
    controls: Vec<(Option<usize>, ReadControl)>,
    /// For each open choice of alternatives, whether one form has been taken.
    taken: Vec<bool>,
    fields: Vec<Field>,
    n_fields: usize,
    /// The number of open fields that are still in their code.
    n_codes: usize,
    /// For each open text box, the number of fields that were open at its start.
    fields_around: Vec<usize>,
    /// The fields that never ended.
    pub(super) unended: BTreeSet<usize>,
    joints: Vec<Joint>,
    table_styles: Vec<Option<String>>,
    /// For each open row and cell, whether it is deleted and whether it is inserted.
    tracked: Vec<(bool, bool)>,
    n_deletions: usize,
    n_insertions: usize,
}

impl<'s> Gathering<'s> {
    pub(super) fn new(styles: &'s Styles, endless_fields: &'s BTreeSet<usize>) -> Self {
        Self {
            paragraphs: Vec::new(),
            styles,
            endless_fields,
            open: Vec::new(),
            left_out: 0,
            open_paragraphs: Vec::new(),
            runs: Vec::new(),
            text: String::new(),
            keeps_blanks: false,
            controls: Vec::new(),
            taken: Vec::new(),
            fields: Vec::new(),
            n_fields: 0,
            n_codes: 0,
            fields_around: Vec::new(),
            unended: BTreeSet::new(),
            joints: vec![Joint::default()],
            table_styles: Vec::new(),
            tracked: Vec::new(),
            n_deletions: 0,
            n_insertions: 0,
        }
    }

    /// Whether no element is open.
    pub(super) fn is_outside(&self) -> bool {
        self.open.is_empty()
    }

    /// Processes the start of an element.
    pub(super) fn enter(&mut self, reader: &Reader<'_>, tag: Tag<'_>) -> Result<(), IntakeError> {
        if self.left_out > 0 {
            self.left_out += 1;
            return Ok(());
        }
        let attribute = |name: &str| reader.attribute(tag, name);
        let element = element(tag.space, tag.local_name());
        if element == Element::Choice || element == Element::Fallback {
            let is_shown = element == Element::Fallback
                || reader.understands(&attribute("Requires")?.unwrap_or_default());
            match self.taken.last_mut() {
                Some(taken) if !*taken && is_shown => *taken = true,
                _ => {
                    self.left_out = 1;
                    return Ok(());
                }
            }
        }
        if element == Element::Aside {
            self.left_out = 1;
            return Ok(());
        }
        if tag.space == Space::Word {
            self.meet_property(tag.local_name(), attribute)?;
        }
        match element {
            Element::Paragraph => self.enter_paragraph()?,
            Element::Run => self.enter_run(),
            Element::Text => {
                self.text.clear();
                self.keeps_blanks = attribute("space")?.as_deref() == Some("preserve");
            }
            Element::FieldMark => self.meet_field_mark(attribute("fldCharType")?.as_deref()),
            Element::CheckBox => self.offer(Form::Box {
                checked: None,
                default: false,
            }),
            Element::DropDown => self.offer(Form::List {
                chosen: None,
                default: 0,
                entries: Vec::new(),
            }),
            Element::Deletion => self.n_deletions += 1,
            Element::Insertion => self.n_insertions += 1,
            Element::Table => {
                self.table_styles.push(None);
                self.end_joint();
            }
            Element::Row => self.tracked.push((false, false)),
            Element::Cell => {
                self.tracked.push((false, false));
                self.joints.push(Joint::default());
            }
            Element::TextBox => {
                self.open_paragraphs.push(Open::default());
                self.fields_around.push(self.fields.len());
                self.joints.push(Joint::default());
                self.table_styles.push(None);
            }
            Element::Control => {
                let paragraph = self.current();
                self.controls.push((paragraph, ReadControl::default()));
            }
            Element::Alternatives => self.taken.push(false),
            Element::Says(text) if self.is_in_run() => self.add(text),
            Element::Symbol if self.is_in_run() => {
                let font = SymbolFont::named(&attribute("font")?.unwrap_or_default());
                self.add_symbol(font, &attribute("char")?.unwrap_or_default());
            }
            Element::ExtendedSymbol => {
                self.add_symbol(None, &attribute("char")?.unwrap_or_default());
            }
            Element::Unread => self.note_unread(),
            Element::Formula(sign) => {
                self.note_unread();
                self.add(sign);
            }
            Element::ParagraphChange => self.begin_paragraph_change(),
            Element::RunChange => self.begin_run_change(),
            Element::ParagraphProperties
            | Element::RunProperties
            | Element::FieldCode
            | Element::TableProperties
            | Element::RowProperties
            | Element::CellProperties
            | Element::ControlProperties
            | Element::Choice
            | Element::Fallback
            | Element::Aside
            | Element::Says(_)
            | Element::Symbol
            | Element::Through => {}
        }
        self.open.push(element);
        Ok(())
    }

    /// Processes the end of the innermost element.
    pub(super) fn leave(&mut self) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        let Some(element) = self.open.pop() else {
            return;
        };
        match element {
            Element::Paragraph => self.leave_paragraph(),
            Element::Run => {
                self.runs.pop();
            }
            Element::RunProperties => self.look_anew(),
            Element::Text => self.add_text(),
            Element::Deletion => self.n_deletions -= 1,
            Element::Insertion => self.n_insertions -= 1,
            Element::Table => {
                self.table_styles.pop();
            }
            Element::Row => self.leave_tracked(),
            Element::Cell => {
                self.leave_tracked();
                self.joints.pop();
            }
            Element::TextBox => {
                self.open_paragraphs.pop();
                self.joints.pop();
                self.table_styles.pop();
                let around = self.fields_around.pop().unwrap_or_default();
                self.leave_fields(around);
            }
            Element::Control => self.leave_control(),
            Element::Alternatives => {
                self.taken.pop();
            }
            Element::ParagraphProperties
            | Element::ParagraphChange
            | Element::RunChange
            | Element::FieldCode
            | Element::FieldMark
            | Element::CheckBox
            | Element::DropDown
            | Element::TableProperties
            | Element::RowProperties
            | Element::CellProperties
            | Element::ControlProperties
            | Element::Choice
            | Element::Fallback
            | Element::Aside
            | Element::Says(_)
            | Element::Symbol
            | Element::ExtendedSymbol
            | Element::Unread
            | Element::Formula(_)
            | Element::Through => {}
        }
    }

    /// Processes characters between tags.
    pub(super) fn meet_text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        match self.open.last() {
            Some(Element::Text) => self.text.push_str(text),
            Some(Element::FieldCode) => {
                if let Some(field) = self.fields.last_mut() {
                    field.add_code(text);
                }
            }
            _ => {}
        }
    }

    /// Processes the end of the part.
    pub(super) fn end(&mut self) {
        self.leave_fields(0);
    }

    /// Closes the fields beyond the first `n_around` and records them as unended.
    fn leave_fields(&mut self, n_around: usize) {
        while self.fields.len() > n_around
            && let Some(field) = self.fields.pop()
        {
            self.n_codes -= usize::from(!field.is_in_result);
            self.unended.insert(field.number);
        }
    }
}
