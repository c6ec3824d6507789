//! The collection of bad drafts: each has the result that its manifest states.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use qianyue::draft::{DraftProblem, EncodingGuess};
use qianyue::store::{Store, StoreError};

use super::{answer_of, answer_on_disk, save, store};
use crate::support::stopwatch::Stopwatch;

const PATIENCE: Duration = Duration::from_secs(2);

struct Case {
    name: String,
    expected: String,
    bytes: Vec<u8>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
    fs::read_to_string(folder.join("manifest.tsv"))
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            Case {
                name: columns[2].trim_start_matches("draft/").to_owned(),
                expected: columns[3].to_owned(),
                bytes: fs::read(folder.join(columns[2])).unwrap(),
            }
        })
        .collect()
}

fn place(store: &Store, name: &str, bytes: &[u8]) -> PathBuf {
    fs::create_dir_all(store.folder().drafts()).unwrap();
    let path = store.folder().drafts().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn every_bad_draft_ends_as_its_manifest_says() {
    let cases = cases();
    assert!(cases.len() > 90, "the collection is there");
    for case in &cases {
        let (_root, store) = store();
        let path = place(&store, &case.name, &case.bytes);
        let start = Stopwatch::start();
        match case.expected.as_str() {
            "reject-keep" => is_refused_and_kept(&store, &path, case),
            "readonly" => is_only_shown(&store, &path, case),
            "preserve" => survives_a_save(&store, &path, case),
            "ok" | "sanitize" => opens_and_saves(&store, &path, case),
            other => panic!("unknown expectation: {other}"),
        }
        let elapsed = start.taken();
        assert!(elapsed < PATIENCE, "{}: {elapsed:?}", case.name);
    }
}

fn is_refused_and_kept(store: &Store, path: &Path, case: &Case) {
    let loaded = store.load_path(path);
    assert!(
        matches!(loaded, Err(StoreError::Broken { .. })),
        "{}: {loaded:?}",
        case.name
    );
    let listed = store.list().unwrap();
    assert_eq!(listed.len(), 1, "{}", case.name);
    assert!(listed[0].draft.is_err(), "{}", case.name);
    assert_eq!(fs::read(path).unwrap(), case.bytes, "{}", case.name);
}

fn is_only_shown(store: &Store, path: &Path, case: &Case) {
    let mut open = store.load_path(path).unwrap();
    assert!(open.read_only_reason().is_some(), "{}", case.name);
    let draft = open.draft().clone();
    let saved = store.save(&mut open, &draft, super::at(0), super::EVERY_TEN_MINUTES);
    assert!(
        matches!(saved, Err(StoreError::NewerSchema { schema: 999, .. })),
        "{}: {saved:?}",
        case.name
    );
    assert_eq!(fs::read(path).unwrap(), case.bytes, "{}", case.name);
}

fn opens_and_saves(store: &Store, path: &Path, case: &Case) {
    let mut open = store
        .load_path(path)
        .unwrap_or_else(|error| panic!("{}: {error}", case.name));
    assert_eq!(open.read_only_reason(), None, "{}", case.name);
    let before = open.draft().clone();
    save(store, &mut open, "新的", 1);
    assert_eq!(answer_on_disk(store, path), "新的", "{}", case.name);
    let revision = store.revisions(path).unwrap().remove(0);
    let kept = store.read_revision(&revision).unwrap();
    assert_eq!(answer_of(kept.draft()), answer_of(&before), "{}", case.name);
    assert_eq!(store.list().unwrap().len(), 1, "{}", case.name);
}

fn survives_a_save(store: &Store, path: &Path, case: &Case) {
    opens_and_saves(store, path, case);
    // A save brings the file to the schema of this version.
    let before = String::from_utf8(case.bytes.clone()).unwrap();
    let before = before.replace("schema = 1", "schema = 2");
    let after = fs::read_to_string(path).unwrap();
    let mut lines = after.lines();
    for line in before.lines().filter(|line| !line.starts_with("updated")) {
        assert!(
            lines.any(|kept| kept == line),
            "{}: lost or moved {:?}",
            case.name,
            line.chars().take(60).collect::<String>()
        );
    }
}

#[test]
fn the_files_name_wins_over_the_id_inside() {
    let (_root, store) = store();
    let text = "schema = 1\nid = \"01JD0000000000000000000009\"\n[template]\nid = \"sale\"\n";
    let path = place(&store, "01JD0000000000000000000001.toml", text.as_bytes());
    let mut open = store.load("01JD0000000000000000000001").unwrap();
    assert_eq!(open.draft().id, "01JD0000000000000000000001");
    save(&store, &mut open, "甲", 1);
    assert_eq!(store.draft_paths().unwrap(), std::slice::from_ref(&path));
    assert!(fs::read_to_string(&path).unwrap().contains("000001\""));
}

#[test]
fn twelve_megabytes_are_refused_and_kept() {
    let (_root, store) = store();
    let bytes = vec![b'#'; 12_000_000];
    let path = place(&store, "big.toml", &bytes);
    assert!(matches!(
        store.load_path(&path),
        Err(StoreError::TooLarge {
            bytes: 12_000_000,
            ..
        })
    ));
    assert_eq!(fs::metadata(&path).unwrap().len(), 12_000_000);
}

#[test]
fn what_is_wrong_with_a_draft_is_named_by_its_kind() {
    let problem = |name: &str| {
        let case = cases().into_iter().find(|case| case.name == name).unwrap();
        let (_root, store) = store();
        let path = place(&store, name, &case.bytes);
        match store.load_path(&path) {
            Err(StoreError::Broken { error, .. }) => error,
            other => panic!("{name}: {other:?}"),
        }
    };
    for (name, line, column) in [
        ("wrong_type_value.toml", 13, 1),
        ("dup_key.toml", 13, 1),
        ("merge_conflict.toml", 12, 9),
        ("deep_array.toml", 13, 88),
    ] {
        let error = problem(name);
        assert_eq!(
            (error.line, error.column),
            (line, column),
            "{name}: {error}"
        );
        assert!(
            !matches!(error.problem, DraftProblem::Syntax { .. }),
            "{name}: {error}"
        );
    }
    for (name, guess) in [
        ("gbk.toml", EncodingGuess::Gbk),
        ("utf16le.toml", EncodingGuess::Utf16),
        ("bad_utf8.toml", EncodingGuess::Unknown),
        ("truncated_in_string.toml", EncodingGuess::CutOff),
        ("docx_named.toml", EncodingGuess::Package),
    ] {
        let expected = DraftProblem::Encoding { guess };
        assert_eq!(problem(name).problem, expected, "{name}");
    }
    for name in ["zeros.toml", "tail_zeros.toml"] {
        assert_eq!(problem(name).problem, DraftProblem::ZeroBytes, "{name}");
    }
    for name in ["deep_dotted.toml", "deep_inline.toml"] {
        assert_eq!(problem(name).problem, DraftProblem::TooDeep, "{name}");
    }
}
