//! Creates folders with their parents, and syncs the names in folders to disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::atomic::{Synced, folder_of, sync_folder};
use super::drafts::Store;
use super::error::{Operation, StoreError};

/// The folders that the file system cannot sync. The flag says whether the user has been told.
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

    /// Whether to tell the user about `folder` now: once per folder that cannot be synced.
    fn is_news(&self, folder: &Path) -> bool {
        self.with(|folders| {
            folders
                .get_mut(folder)
                .is_some_and(|is_told| !std::mem::replace(is_told, true))
        })
    }

    fn with<T>(&self, verb: impl FnOnce(&mut BTreeMap<PathBuf, bool>) -> T) -> T {
        // Each operation leaves the map consistent, so a panic of another thread does no harm.
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
        // A synced file is still lost if the name of its new folder is not on disk.
        let parent = folder_of(folder);
        self.sync(&parent).map_err(system)?;
        self.sync(&folder_of(&parent)).map_err(system)
    }

    /// Syncs the name of a file to disk.
    pub(super) fn sync_folder_of(&self, path: &Path) -> Result<(), StoreError> {
        self.sync(&folder_of(path))
            .map_err(|error| StoreError::system(Operation::Write, path, &error))
    }

    /// Syncs the names in a folder to disk, if the file system can. Remembers a folder that cannot
    /// be synced and skips it from then on.
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

    /// The folder of the file at `path`, if it cannot be synced and the user has not been told yet.
    pub(super) fn news_of_folder_of(&self, path: &Path) -> Option<PathBuf> {
        let folder = folder_of(path);
        self.unsynced.is_news(&folder).then_some(folder)
    }
}
