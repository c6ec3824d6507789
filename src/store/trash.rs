//! The trash for deleted drafts, and the sweep of files that killed processes left.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::atomic::folder_of;
use super::disk::TEMPORARY_PREFIX;
use super::drafts::{OpenDraft, Store};
use super::error::{Operation, Shape, StoreError};
use super::history::{moment_for_name, parse_moment};
use super::list::ListedDraft;
use super::locks::{LockOutcome, lock};
use super::names::{file_name, is_draft_name, name_of};
use super::replace::take_away;
use super::starts::Trashed;
use crate::value::ContentHash;

/// The largest number of drafts with the same name that can be deleted in one second.
const SAME_SECOND: u32 = 100;

/// The age at which a temporary file counts as abandoned.
const TEMPORARY_AGE: std::time::Duration = std::time::Duration::from_hours(24);

/// A draft in the trash.
#[derive(Clone, Debug)]
pub struct TrashedDraft {
    /// The list entry of the draft, with its path in the trash.
    pub listed: ListedDraft,
    /// The clock time of the deletion.
    pub since: DateTime<Utc>,
}

impl Store {
    /// Moves the draft at `path` into the trash and returns its new path.
    ///
    /// # Errors
    /// A window has the draft open (release this window's own lock first), the path is not a
    /// regular file, or the system refuses. The draft then stays in its place.
    pub fn trash(&self, path: &Path, now: DateTime<FixedOffset>) -> Result<PathBuf, StoreError> {
        let facts = self
            .disk
            .facts(path)
            .map_err(|error| StoreError::system(Operation::Read, path, &error))?;
        if facts.shape != Shape::File {
            return Err(StoreError::NotAFile {
                path: path.to_owned(),
                shape: facts.shape,
            });
        }
        let _held = match lock(path, &self.instance, now) {
            LockOutcome::HeldByOther(owner) => {
                return Err(StoreError::InUse {
                    path: path.to_owned(),
                    owner,
                });
            }
            LockOutcome::Held(held) => Some(held),
            LockOutcome::Unavailable => None,
        };
        self.move_to_trash(path, now)
    }

    /// Moves the draft at `path` into the trash if the file still holds the content of `seen`.
    /// Returns whether the draft was moved.
    ///
    /// # Errors
    /// As [`Store::trash`].
    pub fn trash_as_seen(
        &self,
        seen: &OpenDraft,
        now: DateTime<FixedOffset>,
    ) -> Result<bool, StoreError> {
        let moved = self.trash(&seen.path, now)?;
        if self.has_content(&moved, seen.known) {
            return Ok(true);
        }
        // Another program changed the file since: put the file back.
        self.move_to_free_name(&moved, &seen.path)?;
        Ok(false)
    }

    /// All drafts in the trash, the most recently deleted first.
    ///
    /// # Errors
    /// The trash cannot be listed.
    pub fn list_trash(&self) -> Result<Vec<TrashedDraft>, StoreError> {
        let mut trashed = Vec::new();
        for (folder, since) in self.trash_folders()? {
            for path in self.drafts_in(&folder)? {
                if let Some(listed) = self.read_listed(&path) {
                    trashed.push(TrashedDraft { listed, since });
                }
            }
        }
        trashed.sort_by(|a, b| {
            b.since
                .cmp(&a.since)
                .then_with(|| a.listed.path.cmp(&b.listed.path))
        });
        Ok(trashed)
    }

    /// Moves a draft from the trash back to the folder of drafts and returns its new path.
    ///
    /// # Errors
    /// A draft with the same name exists, or the system refuses.
    pub fn restore_from_trash(&self, trashed: &TrashedDraft) -> Result<PathBuf, StoreError> {
        let from = &trashed.listed.path;
        let name = from.file_name().ok_or_else(|| StoreError::BadName {
            name: trashed.listed.name.clone(),
        })?;
        let folder = self.folder.drafts();
        self.make_folder(&folder)?;
        let to = folder.join(name);
        self.move_to_free_name(from, &to)?;
        // Drafts deleted in the same second may share the folder; a folder with drafts stays.
        let _may_hold_others = self.disk.remove_folder(&folder_of(from));
        Ok(to)
    }

    /// Deletes trashed drafts that are older than `age`, with their revisions; returns the number
    /// of drafts. Call once per start of the program: two trusted starts on different dates must
    /// find an entry too old before the entry is deleted, so that a wrong clock deletes nothing.
    ///
    /// # Errors
    /// The trash cannot be listed, the start cannot be recorded, or a draft cannot be deleted.
    /// Drafts that were deleted before the error stay deleted.
    pub fn purge_trash(
        &self,
        now: DateTime<FixedOffset>,
        age: TimeDelta,
    ) -> Result<usize, StoreError> {
        let trash = self.folder.trash();
        let items: Vec<Trashed> = self
            .trash_folders()?
            .iter()
            .map(|(folder, since)| (file_name(folder), *since))
            .collect();
        let mut n_purged = 0;
        for name in self.note_start(now, &items, age)? {
            let folder = trash.join(name);
            for path in self.drafts_in(&folder)? {
                self.remove(&path)?;
                n_purged += 1;
                self.remove_history_of(&path)?;
            }
            let _may_hold_others = self.disk.remove_folder(&folder);
        }
        Ok(n_purged)
    }

