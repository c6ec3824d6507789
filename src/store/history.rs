//! Former contents of a draft. Ordered by their number, never by time: clocks jump.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

use super::atomic::{prepare, write_whole};
use super::belongings::Belongings;
use super::disk::Overwrite;
use super::drafts::{Keep, OpenDraft, Saved, Store, parse, whole_seconds};
use super::error::StoreError;
use super::replace::{Expected, NotPlaced, place};
use crate::draft::DraftFile;
use crate::value::ContentHash;

/// How many former contents of a draft are kept.
pub const REVISION_LIMIT: usize = 20;

/// How many numbers are tried for a revision.
const NUMBER_ATTEMPTS: usize = 100;

const MOMENT_FORMAT: &str = "%Y%m%dT%H%M%SZ";

/// A former content of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Counts up with every revision of a draft.
    pub number: u32,
    /// When it was kept, as the clock then said.
    pub kept: DateTime<Utc>,
    path: PathBuf,
}

impl Store {
    /// The former contents of the draft at `path`, newest first.
    ///
    /// # Errors
    /// The system refuses.
    pub fn revisions(&self, path: &Path) -> Result<Vec<Revision>, StoreError> {
        self.revisions_in(&self.belongings(path), path)
    }

    fn revisions_in(
        &self,
        belongings: &Belongings,
        path: &Path,
    ) -> Result<Vec<Revision>, StoreError> {
        let mut revisions = Vec::new();
        // Oldest first. What former versions kept stays where it lies, and comes before the rest.
        for folder in &belongings.former {
            let former = self.revisions_of_folder(folder)?;
            if !former.is_empty() {
                revisions.extend(self.those_of(path, former));
            }
        }
        revisions.extend(self.revisions_of_folder(&belongings.history)?);
        let mut last = 0;
        for revision in &mut revisions {
            // Two folders may have counted on their own.
            revision.number = revision.number.max(last + 1);
            last = revision.number;
        }
        revisions.reverse();
        revisions.truncate(REVISION_LIMIT);
        Ok(revisions)
    }

    /// The revisions in a folder, oldest first.
    fn revisions_of_folder(&self, folder: &Path) -> Result<Vec<Revision>, StoreError> {
        let names = self.names(folder)?;
        let mut revisions: Vec<Revision> = names
            .iter()
            .filter_map(|name| {
                let (number, kept) = parse_name(name.to_str()?)?;
                let path = folder.join(name);
                Some(Revision { number, kept, path })
            })
            .collect();
        revisions.sort_by(|a, b| a.number.cmp(&b.number).then_with(|| a.path.cmp(&b.path)));
        Ok(revisions)
    }

    /// Of revisions that several drafts of one id may have shared, those that can be of the draft at
    /// `path`.
    fn those_of(&self, path: &Path, revisions: Vec<Revision>) -> Vec<Revision> {
        let present = self
            .read_draft(path)
            .and_then(|(bytes, _)| parse(path, &bytes));
        let Ok(present) = present else {
            // A broken file needs whatever there is.
            return revisions;
        };
        let revisions = revisions.into_iter();
        revisions
            .filter(|revision| match self.read_revision(revision) {
                Ok(former) => former.draft().may_be_of_one_with(present.draft()),
                Err(_) => true,
            })
            .collect()
    }

    /// The draft as it was.
    ///
    /// # Errors
    /// The file is gone or broken, or the system refuses.
    pub fn read_revision(&self, revision: &Revision) -> Result<DraftFile, StoreError> {
        let (bytes, _) = self.read_draft(&revision.path)?;
        parse(&revision.path, &bytes)
    }

    /// Saves a former content as the draft's present one, which becomes a revision itself.
    ///
    /// # Errors
    /// As [`Store::read_revision`] and [`Store::save`].
    pub fn restore_revision(
        &self,
        open: &mut OpenDraft,
        revision: &Revision,
        now: DateTime<FixedOffset>,
    ) -> Result<Saved, StoreError> {
        let former = self.read_revision(revision)?;
        self.save(open, former.draft(), now, Keep::Always)
    }

