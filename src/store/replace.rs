//! A file takes the name of another file, which must hold what the writer knows: nobody else's
//! text is replaced, however the steps of several writers interleave.
//!
//! The file that has the name is compared last, just before it is replaced, and again afterwards:
//! where the system exchanges two names in one step, or gives a file a second name, the replaced
//! file is still there. A text that the writer does not know goes back to its place.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::atomic::{Prepared, folder_of};
use super::disk::{Disk, Overwrite, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};
use super::error::{Operation, StoreError};
use super::read::read_regular;
use crate::value::ContentHash;

/// The largest file that is compared, in bytes: more than any draft or contract has.
pub(super) const COMPARED_BYTES: u64 = 64 * 1024 * 1024;
/// How many names are tried for a text that has lost its place.
const SPARE_NAMES: u32 = 1000;

/// What must have a name for a file to take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Nothing has it.
    Nothing,
    /// A file with this content has it.
    Content(ContentHash),
    /// Whatever has it may be replaced.
    Anything,
}

/// Why a file has not taken a name. Whoever had the name has it still.
#[derive(Debug)]
pub(super) enum NotPlaced {
    /// A file with a content that was not expected has the name.
    Other(ContentHash),
    /// Nothing has the name any more.
    Gone,
    /// Something has the name that was expected to be free.
    Taken,
    /// The system refuses.
    Failed(StoreError),
}

/// A file that has taken its name. The file that had it before is kept until this one is settled.
#[derive(Debug)]
#[must_use]
pub(super) struct Placed {
    path: PathBuf,
    content: ContentHash,
    before: Before,
}

/// What had the name before.
#[derive(Debug)]
enum Before {
    /// Nothing.
    Nothing,
    /// The file that has this temporary name, exchanged for the new one.
    Exchanged(TempPath),
    /// The file that has this temporary name too, linked before it was replaced.
    Linked(TempPath),
    /// A file that is gone: the system knows neither way.
    Replaced,
}

/// Gives a prepared file its name if `expected` has it. A text that has no place any more, because
/// several writers were faster than one another, goes to the first free name of `spare`.
///
/// # Errors
/// Something else has the name, or the system refuses.
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
    // From now on the temporary name may be that of a file of somebody else.
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

/// Deletes the file at `path` if it holds `content`; whether it did. The file is moved away first:
/// what is deleted is what was looked at.
///
/// # Errors
/// The system refuses; the file is still there then.
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
    /// Deletes the file that had the name before.
    ///
    /// # Errors
    /// The system refuses; the new file has its name all the same.
    pub(super) fn settle(self, disk: &dyn Disk) -> Result<(), StoreError> {
        match self.before {
            Before::Nothing | Before::Replaced => Ok(()),
            Before::Exchanged(replaced) | Before::Linked(replaced) => delete(disk, replaced)
                .map_err(|error| StoreError::system(Operation::Write, &self.path, &error)),
        }
    }

    /// Makes everything as it was before, unless somebody has changed the file since; whether it
    /// is as before.
    pub(super) fn take_back(self, disk: &dyn Disk, spare: &dyn Fn(u32) -> PathBuf) -> bool {
        match self.before {
            Before::Nothing => {
                take_away(disk, &self.path, self.content, spare).is_ok_and(|is_gone| is_gone)
            }
            Before::Exchanged(mut replaced) => {
                let back = exchange_back(disk, &replaced, (&self.path, self.content));
                match back {
                    // What has the temporary name may go: the new file, or the one that the new
                    // file was meant to replace.
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

    /// Puts a file back that was not known. If that fails it gets a name that shows.
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

/// Without an exchange a link keeps the file that is replaced, and what an editor wrote into it in
/// that moment. Of a file that took the name in that moment nothing is left.
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

/// Deletes a file that is known; one that cannot be deleted now is tried once more when `known` is
/// dropped.
fn delete(disk: &dyn Disk, mut known: TempPath) -> io::Result<()> {
    let deleted = disk.remove(&known);
    known.disable_cleanup(deleted.is_ok());
    deleted
}

/// A second name for the file at `path`, beside its own; `None` where the system knows none.
/// Elsewhere than on Unix a file that somebody has open cannot be replaced in the first place.
fn link_of(disk: &dyn Disk, path: &Path, temporary: &Path) -> Option<TempPath> {
    if !cfg!(unix) {
        return None;
    }
    let name = temporary.with_extension("old.tmp");
    disk.link(path, &name).ok()?;
    TempPath::try_from_path(name).ok()
}

/// What became of the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    /// The replaced file has its name again, and the new file has the temporary one.
    Done,
    /// The replaced file still has the temporary name.
    Not,
    /// The temporary name is that of a third file, which has replaced the new one meanwhile.
    Displaced,
}

/// Gives the file under a temporary name its own name again.
fn exchange_back(disk: &dyn Disk, away: &Path, (path, content): (&Path, ContentHash)) -> Back {
    match disk.exchange(away, path) {
        Ok(()) if compare(disk, away, path, content).is_ok() => Back::Done,
        // The third file has a right to the name.
        Ok(()) => match disk.exchange(away, path) {
            Ok(()) => Back::Not,
            Err(_) => Back::Displaced,
        },
        // The new file has been moved or deleted.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match disk.rename_new(away, path) {
                Ok(()) => Back::Done,
                Err(_) => Back::Not,
            }
        }
        Err(_) => Back::Not,
    }
}

/// Gives a linked file its name again, if the new file has it still; whether it had.
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

/// Gives a file that has no place a name that shows. Where no name can be had, the file stays
/// under its temporary one.
fn set_aside(disk: &dyn Disk, away: &Path, spare: &dyn Fn(u32) -> PathBuf) {
    for n in 1..=SPARE_NAMES {
        match disk.rename_new(away, &spare(n)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Ok(()) | Err(_) => return,
        }
    }
}

/// As [`compare`], for the file that was replaced; one that holds what replaced it is as good.
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

/// Whether the file at `place`, whose own name is `path`, holds what is known.
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
