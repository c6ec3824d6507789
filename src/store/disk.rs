//! The interface between the store and the file system. It covers every call that a save makes,
//! so that a test can make any of them fail.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

use super::error::Shape;

/// The prefix of temporary files. Lists hide these files; a sweep deletes them after a day.
pub const TEMPORARY_PREFIX: &str = ".qianyue-";
/// The suffix of temporary files.
pub(super) const TEMPORARY_SUFFIX: &str = ".tmp";

/// The metadata of a path; symbolic links are not followed.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The type of the file.
    pub shape: Shape,
    /// The file's size in bytes.
    pub bytes: u64,
    /// Whether the file is marked read-only, or this user lacks permission to write to it.
    pub is_read_only: bool,
    /// The modification time, if the system knows it.
    pub modified: Option<SystemTime>,
    permissions: fs::Permissions,
    #[cfg(unix)]
    group: u32,
    /// The inode number, and the second and nanosecond of the last inode change (`ctime`).
    #[cfg(unix)]
    identity: (u64, i64, i64),
}

impl Facts {
    /// Whether both describe the same file. Both must come from one file system.
    #[cfg(unix)]
    fn is_same_file(&self, other: &Self) -> bool {
        self.identity.0 == other.identity.0
    }

    /// Whether both probably describe the same file. Without inode numbers, equal size and
    /// modification time must do: two hard links to a file share them.
    #[cfg(not(unix))]
    fn is_same_file(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.modified == other.modified
    }
}

/// Detects for a list whether a file may have changed since it was read. Saving never relies on
/// this value; a save compares content hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    identity: (u64, i64, i64),
}

impl Stamp {
    pub(super) fn of(facts: &Facts) -> Self {
        Self {
            bytes: facts.bytes,
            modified: facts.modified,
            #[cfg(unix)]
            identity: facts.identity,
        }
    }

    /// Whether the file is older than the coarsest time step of file systems (two seconds on FAT).
    /// Only then does a later change get another modification time.
    #[must_use]
    pub fn is_settled(&self, now: SystemTime) -> bool {
        const LONGEST_STEP: Duration = Duration::from_secs(2);
        self.modified
            .and_then(|modified| now.duration_since(modified).ok())
            .is_some_and(|age| age > LONGEST_STEP)
    }
}

/// Whether a write may replace an existing file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Replaces an existing file.
    Replace,
    /// Keeps an existing file; the call fails.
    Refuse,
}

