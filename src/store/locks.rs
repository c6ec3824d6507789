//! Locks tell other windows who has a draft open. They only inform the user; content hashes
//! protect the text.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, SecondsFormat};
use toml_edit::{DocumentMut, value};

use super::disk::{RealDisk, as_it_is};
use super::read::read_regular;
use super::replace::take_away;
use crate::value::ContentHash;

const NOTE_LIMIT_BYTES: u64 = 4096;
/// The keys of a note in a lock file. A file with other keys is not a note of this program.
const NOTE_KEYS: [&str; 4] = ["host", "user", "pid", "since"];
/// The number of attempts if the lock file loses its name while the lock is taken.
const LOCK_ATTEMPTS: u32 = 3;

/// The owner of a lock, as far as the note is readable. The texts are not sanitized for display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The name of the computer; may be empty.
    pub host: String,
    /// The name of the user; may be empty.
    pub user: String,
    /// The number of the process.
    pub process: Option<u32>,
    /// When the owner opened the draft, as written in the note; may be empty.
    pub since: String,
}

/// The identity of this process, for lock notes and the names of conflict copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The name of the computer.
    pub host: String,
    /// The name of the user.
    pub user: String,
    /// The number of the process.
    pub process: u32,
}

/// The result of a lock request.
#[derive(Debug)]
pub enum LockOutcome {
    /// This process holds the lock until the value is dropped.
    Held(DraftLock),
    /// Another process holds the lock.
    HeldByOther(Owner),
    /// The file system does not support locks here. The content hash still protects the draft.
    Unavailable,
}

/// The lock of a draft that this process has open. Dropping the value releases the lock.
#[derive(Debug)]
pub struct DraftLock {
    path: PathBuf,
    file: File,
    /// The note in the lock file; `None` if the file is not a note of this program and stays
    /// unchanged.
    note: Option<String>,
}

impl Instance {
    /// Reads the identity of this process from the environment and the system.
    #[must_use]
    pub fn of_this_process() -> Self {
        let variable = |names: &[&str]| {
            names
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.trim().is_empty())
        };
        let host = variable(&["COMPUTERNAME", "HOSTNAME"])
            .or_else(|| fs::read_to_string("/proc/sys/kernel/hostname").ok())
            .or_else(|| fs::read_to_string("/etc/hostname").ok());
        Self {
            host: host.unwrap_or_default().trim().to_owned(),
            user: variable(&["USER", "USERNAME", "LOGNAME"]).unwrap_or_default(),
            process: std::process::id(),
        }
    }
}

/// Requests the lock of the draft at `draft_path`. The note of a dead process does not count,
/// because the system has released its lock. If the lock file is not a note of this program, the
/// file is locked but keeps its content.
#[must_use]
pub fn lock(draft_path: &Path, instance: &Instance, now: DateTime<FixedOffset>) -> LockOutcome {
    let path = lock_path(draft_path);
    for _ in 0..LOCK_ATTEMPTS {
        let Ok((mut file, is_new)) = open_lock(&path) else {
            return LockOutcome::Unavailable;
        };
        match file.try_lock() {
            // The previous owner has deleted the file, and another window may have created a new
            // file.
            Ok(()) if !has_name(&file, &path) => {}
            Ok(()) => {
                let is_ours = is_new || is_note(&mut file);
                let note = is_ours.then(|| note(instance, now));
                if let Some(note) = &note {
                    // The lock holds even if the note cannot be written.
                    let _note_is_a_courtesy = rewrite(&mut file, note);
                }
                return LockOutcome::Held(DraftLock { path, file, note });
            }
            Err(TryLockError::WouldBlock) => return LockOutcome::HeldByOther(read_owner(&path)),
            Err(TryLockError::Error(_)) => return LockOutcome::Unavailable,
        }
    }
    LockOutcome::Unavailable
}

/// Opens or creates the lock file; the flag says whether the file is new.
fn open_lock(path: &Path) -> io::Result<(File, bool)> {
    let mut options = File::options();
    as_it_is(options.read(true).write(true));
    match options.clone().create_new(true).open(path) {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let file = options.open(path)?;
            if file.metadata()?.is_file() {
                Ok((file, false))
            } else {
                Err(ErrorKind::InvalidInput.into())
            }
        }
        Err(error) => Err(error),
    }
}

