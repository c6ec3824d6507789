//! Kinds of answers through the real program: what people type, what the contract prints, and what
//! comes back from paper.

use proptest::prelude::*;
use qianyue::document::Paragraph;
use qianyue::draft::{Draft, DraftFile};
use qianyue::intake::docx::read_paragraphs;
use qianyue::intake::recover;
use qianyue::render::docx::{Properties, render};
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, TableRule};
use serde_json::Value;

use crate::support::outputs::outputs_agree;
use crate::support::program::Home;
use crate::support::terminal::Terminal;

const LEASE: &str = include_str!("../data/templates/lease.md");

const ANSWERS: [(&str, &str); 17] = [
    ("landlord", "王小二"),
    ("id_number", "11010519491231002x"),
    ("tenant", "杭州虚构青禾茶业有限公司"),
    ("mail", "邮箱：zhang＠example.com"),
    ("postcode", "３１００００"),
    ("area", "85.50平米"),
    ("built", "二〇〇八年九月"),
    ("starts", "2027.1.1"),
    ("ends", "2027-12-31"),
    ("quiet_from", "晚上10点"),
    ("quiet_to", "7:00"),
    ("rent", "5000"),
    ("first_months", "八五折"),
    ("deposit", "港币1万"),
    ("late", "万分之五"),
    ("fee", "0.35%"),
    ("notes", "1. 不得转租；\r\n- 可以养猫。 \n\n# 完"),
];

fn draft_text(answers: &[(&str, &str)]) -> String {
    let mut text = "schema = 2\ncreated = 2026-12-01T09:00:00+08:00\n[template]\nid = \"lease\"\n\
        [answers]\n"
        .to_owned();
    for (id, answer) in answers {
        text += &format!("{id} = {}\n", Value::from(*answer));
    }
    text
}

fn home() -> Home {
    let home = Home::new();
    home.write("data/templates/lease.md", LEASE);
    home
}

/// The findings of the answers with one of them changed: rule, severity, message.
fn findings(id: &str, answer: &str) -> Vec<(String, String, String)> {
    let home = home();
    let changed: Vec<_> = ANSWERS
        .iter()
        .map(|(own, usual)| (*own, if *own == id { answer } else { *usual }))
        .collect();
    let draft = home.write("draft.toml", draft_text(&changed));
    let found = home.run_on(&["check", "--json"], &draft).output;
    let found: Value = serde_json::from_str(&found).unwrap();
    let about = |finding: &&Value| finding["fields"] == Value::from(vec![id]);
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let all = found.as_array().unwrap();
    let own = all.iter().filter(about);
    own.map(|finding| {
        (
            text(finding, "id"),
            text(finding, "severity"),
            text(finding, "message"),
        )
    })
    .collect()
}