/// The file system calls that the store uses.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// The metadata of `path`; links are not followed.
    ///
    /// # Errors
    /// As the system reports; `NotFound` if nothing exists.
    fn facts(&self, path: &Path) -> io::Result<Facts>;
    /// Reads at most `limit` bytes of a regular file.
    ///
    /// # Errors
    /// As the system reports.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Lists the names in a folder, in no particular order.
    ///
    /// # Errors
    /// As the system reports.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// The canonical path of a folder: absolute, without links and `..`.
    ///
    /// # Errors
    /// As the system reports.
    fn resolve(&self, folder: &Path) -> io::Result<PathBuf>;
    /// Creates a folder and its parents; succeeds if the folder exists.
    ///
    /// # Errors
    /// As the system reports.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Creates an empty file with a unique name that only its owner can read.
    ///
    /// # Errors
    /// As the system reports.
    fn create_temporary(&self, folder: &Path) -> io::Result<NamedTempFile>;
    /// Copies permissions from the file to be replaced to the temporary file. Copies the group
    /// too, if the user may set it.
    ///
    /// # Errors
    /// As the system reports.
    fn keep_mode(&self, temporary: &NamedTempFile, replaced: &Facts) -> io::Result<()>;
    /// Writes all of `bytes` to a temporary file.
    ///
    /// # Errors
    /// As the system reports.
    fn write(&self, temporary: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()>;
    /// Syncs the file's content to disk.
    ///
    /// # Errors
    /// As the system reports.
    fn sync(&self, temporary: &NamedTempFile) -> io::Result<()>;
    /// Renames a temporary file to `path` in one step.
    ///
    /// # Errors
    /// As the system reports; the temporary file is then deleted.
    fn persist(
        &self,
        temporary: NamedTempFile,
        path: &Path,
        overwrite: Overwrite,
    ) -> io::Result<()>;
    /// Syncs the names in a folder to disk.
    ///
    /// # Errors
    /// As the system reports.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Creates a hard link to a file; fails if the name is taken.
    ///
    /// # Errors
    /// As the system reports.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file; replaces a file with the new name.
    ///
    /// # Errors
    /// As the system reports.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file; fails if the name is taken.
    ///
    /// # Errors
    /// As the system reports.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Swaps the names of two files in one step.
    ///
    /// # Errors
    /// `Unsupported` if the system has no such call, else as the system reports.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Deletes a file.
    ///
    /// # Errors
    /// As the system reports.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Deletes an empty folder.
    ///
    /// # Errors
    /// As the system reports.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The real file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn facts(&self, path: &Path) -> io::Result<Facts> {
        let mut facts = fs::symlink_metadata(path).map(|metadata| facts_of(&metadata))?;
        facts.is_read_only |= facts.shape == Shape::File && is_refused(path);
        Ok(facts)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut options = fs::File::options();
        let file = as_it_is(options.read(true)).open(path)?;
        // A device may have replaced the file since the caller checked its type.
        if !file.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect()
    }

    fn resolve(&self, folder: &Path) -> io::Result<PathBuf> {
        follow(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn create_temporary(&self, folder: &Path) -> io::Result<NamedTempFile> {
        tempfile::Builder::new()
            .prefix(TEMPORARY_PREFIX)
            .suffix(TEMPORARY_SUFFIX)
            // Opens the file itself, because `tempfile_in` loses the system's error number.
            .make_in(without_limit(folder), open_private)
    }

    fn keep_mode(&self, temporary: &NamedTempFile, replaced: &Facts) -> io::Result<()> {
        // Only a member of a group may assign files to it. A failure is harmless: the draft belongs
        // to its owner.
        #[cfg(unix)]
        let _may_not_be_a_member =
            std::os::unix::fs::fchown(temporary.as_file(), None, Some(replaced.group));
        temporary
            .as_file()
            .set_permissions(replaced.permissions.clone())
    }

    fn write(&self, temporary: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
        // Writes to the inner file, because `NamedTempFile` loses the system's error number.
        temporary.as_file_mut().write_all(bytes)
    }

    fn sync(&self, temporary: &NamedTempFile) -> io::Result<()> {
        temporary.as_file().sync_all()
    }

    fn persist(
        &self,
        temporary: NamedTempFile,
        path: &Path,
        overwrite: Overwrite,
    ) -> io::Result<()> {
        persist_with_patience(temporary, path, overwrite)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        fs::File::open(folder)?.sync_all()
    }

    /// Does nothing: Windows cannot open a folder for a sync, and its renames are written through.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match rename_in_one_step(from, to, OneStep::New) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                rename_in_two_steps(from, to)
            }
            renamed => renamed,
        }
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        rename_in_one_step(one, other, OneStep::Exchange)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }
}

/// An atomic rename that not every system supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OneStep {
    /// Renames; fails if the new name is taken.
    New,
    /// Swaps the names of two existing files.
    Exchange,
}

/// Returns `Unsupported` if the kernel or the file system (as many network ones) lacks the call.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_in_one_step(from: &Path, to: &Path, what: OneStep) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = match what {
        OneStep::New => RenameFlags::NOREPLACE,
        OneStep::Exchange => RenameFlags::EXCHANGE,
    };
    match renameat_with(CWD, from, CWD, to, flags) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            Err(io::ErrorKind::Unsupported.into())
        }
        renamed => Ok(renamed?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_in_one_step(_from: &Path, _to: &Path, _what: OneStep) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Links the new name, then removes the old name, unless another file has taken the old name.
fn rename_in_two_steps(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
        // The file system has no hard links. Check and rename are then two steps, with a small
        // race.
        Err(_) => {
            return match fs::symlink_metadata(to) {
                Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
                Err(error) => Err(error),
            };
        }
    }
    // The old name may belong to another program's file by now; such a file stays.
    let is_same =
        facts_of(&fs::symlink_metadata(from)?).is_same_file(&facts_of(&fs::symlink_metadata(to)?));
    if is_same {
        return fs::remove_file(from);
    }
    Ok(())
}

/// Sets flags so that an open call refuses a symbolic link and does not wait on a pipe. Both may
/// replace the file after a check of its type.
#[cfg(unix)]
pub(super) fn as_it_is(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    options.custom_flags(flags.bits().cast_signed())
}

