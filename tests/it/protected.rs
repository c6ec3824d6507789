//! The files that no export may overwrite: drafts, templates, the configuration, and the exported
//! file.

use std::fs;
use std::path::{Path, PathBuf};

use qianyue::store::{DataFolder, Store};

use crate::store::{at, draft_with, files_under, instance, save};
use crate::support::program::Home;
use crate::support::terminal::Terminal;

const READY: &str = include_str!("../data/example-ready.toml");
const SALE: &str = include_str!("../data/templates/goods-sale.md");
const ID: &str = "01JD0000000000000000000001";

/// A home with a draft in the drafts folder and two outside it, a template, a configuration, and
/// the folders for revisions, trash and copies.
fn home() -> Home {
    let home = Home::new();
    home.write("ready.toml", READY);
    home.write("other.toml", READY);
    home.write(&format!("data/drafts/{ID}.toml"), READY);
    home.write("data/templates/goods-sale.md", SALE);
    home.write("config.toml", "language = \"en\"\n");
    for folder in [
        "drafts/.history/x",
        "drafts/.trash",
        "drafts/.templates",
        "recovery",
        "mine",
    ] {
        fs::create_dir_all(home.data().join(folder)).unwrap();
    }
    fs::create_dir_all(home.path("out")).unwrap();
    home
}

/// All files of a home with their content.
fn contents(home: &Home) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).unwrap();
        (path, bytes)
    };
    files_under(&home.path("")).into_iter().map(read).collect()
}

/// Asserts that no export writes to `target`, neither the contract nor its summary.
#[track_caller]
fn assert_refused(home: &Home, source: &str, target: &str) {
    let before = contents(home);
    let config = ["--config", "config.toml"];
    for format in ["text", "docx", "pdf"] {
        for force in [&[][..], &["--force"]] {
            let export = ["export", source, "-o", target, "--format", format];
            let run = home.run(&[&config, &export[..], force].concat());
            assert_eq!(run.code, Some(1), "{format} {force:?} {target}: {run:#?}");
            assert!(run.messages.contains("hint: "), "{target}: {run:#?}");
            let is_told_to_force = run.messages.contains("--force");
            assert!(!is_told_to_force, "{target}: {run:#?}");
            assert!(contents(home) == before, "{format} {force:?} {target}");
        }
    }
    let export = ["export", source, "-o", "out/contract.docx"];
    let summary = ["--summary", target, "--force"];
    let run = home.run(&[&config[..], &export, &summary].concat());
    assert_eq!(run.code, Some(1), "{target}: {run:#?}");
    assert!(contents(home) == before, "summary {target}");
}

#[test]
fn no_export_lands_on_a_draft_a_template_or_the_settings() {
    let home = home();
    let own_draft = format!("data/drafts/{ID}.toml");
    for (source, target) in [
        ("ready.toml", "ready.toml"),
        ("ready.toml", "./data/../ready.toml"),
        ("ready.toml", "other.toml"),
        ("ready.toml", "config.toml"),
        (ID, own_draft.as_str()),
        (ID, "ready.toml"),
        ("ready.toml", "data/drafts/new.docx"),
        ("ready.toml", "data/drafts/.history/x/new.docx"),
        ("ready.toml", "data/drafts/.trash/new.docx"),
        ("ready.toml", "data/drafts/.templates/new.docx"),
        ("ready.toml", "data/mine/../drafts/new.docx"),
        ("ready.toml", "data/templates/goods-sale.md"),
        ("ready.toml", "data/templates/new.md"),
        ("ready.toml", "data/recovery/new.docx"),
    ] {
        assert_refused(&home, source, target);
    }
}

#[test]
fn first_settings_do_not_go_among_drafts() {
    let home = home();
    let before = contents(&home);
    for place in ["data/drafts/config.toml", "data/templates/new/config.toml"] {
        home.run(&["--config", place, "config", "init"]).ended(1);
        assert!(contents(&home) == before, "{place}");
        assert!(!home.path("data/templates/new").exists());
    }
}

#[test]
fn what_is_exported_from_a_docx_does_not_replace_it() {
    let home = home();
    home.run(&["export", "ready.toml", "-o", "paper.docx"])
        .ended(0);
    assert_refused(&home, "paper.docx", "paper.docx");
    home.run(&["export", "paper.docx", "-o", "copy.docx"])
        .ended(0);
    let again = ["export", "ready.toml", "-o", "paper.docx"];
    home.run(&again).ended(1);
    home.run(&[&again[..], &["--force"]].concat()).ended(0);
}

