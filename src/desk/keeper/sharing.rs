//! A draft that another window has open: read it until it is free, take it over, or copy it.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Keeper, Open};
use crate::desk::{NewerTemplate, OpenFailure, OpenedDraft};
use crate::draft::{Draft, DraftWarning, Status, TemplateReference};
use crate::store::{DraftLock, LockOutcome, OpenDraft, StoreError};
use crate::template::Template;
use crate::value::clean;

impl Keeper {
    /// Makes the read-only draft writable, even if another window has it open.
    ///
    /// # Errors
    /// No draft is open, or its file cannot be read.
    pub fn take_over(&mut self) -> Result<OpenedDraft, OpenFailure> {
        let Some(path) = self.path_of_open() else {
            return Err(nothing_open());
        };
        let now = (self.now)();
        let (file, lock) = self
            .store
            .take_over(&path, now)
            .map_err(OpenFailure::Store)?;
        let opened = self.shown_again(&file, None)?;
        self.open = Some(Open {
            file: Some(file),
            lock,
            in_use: None,
        });
        Ok(opened)
    }

    /// Creates a writable copy of a draft that is open read-only.
    ///
    /// # Errors
    /// No draft is open, or the copy cannot be written.
    pub fn copy(&mut self) -> Result<OpenedDraft, OpenFailure> {
        let Some(draft) = self.file().map(|file| file.draft().clone()) else {
            return Err(nothing_open());
        };
        // The copy is another contract: neither sent nor signed nor exported.
        let draft = Draft {
            status: Status::default(),
            exported: None,
            ..draft
        };
        let now = (self.now)();
        let file = self.store.create(&draft, now).map_err(OpenFailure::Store)?;
        let opened = self.shown_again(&file, None)?;
        let (lock, _) = self.ask_for(&file);
        self.open = Some(Open {
            file: Some(file),
            lock,
            in_use: None,
        });
        Ok(opened)
    }

    /// Checks whether the read-only draft has changed or become free; `None` if neither. A draft
    /// that cannot be read now is checked again at the next interval.
    pub fn watch(&mut self) -> Option<OpenedDraft> {
        let open = self.open.as_ref()?;
        let before = open.in_use.clone()?;
        let file = open.file.as_ref()?;
        let (lock, in_use) = self.ask_for(file);
        let is_changed = self.store.is_changed_by_another(file);
        if !is_changed && in_use.as_ref() == Some(&before) {
            return None;
        }
        let file = self.store.load_path(file.path()).ok()?;
        let opened = self.shown_again(&file, in_use.clone()).ok()?;
        self.open = Some(Open {
            file: Some(file),
            lock,
            in_use,
        });
        Some(opened)
    }

    /// The path of the draft that is open for writing, if another program changed its file.
    #[must_use]
    pub fn overtaken(&self) -> Option<PathBuf> {
        let open = self.open.as_ref().filter(|open| open.in_use.is_none())?;
        let file = open.file.as_ref()?;
        self.store
            .is_changed_by_another(file)
            .then(|| file.path().to_owned())
    }

    /// Tries to lock a draft: returns the lock, or the window that holds it.
    pub(super) fn ask_for(&self, file: &OpenDraft) -> (Option<DraftLock>, Option<StoreError>) {
        match self.lock(file) {
            LockOutcome::Held(held) => (Some(held), None),
            LockOutcome::Unavailable => (None, None),
            LockOutcome::HeldByOther(owner) => {
                let path = file.path().to_owned();
                (None, Some(StoreError::InUse { path, owner }))
            }
        }
    }

    /// The draft of `file` with its template; read-only if `in_use` names another window.
    pub(super) fn shown_again(
        &mut self,
        file: &OpenDraft,
        in_use: Option<StoreError>,
    ) -> Result<OpenedDraft, OpenFailure> {
        let mut draft: Draft = file.draft().clone();
        draft.doubt_old_answers((self.now)());
        let found = self.cache.of_draft(&self.store, draft.made_with())?;
        if draft.template.sha256.is_empty() {
            self.pin(&mut draft, &found.template);
        }
        Ok(OpenedDraft {
            template: found.template,
            draft,
            read_only: file.read_only_reason().or(in_use),
            template_changed: found.is_another,
            newer: found.newer.and_then(|newer| self.keep_newer(newer)),
            not_used: not_used(file),
            is_new: false,
        })
    }

    /// Stores a newer version of the template beside the drafts, so that a draft can be upgraded to
    /// it. Returns `None` on failure: the user is then not offered the upgrade.
    fn keep_newer(&self, template: Arc<Template>) -> Option<NewerTemplate> {
        let hash = self.store.pin_template(template.source.as_bytes()).ok()?;
        let reference = TemplateReference {
            id: template.id.clone(),
            version: template.version.clone(),
            sha256: hash.to_string(),
            ..TemplateReference::default()
        };
        Some(NewerTemplate {
            template,
            reference,
        })
    }

    fn path_of_open(&self) -> Option<PathBuf> {
        Some(self.file()?.path().to_owned())
    }
}

/// The error for a request without an open draft; the screens send no such request.
fn nothing_open() -> OpenFailure {
    OpenFailure::Store(StoreError::NotFound {
        source_given: String::new(),
    })
}

/// The first entry of a draft's file that the program does not use, with the file's name.
fn not_used(file: &OpenDraft) -> Option<(String, DraftWarning)> {
    let warning = file.file().warnings.first()?;
    let name = file
        .path()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    Some((clean(&name).text.into_owned(), warning.clone()))
}
