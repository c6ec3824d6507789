//! The better wordings that a template offers, accepted or dropped one by one.

use super::{Behaviour, Screen, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::list;
use crate::draft::Issue;
use crate::keys::{Action, Context};
use crate::language::Language;
use crate::template::{Correction, Template};
use crate::wording::Notice;

/// The list of corrections.
#[derive(Clone, Debug)]
pub struct CorrectionsScreen {
    /// Which correction has the keys.
    pub row: usize,
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

    fn toggle(&self, editor: &mut Editor) -> Option<Notice> {
        let id = self.selected(editor)?.id.clone();
        editor.toggle_correction(&id)
    }
}

impl Behaviour for CorrectionsScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Corrections
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        if action == Action::Leave {
            return Turn::Stay(app.leave());
        }
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        let last = editor.template.corrections.len().saturating_sub(1);
        match action {
            Action::Cancel | Action::Corrections => {
                // What was mended is found no more.
                for screen in &mut app.screens {
                    screen.behaviour_mut().draft_changed(editor);
                }
                return Turn::Close(None);
            }
            Action::Toggle | Action::Confirm => app.notice = self.toggle(editor),
            Action::AcceptSlips => app.notice = Some(editor.accept_slips()),
            _ => self.row = list::moved(self.row, last, action),
        }
        Turn::Stay(None)
    }

    fn helps(&self, action: Action, app: &App) -> bool {
        // What can only be read is not changed from a list either.
        let reads_only = app.editor.as_ref().is_some_and(|editor| editor.read_only);
        !(reads_only && matches!(action, Action::Toggle | Action::AcceptSlips))
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Toggle)
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
    /// Opens the list over what is there, at the correction that mends the finding that is selected
    /// or was gone to last.
    pub(in crate::app) fn show_corrections(&mut self, selected: Option<&Issue>) {
        let Some(editor) = &self.editor else {
            return;
        };
        if editor.template.corrections.is_empty() {
            self.notice = Some(Notice::NoCorrections);
            return;
        }
        let finding = selected.or(editor.finding.as_ref());
        let screen = CorrectionsScreen::new(editor, finding);
        self.show(Screen::Corrections(screen));
    }
}
