//! The first start after an update shows the news, once.

use std::fs;

use crate::support::terminal::Terminal;

const NEWS: &str = concat!("已更新到 ", env!("CARGO_PKG_VERSION"));

/// The screen of a program that starts and ends.
fn start(data: &std::path::Path) -> String {
    let mut terminal = Terminal::start(&[], data, 80, 24);
    // When the list is visible, the news is visible too.
    terminal.wait_for("新合同用");
    let screen = terminal.screen();
    terminal.press("F10");
    terminal.wait_exit();
    screen
}

#[test]
fn an_update_is_told_once() {
    let data = tempfile::tempdir().unwrap();
    let note = data.path().join("version.txt");
    assert!(!start(data.path()).contains(NEWS), "there was none before");
    fs::write(&note, "0.0.9\n").unwrap();
    let screen = start(data.path());
    assert!(screen.contains(NEWS), "{screen}");
    let noted = fs::read_to_string(&note).unwrap();
    assert_eq!(noted, concat!(env!("CARGO_PKG_VERSION"), "\n"));
    assert!(!start(data.path()).contains(NEWS));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    use std::os::unix::fs::PermissionsExt;

    let data = tempfile::tempdir().unwrap();
    // A folder with this name cannot be replaced by a file, not even by root.
    fs::create_dir(data.path().join("version.txt")).unwrap();
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let screen = start(data.path());
    assert!(!screen.contains(NEWS) && screen.contains("F10"), "{screen}");
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o755)).unwrap();
}