#[cfg(unix)]
#[test]
fn other_names_of_a_file_are_that_file() {
    use std::os::unix::fs::symlink;
    let home = home();
    home.run(&["export", "ready.toml", "-o", "paper.docx"])
        .ended(0);
    fs::hard_link(home.path("paper.docx"), home.path("hard.docx")).unwrap();
    fs::hard_link(home.path("ready.toml"), home.path("hard.txt")).unwrap();
    fs::hard_link(home.path("config.toml"), home.path("settings.txt")).unwrap();
    symlink(home.path("paper.docx"), home.path("soft.docx")).unwrap();
    symlink(home.path("data/drafts"), home.path("linked")).unwrap();
    symlink(home.path("config.toml"), home.path("soft.toml")).unwrap();
    for (source, target) in [
        ("paper.docx", "hard.docx"),
        ("paper.docx", "soft.docx"),
        ("soft.docx", "paper.docx"),
        ("ready.toml", "hard.txt"),
        ("ready.toml", "settings.txt"),
        ("ready.toml", "linked/new.docx"),
    ] {
        assert_refused(&home, source, target);
    }
    // The configuration is named by a link.
    let before = contents(&home);
    let arguments = ["--config", "soft.toml", "export", "ready.toml", "--force"];
    let target = ["-o", "config.toml", "--format", "text"];
    home.run(&[&arguments[..], &target].concat()).ended(1);
    assert!(contents(&home) == before);
}

#[cfg(unix)]
#[test]
fn a_folder_of_drafts_that_is_a_link_is_kept_as_well() {
    let home = home();
    fs::rename(home.path("data/drafts"), home.path("synced")).unwrap();
    std::os::unix::fs::symlink(home.path("synced"), home.path("data/drafts")).unwrap();
    assert_refused(&home, "ready.toml", "synced/new.docx");
    assert_refused(&home, "ready.toml", "data/drafts/new.docx");
}

#[test]
fn other_files_are_replaced_if_that_is_forced() {
    let home = home();
    home.write("notes.toml", "a = 1\n");
    home.write("data/mine/old.docx", "old");
    home.write("data/old.docx", "old");
    for target in [
        "notes.toml",
        "data/old.docx",
        "data/mine/old.docx",
        "data/new.docx",
        "out/drafts",
    ] {
        let arguments = ["export", "ready.toml", "--format", "text", "--force"];
        let target = ["-o", target, "--summary", "data/summary.md"];
        home.run(&[&arguments[..], &target].concat()).ended(0);
        let written = fs::read_to_string(home.path(target[1])).unwrap();
        assert!(written.contains("合同"), "{target:?}: {written}");
    }
}

#[test]
fn the_message_says_what_the_file_is_in_both_languages() {
    let home = home();
    for (language, target, said) in [
        ("zh-CN", "ready.toml", "就是要导出的这份文件"),
        ("en", "ready.toml", "is what is being exported"),
        ("zh-CN", "other.toml", "是一份草稿"),
        ("en", "other.toml", "is a draft"),
        ("zh-CN", "config.toml", "是设置文件"),
        ("en", "config.toml", "holds the settings"),
        ("zh-CN", "data/templates/x.md", "存放草稿和模板"),
        ("en", "data/templates/x.md", "among drafts and templates"),
    ] {
        let options = ["--lang", language, "--config", "config.toml"];
        let export = ["export", "ready.toml", "-o", target, "--format", "text"];
        let run = home.run(&[&options[..], &export].concat()).ended(1);
        assert!(run.messages.contains(said), "{said}: {run:#?}");
    }
}

#[test]
fn every_folder_that_the_program_makes_is_kept() {
    let home = Home::new();
    home.write("ready.toml", READY);
    let store = Store::new(DataFolder::new(home.data()), instance());
    let mut open = store.create(&draft_with("甲"), at(0)).unwrap();
    save(&store, &mut open, "乙", 20);
    store
        .keep_recovery_copy(&mut open, &draft_with("丙"))
        .unwrap();
    store.pin_template(SALE.as_bytes()).unwrap();
    store.trash(open.path(), at(30)).unwrap();
    let folders = folders_under(&home.data());
    assert!(folders.len() >= 5, "{folders:?}");
    for folder in folders {
        let target = folder.join("new.txt");
        let run = home.run(&["export", "ready.toml", "-o", target.to_str().unwrap()]);
        assert_eq!(run.code, Some(1), "{target:?}: {run:#?}");
        assert!(!target.exists());
    }
}

fn folders_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(folders_under(&path));
            found.push(path);
        }
    }
    found
}

#[test]
fn the_file_named_on_screen_is_no_draft_either() {
    let home = home();
    let own = home.data().join(format!("drafts/{ID}.toml"));
    let other = home.path("other.toml");
    // DOCX, then PDF, which another thread writes.
    for (target, n_formats_on) in [(&own, 0), (&other, 0), (&other, 1)] {
        let terminal = Terminal::start(&["open", ID], &home.data(), 120, 40);
        terminal.wait_for("合同双方");
        terminal.press("F9");
        terminal.wait_for("逐句核对后写出");
        terminal.press("Up");
        for _ in 0..n_formats_on {
            terminal.press("Right");
        }
        terminal.press("Up");
        terminal.press("Ctrl-U");
        terminal.type_text(target.to_str().unwrap());
        for _ in 0..2 {
            terminal.press("Alt-D");
            terminal.wait_for("没有写入");
            let left = fs::read_to_string(target).unwrap();
            assert!(left.contains("[answers]"), "{left}");
        }
    }
}
