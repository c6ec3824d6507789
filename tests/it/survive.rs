//! Drafts survive everything: faults at every system call, full disks, other users, other windows,
//! and files of any form.

#[cfg(target_os = "linux")]
mod child;
mod doctor;
#[cfg(target_os = "linux")]
mod elsewhere;
#[cfg(target_os = "linux")]
mod exports;
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(unix)]
mod kills;
mod model;
#[cfg(target_os = "linux")]
mod only_readable;
#[cfg(target_os = "linux")]
mod ordinary_user;
#[cfg(target_os = "linux")]
mod other_writers;
#[cfg(target_os = "linux")]
mod power_cut;
#[cfg(target_os = "linux")]
mod read_only;
mod scale;
#[cfg(target_os = "linux")]
mod slow_disk;
#[cfg(target_os = "linux")]
mod strace;
#[cfg(target_os = "linux")]
mod terminal_bytes;
#[cfg(target_os = "linux")]
mod two_processes;
#[cfg(target_os = "linux")]
mod unsynced;

#[cfg(unix)]
use std::path::{Path, PathBuf};

/// The only draft in a folder, if there is one.
#[cfg(unix)]
fn draft_in(folder: &Path) -> Option<PathBuf> {
    let mut drafts = std::fs::read_dir(folder)
        .ok()?
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let draft = drafts.next();
    assert_eq!(drafts.next(), None, "one draft");
    draft
}
