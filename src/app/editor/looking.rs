//! What of form and contract is in sight.

use super::{Editor, FormLine, form_lines};
use crate::app::panes::{self, Pane, Panes};
use crate::draft::State;
use crate::value::Value;

impl Editor {
    /// Fits the panes to a screen of this size.
    pub fn resize(&mut self, screen: (u16, u16)) {
        self.screen = screen;
        let panes = self.panes();
        let width = usize::from(panes.contract.width);
        if width > 0 {
            self.layouter.resize(width, self.settings.ambiguous);
            self.layouter.layout(&self.contract.document);
        }
        self.follow_in(&panes);
    }

    /// Rows of the screen.
    #[must_use]
    pub fn rows(&self) -> u16 {
        self.screen.1
    }

    /// The parts of the screen.
    #[must_use]
    pub fn panes(&self) -> Panes {
        Panes::of(self.screen.0, self.screen.1, self.pane)
    }

    /// Gives the keys to the other pane.
    pub fn switch_pane(&mut self) {
        let field = self.focused_field().map(|field| field.id.clone());
        let first = field.and_then(|field| self.layout().rows_of_field(&field));
        self.place = (first.map_or(0, |rows| rows.start), 0);
        self.give_keys(match self.pane {
            Pane::Form => Pane::Contract,
            Pane::Contract => Pane::Form,
        });
        self.follow();
    }

    /// Gives the keys to a pane; what is in sight stays, where both panes are.
    pub(in crate::app) fn give_keys(&mut self, pane: Pane) {
        if self.pane != pane {
            self.pane = pane;
            if !self.panes().is_side_by_side() {
                self.resize(self.screen);
            }
        }
    }

    /// Scrolls the contract to its start or its end.
    pub fn scroll_whole(&mut self, forward: bool) {
        self.scroll_rows(forward, self.layout().n_rows());
    }

    /// Scrolls the contract by rows.
    pub fn scroll_rows(&mut self, forward: bool, rows: usize) {
        let height = usize::from(self.panes().contract.height).max(1);
        let last_top = self.layout().n_rows().saturating_sub(height);
        self.contract_top = if forward {
            (self.contract_top + rows).min(last_top)
        } else {
            self.contract_top.saturating_sub(rows)
        };
    }

    /// Scrolls the contract by pages; forward is down.
    pub fn scroll_page(&mut self, forward: bool) {
        let height = usize::from(self.panes().contract.height);
        self.scroll_rows(forward, height.saturating_sub(2).max(1));
    }

    /// Keeps the focused blank and the focused line of the form in sight.
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
            self.contract_top =
                panes::follow(self.contract_top, height, total, rows.start, rows.end);
        }
    }

    pub(super) fn follow_form(&mut self, panes: &Panes) {
        let height = usize::from(panes.form.height);
        if height > 0 {
            let lines = form_lines(self);
            let belongs = |line: &FormLine| line.field() == Some(self.focus);
            let from = lines.iter().position(belongs).unwrap_or(0);
            let to = lines
                .iter()
                .rposition(belongs)
                .map_or(from + 1, |last| last + 1);
            self.form_top = panes::follow(self.form_top, height, lines.len(), from, to);
        }
    }

    /// The value of the focused field, when its answer was understood.
    #[must_use]
    pub fn focused_value(&self) -> Option<&Value> {
        match self.values().state(self.focus) {
            State::Answered(value) => Some(value),
            State::Unanswered | State::Wrong | State::Struck => None,
        }
    }
}
