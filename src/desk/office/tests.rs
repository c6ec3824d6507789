//! Tests of the conversion with scripts that fail in the ways that an office can fail.

use super::*;

#[test]
fn a_path_becomes_an_address() {
    #[cfg(unix)]
    let paths = [
        ("/tmp/qianyue-x1/profile", "file:///tmp/qianyue-x1/profile"),
        ("/tmp/a b#%/profile", "file:///tmp/a%20b%23%25/profile"),
        ("/家/p", "file:///%E5%AE%B6/p"),
    ];
    #[cfg(not(unix))]
    let paths = [(r"C:\Users\me\p", "file:///C:/Users/me/p")];
    for (path, expected) in paths {
        assert_eq!(file_url(Path::new(path)), expected, "path: {path}");
    }
}

#[test]
fn a_pdf_is_whole_from_its_mark_to_its_end() {
    for (pdf, expected) in [
        (&b"%PDF-1.6\n1 0 obj\n%%EOF\n"[..], true),
        (b"%PDF-1.6\n1 0 obj\n", false),
        (b"PK\x03\x04 %%EOF", false),
        (b"", false),
    ] {
        assert_eq!(is_whole(pdf), expected, "{}", pdf.escape_ascii());
    }
}

/// A script in the place of the office. Another process writes the script: a file that this process
/// has open for writing could be inherited by a program that another test starts, and could then
/// not be executed.
#[cfg(unix)]
pub fn office(folder: &Path, script: &str, patience: Duration) -> Office {
    let program = folder.join("soffice");
    let written = Command::new("/bin/sh")
        .args([
            "-c",
            r#"printf '#!/bin/sh\n%s\n' "$1" > "$0"; chmod 755 "$0""#,
        ])
        .arg(&program)
        .arg(script)
        .status();
    assert!(written.unwrap().success());
    Office { program, patience }
}

/// Long enough for every program that ends by itself.
#[cfg(unix)]
const LONG: Duration = Duration::from_mins(1);

/// Whether the process whose number a script wrote to `file` is alive. A dead process that is not
/// reaped yet counts as gone.
#[cfg(unix)]
fn is_alive(file: &Path) -> bool {
    let number: i32 = std::fs::read_to_string(file)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    let state = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
    if state
        .rsplit(')')
        .next()
        .is_some_and(|rest| rest.trim_start().starts_with('Z'))
    {
        return false;
    }
    let process = rustix::process::Pid::from_raw(number).unwrap();
    rustix::process::test_kill_process(process).is_ok()
}

#[test]
#[cfg(unix)]
fn what_the_office_leaves_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    for (script, expected) in [
        ("printf '%%PDF-1.6 x %%%%EOF' > contract.pdf", "Ok"),
        (": > contract.pdf", "NotAPdf"),
        ("echo garbage > contract.pdf", "NotAPdf"),
        ("mkdir contract.pdf", "NotAPdf"),
        ("ln -s /dev/zero contract.pdf", "NotAPdf"),
        (
            "echo 'Error: source file\ncould not be loaded' >&2; exit 77",
            "NoPdf { code: Some(77), said: \"Error: source file could not be loaded\" }",
        ),
        ("true", "NoPdf { code: Some(0), said: \"\" }"),
        ("kill -9 $$", "NoPdf { code: None, said: \"\" }"),
    ] {
        let office = office(folder.path(), script, LONG);
        let outcome = match office.pdf(b"PK", &[], &Cancel::default()) {
            Ok((pdf, _)) => {
                assert_eq!(pdf, b"%PDF-1.6 x %%EOF");
                "Ok".to_owned()
            }
            Err(failure) => format!("{failure:?}"),
        };
        assert_eq!(outcome, expected, "{script}");
    }
}

#[test]
#[cfg(unix)]
fn the_office_gets_the_contract_a_profile_of_its_own_and_plain_pages() {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("told");
    let script = format!(
        "pwd > {0}; cat contract.docx >> {0}; printf '\\n%s' \"$@\" >> {0}",
        told.display()
    );
    let office = office(folder.path(), &script, LONG);
    assert!(office.pdf(b"PK-contract", &[], &Cancel::default()).is_err());
    let told = std::fs::read_to_string(told).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    let place = lines[0];
    assert_eq!(lines[1], "PK-contract");
    assert_eq!(
        lines[2],
        format!("-env:UserInstallation=file://{place}/profile")
    );
    assert!(
        lines.contains(&FILTER) && FILTER.contains("\"ExportFormFields\""),
        "{told}"
    );
    assert_eq!(
        lines.last(),
        Some(&format!("{place}/contract.docx").as_str())
    );
    assert!(!Path::new(place).exists(), "{place}");
}

/// The office's own temporary files are removed together with its folder.
#[test]
#[cfg(unix)]
fn the_office_gets_a_folder_for_its_temporary_files() {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("told");
    let script = format!(
        "pwd > {0}; printf '%s\\n' \"$TMPDIR\" \"$TMP\" \"$TEMP\" >> {0}; \
         ls -ld \"$TMPDIR\" >> {0}; : > \"$TMPDIR/lu1.tmp\"; exit 1",
        told.display()
    );
    let office = office(folder.path(), &script, LONG);
    assert!(office.pdf(b"PK", &[], &Cancel::default()).is_err());
    let told = std::fs::read_to_string(told).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    let temporary = format!("{}/tmp", lines[0]);
    assert_eq!(lines[1..4], [&temporary; 3]);
    assert!(lines[4].starts_with("drwx------"), "{told}");
    assert!(!Path::new(lines[0]).exists(), "{told}");
}

#[test]
#[cfg(unix)]
fn an_office_that_hangs_is_ended_with_what_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let child = folder.path().join("child");
    let place = folder.path().join("place");
    let script = format!(
        "pwd > {}; sleep 600 & echo $! > {}; wait",
        place.display(),
        child.display()
    );
    let office = office(folder.path(), &script, Duration::from_millis(400));
    let outcome = office.pdf(b"PK", &[], &Cancel::default());
    assert!(
        matches!(outcome, Err(PdfFailure::TooSlow { seconds: 0 })),
        "{outcome:?}"
    );
    assert!(!is_alive(&child));
    let place = std::fs::read_to_string(place).unwrap();
    assert!(!Path::new(place.trim()).exists(), "{place}");
}

#[test]
#[cfg(unix)]
fn a_cancelled_office_is_ended_with_what_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let child = folder.path().join("child");
    let written = folder.path().join("written");
    let script = format!(
        "sleep 600 & echo $! > {0}; mv {0} {1}; wait",
        written.display(),
        child.display()
    );
    let office = office(folder.path(), &script, LONG);
    let cancel = Cancel::default();
    let other = cancel.clone();
    let there = child.clone();
    let canceller = std::thread::spawn(move || {
        while !there.exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        other.cancel();
    });
    let outcome = office.pdf(b"PK", &[], &cancel);
    canceller.join().unwrap();
    assert!(matches!(outcome, Err(PdfFailure::Cancelled)), "{outcome:?}");
    assert!(!is_alive(&child));
}

#[test]
#[cfg(unix)]
fn an_office_that_does_not_start_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("soffice");
    std::fs::write(&program, "no program").unwrap();
    let office = Office {
        program,
        patience: LONG,
    };
    let outcome = office.pdf(b"PK", &[], &Cancel::default());
    assert!(
        matches!(
            outcome,
            Err(PdfFailure::NotStarted {
                kind: std::io::ErrorKind::PermissionDenied,
                ..
            })
        ),
        "{outcome:?}"
    );
}
