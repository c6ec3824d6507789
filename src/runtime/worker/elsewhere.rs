//! Saves a draft to another place when its own file cannot be written.

use std::path::Path;

use chrono::Local;

use super::Worker;
use crate::app::Message;
use crate::desk::exporting::expand_home;
use crate::draft::Draft;
use crate::store::StoreError;

impl Worker {
    /// Writes the open draft to a new file, which later saves write too.
    pub(super) fn save_elsewhere(
        &mut self,
        path: &Path,
        draft: &Draft,
        revision: u64,
    ) -> Result<Message, StoreError> {
        let place = expand_home(path);
        let mut draft = draft.clone();
        if let Some(file) = self.open.as_ref().and_then(|open| open.file.as_ref()) {
            // A new draft gets its id with the first save; the screens learn the id here.
            draft.id.clone_from(&file.draft().id);
        }
        let name = if draft.id.is_empty() {
            "draft.toml".to_owned()
        } else {
            format!("{}.toml", draft.id)
        };
        let now = Local::now().fixed_offset();
        let file = self.store.create_at(&place, &name, &draft, now)?;
        let path = file.path().to_owned();
        let (held, _) = self.ask_for(&file);
        if let Some(open) = &mut self.open {
            if let Some(mut before) = open.file.replace(file) {
                self.store.drop_recovery_copy(&mut before);
            }
            open.lock = held;
        }
        Ok(Message::SavedElsewhere {
            revision,
            at: now,
            path,
        })
    }
}
