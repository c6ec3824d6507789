//! Confirms the answers that the user has not typed: those of another contract, for instance. Only
//! what stands on the screen is confirmed.

use super::{Editor, FormLine, form_lines};
use crate::desk::work::Edit;
use crate::template::Place;
use crate::wording::Notice;

impl Editor {
    /// The blanks whose answers the user has yet to confirm, in the order of the form.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &Place> {
        let draft = self.work.draft();
        let places = self.places_in_form().iter();
        places.filter(|place| draft.is_unconfirmed(place))
    }

    /// Confirms the answers of the focused group that stand on the screen, and goes to the next
    /// answer that is not confirmed yet.
    pub(in crate::app) fn confirm_shown(&mut self) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if self.unconfirmed().next().is_none() {
            return Some(Notice::NothingToConfirm);
        }
        let shown = self.shown_to_confirm();
        let count = shown.len();
        if count > 0
            && let Some(notice) = self.edit([Edit::Confirm(shown)])
        {
            return Some(notice);
        }
        let left = self.go_to_unconfirmed();
        (count > 0).then_some(Notice::Confirmed { count, left })
    }

    fn group_of(&self, place: &Place) -> Option<usize> {
        self.field_at(place).map(|field| field.group)
    }

    /// The visible unconfirmed answers of the focused group.
    fn shown_to_confirm(&self) -> Vec<Place> {
        let height = usize::from(self.panes().form.height);
        let lines = form_lines(self);
        let visible = lines.iter().skip(self.form_shown.top).take(height);
        let group = self.group_of(&self.focus);
        let mut shown: Vec<Place> = Vec::new();
        for place in visible.flat_map(|line| self.places_on(line)) {
            let is_wanted = self.group_of(&place) == group
                && self.work.draft().is_unconfirmed(&place)
                && !shown.contains(&place);
            if is_wanted {
                shown.push(place);
            }
        }
        shown
    }

    /// The blanks whose answers stand on a line of the form.
    fn places_on(&self, line: &FormLine) -> Vec<Place> {
        match line {
            FormLine::Row { rows, row } => {
                let grid = self.grid(*rows);
                let columns = grid.iter().flat_map(|grid| &grid.columns);
                columns
                    .map(|column| column.field.place_in(Some(*row)))
                    .collect()
            }
            other => other.place().cloned().into_iter().collect(),
        }
    }

    /// Goes to the next unconfirmed answer at or after the focus, else to the first, and scrolls so
    /// that its group is visible as far as it fits. Returns how many there are.
    fn go_to_unconfirmed(&mut self) -> usize {
        let places = self.places_in_form();
        let start = places.iter().position(|place| *place == self.focus);
        let is_after = |place: &Place| {
            let at = places.iter().position(|other| other == place);
            at >= start
        };
        let open: Vec<Place> = self.unconfirmed().cloned().collect();
        let next = open.iter().find(|place| is_after(place)).or(open.first());
        if let Some(next) = next.cloned() {
            let group = self.group_of(&next);
            let last = open
                .iter()
                .rev()
                .find(|place| self.group_of(place) == group);
            if let Some(last) = last.cloned() {
                self.go_to_place(&last);
            }
            self.go_to_place(&next);
        }
        open.len()
    }
}
