//! Folders: made with those above them, and waited for until their names are on the disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::atomic::{Synced, folder_of, sync_folder};
use super::drafts::Store;
use super::error::{Operation, StoreError};

/// The folders that cannot be waited for, with whether the user knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Unsynced(Arc<Mutex<BTreeMap<PathBuf, bool>>>);

impl Unsynced {
    fn contains(&self, folder: &Path) -> bool {
        self.with(|folders| folders.contains_key(folder))
    }

    fn note(&self, folder: &Path) {
        self.with(|folders| {
            folders.entry(folder.to_owned()).or_default();
        });
    }

    /// Whether the user is to be told of `folder` now: once, if it cannot be waited for.
    fn is_news(&self, folder: &Path) -> bool {
        self.with(|folders| {
            folders
                .get_mut(folder)
                .is_some_and(|is_told| !std::mem::replace(is_told, true))
        })
    }

    fn with<T>(&self, verb: impl FnOnce(&mut BTreeMap<PathBuf, bool>) -> T) -> T {
        // A map is whole after every step, whoever panicked beside it.
        verb(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store {
    pub(super) fn make_folder(&self, folder: &Path) -> Result<(), StoreError> {
        let system = |error: io::Error| StoreError::system(Operation::MakeFolder, folder, &error);
        match self.disk.facts(folder) {
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(system(error)),
        }
        self.disk.make_folder(folder).map_err(system)?;
        // A file that is on the disk is lost with a folder that is not.
        let parent = folder_of(folder);
        self.sync(&parent).map_err(system)?;
        self.sync(&folder_of(&parent)).map_err(system)
    }

    /// Waits until the name of a file is on the disk.
    pub(super) fn sync_folder_of(&self, path: &Path) -> Result<(), StoreError> {
        self.sync(&folder_of(path))
            .map_err(|error| StoreError::system(Operation::Write, path, &error))
    }

    /// Waits until the names in a folder are on the disk, as far as the file system can.
    pub(super) fn sync(&self, folder: &Path) -> io::Result<()> {
        if self.unsynced.contains(folder) {
            return Ok(());
        }
        match sync_folder(&*self.disk, folder)? {
            Synced::OnDisk => {}
            Synced::Unknown => self.unsynced.note(folder),
        }
        Ok(())
    }

    /// The folder of the file at `path` if it cannot be waited for and nobody has been told so.
    pub(super) fn news_of_folder_of(&self, path: &Path) -> Option<PathBuf> {
        let folder = folder_of(path);
        self.unsynced.is_news(&folder).then_some(folder)
    }
}
