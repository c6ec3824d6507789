//! After the export: where the file lies, and what is to be known before it is printed and signed.

use std::path::PathBuf;

use crate::app::list::{Step, scrolled};
use crate::desk::{Exported, StoodIn};
use crate::review::summary::Summary;

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

    /// Moves the lines, on a screen of so many rows.
    pub(super) fn scroll(&mut self, step: Step, rows: u16) {
        // Header, what was done, help and footer stay; a line of the page before does too.
        let page = usize::from(rows).saturating_sub(9).max(1);
        self.top = scrolled(self.top, page, step);
    }
}
