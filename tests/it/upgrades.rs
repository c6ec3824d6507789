//! A draft and new versions of its template: a version with the same words is used silently, a
//! version with other words is offered, and a missing template loses no draft.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::terminal::Terminal;

const OLD: &str = r#"+++
id = "note"
title = "便条"
version = "1.0.0"

[summary]
party = "name"

[[groups]]
id = "all"
label = { zh = "全部", en = "All" }

[[fields]]
id = "name"
group = "all"
kind = "text"
label = { zh = "名称", en = "Name" }
help = { zh = "写全称", en = "The full name" }

[[fields]]
id = "color"
group = "all"
kind = "text"
label = { zh = "颜色", en = "Colour" }

[[corrections]]
id = "C1"
kind = "typo"
quote = "谨此告之"
suggestion = "谨此告知"
reason = { zh = "错字", en = "A slip" }
+++
致{{ name }}：样品的颜色是{{ color }}。

谨此告之。
"#;

fn newer() -> String {
    OLD.replace("1.0.0", "1.1.0")
        .replace("样品的颜色是{{ color }}", "样品须在{{ place }}查看")
        .replace("\"color\"", "\"place\"")
        .replace("颜色", "地点")
        .replace("Colour", "Place")
}

/// A data folder with the old template and a draft of it, and the id of the draft.
fn draft_of_old() -> (tempfile::TempDir, String) {
    let data = tempfile::tempdir().unwrap();
    install(data.path(), OLD);
    let mut terminal = Terminal::start(&["new", "note"], data.path(), 100, 30);
    terminal.wait_for("名称");
    terminal.type_text("青禾茶业");
    terminal.press("Enter");
    terminal.type_text("青色");
    terminal.press("F10");
    terminal.wait_for("搜索");
    terminal.press("F10");
    terminal.wait_exit();
    let path = draft(data.path());
    let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
    (data, id)
}

fn install(data: &Path, text: &str) {
    fs::create_dir_all(data.join("templates")).unwrap();
    fs::write(data.join("templates/note.md"), text).unwrap();
}

