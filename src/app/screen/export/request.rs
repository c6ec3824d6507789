//! Everything that writing a contract takes.

use std::path::PathBuf;

use crate::document::Document;
use crate::draft::{Draft, DraftFile, style_line};
use crate::render::docx::Origin;
use crate::render::format::Format;
use crate::store::ContentHash;
use crate::template::{Style, Template};

/// Everything that writing a contract takes.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    /// The contract.
    pub document: Document,
    /// The format.
    pub format: Format,
    /// Where it goes.
    pub path: PathBuf,
    /// Whether an existing file is replaced.
    pub overwrite: bool,
    /// Whether every page says that it is a draft.
    pub draft_mark: bool,
    /// Who wrote it, for the file's properties.
    pub author: String,
    /// The author's company, for the file's properties.
    pub company: String,
    /// The draft and template behind it; says whether the file carries the draft.
    pub origin: Origin,
}

/// Where the contract of a draft comes from, and the style it prints with; with the draft in it if
/// `embeds`. When the draft was
/// changed and where its form was left say nothing of the contract: two exports are the same.
#[must_use]
pub fn origin(draft: &Draft, template: &Template, style: &Style, embeds: bool) -> Origin {
    let embedded = Draft {
        created: None,
        updated: None,
        focus: None,
        ..draft.clone()
    };
    Origin {
        draft: draft.id.clone(),
        template: draft.template.id.clone(),
        // A draft of a script need name neither version nor hash; what is printed has both.
        version: match draft.template.version.as_str() {
            "" => template.version.clone(),
            version => version.to_owned(),
        },
        template_hash: match draft.template.sha256.as_str() {
            "" => ContentHash::of(template.source.as_bytes()).to_string(),
            hash => hash.to_owned(),
        },
        style: style_line(style),
        embedded: embeds.then(|| DraftFile::new(&embedded).to_text()),
    }
}
