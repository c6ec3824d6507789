//! Another window or computer was faster: what cannot be saved is kept beside the draft.

use std::path::PathBuf;

use super::atomic::{folder_of, write_whole};
use super::content_hash::ContentHash;
use super::disk::Overwrite;
use super::drafts::{NAME_ATTEMPTS, OpenDraft, Store};
use super::error::StoreError;
use super::names::conflict_name;

impl Store {
    /// Keeps what cannot be saved beside the draft; further saves of this window replace the copy
    /// as long as nobody else touched it.
    pub(super) fn keep_conflict(
        &self,
        open: &mut OpenDraft,
        text: &str,
        theirs: ContentHash,
    ) -> StoreError {
        match self.write_conflict_copy(open, text) {
            Ok(kept_as) => {
                open.conflict_copy = Some((kept_as.clone(), ContentHash::of(text.as_bytes())));
                StoreError::Conflict {
                    path: open.path.clone(),
                    ours: open.known,
                    theirs,
                    kept_as,
                }
            }
            Err(error) => error,
        }
    }

    fn write_conflict_copy(&self, open: &OpenDraft, text: &str) -> Result<PathBuf, StoreError> {
        if let Some((path, written)) = &open.conflict_copy
            && let Ok((bytes, _)) = self.read_draft(path)
            && ContentHash::of(&bytes) == *written
        {
            write_whole(&*self.disk, path, text.as_bytes(), Overwrite::Replace)?;
            return Ok(path.clone());
        }
        let name = conflict_name(&open.path, &self.instance.host);
        for n in 1..=NAME_ATTEMPTS {
            let path = folder_of(&open.path).join(format!("{name}-{n}.toml"));
            match write_whole(&*self.disk, &path, text.as_bytes(), Overwrite::Refuse) {
                Ok(()) => return Ok(path),
                Err(StoreError::Exists { .. } | StoreError::NotAFile { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Exists {
            path: open.path.clone(),
        })
    }
}
