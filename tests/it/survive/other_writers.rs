//! A process saves on a slow disk while another program writes the same file: the other text stays,
//! and the saved text is kept beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use qianyue::draft::DraftFile;
use qianyue::store::{Store, TEMPORARY_PREFIX};

use super::child::{self, Verb, furnish};
use crate::store::{answer_on_disk, draft_with, files_under};
use crate::support::stopwatch::Stopwatch;
use crate::support::tools;

/// When the other program writes, as visible in the folder.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// The new text is being written beside the draft.
    Preparing,
    /// The old text is being kept as a revision.
    KeepingTheRevision,
    /// The revision exists; the draft is being replaced.
    Replacing,
}

/// How the other program writes.
#[derive(Clone, Copy, Debug)]
enum Way {
    InPlace,
    ByRename,
}

impl Moment {
    fn has_come(self, store: &Store) -> bool {
        let is_temporary = |path: &&PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(TEMPORARY_PREFIX)
        };
        let history = files_under(&store.folder().history());
        match self {
            Self::Preparing => files_under(&store.folder().drafts())
                .iter()
                .any(|path| is_temporary(&path)),
            Self::KeepingTheRevision => !history.is_empty(),
            Self::Replacing => history.iter().any(|path| !is_temporary(&path)),
        }
    }
}

fn write(path: &Path, text: &str, way: Way) {
    match way {
        Way::InPlace => fs::write(path, text).unwrap(),
        Way::ByRename => {
            let beside = path.with_extension("swp");
            fs::write(&beside, text).unwrap();
            fs::rename(&beside, path).unwrap();
        }
    }
}

#[test]
fn what_somebody_writes_while_a_slow_save_is_under_way_is_not_replaced() {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    // Without the exchange of names, a hard link still keeps text that an editor writes in place.
    let every_way = [Way::InPlace, Way::ByRename].map(|way| (way, true));
    for (way, exchanges) in every_way.into_iter().chain([(Way::InPlace, false)]) {
        for moment in [
            Moment::Preparing,
            Moment::KeepingTheRevision,
            Moment::Replacing,
        ] {
            let root = tempfile::tempdir().unwrap();
            let store = furnish(Verb::Save, root.path());
            let path = store.draft_paths().unwrap().remove(0);
            let mut command = Command::new(&strace);
            command.args(["-f", "-qq", "--seccomp-bpf", "-o", "/dev/null"]);
            command.args(["-e", "inject=fsync:delay_enter=50000"]);
            if exchanges {
                command.args(["-e", "inject=renameat2:delay_enter=400000"]);
            } else {
                command.args(["-e", "inject=renameat2:error=EINVAL:delay_enter=10000"]);
                command.args(["-e", "inject=rename:delay_enter=400000"]);
            }
            command.arg(child::program());
            child::prepare(&mut command, Verb::Save, root.path());
            let process = command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let waiting = Stopwatch::start();
            while !moment.has_come(&store) {
                assert!(waiting.taken().as_secs() < 60, "{moment:?} never came");
                std::thread::yield_now();
            }
            let theirs = DraftFile::new(&draft_with("theirs")).to_text();
            write(&path, &theirs, way);
            let said = tools::said(&process.wait_with_output().unwrap());
            let case = format!("{way:?}, {moment:?}, exchanges: {exchanges}: {said}");
            assert_eq!(fs::read_to_string(&path).unwrap(), theirs, "{case}");
            let copies = store.conflict_copies().unwrap();
            let answers: Vec<String> = copies
                .iter()
                .map(|copy| answer_on_disk(&store, copy))
                .collect();
            assert_eq!(answers, ["newer"], "{case}");
        }
    }
}
