//! Writing a contract to a file, whole or not at all.

use std::path::{Path, PathBuf};

use crate::app::ExportFailure;
use crate::app::export::ExportRequest;
use crate::render::docx;
use crate::render::format::Format;
use crate::store::{Overwrite, StoreError, write_output};

/// Renders the contract and writes it; the path where it lies.
///
/// # Errors
/// The file exists and may not be replaced, the disk refuses, or the DOCX cannot be made.
pub fn export(request: &ExportRequest) -> Result<PathBuf, ExportFailure> {
    let document = if request.draft_mark {
        request.document.clone().marked_as_draft()
    } else {
        request.document.clone()
    };
    let bytes = match request.format {
        Format::Docx => {
            let properties = docx::Properties {
                author: request.author.clone(),
                company: request.company.clone(),
                draft_mark: request.draft_mark,
                origin: Some(request.origin.clone()),
            };
            docx::render(&document, &properties).map_err(ExportFailure::Docx)?
        }
        Format::Text(format) => format.print(&document, request.draft_mark).into_bytes(),
    };
    let path = expand_home(&request.path);
    let overwrite = if request.overwrite {
        Overwrite::Replace
    } else {
        Overwrite::Refuse
    };
    match write_output(&path, &bytes, overwrite) {
        Ok(()) => Ok(path),
        Err(StoreError::Exists { path }) => Err(ExportFailure::Exists(path)),
        Err(error) => Err(ExportFailure::Store(error)),
    }
}

/// `~/` at the start of a typed path is the home folder, as in a shell.
pub(super) fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}
