//! Earlier states: the revisions of the open draft, and the drafts in the trash.

use std::path::Path;

use chrono::{Local, TimeDelta};

use super::{Keeper, TRASH_AGE};
use crate::desk::listing::{self, View};
use crate::desk::{PastState, StateOrigin, TrashRow};
use crate::store::StoreError;

impl Keeper {
    /// Reads the revisions of the open draft, newest first. A draft without a file has none.
    ///
    /// # Errors
    /// The folder of revisions cannot be read.
    pub fn revisions(&mut self) -> Result<Vec<PastState>, StoreError> {
        let Some(path) = self.file().map(|file| file.path().to_owned()) else {
            return Ok(Vec::new());
        };
        let mut states = Vec::new();
        for revision in self.store.revisions(&path)? {
            let draft = self.store.read_revision(&revision);
            let draft = draft.map(|file| file.draft().clone());
            let template = draft.as_ref().ok().and_then(|draft| {
                let found = self.cache.of_draft(&self.store, draft.made_with()).ok()?;
                Some(found.template)
            });
            states.push(PastState {
                origin: StateOrigin::Revision(revision.number),
                moment: Some(revision.kept.with_timezone(&Local).fixed_offset()),
                draft,
                template,
            });
        }
        Ok(states)
    }

    /// Lists the drafts in the trash, the latest deletion first.
    ///
    /// # Errors
    /// The trash cannot be read.
    pub fn list_trash(&mut self, view: &View<'_>) -> Result<Vec<TrashRow>, StoreError> {
        let now = (self.now)();
        let mut rows = Vec::new();
        for trashed in self.store.list_trash()? {
            let since = trashed.since.with_timezone(&Local).fixed_offset();
            // Round up: a started day counts as a whole day.
            let left = TRASH_AGE - (now - since) + TimeDelta::days(1) - TimeDelta::seconds(1);
            let path = trashed.listed.path.clone();
            rows.push(TrashRow {
                entry: listing::entry(&self.store, &mut self.cache, trashed.listed, view),
                since,
                days_left: left.num_days().max(0),
                path,
            });
        }
        Ok(rows)
    }

    /// Restores the draft at this path in the trash; returns its name.
    ///
    /// # Errors
    /// The trash does not contain the draft, or the disk refuses.
    pub fn restore_trashed(&self, path: &Path) -> Result<String, StoreError> {
        let trashed = self.store.list_trash()?;
        let found = trashed
            .into_iter()
            .find(|trashed| trashed.listed.path == path)
            .ok_or_else(|| StoreError::NotFound {
                source_given: path.to_string_lossy().into_owned(),
            })?;
        self.store.restore_from_trash(&found)?;
        Ok(found.listed.name)
    }
}
