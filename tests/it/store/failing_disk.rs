//! A disk whose N-th call fails, for every N: the file is the old or the new version in full, and
//! the error is reported.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use qianyue::draft::DraftFile;
use qianyue::store::{
    DataFolder, Disk, Keep, OpenDraft, Overwrite, Protected, RealDisk, Saved, Store, StoreError,
    Target, write_outputs,
};
use tempfile::TempDir;

use super::watched_disk::WatchedDisk;
use super::{answer_of, answer_on_disk, at, draft_with, files_under, instance, names_in};

/// More calls than any run makes.
const MOST_CALLS: usize = 80;

/// Fails one call, the N-th, with a typical error of a disk.
#[derive(Debug)]
pub(super) struct Fault {
    calls_left: AtomicUsize,
    kind: ErrorKind,
}

impl Fault {
    /// A fault that does not occur until [`Fault::fail_at`] is called.
    pub(super) fn never(kind: ErrorKind) -> Arc<Self> {
        Self::at(usize::MAX, kind)
    }

    fn at(n: usize, kind: ErrorKind) -> Arc<Self> {
        Arc::new(Self {
            calls_left: AtomicUsize::new(n),
            kind,
        })
    }

    /// A disk with this fault.
    pub(super) fn disk(self: &Arc<Self>) -> Arc<WatchedDisk> {
        let fault = Arc::clone(self);
        Arc::new(WatchedDisk::new(Arc::new(move |_| fault.tick())))
    }

    /// Makes the `n`-th call from now on fail.
    pub(super) fn fail_at(&self, n: usize) {
        self.calls_left.store(n, Ordering::SeqCst);
    }

    fn tick(&self) -> io::Result<()> {
        match self
            .calls_left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                Some(left.saturating_sub(1))
            }) {
            Ok(1) => Err(self.kind.into()),
            _ => Ok(()),
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.calls_left.load(Ordering::SeqCst) == 0
    }
}

struct World {
    root: TempDir,
    real: Store,
    failing: Store,
    disk: Arc<Fault>,
    open: OpenDraft,
}

/// A store with one draft, and a second store on the same folder that fails at call `n`.
fn world(n: usize, kind: ErrorKind) -> World {
    let root = tempfile::tempdir().unwrap();
    let folder = DataFolder::new(root.path().to_owned());
    let real = Store::new(folder.clone(), instance());
    let disk = Fault::at(n, kind);
    let failing = Store::on(disk.disk(), folder, instance());
    let path = real
        .create(&draft_with("old"), at(0))
        .unwrap()
        .path()
        .to_owned();
    let open = real.load_path(&path).unwrap();
    World {
        root,
        real,
        failing,
        disk,
        open,
    }
}

/// Runs `verb` with a fault at each of its calls. Returns the number of calls.
fn at_every_call(verb: impl Fn(usize, ErrorKind, World) -> bool) -> usize {
    for n in 1..MOST_CALLS {
        let mut has_failed = false;
        for kind in [
            ErrorKind::StorageFull,
            ErrorKind::PermissionDenied,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::Other,
        ] {
            has_failed = verb(n, kind, world(n, kind));
        }
        if !has_failed {
            return n - 1;
        }
    }
    panic!("more than {MOST_CALLS} calls");
}

fn try_save(world: &mut World, store: &Store, answer: &str) -> Result<Saved, StoreError> {
    store.save(&mut world.open, &draft_with(answer), at(20), Keep::Always)
}

#[test]
fn a_save_that_fails_anywhere_leaves_one_whole_file_and_says_so() {
    let n_calls = at_every_call(|n, kind, mut world| {
        let store = world.failing.clone();
        let saved = try_save(&mut world, &store, "new");
        let has_failed = world.disk.has_failed();
        let answer = answer_on_disk(&world.real, world.open.path());
        match &saved {
            Ok(_) => assert_eq!(answer, "new", "call {n}, {kind:?}"),
            Err(StoreError::System { kind: told, .. }) => {
                assert!(has_failed && *told == kind, "call {n}, {kind:?}: {saved:?}");
                assert!(
                    ["old", "new"].contains(&answer.as_str()),
                    "call {n}: {answer}"
                );
            }
            Err(error) => panic!("call {n}, {kind:?}: {error}"),
        }
        // No incomplete file is left, and the same window can save again.
        let mended = world.real.clone();
        let again = try_save(&mut world, &mended, "newer");
        assert!(again.is_ok(), "call {n}, {kind:?}: {again:?}");
        assert_eq!(answer_on_disk(&world.real, world.open.path()), "newer");
        let left: Vec<String> = names_in(&world.real.folder().drafts())
            .into_iter()
            .filter(|name| !name.starts_with(".history"))
            .collect();
        assert_eq!(left.len(), 1, "call {n}, {kind:?}: {left:?}");
        for path in files_under(world.root.path()) {
            let text = fs::read(&path).unwrap();
            assert!(DraftFile::parse(&text).is_ok(), "call {n}: torn {path:?}");
        }
        has_failed
    });
    assert!(
        n_calls >= 8,
        "facts, temporary, mode, write, sync, read …: {n_calls}"
    );
}

