//! Recovery copies: when a draft cannot be saved to its file, the local data folder keeps a copy.

use std::path::{Path, PathBuf};

use super::belongings::is_hashed;
use super::drafts::{OpenDraft, Store, of_file, parse};
use super::error::StoreError;
use super::names::{is_draft_name, name_of};
use super::replace::take_away;
use crate::draft::Draft;
use crate::value::ContentHash;

/// A copy that the store kept after a failed save.
#[derive(Clone, Debug)]
pub struct RecoveryCopy {
    /// The path of the copy.
    pub path: PathBuf,
    /// The draft in the copy, or why the copy cannot be read.
    pub draft: Result<Draft, StoreError>,
    /// Whether the draft's file or a revision holds the same text, so that the copy is not needed.
    pub is_superseded: bool,
    /// The hash of the copy's content; `None` if the copy is unreadable.
    content: Option<ContentHash>,
}

impl Store {
    /// Writes `draft` to the local recovery folder, for drafts on a network share and after a
    /// failed save. Returns the path of the copy. Later copies from the same opening overwrite this
    /// copy, and a successful save deletes it. Copies that others wrote stay unchanged.
    ///
    /// # Errors
    /// The system refuses this write too.
    pub fn keep_recovery_copy(
        &self,
        open: &mut OpenDraft,
        draft: &Draft,
    ) -> Result<PathBuf, StoreError> {
        let folder = self.folder.recovery();
        self.make_folder(&folder)?;
        let mut file = open.file().clone();
        file.set(&of_file(open, draft));
        let text = file.to_text();
        let names = self.recovery_names(&open.belongings.copies);
        self.write_copy(&mut open.recovery_copy, &text, &names)
    }

    /// File names for recovery copies with the base name `name`, numbered from 1.
    fn recovery_names(&self, name: &str) -> impl Fn(u32) -> PathBuf + use<> {
        let folder = self.folder.recovery();
        let name = name.to_owned();
        move |n| match n {
            1 => folder.join(format!("{name}.toml")),
            n => folder.join(format!("{name}-{n}.toml")),
        }
    }

    /// All copies in the recovery folder, sorted by path.
    ///
    /// # Errors
    /// The folder cannot be listed. A missing folder is not an error and yields an empty list.
    pub fn recovery_copies(&self) -> Result<Vec<RecoveryCopy>, StoreError> {
        let folder = self.folder.recovery();
        let mut copies: Vec<RecoveryCopy> = self
            .names(&folder)?
            .iter()
            .filter(|name| is_draft_name(name))
            .filter_map(|name| self.recovery_copy(&folder.join(name)))
            .collect();
        copies.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(copies)
    }

    /// The copies with text that no draft and no revision holds, sorted by path. Ignores a folder
    /// that cannot be listed, because the folder holds no drafts; `doctor` reports that error.
    #[must_use]
    pub fn waiting_recovery_copies(&self) -> Vec<PathBuf> {
        let copies = self.recovery_copies().unwrap_or_default().into_iter();
        copies
            .filter(|copy| !copy.is_superseded)
            .map(|copy| copy.path)
            .collect()
    }

    /// Whether the path lies in the recovery folder.
    #[must_use]
    pub fn is_recovery_copy(&self, path: &Path) -> bool {
        path.parent() == Some(&self.folder.recovery())
    }

    /// Deletes the superseded copies and returns their number. A copy that changes meanwhile stays.
    ///
    /// # Errors
    /// As [`Store::recovery_copies`].
    pub fn sweep_recovery_copies(&self) -> Result<usize, StoreError> {
        let copies = self.recovery_copies()?;
        let superseded = copies.iter().filter(|copy| copy.is_superseded);
        let is_gone = |copy: &&RecoveryCopy| {
            let names = self.recovery_names(&name_of(&copy.path));
            let content = copy.content;
            content.is_some_and(|content| {
                take_away(&*self.disk, &copy.path, content, &names).is_ok_and(|is_gone| is_gone)
            })
        };
        Ok(superseded.filter(is_gone).count())
    }

    /// Deletes the copy of this opening after a successful save, unless another program changed it.
    pub fn drop_recovery_copy(&self, open: &mut OpenDraft) {
        if let Some(copy) = open.recovery_copy.take() {
            self.drop_copy(&copy, &self.recovery_names(&open.belongings.copies));
        }
    }

    pub(super) fn has_content(&self, path: &Path, written: ContentHash) -> bool {
        self.read_draft(path)
            .is_ok_and(|(bytes, _)| ContentHash::of(&bytes) == written)
    }

    fn recovery_copy(&self, path: &Path) -> Option<RecoveryCopy> {
        let read = self.read_draft(path);
        let content = read.as_ref().ok().map(|(bytes, _)| ContentHash::of(bytes));
        let draft = read
            .and_then(|(bytes, _)| parse(path, &bytes))
            .map(|file| file.draft().clone());
        if draft.as_ref().is_err_and(StoreError::is_not_found) {
            return None;
        }
        let is_superseded = draft.as_ref().is_ok_and(|draft| self.is_kept(path, draft));
        Some(RecoveryCopy {
            path: path.to_owned(),
            draft,
            is_superseded,
            content,
        })
    }

    /// The draft in the folder of drafts that a recovery copy belongs to. Matches the id in the
    /// copy, then the name of the copy, because a file written by hand has no id. The copy of a
    /// draft from another folder may hold the id of a draft in this folder, so such a copy matches
    /// by name only.
    ///
    /// # Errors
    /// The draft is gone or lies in another folder, or the folder cannot be listed.
    pub(super) fn original_of_recovered(
        &self,
        path: &Path,
        copy: &Draft,
    ) -> Result<PathBuf, StoreError> {
        let name = name_of(path);
        let not_found = || StoreError::NotFound {
            source_given: name.clone(),
        };
        if !is_hashed(&name) {
            // The id is compared with existing names and never becomes part of a path.
            match self.draft_of_id(&copy.id) {
                Err(error) if error.is_not_found() => {}
                found => return found,
            }
        }
        let copy_names = self.copy_names_of_drafts();
        let bears = |draft: &PathBuf| {
            let names = copy_names(draft);
            names.iter().any(|stem| is_numbered(&name, stem))
        };
        (self.draft_paths()?.into_iter())
            .find(bears)
            .ok_or_else(not_found)
    }

    /// Whether the draft of this copy, or one of its revisions, has the same content.
    fn is_kept(&self, path: &Path, copy: &Draft) -> bool {
        let Ok(path) = self.original_of_recovered(path, copy) else {
            return false;
        };
        let says_the_same = |kept: &Draft| without_moment(kept) == without_moment(copy);
        if self
            .load_path(&path)
            .is_ok_and(|open| says_the_same(open.draft()))
        {
            return true;
        }
        self.revisions(&path).is_ok_and(|revisions| {
            revisions.iter().any(|revision| {
                self.read_revision(revision)
                    .is_ok_and(|file| says_the_same(file.draft()))
            })
        })
    }
}

/// Whether a name is `stem`, or `stem` with a number appended.
fn is_numbered(name: &str, stem: &str) -> bool {
    match name.strip_prefix(stem).map(|rest| rest.strip_prefix('-')) {
        Some(None) => name == stem,
        Some(Some(number)) => number.parse::<u32>().is_ok(),
        None => false,
    }
}

/// The draft without `updated`: the time of a change is not part of the content.
pub(super) fn without_moment(draft: &Draft) -> Draft {
    Draft {
        updated: None,
        ..draft.clone()
    }
}
