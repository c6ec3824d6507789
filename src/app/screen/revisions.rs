//! Earlier states of a draft: its revisions, or the undo steps since it was opened. Shows the
//! changes of each state in the fields and in the contract, and restores a state.

use std::sync::Arc;

use super::command::{Commands, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::list::{Step, moved};
use crate::app::{App, Effect, Settings};
use crate::desk::{PastState, StateOrigin};
use crate::draft::{Change, Draft, changes};
use crate::keys::{Action, Context};
use crate::review::Contract;
use crate::review::changed::{Passage, changed_passages};
use crate::wording::Notice;

/// The kind of the listed states, and where closing the list leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatesOf {
    /// The revisions of the open draft.
    Revisions,
    /// The revisions of a draft in the list, which was opened only to show them.
    RevisionsFromHome,
    /// The undo steps since the draft was opened.
    Steps,
}

/// The list of states, and the changes of the selected state.
#[derive(Clone, Debug)]
pub struct RevisionsScreen {
    /// All states with the current state among them, newest first.
    pub states: Vec<PastState>,
    /// The selected row.
    pub row: usize,
    /// Whether the selected state is compared with the current state, not with the state before it.
    pub against_now: bool,
    /// The changes by field.
    pub changes: Vec<Change>,
    /// The changed passages of the contract.
    pub passages: Vec<Passage>,
    /// The first visible line of the changes.
    pub top: usize,
    /// The kind of the listed states.
    pub states_of: StatesOf,
}

impl RevisionsScreen {
    /// The list of these states, with the current state selected.
    #[must_use]
    pub fn new(states: Vec<PastState>, states_of: StatesOf, settings: &Settings) -> Self {
        let now = states
            .iter()
            .position(|state| state.origin == StateOrigin::Now);
        let mut screen = Self {
            states,
            row: now.unwrap_or(0),
            against_now: false,
            changes: Vec::new(),
            passages: Vec::new(),
            top: 0,
            states_of,
        };
        screen.compare(settings);
        screen
    }

    /// The selected state.
    #[must_use]
    pub fn selected(&self) -> Option<&PastState> {
        self.states.get(self.row)
    }

    /// The changes between the state before `row` and the state in `row`.
    #[must_use]
    pub fn made(&self, row: usize) -> Vec<Change> {
        let sides = self.states.get(row + 1).zip(self.states.get(row));
        match sides.map(|(before, after)| (&before.draft, &after.draft)) {
            Some((Ok(before), Ok(after))) => changes(before, after),
            Some(_) | None => Vec::new(),
        }
    }

    /// Makes the selected state the current state.
    fn restore(&mut self, app: &mut App) -> Turn {
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        match self.selected() {
            Some(PastState {
                origin: StateOrigin::Step,
                ..
            }) => app.notice = editor.go_to_step(self.row),
            Some(PastState {
                origin: StateOrigin::Revision(_),
                draft: Ok(draft),
                template: Some(template),
                ..
            }) if !self.is_as_now(draft) => {
                app.notice = editor.replace(draft.clone(), Arc::clone(template));
                if app.notice.is_none() {
                    app.notice = Some(Notice::RevisionRestored);
                    return Turn::Close(Some(Effect::SaveNow));
                }
            }
            Some(_) | None => app.notice = Some(Notice::NothingToRestore),
        }
        if app.notice.is_none() {
            Turn::Close(None)
        } else {
            Turn::Stay(None)
        }
    }

    /// Whether a draft has the same content as the current state.
    fn is_as_now(&self, draft: &Draft) -> bool {
        let mut states = self.states.iter();
        let now = states.find(|state| state.origin == StateOrigin::Now);
        let now = now.and_then(|now| now.draft.as_ref().ok());
        now.is_some_and(|now| changes(now, draft).is_empty())
    }

    /// The state that the selected state is compared with.
    fn before(&self) -> Option<&PastState> {
        if self.against_now {
            let mut states = self.states.iter();
            return states.find(|state| state.origin == StateOrigin::Now);
        }
        let older = self.states.iter().skip(self.row + 1);
        older.into_iter().find(|state| state.draft.is_ok())
    }

