//! Checks whether the file system of the data folder supports what the program needs.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};
use super::drafts::Store;
use super::error::{Operation, Shape, StoreError};

impl Store {
    /// Creates and deletes a file in `folder`, to check that the user can write there.
    ///
    /// # Errors
    /// The reason for the failure; `NotFound` if the folder does not exist yet.
    pub fn try_writing(&self, folder: &Path) -> Result<(), StoreError> {
        self.disk
            .create_temporary(folder)
            .map(drop)
            .map_err(|error| StoreError::system(Operation::Write, folder, &error))
    }

    /// Whether locks work in `folder`: two handles of one new file must not both get its lock. Only
    /// then does a second window notice the first.
    ///
    /// # Errors
    /// No file can be created in `folder`.
    pub fn has_working_locks(&self, folder: &Path) -> Result<bool, StoreError> {
        let system = |error: io::Error| StoreError::system(Operation::Write, folder, &error);
        let probe = self.disk.create_temporary(folder).map_err(system)?;
        let second = File::open(probe.path()).map_err(system)?;
        let is_held = probe.as_file().try_lock().is_ok();
        Ok(is_held && matches!(second.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// Lock files that no process holds. A killed process leaves them; they are harmless.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub fn stale_locks(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.folder.drafts();
        let mut stale: Vec<PathBuf> = self
            .names(&folder)?
            .iter()
            .map(|name| folder.join(name))
            .filter(|path| path.extension() == Some(OsStr::new("lock")))
            .filter(|path| self.is_free(path))
            .collect();
        stale.sort();
        Ok(stale)
    }

    /// The free space for this user in the data folder, or in its nearest existing parent; `None`
    /// if the system does not report the free space.
    #[must_use]
    pub fn free_bytes(&self) -> Option<u64> {
        self.folder.root().ancestors().find_map(free_bytes)
    }

    fn is_free(&self, path: &Path) -> bool {
        let is_file = self
            .disk
            .facts(path)
            .is_ok_and(|facts| facts.shape == Shape::File);
        is_file && File::open(path).is_ok_and(|file| file.try_lock().is_ok())
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    // The last ancestor of a relative path is the empty path, which means the current folder.
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let facts = rustix::fs::statvfs(folder).ok()?;
    Some(facts.f_bavail.saturating_mul(facts.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

/// The first file in `folders` whose name is one of `names` plus the platform's suffix for
/// programs. Searches folder by folder.
#[must_use]
pub fn find_program(names: &[&str], folders: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    folders.into_iter().find_map(|folder| {
        names
            .iter()
            .map(|name| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
            .find(|path| path.is_file())
    })
}

/// The names of all entries in these folders. Skips folders that cannot be listed.
#[must_use]
pub fn names_in(folders: &[PathBuf]) -> Vec<String> {
    let listed = folders.iter().flat_map(|folder| RealDisk.names(folder));
    listed
        .flatten()
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// Whether a file or folder is there. A place that cannot be looked at counts as absent.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::store;
    use crate::store::{LockOutcome, lock};

    #[test]
    fn a_usual_folder_takes_files_and_knows_locks_and_nothing_stays_there() {
        let root = tempfile::tempdir().unwrap();
        let store = store(root.path());
        assert_eq!(store.try_writing(root.path()), Ok(()));
        assert_eq!(store.has_working_locks(root.path()), Ok(true));
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
        let missing = store.try_writing(&root.path().join("none"));
        assert!(missing.unwrap_err().is_not_found());
    }

    #[test]
    fn a_lock_is_stale_when_nobody_holds_it() {
        let root = tempfile::tempdir().unwrap();
        let store = store(root.path());
        let drafts = store.folder().drafts();
        std::fs::create_dir_all(&drafts).unwrap();
        let stale = drafts.join("stale.toml.lock");
        std::fs::write(&stale, "pid = 99999999").unwrap();
        let now = "2026-11-22T09:30:00+08:00".parse().unwrap();
        let held = lock(&drafts.join("held.toml"), store.instance(), now);
        assert!(matches!(held, LockOutcome::Held(_)));
        assert_eq!(store.stale_locks(), Ok(vec![stale]));
    }

    #[test]
    #[cfg(unix)]
    fn free_space_is_known_before_the_folder_is_there() {
        let root = tempfile::tempdir().unwrap();
        let below = root.path().join("not/yet");
        assert!(store(&below).free_bytes().is_some_and(|bytes| bytes > 0));
    }

    #[test]
    fn a_program_is_found_in_the_first_folder_that_has_it() {
        let root = tempfile::tempdir().unwrap();
        let (first, second) = (root.path().join("a"), root.path().join("b"));
        std::fs::create_dir_all(&first).unwrap();
        std::fs::create_dir_all(&second).unwrap();
        let name = format!("soffice{}", std::env::consts::EXE_SUFFIX);
        std::fs::write(second.join(&name), "").unwrap();
        let find = |names: &[&str]| find_program(names, [first.clone(), second.clone()]);
        assert_eq!(find(&["libreoffice", "soffice"]), Some(second.join(&name)));
        assert_eq!(find(&["word"]), None);
    }
}
