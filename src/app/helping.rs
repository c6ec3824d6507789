//! Whether a key has something to do, and to what.

use super::App;
use super::keys::{Action, Context};
use crate::draft::Issue;

impl App {
    /// The finding that has the keys, at the gate or in the list of findings.
    #[must_use]
    pub fn selected_issue(&self) -> Option<&Issue> {
        match (self.context(), &self.export, &self.findings, &self.editor) {
            (Context::Export, Some(gate), ..) => gate.selected_issue(),
            (Context::Findings, _, Some(list), Some(editor)) => list.selected(editor),
            _ => None,
        }
    }

    /// Whether an action has something to do in a context: a suggestion to take, a warning to
    /// acknowledge, a step to take back.
    #[must_use]
    pub fn helps(&self, action: Action, context: Context) -> bool {
        let may_be_acknowledged =
            |issue: Option<&Issue>| issue.is_some_and(Issue::may_be_acknowledged);
        match (context, &self.editor, &self.export, &self.findings) {
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
            (Context::Home, ..) => match action {
                Action::DeleteLine => !self.home.filter.text().is_empty(),
                Action::Undo => self.home.has_trashed(),
                _ => true,
            },
            (Context::Export, _, Some(gate), _) if gate.running.is_some() => {
                matches!(action, Action::Cancel | Action::Help | Action::Leave)
            }
            (Context::Export, _, Some(gate), _) => match action {
                Action::Toggle => {
                    gate.written.is_none() && may_be_acknowledged(gate.selected_issue())
                }
                Action::ExportDraft => gate.written.is_none(),
                _ => true,
            },
            (Context::Findings, Some(editor), _, Some(list)) => {
                action != Action::Toggle || may_be_acknowledged(list.selected(editor))
            }
            _ => true,
        }
    }
}
