//! Drafts as they come from the store, with their templates.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::entry::Entry;
use super::failure::OpenFailure;
use crate::draft::{Draft, DraftWarning, TemplateReference};
use crate::store::{Owner, StoreError};
use crate::template::Template;

/// A draft with the template it was made with.
#[derive(Debug)]
pub struct OpenedDraft {
    /// The template.
    pub template: Arc<Template>,
    /// The draft.
    pub draft: Draft,
    /// Why it can only be read, if so.
    pub read_only: Option<StoreError>,
    /// Whether the template has other words than the one that the draft was made with, which is
    /// not to be had any more.
    pub template_changed: bool,
    /// A newer version of the template that would make another contract of the draft.
    pub newer: Option<NewerTemplate>,
    /// The first thing in its file that is kept but not used, with the file's name.
    pub not_used: Option<(String, DraftWarning)>,
}

/// A newer version of a draft's template, kept beside the drafts like the one that the draft has.
#[derive(Clone, Debug)]
pub struct NewerTemplate {
    /// The version.
    pub template: Arc<Template>,
    /// How a draft names it.
    pub reference: TemplateReference,
}

/// A draft that was read, and nothing to show it as a contract with.
#[derive(Debug)]
pub struct WithoutTemplate {
    /// The draft.
    pub draft: Draft,
    /// Its file.
    pub path: PathBuf,
    /// Why there is no template.
    pub why: OpenFailure,
}

/// A draft and the copy that lost against it.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The template of the draft, for labels; `None` when it is gone.
    pub template: Option<Arc<Template>>,
    /// What the copy holds.
    pub copy: Draft,
    /// The name of the copy's file, clean.
    pub copy_name: String,
    /// What the draft's file holds.
    pub draft: Draft,
    /// What it held before somebody else saved it, as far as that is known: the copy began with
    /// it.
    pub base: Option<Draft>,
    /// Who has the draft open, when another window does.
    pub owner: Option<Owner>,
}

/// A state of the draft.
#[derive(Clone, Debug)]
pub struct PastState {
    /// What kind of state it is.
    pub origin: StateOrigin,
    /// When it was kept; for the draft as it is now when it was last saved, if it was.
    pub moment: Option<DateTime<FixedOffset>>,
    /// The draft as it was, or why it cannot be read.
    pub draft: Result<Draft, StoreError>,
    /// The template it had; `None` when that is gone.
    pub template: Option<Arc<Template>>,
}

/// What kind of state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateOrigin {
    /// The draft as it is now.
    Now,
    /// The kept revision of this number.
    Revision(u32),
    /// What a step that can be taken back, or done again, left.
    Step,
}

/// A draft in the trash.
#[derive(Clone, Debug)]
pub struct TrashRow {
    /// The draft as the list would show it.
    pub entry: Entry,
    /// Since when it lies there.
    pub since: DateTime<FixedOffset>,
    /// In how many days it is deleted.
    pub days_left: i64,
    /// Where it lies.
    pub path: PathBuf,
}
