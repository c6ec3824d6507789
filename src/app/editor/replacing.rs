//! Replaces the draft: by an earlier state, or by its upgrade to a newer template.

use std::sync::Arc;

use super::Editor;
use crate::desk::work::Edit;
use crate::draft::Draft;
use crate::template::Template;
use crate::wording::Notice;

impl Editor {
    /// Replaces the draft. With the same template this is one undo step; with another template the
    /// undo history ends. Returns a notice if the draft is read-only.
    pub fn replace(&mut self, draft: Draft, template: Arc<Template>) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if Arc::ptr_eq(&template, self.work.template()) {
            let refused = self.edit([Edit::Replace(Box::new(draft))]);
            self.keep_focus();
            self.load_focus();
            return refused;
        }
        let work = match self.work.upgraded(draft, template) {
            Ok(work) => work,
            Err(refusal) => return Some(refusal.into()),
        };
        let pane = self.pane;
        let newer = self.newer.take();
        let newer = newer.filter(|newer| newer.reference.sha256 != work.draft().template.sha256);
        *self = Self::around(work, newer, Arc::clone(&self.settings), self.screen);
        if self.pane != pane {
            self.switch_pane();
        }
        None
    }

    /// Keeps the current template and no longer offers the newer version with this hash.
    pub fn decline(&mut self, newer_sha256: &str) -> Option<Notice> {
        let declined = self.work.decline(newer_sha256);
        declined.err().map(Notice::from)
    }
}
