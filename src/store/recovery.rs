//! A second place for what cannot be saved in the first one: copies in the local data folder.

use std::path::{Path, PathBuf};

use super::belongings::is_hashed;
use super::drafts::{OpenDraft, Store, of_file, parse};
use super::error::StoreError;
use super::names::{is_draft_name, name_of};
use super::replace::take_away;
use crate::draft::Draft;
use crate::value::ContentHash;

/// A copy that was kept because a save failed.
#[derive(Clone, Debug)]
pub struct RecoveryCopy {
    /// The copy.
    pub path: PathBuf,
    /// What it holds, or why it cannot be read.
    pub draft: Result<Draft, StoreError>,
    /// Whether its draft, or a revision of it, holds all of that: then nobody needs the copy.
    pub is_superseded: bool,
    /// What was read of it.
    content: Option<ContentHash>,
}

impl Store {
    /// Writes `draft` into the local recovery folder: for drafts on a share, and when a save
    /// fails. Returns the copy's path. Later copies of the same opening replace this one, a save
    /// that lands removes it; a copy that someone else left is never touched.
    ///
    /// # Errors
    /// The system refuses here too.
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

    /// Names of recovery copies that begin with `name`, counted from 1.
    fn recovery_names(&self, name: &str) -> impl Fn(u32) -> PathBuf + use<> {
        let folder = self.folder.recovery();
        let name = name.to_owned();
        move |n| match n {
            1 => folder.join(format!("{name}.toml")),
            n => folder.join(format!("{name}-{n}.toml")),
        }
    }

    /// Every copy that lies in the recovery folder, by name.
    ///
    /// # Errors
    /// The folder cannot be listed; that it is not there only means that there are none.
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

    /// The copies that hold something that no draft and no revision holds, by name. A folder that
    /// cannot be listed hides no draft: that is said by `doctor`.
    #[must_use]
    pub fn waiting_recovery_copies(&self) -> Vec<PathBuf> {
        let copies = self.recovery_copies().unwrap_or_default().into_iter();
        copies
            .filter(|copy| !copy.is_superseded)
            .map(|copy| copy.path)
            .collect()
    }

    /// Whether a path is that of a copy in the recovery folder.
    #[must_use]
    pub fn is_recovery_copy(&self, path: &Path) -> bool {
        path.parent() == Some(&self.folder.recovery())
    }

    /// Deletes the copies that nobody needs any more; returns how many. A copy that somebody
    /// writes anew meanwhile stays.
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

    /// The copy of this opening is of no use once a save landed, unless someone changed it.
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

    /// The draft in the folder of drafts that a recovery copy belongs to: the draft of the id that
    /// the copy holds, or the draft whose name it bears, where a file that somebody wrote by hand
    /// has no id. The copy of a draft that lies elsewhere may hold the id of a draft that lies here.
    ///
    /// # Errors
    /// The draft is gone or lies elsewhere, or the folder cannot be listed.
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
            // An id is compared with names and never made into a path.
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

    /// Whether the draft of this copy, or a revision of it, says the same.
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

/// Whether a name is this one, or this one with a number behind it.
fn is_numbered(name: &str, stem: &str) -> bool {
    match name.strip_prefix(stem).map(|rest| rest.strip_prefix('-')) {
        Some(None) => name == stem,
        Some(Some(number)) => number.parse::<u32>().is_ok(),
        None => false,
    }
}

/// When it was changed is no part of what a draft says.
pub(super) fn without_moment(draft: &Draft) -> Draft {
    Draft {
        updated: None,
        ..draft.clone()
    }
}
