//! A file is written whole or not at all: into a temporary file of the same folder, which then
//! takes the name in one step.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Facts, Overwrite};
use super::error::{Operation, Shape, StoreError};
use crate::value::ContentHash;

/// A whole file on the disk that does not have its name yet; dropped, it is gone.
#[derive(Debug)]
pub(super) struct Prepared {
    pub temporary: tempfile::NamedTempFile,
    pub folder: PathBuf,
    pub path: PathBuf,
    pub content: ContentHash,
}

/// Writes `bytes` beside `path` and waits until they are on the disk.
///
/// # Errors
/// `path` is no regular file, or the system refuses; nothing has changed then.
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

/// What is known of the regular file at `path`; `None` where there is nothing.
pub(super) fn file_at(disk: &dyn Disk, path: &Path) -> Result<Option<Facts>, StoreError> {
    if path.as_os_str().is_empty() {
        // The system finds nothing there, but nothing can be put there either.
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

/// Gives a prepared file its name and waits until the name is on the disk.
///
/// # Errors
/// The name is taken and may not be replaced, or the system refuses. Whether the file has its
/// name is then uncertain: the call that waits for the folder may be the one that failed.
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

/// Whether the names in a folder are on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Synced {
    /// They are.
    OnDisk,
    /// The file system does not say: some network file systems answer so.
    Unknown,
}

/// Waits until the names in a folder are on the disk.
///
/// # Errors
/// The system refuses, and may do otherwise the next time.
pub(super) fn sync_folder(disk: &dyn Disk, folder: &Path) -> io::Result<Synced> {
    match disk.sync_folder(folder) {
        Ok(()) => Ok(Synced::OnDisk),
        // EINVAL, EOPNOTSUPP, ENOSYS.
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

/// Writes `bytes` to `path` in one step.
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

/// The folder that `path` lies in; the current one for a bare name.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
