//! Opens a draft on the screens, and closes it.

use std::sync::Arc;

use super::editor::{Editor, InDraft};
use super::screen::in_use::InUseScreen;
use super::screen::{Layer, Screen};
use super::{App, Effect, SaveState};
use crate::desk::OpenedDraft;
use crate::store::StoreError;
use crate::wording::{Notice, NoticeFailure};

impl App {
    pub(super) fn open(&mut self, opened: OpenedDraft) {
        let settings = Arc::clone(&self.settings);
        let read_only = opened.read_only.clone();
        let template_changed = opened.template_changed;
        let about_draft = Notice::of_opened(&opened);
        let editor = Editor::new(opened, settings, self.screen);
        let owner = editor.work.in_use().cloned();
        self.close_overlay();
        if let Some(owner) = owner {
            self.show(Screen::InUse(InUseScreen::new(owner)));
        }
        self.notice = match read_only {
            Some(StoreError::InUse { .. }) => None,
            Some(reason) => Some(Notice::Failure(Arc::new(NoticeFailure::Store(reason)))),
            None if self.rereads && !template_changed => Some(Notice::ReadAgain),
            None => about_draft,
        };
        self.rereads = false;
        self.save = SaveState::default();
        self.is_unkept_said = false;
        self.leaving_unsaved = false;
        self.home.has_news = false;
        self.editor = Some(editor);
        if !(self.screens.iter()).any(|screen| matches!(screen, Screen::Editor(_))) {
            self.show(Screen::Editor(InDraft));
        }
        self.ask_about_newer();
    }

    /// Says what became of a draft, unless something else about it is more important. The notice
    /// also counts what standing decisions have accepted.
    pub(super) fn tell_of_new(&mut self, notice: Notice) {
        if matches!(self.notice, None | Some(Notice::StandingAccepted(_))) {
            self.notice = Some(notice);
        }
    }

    /// Closes the draft. If the draft cannot be saved, the first press only warns.
    pub(super) fn leave(&mut self) -> Option<Effect> {
        self.leave_for(None)
    }

    /// Closes the draft, or ends the program if no draft is open.
    pub(super) fn leave_or_quit(&mut self) -> Option<Effect> {
        if self.editor.is_some() {
            self.leave()
        } else {
            Some(Effect::Quit)
        }
    }

    /// Closes the draft as `leave` does; the runtime then performs `then`.
    pub(super) fn leave_for(&mut self, then: Option<Box<Effect>>) -> Option<Effect> {
        if self.is_unsaved() && matches!(self.save, SaveState::Failed(_)) && !self.leaving_unsaved {
            self.leaving_unsaved = true;
            self.notice = Some(Notice::PressAgainToLeave);
            return None;
        }
        Some(Effect::Close(then))
    }

    /// Asks for a second press, because the draft could not be saved.
    pub(super) fn not_closed(&mut self, error: StoreError) {
        self.save = SaveState::Failed(error);
        self.leaving_unsaved = true;
        self.notice = Some(Notice::PressAgainToLeave);
    }

    /// Returns to the list after the runtime has closed the draft.
    pub(super) fn closed(&mut self) {
        self.editor = None;
        self.home.select_newest();
        let stays = |screen: &Screen| matches!(screen.layer(), Layer::Home | Layer::Help);
        self.screens.retain(stays);
        self.leaving_unsaved = false;
    }
}
