//! Drafts on a real disk: damaged and unusual files, failing disks, two windows.

mod bad_drafts;
mod begun;
mod belongings;
mod failing_app;
mod failing_disk;
mod racing_disk;
mod shapes;
mod taking_over;
mod two_windows;
mod watched_disk;

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta};
use qianyue::draft::{Answer, Draft};
use qianyue::store::{
    DataFolder, Instance, Keep, OpenDraft, Overwrite, Protected, REVISION_LIMIT, SaveOutcome,
    Store, StoreError, read_input, write_output,
};
use tempfile::TempDir;

/// A store in a temporary folder.
pub(crate) fn store() -> (TempDir, Store) {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(DataFolder::new(root.path().to_owned()), instance());
    (root, store)
}

pub(crate) fn instance() -> Instance {
    Instance {
        host: "tea/../house".to_owned(),
        user: "王".to_owned(),
        process: 7,
    }
}

/// 09:30 plus this number of minutes.
pub(crate) fn at(minutes: i64) -> DateTime<FixedOffset> {
    let start: DateTime<FixedOffset> = "2026-11-22T09:30:00+08:00".parse().unwrap();
    start + TimeDelta::minutes(minutes)
}

pub(crate) const EVERY_TEN_MINUTES: Keep = Keep::IfOlderThan(TimeDelta::minutes(10));

pub(crate) fn draft_with(answer: &str) -> Draft {
    let mut draft = Draft::default();
    "sale".clone_into(&mut draft.template.id);
    draft
        .answers
        .insert("name".into(), Answer::Text(answer.to_owned()));
    draft
}

pub(crate) fn answer_of(draft: &Draft) -> String {
    draft
        .answers
        .get(&"name".into())
        .map(Answer::as_text)
        .unwrap_or_default()
}

pub(crate) fn save(store: &Store, open: &mut OpenDraft, answer: &str, minutes: i64) -> SaveOutcome {
    let mut draft = open.draft().clone();
    draft
        .answers
        .insert("name".into(), Answer::Text(answer.to_owned()));
    let saved = store
        .save(open, &draft, at(minutes), EVERY_TEN_MINUTES)
        .unwrap();
    assert_eq!(saved.revision_problem, None);
    saved.outcome
}

pub(crate) fn answer_on_disk(store: &Store, path: &Path) -> String {
    answer_of(store.load_path(path).unwrap().draft())
}

pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_draft_is_begun_saved_and_found_by_the_beginning_of_its_id() {
    let (_root, store) = store();
    let mut open = store.create(&draft_with("甲"), at(0)).unwrap();
    assert_eq!(save(&store, &mut open, "乙", 1), SaveOutcome::Written);
    assert_eq!(save(&store, &mut open, "乙", 2), SaveOutcome::Unchanged);
    let id = open.draft().id.clone();
    for source in [
        id.clone(),
        id.to_lowercase(),
        id.chars().take(8).collect(),
        open.path().to_string_lossy().into_owned(),
    ] {
        let again = store.load(&source).unwrap();
        assert_eq!(answer_of(again.draft()), "乙", "source: {source}");
        assert_eq!(again.draft().updated, Some(at(1)));
        assert_eq!(again.draft().created, Some(at(0)));
    }
}

#[test]
fn what_names_no_draft_or_several_is_said() {
    let (root, store) = store();
    let missing = store.load("01JD");
    assert!(missing.unwrap_err().is_not_found());
    let first = store.create(&draft_with("甲"), at(0)).unwrap();
    store.create(&draft_with("乙"), at(0)).unwrap();
    let common: String = first.draft().id.chars().take(6).collect();
    match store.load(&common) {
        Err(StoreError::Ambiguous { matches, .. }) => assert_eq!(matches.len(), 2),
        other => panic!("{other:?}"),
    }
    // The names of copies start with the id of their draft. A prefix that both share means the
    // draft.
    let id = &first.draft().id;
    let folder = root.path().join("drafts");
    let copy = folder.join(format!("{id}.conflict-tea-house-1.toml"));
    std::fs::copy(first.path(), &copy).unwrap();
    let beginning: String = id.chars().take(24).collect();
    assert_eq!(store.find(&beginning).unwrap(), first.path());
    assert_eq!(store.find(&format!("{id}.conflict")).unwrap(), copy);
    std::fs::write(root.path().join("outside.toml"), "schema = 1\n").unwrap();
    let leading_out = store.load("../outside");
    assert!(leading_out.unwrap_err().is_not_found());
}

#[test]
fn the_list_shows_the_last_changed_first_and_broken_ones_with_their_reason() {
    let (_root, store) = store();
    assert!(store.list().unwrap().is_empty(), "no folder yet");
    for (answer, minutes) in [("old", 0), ("newest", 9), ("newer", 5)] {
        store.create(&draft_with(answer), at(minutes)).unwrap();
    }
    std::fs::write(store.folder().drafts().join("broken.toml"), "").unwrap();
    let listed: Vec<String> = store
        .list()
        .unwrap()
        .iter()
        .map(|listed| match &listed.draft {
            Ok(draft) => answer_of(draft),
            Err(StoreError::Broken { .. }) => "broken".to_owned(),
            Err(error) => panic!("{error}"),
        })
        .collect();
    assert_eq!(listed, ["newest", "newer", "old", "broken"]);
}

