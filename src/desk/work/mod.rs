//! Work on one draft without a screen: the draft, its contract, and the undo history. The screens,
//! `qianyue ask` and other commands change a draft through [`Work::edit`] alone.

mod edit;
mod history;
mod offering;
mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

pub use edit::{Edit, Filling, typed_answer};
pub use history::StepKind;

use self::history::History;
use super::house::House;
use super::opened::OpenedDraft;
use super::standing::Standing;
use crate::document::Document;
use crate::draft::{
    Draft, Issue, LastExport, Mark, Progress, Recalled, State, Status, Suggestions, Values,
};
use crate::review::Contract;
use crate::store::{Owner, StoreError};
use crate::template::{self, Body, Field, Place, Style, Template};

/// A draft that is being worked on, and the contract that follows from it.
#[derive(Debug)]
pub struct Work {
    template: Arc<Template>,
    /// The template's body with the accepted corrections.
    body: Arc<Body>,
    draft: Draft,
    house: Arc<House>,
    contract: Contract,
    standing: Standing,
    recalled: Recalled,
    suggestions: Suggestions,
    history: History,
    read_only: Option<StoreError>,
    revision: u64,
    saved_revision: u64,
}

/// Why a draft refuses changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another window has the draft open.
    InUse,
    /// The draft can only be read, for example because a newer program wrote it.
    ReadOnly,
    /// The contract is signed.
    Signed,
    /// The contract was given up.
    Void,
}

impl Work {
    /// Starts work on an opened draft.
    #[must_use]
    pub fn new(opened: OpenedDraft, house: Arc<House>) -> Self {
        let OpenedDraft {
            template,
            draft,
            read_only,
            is_new,
            ..
        } = opened;
        let body = template.body(&draft.accepted);
        let contract = Contract::new(&template, &body, &draft, &house.style);
        let mut work = Self {
            template,
            body,
            standing: Standing::of(&draft, &contract),
            draft,
            house,
            contract,
            recalled: Recalled::default(),
            suggestions: Suggestions::new(),
            history: History::default(),
            read_only,
            revision: 0,
            saved_revision: 0,
        };
        if is_new {
            work.note_travelled();
        }
        work.suggest();
        work
    }

    /// Makes one undo step of everything that was decided before the draft was made: corrections
    /// that came along, and acknowledged warnings.
    fn note_travelled(&mut self) {
        let draft = &self.draft;
        if draft.accepted_by.is_empty() && draft.acknowledged.is_empty() {
            return;
        }
        let mut before = draft.clone();
        before.acknowledged.clear();
        before
            .accepted
            .retain(|id| !draft.accepted_by.contains_key(id));
        before.accepted_by.clear();
        let first = self.places_in_form().into_iter().next();
        let place = first.unwrap_or_else(|| Place::from(""));
        self.history.before(&before, &place, StepKind::Whole);
    }

    /// The template that the draft was made with.
    #[must_use]
    pub fn template(&self) -> &Arc<Template> {
        &self.template
    }

