//! Everything that was found about a draft: go there, acknowledge, confirm with a reason.

use super::corrections::mending;
use super::{Behaviour, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::app::list;
use crate::draft::Issue;
use crate::keys::{Action, Context};
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

impl FindingsScreen {
    /// The finding under the cursor.
    #[must_use]
    pub fn selected<'e>(&self, editor: &'e Editor) -> Option<&'e Issue> {
        editor.issues().get(self.row)
    }

    /// Takes a key while a reason is typed.
    fn act_on_reason(&mut self, action: Action, app: &mut App) -> Turn {
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        let issue = self.selected(editor).cloned();
        app.notice = confirm_with_reason(action, issue, editor, &mut self.reason);
        Turn::Stay(None)
    }
}

impl Behaviour for FindingsScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Findings
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        if action == Action::Leave {
            return Turn::Stay(app.leave());
        }
        if self.reason.is_some() {
            return self.act_on_reason(action, app);
        }
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        let last = editor.issues().len().saturating_sub(1);
        match action {
            Action::Cancel | Action::Findings => return Turn::Close(None),
            Action::Confirm => {
                // What stands nowhere leads nowhere.
                let issue = self.selected(editor).cloned();
                if issue.is_some_and(|issue| editor.go_to_issue(&issue)) {
                    return Turn::Close(None);
                }
            }
            Action::Toggle => {
                let issue = self.selected(editor).cloned();
                app.notice = toggle(issue, editor, &mut self.reason);
            }
            Action::Corrections => {
                let issue = self.selected(editor).cloned();
                app.show_corrections(issue.as_ref());
            }
            _ => self.row = list::moved(self.row, last, action),
        }
        Turn::Stay(None)
    }

    fn typed(&mut self, text: &str, _is_paste: bool, _app: &mut App) {
        if let Some(reason) = &mut self.reason {
            reason.insert(text);
        }
    }

    fn helps(&self, action: Action, app: &App) -> bool {
        if self.reason.is_some() {
            return helps_with_reason(action);
        }
        let issue = self.selected_issue(app);
        match action {
            Action::Toggle => issue.is_some_and(Issue::may_be_acknowledged),
            Action::Confirm => issue.is_some_and(leads_somewhere),
            Action::Corrections => issue.is_some_and(|issue| is_mended(issue, app)),
            _ => true,
        }
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }

    fn selected_issue<'a>(&'a self, app: &'a App) -> Option<&'a Issue> {
        self.selected(app.editor.as_ref()?)
    }

    fn asks_for_reason(&self) -> bool {
        self.reason.is_some()
    }

    fn place(&self) -> Option<&'static str> {
        self.reason.is_some().then_some("reason")
    }

    fn draft_changed(&mut self, editor: &Editor) {
        self.row = self.row.min(editor.issues().len().saturating_sub(1));
    }
}

/// Whether what was found stands at a field or in a clause.
pub(super) fn leads_somewhere(issue: &Issue) -> bool {
    !issue.places.is_empty() || issue.block.is_some()
}

/// Whether the template offers better words for what was found.
pub(super) fn is_mended(issue: &Issue, app: &App) -> bool {
    let template = app.editor.as_ref().map(|editor| &editor.template);
    template.is_some_and(|template| mending(template, issue).is_some())
}

/// Whether a key has something to do while a reason is typed.
pub(super) fn helps_with_reason(action: Action) -> bool {
    matches!(
        action,
        Action::Confirm | Action::Cancel | Action::Help | Action::Leave
    )
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
