//! What can go wrong on the disk, as data.

use std::io;
use std::path::{Path, PathBuf};

use super::locks::Owner;
use super::protected::Kept;
use crate::draft::DraftError;
use crate::value::ContentHash;

/// Why the store could not do what it was asked to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("{operation:?} {path:?}: {kind:?} ({code:?})")]
    System {
        /// What was being done.
        operation: Operation,
        /// To what.
        path: PathBuf,
        /// The kind of error.
        kind: io::ErrorKind,
        /// The system's own number.
        code: Option<i32>,
    },
    /// Nothing of that name.
    #[error("no {source_given:?}")]
    NotFound {
        /// What was asked for, as given.
        source_given: String,
    },
    /// Several drafts begin so.
    #[error("{source_given:?} is ambiguous: {matches:?}")]
    Ambiguous {
        /// What was asked for, as given.
        source_given: String,
        /// Names of the drafts that it may mean, at most ten.
        matches: Vec<String>,
    },
    /// The folder where a file should be written is not there.
    #[error("{path:?} is not there")]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder, link, pipe or device where a file should be.
    #[error("{path:?} is a {shape:?}")]
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is.
        shape: Shape,
    },
    /// The file is larger than what is read of its kind.
    #[error("{path:?} has {bytes} bytes, limit {limit_bytes}")]
    TooLarge {
        /// Where.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The largest size that is read.
        limit_bytes: u64,
    },
    /// The file is no draft; it has not been touched.
    #[error("{path:?}:{error}")]
    Broken {
        /// Where.
        path: PathBuf,
        /// What is wrong in it.
        error: DraftError,
    },
    /// The draft was written by a newer version and is only shown.
    #[error("{path:?} has schema {schema}")]
    NewerSchema {
        /// Where.
        path: PathBuf,
        /// Its schema.
        schema: u32,
    },
    /// The file is marked read-only.
    #[error("{path:?} is read-only")]
    ReadOnlyFile {
        /// Where.
        path: PathBuf,
    },
    /// Another program changed the file since it was read; both contents are kept.
    #[error("{path:?} changed: {ours} loaded, {theirs} found; kept as {kept_as:?}")]
    Conflict {
        /// The file, which holds the other content.
        path: PathBuf,
        /// The content that was loaded or last written here.
        ours: ContentHash,
        /// The content that lies there now.
        theirs: ContentHash,
        /// The file that holds what was to be saved.
        kept_as: PathBuf,
    },
    /// Another program changed the file while it was being replaced; it has what that program wrote.
    #[error("{path:?} changed meanwhile")]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// What was to be written would not be read back the same.
    #[error("{path:?} would not be read back the same")]
    Unfaithful {
        /// Where it was to be written.
        path: PathBuf,
    },
    /// A file is there already and must not be overwritten.
    #[error("{path:?} exists")]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// An output must not land there, even if it may replace files.
    #[error("{path:?} is kept: {kept:?}")]
    Protected {
        /// Where.
        path: PathBuf,
        /// Why.
        kept: Kept,
    },
    /// Another window or computer has the draft open.
    #[error("{path:?} is open: {owner:?}")]
    InUse {
        /// The draft.
        path: PathBuf,
        /// Who has it.
        owner: Owner,
    },
    /// The name cannot be the name of a file here.
    #[error("bad name {name:?}")]
    BadName {
        /// The name as given.
        name: String,
    },
    /// A file's content is not what its name promises.
    #[error("{path:?} is damaged")]
    Damaged {
        /// Where.
        path: PathBuf,
    },
    /// The system does not say where this user's data belongs.
    #[error("no data folder")]
    NoDataFolder,
}

/// What the store was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Reading a file or its facts.
    Read,
    /// Listing a folder.
    List,
    /// Writing a file.
    Write,
    /// Making a folder.
    MakeFolder,
    /// Moving a file.
    Move,
    /// Deleting a file.
    Delete,
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, device or socket.
    Special,
}

impl StoreError {
    /// The error of a system call.
    pub(super) fn system(operation: Operation, path: &Path, error: &io::Error) -> Self {
        Self::System {
            operation,
            path: path.to_owned(),
            kind: error.kind(),
            code: error.raw_os_error(),
        }
    }

    /// The same error of the file that a person knows, where it was met at another name of it.
    pub(super) fn about(self, path: &Path) -> Self {
        let path = path.to_owned();
        match self {
            Self::System {
                operation,
                kind,
                code,
                ..
            } => Self::System {
                operation,
                path,
                kind,
                code,
            },
            Self::NotAFile { shape, .. } => Self::NotAFile { path, shape },
            Self::TooLarge {
                bytes, limit_bytes, ..
            } => Self::TooLarge {
                path,
                bytes,
                limit_bytes,
            },
            other => other,
        }
    }

    /// Whether the file or folder is simply not there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(
            self,
            Self::NotFound { .. }
                | Self::System {
                    kind: io::ErrorKind::NotFound,
                    ..
                }
        )
    }
}
