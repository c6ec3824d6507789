//! Takes answers from a message that the user has pasted.

use super::Editor;
use crate::desk::work::{Edit, Filling};
use crate::draft::{Answer, Origin, Source};
use crate::template::Place;
use crate::wording::{MessageNotice, Notice};

impl Editor {
    /// Takes answers from a message, in one undo step. The user sees what is taken, so the answers
    /// are confirmed.
    pub(in crate::app) fn take_from_message(&mut self, answers: Vec<(Place, Answer)>) -> Notice {
        let count = answers.len();
        if count == 0 {
            return Notice::Message(MessageNotice::NothingSure);
        }
        if let Some(notice) = self.refuse() {
            return notice;
        }
        let seen = |(place, answer)| Filling::seen(place, answer, Source::Message);
        let fillings = answers.into_iter().map(seen).collect();
        if let Some(notice) = self.edit([Edit::Fill(fillings)]) {
            return notice;
        }
        self.keep_focus();
        self.load_focus();
        Notice::Message(MessageNotice::Taken { count })
    }

    /// Gives a blank the answer that it had before a message was read.
    pub(in crate::app) fn put_back(
        &mut self,
        place: &Place,
        answer: Option<&Answer>,
        origin: Option<&Origin>,
    ) -> Option<Notice> {
        let draft = self.work.draft();
        if answer == draft.answers.get(place) {
            return Some(Notice::Message(MessageNotice::AlreadyInDraft));
        }
        let mut draft = draft.clone();
        match answer {
            Some(answer) => draft.answers.insert(place.clone(), answer.clone()),
            None => draft.answers.remove(place),
        };
        match origin {
            Some(origin) => draft.origins.insert(place.clone(), origin.clone()),
            None => draft.origins.remove(place),
        };
        self.replace(draft, std::sync::Arc::clone(self.work.template()))
    }

    /// Goes to the next blank that needs an answer, unless the focused blank needs one.
    pub(in crate::app) fn go_to_open(&mut self) -> Option<Notice> {
        if self.work.is_open(&self.focus) {
            return None;
        }
        self.next_open()
    }
}
