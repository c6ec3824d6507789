//! The list of findings. The user goes to a finding, acknowledges a warning, or confirms an error
//! with a reason.

use super::command::{Commands, close, leave, on};
use super::corrections::{CorrectionsScreen, mending};
use super::{Behaviour, Screen, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::line_input::{Edit, LineInput};
use crate::app::list::{Step, moved};
use crate::draft::Issue;
use crate::keys::{Action, Context};
use crate::template::Severity;
use crate::wording::Notice;

/// The list of findings.
#[derive(Clone, Debug, Default)]
pub struct FindingsScreen {
    /// The selected row.
    pub row: usize,
    /// The reason for confirming an error, while the user types it.
    pub reason: Option<LineInput>,
}

impl FindingsScreen {
    /// The list, with the finding of this id selected.
    pub(super) fn at(editor: &Editor, id: &str) -> Self {
        let row = editor.issues().iter().position(|issue| issue.id == id);
        Self {
            row: row.unwrap_or_default(),
            reason: None,
        }
    }

    /// The selected finding.
    #[must_use]
    pub fn selected<'e>(&self, editor: &'e Editor) -> Option<&'e Issue> {
        editor.issues().get(self.row)
    }
}

/// The commands of the list.
pub(super) const COMMANDS: Commands<FindingsScreen> = Commands::new(&[
    on(Action::Confirm, FindingsScreen::go).when(|list, app| {
        let issue = list.selected_issue(app);
        issue.is_some_and(leads_somewhere) || correction_of(issue, app).is_some()
    }),
    on(Action::Toggle, FindingsScreen::toggle).when(|list, app| {
        let issue = list.selected_issue(app);
        issue.is_some_and(Issue::may_be_acknowledged)
    }),
    on(Action::Corrections, FindingsScreen::show_corrections).when(|list, app| {
        let issue = list.selected_issue(app);
        issue.is_some_and(|issue| is_mended(issue, app))
    }),
    on(Action::Cancel, close),
    on(Action::Findings, close),
    on(Action::Leave, leave),
])
.stepping(FindingsScreen::step);

/// The commands while the user types the reason for confirming an error.
pub(super) const WITH_REASON: Commands<FindingsScreen> = Commands::new(&[
    on(Action::Confirm, FindingsScreen::confirm),
    on(Action::Cancel, FindingsScreen::drop_reason),
    on(Action::Leave, |list, app| {
        leave_reason(list.reason.as_ref(), app)
    }),
])
.editing(|screen, edit, _| edit_reason(&mut screen.reason, edit));

impl Behaviour for FindingsScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Findings
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        match self.reason {
            Some(_) => &WITH_REASON,
            None => &COMMANDS,
        }
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if let Some(reason) = &mut self.reason
            && !reason.insert(text)
        {
            app.notice = Some(Notice::TextCut);
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

impl FindingsScreen {
    fn step(&mut self, step: Step, app: &mut App) {
        if let Some(editor) = &app.editor {
            self.row = moved(self.row, editor.issues().len(), step);
        }
    }

    fn go(&mut self, app: &mut App) -> Turn {
        if let Some(correction) = correction_of(self.selected_issue(app), app) {
            return show_correction(&correction, app);
        }
        if let Some(editor) = &mut app.editor
            && let Some(issue) = self.selected(editor).cloned()
            // A finding without a place leads nowhere.
            && editor.go_to_issue(&issue)
        {
            return Turn::Close(None);
        }
        Turn::Stay(None)
    }

    fn toggle(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            let issue = self.selected(editor).cloned();
            app.notice = toggle(issue, editor, &mut self.reason);
        }
        Turn::Stay(None)
    }

    fn show_corrections(&mut self, app: &mut App) -> Turn {
        let issue = self.selected_issue(app).cloned();
        app.show_corrections_of(issue.as_ref());
        Turn::Stay(None)
    }

    fn confirm(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            let issue = self.selected(editor).cloned();
            app.notice = confirm(issue, editor, &mut self.reason);
        }
        Turn::Stay(None)
    }

    fn drop_reason(&mut self, _app: &mut App) -> Turn {
        self.reason = None;
        Turn::Stay(None)
    }
}

fn show_correction(id: &str, app: &mut App) -> Turn {
    if let Some(editor) = &app.editor {
        let list = CorrectionsScreen::at(editor, id);
        app.show(Screen::Corrections(list));
    }
    Turn::Stay(None)
}

/// The id of the correction that resolves a finding.
pub(super) fn correction_of(issue: Option<&Issue>, app: &App) -> Option<String> {
    let correction = app.editor.as_ref()?.correction_for(issue?)?;
    Some(correction.id.clone())
}

/// Closes the draft while the user types a reason. A typed reason would be lost, so the key first
/// asks the user to confirm or to drop it.
pub(super) fn leave_reason(reason: Option<&LineInput>, app: &mut App) -> Turn {
    if reason.is_some_and(|reason| !reason.text().trim().is_empty()) {
        app.notice = Some(Notice::ReasonOpen);
        return Turn::Stay(None);
    }
    Turn::Stay(app.leave())
}

/// Edits the reason, if the user is typing one.
pub(super) fn edit_reason(reason: &mut Option<LineInput>, edit: Edit) {
    if let Some(reason) = reason {
        reason.edit(edit);
    }
}

/// Whether a finding belongs to a field or to a clause.
pub(super) fn leads_somewhere(issue: &Issue) -> bool {
    !issue.places.is_empty() || issue.block.is_some()
}

/// Whether the template suggests a correction for a finding.
pub(super) fn is_mended(issue: &Issue, app: &App) -> bool {
    let template = app.editor.as_ref().map(|editor| editor.work.template());
    template.is_some_and(|template| mending(template, issue).is_some())
}

/// Acknowledges a warning or asks for the reason to confirm an error; withdraws either if it was
/// done before.
pub(in crate::app) fn toggle(
    issue: Option<Issue>,
    editor: &mut Editor,
    reason: &mut Option<LineInput>,
) -> Option<Notice> {
    let issue = issue?;
    if editor.work.is_read_only() {
        return editor.refuse();
    }
    if !issue.may_be_acknowledged() {
        return Some(Notice::MustBeMended);
    }
    if issue.acknowledged {
        return editor.withdraw(&issue);
    }
    if issue.severity == Severity::Error {
        *reason = Some(LineInput::default());
        return Some(Notice::ReasonNeeded);
    }
    editor.acknowledge(&issue, "")
}

/// Confirms an error with the typed reason.
pub(in crate::app) fn confirm(
    issue: Option<Issue>,
    editor: &mut Editor,
    reason: &mut Option<LineInput>,
) -> Option<Notice> {
    let text = reason.as_ref()?.text().trim();
    if text.is_empty() {
        return Some(Notice::ReasonNeeded);
    }
    let refused = issue.and_then(|issue| editor.acknowledge(&issue, text));
    *reason = None;
    refused
}
