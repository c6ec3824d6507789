//! Typed and pasted values, through the real program: which are understood, which are doubtful, and
//! which prevent signing.

use crate::support::program::{Home, Run};
use crate::support::terminal::Terminal;

/// A contract with a client and its credit code.
const CLIENT: &str = r#"+++
id = "client"
title = "客户合同"
version = "1"
numbering = ["一、", "（一）"]

[[fields]]
id = "name"
kind = "text"
party = true
label = { zh = "客户名称", en = "Client" }

[[fields]]
id = "code"
kind = "credit_code"
required = false
label = { zh = "信用代码", en = "Credit code" }

[[fields]]
id = "price"
kind = "money"
required = false
label = { zh = "价款", en = "Price" }

[[fields]]
id = "day"
kind = "date"
required = false
label = { zh = "日期", en = "Day" }

[[fields]]
id = "note"
kind = "text"
required = false
label = { zh = "说明", en = "Note" }
+++
# 客户合同

客户：{{ name }}

## 约定

1. 代码{{ code }}，价款{{ price }}元，自{{ day }}起。
2. 说明：{{ note }}。
"#;

fn home() -> Home {
    let home = Home::new();
    home.write("data/templates/client.md", CLIENT);
    home
}

/// Writes a complete draft with this answer, given in TOML syntax.
fn write_draft(home: &Home, field: &str, answer: &str) {
    let mut text = "[template]\nid = \"client\"\n\n[answers]\n".to_owned();
    for (id, usual) in [
        ("name", "\"杭州虚构青禾茶业有限公司\""),
        ("code", "\"91000000MADEMA0A1K\""),
        ("price", "1"),
        ("day", "\"2026-03-01\""),
        ("note", "\"无\""),
    ] {
        let written = if id == field { answer } else { usual };
        text.push_str(&format!("{id} = {written}\n"));
    }
    home.write("draft.toml", text);
}

fn export(home: &Home, more: &[&str]) -> Run {
    let arguments = [
        "--lang",
        "zh-CN",
        "export",
        "draft.toml",
        "-o",
        "out.txt",
        "--format",
        "text",
        "--force",
    ];
    home.run(&[&arguments[..], more].concat())
}

/// The findings of the draft except hints: id, severity and message.
fn findings(home: &Home) -> Vec<(String, String, String)> {
    let run = home.run(&["--lang", "zh-CN", "check", "draft.toml", "--json"]);
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap().to_owned();
    let found = run.json();
    found
        .as_array()
        .unwrap()
        .iter()
        .filter(|each| each["severity"] != "hint")
        .map(|each| {
            (
                text(each, "id"),
                text(each, "severity"),
                text(each, "message"),
            )
        })
        .collect()
}

#[test]
fn a_doubt_names_the_field_and_the_character_and_the_file_stays() {
    for (note, id, said) in [
        (
            "\u{2F34}东\u{2FBC}科",
            "W14",
            "说明：有形近而不同的字：“\u{2F34}”（U+2F34）应为“广”、“\u{2FBC}”（U+2FBC）应为“高”",
        ),
        ("\u{2ED3}沙", "W14", "（U+2ED3）应为“长”"),
        (
            "\u{0410}cme",
            "W14",
            "说明：英文里混进了别的文字的字母：“\u{0410}”（U+0410）",
        ),
        ("云帆 网络", "W13", "说明：“帆”和“网”之间有空白（U+0020）"),
        ("云帆\u{3000}网络", "W13", "（U+3000）"),
        ("云帆\u{A0}网络", "W13", "（U+00A0）"),
    ] {
        let home = home();
        write_draft(&home, "note", &format!("\"{note}\""));
        let before = std::fs::read_to_string(home.path("draft.toml")).unwrap();
        let found = findings(&home);
        let [(found_id, severity, message)] = found.as_slice() else {
            panic!("one finding of {note:?}: {found:#?}");
        };
        assert_eq!((found_id.as_str(), severity.as_str()), (id, "warning"));
        assert!(message.contains(said), "{message}");
        let shown = home.run(&["show", "draft.toml"]).ended(0).output;
        assert!(shown.contains(note), "{shown}");
        assert_eq!(
            std::fs::read_to_string(home.path("draft.toml")).unwrap(),
            before
        );
    }
}