    /// Puts a revision in the place of a file that cannot be read; what the file holds now becomes a
    /// revision, so that nothing of it is lost.
    ///
    /// # Errors
    /// The revision is broken too, the file may not be written or is being changed by someone, or
    /// the system refuses; nothing has changed then.
    pub fn restore_over(
        &self,
        path: &Path,
        revision: &Revision,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let mut former = self.read_revision(revision)?;
        let mut draft = former.draft().clone();
        draft.updated = Some(whole_seconds(now));
        former.set(&draft);
        let (bytes, facts) = self.read_draft(path)?;
        let path = path.to_owned();
        if facts.is_read_only {
            return Err(StoreError::ReadOnlyFile { path });
        }
        self.keep_content(&self.belongings(&path), &path, &bytes, now)?;
        let prepared = prepare(&*self.disk, &path, former.to_text().as_bytes())?;
        let expected = Expected::Content(ContentHash::of(&bytes));
        match place(&*self.disk, prepared, expected, &self.conflict_names(&path)) {
            Ok(placed) => placed.settle(&*self.disk)?,
            Err(NotPlaced::Failed(error)) => return Err(error),
            Err(NotPlaced::Other(_) | NotPlaced::Gone | NotPlaced::Taken) => {
                return Err(StoreError::ChangedMeanwhile { path });
            }
        }
        self.sync_folder_of(&path)
    }

    /// Keeps the content that the file at `path` has now, unless the newest revision is the same
    /// or too young; then deletes what is over the limit.
    ///
    /// # Errors
    /// The file cannot be read or the revision not be written.
    pub fn keep_revision(
        &self,
        path: &Path,
        keep: Keep,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        self.keep_revision_in(&self.belongings(path), path, keep, now)
    }

    /// As [`Store::keep_revision`], for what belongs to the draft at `path`.
    pub(super) fn keep_revision_in(
        &self,
        belongings: &Belongings,
        path: &Path,
        keep: Keep,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let revisions = self.revisions_in(belongings, path)?;
        if revisions
            .first()
            .is_some_and(|newest| is_too_young(newest, keep, now))
        {
            return Ok(());
        }
        let (bytes, _) = self.read_draft(path)?;
        self.keep_content(belongings, path, &bytes, now)
    }

    /// Keeps `bytes`, which the file at `path` holds, unless the newest of its revisions is the
    /// same.
    fn keep_content(
        &self,
        belongings: &Belongings,
        path: &Path,
        bytes: &[u8],
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let revisions = self.revisions_in(belongings, path)?;
        let newest = revisions.first();
        if newest.is_some_and(|newest| self.holds(newest, bytes)) {
            return Ok(());
        }
        let folder = &belongings.history;
        self.make_folder(folder)?;
        let first = newest.map_or(1, |newest| newest.number.saturating_add(1));
        let moment = moment_for_name(now);
        // Another window may keep a revision in the same second.
        for number in (first..).take(NUMBER_ATTEMPTS) {
            let target = folder.join(format!("{number:08}-{moment}.toml"));
            match self.copy_or_link(path, &target, bytes) {
                Err(StoreError::Exists { .. }) => {}
                Err(error) => return Err(error),
                Ok(()) => break,
            }
        }
        let own = self.revisions_of_folder(folder)?;
        for revision in own.iter().rev().skip(REVISION_LIMIT) {
            // One too many does no harm, and the next time tries again.
            let _tried_again = self.disk.remove(&revision.path);
        }
        Ok(())
    }

    /// A copy, since an editor that writes in place would change a link too; on a full disk a link
    /// is better than nothing.
    fn copy_or_link(&self, from: &Path, to: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let Err(refused) = write_whole(&*self.disk, to, bytes, Overwrite::Refuse) else {
            return Ok(());
        };
        self.disk.link(from, to).map_err(|_| refused)?;
        self.sync_folder_of(to)
    }

    fn holds(&self, revision: &Revision, bytes: &[u8]) -> bool {
        self.read_draft(&revision.path)
            .is_ok_and(|(kept, _)| ContentHash::of(&kept) == ContentHash::of(bytes))
    }
}

/// A clock that went back makes nothing young.
fn is_too_young(newest: &Revision, keep: Keep, now: DateTime<FixedOffset>) -> bool {
    match keep {
        Keep::Always => false,
        Keep::IfOlderThan(age) => {
            let elapsed = now.with_timezone(&Utc) - newest.kept;
            elapsed >= chrono::TimeDelta::zero() && elapsed < age
        }
    }
}

fn parse_name(name: &str) -> Option<(u32, DateTime<Utc>)> {
    let (number, moment) = name.strip_suffix(".toml")?.split_once('-')?;
    let kept = parse_moment(moment)?;
    Some((number.parse().ok()?, kept))
}

/// A moment as file names carry it.
pub(super) fn parse_moment(written: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(written, MOMENT_FORMAT)
        .ok()
        .map(|moment| moment.and_utc())
}

/// The moment for a file name.
pub(super) fn moment_for_name(now: DateTime<FixedOffset>) -> String {
    now.with_timezone(&Utc).format(MOMENT_FORMAT).to_string()
}
