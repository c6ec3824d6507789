//! The palette in the real program: changing from draft to draft loses nothing.

use std::fs;

use crate::support::terminal::Terminal;

/// A slow line may deliver the key that closes the palette together with the next key.
#[test]
fn an_escape_and_a_function_key_in_one_read_are_both_keys() {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(&["new", "mini-program-service"], data.path(), 80, 24);
    terminal.wait_for("合同双方");
    terminal.press("Ctrl-P");
    terminal.wait_for("命令");
    terminal.send(b"\x1b\x1b[15~");
    terminal.wait_gone("命令");
    terminal.wait_for("Enter 去改");
    assert!(!terminal.screen().contains("[15~"), "{}", terminal.screen());
}

#[test]
fn one_goes_from_draft_to_draft_and_what_was_typed_is_saved() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&[], data.path(), 100, 30);
    terminal.wait_for("新合同用");
    for name in ["杭州青禾", "成都慢跑"] {
        terminal.press("Ctrl-P");
        terminal.wait_for("命令");
        terminal.type_text("xcxjs");
        terminal.wait_for("1 项");
        terminal.press("Enter");
        terminal.wait_for("合同双方");
        terminal.type_text(name);
        terminal.wait_for(&format!("签约  {name}"));
    }
    // The second draft is closed before the pause after which it would be saved.
    terminal.type_text("店");
    terminal.press("Ctrl-P");
    terminal.paste("hzqh");
    terminal.wait_for("草稿    杭州青禾");
    terminal.press("Enter");
    terminal.wait_for("签约  杭州青禾");
    terminal.press("Ctrl-P");
    terminal.type_text("单价");
    terminal.wait_for("填写    单价");
    terminal.press("Enter");
    terminal.type_text("12800");
    terminal.wait_for("12,800");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    let mut texts: Vec<String> = fs::read_dir(data.path().join("drafts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    texts.sort_by_key(|text| text.contains("成都慢跑店"));
    assert_eq!(texts.len(), 2, "{texts:#?}");
    assert!(
        texts[0].contains("杭州青禾") && texts[0].contains("12800"),
        "{}",
        texts[0]
    );
    assert!(texts[1].contains("成都慢跑店"), "{}", texts[1]);
}
