//! Checks the statements of both READMEs: keys, commands, style keys, examples.

use std::collections::BTreeSet;

use qianyue::draft::DraftFile;
use qianyue::keys::{BINDINGS, Binding, Context, EVERYWHERE, Key, KeyMap};
use qianyue::store::load_config;
use qianyue::template::{self, ProfileKey, Style};

use crate::support::program::Home;
use crate::support::terminal::Terminal;
use crate::support::word::part;

const ENGLISH: &str = include_str!("../../README.md");
const CHINESE: &str = include_str!("../../assets/README.zh-CN.md");

/// Both READMEs by name.
const BOTH: [(&str, &str); 2] = [("README.md", ENGLISH), ("README.zh-CN.md", CHINESE)];

/// The cells of the table with this head, row by row, without backticks.
fn table(readme: &str, head: &str) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = readme
        .lines()
        .skip_while(|line| !line.starts_with(head))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let line = line.replace("\\|", "\u{1}");
            line.trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().replace('`', "").replace('\u{1}', "|"))
                .collect()
        })
        .collect();
    assert!(!rows.is_empty(), "no table with the head {head}");
    rows
}

/// The first code block of this language that contains `part`.
fn block<'a>(readme: &'a str, language: &str, part: &str) -> &'a str {
    readme
        .split(&format!("```{language}\n"))
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(code, _)| code))
        .find(|code| code.contains(part))
        .unwrap_or_else(|| panic!("no {language} block with {part}"))
}

#[test]
fn each_readme_begins_with_a_link_to_the_other() {
    assert!(ENGLISH.starts_with("[中文说明](assets/README.zh-CN.md)\n"));
    assert!(CHINESE.starts_with("[English](../README.md)\n"));
}

#[test]
fn both_readmes_have_the_same_chapters_tables_and_examples() {
    let shape = |readme: &str| -> Vec<String> {
        readme
            .lines()
            .filter_map(|line| {
                let mark = line.split(' ').next()?;
                let is_mark = matches!(mark, "#" | "##" | "###" | "|" | "1." | "-")
                    || mark.starts_with("```");
                is_mark.then(|| mark.to_owned())
            })
            .collect()
    };
    assert_eq!(shape(ENGLISH), shape(CHINESE));
}

/// The draft in the picture of the screen.
const PICTURED: &str = r#"
[template]
id = "mini-program-service"

[answers]
party_a_name = "杭州虚构青禾茶业有限公司"
party_b_name = "深圳示例云帆网络科技有限公司"
product_name = "青禾茶铺微信小程序商城（标准版）"
unit_price = "107000.53"
term_start = "2026-03-01"
payment = ["remittance"]
"#;

#[test]
fn the_picture_is_what_the_screen_shows() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("pictured.toml"), PICTURED).unwrap();
    let arguments = ["open", "./pictured.toml"];
    let mut terminal = Terminal::start(&arguments, data.path(), 100, 26);
    terminal.wait_for("合同双方");
    // The draft opens at the first blank that needs an answer.
    terminal.wait_for("> 服务到期日");
    // The screen draws this text last.
    terminal.wait_for("F10 离开  F1 帮助");
    let screen = terminal.screen();
    let lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
    for (name, readme) in BOTH {
        let picture = block(readme, "text", "签约").trim_end();
        assert_eq!(picture, lines.join("\n").trim_end(), "{name}:\n{screen}");
    }
    terminal.press("F10");
    terminal.press("F10");
    terminal.wait_exit();
}

fn place(context: Context) -> (&'static str, &'static str) {
    match context {
        Context::Home => ("home", "首页"),
        Context::Field => ("field", "填空项"),
        Context::Choice => ("choice", "选项"),
        Context::Calendar => ("calendar", "日历"),
        Context::Contract => ("contract", "合同"),
        Context::Export => ("export", "导出"),
        Context::Findings => ("findings", "问题"),
        Context::Corrections => ("corrections", "修改建议"),
        Context::Suggestions => ("offers", "建议"),
        Context::Proof => ("last look", "最后核对"),
        Context::Elsewhere => ("save elsewhere", "存到别处"),
        Context::Revisions => ("revisions", "历史版本"),
        Context::Trash => ("trash", "回收站"),
        Context::Answers => ("answers", "填写内容"),
        Context::Message => ("message", "粘贴资料"),
        Context::Pieces => ("pieces", "找到的内容"),
        Context::Upgrade => ("newer template", "新版模板"),
        Context::Style => ("style", "样式"),
        Context::StyleValue => ("style value", "样式的值"),
        Context::Mark => ("mark", "标记"),
        Context::MarkValue => ("day or reason", "日期或理由"),
        Context::Palette => ("commands", "命令"),
        Context::Merge => ("side by side", "对照"),
        Context::InUse => ("open elsewhere", "正在别处打开"),
        Context::CopyFor => ("copy", "续签或给新客户"),
        Context::Help => ("help", "帮助"),
    }
}

