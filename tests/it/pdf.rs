//! Contracts as PDF: with the real `LibreOffice`, without it, and with fake ones that fail.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::office::Office;
#[cfg(unix)]
use crate::support::program::Run;
use crate::support::program::{Home, end};
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

#[cfg(unix)]
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// An export whose `PATH` is only this folder, with its own folder for temporary files.
#[cfg(unix)]
fn export_with_path(home: &Home, path: &Path, arguments: &[&str]) -> Command {
    let mut command = home.command(["export"]);
    command
        .args(arguments)
        .env("PATH", path)
        .env("TMPDIR", home.path("tmp"));
    command
}

/// The text of each page of a PDF, without white space.
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

/// A page without its footer.
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
    // A later export produces the same bytes.
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
    // In a narrow column of signatures, a line of one party stands beside the broken line of the
    // other.
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
    // A program in the current folder does not count as installed.
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

/// Writes a fake office into this folder of the home. A shell writes the file: if this process
/// wrote it, a child that another test starts at that moment would inherit the open file, and the
/// system would refuse to run it.
#[cfg(unix)]
fn fake(home: &Home, folder: &str, script: &str) -> PathBuf {
    fake_program(home, folder, "soffice", script)
}

/// Like [`fake`], for a program of this name.
#[cfg(unix)]
fn fake_program(home: &Home, folder: &str, name: &str, script: &str) -> PathBuf {
    let folder = home.path(folder);
    fs::create_dir_all(&folder).unwrap();
    let written = Command::new("/bin/sh")
        .args([
            "-c",
            r#"printf '#!/bin/sh\n%s\n' "$1" > "$0"; chmod 755 "$0""#,
        ])
        .arg(folder.join(name))
        .arg(script)
        .status();
    assert!(written.unwrap().success());
    folder
}

/// A script that starts a process, writes its number into a file, and hangs.
#[cfg(unix)]
fn hanging(child: &Path) -> String {
    let child = child.display();
    format!("/bin/sleep 600 & echo $! > {child}.new; /bin/mv {child}.new {child}; wait")
}

/// Asserts that the old file is unchanged, and that there are no incomplete or temporary files.
#[cfg(unix)]
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

/// Puts a fake `fc-list`, which lists these families, beside the fake office.
#[cfg(unix)]
fn fake_typefaces(home: &Home, families: &str) {
    let script = format!("printf '%s\\n' '{families}'");
    fake_program(home, "bin", "fc-list", &script);
}

/// A fake office that writes a PDF with this typeface and keeps a copy of its configuration.
#[cfg(unix)]
fn setting(home: &Home, typeface: &str) -> String {
    let kept = home.path("configuration.xcu");
    format!(
        "while read -r line; do printf '%s\\n' \"$line\"; done \
         < profile/user/registrymodifications.xcu > {}; \
         printf '%%PDF-1.6 /BaseFont/AAAAAA+{typeface} %%%%EOF' > contract.pdf",
        kept.display()
    )
}

#[test]
#[cfg(unix)]
fn what_stands_in_for_a_typeface_is_chosen_and_told() {
    const NOTO: &str = "Noto Serif CJK SC,Noto Serif CJK SC Black\nNoto Sans CJK SC";
    for (families, set_in, pairs, told) in [
        // The configuration names the nearest typeface, because `LibreOffice` might choose another.
        (
            NOTO,
            "NotoSerifCJKjp-Regular-VKana",
            &[
                ("宋体", "Noto Serif CJK SC"),
                ("SimSun", "Noto Serif CJK SC"),
            ][..],
            &["“宋体”", "Noto Serif CJK SC"][..],
        ),
        // The office used another typeface than the configured one.
        (
            NOTO,
            "NotoSansCJKjp-Regular",
            &[],
            &["“宋体”", "NotoSansCJKjp-Regular"],
        ),
        // The typeface is installed.
        ("SimSun,宋体\nTimes New Roman", "SimSun", &[], &[]),
        // The list of typefaces is empty, but the PDF uses the typeface.
        ("", "SimSun", &[], &[]),
        ("DejaVu Sans", "DejaVuSans", &[], &["“宋体”", "DejaVuSans"]),
    ] {
        let home = home();
        let path = fake(&home, "bin", &setting(&home, set_in));
        fake_typefaces(&home, families);
        let arguments = ["ready.toml", "-o", "x.pdf", "--force"];
        let run = end(&mut export_with_path(&home, &path, &arguments)).ended(0);
        let line = run.messages.lines().find(|line| line.contains("“宋体”"));
        assert_eq!(line.is_some(), !told.is_empty(), "{families}: {run:#?}");
        for part in told {
            assert!(line.unwrap().contains(part), "{families}: {run:#?}");
        }
        let configuration = fs::read_to_string(home.path("configuration.xcu")).unwrap();
        for (wanted, by) in pairs {
            let pair = format!(
                "<prop oor:name=\"ReplaceFont\" oor:op=\"fuse\"><value>{wanted}</value></prop>\
                 <prop oor:name=\"SubstituteFont\" oor:op=\"fuse\"><value>{by}</value></prop>"
            );
            assert!(configuration.contains(&pair), "{families}: {configuration}");
        }
        if families.contains("SimSun") {
            assert!(!configuration.contains("宋体"), "{configuration}");
        }
    }
}

