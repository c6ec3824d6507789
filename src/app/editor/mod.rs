//! The form and the contract beside it: one draft being written.

mod form;
mod history;

use std::sync::Arc;

use chrono::NaiveDate;

pub use form::{FormLine, form_lines, label_columns};
use history::{Change, History};

use super::line_input::LineInput;
use super::panes::{self, Pane, Panes};
use super::{Notice, Settings};
use crate::document::{Block, Document};
use crate::draft::{Answer, Draft, Issue, Progress, State, Values, suggest};
use crate::render::layout::{Ambiguous, Layout, Layouter};
use crate::review::Contract;
use crate::template::{
    self, Body, CorrectionKind, Field, FieldId, FieldKind, Options, ProfileKey, Style, Template,
};
use crate::value::{self, Value};

/// One draft being written.
#[derive(Debug)]
pub struct Editor {
    /// The template the draft was made with.
    pub template: Arc<Template>,
    /// What the user gave.
    pub draft: Draft,
    /// The draft as a contract, always up to date.
    pub contract: Contract,
    /// What the form offers, by field.
    pub suggestions: Vec<Option<Answer>>,
    /// The index of the focused field.
    pub focus: usize,
    /// The text of the focused field, when it takes text.
    pub input: LineInput,
    /// The option under the cursor, when the focused field is a choice.
    pub option: usize,
    /// Which pane has the keys.
    pub pane: Pane,
    /// The first row of the contract that is shown.
    pub contract_top: usize,
    /// The first line of the form that is shown.
    pub form_top: usize,
    /// Whether changes are refused, because a newer program wrote the draft.
    pub read_only: bool,
    /// Counts changes; what is saved is compared with it.
    pub revision: u64,
    /// The revision that lies on the disk.
    pub saved_revision: u64,
    screen: (u16, u16),
    body: Arc<Body>,
    layouter: Layouter,
    history: History,
    settings: Arc<Settings>,
}

impl Editor {
    /// Opens a draft at the field where it was left, or at the first unanswered one.
    #[must_use]
    pub fn new(
        template: Arc<Template>,
        draft: Draft,
        settings: Arc<Settings>,
        screen: (u16, u16),
    ) -> Self {
        let body = template.body(&draft.accepted);
        let contract = Contract::new(&template, &body, &draft, &settings.style);
        let mut editor = Self {
            suggestions: Vec::new(),
            focus: 0,
            input: LineInput::default(),
            option: 0,
            pane: Pane::Form,
            contract_top: 0,
            form_top: 0,
            read_only: false,
            revision: 0,
            saved_revision: 0,
            screen,
            layouter: Layouter::new(60, settings.ambiguous),
            history: History::default(),
            template,
            draft,
            contract,
            body,
            settings,
        };
        let fields = editor.fields_in_form();
        let left_at = editor
            .template
            .field_index(&editor.draft.focus)
            .filter(|index| fields.contains(index));
        editor.focus = left_at.or_else(|| fields.first().copied()).unwrap_or(0);
        editor.refresh();
        if left_at.is_none() && !editor.is_open(editor.focus) {
            editor.focus = fields
                .into_iter()
                .find(|index| editor.is_open(*index))
                .unwrap_or(editor.focus);
        }
        editor.load_focus();
        editor.resize(screen);
        editor
    }

