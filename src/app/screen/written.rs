//! After the export: where the file lies, and what is to be known before it is printed and signed.

use std::path::PathBuf;

use super::export::ExportRequest;
use crate::app::list;
use crate::desk::{Exported, StoodIn};
use crate::draft::Draft;
use crate::keys::Action;
use crate::render::format::Format;
use crate::render::text;
use crate::review::Contract;
use crate::review::summary::{Summary, Written};
use crate::store::ContentHash;
use crate::template::Template;

/// A contract that was written.
#[derive(Clone, Debug)]
pub struct WrittenScreen {
    /// Where it lies.
    pub path: PathBuf,
    /// What stands in it for typefaces that are not there.
    pub stood_in: Vec<StoodIn>,
    /// What is to be known of it.
    pub summary: Summary,
    /// The first row of the summary that is in sight.
    pub top: usize,
}

impl WrittenScreen {
    /// The contract was written.
    #[must_use]
    pub fn new(exported: Exported, summary: Summary) -> Self {
        Self {
            path: exported.path,
            stood_in: exported.stood_in,
            summary,
            top: 0,
        }
    }

    /// Takes a key that moves the lines, on a screen of so many rows.
    pub fn scroll(&mut self, action: Action, rows: u16) {
        // Header, what was done, help and footer stay; a line of the page before does too.
        let page = usize::from(rows).saturating_sub(9).max(1);
        self.top = list::scrolled(self.top, page, action);
    }
}

/// What is to be known of the contract that `request` writes. Its text is told by the hash of what
/// `qianyue show` prints.
#[must_use]
pub fn summary_of(
    request: &ExportRequest,
    template: &Template,
    draft: &Draft,
    contract: &Contract,
    applied: &[String],
) -> Summary {
    let embeds = match request.format {
        Format::Docx => request.origin.embedded.is_some(),
        Format::Pdf | Format::Text(_) => false,
    };
    let text = text::render(&contract.document);
    let written = Written {
        draft_mark: request.draft_mark,
        embeds,
        text_hash: ContentHash::of(text.as_bytes()).to_string(),
    };
    Summary::new(template, draft, contract, applied, &written)
}