    /// The draft.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The user's own company and style.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.house
    }

    /// The contract, always up to date.
    #[must_use]
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// The contract's document.
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

    /// All issues, errors first.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.contract.issues
    }

    /// The state of the draft, always up to date.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The ids of the accepted corrections that the contract contains.
    #[must_use]
    pub fn applied_corrections(&self) -> &[String] {
        &self.body.applied
    }

    /// The number of answered and of all required blanks.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.values().progress(&self.template)
    }

    /// The declaration of the field of a blank.
    #[must_use]
    pub fn field_at(&self, place: &Place) -> Option<&Field> {
        self.template.field(place.field.as_str())
    }

    /// Whether a blank needs an answer: it is wrong, or required and unanswered. A row that holds
    /// nothing needs nothing, unless the contract needs one more row.
    #[must_use]
    pub fn is_open(&self, place: &Place) -> bool {
        let field = self.field_at(place);
        let needs = field.is_some_and(|field| field.required);
        match self.values().state(place) {
            State::Wrong => true,
            State::Unanswered if needs && !self.values().filled_rows().has(place) => {
                self.is_needed_row(place)
            }
            State::Unanswered => needs,
            State::Struck | State::Answered(_) => false,
        }
    }

    /// The blanks that people answer, in the order of the template: asked in the contract as it
    /// stands, page by page; those of rows row by row, with a new row at their end.
    #[must_use]
    pub fn places_in_form(&self) -> Vec<Place> {
        let mut places: Vec<(usize, Place)> = Vec::new();
        let mut groups: Vec<&str> = Vec::new();
        for field in self.template.asked_fields() {
            match field.rows() {
                None if self.values().is_asked(&field.place()) => {
                    places.push((field.group, field.place()));
                }
                Some(group) if !groups.contains(&group) => {
                    groups.push(group);
                    let in_rows = self.places_in_rows(group).into_iter();
                    places.extend(in_rows.map(|place| (field.group, place)));
                }
                None | Some(_) => {}
            }
        }
        places.sort_by_key(|(group, _)| *group);
        places.into_iter().map(|(_, place)| place).collect()
    }

    /// The number of the last change. It grows with each change, and tells whether the draft on the
    /// disk is the current one.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The last saved revision.
    #[must_use]
    pub fn saved_revision(&self) -> u64 {
        self.saved_revision
    }

    /// Whether the draft has unsaved changes.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.revision != self.saved_revision
    }

    /// Records that `revision` was saved at this time. `id` is the draft's id: a new draft gets it
    /// with its first save.
    pub fn saved(&mut self, revision: u64, at: DateTime<FixedOffset>, id: Option<String>) {
        self.saved_revision = revision;
        self.draft.updated = Some(at);
        if let Some(id) = id {
            self.draft.id = id;
        }
    }

    /// Records the blank where the user works, so that the draft opens there again. This alone
    /// causes no save.
    pub fn work_at(&mut self, place: &Place) {
        if self.field_at(place).is_some() {
            self.draft.focus = Some(place.clone());
        }
    }

    /// Whether the draft refuses changes.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// The other window that has the draft open, if that is why the draft is read-only.
    #[must_use]
    pub fn in_use(&self) -> Option<&Owner> {
        match &self.read_only {
            Some(StoreError::InUse { owner, .. }) => Some(owner),
            Some(_) | None => None,
        }
    }

    /// Allows changes only if the draft is writable.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn may_edit(&self) -> Result<(), Refusal> {
        self.may_write()?;
        match self.draft.status.is {
            Mark::Signed => Err(Refusal::Signed),
            Mark::Void => Err(Refusal::Void),
            Mark::Open | Mark::Sent => Ok(()),
        }
    }

    /// Allows to write the draft's file, whatever became of the contract.
    fn may_write(&self) -> Result<(), Refusal> {
        match (&self.read_only, self.in_use()) {
            (None, _) => Ok(()),
            (Some(_), Some(_)) => Err(Refusal::InUse),
            (Some(_), None) => Err(Refusal::ReadOnly),
        }
    }

    /// Records what became of the contract. No undo step.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn mark(&mut self, status: Status) -> Result<(), Refusal> {
        self.may_write()?;
        self.history.end_step();
        self.draft.status = status;
        self.touched();
        Ok(())
    }

    /// Records the last export. No undo step. A read-only draft cannot record the export.
    pub fn exported(&mut self, export: LastExport) {
        if self.may_write().is_ok() {
            self.draft.exported = Some(export);
            self.touched();
        }
    }

    /// Counts a change that leaves the contract as it is.
    fn touched(&mut self) {
        self.revision += 1;
        self.standing = Standing::of(&self.draft, &self.contract);
    }

    /// Changes the draft, records each change for undo, and rebuilds the contract. `at` is the
    /// blank that undo returns to.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn edit(
        &mut self,
        at: &Place,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Result<(), Refusal> {
        self.may_edit()?;
        let mut changed = BTreeSet::new();
        let mut corrections = false;
        for edit in edits {
            self.history.before(&self.draft, at, edit.step());
            match &edit {
                Edit::Answer { place, .. } => {
                    changed.insert(place.clone());
                }
                Edit::Fill(fillings) => {
                    changed.extend(fillings.iter().map(|filling| filling.place.clone()));
                }
                Edit::Replace(other) => {
                    changed.extend(other.answers_changed_since(&self.draft.answers));
                    corrections = true;
                }
                Edit::Accept(_) => corrections = true,
                Edit::Acknowledge { .. } | Edit::Confirm(_) | Edit::Style { .. } => {}
            }
            edit.apply(&mut self.draft, (self.house.now)());
        }
        self.rebuild(&changed, corrections);
        Ok(())
    }

    /// Keeps the current template, whatever its newer version with this hash says. No undo step.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn decline(&mut self, newer_sha256: &str) -> Result<(), Refusal> {
        self.may_edit()?;
        newer_sha256.clone_into(&mut self.draft.template.declined);
        self.revision += 1;
        Ok(())
    }

    /// Continues with `draft`, which was made for another version of the template. The undo history
    /// ends here, because its steps belong to the old version.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn upgraded(&self, draft: Draft, template: Arc<Template>) -> Result<Self, Refusal> {
        self.may_edit()?;
        let opened = OpenedDraft::writable(template, draft.in_place_of(&self.draft));
        let mut upgraded = Self {
            revision: self.revision + 1,
            saved_revision: self.saved_revision,
            ..Self::new(opened, Arc::clone(&self.house))
        };
        upgraded.recall(self.recalled.clone());
        Ok(upgraded)
    }

    /// The accepted correction that changes the same words as the correction `id`.
    #[must_use]
    pub fn contradicted_by(&self, id: &str) -> Option<&str> {
        contradicting(&self.template, id, &self.draft.accepted)
    }

    /// Ends the open undo step: the next change begins a new step.
    pub fn end_step(&mut self) {
        self.history.end_step();
    }

    /// Whether there is a step to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is a step to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// The draft after each step, newest first, and the index of the current state.
    #[must_use]
    pub fn steps(&self) -> (Vec<Draft>, usize) {
        self.history.states(&self.draft)
    }

    /// Undoes the last step; returns the blank that the step changed, `None` without a step.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn undo(&mut self) -> Result<Option<Place>, Refusal> {
        self.travel(History::undo)
    }

    /// Redoes the last undone step; returns the blank that the step changes, `None` without a step.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn redo(&mut self) -> Result<Option<Place>, Refusal> {
        self.travel(History::redo)
    }

    /// Goes to one of the states of [`Work::steps`]; returns the blank that changed last, `None` if
    /// the draft is in that state already.
    ///
    /// # Errors
    /// The draft is read-only.
    pub fn go_to_step(&mut self, index: usize) -> Result<Option<Place>, Refusal> {
        self.travel(|history, draft| history.go_to(draft, index))
    }

    fn travel(
        &mut self,
        travel: impl FnOnce(&mut History, &mut Draft) -> Option<Place>,
    ) -> Result<Option<Place>, Refusal> {
        self.may_edit()?;
        let answers = self.draft.answers.clone();
        let focus = travel(&mut self.history, &mut self.draft);
        if focus.is_some() {
            let changed = self.draft.answers_changed_since(&answers).collect();
            self.rebuild(&changed, true);
        }
        Ok(focus)
    }

    /// Rebuilds what follows from the draft. Only the answers of `changed` are read again.
    fn rebuild(&mut self, changed: &BTreeSet<Place>, corrections: bool) {
        self.revision += 1;
        if corrections {
            self.body = self.template.body(&self.draft.accepted);
        }
        self.contract = self.contract.again(
            &self.template,
            &self.body,
            &self.draft,
            &self.house.style,
            changed,
        );
        self.standing = Standing::of(&self.draft, &self.contract);
        self.suggest();
    }

    /// Makes the draft read-only, as a draft of a newer program is.
    #[cfg(test)]
    pub(crate) fn make_read_only(&mut self) {
        self.read_only = Some(StoreError::NoDataFolder);
    }
}

/// The first of the `accepted` corrections, other than `id`, that changes the same words as `id`.
#[must_use]
pub fn contradicting<'a>(template: &'a Template, id: &str, accepted: &[String]) -> Option<&'a str> {
    let correction = template.correction(id)?;
    let mut others = template.corrections.iter();
    let found = others.find(|other| {
        other.id != id && accepted.contains(&other.id) && template::overlap(other, correction)
    })?;
    Some(&found.id)
}
