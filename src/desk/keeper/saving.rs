//! Saves the open draft.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::Keeper;
use crate::draft::Draft;
use crate::store::{Keep, LockOutcome, OpenDraft, SaveRemark, StoreError, lock};

/// The minimum interval between revisions that are kept automatically.
const REVISION_INTERVAL: TimeDelta = TimeDelta::minutes(10);

/// Where a save put the draft.
#[derive(Clone, Debug)]
pub enum Saved {
    /// In its own file.
    InPlace {
        /// The draft's id; empty for a new draft that holds no answer yet.
        id: String,
        /// The time of the save.
        at: DateTime<FixedOffset>,
        /// A remark on the save.
        remark: Option<SaveRemark>,
    },
    /// In a conflict copy beside its file, because another program changed the file.
    Apart {
        /// The time of the save.
        at: DateTime<FixedOffset>,
        /// The conflict copy.
        kept_as: PathBuf,
    },
}

/// Why the draft was not saved.
#[derive(Clone, Debug)]
pub struct SaveFailure {
    /// The first error.
    pub error: StoreError,
    /// Whether a recovery copy holds the changes.
    pub has_copy: bool,
}

impl Keeper {
    /// Saves `draft` as the open draft. A new draft without answers is not written. `keep` keeps
    /// the replaced state as a revision, whatever its age.
    ///
    /// # Errors
    /// The disk refuses; a recovery copy is attempted.
    pub fn save(&mut self, draft: &Draft, keep: bool) -> Result<Saved, SaveFailure> {
        let remark = match self.write(draft, keep) {
            Ok(remark) => remark,
            Err(SaveFailure {
                error: StoreError::Conflict { kept_as, .. },
                ..
            }) => {
                let at = (self.now)();
                return Ok(Saved::Apart { at, kept_as });
            }
            Err(failure) => return Err(failure),
        };
        Ok(Saved::InPlace {
            id: self.open_id(),
            at: (self.now)(),
            remark,
        })
    }

    fn write(&mut self, draft: &Draft, keep: bool) -> Result<Option<SaveRemark>, SaveFailure> {
        let Some(open) = &mut self.open else {
            return Ok(None);
        };
        let keep = if keep {
            Keep::Always
        } else {
            Keep::IfOlderThan(REVISION_INTERVAL)
        };
        let now = (self.now)();
        let is_begun = open.file.as_ref().is_some_and(|file| !file.is_new());
        if !is_begun && draft.answers.is_empty() && draft.accepted.is_empty() {
            return Ok(None);
        }
        let store = &self.store;
        let file = open.file.get_or_insert_with(|| store.begin(draft, now));
        match store.save(file, draft, now, keep) {
            Ok(saved) => {
                if !is_begun
                    && let LockOutcome::Held(held) = lock(file.path(), store.instance(), now)
                {
                    open.lock = Some(held);
                }
                Ok(saved.remark(file.path()))
            }
            // The conflict copy beside the draft already holds the changes.
            Err(error @ StoreError::Conflict { .. }) => Err(SaveFailure {
                error,
                has_copy: false,
            }),
            // Report the first error, not that of the copy.
            Err(error) => Err(SaveFailure {
                has_copy: store.keep_recovery_copy(file, draft).is_ok(),
                error,
            }),
        }
    }

    pub(super) fn lock(&self, file: &OpenDraft) -> LockOutcome {
        lock(file.path(), self.store.instance(), (self.now)())
    }
}
