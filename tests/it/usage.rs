//! Help and usage errors, in both languages.

use crate::support::program::{Home, Run, end};

/// Words of clap's own messages, which must not occur in Chinese output.
const CLAP: [&str; 14] = [
    "Usage",
    "Commands",
    "Arguments",
    "Options",
    "Print",
    "Possible",
    "possible",
    "default",
    "error",
    "tip:",
    "For more",
    "unexpected",
    "required",
    "similar",
];

fn help(home: &Home, language: &str, words: &[&str]) -> String {
    let arguments = [&["--lang", language], words, &["--help"]].concat();
    let run = home.run(&arguments).ended(0);
    assert_eq!(run.messages, "", "{words:?}");
    run.output
}

/// The commands in a help text below this heading.
fn listed(help: &str, heading: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

/// Every command, as the words of its command line.
fn commands(home: &Home) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new()];
    let mut at = 0;
    while let Some(words) = found.get(at).cloned() {
        at += 1;
        let given: Vec<&str> = words.iter().map(String::as_str).collect();
        for name in listed(&help(home, "en", &given), "Commands:") {
            if name != "help" {
                found.push([words.clone(), vec![name]].concat());
            }
        }
    }
    assert!(found.len() > 18, "{found:?}");
    found
}

/// Whether the line contains a Chinese character.
fn is_chinese(line: &str) -> bool {
    line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn the_help_of_every_command_is_in_the_language_that_is_asked_for() {
    let home = Home::new();
    for words in commands(&home) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let chinese = help(&home, "zh-CN", &words);
        let english = help(&home, "en", &words);
        assert!(chinese.contains("用法：qianyue"), "{words:?}: {chinese}");
        assert!(chinese.contains("\n选项：\n"), "{words:?}: {chinese}");
        assert!(english.contains("Usage: qianyue"), "{words:?}: {english}");
        assert!(english.contains("\nOptions:\n"), "{words:?}: {english}");
        for word in CLAP {
            assert!(!chinese.contains(word), "{word} {words:?}: {chinese}");
        }
        for line in chinese.lines().filter(|line| !line.is_empty()) {
            assert!(is_chinese(line), "{words:?}: {line}");
        }
        // The mark on every page of a draft and the program's name are Chinese in both languages.
        let is_foreign =
            |line: &&str| is_chinese(line) && !line.contains("草稿") && !line.contains("签约");
        let foreign: Vec<&str> = english.lines().filter(is_foreign).collect();
        assert_eq!(foreign, [""; 0], "{words:?}");
        // Both languages list the same options and commands.
        let names = |text: &str| -> Vec<String> {
            let starts = |line: &str| {
                line.trim_start()
                    .split(&[' ', ','][..])
                    .next()
                    .map(str::to_owned)
            };
            text.lines()
                .filter(|line| line.trim_start().starts_with('-'))
                .filter_map(starts)
                .collect()
        };
        assert_eq!(names(&chinese), names(&english), "{words:?}");
        assert_eq!(
            listed(&chinese, "命令："),
            listed(&english, "Commands:"),
            "{words:?}"
        );
    }
}

#[test]
fn help_is_asked_for_in_many_ways() {
    let home = Home::new();
    let expected = help(&home, "zh-CN", &["export"]);
    for words in [
        &["--lang", "zh-CN", "export", "-h"][..],
        &["--lang=zh-CN", "help", "export"],
        &["export", "--help", "--lang", "zh-CN"],
        &["export", "--lang=zh-CN", "--help"],
    ] {
        let run = home.run(words).ended(0);
        assert_eq!(run.output, expected, "{words:?}");
    }
    let run = home.run(&["--lang", "zh-CN", "template"]).ended(2);
    assert!(run.output.is_empty() && run.messages.contains("用法：qianyue template"));
    for language in ["zh-CN", "en"] {
        let version = home.run(&["--lang", language, "--version"]).ended(0).output;
        let doctor = home.run(&["--lang", language, "doctor", "--json"]).json();
        let program = doctor["findings"][0]["message"].as_str().unwrap();
        assert_eq!(doctor["findings"][0]["topic"], "program");
        // `qianyue 0.1.0 (x86_64-unknown-linux-gnu)`, with the commit if the build knows it.
        assert!(program.ends_with(version.trim_end()), "{program} {version}");
        let build = version
            .strip_prefix(concat!("qianyue ", env!("CARGO_PKG_VERSION"), " ("))
            .and_then(|rest| rest.strip_suffix(")\n"));
        let parts: Vec<&str> = build
            .unwrap_or_else(|| panic!("{version}"))
            .split(", ")
            .collect();
        assert!(parts[0].starts_with(std::env::consts::ARCH), "{version}");
        assert_eq!(parts.get(1).copied(), option_env!("QIANYUE_COMMIT"));
    }
}

