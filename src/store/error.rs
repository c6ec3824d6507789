//! The errors of the store, as data. The text for the user is written elsewhere.

use std::io;
use std::path::{Path, PathBuf};

use super::locks::Owner;
use super::protected::Kept;
use crate::draft::DraftError;
use crate::value::ContentHash;

/// Why an operation of the store failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("{operation:?} {path:?}: {kind:?} ({code:?})")]
    System {
        /// The operation that failed.
        operation: Operation,
        /// The file or folder of the operation.
        path: PathBuf,
        /// The kind of error, independent of the system.
        kind: io::ErrorKind,
        /// The system's error number.
        code: Option<i32>,
    },
    /// No draft or template has this name.
    #[error("no {source_given:?}")]
    NotFound {
        /// The name or path as the user gave it.
        source_given: String,
    },
    /// The name matches several drafts or templates.
    #[error("{source_given:?} is ambiguous: {matches:?}")]
    Ambiguous {
        /// The name as the user gave it.
        source_given: String,
        /// The names of the matching files; at most ten drafts.
        matches: Vec<String>,
    },
    /// The folder of the new file does not exist.
    #[error("{path:?} is not there")]
    NoFolder {
        /// The missing folder.
        path: PathBuf,
    },
    /// A folder, link, pipe or device lies where a regular file should be.
    #[error("{path:?} is a {shape:?}")]
    NotAFile {
        /// The path of the entry.
        path: PathBuf,
        /// The type of the entry.
        shape: Shape,
    },
    /// The file is larger than the limit for its kind.
    #[error("{path:?} has {bytes} bytes, limit {limit_bytes}")]
    TooLarge {
        /// The path of the file.
        path: PathBuf,
        /// The file's size in bytes.
        bytes: u64,
        /// The largest accepted size in bytes.
        limit_bytes: u64,
    },
    /// The file is not a valid draft. The file stays unchanged.
    #[error("{path:?}:{error}")]
    Broken {
        /// The path of the file.
        path: PathBuf,
        /// The first error in the file.
        error: DraftError,
    },
    /// A newer version of the program wrote the draft, so this version opens the draft read-only.
    #[error("{path:?} has schema {schema}")]
    NewerSchema {
        /// The path of the draft.
        path: PathBuf,
        /// The schema number in the file.
        schema: u32,
    },
    /// The file is marked read-only.
    #[error("{path:?} is read-only")]
    ReadOnlyFile {
        /// The path of the file.
        path: PathBuf,
    },
    /// Another program changed the file since it was loaded. Both contents exist on disk.
    #[error("{path:?} changed: {ours} loaded, {theirs} found; kept as {kept_as:?}")]
    Conflict {
        /// The draft's file, which holds the content of the other program.
        path: PathBuf,
        /// The hash of the content that was loaded or last written here.
        ours: ContentHash,
        /// The hash of the content that the file holds now.
        theirs: ContentHash,
        /// The copy that holds the text that could not be saved.
        kept_as: PathBuf,
    },
    /// Another program changed the file during the replacement. The file holds that program's
    /// content.
    #[error("{path:?} changed meanwhile")]
    ChangedMeanwhile {
        /// The path of the file.
        path: PathBuf,
    },
    /// The text would not parse back to the same draft, so nothing was written.
    #[error("{path:?} would not be read back the same")]
    Unfaithful {
        /// The path of the draft.
        path: PathBuf,
    },
    /// The file exists and must not be replaced.
    #[error("{path:?} exists")]
    Exists {
        /// The path of the existing file.
        path: PathBuf,
    },
    /// An output must not replace this file, even with permission to overwrite.
    #[error("{path:?} is kept: {kept:?}")]
    Protected {
        /// The path of the protected file.
        path: PathBuf,
        /// Why the file is protected.
        kept: Kept,
    },
    /// Another window or computer has the draft open.
    #[error("{path:?} is open: {owner:?}")]
    InUse {
        /// The path of the draft.
        path: PathBuf,
        /// The owner of the lock.
        owner: Owner,
    },
    /// The name is not a valid file name.
    #[error("bad name {name:?}")]
    BadName {
        /// The name as the user gave it.
        name: String,
    },
    /// The file's content does not match the hash in its name.
    #[error("{path:?} is damaged")]
    Damaged {
        /// The path of the file.
        path: PathBuf,
    },
    /// The system does not name a folder for this user's data.
    #[error("no data folder")]
    NoDataFolder,
}

/// The operation during which an error occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Reading a file or its metadata.
    Read,
    /// Listing a folder.
    List,
    /// Writing a file.
    Write,
    /// Creating a folder.
    MakeFolder,
    /// Moving a file.
    Move,
    /// Deleting a file.
    Delete,
}

/// The type of a file system entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, whatever its target.
    Link,
    /// A pipe, device or socket.
    Special,
}

impl StoreError {
    /// Wraps the error of a system call.
    pub(super) fn system(operation: Operation, path: &Path, error: &io::Error) -> Self {
        Self::System {
            operation,
            path: path.to_owned(),
            kind: error.kind(),
            code: error.raw_os_error(),
        }
    }

    /// The same error about `path`: the name that the user knows, instead of a temporary name.
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

    /// Whether the file or folder does not exist.
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