/// The keys and the places of a binding, in the words of the table.
fn row(binding: &Binding, is_english: bool) -> (String, String) {
    let keys: Vec<String> = binding.keys.iter().map(|key: &Key| key.name()).collect();
    let (everywhere, separator) = if is_english {
        ("everywhere", ", ")
    } else {
        ("各处", "、")
    };
    let places = if binding.contexts.len() == EVERYWHERE.len() {
        everywhere.to_owned()
    } else {
        let names = binding.contexts.iter().map(|context| place(*context));
        names
            .map(|(english, chinese)| if is_english { english } else { chinese })
            .collect::<Vec<_>>()
            .join(separator)
    };
    (keys.join(", "), places)
}

#[test]
fn the_table_of_keys_is_that_of_the_program() {
    for (readme, head, is_english) in [
        (ENGLISH, "| Key | Where ", true),
        (CHINESE, "| 键 | 在哪里 ", false),
    ] {
        let told: Vec<(String, String)> = table(readme, head)
            .into_iter()
            .map(|cells| (cells[0].clone(), cells[1].clone()))
            .collect();
        let true_rows: Vec<(String, String)> = BINDINGS
            .iter()
            .map(|binding| row(binding, is_english))
            .collect();
        assert_eq!(told, true_rows);
    }
}

#[test]
fn the_table_of_style_keys_is_that_of_the_program() {
    for (readme, head) in [(ENGLISH, "| Key | Takes "), (CHINESE, "| 键 | 取值 ")] {
        let told: Vec<(String, String)> = table(readme, head)
            .into_iter()
            .map(|cells| (cells[0].clone(), cells[1].clone()))
            .collect();
        let keys: Vec<(String, String)> = Style::keys()
            .iter()
            .map(|key| (key.name.to_owned(), key.takes().replace('|', "/")))
            .collect();
        assert_eq!(told, keys);
    }
}

#[test]
fn the_defaults_of_the_style_keys_are_those_of_the_program() {
    for cells in table(ENGLISH, "| Key | Takes ") {
        let config = format!("{} = {}", cells[0], cells[2]);
        let home = Home::new();
        let path = home.write("config.toml", format!("[style]\n{config}\n"));
        let (read, warnings) = load_config(&path);
        assert_eq!(warnings, [], "{config}");
        assert_eq!(
            Style::from_layers([&read.style]),
            Style::default(),
            "{config}"
        );
    }
}

/// The long options in a help text, without those that every command has.
fn options(help: &str) -> BTreeSet<String> {
    const EVERYWHERE: [&str; 5] = ["--lang", "--data-dir", "--config", "--help", "--version"];
    help.lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'))
        .filter_map(|line| line.split([' ', ',']).find(|word| word.starts_with("--")))
        .filter(|option| !EVERYWHERE.contains(option))
        .map(str::to_owned)
        .collect()
}

/// The subcommands in a help text.
fn commands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // Skip the further lines of a long description, which are indented further.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// Every command with the options in its help text.
fn all_commands() -> Vec<(String, BTreeSet<String>)> {
    let home = Home::new();
    let help = |words: &[&str]| {
        let arguments = [&["--lang", "en"], words, &["--help"]].concat();
        home.run(&arguments).ended(0).output
    };
    let mut found = vec![("qianyue".to_owned(), BTreeSet::new())];
    for command in commands(&help(&[])) {
        if command == "help" {
            found.push(("qianyue help".to_owned(), BTreeSet::new()));
            continue;
        }
        let text = help(&[&command]);
        let inner = commands(&text);
        if inner.is_empty() {
            found.push((format!("qianyue {command}"), options(&text)));
        }
        for name in inner.iter().filter(|name| *name != "help") {
            let text = help(&[&command, name]);
            found.push((format!("qianyue {command} {name}"), options(&text)));
        }
    }
    found
}

