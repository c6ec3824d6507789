//! The screen after an export: the path of the file, and what to know before printing and signing.

use std::path::PathBuf;

use crate::app::list::{Step, scrolled};
use crate::desk::{Exported, StoodIn};
use crate::review::summary::Summary;

/// The result of an export.
#[derive(Clone, Debug)]
pub struct WrittenScreen {
    /// The path of the file.
    pub path: PathBuf,
    /// The typefaces that the PDF replaces by others.
    pub stood_in: Vec<StoodIn>,
    /// The summary of the contract.
    pub summary: Summary,
    /// The first visible row of the summary.
    pub top: usize,
}

impl WrittenScreen {
    /// The screen for a contract that was written.
    #[must_use]
    pub fn new(exported: Exported, summary: Summary) -> Self {
        Self {
            path: exported.path,
            stood_in: exported.stood_in,
            summary,
            top: 0,
        }
    }

    /// Scrolls the summary on a screen with this number of rows.
    pub(super) fn scroll(&mut self, step: Step, rows: u16) {
        // Not scrolled: the header, the result, the help and the footer. One line of the previous
        // page stays visible.
        let page = usize::from(rows).saturating_sub(9).max(1);
        self.top = scrolled(self.top, page, step);
    }
}
