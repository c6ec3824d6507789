//! Keeps the derived states of drafts in one file beside the drafts. Only a help for the list:
//! nothing is lost with this file.

use std::path::PathBuf;

use super::atomic::write_whole;
use super::disk::Overwrite;
use super::drafts::Store;
use super::error::StoreError;
use super::read::read_regular;

const LIMIT_BYTES: u64 = 32 * 1024 * 1024;

impl Store {
    /// The text of the file; `None` if it is missing or cannot be read.
    #[must_use]
    pub fn known_states(&self) -> Option<String> {
        let (bytes, _) = read_regular(&*self.disk, &self.known_states_path(), LIMIT_BYTES).ok()?;
        String::from_utf8(bytes).ok()
    }

    /// Replaces the file.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn keep_known_states(&self, text: &str) -> Result<(), StoreError> {
        write_whole(
            &*self.disk,
            &self.known_states_path(),
            text.as_bytes(),
            Overwrite::Replace,
        )
    }

    fn known_states_path(&self) -> PathBuf {
        self.folder.drafts().join(".states")
    }
}
