//! Replaces a file only if the file holds the content that the writer knows, so that concurrent
//! writers cannot destroy each other's text, however their steps interleave.
//!
//! The writer compares the existing file just before the replacement and again after it. The
//! replaced file still exists then, because the system swaps two names in one step or because the
//! file has a second hard link. A replaced file with unknown content gets its name back.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::atomic::{Prepared, folder_of};
use super::disk::{Disk, Overwrite, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};
use super::error::{Operation, StoreError};
use super::read::read_regular;
use crate::value::ContentHash;

/// The largest file that is compared, in bytes; larger than any draft or contract.
pub(super) const COMPARED_BYTES: u64 = 64 * 1024 * 1024;
/// The number of names that are tried for a displaced file.
const SPARE_NAMES: u32 = 1000;

/// What must exist at a path for a new file to take the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// No file.
    Nothing,
    /// A file with this content.
    Content(ContentHash),
    /// Any file.
    Anything,
}

/// Why a file did not take a path. The existing file, if any, keeps the path.
#[derive(Debug)]
pub(super) enum NotPlaced {
    /// A file with other content exists at the path.
    Other(ContentHash),
    /// The expected file no longer exists.
    Gone,
    /// A file exists at a path that was expected to be free.
    Taken,
    /// The system refuses.
    Failed(StoreError),
}

/// A new file under its final name. The replaced file stays on disk until `settle`.
#[derive(Debug)]
#[must_use]
pub(super) struct Placed {
    path: PathBuf,
    content: ContentHash,
    before: Before,
}

/// The file that the new file replaced.
#[derive(Debug)]
enum Before {
    /// No file.
    Nothing,
    /// The replaced file, which now has the new file's temporary name.
    Exchanged(TempPath),
    /// The replaced file, kept by a second hard link under this temporary name.
    Linked(TempPath),
    /// A file that no longer exists: the system supports neither swap nor hard links.
    Replaced,
}

/// Renames a prepared file to its final name if `expected` exists there. If concurrent writers
/// displace a file from its path, the file gets the first free name of `spare`.
///
/// # Errors
/// Something else exists at the path, or the system refuses.
pub(super) fn place(
    disk: &dyn Disk,
    prepared: Prepared,
    expected: Expected,
    spare: &dyn Fn(u32) -> PathBuf,
) -> Result<Placed, NotPlaced> {
    let known = match expected {
        Expected::Nothing => return place_new(disk, prepared),
        Expected::Content(known) => Some(known),
        Expected::Anything => None,
    };
    if let Some(known) = known {
        compare(disk, &prepared.path, &prepared.path, known)?;
    }
    let Prepared {
        mut temporary,
        path,
        content,
        ..
    } = prepared;
    // From here on another program's file may have the temporary name, so no automatic deletion.
    temporary.disable_cleanup(true);
    match disk.exchange(temporary.path(), &path) {
        Ok(()) => {}
        Err(refused) => {
            temporary.disable_cleanup(false);
            return match refused.kind() {
                io::ErrorKind::Unsupported => {
                    place_by_link(disk, temporary, (path, content), known, spare)
                }
                io::ErrorKind::NotFound => Err(NotPlaced::Gone),
                _ => Err(refused_at(&path, &refused)),
            };
        }
    }
    let replaced = temporary.into_temp_path();
    // Another program may have changed the file between the comparison and the exchange.
    let compared = compare_again(disk, &replaced, (&path, content), known);
    let placed = Placed {
        path,
        content,
        before: Before::Exchanged(replaced),
    };
    if let Err(not_known) = compared {
        placed.give_back(disk, spare);
        return Err(not_known);
    }
    Ok(placed)
}

