//! Merges a draft with its conflict copy.

use std::path::Path;

use super::{Keeper, Open};
use crate::desk::{OpenedDraft, Pair};
use crate::draft::Draft;
use crate::store::{Keep, OpenDraft, SaveRemark, StoreError};
use crate::value::clean;

/// The draft and the copy that are being compared.
pub(super) struct Compared {
    /// The draft as read for the comparison: a later change by another program is a conflict.
    file: OpenDraft,
    /// The copy as read for the comparison.
    copy: OpenDraft,
}

/// A saved merge.
#[derive(Debug)]
pub struct Merged {
    /// The merged draft, if the draft is open.
    pub opened: Option<OpenedDraft>,
    /// A remark on the save.
    pub remark: Option<SaveRemark>,
}

impl Keeper {
    /// Reads the copy that `source` names, and the draft that the copy belongs to.
    ///
    /// # Errors
    /// One of the two files cannot be read.
    pub fn compare(&mut self, source: &str) -> Result<Pair, StoreError> {
        let copy = self.store.find(source)?;
        let file = self.store.load_path(&self.store.draft_of_copy(&copy)?)?;
        let other = self.store.load_path(&copy)?;
        let template = self.cache.of_draft(&self.store, file.draft().made_with());
        let is_open_here = self.is_open(&file);
        let owner = if is_open_here {
            None
        } else {
            match self.ask_for(&file) {
                (_, Some(StoreError::InUse { owner, .. })) => Some(owner),
                (_, Some(_) | None) => None,
            }
        };
        let name = copy.file_name().unwrap_or(copy.as_os_str());
        let pair = Pair {
            template: template.ok().map(|found| found.template),
            copy: other.draft().clone(),
            copy_name: clean(&name.to_string_lossy()).text.into_owned(),
            draft: file.draft().clone(),
            base: self.base_of(&copy, file.path()),
            owner,
        };
        self.compared = Some(Compared { file, copy: other });
        Ok(pair)
    }

    /// The common ancestor of the draft and its conflict copy: the state of the draft at `path`
    /// before its last save, which another window made. A recovery copy has no common ancestor.
    fn base_of(&self, copy: &Path, path: &Path) -> Option<Draft> {
        if self.store.is_recovery_copy(copy) {
            return None;
        }
        let revisions = self.store.revisions(path).ok()?;
        let base = self.store.read_revision(revisions.first()?).ok()?;
        Some(base.draft().clone())
    }

    /// Saves the merge of the two compared drafts as a new state of the draft, and moves the copy to
    /// the trash.
    ///
    /// # Errors
    /// Nothing is being compared, or the merge cannot be saved.
    pub fn merge(&mut self, draft: &Draft) -> Result<Merged, StoreError> {
        let Some(mut compared) = self.compared.take() else {
            return Err(StoreError::NotFound {
                source_given: String::new(),
            });
        };
        let now = (self.now)();
        let file = &mut compared.file;
        let remark = match self.store.save(file, draft, now, Keep::Always) {
            Ok(saved) => saved.remark(file.path()),
            Err(error) => {
                self.compared = Some(compared);
                return Err(error);
            }
        };
        // A copy that cannot be moved, or that has changed since the comparison, stays in the list.
        let _stays_listed = self.store.trash_as_seen(&compared.copy, now);
        let file = compared.file;
        if !self.is_open(&file) {
            return Ok(Merged {
                opened: None,
                remark,
            });
        }
        let mut before = self.open.take();
        if let Some(file) = before.as_mut().and_then(|open| open.file.as_mut()) {
            self.store.drop_recovery_copy(file);
        }
        let lock = before.and_then(|open| open.lock);
        let opened = self.shown_again(&file, None);
        self.open = Some(Open {
            file: Some(file),
            lock,
            in_use: None,
        });
        Ok(Merged {
            opened: opened.ok(),
            remark,
        })
    }

    fn is_open(&self, file: &OpenDraft) -> bool {
        self.file().is_some_and(|open| open.is_of_same_file(file))
    }
}
