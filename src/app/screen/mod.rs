//! The screens, a file each, and what each of them answers for.

pub mod answers;
pub mod calendar;
pub(super) mod command;
pub mod corrections;
pub mod elsewhere;
pub mod export;
pub mod findings;
pub mod help;
pub mod in_use;
pub mod merge;
pub mod palette;
pub mod proof;
pub mod revisions;
pub mod style;
pub mod trash;
pub mod upgrade;
pub mod written;

use self::answers::AnswersScreen;
use self::calendar::Calendar;
use self::command::Commands;
use self::corrections::CorrectionsScreen;
use self::elsewhere::ElsewhereScreen;
use self::export::ExportScreen;
use self::findings::FindingsScreen;
use self::help::HelpScreen;
use self::in_use::InUseScreen;
use self::merge::MergeScreen;
use self::palette::Palette;
use self::proof::ProofScreen;
use self::revisions::RevisionsScreen;
use self::style::StyleScreen;
use self::trash::TrashScreen;
use self::upgrade::UpgradeScreen;
use super::editor::{Editor, InDraft};
use super::home::AtHome;
use super::{App, Effect};
use crate::draft::Issue;
use crate::keys::{Action, Context};

/// What stands on the screen. What the list and the form show lies in [`App`]: other screens work
/// on it too.
#[derive(Debug)]
pub enum Screen {
    /// The list of drafts and templates.
    Home(AtHome),
    /// The form and the contract.
    Editor(InDraft),
    /// The list of findings.
    Findings(FindingsScreen),
    /// The list of corrections.
    Corrections(CorrectionsScreen),
    /// The gate before an export.
    Export(Box<ExportScreen>),
    /// The last look before a contract is written.
    Proof(ProofScreen),
    /// Another window has the draft: what shall be done?
    InUse(InUseScreen),
    /// A draft and the copy of a conflict, side by side.
    Merge(Box<MergeScreen>),
    /// Another place for a draft that cannot be saved.
    Elsewhere(ElsewhereScreen),
    /// The revisions of the draft.
    Revisions(Box<RevisionsScreen>),
    /// What lies in the trash.
    Trash(TrashScreen),
    /// What a draft holds whose template is not to be had.
    Answers(Box<AnswersScreen>),
    /// The month of the focused date.
    Calendar(Calendar),
    /// The template has a newer version: what that would change.
    Upgrade(Box<UpgradeScreen>),
    /// The look of the contract.
    Style(StyleScreen),
    /// Everything that can be done or gone to.
    Palette(Box<Palette>),
    /// The list of keys.
    Help(HelpScreen),
}

/// How far up in the stack a screen belongs. Within a layer the screen that is opened last stands
/// on top; what the runtime brings late never covers a higher layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// The list.
    Home,
    /// The draft.
    Draft,
    /// A view of the draft; one may be opened over another.
    View,
    /// Something that wants an answer; a new one takes the place of the old one.
    Overlay,
    /// The list of keys.
    Help,
}

/// What becomes of a screen after a key, and what the runtime shall do.
#[derive(Debug)]
pub(super) enum Turn {
    /// It stays.
    Stay(Option<Effect>),
    /// It closes.
    Close(Option<Effect>),
}

/// What a screen answers for. While it is asked to change something, it is off the stack.
pub(super) trait Behaviour {
    /// Where keys are pressed while it is on top.
    fn context(&self, app: &App) -> Context;

    /// What keys do there.
    fn commands(&self, app: &App) -> &'static Commands<Self>
    where
        Self: Sized;

    /// Takes text that is typed or pasted.
    fn typed(&mut self, _text: &str, _is_paste: bool, _app: &mut App) {}

    /// What a click on the selected line does, where that can be undone, only leads elsewhere, or
    /// is what the line says.
    fn clicked(&self) -> Option<Action> {
        None
    }

    /// The key that goes to the next line, or to the previous one.
    fn arrow(&self, forward: bool) -> Action {
        if forward {
            Action::Next
        } else {
            Action::Previous
        }
    }