fn draft(data: &Path) -> PathBuf {
    let mut found = fs::read_dir(data.join("drafts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let path = found.next().expect("a draft");
    assert_eq!(found.next(), None, "one draft only");
    path
}

fn text(data: &Path) -> String {
    fs::read_to_string(draft(data)).unwrap()
}

fn open(data: &Path, id: &str) -> Terminal {
    Terminal::start(&["open", id], data, 100, 30)
}

/// Postpones the choice.
fn later(terminal: &Terminal) {
    terminal.press("Esc");
    terminal.wait_gone("模板有新版本");
}

fn leave(mut terminal: Terminal) {
    terminal.press("F10");
    terminal.wait_for("搜索");
    terminal.press("F10");
    terminal.wait_exit();
}

#[test]
fn other_words_are_shown_and_the_user_stays() {
    let (data, id) = draft_of_old();
    let before = text(data.path());
    install(data.path(), &newer());
    let terminal = open(data.path(), &id);
    for words in [
        "模板有新版本",
        "1.1.0",
        "颜色：青色",
        "地点",
        "[-的颜色是青色-]",
    ] {
        terminal.wait_for(words);
    }
    // Postponed: the question comes again.
    later(&terminal);
    leave(terminal);
    assert_eq!(text(data.path()), before);

    let terminal = open(data.path(), &id);
    terminal.wait_for("模板有新版本");
    terminal.press("Enter");
    terminal.wait_for("仍用原来的文字");
    leave(terminal);
    let stayed = text(data.path());
    assert!(stayed.contains("declined = \""), "{stayed}");
    assert!(stayed.contains("version = \"1.0.0\"") && stayed.contains("color = \"青色\""));

    // Declined: the question does not come again, but a key asks it.
    let terminal = open(data.path(), &id);
    terminal.wait_for("样品的颜色是");
    assert!(!terminal.screen().contains("模板有新版本"));
    terminal.press("Alt-u");
    terminal.wait_for("模板有新版本");
    later(&terminal);
    leave(terminal);

    // A later version is a new question.
    install(
        data.path(),
        &newer().replace("1.1.0", "1.2.0").replace("查看", "验看"),
    );
    let terminal = open(data.path(), &id);
    terminal.wait_for("1.2.0");
    later(&terminal);
    leave(terminal);
}

#[test]
fn an_upgrade_carries_the_answers_and_leaves_a_way_back() {
    let (data, id) = draft_of_old();
    install(data.path(), &newer());
    let terminal = open(data.path(), &id);
    terminal.wait_for("模板有新版本");
    terminal.press("Down");
    terminal.press("Enter");
    terminal.wait_for("样品须在");
    terminal.wait_for("已保存");
    let upgraded = text(data.path());
    assert!(upgraded.contains("version = \"1.1.0\""), "{upgraded}");
    assert!(upgraded.contains("name = \"青禾茶业\""), "{upgraded}");
    assert!(!upgraded.contains("color"), "{upgraded}");
    // The revision has the old words and answers, and can be restored.
    terminal.press("Ctrl-d");
    terminal.wait_for("[-的颜色是青色-]");
    terminal.press("Down");
    terminal.press("Enter");
    terminal.wait_for("样品的颜色是青色");
    leave(terminal);
    let restored = text(data.path());
    assert!(restored.contains("version = \"1.0.0\""), "{restored}");
    assert!(restored.contains("color = \"青色\""), "{restored}");
}

#[test]
fn the_same_words_are_taken_silently_unless_an_accepted_correction_says_something_else() {
    let (data, id) = draft_of_old();
    let better = OLD
        .replace("1.0.0", "1.0.1")
        .replace("写全称", "照执照写全称");
    install(data.path(), &better);
    let terminal = open(data.path(), &id);
    terminal.press("Shift-Tab");
    terminal.wait_for("照执照写全称");
    // Accept the suggested correction.
    terminal.press("F7");
    terminal.wait_for("谨此告");
    terminal.type_text(" ");
    terminal.press("Esc");
    terminal.wait_for("谨此告知。");
    leave(terminal);
    assert!(text(data.path()).contains("\"C1\""));

    let other = better.replace("suggestion = \"谨此告知\"", "suggestion = \"特此告知\"");
    install(data.path(), &other);
    let terminal = open(data.path(), &id);
    terminal.wait_for("模板有新版本");
    terminal.wait_for("C1");
    later(&terminal);
    terminal.wait_for("谨此告知。");
    leave(terminal);
}

#[test]
fn a_draft_whose_template_is_gone_still_opens() {
    let (data, id) = draft_of_old();
    fs::remove_file(data.path().join("templates/note.md")).unwrap();
    let terminal = open(data.path(), &id);
    terminal.wait_for("样品的颜色是青色");
    assert!(!terminal.screen().contains("模板有新版本"));
    terminal.type_text("的");
    terminal.wait_for("已保存");
    leave(terminal);
    assert!(text(data.path()).contains("色的"));

    // If the stored text is gone too, the answers are still shown, and the file does not change.
    let kept = data.path().join("drafts/.templates");
    fs::remove_dir_all(&kept).unwrap();
    let before = text(data.path());
    let mut terminal = Terminal::start(&[], data.path(), 100, 30);
    terminal.wait_for("note");
    terminal.press("Enter");
    for words in [
        "找不到这份草稿用的模板“note”",
        draft(data.path()).to_str().unwrap(),
        "青禾茶业",
        "color",
        "青色的",
    ] {
        terminal.wait_for(words);
    }
    terminal.type_text("不该有");
    terminal.press("Esc");
    terminal.wait_for("搜索");
    terminal.press("F10");
    terminal.wait_exit();
    assert_eq!(text(data.path()), before);

    // The same by id on the command line, and until the template is back.
    let terminal = open(data.path(), &id);
    terminal.wait_for("青色的");
    terminal.press("Esc");
    terminal.wait_for("搜索");
    terminal.wait_for("note");
    install(data.path(), OLD);
    terminal.press("Enter");
    terminal.wait_for("样品的颜色是青色的");
    leave(terminal);
}
