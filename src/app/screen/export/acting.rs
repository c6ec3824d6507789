//! What keys do on the export screen, and the results of an export.

use super::after::WRITTEN;
use super::{ExportScreen, RowKind, Running};
use crate::app::editor::Editor;
use crate::app::line_input::Edit;
use crate::app::list::{Step, moved};
use crate::app::screen::command::{Commands, leave, nothing, on};
use crate::app::screen::proof::ProofScreen;
use crate::app::screen::{Behaviour, Screen, Turn, findings};
use crate::app::{App, Effect, Tempo};
use crate::desk::{ExportFailure, ExportRequest, Exported, PdfFailure};
use crate::draft::Issue;
use crate::keys::{Action, Context};
use crate::wording::{Notice, NoticeFailure};

/// The commands before the export.
pub(in crate::app) const COMMANDS: Commands<ExportScreen> = Commands::new(&[
    on(Action::Confirm, ExportScreen::confirm).when(ExportScreen::leads_on),
    on(Action::Toggle, ExportScreen::toggle).when(|gate, _| {
        let issue = gate.selected_issue();
        issue.is_some_and(Issue::may_be_acknowledged)
    }),
    on(Action::ExportDraft, ExportScreen::write_draft),
    on(Action::Corrections, ExportScreen::show_corrections).when(|gate, app| {
        let issue = gate.selected_issue();
        issue.is_some_and(|issue| findings::is_mended(issue, app))
    }),
    on(Action::Export, ExportScreen::go_on),
    on(Action::Cancel, ExportScreen::close),
    on(Action::Leave, leave),
])
.stepping(ExportScreen::step)
.editing(ExportScreen::edit);

/// The commands while the user types the reason for confirming an error.
pub(in crate::app) const WITH_REASON: Commands<ExportScreen> = Commands::new(&[
    on(Action::Confirm, ExportScreen::confirm_issue),
    on(Action::Cancel, ExportScreen::drop_reason),
    on(Action::Leave, |gate, app| {
        findings::leave_reason(gate.reason.as_ref(), app)
    }),
])
.editing(|screen, edit, _| findings::edit_reason(&mut screen.reason, edit));

/// The commands while the file is written.
pub(in crate::app) const WRITING: Commands<ExportScreen> =
    Commands::new(&[on(Action::Leave, nothing)]);

/// The commands while another program makes a PDF.
pub(in crate::app) const MAKING: Commands<ExportScreen> = Commands::new(&[
    on(Action::Cancel, ExportScreen::cancel),
    on(Action::Leave, leave),
]);

/// The commands while that program is being stopped.
pub(in crate::app) const CANCELLING: Commands<ExportScreen> =
    Commands::new(&[on(Action::Leave, leave)]);

impl Behaviour for ExportScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Export
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        match (self.running, &self.written, &self.reason) {
            (Some(Running::Writing), ..) => &WRITING,
            (Some(Running::Making { .. }), ..) => &MAKING,
            (Some(Running::Cancelling), ..) => &CANCELLING,
            (None, Some(_), _) => &WRITTEN,
            (None, None, Some(_)) => &WITH_REASON,
            (None, None, None) => &COMMANDS,
        }
    }

    /// Types into the path or the reason. On the row of the format, a space selects the next
    /// format.
    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if self.running.is_some() || self.written.is_some() {
            return;
        }
        let mut fits = true;
        if let Some(reason) = &mut self.reason {
            fits = reason.insert(text);
        } else if self.row_kind() == RowKind::Path {
            fits = self.path.insert(text);
            self.follow_ending();
        } else if self.row_kind() == RowKind::Format && text.trim().is_empty() {
            self.change_format(true);
        }
        if !fits {
            app.notice = Some(Notice::TextCut);
        }
    }

    fn clicked(&self) -> Option<Action> {
        if self.written.is_some() {
            return Some(Action::Confirm);
        }
        match self.row_kind() {
            RowKind::Issue(_) | RowKind::Go => Some(Action::Confirm),
            RowKind::Path | RowKind::Format => None,
        }
    }

    fn selected_issue<'a>(&'a self, _app: &'a App) -> Option<&'a Issue> {
        if self.written.is_some() {
            return None;
        }
        ExportScreen::selected_issue(self)
    }

    /// The ways after an export stand side by side.
    fn arrow(&self, forward: bool) -> Action {
        match (self.written.is_some(), forward) {
            (true, true) => Action::Right,
            (true, false) => Action::Left,
            (false, true) => Action::Next,
            (false, false) => Action::Previous,
        }
    }

    fn asks_for_reason(&self) -> bool {
        self.reason.is_some()
    }

    fn place(&self) -> Option<&'static str> {
        if self.reason.is_some() {
            Some("reason")
        } else {
            self.is_making().then_some("making")
        }
    }

    fn stop_scrolling_at(&mut self, last_top: usize) {
        if let Some(written) = &mut self.written {
            written.top = written.top.min(last_top);
        }
    }

    fn draft_changed(&mut self, editor: &Editor) {
        self.read_again(editor);
    }
}

