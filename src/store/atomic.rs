//! Atomic file writes: the bytes go to a temporary file in the target folder, and a rename then
//! gives the file its final name.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Facts, Overwrite};
use super::error::{Operation, Shape, StoreError};
use crate::value::ContentHash;

/// A complete file on disk under a temporary name. Dropping the value deletes the file.
#[derive(Debug)]
pub(super) struct Prepared {
    pub temporary: tempfile::NamedTempFile,
    pub folder: PathBuf,
    pub path: PathBuf,
    pub content: ContentHash,
}

/// Writes `bytes` to a temporary file beside `path` and syncs the file to disk.
///
/// # Errors
/// `path` exists and is not a regular file, or the system refuses. No visible file has changed.
pub(super) fn prepare(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<Prepared, StoreError> {
    let system = |error: io::Error| StoreError::system(Operation::Write, path, &error);
    let replaced = file_at(disk, path)?;
    let folder = folder_of(path);
    let mut temporary = disk.create_temporary(&folder).map_err(system)?;
    if let Some(replaced) = &replaced {
        disk.keep_mode(&temporary, replaced).map_err(system)?;
    }
    disk.write(&mut temporary, bytes).map_err(system)?;
    disk.sync(&temporary).map_err(system)?;
    Ok(Prepared {
        temporary,
        folder,
        path: path.to_owned(),
        content: ContentHash::of(bytes),
    })
}

/// The metadata of the regular file at `path`; `None` if nothing exists there.
pub(super) fn file_at(disk: &dyn Disk, path: &Path) -> Result<Option<Facts>, StoreError> {
    if path.as_os_str().is_empty() {
        // The system reports "not found" for an empty path, but no file can be created there.
        return Err(StoreError::BadName {
            name: String::new(),
        });
    }
    match disk.facts(path) {
        Ok(facts) if facts.shape == Shape::File => Ok(Some(facts)),
        Ok(facts) => Err(StoreError::NotAFile {
            path: path.to_owned(),
            shape: facts.shape,
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::system(Operation::Write, path, &error)),
    }
}

/// Renames a prepared file to its final name and syncs the folder.
///
/// # Errors
/// The name is taken and `overwrite` forbids replacement, or the system refuses. After a refusal
/// the file may or may not have its final name, because the failing call may be the folder sync.
pub(super) fn commit(
    disk: &dyn Disk,
    prepared: Prepared,
    overwrite: Overwrite,
) -> Result<(), StoreError> {
    let Prepared {
        temporary,
        folder,
        path,
        ..
    } = prepared;
    disk.persist(temporary, &path, overwrite).map_err(|error| {
        if overwrite == Overwrite::Refuse && error.kind() == io::ErrorKind::AlreadyExists {
            StoreError::Exists { path: path.clone() }
        } else {
            StoreError::system(Operation::Write, &path, &error)
        }
    })?;
    sync_folder(disk, &folder)
        .map(|_| ())
        .map_err(|error| StoreError::system(Operation::Write, &path, &error))
}

/// The result of syncing a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Synced {
    /// The names in the folder are on disk.
    OnDisk,
    /// The file system cannot sync a folder; some network file systems cannot.
    Unknown,
}

/// Syncs the names in a folder to disk.
///
/// # Errors
/// The system refuses. A later call may succeed.
pub(super) fn sync_folder(disk: &dyn Disk, folder: &Path) -> io::Result<Synced> {
    match disk.sync_folder(folder) {
        Ok(()) => Ok(Synced::OnDisk),
        // The kernel returns EINVAL, EOPNOTSUPP or ENOSYS when the file system cannot sync folders.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(Synced::Unknown)
        }
        Err(error) => Err(error),
    }
}

/// Writes `bytes` to `path` atomically.
///
/// # Errors
/// As [`prepare`] and [`commit`].
pub(super) fn write_whole(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    overwrite: Overwrite,
) -> Result<(), StoreError> {
    commit(disk, prepare(disk, path, bytes)?, overwrite)
}

/// The parent folder of `path`; the current folder for a bare file name.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
