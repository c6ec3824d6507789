//! A copy that one window writes again and again: of a draft that it could not save.

use std::io;
use std::path::PathBuf;

use super::atomic::prepare;
use super::drafts::{NAME_ATTEMPTS, Store};
use super::error::StoreError;
use super::replace::{Expected, NotPlaced, place, take_away};
use crate::value::ContentHash;

/// Where the copy is, and what it holds as long as nobody else has touched it.
#[derive(Clone, Debug)]
pub(super) struct OwnCopy {
    pub path: PathBuf,
    written: ContentHash,
    /// What a try that failed at its very end may have left there.
    pending: Option<ContentHash>,
}

impl Store {
    /// Writes the copy, over the one that was written before if nobody else has touched it, else
    /// under the first name of `names` (counted from 1) that is free. `copy` says from now on
    /// where it is, also after an error at the very end: a copy does not multiply with every try.
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

    /// Whether the copy could be written where it is: nobody has touched it.
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

    /// Deletes the copy, unless someone else has touched it. What stays is harmless.
    pub(super) fn drop_copy(&self, copy: &OwnCopy, names: &dyn Fn(u32) -> PathBuf) {
        if let Ok(Some(found)) = self.content_of_own(copy) {
            // Swept when it is seen to hold nothing new.
            let _may_stay = take_away(&*self.disk, &copy.path, found, names);
        }
    }

    /// What the copy holds, if that was written here; `None` if somebody has touched it.
    ///
    /// # Errors
    /// The disk does not say. Then it is tried again rather than written elsewhere: copies would
    /// multiply for as long as the disk is broken.
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

/// Whether a copy cannot be read because somebody has done something to it.
fn is_touched(error: &StoreError) -> bool {
    if let StoreError::System { kind, .. } = error {
        return matches!(
            kind,
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
        );
    }
    true
}