#[test]
#[cfg(unix)]
fn the_doctor_looks_for_the_typefaces_of_the_house() {
    let home = home();
    let config = home.write(
        "c.toml",
        "[style]\nbody_font = \"仿宋\"\nheading_font = \"黑体\"\n",
    );
    let doctor = |config: Option<&Path>, language: &str| {
        let mut command = home.command(["doctor", "--lang", language]);
        if let Some(config) = config {
            command.arg("--config").arg(config);
        }
        end(command
            .env("PATH", home.path("bin"))
            .env("TMPDIR", home.path("tmp")))
        .output
    };
    fs::create_dir(home.path("bin")).unwrap();
    assert!(
        doctor(None, "zh-CN").contains("查不出"),
        "{}",
        doctor(None, "zh-CN")
    );
    fake_typefaces(
        &home,
        "FandolFang\nNoto Sans CJK SC\nSimSun,宋体\nTimes New Roman",
    );
    let said = doctor(None, "zh-CN");
    assert!(said.contains("✓ 字体：宋体"), "{said}");
    let said = doctor(Some(&config), "zh-CN");
    assert!(
        said.contains("· 字体：没有“仿宋”，PDF 里用 FandolFang 代替"),
        "{said}"
    );
    assert!(
        said.contains("· 字体：没有“黑体”，PDF 里用 Noto Sans CJK SC 代替"),
        "{said}"
    );
    assert!(said.contains("✓ 字体："), "{said}");
    assert!(said.contains("Times New Roman"), "{said}");
    let said = doctor(Some(&config), "en");
    assert!(
        said.contains("仿宋 is not installed, PDFs use FandolFang"),
        "{said}"
    );
    fake_typefaces(&home, "DejaVu Sans");
    let said = doctor(None, "zh-CN");
    assert!(said.contains("没有“宋体”，也没有相近的"), "{said}");
    assert_eq!(names(&home.path("tmp")), [""; 0]);
}

/// The real office, on a machine that has no 宋体 and no Times New Roman, or hides them.
#[test]
#[cfg(target_os = "linux")]
fn libreoffice_sets_the_body_in_a_serif_face_where_songti_is_missing() {
    let (Some(_), Some(fc_list), Some(pdffonts)) = (
        tools::find("soffice"),
        tools::find("fc-list"),
        tools::find("pdffonts"),
    ) else {
        return;
    };
    let home = home();
    let rejected: Vec<String> = ["SimSun", "NSimSun", "宋体", "新宋体", "Times New Roman"]
        .iter()
        .map(|family| {
            format!(
                "<rejectfont><pattern><patelt name=\"family\"><string>{family}</string></patelt>\
                 </pattern></rejectfont>"
            )
        })
        .collect();
    let config = home.write(
        "fonts.conf",
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>\
             <include>/etc/fonts/fonts.conf</include><selectfont>{}</selectfont></fontconfig>",
            rejected.concat()
        ),
    );
    let mut listing = Command::new(fc_list);
    let listing = listing
        .args([":", "family"])
        .env("FONTCONFIG_FILE", &config);
    let families = tools::said(&tools::run(listing));
    assert!(!families.contains("SimSun"), "{families}");
    if !families.contains("Noto Serif CJK SC") {
        return tools::missing("Noto Serif CJK SC");
    }
    let mut command = home.command(["export", "ready.toml", "-o", "x.pdf"]);
    command.env("FONTCONFIG_FILE", &config);
    command.env("TMPDIR", home.path("tmp"));
    let run = end(&mut command).ended(0);
    let shown = tools::said(&tools::run(Command::new(pdffonts).arg(home.path("x.pdf"))));
    assert!(shown.contains("NotoSerifCJK"), "{shown}");
    assert!(run.messages.contains("“宋体”"), "{run:#?}");
    assert!(run.messages.contains("Noto Serif CJK SC"), "{run:#?}");
    assert!(run.messages.contains("“Times New Roman”"), "{run:#?}");
}

