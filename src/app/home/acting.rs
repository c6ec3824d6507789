//! What a key in the list leads to.

use super::Home;
use crate::app::line_input::LineInput;
use crate::app::screen::{Behaviour, Turn};
use crate::app::{App, Effect};
use crate::desk::Entry;
use crate::keys::{Action, Context};
use crate::wording::Notice;

/// The screen of the list.
#[derive(Clone, Copy, Debug)]
pub struct AtHome;

impl Behaviour for AtHome {
    fn context(&self, _app: &App) -> Context {
        Context::Home
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        Turn::Stay(app.act_at_home(action))
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        app.home.type_filter(text);
    }

    fn helps(&self, action: Action, app: &App) -> bool {
        let home = &app.home;
        match action {
            Action::DeleteLine => !home.filter.text().is_empty(),
            Action::Undo => home.has_trashed(),
            Action::Confirm => home.selected().is_some(),
            Action::NewFrom => matches!(home.selected(), Some(Entry::Draft(_))),
            Action::Trash => {
                matches!(home.selected(), Some(Entry::Draft(_) | Entry::Broken(_)))
            }
            _ => true,
        }
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}

impl App {
    fn act_at_home(&mut self, action: Action) -> Option<Effect> {
        let home = &mut self.home;
        match action {
            Action::Next => home.move_by(1),
            Action::Previous => home.move_by(-1),
            Action::PageDown => home.move_by(10),
            Action::PageUp => home.move_by(-10),
            Action::LineStart => home.move_by(isize::MIN),
            Action::LineEnd => home.move_by(isize::MAX),
            Action::DeleteBefore => home.edit_filter(LineInput::delete_before),
            Action::DeleteLine | Action::Cancel => home.edit_filter(LineInput::clear),
            Action::Confirm => return Some(home.opening(home.selected()?)),
            Action::Sort => home.sort_by_next(),
            Action::OpenTrash => return Some(Effect::ListTrash),
            Action::Revisions => {
                if let Some(Entry::Draft(draft)) = home.selected() {
                    self.opens_revisions = true;
                    return Some(Effect::Open(draft.id.clone()));
                }
            }
            Action::New => {
                if let Some(template) = home.template_for_new() {
                    return Some(new_of(template));
                }
                // Which of several is the user's to say.
                self.notice = Some(if home.select_template() {
                    Notice::ChooseTemplate
                } else {
                    Notice::NoUsableTemplate
                });
            }
            Action::NewFrom => {
                return match home.selected()? {
                    Entry::Draft(draft) => Some(Effect::New {
                        template: None,
                        from: Some(draft.id.clone()),
                    }),
                    Entry::Template(_) | Entry::Broken(_) => None,
                };
            }
            Action::Trash => return self.trash(),
            Action::Undo => return self.home.last_trashed().map(Effect::Restore),
            Action::Leave => return Some(Effect::Quit),
            _ => {}
        }
        None
    }

    /// A second press moves the selected draft to the trash.
    fn trash(&mut self) -> Option<Effect> {
        let id = match self.home.selected() {
            Some(Entry::Draft(draft)) => Some(draft.id.clone()),
            Some(Entry::Broken(broken)) => Some(broken.id.clone()),
            Some(Entry::Template(_)) | None => None,
        };
        match id {
            Some(id) => {
                if self.said == Some(Notice::PressAgainToTrash) {
                    return Some(Effect::Trash(id));
                }
                self.notice = Some(Notice::PressAgainToTrash);
            }
            None => {
                self.notice = Some(Notice::NothingToTrash);
            }
        }
        None
    }
}

impl Home {
    /// What opens the draft of this id, as from its line in the list.
    pub(in crate::app) fn opening_of(&self, id: String) -> Effect {
        let entry = self
            .entries()
            .find(|entry| matches!(entry, Entry::Draft(draft) if draft.id == id));
        entry.map_or(Effect::Open(id), |entry| self.opening(entry))
    }

    /// What opens a line of the list.
    pub(in crate::app) fn opening(&self, entry: &Entry) -> Effect {
        match entry {
            Entry::Draft(draft) if self.has_draft_of(draft) => Effect::Compare(draft.id.clone()),
            Entry::Draft(draft) => Effect::Open(draft.id.clone()),
            Entry::Template(template) => new_of(template.id.clone()),
            // A broken one says why in its own line; opening it says it in full.
            Entry::Broken(broken) => Effect::Open(broken.id.clone()),
        }
    }
}

/// A new draft of a template, with nothing copied.
pub(in crate::app) fn new_of(template: String) -> Effect {
    Effect::New {
        template: Some(template),
        from: None,
    }
}
