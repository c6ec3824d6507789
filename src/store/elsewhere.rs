//! A draft that goes to another place than the folder of drafts, since that one refuses.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::drafts::{OpenDraft, Store, whole_seconds};
use super::error::{Shape, StoreError};
use super::own_copy::OwnCopy;
use crate::draft::{Draft, DraftFile};

/// A copy of a new draft that no file could be made for.
#[derive(Clone, Debug, Default)]
pub struct CopyOfNew(Option<OwnCopy>);

impl Store {
    /// Writes a draft to a new file at `place`, or under `name` where `place` is a folder; from
    /// now on it lies there.
    ///
    /// # Errors
    /// A file is there, or the system refuses.
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

    /// Keeps a new draft that no file can be made for in the recovery folder; a later copy
    /// replaces this one.
    ///
    /// # Errors
    /// The system refuses here too.
    pub fn keep_copy_of_new(&self, copy: &mut CopyOfNew, draft: &Draft) -> Result<(), StoreError> {
        self.make_folder(&self.folder.recovery())?;
        let text = DraftFile::new(draft).to_text();
        self.write_copy(&mut copy.0, &text, &self.names_of_new())?;
        Ok(())
    }

    /// The copy is of no use once the draft has a file, unless someone changed it.
    pub fn drop_copy_of_new(&self, copy: CopyOfNew) {
        if let Some(copy) = copy.0 {
            self.drop_copy(&copy, &self.names_of_new());
        }
    }

    fn names_of_new(&self) -> impl Fn(u32) -> PathBuf + use<> {
        let folder = self.folder.recovery();
        move |n| folder.join(format!("new-{n}.toml"))
    }
}
