//! Undo and redo over the whole draft: each step stores the draft before a change.

use std::collections::BTreeMap;

use crate::draft::{AcceptedBy, Acknowledgement, Answer, Draft, Origin, Rows};
use crate::template::{Place, StyleKeys};

/// The maximum number of steps.
const MOST_STEPS: usize = 1_000;
/// The number of answers in all steps from which a new step drops the oldest, and the number of steps
/// that are kept all the same. A draft with many rows would fill the memory.
const MOST_ANSWERS: usize = 200_000;
const FEWEST_STEPS: usize = 50;

/// The kind of a change. Consecutive changes of one kind in one field are one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The user types characters of a word.
    Type,
    /// The user types characters, and the last character ends a word: the next word is a new step.
    EndWord,
    /// The user deletes characters.
    Delete,
    /// The user increases or decreases the answer by one.
    Step,
    /// A change that is a step by itself: a paste, an option, an accepted suggestion.
    Whole,
}

/// The part of a draft that a step restores.
#[derive(Clone, Debug, PartialEq)]
struct State {
    answers: BTreeMap<Place, Answer>,
    rows: Rows,
    origins: BTreeMap<Place, Origin>,
    acknowledged: BTreeMap<String, Acknowledgement>,
    accepted: Vec<String>,
    accepted_by: BTreeMap<String, AcceptedBy>,
    title: String,
    style: StyleKeys,
    /// The blank that changed.
    focus: Place,
}

/// The steps that can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<State>,
    future: Vec<State>,
    open: Option<(Place, StepKind)>,
}

impl History {
    /// Stores the draft before a change of the blank at `place`.
    pub fn before(&mut self, draft: &Draft, place: &Place, change: StepKind) {
        self.future.clear();
        let ends_step = change == StepKind::EndWord;
        let kind = if ends_step { StepKind::Type } else { change };
        let now = Some((place.clone(), kind));
        let goes_on = kind != StepKind::Whole && self.open == now;
        self.open = now.filter(|_| !ends_step);
        if goes_on {
            return;
        }
        let kept: usize = self.past.iter().map(|state| state.answers.len()).sum();
        if self.past.len() >= MOST_STEPS || kept >= MOST_ANSWERS && self.past.len() > FEWEST_STEPS {
            self.past.remove(0);
        }
        self.past.push(State::of(draft, place.clone()));
    }

    /// Ends the open step: the next change begins a new step.
    pub fn end_step(&mut self) {
        self.open = None;
    }

    /// Whether there is a step to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The draft after each step, newest first, and the index of `draft` among them.
    #[must_use]
    pub fn states(&self, draft: &Draft) -> (Vec<Draft>, usize) {
        let as_of = |state: &State| {
            let mut then = draft.clone();
            state.clone().restore(&mut then);
            then
        };
        let undone = self.future.iter().map(as_of);
        let past = self.past.iter().rev().map(as_of);
        let states = undone.chain([draft.clone()]).chain(past).collect();
        (states, self.future.len())
    }

    /// Goes to one of [`History::states`] by its index. Returns the blank that changes last, or
    /// `None` if the draft is in that state already.
    pub fn go_to(&mut self, draft: &mut Draft, place: usize) -> Option<Place> {
        let mut focus = None;
        while place > self.future.len() {
            let Some(changed) = self.undo(draft) else {
                break;
            };
            focus = Some(changed);
        }
        while place < self.future.len() {
            focus = self.redo(draft);
        }
        focus
    }

    /// Undoes the last step and returns the blank that the step changed.
    pub fn undo(&mut self, draft: &mut Draft) -> Option<Place> {
        self.end_step();
        let state = self.past.pop()?;
        let focus = state.focus.clone();
        self.future.push(State::of(draft, focus.clone()));
        state.restore(draft);
        Some(focus)
    }

    /// Redoes the last undone step and returns the blank that the step changes.
    pub fn redo(&mut self, draft: &mut Draft) -> Option<Place> {
        self.end_step();
        let state = self.future.pop()?;
        let focus = state.focus.clone();
        self.past.push(State::of(draft, focus.clone()));
        state.restore(draft);
        Some(focus)
    }
}

