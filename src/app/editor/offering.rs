//! The suggestions for the focused field: its default, then the answers of other drafts.

use super::Editor;
use crate::desk::pinyin::{Initials, Letters};
use crate::draft::{Answer, Recalled};
use crate::template::Place;
use crate::wording::Notice;

impl Editor {
    /// Stores the answers of other drafts. The contract does not print them until the user accepts
    /// them.
    pub fn recall(&mut self, recalled: Recalled) {
        self.recalled = recalled;
        self.follow();
    }

    /// Whether other drafts have answers for a blank.
    #[must_use]
    pub fn has_recalled(&self, place: &Place) -> bool {
        self.recalled
            .get(&place.field)
            .is_some_and(|answers| !answers.is_empty())
    }

    /// The suggestions for the focused field: the default if the field is empty, then the matching
    /// answers of other drafts, newest first.
    #[must_use]
    pub fn offers(&self) -> Vec<Answer> {
        let default = self.work.suggestion(&self.focus).cloned();
        let typed = self.input.text().trim();
        let recalled = self.recalled.get(&self.focus.field);
        let recalled = recalled.map_or(&[][..], Vec::as_slice);
        let fitting = recalled.iter().filter(|text| fits(text, typed));
        let mut offers: Vec<Answer> = default.into_iter().collect();
        for text in fitting {
            let answer = Answer::Text(text.clone());
            if !offers.contains(&answer) {
                offers.push(answer);
            }
        }
        offers
    }

    /// The index of the selected suggestion.
    #[must_use]
    pub fn offer(&self) -> usize {
        self.offer
    }

    /// The selected suggestion for the focused field.
    #[must_use]
    pub fn focused_suggestion(&self) -> Option<Answer> {
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
