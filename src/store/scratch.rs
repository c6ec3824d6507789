//! Temporary folders for external programs, outside of the data folder.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::disk::{Disk, RealDisk};
use super::error::{Operation, Shape, StoreError};
use super::read::read_regular;

/// The prefix of the folder names.
const PREFIX: &str = "qianyue-";
/// The claim file in such a folder. The owning process holds a lock on the file; the file starts
/// with `CLAIM_MARK`.
const CLAIM: &str = "in-use";
const CLAIM_MARK: &str = "private folder of qianyue\n";
const CLAIM_LIMIT_BYTES: u64 = 256;

/// A private folder that only this user can read. Dropping the value deletes the folder.
#[derive(Debug)]
pub struct Scratch {
    folder: tempfile::TempDir,
    claim: Option<File>,
}

impl Scratch {
    /// Creates a folder in the system's folder for temporary files.
    ///
    /// # Errors
    /// As the system reports.
    pub fn new() -> Result<Self, StoreError> {
        let place = std::env::temp_dir();
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder
            .tempdir_in(&place)
            .map_err(|error| StoreError::system(Operation::MakeFolder, &place, &error))?;
        let mut scratch = Self {
            folder,
            claim: None,
        };
        scratch.claim = Some(scratch.make_claim()?);
        Ok(scratch)
    }

    /// Creates the claim file. The file gets its name only after it is locked, so that an unlocked
    /// claim always belongs to a dead process.
    fn make_claim(&self) -> Result<File, StoreError> {
        let path = self.file(CLAIM);
        let system = |error| StoreError::system(Operation::Write, &path, &error);
        let unnamed = path.with_extension("new");
        let mut claim = File::create_new(&unnamed).map_err(system)?;
        claim.write_all(CLAIM_MARK.as_bytes()).map_err(system)?;
        // Without lock support no folder is ever swept, so an unlocked claim does no harm.
        let _locked = claim.try_lock();
        fs::rename(&unnamed, &path).map_err(system)?;
        Ok(claim)
    }

    /// The standard input for a program that works in this folder: empty, but it keeps the lock.
    /// The folder stays claimed until that program and all of its child processes end.
    #[must_use]
    pub fn hold(&self) -> Stdio {
        let held = self.claim.as_ref().and_then(|claim| claim.try_clone().ok());
        held.map_or_else(Stdio::null, Stdio::from)
    }

    /// Creates a subfolder that only this user can read.
    ///
    /// # Errors
    /// As the system reports.
    pub fn make_folder(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.file(name);
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&path) {
            Ok(()) => Ok(path),
            Err(error) => Err(StoreError::system(Operation::MakeFolder, &path, &error)),
        }
    }

    /// The folders of this user's killed processes in which no program works any more. Every such
    /// folder has a claim file that no process locks; other folders are never returned.
    #[must_use]
    pub fn abandoned() -> Vec<Abandoned> {
        let place = std::env::temp_dir();
        let names = RealDisk.names(&place).unwrap_or_default();
        let ours = names
            .into_iter()
            .filter(|name| name.as_encoded_bytes().starts_with(PREFIX.as_bytes()));
        ours.filter_map(|name| Abandoned::at(place.join(name)))
            .collect()
    }

    /// The path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file with this name in the folder; the file need not exist.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Creates an empty file for another program to write to.
    ///
    /// # Errors
    /// As the system reports.
    pub fn create(&self, name: &str) -> Result<File, StoreError> {
        let path = self.file(name);
        File::create_new(&path).map_err(|error| StoreError::system(Operation::Write, &path, &error))
    }

    /// Writes a new file and returns its path.
    ///
    /// # Errors
    /// As the system reports.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let path = self.file(name);
        self.create(name)?
            .write_all(bytes)
            .map_err(|error| StoreError::system(Operation::Write, &path, &error))?;
        Ok(path)
    }

    /// Reads a file that a program left in the folder.
    ///
    /// # Errors
    /// The file is missing, is not a regular file, or is larger than `limit_bytes`; or the system
    /// refuses.
    pub fn read(&self, name: &str, limit_bytes: u64) -> Result<Vec<u8>, StoreError> {
        read_regular(&RealDisk, &self.file(name), limit_bytes).map(|(bytes, _)| bytes)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Windows cannot delete an open file.
        self.claim = None;
    }
}

/// A private folder whose process has ended.
#[derive(Debug)]
pub struct Abandoned {
    folder: PathBuf,
    /// The locked claim file, so that two sweeps do not collide.
    claim: File,
}

impl Abandoned {
    /// The folder at `path`, if this program created it and no process claims it.
    fn at(path: PathBuf) -> Option<Self> {
        let is_folder = RealDisk.facts(&path).ok()?.shape == Shape::Folder;
        // In a shared temporary folder another user may create a folder with the same prefix.
        if !is_folder || !is_private(&path) {
            return None;
        }
        let claim_path = path.join(CLAIM);
        let is_file = RealDisk.facts(&claim_path).ok()?.shape == Shape::File;
        if !is_file || !is_private_folders_file(&claim_path) {
            return None;
        }
        let claim = File::options()
            .read(true)
            .write(true)
            .open(&claim_path)
            .ok()?;
        claim.try_lock().ok()?;
        let mut text = String::new();
        (&claim)
            .take(CLAIM_LIMIT_BYTES)
            .read_to_string(&mut text)
            .ok()?;
        (text == CLAIM_MARK).then_some(Self {
            folder: path,
            claim,
        })
    }

    /// The path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Deletes the folder with its content. Deletes links in it without following them.
    pub fn remove(self) {
        if cfg!(windows) {
            drop(self.claim);
        }
        // The next sweep deletes what remains.
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

/// Deletes the socket at `path` if this user owns it.
pub fn remove_socket(path: &Path) {
    if is_own_socket(path) {
        let _may_be_gone = fs::remove_file(path);
    }
}

/// Whether this user owns the folder and no other user has access.
#[cfg(unix)]
fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(folder)
        .is_ok_and(|found| found.uid() == user() && found.mode() & 0o777 == 0o700)
}

#[cfg(unix)]
fn is_private_folders_file(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(file).is_ok_and(|found| found.uid() == user())
}

#[cfg(unix)]
fn is_own_socket(path: &Path) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    fs::symlink_metadata(path)
        .is_ok_and(|found| found.file_type().is_socket() && found.uid() == user())
}

#[cfg(unix)]
fn user() -> u32 {
    rustix::process::getuid().as_raw()
}

/// Always `true`: on Windows every user has a private folder for temporary files.
#[cfg(not(unix))]
fn is_private(_folder: &Path) -> bool {
    true
}

#[cfg(not(unix))]
fn is_private_folders_file(_file: &Path) -> bool {
    true
}

#[cfg(not(unix))]
fn is_own_socket(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_it_goes_with_it() {
        let scratch = Scratch::new().unwrap();
        let path = scratch.write("合同.docx", b"PK").unwrap();
        assert_eq!(scratch.read("合同.docx", 2), Ok(b"PK".to_vec()));
        assert!(scratch.read("合同.docx", 1).is_err());
        assert!(scratch.read("合同.pdf", 2).unwrap_err().is_not_found());
        let folder = scratch.path().to_owned();
        assert!(path.starts_with(&folder));
        drop(scratch);
        assert!(!folder.exists());
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let scratch = Scratch::new().unwrap();
        let mode = fs::metadata(scratch.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
