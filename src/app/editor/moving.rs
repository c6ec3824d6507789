//! Moves the focus from field to field.

use super::{Editor, form};
use crate::app::line_input::LineInput;
use crate::app::panes::{self, Pane};
use crate::draft::{Answer, Issue};
use crate::template::{BlockId, FieldKind, Place};
use crate::value;
use crate::wording::Notice;

impl Editor {
    /// Goes to the next field. Returns a notice at the end of the form.
    pub(in crate::app) fn next_field(&mut self) -> Option<Notice> {
        let places = self.places_in_form();
        let after = places.iter().position(|place| *place == self.focus)? + 1;
        match places.get(after).cloned() {
            Some(place) => {
                self.go_to(place);
                None
            }
            None => Some(Notice::LastField),
        }
    }

    /// Goes to the previous field.
    pub(in crate::app) fn previous_field(&mut self) {
        let places = self.places_in_form();
        let index = places.iter().position(|place| *place == self.focus);
        let before = index.and_then(|index| places.get(index.checked_sub(1)?));
        if let Some(place) = before.cloned() {
            self.go_to(place);
        }
    }

    /// Goes to the next field that needs an answer; after the last field, starts at the top again.
    pub(in crate::app) fn next_open(&mut self) -> Option<Notice> {
        let found = self.cycle(true, |editor, place| editor.work.is_open(place));
        (!found).then_some(Notice::NothingUnanswered)
    }

    /// Goes to the previous field that needs an answer.
    pub(in crate::app) fn previous_open(&mut self) -> Option<Notice> {
        let found = self.cycle(false, |editor, place| editor.work.is_open(place));
        (!found).then_some(Notice::NothingUnanswered)
    }

    /// Goes to the next field with an error or an unacknowledged warning.
    pub(in crate::app) fn next_finding(&mut self) -> Option<Notice> {
        let found = self.cycle(true, Self::has_finding);
        (!found).then_some(Notice::NoFinding)
    }

    /// Goes to the previous field with an error or an unacknowledged warning.
    pub(in crate::app) fn previous_finding(&mut self) -> Option<Notice> {
        let found = self.cycle(false, Self::has_finding);
        (!found).then_some(Notice::NoFinding)
    }

    fn has_finding(&self, place: &Place) -> bool {
        self.work.contract().issues_of(place).any(Issue::blocks)
    }

    /// Goes to the nearest other field that is wanted, around the end of the form. Returns whether
    /// there is such a field.
    fn cycle(&mut self, forward: bool, wanted: impl Fn(&Self, &Place) -> bool) -> bool {
        let places = self.places_in_form();
        let start = places
            .iter()
            .position(|place| *place == self.focus)
            .unwrap_or(0);
        let n_places = places.len().max(1);
        let step = if forward { 1 } else { n_places - 1 };
        let mut others = (1..=n_places).filter_map(|n| places.get((start + n * step) % n_places));
        let found = others.find(|place| wanted(self, place)).cloned();
        match found {
            Some(place) => {
                self.go_to(place);
                true
            }
            None => false,
        }
    }

    /// Focuses a blank. Returns `false` if the blank is not in the form.
    pub(crate) fn go_to_place(&mut self, place: &Place) -> bool {
        let target = self.typed_source(place);
        if !self.places_in_form().contains(&target) {
            return false;
        }
        if self.pane == Pane::Contract {
            self.switch_pane();
        }
        self.go_to(target);
        true
    }

    /// Goes to the field of an issue, or to its paragraph in the contract. Returns `false` if the
    /// issue has neither.
    pub(in crate::app) fn go_to_issue(&mut self, issue: &Issue) -> bool {
        if let Some(place) = issue.places.first() {
            let is_there = self.go_to_place(place);
            self.finding = Some(issue.clone());
            return is_there;
        }
        self.finding = Some(issue.clone());
        let Some(block) = issue.block else {
            return false;
        };
        self.go_to_block(block);
        true
    }

    /// Goes to a paragraph, if the contract contains it.
    pub(in crate::app) fn go_to_block(&mut self, id: BlockId) {
        if self.pane == Pane::Form {
            self.switch_pane();
        }
        if let Some(rows) = self.rows_of(id) {
            let height = usize::from(self.panes().contract.height);
            let total = self.layout().n_rows();
            self.show_from(panes::follow(0, height, total, rows.start, rows.start + 1));
        }
    }

    /// The rows of the block that contains this paragraph.
    #[must_use]
    pub fn rows_of(&self, id: BlockId) -> Option<std::ops::Range<usize>> {
        let block = self
            .work
            .document()
            .blocks
            .iter()
            .position(|block| block.paragraphs().any(|paragraph| paragraph.id == id))?;
        self.layout().rows_of_block(block)
    }

    /// The blank that the user types: for an amount in words, the blank of the figure.
    #[must_use]
    pub fn typed_source(&self, place: &Place) -> Place {
        match self.field_at(place).map(|field| &field.kind) {
            Some(FieldKind::AmountInWords { of }) => of.seen_from(place.row),
            _ => self.form_place(place),
        }
    }

    /// The blank of the form for a blank of the contract: a blank row of a group without rows is the
    /// row that the form fills in next.
    fn form_place(&self, place: &Place) -> Place {
        let group = self
            .work
            .row_group_at(place)
            .filter(|_| place.row.is_none());
        let new = group.and_then(|group| self.work.new_row(group));
        place.in_row(new.or(place.row))
    }

    pub(super) fn go_to(&mut self, place: Place) {
        self.focus_on(place);
        self.follow();
    }

    /// Focuses a blank without scrolling.
    pub(super) fn focus_on(&mut self, place: Place) {
        self.work.end_step();
        self.leave_row(&place);
        self.focus = place;
        self.form_shown.lead = 0;
        self.load_focus();
    }

    pub(super) fn load_focus(&mut self) {
        self.offer = 0;
        self.finding = None;
        self.held.clear();
        let answer = self.work.draft().answers.get(&self.focus);
        self.option = match (&answer, self.focused_options()) {
            (Some(Answer::Chosen(chosen)), Some(options)) => options
                .all
                .iter()
                .position(|option| chosen.contains(&option.id))
                .unwrap_or(0),
            _ => 0,
        };
        let text = match answer {
            Some(Answer::Text(text)) if self.takes_lines() => {
                value::one_line(&value::with_line_marks(text))
            }
            Some(Answer::Text(text)) => value::one_line(text),
            Some(Answer::Chosen(_)) | None => String::new(),
        };
        self.input = LineInput::new(&text);
        self.work.work_at(&self.focus);
        self.stood = form::due(self);
    }
}
