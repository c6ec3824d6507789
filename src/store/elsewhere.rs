//! Saves a draft to another place when the folder of drafts refuses the write.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::drafts::{OpenDraft, Store};
use super::error::{Shape, StoreError};
use crate::draft::Draft;
use crate::value::date::whole_seconds;

impl Store {
    /// Writes a draft to a new file at `place`, or to the file `name` inside the folder `place`.
    /// Later saves go to the same file.
    ///
    /// # Errors
    /// The file exists, or the system refuses.
    pub fn create_at(
        &self,
        place: &Path,
        name: &str,
        draft: &Draft,
        now: DateTime<FixedOffset>,
    ) -> Result<OpenDraft, StoreError> {
        let is_folder = self
            .disk
            .facts(place)
            .is_ok_and(|facts| facts.shape == Shape::Folder);
        let path = if is_folder {
            place.join(name)
        } else {
            place.to_owned()
        };
        let mut draft = draft.clone();
        let now = whole_seconds(now);
        draft.created.get_or_insert(now);
        draft.updated = Some(now);
        self.begin_file(&path, draft)
    }
}
