//! Creates, opens and saves drafts. A save compares hashes, keeps the replaced content as a
//! revision, and replaces the file in one step.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, TimeDelta};
use ulid::Ulid;

use super::atomic::{folder_of, prepare};
use super::belongings::Belongings;
use super::data_folder::DataFolder;
use super::disk::{Disk, RealDisk};
use super::error::StoreError;
use super::folders::Unsynced;
use super::locks::Instance;
use super::names::id_of_name;
use super::own_copy::OwnCopy;
use super::read::read_regular;
use super::replace::{Expected, NotPlaced, place};
use crate::draft::{DRAFT_LIMIT_BYTES, Draft, DraftFile, is_plain_id};
use crate::value::ContentHash;
use crate::value::date::whole_seconds;

/// The number of names that are tried for a new file.
pub(super) const NAME_ATTEMPTS: u32 = 1000;
/// The number of attempts of a save whose file appears or disappears during the save.
const SAVE_ATTEMPTS: u32 = 3;

/// The drafts and templates of one data folder. Clones share the list of unsynced folders.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) folder: DataFolder,
    pub(super) instance: Instance,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) unsynced: Unsynced,
}

/// A draft with its file: loaded, saved, or begun and not yet saved.
#[derive(Clone, Debug)]
pub struct OpenDraft {
    pub(super) path: PathBuf,
    pub(super) belongings: Belongings,
    /// Whether the file does not exist yet because no save has succeeded.
    is_new: bool,
    file: DraftFile,
    /// The draft as last loaded or saved. After a failed save, `file` may hold a newer draft.
    draft: Draft,
    is_read_only_file: bool,
    /// The hash of the content that was last loaded or written.
    pub(super) known: ContentHash,
    /// The hash of the content that a failed save may have left on disk.
    pending: Option<ContentHash>,
    /// The copy that holds the text that lost a conflict against another window.
    pub(super) conflict_copy: Option<OwnCopy>,
    /// The copy that holds the text that cannot be saved at all.
    pub(super) recovery_copy: Option<OwnCopy>,
    is_kept_since_open: bool,
}

/// When a save keeps the replaced content as a revision. The first save after opening always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Always: the user saved, exported or restored.
    Always,
    /// Only if the newest revision is older than this duration.
    IfOlderThan(TimeDelta),
}

/// The result of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Whether and how the file was written.
    pub outcome: SaveOutcome,
    /// Why the replaced content could not be kept as a revision. The save itself succeeded.
    pub revision_problem: Option<StoreError>,
    /// The folder, if its file system cannot confirm that the file's name is on disk. Only the
    /// first save in the folder reports this.
    pub unsynced: Option<PathBuf>,
}

impl Saved {
    /// The message that the user should see after a save of the file at `path`; usually `None`.
    #[must_use]
    pub fn remark(self, path: &Path) -> Option<SaveRemark> {
        match (self.revision_problem, self.outcome) {
            (Some(error), _) => Some(SaveRemark::RevisionNotKept(error)),
            (None, SaveOutcome::Recreated) => Some(SaveRemark::Recreated(path.to_owned())),
            (None, SaveOutcome::Unchanged | SaveOutcome::Written) => {
                self.unsynced.map(SaveRemark::FolderNotSynced)
            }
        }
    }
}

/// A message for the user after a save that succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveRemark {
    /// Another program had moved or deleted the file; the save created the file again.
    Recreated(PathBuf),
    /// The replaced content could not be kept as a revision.
    RevisionNotKept(StoreError),
    /// The file system of this folder cannot confirm that names are on disk.
    FolderNotSynced(PathBuf),
}

/// Whether and how a save wrote the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// The file already holds the draft.
    Unchanged,
    /// The file was written.
    Written,
    /// Another program had moved or deleted the file; the save created the file again.
    Recreated,
}

/// What a save finds at the draft's path.
enum OnDisk {
    /// The content that was last loaded or written, or that a failed save left there.
    Known(ContentHash),
    Missing,
    Other(ContentHash),
}

impl OpenDraft {
    /// The path of the draft's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether both drafts have the same file, under any spelling of its path.
    #[must_use]
    pub fn is_of_same_file(&self, other: &Self) -> bool {
        self.belongings.history == other.belongings.history
    }

    /// Whether no save has created the draft's file yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// The draft as last loaded or saved.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The parsed file, with its warnings.
    #[must_use]
    pub fn file(&self) -> &DraftFile {
        &self.file
    }

