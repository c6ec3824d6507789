//! A process that works on drafts through the real store, to be killed or refused things by the
//! tests beside it. It is this very binary, started again.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use qianyue::draft::Draft;
use qianyue::store::{DataFolder, Keep, OpenDraft, Store, StoreError};

use crate::store::{at, draft_with, instance};

const VERB: &str = "QIANYUE_TEST_VERB";
const ROOT: &str = "QIANYUE_TEST_ROOT";
/// Asked for, and never there: they show in a trace where the work begins and ends.
pub const BEGIN: &str = "/qianyue-test-begin";
/// See [`BEGIN`].
pub const END: &str = "/qianyue-test-end";

/// What the process does, and then does once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Saves over `old`, which becomes a revision: `new`, then `newer`.
    Save,
    /// Saves a draft whose file is gone.
    SaveAnew,
    /// Begins a draft.
    Create,
    /// Throws the draft away.
    Trash,
    /// Takes the draft back.
    Restore,
    /// Opens the draft.
    Open,
}

impl Verb {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Save,
        Self::SaveAnew,
        Self::Create,
        Self::Trash,
        Self::Restore,
        Self::Open,
    ];

    fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|verb| format!("{verb:?}") == name)
            .unwrap_or_else(|| panic!("no verb {name}"))
    }
}

/// The arguments and the environment that make this binary work on the drafts in `root`.
pub fn prepare(command: &mut Command, verb: Verb, root: &Path) {
    command
        .args(["survive::child::works_on_drafts", "--exact", "--ignored"])
        .args(["--test-threads=1", "--nocapture"])
        // The loader looks for every library in each of these folders first, and so the runner's
        // own thread may come to a number that is meant for the other.
        .env_remove("LD_LIBRARY_PATH")
        .env(VERB, format!("{verb:?}"))
        .env(ROOT, root);
}

/// This binary.
pub fn program() -> PathBuf {
    std::env::current_exe().unwrap()
}

/// A store with what `verb` needs: one draft `old`, in its place or in the trash.
pub fn furnish(verb: Verb, root: &Path) -> Store {
    let store = Store::new(DataFolder::new(root.to_owned()), instance());
    let path = store
        .create(&draft_with("old"), at(0))
        .unwrap()
        .path()
        .to_owned();
    if verb == Verb::Restore {
        store.trash(&path, at(1)).unwrap();
    }
    store
}

#[test]
#[ignore = "started by the tests beside it, with what to do in the environment"]
#[allow(clippy::print_stdout, reason = "the tests beside it read it")]
fn works_on_drafts() {
    let Some(root) = std::env::var_os(ROOT) else {
        println!("nothing to do: {ROOT} is not set");
        return;
    };
    let verb = Verb::named(&std::env::var(VERB).unwrap());
    let store = Store::new(DataFolder::new(root.into()), instance());
    let mut work = Work::begin(store, verb);
    outrun_the_test_runner();
    mark(BEGIN);
    let first = work.once("new");
    mark(END);
    println!("\nfirst: {}", report(&first));
    println!("second: {}", report(&work.once("newer")));
}

/// A report is one line.
fn report(outcome: &Result<Option<StoreError>, StoreError>) -> String {
    match outcome {
        Ok(None) => "done".to_owned(),
        Ok(Some(problem)) => format!("done, but {problem}"),
        Err(error) => format!("failed: {error}"),
    }
}

/// Faults are told by how often a thread has made a call. The runner's own thread makes a few
/// calls too: after these here, no number that is meant for this thread is reached there.
fn outrun_the_test_runner() {
    for _ in 0..64 {
        let mut null = File::options()
            .read(true)
            .write(true)
            .open("/dev/null")
            .unwrap();
        null.write_all(b" ").unwrap();
        assert_eq!(null.read(&mut [0]).unwrap(), 0);
        assert!(null.metadata().is_ok());
        // Opening a folder asks what it is, with another call.
        assert!(std::fs::read_dir("/").is_ok());
    }
}

fn mark(path: &str) {
    assert!(std::fs::metadata(path).is_err());
}

struct Work {
    store: Store,
    verb: Verb,
    path: PathBuf,
    open: Option<OpenDraft>,
}

impl Work {
    fn begin(store: Store, verb: Verb) -> Self {
        let path = match verb {
            Verb::Restore => store.folder().drafts(),
            Verb::Save | Verb::SaveAnew | Verb::Create | Verb::Trash | Verb::Open => {
                store.draft_paths().unwrap().remove(0)
            }
        };
        let open = match verb {
            Verb::Save | Verb::SaveAnew => Some(store.load_path(&path).unwrap()),
            Verb::Create | Verb::Trash | Verb::Restore | Verb::Open => None,
        };
        if verb == Verb::SaveAnew {
            std::fs::remove_file(&path).unwrap();
        }
        Self {
            store,
            verb,
            path,
            open,
        }
    }

    /// Does it; beside success there may be a problem that is told and stops nothing.
    fn once(&mut self, answer: &str) -> Result<Option<StoreError>, StoreError> {
        match self.verb {
            Verb::Save | Verb::SaveAnew => {
                let draft: Draft = draft_with(answer);
                let open = self.open.as_mut().unwrap();
                self.store
                    .save(open, &draft, at(20), Keep::Always)
                    .map(|saved| saved.revision_problem)
            }
            Verb::Create => self.store.create(&draft_with(answer), at(20)).map(|_| None),
            Verb::Trash => match self.store.trash(&self.path, at(20)) {
                Err(error) if error.is_not_found() && answer == "newer" => Ok(None),
                trashed => trashed.map(|_| None),
            },
            Verb::Restore => match self.store.list_trash()?.first() {
                Some(trashed) => self.store.restore_from_trash(trashed).map(|_| None),
                None => Ok(None),
            },
            Verb::Open => self.store.load_path(&self.path).map(|_| None),
        }
    }
}
