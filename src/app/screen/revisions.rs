//! Former states of a draft, its kept revisions or the steps since it was opened: what changed,
//! what that did to the contract, and the way back.

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

/// What is listed, and where closing leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatesOf {
    /// The revisions of the open draft.
    Revisions,
    /// The revisions of a draft of the list, which was opened for them.
    RevisionsFromHome,
    /// The steps since the draft was opened.
    Steps,
}

/// The list of states and what the selected one changed.
#[derive(Clone, Debug)]
pub struct RevisionsScreen {
    /// The draft as it is now among its other states, newest first.
    pub states: Vec<PastState>,
    /// Which state has the keys.
    pub row: usize,
    /// Whether the selected state is compared with the draft as it is now, not with the state
    /// before it.
    pub against_now: bool,
    /// What is different, by field.
    pub changes: Vec<Change>,
    /// What is different in the text of the contract.
    pub passages: Vec<Passage>,
    /// The first line of the differences that is shown.
    pub top: usize,
    /// What is listed.
    pub states_of: StatesOf,
}

impl RevisionsScreen {
    /// The states of a draft, the present one selected.
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

    /// What the step before a state has changed.
    #[must_use]
    pub fn made(&self, row: usize) -> Vec<Change> {
        let sides = self.states.get(row + 1).zip(self.states.get(row));
        match sides.map(|(before, after)| (&before.draft, &after.draft)) {
            Some((Ok(before), Ok(after))) => changes(before, after),
            Some(_) | None => Vec::new(),
        }
    }

    /// Makes the selected state the draft.
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

    /// Whether a draft says what the draft says now.
    fn is_as_now(&self, draft: &Draft) -> bool {
        let mut states = self.states.iter();
        let now = states.find(|state| state.origin == StateOrigin::Now);
        let now = now.and_then(|now| now.draft.as_ref().ok());
        now.is_some_and(|now| changes(now, draft).is_empty())
    }

    /// The state that the selected one is compared with.
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

/// What keys do here.
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
    /// Pages scroll the differences.
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
    /// Shows the revisions of the open draft, which were read.
    pub(in crate::app) fn show_revisions(&mut self, mut states: Vec<PastState>) {
        let Some(editor) = &self.editor else {
            return;
        };
        let now = PastState {
            origin: StateOrigin::Now,
            moment: editor.work.draft().updated,
            draft: Ok(editor.work.draft().clone()),
            template: Some(Arc::clone(&editor.work.template())),
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

    /// Shows the steps that can be taken back and done again.
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
            template: Some(Arc::clone(&editor.work.template())),
        });
        let screen = RevisionsScreen::new(states.collect(), StatesOf::Steps, &self.settings);
        self.show(Screen::Revisions(Box::new(screen)));
    }
}
