//! Another window or computer was faster: what cannot be saved is kept beside the draft.

use std::path::PathBuf;

use super::atomic::folder_of;
use super::content_hash::ContentHash;
use super::drafts::{OpenDraft, Store};
use super::error::StoreError;
use super::names::{conflict_name, is_conflict_name, name_of};

impl Store {
    /// The copies that lost against another window, as far as their names say so.
    ///
    /// # Errors
    /// As [`Store::list`].
    pub fn conflict_copies(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut copies = self.draft_paths()?;
        copies.retain(|path| is_conflict_name(&name_of(path)));
        copies.sort();
        Ok(copies)
    }

    /// Keeps what cannot be saved beside the draft; further saves of this window replace the copy
    /// as long as nobody else touched it.
    pub(super) fn keep_conflict(
        &self,
        open: &mut OpenDraft,
        text: &str,
        theirs: ContentHash,
    ) -> StoreError {
        let folder = folder_of(&open.path);
        let name = conflict_name(&open.path, &self.instance.host);
        let written = self.write_copy(open.conflict_copy.as_ref(), text, |n| {
            folder.join(format!("{name}-{n}.toml"))
        });
        match written {
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
}
