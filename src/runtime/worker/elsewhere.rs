//! A draft that cannot be saved where it should lie.

use std::path::Path;

use chrono::{DateTime, FixedOffset, Local};

use super::Worker;
use crate::app::Message;
use crate::draft::Draft;
use crate::runtime::exporting::expand_home;
use crate::store::{LockOutcome, StoreError, lock};

impl Worker {
    /// Makes the file of a draft that has none yet. Where that fails, its words are kept in the
    /// recovery folder, where they can be; the first error is the one to tell.
    pub(super) fn begin_file(
        &mut self,
        draft: &Draft,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        if draft.answers.is_empty() && draft.accepted.is_empty() {
            return Ok(());
        }
        let file = match self.store.create(draft, now) {
            Ok(file) => file,
            Err(error) => {
                let copy = open.copy_of_new.get_or_insert_default();
                // The words are kept where they can be; the first error is the one to tell.
                let _copy = self.store.keep_copy_of_new(copy, draft);
                return Err(error);
            }
        };
        if let Some(copy) = open.copy_of_new.take() {
            self.store.drop_copy_of_new(copy);
        }
        open.lock = match lock(file.path(), self.store.instance(), now) {
            LockOutcome::Held(held) => Some(held),
            LockOutcome::Unavailable | LockOutcome::HeldByOther(_) => None,
        };
        open.file = Some(file);
        Ok(())
    }

    /// Writes the open draft to a new file, where it lies from now on.
    pub(super) fn save_elsewhere(
        &mut self,
        path: &Path,
        draft: &Draft,
        revision: u64,
    ) -> Result<Message, StoreError> {
        let place = expand_home(path);
        let name = if draft.id.is_empty() {
            "draft.toml".to_owned()
        } else {
            format!("{}.toml", draft.id)
        };
        let now = Local::now().fixed_offset();
        let file = self.store.create_at(&place, &name, draft, now)?;
        let path = file.path().to_owned();
        let (held, _) = self.ask_for(&file);
        if let Some(open) = &mut self.open {
            if let Some(copy) = open.copy_of_new.take() {
                self.store.drop_copy_of_new(copy);
            }
            open.file = Some(file);
            open.lock = held;
        }
        Ok(Message::SavedElsewhere {
            revision,
            at: now,
            path,
        })
    }
}
