//! Changes of the draft: answers, options, corrections, acknowledgements, undo and redo.

use chrono::NaiveDate;

use super::{Editor, form};
use crate::app::line_input::LineInput;
use crate::desk::work::{Edit, Refusal, StepKind, Work, contradicting, typed_answer};
use crate::draft::{Answer, Draft, Issue, changes};
use crate::language::Localized;
use crate::template::{CorrectionKind, Field, FieldKind, Place, is_strike_mark};
use crate::value::{self, Pasted};
use crate::wording::{self, Notice};

/// Longer input is a paste that the terminal does not mark as a paste.
const MOST_TYPED: usize = 200;

impl Editor {
    /// Types text into the focused field.
    pub fn insert(&mut self, text: &str, is_paste: bool, today: NaiveDate) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            if matches!(notice, Notice::ChangesExported(_)) && self.focused_options().is_none() {
                text.clone_into(&mut self.held);
            }
            return Some(notice);
        }
        let held = std::mem::take(&mut self.held);
        let whole = format!("{held}{text}");
        let text = if held.is_empty() { text } else { &whole };
        if is_paste && let Some(notice) = self.paste_rows(text, today) {
            return Some(notice);
        }
        if self.focused_options().is_some() {
            // An input method may send one character as a paste. A longer paste is no option
            // number.
            return if is_paste && text.trim().chars().count() != 1 {
                Some(Notice::NothingToPaste)
            } else {
                self.type_into_choice(text)
            };
        }
        let pasted = is_paste.then(|| self.mend_paste(text));
        let text = pasted.as_ref().map_or(text, |pasted| &pasted.text);
        // Spaces before an answer mean nothing. An answer of spaces only would be no answer.
        let text = if self.input.text().is_empty() {
            text.trim_start()
        } else {
            text
        };
        if text.is_empty() {
            return None;
        }
        let (fits, edits) = self.insertion(text, is_paste, today);
        if let Some(notice) = self.edit(edits) {
            return Some(notice);
        }
        if !fits {
            return Some(Notice::PasteCut);
        }
        pasted
            .filter(Pasted::is_mended)
            .map(|Pasted { spaces, folded, .. }| Notice::PasteMended { spaces, folded })
    }

    /// Inserts text into the input. Returns whether all of the text fits, and the changes of the
    /// draft: one for a paste, one for each typed word, so that undo removes single words.
    fn insertion(&mut self, text: &str, is_paste: bool, today: NaiveDate) -> (bool, Vec<Edit>) {
        if is_paste || text.chars().nth(MOST_TYPED).is_some() {
            let (fits, edit) = self.insert_part(text, StepKind::Whole, today);
            return (fits, edit.into_iter().collect());
        }
        let mut edits = Vec::new();
        let mut all_fit = true;
        for word in text.split_inclusive(ends_word) {
            let step = if word.ends_with(ends_word) {
                StepKind::EndWord
            } else {
                StepKind::Type
            };
            let (fits, edit) = self.insert_part(word, step, today);
            edits.extend(edit);
            all_fit &= fits;
        }
        (all_fit, edits)
    }

    fn insert_part(
        &mut self,
        text: &str,
        step: StepKind,
        today: NaiveDate,
    ) -> (bool, Option<Edit>) {
        if self.strikes(text) {
            self.input.clear();
        }
        let fits = self.input.insert(text);
        (fits, self.input_edit(step, today))
    }

    /// The change that answers the focused blank with the text of the input.
    fn input_edit(&mut self, step: StepKind, today: NaiveDate) -> Option<Edit> {
        self.offer = 0;
        let answer = typed_answer(self.focused_field()?, self.input.text(), today);
        Some(Edit::answer(&self.focus, answer, step))
    }

    /// Cleans a pasted text for the position of the caret.
    fn mend_paste(&self, text: &str) -> Pasted {
        let caret = self.input.caret();
        let before = self.input.before_caret().chars().next_back();
        let after = self.input.text().chars().nth(caret);
        if !self.takes_lines() {
            return value::pasted(&value::one_line(text), before, after);
        }
        let (mut spaces, mut folded) = (0, Vec::new());
        let text = value::pasted_lines(text, |line| {
            let mended = value::pasted(line, None, None);
            spaces += mended.spaces;
            folded.extend(mended.folded);
            mended.text
        });
        Pasted {
            text,
            spaces,
            folded,
        }
    }

    /// Whether the focused field takes a text of several lines.
    pub(in crate::app) fn takes_lines(&self) -> bool {
        self.focused_field()
            .is_some_and(|field| field.kind == FieldKind::Paragraph)
    }

    /// Ends the line of a text of several lines.
    pub(in crate::app) fn break_line(&mut self, today: NaiveDate) -> Option<Notice> {
        if !self.takes_lines() {
            return None;
        }
        let mark = value::with_line_marks("\n");
        self.insert(&mark, false, today)
    }

    /// Replaces the text of the focused field by typed text.
    pub(in crate::app) fn insert_anew(
        &mut self,
        text: &str,
        is_paste: bool,
        today: NaiveDate,
    ) -> Option<Notice> {
        if !self.work.is_read_only() {
            self.input.clear();
        }
        self.insert(text, is_paste, today)
    }

    /// Whether the text is a `/` that can only mean "not applicable". Such a `/` replaces the
    /// answer.
    fn strikes(&self, text: &str) -> bool {
        let holds_no_stroke = |field: &Field| {
            matches!(
                field.kind,
                FieldKind::Integer
                    | FieldKind::Number
                    | FieldKind::Money
                    | FieldKind::Percent
                    | FieldKind::Rate(_)
                    | FieldKind::Time
            )
        };
        is_strike_mark(text)
            && self
                .focused_field()
                .is_some_and(|field| field.strike && holds_no_stroke(field))
    }

    /// Deletes text in the focused field; `delete` is a method of the input line.
    pub fn delete(
        &mut self,
        delete: fn(&mut LineInput) -> bool,
        today: NaiveDate,
    ) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if !delete(&mut self.input) {
            return None;
        }
        let edit = self.input_edit(StepKind::Delete, today);
        self.edit(edit)
    }

    /// Chooses or drops the option under the cursor.
    pub fn toggle(&mut self) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let options = self.focused_options()?;
        let option = options.all.get(self.option)?.id.clone();
        let multiple = options.multiple;
        let answer = self.work.draft().answers.get(&self.focus);
        let mut chosen = answer.map_or_else(Vec::new, |answer| answer.chosen().to_vec());
        if chosen.contains(&option) {
            chosen.retain(|id| *id != option);
        } else if multiple {
            chosen.push(option);
        } else {
            chosen = vec![option];
        }
        let answer = (!chosen.is_empty()).then_some(Answer::Chosen(chosen));
        self.edit([Edit::answer(&self.focus.clone(), answer, StepKind::Whole)])
    }

    /// Moves the cursor to the next or the previous option.
    pub(in crate::app) fn move_option(&mut self, forward: bool) {
        if let Some(options) = self.focused_options() {
            let last = options.all.len().saturating_sub(1);
            self.option = if forward {
                (self.option + 1).min(last)
            } else {
                self.option.saturating_sub(1)
            };
        }
    }

    /// Whether there is a step to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.work.can_undo()
    }

    /// Whether there is a step to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.work.can_redo()
    }

    /// Ends the open undo step after a pause, so that the next key starts a new step.
    pub(in crate::app) fn paused(&mut self) {
        self.work.end_step();
    }

    /// The draft after each undo step, newest first, and the index of the current state.
    #[must_use]
    pub fn steps(&self) -> (Vec<Draft>, usize) {
        self.work.steps()
    }

    /// Undoes or redoes steps to reach an entry of [`Editor::steps`].
    pub fn go_to_step(&mut self, place: usize) -> Option<Notice> {
        self.travel(|work| work.go_to_step(place), None)
    }

    /// Undoes the last step.
    pub fn undo(&mut self) -> Option<Notice> {
        let before = self.work.draft().clone();
        let refused = self.travel(Work::undo, Some(Notice::NothingToUndo));
        refused.or_else(|| self.travelled_from(&before, Notice::Undone))
    }

    /// Redoes the step that was undone last.
    pub fn redo(&mut self) -> Option<Notice> {
        let before = self.work.draft().clone();
        let refused = self.travel(Work::redo, Some(Notice::NothingToRedo));
        refused.or_else(|| self.travelled_from(&before, Notice::Redone))
    }

    /// Says what a step of undo or redo has changed.
    fn travelled_from(&self, before: &Draft, notice: fn(Localized) -> Notice) -> Option<Notice> {
        let changed = changes(before, self.work.draft());
        let said = wording::changes_in_short(&changed, self.work.template())?;
        Some(notice(said))
    }

    /// Moves in the undo history. Returns `nothing` if there is no step to go to.
    fn travel(
        &mut self,
        travel: impl FnOnce(&mut Work) -> Result<Option<Place>, Refusal>,
        nothing: Option<Notice>,
    ) -> Option<Notice> {
        match travel(&mut self.work) {
            Ok(Some(focus)) => {
                self.refresh();
                if self.places_in_form().contains(&focus) {
                    self.focus = focus;
                }
                self.load_focus();
                self.follow();
                None
            }
            Ok(None) => nothing,
            Err(refusal) => Some(refusal.into()),
        }
    }

    /// Acknowledges a warning, or confirms an error with a reason.
    pub fn acknowledge(&mut self, issue: &Issue, reason: &str) -> Option<Notice> {
        let acknowledgement = issue.acknowledgement(self.work.draft(), reason);
        self.edit([Edit::Acknowledge {
            id: issue.id.clone(),
            acknowledgement: Some(acknowledgement),
        }])
    }

    /// Withdraws an acknowledgement.
    pub fn withdraw(&mut self, issue: &Issue) -> Option<Notice> {
        self.edit([Edit::Acknowledge {
            id: issue.id.clone(),
            acknowledgement: None,
        }])
    }

    /// Accepts or drops a correction. Returns a notice if it contradicts an accepted correction.
    pub(in crate::app) fn toggle_correction(&mut self, id: &str) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let mut accepted = self.work.draft().accepted.clone();
        if accepted.iter().any(|accepted| accepted == id) {
            accepted.retain(|accepted| accepted != id);
        } else {
            if let Some(other) = self.work.contradicted_by(id) {
                let declared = self.work.template().correction(other);
                let name = declared.map(|correction| self.name_of(correction));
                return Some(Notice::CorrectionConflict(name.unwrap_or_default()));
            }
            accepted.push(id.to_owned());
        }
        self.accept(accepted)
    }

    /// Accepts all corrections of mere slips, except those that contradict an accepted correction.
    pub(in crate::app) fn accept_slips(&mut self) -> Notice {
        if let Some(notice) = self.refuse() {
            return notice;
        }
        let template = self.work.template();
        let before = &self.work.draft().accepted;
        let mut accepted = before.clone();
        for correction in &template.corrections {
            let is_slip = matches!(
                correction.kind,
                CorrectionKind::Typo | CorrectionKind::MissingPeriod
            );
            if is_slip
                && !accepted.contains(&correction.id)
                && contradicting(template, &correction.id, &accepted).is_none()
            {
                accepted.push(correction.id.clone());
            }
        }
        let count = accepted.len() - before.len();
        if count > 0
            && let Some(notice) = self.accept(accepted)
        {
            return notice;
        }
        Notice::SlipsAccepted(count)
    }

    fn accept(&mut self, corrections: Vec<String>) -> Option<Notice> {
        let refused = self.edit([Edit::Accept(corrections)]);
        self.keep_focus();
        refused
    }

    /// If the focused field is no longer in the form, focuses the nearest field before it.
    pub(super) fn keep_focus(&mut self) {
        let places = &self.places_in_form;
        if !places.contains(&self.focus) {
            let index = |place: &Place| self.work.template().field_index(place.field.as_str());
            let gone = index(&self.focus);
            let nearest = places.iter().rev().find(|place| index(place) < gone);
            if let Some(place) = nearest.or(places.first()).cloned() {
                self.focus = place;
            }
            self.load_focus();
        }
    }

    /// The notice for a user who wants to change a read-only draft; `None` if the draft is writable.
    ///
    /// The first change of a contract that was exported or sent is refused once, so that no key
    /// changes it by accident.
    pub(in crate::app) fn refuse(&mut self) -> Option<Notice> {
        if let Err(refusal) = self.work.may_edit() {
            return Some(refusal.into());
        }
        let asks = std::mem::take(&mut self.asks);
        asks.then(|| Notice::ChangesExported(self.work.standing().state))
    }

    /// Chooses an option by its digit, or the option under the cursor by a space. Ignores other
    /// text.
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

    /// Changes the draft and updates the form and the contract. Returns a notice if the draft is
    /// read-only.
    pub(super) fn edit(&mut self, edits: impl IntoIterator<Item = Edit>) -> Option<Notice> {
        if let Err(refusal) = self.work.edit(&self.focus, edits) {
            return Some(refusal.into());
        }
        self.refresh();
        None
    }

    /// Updates the form and the layout after the draft has changed.
    pub(super) fn refresh(&mut self) {
        let places = self.work.places_in_form();
        if places != self.places_in_form {
            self.places_in_form = places;
            self.label_columns = form::label_columns(self);
        }
        let worked_at = self.place_of_work();
        self.layouter.layout(self.work.document());
        let panes = self.panes();
        self.keep_contract_steady(&panes, worked_at);
        self.follow_form(&panes);
    }
}

/// Whether this character ends a typed word. The next word is a separate undo step.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || "，。；、".contains(c)
}
