//! Words for failed exports, with the next step for the user.

use super::disk::{shown, store_error, store_reason, system_key, system_words};
use super::lookup::{Words, optional, word, words};
use super::path;
use crate::desk::opener::NotShown;
use crate::desk::{ExportFailure, PdfFailure, StoodIn};
use crate::language::Language;
use crate::render::docx::{DocxError, Source};
use crate::store::{Shape, StoreError};

/// The substitution of a missing typeface in a PDF.
#[must_use]
pub fn stood_in(stood_in: &StoodIn, language: Language) -> String {
    let clean: Vec<String> = stood_in.shown.iter().map(|name| shown(name)).collect();
    let by = clean.join(language.separator());
    let values = [("wanted", shown(&stood_in.wanted)), ("by", by)];
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    word("pdf.stood_in", &values, language)
}

/// The message and hint for an export that failed.
#[must_use]
pub fn export_failure(failure: &ExportFailure, language: Language) -> Words {
    match failure {
        ExportFailure::Exists(place) => words("store.exists", &[("path", &path(place))], language),
        ExportFailure::Store(StoreError::NotAFile {
            path: place,
            shape: Shape::Folder,
        }) => words("store.folder_named", &[("path", &path(place))], language),
        ExportFailure::Store(StoreError::ReadOnlyFile { path: place }) => {
            words("export.read_only_file", &[("path", &path(place))], language)
        }
        ExportFailure::Store(StoreError::BadName { .. }) => words("export.no_name", &[], language),
        ExportFailure::Store(error) => Words {
            message: store_error(error, language).message,
            hint: hint_for_export(error, language),
        },
        ExportFailure::SummaryOverContract(place) => words(
            "export.summary_over_contract",
            &[("path", &path(place))],
            language,
        ),
        ExportFailure::Left(not_written) => {
            let files = not_written.left.iter().map(|file| path(file));
            let files: Vec<String> = files.collect();
            let values = [
                ("files", files.join(language.separator())),
                ("reason", store_reason(&not_written.error, language)),
            ];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            words("export.left", &values, language)
        }
        ExportFailure::Docx(error) => docx_error(error, language),
        ExportFailure::Pdf(failure) => pdf_failure(failure, language),
    }
}

/// The hint for a disk error during an export. It differs from the hint for a failed save: nothing
/// retries an export, and the user chose the place of the file.
fn hint_for_export(error: &StoreError, language: Language) -> String {
    let usual = store_error(error, language).hint;
    let key = if let StoreError::System { kind, code, .. } = error {
        system_key(*kind, *code, cfg!(windows))
    } else if let StoreError::NotAFile { shape, .. } = error {
        match shape {
            Shape::Link => "link",
            Shape::Special => "special",
            Shape::File | Shape::Folder => return usual,
        }
    } else {
        return usual;
    };
    let hint = optional(&format!("export.hint.{key}"), &[], language);
    if hint.is_empty() { usual } else { hint }
}

fn pdf_failure(failure: &PdfFailure, language: Language) -> Words {
    let say = |key: &str, values: &[(&str, &str)]| words(&format!("pdf.{key}"), values, language);
    match failure {
        PdfFailure::NoOffice => Words {
            message: word("pdf.no_office.message", &[], language),
            hint: word(
                "pdf.no_office.hint",
                &[("how", &how_to_install(language))],
                language,
            ),
        },
        PdfFailure::NotStarted {
            program,
            kind,
            code,
        } => {
            let reason = system_words(*kind, *code, language).message;
            say(
                "not_started",
                &[("path", &path(program)), ("reason", &reason)],
            )
        }
        PdfFailure::Folder(error) => {
            let reason = store_error(error, language).message;
            say("folder", &[("reason", &reason)])
        }
        PdfFailure::TooSlow { seconds } => say("too_slow", &[("seconds", &seconds.to_string())]),
        PdfFailure::Cancelled => say("cancelled", &[]),
        PdfFailure::NoPdf { code, said } if said.is_empty() => {
            let code = code.map_or_else(|| "-".to_owned(), |code| code.to_string());
            say("nothing_made", &[("code", &code)])
        }
        PdfFailure::NoPdf { said, .. } => say("nothing_made_saying", &[("said", &shown(said))]),
        PdfFailure::NotAPdf => say("not_a_pdf", &[]),
    }
}

/// The instruction to install `LibreOffice` on this operating system.
#[must_use]
pub fn how_to_install(language: Language) -> String {
    let key = if cfg!(windows) {
        "windows"
    } else if cfg!(target_os = "macos") {
        "macos"
    } else {
        "linux"
    };
    word(&format!("pdf.install.{key}"), &[], language)
}

/// The message and hint for a file that no program shows.
pub(super) fn not_shown(failure: &NotShown, language: Language) -> Words {
    match failure {
        NotShown::NoDesktop => words("show.no_desktop", &[], language),
        NotShown::NoOpener { program } => {
            words("show.no_opener", &[("program", program)], language)
        }
        NotShown::Failed { program, code } => {
            let code = code.map_or_else(|| "-".to_owned(), |code| code.to_string());
            let values = [("program", &*path(program)), ("code", &*code)];
            words("show.failed", &values, language)
        }
    }
}

fn docx_error(error: &DocxError, language: Language) -> Words {
    match error {
        DocxError::IllegalCharacter { character, place } => {
            let code = format!("U+{:04X}", u32::from(*character));
            let place = docx_place(place, language);
            words(
                "docx.illegal_character",
                &[("character", &code), ("place", &place)],
                language,
            )
        }
        DocxError::Part { part, reason } => words(
            "docx.part",
            &[("part", part), ("reason", &shown(reason))],
            language,
        ),
        DocxError::Archive(reason) => {
            words("docx.archive", &[("reason", &shown(reason))], language)
        }
    }
}

fn docx_place(place: &Source, language: Language) -> String {
    let key = match place {
        Source::Paragraph { line, before } => {
            let values = [("line", line.to_string()), ("before", shown(before))];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            return word("docx.place.paragraph", &values, language);
        }
        Source::Title => "title",
        Source::Language => "language",
        Source::Author => "author",
        Source::Company => "company",
        Source::Font => "font",
        Source::Origin => "origin",
    };
    word(&format!("docx.place.{key}"), &[], language)
}
