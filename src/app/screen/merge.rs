//! Two contents of one draft, side by side: each difference is decided for one of them.

use super::command::{Commands, close, leave_or_quit, on};
use super::{Behaviour, Screen, Turn};
use crate::app::list::{Step, moved};
use crate::app::{App, Effect, Request};
use crate::desk::{OpenedDraft, Pair};
use crate::draft::{Change, Draft, apply, changes};
use crate::keys::{Action, Context};
use crate::store::SaveRemark;
use crate::template::FieldId;
use crate::wording::Notice;

/// The differences, and how each is decided.
#[derive(Clone, Debug)]
pub struct MergeScreen {
    /// The two contents.
    pub pair: Pair,
    /// What is different: before is the draft, after is the copy.
    pub rows: Vec<Row>,
    /// Which difference has the keys.
    pub row: usize,
    /// Whether the result is being saved.
    pub is_running: bool,
}

/// One difference.
#[derive(Clone, Debug)]
pub struct Row {
    /// What is different.
    pub change: Change,
    /// Whether the copy's side is taken.
    pub takes_copy: bool,
}

/// Whether a difference is decided for the copy before anybody has looked.
fn takes_copy(change: &Change, base: Option<&Draft>) -> bool {
    match change {
        // An answer is not lost because the other side has none.
        Change::Answer { after: None, .. } => false,
        Change::Answer {
            place,
            before: Some(_),
            after: Some(answer),
        } => base.and_then(|base| base.answers.get(place)) != Some(answer),
        _ => true,
    }
}

impl MergeScreen {
    /// Every difference, decided for the copy: it holds what was not saved. Where its answer is
    /// but the one that it began with, somebody else has changed it since, and the draft's side is
    /// taken.
    #[must_use]
    pub fn new(pair: Pair) -> Self {
        let mut rows: Vec<Row> = changes(&pair.draft, &pair.copy)
            .into_iter()
            .map(|change| Row {
                takes_copy: takes_copy(&change, pair.base.as_ref()),
                change,
            })
            .collect();
        // In the order of the form; what is no answer comes last.
        let index = |field: &FieldId| pair.template.as_ref()?.field_index(field.as_str());
        rows.sort_by_key(|row| match &row.change {
            Change::Answer { place, .. } => index(&place.field).unwrap_or(usize::MAX),
            Change::Title { .. }
            | Change::Template { .. }
            | Change::Style { .. }
            | Change::Accepted { .. }
            | Change::Withdrawn { .. }
            | Change::Acknowledged { .. } => usize::MAX,
        });
        Self {
            pair,
            rows,
            row: 0,
            is_running: false,
        }
    }

    /// The draft as it was decided.
    #[must_use]
    pub fn merged(&self) -> Draft {
        let mut merged = self.pair.draft.clone();
        for row in self.rows.iter().filter(|row| row.takes_copy) {
            apply(&row.change, &self.pair.copy, &mut merged);
        }
        merged
    }

    fn decide(&mut self, decide: impl FnOnce(bool) -> bool) -> Turn {
        if let Some(row) = self.rows.get_mut(self.row) {
            row.takes_copy = decide(row.takes_copy);
        }
        Turn::Stay(None)
    }

    fn decide_all(&mut self, takes_copy: bool) -> Turn {
        for row in &mut self.rows {
            row.takes_copy = takes_copy;
        }
        Turn::Stay(None)
    }

    fn take_copy(&mut self, _app: &mut App) -> Turn {
        self.decide(|_| true)
    }

    fn take_draft(&mut self, _app: &mut App) -> Turn {
        self.decide(|_| false)
    }

    fn toggle(&mut self, _app: &mut App) -> Turn {
        self.decide(|takes_copy| !takes_copy)
    }

    fn take_whole_copy(&mut self, _app: &mut App) -> Turn {
        self.decide_all(true)
    }

    fn take_whole_draft(&mut self, _app: &mut App) -> Turn {
        self.decide_all(false)
    }
}

/// What keys do here.
pub(super) const COMMANDS: Commands<MergeScreen> = Commands::new(&[
    on(Action::Left, MergeScreen::take_copy),
    on(Action::Right, MergeScreen::take_draft),
    on(Action::Toggle, MergeScreen::toggle),
    on(Action::AllLeft, MergeScreen::take_whole_copy),
    on(Action::AllRight, MergeScreen::take_whole_draft),
    on(Action::Save, MergeScreen::save),
    on(Action::Cancel, close),
    on(Action::Leave, leave_or_quit),
])
.stepping(MergeScreen::step);

impl Behaviour for MergeScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Merge
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Toggle)
    }

    fn failed(&mut self) {
        self.is_running = false;
    }
}

impl MergeScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, self.rows.len(), step);
    }

    fn save(&mut self, _app: &mut App) -> Turn {
        if self.is_running {
            return Turn::Stay(None);
        }
        self.is_running = true;
        Turn::Stay(Some(Effect::Ask(Request::Merge(Box::new(self.merged())))))
    }
}

impl App {
    /// The merged draft is saved and the copy in the trash.
    pub(in crate::app) fn merged(
        &mut self,
        opened: Option<Box<OpenedDraft>>,
        remark: Option<SaveRemark>,
    ) -> Option<Effect> {
        self.close_overlay();
        // Where the state before is not kept, the usual words would be wrong.
        let notice = remark.map_or(Notice::Merged, Notice::Remark);
        if let Some(opened) = opened {
            self.show_again(*opened, notice);
            return None;
        }
        self.notice = Some(notice);
        Some(Effect::Ask(Request::List))
    }

    /// Shows a draft and its copy side by side.
    pub(in crate::app) fn compare(&mut self, pair: Pair) {
        self.show(Screen::Merge(Box::new(MergeScreen::new(pair))));
    }
}
