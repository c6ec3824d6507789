//! Going from field to field.

use super::{Editor, form};
use crate::app::Notice;
use crate::app::line_input::LineInput;
use crate::app::panes::{self, Pane};
use crate::draft::{Answer, Issue};
use crate::template::{BlockId, FieldId, FieldKind};
use crate::value;

impl Editor {
    /// Goes to the next field; a notice at the end of the form.
    pub fn next_field(&mut self) -> Option<Notice> {
        let fields = self.fields_in_form();
        let after = fields.iter().position(|index| *index == self.focus)? + 1;
        match fields.get(after).copied() {
            Some(index) => {
                self.go_to(index);
                None
            }
            None => Some(Notice::LastField),
        }
    }

    /// Goes to the previous field.
    pub fn previous_field(&mut self) {
        let fields = self.fields_in_form();
        let place = fields.iter().position(|index| *index == self.focus);
        let before = place.and_then(|place| fields.get(place.checked_sub(1)?));
        if let Some(index) = before.copied() {
            self.go_to(index);
        }
    }

    /// Goes to the next field that waits for an answer, from the top again after the last.
    pub fn next_open(&mut self) -> Option<Notice> {
        let found = self.cycle(true, Self::is_open);
        (!found).then_some(Notice::NothingUnanswered)
    }

    /// Goes to the previous field that waits for an answer.
    pub fn previous_open(&mut self) -> Option<Notice> {
        let found = self.cycle(false, Self::is_open);
        (!found).then_some(Notice::NothingUnanswered)
    }

    /// Goes to the next field with an error or an unacknowledged warning.
    pub fn next_finding(&mut self) -> Option<Notice> {
        let found = self.cycle(true, Self::has_finding);
        (!found).then_some(Notice::NoFinding)
    }

    /// Goes to the previous field with an error or an unacknowledged warning.
    pub fn previous_finding(&mut self) -> Option<Notice> {
        let found = self.cycle(false, Self::has_finding);
        (!found).then_some(Notice::NoFinding)
    }

    fn has_finding(&self, index: usize) -> bool {
        let field = self.template.fields.get(index);
        field.is_some_and(|field| self.contract.issues_of(&field.id).any(Issue::blocks))
    }

    /// Walks the form in a circle, to the first other field that is wanted.
    fn cycle(&mut self, forward: bool, wanted: impl Fn(&Self, usize) -> bool) -> bool {
        let fields = self.fields_in_form();
        let start = fields
            .iter()
            .position(|index| *index == self.focus)
            .unwrap_or(0);
        let n_fields = fields.len().max(1);
        let step = if forward { 1 } else { n_fields - 1 };
        let mut others = (1..=n_fields).filter_map(|n| fields.get((start + n * step) % n_fields));
        let found = others.find(|index| wanted(self, **index)).copied();
        if let Some(index) = found {
            self.go_to(index);
        }
        found.is_some()
    }

    /// Focuses a field by its id; `false` if it is not in the form.
    pub fn go_to_field(&mut self, id: &FieldId) -> bool {
        let index = self.template.field_index(id.as_str());
        let shown = self.fields_in_form();
        let target = index.map(|index| self.typed_source(index));
        match target.filter(|index| shown.contains(index)) {
            Some(index) => {
                if self.pane == Pane::Contract {
                    self.switch_pane();
                }
                self.go_to(index);
                true
            }
            None => false,
        }
    }

    /// Goes to what an issue is about: its field, else its paragraph in the contract; `false`
    /// where it has neither.
    pub fn go_to_issue(&mut self, issue: &Issue) -> bool {
        if let Some(field) = issue.fields.first() {
            let is_there = self.go_to_field(&field.clone());
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

    /// Goes to a paragraph of the contract, where the contract has it.
    pub fn go_to_block(&mut self, id: BlockId) {
        if self.pane == Pane::Form {
            self.switch_pane();
        }
        if let Some(rows) = self.rows_of(id) {
            let height = usize::from(self.panes().contract.height);
            let total = self.layout().n_rows();
            self.show_from(panes::follow(0, height, total, rows.start, rows.start + 1));
        }
    }

    /// The rows of the contract that print the block with this paragraph.
    #[must_use]
    pub fn rows_of(&self, id: BlockId) -> Option<std::ops::Range<usize>> {
        let block = self
            .document()
            .blocks
            .iter()
            .position(|block| block.paragraphs().any(|paragraph| paragraph.id == id))?;
        self.layout().rows_of_block(block)
    }

    /// The field that a person types for a derived one: the figure behind the words.
    #[must_use]
    pub fn typed_source(&self, index: usize) -> usize {
        match self.template.fields.get(index).map(|field| &field.kind) {
            Some(FieldKind::AmountInWords { of }) => {
                self.template.field_index(of.as_str()).unwrap_or(index)
            }
            _ => index,
        }
    }

    pub(super) fn go_to(&mut self, index: usize) {
        self.focus_on(index);
        self.follow();
    }

    /// Gives the focus to a field; nothing scrolls.
    pub(super) fn focus_on(&mut self, index: usize) {
        self.history.end_step();
        self.focus = index;
        self.form_shown.lead = 0;
        self.load_focus();
    }

    pub(super) fn load_focus(&mut self) {
        self.offer = 0;
        self.finding = None;
        let answer = self
            .focused_field()
            .and_then(|field| self.draft.answers.get(field.id.as_str()));
        self.option = match (&answer, self.focused_options()) {
            (Some(Answer::Chosen(chosen)), Some(options)) => options
                .all
                .iter()
                .position(|option| chosen.contains(&option.id))
                .unwrap_or(0),
            _ => 0,
        };
        let text = match answer {
            Some(Answer::Text(text)) => value::one_line(text),
            Some(Answer::Chosen(_)) | None => String::new(),
        };
        self.input = LineInput::new(&text);
        if let Some(field) = self.template.fields.get(self.focus) {
            self.draft.focus = field.id.as_str().to_owned();
        }
        self.stood = form::due(self);
    }
}
