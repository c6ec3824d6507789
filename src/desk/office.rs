//! The one place where another program runs: `LibreOffice` makes a PDF of a DOCX.
//!
//! It gets a folder of its own for its profile, so that an office that is open on the desktop
//! neither answers in its place nor is disturbed; a time limit; and no second life: when the time
//! is over or the user has had enough, it ends with everything that it has started.

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

/// What it is called on a `PATH`.
const NAMES: [&str; 2] = ["soffice", "libreoffice"];
/// Where it is when it is on no `PATH`: macOS and Windows.
const FOLDERS: [&str; 3] = [
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:\\Program Files\\LibreOffice\\program",
    "C:\\Program Files (x86)\\LibreOffice\\program",
];
/// Plain pages: without this every blank becomes a form field that anyone can fill.
const FILTER: &str =
    r#"pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"}}"#;
/// How long a conversion may take. Seconds are usual; a first start on a slow disk takes longer.
const PATIENCE: Duration = Duration::from_mins(2);
/// The largest PDF that is taken.
const PDF_LIMIT_BYTES: u64 = 256 * 1024 * 1024;
/// How much of what it says is read.
const SAID_LIMIT_BYTES: u64 = 64 * 1024;

const DOCX: &str = "contract.docx";
const PDF: &str = "contract.pdf";
const SAID: &str = "said.txt";
/// Where a profile says what differs from the usual settings.
const CONFIGURATION_FOLDER: &str = "profile/user";
const CONFIGURATION: &str = "profile/user/registrymodifications.xcu";
/// The folder that the office has for its own temporary files.
const TEMPORARY: &str = "tmp";
/// What different systems call it.
const TEMPORARY_VARIABLES: [&str; 3] = ["TMPDIR", "TMP", "TEMP"];

/// `LibreOffice`, found.
#[derive(Clone, Debug)]
pub struct Office {
    program: PathBuf,
    patience: Duration,
}

/// Tells a conversion that nobody wants it any more. Clones are one.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// From now on.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// The flag itself, for a signal to raise.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Where `LibreOffice` is, if it is installed.
#[must_use]
pub fn find() -> Option<PathBuf> {
    find_on_path(&NAMES, &FOLDERS)
}

/// The first program of these names on the `PATH`, or in one of these folders.
fn find_on_path(names: &[&str], further: &[&str]) -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&on_path)
        // What happens to lie in the present folder is not what is installed.
        .filter(|folder| folder.is_absolute())
        .chain(further.iter().map(PathBuf::from))
        .collect();
    find_program(names, folders)
}

impl Office {
    /// The office that is installed, if one is.
    #[must_use]
    pub fn find() -> Option<Self> {
        find().map(|program| Self {
            program,
            patience: PATIENCE,
        })
    }

    /// The pages of a DOCX, which asks for these typefaces, as PDF; and what stands in it for
    /// those that are not there.
    ///
    /// # Errors
    /// The office does not start, does not end in time, or makes no PDF; or it was cancelled.
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

    /// Runs it to its end, or to ours.
    fn run(&self, scratch: &Scratch, cancel: &Cancel) -> Result<ExitStatus, PdfFailure> {
        // A file, not a pipe: nobody has to read along, and nobody waits for its end.
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

/// Whether a PDF begins and ends as one.
fn is_whole(pdf: &[u8]) -> bool {
    const LAST: usize = 1024;
    let tail = pdf.get(pdf.len().saturating_sub(LAST)..).unwrap_or(pdf);
    pdf.starts_with(b"%PDF-") && tail.windows(5).any(|part| part == b"%%EOF")
}

/// What the office said, in one line.
fn said(scratch: &Scratch) -> String {
    let bytes = scratch.read(SAID, SAID_LIMIT_BYTES).unwrap_or_default();
    String::from_utf8_lossy(&bytes)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A path as the address that the office takes for its profile.
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
    // A drive stands behind a third slash.
    if cfg!(windows) {
        url = url.replacen("file://", "file:///", 1);
    }
    url
}

#[cfg(test)]
pub(super) mod tests;
