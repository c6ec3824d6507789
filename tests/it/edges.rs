//! The lines at the edges of every page: blanks that stand only there, and every output.

use proptest::prelude::*;
use qianyue::draft::DraftFile;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys};
use serde_json::Value;

use crate::support::outputs::outputs_agree;
use crate::support::program::Home;
use crate::support::terminal::Terminal;
use crate::support::word::part;

const SUPPLY: &str = include_str!("../data/templates/supply.md");

const DRAFT: &str = "schema = 2\n[template]\nid = \"supply\"\n[answers]\n\
    number = \"GY-2026-018\"\nbuyer = \"杭州虚构青禾茶业有限公司\"\n\
    seller = \"深圳示例云帆网络科技有限公司\"\ntotal = \"3600\"\n";

fn home() -> (Home, std::path::PathBuf) {
    let home = Home::new();
    home.write("data/templates/supply.md", SUPPLY);
    let draft = home.write("draft.toml", DRAFT);
    (home, draft)
}

fn exported(home: &Home, draft: &std::path::Path, format: &str, more: &[&str]) -> Vec<u8> {
    let arguments = [
        &["export", "-o", "out", "--force", "--format", format],
        more,
    ]
    .concat();
    home.run_on(&arguments, draft).ended(0);
    std::fs::read(home.path("out")).unwrap()
}

#[test]
fn a_blank_that_stands_only_in_the_header_is_asked() {
    let (home, _) = home();
    let checked = home.run(&["template", "check", "supply"]).ended(0);
    assert_eq!(checked.messages, "");
    let draft = home.write(
        "draft.toml",
        DRAFT.replace("number = \"GY-2026-018\"\n", ""),
    );
    let run = home.run_on(&["check"], &draft);
    assert!(run.output.contains("合同编号"), "{}", run.output);
}

#[test]
fn text_and_markdown_leave_the_lines_out() {
    let (home, draft) = home();
    let text = home.run_on(&["show"], &draft).ended(0).output;
    assert!(text.starts_with("办公用品供应合同\n\n买方："), "{text}");
    assert!(
        text.ends_with("买方（盖章）：\n\n卖方（盖章）：\n"),
        "{text}"
    );
    let markdown = String::from_utf8(exported(&home, &draft, "markdown", &[])).unwrap();
    for text in [text, markdown] {
        assert!(
            !text.contains("GY-2026-018") && !text.contains("请勿外传"),
            "{text}"
        );
    }
}

#[test]
fn html_and_json_show_the_lines_once() {
    let (home, draft) = home();
    let html = String::from_utf8(exported(&home, &draft, "html", &[])).unwrap();
    for line in [
        "<main>\n<div class=\"edge\"><span>合同编号：<span class=\"filled\">GY-2026-018</span></span>\
         <span></span><span><span class=\"filled\">深圳示例云帆网络科技有限公司</span></span></div>\n",
        "<div class=\"edge\"><span>经办：<span class=\"blank\">__________</span></span>\
         <span></span><span>内部资料，请勿外传</span></div>\n</main>",
    ] {
        assert!(html.contains(line), "{line}: {html}");
    }
    let json: Value = serde_json::from_slice(&exported(&home, &draft, "json", &[])).unwrap();
    assert_eq!(json["header"]["left"][0]["text"], "合同编号：");
    assert_eq!(json["header"]["left"][1]["field"], "number");
    assert_eq!(json["header"]["centre"], Value::Array(Vec::new()));
    assert_eq!(json["footer"]["right"][0]["text"], "内部资料，请勿外传");
    let blocks = json["blocks"].as_array().unwrap();
    assert_eq!(blocks[0]["role"], "title");
    assert_eq!(blocks.last().unwrap()["role"], "signature");
}

