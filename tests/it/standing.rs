//! Standing decisions: corrections that are accepted in every new contract of a template.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use crate::support::built_in::SERVICE;
use crate::support::program::Home;
use crate::support::terminal::Terminal;

const EXAMPLE: &str = include_str!("../data/example.toml");

fn hash(id: &str) -> String {
    SERVICE.correction(id).unwrap().words_hash()
}

/// A home whose config always accepts C25 and C29, and once accepted other words of C08.
fn home() -> (Home, PathBuf) {
    let home = Home::new();
    let config = format!(
        "[standing.mini-program-service]\n\
         corrections = {{ C25 = \"{}\", C29 = \"{}\", C08 = \"{}\" }}\n",
        hash("C25"),
        hash("C29"),
        hash("C25"),
    );
    let path = home.write("config.toml", config);
    (home, path)
}

fn drafts(home: &Home) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(home.data().join("drafts")) else {
        return Vec::new();
    };
    let paths = folder.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect()
}

fn only_draft(home: &Home) -> String {
    let drafts = drafts(home);
    assert_eq!(drafts.len(), 1, "{drafts:?}");
    fs::read_to_string(&drafts[0]).unwrap()
}

#[test]
fn a_new_draft_accepts_what_is_always_accepted_and_says_which() {
    let (home, config) = home();
    let config = config.to_str().unwrap();
    let arguments = ["ask", "mini-program-service", "--config", config];
    let run = home.run_with_input(&arguments, "甲方\n".as_bytes());
    assert!(
        run.output.contains("按“总是采纳”采用了 2 条修改建议："),
        "{run:#?}"
    );
    assert!(run.output.contains("”改为“"), "{run:#?}");
    let draft = only_draft(&home);
    assert!(draft.contains("accepted = [\"C25\", \"C29\"]"), "{draft}");
    assert!(
        draft.contains("by = { C25 = \"standing\", C29 = \"standing\" }"),
        "{draft}"
    );
}

#[test]
fn a_draft_in_which_nothing_was_filled_in_is_not_kept_for_them() {
    let (home, config) = home();
    let arguments = [
        "ask",
        "mini-program-service",
        "--config",
        config.to_str().unwrap(),
    ];
    home.run_with_input(&arguments, b"").ended(0);
    assert_eq!(drafts(&home).len(), 0);
}

#[test]
fn a_draft_that_exists_is_opened_checked_and_exported_as_it_is() {
    let (home, config) = home();
    let draft = home.write("example.toml", EXAMPLE);
    let plain = Home::new();
    let same = plain.write("example.toml", EXAMPLE);
    let config = config.to_str().unwrap();
    for command in [&["show"][..], &["check"]] {
        let arguments: Vec<&str> = command
            .iter()
            .copied()
            .chain(["--config", config])
            .collect();
        let decided = home.run_on(&arguments, &draft);
        let usual = plain.run_on(command, &same);
        assert_eq!(decided.output, usual.output, "{command:?}");
    }
    assert_eq!(fs::read_to_string(&draft).unwrap(), EXAMPLE);
    let mut arguments = vec!["ask", "./example.toml", "--config", config];
    let run = home.run_with_input(&arguments, b"");
    assert!(!run.output.contains("总是采纳"), "{run:#?}");
    arguments[0] = "export";
    arguments.extend(["--draft", "-o", "out.txt"]);
    home.run(&arguments).ended(0);
    assert!(!fs::read_to_string(&draft).unwrap().contains("accepted"));
}

#[test]
fn a_copy_says_what_came_along_and_what_is_always_accepted() {
    let (home, config) = home();
    let text = format!("{EXAMPLE}\n[corrections]\naccepted = [\"C29\"]\n");
    home.write("model.toml", text);
    let config = config.to_str().unwrap();
    let arguments = [
        "copy",
        "./model.toml",
        "--for",
        "renewal",
        "--config",
        config,
    ];
    let run = home.run(&arguments).ended(0);
    assert!(
        run.output.contains("原合同采纳的 1 条修改建议一并采纳"),
        "{run:#?}"
    );
    assert!(
        run.output.contains("另按“总是采纳”采用 1 条修改建议"),
        "{run:#?}"
    );
    let draft = only_draft(&home);
    assert!(draft.contains("accepted = [\"C29\", \"C25\"]"), "{draft}");
    assert!(
        draft.contains("by = { C25 = \"standing\", C29 = \"copy\" }"),
        "{draft}"
    );
    // What others receive does not say who accepted it.
    let id = run.output.lines().next().unwrap();
    home.run(&["export", id, "--draft", "-o", "out.docx"])
        .ended(0);
    let bytes = fs::read(home.path("out.docx")).unwrap();
    let has = |words: &str| {
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        (0..package.len()).any(|index| {
            let mut text = Vec::new();
            package
                .by_index(index)
                .unwrap()
                .read_to_end(&mut text)
                .unwrap();
            String::from_utf8_lossy(&text).contains(words)
        })
    };
    assert!(has("C29") && !has("standing"));
    // The summary names each with its words.
    let arguments = [
        "export",
        id,
        "--draft",
        "-o",
        "out.txt",
        "--summary",
        "sum.md",
    ];
    home.run(&arguments).ended(0);
    let summary = fs::read_to_string(home.path("sum.md")).unwrap();
    let line = |end: &str| {
        summary
            .lines()
            .any(|line| line.contains("改为") && line.ends_with(end))
    };
    assert!(line("（按“总是采纳”采用）"), "{summary}");
    assert!(line("（照抄自原合同）"), "{summary}");
}

#[test]
fn one_key_decides_and_the_next_contract_lists_it_first_and_takes_it_back() {
    let home = Home::new();
    let config = home.write("config.toml", "# 我的设置\nmouse = false\n");
    let config_name = config.to_str().unwrap();
    let data = home.data();
    fs::create_dir_all(&data).unwrap();
    let arguments = ["new", "mini-program-service", "--config", config_name];
    let mut terminal = Terminal::start(&arguments, &data, 100, 30);
    terminal.wait_for("合同双方");
    terminal.press("F7");
    terminal.wait_for("> [ ] C02");
    terminal.press("Alt-A");
    terminal.wait_for("总是采纳这一条");
    terminal.wait_for("> [x] C02");
    let text = fs::read_to_string(&config).unwrap();
    assert!(text.starts_with("# 我的设置\nmouse = false\n"), "{text}");
    assert!(
        text.contains(&format!("C02 = \"{}\"", hash("C02"))),
        "{text}"
    );
    terminal.press("Esc");
    terminal.press("F10");
    terminal.wait_for("小程序技术开发服务合同");
    terminal.press("F10");
    terminal.wait_exit();
    let mut terminal = Terminal::start(&arguments, &data, 100, 30);
    terminal.wait_for("按“总是采纳”采用了 1 条修改建议");
    terminal.press("F7");
    terminal.wait_for("> [x] C02");
    terminal.press("Esc");
    terminal.press("Ctrl-Z");
    terminal.press("F7");
    terminal.wait_for("> [ ] C02");
    // The same key withdraws the decision.
    terminal.press("Alt-A");
    terminal.wait_for("不再自动采纳");
    let text = fs::read_to_string(&config).unwrap();
    assert!(!text.contains("C02"), "{text}");
    terminal.press("Esc");
    terminal.press("F10");
    terminal.press("F10");
    terminal.wait_exit();
}
