//! The configuration file: its first version, and mistakes in it.

use crate::support::program::Home;
use crate::support::terminal::Terminal;

#[test]
fn a_first_file_is_written_once_and_never_over_another() {
    for (language, part) in [("zh-CN", "# 签约的设置"), ("en", "# Settings of qianyue")] {
        let home = Home::new();
        let file = home.path("new/folder/config.toml");
        let arguments = |command| ["--lang", language, "config", command, "--config"];
        let path = home.run_on(&arguments("path"), &file).ended(0).output;
        assert_eq!(path, format!("{}\n", file.display()));
        assert!(!file.exists());
        home.run_on(&arguments("init"), &file).ended(0);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with(part), "{text}");
        std::fs::write(&file, "language = \"en\"\n").unwrap();
        let run = home.run_on(&arguments("init"), &file).ended(1);
        assert!(run.messages.contains("config.toml"), "{run:#?}");
        assert!(!run.messages.contains("--force"), "{run:#?}");
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "language = \"en\"\n"
        );
    }
}

#[test]
fn where_no_first_file_can_be_written_another_place_is_the_way_out() {
    let home = Home::new();
    home.write("file", "");
    std::fs::create_dir(home.path("folder")).unwrap();
    for (place, why) in [
        ("file/config.toml", "是文件，不是文件夹"),
        ("folder", "不是普通文件，而是文件夹"),
    ] {
        let run = home.run_on(&["config", "init", "--config"], &home.path(place));
        let run = run.ended(1);
        assert!(run.messages.contains(why), "{place}: {run:#?}");
        assert!(run.messages.contains("--config"), "{place}: {run:#?}");
        assert!(!run.messages.contains("--data-dir"), "{place}: {run:#?}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_everything_else_works() {
    for (text, place, words) in [
        ("colour = 1\n", ":1:1：", "没有“colour”这个设置"),
        ("\ntheme = \"紫\"\n", ":2:9：", "高对比"),
        ("mouse = \"no\"\n", ":1:9：", "true | false"),
        ("ambiguous_width = 3\n", ":1:19：", "narrow"),
        ("[keys]\nsave = \"ctrl-z\"\n", ":2:8：", "undo"),
        ("[keys]\nsave = [\"f11\", \"ctrl-i\"]\n", ":2:16：", "Tab"),
        ("[keys]\nsave = [\"s\"]\n", ":2:9：", "打字"),
        ("[keys]\nsafe = [\"f11\"]\n", ":2:1：", "是不是 save"),
        ("[keys]\nsave = [\"strg-s\"]\n", ":2:9：", "strg-s"),
        ("theme = \n", ":1:", "使用默认设置"),
    ] {
        let home = Home::new();
        let file = home.write("config.toml", text);
        let run = home.run_on(&["list", "--config"], &file).ended(0);
        for part in [place, words] {
            assert!(run.messages.contains(part), "{text}: {part}\n{run:#?}");
        }
        let run = home.run_on(&["doctor", "--config"], &file).ended(1);
        assert!(run.output.contains("config.toml"), "{text}\n{run:#?}");
    }
}

#[test]
fn a_config_that_does_not_parse_is_said_on_the_screen_which_comes_all_the_same() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("c.toml"), "theme = \n").unwrap();
    let arguments = ["--config", "c.toml", "new", "mini-program-service"];
    let mut terminal = Terminal::start(&arguments, data.path(), 120, 30);
    terminal.wait_for("合同双方");
    terminal.press("Ctrl-Q");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    let shown = String::from_utf8_lossy(&terminal.raw()).into_owned();
    assert!(shown.contains("c.toml:1:"), "{shown}");
}

#[test]
fn keys_of_the_config_work_and_are_named_where_keys_are_named() {
    let data = tempfile::tempdir().unwrap();
    let keys = "[keys]\nleave = [\"alt-q\"]\nhelp = [\"alt-h\"]\nexport = \"alt-x\"\naccept-suggestion = \"f12\"\n";
    std::fs::write(data.path().join("c.toml"), keys).unwrap();
    let arguments = ["--config", "c.toml", "new", "mini-program-service"];
    let mut terminal = Terminal::start(&arguments, data.path(), 120, 30);
    terminal.wait_for("合同双方");
    terminal.wait_for("Alt-H 帮助");
    terminal.wait_for("Alt-X 导出");
    // Sentences name the configured keys, too.
    terminal.press("F3");
    terminal.type_text("深圳示例云帆网络科技有限公司");
    for _ in 0..3 {
        terminal.press("Tab");
    }
    terminal.type_text("2026-03-01\r");
    terminal.wait_for("F12");
    terminal.press("Ctrl-Q");
    terminal.send(b"\x1bh");
    terminal.wait_for("┌");
    terminal.press("Esc");
    terminal.wait_gone("┌");
    terminal.send(b"\x1bq");
    terminal.wait_for("新合同用");
    terminal.send(b"\x1bq");
    assert_eq!(terminal.wait_exit(), 0);
}
