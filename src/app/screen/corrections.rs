//! The corrections that the template suggests. The user accepts or drops each of them.

use std::sync::Arc;

use super::command::{Commands, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::editor::Editor;
use crate::app::list::{Step, moved};
use crate::app::{App, Effect, Request};
use crate::draft::Issue;
use crate::keys::{Action, Context};
use crate::store::StandingDecision;
use crate::template::{Correction, Template};
use crate::wording::Notice;

/// The list of corrections.
#[derive(Clone, Debug)]
pub struct CorrectionsScreen {
    /// The selected row.
    pub row: usize,
    /// The indices of the corrections in the order of the rows: first those that were accepted
    /// before the draft was made, then the others, each in the order of the template.
    pub order: Vec<usize>,
}

impl CorrectionsScreen {
    /// The list, with the correction for a finding selected, or else the first correction.
    #[must_use]
    pub fn new(editor: &Editor, finding: Option<&Issue>) -> Self {
        let index = finding.and_then(|finding| mending(editor.work.template(), finding));
        Self::at_index(editor, index)
    }

    /// The list, with the correction of this id selected.
    #[must_use]
    pub fn at(editor: &Editor, id: &str) -> Self {
        let all = &editor.work.template().corrections;
        let index = all.iter().position(|correction| correction.id == id);
        Self::at_index(editor, index)
    }

    /// The list, with the correction of this index selected, or else the first row.
    fn at_index(editor: &Editor, index: Option<usize>) -> Self {
        let came_along = &editor.work.draft().accepted_by;
        let all = editor.work.template().corrections.iter().enumerate();
        let (first, last): (Vec<_>, Vec<_>) =
            all.partition(|(_, correction)| came_along.contains_key(&correction.id));
        let rows = first.into_iter().chain(last);
        let order: Vec<usize> = rows.map(|(index, _)| index).collect();
        let row = index.and_then(|index| order.iter().position(|row| *row == index));
        Self {
            row: row.unwrap_or_default(),
            order,
        }
    }

    /// The selected correction.
    #[must_use]
    pub fn selected<'e>(&self, editor: &'e Editor) -> Option<&'e Correction> {
        let index = self.order.get(self.row)?;
        editor.work.template().corrections.get(*index)
    }
}

pub(super) const COMMANDS: Commands<CorrectionsScreen> = Commands::new(&[
    on(Action::Toggle, CorrectionsScreen::toggle).when(may_change),
    on(Action::Always, CorrectionsScreen::decide)
        .when(|list, app| !app.reads_only() && list.is_decidable(app)),
    on(Action::AcceptSlips, accept_slips).when(may_change),
    on(Action::Cancel, close),
    on(Action::Corrections, close),
    on(Action::Leave, leave),
])
.stepping(CorrectionsScreen::step);

/// A read-only draft cannot be changed in this list either.
fn may_change(_list: &CorrectionsScreen, app: &App) -> bool {
    !app.reads_only()
}

impl Behaviour for CorrectionsScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Corrections
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Toggle)
    }

    fn toggles_off(&self, app: &App) -> bool {
        let editor = app.editor.as_ref();
        let selected = editor.and_then(|editor| Some((editor, self.selected(editor)?)));
        selected.is_some_and(|(editor, correction)| {
            editor.work.draft().accepted.contains(&correction.id)
        })
    }
}

impl CorrectionsScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, self.order.len(), step);
    }

    /// Whether a standing decision about the selected correction can be kept.
    fn is_decidable(&self, app: &App) -> bool {
        app.settings.config_path.is_some() && !self.order.is_empty()
    }

    /// Makes or withdraws the standing decision about the selected correction, whose words stand on
    /// the screen. Who always accepts it also accepts it in this draft.
    fn decide(&mut self, app: &mut App) -> Turn {
        let Some(editor) = &mut app.editor else {
            return Turn::Stay(None);
        };
        let Some(correction) = self.selected(editor).cloned() else {
            return Turn::Stay(None);
        };
        let template = editor.work.template();
        let is_withdrawn = app.settings.house.always_accepts(template, &correction);
        let decision = StandingDecision {
            template: template.id.clone(),
            correction: correction.id.clone(),
            hash: (!is_withdrawn).then(|| correction.words_hash()),
        };
        let is_accepted = editor.work.draft().accepted.contains(&correction.id);
        if !is_withdrawn && !is_accepted {
            app.notice = editor.toggle_correction(&correction.id);
            if app.notice.is_some() {
                return Turn::Stay(None);
            }
        }
        Turn::Stay(Some(Effect::Ask(Request::Decide(decision))))
    }

    fn toggle(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor
            && let Some(correction) = self.selected(editor)
        {
            let id = correction.id.clone();
            app.notice = editor.toggle_correction(&id);
        }
        Turn::Stay(None)
    }
}

fn accept_slips(_list: &mut CorrectionsScreen, app: &mut App) -> Turn {
    app.notice = app.editor.as_mut().map(Editor::accept_slips);
    Turn::Stay(None)
}

