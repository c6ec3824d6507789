//! Exports to places that reject files: no file is overwritten or incomplete, and the message fits
//! an export.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use super::full_disk::SmallDisk;
use super::ordinary_user;
use crate::store::names_in;
use crate::support::program::{Home, PROGRAM, Run, end};
use crate::support::terminal::Terminal;
use crate::support::tools;

const READY: &str = include_str!("../../data/example-ready.toml");
/// Parts of messages that fit drafts, but not exports.
const OF_DRAFTS: [&str; 4] = ["--data-dir", "自动重试", "tried again", "另存"];
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// A home with a contract that is ready, and a fake office that makes a PDF of every file.
fn home() -> Home {
    let home = Home::new();
    home.write("ready.toml", READY);
    fs::create_dir(home.path("bin")).unwrap();
    fs::create_dir(home.path("tmp")).unwrap();
    let script = r#"printf '#!/bin/sh\n(echo %%PDF-1.6; cat contract.docx; echo %%%%EOF) > contract.pdf\n' > "$0"; chmod 755 "$0""#;
    let written = Command::new("/bin/sh")
        .args(["-c", script])
        .arg(home.path("bin/soffice"))
        .status();
    assert!(written.unwrap().success());
    home
}

/// Exports the contract to `target`; `program` runs the program.
fn export(home: &Home, program: Command, target: &Path, language: &str, more: &[&str]) -> Run {
    let mut command = home.at_home(program);
    command
        .args(["--lang", language, "export"])
        .arg(home.path("ready.toml"))
        .arg("-o")
        .arg(target)
        .args(more)
        .env(
            "PATH",
            format!("{}:/usr/bin:/bin", home.path("bin").display()),
        )
        .env("TMPDIR", home.path("tmp"));
    end(&mut command)
}

#[track_caller]
fn assert_told(run: &Run, parts: &[&str]) {
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.output, "", "{run:?}");
    for part in parts {
        assert!(run.messages.contains(part), "{part}: {run:?}");
    }
    for part in OF_DRAFTS {
        assert!(!run.messages.contains(part), "{part}: {run:?}");
    }
}

