//! Saves a draft to another place when its own file cannot be written.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::Keeper;
use crate::desk::exporting::expand_home;
use crate::draft::Draft;
use crate::store::StoreError;

/// The new place of a draft.
#[derive(Clone, Debug)]
pub struct SavedElsewhere {
    /// The time of the save.
    pub at: DateTime<FixedOffset>,
    /// The new file.
    pub path: PathBuf,
}

impl Keeper {
    /// Writes the open draft to a new file, which later saves write too. `path` is a file or a
    /// folder.
    ///
    /// # Errors
    /// The file exists, or the disk refuses.
    pub fn save_elsewhere(
        &mut self,
        path: &Path,
        draft: &Draft,
    ) -> Result<SavedElsewhere, StoreError> {
        let place = expand_home(path);
        let mut draft = draft.clone();
        if let Some(file) = self.file() {
            // A new draft gets its id with the first save; the screens learn the id here.
            draft.id.clone_from(&file.draft().id);
        }
        let name = if draft.id.is_empty() {
            "draft.toml".to_owned()
        } else {
            format!("{}.toml", draft.id)
        };
        let now = (self.now)();
        let file = self.store.create_at(&place, &name, &draft, now)?;
        let path = file.path().to_owned();
        let (held, _) = self.ask_for(&file);
        if let Some(open) = &mut self.open {
            if let Some(mut before) = open.file.replace(file) {
                self.store.drop_recovery_copy(&mut before);
            }
            open.lock = held;
        }
        Ok(SavedElsewhere { at: now, path })
    }
}