fn close(_list: &mut CorrectionsScreen, app: &mut App) -> Turn {
    if let Some(editor) = &app.editor {
        // An accepted correction removes findings from the screens below.
        for screen in &mut app.screens {
            screen.behaviour_mut().draft_changed(editor);
        }
    }
    Turn::Close(None)
}

/// The index of the correction for a finding: a correction that the finding's check names, or else
/// a correction of the same clause.
#[must_use]
pub(in crate::app) fn mending(template: &Template, finding: &Issue) -> Option<usize> {
    let checks = || {
        let all = template.checks.iter();
        all.filter(|check| check.id == finding.id)
    };
    let is_named = |one: &Correction| checks().any(|check| check.mended_by.contains(&one.id));
    let is_there = |one: &Correction| {
        let block = finding.block;
        block.is_some_and(|block| one.lines.contains(&block.line))
    };
    let all = &template.corrections;
    let named = all.iter().position(is_named);
    named.or_else(|| all.iter().position(is_there))
}

impl Editor {
    /// The correction that resolves a finding: its check names the correction, and the draft has
    /// not accepted it.
    #[must_use]
    pub fn correction_for(&self, finding: &Issue) -> Option<&Correction> {
        let template = self.work.template();
        let check = template
            .checks
            .iter()
            .find(|check| check.id == finding.id)?;
        let is_open = |id: &&String| !self.work.draft().accepted.contains(id);
        let id = check.mended_by.iter().find(is_open)?;
        template.correction(id)
    }
}

impl App {
    /// Uses a standing decision that was stored, and says so.
    pub(in crate::app) fn decided(&mut self, decision: &StandingDecision) {
        self.change_settings(|settings| Arc::make_mut(&mut settings.house).decide(decision));
        self.notice = Some(match decision.hash {
            Some(_) => Notice::AlwaysAccepted,
            None => Notice::NotAlwaysAccepted,
        });
    }

    /// Opens the list of corrections at the correction for a finding. Says so if the template has
    /// no correction for it: the list would open at a correction of something else.
    pub(in crate::app) fn show_corrections_of(&mut self, selected: Option<&Issue>) {
        let template = self.editor.as_ref().map(|editor| editor.work.template());
        let has_none = selected
            .zip(template)
            .is_some_and(|(issue, template)| mending(template, issue).is_none());
        if has_none {
            self.notice = Some(Notice::NoCorrectionForFinding);
            return;
        }
        self.show_corrections(selected);
    }

    /// Opens the list of corrections, with the correction for a finding selected: the finding
    /// `selected`, or else the finding that the user last went to.
    pub(in crate::app) fn show_corrections(&mut self, selected: Option<&Issue>) {
        let Some(editor) = &self.editor else {
            return;
        };
        if editor.work.template().corrections.is_empty() {
            self.notice = Some(Notice::NoCorrections);
            return;
        }
        let finding = selected.or(editor.finding.as_ref());
        let screen = CorrectionsScreen::new(editor, finding);
        self.show(Screen::Corrections(screen));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Problem;
    use crate::template::{BlockId, Severity, parse};

    #[test]
    fn a_correction_mends_what_its_check_says_or_asks() {
        const FRONT: &str = "id = \"x\"\ntitle = \"题\"\nversion = \"1\"\n";
        let correction = |id: &str, quote: &str| {
            format!(
                "[[corrections]]\nid = \"{id}\"\nkind = \"typo\"\nquote = \"{quote}\"\n\
                 suggestion = \"字\"\nreason = \"因\"\n"
            )
        };
        for (check, expected) in [
            ("when = \"not accepted('K2')\"", Some("K2")),
            (
                "when = \"not accepted('K2')\"\nmended_by = [\"K3\"]",
                Some("K3"),
            ),
            ("when = \"true\"\nmended_by = [\"K3\", \"K2\"]", Some("K2")),
            // The check names no correction, so the correction of the clause is found.
            ("when = \"not accepted('K2')\"\nmended_by = []", Some("K1")),
            ("when = \"true\"\nhint = \"采纳修改建议 K2\"", Some("K1")),
        ] {
            let corrections = [("K1", "甲"), ("K2", "乙"), ("K3", "丙")];
            let corrections = corrections.map(|(id, quote)| correction(id, quote));
            let text = format!(
                "+++\n{FRONT}[[checks]]\nid = \"A1\"\nseverity = \"hint\"\nmessage = \"话\"\n\
                 {check}\n{}+++\n甲\n\n乙\n\n丙\n",
                corrections.concat()
            );
            let template = parse(text.as_bytes()).unwrap();
            let mut finding = Issue::new("A1", Severity::Hint, Vec::new(), Problem::Missing);
            let line = template.corrections.first().unwrap().lines.first().unwrap();
            finding.block = Some(BlockId::of_line(*line));
            let found = mending(&template, &finding);
            let id = found.map(|index| template.corrections[index].id.as_str());
            assert_eq!(id, expected, "{check}");
        }
    }
}
