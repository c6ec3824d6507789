//! A draft and its conflict copy, side by side. The user chooses a side for each difference.

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

/// The differences and the chosen sides.
#[derive(Clone, Debug)]
pub struct MergeScreen {
    /// The draft and its copy.
    pub pair: Pair,
    /// The differences: before is the draft, after is the copy.
    pub rows: Vec<Row>,
    /// The selected row.
    pub row: usize,
    /// Whether the result is being saved.
    pub is_running: bool,
}

/// A difference and the chosen side.
#[derive(Clone, Debug)]
pub struct Row {
    /// The difference.
    pub change: Change,
    /// Whether the side of the copy is chosen.
    pub takes_copy: bool,
}

/// Whether the side of the copy is chosen before the user decides.
fn takes_copy(change: &Change, base: Option<&Draft>) -> bool {
    match change {
        // Keep an answer that only the draft has.
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
    /// All differences. The side of the copy is chosen at first, because the copy holds unsaved
    /// changes. But where the copy still has the answer of the common ancestor, another program has
    /// changed the answer since, and the side of the draft is chosen.
    #[must_use]
    pub fn new(pair: Pair) -> Self {
        let mut rows: Vec<Row> = changes(&pair.draft, &pair.copy)
            .into_iter()
            .map(|change| Row {
                takes_copy: takes_copy(&change, pair.base.as_ref()),
                change,
            })
            .collect();
        // Sort answers by the order of the form, and all other differences behind them.
        let index = |field: &FieldId| pair.template.as_ref()?.field_index(field.as_str());
        rows.sort_by_key(|row| match &row.change {
            Change::Answer { place, .. } => index(&place.field).unwrap_or(usize::MAX),
            Change::Title { .. }
            | Change::Rows { .. }
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

    /// The draft with the chosen side of each difference.
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
    /// Shows that the merged draft was saved and the copy moved to the trash.
    pub(in crate::app) fn merged(
        &mut self,
        opened: Option<Box<OpenedDraft>>,
        remark: Option<SaveRemark>,
    ) -> Option<Effect> {
        self.close_overlay();
        // A remark says that the earlier content was not kept; the usual message would say that it
        // was.
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