impl ExportScreen {
    /// On the row of the path, the steps to the start and to the end move the caret.
    fn step(&mut self, step: Step, app: &mut App) {
        match (self.row_kind(), step) {
            (RowKind::Path, Step::First) => self.edit(Edit::Start, app),
            (RowKind::Path, Step::Last) => self.edit(Edit::End, app),
            _ => self.row = moved(self.row, self.issues.len() + 3, step),
        }
    }

    fn edit(&mut self, edit: Edit, _app: &mut App) {
        match (self.row_kind(), edit) {
            (RowKind::Path, _) => {
                self.path.edit(edit);
                self.follow_ending();
            }
            (RowKind::Format, Edit::Left) => self.change_format(false),
            (RowKind::Format, Edit::Right) => self.change_format(true),
            (RowKind::Issue(_) | RowKind::Format | RowKind::Go, _) => {}
        }
    }

    /// Whether the selected row leads to a finding or on to the contract.
    fn leads_on(&self, app: &App) -> bool {
        let issue = self.selected_issue();
        issue.is_none_or(findings::leads_somewhere) || findings::correction_of(issue, app).is_some()
    }

    /// Goes to what resolves the selected finding, or to the final review.
    fn confirm(&mut self, app: &mut App) -> Turn {
        match self.row_kind() {
            RowKind::Issue(_) => self.mend(app),
            RowKind::Path | RowKind::Format | RowKind::Go if self.is_blocked() => {
                app.notice = Some(Notice::NotReady);
                Turn::Stay(None)
            }
            RowKind::Path | RowKind::Format | RowKind::Go => self.review(app),
        }
    }

    /// Goes to the final review if the contract is ready, and else to the first finding that
    /// prevents the export.
    fn go_on(&mut self, app: &mut App) -> Turn {
        if let Some(first) = self.issues.iter().position(Issue::blocks) {
            self.row = first;
            return self.mend(app);
        }
        self.review(app)
    }

    fn is_blocked(&self) -> bool {
        self.issues.iter().any(Issue::blocks)
    }

    /// Goes to the correction, the field or the clause of the selected finding.
    fn mend(&mut self, app: &mut App) -> Turn {
        let Some(issue) = self.selected_issue().cloned() else {
            return Turn::Stay(None);
        };
        if findings::correction_of(Some(&issue), app).is_some() {
            app.show_corrections_of(Some(&issue));
            return Turn::Stay(None);
        }
        // A finding without a place leads nowhere.
        let editor = app.editor.as_mut();
        if editor.is_some_and(|editor| editor.go_to_issue(&issue)) {
            return self.close(app);
        }
        Turn::Stay(None)
    }

    /// Opens the final review.
    fn review(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &app.editor {
            let request = self.request(editor, &app.settings, false);
            let look = ProofScreen::new(editor, request);
            app.show(Screen::Proof(look));
        }
        Turn::Stay(None)
    }

    /// Selects what still prevents the export, or else the row that starts it, once the selected
    /// finding is dealt with: the next `Enter` then goes forward.
    fn select_next(&mut self) {
        if self.selected_issue().is_some_and(Issue::blocks) {
            return;
        }
        let after = (self.row..self.issues.len()).chain(0..self.row);
        let mut open = after.filter(|row| self.issues.get(*row).is_some_and(Issue::blocks));
        self.row = open.next().unwrap_or(self.issues.len() + 2);
    }

    /// Acknowledges or confirms the selected finding, or withdraws this. On the row of the format,
    /// selects the next format.
    fn toggle(&mut self, app: &mut App) -> Turn {
        if self.row_kind() == RowKind::Format {
            self.change_format(true);
        } else if let Some(editor) = &mut app.editor {
            let issue = self.selected_issue().cloned();
            let withdraws = issue.as_ref().is_some_and(|issue| issue.acknowledged);
            app.notice = findings::toggle(issue, editor, &mut self.reason);
            self.take_issues(editor);
            if !withdraws {
                self.select_next();
            }
        }
        Turn::Stay(None)
    }

    fn confirm_issue(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            let issue = self.selected_issue().cloned();
            app.notice = findings::confirm(issue, editor, &mut self.reason);
            self.take_issues(editor);
            if self.reason.is_none() {
                self.select_next();
            }
        }
        Turn::Stay(None)
    }

    fn drop_reason(&mut self, _app: &mut App) -> Turn {
        self.reason = None;
        Turn::Stay(None)
    }

    fn show_corrections(&mut self, app: &mut App) -> Turn {
        let issue = self.selected_issue().cloned();
        app.show_corrections_of(issue.as_ref());
        Turn::Stay(None)
    }

    fn write_draft(&mut self, app: &mut App) -> Turn {
        let Some(editor) = &app.editor else {
            return Turn::Stay(None);
        };
        let request = self.request(editor, &app.settings, true);
        self.begin(&request, editor);
        Turn::Stay(Some(Effect::Export(request)))
    }

    fn cancel(&mut self, _app: &mut App) -> Turn {
        self.running = Some(Running::Cancelling);
        Turn::Stay(Some(Effect::CancelExport))
    }

    /// Closes the screen. The draft remembers the path and the format for the next export.
    pub(super) fn close(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            editor.goes_to = self.chosen();
        }
        Turn::Close(None)
    }
}

