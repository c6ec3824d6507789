//! Answers, options, corrections, acknowledgements, and taking them back.

use chrono::NaiveDate;

use super::history::StepKind;
use super::{Editor, form};
use crate::app::line_input::LineInput;
use crate::draft::{Answer, Draft, Issue, suggest};
use crate::template::{self, CorrectionKind, Field, FieldKind, Place, ProfileKey, is_strike_mark};
use crate::value::{self, Pasted};
use crate::wording::Notice;

/// More characters than this at once come from a paste that the terminal does not mark.
const MOST_TYPED: usize = 200;

impl Editor {
    /// Types text into the focused field.
    pub fn insert(&mut self, text: &str, is_paste: bool, today: NaiveDate) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if self.focused_options().is_some() {
            // An input method may send one character as a paste; more are no answer.
            return if is_paste && text.trim().chars().count() != 1 {
                Some(Notice::NothingToPaste)
            } else {
                self.type_into_choice(text)
            };
        }
        let pasted = is_paste.then(|| self.mend_paste(text));
        let text = pasted.as_ref().map_or(text, |pasted| &pasted.text);
        // Before an answer blanks mean nothing, and alone they would be none.
        let text = if self.input.text().is_empty() {
            text.trim_start()
        } else {
            text
        };
        if text.is_empty() {
            return None;
        }
        let fits = if is_paste {
            self.insert_as(StepKind::Whole, text, today)
        } else {
            self.type_words(text, today)
        };
        self.changed();
        if !fits {
            return Some(Notice::PasteCut);
        }
        pasted
            .filter(Pasted::is_mended)
            .map(|Pasted { spaces, folded, .. }| Notice::PasteMended { spaces, folded })
    }

    /// Inserts what was typed, each word a step of its own; `false` if some of it did not fit.
    fn type_words(&mut self, text: &str, today: NaiveDate) -> bool {
        if text.chars().nth(MOST_TYPED).is_some() {
            return self.insert_as(StepKind::Whole, text, today);
        }
        let mut fits = true;
        for word in text.split_inclusive(ends_word) {
            fits &= self.insert_as(StepKind::Type, word, today);
            if word.ends_with(ends_word) {
                self.history.end_step();
            }
        }
        fits
    }

    /// Inserts a text at the caret; `false` if some of it did not fit.
    fn insert_as(&mut self, change: StepKind, text: &str, today: NaiveDate) -> bool {
        self.history.before(&self.draft, &self.focus, change);
        if self.strikes(text) {
            self.input.clear();
        }
        let fits = self.input.insert(text);
        self.take_input(today);
        fits
    }

    /// A pasted text as it goes to the caret.
    fn mend_paste(&self, text: &str) -> Pasted {
        let caret = self.input.caret();
        let before = self.input.before_caret().chars().next_back();
        let after = self.input.text().chars().nth(caret);
        value::pasted(&value::one_line(text), before, after)
    }

    /// Types text in the place of what stands in the focused field.
    pub fn insert_anew(&mut self, text: &str, is_paste: bool, today: NaiveDate) -> Option<Notice> {
        if !self.read_only {
            self.input.clear();
        }
        self.insert(text, is_paste, today)
    }

    /// Whether `/` is typed where it can only mean that the blank does not apply: then it takes
    /// the place of what is there.
    fn strikes(&self, text: &str) -> bool {
        let holds_no_stroke = |field: &Field| {
            matches!(
                field.kind,
                FieldKind::Integer | FieldKind::Money | FieldKind::Percent
            )
        };
        is_strike_mark(text)
            && self
                .focused_field()
                .is_some_and(|field| field.strike && holds_no_stroke(field))
    }

    /// Deletes in the focused field with one of the line's verbs.
    pub fn delete(
        &mut self,
        delete: fn(&mut LineInput) -> bool,
        today: NaiveDate,
    ) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let before = self.input.clone();
        if delete(&mut self.input) {
            let after = std::mem::replace(&mut self.input, before);
            self.history
                .before(&self.draft, &self.focus, StepKind::Delete);
            self.input = after;
            self.take_input(today);
            self.changed();
        }
        None
    }

    /// Chooses or drops the option under the cursor.
    pub fn toggle(&mut self) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let options = self.focused_options()?;
        let option = options.all.get(self.option)?.id.clone();
        let multiple = options.multiple;
        let answer = self.draft.answers.get(&self.focus);
        let mut chosen = answer.map_or_else(Vec::new, |answer| answer.chosen().to_vec());
        if chosen.contains(&option) {
            chosen.retain(|id| *id != option);
        } else if multiple {
            chosen.push(option);
        } else {
            chosen = vec![option];
        }
        self.history
            .before(&self.draft, &self.focus, StepKind::Whole);
        if chosen.is_empty() {
            self.draft.answers.remove(&self.focus);
        } else {
            let answer = Answer::Chosen(chosen);
            self.draft.answers.insert(self.focus.clone(), answer);
        }
        self.changed();
        None
    }

    /// Moves the cursor over the options.
    pub fn move_option(&mut self, forward: bool) {
        if let Some(options) = self.focused_options() {
            let last = options.all.len().saturating_sub(1);
            self.option = if forward {
                (self.option + 1).min(last)
            } else {
                self.option.saturating_sub(1)
            };
        }
    }

    /// Takes what the form offers for the focused field, and goes on.
    pub fn accept_suggestion(&mut self) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let Some(answer) = self.focused_suggestion() else {
            return Some(Notice::NoSuggestion);
        };
        self.history
            .before(&self.draft, &self.focus, StepKind::Whole);
        self.draft.answers.insert(self.focus.clone(), answer);
        self.changed();
        self.load_focus();
        self.next_field();
        None
    }

    /// Whether there is a step to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is a step to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// The next key begins a step of its own: nobody has typed for a while.
    pub fn paused(&mut self) {
        self.history.end_step();
    }

    /// The draft as each step left it, the newest first, and the place of the present one.
    #[must_use]
    pub fn steps(&self) -> (Vec<Draft>, usize) {
        self.history.states(&self.draft)
    }

    /// Takes steps back, or does them again, up to one of [`Editor::steps`].
    pub fn go_to_step(&mut self, place: usize) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if let Some(focus) = self.history.go_to(&mut self.draft, place) {
            self.restored(focus);
        }
        None
    }

    /// Takes the last step back.
    pub fn undo(&mut self) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        match self.history.undo(&mut self.draft) {
            Some(focus) => {
                self.restored(focus);
                None
            }
            None => Some(Notice::NothingToUndo),
        }
    }

    /// Does the last undone step again.
    pub fn redo(&mut self) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        match self.history.redo(&mut self.draft) {
            Some(focus) => {
                self.restored(focus);
                None
            }
            None => Some(Notice::NothingToRedo),
        }
    }

    /// Acknowledges a warning, or confirms an error with a reason.
    pub fn acknowledge(&mut self, issue: &Issue, reason: &str) {
        let acknowledgement = issue.acknowledgement(&self.draft, reason);
        self.history
            .before(&self.draft, &self.focus, StepKind::Whole);
        self.draft
            .acknowledged
            .insert(issue.id.clone(), acknowledgement);
        self.changed();
    }

    /// Takes an acknowledgement back.
    pub fn withdraw(&mut self, issue: &Issue) {
        self.history
            .before(&self.draft, &self.focus, StepKind::Whole);
        self.draft.acknowledged.remove(&issue.id);
        self.changed();
    }

    /// The ids of the corrections whose words stand in the contract.
    #[must_use]
    pub fn applied_corrections(&self) -> &[String] {
        &self.body.applied
    }

    /// Accepts or drops a correction; a notice where it contradicts an accepted one.
    pub fn toggle_correction(&mut self, id: &str) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if self.draft.accepted.iter().any(|accepted| accepted == id) {
            self.history
                .before(&self.draft, &self.focus, StepKind::Whole);
            self.draft.accepted.retain(|accepted| accepted != id);
        } else {
            if let Some(other) = self.contradicted_by(id) {
                return Some(Notice::CorrectionConflict(other));
            }
            self.history
                .before(&self.draft, &self.focus, StepKind::Whole);
            self.draft.accepted.push(id.to_owned());
        }
        self.corrected();
        None
    }

    /// Accepts every correction of a slip of the pen that contradicts no accepted one.
    pub fn accept_slips(&mut self) -> Notice {
        if let Some(notice) = self.refuse() {
            return notice;
        }
        let mut draft = self.draft.clone();
        for correction in &self.template.corrections {
            let is_slip = matches!(
                correction.kind,
                CorrectionKind::Typo | CorrectionKind::MissingPeriod
            );
            let is_free = !draft.accepted.contains(&correction.id)
                && !draft.accepted.iter().any(|accepted| {
                    self.template
                        .corrections
                        .iter()
                        .any(|other| other.id == *accepted && template::overlap(other, correction))
                });
            if is_slip && is_free {
                draft.accepted.push(correction.id.clone());
            }
        }
        let count = draft.accepted.len() - self.draft.accepted.len();
        if count > 0 {
            self.history
                .before(&self.draft, &self.focus, StepKind::Whole);
            self.draft = draft;
            self.corrected();
        }
        Notice::SlipsAccepted(count)
    }

    /// The accepted correction that changes the same words as `id`.
    #[must_use]
    pub fn contradicted_by(&self, id: &str) -> Option<String> {
        let all = &self.template.corrections;
        let correction = all.iter().find(|each| each.id == id)?;
        all.iter()
            .find(|other| {
                other.id != id
                    && self.draft.accepted.contains(&other.id)
                    && template::overlap(other, correction)
            })
            .map(|other| other.id.clone())
    }

    pub(super) fn corrected(&mut self) {
        self.body = self.template.body(&self.draft.accepted);
        self.changed();
        self.keep_focus();
    }

    /// A field that has gone from the form cannot keep the keys.
    pub(super) fn keep_focus(&mut self) {
        let places = &self.places_in_form;
        if !places.contains(&self.focus) {
            let index = |place: &Place| self.template.field_index(place.field.as_str());
            let gone = index(&self.focus);
            let nearest = places.iter().rev().find(|place| index(place) < gone);
            if let Some(place) = nearest.or(places.first()).cloned() {
                self.focus = place;
            }
            self.load_focus();
        }
    }

    /// What is said to someone who wants to change what can only be read.
    #[must_use]
    pub fn why_read_only(&self) -> Notice {
        match self.in_use {
            Some(_) => Notice::ReadOnlyInUse,
            None => Notice::ReadOnly,
        }
    }

    /// What is said to someone who wants to change the draft, where it can only be read.
    pub(in crate::app) fn refuse(&self) -> Option<Notice> {
        self.read_only.then(|| self.why_read_only())
    }

    pub(super) fn restored(&mut self, focus: Place) {
        self.body = self.template.body(&self.draft.accepted);
        self.changed();
        if self.places_in_form().contains(&focus) {
            self.focus = focus;
        }
        self.load_focus();
        self.follow();
    }

    /// Digits choose options; nothing else is typed into a choice.
    pub(super) fn type_into_choice(&mut self, text: &str) -> Option<Notice> {
        let typed = text.trim().chars().next();
        let number = match typed {
            None if !text.is_empty() => return self.toggle(),
            Some(c) => u32::from(c)
                .checked_sub(u32::from('０'))
                .filter(|digit| *digit <= 9)
                .or_else(|| c.to_digit(10)),
            None => None,
        };
        let place = usize::try_from(number?).ok()?.checked_sub(1)?;
        if place < self.focused_options()?.all.len() {
            self.option = place;
            return self.toggle();
        }
        None
    }

    /// The answer follows the line of text; spellings of a day that rest on today are resolved
    /// here, once, and stored as the day.
    pub(super) fn take_input(&mut self, today: NaiveDate) {
        let Some(field) = self.field_at(&self.focus) else {
            return;
        };
        let typed = self.input.text();
        let answer = match field.kind {
            FieldKind::Date => value::date::as_stored(typed, today),
            _ => typed.to_owned(),
        };
        if answer.is_empty() {
            self.draft.answers.remove(&self.focus);
        } else {
            let answer = Answer::Text(answer);
            self.draft.answers.insert(self.focus.clone(), answer);
        }
        self.offer = 0;
    }

    /// Everything that follows from the draft is made anew.
    pub(super) fn changed(&mut self) {
        self.revision += 1;
        self.refresh();
    }

    pub(super) fn refresh(&mut self) {
        self.contract = self.contract.again(
            &self.template,
            &self.body,
            &self.draft,
            &self.settings.style,
        );
        let places = form::places(&self.template, &self.contract.values);
        if places != self.places_in_form {
            self.places_in_form = places;
            self.label_columns = form::label_columns(self);
        }
        let profile = |key: ProfileKey| self.settings.profile.get(&key).cloned();
        self.suggestions = suggest(
            &self.template,
            &self.contract.values,
            &self.draft,
            &self.contract.style,
            profile,
        );
        let worked_at = self.place_of_work();
        self.layouter.layout(&self.contract.document);
        let panes = self.panes();
        self.keep_contract_steady(&panes, worked_at);
        self.follow_form(&panes);
    }
}

/// Whether what is typed next is a word of its own.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || "，。；、".contains(c)
}
