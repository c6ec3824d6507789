//! Writes files that the user asked for: exports, summaries, an initial config.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::atomic::{Prepared, file_at, folder_of, prepare, sync_folder};
use super::disk::{Disk, Overwrite, RealDisk, TEMPORARY_PREFIX, TEMPORARY_SUFFIX, follow};
use super::error::{Operation, Shape, StoreError};
use super::protected::Protected;
use super::read::read_regular;
use super::replace::{COMPARED_BYTES, Expected, NotPlaced, Placed, place};
use crate::value::ContentHash;

/// The minimum age of a temporary file, relative to a new file, before a sweep deletes it.
const TEMPORARY_AGE: Duration = Duration::from_hours(24);

/// The path of an output, with the state of the path when the user chose it. The write replaces
/// only that state, never a file that another program writes meanwhile.
#[derive(Clone, Debug)]
pub struct Target {
    path: PathBuf,
    overwrite: Overwrite,
    expected: Expected,
    protected: Protected,
}

impl Target {
    /// Records what exists at `path`; changes nothing.
    ///
    /// # Errors
    /// A file exists and must not be replaced, the path is protected, the path is not a regular
    /// file, or the folder does not exist.
    pub fn at(
        disk: &dyn Disk,
        path: &Path,
        overwrite: Overwrite,
        protected: &Protected,
    ) -> Result<Self, StoreError> {
        expect_folder(path)?;
        // Comes before the other checks, whose errors suggest that the user could overwrite the
        // file.
        protected.check(path)?;
        let path = path.to_owned();
        let expected = match file_at(disk, &path)? {
            None => Expected::Nothing,
            Some(_) if overwrite == Overwrite::Refuse => return Err(StoreError::Exists { path }),
            // The system checks only the folder's permissions, so check the file's read-only mark
            // here.
            Some(facts) if facts.is_read_only => return Err(StoreError::ReadOnlyFile { path }),
            // An unreadable file, or a file larger than any contract, cannot be compared.
            Some(_) => match read_regular(disk, &path, COMPARED_BYTES) {
                Ok((bytes, _)) => Expected::Content(ContentHash::of(&bytes)),
                Err(_) => Expected::Anything,
            },
        };
        Ok(Self {
            path,
            overwrite,
            expected,
            protected: protected.clone(),
        })
    }

    /// Whether a file can be created at the path now. A slow export calls this before it starts;
    /// changes nothing.
    ///
    /// # Errors
    /// The system refuses.
    pub fn check(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        disk.create_temporary(&folder_of(&self.path))
            .map(drop)
            .map_err(|error| StoreError::system(Operation::Write, &self.path, &error))
    }

    /// Writes `bytes` to a temporary file beside the path.
    ///
    /// # Errors
    /// The system refuses. No visible file has changed.
    pub fn prepare(self, disk: &dyn Disk, bytes: &[u8]) -> Result<Output, StoreError> {
        let prepared = prepare(disk, &self.path, bytes)?;
        if self.expected == Expected::Nothing {
            // Drafts are private. A contract gets the mode that the user's umask gives to new
            // files.
            usual_mode(&prepared);
        }
        Ok(Output {
            target: self,
            prepared,
        })
    }

    /// Names for a displaced file of another program, numbered from 1.
    fn spare_names(&self) -> impl Fn(u32) -> PathBuf + use<> {
        let path = self.path.clone();
        move |n| {
            let mut name = path.file_stem().unwrap_or_default().to_owned();
            name.push(format!("-{n}"));
            if let Some(extension) = path.extension() {
                name.push(".");
                name.push(extension);
            }
            path.with_file_name(name)
        }
    }
}

/// A complete output under a temporary name. Dropping the value deletes the file.
#[derive(Debug)]
pub struct Output {
    target: Target,
    prepared: Prepared,
}

/// Why outputs were not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWritten {
    /// The first error.
    pub error: Box<StoreError>,
    /// Files that were written and could not be withdrawn because of a second failure.
    pub left: Vec<PathBuf>,
}

/// Renames all outputs to their final names and syncs the names to disk: all outputs or none.
///
/// # Errors
/// Another program changed one of the paths since the check, or the system refuses.
pub fn write_outputs(disk: &dyn Disk, outputs: Vec<Output>) -> Result<(), NotWritten> {
    let mut written = Vec::new();
    for Output { target, prepared } in outputs {
        let spare = target.spare_names();
        let placed = match target.protected.check(&target.path) {
            Ok(()) => place(disk, prepared, target.expected, &spare),
            Err(error) => Err(NotPlaced::Failed(error)),
        };
        match placed {
            Ok(placed) => written.push((target, placed)),
            Err(not_placed) => {
                let error = Box::new(refusal(&target, not_placed));
                let left = take_back(disk, written);
                return Err(NotWritten { error, left });
            }
        }
    }
    // As long as a name may not be on disk, all outputs can still be withdrawn.
    for (target, _) in &written {
        if let Err(error) = sync(disk, &target.path) {
            let error = Box::new(error);
            let left = take_back(disk, written);
            return Err(NotWritten { error, left });
        }
    }
    for (target, placed) in written {
        // If the deletion fails, the replaced file stays under a hidden name until a later sweep.
        let _swept_later = placed.settle(disk);
        sweep_beside(disk, &target.path);
    }
    Ok(())
}

/// Writes one output atomically.
///
/// # Errors
/// As [`Target::at`], [`Target::prepare`] and [`write_outputs`].
pub fn write_output(
    path: &Path,
    bytes: &[u8],
    overwrite: Overwrite,
    protected: &Protected,
) -> Result<(), StoreError> {
    let disk = &RealDisk;
    let output = Target::at(disk, path, overwrite, protected)?.prepare(disk, bytes)?;
    write_outputs(disk, vec![output]).map_err(|not_written| *not_written.error)
}

