//! The commands `doctor` and `history` of the real program.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use qianyue::draft::Draft;
use qianyue::store::{DataFolder, Keep, LockOutcome, Store, lock};
use serde_json::Value;
use tempfile::TempDir;

use crate::store::{answer_of, answer_on_disk, at, draft_with, instance, save};
use crate::support::tools;

fn desk() -> (TempDir, Store) {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(DataFolder::new(root.path().to_owned()), instance());
    (root, store)
}

fn qianyue(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qianyue"));
    command
        .env("TERM", "xterm")
        .args(["--lang", "en", "--data-dir"])
        .arg(root)
        .arg("--config")
        .arg(root.join("none.toml"))
        .args(arguments);
    tools::run(&mut command)
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// The topics of the findings that need attention.
fn attention(root: &Path) -> (Option<i32>, Vec<String>) {
    let output = qianyue(root, &["doctor", "--json"]);
    let value = json(&output);
    let topics = value["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["state"] == "attention")
        .map(|finding| {
            assert_ne!(finding["hint"], "", "{finding}");
            finding["topic"].as_str().unwrap().to_owned()
        })
        .collect();
    (output.status.code(), topics)
}

#[test]
fn a_sound_folder_needs_no_attention_and_is_not_touched() {
    let (root, store) = desk();
    assert_eq!(attention(root.path()), (Some(0), vec![]), "nothing there");
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    let open = store.create(&draft_with("甲"), at(0)).unwrap();
    store
        .keep_revision(open.path(), Keep::Always, at(1))
        .unwrap();
    let before = crate::store::files_under(root.path());
    assert_eq!(attention(root.path()), (Some(0), vec![]));
    assert_eq!(crate::store::files_under(root.path()), before);
}

#[test]
fn what_is_not_there_has_no_tick_and_its_next_step_is_said() {
    let root = tempfile::tempdir().unwrap();
    let value = json(&qianyue(root.path(), &["doctor", "--json"]));
    let findings = value["findings"].as_array().unwrap();
    let mut absent = Vec::new();
    for finding in findings {
        let Some(path) = finding["path"]
            .as_str()
            .filter(|path| !Path::new(path).exists())
        else {
            continue;
        };
        assert_eq!(finding["state"], "note", "{path}: {finding}");
        absent.push(finding["topic"].as_str().unwrap());
    }
    assert_eq!(
        absent,
        [
            "drafts",
            "trash",
            "history",
            "recovery",
            "templates",
            "config"
        ]
    );
    let said = tools::said(&qianyue(root.path(), &["doctor"]));
    for step in ["qianyue config init", "put the .md files there"] {
        assert!(said.contains(step), "{step}: {said}");
    }
}

#[test]
fn what_is_broken_or_left_behind_is_named_and_ends_with_code_one() {
    let (root, store) = desk();
    let drafts = store.folder().drafts();
    let mut open = store.create(&draft_with("old"), at(0)).unwrap();
    fs::write(drafts.join("broken.toml"), "schema = 1\nx = [").unwrap();
    fs::write(drafts.join("gone.toml.lock"), "").unwrap();
    fs::create_dir_all(store.folder().templates()).unwrap();
    fs::write(store.folder().templates().join("bad.md"), "no front matter").unwrap();
    // Another window saved first; then the disk failed for this window.
    let mut loser = store.load_path(open.path()).unwrap();
    save(&store, &mut open, "won", 1);
    let lost = store.save(&mut loser, &draft_with("lost"), at(2), Keep::Always);
    assert!(lost.is_err());
    store
        .keep_recovery_copy(&mut loser, &draft_with("unsaved"))
        .unwrap();
    let (code, topics) = attention(root.path());
    assert_eq!(code, Some(1));
    assert_eq!(
        topics,
        [
            "broken_draft",
            "conflict_copy",
            "recovery_copy",
            "broken_template"
        ]
    );
    let said = tools::said(&qianyue(root.path(), &["doctor"]));
    assert!(said.contains("broken.toml:2:"), "{said}");
    assert!(said.contains("stale lock files: 1"), "{said}");
}

/// The output is a pipe here, which makes no difference.
#[test]
fn a_terminal_that_shows_nothing_but_text_has_a_cross() {
    let root = tempfile::tempdir().unwrap();
    for (term, is_crossed) in [
        (Some("dumb"), true),
        (Some(""), true),
        (None, true),
        (Some("xterm-256color"), false),
    ] {
        let run = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_qianyue"));
            command
                .env_remove("TERM")
                .envs(term.map(|name| ("TERM", name)));
            command
                .args(["--lang", "en", "--data-dir"])
                .arg(root.path());
            tools::run(command.args(["doctor"]).args(arguments))
        };
        let said = tools::said(&run(&[]));
        let crossed: Vec<&str> = said.lines().filter(|line| line.starts_with('✗')).collect();
        assert_eq!(
            crossed.len(),
            usize::from(is_crossed),
            "TERM={term:?}: {said}"
        );
        assert_eq!(
            said.contains("qianyue ask"),
            is_crossed,
            "TERM={term:?}: {said}"
        );
        let output = run(&["--json"]);
        assert_eq!(
            json(&output)["needs_attention"],
            is_crossed,
            "TERM={term:?}"
        );
        assert_eq!(
            output.status.code(),
            Some(i32::from(is_crossed)),
            "TERM={term:?}"
        );
    }
}

#[test]
fn a_recovery_copy_goes_with_the_save_that_makes_it_needless() {
    let (root, store) = desk();
    let mut open = store.create(&draft_with("old"), at(0)).unwrap();
    let draft = Draft {
        id: open.draft().id.clone(),
        ..draft_with("typed")
    };
    let copy = store.keep_recovery_copy(&mut open, &draft).unwrap();
    let again = store.keep_recovery_copy(&mut open, &draft).unwrap();
    assert_eq!(copy, again, "one copy of one opening");
    assert_eq!(attention(root.path()).1, ["recovery_copy"]);
    store.save(&mut open, &draft, at(1), Keep::Always).unwrap();
    assert!(!copy.exists());
    assert_eq!(attention(root.path()), (Some(0), vec![]));
}

#[test]
fn a_recovery_copy_of_a_window_that_died_stays_until_the_draft_says_the_same() {
    let (root, store) = desk();
    let mut died = store.create(&draft_with("old"), at(0)).unwrap();
    let path = died.path().to_owned();
    let typed = Draft {
        created: died.draft().created,
        id: died.draft().id.clone(),
        ..draft_with("typed")
    };
    let copy = store.keep_recovery_copy(&mut died, &typed).unwrap();
    drop(died);
    let mut open = store.load_path(&path).unwrap();
    let other = store
        .keep_recovery_copy(&mut open, &draft_with("other"))
        .unwrap();
    assert_ne!(copy, other);
    save(&store, &mut open, "something else", 1);
    assert!(copy.exists() && !other.exists());
    assert_eq!(store.sweep_recovery_copies(), Ok(0));
    save(&store, &mut open, "typed", 2);
    assert_eq!(attention(root.path()), (Some(0), vec![]));
    assert_eq!(store.sweep_recovery_copies(), Ok(1));
    assert!(!copy.exists());
}

#[test]
fn a_recovery_copy_of_a_file_without_an_id_belongs_to_the_file_of_its_name() {
    let (root, store) = desk();
    let folder = root.path().join("drafts");
    fs::create_dir_all(&folder).unwrap();
    let names = ["by hand.toml", "by hand-2.toml"];
    for name in names {
        let text = "[template]\nid = \"x\"\n[answers]\nparty_a_name = \"old\"\n";
        fs::write(folder.join(name), text).unwrap();
    }
    for name in names {
        let path = folder.join(name);
        let copies: Vec<_> = ["typed", "typed too"]
            .map(|typed| {
                let mut open = store.load_path(&path).unwrap();
                let mut draft = open.draft().clone();
                assert_eq!(draft.id, "");
                draft.answers = draft_with(typed).answers;
                store.keep_recovery_copy(&mut open, &draft).unwrap()
            })
            .into();
        for copy in &copies {
            assert_eq!(store.draft_of_copy(copy).unwrap(), path);
        }
        assert_eq!(store.sweep_recovery_copies(), Ok(0));
        let mut open = store.load_path(&path).unwrap();
        let mut draft = open.draft().clone();
        draft.answers = draft_with("typed").answers;
        store.save(&mut open, &draft, at(1), Keep::Always).unwrap();
        assert_eq!(store.sweep_recovery_copies(), Ok(1));
        assert!(!copies[0].exists() && copies[1].exists());
        fs::remove_file(&copies[1]).unwrap();
    }
}

#[test]
fn the_history_says_what_changed_and_gives_it_back() {
    let (root, store) = desk();
    let mut open = store.create(&draft_with("first"), at(0)).unwrap();
    save(&store, &mut open, "second\u{1b}[2J", 20);
    save(&store, &mut open, "third", 40);
    let path = open.path().to_owned();
    let id = open.draft().id.clone();
    let listed = json(&qianyue(root.path(), &["history", &id, "--json"]));
    let listed = listed.as_array().unwrap();
    let numbers: Vec<&Value> = listed.iter().map(|state| &state["revision"]).collect();
    assert_eq!(numbers, [&Value::Null, &Value::from(2), &Value::from(1)]);
    let change = &listed[0]["changes"][0];
    assert_eq!(change["field"], "name");
    assert_eq!(change["before"], "second␛[2J");
    assert_eq!(change["after"], "third");
    assert_eq!(listed[2]["changes"], Value::Null);

    let text = tools::said(&qianyue(root.path(), &["history", &id]));
    assert!(text.contains("name: first -> second␛[2J"), "{text}");

    let restored = qianyue(root.path(), &["history", &id, "--restore", "1"]);
    assert!(restored.status.success(), "{}", tools::said(&restored));
    assert_eq!(answer_on_disk(&store, &path), "first");
    let newest = store.revisions(&path).unwrap().remove(0);
    let kept = store.read_revision(&newest).unwrap();
    assert_eq!(answer_of(kept.draft()), "third");
}

#[test]
fn a_revision_is_not_restored_under_an_open_window_nor_out_of_nothing() {
    let (root, store) = desk();
    let mut open = store.create(&draft_with("first"), at(0)).unwrap();
    save(&store, &mut open, "second", 20);
    let id = open.draft().id.clone();
    let missing = qianyue(root.path(), &["history", &id, "--restore", "9"]);
    assert_eq!(missing.status.code(), Some(1));
    let held = lock(open.path(), &instance(), at(30));
    assert!(matches!(held, LockOutcome::Held(_)));
    let refused = qianyue(root.path(), &["history", &id, "--restore", "1"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(answer_on_disk(&store, open.path()), "second");
}
