//! Files that the user asked for: exports, summaries, a first config.

use std::io;
use std::path::Path;

use super::atomic::{Prepared, commit, file_at, folder_of, prepare};
use super::disk::{Disk, Overwrite, RealDisk, follow};
use super::error::{Operation, StoreError};

/// A file that the user asked for (an export), whole on the disk but not under its name yet;
/// dropped, it is gone.
#[derive(Debug)]
pub struct Output {
    prepared: Prepared,
    overwrite: Overwrite,
}

impl Output {
    /// Writes `bytes` beside `path`.
    ///
    /// # Errors
    /// The file exists and may not be replaced, something else than a file has the name, or the
    /// system refuses; nothing has changed then.
    pub fn prepare(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<Self, StoreError> {
        let is_new = may_write(path, overwrite)?;
        let prepared = prepare(&RealDisk, path, bytes)?;
        if is_new {
            // A draft is for its owner; a contract for whom the user lets read new files.
            usual_mode(&prepared);
        }
        Ok(Self {
            prepared,
            overwrite,
        })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// As [`Output::prepare`], for what has changed since.
    pub fn commit(self) -> Result<(), StoreError> {
        commit(&RealDisk, self.prepared, self.overwrite)
    }
}

/// Writes a file that the user asked for whole or not at all.
///
/// # Errors
/// As [`Output::prepare`].
pub fn write_output(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<(), StoreError> {
    Output::prepare(path, bytes, overwrite)?.commit()
}

/// Whether a file that may be written there would be a new one.
fn may_write(path: &Path, overwrite: Overwrite) -> Result<bool, StoreError> {
    expect_folder(path)?;
    let Some(facts) = file_at(&RealDisk, path)? else {
        return Ok(true);
    };
    let path = path.to_owned();
    if overwrite == Overwrite::Refuse {
        return Err(StoreError::Exists { path });
    }
    // The folder alone decides for the system; whoever marked the file meant the file.
    if facts.is_read_only {
        return Err(StoreError::ReadOnlyFile { path });
    }
    Ok(false)
}

/// Gives a new file the mode that the user's other new files have. One that stays as it was can be
/// read by its owner.
#[cfg(unix)]
fn usual_mode(prepared: &Prepared) {
    use std::os::unix::fs::PermissionsExt;
    // Only the system knows which mode that is.
    let sample = tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o666))
        .tempfile_in(&prepared.folder);
    if let Ok(facts) = sample.and_then(|sample| sample.as_file().metadata()) {
        let _stays_private = (prepared.temporary.as_file()).set_permissions(facts.permissions());
    }
}

/// Elsewhere the folder decides.
#[cfg(not(unix))]
fn usual_mode(_prepared: &Prepared) {}

/// That the folder of a file is not there is said of the folder: the file is not expected to be.
fn expect_folder(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    match std::fs::metadata(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(StoreError::NoFolder { path: folder })
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether [`write_output`] would have its way as things stand, for work that takes long before
/// there is something to write. Nothing changes.
///
/// # Errors
/// As [`write_output`].
pub fn check_output(path: &Path, overwrite: Overwrite) -> Result<(), StoreError> {
    may_write(path, overwrite)?;
    RealDisk
        .create_temporary(&folder_of(path))
        .map(drop)
        .map_err(|error| StoreError::system(Operation::Write, path, &error))
}

/// Whether two paths name one file that is to be written, however they are spelled.
#[must_use]
pub fn is_same_output(one: &Path, other: &Path) -> bool {
    // A folder that is not there is not spelled in two ways either.
    let folder = |path: &Path| {
        let folder = folder_of(path);
        follow(&folder).unwrap_or(folder)
    };
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // These systems take two spellings for one name.
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
            let told = check_output(&path, overwrite);
            let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
            assert_eq!(left.len(), 1, "{path:?}: {left:?}");
            assert_eq!(std::fs::read(&taken).unwrap(), b"old");
            let written = write_output(&path, b"new", overwrite);
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