#[test]
fn the_table_of_commands_is_that_of_the_program() {
    let mut expected = all_commands();
    expected.sort();
    for (readme, head) in [(ENGLISH, "| Command |"), (CHINESE, "| 命令 |")] {
        let mut told: Vec<(String, BTreeSet<String>)> = table(readme, head)
            .into_iter()
            .map(|cells| {
                let words = cells[0].split(' ');
                let command: Vec<&str> = words
                    .take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()))
                    .collect();
                let options = cells[0]
                    .split(|c: char| !(c.is_ascii_lowercase() || c == '-'))
                    .filter(|word| word.starts_with("--"))
                    .map(str::to_owned)
                    .collect();
                (command.join(" "), options)
            })
            .collect();
        told.sort();
        assert_eq!(told, expected);
    }
}

#[test]
fn the_options_of_every_command_are_told() {
    let help = Home::new().run(&["--help"]).ended(0).output;
    for (name, readme) in BOTH {
        for option in ["--lang", "--data-dir", "--config", "--help", "--version"] {
            assert!(help.contains(option), "{option}");
            assert!(readme.contains(option), "{name}: {option}");
        }
    }
}

#[test]
fn the_example_of_a_template_has_no_mistake() {
    for (name, readme) in BOTH {
        let text = block(readme, "markdown", "+++");
        let template =
            template::parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
        assert!(!template.checks.is_empty() && !template.corrections.is_empty());
    }
    assert_eq!(
        block(ENGLISH, "markdown", "+++"),
        block(CHINESE, "markdown", "+++")
    );
}

#[test]
fn every_key_of_fields_checks_and_corrections_that_is_told_is_known() {
    let example = block(ENGLISH, "markdown", "+++");
    for (head, table_name) in [
        ("| Key of `[[fields]]` |", "[[fields]]"),
        ("| Key of `[[checks]]` |", "[[checks]]"),
        ("| Key of `[[corrections]]` |", "[[corrections]]"),
    ] {
        for key in table(ENGLISH, head)
            .iter()
            .flat_map(|cells| cells[0].split(", ").map(str::to_owned).collect::<Vec<_>>())
        {
            // The value may have the wrong type or repeat a key, but the key must be known.
            let text = example.replacen(table_name, &format!("{table_name}\n{key} = 1"), 1);
            let unknown = template::parse(text.as_bytes())
                .err()
                .into_iter()
                .flatten()
                .find(|error| {
                    matches!(&error.problem, template::TemplateProblem::UnknownKey { .. })
                });
            assert!(unknown.is_none(), "{table_name} {key}: {unknown:?}");
        }
    }
}

#[test]
fn the_example_of_a_config_names_every_key_and_is_read_without_a_warning() {
    for (name, readme) in BOTH {
        let text = block(readme, "toml", "[profile]");
        let home = Home::new();
        let (config, warnings) = load_config(&home.write("config.toml", text));
        assert_eq!(warnings, [], "{name}");
        assert!(config.language.is_some() && config.export_dir.is_some());
        for key in ProfileKey::ALL {
            assert!(config.profile.contains_key(&key), "{name}: {}", key.name());
        }
        assert!(!config.style.is_empty(), "{name}");
        assert!(config.theme.is_some() && config.mouse.is_some(), "{name}");
        let (_, warnings) = KeyMap::with(&config.keys);
        assert!(warnings.is_empty() && !config.keys.is_empty(), "{name}");
    }
}

#[test]
fn the_commands_of_the_first_contract_run_on_its_draft() {
    for (name, readme) in BOTH {
        let draft = block(readme, "toml", "[answers]");
        assert!(DraftFile::parse(draft.as_bytes()).is_ok(), "{name}");
        let home = Home::new();
        home.write("draft.toml", draft);
        for line in block(readme, "sh", "qianyue show").lines() {
            let words: Vec<&str> = line.split(' ').collect();
            assert_eq!(words[0], "qianyue", "{name}: {line}");
            let run = home.run(&words[1..]);
            // The draft is incomplete, so `check` fails and the export is a marked draft.
            let expected = if line.contains("check") { 3 } else { 0 };
            assert_eq!(run.code, Some(expected), "{name}: {line}: {run:#?}");
        }
    }
}

