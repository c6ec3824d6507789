//! The input of an export.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::exported::Exported;
use crate::document::Document;
use crate::draft::{Draft, DraftFile, LastExport, style_line};
use crate::render::docx::Origin;
use crate::render::format::Format;
use crate::render::text;
use crate::review::Contract;
use crate::review::summary::{Summary, Written};
use crate::store::template_hash;
use crate::template::{Style, Template};
use crate::value::ContentHash;

/// The input of an export.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    /// The rendered contract.
    pub document: Document,
    /// The format of the file.
    pub format: Format,
    /// The path of the file.
    pub path: PathBuf,
    /// Whether an existing file is overwritten.
    pub overwrite: bool,
    /// Whether every page carries a draft mark.
    pub draft_mark: bool,
    /// The author in the file's properties.
    pub author: String,
    /// The author's company, for the file's properties.
    pub company: String,
    /// The draft and the template of the contract; decides whether the file carries the draft.
    pub origin: Origin,
}

impl ExportRequest {
    /// The export as its draft records it; `None` for a marked draft, which is no export of the
    /// contract.
    #[must_use]
    pub fn last_export(
        &self,
        exported: &Exported,
        at: DateTime<FixedOffset>,
    ) -> Option<LastExport> {
        (!self.draft_mark).then(|| LastExport {
            at,
            path: exported.full_path.to_string_lossy().into_owned(),
            text_sha256: text::hash(&self.document).to_string(),
        })
    }
}

/// The origin of a contract: its draft, template and style. With `embeds` the draft itself is
/// included, without its times, its mark and the last position in its form, so that two
/// exports of a contract are identical.
#[must_use]
pub fn origin(draft: &Draft, template: &Template, style: &Style, embeds: bool) -> Origin {
    Origin {
        draft: draft.id.clone(),
        template: draft.template.id.clone(),
        // A draft that a script wrote may name neither version nor hash; the printed contract has
        // both.
        version: match draft.template.version.as_str() {
            "" => template.version.clone(),
            version => version.to_owned(),
        },
        template_hash: match draft.template.sha256.as_str() {
            "" => template_hash(&template.source),
            hash => hash.to_owned(),
        },
        tables: match draft.template.sha256.as_str() {
            "" => template.table_rule(),
            _ => draft.template.tables,
        },
        style: style_line(style),
        embedded: embeds.then(|| DraftFile::new(&draft.for_others()).to_text()),
    }
}

/// The summary of the contract that `request` writes. `text_hash` is the hash of the text that
/// `qianyue show` prints; `None` if nobody reads it.
#[must_use]
pub fn summary_of(
    request: &ExportRequest,
    template: &Template,
    draft: &Draft,
    contract: &Contract,
    applied: &[String],
    text_hash: Option<ContentHash>,
) -> Summary {
    let embeds = match request.format {
        Format::Docx => request.origin.embedded.is_some(),
        Format::Pdf | Format::Text(_) => false,
    };
    let written = Written {
        draft_mark: request.draft_mark,
        embeds,
        text_hash: text_hash.map(|hash| hash.to_string()),
    };
    Summary::new(template, draft, contract, applied, &written)
}
