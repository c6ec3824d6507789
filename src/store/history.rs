//! Revisions: former contents of a draft. Sorted by number, never by time, because clocks jump.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

use super::atomic::{prepare, write_whole};
use super::belongings::Belongings;
use super::disk::Overwrite;
use super::drafts::{Keep, OpenDraft, Saved, Store, parse};
use super::error::StoreError;
use super::replace::{Expected, NotPlaced, place};
use crate::draft::DraftFile;
use crate::value::ContentHash;
use crate::value::date::whole_seconds;

/// The largest number of revisions that a draft keeps.
pub const REVISION_LIMIT: usize = 20;

/// The number of revision numbers that are tried if another window takes them.
const NUMBER_ATTEMPTS: usize = 100;

const MOMENT_FORMAT: &str = "%Y%m%dT%H%M%SZ";

/// A former content of a draft, stored in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The number of the revision; each new revision of a draft gets a higher number.
    pub number: u32,
    /// The clock time when the revision was kept.
    pub kept: DateTime<Utc>,
    path: PathBuf,
}

impl Store {
    /// The revisions of the draft at `path`, newest first, at most [`REVISION_LIMIT`].
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
        // Oldest first. Revisions of earlier versions stay in their folders and precede the others.
        for folder in &belongings.former {
            let former = self.revisions_of_folder(folder)?;
            if !former.is_empty() {
                revisions.extend(self.those_of(path, former));
            }
        }
        revisions.extend(self.revisions_of_folder(&belongings.history)?);
        let mut last = 0;
        for revision in &mut revisions {
            // Two folders may use the same numbers; renumber so that numbers still rise.
            revision.number = revision.number.max(last + 1);
            last = revision.number;
        }
        revisions.reverse();
        // Former folders may hold revisions beyond the limit.
        revisions.truncate(REVISION_LIMIT);
        Ok(revisions)
    }

    /// The revisions in one folder, oldest first.
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

    /// Filters revisions that several drafts with the same id may share: keeps those that can
    /// belong to the draft at `path`.
    fn those_of(&self, path: &Path, revisions: Vec<Revision>) -> Vec<Revision> {
        let present = self
            .read_draft(path)
            .and_then(|(bytes, _)| parse(path, &bytes));
        let Ok(present) = present else {
            // Nothing to compare with: a broken file may need any of these revisions.
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

    /// Reads the draft as the revision stored it.
    ///
    /// # Errors
    /// The revision's file is missing or broken, or the system refuses.
    pub fn read_revision(&self, revision: &Revision) -> Result<DraftFile, StoreError> {
        let (bytes, _) = self.read_draft(&revision.path)?;
        parse(&revision.path, &bytes)
    }

    /// Saves the content of a revision to the draft. The replaced content becomes a revision.
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

    /// Replaces an unreadable draft file with a revision. The unreadable bytes become a revision,
    /// so that nothing is lost.
    ///
    /// # Errors
    /// The revision is broken too, the file is read-only, another program changes the file
    /// meanwhile, or the system refuses. The file is unchanged then.
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

    /// Keeps the present content of the file at `path` as a revision, unless the newest revision is
    /// equal or too young. Then deletes revisions beyond the limit.
    ///
    /// # Errors
    /// The file cannot be read, or the revision cannot be written.
    pub fn keep_revision(
        &self,
        path: &Path,
        keep: Keep,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        self.keep_revision_in(&self.belongings(path), path, keep, now)
    }

    /// As [`Store::keep_revision`], with the locations already known.
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

    /// Keeps `bytes`, the content of the file at `path`, unless the newest revision is equal.
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
        // Another window may take the same number for a revision in the same second.
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
            // An extra revision does no harm; the next call tries to delete it again.
            let _tried_again = self.disk.remove(&revision.path);
        }
        Ok(())
    }

    /// Copies the file rather than links it, because an editor that writes in place would also
    /// change a hard link. Falls back to a link on a full disk.
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

/// A revision from the future, after the clock went back, does not count as young.
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

/// Parses the moment in a file name.
pub(super) fn parse_moment(written: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(written, MOMENT_FORMAT)
        .ok()
        .map(|moment| moment.and_utc())
}

/// Formats a moment for a file name, in UTC.
pub(super) fn moment_for_name(now: DateTime<FixedOffset>) -> String {
    now.with_timezone(&Utc).format(MOMENT_FORMAT).to_string()
}
