//! Files that no output may replace: drafts, templates, settings, and the source of the export.

use std::path::{Path, PathBuf};

use super::atomic::folder_of;
use super::data_folder::{DataFolder, usual_config_path};
use super::disk::{RealDisk, follow};
use super::error::{Shape, StoreError};
use super::output::is_same_output;
use super::read::read_regular;
use crate::draft::{DRAFT_LIMIT_BYTES, DraftFile};

/// The files that no output may replace, even with permission to overwrite.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    folders: Vec<PathBuf>,
    settings: Vec<PathBuf>,
    source: Option<PathBuf>,
}

/// Why an output must not replace a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The file is the source of the export.
    Source,
    /// The file is a draft.
    Draft,
    /// The file holds the settings.
    Settings,
    /// The file lies in a folder that the program manages.
    Folder,
}

impl Protected {
    /// Protects the folders that the program manages in `folder`.
    pub(super) fn in_folder(folder: &DataFolder) -> Self {
        Self {
            folders: folder.kept(),
            ..Self::default()
        }
    }

    /// Protects the folders that the program manages in `folder`, and the settings: the file
    /// `config` and the platform's default config file.
    #[must_use]
    pub fn new(folder: &DataFolder, config: Option<PathBuf>) -> Self {
        Self {
            settings: config.into_iter().chain(usual_config_path()).collect(),
            ..Self::in_folder(folder)
        }
    }

    /// Also protects the file `source`, which is being exported.
    #[must_use]
    pub fn with_source(self, source: Option<PathBuf>) -> Self {
        Self { source, ..self }
    }

    /// Checks whether an output may be written to `path`.
    ///
    /// # Errors
    /// The path is protected, or the file there cannot be read.
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
        // The real folder of the output, with links resolved.
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

/// Whether the file at `path` is a valid draft.
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

/// Whether two paths lead to the same file or folder, through any names and links.
fn is_same_file(one: &Path, other: &Path) -> bool {
    match (identity(one), identity(other)) {
        (Some(one), Some(other)) => one == other,
        // A file that does not exist yet has no identity; compare the paths.
        _ => is_same_output(one, other),
    }
}

/// The device and inode number: all names of a file share them.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// The canonical path. A second hard link counts as another file here, which does no harm: an
/// output that replaces one link leaves the file under the other link unchanged.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    follow(path).ok()
}
