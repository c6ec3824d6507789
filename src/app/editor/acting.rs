//! The commands of the form and the contract.

use chrono::NaiveDate;

use super::Editor;
use super::places::Walk;
use crate::app::line_input::{Edit, LineInput};
use crate::app::panes::Pane;
use crate::app::screen::calendar::Calendar;
use crate::app::screen::command::{Command, Commands, leave, on};
use crate::app::screen::findings::FindingsScreen;
use crate::app::screen::{Behaviour, Screen, Turn};
use crate::app::{App, Effect, Request, SaveState, Tempo};
use crate::keys::{Action, Context};
use crate::wording::Notice;

/// The screen of the form and the contract.
#[derive(Clone, Copy, Debug)]
pub struct InDraft;

/// The commands that the form and the contract share.
const IN_BOTH: &[Command<InDraft>] = &[
    on(Action::NextUnanswered, |_, app| say(app, Editor::next_open)),
    on(Action::PreviousUnanswered, |_, app| {
        say(app, Editor::previous_open)
    }),
    on(Action::NextFinding, |_, app| say(app, Editor::next_finding)),
    on(Action::PreviousFinding, |_, app| {
        say(app, Editor::previous_finding)
    }),
    on(Action::ConfirmShown, |_, app| {
        say(app, Editor::confirm_shown)
    })
    .when(|_, app| can(app, |editor| editor.unconfirmed().next().is_some())),
    on(Action::PageUp, |_, app| {
        with(app, |editor| editor.scroll_page(false))
    }),
    on(Action::PageDown, |_, app| {
        with(app, |editor| editor.scroll_page(true))
    }),
    on(Action::SwitchPane, |_, app| with(app, Editor::switch_pane)),
    on(Action::Undo, |_, app| say(app, Editor::undo)).when(|_, app| can(app, Editor::can_undo)),
    on(Action::Redo, |_, app| say(app, Editor::redo)).when(|_, app| can(app, Editor::can_redo)),
    on(Action::Steps, |_, app| open(app, App::show_steps))
        .when(|_, app| can(app, |editor| editor.can_undo() || editor.can_redo())),
    on(Action::Upgrade, |_, app| open(app, App::show_upgrade))
        .when(|_, app| can(app, |editor| editor.newer.is_some())),
    on(Action::Paste, |_, app| open(app, App::show_paste)).when(|_, app| !app.reads_only()),
    on(Action::Suggestions, |_, app| {
        open(app, App::show_suggestions)
    })
    .when(|_, app| {
        can(app, |editor| {
            !editor.work.remaining_suggestions().is_empty()
        })
    }),
    on(Action::Style, |_, app| open(app, App::show_style)),
    on(Action::Mark, |_, app| open(app, App::show_marks)),
    on(Action::Findings, |_, app| {
        open(app, |app| {
            app.show(Screen::Findings(FindingsScreen::default()));
        })
    }),
    on(Action::Corrections, |_, app| {
        open(app, |app| app.show_corrections(None))
    }),
    on(Action::Export, |_, app| open(app, App::show_gate)),
    on(Action::Resolve, |_, app| Turn::Stay(app.resolve())).when(|_, app| app.is_in_trouble()),
    on(Action::Revisions, |_, _| {
        Turn::Stay(Some(Effect::Ask(Request::Revisions)))
    }),
    on(Action::Save, |_, _| Turn::Stay(Some(Effect::SaveNow))),
    on(Action::Leave, leave),
];

/// The commands of the form.
pub(in crate::app) const IN_FORM: Commands<InDraft> = Commands::new(&[
    on(Action::Next, |_, app| say(app, Editor::next_field)),
    on(Action::Previous, |_, app| with(app, Editor::previous_field)),
    on(Action::Below, |_, app| say(app, Editor::below)),
    on(Action::Above, |_, app| with(app, Editor::above)),
    on(Action::Confirm, |_, app| say(app, Editor::go_on)),
    on(Action::DeleteRow, |_, app| {
        say(app, |editor| Some(editor.delete_row()))
    })
    .when(|_, app| can(app, is_in_row)),
    on(Action::CopyRow, |_, app| say(app, Editor::copy_row)).when(|_, app| can(app, is_in_row)),
    on(Action::MoveRowUp, |_, app| say(app, Editor::move_row_up))
        .when(|_, app| can(app, is_in_row)),
    on(Action::MoveRowDown, |_, app| {
        say(app, Editor::move_row_down)
    })
    .when(|_, app| can(app, is_in_row)),
    on(Action::AcceptSuggestion, |_, app| {
        say(app, Editor::accept_suggestion)
    })
    .when(|_, app| can(app, |editor| editor.focused_suggestion().is_some())),
    on(Action::NextSuggestion, |_, app| {
        say(app, Editor::next_offer)
    })
    .when(|_, app| can(app, |editor| editor.offers().len() > 1)),
    on(Action::Helper, show_calendar).when(|_, app| can(app, Editor::has_calendar)),
    on(Action::BreakLine, |_, app| change(app, Editor::break_line))
        .when(|_, app| can(app, Editor::takes_lines)),
    on(Action::StepUp, |_, app| {
        change(app, |editor, today| editor.step(true, today))
    })
    .when(|_, app| can(app, Editor::can_step)),
    on(Action::StepDown, |_, app| {
        change(app, |editor, today| editor.step(false, today))
    })
    .when(|_, app| can(app, Editor::can_step)),
    on(Action::Toggle, |_, app| say(app, Editor::toggle)),
    on(Action::Cancel, go_back),
])
.and(IN_BOTH)
.editing(edit);

