//! What came of an export.

use std::path::PathBuf;

use crate::render::docx::DocxError;
use crate::store::{NotWritten, StoreError};

/// A contract that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Where it lies.
    pub path: PathBuf,
    /// What stands in a PDF for typefaces that are not there.
    pub stood_in: Vec<StoodIn>,
}

/// A typeface that the contract asks for and a PDF lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoodIn {
    /// The typeface that was wanted.
    pub wanted: String,
    /// The one in its place; where that is not known, all that the PDF shows.
    pub shown: Vec<String>,
}

impl From<PathBuf> for Exported {
    /// One in which nothing stands in.
    fn from(path: PathBuf) -> Self {
        Self {
            path,
            stood_in: Vec::new(),
        }
    }
}

/// Why a contract was not written.
#[derive(Debug)]
pub enum ExportFailure {
    /// The file exists.
    Exists(PathBuf),
    /// The store says why.
    Store(StoreError),
    /// The export failed, and a broken disk did not let go of files: they are whole, but a power
    /// cut may take them.
    Left(NotWritten),
    /// The DOCX could not be made.
    Docx(DocxError),
    /// The summary was to be written over the contract.
    SummaryOverContract(PathBuf),
    /// No PDF came of it.
    Pdf(PdfFailure),
}

/// Why no PDF came of a contract.
#[derive(Debug)]
pub enum PdfFailure {
    /// `LibreOffice` is not installed.
    NoOffice,
    /// `LibreOffice` did not start.
    NotStarted {
        /// The program.
        program: PathBuf,
        /// The kind of error.
        kind: std::io::ErrorKind,
        /// The system's own number.
        code: Option<i32>,
    },
    /// There is no place for the files that it works on.
    Folder(StoreError),
    /// It did not end in time.
    TooSlow {
        /// How long it was waited for.
        seconds: u64,
    },
    /// Nobody wanted it any more.
    Cancelled,
    /// It ended without one.
    NoPdf {
        /// Its exit code; `None` when a signal ended it.
        code: Option<i32>,
        /// What it said, in one line; may be empty.
        said: String,
    },
    /// What it made is no whole PDF.
    NotAPdf,
}
