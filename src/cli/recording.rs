//! Records in a draft what became of its contract, without touching a draft that a window has open.

use chrono::Local;

use super::Surroundings;
use crate::draft::Draft;
use crate::store::{Keep, LockOutcome, OpenDraft, SaveRemark, StoreError, lock};

/// Changes the draft and saves it. Returns the remark about the save.
///
/// # Errors
/// A window has the draft open, or the draft cannot be saved.
pub(super) fn record(
    surroundings: &Surroundings,
    mut open: OpenDraft,
    change: impl FnOnce(&mut Draft),
) -> Result<Option<SaveRemark>, StoreError> {
    let store = &surroundings.store;
    let path = open.path().to_owned();
    let now = Local::now().fixed_offset();
    let _held = match lock(&path, store.instance(), now) {
        LockOutcome::Held(held) => Some(held),
        LockOutcome::Unavailable => None,
        LockOutcome::HeldByOther(owner) => return Err(StoreError::InUse { path, owner }),
    };
    let mut draft = open.draft().clone();
    change(&mut draft);
    let saved = store.save(&mut open, &draft, now, Keep::Always)?;
    Ok(saved.remark(&path))
}
