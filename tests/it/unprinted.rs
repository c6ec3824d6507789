//! If standard output cannot be written, every command reports the error and fails.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::process::Output;

use crate::support::program::Home;
use crate::support::tools;

const EXAMPLE: &str = include_str!("../data/example.toml");
const READY: &str = include_str!("../data/example-ready.toml");

/// Every command that prints a result.
const PRINTING: &[&[&str]] = &[
    &["--version"],
    &["--help"],
    &["help"],
    &["help", "export"],
    &["export", "--help"],
    &["template", "show", "-h"],
    &["list"],
    &["list", "--json"],
    &["list", "--ending", "99999d"],
    &["show", "example.toml"],
    &["show", "example.toml", "--format", "json"],
    &["check", "example.toml"],
    &["check", "example.toml", "--json"],
    &["check", "ready.toml"],
    &["facts", "example.toml"],
    &["facts", "example.toml", "--json"],
    &["history", "example.toml"],
    &["history", "example.toml", "--json"],
    &["copy", "example.toml", "--for", "renewal"],
    &["copy", "example.toml", "--for", "renewal", "--json"],
    &["doctor"],
    &["doctor", "--json"],
    &["config", "path"],
    &["completions", "bash"],
    &["man"],
    &["template", "list"],
    &["template", "list", "--json"],
    &["template", "show", "mini-program-service"],
    &["template", "fields", "mini-program-service"],
    &["template", "fields", "mini-program-service", "--json"],
    &["template", "check", "mini-program-service"],
    &["template", "path"],
    &["ask"],
    &["ask", "example.toml"],
];

/// Commands that show a screen, or write a file and report it on standard error.
const NOT_PRINTING: [&[&str]; 6] = [
    &["calendar"],
    &["new"],
    &["open"],
    &["export"],
    &["mark"],
    &["config", "init"],
];

fn home() -> Home {
    let home = Home::new();
    home.write("example.toml", EXAMPLE);
    home.write("ready.toml", READY);
    home.write("data/drafts/example.toml", EXAMPLE);
    home
}

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

fn run_into(home: &Home, arguments: &[&str], output: File) -> Output {
    home.command(arguments).stdout(output).output().unwrap()
}

#[test]
fn a_full_disk_is_told_by_every_command_that_prints() {
    let home = home();
    for arguments in PRINTING {
        for (language, parts) in [
            ("zh-CN", ["标准输出", "磁盘已满"]),
            ("en", ["standard output", "the disk is full"]),
        ] {
            let arguments = [&["--lang", language], *arguments].concat();
            let output = run_into(&home, &arguments, full());
            let said = tools::said(&output);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
            for part in parts {
                assert!(said.contains(part), "{part} {arguments:?}: {said}");
            }
        }
    }
}

#[test]
fn what_is_wrong_besides_does_not_hide_it() {
    let home = home();
    home.write("data/drafts/broken.toml", "[");
    for arguments in [&["doctor"][..], &["check", "example.toml"]] {
        let output = run_into(&home, arguments, full());
        let said = tools::said(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains("标准输出"), "{arguments:?}: {said}");
    }
}

#[test]
fn an_output_that_may_not_be_written_is_told_with_its_number() {
    let home = home();
    // The file is open for reading only, so writing fails with EBADF.
    let output = run_into(&home, &["list", "--json"], File::open("/dev/null").unwrap());
    let said = tools::said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("标准输出") && said.contains('9'), "{said}");
}

#[test]
fn a_reader_that_has_gone_hears_nothing_more_of_any_command() {
    let home = home();
    for arguments in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = home.command(*arguments);
        let output = command.stdout(writer).output().unwrap();
        let said = tools::said(&output);
        let findings = arguments.starts_with(&["check", "example.toml"]);
        let expected = if findings { 3 } else { 0 };
        assert_eq!(
            output.status.code(),
            Some(expected),
            "{arguments:?}: {said}"
        );
        let is_quiet = said.is_empty() || arguments[0] == "history";
        assert!(is_quiet, "{arguments:?}: {said}");
    }
}

#[test]
fn no_command_is_forgotten() {
    let home = home();
    let below = |words: &[&str]| -> Vec<String> {
        let help = home
            .run(&[&["--lang", "en"], words, &["--help"]].concat())
            .ended(0)
            .output;
        let names = help.lines().filter_map(|line| line.strip_prefix("  "));
        names
            .take_while(|line| !line.starts_with('-'))
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
            .filter(|name| name != "help")
            .collect()
    };
    let first = below(&[]);
    assert!(first.len() > 8, "{first:?}");
    for name in &first {
        let second = below(&[name.as_str()]);
        let leaves: Vec<Vec<&str>> = if second.is_empty() {
            vec![vec![name.as_str()]]
        } else {
            second
                .iter()
                .map(|below| vec![name.as_str(), below.as_str()])
                .collect()
        };
        for leaf in leaves {
            let mut known = PRINTING.iter().chain(&NOT_PRINTING);
            assert!(known.any(|known| known.starts_with(&leaf)), "{leaf:?}");
        }
    }
}