impl App {
    /// Opens the export screen. After a change that the final review asked for, goes on to the
    /// review at the row that the user left.
    pub(in crate::app) fn show_gate(&mut self) {
        let Some(editor) = &mut self.editor else {
            return;
        };
        let left_from = editor.left_review_from.take();
        let mut gate = Box::new(ExportScreen::new(editor, &self.settings, self.today));
        let look = left_from.filter(|_| !gate.is_blocked()).map(|left_from| {
            let request = gate.request(editor, &self.settings, false);
            ProofScreen::new(editor, request).back_at(&left_from)
        });
        self.show(Screen::Export(gate));
        if let Some(look) = look {
            self.show(Screen::Proof(look));
        }
    }

    fn gate_mut(&mut self) -> Option<&mut ExportScreen> {
        gate_in(&mut self.screens)
    }

    /// Whether a hasty key would write the file in the final review.
    pub(in crate::app) fn writes_too_soon(&self, action: Action) -> bool {
        let Some(Screen::Proof(look)) = self.screens().last() else {
            return false;
        };
        self.tempo == Tempo::Hasty && look.writes_by(action)
    }

    /// Withdraws the permission to replace an existing file, unless the message that asks for the
    /// second press was visible.
    pub(in crate::app) fn overwrite_only_as_said(&mut self, said: Option<&Notice>) {
        for screen in &mut self.screens {
            if let Screen::Proof(look) = screen {
                look.request.overwrite &= matches!(said, Some(Notice::PressAgainToOverwrite(_)));
            }
            if let Screen::Export(gate) = screen {
                gate.may_overwrite &= matches!(said, Some(Notice::PressAgainToOverwriteDraft(_)));
            }
        }
    }

    /// Closes the export screen from a screen above it.
    pub(in crate::app) fn close_gate(&mut self) {
        let place = |screen: &Screen| matches!(screen, Screen::Export(_));
        if let Some(place) = self.screens.iter().position(place)
            && let Screen::Export(mut gate) = self.screens.remove(place)
        {
            gate.close(self);
        }
    }

    /// Shows that a screen above the export screen has started the export.
    pub(in crate::app) fn begin_export(&mut self, request: &ExportRequest) {
        if let (Some(gate), Some(editor)) = (gate_in(&mut self.screens), &self.editor) {
            gate.begin(request, editor);
        }
    }

    /// Updates the seconds since the conversion to PDF started.
    pub(in crate::app) fn making(&mut self, seconds: u64) {
        if let Some(gate) = self.gate_mut() {
            gate.wait(seconds);
        }
    }

    /// Shows that the contract was written.
    pub(in crate::app) fn exported(&mut self, exported: Exported) {
        let Some(gate) = gate_in(&mut self.screens) else {
            return;
        };
        if let (Some(export), Some(editor)) = (gate.exported(&exported), &mut self.editor) {
            editor.work.exported(export);
        }
        let editor = self.editor.as_ref();
        let has_id = editor.is_some_and(|editor| !editor.work.draft().id.is_empty());
        gate.done(exported, has_id);
    }

    /// Shows why the contract was not written. If the file exists, asks for a second press.
    pub(in crate::app) fn export_failed(&mut self, failure: ExportFailure) {
        if let Some(gate) = self.gate_mut() {
            gate.running = None;
            if let ExportFailure::Exists(path) = &failure {
                let contract = gate.found_existing();
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = crate::value::clean(&name.to_string_lossy())
                    .text
                    .into_owned();
                self.notice = Some(match (contract, &self.editor) {
                    (Some(mut contract), Some(editor)) => {
                        contract.overwrite = true;
                        let look = ProofScreen::new(editor, contract).at_button();
                        self.show(Screen::Proof(look));
                        Notice::PressAgainToOverwrite(name)
                    }
                    _ => Notice::PressAgainToOverwriteDraft(name),
                });
                return;
            }
        }
        if let ExportFailure::Pdf(PdfFailure::Cancelled) = failure {
            // Without an open draft, the user has cancelled the export by leaving, and needs no
            // message.
            self.notice = self.editor.is_some().then_some(Notice::ExportCancelled);
            return;
        }
        self.fail(NoticeFailure::Export(failure));
    }
}

fn gate_in(screens: &mut [Screen]) -> Option<&mut ExportScreen> {
    screens.iter_mut().find_map(|screen| {
        if let Screen::Export(gate) = screen {
            Some(gate.as_mut())
        } else {
            None
        }
    })
}
