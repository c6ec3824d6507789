//! The template of a draft has a newer version: what that would change, and the choice.

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

/// What a newer version would change, and the choice.
#[derive(Clone, Debug)]
pub struct UpgradeScreen {
    /// The version that the draft was made with.
    pub old: Arc<Template>,
    /// The newer one.
    pub new: Arc<Template>,
    /// SHA-256 of the text of the version that the draft was made with.
    pub old_sha256: String,
    /// The answers as they are.
    pub old_answers: BTreeMap<Place, Answer>,
    /// The draft for the newer one.
    pub carried: Carried,
    /// What would be different in the text of the contract.
    pub passages: Vec<Passage>,
    /// Which choice has the keys, an index of [`VERDICTS`].
    pub row: usize,
    /// The first line of the differences that is shown.
    pub top: usize,
}

/// What can be done about a newer version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Keep the words that the draft was made with; not asked again about this version.
    Keep,
    /// Take the newer version.
    Upgrade,
}

/// The choices in their order: first the one that changes nothing.
pub const VERDICTS: [Verdict; 2] = [Verdict::Keep, Verdict::Upgrade];

impl Verdict {
    /// Its name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Upgrade => "upgrade",
        }
    }
}

impl UpgradeScreen {
    /// What `newer` would make of a draft of the template `old`.
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

    /// Does what was chosen.
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

/// What keys do here.
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
    /// Pages scroll the differences.
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
    /// Asks about a newer version as soon as a draft is opened that could take it, unless its
    /// user has decided about that version.
    pub(in crate::app) fn ask_about_newer(&mut self) {
        let is_open_question = self.editor.as_ref().is_some_and(|editor| {
            let declined = &editor.work.draft().template.declined;
            let newer = editor.newer.as_ref();
            !editor.work.is_read_only()
                && newer.is_some_and(|newer| newer.reference.sha256 != *declined)
        });
        // Who wants to see the revisions sees them.
        if is_open_question && !self.opens_revisions && !self.has_overlay() {
            self.show_upgrade();
        }
    }

    /// Shows what the newer version of the template would change.
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
                let (old, draft) = (&editor.work.template(), &editor.work.draft());
                let screen = UpgradeScreen::new(old, newer.clone(), draft, &self.settings);
                self.show(Screen::Upgrade(Box::new(screen)));
            }
            None => self.notice = Some(Notice::NoNewerTemplate),
        }
    }
}