/// Deletes the file at `path` if it holds `content`; returns whether it did. Moves the file away
/// before the comparison, so that the compared file is the deleted file.
///
/// # Errors
/// The system refuses; the file still exists.
pub(super) fn take_away(
    disk: &dyn Disk,
    path: &Path,
    content: ContentHash,
    spare: &dyn Fn(u32) -> PathBuf,
) -> io::Result<bool> {
    let away = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .suffix(TEMPORARY_SUFFIX)
        .disable_cleanup(true)
        .make_in(folder_of(path), |name| disk.rename_new(path, name))?
        .into_temp_path();
    if compare(disk, &away, path, content).is_ok() {
        return delete(disk, away).map(|()| true);
    }
    if disk.rename_new(&away, path).is_err() {
        set_aside(disk, &away, spare);
    }
    Ok(false)
}

impl Placed {
    /// Deletes the replaced file.
    ///
    /// # Errors
    /// The system refuses the deletion; the new file keeps its final name.
    pub(super) fn settle(self, disk: &dyn Disk) -> Result<(), StoreError> {
        match self.before {
            Before::Nothing | Before::Replaced => Ok(()),
            Before::Exchanged(replaced) | Before::Linked(replaced) => delete(disk, replaced)
                .map_err(|error| StoreError::system(Operation::Write, &self.path, &error)),
        }
    }

    /// Restores the state before the replacement, unless another program has changed the file
    /// since. Returns whether the state was restored.
    pub(super) fn take_back(self, disk: &dyn Disk, spare: &dyn Fn(u32) -> PathBuf) -> bool {
        match self.before {
            Before::Nothing => {
                take_away(disk, &self.path, self.content, spare).is_ok_and(|is_gone| is_gone)
            }
            Before::Exchanged(mut replaced) => {
                let back = exchange_back(disk, &replaced, (&self.path, self.content));
                match back {
                    // The temporary name belongs to the new file, or to the file that the new file
                    // was meant to replace; either may be deleted.
                    Back::Done | Back::Not => replaced.disable_cleanup(false),
                    Back::Displaced => set_aside(disk, &replaced, spare),
                }
                back == Back::Done
            }
            Before::Linked(replaced) => {
                link_back(disk, &replaced, (&self.path, self.content)).is_ok_and(|is_back| is_back)
            }
            Before::Replaced => false,
        }
    }

    /// Gives a replaced file with unknown content its name back, or a visible spare name.
    fn give_back(self, disk: &dyn Disk, spare: &dyn Fn(u32) -> PathBuf) {
        let path = &self.path;
        match self.before {
            Before::Nothing | Before::Replaced => {}
            Before::Exchanged(mut theirs) => {
                match exchange_back(disk, &theirs, (path, self.content)) {
                    Back::Done => theirs.disable_cleanup(false),
                    Back::Not | Back::Displaced => set_aside(disk, &theirs, spare),
                }
            }
            Before::Linked(theirs) => match link_back(disk, &theirs, (path, self.content)) {
                Ok(true) => {}
                Ok(false) | Err(_) => set_aside(disk, &theirs, spare),
            },
        }
    }
}

fn place_new(disk: &dyn Disk, prepared: Prepared) -> Result<Placed, NotPlaced> {
    let Prepared {
        temporary,
        path,
        content,
        ..
    } = prepared;
    match disk.persist(temporary, &path, Overwrite::Refuse) {
        Ok(()) => Ok(Placed {
            path,
            content,
            before: Before::Nothing,
        }),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(NotPlaced::Taken),
        Err(error) => Err(refused_at(&path, &error)),
    }
}

/// Replaces a file on a system without an atomic swap. A hard link keeps the replaced file, with
/// anything that an editor writes to it meanwhile. A different file that takes the path between
/// comparison and rename is lost.
fn place_by_link(
    disk: &dyn Disk,
    temporary: NamedTempFile,
    (path, content): (PathBuf, ContentHash),
    known: Option<ContentHash>,
    spare: &dyn Fn(u32) -> PathBuf,
) -> Result<Placed, NotPlaced> {
    let linked = link_of(disk, &path, temporary.path());
    if let Some(known) = known {
        compare(disk, &path, &path, known)?;
    }
    disk.persist(temporary, &path, Overwrite::Replace)
        .map_err(|error| refused_at(&path, &error))?;
    let Some(mut linked) = linked else {
        return Ok(Placed {
            path,
            content,
            before: Before::Replaced,
        });
    };
    linked.disable_cleanup(true);
    let compared = compare_again(disk, &linked, (&path, content), known);
    let placed = Placed {
        path,
        content,
        before: Before::Linked(linked),
    };
    if let Err(not_known) = compared {
        placed.give_back(disk, spare);
        return Err(not_known);
    }
    Ok(placed)
}