#[test]
fn the_example_with_rows_prints_them_and_their_total() {
    let example = |readme| block(readme, "markdown", "id = \"tea-order\"");
    assert_eq!(example(ENGLISH), example(CHINESE));
    let home = Home::new();
    home.write("data/templates/tea-order.md", example(ENGLISH));
    let checked = home.run(&["template", "check", "tea-order"]).ended(0);
    assert_eq!(checked.messages, "");
    for (_, readme) in BOTH {
        let rows = block(readme, "toml", "[[answers.goods]]");
        let second = rows.replace("龙井", "毛尖").replace("sold", "gift");
        let text = format!("[template]\nid = \"tea-order\"\n{rows}{second}");
        let shown = home.run_on(&["show"], &home.write("draft.toml", text));
        let shown = shown.ended(0).output;
        for words in ["龙井", "毛尖（赠品）", "950.00", "1,900.00"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
    }
}

#[test]
fn the_example_with_options_prints_a_box_for_each() {
    let example = |readme| block(readme, "markdown", "id = \"van-lease\"");
    assert_eq!(example(ENGLISH), example(CHINESE));
    let home = Home::new();
    home.write("data/templates/van-lease.md", example(ENGLISH));
    let checked = home.run(&["template", "check", "van-lease"]).ended(0);
    assert_eq!(checked.messages, "");
    let text = "[template]\nid = \"van-lease\"\n[answers]\npay = \"parts\"\nnumber = 3\n\
        extras = [\"seat\"]\nother = \"雪链\"\n";
    let shown = home.run_on(&["show"], &home.write("draft.toml", text));
    let shown = shown.ended(0).output;
    for line in [
        "（一）付款：○一次付清；●分3期支付。逾期按日计息。",
        "1、●儿童座椅；",
        "2、○其他（__________）。",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
}

#[test]
fn the_example_with_a_header_prints_it_on_every_page() {
    let example = |readme| block(readme, "markdown", "id = \"advert\"");
    assert_eq!(example(ENGLISH), example(CHINESE));
    let home = Home::new();
    home.write("data/templates/advert.md", example(ENGLISH));
    let checked = home.run(&["template", "check", "advert"]).ended(0);
    assert_eq!(checked.messages, "");
    let text = "[template]\nid = \"advert\"\n[answers]\nnumber = \"GG-1\"\nagency = \"杭州虚构广告有限公司\"\n";
    let draft = home.write("draft.toml", text);
    home.run_on(&["export", "-o", "out.docx"], &draft).ended(0);
    let bytes = std::fs::read(home.path("out.docx")).unwrap();
    assert!(part(&bytes, "word/header1.xml").contains("GG-1"));
    assert!(part(&bytes, "word/footer1.xml").contains("未经许可不得复制"));
}

/// The example of tables and computed fields.
fn flooring(readme: &str) -> &str {
    block(readme, "markdown", "id = \"flooring\"")
}

#[test]
fn the_example_with_a_table_prints_its_rows_and_its_total() {
    assert_eq!(flooring(ENGLISH), flooring(CHINESE));
    let home = Home::new();
    home.write("data/templates/flooring.md", flooring(ENGLISH));
    let checked = home.run(&["template", "check", "flooring"]).ended(0);
    assert_eq!(checked.messages, "");
    let draft = home.write(
        "draft.toml",
        "[template]\nid = \"flooring\"\n[answers]\narea = \"85.50\"\nprice = \"128.4\"\n\
         laying = [\"seller\"]\n",
    );
    let shown = home.run_on(&["show"], &draft).ended(0).output;
    for line in [
        "品名      面积（㎡）  单价（元）  金额（元）\n",
        "实木地板       85.50      128.40   10,978.20\n",
        "铺装           85.50        免费        0.00\n",
        "总价：10,978.20元（大写：人民币壹万零玖佰柒拾捌元贰角）。\n",
        "担保人（签字）：\n日期：\n",
    ] {
        assert!(shown.contains(line), "{line}{shown}");
    }
}
