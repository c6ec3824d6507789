//! A full disk and a read-only folder: a clear error, an unchanged old file, and a save as soon as
//! possible.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use qianyue::store::{DataFolder, Keep, Store, StoreError, TEMPORARY_PREFIX};

use super::child::{self, Verb, furnish};
use super::elsewhere::{in_drafts, leave};
use super::ordinary_user;
use crate::store::{answer_of, answer_on_disk, at, draft_with, instance, names_in};
use crate::support::terminal::Terminal;
use crate::support::tools;

const READY: &str = include_str!("../../data/example-ready.toml");

/// A small file system in memory, unmounted on drop.
pub(super) struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts the file system. Returns `None` after a message if the test lacks the right to mount.
    pub(super) fn mount() -> Option<Self> {
        if !ordinary_user::is_root() {
            tools::missing("root, to mount a small disk,");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(folder.path())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self { folder });
        }
        tools::missing("the right to mount a small disk");
        None
    }

    /// The folder of the file system.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills all free space.
    pub(super) fn fill(&self) -> PathBuf {
        use std::io::Write;
        let path = self.folder.path().join("filler");
        let mut file = fs::File::create(&path).unwrap();
        while file.write_all(&[0; 512]).is_ok() {}
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _may_be_gone = Command::new("umount").arg(self.folder.path()).status();
    }
}

#[test]
fn on_a_full_disk_the_old_draft_stays_and_the_new_one_is_saved_when_there_is_space() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let store = Store::new(DataFolder::new(disk.folder.path().to_owned()), instance());
    let mut open = store.create(&draft_with("old"), at(0)).unwrap();
    let path = open.path().to_owned();
    let filler = disk.fill();
    let long = draft_with(&"长".repeat(10_000));
    for minutes in [20, 40] {
        let refused = store.save(&mut open, &long, at(minutes), Keep::Always);
        assert!(
            matches!(
                refused,
                Err(StoreError::System {
                    kind: std::io::ErrorKind::StorageFull,
                    ..
                })
            ),
            "{refused:?}"
        );
        assert_eq!(answer_on_disk(&store, &path), "old");
    }
    let left = names_in(&store.folder().drafts());
    assert!(
        left.iter().all(|name| !name.starts_with(TEMPORARY_PREFIX)),
        "{left:?}"
    );
    fs::remove_file(filler).unwrap();
    let saved = store.save(&mut open, &long, at(60), Keep::Always).unwrap();
    assert_eq!(saved.revision_problem, None);
    let answer = answer_on_disk(&store, &path);
    assert_eq!(answer.chars().count(), 10_000);
}

/// Saves twice in `root` as an ordinary user. Returns the report of the process.
fn saves_as_ordinary_user(root: &Path) -> Option<String> {
    let mut command = ordinary_user::command(&child::program())?;
    child::prepare(&mut command, Verb::Save, root);
    Some(tools::said(&tools::run(&mut command)))
}

#[test]
fn in_a_read_only_folder_the_old_draft_stays_and_every_save_says_so() {
    let root = tempfile::tempdir().unwrap();
    let store = furnish(Verb::Save, root.path());
    let path = store.draft_paths().unwrap().remove(0);
    ordinary_user::give(root.path());
    let folder = store.folder().drafts();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let Some(said) = saves_as_ordinary_user(root.path()) else {
        return;
    };
    for which in ["first: failed: Write", "second: failed: Write"] {
        let line = said.lines().find(|line| line.starts_with(which));
        assert!(
            line.is_some_and(|line| line.contains("PermissionDenied")),
            "{said}"
        );
    }
    assert_eq!(answer_of(store.load_path(&path).unwrap().draft()), "old");
    assert_eq!(names_in(&folder).len(), 1);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let said = saves_as_ordinary_user(root.path()).unwrap();
    assert!(said.contains("second: done"), "{said}");
    assert_eq!(answer_on_disk(&store, &path), "newer");
}

/// Limits the size of files that a running program may write.
#[cfg(target_os = "linux")]
fn limit_file_size(process: u32, limit: &str) {
    let status = Command::new("prlimit")
        .args(["--pid", &process.to_string(), &format!("--fsize={limit}:")])
        .status();
    assert!(status.unwrap().success(), "{limit}");
}

/// The signal about the limit would end the program without restoring the terminal.
#[cfg(target_os = "linux")]
#[test]
fn beyond_the_size_that_the_system_allows_the_text_is_kept_until_it_can_be_saved() {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(&["new", "mini-program-service"], data.path(), 120, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.wait_for("已保存");
    limit_file_size(terminal.process(), "64");
    terminal.type_text("茶业");
    terminal.wait_for("未保存：系统不允许写这么大的文件");
    terminal.wait_for("甲方：杭州青禾茶业");
    assert!(in_drafts(data.path()).contains("\"杭州青禾\""));
    limit_file_size(terminal.process(), "unlimited");
    terminal.wait_for("已保存");
    assert!(in_drafts(data.path()).contains("\"杭州青禾茶业\""));
    for folder in ["drafts", "drafts/.history", "recovery"] {
        let left = crate::store::files_under(&data.path().join(folder));
        let is_temporary = |path: &PathBuf| path.to_string_lossy().contains(TEMPORARY_PREFIX);
        assert!(!left.iter().any(is_temporary), "{left:?}");
    }
    leave(terminal);
}

#[test]
fn beyond_the_size_that_the_system_allows_a_command_fails_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.toml"), READY).unwrap();
    for (limit, arguments) in [
        ("0", "export x.toml --draft -o x.docx"),
        ("4", "export x.toml --draft -o x.docx"),
        ("4", "export x.toml --draft -o x.html"),
        ("1", "export x.toml --draft -o x.txt"),
        ("1", "show x.toml >x.out"),
        ("0", "config init"),
    ] {
        let script =
            format!("ulimit -f {limit}; exec \"$0\" --lang en --config c.toml {arguments}");
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_qianyue")]);
        command.current_dir(folder.path());
        let output = tools::run(command.env("QIANYUE_DATA_DIR", folder.path()));
        let said = tools::said(&output);
        assert_eq!(output.status.code(), Some(1), "{limit} {arguments}: {said}");
        assert!(
            said.contains("the system allows no file so large"),
            "{limit} {arguments}: {said}"
        );
        let mut names = names_in(folder.path());
        names.retain(|name| name != "x.out");
        assert_eq!(names, ["x.toml"], "{limit} {arguments}");
    }
}
