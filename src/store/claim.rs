//! Takes over a draft that another window has open. The other window loses no text: the file on
//! disk changes, so its next save detects a conflict and writes a copy.

use std::path::Path;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::drafts::{Keep, OpenDraft, Store};
use super::error::StoreError;
use super::locks::{DraftLock, LockOutcome, forget_lock, lock};
use crate::value::date::whole_seconds;

impl Store {
    /// Opens the draft at `path` although another window has it open, and rewrites the file so that
    /// its content differs. This window then holds the lock, if the file system supports locks.
    ///
    /// # Errors
    /// As [`Store::load_path`] and [`Store::save`]; the other window then still owns the draft.
    pub fn take_over(
        &self,
        path: &Path,
        now: DateTime<FixedOffset>,
    ) -> Result<(OpenDraft, Option<DraftLock>), StoreError> {
        let mut open = self.load_path(path)?;
        let mut draft = open.draft().clone();
        let moment = whole_seconds(now);
        // The new content must have another hash, even if the last save was in this second.
        let is_same_second = draft.updated == Some(moment);
        draft.updated = Some(if is_same_second {
            moment + TimeDelta::seconds(1)
        } else {
            moment
        });
        self.save_exactly(&mut open, draft, now, Keep::Always)?;
        Ok((open, self.replace_lock(path, now)))
    }

    /// Removes the other window's lock file and takes a new lock. The old lock then guards no name.
    fn replace_lock(&self, path: &Path, now: DateTime<FixedOffset>) -> Option<DraftLock> {
        // If the lock file cannot be removed, the content hash alone guards the draft.
        forget_lock(path);
        match lock(path, self.instance(), now) {
            LockOutcome::Held(held) => Some(held),
            LockOutcome::HeldByOther(_) | LockOutcome::Unavailable => None,
        }
    }
}