impl State {
    fn of(draft: &Draft, focus: Place) -> Self {
        Self {
            answers: draft.answers.clone(),
            rows: draft.rows.clone(),
            origins: draft.origins.clone(),
            acknowledged: draft.acknowledged.clone(),
            accepted: draft.accepted.clone(),
            accepted_by: draft.accepted_by.clone(),
            title: draft.title.clone(),
            style: draft.style.clone(),
            focus,
        }
    }

    fn restore(self, draft: &mut Draft) {
        draft.answers = self.answers;
        draft.rows = self.rows;
        draft.origins = self.origins;
        draft.acknowledged = self.acknowledged;
        draft.accepted = self.accepted;
        draft.accepted_by = self.accepted_by;
        draft.title = self.title;
        draft.style = self.style;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(
        draft: &mut Draft,
        history: &mut History,
        field: usize,
        change: StepKind,
        text: &str,
    ) {
        let place = place(field);
        history.before(draft, &place, change);
        draft.answers.insert(place, Answer::Text(text.to_owned()));
    }

    fn place(field: usize) -> Place {
        Place::from(format!("f{field}").as_str())
    }

    fn text(draft: &Draft, id: &str) -> String {
        draft
            .answers
            .get(&id.into())
            .map(Answer::as_text)
            .unwrap_or_default()
    }

    #[test]
    fn typing_in_one_field_is_one_step_and_another_field_is_another() {
        let mut draft = Draft::default();
        let mut history = History::default();
        answer(&mut draft, &mut history, 1, StepKind::Type, "a");
        answer(&mut draft, &mut history, 1, StepKind::Type, "ab");
        answer(&mut draft, &mut history, 2, StepKind::Type, "c");
        answer(&mut draft, &mut history, 2, StepKind::Delete, "");
        assert_eq!(history.undo(&mut draft), Some(place(2)));
        assert_eq!(text(&draft, "f2"), "c");
        assert_eq!(history.undo(&mut draft), Some(place(2)));
        assert_eq!(history.undo(&mut draft), Some(place(1)));
        assert_eq!(draft.answers.len(), 0);
        assert_eq!(history.undo(&mut draft), None);
        assert_eq!(history.redo(&mut draft), Some(place(1)));
        assert_eq!(text(&draft, "f1"), "ab");
    }

    #[test]
    fn every_state_can_be_gone_to_from_every_other() {
        let mut draft = Draft::default();
        let mut history = History::default();
        for (field, name) in [(1, "a"), (2, "b"), (3, "c")] {
            answer(&mut draft, &mut history, field, StepKind::Whole, name);
        }
        let (states, now) = history.states(&draft);
        assert_eq!((states.len(), now), (4, 0));
        for from in 0..4 {
            for to in 0..4 {
                history.go_to(&mut draft, from);
                let focus = history.go_to(&mut draft, to);
                assert_eq!(draft, states[to], "from {from} to {to}");
                assert_eq!(history.states(&draft), (states.clone(), to));
                // The step between `n` and `n + 1` is that of field `3 - n`.
                let expected = match from.cmp(&to) {
                    std::cmp::Ordering::Less => Some(place(4 - to)),
                    std::cmp::Ordering::Equal => None,
                    std::cmp::Ordering::Greater => Some(place(3 - to)),
                };
                assert_eq!(focus, expected, "from {from} to {to}");
            }
        }
        history.go_to(&mut draft, 0);
        assert_eq!(history.go_to(&mut draft, 99), Some(place(1)));
        assert_eq!(draft, states[3]);
    }

    #[test]
    fn a_change_after_an_undo_forgets_what_was_undone() {
        let mut draft = Draft::default();
        let mut history = History::default();
        answer(&mut draft, &mut history, 1, StepKind::Whole, "a");
        answer(&mut draft, &mut history, 1, StepKind::Whole, "b");
        history.undo(&mut draft);
        answer(&mut draft, &mut history, 1, StepKind::Whole, "c");
        assert_eq!(history.redo(&mut draft), None);
        assert_eq!(text(&draft, "f1"), "c");
    }
}