/// The commands of the contract.
pub(in crate::app) const IN_CONTRACT: Commands<InDraft> = Commands::new(&[
    on(Action::Next, |_, app| {
        with(app, |editor| editor.walk(Walk::Next))
    }),
    on(Action::Right, |_, app| {
        with(app, |editor| editor.walk(Walk::Next))
    }),
    on(Action::Previous, |_, app| {
        with(app, |editor| editor.walk(Walk::Previous))
    }),
    on(Action::Left, |_, app| {
        with(app, |editor| editor.walk(Walk::Previous))
    }),
    on(Action::Below, |_, app| {
        with(app, |editor| editor.walk(Walk::Below))
    }),
    on(Action::Above, |_, app| {
        with(app, |editor| editor.walk(Walk::Above))
    }),
    on(Action::LineStart, |_, app| {
        with(app, |editor| editor.scroll_whole(false))
    }),
    on(Action::LineEnd, |_, app| {
        with(app, |editor| editor.scroll_whole(true))
    }),
    on(Action::Confirm, |_, app| with(app, Editor::switch_pane)),
    on(Action::Cancel, |_, app| with(app, Editor::switch_pane)),
])
.and(IN_BOTH);

/// Calls a method of the editor and shows its notice.
fn say(app: &mut App, act: fn(&mut Editor) -> Option<Notice>) -> Turn {
    change(app, |editor, _| act(editor))
}

/// Like [`say`], with today's date.
fn change(app: &mut App, act: impl FnOnce(&mut Editor, NaiveDate) -> Option<Notice>) -> Turn {
    if let Some(editor) = &mut app.editor {
        app.notice = act(editor, app.today);
    }
    Turn::Stay(None)
}

/// Calls a method of the editor that has no notice.
fn with(app: &mut App, act: fn(&mut Editor)) -> Turn {
    if let Some(editor) = &mut app.editor {
        act(editor);
    }
    Turn::Stay(None)
}

/// Returns to the list after a second press. If the draft is not where it should be, leads to what
/// resolves that.
fn go_back(_draft: &mut InDraft, app: &mut App) -> Turn {
    if matches!(app.save, SaveState::Failed(_) | SaveState::Apart { .. }) {
        return Turn::Stay(app.resolve());
    }
    if matches!(app.said, Some(Notice::PressAgainToGoBack { .. })) && app.tempo != Tempo::Late {
        return Turn::Stay(app.leave());
    }
    app.notice = Some(Notice::PressAgainToGoBack {
        is_saved: !app.is_unsaved() && !app.reads_only(),
    });
    Turn::Stay(None)
}

/// Opens a screen above the draft.
fn open(app: &mut App, show: fn(&mut App)) -> Turn {
    show(app);
    Turn::Stay(None)
}

/// Whether the focus is in a row of a group that exists.
fn is_in_row(editor: &Editor) -> bool {
    editor.values().rows().ordinal(&editor.focus).is_some()
}

fn can(app: &App, can: fn(&Editor) -> bool) -> bool {
    app.editor.as_ref().is_some_and(can)
}

impl Behaviour for InDraft {
    fn context(&self, app: &App) -> Context {
        match &app.editor {
            None => Context::Home,
            Some(editor) if editor.pane == Pane::Contract => Context::Contract,
            Some(editor) if editor.focused_options().is_some() => Context::Choice,
            Some(_) => Context::Field,
        }
    }

    fn commands(&self, app: &App) -> &'static Commands<Self> {
        match app.editor.as_ref().map(|editor| editor.pane) {
            Some(Pane::Contract) => &IN_CONTRACT,
            Some(Pane::Form) | None => &IN_FORM,
        }
    }

    fn typed(&mut self, text: &str, is_paste: bool, app: &mut App) {
        if let Some(editor) = &mut app.editor
            && editor.pane == Pane::Form
        {
            app.notice = editor.insert(text, is_paste, app.today);
        }
    }
}

/// Edits the input line. In a choice, left and right move over the options.
fn edit(_draft: &mut InDraft, edit: Edit, app: &mut App) {
    let Some(editor) = &mut app.editor else {
        return;
    };
    let is_choice = editor.focused_options().is_some();
    match edit {
        Edit::Left if is_choice => editor.move_option(false),
        Edit::Right if is_choice => editor.move_option(true),
        Edit::Left if editor.input.caret() == 0 && editor.leave_cell(false) => {}
        Edit::Right if editor.input.is_at_end() && editor.leave_cell(true) => {}
        Edit::Left | Edit::Right | Edit::Start | Edit::End => editor.input.edit(edit),
        Edit::DeleteBefore => app.notice = editor.delete(LineInput::delete_before, app.today),
        Edit::DeleteAfter => app.notice = editor.delete(LineInput::delete_after, app.today),
        Edit::DeleteLine => app.notice = editor.delete(LineInput::clear, app.today),
    }
}

fn show_calendar(_draft: &mut InDraft, app: &mut App) -> Turn {
    if let Some(editor) = &app.editor {
        if editor.has_calendar() {
            let month = Calendar::from(editor.calendar_day(app.today));
            app.show(Screen::Calendar(month));
        } else {
            app.notice = Some(Notice::NoHelper);
        }
    }
    Turn::Stay(None)
}
