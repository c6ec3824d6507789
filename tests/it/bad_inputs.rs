//! Hostile drafts and templates through the real program: it stays within its limits of time and
//! memory, names the place of the fault, keeps the file, and prints no invisible characters.

use std::path::{Path, PathBuf};

use crate::support::program::{Home, Run};
use crate::support::unseen::{nothing_unseen_in, unseen};

/// The processor time of a run, in seconds.
#[cfg(target_os = "linux")]
const PATIENCE_SECONDS: u32 = 2;

/// The address space of a run. It is larger than the memory in use.
#[cfg(target_os = "linux")]
const MEMORY_KILOBYTES: u32 = 256 * 1024;

struct Case {
    path: PathBuf,
    name: String,
    expected: String,
}

fn cases(manifest: &str, kind: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
    let cases: Vec<Case> = std::fs::read_to_string(folder.join(manifest))
        .unwrap()
        .lines()
        .skip(1)
        .map(|row| row.split('\t').collect::<Vec<_>>())
        .filter(|cells| cells[1] == kind)
        .map(|cells| Case {
            path: folder.join(cells[2]),
            name: Path::new(cells[2])
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned(),
            expected: cells[3].to_owned(),
        })
        .collect();
    assert!(cases.len() > 30, "the collection is there: {manifest}");
    cases
}

/// Runs the program within the limits, and checks what holds for every run.
fn run(home: &Home, name: &str, arguments: &[&str]) -> Run {
    let run = crate::support::program::end(&mut limited(home, arguments));
    let said = |what: &str| format!("{name} {arguments:?}: {what}");
    assert!(
        matches!(run.code, Some(0 | 1 | 3)),
        "{}",
        said(&format!("{:?} {}", run.code, run.messages))
    );
    assert!(
        !run.messages.contains("panicked"),
        "{}",
        said(&run.messages)
    );
    for stream in [&run.output, &run.messages] {
        let line_ends: &[char] = if arguments.contains(&"list") {
            &['\n', '\t']
        } else {
            &['\n']
        };
        if let Some(found) = unseen(stream, line_ends) {
            panic!("{}", said(&format!("prints {found:?}")));
        }
    }
    run
}

#[cfg(target_os = "linux")]
fn limited(home: &Home, arguments: &[&str]) -> std::process::Command {
    let mut shell = std::process::Command::new("sh");
    let limit =
        format!("ulimit -v {MEMORY_KILOBYTES}; ulimit -t {PATIENCE_SECONDS}; exec \"$0\" \"$@\"");
    shell.args(["-c", &limit, crate::support::program::PROGRAM]);
    shell.args(arguments);
    home.at_home(shell)
}

#[cfg(not(target_os = "linux"))]
fn limited(home: &Home, arguments: &[&str]) -> std::process::Command {
    home.command(arguments)
}

/// Whether a message contains `name:line:column`.
fn names_the_place(messages: &str, name: &str) -> bool {
    let Some((_, after)) = messages.split_once(&format!("{name}:")) else {
        return false;
    };
    let numbers: Vec<&str> = after
        .splitn(3, |c: char| !c.is_ascii_digit())
        .take(2)
        .collect();
    numbers.len() == 2 && numbers.iter().all(|number| !number.is_empty())
}

#[test]
fn every_bad_draft_is_shown_checked_and_exported_or_refused_with_its_place() {
    for case in cases("manifest.tsv", "draft") {
        let home = Home::new();
        let before = std::fs::read(&case.path).unwrap();
        let path = home.write(&case.name, &before);
        let source = path.to_str().unwrap();
        let out = home.path("out.docx");
        let runs = [
            run(&home, &case.name, &["show", source]),
            run(&home, &case.name, &["show", source, "--format", "json"]),
            run(&home, &case.name, &["show", source, "--format", "markdown"]),
            run(&home, &case.name, &["check", source]),
            run(&home, &case.name, &["check", source, "--json"]),
            run(
                &home,
                &case.name,
                &["export", source, "--draft", "-o", out.to_str().unwrap()],
            ),
        ];
        let is_refused = case.expected == "reject-keep";
        for run in &runs {
            assert_eq!(run.code == Some(1), is_refused, "{}: {run:#?}", case.name);
            if is_refused {
                assert!(
                    names_the_place(&run.messages, &case.name),
                    "{}: {run:#?}",
                    case.name
                );
                assert_eq!(run.output, "", "{}", case.name);
            }
        }
        assert_eq!(out.exists(), !is_refused, "{}", case.name);
        if out.exists() {
            nothing_unseen_in(&case.name, &std::fs::read(&out).unwrap());
        }
        assert!(std::fs::read(&path).unwrap() == before, "{}", case.name);
    }
}