#[test]
fn without_the_option_the_settings_decide_and_then_the_system() {
    let home = Home::new();
    home.write("english.toml", "language = \"en\"\n");
    for (arguments, system, is_english) in [
        (&["--help"][..], "zh_CN.UTF-8", false),
        (&["--help"], "en_US.UTF-8", true),
        (&["--help"], "C", false),
        (&["--lang", "en", "--help"], "zh_CN.UTF-8", true),
        (&["--lang", "zh-CN", "--help"], "en_US.UTF-8", false),
        (&["--config", "english.toml", "--help"], "zh_CN.UTF-8", true),
        (&["nonsense"], "zh_CN.UTF-8", false),
        (&["nonsense"], "en_US.UTF-8", true),
        // The message about an unknown language is in the language of the system.
        (&["--lang", "fr", "list"], "en_US.UTF-8", true),
        (&["--lang", "fr", "list"], "zh_CN.UTF-8", false),
        // After `--`, `--lang` is no option.
        (&["show", "--", "--lang", "en"], "zh_CN.UTF-8", false),
    ] {
        let run = end(home.command(arguments).env("LANG", system));
        let said = format!("{}{}", run.output, run.messages);
        let is_in_english = said.contains("Usage: ") || said.starts_with("error: ");
        assert_eq!(is_in_english, is_english, "{arguments:?} {system}: {said}");
        let is_in_chinese = said.contains("用法：") || said.starts_with("错误：");
        assert_eq!(is_in_chinese, !is_english, "{arguments:?} {system}: {said}");
    }
}

fn wrong(home: &Home, language: &str, arguments: &[&str]) -> Run {
    let run = home
        .run(&[&["--lang", language], arguments].concat())
        .ended(2);
    assert_eq!(run.output, "", "{arguments:?}");
    run
}