/// Whether the file holds a note of this program.
fn is_note(file: &mut File) -> bool {
    let mut text = String::new();
    let read = file.take(NOTE_LIMIT_BYTES + 1).read_to_string(&mut text);
    read.is_ok() && parse_note(&text).is_some()
}

fn rewrite(file: &mut File, note: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(note.as_bytes())
}

/// Deletes the lock file of another window, so that this window can create a new lock file.
pub(super) fn forget_lock(draft_path: &Path) {
    let path = lock_path(draft_path);
    match read_regular(&RealDisk, &path, NOTE_LIMIT_BYTES) {
        Ok((bytes, _)) => {
            let is_note = str::from_utf8(&bytes).is_ok_and(|text| parse_note(text).is_some());
            if is_note {
                remove(&path, &bytes);
            }
        }
        // On Windows no process can read a file that another process has locked.
        Err(_) if cfg!(windows) => {
            let _may_stay = fs::remove_file(&path);
        }
        Err(_) => {}
    }
}

/// Deletes the lock file if it still holds `content`. A file that remains is not locked: the
/// system releases the lock when the handle closes.
fn remove(path: &Path, content: &[u8]) {
    let spare = |n: u32| path.with_extension(format!("lock-{n}"));
    let _may_stay = take_away(&RealDisk, path, ContentHash::of(content), &spare);
}

impl Drop for DraftLock {
    fn drop(&mut self) {
        let Some(note) = self.note.take() else {
            return;
        };
        if !has_name(&self.file, &self.path) {
            return;
        }
        if cfg!(windows) {
            // On Windows a locked file cannot be read for the comparison.
            let _compared_anyway = self.file.unlock();
        }
        // Deletes the file before the lock is released; otherwise another window could take the
        // lock first, and its new lock would be deleted.
        remove(&self.path, note.as_bytes());
    }
}