    /// Why the draft cannot be saved to its file; `None` if it can.
    #[must_use]
    pub fn read_only_reason(&self) -> Option<StoreError> {
        let path = self.path.clone();
        match self.file.read_only {
            Some(schema) => Some(StoreError::NewerSchema { path, schema }),
            None if self.is_read_only_file => Some(StoreError::ReadOnlyFile { path }),
            None => None,
        }
    }
}

impl Store {
    /// Opens the store in `folder` on the real file system.
    #[must_use]
    pub fn new(folder: DataFolder, instance: Instance) -> Self {
        Self::on(Arc::new(RealDisk), folder, instance)
    }

    /// Opens the store in `folder` on the given file system; tests pass one that fails.
    #[must_use]
    pub fn on(disk: Arc<dyn Disk>, folder: DataFolder, instance: Instance) -> Self {
        Self {
            folder,
            instance,
            disk,
            unsynced: Unsynced::default(),
        }
    }

    /// The data folder of this store.
    #[must_use]
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// The identity of this process, as locks and conflict copies name it.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Begins a draft without a file; the first save creates the file. Sets the id, `created` and
    /// `updated` here, so that they stay the same when the first save is repeated.
    #[must_use]
    pub fn begin(&self, draft: &Draft, now: DateTime<FixedOffset>) -> OpenDraft {
        let mut draft = draft.clone();
        let second = whole_seconds(now);
        draft.created = Some(second);
        draft.updated = Some(second);
        // The id holds milliseconds, so the list can order drafts that begin in the same second.
        draft.id = new_id(now);
        let path = self.folder.drafts().join(format!("{}.toml", draft.id));
        OpenDraft {
            belongings: self.belongings(&path),
            path,
            is_new: true,
            file: DraftFile::new(&draft),
            draft,
            is_read_only_file: false,
            known: ContentHash::of(&[]),
            pending: None,
            conflict_copy: None,
            recovery_copy: None,
            is_kept_since_open: true,
        }
    }

    /// Begins a draft and creates its file. Sets the id, `created` and `updated`.
    ///
    /// # Errors
    /// The system refuses; no file is created.
    pub fn create(
        &self,
        draft: &Draft,
        now: DateTime<FixedOffset>,
    ) -> Result<OpenDraft, StoreError> {
        let folder = self.folder.drafts();
        self.make_folder(&folder)?;
        for _ in 0..NAME_ATTEMPTS {
            // Every attempt draws a new random id.
            let begun = self.begin(draft, now);
            match self.begin_file(&begun.path, begun.draft) {
                Err(StoreError::Exists { .. }) => {}
                outcome => return outcome,
            }
        }
        Err(StoreError::Exists { path: folder })
    }

    /// Writes a draft to a new file. After an error no file remains, so that repeated attempts do
    /// not create several drafts.
    pub(super) fn begin_file(&self, path: &Path, draft: Draft) -> Result<OpenDraft, StoreError> {
        let file = DraftFile::new(&draft);
        let text = faithful_text(&file, path)?;
        let prepared = prepare(&*self.disk, path, text.as_bytes())?;
        let known = prepared.content;
        let spare = self.conflict_names(path);
        let placed = match place(&*self.disk, prepared, Expected::Nothing, &spare) {
            Ok(placed) => placed,
            Err(NotPlaced::Failed(error)) => return Err(error),
            Err(NotPlaced::Taken | NotPlaced::Other(_) | NotPlaced::Gone) => {
                return Err(StoreError::Exists {
                    path: path.to_owned(),
                });
            }
        };
        if let Err(error) = self.sync_folder_of(path) {
            // If the deletion fails too, a complete file remains.
            let _is_gone = placed.take_back(&*self.disk, &spare);
            return Err(error);
        }
        Ok(OpenDraft {
            path: path.to_owned(),
            belongings: self.belongings(path),
            is_new: false,
            file,
            draft,
            is_read_only_file: false,
            known,
            pending: None,
            conflict_copy: None,
            recovery_copy: None,
            is_kept_since_open: true,
        })
    }

