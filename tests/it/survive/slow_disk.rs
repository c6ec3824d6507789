//! The real program on a disk with a slow fsync: typing is still possible, and "saved" appears only
//! when the file and then its folder are on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use qianyue::store::TEMPORARY_PREFIX;

use super::draft_in;
use crate::support::terminal::Terminal;
use crate::support::tools;

/// The duration of an fsync. Typing and showing the text take far less.
const DELAY_MICROSECONDS: u32 = 1_500_000;
const SAVED: &str = "已保存";
const BEGUN: &str = "青禾";
const TYPED: &str = "天地玄黄宇宙洪荒日月盈昃";

struct Desk {
    data: tempfile::TempDir,
    draft: PathBuf,
    log: PathBuf,
}

impl Desk {
    /// A draft that was created on a fast disk.
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let terminal = Terminal::start(&["new", "mini-program-service"], data.path(), 120, 40);
        terminal.wait_for("合同双方");
        terminal.type_text(BEGUN);
        terminal.wait_for(SAVED);
        terminal.signal("KILL");
        drop(terminal);
        let drafts = data.path().join("drafts");
        let draft = draft_in(&drafts).expect("a draft was begun");
        let log = data.path().join("log");
        Self { data, draft, log }
    }

    /// Opens the draft under strace, which makes every fsync slow and logs the calls of a save.
    fn open_slowly(&self, strace: &Path) -> Terminal {
        let inject = format!("inject=fsync,fdatasync:delay_enter={DELAY_MICROSECONDS}");
        let trace = "trace=fsync,fdatasync,rename,renameat,renameat2";
        let mut command = vec![strace.to_str().unwrap(), "-f", "-qq", "-y"];
        command.extend(["--seccomp-bpf", "-s", "4096", "-e", trace, "-e", &inject]);
        command.extend(["-o", self.log.to_str().unwrap()]);
        let program = ["open", self.draft.to_str().unwrap()];
        let terminal = Terminal::start_under(&command, &program, self.data.path(), 120, 40);
        terminal.wait_for(BEGUN);
        terminal
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.draft).unwrap()
    }

    fn is_being_written(&self) -> bool {
        fs::read_dir(self.draft.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .any(|name| name.to_string_lossy().starts_with(TEMPORARY_PREFIX))
    }

    /// The calls that have returned, oldest first.
    fn returned(&self) -> Vec<String> {
        let log = fs::read_to_string(&self.log).unwrap();
        log.lines()
            .filter(|line| line.contains(" = 0"))
            .map(str::to_owned)
            .collect()
    }
}

#[test]
fn typing_goes_on_while_a_save_waits_for_the_disk() {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    let desk = Desk::new();
    let terminal = desk.open_slowly(&strace);
    terminal.type_text("甲");
    terminal.wait_until_true("a save is under way", || desk.is_being_written());
    let mut shown = format!("{BEGUN}甲");
    for key in TYPED.chars() {
        terminal.type_text(&key.to_string());
        shown.push(key);
        // The form and the contract show the text.
        terminal.wait_for(&format!("甲方：{shown}"));
    }
    assert!(desk.is_being_written(), "all keys were shown meanwhile");
    assert!(!desk.text().contains('甲'), "{}", desk.text());
    assert!(!terminal.screen().contains(SAVED), "{}", terminal.screen());
}

#[test]
fn saved_is_said_after_the_file_and_its_folder_are_on_the_disk() {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    let desk = Desk::new();
    let terminal = desk.open_slowly(&strace);
    terminal.type_text(TYPED);
    terminal.wait_for(SAVED);
    let returned = desk.returned();
    let text = desk.text();
    assert!(text.contains(TYPED), "{text}");
    let drafts = desk.draft.parent().unwrap();
    let in_drafts = format!("{}/{TEMPORARY_PREFIX}", drafts.display());
    let of_draft = format!("\"{}\"", desk.draft.display());
    let of_folder = format!("<{}>", drafts.display());
    let position = |what: &str, is_meant: &dyn Fn(&str) -> bool| {
        returned
            .iter()
            .rposition(|line| is_meant(line))
            .unwrap_or_else(|| panic!("{what} has not returned: {returned:#?}"))
    };
    let file = position("the file's fsync", &|line| {
        line.contains("fsync(") && line.contains(&in_drafts)
    });
    let name = position("the rename", &|line| {
        line.contains("rename") && line.contains(&of_draft)
    });
    let folder = position("the folder's fsync", &|line| {
        line.contains("fsync(") && line.contains(&of_folder)
    });
    assert!(file < name && name < folder, "{returned:#?}");
}
