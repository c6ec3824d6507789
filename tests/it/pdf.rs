//! Contracts as PDF: with the real `LibreOffice`, without one, and with one that has a bad day.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::office::Office;
use crate::support::program::{Home, Run, end};
#[cfg(unix)]
use crate::support::terminal::Terminal;
use crate::support::tools;

const EXAMPLE: &str = include_str!("../data/example.toml");
const READY: &str = include_str!("../data/example-ready.toml");
const END_MARK: &str = "（以下无正文）";

fn home() -> Home {
    let home = Home::new();
    home.write("example.toml", EXAMPLE);
    home.write("ready.toml", READY);
    fs::create_dir(home.path("tmp")).unwrap();
    home
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// An export that has this folder as its whole `PATH`, and one of its own for temporary files.
fn export_with_path(home: &Home, path: &Path, arguments: &[&str]) -> Command {
    let mut command = home.command(["export"]);
    command
        .args(arguments)
        .env("PATH", path)
        .env("TMPDIR", home.path("tmp"));
    command
}

/// The words of a PDF without any white space, page by page.
fn pages_of(pdf: &Path) -> Option<Vec<String>> {
    let pdftotext = tools::find("pdftotext")?;
    let output = tools::run(Command::new(pdftotext).arg("-layout").arg(pdf).arg("-"));
    assert!(output.status.success(), "{}", tools::said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    Some(pages.map(without_space).collect())
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A page without its number.
fn without_footer(page: &str) -> &str {
    page.rfind('第').map_or(page, |at| &page[..at])
}

#[test]
fn a_pdf_says_what_the_contract_says_on_pages_that_cannot_be_filled() {
    let home = home();
    let (Some(office), Some(pdfinfo)) = (Office::find(&home.path("")), tools::find("pdfinfo"))
    else {
        return;
    };
    let export = |target: &str| {
        let mut command = home.command(["export", "ready.toml", "-o", target]);
        end(office.name_fonts(&mut command)).ended(0)
    };
    let run = export("合同.pdf");
    // Seconds later it is the same file.
    export("again.pdf");
    let bytes = |name: &str| fs::read(home.path(name)).unwrap();
    assert!(bytes("合同.pdf") == bytes("again.pdf"));
    assert_eq!(run.output, "");
    assert!(run.messages.contains("合同.pdf"), "{run:?}");
    let pdf = home.path("合同.pdf");
    let Some(pages) = pages_of(&pdf) else {
        return;
    };
    let text: String = pages.iter().map(|page| without_footer(page)).collect();
    let shown = home.run(&["show", "ready.toml"]).ended(0).output;
    let (clauses, signatures) = shown.split_once(END_MARK).unwrap();
    // A column of signatures is so narrow that one stands beside the broken line of the other.
    for part in clauses.lines().chain(signatures.split_whitespace()) {
        assert!(text.contains(&without_space(part)), "{part}\n{text}");
    }
    let info = tools::said(&tools::run(Command::new(pdfinfo).arg(pdf)));
    assert!(info.contains("(A4)"), "{info}");
    assert!(
        info.lines()
            .any(|line| line.starts_with("Form:") && line.ends_with("none")),
        "{info}"
    );
}

#[test]
fn the_gate_holds_for_a_pdf_and_a_draft_says_so_on_every_page() {
    let home = home();
    let Some(office) = Office::find(&home.path("")) else {
        return;
    };
    let arguments = ["export", "example.toml", "--format", "pdf", "-o", "draft"];
    home.run(&arguments).ended(3);
    assert!(!home.path("draft").exists());
    let mut command = home.command(arguments);
    end(office.name_fonts(command.arg("--draft"))).ended(0);
    if let Some(pages) = pages_of(&home.path("draft")) {
        assert!(pages.len() > 2);
        assert!(pages.iter().all(|page| page.contains("草稿")), "{pages:?}");
    }
}

#[test]
fn a_second_pdf_replaces_the_first_only_when_it_may_and_two_are_made_at_once() {
    if tools::find("soffice").is_none() {
        return;
    }
    let home = home();
    let arguments = ["export", "ready.toml", "-o", "contract.pdf"];
    home.run(&arguments).ended(0);
    let first = fs::read(home.path("contract.pdf")).unwrap();
    let refused = home.run(&arguments).ended(1);
    assert!(refused.messages.contains("--force"), "{refused:?}");
    assert_eq!(fs::read(home.path("contract.pdf")).unwrap(), first);
    let spawned = ["a.pdf", "b.pdf"].map(|name| {
        let arguments = ["export", "ready.toml", "-o", name];
        let mut command = home.command(arguments);
        command.stderr(Stdio::null()).spawn().unwrap()
    });
    for mut child in spawned {
        assert!(child.wait().unwrap().success());
    }
    for name in ["a.pdf", "b.pdf"] {
        assert!(fs::read(home.path(name)).unwrap().starts_with(b"%PDF-"));
    }
    fs::write(home.path("contract.pdf"), "old").unwrap();
    home.run(&[&arguments[..], &["--force"]].concat()).ended(0);
    assert!(
        fs::read(home.path("contract.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
}

#[test]
#[cfg(target_os = "linux")]
fn without_libreoffice_it_says_how_to_get_it_and_what_to_do_instead() {
    let home = home();
    fs::create_dir(home.path("bin")).unwrap();
    // A program in the present folder is none that is installed.
    fake(&home, ".", "printf '%%PDF-1.6 %%%%EOF' > contract.pdf");
    for (language, parts) in [
        ("zh-CN", ["没有找到 LibreOffice", "apt install", "Word"]),
        ("en", ["LibreOffice was not found", "apt install", "Word"]),
    ] {
        for path in [home.path("bin"), PathBuf::new(), PathBuf::from(".")] {
            let arguments = ["ready.toml", "-o", "x.pdf", "--lang", language];
            let run = end(&mut export_with_path(&home, &path, &arguments)).ended(1);
            for part in parts {
                assert!(run.messages.contains(part), "{part}: {run:?}");
            }
        }
        let mut doctor = home.command(["doctor", "--lang", language]);
        let said = end(doctor.env("PATH", home.path("bin"))).output;
        assert!(said.contains(parts[0]) && said.contains(parts[1]), "{said}");
    }
    assert!(!home.path("x.pdf").exists());
    end(&mut export_with_path(
        &home,
        &home.path("bin"),
        &["ready.toml", "-o", "x.docx"],
    ))
    .ended(0);
}

/// A program that stands where the office stands, in this folder of the home. Another process
/// writes it: a file that is open for writing here would be so in whatever another test starts
/// meanwhile, and not run.
fn fake(home: &Home, folder: &str, script: &str) -> PathBuf {
    let folder = home.path(folder);
    fs::create_dir_all(&folder).unwrap();
    let written = Command::new("/bin/sh")
        .args([
            "-c",
            r#"printf '#!/bin/sh\n%s\n' "$1" > "$0"; chmod 755 "$0""#,
        ])
        .arg(folder.join("soffice"))
        .arg(script)
        .status();
    assert!(written.unwrap().success());
    folder
}

/// A script that starts something, says in a file which number it has, and hangs.
#[cfg(unix)]
fn hanging(child: &Path) -> String {
    let child = child.display();
    format!("/bin/sleep 600 & echo $! > {child}.new; /bin/mv {child}.new {child}; wait")
}

/// Nothing but what was there before: no half of a file, no folder of the conversion.
#[track_caller]
fn assert_untouched(home: &Home, run: &Run) {
    assert_eq!(fs::read(home.path("out/x.pdf")).unwrap(), b"old", "{run:?}");
    assert_eq!(names(&home.path("out")), ["x.pdf"], "{run:?}");
    assert_eq!(names(&home.path("tmp")), [""; 0], "{run:?}");
}

#[test]
#[cfg(unix)]
fn what_is_no_pdf_never_takes_the_place_of_a_file() {
    let home = home();
    home.write("out/x.pdf", "old");
    for (script, chinese, english) in [
        (
            "echo 'Error: no export filter' >&2; exit 1",
            "它说：Error: no export filter",
            "it said: Error: no export filter",
        ),
        ("exit 81", "退出码 81", "exit code 81"),
        (": > contract.pdf", "不是完整的 PDF", "no whole PDF"),
        ("echo PK > contract.pdf", "不是完整的 PDF", "no whole PDF"),
        (
            "printf '%%PDF-1.6 half' > contract.pdf",
            "不是完整的 PDF",
            "no whole PDF",
        ),
        (
            "printf '\\033]0;x\\007\\033[2J' >&2",
            "没有生成 PDF",
            "made no PDF",
        ),
    ] {
        let path = fake(&home, "bin", script);
        for (language, part) in [("zh-CN", chinese), ("en", english)] {
            let arguments = [
                "ready.toml",
                "-o",
                "out/x.pdf",
                "--force",
                "--lang",
                language,
            ];
            let run = end(&mut export_with_path(&home, &path, &arguments)).ended(1);
            assert!(run.messages.contains(part), "{script}: {run:?}");
            assert!(run.messages.contains("DOCX"), "{script}: {run:?}");
            assert!(!run.messages.contains('\u{1b}'), "{script}: {run:?}");
            assert_untouched(&home, &run);
        }
    }
}

#[test]
#[cfg(unix)]
fn a_target_that_is_refused_is_known_before_the_conversion_starts() {
    let home = home();
    home.write("out/x.pdf", "old");
    let path = fake(
        &home,
        "bin",
        &format!(": > {}", home.path("started").display()),
    );
    for target in ["out/x.pdf", "out", "none/x.pdf"] {
        let arguments = ["ready.toml", "--format", "pdf", "-o", target];
        let run = end(&mut export_with_path(&home, &path, &arguments)).ended(1);
        assert!(!home.path("started").exists(), "{target}: {run:?}");
        assert_untouched(&home, &run);
    }
    end(&mut export_with_path(
        &home,
        &path,
        &["ready.toml", "-o", "y.pdf"],
    ))
    .ended(1);
    assert!(home.path("started").exists());
}

#[test]
#[cfg(unix)]
fn a_signal_ends_the_export_with_everything_that_it_started() {
    for (name, code) in [("INT", 130), ("TERM", 143), ("HUP", 129), ("USR1", 138)] {
        let home = home();
        home.write("out/x.pdf", "old");
        let child = home.path("child");
        let path = fake(&home, "bin", &hanging(&child));
        let arguments = ["ready.toml", "-o", "out/x.pdf", "--force"];
        let mut command = export_with_path(&home, &path, &arguments);
        command.stderr(Stdio::piped());
        let running = command.spawn().unwrap();
        let start = std::time::Instant::now();
        while !child.exists() {
            assert!(
                start.elapsed().as_secs() < 60,
                "the conversion has not started"
            );
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let sent = Command::new("kill")
            .args(["-s", name, &running.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        let output = running.wait_with_output().unwrap();
        let run = Run {
            code: output.status.code(),
            output: String::new(),
            messages: tools::said(&output),
        };
        assert_eq!(run.code, Some(code), "{name}: {run:?}");
        assert!(run.messages.contains("已取消"), "{name}: {run:?}");
        assert_untouched(&home, &run);
        assert!(!is_alive(&child), "{name}");
    }
}

/// The gate over a draft with nothing in it, on the row of the format.
#[cfg(unix)]
fn at_the_gate(home: &Home, path: &str) -> Terminal {
    let temporary = home.path("tmp");
    let variables = [
        ("LANG", "zh_CN.UTF-8"),
        ("PATH", path),
        ("TMPDIR", temporary.to_str().unwrap()),
    ];
    let arguments = ["new", "mini-program-service"];
    let terminal = Terminal::start_with(&arguments, &home.data(), 80, 24, &variables);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州虚构青禾茶业有限公司");
    terminal.wait_for("甲方：杭州");
    terminal.press("F9");
    terminal.wait_for("还不能签");
    for _ in 0..40 {
        terminal.press("Down");
    }
    terminal.press("Up");
    terminal.press("Right");
    terminal.wait_for("(x) PDF");
    terminal.wait_for(".pdf");
    terminal
}

#[cfg(unix)]
fn pdfs(home: &Home) -> Vec<String> {
    let mut names = names(&home.data());
    names.retain(|name| name.contains("pdf"));
    names
}

#[test]
#[cfg(unix)]
fn the_screen_makes_a_pdf() {
    if tools::find("soffice").is_none() {
        return;
    }
    let home = home();
    fs::create_dir(home.data()).unwrap();
    let terminal = at_the_gate(&home, &std::env::var("PATH").unwrap());
    terminal.press("Ctrl-D");
    terminal.wait_for("已导出");
    let [name] = &pdfs(&home)[..] else {
        panic!("{:?}", names(&home.data()));
    };
    let pdf = home.data().join(name);
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    assert_eq!(names(&home.path("tmp")), [""; 0]);
}

#[test]
#[cfg(unix)]
fn the_screen_stays_usable_while_a_pdf_is_made_and_cancels_it() {
    let home = home();
    fs::create_dir(home.data()).unwrap();
    let child = home.path("child");
    let script = hanging(&child);
    let path = fake(&home, "bin", &script);
    let mut terminal = at_the_gate(&home, path.to_str().unwrap());
    terminal.press("Ctrl-D");
    terminal.wait_for("正在生成 PDF");
    terminal.wait_gone("（0 秒）");
    terminal.press("F1");
    terminal.wait_for("按键");
    terminal.press("F1");
    terminal.send(b"\x1bl");
    terminal.wait_for("Making the PDF");
    terminal.send(b"\x1bl");
    terminal.wait_for("正在生成 PDF");
    terminal.press("Esc");
    terminal.wait_for("已取消，没有生成文件");
    assert!(!is_alive(&child));
    assert_eq!(pdfs(&home), [""; 0]);
    assert_eq!(names(&home.path("tmp")), [""; 0]);

    // Once more, and away: the draft is kept, the conversion is not.
    fs::remove_file(&child).unwrap();
    terminal.press("Ctrl-D");
    terminal.wait_for("正在生成 PDF");
    terminal.wait_until_true("the conversion runs", || child.exists());
    terminal.press("F10");
    terminal.wait_for("新合同用");
    assert!(!is_alive(&child));
    assert!(!terminal.screen().contains("取消"), "{}", terminal.screen());
    terminal.press("F10");
    assert_eq!(terminal.wait_exit(), 0);
    assert_eq!(names(&home.path("tmp")), [""; 0]);
    let draft = fs::read_dir(home.data().join("drafts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let draft = fs::read_to_string(draft.unwrap()).unwrap();
    assert!(draft.contains("杭州虚构青禾茶业有限公司"), "{draft}");
}

#[test]
#[cfg(unix)]
fn a_signal_to_the_screen_ends_the_conversion_too() {
    let home = home();
    fs::create_dir(home.data()).unwrap();
    let child = home.path("child");
    let script = hanging(&child);
    let path = fake(&home, "bin", &script);
    let mut terminal = at_the_gate(&home, path.to_str().unwrap());
    terminal.press("Ctrl-D");
    terminal.wait_for("正在生成 PDF");
    terminal.wait_until_true("the conversion runs", || child.exists());
    terminal.signal("TERM");
    assert_eq!(terminal.wait_exit(), 143);
    assert!(!is_alive(&child));
    assert_eq!(names(&home.path("tmp")), [""; 0]);
}

#[test]
#[cfg(target_os = "linux")]
fn the_screen_says_how_to_get_libreoffice() {
    let home = home();
    fs::create_dir_all(home.path("bin")).unwrap();
    fs::create_dir(home.data()).unwrap();
    let terminal = at_the_gate(&home, home.path("bin").to_str().unwrap());
    terminal.press("Ctrl-D");
    terminal.wait_for("没有找到 LibreOffice");
    terminal.wait_for("apt install libreoffice-writer");
    assert_eq!(pdfs(&home), [""; 0]);
}

/// Whether the process of the number in this file is there. One that is dead and not buried yet
/// can do nothing any more.
#[cfg(unix)]
fn is_alive(file: &Path) -> bool {
    let number = fs::read_to_string(file).unwrap();
    let state = fs::read_to_string(format!("/proc/{}/stat", number.trim())).unwrap_or_default();
    if state
        .rsplit(')')
        .next()
        .is_some_and(|rest| rest.trim_start().starts_with('Z'))
    {
        return false;
    }
    let asked = Command::new("kill").args(["-0", number.trim()]).output();
    asked.unwrap().status.success()
}
