//! What the form offers for the focused field: its default, then what other drafts answered.

use super::Editor;
use crate::desk::pinyin::{Initials, Letters};
use crate::draft::{Answer, Recalled};
use crate::template::Place;
use crate::wording::Notice;

impl Editor {
    /// Takes what other drafts answered; nothing of it is printed until it is accepted.
    pub fn recall(&mut self, recalled: Recalled) {
        self.recalled = recalled;
        self.follow();
    }

    /// Whether a blank has been answered by other drafts.
    #[must_use]
    pub fn has_recalled(&self, place: &Place) -> bool {
        self.recalled
            .get(&place.field)
            .is_some_and(|answers| !answers.is_empty())
    }

    /// Everything that is offered for the focused field: the default while it is empty, then
    /// what other drafts answered, newest first, as far as it holds what is typed.
    #[must_use]
    pub fn offers(&self) -> Vec<Answer> {
        let default = self.work.suggestions().get(&self.focus).cloned();
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

    /// Which of the offers would be taken.
    #[must_use]
    pub fn offer(&self) -> usize {
        self.offer
    }

    /// What would be taken for the focused field.
    #[must_use]
    pub fn focused_suggestion(&self) -> Option<Answer> {
        self.offers().into_iter().nth(self.offer)
    }

    /// Goes to the next offer, after the last one to the first.
    pub(in crate::app) fn next_offer(&mut self) -> Option<Notice> {
        let n_offers = self.offers().len();
        if n_offers == 0 {
            return Some(Notice::NoSuggestion);
        }
        self.offer = (self.offer + 1) % n_offers;
        None
    }
}

/// Whether an offer may be what is being typed: it holds it, or its initials do; what is typed
/// already is no offer.
fn fits(text: &str, typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let text_holds = text.to_lowercase().contains(&typed.to_lowercase());
    let initials_hold =
        || Letters::of(typed).is_some_and(|letters| Initials::of(text).hold(&letters));
    text != typed && (text_holds || initials_hold())
}
