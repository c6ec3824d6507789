//! Converts a DOCX to PDF with `LibreOffice`.
//!
//! `LibreOffice` gets its own profile folder, so that an office that is open on the desktop neither
//! takes over the conversion nor is disturbed. After the time limit or a cancellation the process
//! ends together with every process that it started.

mod here;
mod leftovers;
mod running;
mod substitutes;
mod timeless;
mod typefaces;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use here::installed_typefaces;
pub use here::{Typeface, typefaces_here};
pub use leftovers::sweep;
use leftovers::{PROFILE, remove_sockets};
use running::{Stopped, run_to_its_end};
use timeless::timeless;

use crate::desk::{PdfFailure, StoodIn};
use crate::store::{Scratch, StoreError, find_program};

/// The program's names on a `PATH`.
const NAMES: [&str; 2] = ["soffice", "libreoffice"];
/// The program's folders on macOS and Windows, where it is not on the `PATH`.
const FOLDERS: [&str; 3] = [
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:\\Program Files\\LibreOffice\\program",
    "C:\\Program Files (x86)\\LibreOffice\\program",
];
/// The export filter for a plain PDF: without it every blank becomes a fillable form field.
const FILTER: &str =
    r#"pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"}}"#;
/// The time limit of a conversion. Seconds are usual; a first start on a slow disk takes longer.
const PATIENCE: Duration = Duration::from_mins(2);
/// The largest PDF that is accepted.
const PDF_LIMIT_BYTES: u64 = 256 * 1024 * 1024;
/// How much of the program's output is read.
const SAID_LIMIT_BYTES: u64 = 64 * 1024;

const DOCX: &str = "contract.docx";
const PDF: &str = "contract.pdf";
const SAID: &str = "said.txt";
/// The folder in a profile for settings that differ from the defaults.
const CONFIGURATION_FOLDER: &str = "profile/user";
const CONFIGURATION: &str = "profile/user/registrymodifications.xcu";
/// The folder for the temporary files of the office.
const TEMPORARY: &str = "tmp";
/// The environment variables for that folder on different systems.
const TEMPORARY_VARIABLES: [&str; 3] = ["TMPDIR", "TMP", "TEMP"];

/// An installed `LibreOffice`.
#[derive(Clone, Debug)]
pub struct Office {
    program: PathBuf,
    patience: Duration,
}

/// A flag that cancels a conversion. All clones share the flag.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Requests the cancellation.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// The shared flag, for a signal handler to set.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The path of `LibreOffice`, if it is installed.
#[must_use]
pub fn find() -> Option<PathBuf> {
    find_on_path(&NAMES, &FOLDERS)
}

/// The first program with one of these names on the `PATH` or in one of these folders.
pub(super) fn find_on_path(names: &[&str], further: &[&str]) -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&on_path)
        // Skip relative folders: a program in the current folder is not an installed program.
        .filter(|folder| folder.is_absolute())
        .chain(further.iter().map(PathBuf::from))
        .collect();
    find_program(names, folders)
}

impl Office {
    /// Finds the installed office.
    #[must_use]
    pub fn find() -> Option<Self> {
        find().map(|program| Self {
            program,
            patience: PATIENCE,
        })
    }

