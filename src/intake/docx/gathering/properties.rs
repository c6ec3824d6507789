//! Applies properties to the element that they belong to.

use super::{Before, Gathering};
use crate::intake::docx::element::Element;
use crate::intake::docx::field::Form;
use crate::intake::docx::formatting::{Formatting, is_on};
use crate::intake::docx::symbol::SymbolFont;
use crate::word::error::WordError;

impl Gathering<'_> {
    /// Processes an element that may be a property of the open element.
    pub(super) fn meet_property(
        &mut self,
        name: &str,
        attribute: impl Fn(&str) -> Result<Option<String>, WordError>,
    ) -> Result<(), WordError> {
        let value = || attribute("val");
        match (self.open.last(), name) {
            (Some(Element::RunProperties), "rFonts") => {
                let fonts = [attribute("ascii")?, attribute("hAnsi")?];
                let mut names = fonts.iter().flatten();
                let font = names.find_map(|name| SymbolFont::named(name));
                if self.around(1) == Some(Element::Run)
                    && let Some(run) = self.runs.last_mut()
                {
                    run.font = font;
                }
            }
            (Some(Element::RunProperties), "ins" | "moveTo" | "del" | "moveFrom") => {
                if self.around(1) == Some(Element::ParagraphProperties)
                    && let Some(open) = self.open_paragraphs.last_mut()
                {
                    open.is_mark_inserted |= matches!(name, "ins" | "moveTo");
                    open.is_mark_deleted |= matches!(name, "del" | "moveFrom");
                }
            }
            (Some(Element::RunProperties), _) => {
                let value = value()?;
                if let Some(formatting) = self.formatting() {
                    if name == "rStyle" {
                        formatting.style = value;
                    } else {
                        formatting.set(name, value.as_deref());
                    }
                }
            }
            (Some(Element::ParagraphProperties), "pStyle") => {
                let value = value()?;
                let is_before = self.around(1) == Some(Element::ParagraphChange);
                if let Some(open) = self.open_paragraphs.last_mut() {
                    if is_before {
                        open.before = Some(Before { style: value });
                    } else {
                        open.style = value;
                    }
                }
            }
            (Some(Element::TableProperties), "tblStyle") => {
                let value = value()?;
                if self.around(1) == Some(Element::Table)
                    && let Some(style) = self.table_styles.last_mut()
                {
                    *style = value;
                }
            }
            (Some(Element::RowProperties), "del" | "ins")
            | (Some(Element::CellProperties), "cellDel" | "cellIns") => self.track(name),
            (Some(Element::ControlProperties), "tag" | "showingPlcHdr") => {
                let value = value()?;
                if let Some((_, control)) = self.controls.last_mut() {
                    if name == "tag" {
                        control.tag = value.unwrap_or_default();
                    } else {
                        control.is_placeholder = is_on(value.as_deref());
                    }
                }
            }
            (Some(Element::CheckBox | Element::DropDown), _) => {
                let value = value()?;
                self.meet_form(name, value);
            }
            _ => {}
        }
        Ok(())
    }

    /// The element `n_steps` levels outside the innermost element.
    fn around(&self, n_steps: usize) -> Option<Element> {
        self.open.iter().rev().nth(n_steps).copied()
    }

    /// The formatting that receives the open properties: of a run, or of a paragraph's mark.
    fn formatting(&mut self) -> Option<&mut Formatting> {
        let (owner, is_before) = match self.around(1)? {
            Element::RunChange => (self.around(3)?, true),
            owner => (owner, false),
        };
        let run = match owner {
            Element::Run => self.runs.last_mut()?,
            Element::ParagraphProperties => &mut self.open_paragraphs.last_mut()?.mark,
            _ => return None,
        };
        if is_before {
            run.before.as_mut()
        } else {
            Some(&mut run.formatting)
        }
    }

    /// Processes the end of a run's properties: computes the look again.
    pub(super) fn look_anew(&mut self) {
        if self.open.last() != Some(&Element::Run) {
            return;
        }
        let look = self.look(self.runs.last());
        if let Some(run) = self.runs.last_mut() {
            run.look = look;
        }
    }

    /// Starts the record of the run's old properties, all of which a tracked change replaced.
    pub(super) fn begin_run_change(&mut self) {
        let run = match self.around(1) {
            Some(Element::Run) => self.runs.last_mut(),
            Some(Element::ParagraphProperties) => {
                self.open_paragraphs.last_mut().map(|open| &mut open.mark)
            }
            _ => None,
        };
        if let Some(run) = run {
            run.before = Some(Formatting::default());
        }
    }

    /// The same as [`Gathering::begin_run_change`] for a paragraph.
    pub(super) fn begin_paragraph_change(&mut self) {
        if let Some(open) = self.open_paragraphs.last_mut() {
            open.before = Some(Before::default());
        }
    }

    /// Marks the open row or cell as deleted or inserted.
    fn track(&mut self, name: &str) {
        if !matches!(self.around(1), Some(Element::Row | Element::Cell)) {
            return;
        }
        let Some((is_deleted, is_inserted)) = self.tracked.last_mut() else {
            return;
        };
        if matches!(name, "del" | "cellDel") {
            self.n_deletions += usize::from(!*is_deleted);
            *is_deleted = true;
        } else {
            self.n_insertions += usize::from(!*is_inserted);
            *is_inserted = true;
        }
    }

    pub(super) fn leave_tracked(&mut self) {
        if let Some((is_deleted, is_inserted)) = self.tracked.pop() {
            self.n_deletions -= usize::from(is_deleted);
            self.n_insertions -= usize::from(is_inserted);
        }
    }

    fn meet_form(&mut self, name: &str, value: Option<String>) {
        let Some(form) = self.fields.last_mut().and_then(|field| field.form.as_mut()) else {
            return;
        };
        let number = || value.as_deref().and_then(|value| value.parse().ok());
        match (form, name) {
            (Form::Box { checked, .. }, "checked") => *checked = Some(is_on(value.as_deref())),
            (Form::Box { default, .. }, "default") => *default = is_on(value.as_deref()),
            (Form::List { chosen, .. }, "result") => *chosen = number(),
            (Form::List { default, .. }, "default") => *default = number().unwrap_or_default(),
            (Form::List { entries, .. }, "listEntry") => entries.extend(value),
            _ => {}
        }
    }
}
