//! Moves from blank to blank in the contract.

use std::collections::HashSet;
use std::ops::Range;

use super::Editor;
use crate::app::panes::Pane;
use crate::template::Place;

/// A direction in which the user moves over the blanks of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walk {
    /// To the next blank in reading order.
    Next,
    /// To the previous blank in reading order.
    Previous,
    /// To the nearest blank in a row further down.
    Below,
    /// To the nearest blank in a row further up.
    Above,
}

/// A position where the contract prints a blank of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stop {
    row: usize,
    column: usize,
    blank: Place,
}

impl Editor {
    /// Moves to another blank: from the focused blank if it is visible, otherwise to the first or
    /// the last visible blank. Scrolls the contract if there is no blank in this direction.
    pub(super) fn walk(&mut self, walk: Walk) {
        let is_forward = matches!(walk, Walk::Next | Walk::Below);
        let stops = self.stops();
        let height = usize::from(self.contract_area().height);
        let shown = self.contract_shown.top..self.contract_shown.top + height;
        let mut in_sight = stops.iter().filter(|stop| shown.contains(&stop.row));
        let here = self
            .nearest_of_focus(&stops)
            .filter(|here| shown.contains(&here.row));
        let target = match here {
            Some(here) => step(&stops, here, walk),
            None if is_forward => in_sight.next(),
            None => in_sight.next_back(),
        };
        match target {
            Some(stop) => {
                self.place = (stop.row, stop.column);
                self.go_to(stop.blank.clone());
            }
            None => self.scroll_rows(is_forward, 1),
        }
    }

    /// The rows of the contract that stay visible: all rows of the focused blank, or, if the
    /// contract is focused, the row of the blank that the user moved to.
    pub(super) fn focused_rows(&self) -> Option<Range<usize>> {
        if self.pane == Pane::Contract
            && let Some(here) = self.nearest_of_focus(&self.stops())
        {
            return Some(here.row..here.row + 1);
        }
        self.layout().rows_of_place(&self.focus)
    }

    fn nearest_of_focus<'a>(&self, stops: &'a [Stop]) -> Option<&'a Stop> {
        let (row, column) = self.place;
        stops
            .iter()
            .filter(|stop| stop.blank == self.focus)
            .min_by_key(|stop| (stop.row.abs_diff(row), stop.column.abs_diff(column)))
    }

    /// Every position where the contract prints a blank of the form, in reading order. A blank that
    /// continues in the next row has one position, and so do the options of a choice.
    fn stops(&self) -> Vec<Stop> {
        let in_form: HashSet<&Place> = self.places_in_form().iter().collect();
        let mut stops = Vec::new();
        for block in 0..self.work.document().blocks.len() {
            let Some(rows) = self.layout().rows_of_block(block) else {
                continue;
            };
            let mut last = None;
            for row in rows {
                let segments = self.layout().row(row).map_or(&[][..], |row| &row.segments);
                for segment in segments {
                    let Some(blank) = &segment.place else {
                        continue;
                    };
                    let is_new = last != Some((segment.paragraph, blank));
                    if is_new && in_form.contains(blank) {
                        stops.push(Stop {
                            row,
                            column: segment.columns.start,
                            blank: blank.clone(),
                        });
                        last = Some((segment.paragraph, blank));
                    }
                }
            }
        }
        stops
    }
}

fn step<'a>(stops: &'a [Stop], here: &Stop, walk: Walk) -> Option<&'a Stop> {
    let index = stops.iter().position(|stop| stop == here)?;
    let nearest_in_row = |row: usize| {
        stops
            .iter()
            .filter(|stop| stop.row == row)
            .min_by_key(|stop| stop.column.abs_diff(here.column))
    };
    let rows = stops.iter().map(|stop| stop.row);
    match walk {
        Walk::Next => stops.get(index + 1),
        Walk::Previous => stops.get(index.checked_sub(1)?),
        Walk::Below => nearest_in_row(rows.filter(|row| *row > here.row).min()?),
        Walk::Above => nearest_in_row(rows.filter(|row| *row < here.row).max()?),
    }
}
