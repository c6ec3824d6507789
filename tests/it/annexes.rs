//! Page breaks, and annexes with titles and numbers of their own.

use proptest::prelude::*;
use qianyue::document::{Document, Paragraph};
use qianyue::draft::{Draft, DraftFile};
use qianyue::render::docx::{Properties, render};
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, TableRule};

use crate::support::outputs::outputs_agree;
use crate::support::program::Home;
use crate::support::tools;
use crate::support::word::part;

const DECORATION: &str = include_str!("../data/templates/decoration.md");

const ANSWERS: &str = "owner = \"李小三\"\nbuilder = \"杭州虚构装饰有限公司\"\nprice = \"80000\"\n\
    starts = 2027-03-01\nhas_list = \"owner\"\n\
    [[answers.works]]\nitem = \"地面\"\narea = \"85.5\"\n";

fn draft(answers: &str) -> Draft {
    let text = format!("schema = 2\n[template]\nid = \"decoration\"\n[answers]\n{answers}");
    DraftFile::parse(text.as_bytes()).unwrap().draft().clone()
}

fn document(source: &str, answers: &str) -> Document {
    let template = template::parse(source.as_bytes()).unwrap();
    Contract::of(&template, &draft(answers), &StyleKeys::new()).document
}

fn shown(answers: &str) -> String {
    let home = Home::new();
    home.write("data/templates/decoration.md", DECORATION);
    let text = format!("schema = 2\n[template]\nid = \"decoration\"\n[answers]\n{answers}");
    let draft = home.write("draft.toml", text);
    home.run_on(&["show"], &draft).ended(0).output
}

#[test]
fn an_annex_has_its_title_and_numbers_of_its_own() {
    let text = shown(ANSWERS);
    let expected = "（以下无正文）\n\n发包人（签字）：\n\n承包人（盖章）：\n\n附件一　工程项目\n\n\
        第一条　清单\n（一）面积以实测为准。\n\n项目  面积（㎡）\n地面        85.5\n\n\
        附件二　发包人供应的材料\n\n第一条　验收\n（一）材料到场时双方验收。\n\n\
        （二）不合格的材料由发包人更换。\n";
    assert!(text.ends_with(expected), "{text}");
    let without = shown(&ANSWERS.replace("\"owner\"", "\"builder\""));
    assert!(!without.contains("附件二"), "{without}");
    assert!(without.ends_with("85.5\n"), "{without}");
}

#[test]
fn every_file_begins_a_page_where_the_template_says() {
    let document = document(DECORATION, ANSWERS);
    let xml = part(
        &render(&document, &Properties::default()).unwrap(),
        "word/document.xml",
    );
    let begins = |words: &str| {
        let end = xml.find(words).unwrap();
        let start = xml[..end].rfind("<w:p>").unwrap();
        xml[start..end].contains("<w:pageBreakBefore")
    };
    for (words, expected) in [
        ("附件一　工程项目", true),
        ("附件二　发包人", true),
        ("不合格的材料", true),
        ("材料到场时", false),
        ("清单", false),
    ] {
        assert_eq!(begins(words), expected, "{words}");
    }
    // A line below the title stands at the left, whatever titles of annexes follow.
    let before = &xml[..xml.find("发包人：").unwrap()];
    let line = &before[before.rfind("<w:p>").unwrap()..];
    assert!(!line.contains("w:val=\"right\""), "{line}");
    let page = qianyue::render::html::render(&document, false);
    assert!(!page.contains("<p class=\"line corner\">"), "{page}");
    assert_eq!(
        page.matches("<div class=\"page\"></div>").count(),
        3,
        "{page}"
    );
    let json = qianyue::render::json::render(&document, false);
    assert_eq!(json.matches("\"role\": \"page\"").count(), 3, "{json}");
    let markdown = qianyue::render::markdown::render(&document);
    assert!(
        markdown.contains("\n\n# 附件一　工程项目\n\n## 第一条　清单\n"),
        "{markdown}"
    );
}

#[test]
fn validators_find_nothing_where_a_table_begins_a_page() {
    let source = DECORATION.replace(
        "1. 面积以实测为准。\n",
        "1. 面积以实测为准。\n\n{% page %}\n",
    );
    let document = document(&source, ANSWERS);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.docx");
    std::fs::write(&path, render(&document, &Properties::default()).unwrap()).unwrap();
    tools::assert_valid(&[path]);
    outputs_agree(&document, 60).unwrap();
}

#[test]
fn a_break_at_an_end_or_beside_another_begins_no_empty_page() {
    let source = DECORATION
        .replace(
            "# 住宅装修合同\n\n发包人",
            "{% page %}\n\n# 住宅装修合同\n\n{% page %}\n\n{% page %}\n\n发包人",
        )
        .replace("{% endif %}\n", "{% endif %}\n\n{% page %}\n");
    let document = document(&source, ANSWERS);
    let breaks: Vec<usize> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.is_page_break())
        .map(|(index, _)| index)
        .collect();
    assert_eq!(breaks.len(), 4, "{breaks:?}");
    assert!(breaks[0] == 1 && *breaks.last().unwrap() + 1 < document.blocks.len());
}

#[test]
fn an_older_text_with_two_titles_is_refused_as_before() {
    let errors = template::parse_by(
        TableRule::TwoColumns,
        DECORATION.replace("{% signature %}\n", "").as_bytes(),
    );
    let errors = errors.unwrap_err();
    let is_second = |error: &template::TemplateError| {
        error.problem == template::TemplateProblem::Markdown(template::Unsupported::SecondTitle)
    };
    assert!(errors.iter().any(is_second), "{errors:?}");
}

#[test]
fn the_title_of_a_file_is_that_of_the_contract() {
    let document = document(DECORATION, ANSWERS);
    assert_eq!(document.title, "住宅装修合同");
    let texts: Vec<String> = document.paragraphs().map(Paragraph::text).collect();
    assert_eq!(texts[0], "住宅装修合同");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn wherever_pages_begin_every_output_says_the_same(
        places in prop::collection::btree_set(0..40_usize, 0..6), width in 12_usize..100,
    ) {
        let (front, body) = DECORATION.rsplit_once("+++\n").unwrap();
        let mut lines = Vec::new();
        for (index, line) in body.lines().enumerate() {
            let is_between = line.is_empty();
            lines.push(line);
            if is_between && places.contains(&index) {
                lines.extend(["{% page %}", ""]);
            }
        }
        let source = format!("{front}+++\n{}\n", lines.join("\n"));
        outputs_agree(&document(&source, ANSWERS), width)?;
    }
}
