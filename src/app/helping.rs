//! Whether a key has something to do, and to what.

use super::home::Entry;
use super::screen::corrections::mending;
use super::{App, Overlay};
use crate::draft::Issue;
use crate::keys::{Action, Context};
use crate::template::StyleKey;

impl App {
    /// Whether the reason for confirming an error is being typed.
    #[must_use]
    pub fn asks_for_reason(&self) -> bool {
        match (self.context(), &self.export, &self.findings) {
            (Context::Export, Some(gate), _) => gate.reason.is_some(),
            (Context::Findings, _, Some(list)) => list.reason.is_some(),
            _ => false,
        }
    }

    /// The finding that has the keys, at the gate or in the list of findings.
    #[must_use]
    pub fn selected_issue(&self) -> Option<&Issue> {
        match (self.context(), &self.export, &self.findings, &self.editor) {
            (Context::Export, Some(gate), ..) if gate.written.is_none() => gate.selected_issue(),
            (Context::Findings, _, Some(list), Some(editor)) => list.selected(editor),
            _ => None,
        }
    }

    /// Whether the template offers better words for what was found and has the keys.
    fn selected_is_mended(&self) -> bool {
        match (&self.editor, self.selected_issue()) {
            (Some(editor), Some(issue)) => mending(&editor.template, issue).is_some(),
            _ => false,
        }
    }

    /// Whether an action has something to do in a context: a suggestion to take, a warning to
    /// acknowledge, a step to take back.
    #[must_use]
    pub fn helps(&self, action: Action, context: Context) -> bool {
        let may_be_acknowledged =
            |issue: Option<&Issue>| issue.is_some_and(Issue::may_be_acknowledged);
        match (context, &self.editor, &self.export, &self.findings) {
            // What can only be read is not changed from a list either.
            (Context::Corrections | Context::Style | Context::Revisions, Some(editor), _, _)
                if editor.read_only =>
            {
                let reads_only = context == Context::Revisions && action == Action::Toggle;
                reads_only
                    || !matches!(
                        action,
                        Action::Toggle
                            | Action::Confirm
                            | Action::AcceptSlips
                            | Action::Reset
                            | Action::Undo
                            | Action::Redo
                    )
            }
            _ if self.asks_for_reason() => matches!(
                action,
                Action::Confirm | Action::Cancel | Action::Help | Action::Leave
            ),
            (Context::Field | Context::Choice | Context::Contract, Some(editor), _, _) => {
                match action {
                    Action::AcceptSuggestion => editor.focused_suggestion().is_some(),
                    Action::Upgrade => editor.newer.is_some(),
                    Action::Resolve => self.is_in_trouble(),
                    Action::NextSuggestion => editor.offers().len() > 1,
                    Action::Helper => editor.has_calendar(),
                    Action::StepUp | Action::StepDown => editor.can_step(),
                    Action::Undo => editor.can_undo(),
                    Action::Redo => editor.can_redo(),
                    Action::Steps => editor.can_undo() || editor.can_redo(),
                    _ => true,
                }
            }
            (Context::Calendar, ..) => match (action, &self.overlay) {
                (Action::Confirm, Some(Overlay::Calendar(month))) => !month.is_overtyped,
                _ => true,
            },
            (Context::Style, Some(editor), _, _) => match action {
                Action::Confirm => self.selected_style().is_some_and(StyleKey::is_free),
                Action::Reset => self
                    .selected_style()
                    .is_some_and(|key| editor.draft.style.contains_key(key.name)),
                Action::Undo => editor.can_undo(),
                Action::Redo => editor.can_redo(),
                _ => true,
            },
            (Context::Home, ..) => match action {
                Action::DeleteLine => !self.home.filter.text().is_empty(),
                Action::Undo => self.home.has_trashed(),
                Action::Confirm => self.home.selected().is_some(),
                Action::NewFrom => matches!(self.home.selected(), Some(Entry::Draft(_))),
                Action::Trash => matches!(
                    self.home.selected(),
                    Some(Entry::Draft(_) | Entry::Broken(_))
                ),
                _ => true,
            },
            (Context::Export, _, Some(gate), _) if gate.running.is_some() => match action {
                Action::Cancel => gate.is_making(),
                Action::Help | Action::Leave => true,
                _ => false,
            },
            (Context::Export, _, Some(gate), _) => match action {
                Action::Toggle => {
                    gate.written.is_none() && may_be_acknowledged(gate.selected_issue())
                }
                Action::Confirm => {
                    let issue = gate.selected_issue();
                    issue.is_none_or(leads_somewhere)
                }
                Action::ExportDraft => gate.written.is_none(),
                Action::Corrections => self.selected_is_mended(),
                _ => true,
            },
            (Context::Findings, Some(editor), _, Some(list)) => match action {
                Action::Toggle => may_be_acknowledged(list.selected(editor)),
                Action::Confirm => {
                    let issue = list.selected(editor);
                    issue.is_some_and(leads_somewhere)
                }
                Action::Corrections => self.selected_is_mended(),
                _ => true,
            },
            _ => true,
        }
    }
}

/// Whether what was found stands at a field or in a clause.
fn leads_somewhere(issue: &Issue) -> bool {
    !issue.places.is_empty() || issue.block.is_some()
}
