//! The suggestions for the focused field: what fits the contract and its client, then the user's
//! usual answers, then those of the template.

use super::Editor;
use crate::desk::work::{Edit, Filling};
use crate::draft::{Recalled, Suggestion};
use crate::template::Place;
use crate::wording::Notice;

impl Editor {
    /// Stores the answers of other drafts. The contract does not print them until the user accepts
    /// them.
    pub fn recall(&mut self, recalled: Recalled) {
        self.work.recall(recalled);
        self.follow();
    }

    /// The suggestions for the focused field that match the typed text, the best first.
    #[must_use]
    pub fn offers(&self) -> Vec<Suggestion> {
        self.work.offers(&self.focus, self.input.text().trim())
    }

    /// The index of the selected suggestion.
    #[must_use]
    pub fn offer(&self) -> usize {
        self.offer
    }

    /// The selected suggestion for the focused field.
    #[must_use]
    pub fn focused_suggestion(&self) -> Option<Suggestion> {
        self.offers().into_iter().nth(self.offer)
    }

    /// Selects the next suggestion; after the last, the first.
    pub(in crate::app) fn next_offer(&mut self) -> Option<Notice> {
        let n_offers = self.offers().len();
        if n_offers == 0 {
            return Some(Notice::NoSuggestion);
        }
        self.offer = (self.offer + 1) % n_offers;
        None
    }

    /// Accepts the suggestion for the focused field, then goes to the next field.
    pub(in crate::app) fn accept_suggestion(&mut self) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let Some(suggestion) = self.focused_suggestion() else {
            return Some(Notice::NoSuggestion);
        };
        let filling = Filling::suggested(self.focus.clone(), suggestion, true);
        if let Some(notice) = self.edit([Edit::Fill(vec![filling])]) {
            return Some(notice);
        }
        self.load_focus();
        self.next_field();
        None
    }

    /// Takes suggestions in one undo step. They count as unconfirmed.
    pub(in crate::app) fn take_suggestions(
        &mut self,
        taken: Vec<(Place, Suggestion)>,
    ) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let fillings = taken.into_iter();
        let fillings =
            fillings.map(|(place, suggestion)| Filling::suggested(place, suggestion, false));
        let notice = self.edit([Edit::Fill(fillings.collect())]);
        self.keep_focus();
        self.load_focus();
        notice
    }

    /// Confirms the answers of these blanks.
    pub(in crate::app) fn confirm_places(&mut self, places: Vec<Place>) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        self.edit([Edit::Confirm(places)])
    }
}