/// Sets nothing: on Windows usually only administrators can create symbolic links.
#[cfg(not(unix))]
pub(super) fn as_it_is(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    options
}

/// Whether this user may not write to the file at `path`. A save would still succeed in a
/// writable folder, because it replaces the file, so the store must check.
#[cfg(unix)]
fn is_refused(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(path, Access::WRITE_OK) == Err(rustix::io::Errno::ACCESS)
}

/// Always `false`: on Windows only a write attempt shows whether the user may write.
#[cfg(not(unix))]
fn is_refused(_path: &Path) -> bool {
    false
}

/// Creates a file that only its owner can read.
fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Retries on Windows, where a virus scanner or an indexer may hold the file for a moment (errors
/// 5, 32 and 33).
fn persist_with_patience(
    mut temporary: NamedTempFile,
    path: &Path,
    overwrite: Overwrite,
) -> io::Result<()> {
    const WAITS_MILLISECONDS: [u64; 5] = [10, 25, 50, 100, 250];
    let path = &without_limit(path);
    let mut waits = WAITS_MILLISECONDS.iter();
    loop {
        let persisted = match overwrite {
            Overwrite::Replace => temporary.persist(path),
            Overwrite::Refuse => temporary.persist_noclobber(path),
        };
        let Err(failed) = persisted else {
            return Ok(());
        };
        let is_held = cfg!(windows) && matches!(failed.error.raw_os_error(), Some(5 | 32 | 33));
        match waits.next() {
            Some(wait) if is_held => {
                std::thread::sleep(Duration::from_millis(*wait));
                temporary = failed.file;
            }
            _ => return Err(reason(failed.error, path)),
        }
    }
}

/// The error to report when a file cannot take the name `path`. If another program has the file
/// open, Windows reports "access denied" (error 5) for the replacement. A request for delete
/// access returns the real reason: the file is in use (error 32).
#[cfg(windows)]
fn reason(refused: io::Error, path: &Path) -> io::Error {
    use std::os::windows::fs::OpenOptionsExt;

    const DELETE: u32 = 0x0001_0000;
    if refused.raw_os_error() != Some(5) {
        return refused;
    }
    let mut options = fs::File::options();
    match options.access_mode(DELETE).open(path) {
        Err(held) if matches!(held.raw_os_error(), Some(32 | 33)) => held,
        Ok(_) | Err(_) => refused,
    }
}

#[cfg(not(windows))]
fn reason(refused: io::Error, _path: &Path) -> io::Error {
    refused
}

/// The path in verbatim form (`\\?\C:\…`), which lifts the limit of 260 characters on Windows. The
/// standard library converts long paths itself, but `tempfile` calls the rename function directly.
#[cfg(windows)]
fn without_limit(path: &Path) -> PathBuf {
    use std::os::windows::ffi::OsStrExt;

    // 260 characters less the name of a temporary file.
    const LONGEST: usize = 220;
    let Ok(whole) = std::path::absolute(path) else {
        return path.to_owned();
    };
    if whole.as_os_str().encode_wide().count() <= LONGEST {
        return path.to_owned();
    }
    // Resolves only the folder: the last component may be a link, or may not exist yet.
    match (whole.parent().map(follow), whole.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

#[cfg(not(windows))]
fn without_limit(path: &Path) -> PathBuf {
    path.to_owned()
}

fn facts_of(metadata: &fs::Metadata) -> Facts {
    #[cfg(unix)]
    use std::os::unix::fs::MetadataExt;

    let kind = metadata.file_type();
    let shape = if kind.is_file() {
        Shape::File
    } else if kind.is_dir() {
        Shape::Folder
    } else if kind.is_symlink() {
        Shape::Link
    } else {
        Shape::Special
    };
    Facts {
        shape,
        bytes: metadata.len(),
        is_read_only: metadata.permissions().readonly(),
        modified: metadata.modified().ok(),
        permissions: metadata.permissions(),
        #[cfg(unix)]
        group: metadata.gid(),
        #[cfg(unix)]
        identity: (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()),
    }
}

/// Resolves `path`, if it is a link, to an absolute path without links.
///
/// # Errors
/// As the system reports, such as for a missing file or a loop of links.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_keeps_the_number_that_the_system_gave_it() {
        let folder = tempfile::tempdir().unwrap();
        let refused = RealDisk.create_temporary(&folder.path().join("none"));
        assert!(refused.unwrap_err().raw_os_error().is_some());
    }
}
