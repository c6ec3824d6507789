//! The result of an export.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::render::docx::DocxError;
use crate::store::{NotWritten, StoreError};

/// A contract that was written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The path of the written file, as the user gave it.
    pub path: PathBuf,
    /// The same path, from the root of the file system.
    pub full_path: PathBuf,
    /// The typefaces that the PDF replaces by others.
    pub stood_in: Vec<StoodIn>,
    /// When the file was written; `None` if nobody looked at the clock.
    pub at: Option<DateTime<FixedOffset>>,
}

/// A typeface that the contract requests and the PDF replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoodIn {
    /// The requested typeface.
    pub wanted: String,
    /// The typeface used instead; if that is unknown, every typeface in the PDF.
    pub shown: Vec<String>,
}

impl From<PathBuf> for Exported {
    /// An export without replaced typefaces.
    fn from(path: PathBuf) -> Self {
        Self {
            full_path: path.clone(),
            path,
            stood_in: Vec::new(),
            at: None,
        }
    }
}

/// Why a contract was not written.
#[derive(Debug)]
pub enum ExportFailure {
    /// The file exists and may not be overwritten.
    Exists(PathBuf),
    /// A read or a write failed.
    Store(StoreError),
    /// The export failed, and the disk refused to remove files that were already in place. These
    /// files are complete, but may be lost in a power failure.
    Left(NotWritten),
    /// The contract cannot be rendered as DOCX.
    Docx(DocxError),
    /// The summary has the same path as the contract.
    SummaryOverContract(PathBuf),
    /// The contract cannot be converted to PDF.
    Pdf(PdfFailure),
}

/// Why a contract could not be converted to PDF.
#[derive(Debug)]
pub enum PdfFailure {
    /// `LibreOffice` is not installed.
    NoOffice,
    /// `LibreOffice` did not start.
    NotStarted {
        /// The program that was started.
        program: PathBuf,
        /// The kind of the error.
        kind: std::io::ErrorKind,
        /// The error number of the operating system.
        code: Option<i32>,
    },
    /// The temporary folder for the conversion cannot be created or written.
    Folder(StoreError),
    /// The conversion exceeded its time limit.
    TooSlow {
        /// The time limit in seconds.
        seconds: u64,
    },
    /// The conversion was cancelled.
    Cancelled,
    /// `LibreOffice` ended without writing a PDF.
    NoPdf {
        /// The exit code; `None` if a signal ended the process.
        code: Option<i32>,
        /// The output of `LibreOffice` in one line; may be empty.
        said: String,
    },
    /// The file that `LibreOffice` wrote is not a complete PDF.
    NotAPdf,
}
