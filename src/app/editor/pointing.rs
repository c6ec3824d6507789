//! Handles the mouse.

use super::form::option_columns;
use super::{Editor, FormLine, answer_column, form_lines};
use crate::app::panes::{Area, Pane};
use crate::template::{FieldKind, Place, RowId, TemplateOption};
use crate::wording::Notice;

impl Editor {
    /// Handles a click: on a blank, focuses its field; on a field, moves the caret; on an option,
    /// chooses or drops the option; elsewhere, focuses the pane. The clicked pane does not scroll.
    pub fn click(&mut self, column: u16, row: u16) -> Option<Notice> {
        let panes = self.panes();
        if let Some((column, row)) = within(self.contract_area(), column, row) {
            let row = self.contract_shown.top + row;
            let segment = self.layout().segment_at(row, column);
            let target = segment
                .and_then(|segment| segment.place.as_ref())
                .map(|place| self.typed_source(place))
                .filter(|place| self.places_in_form().contains(place));
            match target {
                Some(place) => {
                    self.give_keys(Pane::Form);
                    self.focus_on(place);
                    self.follow_form(&self.panes());
                }
                None => self.give_keys(Pane::Contract),
            }
            return None;
        }
        let (column, row) = within(panes.form, column, row)?;
        self.give_keys(Pane::Form);
        let lines = form_lines(self);
        let line = lines.get(self.form_shown.top + row)?;
        if let FormLine::Row { rows, row: of } = line {
            let cell = self.cell_at(*rows, *of, column)?;
            if cell != self.focus {
                let line = line.clone();
                self.focus_on(cell);
                self.keep_under(&line, row);
                self.follow_contract(&self.panes());
            }
            return None;
        }
        let place = line.place()?;
        if *place != self.focus {
            self.focus_on(place.clone());
            self.keep_under(line, row);
            self.follow_contract(&self.panes());
        }
        let column = column.checked_sub(answer_column(self))?;
        match line {
            FormLine::Field { .. } => {
                self.point_caret(column);
                None
            }
            FormLine::Options { from, to, .. } => {
                let option = self.option_at(place, *from..*to, column)?;
                self.option = option;
                self.toggle()
            }
            FormLine::Gap
            | FormLine::Heading { .. }
            | FormLine::Words { .. }
            | FormLine::Computed { .. }
            | FormLine::RowsHead { .. }
            | FormLine::Columns { .. }
            | FormLine::Row { .. }
            | FormLine::Beneath { .. }
            | FormLine::Problem { .. } => None,
        }
    }

    /// Scrolls the pane under the mouse pointer.
    pub(in crate::app) fn roll(&mut self, column: u16, row: u16, forward: bool, rows: usize) {
        let panes = self.panes();
        if within(panes.contract, column, row).is_some() {
            self.scroll_rows(forward, rows);
        } else if within(panes.form, column, row).is_some() {
            let height = usize::from(panes.form.height);
            let last_top = form_lines(self).len().saturating_sub(height);
            self.form_shown.top = if forward {
                (self.form_shown.top + rows).min(last_top.max(self.form_shown.top))
            } else {
                self.form_shown.top.saturating_sub(rows)
            };
        }
    }

    /// Scrolls the form so that the clicked line stays at `row`. A click moves the focus, and the
    /// line beneath the focused field moves with it.
    fn keep_under(&mut self, pointed: &FormLine, row: usize) {
        let lines = form_lines(self);
        if let Some(line) = lines.iter().position(|line| line == pointed) {
            self.form_shown.top = line.saturating_sub(row);
            self.form_shown.lead = row.saturating_sub(line);
        }
    }

    /// The blank of a row in the column of the grid at `column`; the first that people answer, if
    /// there is none.
    fn cell_at(&self, rows: usize, row: RowId, column: usize) -> Option<Place> {
        let grid = self.grid(rows)?;
        let pointed = grid.columns.iter().rev().find(|each| each.start <= column);
        let pointed = pointed.map(|each| each.field.place_in(Some(row)));
        let places = self.places_in_form();
        let pointed = pointed.filter(|place| places.contains(place));
        let of_group = |place: &&Place| {
            place.row == Some(row)
                && self.work.row_group_at(place).map(|each| &each.id) == Some(&grid.group.id)
        };
        pointed.or_else(|| places.iter().find(of_group).cloned())
    }

    fn option_at(
        &self,
        place: &Place,
        shown: std::ops::Range<usize>,
        column: usize,
    ) -> Option<usize> {
        let FieldKind::Choice(options) = &self.field_at(place)?.kind else {
            return None;
        };
        let language = self.settings.language;
        let mut end = 0;
        let mut is_left_of = |option: &TemplateOption| {
            end += option_columns(option, language, self.ambiguous());
            column < end
        };
        let all = options.all.get(shown.clone())?;
        Some(shown.start + all.iter().position(&mut is_left_of)?)
    }
}

/// The column and the row of a position within an area.
fn within(area: Area, column: u16, row: u16) -> Option<(usize, usize)> {
    let column = column.checked_sub(area.x).filter(|at| *at < area.width)?;
    let row = row.checked_sub(area.y).filter(|at| *at < area.height)?;
    Some((usize::from(column), usize::from(row)))
}
