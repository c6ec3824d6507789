//! Drafts that were thrown away can be taken back for a while; and what dead processes left.

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

/// How many drafts of the same name can be thrown away in the same second.
const SAME_SECOND: u32 = 100;

/// How old a temporary file is when nobody can be writing it any more.
const TEMPORARY_AGE: std::time::Duration = std::time::Duration::from_hours(24);

/// A draft in the trash.
#[derive(Clone, Debug)]
pub struct TrashedDraft {
    /// The draft as the list would show it, with its path in the trash.
    pub listed: ListedDraft,
    /// When it was thrown away, as the clock then said.
    pub since: DateTime<Utc>,
}

impl Store {
    /// Moves the draft at `path` into the trash and returns where it lies now.
    ///
    /// # Errors
    /// It is open (also here: let go of its lock first), it is no regular file, or the system refuses; the draft is
    /// then still in its place.
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

    /// Moves the draft at `path` into the trash if it still holds what `seen` was read from; whether
    /// it did.
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
        // Somebody wrote it anew since.
        self.move_to_free_name(&moved, &seen.path)?;
        Ok(false)
    }

    /// What lies in the trash, the last thrown away first.
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

    /// Moves a draft from the trash back to its place, which it returns.
    ///
    /// # Errors
    /// A draft of its name is there again, or the system refuses.
    pub fn restore_from_trash(&self, trashed: &TrashedDraft) -> Result<PathBuf, StoreError> {
        let from = &trashed.listed.path;
        let name = from.file_name().ok_or_else(|| StoreError::BadName {
            name: trashed.listed.name.clone(),
        })?;
        let folder = self.folder.drafts();
        self.make_folder(&folder)?;
        let to = folder.join(name);
        self.move_to_free_name(from, &to)?;
        // The folder of its second stays if others lie in it.
        let _may_hold_others = self.disk.remove_folder(&folder_of(from));
        Ok(to)
    }

    /// Deletes what has been in the trash for longer than `age`, with its revisions; returns how
    /// many drafts. To be called once at each start of the program: an item goes when two starts on
    /// different dates have found it too old, and the clock jumped before neither of them.
    ///
    /// # Errors
    /// The trash cannot be listed, the start not be noted, or a draft not be deleted; what was
    /// deleted before is gone.
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

    /// Deletes the temporary files that writers left behind when they were killed more than a day
    /// ago; returns how many.
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

    /// Gives a file another name that nobody has.
    fn move_to_free_name(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        let system = |error: io::Error| StoreError::system(Operation::Move, from, &error);
        match self.disk.rename_new(from, to) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                // A former try may have come as far as two names.
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

    /// The content of two files that hold the same.
    fn content_of_both(&self, one: &Path, other: &Path) -> Option<ContentHash> {
        let content = |path| Some(ContentHash::of(&self.read_draft(path).ok()?.0));
        content(one).filter(|found| content(other).as_ref() == Some(found))
    }

    /// The folders of the trash with the moment that each is named by; others are not ours.
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

    /// The names in `folder`; none if it is not there.
    pub(super) fn names(&self, folder: &Path) -> Result<Vec<std::ffi::OsString>, StoreError> {
        match self.disk.names(folder) {
            Ok(names) => Ok(names),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StoreError::system(Operation::List, folder, &error)),
        }
    }

    /// The revisions of a draft that was purged, unless a draft of its name lives again.
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
