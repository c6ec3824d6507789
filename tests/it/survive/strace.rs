//! The process is killed or gets an error at each of its system calls. No file is empty, torn,
//! missing or older than before, the failure is reported, and the next attempt succeeds.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Output};

use qianyue::draft::DraftFile;
use qianyue::store::{Keep, Store, TEMPORARY_PREFIX};

use super::child::{self, BEGIN, END, Verb, furnish};
use crate::store::{answer_of, at, draft_with, files_under};
use crate::support::tools;

/// Typical errors of a disk, and the error for too many open files.
const ERRORS: [&str; 5] = ["ENOSPC", "EIO", "EACCES", "EROFS", "EMFILE"];

/// Calls about memory, threads and signals. The process is killed there, but the calls do not fail.
const NOT_OF_FILES: [&str; 13] = [
    "brk",
    "mmap",
    "munmap",
    "mprotect",
    "madvise",
    "mremap",
    "futex",
    "sched_yield",
    "rt_sigaction",
    "rt_sigprocmask",
    "sigaltstack",
    "getrandom",
    "clock_gettime",
];

/// Calls whose failure breaks no promise: a file is synced before it is closed, the group of a file
/// may not be available, and locks are optional. `access` only decides whether a draft is reported
/// as read-only.
const HARMLESS: [&str; 7] = [
    "access",
    "close",
    "fcntl",
    "fchown",
    "flock",
    "ftruncate",
    "rmdir",
];

/// The N-th occurrence of a system call, counted from the start of the process.
#[derive(Clone, Debug)]
struct Call {
    name: String,
    occurrence: usize,
}

struct World {
    root: tempfile::TempDir,
    store: Store,
    verb: Verb,
    /// The inode of the draft's file.
    inode: Option<u64>,
}

impl World {
    fn new(verb: Verb) -> Self {
        let root = tempfile::tempdir().unwrap();
        let store = furnish(verb, root.path());
        let inode = store.draft_paths().unwrap().first().map(|path| inode(path));
        Self {
            root,
            store,
            verb,
            inode,
        }
    }

    /// Whether the revision is the replaced file itself. The store links the file if it cannot copy
    /// it, and need not report this.
    fn has_linked_revision(&self) -> bool {
        files_under(&self.store.folder().history())
            .iter()
            .any(|path| Some(inode(path)) == self.inode)
    }

    fn run(&self, strace: &Path, arguments: &[&str]) -> Output {
        let mut command = Command::new(strace);
        command
            .args(["-f", "-qq"])
            .args(arguments)
            .arg(child::program());
        child::prepare(&mut command, self.verb, self.root.path());
        tools::run(&mut command)
    }

    /// The system calls between the two marks in a run without faults.
    fn calls(&self, strace: &Path) -> Vec<Call> {
        let log = self.root.path().join("log");
        let output = self.run(strace, &["-o", log.to_str().unwrap()]);
        assert!(output.status.success(), "{}", tools::said(&output));
        calls_between_marks(&std::fs::read_to_string(&log).unwrap())
    }

    fn answers(&self) -> Vec<String> {
        let listed = self.store.list().unwrap();
        let trashed = self.store.list_trash().unwrap();
        listed
            .iter()
            .chain(trashed.iter().map(|trashed| &trashed.listed))
            .map(|listed| match &listed.draft {
                Ok(draft) => answer_of(draft),
                Err(error) => panic!("{}: {error}", listed.path.display()),
            })
            .collect()
    }

    /// Asserts that no file is torn and that the draft exists in an allowed state.
    fn is_whole(&self, fault: &str) {
        for path in files_under(&self.store.folder().drafts()) {
            let name = path.file_name().unwrap().to_string_lossy();
            let is_lock = path.extension().is_some_and(|ending| ending == "lock");
            if is_lock || name.starts_with(TEMPORARY_PREFIX) {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            assert!(
                DraftFile::parse(&bytes).is_ok(),
                "{fault}: torn {}",
                path.display()
            );
        }
        let answers = self.answers();
        let allowed: &[&[&str]] = match self.verb {
            Verb::Save => &[&["old"], &["new"]],
            // The draft was deleted before, so it is missing or holds the saved text.
            Verb::SaveAnew => &[&[], &["new"]],
            Verb::Create => &[&["old"], &["old", "new"], &["new", "old"]],
            // Both names may exist for a moment, which is better than none.
            Verb::Trash | Verb::Restore => &[&["old"], &["old", "old"]],
            Verb::Open => &[&["old"]],
        };
        assert!(
            allowed.iter().any(|allowed| *allowed == answers),
            "{fault}: {answers:?}"
        );
    }

    /// Asserts that another window can save after the kill.
    fn goes_on(&self, fault: &str) {
        let Some(path) = self.store.draft_paths().unwrap().pop() else {
            return;
        };
        let mut open = self.store.load_path(&path).unwrap();
        let saved = self
            .store
            .save(&mut open, &draft_with("next"), at(60), Keep::Always);
        let is_done = saved
            .as_ref()
            .is_ok_and(|saved| saved.revision_problem.is_none());
        assert!(is_done, "{fault}: {saved:?}");
        assert_eq!(
            answer_of(self.store.load_path(&path).unwrap().draft()),
            "next"
        );
    }
}

fn inode(path: &Path) -> u64 {
    std::fs::metadata(path).unwrap().ino()
}

fn calls_between_marks(log: &str) -> Vec<Call> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    let marker = log.lines().find(|line| line.contains(BEGIN)).unwrap();
    let process = marker.split_whitespace().next().unwrap();
    let mut is_between = false;
    for line in log.lines() {
        let Some((who, rest)) = line.split_once(char::is_whitespace) else {
            continue;
        };
        let Some((name, _)) = rest.trim_start().split_once('(') else {
            continue;
        };
        if who != process || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        let occurrence = counts.entry(name.to_owned()).or_default();
        *occurrence += 1;
        if line.contains(END) {
            return calls;
        }
        if is_between {
            calls.push(Call {
                name: name.to_owned(),
                occurrence: *occurrence,
            });
        }
        is_between |= line.contains(BEGIN);
    }
    panic!("the end is not in the trace");
}

