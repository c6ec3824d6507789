//! A copy of a draft that could not be saved. One window writes the copy repeatedly.

use std::io;
use std::path::PathBuf;

use super::atomic::prepare;
use super::drafts::{NAME_ATTEMPTS, Store};
use super::error::StoreError;
use super::replace::{Expected, NotPlaced, place, take_away};
use crate::value::ContentHash;

/// The path of the copy, and the hash of the content that this window wrote.
#[derive(Clone, Debug)]
pub(super) struct OwnCopy {
    pub path: PathBuf,
    written: ContentHash,
    /// The hash of the content that a failed write may have left in the copy.
    pending: Option<ContentHash>,
}

impl Store {
    /// Writes the copy. Overwrites the previous copy if no other program changed it; otherwise uses
    /// the first free name of `names` (numbered from 1). Sets `copy` even if the write fails at the
    /// end, so that repeated attempts do not create several copies.
    pub(super) fn write_copy(
        &self,
        copy: &mut Option<OwnCopy>,
        text: &str,
        names: &dyn Fn(u32) -> PathBuf,
    ) -> Result<PathBuf, StoreError> {
        if let Some(before) = copy
            && self.rewrite_copy(before, text, names)?
        {
            return Ok(before.path.clone());
        }
        for n in 1..=NAME_ATTEMPTS {
            let path = names(n);
            if self.disk.facts(&path).is_ok() {
                continue;
            }
            let prepared = prepare(&*self.disk, &path, text.as_bytes())?;
            *copy = Some(OwnCopy {
                path: path.clone(),
                written: prepared.content,
                pending: None,
            });
            match place(&*self.disk, prepared, Expected::Nothing, names) {
                Ok(placed) => {
                    placed.settle(&*self.disk)?;
                    self.sync_folder_of(&path)?;
                    return Ok(path);
                }
                Err(NotPlaced::Failed(error)) => return Err(error),
                Err(NotPlaced::Taken | NotPlaced::Other(_) | NotPlaced::Gone) => *copy = None,
            }
        }
        Err(StoreError::Exists { path: names(1) })
    }

    /// Overwrites the copy; returns `false` if another program changed it.
    fn rewrite_copy(
        &self,
        copy: &mut OwnCopy,
        text: &str,
        names: &dyn Fn(u32) -> PathBuf,
    ) -> Result<bool, StoreError> {
        let Some(found) = self.content_of_own(copy)? else {
            return Ok(false);
        };
        let prepared = prepare(&*self.disk, &copy.path, text.as_bytes())?;
        let content = prepared.content;
        copy.written = found;
        copy.pending = Some(content);
        match place(&*self.disk, prepared, Expected::Content(found), names) {
            Ok(placed) => placed.settle(&*self.disk)?,
            Err(NotPlaced::Failed(error)) => return Err(error),
            Err(NotPlaced::Taken | NotPlaced::Other(_) | NotPlaced::Gone) => return Ok(false),
        }
        self.sync_folder_of(&copy.path)?;
        copy.written = content;
        copy.pending = None;
        Ok(true)
    }

    /// Deletes the copy, unless another program changed it. A copy that remains does no harm.
    pub(super) fn drop_copy(&self, copy: &OwnCopy, names: &dyn Fn(u32) -> PathBuf) {
        if let Ok(Some(found)) = self.content_of_own(copy) {
            // A later sweep deletes the copy when a draft holds the same text.
            let _may_stay = take_away(&*self.disk, &copy.path, found, names);
        }
    }

    /// The hash of the copy's content; `None` if another program changed the copy.
    ///
    /// # Errors
    /// The file cannot be read. The caller then retries instead of writing to a new name, because a
    /// broken disk would otherwise collect copies.
    fn content_of_own(&self, copy: &OwnCopy) -> Result<Option<ContentHash>, StoreError> {
        let found = match self.read_draft(&copy.path) {
            Ok((bytes, _)) => ContentHash::of(&bytes),
            Err(error) if is_touched(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        let is_own = found == copy.written || Some(found) == copy.pending;
        Ok(is_own.then_some(found))
    }
}

/// Whether the error means that another program changed, moved or locked the copy.
fn is_touched(error: &StoreError) -> bool {
    if let StoreError::System { kind, .. } = error {
        return matches!(
            kind,
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
        );
    }
    true
}
