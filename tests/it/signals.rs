//! The state of the terminal before, during and after the program.
#![cfg(unix)]

use crate::support::terminal::{Kind, Terminal};

const NEW: &[&str] = &["new", "mini-program-service"];
const CHINESE: &[(&str, &str)] = &[("LANG", "zh_CN.UTF-8")];

fn start(kind: Kind) -> (tempfile::TempDir, Terminal) {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start_on(NEW, data.path(), (110, 30), CHINESE, kind);
    (data, terminal)
}

/// The terminal settings before any program changes them.
fn untouched() -> String {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&["--version"], data.path(), 80, 24);
    terminal.wait_exit();
    terminal.line_settings()
}

/// The modes that the program turns on, each with the command that turns it off.
const MODES: [(&str, &str); 3] = [
    ("\u{1b}[?1049h", "\u{1b}[?1049l"),
    ("\u{1b}[?2004h", "\u{1b}[?2004l"),
    ("\u{1b}[?1004h", "\u{1b}[?1004l"),
];

fn assert_given_back(terminal: &Terminal, what: &str) {
    let cursor = ("\u{1b}[?25l", "\u{1b}[?25h");
    for (on, off) in MODES.into_iter().chain([cursor]) {
        terminal.wait_until_true(&format!("{what}: {off:?} comes"), || {
            let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
            raw.rfind(off) > raw.rfind(on)
        });
    }
    assert_eq!(terminal.line_settings(), untouched(), "{what}");
}

#[test]
fn however_it_ends_the_terminal_is_as_it_was() {
    let mut ways = vec![
        ("TERM", 143),
        ("HUP", 129),
        ("INT", 130),
        ("QUIT", 131),
        ("USR1", 138),
        ("USR2", 140),
        ("ALRM", 142),
        ("VTALRM", 154),
        ("PROF", 155),
        ("XCPU", 152),
        ("a key", 0),
    ];
    if cfg!(target_os = "linux") {
        ways.extend([("POLL", 157), ("PWR", 158)]);
    }
    for (what, code) in ways {
        let (data, mut terminal) = start(Kind::Narrow);
        terminal.wait_for("合同双方");
        assert_ne!(terminal.line_settings(), untouched(), "{what}: it is raw");
        terminal.type_text("杭州青禾");
        terminal.wait_for("甲方：杭州青禾");
        if what == "a key" {
            terminal.press("Ctrl-Q");
            terminal.press("Ctrl-Q");
        } else {
            terminal.signal(what);
        }
        assert_eq!(terminal.wait_exit(), code, "{what}");
        assert_given_back(&terminal, what);
        assert!(
            is_saved(data.path(), "杭州青禾"),
            "{what}: the last words are saved"
        );
    }
}

/// Whether a draft contains this text.
fn is_saved(data: &std::path::Path, text: &str) -> bool {
    let drafts = std::fs::read_dir(data.join("drafts")).unwrap();
    drafts
        .filter_map(|entry| std::fs::read_to_string(entry.unwrap().path()).ok())
        .any(|draft| draft.contains(text))
}

#[test]
fn a_signal_that_says_that_the_program_is_broken_gives_the_terminal_back() {
    for what in ["ABRT", "BUS", "SYS", "TRAP"] {
        let (_data, mut terminal) = start(Kind::Narrow);
        terminal.wait_for("合同双方");
        terminal.signal(what);
        terminal.wait_exit();
        assert_given_back(&terminal, what);
    }
}

#[test]
fn a_signal_that_says_that_a_write_has_failed_ends_nothing() {
    let (data, mut terminal) = start(Kind::Narrow);
    terminal.wait_for("合同双方");
    for what in ["PIPE", "XFSZ"] {
        terminal.signal(what);
    }
    terminal.type_text("杭州青禾");
    terminal.wait_for("甲方：杭州青禾");
    terminal.signal("TERM");
    assert_eq!(terminal.wait_exit(), 143);
    assert!(is_saved(data.path(), "杭州青禾"));
}