#[test]
fn a_fault_while_opening_is_never_taken_for_a_new_draft() {
    at_every_call(|n, kind, world| {
        let loaded = world.failing.load_path(world.open.path());
        if world.disk.has_failed() {
            let error = loaded.expect_err("the fault is told");
            assert!(!error.is_not_found(), "call {n}, {kind:?}: {error}");
        } else {
            assert_eq!(answer_of(loaded.unwrap().draft()), "old");
        }
        world.disk.has_failed()
    });
}

#[test]
fn a_fault_while_listing_is_told_with_the_list_or_the_draft() {
    at_every_call(|n, kind, world| {
        let listed = world.failing.list();
        let is_whole = listed
            .as_ref()
            .is_ok_and(|list| list.len() == 1 && list[0].draft.is_ok());
        assert_eq!(is_whole, !world.disk.has_failed(), "call {n}, {kind:?}");
        world.disk.has_failed()
    });
}

#[test]
fn a_draft_that_is_begun_on_a_failing_disk_is_whole_or_not_there() {
    at_every_call(|n, kind, world| {
        let created = world.failing.create(&draft_with("second"), at(1));
        let listed = world.real.list().unwrap();
        assert!(listed.iter().all(|listed| listed.draft.is_ok()), "call {n}");
        match created {
            Ok(_) => assert_eq!(listed.len(), 2, "call {n}, {kind:?}"),
            Err(error) => assert!(!error.is_not_found(), "call {n}, {kind:?}: {error}"),
        }
        world.disk.has_failed()
    });
}

#[test]
fn a_draft_is_never_lost_on_its_way_to_the_trash_and_back() {
    at_every_call(|n, kind, world| {
        let path = world.open.path().to_owned();
        let there = world.failing.trash(&path, at(1));
        let trashed = world.real.list_trash().unwrap();
        assert!(path.exists() || trashed.len() == 1, "call {n}, {kind:?}");
        if there.is_ok() {
            assert!(!path.exists() && trashed.len() == 1, "call {n}, {kind:?}");
        } else {
            assert!(world.disk.has_failed(), "call {n}, {kind:?}: {there:?}");
            return true;
        }
        let back = world.failing.restore_from_trash(&trashed[0]);
        let is_there = world.real.load_path(&path).is_ok();
        let is_in_trash = !world.real.list_trash().unwrap().is_empty();
        assert!(is_there || is_in_trash, "call {n}, {kind:?}");
        assert!(
            back.is_ok() || world.disk.has_failed(),
            "call {n}: {back:?}"
        );
        // The next attempt finishes what the failed attempt has begun.
        if let Some(trashed) = world.real.list_trash().unwrap().first() {
            let again = world.real.restore_from_trash(trashed);
            assert_eq!(again, Ok(path.clone()), "call {n}, {kind:?}");
        }
        assert_eq!(answer_on_disk(&world.real, &path), "old");
        assert!(world.real.list_trash().unwrap().is_empty(), "call {n}");
        world.disk.has_failed()
    });
}

#[test]
fn a_revision_is_restored_whole_or_not_at_all() {
    at_every_call(|n, kind, mut world| {
        let real = world.real.clone();
        try_save(&mut world, &real, "new").unwrap();
        let revision = real.revisions(world.open.path()).unwrap().remove(0);
        let failing = world.failing.clone();
        let restored = failing.restore_revision(&mut world.open, &revision, at(30));
        let answer = answer_on_disk(&real, world.open.path());
        match restored {
            Ok(_) => assert_eq!(answer, "old", "call {n}, {kind:?}"),
            Err(error) => assert!(
                ["old", "new"].contains(&answer.as_str()),
                "call {n}, {kind:?}: {answer}, {error}"
            ),
        }
        world.disk.has_failed()
    });
}

