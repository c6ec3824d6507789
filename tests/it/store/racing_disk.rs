//! Another program writes to the same file before any disk call of the store. Its text is never
//! lost, whatever the store writes next.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use qianyue::draft::{Draft, DraftFile};
use qianyue::store::{
    DataFolder, Keep, NotWritten, OpenDraft, Overwrite, Protected, RealDisk, Store, StoreError,
    Target, write_outputs,
};
use tempfile::TempDir;

use super::watched_disk::{WatchedDisk, visible_files};
use super::{answer_on_disk, at, draft_with, files_under, instance};

/// More calls than any run makes.
const MOST_CALLS: usize = 80;

/// The last calls of a run, in which two writes are tried.
const LATE_CALLS: usize = 7;

/// How the other program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Like a simple editor: truncates the file and writes to it.
    InPlace,
    /// Like this program: renames another file over it.
    ByRename,
}

/// The other programs, and the texts that must be found.
#[derive(Debug, Default)]
struct Others {
    /// The numbers of the calls before which they write, counted from 1.
    moments: Vec<usize>,
    n_calls: usize,
    target: PathBuf,
    /// The texts that they wrote and did not replace themselves.
    written: Vec<String>,
    /// The names of these calls.
    before: Vec<&'static str>,
}

struct Scene {
    root: TempDir,
    /// A store without other programs.
    quiet: Store,
    /// A store with other programs.
    store: Store,
    disk: Arc<WatchedDisk>,
    others: Arc<Mutex<Others>>,
    way: Way,
}

impl Scene {
    fn new(way: Way, exchanges: bool) -> Self {
        let root = tempfile::tempdir().unwrap();
        let others = Arc::new(Mutex::new(Others::default()));
        let watched = Arc::clone(&others);
        let watch = move |call| {
            come(&mut watched.lock().unwrap(), way, call);
            io::Result::Ok(())
        };
        let disk = Arc::new(WatchedDisk::without_waiting(Arc::new(watch), exchanges));
        let quiet = WatchedDisk::without_waiting(Arc::new(|_| Ok(())), true);
        let folder = DataFolder::new(root.path().to_owned());
        Self {
            quiet: Store::on(Arc::new(quiet), folder.clone(), instance()),
            store: Store::on(disk.clone(), folder, instance()),
            disk,
            root,
            others,
            way,
        }
    }

    /// Makes other programs write to `target` before these calls.
    fn write_at(&self, target: &Path, moments: &[usize]) {
        let mut others = self.others.lock().unwrap();
        target.clone_into(&mut others.target);
        others.moments = moments.to_vec();
        others.n_calls = 0;
    }

    fn is_over(&self) -> bool {
        let others = self.others.lock().unwrap();
        others.moments.iter().any(|moment| *moment > others.n_calls)
    }

    /// Asserts that the texts of the other programs are in visible files.
    fn keeps_what_others_wrote(&self, what: &str) {
        let others = self.others.lock().unwrap();
        let files = visible_files(self.root.path());
        for written in &others.written {
            let is_there = files.iter().any(|(_, content)| {
                content
                    .windows(written.len())
                    .any(|part| part == written.as_bytes())
            });
            let Others {
                moments, before, ..
            } = &*others;
            let way = self.way;
            assert!(
                is_there,
                "{what}, {way:?} before the calls {moments:?} {before:?}: lost {}, there is {:#?}",
                written,
                files.iter().map(|(path, _)| path).collect::<Vec<_>>()
            );
        }
    }

    fn forget_what_is_a_revision(&self) {
        let revisions = files_under(&self.quiet.folder().history());
        let revisions: Vec<String> = revisions
            .iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        let mut others = self.others.lock().unwrap();
        let is_kept = |written: &String| revisions.iter().any(|kept| kept.contains(written));
        others.written.retain(|written| !is_kept(written));
    }

    /// Whether no system call could have kept the text. Without an exchange of names, a file that
    /// is renamed into place during the replacing call is lost, and so is a text written during the
    /// call that renames a file back.
    fn is_beyond_help(&self, exchanges: bool) -> bool {
        let before = &self.others.lock().unwrap().before;
        let is_replaced = self.way == Way::ByRename && before.contains(&"persist");
        !exchanges && (is_replaced || before.contains(&"rename"))
    }
}

fn come(others: &mut Others, way: Way, call: &'static str) {
    others.n_calls += 1;
    if !others.moments.contains(&others.n_calls) {
        return;
    }
    let n = others.before.len();
    others.before.push(call);
    let answer = format!("somebody {n}");
    let text = DraftFile::new(&draft_with(&answer)).to_text();
    let there = std::fs::read_to_string(&others.target).unwrap_or_default();
    others.written.retain(|written| !there.contains(written));
    match way {
        Way::InPlace => std::fs::write(&others.target, &text).unwrap(),
        Way::ByRename => {
            let beside = others.target.with_extension("swp");
            std::fs::write(&beside, &text).unwrap();
            std::fs::rename(&beside, &others.target).unwrap();
        }
    }
    others.written.push(answer);
}

