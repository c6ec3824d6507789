//! Unusual entries in the drafts folder. Only Unix has all of these kinds.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use qianyue::store::{Shape, Store, StoreError};

use super::{at, draft_with, files_under, save, store};
use crate::support::stopwatch::Stopwatch;

const GOOD: &str = "schema = 1\n[template]\nid = \"sale\"\n";

fn drafts(store: &Store) -> PathBuf {
    let folder = store.folder().drafts();
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let (_root, store) = store();
    let folder = drafts(&store);
    fs::create_dir(folder.join("dir.toml")).unwrap();
    let made = Command::new("mkfifo")
        .arg(folder.join("fifo.toml"))
        .status();
    assert!(made.unwrap().success());
    for (name, target) in [
        ("loop.toml", "loop.toml"),
        ("dangling.toml", "no_such"),
        ("to_passwd.toml", "/etc/passwd"),
        ("devzero.toml", "/dev/zero"),
        ("devfull.toml", "/dev/full"),
    ] {
        symlink(target, folder.join(name)).unwrap();
    }
    let start = Stopwatch::start();
    for listed in store.list().unwrap() {
        let expected = match listed.name.as_str() {
            "dir" => Shape::Folder,
            "fifo" => Shape::Special,
            _ => Shape::Link,
        };
        match listed.draft {
            Err(StoreError::NotAFile { shape, .. }) => {
                assert_eq!(shape, expected, "{}", listed.name);
            }
            other => panic!("{}: {other:?}", listed.name),
        }
    }
    assert_eq!(store.list().unwrap().len(), 7);
    assert!(start.taken() < Duration::from_secs(2));
}

#[test]
fn a_save_does_not_follow_a_link_that_took_the_drafts_place() {
    let (root, store) = store();
    let mut open = store.create(&draft_with("甲"), at(0)).unwrap();
    let outside = root.path().join("outside");
    fs::write(&outside, GOOD).unwrap();
    fs::remove_file(open.path()).unwrap();
    symlink(&outside, open.path()).unwrap();
    let saved = store.save(
        &mut open,
        &draft_with("乙"),
        at(1),
        super::EVERY_TEN_MINUTES,
    );
    assert!(
        matches!(saved, Err(StoreError::NotAFile { .. })),
        "{saved:?}"
    );
    assert_eq!(fs::read_to_string(&outside).unwrap(), GOOD);
}

#[test]
fn drafts_of_any_name_open_and_save_and_stay_in_their_folder() {
    let names: [&[u8]; 8] = [
        b"bad\xff\xfename.toml",
        b"esc\x1b]0;x\x07.toml",
        b"nl\nname.toml",
        "rlo\u{202e}lmot.toml".as_bytes(),
        &[b"n".repeat(250), b".toml".to_vec()].concat(),
        "copy (冲突的副本 2026-11-22).toml".as_bytes(),
        b"UPPER.TOML",
        b"a...toml",
    ];
    for name in names {
        let (root, store) = store();
        let path = drafts(&store).join(OsStr::from_bytes(name));
        fs::write(&path, GOOD).unwrap();
        assert_eq!(store.list().unwrap().len(), 1, "{path:?}");
        let mut open = store.load_path(&path).unwrap();
        save(&store, &mut open, "甲", 1);
        assert_eq!(store.list().unwrap().len(), 1, "{path:?}");
        assert_eq!(files_under(root.path()).len(), 2, "and one revision");
        let trashed = store.trash(&path, at(2)).unwrap();
        assert_eq!(trashed.file_name(), path.file_name());
        let listed = store.list_trash().unwrap();
        assert_eq!(store.restore_from_trash(&listed[0]), Ok(path));
    }
}

#[test]
fn a_conflict_with_the_longest_name_still_finds_a_name() {
    let (_root, store) = store();
    let path = drafts(&store).join(format!("{}.toml", "n".repeat(250)));
    fs::write(&path, GOOD).unwrap();
    let mut open = store.load_path(&path).unwrap();
    fs::write(&path, "# theirs").unwrap();
    let saved = store.save(
        &mut open,
        &draft_with("乙"),
        at(1),
        super::EVERY_TEN_MINUTES,
    );
    assert!(
        matches!(saved, Err(StoreError::Conflict { .. })),
        "{saved:?}"
    );
}

#[test]
fn a_read_only_file_is_not_replaced_through_its_writable_folder() {
    let (_root, store) = store();
    let path = drafts(&store).join("ro.toml");
    fs::write(&path, GOOD).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let mut open = store.load_path(&path).unwrap();
    assert!(open.read_only_reason().is_some());
    let saved = store.save(
        &mut open,
        &draft_with("乙"),
        at(1),
        super::EVERY_TEN_MINUTES,
    );
    assert_eq!(saved, Err(StoreError::ReadOnlyFile { path: path.clone() }));
    assert_eq!(fs::read_to_string(&path).unwrap(), GOOD);
}

#[test]
fn a_new_draft_is_private_and_a_shared_one_keeps_its_mode() {
    let (_root, store) = store();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut open = store.create(&draft_with("甲"), at(0)).unwrap();
    assert_eq!(mode(open.path()), 0o600);
    fs::set_permissions(open.path(), fs::Permissions::from_mode(0o660)).unwrap();
    save(&store, &mut open, "乙", 1);
    assert_eq!(mode(open.path()), 0o660);
}

#[test]
fn a_draft_with_two_names_parts_at_the_first_save() {
    let (_root, store) = store();
    let folder = drafts(&store);
    let (first, second) = (folder.join("hard1.toml"), folder.join("hard2.toml"));
    fs::write(&first, GOOD).unwrap();
    fs::hard_link(&first, &second).unwrap();
    let mut open = store.load_path(&first).unwrap();
    save(&store, &mut open, "甲", 1);
    assert_eq!(fs::read_to_string(&second).unwrap(), GOOD);
}