#[test]
fn a_paste_is_mended_on_the_screen_and_taken_back_whole() {
    let home = home();
    let mut terminal = Terminal::start(&["new", "client"], &home.data(), 120, 40);
    terminal.wait_for("客户名称");
    terminal.paste("杭州虚构青禾\n茶业有限公司");
    terminal.wait_for("去掉汉字之间的空白 1 处");
    terminal.wait_for("客户：杭州虚构青禾茶业有限公司");
    terminal.press("Ctrl-Z");
    terminal.wait_gone("客户：杭州虚构青禾茶业有限公司");
    terminal.paste("\u{2F34}东虚构\u{2FBC}科有限公司");
    terminal.wait_for("客户：广东虚构高科有限公司");
    terminal.press("Ctrl-Z");
    terminal.wait_gone("客户：广东虚构高科有限公司");
    terminal.type_text("甲 乙有限公司");
    terminal.wait_for("“甲”和“乙”之间有空白（U+0020）");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_credit_code_that_does_not_add_up_is_signed_with_a_reason() {
    let home = home();
    write_draft(&home, "code", "\"91350203M0001QKT19\"");
    let run = export(&home, &[]);
    assert_eq!(run.code, Some(3), "{run:#?}");
    // An error needs a reason; an acknowledgement is not enough.
    let run = export(&home, &["--acknowledge", "E07"]);
    assert_eq!(run.code, Some(3), "{run:#?}");
    export(&home, &["--confirm", "E07=2016 年前发的证"]).ended(0);
    let text = std::fs::read_to_string(home.path("out.txt")).unwrap();
    assert!(text.contains("代码91350203M0001QKT19，"), "{text}");
}

#[test]
fn no_reason_makes_a_credit_code_of_a_wrong_shape_or_of_an_identity_card() {
    for (code, said) in [
        ("91350203M0001QKT1", "现在是 17 位"),
        ("9135O203M0001QKT19", "应该是数字“0”"),
        ("999999199001010008", "居民身份证号码，不是"),
    ] {
        let home = home();
        write_draft(&home, "code", &format!("\"{code}\""));
        let run = export(&home, &["--confirm", "E07=没有错"]);
        assert_eq!(run.code, Some(3), "{code}: {run:#?}");
        let check = home.run(&["--lang", "zh-CN", "check", "draft.toml"]);
        assert!(check.output.contains(said), "{code}: {check:#?}");
    }
    let home = home();
    write_draft(&home, "code", "\"000000199001010077\"");
    let found = findings(&home);
    let [(id, severity, message)] = found.as_slice() else {
        panic!("one finding: {found:#?}");
    };
    assert_eq!((id.as_str(), severity.as_str()), ("W15", "warning"));
    assert!(message.starts_with("信用代码："), "{message}");
}

#[test]
fn amounts_in_a_file_are_understood_in_every_spelling() {
    for (written, printed) in [
        ("107_000.53", "107,000.53"),
        ("12_800", "12,800.00"),
        ("\"一万二\"", "12,000.00"),
        ("\"1.2w\"", "12,000.00"),
        ("\"RMB 1280\"", "1,280.00"),
        ("\"人民币1280元\"", "1,280.00"),
        ("\"1280元整\"", "1,280.00"),
        ("\"三百万\"", "3,000,000.00"),
        ("\"肆佰叁拾萬圆整\"", "4,300,000.00"),
        ("\"123元1角1分\"", "123.11"),
    ] {
        let home = home();
        write_draft(&home, "price", written);
        let shown = home.run(&["show", "draft.toml"]).ended(0).output;
        assert!(
            shown.contains(&format!("价款{printed}元")),
            "{written}: {shown}"
        );
    }
    for (written, said) in [
        ("几百块", "是约数或范围"),
        ("约三万", "是约数或范围"),
        ("1-2万", "是约数或范围"),
    ] {
        let home = home();
        write_draft(&home, "price", &format!("\"{written}\""));
        let found = findings(&home);
        assert!(
            found
                .iter()
                .any(|(id, _, message)| id == "E04" && message.contains(said)),
            "{written}: {found:#?}"
        );
    }
}

#[test]
fn days_seen_from_today_are_understood_in_questions_and_refused_in_files() {
    for written in ["下月1日", "27.3.1", "明天", "3-1"] {
        let home = home();
        write_draft(&home, "day", &format!("\"{written}\""));
        let found = findings(&home);
        assert!(
            found
                .iter()
                .any(|(id, _, message)| id == "E03" && message.contains("不能存进草稿")),
            "{written}: {found:#?}"
        );
        let input = format!("杭州虚构青禾茶业有限公司\n\n一万二\n{written}\n无\n");
        let arguments = ["--lang", "zh-CN", "ask", "client"];
        let run = home.run_with_input(&arguments, input.as_bytes()).ended(0);
        assert!(
            run.output.contains("= 12,000.00 人民币壹万贰仟元整"),
            "{run:#?}"
        );
        let drafts = std::fs::read_dir(home.data().join("drafts")).unwrap();
        let drafts: Vec<String> = drafts
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        let [draft] = drafts.as_slice() else {
            panic!("one draft: {drafts:#?}");
        };
        let day = draft
            .lines()
            .find(|line| line.starts_with("day = \""))
            .unwrap();
        let day = day.trim_start_matches("day = \"").trim_end_matches('"');
        assert!(
            day.len() == 10 && day.bytes().filter(|byte| *byte == b'-').count() == 2,
            "{written}: {day}"
        );
    }
}

#[test]
fn the_screen_shows_what_was_understood_and_says_what_is_wrong() {
    let home = home();
    let mut terminal = Terminal::start(&["new", "client"], &home.data(), 120, 40);
    terminal.wait_for("客户名称");
    for _ in 0..2 {
        terminal.press("Tab");
    }
    terminal.type_text("一万二");
    terminal.wait_for("= 12,000 人民币壹万贰仟元整");
    terminal.press("Tab");
    terminal.type_text("2-29");
    // The result depends on the current year: 29 February exists or is rejected.
    terminal.wait_until_true("the day is understood or refused", || {
        let screen = terminal.screen();
        screen.contains("2月29日 ") || screen.contains("2 月只有 28 天")
    });
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn what_is_left_over_of_a_template_keeps_a_contract_from_being_signed() {
    let home = home();
    for (note, severity) in [
        ("｛｛ b ｝｝", "error"),
        ("${b}", "error"),
        ("【单价】", "warning"),
        ("XXX", "warning"),
        ("×××", "warning"),
        ("某某", "warning"),
        ("（待定）", "warning"),
        ("TBD", "warning"),
    ] {
        write_draft(&home, "note", &format!("\"甲{note}乙\""));
        let found = findings(&home);
        let expected = (
            "R03".to_owned(),
            severity.to_owned(),
            format!("一、（二） 还留着没有填的“{note}”"),
        );
        assert_eq!(found, [expected], "{note}");
        assert_eq!(export(&home, &[]).code, Some(3), "{note}");
        let lifted = match severity {
            "error" => ["--confirm", "R03=产品名就是这样"],
            _ => ["--acknowledge", "R03"],
        };
        export(&home, &lifted).ended(0);
        if severity == "error" {
            let run = export(&home, &["--acknowledge", "R03"]);
            assert_eq!(run.code, Some(3), "{note}");
        }
    }
    // One rule finds an error and a warning; both must be resolved.
    write_draft(&home, "note", "\"{{ b }} XXX\"");
    let both = ["--acknowledge", "R03", "--confirm", "R03=产品名就是这样"];
    export(&home, &both).ended(0);
    assert_eq!(export(&home, &both[..2]).code, Some(3));
}
