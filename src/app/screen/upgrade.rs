//! The choice of a newer template version, with the changes that it would make.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::command::{Commands, close, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::list::{Step, moved};
use crate::app::{App, Effect, Settings};
use crate::desk::NewerTemplate;
use crate::draft::{Answer, Carried, Draft, carry};
use crate::keys::{Action, Context};
use crate::review::Contract;
use crate::review::changed::{Passage, changed_passages};
use crate::template::{Place, Template};
use crate::wording::Notice;

/// The changes of a newer template version, and the choice.
#[derive(Clone, Debug)]
pub struct UpgradeScreen {
    /// The version that the draft was made with.
    pub old: Arc<Template>,
    /// The newer version.
    pub new: Arc<Template>,
    /// The SHA-256 of the text of the old version.
    pub old_sha256: String,
    /// The answers of the draft at present.
    pub old_answers: BTreeMap<Place, Answer>,
    /// The result of moving the draft to the newer version.
    pub carried: Carried,
    /// The passages of the contract that would change.
    pub passages: Vec<Passage>,
    /// The selected choice, an index of [`VERDICTS`].
    pub row: usize,
    /// The first visible line of the changes.
    pub top: usize,
}

/// A choice for a newer template version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Keep the old version. The program does not ask about this newer version again.
    Keep,
    /// Use the newer version.
    Upgrade,
}

/// All choices in order, the choice that changes nothing first.
pub const VERDICTS: [Verdict; 2] = [Verdict::Keep, Verdict::Upgrade];

impl Verdict {
    /// The name of the choice in the keys of texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Upgrade => "upgrade",
        }
    }
}

impl UpgradeScreen {
    /// The choice for a draft of the template `old`, with the changes that `newer` would make.
    #[must_use]
    pub fn new(
        old: &Arc<Template>,
        newer: NewerTemplate,
        draft: &Draft,
        settings: &Settings,
    ) -> Self {
        let new = newer.template;
        let carried = carry(old, &new, draft, newer.reference);
        let document = |template: &Template, draft: &Draft| {
            Contract::of(template, draft, &settings.house.style).document
        };
        let before = document(old, draft);
        let passages = changed_passages(&before, &document(&new, &carried.draft));
        Self {
            old: Arc::clone(old),
            new,
            old_sha256: draft.template.sha256.clone(),
            old_answers: draft.answers.clone(),
            carried,
            passages,
            row: 0,
            top: 0,
        }
    }

    /// Performs a choice.
    fn chosen(&mut self, choice: Verdict, app: &mut App) -> Turn {
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        match choice {
            Verdict::Keep => {
                editor.decline(&self.carried.draft.template.sha256);
                app.notice = Some(Notice::TemplateKept);
                Turn::Close(None)
            }
            Verdict::Upgrade => {
                let draft = std::mem::take(&mut self.carried.draft);
                app.notice = editor.replace(draft, Arc::clone(&self.new));
                if app.notice.is_some() {
                    return Turn::Close(None);
                }
                app.notice = Some(Notice::TemplateUpgraded);
                Turn::Close(Some(Effect::SaveNow))
            }
        }
    }
}

pub(super) const COMMANDS: Commands<UpgradeScreen> = Commands::new(&[
    on(Action::Confirm, UpgradeScreen::choose),
    on(Action::Cancel, close),
    on(Action::Upgrade, close),
    on(Action::Leave, leave),
])
.stepping(UpgradeScreen::step);

impl Behaviour for UpgradeScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Upgrade
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }
}

impl UpgradeScreen {
    /// Moves the selection; a page step scrolls the changes.
    fn step(&mut self, step: Step, _app: &mut App) {
        match step {
            Step::PageDown => self.top = self.top.saturating_add(5),
            Step::PageUp => self.top = self.top.saturating_sub(5),
            Step::Next | Step::Previous | Step::First | Step::Last => {
                self.row = moved(self.row, VERDICTS.len(), step);
            }
        }
    }

    fn choose(&mut self, app: &mut App) -> Turn {
        match VERDICTS.get(self.row) {
            Some(choice) => self.chosen(*choice, app),
            None => Turn::Stay(None),
        }
    }
}

impl App {
    /// Asks about a newer version after a draft was opened, unless the user has declined this
    /// version.
    pub(in crate::app) fn ask_about_newer(&mut self) {
        let is_open_question = self.editor.as_ref().is_some_and(|editor| {
            let declined = &editor.work.draft().template.declined;
            let newer = editor.newer.as_ref();
            editor.work.may_edit().is_ok()
                && newer.is_some_and(|newer| newer.reference.sha256 != *declined)
        });
        // Do not cover the revisions if the user asked for them.
        if is_open_question && !self.opens_revisions && !self.has_overlay() {
            self.show_upgrade();
        }
    }

    /// Shows the changes that the newer version of the template would make.
    pub(in crate::app) fn show_upgrade(&mut self) {
        let Some(editor) = self
            .editor
            .as_ref()
            .filter(|editor| !editor.work.is_read_only())
        else {
            self.notice = Some(Notice::ReadOnly);
            return;
        };
        match &editor.newer {
            Some(newer) => {
                let (old, draft) = (editor.work.template(), editor.work.draft());
                let screen = UpgradeScreen::new(old, newer.clone(), draft, &self.settings);
                self.show(Screen::Upgrade(Box::new(screen)));
            }
            None => self.notice = Some(Notice::NoNewerTemplate),
        }
    }
}