#[test]
fn a_revision_takes_the_place_of_a_broken_file_and_what_that_held_is_kept() {
    const BROKEN: &[u8] = b"[template\nid = \"x\"";
    let n_calls = at_every_call(|n, kind, mut world| {
        let real = world.real.clone();
        try_save(&mut world, &real, "new").unwrap();
        let path = world.open.path().to_owned();
        let revision = real.revisions(&path).unwrap().remove(0);
        fs::write(&path, BROKEN).unwrap();
        // The broken content is still in its file or in a revision, whatever fails.
        let assert_nothing_is_lost = || {
            let is_kept = files_under(world.root.path())
                .iter()
                .any(|path| fs::read(path).unwrap() == BROKEN);
            assert!(is_kept, "call {n}, {kind:?}");
        };
        let restored = world.failing.restore_over(&path, &revision, at(30));
        let has_failed = world.disk.has_failed();
        assert_nothing_is_lost();
        let is_broken = fs::read(&path).unwrap() == BROKEN;
        match restored {
            Ok(()) => assert!(!is_broken, "call {n}, {kind:?}"),
            Err(error) => assert!(has_failed, "call {n}, {kind:?}: {error}"),
        }
        real.restore_over(&path, &revision, at(40)).unwrap();
        assert_nothing_is_lost();
        assert_eq!(answer_on_disk(&real, &path), "old", "call {n}, {kind:?}");
        has_failed
    });
    assert!(n_calls >= 8, "{n_calls}");
}

#[test]
fn the_loser_of_two_windows_keeps_its_text_or_is_told_why_not() {
    at_every_call(|n, kind, mut world| {
        let path = world.open.path().to_owned();
        let mut winner = world.real.load_path(&path).unwrap();
        let won = world
            .real
            .save(&mut winner, &draft_with("won"), at(10), Keep::Always);
        won.unwrap();
        let failing = world.failing.clone();
        match try_save(&mut world, &failing, "lost") {
            Err(StoreError::Conflict { kept_as, .. }) => {
                assert_eq!(answer_on_disk(&world.real, &kept_as), "lost", "call {n}");
            }
            Err(StoreError::System { .. }) => assert!(world.disk.has_failed(), "call {n}"),
            other => panic!("call {n}, {kind:?}: {other:?}"),
        }
        assert_eq!(answer_on_disk(&world.real, &path), "won", "call {n}");
        // The next save keeps the text in a copy.
        let mended = world.real.clone();
        match try_save(&mut world, &mended, "lost again") {
            Err(StoreError::Conflict { kept_as, .. }) => {
                assert_eq!(answer_on_disk(&world.real, &kept_as), "lost again");
            }
            other => panic!("call {n}, {kind:?}: {other:?}"),
        }
        world.disk.has_failed()
    });
}

#[test]
fn a_recovery_copy_is_whole_or_its_want_is_told_and_the_save_that_follows_lands() {
    at_every_call(|n, kind, mut world| {
        let real = world.real.clone();
        let first = real.keep_recovery_copy(&mut world.open, &draft_with("first"));
        let copy = first.unwrap();
        let kept = world
            .failing
            .keep_recovery_copy(&mut world.open, &draft_with("second"));
        match kept {
            Ok(path) => assert_eq!(answer_on_disk(&real, &path), "second", "call {n}, {kind:?}"),
            Err(error) => {
                assert!(world.disk.has_failed(), "call {n}, {kind:?}: {error}");
                let answer = answer_on_disk(&real, &copy);
                assert!(["first", "second"].contains(&answer.as_str()), "call {n}");
            }
        }
        try_save(&mut world, &real, "second").unwrap();
        assert_eq!(answer_on_disk(&real, world.open.path()), "second");
        world.disk.has_failed()
    });
}

#[test]
fn a_template_that_is_kept_on_a_failing_disk_is_kept_whole_or_it_is_told() {
    at_every_call(|n, kind, world| {
        let text = "正文".repeat(100);
        let pinned = world.failing.pin_template(text.as_bytes());
        match pinned {
            Ok(hash) => {
                let kept = world.real.pinned_template(&hash.to_string());
                assert_eq!(kept, Ok(text.clone().into_bytes()), "call {n}, {kind:?}");
            }
            Err(error) => assert!(world.disk.has_failed(), "call {n}, {kind:?}: {error}"),
        }
        let again = world.real.pin_template(text.as_bytes()).unwrap();
        assert!(world.real.pinned_template(&again.to_string()).is_ok());
        world.disk.has_failed()
    });
}