#[test]
fn every_page_of_a_file_has_the_lines_and_its_number() {
    let (home, draft) = home();
    for (more, mark) in [(&[][..], false), (&["--draft"], true)] {
        let bytes = exported(&home, &draft, "docx", more);
        let header = part(&bytes, "word/header1.xml");
        let footer = part(&bytes, "word/footer1.xml");
        assert_eq!(header.contains("草稿"), mark, "{header}");
        assert!(
            header.contains("GY-2026-018") && header.contains("w:val=\"right\""),
            "{header}"
        );
        for words in ["经办：", "PAGE", "NUMPAGES", "请勿外传"] {
            assert!(footer.contains(words), "{words}: {footer}");
        }
        let text = part(&bytes, "word/document.xml");
        assert!(!text.contains("GY-2026-018"), "{text}");
        assert!(text.contains("w:headerReference") && text.contains("w:footerReference"));
    }
    // The template's own middle takes the place of the page number.
    home.write(
        "data/templates/supply.md",
        SUPPLY.replace("[footer]\n", "[footer]\ncentre = \"机密\"\n"),
    );
    let footer = part(&exported(&home, &draft, "docx", &[]), "word/footer1.xml");
    assert!(
        footer.contains("机密") && !footer.contains("NUMPAGES"),
        "{footer}"
    );
}

#[test]
fn the_preview_shows_the_lines_at_its_top_and_foot() {
    let (home, draft) = home();
    let path = draft.to_str().unwrap();
    let mut terminal = Terminal::start(&["open", path], &home.data(), 120, 40);
    terminal.wait_for("│  合同编号：GY-2026-018");
    terminal.wait_for("内部资料，请勿外传");
    terminal.press("F10");
    terminal.press("F10");
    terminal.wait_exit();
}

#[test]
fn a_line_with_a_condition_is_a_mistake_with_its_place() {
    for (text, column, is_expected) in [
        (
            "right = \"{% if total > 5 %}甲{% endif %}\"",
            9,
            template::TemplateProblem::TagAtEdge,
        ),
        (
            "right = \"{{ totla }}\"",
            9,
            template::TemplateProblem::UnknownField {
                id: "totla".to_owned(),
                near: Some("total".to_owned()),
            },
        ),
    ] {
        let changed = SUPPLY.replace("right = \"{{ seller }}\"", text);
        let errors = template::parse(changed.as_bytes()).unwrap_err();
        let line = changed.lines().position(|line| line == text).unwrap() + 1;
        let first = &errors[0];
        assert_eq!(first.problem, is_expected);
        assert_eq!((first.line, first.column), (line, column));
    }
}

#[test]
fn corrections_keep_the_lines() {
    let source = SUPPLY.replace(
        "+++\n\n# 办公",
        "\n[[corrections]]\nid = \"K01\"\nkind = \"style\"\nquote = \"卖方在收款后送货\"\n\
         suggestion = \"卖方收款后三日内送货\"\nreason = \"写明期限\"\n+++\n\n# 办公",
    );
    let template = template::parse(source.as_bytes()).unwrap();
    let draft = DRAFT.replace(
        "[answers]",
        "[corrections]\naccepted = [\"K01\"]\n[answers]",
    );
    let draft = DraftFile::parse(draft.as_bytes()).unwrap();
    let document = Contract::of(&template, draft.draft(), &StyleKeys::new()).document;
    let texts: Vec<String> = document
        .paragraphs()
        .map(qianyue::document::Paragraph::text)
        .collect();
    assert!(texts[0].starts_with("合同编号：GY-2026-018"), "{texts:?}");
    assert!(texts.last().unwrap().contains("请勿外传"), "{texts:?}");
    assert!(
        texts.iter().any(|text| text.contains("三日内")),
        "{texts:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_stands_at_the_edges_every_output_says_the_same(
        number in "[A-Z甲0-9 -]{0,30}", seller in "[青禾云帆]{0,20}", width in 8_usize..100,
    ) {
        let template = template::parse(SUPPLY.as_bytes()).unwrap();
        let draft = DRAFT.replace("GY-2026-018", &number).replace("深圳示例云帆网络科技有限公司", &seller);
        let draft = DraftFile::parse(draft.as_bytes()).unwrap();
        let contract = Contract::of(&template, draft.draft(), &StyleKeys::new());
        outputs_agree(&contract.document, width)?;
    }
}
