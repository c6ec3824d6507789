//! The visible parts of the form and the contract.

use std::ops::Range;

use super::{Editor, FormLine, form, form_lines};
use crate::app::panes::{self, Area, Grown, Pane, Panes, Shown};
use crate::value::Value;

impl Editor {
    /// Fits the panes to a screen of this size.
    pub fn resize(&mut self, screen: (u16, u16)) {
        self.screen = screen;
        self.label_columns = form::label_columns(self);
        let panes = self.panes();
        let width = usize::from(panes.contract.width);
        if width > 0 {
            self.layouter.resize(width, self.settings.ambiguous);
            self.layouter.layout(self.work.document());
        }
        self.show_from(self.contract_shown.top.min(self.last_contract_top()));
        self.follow_in(&panes);
    }

    /// Rows of the screen.
    #[must_use]
    pub fn rows(&self) -> u16 {
        self.screen.1
    }

    /// The positions of the panes on the screen.
    #[must_use]
    pub fn panes(&self) -> Panes {
        Panes::of(self.screen.0, self.screen.1, self.pane)
    }

    /// Focuses the other pane.
    pub(in crate::app) fn switch_pane(&mut self) {
        let first = self.layout().rows_of_place(&self.focus);
        self.place = (first.map_or(0, |rows| rows.start), 0);
        self.give_keys(match self.pane {
            Pane::Form => Pane::Contract,
            Pane::Contract => Pane::Form,
        });
        self.follow();
    }

    /// Focuses a pane. Nothing scrolls if both panes are visible.
    pub(in crate::app) fn give_keys(&mut self, pane: Pane) {
        if self.pane != pane {
            self.pane = pane;
            if !self.panes().is_side_by_side() {
                self.resize(self.screen);
            }
        }
    }

    /// Scrolls the contract to its start or its end.
    pub(in crate::app) fn scroll_whole(&mut self, forward: bool) {
        self.scroll_rows(forward, self.layout().n_rows());
    }

    /// Scrolls the contract by rows.
    pub(in crate::app) fn scroll_rows(&mut self, forward: bool, rows: usize) {
        let last_top = self.last_contract_top();
        let top = self.contract_shown.top;
        self.show_from(if forward {
            // The contract may show empty rows at its end. Scrolling down must not move it up then.
            (top + rows).min(last_top.max(top))
        } else {
            top.saturating_sub(rows)
        });
    }

    /// The first visible row when the last row is at the bottom of the pane.
    fn last_contract_top(&self) -> usize {
        let height = usize::from(self.panes().contract.height).max(1);
        self.layout().n_rows().saturating_sub(height)
    }

    /// Shows the contract from this row on.
    pub(super) fn show_from(&mut self, top: usize) {
        self.contract_shown = Shown { top, lead: 0 };
    }

    /// The part of the contract's pane that shows rows: without the empty lines above the first
    /// row.
    #[must_use]
    pub fn contract_area(&self) -> Area {
        let pane = self.panes().contract;
        let lead = u16::try_from(self.contract_shown.lead).unwrap_or(u16::MAX);
        let lead = lead.min(pane.height);
        Area {
            y: pane.y + lead,
            height: pane.height - lead,
            ..pane
        }
    }

    /// Scrolls the contract by a page; `forward` is down.
    pub(in crate::app) fn scroll_page(&mut self, forward: bool) {
        let height = usize::from(self.panes().contract.height);
        self.scroll_rows(forward, height.saturating_sub(2).max(1));
    }

    /// Scrolls so that the focused blank and the focused line of the form are visible.
    pub(super) fn follow(&mut self) {
        let panes = self.panes();
        self.follow_in(&panes);
    }

    pub(super) fn follow_in(&mut self, panes: &Panes) {
        self.follow_contract(panes);
        self.follow_form(panes);
    }

    pub(super) fn follow_contract(&mut self, panes: &Panes) {
        let height = usize::from(panes.contract.height);
        if height > 0
            && let Some(rows) = self.focused_rows()
        {
            let total = self.layout().n_rows();
            let before = self.contract_shown.top;
            let top = panes::follow(before, height, total, rows.start, rows.end);
            if top != before {
                self.show_from(top);
            }
        }
    }

    /// The rows of the focused blank, and the row after its paragraph.
    pub(super) fn place_of_work(&self) -> Option<(Range<usize>, usize)> {
        let rows = self.focused_rows()?;
        let block = self.layout().block_of_row(rows.start)?;
        let paragraph = self.layout().rows_of_block(block)?;
        Some((rows, paragraph.end))
    }

    /// The number of the clause with the focused blank, as findings write it, or of the first visible
    /// row if that blank is out of sight.
    #[must_use]
    pub fn clause_in_sight(&self) -> String {
        let top = self.contract_shown.top;
        let seen = top..top + usize::from(self.contract_area().height);
        let focused = self.focused_rows().map(|rows| rows.start);
        let row = focused.filter(|row| seen.contains(row)).unwrap_or(top);
        let block = self.layout().block_of_row(row);
        let clause = block.map(|block| self.work.document().clause_of_block(block));
        // The form that findings use: 二（三）2.
        clause
            .unwrap_or_default()
            .replace('、', "")
            .trim()
            .to_owned()
    }

    /// Scrolls the contract after a new layout so that as few visible rows as possible move.
    /// `before` is the result of [`Self::place_of_work`] before the layout.
    pub(super) fn keep_contract_steady(
        &mut self,
        panes: &Panes,
        before: Option<(Range<usize>, usize)>,
    ) {
        let height = usize::from(panes.contract.height);
        if let (Some((worked_at, before)), Some((rows, now))) = (before, self.place_of_work()) {
            let grown = Grown {
                row: worked_at.end,
                before,
                now,
            };
            let lowest_top = panes::lowest_top(height, self.layout().n_rows());
            let shown = self.contract_shown.after(height, grown);
            let top = shown.top.min(lowest_top);
            if top <= rows.start && rows.end + shown.lead <= top + height {
                self.contract_shown = Shown { top, ..shown };
                return;
            }
        }
        self.follow_contract(panes);
    }

    pub(super) fn follow_form(&mut self, panes: &Panes) {
        let height = usize::from(panes.form.height);
        if height > 0 {
            let lines = form_lines(self);
            let belongs = |line: &FormLine| form::shows_focus(self, line);
            let from = lines.iter().position(belongs).unwrap_or(0);
            // The labels of the columns stand in the first visible line of a grid.
            let from = from.saturating_sub(usize::from(self.focus.row.is_some()));
            let to = lines
                .iter()
                .rposition(belongs)
                .map_or(from + 1, |last| last + 1);
            self.form_shown.top = panes::follow(self.form_shown.top, height, lines.len(), from, to);
        }
    }

    /// The value of the focused field, if its answer was understood.
    #[must_use]
    pub(in crate::app) fn focused_value(&self) -> Option<&Value> {
        self.values().value(&self.focus)
    }
}
