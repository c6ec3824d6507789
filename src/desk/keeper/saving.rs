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
        let written = self.write(draft, keep);
        let at = (self.now)();
        match written {
            Ok(remark) => Ok(Saved::InPlace {
                id: self.open_id(),
                at,
                remark,
            }),
            // The conflict copy beside the draft already holds the changes.
            Err(StoreError::Conflict { kept_as, .. }) => Ok(Saved::Apart { at, kept_as }),
            // Report the first error, not that of the copy.
            Err(error) => {
                let file = self.open.as_mut().and_then(|open| open.file.as_mut());
                let kept = file.map(|file| self.store.keep_recovery_copy(file, draft));
                let has_copy = matches!(kept, Some(Ok(_)));
                Err(SaveFailure { error, has_copy })
            }
        }
    }

    fn write(&mut self, draft: &Draft, keep: bool) -> Result<Option<SaveRemark>, StoreError> {
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
        if !is_begun && draft.answers.is_empty() && !draft.has_own_decisions() {
            return Ok(None);
        }
        let store = &self.store;
        let file = open.file.get_or_insert_with(|| store.begin(draft, now));
        let saved = store.save(file, draft, now, keep)?;
        if !is_begun && let LockOutcome::Held(held) = lock(file.path(), store.instance(), now) {
            open.lock = Some(held);
        }
        Ok(saved.remark(file.path()))
    }

    pub(super) fn lock(&self, file: &OpenDraft) -> LockOutcome {
        lock(file.path(), self.store.instance(), (self.now)())
    }
}