/// The arguments, and parts of the message in Chinese and in English.
type Mistake = (
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

const MISTAKES: &[Mistake] = &[
    (
        &["exprot"],
        &["没有“exprot”这个命令", "相近的有 export"],
        &["unrecognized subcommand 'exprot'", "exists: export"],
    ),
    (
        &["template", "lisst"],
        &["“lisst”", "list"],
        &["'lisst'", "list"],
    ),
    (
        &["list", "--jsno"],
        &["没有“--jsno”这个选项", "--json"],
        &["unexpected argument '--jsno'", "--json"],
    ),
    (
        &["list", "extra"],
        &["多出了“extra”"],
        &["unexpected argument 'extra' found"],
    ),
    (&["show"], &["缺少：<草稿>"], &["not provided: <SOURCE>"]),
    (
        &["export", "x"],
        &["缺少：--output <文件>", "用法：qianyue export"],
        &["--output <FILE>", "Usage: qianyue export"],
    ),
    (
        &["export", "x", "-o"],
        &["“--output <文件>”后面要写一个值"],
        &["a value is required for '--output <FILE>'"],
    ),
    (
        &["show", "x", "--format", "odt"],
        &["不能是“odt”", "可选：text、markdown、json、html"],
        &[
            "invalid value 'odt'",
            "possible values: text, markdown, json, html",
        ],
    ),
    (
        &["show", "x", "--format", "jsn"],
        &["“jsn”", "相近的有 json"],
        &["'jsn'", "exists: json"],
    ),
    (
        &["completions", "fsh"],
        &["“fsh”", "fish"],
        &["'fsh'", "fish"],
    ),
    (
        &["--lang", "fr", "list"],
        &["“--lang <语言>”", "zh-CN 或 en"],
        &["'--lang <LANG>'", "zh-CN or en"],
    ),
    (
        &["export", "x", "-o", "y", "--confirm", "T01"],
        &["“T01”", "编号=理由"],
        &["'T01'", "with a reason"],
    ),
    (
        &["history", "x", "--restore", "three"],
        &["“three”", "版本号"],
        &["'three'", "the number of a revision"],
    ),
    (
        &["history", "x", "--restore", "1", "--json"],
        &["“--restore <版本号>”不能与 --json 一起用"],
        &["'--restore <NUMBER>' cannot be used with --json"],
    ),
    (
        &["list", "--json", "--json"],
        &["“--json”只能写一次"],
        &["'--json' cannot be used multiple times"],
    ),
    (
        &["list", "--json=yes"],
        &["“--json”后面不能写值"],
        &["unexpected value 'yes' for '--json'"],
    ),
    (
        &["show", "-x"],
        &["没有“-x”这个选项", "写成 -- -x"],
        &["'-x'", "use '-- -x'"],
    ),
    (
        &["--", "list"],
        &["“list”", "去掉它前面的 --"],
        &["'list'", "remove the '--'"],
    ),
    (&["--force"], &["没有“--force”这个选项"], &["'--force'"]),
];

#[test]
fn every_mistake_is_told_in_both_languages_with_what_may_have_been_meant() {
    let home = Home::new();
    for (arguments, chinese, english) in MISTAKES {
        for (language, parts) in [("zh-CN", chinese), ("en", english)] {
            let told = if arguments[0] == "--lang" {
                // An unknown language is ignored, and the system decides.
                let system = language.replace('-', "_") + ".UTF-8";
                end(home.command(*arguments).env("LANG", system)).ended(2)
            } else {
                wrong(&home, language, arguments)
            };
            let said = told.messages;
            for part in *parts {
                assert!(said.contains(part), "{part}: {arguments:?}: {said}");
            }
            assert!(said.contains("--help"), "{arguments:?}: {said}");
            let mut lines = said.lines().filter(|line| !line.is_empty());
            if language == "zh-CN" {
                assert!(said.starts_with("错误："), "{arguments:?}: {said}");
                assert!(lines.all(is_chinese), "{arguments:?}: {said}");
                let foreign = CLAP.iter().find(|word| said.contains(**word));
                assert_eq!(foreign, None, "{arguments:?}: {said}");
            } else {
                assert!(said.starts_with("error: "), "{arguments:?}: {said}");
                assert!(!lines.any(is_chinese), "{arguments:?}: {said}");
            }
        }
    }
}

#[test]
fn nothing_that_was_typed_acts_on_the_terminal() {
    let home = Home::new();
    let hostile = "\u{1b}]52;c;cHduZWQ\u{7}\u{202e}\u{9b}31m";
    for arguments in [
        &[hostile][..],
        &["list", hostile],
        &["list", "--\u{1b}[31m"],
        &["show", "x", "--format", hostile],
        &["--lang", hostile, "list"],
        &["history", "x", "--restore", hostile],
        &["export", "x", "-o", "y", "--confirm", hostile],
        &["list", "--json=\u{1b}[2J"],
        &["--", hostile],
    ] {
        let run = home.run(arguments).ended(2);
        let acts =
            |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(
            !run.messages.contains(acts),
            "{arguments:?}: {:?}",
            run.messages
        );
        assert!(
            run.messages.contains('␛'),
            "{arguments:?}: {}",
            run.messages
        );
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_told() {
    use std::os::unix::ffi::OsStrExt as _;
    let home = Home::new();
    let bytes = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    for (language, part) in [("zh-CN", "UTF-8"), ("en", "UTF-8")] {
        let mut command = home.command(["--lang", language, "show"]);
        let run = end(command.arg(bytes)).ended(2);
        assert!(run.messages.contains(part), "{run:#?}");
    }
}
