//! A draft that another window has open: read until it is free, taken over, or copied.

use std::sync::Arc;

use chrono::Local;

use super::{Open, Worker};
use crate::app::screen::upgrade::NewerTemplate;
use crate::app::{Message, OpenedDraft};
use crate::desk::OpenFailure;
use crate::draft::{Draft, DraftWarning, TemplateReference};
use crate::store::{DraftLock, LockOutcome, OpenDraft, StoreError};
use crate::template::Template;
use crate::value::clean;

impl Worker {
    /// Makes the draft that is only read here writable, whoever has it.
    pub(super) fn take_over(&mut self) -> Result<Message, OpenFailure> {
        let Some(path) = self.path_of_open() else {
            return Err(nothing_open());
        };
        let now = Local::now().fixed_offset();
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
        Ok(Message::TakenOver(Box::new(opened)))
    }

    /// A new draft with everything that the draft holds that is only read here.
    pub(super) fn copy(&mut self) -> Result<Message, OpenFailure> {
        let file = self.open.as_ref().and_then(|open| open.file.as_ref());
        let Some(draft) = file.map(|file| file.draft().clone()) else {
            return Err(nothing_open());
        };
        let now = Local::now().fixed_offset();
        let file = self.store.create(&draft, now).map_err(OpenFailure::Store)?;
        let opened = self.shown_again(&file, None)?;
        let (lock, _) = self.ask_for(&file);
        self.open = Some(Open {
            file: Some(file),
            lock,
            in_use: None,
        });
        Ok(Message::Copied(Box::new(opened)))
    }

    /// Whether the draft that is only read here has changed or become free; `None` while neither.
    /// What cannot be read now is read the next time.
    pub(super) fn watch(&mut self) -> Option<Message> {
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
        Some(Message::Reread(Box::new(opened)))
    }

    /// Whether another program changed the draft that is written here.
    pub(super) fn look(&self) -> Option<Message> {
        let open = self.open.as_ref().filter(|open| open.in_use.is_none())?;
        let file = open.file.as_ref()?;
        self.store
            .is_changed_by_another(file)
            .then(|| Message::Overtaken(file.path().to_owned()))
    }

    /// Asks for a draft; its lock, or who has it.
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

    /// A draft as the screens are told of it.
    pub(super) fn shown_again(
        &mut self,
        file: &OpenDraft,
        in_use: Option<StoreError>,
    ) -> Result<OpenedDraft, OpenFailure> {
        let mut draft: Draft = file.draft().clone();
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
        })
    }

    /// Keeps a newer version of a template beside the drafts, so that a draft can be made with it.
    /// Where that fails there is nothing to choose: the draft stays what it is.
    fn keep_newer(&self, template: Arc<Template>) -> Option<NewerTemplate> {
        let hash = self.store.pin_template(template.source.as_bytes()).ok()?;
        let reference = TemplateReference {
            id: template.id.clone(),
            version: template.version.clone(),
            sha256: hash.to_string(),
            declined: String::new(),
        };
        Some(NewerTemplate {
            template,
            reference,
        })
    }

    fn path_of_open(&self) -> Option<std::path::PathBuf> {
        let file = self.open.as_ref()?.file.as_ref()?;
        Some(file.path().to_owned())
    }
}

/// The screens ask only while a draft is open.
fn nothing_open() -> OpenFailure {
    OpenFailure::Store(StoreError::NotFound {
        source_given: String::new(),
    })
}

/// The first thing in a draft's file that is not used, with the file's name.
fn not_used(file: &OpenDraft) -> Option<(String, DraftWarning)> {
    let warning = file.file().warnings.first()?;
    let name = file
        .path()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    Some((clean(&name).text.into_owned(), warning.clone()))
}