/// The possible paths of the socket of an office with its profile in this private folder.
#[cfg(unix)]
fn sockets_of(private: &Path) -> Vec<PathBuf> {
    use md5::{Digest, Md5};
    let address = format!("file://{}/profile", private.display());
    let address: Vec<u8> = address.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let digits = Md5::digest(&address);
    let digits: Vec<String> = digits.iter().map(|byte| format!("{byte:x}")).collect();
    let digits = digits.concat();
    let user = rustix::process::getuid().as_raw();
    ["/tmp", "/var/tmp"]
        .map(|folder| PathBuf::from(format!("{folder}/OSL_PIPE_{user}_SingleOfficeIPC_{digits}")))
        .to_vec()
}

/// Waits until the condition holds; a conversion takes seconds.
#[cfg(unix)]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !is_so() {
        assert!(start.elapsed().as_secs() < 60, "{what}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// The private folder of the running conversion.
#[cfg(unix)]
fn private_folder(home: &Home) -> PathBuf {
    let found = || {
        let mut names = names(&home.path("tmp"));
        names.retain(|name| home.path("tmp").join(name).join("in-use").exists());
        names.pop()
    };
    wait_until("a private folder", || found().is_some());
    home.path("tmp").join(found().unwrap())
}

#[cfg(unix)]
fn send(signal: &str, process: u32) {
    let sent = Command::new("kill")
        .args(["-s", signal, &process.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Ends a fake office that hangs, by killing the process that it waits for; the file holds its
/// number.
#[cfg(unix)]
fn end_office(child: &Path) {
    let number = fs::read_to_string(child).unwrap();
    send("KILL", number.trim().parse().unwrap());
    wait_until("the office is gone", || !is_alive(child));
}

/// The real office is interrupted when it is most likely to leave files: when its socket exists,
/// and when it has begun to write.
#[test]
#[cfg(target_os = "linux")]
fn an_interrupted_libreoffice_leaves_nothing_anywhere() {
    if tools::find("soffice").is_none() {
        return;
    }
    for stage in ["profile/user", "profile/.lock"] {
        let home = home();
        let before = names(Path::new("/tmp"));
        let mut command = home.command(["export", "ready.toml", "-o", "x.pdf"]);
        command.env("TMPDIR", home.path("tmp"));
        let mut running = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let private = private_folder(&home);
        let sockets = sockets_of(&private);
        wait_until(stage, || private.join(stage).exists());
        wait_until("its socket", || {
            sockets.iter().any(|socket| socket.exists())
        });
        send("TERM", running.id());
        assert_eq!(running.wait().unwrap().code(), Some(143));
        assert!(!home.path("x.pdf").exists());
        assert_eq!(names(&home.path("tmp")), [""; 0], "{stage}");
        for socket in sockets {
            assert!(!socket.exists(), "{stage}: {}", socket.display());
        }
        let mut left = names(Path::new("/tmp"));
        left.retain(|name| name.starts_with("lu") && !before.contains(name));
        left.retain(|name| name.contains(".tmp"));
        assert_eq!(left, [""; 0], "{stage}");
    }
}

/// Only the folder of the killed program is deleted, not other folders that look like it.
#[test]
#[cfg(unix)]
fn the_next_conversion_clears_up_behind_one_that_was_killed() {
    use std::os::unix::fs::{DirBuilderExt, symlink};
    let home = home();
    let child = home.path("child");
    let hanging = fake(&home, "hanging", &hanging(&child));
    let quick = fake(&home, "quick", "printf '%%PDF-1.6 %%%%EOF' > contract.pdf");
    let start = |name: &str| {
        let mut command = export_with_path(&home, &hanging, &["ready.toml", "-o", name]);
        command.stderr(Stdio::null()).spawn().unwrap()
    };
    let mut killed = start("killed.pdf");
    let abandoned = private_folder(&home);
    wait_until("the conversion runs", || child.exists());
    let socket = sockets_of(&abandoned).swap_remove(0);
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    send("KILL", killed.id());
    killed.wait().unwrap();
    assert!(abandoned.join("contract.docx").exists());

    // These are not private folders of the program, although name or content is similar.
    let tmp = home.path("tmp");
    let private = |name: &str| {
        let mut builder = fs::DirBuilder::new();
        builder.mode(0o700).create(tmp.join(name)).unwrap();
        tmp.join(name)
    };
    let mark = "private folder of qianyue\n";
    fs::write(private("qianyue-project").join("notes.txt"), "mine").unwrap();
    fs::write(
        private("qianyue-other-mark").join("in-use"),
        "something else",
    )
    .unwrap();
    fs::write(private("other-name").join("in-use"), mark).unwrap();
    fs::create_dir(tmp.join("qianyue-open-to-all")).unwrap();
    fs::write(tmp.join("qianyue-open-to-all/in-use"), mark).unwrap();
    let elsewhere = home.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("in-use"), mark).unwrap();
    symlink(&elsewhere, tmp.join("qianyue-link")).unwrap();
    symlink(
        home.path("ready.toml"),
        private("qianyue-linked-mark").join("in-use"),
    )
    .unwrap();
    fs::write(tmp.join("qianyue-file"), mark).unwrap();
    let kept = names(&tmp);

    let export = |name: &str| {
        end(&mut export_with_path(
            &home,
            &quick,
            &["ready.toml", "-o", name],
        ))
        .ended(0);
    };
    // The folder stays while the office of the killed program is running.
    export("first.pdf");
    assert_eq!(names(&tmp), kept);
    end_office(&child);

    // The folder of a running conversion stays.
    fs::remove_file(&child).unwrap();
    let mut living = start("living.pdf");
    wait_until("the other conversion runs", || child.exists());
    export("second.pdf");
    let mut expected = kept.clone();
    expected.retain(|name| !abandoned.ends_with(name));
    let mut left = names(&tmp);
    left.retain(|name| expected.contains(name) || abandoned.ends_with(name));
    assert_eq!(left, expected);
    assert_eq!(
        names(&tmp).len(),
        expected.len() + 1,
        "that of the living one"
    );
    assert!(!socket.exists());
    assert!(elsewhere.join("in-use").exists());
    assert!(home.path("ready.toml").exists());
    send("TERM", living.id());
    living.wait().unwrap();
    assert_eq!(names(&tmp), expected);
}

/// The screens clean up at their start, because the next PDF may be weeks away.
#[test]
#[cfg(unix)]
fn the_screen_clears_up_behind_a_conversion_that_was_killed() {
    let home = home();
    fs::create_dir(home.data()).unwrap();
    let child = home.path("child");
    let path = fake(&home, "bin", &hanging(&child));
    let mut command = export_with_path(&home, &path, &["ready.toml", "-o", "x.pdf"]);
    let mut running = command.stderr(Stdio::null()).spawn().unwrap();
    let abandoned = private_folder(&home);
    wait_until("the conversion runs", || child.exists());
    send("KILL", running.id());
    running.wait().unwrap();
    end_office(&child);
    let temporary = home.path("tmp");
    let variables = [("TMPDIR", temporary.to_str().unwrap())];
    let mut terminal = Terminal::start_with(&[], &home.data(), 80, 24, &variables);
    terminal.wait_until_true("the folder is gone", || !abandoned.exists());
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

/// The export screen of a draft with one answer, with the row of the format selected.
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
    terminal.press("Alt-D");
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
    terminal.press("Alt-D");
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

    // Leaving the draft cancels the second conversion, but the draft is saved.
    fs::remove_file(&child).unwrap();
    terminal.press("Alt-D");
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
    terminal.press("Alt-D");
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
    terminal.press("Alt-D");
    terminal.wait_for("没有找到 LibreOffice");
    terminal.wait_for("apt install libreoffice-writer");
    assert_eq!(pdfs(&home), [""; 0]);
}

/// Whether the process with the number in this file is running. A zombie does not count.
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