    /// Converts a DOCX that requests these typefaces to PDF. Returns the PDF and the typefaces that
    /// replace missing ones.
    ///
    /// # Errors
    /// The office does not start, exceeds the time limit, makes no PDF, or is cancelled.
    pub fn pdf(
        &self,
        docx: &[u8],
        typefaces: &[&str],
        cancel: &Cancel,
    ) -> Result<(Vec<u8>, Vec<StoodIn>), PdfFailure> {
        sweep();
        let scratch = Scratch::new().map_err(PdfFailure::Folder)?;
        scratch.write(DOCX, docx).map_err(PdfFailure::Folder)?;
        let installed = installed_typefaces(&scratch, cancel)?;
        let configuration = substitutes::configuration(typefaces, &installed);
        scratch
            .make_folder(CONFIGURATION_FOLDER)
            .and_then(|_| scratch.write(CONFIGURATION, configuration.as_bytes()))
            .map_err(PdfFailure::Folder)?;
        let ended = self.run(&scratch, cancel);
        remove_sockets(&file_url(&scratch.file(PROFILE)));
        let ended = ended?;
        match scratch.read(PDF, PDF_LIMIT_BYTES) {
            Ok(pdf) if is_whole(&pdf) => {
                let stood_in = substitutes::stood_in(typefaces, &installed, &pdf);
                Ok((timeless(pdf, docx), stood_in))
            }
            Ok(_) => Err(PdfFailure::NotAPdf),
            Err(error) if error.is_not_found() => Err(PdfFailure::NoPdf {
                code: ended.code(),
                said: said(&scratch),
            }),
            Err(StoreError::NotAFile { .. } | StoreError::TooLarge { .. }) => {
                Err(PdfFailure::NotAPdf)
            }
            Err(error) => Err(PdfFailure::Folder(error)),
        }
    }

    /// Runs the office until it ends, exceeds the time limit, or is cancelled.
    fn run(&self, scratch: &Scratch, cancel: &Cancel) -> Result<ExitStatus, PdfFailure> {
        // Send the output to a file: a pipe needs a reader, and a child process could hold it open.
        let said = scratch.create(SAID).map_err(PdfFailure::Folder)?;
        let said_too = said.try_clone().map_err(|error| self.not_started(&error))?;
        let temporary = scratch.make_folder(TEMPORARY).map_err(PdfFailure::Folder)?;
        let mut command = Command::new(&self.program);
        command
            .envs(TEMPORARY_VARIABLES.map(|name| (name, &temporary)))
            .arg(format!(
                "-env:UserInstallation={}",
                file_url(&scratch.file(PROFILE))
            ))
            .args(["--headless", "--norestore", "--convert-to", FILTER])
            .arg("--outdir")
            .arg(scratch.path())
            .arg(scratch.file(DOCX))
            .current_dir(scratch.path())
            .stdin(scratch.hold())
            .stdout(said)
            .stderr(said_too);
        match run_to_its_end(&mut command, self.patience, cancel) {
            Ok(status) => Ok(status),
            Err(Stopped::Cancelled) => Err(PdfFailure::Cancelled),
            Err(Stopped::TooSlow) => Err(PdfFailure::TooSlow {
                seconds: self.patience.as_secs(),
            }),
            Err(Stopped::Failed(error)) => Err(self.not_started(&error)),
        }
    }

    fn not_started(&self, error: &std::io::Error) -> PdfFailure {
        PdfFailure::NotStarted {
            program: self.program.clone(),
            kind: error.kind(),
            code: error.raw_os_error(),
        }
    }
}

/// Whether the bytes have the start and the end of a PDF.
fn is_whole(pdf: &[u8]) -> bool {
    const LAST: usize = 1024;
    let tail = pdf.get(pdf.len().saturating_sub(LAST)..).unwrap_or(pdf);
    pdf.starts_with(b"%PDF-") && tail.windows(5).any(|part| part == b"%%EOF")
}

/// The output of the office in one line.
fn said(scratch: &Scratch) -> String {
    let bytes = scratch.read(SAID, SAID_LIMIT_BYTES).unwrap_or_default();
    String::from_utf8_lossy(&bytes)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The `file:` URL of a path, in the form that the office expects for its profile.
fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => url.push('/'),
            b'/' | b':' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(*byte)),
            _ if byte.is_ascii_alphanumeric() => url.push(char::from(*byte)),
            _ => {
                let _into_a_string = write!(url, "%{byte:02X}");
            }
        }
    }
    // A URL has a third slash before a drive letter.
    if cfg!(windows) {
        url = url.replacen("file://", "file:///", 1);
    }
    url
}

#[cfg(test)]
pub(super) mod tests;