    /// Whether a key goes on with leaving a draft that cannot be saved.
    fn goes_on_leaving(&self, action: Action) -> bool {
        action == Action::Leave
    }

    /// The finding that has the keys.
    fn selected_issue<'a>(&'a self, _app: &'a App) -> Option<&'a Issue> {
        None
    }

    /// Whether the reason for confirming an error is being typed.
    fn asks_for_reason(&self) -> bool {
        false
    }

    /// The name that its keys go by in the footer, where that is not the name of its context.
    fn place(&self) -> Option<&'static str> {
        None
    }

    /// What is scrolled stops where its last line stands at the bottom of its window.
    fn stop_scrolling_at(&mut self, _last_top: usize) {}

    /// The draft was changed by a screen that stood over this one.
    fn draft_changed(&mut self, _editor: &Editor) {}

    /// Something that was asked of the disk failed; it may be asked for again.
    fn failed(&mut self) {}
}

/// What the program asks of the screen on top, whichever that is.
pub(super) trait TakesKeys: Behaviour {
    /// Does what a key does.
    fn act(&mut self, action: Action, app: &mut App) -> Turn;

    /// Whether a key has something to do as things stand.
    fn helps(&self, action: Action, app: &App) -> bool;
}

impl<S: Behaviour + 'static> TakesKeys for S {
    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        self.commands(app).act(self, action, app)
    }

    fn helps(&self, action: Action, app: &App) -> bool {
        self.commands(app).helps(self, action, app)
    }
}

impl Screen {
    pub(super) fn layer(&self) -> Layer {
        match self {
            Self::Home(_) => Layer::Home,
            Self::Editor(_) => Layer::Draft,
            Self::Findings(_) | Self::Corrections(_) | Self::Export(_) | Self::Proof(_) => {
                Layer::View
            }
            Self::InUse(_)
            | Self::Merge(_)
            | Self::Elsewhere(_)
            | Self::Revisions(_)
            | Self::Trash(_)
            | Self::Answers(_)
            | Self::Calendar(_)
            | Self::Upgrade(_)
            | Self::Style(_)
            | Self::Palette(_) => Layer::Overlay,
            Self::Help(_) => Layer::Help,
        }
    }

    pub(super) fn behaviour(&self) -> &dyn TakesKeys {
        match self {
            Self::Home(screen) => screen,
            Self::Editor(screen) => screen,
            Self::Findings(screen) => screen,
            Self::Corrections(screen) => screen,
            Self::Export(screen) => screen.as_ref(),
            Self::Proof(screen) => screen,
            Self::InUse(screen) => screen,
            Self::Merge(screen) => screen.as_ref(),
            Self::Elsewhere(screen) => screen,
            Self::Revisions(screen) => screen.as_ref(),
            Self::Trash(screen) => screen,
            Self::Answers(screen) => screen.as_ref(),
            Self::Calendar(screen) => screen,
            Self::Upgrade(screen) => screen.as_ref(),
            Self::Style(screen) => screen,
            Self::Palette(screen) => screen.as_ref(),
            Self::Help(screen) => screen,
        }
    }

    pub(super) fn behaviour_mut(&mut self) -> &mut dyn TakesKeys {
        match self {
            Self::Home(screen) => screen,
            Self::Editor(screen) => screen,
            Self::Findings(screen) => screen,
            Self::Corrections(screen) => screen,
            Self::Export(screen) => screen.as_mut(),
            Self::Proof(screen) => screen,
            Self::InUse(screen) => screen,
            Self::Merge(screen) => screen.as_mut(),
            Self::Elsewhere(screen) => screen,
            Self::Revisions(screen) => screen.as_mut(),
            Self::Trash(screen) => screen,
            Self::Answers(screen) => screen.as_mut(),
            Self::Calendar(screen) => screen,
            Self::Upgrade(screen) => screen.as_mut(),
            Self::Style(screen) => screen,
            Self::Palette(screen) => screen.as_mut(),
            Self::Help(screen) => screen,
        }
    }
}

#[cfg(test)]
mod tests;