/// Runs `verb` with a write of another program before each call and before pairs of calls; `verb`
/// prepares the files and starts the writes itself. Then runs `next` without other programs.
fn at_every_moment<T>(
    what: &str,
    verb: impl Fn(&Scene, &[usize]) -> T,
    next: impl Fn(&Scene, T),
) -> usize {
    let mut most = 0;
    for way in [Way::InPlace, Way::ByRename] {
        for exchanges in [true, false] {
            let run = |moments: &[usize]| {
                let scene = Scene::new(way, exchanges);
                let work = verb(&scene, moments);
                let is_over = scene.is_over();
                if scene.is_beyond_help(exchanges) {
                    return is_over;
                }
                scene.keeps_what_others_wrote(what);
                scene.write_at(Path::new(""), &[]);
                next(&scene, work);
                scene.keeps_what_others_wrote(&format!("{what}, and then"));
                is_over
            };
            let n_calls = (1..MOST_CALLS).find(|n| run(&[*n])).expect("it ends");
            most = most.max(n_calls);
            // The early calls only read.
            for first in n_calls.saturating_sub(LATE_CALLS).max(1)..n_calls {
                for second in first + 1..first + LATE_CALLS {
                    run(&[first, second]);
                }
            }
        }
    }
    most
}

fn save(store: &Store, open: &mut OpenDraft, answer: &str) -> Result<(), StoreError> {
    let draft: Draft = draft_with(answer);
    store.save(open, &draft, at(20), Keep::Always).map(|_| ())
}

