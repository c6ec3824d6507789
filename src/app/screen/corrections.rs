//! The better wordings that a template offers, accepted or dropped one by one.

use crate::app::editor::Editor;
use crate::app::list;
use crate::app::{App, Effect};
use crate::draft::Issue;
use crate::keys::Action;
use crate::language::Language;
use crate::template::{Correction, Template};
use crate::wording::Notice;

/// The list of corrections.
#[derive(Clone, Debug)]
pub struct CorrectionsScreen {
    /// Which correction has the keys.
    pub row: usize,
}

/// What a key in the list leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// One line for the user.
    Say(Notice),
    /// Back to the form.
    Close,
}

impl CorrectionsScreen {
    /// The list, at the correction that mends a finding, else at the first.
    #[must_use]
    pub fn new(editor: &Editor, finding: Option<&Issue>) -> Self {
        let row = finding.and_then(|finding| mending(&editor.template, finding));
        Self {
            row: row.unwrap_or_default(),
        }
    }

    /// The list at the correction of this id.
    #[must_use]
    pub fn at(editor: &Editor, id: &str) -> Self {
        let all = &editor.template.corrections;
        let row = all.iter().position(|correction| correction.id == id);
        Self {
            row: row.unwrap_or_default(),
        }
    }

    /// The correction under the cursor.
    #[must_use]
    pub fn selected<'e>(&self, editor: &'e Editor) -> Option<&'e Correction> {
        editor.template.corrections.get(self.row)
    }

    /// Takes a key.
    pub fn act(&mut self, action: Action, editor: &mut Editor) -> Outcome {
        let last = editor.template.corrections.len().saturating_sub(1);
        match action {
            Action::Cancel | Action::Corrections => return Outcome::Close,
            Action::Toggle | Action::Confirm => {
                let id = self
                    .selected(editor)
                    .map(|correction| correction.id.clone());
                if let Some(notice) = id.and_then(|id| editor.toggle_correction(&id)) {
                    return Outcome::Say(notice);
                }
            }
            Action::AcceptSlips => return Outcome::Say(editor.accept_slips()),
            _ => self.row = list::moved(self.row, last, action),
        }
        Outcome::Stay
    }
}

/// The correction that mends a finding, an index: the one that its hint names, else one of its
/// clause.
#[must_use]
pub fn mending(template: &Template, finding: &Issue) -> Option<usize> {
    let checks = || {
        let all = template.checks.iter();
        all.filter(|check| check.id == finding.id)
    };
    let is_named =
        |one: &Correction| checks().any(|check| names(check.hint.get(Language::Chinese), &one.id));
    let is_there = |one: &Correction| {
        let block = finding.block;
        block.is_some_and(|block| one.lines.contains(&block.line))
    };
    let all = &template.corrections;
    let named = all.iter().position(is_named);
    named.or_else(|| all.iter().position(is_there))
}

/// Whether a text names this id, not one that begins like it.
fn names(text: &str, id: &str) -> bool {
    text.match_indices(id).any(|(at, _)| {
        let after = text.get(at + id.len()..).unwrap_or_default();
        !after.starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

impl App {
    /// Opens the list over what is there, at the correction that mends the finding that was gone
    /// to last or is selected.
    pub(in crate::app) fn show_corrections(&mut self) {
        let selected = self.selected_issue().cloned();
        let Some(editor) = &self.editor else {
            return;
        };
        if editor.template.corrections.is_empty() {
            self.notice = Some(Notice::NoCorrections);
            return;
        }
        let finding = selected.as_ref().or(editor.finding.as_ref());
        self.corrections = Some(CorrectionsScreen::new(editor, finding));
    }

    /// Back to what the list was opened over; what was mended is found no more.
    fn close_corrections(&mut self) {
        self.corrections = None;
        let Some(editor) = &self.editor else {
            return;
        };
        if let Some(list) = &mut self.findings {
            list.row = list.row.min(editor.issues().len().saturating_sub(1));
        }
        if let Some(gate) = &mut self.export {
            gate.read_again(editor);
        }
    }

    pub(in crate::app) fn act_in_corrections(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Leave {
            return self.leave();
        }
        let editor = self.editor.as_mut()?;
        match self.corrections.as_mut()?.act(action, editor) {
            Outcome::Stay => {}
            Outcome::Say(notice) => self.notice = Some(notice),
            Outcome::Close => self.close_corrections(),
        }
        None
    }
}
