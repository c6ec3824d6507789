//! Work in the rows of a group: from cell to cell, new rows, deleting, moving and copying them.

use super::Editor;
use crate::desk::work::{Refusal, Work};
use crate::template::{Place, RowId};
use crate::wording::Notice;

impl Editor {
    /// Goes to the next field, or in a grid to the same field of the row below.
    pub(in crate::app) fn below(&mut self) -> Option<Notice> {
        match self.beside_row(true) {
            Some(place) => {
                self.go_to(place);
                None
            }
            None if self.focus.row.is_some() => self.leave_rows(),
            None => self.next_field(),
        }
    }

    /// Goes to the previous field, or in a grid to the same field of the row above.
    pub(in crate::app) fn above(&mut self) {
        if let Some(place) = self.beside_row(false) {
            self.go_to(place);
            return;
        }
        if let Some(first) = self.first_of_row() {
            self.focus_on(first);
        }
        self.previous_field();
    }

    /// Goes to the next field. In a grid it goes to the first field of the next row: after the last
    /// row, that of a new one; in a new row that is still empty, behind the rows.
    pub(in crate::app) fn go_on(&mut self) -> Option<Notice> {
        if self.focus.row.is_none() {
            return self.next_field();
        }
        if !self.values().filled_rows().has(&self.focus) {
            return self.leave_rows();
        }
        let row = |place: &Place| (place.group().map(str::to_owned), place.row);
        let here = row(&self.focus);
        self.go_behind(|place| row(place) == here)
    }

    /// Goes to the first field behind the rows.
    fn leave_rows(&mut self) -> Option<Notice> {
        let group = self.focus.group().map(str::to_owned);
        self.go_behind(|place| place.group() == group.as_deref())
    }

    /// Goes to the first field after the focused one that is not passed over.
    fn go_behind(&mut self, is_passed: impl Fn(&Place) -> bool) -> Option<Notice> {
        let places = self.places_in_form();
        let here = places.iter().position(|place| *place == self.focus)?;
        let mut behind = places.iter().skip(here);
        let Some(place) = behind.find(|place| !is_passed(place)).cloned() else {
            return Some(Notice::LastField);
        };
        self.go_to(place);
        None
    }

    /// The cell of the focused column in the row below or above; the nearest cell of that row, if it
    /// has no such column.
    fn beside_row(&self, is_below: bool) -> Option<Place> {
        let (group, row) = self.focused_row()?;
        let in_group = |place: &&Place| place.group() == Some(&group.id);
        let places: Vec<&Place> = self.places_in_form().iter().filter(in_group).collect();
        let mut rows: Vec<RowId> = places.iter().filter_map(|place| place.row).collect();
        rows.dedup();
        let here = rows.iter().position(|each| *each == row)?;
        let other = if is_below {
            rows.get(here + 1)
        } else {
            rows.get(here.checked_sub(1)?)
        };
        let other = *other?;
        let index = |place: &Place| self.work.template().field_index(place.field.as_str());
        let column = index(&self.focus)?;
        let cells = places.iter().filter(|place| place.row == Some(other));
        let nearest = cells.min_by_key(|place| index(place).map(|at| at.abs_diff(column)));
        nearest.map(|place| (*place).clone())
    }

    fn first_of_row(&self) -> Option<Place> {
        let (group, row) = self.focused_row()?;
        let is_in = |place: &&Place| place.row == Some(row) && place.group() == Some(&group.id);
        self.places_in_form().iter().find(is_in).cloned()
    }

    /// Goes to the next or the previous cell, if the focus is in a grid. Returns whether it is.
    pub(in crate::app) fn leave_cell(&mut self, forward: bool) -> bool {
        if self.focus.row.is_none() {
            return false;
        }
        if forward {
            self.next_field();
        } else {
            self.previous_field();
            self.input.end();
        }
        true
    }

    /// Deletes the focused row.
    pub(in crate::app) fn delete_row(&mut self) -> Notice {
        let ordinal = self.values().rows().ordinal(&self.focus);
        let Some(ordinal) = ordinal else {
            return Notice::NoRow;
        };
        let next = self.beside_row(true).or_else(|| self.beside_row(false));
        if let Some(notice) = self.on_rows(Work::delete_row) {
            return notice;
        }
        if let Some(next) = next.filter(|next| self.places_in_form().contains(next)) {
            self.focus = next;
        }
        self.keep_focus();
        self.load_focus();
        self.follow();
        Notice::RowDeleted(ordinal)
    }

    /// Moves the focused row up.
    pub(in crate::app) fn move_row_up(&mut self) -> Option<Notice> {
        self.move_row(true)
    }

    /// Moves the focused row down.
    pub(in crate::app) fn move_row_down(&mut self) -> Option<Notice> {
        self.move_row(false)
    }

    fn move_row(&mut self, is_up: bool) -> Option<Notice> {
        if self.values().rows().ordinal(&self.focus).is_none() {
            return Some(Notice::NoRow);
        }
        let notice = self.on_rows(|work, at| work.move_row(at, is_up));
        self.follow();
        notice
    }

    /// Copies the focused row to a new one below it.
    pub(in crate::app) fn copy_row(&mut self) -> Option<Notice> {
        if self.values().rows().ordinal(&self.focus).is_none() {
            return Some(Notice::NoRow);
        }
        let focus = self.focus.clone();
        match self.work.copy_row(&focus) {
            Ok(Some(copy)) => {
                self.refresh();
                self.go_to(copy);
                None
            }
            Ok(None) => Some(self.too_many_rows()),
            Err(refusal) => Some(refusal.into()),
        }
    }

    fn too_many_rows(&self) -> Notice {
        let most = self.focused_row().map_or(0, |(group, _)| group.max);
        Notice::TooManyRows(most)
    }

    fn on_rows(
        &mut self,
        change: impl FnOnce(&mut Work, &Place) -> Result<(), Refusal>,
    ) -> Option<Notice> {
        let focus = self.focus.clone();
        if let Err(refusal) = change(&mut self.work, &focus) {
            return Some(refusal.into());
        }
        self.refresh();
        None
    }

    /// Removes the row that the focus leaves, if nothing stands in it any more.
    pub(super) fn leave_row(&mut self, next: &Place) {
        let is_left = self.focus.row.is_some()
            && (self.focus.row, self.focus.group()) != (next.row, next.group());
        let is_empty = self.values().rows().ordinal(&self.focus).is_some()
            && !self.values().filled_rows().has(&self.focus);
        if is_left && is_empty && self.work.may_edit().is_ok() {
            self.on_rows(Work::delete_row);
        }
    }
}