/// Saves. If another program was faster, the text must be in a copy.
fn save_or_keep_apart(store: &Store, open: &mut OpenDraft, answer: &str) {
    match save(store, open, answer) {
        // The file changed again during the save; the next save decides.
        Ok(()) | Err(StoreError::ChangedMeanwhile { .. }) => {}
        Err(StoreError::Conflict { kept_as, .. }) => assert!(kept_as.exists()),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_save_replaces_nothing_that_somebody_writes_meanwhile() {
    let n_calls = at_every_moment(
        "a save",
        |scene, moments| {
            let path = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            let mut open = scene.quiet.load_path(path.path()).unwrap();
            scene.write_at(open.path(), moments);
            save_or_keep_apart(&scene.store, &mut open, "ours");
            open
        },
        |scene, mut open| save_or_keep_apart(&scene.quiet, &mut open, "ours again"),
    );
    assert!(n_calls > 12, "{n_calls}");
}

#[test]
fn a_save_of_a_draft_that_was_deleted_replaces_nothing_that_came_in_its_place() {
    at_every_moment(
        "a save anew",
        |scene, moments| {
            let mut open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            std::fs::remove_file(open.path()).unwrap();
            scene.write_at(open.path(), moments);
            save_or_keep_apart(&scene.store, &mut open, "ours");
            open
        },
        |scene, mut open| save_or_keep_apart(&scene.quiet, &mut open, "ours again"),
    );
}

#[test]
fn a_conflict_copy_that_somebody_writes_to_is_not_written_over() {
    at_every_moment(
        "a second conflict",
        |scene, moments| {
            let mut open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            let mut theirs = open.clone();
            save(&scene.quiet, &mut theirs, "theirs").unwrap();
            let Err(StoreError::Conflict { kept_as, .. }) = save(&scene.quiet, &mut open, "ours")
            else {
                panic!("no conflict");
            };
            scene.write_at(&kept_as, moments);
            save_or_keep_apart(&scene.store, &mut open, "ours again");
            open
        },
        |scene, mut open| save_or_keep_apart(&scene.quiet, &mut open, "and again"),
    );
}

#[test]
fn a_recovery_copy_that_somebody_writes_to_is_neither_written_over_nor_deleted() {
    at_every_moment(
        "a second recovery copy",
        |scene, moments| {
            let mut open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            let kept = scene
                .quiet
                .keep_recovery_copy(&mut open, &draft_with("ours"));
            scene.write_at(&kept.unwrap(), moments);
            let kept = scene
                .store
                .keep_recovery_copy(&mut open, &draft_with("more"));
            kept.unwrap();
            open
        },
        |scene, mut open| save_or_keep_apart(&scene.quiet, &mut open, "saved"),
    );
    at_every_moment(
        "a save that needs its recovery copy no more",
        |scene, moments| {
            let mut open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            let kept = scene
                .quiet
                .keep_recovery_copy(&mut open, &draft_with("ours"));
            scene.write_at(&kept.unwrap(), moments);
            save_or_keep_apart(&scene.store, &mut open, "ours");
        },
        |_, ()| {},
    );
}

#[test]
fn a_recovery_copy_that_is_written_anew_while_it_is_swept_stays() {
    at_every_moment(
        "sweeping",
        |scene, moments| {
            let mut open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            let kept = scene
                .quiet
                .keep_recovery_copy(&mut open, &draft_with("old"));
            scene.write_at(&kept.unwrap(), moments);
            scene.store.sweep_recovery_copies().unwrap();
        },
        |_, ()| {},
    );
}

#[test]
fn a_broken_file_that_somebody_mends_meanwhile_is_not_replaced_by_a_revision() {
    at_every_moment(
        "a revision in the place of a broken file",
        |scene, moments| {
            let mut open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            save(&scene.quiet, &mut open, "new").unwrap();
            let path = open.path().to_owned();
            let revision = scene.quiet.revisions(&path).unwrap().remove(0);
            std::fs::write(&path, "[template\nid = \"x\"").unwrap();
            scene.write_at(&path, moments);
            match scene.store.restore_over(&path, &revision, at(30)) {
                // The content at the start of the call becomes a revision.
                Ok(()) => scene.forget_what_is_a_revision(),
                Err(StoreError::ChangedMeanwhile { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        },
        |_, ()| {},
    );
}

#[test]
fn what_somebody_writes_while_a_draft_is_taken_over_stays() {
    at_every_moment(
        "taking over",
        |scene, moments| {
            let open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            scene.write_at(open.path(), moments);
            match scene.store.take_over(open.path(), at(1)) {
                Ok(_)
                | Err(
                    StoreError::Conflict { .. }
                    | StoreError::ChangedMeanwhile { .. }
                    // The draft was read while it was being written.
                    | StoreError::Broken { .. },
                ) => {}
                Err(error) => panic!("{error}"),
            }
        },
        |_, ()| {},
    );
}

#[test]
fn a_draft_that_is_written_while_it_goes_to_the_trash_is_there_or_in_the_trash() {
    at_every_moment(
        "throwing away",
        |scene, moments| {
            let open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            scene.write_at(open.path(), moments);
            match scene.store.trash(open.path(), at(1)) {
                Ok(_) | Err(StoreError::Exists { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        },
        |_, ()| {},
    );
}

#[test]
fn a_copy_that_was_merged_and_says_more_by_now_stays_in_its_place() {
    at_every_moment(
        "throwing away what was compared",
        |scene, moments| {
            let copy = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            scene.write_at(copy.path(), moments);
            match scene.store.trash_as_seen(&copy, at(1)) {
                Ok(_) | Err(StoreError::Exists { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        },
        |_, ()| {},
    );
    let scene = Scene::new(Way::InPlace, true);
    let copy = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
    let mut other = copy.clone();
    save(&scene.quiet, &mut other, "more").unwrap();
    assert_eq!(scene.quiet.trash_as_seen(&copy, at(1)), Ok(false));
    assert_eq!(answer_on_disk(&scene.quiet, copy.path()), "more");
    assert_eq!(scene.quiet.trash_as_seen(&other, at(1)), Ok(true));
}

#[test]
fn what_comes_back_from_the_trash_replaces_nothing_that_somebody_writes_meanwhile() {
    at_every_moment(
        "taking back",
        |scene, moments| {
            let open = scene.quiet.create(&draft_with("old"), at(0)).unwrap();
            scene.quiet.trash(open.path(), at(1)).unwrap();
            let trashed = scene.quiet.list_trash().unwrap().remove(0);
            scene.write_at(open.path(), moments);
            match scene.store.restore_from_trash(&trashed) {
                Ok(_) | Err(StoreError::Exists { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        },
        |_, ()| {},
    );
}

#[test]
fn an_export_replaces_what_stood_there_when_it_was_asked_for_and_nothing_else() {
    for (name, overwrite, old) in [
        ("c.docx", Overwrite::Replace, Some("old")),
        ("c.md", Overwrite::Replace, Some("old")),
        ("c.docx", Overwrite::Replace, None),
        ("c.docx", Overwrite::Refuse, None),
        ("c.md", Overwrite::Refuse, None),
    ] {
        at_every_moment(
            "an export",
            |scene, moments| {
                let path = |name: &str| scene.root.path().join(name);
                if let Some(old) = old {
                    std::fs::write(path("c.docx"), old).unwrap();
                    std::fs::write(path("c.md"), old).unwrap();
                }
                let targets = ["c.docx", "c.md"].map(|name| {
                    Target::at(&RealDisk, &path(name), overwrite, &Protected::default()).unwrap()
                });
                scene.write_at(&path(name), moments);
                let outputs = targets.map(|target| target.prepare(&*scene.disk, b"new").unwrap());
                let written = write_outputs(&*scene.disk, outputs.into());
                let file = |name: &str| std::fs::read(path(name)).ok();
                let other = if name == "c.md" { "c.docx" } else { "c.md" };
                match written {
                    Ok(()) => assert_eq!(file(other).as_deref(), Some(&b"new"[..])),
                    // Either both files are written or neither.
                    Err(NotWritten { left, .. }) => {
                        assert_eq!(left, Vec::<PathBuf>::new());
                        assert_eq!(file(other), old.map(Into::into));
                    }
                }
            },
            |_, ()| {},
        );
    }
}
