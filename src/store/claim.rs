//! Taking a draft that someone else has open. Their text is never lost: what lies on the disk is
//! no longer what they know, so that their next save keeps it in a copy of its own.

use std::path::Path;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::drafts::{Keep, OpenDraft, Store, whole_seconds};
use super::error::StoreError;
use super::locks::{DraftLock, LockOutcome, forget_lock, lock};

impl Store {
    /// Opens the draft at `path` although someone has it open, and writes it anew so that its
    /// content is another one. The lock is that of this window from now on, where there are locks.
    ///
    /// # Errors
    /// As [`Store::load_path`] and [`Store::save`]; the other window still has the draft then.
    pub fn take_over(
        &self,
        path: &Path,
        now: DateTime<FixedOffset>,
    ) -> Result<(OpenDraft, Option<DraftLock>), StoreError> {
        let mut open = self.load_path(path)?;
        let mut draft = open.draft().clone();
        let moment = whole_seconds(now);
        let is_same_second = draft.updated == Some(moment);
        draft.updated = Some(if is_same_second {
            moment + TimeDelta::seconds(1)
        } else {
            moment
        });
        self.save_exactly(&mut open, draft, now, Keep::Always)?;
        Ok((open, self.replace_lock(path, now)))
    }

    /// The lock of the other window keeps guarding a file that has no name any more.
    fn replace_lock(&self, path: &Path, now: DateTime<FixedOffset>) -> Option<DraftLock> {
        // Where it cannot be removed, the hash guards the draft alone.
        forget_lock(path);
        match lock(path, self.instance(), now) {
            LockOutcome::Held(held) => Some(held),
            LockOutcome::HeldByOther(_) | LockOutcome::Unavailable => None,
        }
    }
}
