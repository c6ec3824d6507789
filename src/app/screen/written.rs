//! The screen after an export: the path of the file, what can be done with it, and what to know
//! before printing and signing.

use std::path::PathBuf;

use crate::app::list::{Step, moved, scrolled};
use crate::desk::{ExportRequest, Exported, StoodIn};
use crate::render::format::Format;
use crate::review::summary::Summary;

/// The result of an export.
#[derive(Clone, Debug)]
pub struct WrittenScreen {
    /// The path of the file.
    pub path: PathBuf,
    /// The same path, from the root of the file system.
    pub full_path: PathBuf,
    /// The typefaces that the PDF replaces by others.
    pub stood_in: Vec<StoodIn>,
    /// The summary of the contract.
    pub summary: Summary,
    /// The first visible row of the summary.
    pub top: usize,
    /// What the user can do next.
    pub ways: Vec<Way>,
    /// The selected one of `ways`.
    pub selected: usize,
    /// The export that wrote the file.
    pub(super) request: Option<Box<ExportRequest>>,
}

/// What the user can do after an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Open the file.
    OpenFile,
    /// Open the folder of the file.
    OpenFolder,
    /// Copy the path of the file.
    CopyPath,
    /// Export the contract in this format too.
    Also(Format),
    /// Begin the next contract with the same client.
    NextContract,
}

impl Way {
    /// The name in the keys of texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenFile => "open_file",
            Self::OpenFolder => "open_folder",
            Self::CopyPath => "copy_path",
            Self::Also(Format::Pdf) => "also_pdf",
            Self::Also(Format::Docx | Format::Text(_)) => "also_docx",
            Self::NextContract => "next_contract",
        }
    }
}

impl WrittenScreen {
    /// The screen for a contract that was written. `has_id` tells whether the draft is in the list,
    /// so that it can be copied.
    #[must_use]
    pub fn new(
        exported: Exported,
        summary: Summary,
        request: Option<Box<ExportRequest>>,
        has_id: bool,
    ) -> Self {
        let mut ways = vec![Way::OpenFile, Way::OpenFolder, Way::CopyPath];
        ways.extend(request.as_ref().map(|request| {
            Way::Also(match request.format {
                Format::Pdf => Format::Docx,
                Format::Docx | Format::Text(_) => Format::Pdf,
            })
        }));
        if has_id {
            ways.push(Way::NextContract);
        }
        Self {
            path: exported.path,
            full_path: exported.full_path,
            stood_in: exported.stood_in,
            summary,
            top: 0,
            ways,
            selected: 0,
            request,
        }
    }

    /// Selects the next or the previous way; behind the last way, scrolls the summary. Larger steps
    /// scroll on a screen with this number of rows.
    pub(super) fn step(&mut self, step: Step, rows: u16) {
        let is_last = self.selected + 1 >= self.ways.len();
        match step {
            Step::Next if self.top == 0 && !is_last => self.selected += 1,
            Step::Previous if self.top == 0 => self.turn(Step::Previous),
            Step::Next
            | Step::Previous
            | Step::First
            | Step::Last
            | Step::PageDown
            | Step::PageUp => {
                // Not scrolled: the header, the result, the help and the footer. One line of the
                // previous page stays visible.
                let page = usize::from(rows).saturating_sub(11).max(1);
                self.top = scrolled(self.top, page, step);
            }
        }
    }

    /// Selects the next or the previous way, wherever the summary is scrolled to.
    pub(super) fn turn(&mut self, step: Step) {
        self.selected = moved(self.selected, self.ways.len(), step);
    }
}
