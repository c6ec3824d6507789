//! The screens, one file each, and the behaviour that each of them defines.

pub mod answers;
pub mod calendar;
pub(super) mod command;
pub mod copy_for;
pub mod corrections;
pub mod elsewhere;
pub mod export;
pub mod findings;
pub mod help;
pub mod in_use;
pub mod mark;
pub mod merge;
pub mod palette;
pub mod paste;
pub mod proof;
pub mod revisions;
pub mod style;
pub mod suggestions;
pub mod trash;
pub mod upgrade;
pub mod written;

use self::answers::AnswersScreen;
use self::calendar::Calendar;
use self::command::Commands;
use self::copy_for::CopyForScreen;
use self::corrections::CorrectionsScreen;
use self::elsewhere::ElsewhereScreen;
use self::export::ExportScreen;
use self::findings::FindingsScreen;
use self::help::HelpScreen;
use self::in_use::InUseScreen;
use self::mark::MarkScreen;
use self::merge::MergeScreen;
use self::palette::Palette;
use self::paste::PasteScreen;
use self::proof::ProofScreen;
use self::revisions::RevisionsScreen;
use self::style::StyleScreen;
use self::suggestions::SuggestionsScreen;
use self::trash::TrashScreen;
use self::upgrade::UpgradeScreen;
use super::editor::{Editor, InDraft};
use super::home::AtHome;
use super::{App, Effect};
use crate::draft::Issue;
use crate::keys::{Action, Context};

/// A screen on the stack. The content of the list and of the form is part of [`App`], because other
/// screens use it too.
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
    /// The list of suggestions.
    Suggestions(Box<SuggestionsScreen>),
    /// The check before an export.
    Export(Box<ExportScreen>),
    /// The final review before a contract is written.
    Proof(ProofScreen),
    /// The choice for a draft that another window has open.
    InUse(InUseScreen),
    /// The choice whom the copy of a contract is for.
    CopyFor(CopyForScreen),
    /// A draft and its conflict copy, side by side.
    Merge(Box<MergeScreen>),
    /// Another place for a draft that cannot be saved.
    Elsewhere(ElsewhereScreen),
    /// The revisions of the draft.
    Revisions(Box<RevisionsScreen>),
    /// The trash.
    Trash(TrashScreen),
    /// The answers of a draft whose template is missing.
    Answers(Box<AnswersScreen>),
    /// The calendar for the focused date.
    Calendar(Calendar),
    /// A message of the client, and what it answers.
    Paste(Box<PasteScreen>),
    /// The choice of a newer template version.
    Upgrade(Box<UpgradeScreen>),
    /// The style of the contract.
    Style(StyleScreen),
    /// The marks of the contract.
    Mark(MarkScreen),
    /// The palette: everything that the user can do or go to.
    Palette(Box<Palette>),
    /// The list of keys.
    Help(HelpScreen),
}

/// The position of a screen in the stack. Within a layer, the screen that was opened last is on
/// top. A screen that the runtime opens late never covers a higher layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// The list of drafts and templates.
    Home,
    /// The form and the contract.
    Draft,
    /// A view of the draft; several views may be open.
    View,
    /// A screen that the user must answer or close; a new overlay replaces the old one.
    Overlay,
    /// The list of keys.
    Help,
}

/// What happens to a screen after a key, with an effect for the runtime.
#[derive(Debug)]
pub(super) enum Turn {
    /// The screen stays open.
    Stay(Option<Effect>),
    /// The screen closes.
    Close(Option<Effect>),
}

/// The behaviour of a screen. A screen is off the stack while it handles a key or typed text.
pub(super) trait Behaviour {
    /// The context of keys while the screen is on top.
    fn context(&self, app: &App) -> Context;

    /// The commands of the screen in its present state.
    fn commands(&self, app: &App) -> &'static Commands<Self>
    where
        Self: Sized;

    /// Handles typed or pasted text.
    fn typed(&mut self, _text: &str, _is_paste: bool, _app: &mut App) {}

    /// The action of a click on the selected line. `None` unless the action can be undone, only
    /// opens something, or is named by the line itself.
    fn clicked(&self) -> Option<Action> {
        None
    }

    /// The action that selects the next or the previous line.
    fn arrow(&self, forward: bool) -> Action {
        if forward {
            Action::Next
        } else {
            Action::Previous
        }
    }

    /// Whether an action confirms that the user leaves a draft that cannot be saved. Other actions
    /// withdraw the request to leave.
    fn goes_on_leaving(&self, action: Action) -> bool {
        action == Action::Leave
    }

    /// The selected finding.
    fn selected_issue<'a>(&'a self, _app: &'a App) -> Option<&'a Issue> {
        None
    }

    /// Whether the reason for confirming an error is being typed.
    fn asks_for_reason(&self) -> bool {
        false
    }

    /// Whether the key that chooses drops the selected entry, because it is chosen already.
    fn toggles_off(&self, _app: &App) -> bool {
        false
    }

    /// The name under which the footer finds the texts of keys, if it is not the name of the
    /// context.
    fn place(&self) -> Option<&'static str> {
        None
    }

    /// Limits the scroll position: scrolling stops when the last line reaches the bottom of the
    /// window.
    fn stop_scrolling_at(&mut self, _last_top: usize) {}

    /// Updates the screen after another screen above it has changed the draft.
    fn draft_changed(&mut self, _editor: &Editor) {}

    /// Handles a failed disk operation, so that the user can request it again.
    fn failed(&mut self) {}
}

