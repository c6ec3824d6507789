//! The real disk, with a hook before each of its calls.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use qianyue::store::{Disk, Facts, Overwrite, RealDisk};
use tempfile::NamedTempFile;

/// Receives the name of each call. If it returns an error, the call fails with this error.
pub(super) type Watch = Arc<dyn Fn(&'static str) -> io::Result<()> + Send + Sync>;

/// The real disk with a hook.
pub(super) struct WatchedDisk {
    watch: Watch,
    /// Whether the disk can exchange two names in one step.
    exchanges: bool,
    /// Whether the disk syncs.
    syncs: bool,
}

impl WatchedDisk {
    /// A disk with all abilities of the real disk.
    pub(super) fn new(watch: Watch) -> Self {
        Self {
            watch,
            exchanges: true,
            syncs: true,
        }
    }

    /// A disk that never syncs; `exchanges` says whether it can exchange names.
    pub(super) fn without_waiting(watch: Watch, exchanges: bool) -> Self {
        Self {
            watch,
            exchanges,
            syncs: false,
        }
    }
}

impl std::fmt::Debug for WatchedDisk {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("WatchedDisk")
    }
}

impl Disk for WatchedDisk {
    fn facts(&self, path: &Path) -> io::Result<Facts> {
        (self.watch)("facts")?;
        RealDisk.facts(path)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        (self.watch)("read")?;
        RealDisk.read(path, limit)
    }
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        (self.watch)("names")?;
        RealDisk.names(folder)
    }
    fn resolve(&self, folder: &Path) -> io::Result<PathBuf> {
        (self.watch)("resolve")?;
        RealDisk.resolve(folder)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        (self.watch)("make_folder")?;
        RealDisk.make_folder(folder)
    }
    fn create_temporary(&self, folder: &Path) -> io::Result<NamedTempFile> {
        (self.watch)("create_temporary")?;
        RealDisk.create_temporary(folder)
    }
    fn keep_mode(&self, temporary: &NamedTempFile, replaced: &Facts) -> io::Result<()> {
        (self.watch)("keep_mode")?;
        RealDisk.keep_mode(temporary, replaced)
    }
    fn write(&self, temporary: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = (self.watch)("write") {
            // A full disk writes the part that fits.
            let half = bytes.get(..bytes.len() / 2).unwrap_or(bytes);
            RealDisk.write(temporary, half)?;
            return Err(error);
        }
        RealDisk.write(temporary, bytes)
    }
    fn sync(&self, temporary: &NamedTempFile) -> io::Result<()> {
        (self.watch)("sync")?;
        if !self.syncs {
            return Ok(());
        }
        RealDisk.sync(temporary)
    }
    fn persist(
        &self,
        temporary: NamedTempFile,
        path: &Path,
        overwrite: Overwrite,
    ) -> io::Result<()> {
        (self.watch)("persist")?;
        RealDisk.persist(temporary, path, overwrite)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        (self.watch)("sync_folder")?;
        if !self.syncs {
            return Ok(());
        }
        RealDisk.sync_folder(folder)
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.watch)("link")?;
        RealDisk.link(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.watch)("rename")?;
        RealDisk.rename(from, to)
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.watch)("rename_new")?;
        RealDisk.rename_new(from, to)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        (self.watch)("exchange")?;
        if !self.exchanges {
            return Err(io::ErrorKind::Unsupported.into());
        }
        RealDisk.exchange(one, other)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        (self.watch)("remove")?;
        RealDisk.remove(path)
    }
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        (self.watch)("remove_folder")?;
        RealDisk.remove_folder(folder)
    }
}

/// Every visible file below `folder` with its content: no temporary files, no history.
pub(super) fn visible_files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    super::files_under(folder)
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap().as_encoded_bytes();
            let is_history = path.components().any(|part| part.as_os_str() == ".history");
            !name.starts_with(b".") && !is_history
        })
        .map(|path| {
            let content = std::fs::read(&path).unwrap();
            (path, content)
        })
        .collect()
}