    /// The contract's tree.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.contract.document
    }

    /// The typed values.
    #[must_use]
    pub fn values(&self) -> &Values {
        &self.contract.values
    }

    /// The style that the contract prints with.
    #[must_use]
    pub fn style(&self) -> &Style {
        &self.contract.style
    }

    /// What was found, errors first.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.contract.issues
    }

    /// The rows of the contract.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        self.layouter.last()
    }

    /// Which characters the terminal draws two cells wide.
    #[must_use]
    pub fn ambiguous(&self) -> Ambiguous {
        self.settings.ambiguous
    }

    /// How far the draft is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.values().progress(&self.template)
    }

    /// Whether something is not on the disk yet.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.revision != self.saved_revision
    }

    /// The declaration of the focused field.
    #[must_use]
    pub fn focused_field(&self) -> Option<&Field> {
        self.template.fields.get(self.focus)
    }

    /// The options of the focused field, when it is a choice.
    #[must_use]
    pub fn focused_options(&self) -> Option<&Options> {
        match &self.focused_field()?.kind {
            FieldKind::Choice(options) => Some(options),
            _ => None,
        }
    }

    /// The fields of the form, in order: asked in the contract as it stands, and typed by people.
    #[must_use]
    pub fn fields_in_form(&self) -> Vec<usize> {
        let mut fields: Vec<usize> = self
            .template
            .fields
            .iter()
            .enumerate()
            .filter(|(index, field)| field.is_asked_of_people() && self.values().is_asked(*index))
            .map(|(index, _)| index)
            .collect();
        fields.sort_by_key(|index| self.template.fields.get(*index).map(|field| field.group));
        fields
    }

    /// Whether a field waits for an answer: unanswered or wrong, and not optional.
    #[must_use]
    pub fn is_open(&self, index: usize) -> bool {
        let needs = self
            .template
            .fields
            .get(index)
            .is_some_and(|field| field.required);
        match self.values().state(index) {
            State::Wrong => true,
            State::Unanswered => needs,
            State::Struck | State::Answered(_) => false,
        }
    }

    /// What the form offers for the focused field while it is empty.
    #[must_use]
    pub fn focused_suggestion(&self) -> Option<&Answer> {
        self.suggestions.get(self.focus)?.as_ref()
    }

    // --- moving ---

    /// Goes to the next field; a notice at the end of the form.
    pub fn next_field(&mut self) -> Option<Notice> {
        let fields = self.fields_in_form();
        let after = fields.iter().position(|index| *index == self.focus)? + 1;
        match fields.get(after) {
            Some(index) => {
                self.go_to(*index);
                None
            }
            None => Some(Notice::LastField),
        }
    }

    /// Goes to the previous field.
    pub fn previous_field(&mut self) {
        let fields = self.fields_in_form();
        let place = fields.iter().position(|index| *index == self.focus);
        if let Some(index) = place.and_then(|place| fields.get(place.checked_sub(1)?)) {
            self.go_to(*index);
        }
    }

    /// Goes to the next field that waits for an answer, from the top again after the last.
    pub fn next_open(&mut self) -> Option<Notice> {
        self.cycle(1, Self::is_open)
            .then_some(())
            .map_or(Some(Notice::NothingUnanswered), |()| None)
    }

    /// Goes to the previous field that waits for an answer.
    pub fn previous_open(&mut self) -> Option<Notice> {
        let n_fields = self.fields_in_form().len();
        self.cycle(n_fields.saturating_sub(1), |editor, index| {
            editor.is_open(index)
        })
        .then_some(())
        .map_or(Some(Notice::NothingUnanswered), |()| None)
    }

    /// Goes to the next field with an error or an unacknowledged warning.
    pub fn next_finding(&mut self) -> Option<Notice> {
        self.cycle(1, |editor, index| {
            editor
                .template
                .fields
                .get(index)
                .is_some_and(|field| editor.contract.issues_of(&field.id).any(Issue::blocks))
        })
        .then_some(())
        .map_or(Some(Notice::NoFinding), |()| None)
    }

    /// Walks the form in a circle by `step`, to the first other field that is wanted.
    fn cycle(&mut self, step: usize, wanted: impl Fn(&Self, usize) -> bool) -> bool {
        let fields = self.fields_in_form();
        let start = fields
            .iter()
            .position(|index| *index == self.focus)
            .unwrap_or(0);
        let n_fields = fields.len().max(1);
        for n in 1..=n_fields {
            let place = (start + n * step) % n_fields;
            if let Some(index) = fields.get(place)
                && wanted(self, *index)
            {
                self.go_to(*index);
                return true;
            }
        }
        false
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
            return self.go_to_field(&field.clone());
        }
        let Some(line) = issue.line else {
            return false;
        };
        if self.pane == Pane::Form {
            self.switch_pane();
        }
        if let Some(rows) = self.rows_of_line(line) {
            let height = usize::from(self.panes().contract.height);
            let total = self.layout().n_rows();
            self.contract_top = panes::follow(0, height, total, rows.start, rows.start + 1);
        }
        true
    }

    /// The rows of the contract that print a line of the template.
    #[must_use]
    pub fn rows_of_line(&self, line: usize) -> Option<std::ops::Range<usize>> {
        let block = self
            .document()
            .blocks
            .iter()
            .position(|block| match block {
                Block::Paragraph(paragraph) => paragraph.line == line,
                Block::Signature(signature) => signature
                    .columns
                    .iter()
                    .flatten()
                    .any(|paragraph| paragraph.line == line),
            })?;
        self.layout().rows_of_block(block)
    }

    /// The field that a person types for a derived one: the figure behind the words.
    fn typed_source(&self, index: usize) -> usize {
        match self.template.fields.get(index).map(|field| &field.kind) {
            Some(FieldKind::AmountInWords { of }) => {
                self.template.field_index(of.as_str()).unwrap_or(index)
            }
            _ => index,
        }
    }

    fn go_to(&mut self, index: usize) {
        self.history.end_step();
        self.focus = index;
        self.load_focus();
        self.follow();
    }

    fn load_focus(&mut self) {
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
    }

    // --- changing ---

    /// Types text into the focused field.
    pub fn insert(&mut self, text: &str, is_paste: bool, today: NaiveDate) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if self.focused_options().is_some() {
            return self.type_into_choice(text);
        }
        let change = if is_paste {
            Change::Whole
        } else {
            Change::Type
        };
        self.history.before(&self.draft, self.focus, change);
        let fits = self.input.insert(text);
        if text.ends_with(|c: char| c.is_whitespace() || "，。；、,.;".contains(c)) {
            self.history.end_step();
        }
        self.take_input(today);
        (!fits).then_some(Notice::PasteCut)
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
            self.history.before(&self.draft, self.focus, Change::Delete);
            self.input = after;
            self.take_input(today);
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
        let field = self.focused_field()?.id.as_str().to_owned();
        let mut chosen = match self.draft.answers.get(&field) {
            Some(Answer::Chosen(chosen)) => chosen.clone(),
            Some(Answer::Text(one)) => vec![one.clone()],
            None => Vec::new(),
        };
        if chosen.contains(&option) {
            chosen.retain(|id| *id != option);
        } else if multiple {
            chosen.push(option);
        } else {
            chosen = vec![option];
        }
        self.history.before(&self.draft, self.focus, Change::Whole);
        if chosen.is_empty() {
            self.draft.answers.remove(&field);
        } else {
            self.draft.answers.insert(field, Answer::Chosen(chosen));
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
        let Some(answer) = self.focused_suggestion().cloned() else {
            return Some(Notice::NoSuggestion);
        };
        let field = self.focused_field()?.id.as_str().to_owned();
        self.history.before(&self.draft, self.focus, Change::Whole);
        self.draft.answers.insert(field, answer);
        self.changed();
        self.load_focus();
        self.next_field();
        None
    }

    /// Takes the last step back.
    pub fn undo(&mut self) -> Option<Notice> {
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
        self.history.before(&self.draft, self.focus, Change::Whole);
        self.draft
            .acknowledged
            .insert(issue.id.clone(), acknowledgement);
        self.changed();
    }

    /// Takes an acknowledgement back.
    pub fn withdraw(&mut self, issue: &Issue) {
        self.history.before(&self.draft, self.focus, Change::Whole);
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
            self.history.before(&self.draft, self.focus, Change::Whole);
            self.draft.accepted.retain(|accepted| accepted != id);
        } else {
            if let Some(other) = self.contradicted_by(id) {
                return Some(Notice::CorrectionConflict(other));
            }
            self.history.before(&self.draft, self.focus, Change::Whole);
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
            self.history.before(&self.draft, self.focus, Change::Whole);
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

    fn corrected(&mut self) {
        self.body = self.template.body(&self.draft.accepted);
        self.changed();
        self.keep_focus();
    }

    /// A field that has gone from the form cannot keep the keys.
    fn keep_focus(&mut self) {
        let fields = self.fields_in_form();
        if !fields.contains(&self.focus) {
            let nearest = fields.iter().rev().find(|index| **index < self.focus);
            self.focus = nearest.or(fields.first()).copied().unwrap_or(0);
            self.load_focus();
        }
    }

    fn refuse(&self) -> Option<Notice> {
        self.read_only.then_some(Notice::ReadOnly)
    }

    fn restored(&mut self, focus: usize) {
        self.body = self.template.body(&self.draft.accepted);
        self.changed();
        if self.fields_in_form().contains(&focus) {
            self.focus = focus;
        }
        self.load_focus();
        self.follow();
    }

    /// Digits choose options; nothing else is typed into a choice.
    fn type_into_choice(&mut self, text: &str) -> Option<Notice> {
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
    fn take_input(&mut self, today: NaiveDate) {
        let Some(field) = self.template.fields.get(self.focus) else {
            return;
        };
        let typed = self.input.text();
        let id = field.id.as_str().to_owned();
        let answer = match field.kind {
            FieldKind::Date => value::date::parse_typed(typed, today)
                .map_or_else(|_| typed.to_owned(), value::date::iso),
            _ => typed.to_owned(),
        };
        if answer.is_empty() {
            self.draft.answers.remove(&id);
        } else {
            self.draft.answers.insert(id, Answer::Text(answer));
        }
        self.changed();
    }

    /// Everything that follows from the draft is made anew.
    fn changed(&mut self) {
        self.revision += 1;
        self.refresh();
    }

    fn refresh(&mut self) {
        self.contract = Contract::new(
            &self.template,
            &self.body,
            &self.draft,
            &self.settings.style,
        );
        let profile = |key: ProfileKey| self.settings.profile.get(&key).cloned();
        self.suggestions = suggest(
            &self.template,
            &self.contract.values,
            &self.draft,
            &self.contract.style,
            profile,
        );
        self.layouter.layout(&self.contract.document);
        self.follow();
    }

    // --- looking ---

    /// Fits the panes to a screen of this size.
    pub fn resize(&mut self, screen: (u16, u16)) {
        self.screen = screen;
        let panes = self.panes();
        let width = usize::from(panes.contract.width);
        if width > 0 {
            self.layouter.resize(width, self.settings.ambiguous);
            self.layouter.layout(&self.contract.document);
        }
        self.follow_in(&panes);
    }

    /// The parts of the screen.
    #[must_use]
    pub fn panes(&self) -> Panes {
        Panes::of(self.screen.0, self.screen.1, self.pane)
    }

    /// Gives the keys to the other pane.
    pub fn switch_pane(&mut self) {
        self.pane = match self.pane {
            Pane::Form => Pane::Contract,
            Pane::Contract => Pane::Form,
        };
        self.resize(self.screen);
    }

    /// Scrolls the contract by rows.
    pub fn scroll_rows(&mut self, forward: bool, rows: usize) {
        let height = usize::from(self.panes().contract.height).max(1);
        let last_top = self.layout().n_rows().saturating_sub(height);
        self.contract_top = if forward {
            (self.contract_top + rows).min(last_top)
        } else {
            self.contract_top.saturating_sub(rows)
        };
    }

    /// Scrolls the contract by pages; forward is down.
    pub fn scroll_page(&mut self, forward: bool) {
        let height = usize::from(self.panes().contract.height);
        self.scroll_rows(forward, height.saturating_sub(2).max(1));
    }

    /// Keeps the focused blank and the focused line of the form in sight.
    fn follow(&mut self) {
        let panes = self.panes();
        self.follow_in(&panes);
    }

    fn follow_in(&mut self, panes: &Panes) {
        let height = usize::from(panes.contract.height);
        if height > 0
            && let Some(field) = self.template.fields.get(self.focus)
            && let Some(rows) = self.layout().rows_of_field(&field.id)
        {
            let total = self.layout().n_rows();
            self.contract_top =
                panes::follow(self.contract_top, height, total, rows.start, rows.end);
        }
        let height = usize::from(panes.form.height);
        if height > 0 {
            let lines = form_lines(self);
            let belongs = |line: &FormLine| line.field() == Some(self.focus);
            let from = lines.iter().position(belongs).unwrap_or(0);
            let to = lines
                .iter()
                .rposition(belongs)
                .map_or(from + 1, |last| last + 1);
            self.form_top = panes::follow(self.form_top, height, lines.len(), from, to);
        }
    }

    /// The value of the focused field, when its answer was understood.
    #[must_use]
    pub fn focused_value(&self) -> Option<&Value> {
        match self.values().state(self.focus) {
            State::Answered(value) => Some(value),
            State::Unanswered | State::Wrong | State::Struck => None,
        }
    }
}
