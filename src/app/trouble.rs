//! What keeps the open draft from being written as it is, and the way out: one key for all of it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::screen::Screen;
use super::screen::in_use::InUseScreen;
use super::{App, Effect, Request, SaveState};
use crate::store::{SaveRemark, StoreError};
use crate::wording::Notice;

impl App {
    /// Opens the way out of what the header says is the matter.
    pub(super) fn resolve(&mut self) -> Option<Effect> {
        if let Some(owner) = self.in_use() {
            self.show(Screen::InUse(InUseScreen::new(owner.clone())));
            return None;
        }
        match &self.save {
            SaveState::Apart { kept_as, .. } => {
                return Some(Effect::Ask(Request::Compare(
                    kept_as.to_string_lossy().into_owned(),
                )));
            }
            SaveState::Failed(_) => self.ask_for_place(),
            SaveState::Saved(_) | SaveState::Unchanged => {
                self.notice = Some(Notice::NoTrouble);
            }
        }
        None
    }

    /// What was kept apart cannot be compared with a file that somebody has broken: another place
    /// is offered for it.
    pub(super) fn offer_place(&mut self, error: &StoreError) {
        let is_apart = matches!(self.save, SaveState::Apart { .. });
        if is_apart && !self.has_overlay() && matches!(error, StoreError::Broken { .. }) {
            self.ask_for_place();
        }
    }

    /// Whether something is the matter that one key leads out of.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.in_use().is_some()
            || matches!(self.save, SaveState::Apart { .. } | SaveState::Failed(_))
    }

    /// What was typed lies on the disk; what there is to say of it is said once.
    pub(super) fn saved(
        &mut self,
        id: String,
        revision: u64,
        at: DateTime<FixedOffset>,
        remark: Option<SaveRemark>,
    ) {
        let is_unkept = matches!(remark, Some(SaveRemark::RevisionNotKept(_)));
        let was_said = std::mem::replace(&mut self.is_unkept_said, is_unkept);
        if let Some(remark) = remark.filter(|_| !(is_unkept && was_said)) {
            self.notice = Some(Notice::Remark(remark));
        }
        if let Some(editor) = &mut self.editor {
            editor.work.saved(revision, Some(id));
        }
        self.save = SaveState::Saved(at);
    }

    /// What was typed is safe, in a copy beside the draft; its name is said once.
    pub(super) fn kept_apart(
        &mut self,
        revision: u64,
        at: DateTime<FixedOffset>,
        kept_as: PathBuf,
    ) {
        if let Some(editor) = &mut self.editor {
            editor.work.saved(revision, None);
        }
        if !matches!(self.save, SaveState::Apart { .. }) {
            self.notice = Some(Notice::kept_apart(&kept_as));
        }
        self.save = SaveState::Apart { at, kept_as };
    }

    /// Another program changed the file. What is unsaved here becomes a copy with the next save;
    /// where nothing is, the draft is opened again as it is now.
    pub(super) fn overtaken(&mut self, path: &Path) -> Option<Effect> {
        let is_safe = self
            .editor
            .as_ref()
            .is_some_and(|editor| !editor.work.is_unsaved());
        if !is_safe {
            return None;
        }
        self.closed();
        self.rereads = true;
        Some(Effect::Ask(Request::Open(
            path.to_string_lossy().into_owned(),
        )))
    }
}