/// Kills `verb` at each of its system calls, and makes each call fail with `n_errors` of the
/// errors; each call starts with another error. Returns the number of runs.
fn at_every_call(verb: Verb, strace: &Path, n_errors: usize) -> usize {
    let calls = World::new(verb).calls(strace);
    assert!(calls.len() >= 3, "{verb:?}: {calls:?}");
    let mut n_runs = 0;
    for call in &calls {
        killed_at(verb, strace, call);
        n_runs += 1;
        if !NOT_OF_FILES.contains(&call.name.as_str()) {
            let errors = ERRORS.iter().cycle().skip(n_runs);
            for error in errors.take(n_errors) {
                refused_at(verb, strace, call, error);
            }
            n_runs += n_errors;
        }
    }
    n_runs
}

fn inject(world: &World, strace: &Path, call: &Call, fault: &str) -> Output {
    let Call { name, occurrence } = call;
    let trace = format!("trace={name}");
    let inject = format!("inject={name}:{fault}:when={occurrence}");
    let mut arguments = vec!["-o", "/dev/null", "-e", &trace, "-e", &inject];
    // This is three times as fast. strace 6.1 injects errors this way, but no signals.
    if fault.starts_with("error=") {
        arguments.insert(0, "--seccomp-bpf");
    }
    world.run(strace, &arguments)
}

fn killed_at(verb: Verb, strace: &Path, call: &Call) {
    let world = World::new(verb);
    let fault = format!("{verb:?} killed at {call:?}");
    let output = inject(&world, strace, call, "signal=KILL");
    let is_of_files = !NOT_OF_FILES.contains(&call.name.as_str());
    assert!(
        !(is_of_files && output.status.success()),
        "{fault}: was not killed"
    );
    if output.status.success() {
        return;
    }
    world.is_whole(&fault);
    world.goes_on(&fault);
}

fn refused_at(verb: Verb, strace: &Path, call: &Call, error: &str) {
    let world = World::new(verb);
    let fault = format!("{verb:?} refused with {error} at {call:?}");
    let output = inject(&world, strace, call, &format!("error={error}"));
    let said = tools::said(&output);
    // The standard library panics on this error, which ends the process.
    if call.name == "close" && said.contains("during closedir") {
        return world.is_whole(&fault);
    }
    let told = |which: &str| {
        said.lines()
            .find_map(|line| line.strip_prefix(which))
            .unwrap_or_else(|| panic!("{fault}: no report: {said}"))
            .trim()
            .to_owned()
    };
    let (first, second) = (told("first:"), told("second:"));
    assert!(
        !first.contains("(None)"),
        "{fault}: without its number: {first}"
    );
    let is_harmless = HARMLESS.contains(&call.name.as_str())
        // A move has an alternative, and its lock is optional. The place of the draft is checked
        // below.
        || (matches!(verb, Verb::Trash | Verb::Restore) && call.name != "fsync");
    assert!(
        first != "done" || is_harmless || world.has_linked_revision(),
        "{fault}: nobody was told"
    );
    assert!(second.starts_with("done"), "{fault}: then {second}");
    match verb {
        Verb::Save | Verb::SaveAnew => assert_eq!(world.answers(), ["newer"], "{fault}"),
        Verb::Create => assert!(world.answers().contains(&"newer".to_owned()), "{fault}"),
        Verb::Trash => assert!(world.store.list().unwrap().is_empty(), "{fault}"),
        Verb::Restore => assert_eq!(world.store.list().unwrap().len(), 1, "{fault}"),
        Verb::Open => world.is_whole(&fault),
    }
}

#[test]
fn a_save_with_a_fault_at_any_system_call_loses_nothing_and_is_told() {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    let n_runs = at_every_call(Verb::Save, &strace, ERRORS.len());
    assert!(n_runs > 200, "{n_runs} runs");
}

#[test]
fn whatever_else_meets_a_fault_at_any_system_call_loses_nothing_and_is_told() {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::Save) {
        let n_runs = at_every_call(verb, &strace, 1);
        assert!(n_runs > 10, "{verb:?}: {n_runs} runs");
    }
}