    /// Imports a draft from another place. Keeps the draft's id if the id is free here, and keeps
    /// its `created` time.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn adopt(
        &self,
        draft: &Draft,
        now: DateTime<FixedOffset>,
    ) -> Result<OpenDraft, StoreError> {
        if is_plain_id(&draft.id) {
            let folder = self.folder.drafts();
            self.make_folder(&folder)?;
            let path = folder.join(format!("{}.toml", draft.id));
            let mut draft = draft.clone();
            draft.created = draft.created.or(Some(whole_seconds(now)));
            draft.updated = Some(whole_seconds(now));
            match self.begin_file(&path, draft) {
                Err(StoreError::Exists { .. }) => {}
                outcome => return outcome,
            }
        }
        self.create(draft, now)
    }

    /// Opens the draft that `source` names: a name, an unambiguous beginning of a name, or a path.
    ///
    /// # Errors
    /// No draft or several drafts match, or as [`Store::load_path`].
    pub fn load(&self, source: &str) -> Result<OpenDraft, StoreError> {
        self.load_path(&self.find(source)?)
    }

    /// Opens the draft file at `path`. The id in the file name wins over the id in the file.
    ///
    /// # Errors
    /// The file is missing, is a link or not a regular file, is too large, or is not a draft; or
    /// the system refuses. Loading never changes the file.
    pub fn load_path(&self, path: &Path) -> Result<OpenDraft, StoreError> {
        let (bytes, facts) = self.read_draft(path)?;
        let file = parse(path, &bytes)?;
        let mut draft = file.draft().clone();
        if let Some(id) = id_of_name(path) {
            id.clone_into(&mut draft.id);
        }
        Ok(OpenDraft {
            path: path.to_owned(),
            belongings: self.belongings(path),
            is_new: false,
            file,
            draft,
            is_read_only_file: facts.is_read_only,
            known: ContentHash::of(&bytes),
            pending: None,
            conflict_copy: None,
            recovery_copy: None,
            is_kept_since_open: false,
        })
    }

    /// Saves `draft` to its file, and reports success only when the content is on disk.
    ///
    /// # Errors
    /// The draft is read-only, another program changed the file (the text then goes to a copy
    /// beside it), or the system refuses. The file holds the complete old or the complete new
    /// content, and the caller may save again.
    pub fn save(
        &self,
        open: &mut OpenDraft,
        draft: &Draft,
        now: DateTime<FixedOffset>,
        keep: Keep,
    ) -> Result<Saved, StoreError> {
        let target = with_moment(open, draft, now);
        let saved = self.save_exactly(open, target, now, keep)?;
        self.drop_recovery_copy(open);
        Ok(saved)
    }

    /// Saves `target` without changing its `updated` time.
    pub(super) fn save_exactly(
        &self,
        open: &mut OpenDraft,
        target: Draft,
        now: DateTime<FixedOffset>,
        keep: Keep,
    ) -> Result<Saved, StoreError> {
        if let Some(reason) = open.read_only_reason() {
            return Err(reason);
        }
        // A file that already holds the draft keeps its text byte for byte.
        if !open.file.holds(&target) {
            open.file.set(&target);
        }
        let text = faithful_text(&open.file, &open.path)?;
        let hash = ContentHash::of(text.as_bytes());
        let is_saved = hash == open.known && open.pending.is_none();
        if is_saved && matches!(self.on_disk(open)?, OnDisk::Known(_)) {
            return Ok(self.nothing_to_save(open, keep, now));
        }
        if open.is_new {
            self.make_folder(&folder_of(&open.path))?;
        }
        for _ in 0..SAVE_ATTEMPTS {
            // Does the slow work first, to keep the time between comparison and replacement short.
            let prepared = prepare(&*self.disk, &open.path, text.as_bytes())?;
            let (expected, revision_problem) = match self.on_disk(open)? {
                OnDisk::Known(found) => {
                    open.known = found;
                    let kept = self.keep_before_save(open, keep, now);
                    (Expected::Content(found), kept.err())
                }
                OnDisk::Missing => (Expected::Nothing, None),
                // Another window saved the same text, so there is no conflict.
                OnDisk::Other(theirs) if theirs == hash => {
                    open.have_written(target, hash);
                    return Ok(self.nothing_to_save(open, keep, now));
                }
                OnDisk::Other(theirs) => return Err(self.keep_conflict(open, &text, theirs)),
            };
            // A failure from here on may leave the new content on disk.
            open.pending = Some(hash);
            let spare = self.conflict_names(&open.path);
            match place(&*self.disk, prepared, expected, &spare) {
                Ok(placed) => placed.settle(&*self.disk)?,
                Err(NotPlaced::Failed(error)) => return Err(error),
                Err(NotPlaced::Other(theirs)) => {
                    open.pending = None;
                    return Err(self.keep_conflict(open, &text, theirs));
                }
                // The file appeared or disappeared since the comparison: compare again.
                Err(NotPlaced::Gone | NotPlaced::Taken) => {
                    open.pending = None;
                    continue;
                }
            }
            self.sync_folder_of(&open.path)?;
            let outcome = match expected {
                Expected::Nothing if !open.is_new => SaveOutcome::Recreated,
                Expected::Nothing | Expected::Content(_) | Expected::Anything => {
                    SaveOutcome::Written
                }
            };
            open.have_written(target, hash);
            return Ok(self.saved(open, outcome, revision_problem));
        }
        Err(StoreError::ChangedMeanwhile {
            path: open.path.clone(),
        })
    }

    /// Whether another program changed the file since this draft was loaded or last saved.
    #[must_use]
    pub fn is_changed_by_another(&self, open: &OpenDraft) -> bool {
        matches!(self.on_disk(open), Ok(OnDisk::Other(_)))
    }

    pub(super) fn read_draft(
        &self,
        path: &Path,
    ) -> Result<(Vec<u8>, super::disk::Facts), StoreError> {
        let limit_bytes = u64::try_from(DRAFT_LIMIT_BYTES).unwrap_or(u64::MAX);
        read_regular(&*self.disk, path, limit_bytes)
    }

    fn on_disk(&self, open: &OpenDraft) -> Result<OnDisk, StoreError> {
        match self.read_draft(&open.path) {
            Ok((_, facts)) if facts.is_read_only => Err(StoreError::ReadOnlyFile {
                path: open.path.clone(),
            }),
            Ok((bytes, _)) => {
                let hash = ContentHash::of(&bytes);
                if hash == open.known || Some(hash) == open.pending {
                    Ok(OnDisk::Known(hash))
                } else {
                    Ok(OnDisk::Other(hash))
                }
            }
            Err(error) if error.is_not_found() => Ok(OnDisk::Missing),
            Err(error) => Err(error),
        }
    }

    fn nothing_to_save(
        &self,
        open: &mut OpenDraft,
        keep: Keep,
        now: DateTime<FixedOffset>,
    ) -> Saved {
        let revision_problem = match keep {
            Keep::Always => self.keep_before_save(open, keep, now).err(),
            Keep::IfOlderThan(_) => None,
        };
        self.saved(open, SaveOutcome::Unchanged, revision_problem)
    }

    fn saved(
        &self,
        open: &OpenDraft,
        outcome: SaveOutcome,
        revision_problem: Option<StoreError>,
    ) -> Saved {
        let has_other_news = revision_problem.is_some() || outcome == SaveOutcome::Recreated;
        Saved {
            outcome,
            revision_problem,
            unsynced: if has_other_news {
                None
            } else {
                self.news_of_folder_of(&open.path)
            },
        }
    }

    fn keep_before_save(
        &self,
        open: &mut OpenDraft,
        keep: Keep,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let keep = if open.is_kept_since_open {
            keep
        } else {
            Keep::Always
        };
        self.keep_revision_in(&open.belongings, &open.path, keep, now)?;
        open.is_kept_since_open = true;
        Ok(())
    }
}

