//! Revisions and recovery copies belong to one file, under any path to it, and not to other files
//! of the same name.

use std::fs;
use std::path::{Path, PathBuf};

use qianyue::store::{Keep, OpenDraft, Store};

#[cfg(unix)]
use super::names_in;
use super::{answer_of, answer_on_disk, at, draft_with, save, store};

/// Creates a draft at `path` with `answer`, and saves a second version.
fn draft_at(store: &Store, path: &Path, answer: &str) -> OpenDraft {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let draft = draft_with(&format!("{answer} 1"));
    let mut open = store.create_at(path, "", &draft, at(0)).unwrap();
    save_with_revision(store, &mut open, &format!("{answer} 2"), 1);
    open
}

/// Saves, and keeps the replaced content as a revision.
fn save_with_revision(store: &Store, open: &mut OpenDraft, answer: &str, minutes: i64) {
    let mut draft = draft_with(answer);
    draft.created = open.draft().created;
    let saved = store.save(open, &draft, at(minutes), Keep::Always).unwrap();
    assert_eq!(saved.revision_problem, None);
}

/// The answers in the revisions, newest first.
fn history(store: &Store, path: &Path) -> Vec<String> {
    let revisions = store.revisions(path).unwrap();
    let answers = revisions.iter().map(|revision| {
        let file = store.read_revision(revision).unwrap();
        answer_of(file.draft())
    });
    answers.collect()
}

const ID: &str = "01JD0000000000000000000001";

#[test]
fn two_drafts_of_one_id_share_neither_history_nor_recovery() {
    let (root, store) = store();
    let file = format!("{ID}.toml");
    let places: Vec<PathBuf> = ["drafts", "甲 公司", "乙 公司"]
        .iter()
        .map(|folder| root.path().join(folder).join(&file))
        .collect();
    let mut opened: Vec<OpenDraft> = (places.iter().zip(["here", "a", "b"]))
        .map(|(path, answer)| draft_at(&store, path, answer))
        .collect();
    for (path, answer) in places.iter().zip(["here", "a", "b"]) {
        assert_eq!(history(&store, path), [format!("{answer} 1")], "{path:?}");
    }
    let copies: Vec<PathBuf> = opened
        .iter_mut()
        .map(|open| {
            let kept = store.keep_recovery_copy(open, &draft_with("unsaved"));
            kept.unwrap()
        })
        .collect();
    let found: Vec<Option<PathBuf>> = copies
        .iter()
        .map(|copy| store.draft_of_copy(copy).ok())
        .collect();
    assert_eq!(found, [Some(places[0].clone()), None, None]);
    // Saving one of the drafts deletes its own recovery copy, but not those of the others.
    save(&store, &mut opened[0], "unsaved", 20);
    store.sweep_recovery_copies().unwrap();
    assert_eq!(
        copies.iter().map(|copy| copy.exists()).collect::<Vec<_>>(),
        [false, true, true]
    );
}

#[cfg(unix)]
#[test]
fn a_draft_has_one_history_by_its_id_by_a_path_and_through_a_link() {
    let (root, store) = store();
    let drafts = root.path().join("drafts");
    let mut open = draft_at(&store, &drafts.join(format!("{ID}.toml")), "甲");
    std::os::unix::fs::symlink(root.path(), root.path().join("link")).unwrap();
    fs::create_dir(root.path().join("other")).unwrap();
    let up = "../".repeat(std::env::current_dir().unwrap().components().count() - 1);
    let relative = format!("{up}{}", &drafts.display().to_string()[1..]);
    for (minutes, folder) in (2..).zip([
        drafts.clone(),
        PathBuf::from(relative),
        root.path().join("link/drafts"),
        root.path().join("other/../drafts/."),
    ]) {
        let path = folder.join(format!("{ID}.toml"));
        let mut by_path = store.load_path(&path).unwrap();
        assert!(by_path.is_of_same_file(&open), "{path:?}");
        save_with_revision(&store, &mut by_path, &format!("甲 {minutes}x"), minutes);
        open = store.load(ID).unwrap();
        let by_id = history(&store, open.path());
        assert_eq!(history(&store, &path), by_id, "{path:?}");
        assert_eq!(by_id.len(), usize::try_from(minutes).unwrap(), "{path:?}");
    }
    let copy = store
        .keep_recovery_copy(&mut open, &draft_with("unsaved"))
        .unwrap();
    assert_eq!(store.draft_of_copy(&copy).unwrap(), open.path());
    assert_eq!(
        names_in(&root.path().join("recovery")),
        [format!("{ID}.toml")]
    );
}

