//! The style screen in the real program.

use std::fs;
use std::path::Path;

use crate::support::terminal::Terminal;

const DRAFT: &str = "01KA0000000000000000000007";

/// The content of the draft's file.
fn saved(data: &Path) -> String {
    fs::read_to_string(data.join(format!("drafts/{DRAFT}.toml"))).unwrap()
}

#[test]
fn a_style_that_is_changed_with_f8_lies_in_the_saved_draft() {
    let data = tempfile::tempdir().unwrap();
    fs::create_dir_all(data.path().join("drafts")).unwrap();
    fs::write(
        data.path().join(format!("drafts/{DRAFT}.toml")),
        format!("schema = 1\nid = \"{DRAFT}\"\n\n[template]\nid = \"mini-program-service\"\n"),
    )
    .unwrap();
    let mut terminal = Terminal::start(&["open", DRAFT], data.path(), 120, 40);
    terminal.wait_for("合同双方");
    terminal.press("F8");
    terminal.wait_for("标题字体");
    for _ in 0..12 {
        terminal.press("Down");
    }
    terminal.wait_for("> 下划线");
    terminal.press("Space");
    terminal.wait_for("两边各留一格");
    terminal.press("F8");
    terminal.wait_for("产品名称");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    let text = saved(data.path());
    assert!(text.contains("[style]\nunderline = \"padded\"\n"), "{text}");
    // The second key is for terminals that reserve the function keys.
    let mut terminal = Terminal::start(&["open", DRAFT], data.path(), 120, 40);
    terminal.wait_for("合同双方");
    terminal.press("Alt-s");
    terminal.wait_for("标题字体");
    for _ in 0..12 {
        terminal.press("Down");
    }
    terminal.press("Delete");
    terminal.wait_for("只划内容");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    let text = saved(data.path());
    assert!(!text.contains("underline"), "{text}");
}

#[test]
fn a_style_of_the_draft_that_does_not_apply_is_told_when_it_is_opened() {
    let data = tempfile::tempdir().unwrap();
    fs::create_dir_all(data.path().join("drafts")).unwrap();
    let text = format!(
        "schema = 1\nid = \"{DRAFT}\"\n\n[template]\nid = \"mini-program-service\"\n\n\
         [style]\nendmark = true\n"
    );
    fs::write(data.path().join(format!("drafts/{DRAFT}.toml")), &text).unwrap();
    let mut terminal = Terminal::start(&["open", DRAFT], data.path(), 120, 40);
    terminal.wait_for(&format!("{DRAFT}.toml:8:1：没有“endmark”这个样式"));
    terminal.wait_for("是不是 end_mark？");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}
