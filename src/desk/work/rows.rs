//! Work on the rows of a group: a new one, and deleting, moving and copying them. Each is
//! one step of the undo history.

use super::{Edit, Refusal, Work};
use crate::draft::{Answer, Draft};
use crate::template::{Field, Place, RowGroup, RowId};

impl Work {
    /// The group of rows that a blank belongs to.
    #[must_use]
    pub fn row_group_at(&self, place: &Place) -> Option<&RowGroup> {
        self.template.row_group(self.field_at(place)?.rows()?)
    }

    /// The row that a user fills in next: the one behind the last, as long as the group may have
    /// more.
    #[must_use]
    pub fn new_row(&self, group: &RowGroup) -> Option<RowId> {
        let rows = self.draft.rows.of(&group.id);
        (rows.len() < group.max).then(|| self.draft.rows.next(&group.id))
    }

    /// The blanks of a group that people answer, row by row, with those of a new row at the end.
    pub(super) fn places_in_rows(&self, group: &str) -> Vec<Place> {
        let Some(declared) = self.template.row_group(group) else {
            return Vec::new();
        };
        let fields: Vec<&Field> = self.template.fields_of_rows(group).collect();
        let people = |field: &&&Field| field.is_asked_of_people();
        let mut places = Vec::new();
        for row in self.draft.rows.of(group) {
            let in_row = fields.iter().filter(people);
            let in_row = in_row.map(|field| field.place_in(Some(*row)));
            places.extend(in_row.filter(|place| self.values().is_asked(place)));
        }
        if let Some(new) = self.new_row(declared) {
            let asked = fields.iter().filter(people);
            let asked = asked.filter(|field| self.values().is_asked(&field.place()));
            places.extend(asked.map(|field| field.place_in(Some(new))));
        }
        places
    }

    /// Whether a blank is the first of a row without answers that the contract needs.
    pub(super) fn is_needed_row(&self, place: &Place) -> bool {
        let Some(group) = self.row_group_at(place) else {
            return false;
        };
        let filled = self.values().filled_rows().of(&group.id).len();
        let mut fields = self.template.fields_of_rows(&group.id);
        let first = fields.find(|field| field.required && field.is_asked_of_people());
        let is_first = first.is_some_and(|field| field.id == place.field);
        let is_new = !self.draft.rows.has(place);
        is_first && filled < group.min && is_new
    }

    /// Deletes the row of a blank with its answers.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn delete_row(&mut self, at: &Place) -> Result<(), Refusal> {
        self.change_rows(at, |draft, group, row| {
            forget(draft, group, row);
            let rows = draft.rows.of(group).iter();
            let left = rows.filter(|each| **each != row).copied().collect();
            draft.rows.set(group, left);
        })
    }

    /// Moves the row of a blank up or down by one.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn move_row(&mut self, at: &Place, is_up: bool) -> Result<(), Refusal> {
        self.change_rows(at, |draft, group, row| {
            let mut rows = draft.rows.of(group).to_vec();
            let index = rows.iter().position(|each| *each == row);
            let other = index.and_then(|index| {
                if is_up {
                    index.checked_sub(1)
                } else {
                    Some(index + 1).filter(|below| *below < rows.len())
                }
            });
            if let (Some(index), Some(other)) = (index, other) {
                rows.swap(index, other);
                draft.rows.set(group, rows);
            }
        })
    }

    /// Puts a copy of the row of a blank below it; returns the place of the blank in the copy, `None`
    /// if the group has all its rows.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn copy_row(&mut self, at: &Place) -> Result<Option<Place>, Refusal> {
        self.may_edit()?;
        let group = self.row_group_at(at);
        let Some(new) = group.and_then(|group| self.new_row(group)) else {
            return Ok(None);
        };
        self.change_rows(at, |draft, group, row| {
            let copied: Vec<(Place, Answer)> = (draft.answers.iter())
                .filter(|(place, _)| is_in(place, group, row))
                .map(|(place, answer)| (place.in_row(Some(new)), answer.clone()))
                .collect();
            let origins: Vec<_> = (draft.origins.iter())
                .filter(|(place, _)| is_in(place, group, row))
                .map(|(place, origin)| (place.in_row(Some(new)), origin.clone()))
                .collect();
            draft.answers.extend(copied);
            draft.origins.extend(origins);
            let mut rows = draft.rows.of(group).to_vec();
            let index = rows.iter().position(|each| *each == row);
            rows.insert(index.map_or(rows.len(), |index| index + 1), new);
            draft.rows.set(group, rows);
        })?;
        Ok(Some(at.in_row(Some(new))))
    }

    fn change_rows(
        &mut self,
        at: &Place,
        change: impl FnOnce(&mut Draft, &str, RowId),
    ) -> Result<(), Refusal> {
        self.may_edit()?;
        let (Some(group), Some(row)) = (self.row_group_at(at), at.row) else {
            return Ok(());
        };
        let group = group.id.clone();
        let mut draft = self.draft.clone();
        change(&mut draft, &group, row);
        if draft == self.draft {
            return Ok(());
        }
        self.edit(at, [Edit::Replace(Box::new(draft))])
    }
}

fn forget(draft: &mut Draft, group: &str, row: RowId) {
    draft.answers.retain(|place, _| !is_in(place, group, row));
    draft.origins.retain(|place, _| !is_in(place, group, row));
}

/// Whether a place stands in a row of a group.
fn is_in(place: &Place, group: &str, row: RowId) -> bool {
    place.row == Some(row) && place.group() == Some(group)
}