#[test]
fn revisions_are_days_and_not_minutes_and_never_too_many() {
    let (_root, store) = store();
    let path = store
        .create(&draft_with("0"), at(0))
        .unwrap()
        .path()
        .to_owned();
    let mut open = store.load_path(&path).unwrap();
    for minutes in 1..=9 {
        save(&store, &mut open, &minutes.to_string(), minutes);
    }
    assert_eq!(store.revisions(&path).unwrap().len(), 1, "only the opened");
    for n in 1..=30 {
        save(&store, &mut open, &format!("later {n}"), 10 * n + 1);
    }
    let revisions = store.revisions(&path).unwrap();
    assert_eq!(revisions.len(), REVISION_LIMIT);
    let newest = store.read_revision(&revisions[0]).unwrap();
    assert_eq!(answer_of(newest.draft()), "later 29");
}

#[test]
fn a_clock_that_went_back_loses_no_revision() {
    let (_root, store) = store();
    let mut open = store.create(&draft_with("first"), at(600)).unwrap();
    save(&store, &mut open, "second", 601);
    save(&store, &mut open, "third", 0);
    let newest_first: Vec<String> = store
        .revisions(open.path())
        .unwrap()
        .iter()
        .map(|revision| answer_of(store.read_revision(revision).unwrap().draft()))
        .collect();
    assert_eq!(newest_first, ["second", "first"]);
}

#[test]
fn a_restored_revision_makes_the_present_one_a_revision() {
    let (_root, store) = store();
    let mut open = store.create(&draft_with("old"), at(0)).unwrap();
    save(&store, &mut open, "new", 20);
    let old = store.revisions(open.path()).unwrap()[0].clone();
    store.restore_revision(&mut open, &old, at(21)).unwrap();
    assert_eq!(answer_on_disk(&store, open.path()), "old");
    let newest = store.revisions(open.path()).unwrap()[0].clone();
    assert_eq!(
        answer_of(store.read_revision(&newest).unwrap().draft()),
        "new"
    );
}

#[test]
fn an_editor_that_writes_in_place_does_not_reach_into_the_history() {
    let (_root, store) = store();
    let open = store.create(&draft_with("甲"), at(0)).unwrap();
    store
        .keep_revision(open.path(), Keep::Always, at(1))
        .unwrap();
    std::fs::write(open.path(), "edited").unwrap();
    let revision = store.revisions(open.path()).unwrap().remove(0);
    let kept = store.read_revision(&revision).unwrap();
    assert_eq!(answer_of(kept.draft()), "甲");
}

#[test]
fn the_trash_gives_back_what_it_has_until_it_is_purged() {
    let (_root, store) = store();
    let mut open = store.create(&draft_with("甲"), at(0)).unwrap();
    save(&store, &mut open, "乙", 20);
    let path = open.path().to_owned();
    store.trash(&path, at(30)).unwrap();
    assert!(store.list().unwrap().is_empty());
    let trashed = store.list_trash().unwrap();
    assert_eq!(store.restore_from_trash(&trashed[0]), Ok(path.clone()));
    assert_eq!(answer_on_disk(&store, &path), "乙");

    store.trash(&path, at(40)).unwrap();
    let thirty_days = TimeDelta::days(30);
    let due = at(40) + thirty_days;
    for (start, expected) in [
        (due, 0),
        (due + TimeDelta::seconds(1), 0),
        (due + TimeDelta::hours(1), 0),
        (due + TimeDelta::days(1), 1),
    ] {
        assert_eq!(store.revisions(&path).unwrap().len(), 1);
        let purged = store.purge_trash(start, thirty_days);
        assert_eq!(purged, Ok(expected), "start: {start}");
    }
    assert!(store.list_trash().unwrap().is_empty());
    assert!(store.revisions(&path).unwrap().is_empty());
}

#[test]
fn what_comes_back_from_the_trash_replaces_nothing() {
    let (_root, store) = store();
    let open = store.create(&draft_with("trashed"), at(0)).unwrap();
    let path = open.path().to_owned();
    store.trash(&path, at(1)).unwrap();
    let mut recreated = open.clone();
    assert_eq!(
        save(&store, &mut recreated, "typed on", 2),
        SaveOutcome::Recreated
    );
    let trashed = store.list_trash().unwrap();
    let restored = store.restore_from_trash(&trashed[0]);
    assert_eq!(restored, Err(StoreError::Exists { path: path.clone() }));
    assert_eq!(answer_on_disk(&store, &path), "typed on");
    assert_eq!(store.list_trash().unwrap().len(), 1);
}

