//! Drafts from the store with their templates.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::entry::Entry;
use super::failure::OpenFailure;
use crate::draft::{Draft, DraftWarning, TemplateReference};
use crate::store::{Owner, StoreError};
use crate::template::Template;

/// A draft with the template that it was made with.
#[derive(Debug)]
pub struct OpenedDraft {
    /// The template.
    pub template: Arc<Template>,
    /// The draft.
    pub draft: Draft,
    /// Why the draft is read-only; `None` if it is writable.
    pub read_only: Option<StoreError>,
    /// Whether the template's words differ from those that the draft was made with, which are lost.
    pub template_changed: bool,
    /// A newer version of the template that changes the draft's contract.
    pub newer: Option<NewerTemplate>,
    /// The first entry of the draft's file that is kept but not used, with the file's name.
    pub not_used: Option<(String, DraftWarning)>,
    /// Whether the draft was made just now.
    pub is_new: bool,
}

impl OpenedDraft {
    /// A writable draft with nothing else to report.
    #[must_use]
    pub fn writable(template: Arc<Template>, draft: Draft) -> Self {
        Self {
            template,
            draft,
            read_only: None,
            template_changed: false,
            newer: None,
            not_used: None,
            is_new: false,
        }
    }
}

/// A newer version of a draft's template, kept beside the drafts like the current version.
#[derive(Clone, Debug)]
pub struct NewerTemplate {
    /// The parsed template of this version.
    pub template: Arc<Template>,
    /// The reference that a draft stores to name this version.
    pub reference: TemplateReference,
}

/// A draft that cannot be shown as a contract, because its template is missing.
#[derive(Debug)]
pub struct WithoutTemplate {
    /// The draft.
    pub draft: Draft,
    /// The path of the draft's file.
    pub path: PathBuf,
    /// Why the template is missing.
    pub why: OpenFailure,
}

/// A draft and its conflict copy.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The draft's template, for labels; `None` if it is missing.
    pub template: Option<Arc<Template>>,
    /// The draft in the copy.
    pub copy: Draft,
    /// The name of the copy's file, free of control characters.
    pub copy_name: String,
    /// The draft in the draft's own file.
    pub draft: Draft,
    /// The common ancestor of draft and copy: the state before another window saved the draft, if
    /// it is known.
    pub base: Option<Draft>,
    /// The other window that has the draft open, if there is one.
    pub owner: Option<Owner>,
}

/// An earlier state of the draft, or the current state.
#[derive(Clone, Debug)]
pub struct PastState {
    /// Where the state comes from.
    pub origin: StateOrigin,
    /// When the state was kept; for the current state, when the draft was last saved, if it was.
    pub moment: Option<DateTime<FixedOffset>>,
    /// The draft in this state, or why it cannot be read.
    pub draft: Result<Draft, StoreError>,
    /// The template of this state; `None` if it is missing.
    pub template: Option<Arc<Template>>,
}

/// Where a state of a draft comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateOrigin {
    /// The current state.
    Now,
    /// The kept revision with this number.
    Revision(u32),
    /// The state after a step of the undo history.
    Step,
}

/// A draft in the trash.
#[derive(Clone, Debug)]
pub struct TrashRow {
    /// The draft in the form of the list.
    pub entry: Entry,
    /// When the draft was moved to the trash.
    pub since: DateTime<FixedOffset>,
    /// The number of days until the draft is deleted.
    pub days_left: i64,
    /// The path of the draft in the trash.
    pub path: PathBuf,
}
