//! Where things lie: one folder with drafts, templates and what guards them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::error::StoreError;

/// The folder of the user's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// The data in `root`; nothing is made yet.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder of `--data-dir`, else of `QIANYUE_DATA_DIR` as passed in (an empty one counts
    /// as not set), else the platform's own place.
    ///
    /// # Errors
    /// The platform knows no home of this user.
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

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// One file per draft.
    #[must_use]
    pub fn drafts(&self) -> PathBuf {
        self.root.join("drafts")
    }

    /// Drafts that were thrown away.
    #[must_use]
    pub fn trash(&self) -> PathBuf {
        self.drafts().join(".trash")
    }

    /// Former contents of drafts, a folder per draft.
    #[must_use]
    pub fn history(&self) -> PathBuf {
        self.drafts().join(".history")
    }

    /// The texts of the templates that drafts were made with, by hash.
    #[must_use]
    pub fn pinned_templates(&self) -> PathBuf {
        self.drafts().join(".templates")
    }

    /// The user's own templates.
    #[must_use]
    pub fn templates(&self) -> PathBuf {
        self.root.join("templates")
    }

    /// The folders that are the program's own; what else lies in the data folder is the user's.
    #[must_use]
    pub(super) fn kept(&self) -> Vec<PathBuf> {
        vec![self.drafts(), self.templates(), self.recovery()]
    }

    /// Copies and revisions of drafts that lie elsewhere, on a share for instance.
    #[must_use]
    pub fn recovery(&self) -> PathBuf {
        self.root.join("recovery")
    }
}

/// The config file at the platform's own place; `None` where the platform knows none.
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
