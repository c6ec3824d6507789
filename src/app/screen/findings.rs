//! Everything that was found about a draft: go there, acknowledge, confirm with a reason.

use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::app::list;
use crate::app::{App, Effect};
use crate::draft::Issue;
use crate::keys::Action;
use crate::template::Severity;
use crate::wording::Notice;

/// The list of findings.
#[derive(Clone, Debug, Default)]
pub struct FindingsScreen {
    /// Which finding has the keys.
    pub row: usize,
    /// The reason for confirming an error, while it is typed.
    pub reason: Option<LineInput>,
}

/// What a key in the list leads to.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// One line for the user.
    Say(Notice),
    /// Back to the form.
    Close,
    /// To what a finding is about.
    GoTo(Box<Issue>),
}

impl FindingsScreen {
    /// The finding under the cursor.
    #[must_use]
    pub fn selected<'e>(&self, editor: &'e Editor) -> Option<&'e Issue> {
        editor.issues().get(self.row)
    }

    /// Takes a key.
    pub fn act(&mut self, action: Action, editor: &mut Editor) -> Outcome {
        if self.reason.is_some() {
            return self.act_on_reason(action, editor);
        }
        let last = editor.issues().len().saturating_sub(1);
        match action {
            Action::Cancel | Action::Findings => return Outcome::Close,
            Action::Confirm => {
                if let Some(issue) = self.selected(editor) {
                    return Outcome::GoTo(Box::new(issue.clone()));
                }
            }
            Action::Toggle => {
                if let Some(notice) =
                    toggle(self.selected(editor).cloned(), editor, &mut self.reason)
                {
                    return Outcome::Say(notice);
                }
            }
            _ => self.row = list::moved(self.row, last, action),
        }
        Outcome::Stay
    }

    fn act_on_reason(&mut self, action: Action, editor: &mut Editor) -> Outcome {
        let issue = self.selected(editor).cloned();
        match confirm_with_reason(action, issue, editor, &mut self.reason) {
            Some(notice) => Outcome::Say(notice),
            None => Outcome::Stay,
        }
    }
}

impl App {
    pub(in crate::app) fn act_in_findings(&mut self, action: Action) -> Option<Effect> {
        if action == Action::Leave {
            return self.leave();
        }
        if action == Action::Corrections && !self.asks_for_reason() {
            self.show_corrections();
            return None;
        }
        let editor = self.editor.as_mut()?;
        match self.findings.as_mut()?.act(action, editor) {
            Outcome::Stay => {}
            Outcome::Say(notice) => self.notice = Some(notice),
            Outcome::Close => self.findings = None,
            Outcome::GoTo(issue) => {
                // What stands nowhere leads nowhere.
                if editor.go_to_issue(&issue) {
                    self.findings = None;
                }
            }
        }
        None
    }
}

/// Acknowledges a warning, asks for the reason of an error, or takes either back.
pub(in crate::app) fn toggle(
    issue: Option<Issue>,
    editor: &mut Editor,
    reason: &mut Option<LineInput>,
) -> Option<Notice> {
    let issue = issue?;
    if editor.read_only {
        return Some(editor.why_read_only());
    }
    if !issue.may_be_acknowledged() {
        return Some(Notice::MustBeMended);
    }
    if issue.acknowledged {
        editor.withdraw(&issue);
    } else if issue.severity == Severity::Error {
        *reason = Some(LineInput::default());
        return Some(Notice::ReasonNeeded);
    } else {
        editor.acknowledge(&issue, "");
    }
    None
}

/// Takes a key while the reason for confirming `issue` is typed.
pub(in crate::app) fn confirm_with_reason(
    action: Action,
    issue: Option<Issue>,
    editor: &mut Editor,
    reason: &mut Option<LineInput>,
) -> Option<Notice> {
    let line = reason.as_mut()?;
    match action {
        Action::Cancel => *reason = None,
        Action::Confirm => {
            let text = line.text().trim().to_owned();
            if text.is_empty() {
                return Some(Notice::ReasonNeeded);
            }
            if let Some(issue) = issue {
                editor.acknowledge(&issue, &text);
            }
            *reason = None;
        }
        _ => line.act(action),
    }
    None
}
