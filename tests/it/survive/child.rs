//! A process that works on drafts through the real store while a test kills it or makes its system
//! calls fail. The process runs this test binary.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use qianyue::draft::Draft;
use qianyue::store::{DataFolder, Keep, OpenDraft, Store, StoreError};

use crate::store::{at, draft_with, instance};

const VERB: &str = "QIANYUE_TEST_VERB";
const ROOT: &str = "QIANYUE_TEST_ROOT";
/// A path that never exists. The query for it marks the start of the work in a trace.
pub const BEGIN: &str = "/qianyue-test-begin";
/// Like [`BEGIN`], for the end of the work.
pub const END: &str = "/qianyue-test-end";

/// The work of the process, which does it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Saves over `old`, which becomes a revision: `new`, then `newer`.
    Save,
    /// Saves a draft whose file is gone.
    SaveAnew,
    /// Creates a draft.
    Create,
    /// Moves the draft to the trash.
    Trash,
    /// Restores the draft from the trash.
    Restore,
    /// Opens the draft.
    Open,
}

impl Verb {
    /// All verbs.
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

/// Adds the arguments and the environment with which this binary works on the drafts in `root`.
pub fn prepare(command: &mut Command, verb: Verb, root: &Path) {
    command
        .args(["survive::child::works_on_drafts", "--exact", "--ignored"])
        .args(["--test-threads=1", "--nocapture"])
        // The loader searches these folders for every library. With these calls the runner's main
        // thread could reach a call number that is meant for the test's thread.
        .env_remove("LD_LIBRARY_PATH")
        .env(VERB, format!("{verb:?}"))
        .env(ROOT, root);
}

/// The path of this binary.
pub fn program() -> PathBuf {
    std::env::current_exe().unwrap()
}

/// A store as `verb` needs it: with a draft `old`, in its place or in the trash.
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

/// The report of a result, in one line.
fn report(outcome: &Result<Option<StoreError>, StoreError>) -> String {
    match outcome {
        Ok(None) => "done".to_owned(),
        Ok(Some(problem)) => format!("done, but {problem}"),
        Err(error) => format!("failed: {error}"),
    }
}

/// strace injects a fault at the N-th call of a thread, in any thread. After the calls made here,
/// the numbers of this thread are too high for the runner's main thread, which makes few calls.
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
        // Opening a folder checks its type with another system call.
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

    /// Does the work. Even a success may report a problem.
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