impl OpenDraft {
    fn have_written(&mut self, draft: Draft, hash: ContentHash) {
        self.draft = draft;
        self.known = hash;
        self.pending = None;
        self.is_new = false;
    }
}

/// `draft` with the file's id and `created`, and with a new `updated` time if the draft differs.
fn with_moment(open: &OpenDraft, draft: &Draft, now: DateTime<FixedOffset>) -> Draft {
    let mut target = of_file(open, draft);
    target.updated = open.draft.updated;
    if target != open.draft {
        target.updated = Some(whole_seconds(now));
    }
    target
}

/// `draft` with the file's id, and with the file's `created` time if the draft has none. The
/// screens know neither value of a new draft.
pub(super) fn of_file(open: &OpenDraft, draft: &Draft) -> Draft {
    Draft {
        id: open.draft.id.clone(),
        created: draft.created.or(open.draft.created),
        ..draft.clone()
    }
}

/// The file's text, after a check that the text parses back to the same draft.
fn faithful_text(file: &DraftFile, path: &Path) -> Result<String, StoreError> {
    let text = file.to_text();
    if file.is_held_by(text.as_bytes()) {
        Ok(text)
    } else {
        Err(StoreError::Unfaithful {
            path: path.to_owned(),
        })
    }
}

pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<DraftFile, StoreError> {
    DraftFile::parse(bytes).map_err(|error| StoreError::Broken {
        path: path.to_owned(),
        error,
    })
}

/// A ULID for this moment; the system supplies its random part.
fn new_id(now: DateTime<FixedOffset>) -> String {
    Ulid::from_datetime(SystemTime::from(now)).to_string()
}
