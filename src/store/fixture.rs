//! A store for tests.

use std::path::Path;

use super::{DataFolder, Instance, Store};

/// Who writes.
pub(super) fn instance() -> Instance {
    Instance {
        host: "tea".to_owned(),
        user: "王".to_owned(),
        process: 7,
    }
}

/// A store in this folder.
pub(super) fn store(root: &Path) -> Store {
    Store::new(DataFolder::new(root.to_owned()), instance())
}
