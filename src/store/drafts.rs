//! Drafts: begun, opened, saved. A save compares, keeps what it replaces, and replaces in one
//! step.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike};
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

/// How many names are tried for a file that must be new.
pub(super) const NAME_ATTEMPTS: u32 = 1000;
/// How often a save begins anew when its file comes or goes in the moment of the save.
const SAVE_ATTEMPTS: u32 = 3;

/// The drafts and templates of one data folder.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) folder: DataFolder,
    pub(super) instance: Instance,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) unsynced: Unsynced,
}

/// A draft that was read from the disk, written to it, or begun, and may be saved again.
#[derive(Clone, Debug)]
pub struct OpenDraft {
    pub(super) path: PathBuf,
    pub(super) belongings: Belongings,
    /// Whether no save has made the file yet.
    is_new: bool,
    file: DraftFile,
    /// As it was loaded or last saved; the file's own may be ahead after a save that failed.
    draft: Draft,
    is_read_only_file: bool,
    /// What was loaded or last written.
    pub(super) known: ContentHash,
    /// What a save that failed at its very end may have left on the disk.
    pending: Option<ContentHash>,
    /// Where the text is kept that lost against another window.
    pub(super) conflict_copy: Option<OwnCopy>,
    /// Where the text is kept that cannot be saved at all.
    pub(super) recovery_copy: Option<OwnCopy>,
    is_kept_since_open: bool,
}

/// Whether a save keeps the content that it replaces as a revision; the first save after opening
/// always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It does: the user saved, exported or restored.
    Always,
    /// It does if the newest revision is older than this.
    IfOlderThan(TimeDelta),
}

/// What a save did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What became of the file.
    pub outcome: SaveOutcome,
    /// Why the replaced content could not be kept as a revision; the save itself is done.
    pub revision_problem: Option<StoreError>,
    /// The folder, if its file system does not say whether the file's name is on the disk; only
    /// the first save there tells so.
    pub unsynced: Option<PathBuf>,
}

impl Saved {
    /// What the user should hear of a save of the file at `path`; mostly nothing.
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

/// What the user should hear of a save that succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveRemark {
    /// The file had been moved or deleted by someone, and was written anew.
    Recreated(PathBuf),
    /// What the save replaced could not be kept as a revision.
    RevisionNotKept(StoreError),
    /// The file system of this folder does not say whether names are on the disk.
    FolderNotSynced(PathBuf),
}

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It holds the draft already.
    Unchanged,
    /// It was replaced.
    Written,
    /// It had been moved or deleted by someone, and was written anew.
    Recreated,
}

enum OnDisk {
    /// What was loaded or last written, or what a save that failed at its end has written.
    Known(ContentHash),
    Missing,
    Other(ContentHash),
}

impl OpenDraft {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether both are of one file, however its path was given.
    #[must_use]
    pub fn is_of_same_file(&self, other: &Self) -> bool {
        self.belongings.history == other.belongings.history
    }

    /// Whether the draft was begun and no save has made its file yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// The draft as it was loaded or last saved.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The file's text with its warnings.
    #[must_use]
    pub fn file(&self) -> &DraftFile {
        &self.file
    }

    /// Why the draft cannot be saved where it lies; `None` where it can.
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
    /// The store in `folder` on this machine's disk.
    #[must_use]
    pub fn new(folder: DataFolder, instance: Instance) -> Self {
        Self::on(Arc::new(RealDisk), folder, instance)
    }

    /// The store in `folder` on the given disk.
    #[must_use]
    pub fn on(disk: Arc<dyn Disk>, folder: DataFolder, instance: Instance) -> Self {
        Self {
            folder,
            instance,
            disk,
            unsynced: Unsynced::default(),
        }
    }

