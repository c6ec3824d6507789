//! What keys do on a screen: a table with a row for each action, and the groups of actions that
//! many screens take alike.

use super::Turn;
use crate::app::line_input::Edit;
use crate::app::list::Step;
use crate::app::{App, Effect};
use crate::keys::Action;

/// What an action does on a screen, and when it has something to do.
pub(in crate::app) struct Command<S> {
    action: Action,
    does: fn(&mut S, &mut App) -> Turn,
    helps: fn(&S, &App) -> bool,
}

/// Every action that a screen takes: its own, then the shared ones, then whole groups.
pub(in crate::app) struct Commands<S: 'static> {
    own: &'static [Command<S>],
    shared: &'static [Command<S>],
    step: Option<fn(&mut S, Step, &mut App)>,
    edit: Option<fn(&mut S, Edit, &mut App)>,
}

/// What an action does.
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
    /// The same where it does not always have something to do.
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

    /// With actions that stand in another table of the screen too.
    pub const fn and(self, shared: &'static [Command<S>]) -> Self {
        Self { shared, ..self }
    }

    /// With a list, or a text that scrolls.
    pub const fn stepping(self, step: fn(&mut S, Step, &mut App)) -> Self {
        Self {
            step: Some(step),
            ..self
        }
    }

    /// With a line of text. A key that is a step too is a step.
    pub const fn editing(self, edit: fn(&mut S, Edit, &mut App)) -> Self {
        Self {
            edit: Some(edit),
            ..self
        }
    }

    /// Does what an action does; an action that is not taken does nothing.
    pub fn act(&self, screen: &mut S, action: Action, app: &mut App) -> Turn {
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

    /// Whether an action has something to do as things stand.
    pub fn helps(&self, screen: &S, action: Action, app: &App) -> bool {
        match self.find(action) {
            Some(command) => (command.helps)(screen, app),
            None => self.takes(action),
        }
    }

    /// Whether there is code for an action.
    pub fn takes(&self, action: Action) -> bool {
        self.find(action).is_some()
            || (self.step.is_some() && Step::of(action).is_some())
            || (self.edit.is_some() && Edit::of(action).is_some())
    }

    /// Every action that has a row.
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

/// Leaves the draft.
pub(in crate::app) fn leave<S>(_screen: &mut S, app: &mut App) -> Turn {
    Turn::Stay(app.leave())
}

/// Leaves the draft, or the program where none is open.
pub(in crate::app) fn leave_or_quit<S>(_screen: &mut S, app: &mut App) -> Turn {
    Turn::Stay(app.leave_or_quit())
}

/// Does nothing, with a key that does something everywhere else.
pub(in crate::app) fn nothing<S>(_screen: &mut S, _app: &mut App) -> Turn {
    Turn::Stay(None)
}

/// Leaves the program.
pub(in crate::app) fn quit<S>(_screen: &mut S, _app: &mut App) -> Turn {
    Turn::Stay(Some(Effect::Quit))
}
