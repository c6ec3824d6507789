//! The answers that the program suggests for the blanks of a draft.

use super::Work;
use crate::desk::pinyin::{Initials, Letters};
use crate::draft::{Memory, Recalled, Suggestion, Suggestions, offers, suggest};
use crate::template::{Place, ProfileKey};

impl Work {
    /// Stores the answers of other drafts. The contract does not print them until the user accepts
    /// them.
    pub fn recall(&mut self, recalled: Recalled) {
        self.recalled = recalled;
        self.suggest();
    }

    /// The suggestions for unanswered blanks.
    #[must_use]
    pub fn suggestions(&self) -> &Suggestions {
        &self.suggestions
    }

    /// The suggestion for a blank; that of any new row, for a row that does not exist yet.
    #[must_use]
    pub fn suggestion(&self, place: &Place) -> Option<&Suggestion> {
        let is_new = !self.values().rows().has(place);
        self.suggestions.get(place).or_else(|| {
            self.suggestions
                .get(&place.field.clone().into())
                .filter(|_| is_new)
        })
    }

    /// The suggestions for the blanks of the form that exist and are empty, in the order of the form.
    #[must_use]
    pub fn remaining_suggestions(&self) -> Vec<(Place, Suggestion)> {
        let exists = |place: &Place| self.values().rows().has(place);
        let places = self.places_in_form().into_iter();
        places
            .filter(exists)
            .filter_map(|place| {
                let suggestion = self.suggestions.get(&place)?.clone();
                Some((place, suggestion))
            })
            .collect()
    }

    /// All suggestions for a blank that match the text that the user has typed there, the best first.
    #[must_use]
    pub fn offers(&self, place: &Place, typed: &str) -> Vec<Suggestion> {
        let Some(field) = self.field_at(place) else {
            return Vec::new();
        };
        let best = self.suggestion(place);
        let mut all = offers(&self.template, &self.draft, field, &self.recalled, best);
        all.retain(|offer| Some(offer) == best || fits(&offer.answer.as_text(), typed));
        all
    }

    pub(super) fn suggest(&mut self) {
        let profile = |key: ProfileKey| self.house.profile.get(&key).cloned();
        self.suggestions = suggest(
            &self.template,
            &self.contract.values,
            &self.draft,
            &self.contract.style,
            &Memory {
                profile: &profile,
                recalled: &self.recalled,
            },
        );
    }
}

/// Whether a suggestion matches the typed text: it contains the text, or its pinyin initials do. A
/// suggestion that equals the typed text does not match.
fn fits(text: &str, typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let text_holds = text.to_lowercase().contains(&typed.to_lowercase());
    let initials_hold =
        || Letters::of(typed).is_some_and(|letters| Initials::of(text).hold(&letters));
    text != typed && (text_holds || initials_hold())
}