/// Deletes a file with known content. If the deletion fails, dropping `known` tries again.
fn delete(disk: &dyn Disk, mut known: TempPath) -> io::Result<()> {
    let deleted = disk.remove(&known);
    known.disable_cleanup(deleted.is_ok());
    deleted
}

/// Creates a hard link to the file at `path` under a temporary name; `None` if the system has no
/// hard links. Not needed on Windows, where an open file cannot be replaced.
fn link_of(disk: &dyn Disk, path: &Path, temporary: &Path) -> Option<TempPath> {
    if !cfg!(unix) {
        return None;
    }
    let name = temporary.with_extension("old.tmp");
    disk.link(path, &name).ok()?;
    TempPath::try_from_path(name).ok()
}

/// The result of swapping two files back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    /// The replaced file has its name again; the new file has the temporary name.
    Done,
    /// The replaced file still has the temporary name.
    Not,
    /// A third file had replaced the new file and now has the temporary name.
    Displaced,
}

/// Swaps the file under a temporary name back to its own name.
fn exchange_back(disk: &dyn Disk, away: &Path, (path, content): (&Path, ContentHash)) -> Back {
    match disk.exchange(away, path) {
        Ok(()) if compare(disk, away, path, content).is_ok() => Back::Done,
        // The third file is newer than the replaced file, so it keeps the name.
        Ok(()) => match disk.exchange(away, path) {
            Ok(()) => Back::Not,
            Err(_) => Back::Displaced,
        },
        // Another program has moved or deleted the new file.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match disk.rename_new(away, path) {
                Ok(()) => Back::Done,
                Err(_) => Back::Not,
            }
        }
        Err(_) => Back::Not,
    }
}

/// Gives a linked file its name back if the new file still has that name. Returns whether it did.
fn link_back(
    disk: &dyn Disk,
    linked: &Path,
    (path, content): (&Path, ContentHash),
) -> io::Result<bool> {
    if compare(disk, path, path, content).is_err() {
        return Ok(false);
    }
    disk.rename(linked, path).map(|()| true)
}

/// Renames a displaced file to a visible name. If no name is free, the file keeps its temporary
/// name.
fn set_aside(disk: &dyn Disk, away: &Path, spare: &dyn Fn(u32) -> PathBuf) {
    for n in 1..=SPARE_NAMES {
        match disk.rename_new(away, &spare(n)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Ok(()) | Err(_) => return,
        }
    }
}

/// Compares the replaced file with `known`; a file equal to the new file is accepted too.
fn compare_again(
    disk: &dyn Disk,
    replaced: &Path,
    (path, content): (&Path, ContentHash),
    known: Option<ContentHash>,
) -> Result<(), NotPlaced> {
    let Some(known) = known else {
        return Ok(());
    };
    match compare(disk, replaced, path, known) {
        Err(NotPlaced::Other(theirs)) if theirs == content => Ok(()),
        compared => compared,
    }
}

/// Checks that the file at `place` holds the known content. Errors name the file `path`.
fn compare(
    disk: &dyn Disk,
    place: &Path,
    path: &Path,
    known: ContentHash,
) -> Result<(), NotPlaced> {
    match read_regular(disk, place, COMPARED_BYTES) {
        Ok((bytes, _)) => match ContentHash::of(&bytes) {
            found if found == known => Ok(()),
            found => Err(NotPlaced::Other(found)),
        },
        Err(error) if error.is_not_found() => Err(NotPlaced::Gone),
        Err(error) => Err(NotPlaced::Failed(error.about(path))),
    }
}

fn refused_at(path: &Path, error: &io::Error) -> NotPlaced {
    NotPlaced::Failed(StoreError::system(Operation::Write, path, error))
}
