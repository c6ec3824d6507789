//! A folder for the files of another program, outside of the data; gone when it is done.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::RealDisk;
use super::error::{Operation, StoreError};
use super::read::read_regular;

/// Begins the names of these folders.
const PREFIX: &str = "qianyue-";

/// A folder that only this user can read; dropped, it is gone with all that lies in it.
#[derive(Debug)]
pub struct Scratch {
    folder: tempfile::TempDir,
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
        builder
            .tempdir_in(&place)
            .map(|folder| Self { folder })
            .map_err(|error| StoreError::system(Operation::MakeFolder, &place, &error))
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
        io::Write::write_all(&mut self.create(name)?, bytes)
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
        let mode = std::fs::metadata(scratch.path())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
