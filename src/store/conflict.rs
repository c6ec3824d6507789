//! Conflicts: another window or computer saved first. A text that cannot be saved goes to a copy
//! beside the draft. Sync programs create such copies too.

use std::path::{Path, PathBuf};

use super::atomic::folder_of;
use super::copies::{Family, Original};
use super::drafts::{OpenDraft, Store, parse};
use super::error::StoreError;
use super::names::{conflict_name, is_draft_name, name_of};
use super::recovery::without_moment;
use crate::value::ContentHash;

impl Store {
    /// The files in the folder of drafts that are copies of a draft, including the copies of sync
    /// programs, as far as their names show it.
    ///
    /// # Errors
    /// As [`Store::list`].
    pub fn conflict_copies(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut copies = self.draft_paths()?;
        let family = Family::of(&copies);
        copies.retain(|path| self.original_of(&family, path).is_some());
        copies.sort();
        Ok(copies)
    }

    /// The draft in `family` that the file at `path` is a copy of; `None` if the file is a draft.
    /// Compares the contents where the names are ambiguous.
    #[must_use]
    pub fn original_of(&self, family: &Family, path: &Path) -> Option<Original> {
        family.original_of(path, &|copy, draft| self.is_alike(copy, draft))
    }

    /// Whether two drafts have a common origin: the same id, the same `created` time, or equal
    /// content.
    fn is_alike(&self, one: &Path, other: &Path) -> bool {
        let read = |path: &Path| {
            let (bytes, _) = self.read_draft(path).ok()?;
            Some(parse(path, &bytes).ok()?.draft().clone())
        };
        let (Some(one), Some(other)) = (read(one), read(other)) else {
            return false;
        };
        let has_id = !one.id.is_empty() && one.id == other.id;
        let has_begun_with = one.created.is_some() && one.created == other.created;
        has_id || has_begun_with || without_moment(&one) == without_moment(&other)
    }

    /// The draft that a copy belongs to. A conflict copy lies beside its draft; a recovery copy is
    /// matched by id or name.
    ///
    /// # Errors
    /// The file is not a copy, its draft is gone, or the folder cannot be listed.
    pub fn draft_of_copy(&self, copy: &Path) -> Result<PathBuf, StoreError> {
        if self.is_recovery_copy(copy) {
            let open = self.load_path(copy)?;
            return self.original_of_recovered(copy, open.draft());
        }
        let folder = folder_of(copy);
        let names = self.names(&folder)?;
        let drafts = names.iter().filter(|name| is_draft_name(name));
        let paths: Vec<PathBuf> = drafts.map(|name| folder.join(name)).collect();
        match self.original_of(&Family::of(&paths), copy) {
            Some(Original::There(path)) => Ok(path),
            Some(Original::Gone(_)) | None => Err(StoreError::NotFound {
                source_given: name_of(copy),
            }),
        }
    }

    /// Writes the text that cannot be saved to a copy beside the draft. Later saves of this window
    /// overwrite the copy, unless another program changed it.
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

    /// Names for a conflict copy beside the draft at `path`, numbered from 1.
    pub(super) fn conflict_names(&self, path: &Path) -> impl Fn(u32) -> PathBuf + use<> {
        let folder = folder_of(path);
        let name = conflict_name(path, &self.instance.host);
        move |n| folder.join(format!("{name}-{n}.toml"))
    }
}
