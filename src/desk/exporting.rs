//! Writes a contract to a file. A failed export leaves no partial file.

use std::path::{Path, PathBuf};

use super::exported::{ExportFailure, Exported, PdfFailure, StoodIn};
use super::office::{Cancel, Office};
use super::request::ExportRequest;
use crate::document::Document;
use crate::render::docx;
use crate::render::format::Format;
use crate::store::{
    NotWritten, Overwrite, Protected, RealDisk, StoreError, Target, is_same_output, write_outputs,
};

/// Renders the contract, writes it, and returns the path of the file.
///
/// # Errors
/// The file exists and may not be overwritten, the file is protected, the disk refuses, or the DOCX
/// or the PDF cannot be made.
pub fn export(
    request: &ExportRequest,
    protected: &Protected,
    cancel: &Cancel,
) -> Result<Exported, ExportFailure> {
    export_through(Office::find, request, protected, cancel)
}

fn export_through(
    office: impl FnOnce() -> Option<Office>,
    request: &ExportRequest,
    protected: &Protected,
    cancel: &Cancel,
) -> Result<Exported, ExportFailure> {
    let path = expand_home(&request.path);
    let target = target(&path, request, protected)?;
    let (bytes, stood_in) = contract(office, request, cancel)?;
    let output = target.prepare(&RealDisk, &bytes).map_err(refused)?;
    write_outputs(&RealDisk, vec![output]).map_err(not_written)?;
    Ok(Exported {
        full_path: std::path::absolute(&path).unwrap_or_else(|_| path.clone()),
        path,
        stood_in,
        at: None,
    })
}

/// Renders the contract and writes it, with a summary in a second file. If either file is refused,
/// neither is written. `wrote` is called for each file that exists at the end.
///
/// # Errors
/// As for [`export`], for either file; or both files have the same path.
pub fn export_with_summary(
    request: &ExportRequest,
    (path, text): (&Path, &str),
    protected: &Protected,
    cancel: &Cancel,
    mut wrote: impl FnMut(&Path),
) -> Result<Exported, ExportFailure> {
    let paths = [expand_home(&request.path), expand_home(path)];
    let [of_contract, of_summary] = &paths;
    if is_same_output(of_summary, of_contract) {
        return Err(ExportFailure::SummaryOverContract(of_summary.clone()));
    }
    // Check both targets before rendering, so that a refusal leaves neither file behind.
    let targets = (
        target(of_contract, request, protected)?,
        target(of_summary, request, protected)?,
    );
    let (bytes, stood_in) = contract(Office::find, request, cancel)?;
    let outputs = vec![
        (targets.0.prepare(&RealDisk, &bytes)).map_err(refused)?,
        (targets.1.prepare(&RealDisk, text.as_bytes())).map_err(refused)?,
    ];
    write_outputs(&RealDisk, outputs).map_err(not_written)?;
    for path in &paths {
        wrote(path);
    }
    let [path, _] = paths;
    Ok(Exported {
        full_path: std::path::absolute(&path).unwrap_or_else(|_| path.clone()),
        path,
        stood_in,
        at: None,
    })
}

/// The path that the file is written to. For a PDF this also checks that the folder is writable, so
/// that no conversion runs for a file that cannot be written.
fn target(
    path: &Path,
    request: &ExportRequest,
    protected: &Protected,
) -> Result<Target, ExportFailure> {
    let overwrite = overwrite_of(request.overwrite);
    let target = Target::at(&RealDisk, path, overwrite, protected).map_err(refused)?;
    match request.format {
        Format::Pdf => target.check(&RealDisk).map_err(refused)?,
        // Rendering takes milliseconds here, so the write itself may report a refusal.
        Format::Docx | Format::Text(_) => {}
    }
    Ok(target)
}

/// The bytes of the contract's file, and the typefaces that were replaced.
fn contract(
    office: impl FnOnce() -> Option<Office>,
    request: &ExportRequest,
    cancel: &Cancel,
) -> Result<(Vec<u8>, Vec<StoodIn>), ExportFailure> {
    let document = if request.draft_mark {
        request.document.clone().marked_as_draft()
    } else {
        request.document.clone()
    };
    let bytes = match request.format {
        Format::Docx => docx(&document, request)?,
        Format::Pdf => {
            let office = office().ok_or(ExportFailure::Pdf(PdfFailure::NoOffice))?;
            let docx = docx(&document, request)?;
            return office
                .pdf(&docx, &document.paper.typefaces(), cancel)
                .map_err(ExportFailure::Pdf);
        }
        Format::Text(format) => format.print(&document, request.draft_mark).into_bytes(),
    };
    Ok((bytes, Vec::new()))
}

fn overwrite_of(may_overwrite: bool) -> Overwrite {
    if may_overwrite {
        Overwrite::Replace
    } else {
        Overwrite::Refuse
    }
}

fn docx(document: &Document, request: &ExportRequest) -> Result<Vec<u8>, ExportFailure> {
    // A PDF does not carry the draft, so the DOCX in the temporary folder need not either.
    let has_origin = request.format == Format::Docx;
    let properties = docx::Properties {
        author: request.author.clone(),
        company: request.company.clone(),
        draft_mark: request.draft_mark,
        origin: has_origin.then(|| request.origin.clone()),
    };
    docx::render(document, &properties).map_err(ExportFailure::Docx)
}

fn not_written(not_written: NotWritten) -> ExportFailure {
    if not_written.left.is_empty() {
        refused(*not_written.error)
    } else {
        ExportFailure::Left(not_written)
    }
}

fn refused(error: StoreError) -> ExportFailure {
    match error {
        StoreError::Exists { path } => ExportFailure::Exists(path),
        error => ExportFailure::Store(error),
    }
}

/// Expands `~/` at the start of a typed path to the home folder, as a shell does.
#[must_use]
pub(super) fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::desk::office::tests::office;
    use crate::render::docx::Origin;

    fn request(path: PathBuf) -> ExportRequest {
        ExportRequest {
            document: Document::default(),
            format: Format::Pdf,
            path,
            overwrite: true,
            draft_mark: false,
            author: String::new(),
            company: String::new(),
            origin: Origin::default(),
        }
    }

    #[test]
    fn a_file_stays_as_it_is_until_a_whole_pdf_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.pdf");
        let long = Duration::from_mins(1);
        for (script, patience, expected) in [
            ("sleep 600", Duration::from_millis(300), "TooSlow"),
            ("echo no > contract.pdf", long, "NotAPdf"),
            ("exit 1", long, "NoPdf"),
            ("printf '%%PDF-1.6 %%%%EOF' > contract.pdf", long, "Ok"),
        ] {
            std::fs::write(&path, "old").unwrap();
            let office = office(folder.path(), script, patience);
            let outcome = export_through(
                || Some(office),
                &request(path.clone()),
                &Protected::default(),
                &Cancel::default(),
            );
            assert!(format!("{outcome:?}").contains(expected), "{outcome:?}");
            let left = std::fs::read(&path).unwrap();
            assert_eq!(left == b"old", outcome.is_err(), "{script}");
            let count = std::fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(count, 2, "{script}");
        }
    }
}