#[test]
fn bad_drafts_in_the_folder_are_listed_and_kept() {
    let home = Home::new();
    let cases = cases("manifest.tsv", "draft");
    for case in &cases {
        let bytes = std::fs::read(&case.path).unwrap();
        home.write(&format!("data/drafts/{}", case.name), bytes);
    }
    let listed = crate::support::program::end(&mut limited(&home, &["list"])).ended(0);
    let as_json = crate::support::program::end(&mut limited(&home, &["list", "--json"])).ended(0);
    assert_eq!(unseen(&listed.output, &['\n', '\t']), None);
    assert_eq!(unseen(&as_json.output, &['\n']), None);
    assert_eq!(listed.output.lines().count(), cases.len());
    assert_eq!(as_json.json().as_array().unwrap().len(), cases.len());
    for case in &cases {
        let entry = as_json
            .json()
            .as_array()
            .unwrap()
            .iter()
            .find(|entry| entry["id"] == case.name.trim_end_matches(".toml"))
            .unwrap_or_else(|| panic!("{} is not listed", case.name))
            .clone();
        assert_eq!(
            entry.get("error").is_some(),
            case.expected == "reject-keep",
            "{}: {entry}",
            case.name
        );
        let kept = std::fs::read(home.data().join("drafts").join(&case.name)).unwrap();
        assert!(kept == std::fs::read(&case.path).unwrap(), "{}", case.name);
    }
}

#[test]
fn each_bad_draft_alone_is_listed_in_time() {
    for case in cases("manifest.tsv", "draft") {
        let home = Home::new();
        let bytes = std::fs::read(&case.path).unwrap();
        home.write(&format!("data/drafts/{}", case.name), bytes);
        for arguments in [&["list"][..], &["list", "--json"]] {
            let run = run(&home, &case.name, arguments);
            assert_eq!(run.code, Some(0), "{}: {run:#?}", case.name);
        }
    }
}

#[test]
fn every_bad_template_is_refused_with_its_place() {
    for case in cases("template/manifest.tsv", "template") {
        let home = Home::new();
        let path = case.path.to_str().unwrap();
        let checked = run(&home, &case.name, &["template", "check", path]);
        let is_refused = case.expected == "reject";
        assert_eq!(
            checked.code == Some(1),
            is_refused,
            "{}: {checked:#?}",
            case.name
        );
        if is_refused {
            assert!(
                names_the_place(&checked.messages, &case.name),
                "{checked:#?}"
            );
            assert_eq!(checked.output, "", "{}", case.name);
        }
    }
}

#[test]
fn bad_templates_in_the_folder_hide_no_other_one() {
    let home = Home::new();
    for case in cases("template/manifest.tsv", "template") {
        let bytes = std::fs::read(&case.path).unwrap();
        home.write(&format!("data/templates/{}", case.name), bytes);
    }
    for arguments in [
        &["template", "list"][..],
        &["template", "list", "--json"],
        &["list"],
    ] {
        let run = home.run(arguments).ended(0);
        assert_eq!(unseen(&run.output, &['\n', '\t']), None, "{arguments:?}");
    }
    let listed = home.run(&["template", "list", "--json"]).json();
    let fine: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry.get("error").is_none())
        .filter_map(|entry| entry["id"].as_str())
        .collect();
    assert!(fine.contains(&"mini-program-service"), "{listed:#}");
    assert!(fine.contains(&"good"), "{listed:#}");
}
