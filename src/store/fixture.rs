//! A store for tests.

use std::path::Path;

use super::{DataFolder, Instance, Store};

/// A fixed process identity.
pub(super) fn instance() -> Instance {
    Instance {
        host: "tea".to_owned(),
        user: "王".to_owned(),
        process: 7,
    }
}

/// A store with the data folder `root` on the real file system.
pub(super) fn store(root: &Path) -> Store {
    Store::new(DataFolder::new(root.to_owned()), instance())
}