fn refusal(target: &Target, not_placed: NotPlaced) -> StoreError {
    let path = target.path.clone();
    match not_placed {
        NotPlaced::Failed(error) => error,
        NotPlaced::Taken if target.overwrite == Overwrite::Refuse => StoreError::Exists { path },
        NotPlaced::Taken | NotPlaced::Other(_) | NotPlaced::Gone => {
            StoreError::ChangedMeanwhile { path }
        }
    }
}

/// Restores the state before the write. Returns the files for which the restoration failed.
fn take_back(disk: &dyn Disk, written: Vec<(Target, Placed)>) -> Vec<PathBuf> {
    let written = written.into_iter();
    let left = written.filter_map(|(target, placed)| {
        let is_back = placed.take_back(disk, &target.spare_names());
        (!is_back).then_some(target.path)
    });
    left.collect()
}

/// Syncs the name of a file to disk.
fn sync(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    match sync_folder(disk, &folder_of(path)) {
        Ok(_) => Ok(()),
        // The user may write to this folder but not open it; such a folder cannot be synced.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(StoreError::system(Operation::Write, path, &error)),
    }
}

/// Deletes temporary files beside a new file that are more than a day older than the new file:
/// their writers were killed. A later sweep deletes what remains.
fn sweep_beside(disk: &dyn Disk, path: &Path) {
    let folder = folder_of(path);
    let Some(new) = disk.facts(path).ok().and_then(|facts| facts.modified) else {
        return;
    };
    for name in disk.names(&folder).unwrap_or_default() {
        let bytes = name.as_encoded_bytes();
        let is_temporary = bytes.starts_with(TEMPORARY_PREFIX.as_bytes())
            && bytes.ends_with(TEMPORARY_SUFFIX.as_bytes());
        let path = folder.join(&name);
        let is_abandoned = is_temporary
            && disk.facts(&path).is_ok_and(|facts| {
                let age = facts.modified.and_then(|old| new.duration_since(old).ok());
                facts.shape == Shape::File && age.is_some_and(|age| age > TEMPORARY_AGE)
            });
        if is_abandoned {
            let _swept_later = disk.remove(&path);
        }
    }
}

/// Gives a new file the mode of the user's other new files. If this fails, the file stays readable
/// by its owner only.
#[cfg(unix)]
fn usual_mode(prepared: &Prepared) {
    use std::os::unix::fs::PermissionsExt;
    // The umask can be read only by changing it; a sample file shows the result safely.
    let sample = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .suffix(TEMPORARY_SUFFIX)
        .permissions(std::fs::Permissions::from_mode(0o666))
        .tempfile_in(&prepared.folder);
    if let Ok(facts) = sample.and_then(|sample| sample.as_file().metadata()) {
        let _stays_private = (prepared.temporary.as_file()).set_permissions(facts.permissions());
    }
}

/// Does nothing: on Windows new files inherit the permissions of their folder.
#[cfg(not(unix))]
fn usual_mode(_prepared: &Prepared) {}

/// Reports a missing folder as an error about the folder, because the file itself need not exist.
fn expect_folder(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    match std::fs::metadata(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(StoreError::NoFolder { path: folder })
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether two output paths lead to the same file, under any spelling.
#[must_use]
pub fn is_same_output(one: &Path, other: &Path) -> bool {
    // A folder that does not exist cannot be resolved; compare its path as given.
    let folder = |path: &Path| {
        let folder = folder_of(path);
        follow(&folder).unwrap_or(folder)
    };
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // File names on these systems usually ignore case.
        if cfg!(any(windows, target_os = "macos")) {
            name.to_lowercase()
        } else {
            name.into_owned()
        }
    };
    name(one) == name(other) && folder(one) == folder(other)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn what_would_be_refused_is_known_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken.pdf");
        std::fs::write(&taken, "old").unwrap();
        for (path, overwrite) in [
            (taken.clone(), Overwrite::Refuse),
            (taken.clone(), Overwrite::Replace),
            (folder.path().join("free.pdf"), Overwrite::Refuse),
            (folder.path().to_owned(), Overwrite::Replace),
            (folder.path().join("none/new.pdf"), Overwrite::Refuse),
            (taken.join("below.pdf"), Overwrite::Refuse),
            (PathBuf::new(), Overwrite::Replace),
        ] {
            let target = Target::at(&RealDisk, &path, overwrite, &Protected::default());
            let told = target.and_then(|target| target.check(&RealDisk));
            let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
            assert_eq!(left.len(), 1, "{path:?}: {left:?}");
            assert_eq!(std::fs::read(&taken).unwrap(), b"old");
            let written = write_output(&path, b"new", overwrite, &Protected::default());
            assert_eq!(told, written, "{path:?} {overwrite:?}");
            if written.is_ok() && path != taken {
                std::fs::remove_file(&path).unwrap();
            }
            std::fs::write(&taken, "old").unwrap();
        }
    }

    #[test]
    fn one_file_is_one_however_it_is_spelled() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("a")).unwrap();
        for (one, other, expected) in [
            ("x.md", "x.md", true),
            ("x.md", "a/../x.md", true),
            ("a/x.md", "./a//x.md", true),
            ("x.md", "y.md", false),
            ("x.md", "a/x.md", false),
            ("none/x.md", "none/x.md", true),
        ] {
            let is_same = is_same_output(&root.join(one), &root.join(other));
            assert_eq!(is_same, expected, "{one} {other}");
        }
    }
}