/// Earlier versions used other folders and names for revisions and recovery copies.
#[test]
fn what_former_versions_kept_is_still_found() {
    let (root, store) = store();
    let here = root.path().join(format!("drafts/{ID}.toml"));
    let there = root.path().join(format!("share/{ID}.toml"));
    let text = |answer: &str, created: i64| {
        format!(
            "schema = 1\nid = \"{ID}\"\ncreated = {}\n[template]\nid = \"sale\"\n[answers]\nname = \"{answer}\"\n",
            at(created).to_rfc3339()
        )
    };
    for (path, answer, created) in [
        (
            "drafts/.history/{ID}/000001-20261101T010000Z.toml",
            "here 1",
            0,
        ),
        ("recovery/{ID}/000001-20261101T020000Z.toml", "there 1", 5),
        (
            "recovery/{ID}/000002-20261101T030000Z.toml",
            "here 2, by path",
            0,
        ),
        ("recovery/{ID}/000003-20261101T040000Z.toml", "there 2", 5),
        ("drafts/{ID}.toml", "here", 0),
        ("share/{ID}.toml", "there", 5),
        ("recovery/{ID}.toml", "here, unsaved", 0),
    ] {
        let path = root.path().join(path.replace("{ID}", ID));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text(answer, created)).unwrap();
    }
    let mut found = history(&store, &here);
    found.sort();
    assert_eq!(found, ["here 1", "here 2, by path"]);
    assert_eq!(history(&store, &there), ["there 2", "there 1"]);
    let copy = root.path().join(format!("recovery/{ID}.toml"));
    assert_eq!(store.draft_of_copy(&copy).unwrap(), here);

    let mut open = store.load_path(&there).unwrap();
    save_with_revision(&store, &mut open, "there, newer", 30);
    assert_eq!(history(&store, &there), ["there", "there 2", "there 1"]);
    assert_eq!(history(&store, &here).len(), 2);
    let revisions = store.revisions(&there).unwrap();
    let numbers: Vec<u32> = revisions.iter().map(|revision| revision.number).collect();
    assert_eq!(numbers, [4, 3, 1]);
    store
        .restore_revision(&mut open, &revisions[2], at(31))
        .unwrap();
    assert_eq!(answer_on_disk(&store, &there), "there 1");
    assert_eq!(answer_on_disk(&store, &here), "here");
}

/// In earlier versions these names depended on the given path if the draft had no id.
#[test]
fn what_former_versions_kept_of_a_draft_without_an_id_is_still_found() {
    let (root, store) = store();
    let path = root.path().join("drafts/by hand.toml");
    let hash = qianyue::value::ContentHash::of(path.as_os_str().as_encoded_bytes()).to_string();
    let name = format!("by_hand-{}", &hash[..12]);
    let text = |answer: &str| {
        format!("schema = 1\n[template]\nid = \"sale\"\n[answers]\nname = \"{answer}\"\n")
    };
    for (path, answer) in [
        ("drafts/by hand.toml".to_owned(), "now"),
        (
            format!("drafts/.history/{name}/000001-20261101T010000Z.toml"),
            "before",
        ),
        (format!("recovery/{name}-2.toml"), "unsaved"),
    ] {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text(answer)).unwrap();
    }
    assert_eq!(history(&store, &path), ["before"]);
    let copy = root.path().join(format!("recovery/{name}-2.toml"));
    assert_eq!(store.draft_of_copy(&copy).unwrap(), path);
}
