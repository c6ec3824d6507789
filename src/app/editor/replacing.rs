//! Another draft in the place of this one: a former state, or the same with another template.

use std::sync::Arc;

use super::Editor;
use super::history::StepKind;
use crate::draft::Draft;
use crate::template::Template;
use crate::wording::Notice;

impl Editor {
    /// Makes `draft` the draft, as one step that can be taken back where the template stays the
    /// same; a notice where the draft can only be read.
    pub fn replace(&mut self, mut draft: Draft, template: Arc<Template>) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        draft.id.clone_from(&self.draft.id);
        draft.created = self.draft.created;
        draft.updated = self.draft.updated;
        draft.focus.clone_from(&self.draft.focus);
        if Arc::ptr_eq(&template, &self.template) {
            self.history
                .before(&self.draft, &self.focus, StepKind::Whole);
            self.draft = draft;
            self.corrected();
            self.load_focus();
            return None;
        }
        let settings = Arc::clone(&self.settings);
        let mut editor = Self::new(template, draft, settings, self.screen);
        editor.revision = self.revision + 1;
        editor.saved_revision = self.saved_revision;
        let newer = self.newer.take();
        editor.newer = newer.filter(|newer| newer.reference.sha256 != editor.draft.template.sha256);
        if editor.pane != self.pane {
            editor.switch_pane();
        }
        *self = editor;
        None
    }

    /// Keeps the words that the draft was made with, whatever the newer version named says.
    pub fn decline(&mut self, newer_sha256: &str) {
        if self.refuse().is_none() {
            newer_sha256.clone_into(&mut self.draft.template.declined);
            self.revision += 1;
        }
    }
}