/// Whether the path still leads to this file. After a takeover, the path leads to another file.
#[cfg(unix)]
fn has_name(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

/// Always `true`: without inode numbers, nothing distinguishes two files with the same name.
#[cfg(not(unix))]
fn has_name(_file: &File, _path: &Path) -> bool {
    true
}

fn lock_path(draft_path: &Path) -> PathBuf {
    let mut name = draft_path
        .file_name()
        .map_or_else(OsString::new, OsString::from);
    name.push(".lock");
    draft_path.with_file_name(name)
}

fn note(instance: &Instance, now: DateTime<FixedOffset>) -> String {
    let mut note = DocumentMut::new();
    note["host"] = value(&instance.host);
    note["user"] = value(&instance.user);
    note["pid"] = value(i64::from(instance.process));
    note["since"] = value(now.to_rfc3339_opts(SecondsFormat::Secs, false));
    note.to_string()
}

/// Parses a note; `None` if the keys are not exactly those that this program writes.
fn parse_note(text: &str) -> Option<DocumentMut> {
    let note: DocumentMut = text.parse().ok()?;
    let mut keys: Vec<&str> = note.iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    let mut expected = NOTE_KEYS;
    expected.sort_unstable();
    (keys == expected).then_some(note)
}

fn read_owner(path: &Path) -> Owner {
    let Some(note) = read_regular(&RealDisk, path, NOTE_LIMIT_BYTES)
        .ok()
        .and_then(|(bytes, _)| String::from_utf8(bytes).ok())
        .and_then(|text| parse_note(&text))
    else {
        return Owner::default();
    };
    let text = |key: &str| {
        note.get(key)
            .and_then(|item| item.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    Owner {
        host: text("host"),
        user: text("user"),
        process: note
            .get("pid")
            .and_then(toml_edit::Item::as_integer)
            .and_then(|process| u32::try_from(process).ok()),
        since: text("since"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::instance;

    fn now() -> DateTime<FixedOffset> {
        "2026-11-22T09:30:00+08:00".parse().unwrap()
    }

    #[test]
    fn the_second_window_learns_who_has_the_draft_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let draft = folder.path().join("a.toml");
        let LockOutcome::Held(held) = lock(&draft, &instance(), now()) else {
            panic!("a free draft can be had");
        };
        let LockOutcome::HeldByOther(owner) = lock(&draft, &instance(), now()) else {
            panic!("a held draft cannot");
        };
        if cfg!(unix) {
            assert_eq!(owner.host, "tea");
            assert_eq!(owner.process, Some(7));
        }
        drop(held);
        assert!(matches!(
            lock(&draft, &instance(), now()),
            LockOutcome::Held(_)
        ));
    }

    #[test]
    fn a_note_without_a_lock_does_not_count_whatever_it_says() {
        for note in ["garbage \x1b[2J", "pid = 99999999\nhost = \"gone\"\n", ""] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.toml.lock"), note).unwrap();
            let outcome = lock(&folder.path().join("a.toml"), &instance(), now());
            assert!(matches!(outcome, LockOutcome::Held(_)), "note: {note:?}");
        }
    }

    #[test]
    fn where_no_lock_can_be_had_the_draft_still_opens() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a.toml.lock")).unwrap();
        for name in ["a.toml".to_owned(), format!("{}.toml", "n".repeat(250))] {
            let outcome = lock(&folder.path().join(&name), &instance(), now());
            assert!(matches!(outcome, LockOutcome::Unavailable), "name: {name}");
        }
    }

    /// Files with the name of a lock file that are not notes of this program.
    #[test]
    fn a_file_of_the_users_own_is_neither_emptied_nor_deleted() {
        let foreign: [&[u8]; 6] = [
            b"shopping: tea",
            b"",
            b"\xff\xfe binary",
            b"host = \"tea\"\n",
            b"host = \"a\"\nuser = \"b\"\npid = 1\nsince = \"c\"\nmore = 1\n",
            &[b'#'; 5000],
        ];
        for content in foreign {
            let folder = tempfile::tempdir().unwrap();
            let draft = folder.path().join("a.toml");
            let path = folder.path().join("a.toml.lock");
            fs::write(&path, content).unwrap();
            let content_of = || fs::read(&path).unwrap();
            let LockOutcome::Held(held) = lock(&draft, &instance(), now()) else {
                panic!("it can be locked: {content:?}");
            };
            assert_eq!(content_of(), content);
            let second = lock(&draft, &instance(), now());
            assert!(matches!(second, LockOutcome::HeldByOther(_)), "{content:?}");
            forget_lock(&draft);
            drop(held);
            assert_eq!(content_of(), content);
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }

    #[test]
    fn what_somebody_puts_in_the_place_of_a_lock_stays() {
        let folder = tempfile::tempdir().unwrap();
        let draft = folder.path().join("a.toml");
        let path = folder.path().join("a.toml.lock");
        for is_new_file in [false, true] {
            let LockOutcome::Held(held) = lock(&draft, &instance(), now()) else {
                panic!("a free draft can be had");
            };
            if is_new_file {
                fs::remove_file(&path).unwrap();
            }
            fs::write(&path, "theirs").unwrap();
            drop(held);
            assert_eq!(fs::read(&path).unwrap(), b"theirs", "{is_new_file}");
            fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn the_note_of_a_process_that_is_gone_is_taken_over_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let draft = folder.path().join("a.toml");
        let path = folder.path().join("a.toml.lock");
        fs::write(&path, note(&instance(), now())).unwrap();
        let later = now() + chrono::TimeDelta::days(1);
        let LockOutcome::Held(held) = lock(&draft, &instance(), later) else {
            panic!("a free draft can be had");
        };
        if cfg!(unix) {
            assert_eq!(read_owner(&path).since, "2026-11-23T09:30:00+08:00");
        }
        drop(held);
        assert!(!path.exists());
    }

    /// Even if a link replaces the lock file after a check, the open call refuses the link.
    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_lock_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml.lock");
        let victim = folder.path().join("victim");
        for target in [victim.as_path(), Path::new("/dev/zero"), Path::new("gone")] {
            fs::write(&victim, "precious").unwrap();
            std::os::unix::fs::symlink(target, &path).unwrap();
            assert!(open_lock(&path).is_err(), "{target:?}");
            let outcome = lock(&folder.path().join("a.toml"), &instance(), now());
            assert!(matches!(outcome, LockOutcome::Unavailable), "{target:?}");
            assert_eq!(fs::read(&victim).unwrap(), b"precious");
            assert!(!folder.path().join("gone").exists());
            fs::remove_file(&path).unwrap();
        }
    }
}