    fn compare(&mut self, settings: &Settings) {
        self.top = 0;
        let sides = self.before().zip(self.selected());
        let (changed, passages) = match sides {
            Some((before, after)) => differences(before, after, settings),
            None => (Vec::new(), Vec::new()),
        };
        (self.changes, self.passages) = (changed, passages);
    }
}

fn differences(
    before: &PastState,
    after: &PastState,
    settings: &Settings,
) -> (Vec<Change>, Vec<Passage>) {
    let (Ok(old), Ok(new)) = (&before.draft, &after.draft) else {
        return (Vec::new(), Vec::new());
    };
    let document = |state: &PastState, draft: &Draft| {
        let template = state.template.as_ref()?;
        Some(Contract::of(template, draft, &settings.house.style).document)
    };
    let passages = document(before, old)
        .zip(document(after, new))
        .map(|(old, new)| changed_passages(&old, &new));
    (changes(old, new), passages.unwrap_or_default())
}

pub(super) const COMMANDS: Commands<RevisionsScreen> = Commands::new(&[
    on(Action::Toggle, RevisionsScreen::compare_with_other),
    on(Action::Confirm, RevisionsScreen::restore).when(|_, app| !app.reads_only()),
    on(Action::Cancel, RevisionsScreen::close),
    on(Action::Revisions, RevisionsScreen::close),
    on(Action::Steps, RevisionsScreen::close),
    on(Action::Leave, leave),
])
.stepping(RevisionsScreen::step);

impl Behaviour for RevisionsScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Revisions
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }
}

impl RevisionsScreen {
    /// Moves the selection; a page step scrolls the changes.
    fn step(&mut self, step: Step, app: &mut App) {
        match step {
            Step::PageDown => self.top = self.top.saturating_add(5),
            Step::PageUp => self.top = self.top.saturating_sub(5),
            Step::Next | Step::Previous | Step::First | Step::Last => {
                self.row = moved(self.row, self.states.len(), step);
                self.compare(&app.settings);
            }
        }
    }

    fn compare_with_other(&mut self, app: &mut App) -> Turn {
        self.against_now = !self.against_now;
        self.compare(&app.settings);
        Turn::Stay(None)
    }

    fn close(&mut self, app: &mut App) -> Turn {
        match self.states_of {
            StatesOf::RevisionsFromHome => Turn::Stay(app.leave()),
            StatesOf::Revisions | StatesOf::Steps => Turn::Close(None),
        }
    }
}

impl App {
    /// Shows these revisions of the open draft.
    pub(in crate::app) fn show_revisions(&mut self, mut states: Vec<PastState>) {
        let Some(editor) = &self.editor else {
            return;
        };
        let now = PastState {
            origin: StateOrigin::Now,
            // A change that is not saved yet has no time.
            moment: (editor.work.draft().updated).filter(|_| !editor.work.is_unsaved()),
            draft: Ok(editor.work.draft().clone()),
            template: Some(Arc::clone(editor.work.template())),
        };
        states.insert(0, now);
        let states_of = if std::mem::take(&mut self.opens_revisions) {
            StatesOf::RevisionsFromHome
        } else {
            StatesOf::Revisions
        };
        let screen = RevisionsScreen::new(states, states_of, &self.settings);
        self.show(Screen::Revisions(Box::new(screen)));
    }

    /// Shows the undo steps of the open draft.
    pub(in crate::app) fn show_steps(&mut self) {
        let Some(editor) = &self.editor else {
            return;
        };
        let (steps, now) = editor.steps();
        if steps.len() == 1 {
            self.notice = Some(Notice::NothingToUndo);
            return;
        }
        let numbered = steps.into_iter().enumerate();
        let states = numbered.map(|(place, draft)| PastState {
            origin: if place == now {
                StateOrigin::Now
            } else {
                StateOrigin::Step
            },
            moment: None,
            draft: Ok(draft),
            template: Some(Arc::clone(editor.work.template())),
        });
        let screen = RevisionsScreen::new(states.collect(), StatesOf::Steps, &self.settings);
        self.show(Screen::Revisions(Box::new(screen)));
    }
}
