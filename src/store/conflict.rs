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
        let names = self.conflict_names(&open.path);
        match self.write_copy(&mut open.conflict_copy, text, &names) {
            Ok(kept_as) => StoreError::Conflict {
                path: open.path.clone(),
                ours: open.known,
                theirs,
                kept_as,
            },
            Err(error) => error,
        }
    }

    /// Names beside the draft at `path` for a text that has lost its place, counted from 1.
    pub(super) fn conflict_names(&self, path: &Path) -> impl Fn(u32) -> PathBuf + use<> {
        let folder = folder_of(path);
        let name = conflict_name(path, &self.instance.host);
        move |n| folder.join(format!("{name}-{n}.toml"))
    }
}