#[test]
fn a_fault_while_the_trash_is_purged_is_told_and_the_rest_is_purged_later() {
    let month = chrono::TimeDelta::days(30);
    at_every_call(|n, kind, world| {
        let second = world.real.create(&draft_with("second"), at(0)).unwrap();
        for path in [world.open.path(), second.path()] {
            world.real.trash(path, at(1)).unwrap();
        }
        assert_eq!(world.real.purge_trash(at(2), month), Ok(0));
        let due = at(3) + month;
        assert_eq!(world.real.purge_trash(due, month), Ok(0));
        let next_day = due + chrono::TimeDelta::days(1);
        let purged = world.failing.purge_trash(next_day, month);
        match &purged {
            Ok(n_purged) => assert_eq!(*n_purged, 2, "call {n}, {kind:?}"),
            Err(_) => assert!(world.disk.has_failed(), "call {n}, {kind:?}"),
        }
        for trashed in world.real.list_trash().unwrap() {
            assert!(trashed.listed.draft.is_ok(), "call {n}, {kind:?}");
        }
        world.real.purge_trash(next_day, month).unwrap();
        assert!(world.real.list_trash().unwrap().is_empty(), "call {n}");
        world.disk.has_failed()
    });
}

#[test]
fn an_export_and_its_summary_are_both_there_or_everything_is_as_before() {
    for overwrite in [Overwrite::Refuse, Overwrite::Replace] {
        at_every_call(|n, kind, world| {
            let path = |name: &str| world.root.path().join(name);
            let old = (overwrite == Overwrite::Replace).then_some(b"old".to_vec());
            if let Some(old) = &old {
                fs::write(path("c.docx"), old).unwrap();
                fs::write(path("c.md"), old).unwrap();
            }
            let disk = world.disk.disk();
            let export = |disk: &dyn Disk| {
                let mut outputs = Vec::new();
                for name in ["c.docx", "c.md"] {
                    let target = Target::at(disk, &path(name), overwrite, &Protected::default())?;
                    outputs.push(target.prepare(disk, b"new")?);
                }
                write_outputs(disk, outputs).map_err(|not_written| {
                    assert_eq!(not_written.left, Vec::<PathBuf>::new());
                    *not_written.error
                })
            };
            let exported = export(&*disk);
            let has_failed = world.disk.has_failed();
            let files = || ["c.docx", "c.md"].map(|name| fs::read(path(name)).ok());
            match &exported {
                Ok(()) => assert_eq!(files(), [Some(b"new".to_vec()), Some(b"new".to_vec())]),
                Err(error) => {
                    assert!(has_failed, "call {n}, {kind:?}: {error}");
                    assert_eq!(files(), [old.clone(), old.clone()], "call {n}, {kind:?}");
                    assert_eq!(export(&RealDisk), Ok(()), "call {n}, {kind:?}");
                }
            }
            let left = names_in(world.root.path());
            assert_eq!(left, ["c.docx", "c.md", "drafts"], "call {n}, {kind:?}");
            has_failed
        });
    }
}

/// From the N-th call on, every call fails, including those that undo. The error names the files
/// that remain.
#[test]
fn a_disk_that_breaks_for_good_leaves_no_file_of_an_export_unnamed() {
    let mut has_left = false;
    for n in 1..MOST_CALLS {
        let root = tempfile::tempdir().unwrap();
        let calls = AtomicUsize::new(0);
        let disk = WatchedDisk::new(Arc::new(move |_| {
            if calls.fetch_add(1, Ordering::SeqCst) + 1 < n {
                Ok(())
            } else {
                Err(ErrorKind::Other.into())
            }
        }));
        let paths = ["c.docx", "c.md"].map(|name| root.path().join(name));
        let export = || {
            let mut outputs = Vec::new();
            for path in &paths {
                let protected = Protected::default();
                let target = Target::at(&disk, path, Overwrite::Refuse, &protected);
                outputs.push(target.ok()?.prepare(&disk, b"new").ok()?);
            }
            Some(write_outputs(&disk, outputs))
        };
        let there: Vec<PathBuf> = match export() {
            None => Vec::new(),
            Some(Ok(())) => break,
            Some(Err(not_written)) => not_written.left,
        };
        has_left |= !there.is_empty();
        let found: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
        assert_eq!(there, found, "call {n}");
    }
    assert!(has_left, "the way back was never cut off");
}
