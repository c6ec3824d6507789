//! The choice whom the copy of a contract is for: the same client, or another one.

use super::command::{Commands, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::list::{Step, moved};
use crate::app::{App, Effect, Request};
use crate::desk::Model;
use crate::draft::Purpose;
use crate::keys::{Action, Context};

/// The screen with the choice.
#[derive(Clone, Debug)]
pub struct CopyForScreen {
    /// The id or path of the contract to copy.
    source: String,
    /// The template of the copy, if it is not that of the contract.
    template: Option<String>,
    /// What the user calls the contract.
    pub name: String,
    /// The selected purpose, an index of [`Purpose::ALL`].
    pub row: usize,
}

impl CopyForScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, Purpose::ALL.len(), step);
    }
}

impl App {
    /// Asks whom the copy of a contract is for. `source` is the id or path of the contract, which
    /// the user knows by `name`; `template` replaces the contract's own template.
    pub fn ask_purpose(&mut self, source: String, template: Option<String>, name: String) {
        let row = 0;
        self.show(Screen::CopyFor(CopyForScreen {
            source,
            template,
            name,
            row,
        }));
    }
}

pub(super) const COMMANDS: Commands<CopyForScreen> = Commands::new(&[
    on(Action::Confirm, choose),
    on(Action::Cancel, |_, _| Turn::Close(None)),
    on(Action::Leave, leave),
])
.stepping(CopyForScreen::step);

impl Behaviour for CopyForScreen {
    fn context(&self, _app: &App) -> Context {
        Context::CopyFor
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }
}

fn choose(screen: &mut CopyForScreen, _app: &mut App) -> Turn {
    let Some(purpose) = Purpose::ALL.get(screen.row) else {
        return Turn::Stay(None);
    };
    Turn::Close(Some(Effect::Ask(Request::New {
        template: screen.template.clone(),
        from: Some(Model {
            source: screen.source.clone(),
            purpose: *purpose,
        }),
    })))
}
