//! What the newest drafts of a template answered.

use crate::draft::{Draft, Recalled, recall};
use crate::store::Store;
use crate::template::Template;

/// How many drafts are read.
const MOST_READ: usize = 100;

/// The answers of the newest drafts of this template, but for the one of this id. What cannot be
/// read offers nothing.
#[must_use]
pub fn recalled(store: &Store, template: &Template, own_id: &str) -> Recalled {
    let mut paths = store.draft_paths().unwrap_or_default();
    // Names begin with their time.
    paths.sort();
    let drafts: Vec<Draft> = paths
        .iter()
        .rev()
        .take(MOST_READ)
        .filter_map(|path| store.read_listed(path)?.draft.ok())
        .filter(|draft| draft.template.id == template.id && draft.id != own_id)
        .collect();
    recall(template, &drafts)
}
