//! A second place for what cannot be saved in the first one: copies in the local data folder.

use std::path::{Path, PathBuf};

use super::atomic::write_whole;
use super::content_hash::ContentHash;
use super::disk::Overwrite;
use super::drafts::{NAME_ATTEMPTS, OpenDraft, Store, parse};
use super::error::StoreError;
use super::names::{is_draft_name, name_in_folder, name_of};
use crate::draft::Draft;

/// A copy that was kept because a save failed.
#[derive(Clone, Debug)]
pub struct RecoveryCopy {
    /// The copy.
    pub path: PathBuf,
    /// What it holds, or why it cannot be read.
    pub draft: Result<Draft, StoreError>,
    /// Whether its draft, or a revision of it, holds all of that: then nobody needs the copy.
    pub is_superseded: bool,
}

impl Store {
    /// Writes `draft` into the local recovery folder: for drafts on a share, and when a save
    /// fails. Returns the copy's path. Later copies of the same opening replace this one, a save
    /// that lands removes it; a copy that someone else left is never touched.
    ///
    /// # Errors
    /// The system refuses here too.
    pub fn keep_recovery_copy(
        &self,
        open: &mut OpenDraft,
        draft: &Draft,
    ) -> Result<PathBuf, StoreError> {
        let folder = self.folder.recovery();
        self.make_folder(&folder)?;
        let mut file = open.file().clone();
        file.set(draft);
        let text = file.to_text();
        let name = name_in_folder(&open.path);
        let path = self.write_copy(open.recovery_copy.as_ref(), &text, |n| match n {
            1 => folder.join(format!("{name}.toml")),
            n => folder.join(format!("{name}-{n}.toml")),
        })?;
        open.recovery_copy = Some((path.clone(), ContentHash::of(text.as_bytes())));
        Ok(path)
    }

    /// Every copy that lies in the recovery folder, by name.
    ///
    /// # Errors
    /// The folder cannot be listed; that it is not there only means that there are none.
    pub fn recovery_copies(&self) -> Result<Vec<RecoveryCopy>, StoreError> {
        let folder = self.folder.recovery();
        let mut copies: Vec<RecoveryCopy> = self
            .names(&folder)?
            .iter()
            .filter(|name| is_draft_name(name))
            .filter_map(|name| self.recovery_copy(&folder.join(name)))
            .collect();
        copies.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(copies)
    }

    /// The copies that hold something that no draft and no revision holds, by name. A folder that
    /// cannot be listed hides no draft: that is said by `doctor`.
    #[must_use]
    pub fn waiting_recovery_copies(&self) -> Vec<PathBuf> {
        let copies = self.recovery_copies().unwrap_or_default().into_iter();
        copies
            .filter(|copy| !copy.is_superseded)
            .map(|copy| copy.path)
            .collect()
    }

    /// Whether a path is that of a copy in the recovery folder.
    #[must_use]
    pub fn is_recovery_copy(&self, path: &Path) -> bool {
        path.parent() == Some(&self.folder.recovery())
    }

    /// Deletes the copies that nobody needs any more; returns how many.
    ///
    /// # Errors
    /// As [`Store::recovery_copies`].
    pub fn sweep_recovery_copies(&self) -> Result<usize, StoreError> {
        let copies = self.recovery_copies()?;
        let superseded = copies.iter().filter(|copy| copy.is_superseded);
        Ok(superseded
            .filter(|copy| self.disk.remove(&copy.path).is_ok())
            .count())
    }

    /// The copy of this opening is of no use once a save landed, unless someone changed it.
    pub fn drop_recovery_copy(&self, open: &mut OpenDraft) {
        if let Some((path, written)) = open.recovery_copy.take()
            && self.has_content(&path, written)
        {
            // One that stays is swept when it is seen to hold nothing new.
            let _swept_later = self.disk.remove(&path);
        }
    }

    /// Writes a copy under the first name of `names` (counted from 1) that is free, or over the
    /// copy that was written before, if nobody touched it since.
    pub(super) fn write_copy(
        &self,
        before: Option<&(PathBuf, ContentHash)>,
        text: &str,
        names: impl Fn(u32) -> PathBuf,
    ) -> Result<PathBuf, StoreError> {
        if let Some((path, written)) = before
            && self.has_content(path, *written)
        {
            write_whole(&*self.disk, path, text.as_bytes(), Overwrite::Replace)?;
            return Ok(path.clone());
        }
        for n in 1..=NAME_ATTEMPTS {
            let path = names(n);
            match write_whole(&*self.disk, &path, text.as_bytes(), Overwrite::Refuse) {
                Ok(()) => return Ok(path),
                Err(StoreError::Exists { .. } | StoreError::NotAFile { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Exists { path: names(1) })
    }

    pub(super) fn has_content(&self, path: &Path, written: ContentHash) -> bool {
        self.read_draft(path)
            .is_ok_and(|(bytes, _)| ContentHash::of(&bytes) == written)
    }

    fn recovery_copy(&self, path: &Path) -> Option<RecoveryCopy> {
        let draft = self
            .read_draft(path)
            .and_then(|(bytes, _)| parse(path, &bytes))
            .map(|file| file.draft().clone());
        if draft.as_ref().is_err_and(StoreError::is_not_found) {
            return None;
        }
        let is_superseded = draft.as_ref().is_ok_and(|draft| self.is_kept(path, draft));
        Some(RecoveryCopy {
            path: path.to_owned(),
            draft,
            is_superseded,
        })
    }

    /// The draft that a recovery copy is one of: that of the id that it holds, or the one whose
    /// name it bears, where a file that somebody wrote by hand has none.
    ///
    /// # Errors
    /// The draft is gone, or the folder cannot be listed.
    pub(super) fn original_of_recovered(
        &self,
        path: &Path,
        copy: &Draft,
    ) -> Result<PathBuf, StoreError> {
        // An id is compared with names and never made into a path.
        match self.draft_of_id(&copy.id) {
            Err(error) if error.is_not_found() => {
                let name = name_of(path);
                let bears = |draft: &PathBuf| is_numbered(&name, &name_in_folder(draft));
                self.draft_paths()?.into_iter().find(bears).ok_or(error)
            }
            found => found,
        }
    }

    /// Whether the draft of this copy, or a revision of it, says the same.
    fn is_kept(&self, path: &Path, copy: &Draft) -> bool {
        let Ok(path) = self.original_of_recovered(path, copy) else {
            return false;
        };
        let says_the_same = |kept: &Draft| without_moment(kept).is_same_as(&without_moment(copy));
        if self
            .load_path(&path)
            .is_ok_and(|open| says_the_same(open.draft()))
        {
            return true;
        }
        self.revisions(&path).is_ok_and(|revisions| {
            revisions.iter().any(|revision| {
                self.read_revision(revision)
                    .is_ok_and(|file| says_the_same(file.draft()))
            })
        })
    }
}

/// Whether a name is this one, or this one with a number behind it.
fn is_numbered(name: &str, stem: &str) -> bool {
    match name.strip_prefix(stem).map(|rest| rest.strip_prefix('-')) {
        Some(None) => name == stem,
        Some(Some(number)) => number.parse::<u32>().is_ok(),
        None => false,
    }
}

/// When it was changed is no part of what a draft says.
pub(super) fn without_moment(draft: &Draft) -> Draft {
    Draft {
        updated: None,
        ..draft.clone()
    }
}
