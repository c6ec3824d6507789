//! The blanks of the contract as places to walk over.

use std::ops::Range;

use super::Editor;
use crate::app::keys::Action;
use crate::app::panes::Pane;

/// A step over the blanks of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    /// To the next one in reading order.
    Next,
    /// To the one before.
    Previous,
    /// To the nearest one in a row further down.
    Below,
    /// To the nearest one in a row further up.
    Above,
}

/// Where a field of the form is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    row: usize,
    column: usize,
    field: usize,
}

impl Editor {
    /// Takes a key that means something else in the contract than in the form; `false` for others.
    pub fn act_in_contract(&mut self, action: Action) -> bool {
        match action {
            Action::Next | Action::Right => self.walk(Walk::Next),
            Action::Previous | Action::Left => self.walk(Walk::Previous),
            Action::Below => self.walk(Walk::Below),
            Action::Above => self.walk(Walk::Above),
            Action::LineStart => self.scroll_whole(false),
            Action::LineEnd => self.scroll_whole(true),
            _ => return false,
        }
        true
    }

    /// Walks over the blanks: from the focused one while it is in sight, else from what is. Past
    /// the first and the last one the contract scrolls.
    fn walk(&mut self, walk: Walk) {
        let is_forward = matches!(walk, Walk::Next | Walk::Below);
        let places = self.places();
        let height = usize::from(self.contract_area().height);
        let shown = self.contract_shown.top..self.contract_shown.top + height;
        let mut in_sight = places.iter().filter(|place| shown.contains(&place.row));
        let here = self
            .nearest_of_focus(&places)
            .filter(|here| shown.contains(&here.row));
        let target = match here {
            Some(here) => step(&places, here, walk),
            None if is_forward => in_sight.next().copied(),
            None => in_sight.next_back().copied(),
        };
        match target {
            Some(place) => self.stand_at(place),
            None => self.scroll_rows(is_forward, 1),
        }
    }

    /// The rows of the contract that are kept in sight: the focused blank, and while the contract
    /// has the keys the one place of it that was walked to.
    pub(super) fn focused_rows(&self) -> Option<Range<usize>> {
        let field = self.template.fields.get(self.focus)?;
        if self.pane == Pane::Contract
            && let Some(here) = self.nearest_of_focus(&self.places())
        {
            return Some(here.row..here.row + 1);
        }
        self.layout().rows_of_field(&field.id)
    }

    fn stand_at(&mut self, place: Place) {
        self.place = (place.row, place.column);
        self.go_to(place.field);
    }

    fn nearest_of_focus(&self, places: &[Place]) -> Option<Place> {
        let (row, column) = self.place;
        places
            .iter()
            .filter(|place| place.field == self.focus)
            .min_by_key(|place| (place.row.abs_diff(row), place.column.abs_diff(column)))
            .copied()
    }

    /// Every place of a field of the form, in reading order. What goes on in the next row, and
    /// the options of one choice, are one place.
    fn places(&self) -> Vec<Place> {
        let fields = self.fields_in_form();
        let mut places = Vec::new();
        for block in 0..self.document().blocks.len() {
            let Some(rows) = self.layout().rows_of_block(block) else {
                continue;
            };
            let mut last = None;
            for row in rows {
                let segments = self.layout().row(row).map_or(&[][..], |row| &row.segments);
                for segment in segments {
                    let Some(id) = &segment.field else {
                        continue;
                    };
                    let Some(field) = self.template.field_index(id.as_str()) else {
                        continue;
                    };
                    let is_new = last != Some((segment.paragraph, field));
                    if is_new && fields.contains(&field) {
                        places.push(Place {
                            row,
                            column: segment.columns.start,
                            field,
                        });
                        last = Some((segment.paragraph, field));
                    }
                }
            }
        }
        places
    }
}

fn step(places: &[Place], here: Place, walk: Walk) -> Option<Place> {
    let index = places.iter().position(|place| *place == here)?;
    let nearest_in_row = |row: usize| {
        places
            .iter()
            .filter(|place| place.row == row)
            .min_by_key(|place| place.column.abs_diff(here.column))
            .copied()
    };
    match walk {
        Walk::Next => places.get(index + 1).copied(),
        Walk::Previous => places.get(index.checked_sub(1)?).copied(),
        Walk::Below => {
            let row = places.iter().map(|place| place.row);
            nearest_in_row(row.filter(|row| *row > here.row).min()?)
        }
        Walk::Above => {
            let row = places.iter().map(|place| place.row);
            nearest_in_row(row.filter(|row| *row < here.row).max()?)
        }
    }
}