    /// Where the data lies.
    #[must_use]
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// This process, as locks and conflict copies name it.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Begins a draft that has no file yet: its first save makes one. The id, `created` and
    /// `updated` are set here, so that they are the same however often that save fails.
    #[must_use]
    pub fn begin(&self, draft: &Draft, now: DateTime<FixedOffset>) -> OpenDraft {
        let mut draft = draft.clone();
        let second = whole_seconds(now);
        draft.created = Some(second);
        draft.updated = Some(second);
        // To the millisecond: of drafts of one second the list shows the last one first.
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

    /// Begins a draft in a file of its own; its id, `created` and `updated` are set here.
    ///
    /// # Errors
    /// The system refuses; there is no new file then.
    pub fn create(
        &self,
        draft: &Draft,
        now: DateTime<FixedOffset>,
    ) -> Result<OpenDraft, StoreError> {
        let folder = self.folder.drafts();
        self.make_folder(&folder)?;
        for _ in 0..NAME_ATTEMPTS {
            let begun = self.begin(draft, now);
            match self.begin_file(&begun.path, begun.draft) {
                Err(StoreError::Exists { .. }) => {}
                outcome => return outcome,
            }
        }
        Err(StoreError::Exists { path: folder })
    }

    /// Writes a draft into a file that must be new. After an error there is no file: what is tried
    /// again does not multiply.
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
            // Where this fails too the file stays, and is whole.
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

    /// Takes in a draft that lay elsewhere: under its own id, if it has one that is free here, and
    /// with the times that it has.
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

    /// Opens the draft that `source` names: the beginning of its file's name if only one draft
    /// begins so, else a path.
    ///
    /// # Errors
    /// No draft or several are named so, or as [`Store::load_path`].
    pub fn load(&self, source: &str) -> Result<OpenDraft, StoreError> {
        self.load_path(&self.find(source)?)
    }

    /// Opens the draft file at `path`. Its name wins over the id that it holds.
    ///
    /// # Errors
    /// Nothing there, a link or no file, too large, no draft, or the system refuses. The file is
    /// never changed by this.
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

    /// Saves `draft` to the file that it was opened from, and says so only when it is on the disk.
    ///
    /// # Errors
    /// The draft is read-only, another program changed its file (what was to be saved is then kept
    /// in a copy beside it), or the system refuses. The file holds the old content or the new one,
    /// whole, and the save may be tried again.
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

    /// Saves `target` with the moment that it says.
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
            // The slow steps first: between the comparison and the replacement lies nothing.
            let prepared = prepare(&*self.disk, &open.path, text.as_bytes())?;
            let (expected, revision_problem) = match self.on_disk(open)? {
                OnDisk::Known(found) => {
                    open.known = found;
                    let kept = self.keep_before_save(open, keep, now);
                    (Expected::Content(found), kept.err())
                }
                OnDisk::Missing => (Expected::Nothing, None),
                OnDisk::Other(theirs) if theirs == hash => {
                    open.have_written(target, hash);
                    return Ok(self.nothing_to_save(open, keep, now));
                }
                OnDisk::Other(theirs) => return Err(self.keep_conflict(open, &text, theirs)),
            };
            open.pending = Some(hash);
            let spare = self.conflict_names(&open.path);
            match place(&*self.disk, prepared, expected, &spare) {
                Ok(placed) => placed.settle(&*self.disk)?,
                Err(NotPlaced::Failed(error)) => return Err(error),
                Err(NotPlaced::Other(theirs)) => {
                    open.pending = None;
                    return Err(self.keep_conflict(open, &text, theirs));
                }
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

    /// Whether the file holds another content than was loaded or last written here.
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

/// `draft` with this file's id and `created`, and with a new `updated` if anything else differs.
fn with_moment(open: &OpenDraft, draft: &Draft, now: DateTime<FixedOffset>) -> Draft {
    let mut target = of_file(open, draft);
    target.updated = open.draft.updated;
    if target != open.draft {
        target.updated = Some(whole_seconds(now));
    }
    target
}

/// `draft` with the id of this file, and with the file's `created` where it has none of its own: the
/// screens know neither of a draft that was just begun.
pub(super) fn of_file(open: &OpenDraft, draft: &Draft) -> Draft {
    Draft {
        id: open.draft.id.clone(),
        created: draft.created.or(open.draft.created),
        ..draft.clone()
    }
}

/// The file's text, if it is read back as the draft that it was made from.
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

/// A ULID of the moment; its random half comes from the system.
fn new_id(now: DateTime<FixedOffset>) -> String {
    Ulid::from_datetime(SystemTime::from(now)).to_string()
}

pub(super) fn whole_seconds(moment: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    moment.with_nanosecond(0).unwrap_or(moment)
}