/// Installs templates that take half a minute or more to parse.
#[cfg(target_os = "linux")]
fn install_slow_templates(data: &std::path::Path) {
    const N_TEMPLATES: usize = 24;
    let folder = data.join("templates");
    std::fs::create_dir_all(&folder).unwrap();
    let body = ("[甲](".repeat(25) + "\n").repeat(19_000);
    for number in 0..N_TEMPLATES {
        let front = format!("id = \"slow{number}\"\ntitle = \"慢\"\nversion = \"1\"\n");
        let text = format!("+++\n{front}+++\n\n{body}\n");
        std::fs::write(folder.join(format!("slow{number}.md")), text).unwrap();
    }
}

/// Whether the parsing thread is running.
#[cfg(target_os = "linux")]
fn is_parsing(terminal: &Terminal) -> bool {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", terminal.process())).unwrap();
    let stats =
        tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("stat")).ok());
    stats.into_iter().any(|stat| stat.contains("(templates) R"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_template_that_is_being_parsed_keeps_nobody_from_saving_or_ending() {
    const PARSING: &str = "a template is being parsed";
    let data = tempfile::tempdir().unwrap();
    install_slow_templates(data.path());
    for (what, code, words) in [("TERM", 143, "杭州青禾"), ("HUP", 129, "苏州云帆")] {
        let mut terminal = Terminal::start_on(NEW, data.path(), (110, 30), CHINESE, Kind::Narrow);
        terminal.wait_for("合同双方");
        terminal.wait_until_true(PARSING, || is_parsing(&terminal));
        terminal.type_text(words);
        terminal.wait_until_true("it saves by itself", || is_saved(data.path(), words));
        terminal.wait_until_true(PARSING, || is_parsing(&terminal));
        terminal.type_text("茶业");
        terminal.wait_for(&format!("甲方：{words}茶业"));
        terminal.wait_until_true(PARSING, || is_parsing(&terminal));
        terminal.signal(what);
        assert_eq!(terminal.wait_exit(), code, "{what}");
        assert!(is_saved(data.path(), &format!("{words}茶业")), "{what}");
    }
}

/// The message of the panics in these tests.
const PLANTED: &str = "planted behind the screens";

#[test]
#[ignore = "started by the test beside it, in a terminal of its own"]
fn panics_while_it_has_the_terminal() {
    if std::env::var_os("QIANYUE_DATA_DIR").is_none() {
        return;
    }
    let _taken = qianyue::tui::terminal::Terminal::take().unwrap();
    // The report of a panic in another thread must not reach the screen.
    let other = std::thread::spawn(|| panic!("{PLANTED}, elsewhere"));
    assert!(other.join().is_err());
    panic!("{PLANTED}");
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let name = "signals::panics_while_it_has_the_terminal";
    let arguments = [
        name,
        "--exact",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ];
    let this = std::env::current_exe().unwrap();
    let mut terminal = Terminal::start_other(&this, &arguments, folder.path());
    assert_eq!(terminal.wait_exit(), 101);
    assert_given_back(&terminal, "a panic");
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    assert!(raw.contains(MODES[0].0), "it had the terminal: {raw:?}");
    let (_, after) = raw.rsplit_once(MODES[0].1).unwrap();
    assert!(after.contains(PLANTED), "{raw:?}");
    assert!(!raw.contains("elsewhere"), "{raw:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_stop_saves_gives_the_terminal_back_and_takes_it_again() {
    let (data, mut terminal) = start(Kind::Narrow);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.wait_for("甲方：杭州青禾");
    let raw = terminal.line_settings();
    for _ in 0..2 {
        terminal.signal("TSTP");
        terminal.wait_until_true("the process is stopped", || terminal.is_stopped());
        assert_given_back(&terminal, "stopped");
        assert!(is_saved(data.path(), "杭州青禾"), "saved before it stops");
        assert!(!terminal.screen().contains("合同双方"), "another screen");
        terminal.signal("CONT");
        terminal.wait_for("甲方：杭州青禾");
        terminal.wait_until_true("raw again", || terminal.line_settings() == raw);
        terminal.wait_until_true("clicks come again", || {
            let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
            raw.rfind("\u{1b}[?1000h") > raw.rfind("\u{1b}[?1000l")
        });
    }
    // After SIGSTOP the program could not restore the terminal, and a shell has changed it.
    terminal.signal("STOP");
    terminal.wait_until_true("the process is stopped", || terminal.is_stopped());
    terminal.signal("CONT");
    terminal.type_text("茶");
    terminal.wait_for("甲方：杭州青禾茶");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    assert_given_back(&terminal, "left");
}

#[test]
fn a_terminal_that_is_asked_decides_how_wide_ambiguous_characters_are() {
    for (kind, divider) in [(Kind::Narrow, "│"), (Kind::Wide, "|"), (Kind::Silent, "│")] {
        let (_data, terminal) = start(kind);
        // Type before the first frame: the silent terminal still keeps the program waiting for an
        // answer.
        terminal.type_text("杭州");
        terminal.wait_for("甲方：杭州");
        terminal.type_text("茶");
        terminal.wait_for("甲方：杭州茶");
        let screen = terminal.screen();
        assert_eq!(screen.contains('│'), divider == "│", "{kind:?}\n{screen}");
        assert_eq!(screen.contains('|'), divider == "|", "{kind:?}\n{screen}");
        assert!(!screen.starts_with('“'), "{kind:?}\n{screen}");
    }
}

#[test]
fn a_width_that_is_set_is_not_asked_for() {
    for (width, divider) in [("narrow", '│'), ("wide", '|')] {
        let data = tempfile::tempdir().unwrap();
        let config = format!("ambiguous_width = \"{width}\"\n");
        std::fs::write(data.path().join("c.toml"), config).unwrap();
        let arguments = ["--config", "c.toml", "new", "mini-program-service"];
        let terminal =
            Terminal::start_on(&arguments, data.path(), (110, 30), CHINESE, Kind::Silent);
        terminal.wait_for("合同双方");
        assert!(terminal.screen().contains(divider), "{width}");
        let raw = terminal.raw();
        assert!(!raw.windows(4).any(|bytes| bytes == b"\x1b[6n"), "{width}");
    }
}

/// A terminal without control sequences receives none, and the message names a command that works
/// there.
#[test]
fn a_terminal_that_shows_nothing_but_text_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let start_with = |name| Terminal::start_with(NEW, data.path(), 80, 24, &[("TERM", name)]);
    let without =
        || Terminal::start_under(&["/usr/bin/env", "-u", "TERM"], NEW, data.path(), 80, 24);
    for mut terminal in [start_with("dumb"), start_with(""), without()] {
        assert_eq!(terminal.wait_exit(), 1);
        let said = terminal.screen();
        assert!(said.contains("qianyue ask"), "{said}");
        assert!(!terminal.raw().contains(&0x1b), "{said}");
        assert_eq!(terminal.line_settings(), untouched());
    }
    let drafts = std::fs::read_dir(data.path().join("drafts"));
    assert!(drafts.is_err(), "no draft was made");
}

#[test]
fn a_burst_of_typing_arrives_without_another_key() {
    let (_data, mut terminal) = start(Kind::Narrow);
    terminal.wait_for("合同双方");
    // More than one read returns, but less than the terminal buffers for a program that does not
    // read.
    terminal.type_text(&"茶".repeat(1_200));
    terminal.wait_for("有 1200 个字");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_new_language_is_spoken_at_once_and_stays() {
    let (_data, mut terminal) = start(Kind::Narrow);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州");
    terminal.send(b"\x1bl");
    terminal.wait_for("Parties");
    terminal.wait_for("甲方：杭州");
    terminal.resize(90, 25);
    terminal.wait_for("Parties");
    terminal.press("Ctrl-Q");
    terminal.wait_for("Search");
    terminal.send(b"\x1bl");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}
