//! Differences on Windows: files that other programs have open, long paths, encodings.
#![cfg(windows)]

use std::fs::{self, File};
use std::os::windows::fs::OpenOptionsExt;

use crate::support::program::Home;

const READY: &str = include_str!("../data/example-ready.toml");
/// Other programs may read the file, but not write or delete it. Word opens a contract this way.
const SHARE_READ: u32 = 1;

#[test]
fn a_contract_that_is_open_in_word_is_not_replaced_and_word_is_named() {
    let home = Home::new();
    home.write("ready.toml", READY);
    let contract = home.write("contract.docx", "old");
    let mut options = File::options();
    let word = options.read(true).share_mode(SHARE_READ).open(&contract);
    let word = word.unwrap();
    let export = |language| {
        let words = ["export", "ready.toml", "-o", "contract.docx", "--force"];
        home.run(&[&["--lang", language], &words[..]].concat())
    };
    for (language, expected) in [("zh-CN", "Word）正打开着它"), ("en", "Word, has it open")] {
        let run = export(language).ended(1);
        assert!(run.messages.contains(expected), "{run:#?}");
        assert_eq!(fs::read(&contract).unwrap(), b"old");
    }
    drop(word);
    export("en").ended(0);
    assert!(fs::read(&contract).unwrap().starts_with(b"PK"));
}

#[test]
fn a_path_of_more_than_260_characters_is_a_path() {
    let home = Home::new();
    home.write("ready.toml", READY);
    let deep = vec!["很长的文件夹名".repeat(8); 6].join("\\");
    let folder = home.path(&deep);
    fs::create_dir_all(&folder).unwrap();
    let contract = folder.join("合同.docx");
    assert!(contract.as_os_str().len() > 3 * 260);
    let text = contract.to_str().unwrap();
    home.run(&["export", "ready.toml", "-o", text]).ended(0);
    home.run(&["export", "ready.toml", "-o", text, "--force"])
        .ended(0);
    assert!(fs::read(&contract).unwrap().starts_with(b"PK"));
}

#[test]
fn a_name_that_windows_does_not_take_is_told_as_such() {
    let home = Home::new();
    home.write("ready.toml", READY);
    for name in ["a?b.docx", "a|b.docx", "a<b.docx"] {
        let run = home.run(&["--lang", "en", "export", "ready.toml", "-o", name]);
        let run = run.ended(1);
        assert!(run.messages.contains("does not take this name"), "{run:#?}");
    }
}

#[test]
fn a_result_in_a_file_is_utf8_with_plain_line_ends() {
    let home = Home::new();
    home.write("ready.toml", READY);
    let file = home.path("shown.txt");
    let mut command = home.command(["show", "ready.toml"]);
    let status = command.stdout(File::create(&file).unwrap()).status();
    assert!(status.unwrap().success());
    let shown = fs::read_to_string(&file).unwrap();
    assert!(shown.starts_with("小程序技术开发服务合同\n"), "{shown}");
    assert!(!shown.contains('\r'));
}
