//! The choice for a draft that another window has open: read the draft, work on a copy, or take the
//! draft over.

use super::command::{Commands, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::list::{Step, moved};
use crate::app::{App, Effect, Request};
use crate::desk::OpenedDraft;
use crate::keys::{Action, Context};
use crate::store::Owner;
use crate::wording::Notice;

/// The screen with the choice.
#[derive(Clone, Debug)]
pub struct InUseScreen {
    /// The window that has the draft open.
    pub owner: Owner,
    /// The selected choice, an index of [`WAYS_IN`].
    pub row: usize,
}

/// A choice for a draft that another window has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// Read the draft; each save of the other window updates it.
    Read,
    /// Work on a copy of the draft.
    Copy,
    /// Take the draft over.
    TakeOver,
}

/// All choices in order, the harmless choice first.
pub const WAYS_IN: [WayIn; 3] = [WayIn::Read, WayIn::Copy, WayIn::TakeOver];

impl WayIn {
    /// The name of the choice in the keys of texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Copy => "copy",
            Self::TakeOver => "take_over",
        }
    }
}

impl InUseScreen {
    /// The screen for a draft that `owner` has open.
    #[must_use]
    pub fn new(owner: Owner) -> Self {
        Self { owner, row: 0 }
    }
}

pub(super) const COMMANDS: Commands<InUseScreen> = Commands::new(&[
    on(Action::Confirm, InUseScreen::choose),
    on(Action::Cancel, |_, _| done(WayIn::Read)),
    on(Action::Leave, leave),
])
.stepping(InUseScreen::step);

fn done(choice: WayIn) -> Turn {
    Turn::Close(match choice {
        WayIn::Read => None,
        WayIn::Copy => Some(Effect::Ask(Request::Copy)),
        WayIn::TakeOver => Some(Effect::Ask(Request::TakeOver)),
    })
}

impl Behaviour for InUseScreen {
    fn context(&self, _app: &App) -> Context {
        Context::InUse
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}

impl InUseScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, WAYS_IN.len(), step);
    }

    fn choose(&mut self, _app: &mut App) -> Turn {
        let choice = WAYS_IN.get(self.row);
        choice.map_or(Turn::Stay(None), |choice| done(*choice))
    }
}

impl App {
    /// The other window that has the open draft; `None` if the draft is open only here.
    #[must_use]
    pub fn in_use(&self) -> Option<&Owner> {
        self.editor.as_ref()?.work.in_use()
    }

    /// Shows a draft that was read again, at the same position, with a message about the reason.
    pub(in crate::app) fn show_again(&mut self, mut opened: OpenedDraft, notice: Notice) {
        // The user may have left the draft in the meantime.
        let Some(before) = self.editor.take() else {
            return;
        };
        opened.draft.focus.clone_from(&before.work.draft().focus);
        let mut screens = self.screens.iter();
        let is_asking = screens.any(|screen| matches!(screen, Screen::InUse(_)));
        self.open(opened);
        if let Some(editor) = &mut self.editor {
            if editor.pane != before.pane {
                editor.switch_pane();
            }
            editor.contract_shown = before.contract_shown;
        }
        if self.in_use().is_none() {
            self.notice = Some(notice);
        } else {
            // Do not ask again if the user has already chosen to read.
            if !is_asking {
                self.close_overlay();
            }
            self.notice = Some(Notice::ReadAgain);
        }
    }
}