#[test]
fn every_kind_prints_what_was_meant() {
    let home = home();
    let checked = home.run(&["template", "check", "lease"]).ended(0);
    assert_eq!(checked.messages, "");
    let draft = home.write("draft.toml", draft_text(&ANSWERS));
    let text = home.run_on(&["show"], &draft).ended(0).output;
    for words in [
        "身份证号：11010519491231002X\n",
        "电子邮箱：zhang@example.com\n",
        "邮编：310000\n",
        "建筑面积85.50平方米，建成于2008年9月。",
        "每日22:00至次日07:00不得施工",
        "月租金5,000.00元（大写：人民币伍仟元整），即零佰零拾零万伍仟零佰零拾零元零角零分。",
        "按8.5折，每月4,250.00元",
        "押金HKD 10,000.00（大写：港币壹万元整）",
        "万分之5支付违约金；中介费率为3.5‰",
        "（五）其他约定：\n1. 不得转租；\n- 可以养猫。\n\n# 完\n",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn the_lines_of_an_answer_are_lines_in_every_output() {
    let home = home();
    let draft = home.write("draft.toml", draft_text(&ANSWERS));
    let export = |format: &str| {
        let arguments = ["export", "-o", "out", "--force", "--format", format];
        home.run_on(&arguments, &draft).ended(0);
        std::fs::read_to_string(home.path("out")).unwrap()
    };
    for (format, lines) in [
        (
            "html",
            "<br><span class=\"filled\">1. 不得转租；<br>- 可以养猫。<br><br># 完</span>",
        ),
        (
            "markdown",
            "<br>1. 不得转租；<br>- 可以养猫。<br><br>\\# 完",
        ),
        ("json", "1. 不得转租；\\n- 可以养猫。\\n\\n# 完"),
    ] {
        let text = export(format);
        assert!(text.contains(lines), "{format}: {text}");
    }
}

#[test]
fn an_answer_of_several_lines_is_typed_and_pasted_on_the_screen() {
    let home = home();
    let draft = home.write("draft.toml", draft_text(&ANSWERS[..16]));
    let path = draft.to_str().unwrap();
    let mut terminal = Terminal::start(&["open", path], &home.data(), 120, 40);
    terminal.wait_for("签约");
    for _ in 0..17 {
        terminal.press("Tab");
    }
    terminal.wait_for("> 其他约定");
    terminal.wait_for("Alt-Enter 换行");
    terminal.type_text("甲条");
    terminal.press("Alt-Enter");
    terminal.type_text("乙条");
    terminal.wait_for("甲条↵乙条");
    terminal.paste("\n丙条\n丁条");
    terminal.wait_for("甲条↵乙条↵丙条↵丁条");
    // The preview shows the lines below each other.
    terminal.wait_for("│  丙条\n");
    terminal.press("F10");
    terminal.press("F10");
    terminal.wait_exit();
    let saved = std::fs::read_to_string(&draft).unwrap();
    let saved: toml::Table = saved.parse().unwrap();
    let notes = saved["answers"]["notes"].as_str();
    assert_eq!(notes, Some("甲条\n乙条\n丙条\n丁条"));
}

#[test]
fn lines_that_joined_before_the_tag_of_signature_blocks_still_join() {
    let text = "+++\nid = \"x\"\ntitle = \"X\"\nversion = \"1\"\n+++\n\n# 标题\n\n甲方：无  \n乙方：无\\\n丙方：无\n";
    for (rule, expected) in [
        (TableRule::Tagged, "甲方：无\n乙方：无\n丙方：无"),
        (TableRule::TwoColumns, "甲方：无乙方：无丙方：无"),
    ] {
        let template = template::parse_by(rule, text.as_bytes()).unwrap();
        let contract = Contract::of(&template, &Draft::default(), &StyleKeys::new());
        let paragraphs: Vec<String> = contract
            .document
            .paragraphs()
            .map(Paragraph::text)
            .collect();
        assert_eq!(paragraphs[1], expected);
    }
}

#[test]
fn blanks_of_every_kind_are_long_enough_to_write_in() {
    let home = home();
    let draft = home.write("draft.toml", draft_text(&[]));
    let text = home.run_on(&["show"], &draft).ended(0).output;
    for words in [
        "建成于__________年__________月。",
        "即____佰____拾____万____仟____佰____拾____元____角____分。",
        "按__________折",
        "日期：__________年__________月__________日",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn a_wrong_answer_says_what_is_wrong() {
    for (id, answer, rule, severity, part) in [
        (
            "id_number",
            "110105194912310021",
            "E07",
            "error",
            "末位应为“X”",
        ),
        (
            "id_number",
            "110105194902300026",
            "E08",
            "error",
            "1949-02-30",
        ),
        (
            "id_number",
            "330106202702037775",
            "E08",
            "error",
            "2027-02-03",
        ),
        ("id_number", "110105491231002", "E08", "error", "15位"),
        ("mail", "abc", "E08", "error", "邮箱"),
        ("postcode", "31000", "E08", "error", "邮编"),
        ("area", "85.505", "E08", "error", "2"),
        ("area", "abc", "E08", "error", "abc"),
        ("built", "2008年13月", "E03", "error", "2008年13月"),
        ("quiet_from", "25:00", "E08", "error", "25:00"),
        ("first_months", "85%", "E08", "error", "85%"),
        ("first_months", "12", "E08", "error", "10折"),
        ("deposit", "100美元", "E04", "error", "HKD"),
        ("rent", "HK$5000", "E04", "error", "CNY"),
        ("late", "万分之六", "E08", "error", "万分之5"),
    ] {
        let found = findings(id, answer);
        let fits = found
            .iter()
            .any(|(found, is, message)| found == rule && is == severity && message.contains(part));
        assert!(fits, "{id} = {answer}: {found:?}");
    }
}

#[test]
fn a_check_digit_that_is_really_so_is_signed_with_a_reason() {
    let home = home();
    let changed: Vec<_> = ANSWERS
        .iter()
        .map(|(id, usual)| {
            (
                *id,
                if *id == "id_number" {
                    "110105194912310021"
                } else {
                    *usual
                },
            )
        })
        .collect();
    let draft = home.write("draft.toml", draft_text(&changed));
    let export = |more: &[&str]| {
        let arguments = [&["export", "-o", "out.docx"], more].concat();
        home.run_on(&arguments, &draft)
    };
    let refused = export(&[]);
    assert!(refused.messages.contains("E07"), "{}", refused.messages);
    export(&["--confirm", "E07=与证件核对无误"]).ended(0);
}

#[test]
fn a_key_of_another_kind_is_a_mistake_of_the_template() {
    for (of, with, wrong) in [
        (
            "kind = \"email\"",
            "kind = \"email\"\nprint = \"han\"",
            "print = \"han\"",
        ),
        (
            "kind = \"time\"",
            "kind = \"time\"\ncurrency = \"USD\"",
            "currency = \"USD\"",
        ),
        ("print = \"month\"", "print = \"code\"", "print = \"code\""),
    ] {
        let changed = LEASE.replacen(of, with, 1);
        let errors = template::parse(changed.as_bytes()).unwrap_err();
        let [error] = errors.as_slice() else {
            panic!("{errors:?}");
        };
        assert!(
            matches!(
                &error.problem,
                template::TemplateProblem::KeyOfOtherKind { .. }
            ),
            "{error:?}"
        );
        let line = changed.lines().position(|line| line == wrong).unwrap();
        assert_eq!(error.line, line + 1, "{error:?}");
    }
}

fn values(draft: &Draft) -> Vec<Option<qianyue::value::Value>> {
    let template = template::parse(LEASE.as_bytes()).unwrap();
    let contract = Contract::of(&template, draft, &StyleKeys::new());
    let fields = template.fields.iter();
    fields
        .map(|field| contract.values.value(&field.place()).cloned())
        .collect()
}

#[test]
fn every_kind_is_read_back_from_paper_without_its_draft() {
    let template = template::parse(LEASE.as_bytes()).unwrap();
    let draft = DraftFile::parse(draft_text(&ANSWERS).as_bytes()).unwrap();
    let contract = Contract::of(&template, draft.draft(), &StyleKeys::new());
    let bytes = render(&contract.document, &Properties::default()).unwrap();
    let found = recover::recover(&template, &read_paragraphs(&bytes).unwrap());
    assert_eq!(values(&found.draft), values(draft.draft()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_answered_every_output_says_the_same(
        kept in prop::collection::vec(any::<bool>(), ANSWERS.len()), width in 20_usize..100,
    ) {
        let answers = ANSWERS.iter().zip(kept).filter(|(_, kept)| *kept);
        let answers: Vec<_> = answers.map(|(answer, _)| *answer).collect();
        let template = template::parse(LEASE.as_bytes()).unwrap();
        let draft = DraftFile::parse(draft_text(&answers).as_bytes()).unwrap();
        let contract = Contract::of(&template, draft.draft(), &StyleKeys::new());
        outputs_agree(&contract.document, width)?;
    }
}
