//! The kept revisions of a draft: what changed, what that did to the contract, and the way back.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::keys::Action;
use super::{App, Effect, Notice, Overlay, Settings};
use crate::draft::{Change, Draft, changes};
use crate::review::Contract;
use crate::review::changed::{Passage, changed_passages};
use crate::store::StoreError;
use crate::template::Template;

/// A state of the draft.
#[derive(Clone, Debug)]
pub struct PastState {
    /// The revision's number; `None` for the draft as it is now.
    pub number: Option<u32>,
    /// When it was kept; for the draft as it is now when it was last saved, if it was.
    pub moment: Option<DateTime<FixedOffset>>,
    /// The draft as it was, or why it cannot be read.
    pub draft: Result<Draft, StoreError>,
    /// The template it had; `None` when that is gone.
    pub template: Option<Arc<Template>>,
}

/// The list of states and what the selected one changed.
#[derive(Clone, Debug)]
pub struct RevisionsScreen {
    /// The draft as it is now, then its revisions, newest first.
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
    /// Whether it was opened from the list, and closing leads back there.
    pub is_from_home: bool,
}

/// What a key leads to.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// One line for the user.
    Say(Notice),
    /// Back to where it was opened.
    Close,
    /// Leave the draft.
    Leave,
    /// Make this the draft.
    Restore(Box<Draft>, Arc<Template>),
}

impl RevisionsScreen {
    /// The states of a draft, the present one first.
    #[must_use]
    pub fn new(states: Vec<PastState>, is_from_home: bool, settings: &Settings) -> Self {
        let mut screen = Self {
            states,
            row: 0,
            against_now: false,
            changes: Vec::new(),
            passages: Vec::new(),
            top: 0,
            is_from_home,
        };
        screen.compare(settings);
        screen
    }

    /// Takes a key.
    pub fn act(&mut self, action: Action, settings: &Settings) -> Outcome {
        let last = self.states.len().saturating_sub(1);
        match action {
            Action::Next => self.go(self.row + 1, last, settings),
            Action::Previous => self.go(self.row.saturating_sub(1), last, settings),
            Action::LineStart => self.go(0, last, settings),
            Action::LineEnd => self.go(last, last, settings),
            Action::PageDown => self.top = self.top.saturating_add(5),
            Action::PageUp => self.top = self.top.saturating_sub(5),
            Action::Toggle => {
                self.against_now = !self.against_now;
                self.compare(settings);
            }
            Action::Cancel | Action::Revisions => return Outcome::Close,
            Action::Leave => return Outcome::Leave,
            Action::Confirm => return self.restore(),
            _ => {}
        }
        Outcome::Stay
    }

    /// The selected state.
    #[must_use]
    pub fn selected(&self) -> Option<&PastState> {
        self.states.get(self.row)
    }

    fn restore(&self) -> Outcome {
        match self.selected() {
            Some(PastState {
                number: Some(_),
                draft: Ok(draft),
                template: Some(template),
                ..
            }) => Outcome::Restore(Box::new(draft.clone()), Arc::clone(template)),
            Some(_) | None => Outcome::Say(Notice::NothingToRestore),
        }
    }

    fn go(&mut self, row: usize, last: usize, settings: &Settings) {
        self.row = row.min(last);
        self.compare(settings);
    }

    /// The state that the selected one is compared with.
    fn before(&self) -> Option<&PastState> {
        if self.against_now {
            return self.states.first();
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
        let body = template.body(&draft.accepted);
        Some(Contract::new(template, &body, draft, &settings.style).document)
    };
    let passages = document(before, old)
        .zip(document(after, new))
        .map(|(old, new)| changed_passages(&old, &new));
    (changes(old, new), passages.unwrap_or_default())
}

impl App {
    /// Shows the revisions of the open draft, which were read.
    pub(super) fn show_revisions(&mut self, mut states: Vec<PastState>) -> Option<Effect> {
        let editor = self.editor.as_ref()?;
        let now = PastState {
            number: None,
            moment: editor.draft.updated,
            draft: Ok(editor.draft.clone()),
            template: Some(Arc::clone(&editor.template)),
        };
        states.insert(0, now);
        let is_from_home = std::mem::take(&mut self.opens_revisions);
        let screen = RevisionsScreen::new(states, is_from_home, &self.settings);
        self.overlay = Some(Overlay::Revisions(Box::new(screen)));
        None
    }

    pub(super) fn act_on_revisions(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Stay => None,
            Outcome::Say(notice) => {
                self.notice = Some(notice);
                None
            }
            Outcome::Leave => self.leave(),
            Outcome::Close => {
                let is_from_home = matches!(
                    &self.overlay,
                    Some(Overlay::Revisions(screen)) if screen.is_from_home
                );
                if is_from_home {
                    return self.leave();
                }
                self.overlay = None;
                None
            }
            Outcome::Restore(draft, template) => {
                let editor = self.editor.as_mut()?;
                self.notice = editor.replace(*draft, template);
                if self.notice.is_some() {
                    return None;
                }
                self.overlay = None;
                self.notice = Some(Notice::RevisionRestored);
                Some(Effect::SaveNow)
            }
        }
    }
}
