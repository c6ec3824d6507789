//! The questions about the rows of a group, row by row.

use super::{Asking, CLEAR, Then};
use crate::template::Place;
use crate::wording::word;

/// The input that removes a row, given for its first field.
const REMOVE: &str = "-";

impl Asking<'_> {
    /// Whether a blank is the first of its row in the questions.
    pub(super) fn begins_row(&self, place: &Place) -> bool {
        let places = self.work.places_in_form();
        let is_of_row = |other: &&Place| {
            other.row == place.row && self.work.row_group_at(other) == self.work.row_group_at(place)
        };
        place.row.is_some() && places.iter().find(is_of_row) == Some(place)
    }

    /// What is said before the first question of a row.
    pub(super) fn row_heading(&self, place: &Place) -> Vec<String> {
        let language = self.language();
        let rows = self.work.values().rows();
        let Some(group) = self
            .work
            .row_group_at(place)
            .filter(|_| self.begins_row(place))
        else {
            return Vec::new();
        };
        let ordinal = rows.ordinal(place);
        let row = ordinal.unwrap_or(rows.of(&group.id).len() + 1).to_string();
        let label = group.label.get(language);
        let key = if ordinal.is_some() {
            "ask.row_stays"
        } else {
            "ask.row_new"
        };
        let values = [("group", label), ("row", row.as_str())];
        vec![
            word("ask.row", &values, language),
            word(key, &[("remove", REMOVE)], language),
        ]
    }

    /// Handles an answer to the first question of a row that is about the row as a whole: an empty
    /// one for a new row ends the rows, and a `-` removes a row. `None` for any other answer.
    pub(super) fn answer_about_row(&mut self, place: &Place, line: &str) -> Option<Then> {
        if !self.begins_row(place) {
            return None;
        }
        let removes = line == REMOVE || CLEAR.iter().any(|word| word.eq_ignore_ascii_case(line));
        if !self.work.values().rows().has(place) {
            return (line.is_empty() || removes).then_some(Then::BehindRows);
        }
        if !removes {
            return None;
        }
        // A read-only draft was refused before the first question.
        let _writable = self.work.delete_row(place);
        self.save();
        self.say("row_removed", &[]);
        Some(Then::Again)
    }

    /// The index of the first question behind the rows of a group.
    pub(super) fn behind_rows(&self, places: &[Place], place: &Place) -> usize {
        let group = self.work.row_group_at(place);
        let is_of_group =
            |other: &Place| other.row.is_some() && self.work.row_group_at(other) == group;
        let last = places.iter().rposition(is_of_group);
        last.map_or(places.len(), |last| last + 1)
    }
}