/// Access to the commands of a screen whose type is unknown, such as the screen on top.
pub(super) trait TakesKeys: Behaviour {
    /// Performs an action.
    fn act(&mut self, action: Action, app: &mut App) -> Turn;

    /// Whether an action has an effect in the present state.
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
            Self::Findings(_)
            | Self::Corrections(_)
            | Self::Suggestions(_)
            | Self::Export(_)
            | Self::Paste(_)
            | Self::Proof(_) => Layer::View,
            Self::InUse(_)
            | Self::CopyFor(_)
            | Self::Merge(_)
            | Self::Elsewhere(_)
            | Self::Revisions(_)
            | Self::Trash(_)
            | Self::Answers(_)
            | Self::Calendar(_)
            | Self::Upgrade(_)
            | Self::Style(_)
            | Self::Mark(_)
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
            Self::Suggestions(screen) => screen.as_ref(),
            Self::Export(screen) => screen.as_ref(),
            Self::Proof(screen) => screen,
            Self::InUse(screen) => screen,
            Self::CopyFor(screen) => screen,
            Self::Merge(screen) => screen.as_ref(),
            Self::Elsewhere(screen) => screen,
            Self::Revisions(screen) => screen.as_ref(),
            Self::Trash(screen) => screen,
            Self::Answers(screen) => screen.as_ref(),
            Self::Calendar(screen) => screen,
            Self::Paste(screen) => screen.as_ref(),
            Self::Upgrade(screen) => screen.as_ref(),
            Self::Style(screen) => screen,
            Self::Mark(screen) => screen,
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
            Self::Suggestions(screen) => screen.as_mut(),
            Self::Export(screen) => screen.as_mut(),
            Self::Proof(screen) => screen,
            Self::InUse(screen) => screen,
            Self::CopyFor(screen) => screen,
            Self::Merge(screen) => screen.as_mut(),
            Self::Elsewhere(screen) => screen,
            Self::Revisions(screen) => screen.as_mut(),
            Self::Trash(screen) => screen,
            Self::Answers(screen) => screen.as_mut(),
            Self::Calendar(screen) => screen,
            Self::Paste(screen) => screen.as_mut(),
            Self::Upgrade(screen) => screen.as_mut(),
            Self::Style(screen) => screen,
            Self::Mark(screen) => screen,
            Self::Palette(screen) => screen.as_mut(),
            Self::Help(screen) => screen,
        }
    }
}

/// The actions that a command table accepts, and those that have a row.
#[cfg(test)]
struct Table {
    takes: Box<dyn Fn(Action) -> bool>,
    named: Vec<Action>,
}

#[cfg(test)]
fn table<S>(commands: &'static Commands<S>) -> Table {
    Table {
        takes: Box::new(|action| commands.takes(action)),
        named: commands.named().collect(),
    }
}

/// The command tables of the screens of a context.
#[cfg(test)]
fn tables(context: Context) -> Vec<Table> {
    match context {
        Context::Home => vec![table(&crate::app::home::acting::COMMANDS)],
        Context::Field | Context::Choice => {
            vec![table(&crate::app::editor::acting::IN_FORM)]
        }
        Context::Contract => vec![table(&crate::app::editor::acting::IN_CONTRACT)],
        Context::Calendar => vec![table(&calendar::COMMANDS)],
        Context::Export => vec![
            table(&export::acting::COMMANDS),
            table(&export::acting::WITH_REASON),
            table(&export::acting::WRITING),
            table(&export::acting::MAKING),
            table(&export::acting::CANCELLING),
            table(&export::after::WRITTEN),
        ],
        Context::Findings => vec![table(&findings::COMMANDS), table(&findings::WITH_REASON)],
        Context::Corrections => vec![table(&corrections::COMMANDS)],
        Context::Suggestions => vec![table(&suggestions::COMMANDS)],
        Context::Proof => vec![table(&proof::COMMANDS)],
        Context::InUse => vec![table(&in_use::COMMANDS)],
        Context::CopyFor => vec![table(&copy_for::COMMANDS)],
        Context::Merge => vec![table(&merge::COMMANDS)],
        Context::Elsewhere => vec![table(&elsewhere::COMMANDS)],
        Context::Revisions => vec![table(&revisions::COMMANDS)],
        Context::Trash => vec![table(&trash::COMMANDS)],
        Context::Answers => vec![table(&answers::COMMANDS)],
        Context::Message => vec![table(&paste::IN_MESSAGE)],
        Context::Pieces => vec![table(&paste::IN_PIECES)],
        Context::Upgrade => vec![table(&upgrade::COMMANDS)],
        Context::Style => vec![table(&style::COMMANDS)],
        Context::StyleValue => vec![table(&style::WITH_VALUE)],
        Context::Mark => vec![table(&mark::COMMANDS)],
        Context::MarkValue => vec![table(&mark::WITH_INPUT)],
        Context::Palette => vec![table(&palette::COMMANDS)],
        Context::Help => vec![table(&help::COMMANDS)],
    }
}

#[cfg(test)]
mod tests;
