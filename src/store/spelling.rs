//! Names that look equal but differ in bytes: a person types `é` as one code point (NFC), while a
//! file name from a Mac often stores two (NFD).

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::disk::Disk;

/// The name in NFC, the form that is used for comparisons.
pub(super) fn composed(name: &str) -> Cow<'_, str> {
    if is_nfc(name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.nfc().collect())
    }
}

/// Finds the path on disk whose components equal those of `path` in NFC; for a path that does not
/// exist as given. `None` if no entry or several entries match.
pub(super) fn spelled_on_disk(disk: &dyn Disk, path: &Path) -> Option<PathBuf> {
    let mut found = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => found = spelled_in_folder(disk, &found, name)?,
            Component::Prefix(_)
            | Component::RootDir
            | Component::CurDir
            | Component::ParentDir => found.push(component),
        }
    }
    Some(found)
}

fn spelled_in_folder(disk: &dyn Disk, folder: &Path, name: &OsStr) -> Option<PathBuf> {
    let as_given = folder.join(name);
    if disk.facts(&as_given).is_ok() {
        return Some(as_given);
    }
    let wanted = composed(name.to_str()?);
    let listed = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let names = disk.names(listed).ok()?;
    let is_meant =
        |name: &&std::ffi::OsString| name.to_str().is_some_and(|name| composed(name) == wanted);
    let mut meant = names.iter().filter(is_meant);
    let only = meant.next().filter(|_| meant.next().is_none())?;
    Some(folder.join(only))
}
