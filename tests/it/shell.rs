//! Shell completions and the manual page: they name every command, and shells can read them.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::program::Home;

/// All commands of the program, subcommands included.
fn commands() -> Vec<String> {
    let home = Home::new();
    let of = |words: &[&str]| -> Vec<String> {
        let help = home
            .run(&[&["--lang", "en"], words, &["--help"]].concat())
            .ended(0)
            .output;
        help.lines()
            .skip_while(|line| *line != "Commands:")
            .skip(1)
            .take_while(|line| !line.is_empty())
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
            .filter(|name| name != "help")
            .collect()
    };
    let first = of(&[]);
    let second = first.iter().flat_map(|name| of(&[name]));
    let all: Vec<String> = first.iter().cloned().chain(second).collect();
    assert!(all.len() > 12, "{all:?}");
    all
}

#[test]
fn completions_of_every_shell_name_every_command() {
    let home = Home::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = home.run(&["completions", shell]).ended(0).output;
        assert!(
            !script.contains("usage."),
            "{shell}: a key without its text"
        );
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(
            script.contains("--data-dir") || script.contains("data-dir"),
            "{shell}"
        );
    }
    assert_eq!(home.run(&["completions", "cmd"]).code, Some(2));
}

#[test]
fn bash_reads_its_completions() {
    let script = Home::new().run(&["completions", "bash"]).ended(0).output;
    let mut bash = Command::new("bash")
        .arg("-n")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = bash.stdin.take().unwrap();
    input.write_all(script.as_bytes()).unwrap();
    drop(input);
    assert!(bash.wait().unwrap().success());
}

#[test]
fn the_manual_page_describes_every_command_and_option() {
    let page = Home::new().run(&["man"]).ended(0).output;
    let plain = page.replace('\\', "");
    for command in commands() {
        assert!(plain.contains(&command), "{command}");
    }
    assert!(!page.contains("usage."), "a key without its text");
    assert!(page.contains("Write the contract to a file"), "{page}");
    for option in ["--acknowledge", "--restore", "--from", "--data-dir"] {
        assert!(plain.contains(option), "{option}");
    }
    assert!(
        page.starts_with(".ie") || page.contains(".TH qianyue"),
        "{page}"
    );
}
