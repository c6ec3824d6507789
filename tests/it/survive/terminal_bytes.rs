//! The real program shows unusual file names and contents: no byte acts on the terminal, nothing
//! hangs, and unreadable files are reported.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::ordinary_user;
use crate::support::tools;

const PROGRAM: &str = env!("CARGO_BIN_EXE_qianyue");
const PATIENCE: Duration = Duration::from_secs(5);
const GOOD: &str = "schema = 1\n[template]\nid = \"mini-program-service\"\n[answers]\n\
                    party_a_name = \"青禾\"\n";

/// How the list must show a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    AsDraft,
    WithReason,
    Never,
}

/// Creates all unusual entries of a drafts folder. Returns how the list must show them.
fn shapes(folder: &Path) -> Vec<(OsString, Shown)> {
    let mut shapes = Vec::new();
    let mut add = |name: &[u8], shown: Shown, make: &dyn Fn(&Path)| {
        let name = OsString::from_vec(name.to_vec());
        make(&folder.join(&name));
        shapes.push((name, shown));
    };
    let good = |path: &Path| fs::write(path, GOOD).unwrap();
    let mode = |path: &Path, mode| {
        good(path);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    add(b"dir.toml", Shown::WithReason, &|path| {
        fs::create_dir(path).unwrap();
    });
    add(b"fifo.toml", Shown::WithReason, &|path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    });
    for (name, target) in [
        ("loop.toml", "loop.toml"),
        ("dangling.toml", "no_such"),
        ("to_passwd.toml", "/etc/passwd"),
        ("devzero.toml", "/dev/zero"),
        ("devfull.toml", "/dev/full"),
    ] {
        add(name.as_bytes(), Shown::WithReason, &|path| {
            symlink(target, path).unwrap();
        });
    }
    let long = [b"n".repeat(250), b".toml".to_vec()].concat();
    for name in [
        b"bad\xff\xfename.toml".as_slice(),
        b"esc\x1b]0;x\x07.toml",
        b"nl\nname.toml",
        "c1\u{9b}2J.toml".as_bytes(),
        "rlo\u{202e}lmot.toml".as_bytes(),
        &long,
        "copy (冲突的副本 2026-11-22).toml".as_bytes(),
        b"UPPER.TOML",
        b"hard1.toml",
    ] {
        add(name, Shown::AsDraft, &good);
    }
    add(b"hard2.toml", Shown::AsDraft, &|path| {
        fs::hard_link(path.with_file_name("hard1.toml"), path).unwrap();
    });
    add(b"noperm.toml", Shown::WithReason, &|path| mode(path, 0));
    add(b"ro.toml", Shown::AsDraft, &|path| mode(path, 0o444));
    add(b"a.toml.lock", Shown::Never, &|path| {
        fs::write(path, "garbage \x1b[2J").unwrap();
    });
    add(b"stale.toml.lock", Shown::Never, &|path| {
        fs::write(path, "pid = 99999999\nhost = \"gone\"\n").unwrap();
    });
    add(b".draft.x1.tmp", Shown::Never, &|path| {
        fs::write(path, "schema = 1\n").unwrap();
    });
    shapes
}

struct Desk {
    root: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("drafts")).unwrap();
        fs::create_dir_all(root.path().join("templates")).unwrap();
        Self { root }
    }

    fn drafts(&self) -> PathBuf {
        self.root.path().join("drafts")
    }

    /// Runs the program and checks every byte of both streams. Returns the result.
    fn says(&self, arguments: &[&OsString]) -> Option<tools::Said> {
        let mut command = ordinary_user::command(Path::new(PROGRAM))?;
        command
            .arg("--data-dir")
            .arg(self.root.path())
            .arg("--config")
            .arg(self.root.path().join("none.toml"))
            .args(arguments);
        let start = Instant::now();
        let output = tools::run(&mut command);
        let elapsed = start.elapsed();
        assert!(elapsed < PATIENCE, "{arguments:?}: {elapsed:?}");
        for bytes in [&output.stdout, &output.stderr] {
            has_no_control(bytes, arguments);
        }
        Some(tools::Said {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
        })
    }
}

