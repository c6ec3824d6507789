//! What keys do on a screen: a table with a row for each action, and groups of actions that many
//! screens share.

use super::Turn;
use crate::app::line_input::Edit;
use crate::app::list::Step;
use crate::app::{App, Effect};
use crate::keys::Action;

/// An action of a screen: what it does, and when it has an effect.
pub(in crate::app) struct Command<S> {
    action: Action,
    does: fn(&mut S, &mut App) -> Turn,
    helps: fn(&S, &App) -> bool,
}

/// All actions of a screen: its own rows, rows shared with another table, and whole groups.
pub(in crate::app) struct Commands<S: 'static> {
    own: &'static [Command<S>],
    shared: &'static [Command<S>],
    step: Option<fn(&mut S, Step, &mut App)>,
    edit: Option<fn(&mut S, Edit, &mut App)>,
}

/// A row of the table.
pub(in crate::app) const fn on<S>(
    action: Action,
    does: fn(&mut S, &mut App) -> Turn,
) -> Command<S> {
    Command {
        action,
        does,
        helps: |_, _| true,
    }
}

impl<S> Command<S> {
    /// Adds a condition for when the action has an effect. The footer and the palette hide the
    /// action otherwise.
    pub const fn when(self, helps: fn(&S, &App) -> bool) -> Self {
        Self {
            action: self.action,
            does: self.does,
            helps,
        }
    }
}

impl<S> Commands<S> {
    pub const fn new(own: &'static [Command<S>]) -> Self {
        Self {
            own,
            shared: &[],
            step: None,
            edit: None,
        }
    }

    /// Adds the rows of another table.
    pub const fn and(self, shared: &'static [Command<S>]) -> Self {
        Self { shared, ..self }
    }

    /// Adds the steps through a list or a scrolled text.
    pub(in crate::app) const fn stepping(self, step: fn(&mut S, Step, &mut App)) -> Self {
        Self {
            step: Some(step),
            ..self
        }
    }

    /// Adds the edits of a text line. An action that is both a step and an edit is a step.
    pub(in crate::app) const fn editing(self, edit: fn(&mut S, Edit, &mut App)) -> Self {
        Self {
            edit: Some(edit),
            ..self
        }
    }

    /// Performs an action; does nothing if the screen has no command for it.
    pub(in crate::app) fn act(&self, screen: &mut S, action: Action, app: &mut App) -> Turn {
        if let Some(command) = self.find(action) {
            return (command.does)(screen, app);
        }
        if let Some((step, to)) = self.step.zip(Step::of(action)) {
            step(screen, to, app);
        } else if let Some((edit, what)) = self.edit.zip(Edit::of(action)) {
            edit(screen, what, app);
        }
        Turn::Stay(None)
    }

    /// Whether an action has an effect in the present state.
    pub fn helps(&self, screen: &S, action: Action, app: &App) -> bool {
        match self.find(action) {
            Some(command) => (command.helps)(screen, app),
            None => self.takes(action),
        }
    }

    /// Whether the screen has a command for an action.
    pub fn takes(&self, action: Action) -> bool {
        self.find(action).is_some()
            || (self.step.is_some() && Step::of(action).is_some())
            || (self.edit.is_some() && Edit::of(action).is_some())
    }

    /// The actions with a row of their own.
    #[cfg(test)]
    pub fn named(&self) -> impl Iterator<Item = Action> {
        let all = self.own.iter().chain(self.shared);
        all.map(|command| command.action)
    }

    fn find(&self, action: Action) -> Option<&Command<S>> {
        let mut all = self.own.iter().chain(self.shared);
        all.find(|command| command.action == action)
    }
}

/// Closes the screen.
pub(in crate::app) fn close<S>(_screen: &mut S, _app: &mut App) -> Turn {
    Turn::Close(None)
}

/// Closes the draft.
pub(in crate::app) fn leave<S>(_screen: &mut S, app: &mut App) -> Turn {
    Turn::Stay(app.leave())
}

/// Closes the draft, or ends the program if no draft is open.
pub(in crate::app) fn leave_or_quit<S>(_screen: &mut S, app: &mut App) -> Turn {
    Turn::Stay(app.leave_or_quit())
}

/// Does nothing, with a key that has an effect on other screens.
pub(in crate::app) fn nothing<S>(_screen: &mut S, _app: &mut App) -> Turn {
    Turn::Stay(None)
}

/// Ends the program.
pub(in crate::app) fn quit<S>(_screen: &mut S, _app: &mut App) -> Turn {
    Turn::Stay(Some(Effect::Quit))
}