#[test]
fn into_a_folder_that_may_not_be_written() {
    let home = home();
    let old = home.write("shut/old.docx", "old");
    ordinary_user::give(&home.path(""));
    fs::set_permissions(home.path("shut"), fs::Permissions::from_mode(0o555)).unwrap();
    for (name, more) in [
        ("new.docx", &[][..]),
        ("old.docx", &["--force"]),
        ("new.txt", &[]),
        ("new.pdf", &[]),
    ] {
        for (language, parts) in [
            ("zh-CN", ["没有权限", "换一个可以写的文件夹"]),
            ("en", ["permission denied", "Choose a folder"]),
        ] {
            let Some(program) = ordinary_user::command(Path::new(PROGRAM)) else {
                return;
            };
            let target = home.path("shut").join(name);
            let run = export(&home, program, &target, language, more);
            assert_told(&run, &parts);
        }
    }
    let kept = export(
        &home,
        ordinary_user::command(Path::new(PROGRAM)).unwrap(),
        &home.path("new.docx"),
        "en",
        &["--summary", home.path("shut/x.md").to_str().unwrap()],
    );
    assert_told(&kept, &["permission denied"]);
    assert!(!home.path("new.docx").exists(), "nothing is done by halves");
    assert_eq!(fs::read(old).unwrap(), b"old");
    assert_eq!(names_in(&home.path("shut")), ["old.docx"]);
    assert_eq!(names_in(&home.path("tmp")), [""; 0]);
    fs::set_permissions(home.path("shut"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn onto_a_full_disk() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let home = home();
    fs::write(disk.path().join("old.docx"), "old").unwrap();
    fs::write(disk.path().join("old.pdf"), "old").unwrap();
    let filler = disk.fill();
    let before = names_in(disk.path());
    for (name, more) in [
        ("new.docx", &[][..]),
        ("old.docx", &["--force"]),
        ("new.html", &[]),
        ("new.pdf", &[]),
        ("old.pdf", &["--force"]),
    ] {
        for (language, parts) in [
            ("zh-CN", ["磁盘已满", "换一个磁盘"]),
            ("en", ["the disk is full", "choose another disk"]),
        ] {
            let target = disk.path().join(name);
            let run = export(&home, Command::new(PROGRAM), &target, language, more);
            assert_told(&run, &parts);
        }
    }
    assert_eq!(names_in(disk.path()), before);
    for name in ["old.docx", "old.pdf"] {
        assert_eq!(fs::read(disk.path().join(name)).unwrap(), b"old");
    }
    fs::remove_file(filler).unwrap();
    let target = disk.path().join("old.pdf");
    export(&home, Command::new(PROGRAM), &target, "en", &["--force"]).ended(0);
    assert!(fs::read(target).unwrap().starts_with(b"%PDF"));
}

/// The disk has room for only one of the two files: neither is left.
#[test]
fn a_contract_and_its_summary_with_room_for_one() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let home = home();
    let size = |name: &str, more: &[&str]| {
        let target = home.path(name);
        export(&home, Command::new(PROGRAM), &target, "en", more).ended(0);
        fs::metadata(target).unwrap().len()
    };
    let contract = size("measured.docx", &["--summary", "measured.md"]);
    let summary = fs::metadata(home.path("measured.md")).unwrap().len();
    let page = |bytes: u64| bytes.div_ceil(4096) * 4096;
    for room in [page(contract), page(summary)] {
        let filler = disk.fill();
        let file = fs::File::options().write(true).open(&filler).unwrap();
        let size = file.metadata().unwrap().len();
        file.set_len(page(size) - room).unwrap();
        drop(file);
        let before = names_in(disk.path());
        let target = disk.path().join("c.docx");
        let beside = disk.path().join("c.md");
        let more = ["--summary", beside.to_str().unwrap()];
        let run = export(&home, Command::new(PROGRAM), &target, "en", &more);
        assert_told(&run, &["the disk is full"]);
        assert_eq!(names_in(disk.path()), before, "room: {room}");
        fs::remove_file(filler).unwrap();
        export(&home, Command::new(PROGRAM), &target, "en", &more).ended(0);
        fs::remove_file(target).unwrap();
        fs::remove_file(beside).unwrap();
    }
}

/// Runs the program under strace, with this fault.
fn strace(fault: &str) -> Option<Command> {
    let mut command = Command::new(tools::find("strace")?);
    command
        .args(["-f", "-qq", "-o", "/dev/null", "-e", fault])
        .arg(PROGRAM);
    Some(command)
}

/// A failure at the end undoes the earlier steps, so that the next attempt finds the old state.
#[test]
fn to_a_disk_that_fails_at_the_very_end() {
    let home = home();
    let summary = home.path("out/c.md");
    let alone: &[&str] = &["--force"];
    let with_summary: &[&str] = &["--force", "--summary", summary.to_str().unwrap()];
    for (fault, more) in [
        // The first fsync is that of the file.
        ("inject=fsync:error=EIO:when=2", alone),
        ("inject=fsync:error=EIO:when=3+", with_summary),
        ("inject=renameat2:error=EIO:when=1", alone),
        ("inject=renameat2:error=EIO:when=2", with_summary),
    ] {
        for old in [None, Some("old")] {
            let folder = home.path("out");
            fs::create_dir(&folder).unwrap();
            if let Some(old) = old {
                fs::write(folder.join("c.docx"), old).unwrap();
                fs::write(&summary, old).unwrap();
            }
            let before = names_in(&folder);
            let target = folder.join("c.docx");
            let Some(program) = strace(fault) else {
                return;
            };
            let refused = export(&home, program, &target, "zh-CN", more);
            assert_told(&refused, &["磁盘读写出错", "换一个磁盘"]);
            assert_eq!(names_in(&folder), before, "{fault}, {old:?}");
            for name in &before {
                let content = fs::read_to_string(folder.join(name)).unwrap();
                assert_eq!(content, "old", "{fault}, {name}");
            }
            let more: Vec<&str> = if old.is_none() {
                more.iter()
                    .copied()
                    .filter(|each| *each != "--force")
                    .collect()
            } else {
                more.to_vec()
            };
            export(&home, Command::new(PROGRAM), &target, "en", &more).ended(0);
            assert!(fs::read(&target).unwrap().starts_with(b"PK"), "{fault}");
            fs::remove_dir_all(folder).unwrap();
        }
    }
}

/// Some network file systems cannot confirm that a name is on disk. The file exists anyway.
#[test]
fn to_a_folder_that_cannot_be_waited_for() {
    let home = home();
    for (name, error) in [("a.docx", "EINVAL"), ("b.docx", "EOPNOTSUPP")] {
        let Some(program) = strace(&format!("inject=fsync:error={error}:when=2")) else {
            return;
        };
        export(&home, program, &home.path(name), "en", &[]).ended(0);
        assert!(home.path(name).is_file());
    }
    // Files can be created in this folder, but not listed.
    fs::create_dir(home.path("box")).unwrap();
    ordinary_user::give(&home.path(""));
    fs::set_permissions(home.path("box"), fs::Permissions::from_mode(0o300)).unwrap();
    let Some(program) = ordinary_user::command(Path::new(PROGRAM)) else {
        return;
    };
    export(&home, program, &home.path("box/c.docx"), "en", &[]).ended(0);
    fs::set_permissions(home.path("box"), fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(names_in(&home.path("box")), ["c.docx"]);
}

#[test]
fn over_the_size_that_a_file_may_have() {
    let home = home();
    fs::create_dir(home.path("out")).unwrap();
    fs::write(home.path("out/old.docx"), "old").unwrap();
    for (name, more) in [
        ("new.docx", &[][..]),
        ("new.txt", &[]),
        ("new.pdf", &[]),
        ("old.docx", &["--force"]),
        ("new.docx", &["--summary", "out/new.md"]),
    ] {
        for (language, parts) in LANGUAGES.iter().zip([
            ["系统不允许写这么大的文件", "ulimit -f"],
            ["the system allows no file so large", "ulimit -f"],
        ]) {
            let mut limited = Command::new("sh");
            // This script ignores the signal, because the test is about the file. The program
            // handles the signal itself.
            let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\"";
            limited.args(["-c", script, PROGRAM]);
            let target = home.path("out").join(name);
            let run = export(&home, limited, &target, language, more);
            // A PDF fails while its input for LibreOffice is written, and has another hint.
            let n_parts = if name == "new.pdf" { 1 } else { 2 };
            assert_told(&run, &parts[..n_parts]);
            assert_eq!(names_in(&home.path("out")), ["old.docx"], "{name}");
        }
    }
    assert_eq!(fs::read(home.path("out/old.docx")).unwrap(), b"old");
}

/// The export deletes old temporary files that a killed export left in the same folder.
#[test]
fn beside_what_a_killed_export_has_left() {
    let home = home();
    let day = std::time::Duration::from_hours(25);
    for (name, is_old) in [
        (".qianyue-old.tmp", true),
        (".qianyue-new.tmp", false),
        (".other-old.tmp", true),
    ] {
        let path = home.write(&format!("out/{name}"), "half");
        if is_old {
            let file = fs::File::options().write(true).open(path).unwrap();
            let written = file.metadata().unwrap().modified().unwrap();
            file.set_modified(written - day).unwrap();
        }
    }
    let target = home.path("out/c.docx");
    export(&home, Command::new(PROGRAM), &target, "en", &[]).ended(0);
    let left = [".other-old.tmp", ".qianyue-new.tmp", "c.docx"];
    assert_eq!(names_in(&home.path("out")), left);
}

#[test]
fn over_what_is_marked_read_only() {
    let home = home();
    for (name, more) in [
        ("real.docx", &["--force"][..]),
        ("real.pdf", &["--force"]),
        ("new.docx", &["--force", "--summary", "real.docx"]),
    ] {
        let real = home.write("real.docx", "old");
        fs::write(home.path("real.pdf"), "old").unwrap();
        let protected = |path: &Path| {
            fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap();
        };
        protected(&real);
        protected(&home.path("real.pdf"));
        let before = names_in(&home.path(""));
        for (language, told) in LANGUAGES.iter().zip(["被标为只读", "is marked read-only"]) {
            let target = home.path(name);
            let run = export(&home, Command::new(PROGRAM), &target, language, more);
            assert_told(&run, &[told]);
        }
        assert_eq!(names_in(&home.path("")), before, "{name}");
        assert_eq!(fs::read(&real).unwrap(), b"old", "{name}");
        assert_eq!(fs::read(home.path("real.pdf")).unwrap(), b"old", "{name}");
        fs::remove_file(real).unwrap();
        fs::remove_file(home.path("real.pdf")).unwrap();
    }
}

#[test]
fn a_pdf_without_space_for_the_conversion() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let home = home();
    home.write("out/old.pdf", "old");
    disk.fill();
    for (language, part) in [("zh-CN", "没有地方放"), ("en", "no place for the files")] {
        let mut command = home.at_home(Command::new(PROGRAM));
        let target = [
            "--lang",
            language,
            "export",
            "ready.toml",
            "-o",
            "out/old.pdf",
            "--force",
        ];
        command
            .args(target)
            .env(
                "PATH",
                format!("{}:/usr/bin:/bin", home.path("bin").display()),
            )
            .env("TMPDIR", disk.path());
        assert_told(&end(&mut command), &[part]);
    }
    assert_eq!(fs::read(home.path("out/old.pdf")).unwrap(), b"old");
    assert_eq!(names_in(&home.path("out")), ["old.pdf"]);
    assert_eq!(names_in(disk.path()), ["filler"]);
}

#[test]
fn onto_what_is_no_file() {
    let home = home();
    let real = home.write("real.docx", "old");
    symlink(&real, home.path("link.docx")).unwrap();
    symlink(home.path("nothing.docx"), home.path("dangling.docx")).unwrap();
    fs::create_dir(home.path("folder.docx")).unwrap();
    let before = names_in(&home.path(""));
    let linked = [
        ["链接", "直接写出那个文件的路径"],
        ["link", "the file itself"],
    ];
    let special = [["qianyue show"; 2], ["qianyue show"; 2]];
    for (target, told) in [
        (home.path("link.docx"), linked),
        (home.path("dangling.docx"), linked),
        (
            home.path("folder.docx"),
            [
                ["是文件夹", "加上文件名"],
                ["is a folder", "Add a file name"],
            ],
        ),
        (
            home.path("real.docx/new.docx"),
            [["换一个文件夹"; 2], ["Choose another folder"; 2]],
        ),
        ("/dev/full".into(), special),
    ] {
        for (language, parts) in LANGUAGES.iter().zip(told) {
            for format in ["docx", "pdf", "html"] {
                let more = ["--force", "--format", format];
                let run = export(&home, Command::new(PROGRAM), &target, language, &more);
                assert_told(&run, &parts);
            }
        }
    }
    assert_eq!(fs::read(real).unwrap(), b"old");
    assert_eq!(names_in(&home.path("")), before);
    assert_eq!(names_in(&home.path("folder.docx")), [""; 0]);
}

#[test]
fn through_a_folder_that_is_a_link() {
    let home = home();
    fs::create_dir(home.path("there")).unwrap();
    symlink(home.path("there"), home.path("here")).unwrap();
    for name in ["x.docx", "x.pdf"] {
        let target = home.path("here").join(name);
        export(&home, Command::new(PROGRAM), &target, "en", &[]).ended(0);
        assert!(home.path("there").join(name).is_file(), "{name}");
    }
}

#[test]
fn the_screen_says_it_too() {
    let home = home();
    fs::create_dir(home.data()).unwrap();
    fs::create_dir(home.path("folder")).unwrap();
    let arguments = ["new", "mini-program-service"];
    let terminal = Terminal::start(&arguments, &home.data(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.press("F9");
    terminal.wait_for("还不能签");
    for _ in 0..40 {
        terminal.press("Down");
    }
    terminal.press("Up");
    terminal.press("Up");
    terminal.press("Ctrl-U");
    terminal.press("Alt-D");
    terminal.wait_for("没有文件名，没有导出");
    terminal.type_text(home.path("folder").to_str().unwrap());
    terminal.press("Alt-D");
    terminal.wait_for("是文件夹，没有导出");
    terminal.type_text("/none/x.docx");
    terminal.press("Alt-D");
    terminal.wait_for("不存在");
    assert_eq!(names_in(&home.path("folder")), [""; 0]);
}

/// Exports a contract that is ready, on the screens, and selects a way on from there.
fn exported_on_screen(home: &Home, variables: &[(&str, &str)]) -> Terminal {
    let bin = format!("{}:/usr/bin:/bin", home.path("bin").display());
    let mut all = vec![("LANG", "zh_CN.UTF-8"), ("PATH", &*bin)];
    all.extend(variables);
    let draft = home.path("ready.toml");
    let arguments = ["open", draft.to_str().unwrap()];
    let data = home.path("");
    let terminal = Terminal::start_with(&arguments, &data, 100, 30, &all);
    terminal.wait_for("合同双方");
    terminal.press("F9");
    terminal.wait_for("留待手写");
    terminal.press("F9");
    terminal.wait_for("逐句核对");
    terminal.press_after_reading("F9");
    terminal.wait_for("[ 打开文件 ]");
    terminal
}

#[test]
fn the_path_of_an_export_is_copied_through_the_terminal() {
    let home = home();
    let terminal = exported_on_screen(&home, &[]);
    terminal.press("Right");
    terminal.press("Right");
    terminal.press("Enter");
    terminal.wait_for("已复制文件路径");
    let raw = terminal.raw();
    let sent = String::from_utf8_lossy(&raw);
    // The first bytes of an absolute path: "/" and the letter after it.
    assert!(sent.contains("\x1b]52;c;L"), "no OSC 52");
}

#[test]
fn an_exported_file_is_opened_where_there_is_a_desktop() {
    let home = home();
    let terminal = exported_on_screen(&home, &[]);
    terminal.press("Enter");
    terminal.wait_for("没有桌面");
    drop(terminal);

    let home = self::home();
    let opener = home.path("bin/xdg-open");
    let seen = home.path("seen");
    // The shell makes the opener, so that no other process holds it open for writing.
    let script = r#"printf '#!/bin/sh\nprintf %%s "$1" > "%s"\n' "$2" > "$1"; chmod 755 "$1""#;
    let made = Command::new("/bin/sh")
        .args(["-c", script, "sh"])
        .args([&opener, &seen])
        .status();
    assert!(made.unwrap().success());
    let terminal = exported_on_screen(&home, &[("DISPLAY", ":0")]);
    terminal.press("Enter");
    terminal.wait_for("已让系统打开这个文件");
    let given = fs::read_to_string(&seen).unwrap();
    assert!(Path::new(&given).is_file(), "{given}");
    assert_eq!(Path::new(&given).extension().unwrap(), "docx");
    terminal.press("Right");
    terminal.press("Enter");
    terminal.wait_for("所在文件夹");
    let given = fs::read_to_string(&seen).unwrap();
    assert!(Path::new(&given).is_dir(), "{given}");
}