    /// Deletes temporary files whose writers were killed more than a day ago; returns the number of
    /// deleted files.
    ///
    /// # Errors
    /// The folders cannot be listed.
    pub fn sweep_temporaries(&self, now: DateTime<FixedOffset>) -> Result<usize, StoreError> {
        let now = SystemTime::from(now);
        let mut n_swept = 0;
        for folder in [
            self.folder.root().to_owned(),
            self.folder.drafts(),
            self.folder.pinned_templates(),
            self.folder.templates(),
            self.folder.recovery(),
        ] {
            for name in self.names(&folder)? {
                let path = folder.join(&name);
                let is_temporary = name
                    .as_encoded_bytes()
                    .starts_with(TEMPORARY_PREFIX.as_bytes());
                if is_temporary && self.is_abandoned(&path, now) && self.disk.remove(&path).is_ok()
                {
                    n_swept += 1;
                }
            }
        }
        Ok(n_swept)
    }

    fn move_to_trash(
        &self,
        path: &Path,
        now: DateTime<FixedOffset>,
    ) -> Result<PathBuf, StoreError> {
        let name = path.file_name().ok_or_else(|| StoreError::BadName {
            name: name_of(path),
        })?;
        let moment = moment_for_name(now);
        for n in 1..=SAME_SECOND {
            let folder = self.folder.trash().join(format!("{moment}-{n}"));
            self.make_folder(&folder)?;
            let to = folder.join(name);
            match self.move_to_free_name(path, &to) {
                Ok(()) => return Ok(to),
                Err(StoreError::Exists { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Exists {
            path: self.folder.trash(),
        })
    }

    /// Renames a file to a name that must be free.
    fn move_to_free_name(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        let system = |error: io::Error| StoreError::system(Operation::Move, from, &error);
        match self.disk.rename_new(from, to) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                // An earlier attempt may have created the new name without removing the old name.
                let Some(content) = self.content_of_both(from, to) else {
                    return Err(StoreError::Exists {
                        path: to.to_owned(),
                    });
                };
                let names = self.conflict_names(from);
                take_away(&*self.disk, from, content, &names).map_err(system)?;
            }
            Err(error) => return Err(system(error)),
        }
        self.sync(&folder_of(to)).map_err(system)?;
        self.sync(&folder_of(from)).map_err(system)
    }

    /// The common content hash of two files; `None` if the files differ.
    fn content_of_both(&self, one: &Path, other: &Path) -> Option<ContentHash> {
        let content = |path| Some(ContentHash::of(&self.read_draft(path).ok()?.0));
        content(one).filter(|found| content(other).as_ref() == Some(found))
    }

    /// The folders in the trash with the time in their names. Skips folders with other names.
    fn trash_folders(&self) -> Result<Vec<(PathBuf, DateTime<Utc>)>, StoreError> {
        let trash = self.folder.trash();
        let names = self.names(&trash)?;
        Ok(names
            .iter()
            .filter_map(|name| {
                let (moment, _) = name.to_str()?.rsplit_once('-')?;
                Some((trash.join(name), parse_moment(moment)?))
            })
            .collect())
    }

    fn drafts_in(&self, folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
        Ok(self
            .names(folder)?
            .iter()
            .filter(|name| is_draft_name(name))
            .map(|name| folder.join(name))
            .collect())
    }

    /// The names in `folder`; an empty list if the folder does not exist.
    pub(super) fn names(&self, folder: &Path) -> Result<Vec<std::ffi::OsString>, StoreError> {
        match self.disk.names(folder) {
            Ok(names) => Ok(names),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StoreError::system(Operation::List, folder, &error)),
        }
    }

    /// Deletes the revisions of a purged draft, unless a new draft has the same name.
    fn remove_history_of(&self, trashed: &Path) -> Result<(), StoreError> {
        let Some(name) = trashed.file_name() else {
            return Ok(());
        };
        let former = self.folder.drafts().join(name);
        match self.disk.facts(&former) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Ok(_) | Err(_) => return Ok(()),
        }
        let folder = self.belongings(&former).history;
        for name in self.names(&folder)? {
            self.remove(&folder.join(name))?;
        }
        let _may_not_be_there = self.disk.remove_folder(&folder);
        Ok(())
    }

    fn remove(&self, path: &Path) -> Result<(), StoreError> {
        self.disk
            .remove(path)
            .map_err(|error| StoreError::system(Operation::Delete, path, &error))
    }

    fn is_abandoned(&self, path: &Path, now: SystemTime) -> bool {
        self.disk.facts(path).is_ok_and(|facts| {
            facts.shape == Shape::File
                && facts
                    .modified
                    .and_then(|modified| now.duration_since(modified).ok())
                    .is_some_and(|age| age > TEMPORARY_AGE)
        })
    }
}
