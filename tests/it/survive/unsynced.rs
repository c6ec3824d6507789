//! A drafts folder on a file system that cannot confirm names, like some network file systems: one
//! draft, saved, and one message about it.

use std::fs;
use std::process::Command;

use super::draft_in;
use crate::support::program::{Home, PROGRAM, end_with_input};
use crate::support::terminal::Terminal;
use crate::support::tools;

#[test]
fn a_new_draft_is_saved_in_one_file_and_the_folder_is_told_of_once() {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    let data = tempfile::tempdir().unwrap();
    let drafts = data.path().join("drafts");
    fs::create_dir(&drafts).unwrap();
    let mut command = vec![strace.to_str().unwrap(), "-f", "-qq", "-o", "/dev/null"];
    command.extend(["-P", drafts.to_str().unwrap()]);
    command.extend(["-e", "inject=fsync:error=EINVAL"]);
    let new = ["new", "mini-program-service"];
    let terminal = Terminal::start_under(&command, &new, data.path(), 120, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.wait_for("不确认文件名已经落盘");
    terminal.wait_for("已保存");
    for (typed, shown) in [("茶业", "青禾茶业"), ("公司", "茶业公司")] {
        terminal.type_text(typed);
        terminal.wait_for(shown);
        terminal.press("Ctrl-S");
        terminal.wait_until_true("it is saved", || {
            let draft = draft_in(&drafts).expect("one draft");
            fs::read_to_string(draft).unwrap().contains(shown)
        });
        terminal.press("End");
        assert!(!terminal.screen().contains("落盘"), "{}", terminal.screen());
    }
    let copies = fs::read_dir(data.path().join("recovery"));
    assert_eq!(copies.into_iter().flatten().count(), 0);
}

#[test]
fn questions_line_by_line_say_it_once_too() {
    let Some(strace) = tools::find("strace") else {
        return;
    };
    let home = Home::new();
    let drafts = home.data().join("drafts");
    fs::create_dir_all(&drafts).unwrap();
    let mut command = home.at_home(Command::new(strace));
    command.args(["-f", "-qq", "-o", "/dev/null", "-P"]);
    command.arg(&drafts);
    command.args(["-e", "inject=fsync:error=EINVAL", PROGRAM]);
    command.args(["--lang", "zh-CN", "ask", "mini-program-service"]);
    let run = end_with_input(&mut command, "杭州青禾茶业有限公司\n退出\n".as_bytes());
    let run = run.ended(0);
    let n_told = run.output.matches("不确认文件名已经落盘").count();
    assert_eq!(n_told, 1, "{}", run.output);
    let draft = draft_in(&drafts).expect("one draft");
    assert!(fs::read_to_string(draft).unwrap().contains("青禾茶业"));
}
