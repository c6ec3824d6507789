//! What prevents the normal save of the open draft, and how the user resolves it. The same key
//! resolves every such problem.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::screen::Screen;
use super::screen::in_use::InUseScreen;
use super::{App, Effect, Request, SaveState};
use crate::store::{SaveRemark, StoreError};
use crate::wording::Notice;

impl App {
    pub(super) fn not_saved(&mut self, error: StoreError) {
        self.n_failed_saves += 1;
        self.save = SaveState::Failed(error);
    }

    /// Opens the screen that resolves the problem in the header.
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

    /// Offers another place for the draft if its file has become unreadable: the conflict copy
    /// cannot be compared with an unreadable file.
    pub(super) fn offer_place(&mut self, error: &StoreError) {
        let is_apart = matches!(self.save, SaveState::Apart { .. });
        if is_apart && !self.has_overlay() && matches!(error, StoreError::Broken { .. }) {
            self.ask_for_place();
        }
    }

    /// Whether the user can resolve a problem by a key.
    #[must_use]
    pub(super) fn is_in_trouble(&self) -> bool {
        self.in_use().is_some()
            || matches!(self.save, SaveState::Apart { .. } | SaveState::Failed(_))
    }

    /// Records a successful save, and shows the remark about it. The remark that no revisions are
    /// kept is shown only once.
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
            editor.work.saved(revision, at, Some(id));
        }
        self.save = SaveState::Saved(at);
    }

    /// Records a save in a conflict copy, and shows the name of the copy once.
    pub(super) fn kept_apart(
        &mut self,
        revision: u64,
        at: DateTime<FixedOffset>,
        kept_as: PathBuf,
    ) {
        if let Some(editor) = &mut self.editor {
            editor.work.saved(revision, at, None);
        }
        if !matches!(self.save, SaveState::Apart { .. }) {
            self.notice = Some(Notice::kept_apart(&kept_as));
        }
        self.save = SaveState::Apart { at, kept_as };
    }

    /// Handles a change of the draft's file by another program. The next save writes unsaved
    /// changes to a conflict copy; without unsaved changes, the draft is reopened.
    pub(super) fn overtaken(&mut self, path: &Path) -> Option<Effect> {
        if self.editor.is_none() || self.is_unsaved() {
            return None;
        }
        self.closed();
        self.rereads = true;
        Some(Effect::Ask(Request::Open(
            path.to_string_lossy().into_owned(),
        )))
    }
}
