//! Another user's file that is only readable, in a writable folder: the program does not replace
//! it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use super::ordinary_user;
use crate::store::names_in;
use crate::support::program::{Home, PROGRAM, end, end_with_input};

const DRAFT: &str = include_str!("../../data/example-ready.toml");

/// The program at `home` as an ordinary user. `None` if this test does not run as root.
fn as_nobody(home: &Home) -> Option<Command> {
    if !ordinary_user::is_root() {
        return None;
    }
    Some(home.at_home(ordinary_user::command(Path::new(PROGRAM))?))
}

#[test]
fn the_draft_of_somebody_else_is_not_replaced() {
    let home = Home::new();
    let draft = home.write("share/x.toml", DRAFT);
    let docx = home.write("share/x.docx", "old");
    ordinary_user::give(&home.path(""));
    for file in [&draft, &docx] {
        std::os::unix::fs::chown(file, Some(0), Some(0)).unwrap();
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    let before = [&draft, &docx].map(|file| fs::metadata(file).unwrap().ino());
    for (language, told) in [
        ("zh-CN", "您没有写它的权限"),
        ("en", "you may not write to it"),
    ] {
        let Some(mut command) = as_nobody(&home) else {
            return;
        };
        command.args(["--lang", language, "ask"]).arg(&draft);
        let run = end_with_input(&mut command, "HT-9\n".as_bytes());
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.messages.contains(told), "{run:?}");

        let mut command = as_nobody(&home).unwrap();
        command.args(["--lang", language, "export"]).arg(&draft);
        let run = end(command.arg("-o").arg(&docx).arg("--force"));
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.messages.contains(told), "{run:?}");
    }
    assert_eq!(fs::read_to_string(&draft).unwrap(), DRAFT);
    assert_eq!(fs::read(&docx).unwrap(), b"old");
    let after = [&draft, &docx].map(|file| fs::metadata(file).unwrap().ino());
    assert_eq!(before, after, "the same files");
    assert_eq!(names_in(&home.path("share")), ["x.docx", "x.toml"]);
}
