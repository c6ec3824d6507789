//! A folder for the files of another program, outside of the data; gone when it is done.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::disk::{Disk, RealDisk};
use super::error::{Operation, Shape, StoreError};
use super::read::read_regular;

/// Begins the names of these folders.
const PREFIX: &str = "qianyue-";
/// The file in such a folder that its process holds locked, and what it begins with.
const CLAIM: &str = "in-use";
const CLAIM_MARK: &str = "private folder of qianyue\n";
const CLAIM_LIMIT_BYTES: u64 = 256;

/// A folder that only this user can read; dropped, it is gone with all that lies in it.
#[derive(Debug)]
pub struct Scratch {
    folder: tempfile::TempDir,
    claim: Option<File>,
}

impl Scratch {
    /// A new one where the system keeps temporary files.
    ///
    /// # Errors
    /// As the system says.
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

    /// Says whose the folder is. It has its name only once it is locked: a claim that can be
    /// locked is one of a process that is gone.
    fn make_claim(&self) -> Result<File, StoreError> {
        let path = self.file(CLAIM);
        let system = |error| StoreError::system(Operation::Write, &path, &error);
        let unnamed = path.with_extension("new");
        let mut claim = File::create_new(&unnamed).map_err(system)?;
        claim.write_all(CLAIM_MARK.as_bytes()).map_err(system)?;
        // Where nothing can be locked, nothing is ever swept.
        let _locked = claim.try_lock();
        fs::rename(&unnamed, &path).map_err(system)?;
        Ok(claim)
    }

    /// The standard input of a program that works here: an empty one that holds the lock. So the
    /// folder is nobody's only once that program has ended, and all that it has started.
    #[must_use]
    pub fn hold(&self) -> Stdio {
        let held = self.claim.as_ref().and_then(|claim| claim.try_clone().ok());
        held.map_or_else(Stdio::null, Stdio::from)
    }

    /// A folder of this name in it, for this user alone.
    ///
    /// # Errors
    /// As the system says.
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

    /// The folders of processes of this user that were killed before they could clear up, and in
    /// which no program works. Nothing else is among them: each bears a claim that nobody holds.
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

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where a file of this name lies, or would lie.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An empty file of this name, for another program to write into.
    ///
    /// # Errors
    /// As the system says.
    pub fn create(&self, name: &str) -> Result<File, StoreError> {
        let path = self.file(name);
        File::create_new(&path).map_err(|error| StoreError::system(Operation::Write, &path, &error))
    }

    /// Puts a file there.
    ///
    /// # Errors
    /// As the system says.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let path = self.file(name);
        self.create(name)?
            .write_all(bytes)
            .map_err(|error| StoreError::system(Operation::Write, &path, &error))?;
        Ok(path)
    }

    /// What a program left under this name.
    ///
    /// # Errors
    /// Nothing there, not a file, larger than `limit_bytes`, or the system refuses.
    pub fn read(&self, name: &str, limit_bytes: u64) -> Result<Vec<u8>, StoreError> {
        read_regular(&RealDisk, &self.file(name), limit_bytes).map(|(bytes, _)| bytes)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Some systems remove no file that is open.
        self.claim = None;
    }
}

/// A private folder whose process is gone.
#[derive(Debug)]
pub struct Abandoned {
    folder: PathBuf,
    /// Locked, so that two who sweep do not meet.
    claim: File,
}

impl Abandoned {
    /// The folder at `path`, if it is one of ours and nobody's.
    fn at(path: PathBuf) -> Option<Self> {
        let is_folder = RealDisk.facts(&path).ok()?.shape == Shape::Folder;
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

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Removes the folder with all that lies in it; links in it are removed, not followed.
    pub fn remove(self) {
        if cfg!(windows) {
            drop(self.claim);
        }
        // What cannot be removed now is tried again the next time.
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

/// Removes the socket at `path`, if it is one of this user.
pub fn remove_socket(path: &Path) {
    if is_own_socket(path) {
        let _may_be_gone = fs::remove_file(path);
    }
}

/// Whether a folder is this user's and closed to all others.
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

/// Elsewhere every user has a folder of temporary files of their own.
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
