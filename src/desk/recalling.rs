//! Collects the answers of the newest drafts of a template, to suggest them.

use crate::draft::{Draft, Recalled, recall};
use crate::store::Store;
use crate::template::Template;

/// The maximum number of drafts that are read.
const MOST_READ: usize = 100;

/// The answers of the newest drafts of this template, without the draft `own_id`. Drafts that
/// cannot be read are skipped.
#[must_use]
pub fn recalled(store: &Store, template: &Template, own_id: &str) -> Recalled {
    let mut paths = store.draft_paths().unwrap_or_default();
    // File names start with their creation time.
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
