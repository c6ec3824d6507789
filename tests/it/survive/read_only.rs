//! The real program in a drafts folder that is read-only for a while: it says why, keeps the typed
//! text on the screen and in a copy, and saves as soon as possible.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::elsewhere::{drafts, in_drafts, leave};
use super::ordinary_user;
use crate::support::terminal::Terminal;
use crate::support::tools;

/// A folder that is mounted read-only over itself.
struct ReadOnlyMount<'a>(&'a Path);

impl<'a> ReadOnlyMount<'a> {
    /// Mounts the folder. Returns `None` after a message if the test lacks the right to mount.
    fn over(folder: &'a Path) -> Option<Self> {
        if !ordinary_user::is_root() {
            tools::missing("root, to make a folder read-only,");
            return None;
        }
        let mount = |arguments: &[&str]| {
            let mut command = Command::new("mount");
            let status = command.args(arguments).arg(folder).status();
            status.is_ok_and(|status| status.success())
        };
        let there = folder.to_str().unwrap();
        if mount(&["--bind", there]) {
            let mounted = Self(folder);
            if mount(&["-o", "remount,bind,ro"]) {
                return Some(mounted);
            }
        }
        tools::missing("the right to make a folder read-only");
        None
    }
}

impl Drop for ReadOnlyMount<'_> {
    fn drop(&mut self) {
        let mut command = Command::new("umount");
        let _a_failed_test_says_more = command.arg("--lazy").arg(self.0).status();
    }
}

/// Types while the folder is read-only, and again when it is writable. `forbid` makes the folder
/// read-only or writable, and returns whether this succeeded.
fn write_on(terminal: Terminal, data: &Path, why: &str, forbid: &mut dyn FnMut(bool) -> bool) {
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.wait_for("已保存");
    if !forbid(true) {
        return;
    }
    terminal.type_text("茶业");
    terminal.wait_for(&format!("未保存：{why}"));
    terminal.wait_for("甲方：杭州青禾茶业");
    terminal.wait_for("Alt-R 存到别处");
    // Typing still works, the old file stays, and the new text is in a copy.
    terminal.type_text("公司");
    terminal.wait_for("甲方：杭州青禾茶业公司");
    assert!(in_drafts(data).contains("\"杭州青禾\""));
    terminal.wait_until_true("all of it is kept in a copy", || {
        let copies = drafts(&data.join("recovery")).into_iter();
        let mut texts = copies.map(|copy| fs::read_to_string(copy).unwrap());
        texts.any(|text| text.contains("杭州青禾茶业公司"))
    });
    // Leaving requires a confirmation.
    terminal.press("Ctrl-Q");
    terminal.wait_for("再按一次就丢弃");
    terminal.press("Esc");
    forbid(false);
    terminal.wait_for("已保存");
    assert!(in_drafts(data).contains("\"杭州青禾茶业公司\""));
    assert_eq!(drafts(&data.join("recovery")).len(), 0);
    leave(terminal);
}

#[test]
fn on_a_disk_that_turns_read_only_the_text_is_kept_until_it_can_be_saved() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("drafts");
    let terminal = Terminal::start(&["new", "mini-program-service"], data.path(), 120, 30);
    let mut mounted = None;
    write_on(terminal, data.path(), "磁盘是只读的", &mut |up| {
        mounted = up.then(|| ReadOnlyMount::over(&folder)).flatten();
        mounted.is_some()
    });
}

#[test]
fn in_a_folder_that_turns_read_only_the_text_is_kept_until_it_can_be_saved() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("drafts");
    let Some(starter) = ordinary_user::starter() else {
        return;
    };
    ordinary_user::give(data.path());
    let new = ["new", "mini-program-service"];
    let starter: Vec<&str> = starter.iter().map(String::as_str).collect();
    let terminal = match starter.as_slice() {
        [] => Terminal::start(&new, data.path(), 120, 30),
        starter => Terminal::start_under(starter, &new, data.path(), 120, 30),
    };
    write_on(terminal, data.path(), "没有权限", &mut |up| {
        let mode = if up { 0o555 } else { 0o755 };
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        true
    });
}
