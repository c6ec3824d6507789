//! The real program on a disk that rejects writes: it reports the failure, keeps the typed text,
//! saves elsewhere on request, and saves in place as soon as possible.

use std::fs;
use std::path::{Path, PathBuf};

use super::full_disk::SmallDisk;
use crate::support::terminal::Terminal;

const NEW: &[&str] = &["new", "mini-program-service"];

/// Every draft file in a folder.
pub(super) fn drafts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect()
}

/// The program with typed text that cannot be saved, because a file has replaced the drafts folder.
fn refused(data: &Path) -> Terminal {
    let terminal = Terminal::start(NEW, data, 120, 30);
    terminal.wait_for("合同双方");
    fs::rename(data.join("drafts"), data.join("away")).unwrap();
    fs::write(data.join("drafts"), "").unwrap();
    terminal.type_text("杭州青禾");
    terminal.wait_for("未保存：");
    // On a slow machine the message about the list may arrive only now. It disappears with the next
    // key.
    terminal.press("End");
    terminal.wait_for("Alt-R 存到别处");
    terminal
}

pub(super) fn leave(mut terminal: Terminal) {
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

/// The content of all drafts in the drafts folder.
pub(super) fn in_drafts(data: &Path) -> String {
    let texts = drafts(&data.join("drafts")).into_iter();
    texts
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn what_was_kept_when_a_save_failed_is_found_in_the_list_and_merged() {
    let data = tempfile::tempdir().unwrap();
    let (folder, away) = (data.path().join("drafts"), data.path().join("away"));
    let mut terminal = Terminal::start(NEW, data.path(), 120, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.press("Ctrl-S");
    terminal.wait_for("已保存");
    fs::rename(&folder, &away).unwrap();
    fs::write(&folder, "").unwrap();
    terminal.type_text("茶业");
    terminal.wait_for("未保存：");
    let copies = || drafts(&data.path().join("recovery"));
    terminal.wait_until_true("a copy is kept", || {
        let texts = copies().into_iter().map(fs::read_to_string);
        texts.flatten().any(|text| text.contains("杭州青禾茶业"))
    });
    terminal.signal("KILL");
    terminal.wait_exit();
    fs::remove_file(&folder).unwrap();
    fs::rename(&away, &folder).unwrap();
    assert!(!in_drafts(data.path()).contains("茶业"));

    let mut terminal = Terminal::start(&[], data.path(), 120, 30);
    terminal.wait_for("恢复副本 杭州青禾茶业");
    terminal.press("Down");
    terminal.press("Enter");
    terminal.wait_for("1 处不同");
    terminal.press("Ctrl-S");
    terminal.wait_gone("1 处不同");
    terminal.wait_gone("恢复副本");
    assert!(in_drafts(data.path()).contains("\"杭州青禾茶业\""));
    assert_eq!(copies(), [""; 0].map(PathBuf::from));
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn what_was_kept_of_a_file_without_an_id_is_merged_into_that_file() {
    let data = tempfile::tempdir().unwrap();
    let (folder, away) = (data.path().join("drafts"), data.path().join("away"));
    fs::create_dir(&folder).unwrap();
    let text = "[template]\nid = \"mini-program-service\"\n\
                [answers]\nparty_a_name = \"杭州青禾\"\n";
    fs::write(folder.join("by hand.toml"), text).unwrap();
    let mut terminal = Terminal::start(&["open", "by hand"], data.path(), 120, 30);
    terminal.wait_for("合同双方");
    fs::rename(&folder, &away).unwrap();
    fs::write(&folder, "").unwrap();
    terminal.press("Shift-Tab");
    terminal.type_text("茶业");
    terminal.wait_for("未保存：");
    terminal.wait_until_true("a copy is kept", || {
        let copies = drafts(&data.path().join("recovery"));
        let mut texts = copies.into_iter().map(fs::read_to_string);
        texts.any(|text| text.is_ok_and(|text| text.contains("杭州青禾茶业")))
    });
    terminal.signal("KILL");
    terminal.wait_exit();
    fs::remove_file(&folder).unwrap();
    fs::rename(&away, &folder).unwrap();

    let mut terminal = Terminal::start(&[], data.path(), 120, 30);
    terminal.wait_for("恢复副本 杭州青禾茶业");
    terminal.press("Down");
    terminal.press("Enter");
    // The template version differs too, because the file did not name it.
    terminal.wait_for("2 处不同");
    terminal.press("Ctrl-S");
    terminal.wait_gone("2 处不同");
    terminal.wait_gone("恢复副本");
    let merged = fs::read_to_string(folder.join("by hand.toml")).unwrap();
    assert!(merged.contains("\"杭州青禾茶业\""), "{merged}");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

/// A draft that was never saved cannot be compared, so its copy opens directly.
#[test]
fn a_copy_whose_draft_is_gone_is_opened_from_the_list() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = refused(data.path());
    terminal.wait_until_true("a copy is kept", || {
        !drafts(&data.path().join("recovery")).is_empty()
    });
    terminal.signal("KILL");
    terminal.wait_exit();
    fs::remove_file(data.path().join("drafts")).unwrap();
    let terminal = Terminal::start(&[], data.path(), 120, 30);
    terminal.wait_for("恢复副本 杭州青禾");
    terminal.press("Enter");
    terminal.wait_for("甲方：杭州青禾");
    leave(terminal);
}

#[test]
fn a_refused_draft_is_kept_in_another_folder_and_worked_on_there() {
    let data = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let terminal = refused(data.path());
    let recovery = drafts(&data.path().join("recovery"));
    assert!(
        fs::read_to_string(&recovery[0])
            .unwrap()
            .contains("杭州青禾")
    );
    terminal.press("Alt-R");
    terminal.wait_for("原处存不了");
    terminal.press("Ctrl-U");
    terminal.type_text(other.path().to_str().unwrap());
    terminal.press("Enter");
    terminal.wait_for("已保存到");
    terminal.type_text("茶业");
    terminal.wait_for("甲方：杭州青禾茶业");
    leave(terminal);
    let kept = drafts(other.path());
    let text = fs::read_to_string(&kept[0]).unwrap();
    assert!(text.contains("杭州青禾茶业"), "{text}");
    let rest = drafts(&data.path().join("recovery"));
    assert_eq!(rest, Vec::<PathBuf>::new(), "the copy is of no use now");
}

#[test]
fn what_was_refused_is_saved_by_itself_once_it_can_be() {
    let data = tempfile::tempdir().unwrap();
    let terminal = refused(data.path());
    fs::remove_file(data.path().join("drafts")).unwrap();
    terminal.wait_for("已保存");
    let kept = drafts(&data.path().join("drafts"));
    assert!(fs::read_to_string(&kept[0]).unwrap().contains("杭州青禾"));
    leave(terminal);
}

#[test]
fn on_a_full_disk_the_draft_goes_elsewhere_and_the_old_one_stays() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let other = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(NEW, disk.path(), 120, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.wait_for("已保存");
    let filler = disk.fill();
    terminal.paste(&"长".repeat(6_000));
    terminal.wait_for("未保存：");
    terminal.press("Alt-R");
    terminal.press("Ctrl-U");
    terminal.type_text(other.path().to_str().unwrap());
    terminal.press("Enter");
    terminal.wait_for("已保存到");
    let kept = fs::read_to_string(&drafts(other.path())[0]).unwrap();
    assert!(kept.contains(&"长".repeat(6_000)));
    let old = fs::read_to_string(&drafts(&disk.path().join("drafts"))[0]).unwrap();
    assert!(old.contains("杭州青禾\""), "{old}");
    fs::remove_file(filler).unwrap();
    leave(terminal);
}

#[test]
fn a_save_that_is_not_quite_as_usual_says_so_once() {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(NEW, data.path(), 120, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.press("Ctrl-S");
    terminal.wait_for("已保存");
    // If the file is deleted, the program creates it again and says so.
    let [file] = drafts(&data.path().join("drafts")).try_into().unwrap();
    fs::remove_file(&file).unwrap();
    terminal.type_text("茶");
    terminal.wait_for("已被移走或删除，现已重新写入");
    assert!(fs::read_to_string(&file).unwrap().contains("杭州青禾茶"));
    // A file takes the place of the history folder. The draft is saved anyway.
    let history = data.path().join("drafts/.history");
    fs::write(&history, "").unwrap();
    terminal.type_text("业");
    terminal.press("Ctrl-S");
    terminal.wait_for("没能保留上一版");
    assert!(fs::read_to_string(&file).unwrap().contains("杭州青禾茶业"));
    terminal.type_text("店");
    terminal.wait_gone("没能保留上一版");
    terminal.press("Ctrl-S");
    terminal.wait_until_true("it is saved again", || {
        fs::read_to_string(&file)
            .unwrap()
            .contains("杭州青禾茶业店")
    });
    terminal.press("End");
    assert!(!terminal.screen().contains("没能保留上一版"));
    leave(terminal);
}
