//! Another window or computer was faster: what cannot be saved is kept beside the draft.

use std::path::{Path, PathBuf};

use super::atomic::folder_of;
use super::content_hash::ContentHash;
use super::drafts::{OpenDraft, Store};
use super::error::StoreError;
use super::names::{conflict_name, conflict_original, is_draft_name, name_of, plain_name};

impl Store {
    /// The copies that lost against another window, as far as their names say so.
    ///
    /// # Errors
    /// As [`Store::list`].
    pub fn conflict_copies(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut copies = self.draft_paths()?;
        copies.retain(|path| conflict_original(&name_of(path)).is_some());
        copies.sort();
        Ok(copies)
    }

    /// The draft that a copy is one of: beside it, or for a recovery copy the one of its id or name.
    ///
    /// # Errors
    /// The file is no such copy, its draft is gone, or the folder cannot be listed.
    pub fn draft_of_copy(&self, copy: &Path) -> Result<PathBuf, StoreError> {
        if self.is_recovery_copy(copy) {
            let open = self.load_path(copy)?;
            return self.original_of_recovered(copy, open.draft());
        }
        let name = name_of(copy);
        let not_found = || StoreError::NotFound {
            source_given: name.clone(),
        };
        let original = conflict_original(&name).ok_or_else(not_found)?;
        let folder = folder_of(copy);
        self.names(&folder)?
            .iter()
            .map(|name| folder.join(name))
            .find(|path| {
                path.file_name().is_some_and(is_draft_name) && plain_name(path) == original
            })
            .ok_or_else(not_found)
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
