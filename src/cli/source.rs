//! Finds the draft that an argument of the command line names.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Surroundings;
use super::output::complain;
use crate::desk::{OpenFailure, TemplateCache, reopening};
use crate::draft::{DRAFT_LIMIT_BYTES, Draft, DraftFile};
use crate::review::Contract;
use crate::store::{OpenDraft, Operation, StoreError};
use crate::template::Template;
use crate::wording;
use crate::wording::Notice;

/// A draft that the command line names, with its template.
pub(super) struct Named {
    /// The template.
    pub template: Arc<Template>,
    /// The draft.
    pub draft: Draft,
    /// The file of the draft; `None` for standard input.
    pub file: Option<PathBuf>,
    /// Whether the draft was read from a DOCX.
    is_paper: bool,
}

impl Named {
    /// The contract of the draft.
    pub fn contract(&self, surroundings: &Surroundings) -> Contract {
        Contract::of(&self.template, &self.draft, &surroundings.config.style)
    }

    /// The file of a draft that the program keeps: it lies in the folder of drafts, or the program
    /// has saved it before. A file that a script wrote elsewhere is only read.
    pub(super) fn kept_file(&self, surroundings: &Surroundings) -> Option<&Path> {
        let path = self.file.as_deref()?;
        let is_listed = path.parent() == Some(surroundings.store.folder().drafts().as_path());
        let is_own = !self.draft.id.is_empty() && !self.is_paper;
        (is_listed || is_own).then_some(path)
    }
}

/// Reads the draft that `source` names; `None` after a message that says why not.
pub(super) fn read(surroundings: &Surroundings, source: &str) -> Option<Named> {
    if reopening::is_paper(source) {
        return read_paper(surroundings, source);
    }
    let language = surroundings.language;
    let (file, draft, path) = match read_file(surroundings, source) {
        Ok(found) => found,
        Err(error) => {
            complain(&wording::store_error(&error, language), language);
            return None;
        }
    };
    let name = wording::path(path.as_deref().unwrap_or(Path::new("-")));
    for warning in &file.warnings {
        complain(&wording::draft_warning(warning, &name, language), language);
    }
    let mut cache = TemplateCache::default();
    match cache.of_draft(&surroundings.store, draft.made_with()) {
        Ok(found) => {
            if found.is_another {
                let notice =
                    wording::notice(&Notice::TemplateChanged, &surroundings.keys, language);
                complain(&notice, language);
            }
            Some(Named {
                template: found.template,
                draft,
                file: path,
                is_paper: false,
            })
        }
        Err(failure) => {
            complain_of(surroundings, &failure);
            None
        }
    }
}

/// Reads the draft of a DOCX without storing it.
fn read_paper(surroundings: &Surroundings, source: &str) -> Option<Named> {
    let language = surroundings.language;
    let reopened = reopening::reopen(
        &surroundings.store,
        &mut TemplateCache::default(),
        Path::new(source),
        &surroundings.config.style,
    );
    match reopened {
        Ok(reopened) => {
            if let Some(words) = wording::read_from_paper(&reopened.report, language) {
                complain(&words, language);
            }
            if reopened.is_another {
                let notice =
                    wording::notice(&Notice::TemplateChanged, &surroundings.keys, language);
                complain(&notice, language);
            }
            Some(Named {
                template: reopened.template,
                draft: reopened.draft,
                file: Some(PathBuf::from(source)),
                is_paper: true,
            })
        }
        Err(failure) => {
            complain_of(surroundings, &failure);
            None
        }
    }
}

fn read_file(
    surroundings: &Surroundings,
    source: &str,
) -> Result<(DraftFile, Draft, Option<PathBuf>), StoreError> {
    if source == "-" {
        let file = read_standard_input()?;
        let draft = file.draft().clone();
        return Ok((file, draft, None));
    }
    let open = open(surroundings, source)?;
    let path = open.path().to_owned();
    Ok((open.file().clone(), open.draft().clone(), Some(path)))
}

/// Opens the draft file that `source` names by id, by path, or by a DOCX exported from the draft.
///
/// # Errors
/// No draft has this name, or the draft cannot be read.
pub(super) fn open(surroundings: &Surroundings, source: &str) -> Result<OpenDraft, StoreError> {
    let path = Path::new(source);
    if reopening::is_paper(source) {
        return match reopening::draft_id(path)? {
            id if id.is_empty() => Err(StoreError::NotFound {
                source_given: source.to_owned(),
            }),
            id => surroundings.store.load_id(&id),
        };
    }
    let store = &surroundings.store;
    if source.contains(['/', '\\']) {
        return store.load_typed_path(path);
    }
    let is_file_name = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    if !is_file_name {
        return store.load(source);
    }
    // Try a file at this path first, then a draft whose file has this name.
    match store.load_typed_path(path) {
        Err(error) if error.is_not_found() => store.load(source),
        outcome => outcome,
    }
}

fn read_standard_input() -> Result<DraftFile, StoreError> {
    let path = Path::new("-").to_owned();
    let limit = u64::try_from(DRAFT_LIMIT_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| StoreError::System {
            operation: Operation::Read,
            path: path.clone(),
            kind: error.kind(),
            code: error.raw_os_error(),
        })?;
    DraftFile::parse(&bytes).map_err(|error| StoreError::Broken { path, error })
}

/// Says why a draft cannot be read. For a broken template, prints every error.
fn complain_of(surroundings: &Surroundings, failure: &OpenFailure) {
    match failure {
        OpenFailure::BrokenTemplate { name, .. } => {
            super::template::complain_about(surroundings, name);
        }
        OpenFailure::Store(_)
        | OpenFailure::NoSuchTemplate { .. }
        | OpenFailure::NoTemplate { .. }
        | OpenFailure::Paper { .. }
        | OpenFailure::NoContract { .. } => {
            let language = surroundings.language;
            complain(&wording::open_failure(failure, language), language);
        }
    }
}
