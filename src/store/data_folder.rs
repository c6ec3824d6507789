//! The layout of the data folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::error::StoreError;

/// The folder that holds the user's data. The folder need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// A data folder at `root`; creates nothing.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder given by `--data-dir`, else by `QIANYUE_DATA_DIR` as passed in (an empty value
    /// counts as unset), else the default folder of the platform.
    ///
    /// # Errors
    /// The platform does not know the user's home folder.
    pub fn find(
        option: Option<PathBuf>,
        environment: Option<OsString>,
    ) -> Result<Self, StoreError> {
        option
            .or_else(|| {
                environment
                    .filter(|path| !path.is_empty())
                    .map(PathBuf::from)
            })
            .or_else(|| project().map(|project| project.data_dir().to_owned()))
            .map(Self::new)
            .ok_or(StoreError::NoDataFolder)
    }

    /// The path of the data folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of drafts, one file per draft.
    #[must_use]
    pub fn drafts(&self) -> PathBuf {
        self.root.join("drafts")
    }

    /// The folder of deleted drafts.
    #[must_use]
    pub fn trash(&self) -> PathBuf {
        self.drafts().join(".trash")
    }

    /// The folder of revisions, with one subfolder per draft.
    #[must_use]
    pub fn history(&self) -> PathBuf {
        self.drafts().join(".history")
    }

    /// The folder of template texts that drafts were made with, named by hash.
    #[must_use]
    pub fn pinned_templates(&self) -> PathBuf {
        self.drafts().join(".templates")
    }

    /// The folder of the user's own templates.
    #[must_use]
    pub fn templates(&self) -> PathBuf {
        self.root.join("templates")
    }

    /// The folders that the program manages. All other files in the data folder belong to the user.
    #[must_use]
    pub(super) fn kept(&self) -> Vec<PathBuf> {
        vec![self.drafts(), self.templates(), self.recovery()]
    }

    /// The folder of recovery copies, and of revisions of drafts that lie elsewhere, such as on a
    /// network share.
    #[must_use]
    pub fn recovery(&self) -> PathBuf {
        self.root.join("recovery")
    }
}

/// The default config file of the platform; `None` if the platform has no such place.
#[must_use]
pub fn usual_config_path() -> Option<PathBuf> {
    project().map(|project| project.config_dir().join("config.toml"))
}

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "qianyue")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_beats_the_environment_and_an_empty_one_does_not_count() {
        for (option, environment, expected) in [
            (Some("/a"), Some("/b"), Some("/a")),
            (None, Some("/b"), Some("/b")),
            (Some("/a"), None, Some("/a")),
        ] {
            let found =
                DataFolder::find(option.map(PathBuf::from), environment.map(OsString::from));
            assert_eq!(
                found.ok(),
                expected.map(|path| DataFolder::new(path.into()))
            );
        }
        let unset = DataFolder::find(None, Some(OsString::new()));
        assert_eq!(unset, DataFolder::find(None, None));
    }
}
