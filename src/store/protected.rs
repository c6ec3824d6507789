//! What no output may land on: drafts, templates, the settings, and the file that it is made from.

use std::path::{Path, PathBuf};

use super::atomic::folder_of;
use super::data_folder::{DataFolder, usual_config_path};
use super::disk::{RealDisk, follow};
use super::error::{Shape, StoreError};
use super::output::is_same_output;
use super::read::read_regular;
use crate::draft::{DRAFT_LIMIT_BYTES, DraftFile};

/// What no output may land on, whether or not it may replace files.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    folders: Vec<PathBuf>,
    settings: Vec<PathBuf>,
    source: Option<PathBuf>,
}

/// Why a file is kept from an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is what is being exported.
    Source,
    /// It is a draft.
    Draft,
    /// It holds the settings.
    Settings,
    /// It lies in a folder that is the program's own.
    Folder,
}

impl Protected {
    /// What the program keeps in `folder`.
    pub(super) fn in_folder(folder: &DataFolder) -> Self {
        Self {
            folders: folder.kept(),
            ..Self::default()
        }
    }

    /// What the program keeps in `folder`, and the settings: those in `config` and those at the
    /// platform's own place.
    #[must_use]
    pub fn new(folder: &DataFolder, config: Option<PathBuf>) -> Self {
        Self {
            settings: config.into_iter().chain(usual_config_path()).collect(),
            ..Self::in_folder(folder)
        }
    }

    /// The same, and the file at `source`, which is being exported.
    #[must_use]
    pub fn with_source(self, source: Option<PathBuf>) -> Self {
        Self { source, ..self }
    }

    /// Whether an output may go to `path`, as far as these files are concerned.
    ///
    /// # Errors
    /// It may not, or what lies there cannot be read.
    pub(super) fn check(&self, path: &Path) -> Result<(), StoreError> {
        match self.keeps(path)? {
            None => Ok(()),
            Some(kept) => Err(StoreError::Protected {
                path: path.to_owned(),
                kept,
            }),
        }
    }

    fn keeps(&self, path: &Path) -> Result<Option<Kept>, StoreError> {
        let is = |file: &PathBuf| is_same_file(file, path);
        if self.source.as_ref().is_some_and(is) {
            return Ok(Some(Kept::Source));
        }
        if self.settings.iter().any(is) {
            return Ok(Some(Kept::Settings));
        }
        // The folder that the file really goes to, whatever links lead there.
        let goes_to = follow(&folder_of(path)).unwrap_or_else(|_| folder_of(path));
        let is_around = |folder: &PathBuf| {
            let mut around = goes_to.ancestors();
            around.any(|around| is_same_file(folder, around))
        };
        if self.folders.iter().any(is_around) {
            return Ok(Some(Kept::Folder));
        }
        Ok(is_draft(path)?.then_some(Kept::Draft))
    }
}

/// Whether the file at `path` can be read as a draft.
fn is_draft(path: &Path) -> Result<bool, StoreError> {
    let limit_bytes = u64::try_from(DRAFT_LIMIT_BYTES).unwrap_or(u64::MAX);
    match read_regular(&RealDisk, path, limit_bytes) {
        Ok((bytes, _)) => Ok(DraftFile::parse(&bytes).is_ok()),
        Err(StoreError::TooLarge { .. }) => Ok(false),
        Err(StoreError::NotAFile { shape, .. }) if shape != Shape::File => Ok(false),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether two paths lead to one file or folder, by whatever names and links.
fn is_same_file(one: &Path, other: &Path) -> bool {
    match (identity(one), identity(other)) {
        (Some(one), Some(other)) => one == other,
        // A file that is not there yet has only its name.
        _ => is_same_output(one, other),
    }
}

/// What tells a file from every other one; two names of one file share it.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Elsewhere a second hard link counts as another file: a new file in its place leaves the first
/// one as it is.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    follow(path).ok()
}
