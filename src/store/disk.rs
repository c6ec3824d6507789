//! The seam between the store and the file system: every call that a save makes, so that a test
//! can let any of them fail.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

use super::error::Shape;

/// Begins the names of files that are being written; never listed, swept when a day old.
pub const TEMPORARY_PREFIX: &str = ".qianyue-";
/// Ends them.
pub(super) const TEMPORARY_SUFFIX: &str = ".tmp";

/// What the file system says of a path itself, links not followed.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What it is.
    pub shape: Shape,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether it is marked read-only, or is somebody else's file that this user may only read.
    pub is_read_only: bool,
    /// When it was last written, where the system knows.
    pub modified: Option<SystemTime>,
    permissions: fs::Permissions,
    #[cfg(unix)]
    group: u32,
    /// Number of the file, and second and nanosecond of its last change of whatever kind.
    #[cfg(unix)]
    identity: (u64, i64, i64),
}

impl Facts {
    /// Whether both are of one file of one file system.
    #[cfg(unix)]
    fn is_same_file(&self, other: &Self) -> bool {
        self.identity.0 == other.identity.0
    }

    /// The same, as far as can be told where files have no numbers: a second name of a file has
    /// its size and time.
    #[cfg(not(unix))]
    fn is_same_file(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.modified == other.modified
    }
}

/// Tells for a list whether a file may have changed since it was read. Never decides what is
/// saved: that is compared by hash.
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

    /// Whether the file is so old at `now` that a later change cannot have the same time: file
    /// systems count in steps of up to two seconds.
    #[must_use]
    pub fn is_settled(&self, now: SystemTime) -> bool {
        const LONGEST_STEP: Duration = Duration::from_secs(2);
        self.modified
            .and_then(|modified| now.duration_since(modified).ok())
            .is_some_and(|age| age > LONGEST_STEP)
    }
}

/// Whether a file may take another's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// What is there is replaced.
    Replace,
    /// What is there stays, and the call fails.
    Refuse,
}

/// The calls of the file system that drafts go through.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// What lies at `path`.
    ///
    /// # Errors
    /// As the system says; `NotFound` where there is nothing.
    fn facts(&self, path: &Path) -> io::Result<Facts>;
    /// The first `limit` bytes of a regular file.
    ///
    /// # Errors
    /// As the system says.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// The names in a folder.
    ///
    /// # Errors
    /// As the system says.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// The path of a folder without links and detours: one folder has one.
    ///
    /// # Errors
    /// As the system says.
    fn resolve(&self, folder: &Path) -> io::Result<PathBuf>;
    /// Makes a folder and those above it; fine if it is there.
    ///
    /// # Errors
    /// As the system says.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// An empty file of a name of its own, readable by its owner alone.
    ///
    /// # Errors
    /// As the system says.
    fn create_temporary(&self, folder: &Path) -> io::Result<NamedTempFile>;
    /// Gives a temporary file the mode of the file that it will replace, and where the user may,
    /// its group.
    ///
    /// # Errors
    /// As the system says.
    fn keep_mode(&self, temporary: &NamedTempFile, replaced: &Facts) -> io::Result<()>;
    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// As the system says.
    fn write(&self, temporary: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()>;
    /// Waits until the file's content is on the disk.
    ///
    /// # Errors
    /// As the system says.
    fn sync(&self, temporary: &NamedTempFile) -> io::Result<()>;
    /// Gives a temporary file its name, in one step.
    ///
    /// # Errors
    /// As the system says; the temporary file is then gone.
    fn persist(
        &self,
        temporary: NamedTempFile,
        path: &Path,
        overwrite: Overwrite,
    ) -> io::Result<()>;
    /// Waits until the folder's names are on the disk.
    ///
    /// # Errors
    /// As the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// A second name for a file; fails if the name is taken.
    ///
    /// # Errors
    /// As the system says.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file; a file of the new name is replaced.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file; fails if the name is taken.
    ///
    /// # Errors
    /// As the system says.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges the names of two files in one step.
    ///
    /// # Errors
    /// `Unsupported` where the system cannot, else as the system says.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Deletes a file.
    ///
    /// # Errors
    /// As the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Deletes an empty folder.
    ///
    /// # Errors
    /// As the system says.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The file system of the machine.
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
        // Looked at again: what was a file a moment ago may have been replaced by a device.
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
            // Opened here: an error of `tempfile_in` has lost the system's own number.
            .make_in(without_limit(folder), open_private)
    }

    fn keep_mode(&self, temporary: &NamedTempFile, replaced: &Facts) -> io::Result<()> {
        // Only a member may give a file to a group; a draft of one's own needs none.
        #[cfg(unix)]
        let _may_not_be_a_member =
            std::os::unix::fs::fchown(temporary.as_file(), None, Some(replaced.group));
        temporary
            .as_file()
            .set_permissions(replaced.permissions.clone())
    }

    fn write(&self, temporary: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
        // The file's own call: an error of `NamedTempFile` has lost the system's own number.
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

    /// Windows writes names through with the rename; a folder cannot be opened for it.
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

/// A rename that only some systems can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OneStep {
    /// Fails if the new name is taken.
    New,
    /// Both files exist and take each other's name.
    Exchange,
}

/// Unsupported by the kernel or by the file system (many network file systems): `Unsupported`.
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

/// The new name first, then the old one goes, unless another file has taken it meanwhile.
fn rename_in_two_steps(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
        // Some file systems know no second names.
        Err(_) => {
            return match fs::symlink_metadata(to) {
                Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
                Err(error) => Err(error),
            };
        }
    }
    let is_same =
        facts_of(&fs::symlink_metadata(from)?).is_same_file(&facts_of(&fs::symlink_metadata(to)?));
    if is_same {
        return fs::remove_file(from);
    }
    Ok(())
}

/// Opens what has the name itself: a link that somebody puts there after it was looked at is
/// refused, and a pipe is not waited for.
#[cfg(unix)]
pub(super) fn as_it_is(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    options.custom_flags(flags.bits().cast_signed())
}

/// Elsewhere links are made by administrators.
#[cfg(not(unix))]
pub(super) fn as_it_is(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    options
}

/// Whether this user may not write into the file at `path`. A folder that can be written would let
/// it be replaced all the same.
#[cfg(unix)]
fn is_refused(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(path, Access::WRITE_OK) == Err(rustix::io::Errno::ACCESS)
}

/// Elsewhere only the system knows, when it is asked to write.
#[cfg(not(unix))]
fn is_refused(_path: &Path) -> bool {
    false
}

/// A new file that only its owner can read.
fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// On Windows a virus scanner or an indexer may hold the file for a moment (errors 5, 32, 33).
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

/// Why a file cannot take the name `path`. Of a file that another program has open Windows says
/// that replacing it is not permitted (error 5); asked for the right to delete it, that the file is
/// in use (error 32).
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

/// A path in the form (`\\?\C:\…`) in which Windows takes more than 260 characters. The standard
/// library makes it by itself; `tempfile` renames by calls of its own.
#[cfg(windows)]
fn without_limit(path: &Path) -> PathBuf {
    use std::os::windows::ffi::OsStrExt;

    // Less the name of a temporary file.
    const LONGEST: usize = 220;
    let Ok(whole) = std::path::absolute(path) else {
        return path.to_owned();
    };
    if whole.as_os_str().encode_wide().count() <= LONGEST {
        return path.to_owned();
    }
    // What lies there itself may be a link, or not be there yet.
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

/// Where `path` leads if it is a link; the path itself otherwise.
///
/// # Errors
/// As the system says: nothing there, or links that lead in a circle.
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
