//! What keys do in the list of drafts and templates.

use super::Home;
use crate::app::line_input::LineInput;
use crate::app::screen::command::{Commands, nothing, on, quit};
use crate::app::screen::{Behaviour, Turn};
use crate::app::{App, Effect, Request};
use crate::desk::{Entry, Model};
use crate::draft::Purpose;
use crate::keys::{Action, Context};
use crate::wording::Notice;

/// The home screen, which shows the list.
#[derive(Clone, Copy, Debug)]
pub struct AtHome;

pub(in crate::app) const COMMANDS: Commands<AtHome> = Commands::new(&[
    on(Action::Confirm, open)
        .when(|_, app| app.home.selected().is_some() || app.home.filters_all_out()),
    on(Action::New, begin),
    on(Action::NewFrom, begin_from_selected)
        .when(|_, app| matches!(app.home.selected(), Some(Entry::Draft(_)))),
    on(Action::Trash, trash).when(|_, app| {
        let selected = app.home.selected();
        matches!(selected, Some(Entry::Draft(_) | Entry::Broken(_)))
    }),
    on(Action::Undo, |_, app| {
        Turn::Stay(
            app.home
                .restore_last()
                .map(|id| Effect::Ask(Request::Restore(id))),
        )
    })
    .when(|_, app| app.home.has_trashed()),
    on(Action::Revisions, show_revisions),
    on(Action::Mark, mark).when(|_, app| matches!(app.home.selected(), Some(Entry::Draft(_)))),
    on(Action::OpenTrash, |_, _| {
        Turn::Stay(Some(Effect::Ask(Request::ListTrash)))
    }),
    on(Action::Sort, |_, app| {
        app.home.sort_by_next();
        Turn::Stay(None)
    }),
    on(Action::DeleteBefore, |_, app| {
        app.home.edit_filter(LineInput::delete_before);
        Turn::Stay(None)
    }),
    on(Action::DeleteLine, clear_filter).when(|_, app| !app.home.filter.text().is_empty()),
    on(Action::Cancel, clear_filter),
    on(Action::Leave, quit),
    on(Action::Left, nothing),
    on(Action::Right, nothing),
])
.stepping(|_, step, app| app.home.step(step));

impl Behaviour for AtHome {
    fn context(&self, _app: &App) -> Context {
        Context::Home
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if !app.home.type_filter(text) {
            app.notice = Some(Notice::TextCut);
        }
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}

fn open(_home: &mut AtHome, app: &mut App) -> Turn {
    if app.home.filters_all_out() {
        app.begins_with = Some(app.home.filter.text().trim().to_owned());
        return begin(&mut AtHome, app);
    }
    let home = &app.home;
    Turn::Stay(home.selected().map(|entry| home.opening(entry)))
}

fn begin(_home: &mut AtHome, app: &mut App) -> Turn {
    if let Some(Entry::Template(template)) = app.home.selected()
        && let Some(reason) = &template.error
    {
        app.notice = Some(Notice::BrokenTemplate {
            name: template.title.clone(),
            reason: reason.clone(),
        });
        return Turn::Stay(None);
    }
    if let Some(template) = app.home.template_for_new() {
        return Turn::Stay(Some(new_of(template)));
    }
    // There are several templates, so the user must choose one.
    app.notice = Some(if app.home.select_template() {
        Notice::ChooseTemplate
    } else {
        Notice::NoUsableTemplate
    });
    Turn::Stay(None)
}

fn begin_from_selected(_home: &mut AtHome, app: &mut App) -> Turn {
    if let Some(Entry::Draft(draft)) = app.home.selected() {
        let named = [&draft.party, &draft.title, &draft.id];
        let name = named.into_iter().find(|name| !name.is_empty());
        let name = name.cloned().unwrap_or_default();
        app.ask_purpose(draft.id.clone(), None, name);
    }
    Turn::Stay(None)
}

impl App {
    /// Copies the selected contract.
    pub(in crate::app) fn copy_selected(&self, purpose: Purpose) -> Option<Effect> {
        let Some(Entry::Draft(draft)) = self.home.selected() else {
            return None;
        };
        let source = draft.id.clone();
        Some(Effect::Ask(Request::New {
            template: None,
            from: Some(Model { source, purpose }),
        }))
    }
}

fn show_revisions(_home: &mut AtHome, app: &mut App) -> Turn {
    if let Some(Entry::Draft(draft)) = app.home.selected() {
        app.opens_revisions = true;
        return Turn::Stay(Some(Effect::Ask(Request::Open(draft.id.clone()))));
    }
    Turn::Stay(None)
}

/// Opens the selected draft at the marks.
fn mark(_home: &mut AtHome, app: &mut App) -> Turn {
    if let Some(Entry::Draft(draft)) = app.home.selected() {
        let id = draft.id.clone();
        app.opens_marks = true;
        return Turn::Stay(Some(Effect::Ask(Request::Open(id))));
    }
    Turn::Stay(None)
}

fn clear_filter(_home: &mut AtHome, app: &mut App) -> Turn {
    app.home.edit_filter(LineInput::clear);
    Turn::Stay(None)
}

/// Moves the selected draft to the trash, after a second press.
fn trash(_home: &mut AtHome, app: &mut App) -> Turn {
    let id = match app.home.selected() {
        Some(Entry::Draft(draft)) => draft.id.clone(),
        Some(Entry::Broken(broken)) => broken.id.clone(),
        Some(Entry::Template(_)) | None => {
            app.notice = Some(Notice::NothingToTrash);
            return Turn::Stay(None);
        }
    };
    if app.said == Some(Notice::PressAgainToTrash) {
        return Turn::Stay(Some(Effect::Ask(Request::Trash(id))));
    }
    app.notice = Some(Notice::PressAgainToTrash);
    Turn::Stay(None)
}

impl Home {
    /// The effect that opens the draft with this id, as from the list.
    pub(in crate::app) fn opening_of(&self, id: String) -> Effect {
        let entry = self
            .entries()
            .find(|entry| matches!(entry, Entry::Draft(draft) if draft.id == id));
        entry.map_or(Effect::Ask(Request::Open(id)), |entry| self.opening(entry))
    }

    /// The effect that opens an entry of the list.
    pub(in crate::app) fn opening(&self, entry: &Entry) -> Effect {
        match entry {
            Entry::Draft(draft) if self.has_draft_of(draft) => {
                Effect::Ask(Request::Compare(draft.id.clone()))
            }
            Entry::Draft(draft) => Effect::Ask(Request::Open(draft.id.clone())),
            Entry::Template(template) => new_of(template.id.clone()),
            // The list shows only a short reason; opening the file shows the whole reason.
            Entry::Broken(broken) => Effect::Ask(Request::Open(broken.id.clone())),
        }
    }
}

/// The effect that creates a draft of a template without copied answers.
pub(in crate::app) fn new_of(template: String) -> Effect {
    Effect::Ask(Request::New {
        template: Some(template),
        from: None,
    })
}
