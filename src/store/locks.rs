//! Locks are a courtesy: they say who has a draft open. What keeps contents apart is the hash.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, SecondsFormat};
use toml_edit::{DocumentMut, value};

use super::disk::{Disk, RealDisk};
use super::error::Shape;
use super::read::read_regular;

const NOTE_LIMIT_BYTES: u64 = 4096;

/// Who has a draft open, as far as their note can be read; texts as found, not cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The name of the computer; may be empty.
    pub host: String,
    /// The name of the user; may be empty.
    pub user: String,
    /// The number of the process.
    pub process: Option<u32>,
    /// Since when, as they wrote it; may be empty.
    pub since: String,
}

/// This process, for notes and the names of conflict copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The name of the computer.
    pub host: String,
    /// The name of the user.
    pub user: String,
    /// The number of the process.
    pub process: u32,
}

/// What came of asking for a draft.
#[derive(Debug)]
pub enum LockOutcome {
    /// The draft is ours until this is dropped.
    Held(DraftLock),
    /// Someone has it open.
    HeldByOther(Owner),
    /// The file system knows no locks here; the hash still guards the draft.
    Unavailable,
}

/// A draft that is open here; dropped, it is free again.
#[derive(Debug)]
pub struct DraftLock {
    path: PathBuf,
    file: Option<File>,
}

impl Instance {
    /// This process, as far as the environment knows.
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

/// Asks for the draft at `draft_path`; a note of a process that is gone does not count, whatever
/// it says, because the system freed its lock.
#[must_use]
pub fn lock(draft_path: &Path, instance: &Instance, now: DateTime<FixedOffset>) -> LockOutcome {
    let path = lock_path(draft_path);
    let is_usable = match RealDisk.facts(&path) {
        Ok(facts) => facts.shape == Shape::File,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if !is_usable {
        return LockOutcome::Unavailable;
    }
    let Ok(mut file) = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
    else {
        return LockOutcome::Unavailable;
    };
    match file.try_lock() {
        Ok(()) => {
            // Without its note the lock still holds.
            let _note_is_a_courtesy = file
                .set_len(0)
                .and_then(|()| file.write_all(note(instance, now).as_bytes()));
            LockOutcome::Held(DraftLock {
                path,
                file: Some(file),
            })
        }
        Err(TryLockError::WouldBlock) => LockOutcome::HeldByOther(read_owner(&path)),
        Err(TryLockError::Error(_)) => LockOutcome::Unavailable,
    }
}

impl Drop for DraftLock {
    fn drop(&mut self) {
        // A file that stays behind is free: the system drops the lock with the handle.
        let is_ours = self
            .file
            .take()
            .is_some_and(|file| has_name(&file, &self.path));
        if is_ours {
            let _may_be_gone = fs::remove_file(&self.path);
        }
    }
}

/// Whether the file still has this name: whoever took the draft over has put another one there.
#[cfg(unix)]
fn has_name(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

/// Elsewhere nothing tells two files of one name apart.
#[cfg(not(unix))]
fn has_name(_file: &File, _path: &Path) -> bool {
    true
}

pub(super) fn lock_path(draft_path: &Path) -> PathBuf {
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

fn read_owner(path: &Path) -> Owner {
    let Some(note) = read_regular(&RealDisk, path, NOTE_LIMIT_BYTES)
        .ok()
        .and_then(|(bytes, _)| String::from_utf8(bytes).ok())
        .and_then(|text| text.parse::<DocumentMut>().ok())
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

    fn instance() -> Instance {
        Instance {
            host: "tea".to_owned(),
            user: "王".to_owned(),
            process: 7,
        }
    }

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
}
