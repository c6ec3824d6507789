//! Two real programs with one draft: no text is lost, and both users are informed.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::terminal::Terminal;
use crate::support::tools;

/// The files of drafts and their copies.
fn files(data: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(data.join("drafts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

fn texts(data: &Path) -> Vec<String> {
    let texts = files(data).into_iter();
    texts
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// A draft that one program has open and another program opens, too.
fn two() -> (TempDir, Terminal, Terminal) {
    let data = tempfile::tempdir().unwrap();
    let first = Terminal::start(&["new", "mini-program-service"], data.path(), 120, 30);
    first.wait_for("合同双方");
    first.type_text("杭州青禾");
    first.wait_for("已保存");
    let files = files(data.path());
    let id = files[0].file_stem().unwrap().to_str().unwrap();
    let second = Terminal::start(&["open", id], data.path(), 120, 30);
    second.wait_for("正开着这份草稿");
    let process = format!("进程 {}", first.process());
    second.wait_for(&process);
    (data, first, second)
}

fn leave(mut terminal: Terminal) {
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn the_second_reads_along_and_may_write_once_the_first_has_ended() {
    let (data, first, second) = two();
    second.press("Enter");
    second.wait_for("只读");
    second.type_text("不该有");
    second.wait_for("这里只能查看");
    first.type_text("茶业");
    second.wait_for("甲方：杭州青禾茶业");
    leave(first);
    second.wait_for("现在可以修改");
    second.type_text("公司");
    second.wait_for("已保存");
    let texts = texts(data.path());
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("杭州青禾茶业公司"), "{}", texts[0]);
    leave(second);
}

#[test]
fn the_first_is_told_when_it_was_taken_over_and_keeps_its_text_in_a_copy() {
    let (data, first, second) = two();
    second.press("Down");
    second.press("Down");
    second.press("Enter");
    second.wait_for("已接管");
    first.type_text("第一窗");
    first.wait_for("您的文字另存为副本");
    second.type_text("第二窗");
    second.wait_for("已保存");
    // Further typing goes into the same copy, and leaving loses nothing.
    first.type_text("又写");
    first.wait_for("杭州青禾第一窗又写");
    leave(first);
    let texts_before = texts(data.path());
    assert_eq!(texts_before.len(), 2, "{texts_before:#?}");
    assert!(texts_before[0].contains("杭州青禾第一窗又写"));
    assert!(texts_before[1].contains("杭州青禾第二窗"));
    leave(second);
}

#[test]
fn a_conflict_is_merged_from_the_editor_and_the_copy_goes_to_the_trash() {
    let (data, first, second) = two();
    second.press("Down");
    second.press("Down");
    second.press("Enter");
    second.wait_for("已接管");
    second.type_text("第二窗");
    second.wait_for("已保存");
    leave(second);
    first.type_text("第一窗");
    first.wait_for("您的文字另存为副本");
    first.press("Alt-R");
    first.wait_for("1 处不同");
    first.wait_for("杭州青禾第二窗");
    first.press("Right");
    first.press("Left");
    first.press("Ctrl-S");
    first.wait_for("已合并保存");
    let after = texts(data.path());
    assert_eq!(after.len(), 1, "{after:#?}");
    assert!(after[0].contains("杭州青禾第一窗"), "{}", after[0]);
    // The text was kept in the conflict copy, so there was no recovery copy.
    let recovered = fs::read_dir(data.path().join("recovery"))
        .into_iter()
        .flatten();
    assert_eq!(recovered.count(), 0);
    first.type_text("再写");
    first.wait_for("已保存");
    leave(first);
    assert!(texts(data.path())[0].contains("杭州青禾第一窗再写"));
}

#[test]
fn a_conflict_is_merged_from_the_list() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("drafts");
    fs::create_dir(&folder).unwrap();
    let draft = |name: &str| {
        format!("[template]\nid = \"mini-program-service\"\n[answers]\nparty_a_name = \"{name}\"\n")
    };
    fs::write(folder.join("tea.toml"), draft("杭州青禾")).unwrap();
    fs::write(folder.join("tea.conflict-host-1.toml"), draft("成都慢跑")).unwrap();
    let terminal = Terminal::start(&[], data.path(), 80, 24);
    terminal.wait_for("冲突副本 host-1");
    terminal.press("Down");
    terminal.press("Enter");
    terminal.wait_for("1 处不同");
    terminal.press("Alt-K");
    terminal.press("Ctrl-S");
    terminal.wait_for("已合并保存");
    terminal.wait_gone("冲突副本");
    let after = texts(data.path());
    assert_eq!(after.len(), 1, "{after:#?}");
    assert!(after[0].contains("杭州青禾"), "{}", after[0]);
    let mut terminal = terminal;
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_first_window_that_was_taken_over_while_idle_is_told_when_its_user_is_back() {
    let (_data, first, second) = two();
    second.press("Down");
    second.press("Down");
    second.press("Enter");
    second.wait_for("已接管");
    first.send(b"\x1b[I");
    let process = format!("进程 {}", second.process());
    first.wait_for("正开着这份草稿");
    first.wait_for(&process);
}

/// Two windows on a file system without locks; the argument says which one saves first. The text of
/// the other window is kept in a copy, and the list shows both files.
fn without_locks(first_saves_first: bool) {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("drafts");
    fs::create_dir(&folder).unwrap();
    let id = "01JD0000000000000000000001";
    let draft = "[template]\nid = \"mini-program-service\"\n[answers]\n";
    fs::write(folder.join(format!("{id}.toml")), draft).unwrap();
    let inject = "inject=flock:error=ENOLCK";
    let refusing = [strace.to_str().unwrap(), "-f", "-qq", "--seccomp-bpf"];
    let refusing = [&refusing[..], &["-o", "/dev/null", "-e", inject]].concat();
    let open = || {
        let window = Terminal::start_under(&refusing, &["open", id], data.path(), 120, 30);
        window.wait_for("合同双方");
        assert!(!window.screen().contains("正开着这份草稿"));
        window
    };
    let (one, other) = (open(), open());
    let (faster, slower) = if first_saves_first {
        (one, other)
    } else {
        (other, one)
    };
    faster.type_text("快的");
    faster.wait_for("已保存");
    slower.type_text("慢的");
    slower.wait_for("您的文字另存为副本");
    faster.type_text("一窗");
    faster.wait_for("甲方：快的一窗");
    slower.type_text("一窗");
    slower.wait_for("甲方：慢的一窗");
    leave(slower);
    faster.press("Ctrl-Q");
    faster.wait_for("新合同用");
    faster.wait_for("冲突副本");
    let names: Vec<String> = files(data.path())
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let [copy, kept] = names.as_slice() else {
        panic!("{names:?}");
    };
    let host = copy.strip_prefix(&format!("{id}.conflict-"));
    assert!(host.is_some_and(|rest| rest.len() > "-1.toml".len() && rest.ends_with("-1.toml")));
    assert_eq!(*kept, format!("{id}.toml"));
    let texts = texts(data.path());
    assert!(texts[0].contains("\"慢的一窗\""), "{}", texts[0]);
    assert!(texts[1].contains("\"快的一窗\""), "{}", texts[1]);
    // The list shows the copy below its draft, and opens the comparison.
    faster.press("Down");
    faster.press("Enter");
    faster.wait_for("1 处不同");
    faster.wait_for("快的一窗");
    faster.wait_for("慢的一窗");
}

#[test]
fn without_locks_the_first_window_keeps_its_text_apart_when_the_second_was_faster() {
    without_locks(false);
}

#[test]
fn without_locks_the_second_window_keeps_its_text_apart_when_the_first_was_faster() {
    without_locks(true);
}

#[test]
fn a_copy_is_a_draft_of_its_own() {
    let (data, first, second) = two();
    second.press("Down");
    second.press("Enter");
    second.wait_for("这是一份新草稿");
    second.type_text("另一家");
    second.wait_for("已保存");
    first.type_text("茶业");
    first.wait_for("杭州青禾茶业");
    leave(first);
    leave(second);
    let texts = texts(data.path());
    assert_eq!(texts.len(), 2, "{texts:#?}");
    for name in ["杭州青禾茶业", "杭州青禾另一家"] {
        assert!(texts.iter().any(|text| text.contains(name)), "{texts:#?}");
    }
}