fn has_no_control(bytes: &[u8], arguments: &[&OsString]) {
    let text = std::str::from_utf8(bytes)
        .unwrap_or_else(|error| panic!("{arguments:?}: not UTF-8: {error}"));
    let acts = |c: char| match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        c => c.is_control(),
    };
    if let Some(at) = text.find(acts) {
        let around: String = text[at..].chars().take(20).collect();
        panic!("{arguments:?}: acts on the terminal: {around:?}");
    }
}

fn os(text: &str) -> OsString {
    OsString::from(text)
}

#[test]
fn every_shape_of_a_file_shows_as_what_it_is() {
    let desk = Desk::new();
    let shapes = shapes(&desk.drafts());
    ordinary_user::give(desk.root.path());
    let Some(listed) = desk.says(&[&os("list"), &os("--json")]) else {
        return;
    };
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed.stdout).unwrap();
    let mut counts: BTreeMap<bool, usize> = BTreeMap::new();
    for entry in &listed {
        *counts.entry(entry.get("error").is_some()).or_default() += 1;
    }
    let expected = |wanted| shapes.iter().filter(|(_, shown)| *shown == wanted).count();
    assert_eq!(
        counts.get(&true),
        Some(&expected(Shown::WithReason)),
        "{listed:#?}"
    );
    assert_eq!(
        counts.get(&false),
        Some(&expected(Shown::AsDraft)),
        "{listed:#?}"
    );
    desk.says(&[&os("list")]);
    desk.says(&[&os("doctor")]);
    for (name, shown) in &shapes {
        // Arguments must be Unicode, so a file with another name is given by a prefix of its name.
        let path = match name.to_str() {
            Some(name) => desk.drafts().join(name).into_os_string(),
            None => os("bad"),
        };
        let show = desk.says(&[&os("show"), &path]).unwrap();
        let check = desk.says(&[&os("check"), &path]).unwrap();
        let history = desk.says(&[&os("history"), &path]).unwrap();
        if *shown == Shown::WithReason {
            for said in [show, check, history] {
                assert_eq!(said.code, Some(1), "{name:?}");
            }
        } else if *shown == Shown::AsDraft {
            assert_eq!(show.code, Some(0), "{name:?}");
            assert!(show.stdout.contains("青禾"), "{name:?}");
        }
    }
}

#[test]
fn no_byte_of_a_bad_draft_or_template_acts_on_the_terminal() {
    let desk = Desk::new();
    let collection = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
    let mut names = Vec::new();
    for (from, to) in [("draft", "drafts"), ("template", "templates")] {
        for entry in fs::read_dir(collection.join(from)).unwrap() {
            let path = entry.unwrap().path();
            let target = desk.root.path().join(to).join(path.file_name().unwrap());
            fs::copy(&path, &target).unwrap();
            names.push((from, target.into_os_string()));
        }
    }
    assert!(names.len() > 120, "the collection is there");
    ordinary_user::give(desk.root.path());
    for arguments in [
        vec![os("list")],
        vec![os("list"), os("--json")],
        vec![os("doctor")],
        vec![os("doctor"), os("--json")],
        vec![os("template"), os("list")],
    ] {
        let arguments: Vec<&OsString> = arguments.iter().collect();
        if desk.says(&arguments).is_none() {
            return;
        }
    }
    for (kind, path) in &names {
        let verbs: &[&[&str]] = match *kind {
            "draft" => &[&["show"], &["check"], &["check", "--json"]],
            _ => &[&["template", "check"]],
        };
        for verb in verbs {
            let words: Vec<OsString> = verb.iter().map(|word| os(word)).collect();
            let mut arguments: Vec<&OsString> = words.iter().collect();
            arguments.push(path);
            desk.says(&arguments);
        }
    }
}