#[test]
fn temporary_files_are_never_listed_and_swept_when_they_are_old() {
    let (_root, store) = store();
    store.create(&draft_with("甲"), at(0)).unwrap();
    let orphan = store.folder().drafts().join(".qianyue-x1.tmp");
    std::fs::write(&orphan, "schema = 1\n").unwrap();
    assert_eq!(store.list().unwrap().len(), 1);
    let written: DateTime<FixedOffset> =
        DateTime::<chrono::Utc>::from(std::fs::metadata(&orphan).unwrap().modified().unwrap())
            .into();
    let swept = |hours| store.sweep_temporaries(written + TimeDelta::hours(hours));
    assert_eq!(swept(23), Ok(0));
    assert_eq!(swept(25), Ok(1));
    assert!(!orphan.exists());
    assert_eq!(store.list().unwrap().len(), 1);
}

#[test]
fn a_draft_elsewhere_keeps_its_history_and_a_copy_in_the_data_folder() {
    let (_root, store) = store();
    let share = tempfile::tempdir().unwrap();
    let path = share.path().join("..toml..toml");
    std::fs::write(&path, "[template]\nid = \"sale\"\n").unwrap();
    let mut open = store.load(path.to_str().unwrap()).unwrap();
    save(&store, &mut open, "甲", 1);
    assert_eq!(names_in(share.path()), ["..toml..toml"]);
    assert_eq!(store.revisions(&path).unwrap().len(), 1);
    let draft = open.draft().clone();
    let copy = store.keep_recovery_copy(&mut open, &draft).unwrap();
    assert_eq!(answer_on_disk(&store, &copy), "甲");
    assert_eq!(copy.parent(), Some(store.folder().recovery().as_path()));
}

#[test]
fn an_output_never_replaces_what_it_must_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("合同.docx");
    let write =
        |bytes: &[u8], overwrite| write_output(&path, bytes, overwrite, &Protected::default());
    write(b"one", Overwrite::Refuse).unwrap();
    let refused = write(b"two", Overwrite::Refuse);
    assert_eq!(refused, Err(StoreError::Exists { path: path.clone() }));
    assert_eq!(read_input(&path, 10), Ok(b"one".to_vec()));
    write(b"two", Overwrite::Replace).unwrap();
    assert_eq!(read_input(&path, 10), Ok(b"two".to_vec()));
    assert!(matches!(
        read_input(&path, 2),
        Err(StoreError::TooLarge { bytes: 3, .. })
    ));
    assert_eq!(names_in(folder.path()), ["合同.docx"]);
}

/// Every file below `folder`, to check that nothing changed.
pub(crate) fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for name in names_in(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            files.extend(files_under(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn of_drafts_of_one_second_the_last_one_comes_first() {
    let (_root, store) = store();
    for place in 0..20 {
        let moment = at(0) + TimeDelta::milliseconds(place * 40);
        store
            .create(&draft_with(&place.to_string()), moment)
            .unwrap();
    }
    let drafts = store.list().unwrap();
    let answers: Vec<String> = drafts
        .into_iter()
        .map(|listed| listed.draft.unwrap().answers[&"name".into()].as_text())
        .collect();
    let expected: Vec<String> = (0..20).rev().map(|place| place.to_string()).collect();
    assert_eq!(answers, expected);
}

#[test]
fn a_clock_that_jumps_empties_no_trash_and_no_history() {
    let day = |days: i64| at(0) + TimeDelta::days(days);
    for jump in [-400, 31, 400] {
        let (_root, store) = store();
        let month = TimeDelta::days(30);
        let mut open = store.create(&draft_with("甲"), day(0)).unwrap();
        save(&store, &mut open, "乙", 20);
        let path = open.path().to_owned();
        store.trash(&path, at(30)).unwrap();
        for start in [0, jump, 1, 2, 3] {
            assert_eq!(
                store.purge_trash(day(start), month),
                Ok(0),
                "{jump}, {start}"
            );
        }
        assert_eq!(store.list_trash().unwrap().len(), 1, "{jump}");
        assert_eq!(store.revisions(&path).unwrap().len(), 1, "{jump}");
    }
}

/// Without its notes of earlier starts, the program cannot tell whether the clock has jumped.
#[test]
fn damaged_notes_of_starts_are_begun_anew_and_nothing_goes() {
    let (root, store) = store();
    let month = TimeDelta::days(30);
    let day = |days: i64| at(0) + TimeDelta::days(days);
    let open = store.create(&draft_with("甲"), day(0)).unwrap();
    store.trash(open.path(), day(0)).unwrap();
    let notes = root.path().join("starts.toml");
    std::fs::create_dir(&notes).unwrap();
    assert!(store.purge_trash(day(31), month).is_err());
    std::fs::remove_dir(&notes).unwrap();
    for (content, start) in [("last = ", 31), ("", 33)] {
        std::fs::write(&notes, content).unwrap();
        assert_eq!(store.purge_trash(day(start), month), Ok(0));
        assert_eq!(store.purge_trash(day(start + 1), month), Ok(0));
    }
    assert_eq!(store.purge_trash(day(35), month), Ok(1));
}
