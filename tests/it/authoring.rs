//! What an author means and what prints: bold blanks, and the remarks of `template check` about
//! numbers, indents, asterisks and lines.

use qianyue::document::{Paragraph, Role};
use qianyue::draft::DraftFile;
use qianyue::render::docx::{Properties, render};
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, TableRule};

use crate::support::program::Home;
use crate::support::word::part;

/// A template with this body.
fn with_body(body: &str) -> String {
    let field = |id: &str, kind: &str| {
        format!(
            "[[fields]]\nid = \"{id}\"\nkind = \"{kind}\"\nlabel = \"项\"\nbelongs = \"deal\"\n"
        )
    };
    format!(
        "+++\nid = \"x\"\ntitle = \"合同\"\nversion = \"1\"\n\
         numbering = [\"第一条 \", \"（一）\", \"1、\"]\n{}{}{}+++\n\n# 合同\n\n{body}\n",
        field("a", "text"),
        field("n", "integer"),
        field("m", "money"),
    )
}

const ALL: &str = "{{ a }}{{ n }}{{ m }}\n\n";

/// What `template check` says about a body: the line in the body, and the message.
fn remarks(body: &str) -> Vec<(usize, String)> {
    let home = Home::new();
    let text = with_body(&format!("{ALL}{body}"));
    let before = text
        .lines()
        .position(|line| line.starts_with("{{ a }}"))
        .unwrap()
        + 2;
    let path = home.write("x.md", &text);
    let run = home.run_on(&["template", "check"], &path).ended(0);
    let lines = run
        .messages
        .lines()
        .filter(|line| !line.starts_with("提示"));
    lines
        .map(|line| {
            let rest = line.split_once(".md:").unwrap().1;
            let (number, rest) = rest.split_once(':').unwrap();
            let message = rest.split_once('：').unwrap().1;
            (
                number.parse::<usize>().unwrap() - before,
                message.to_owned(),
            )
        })
        .collect()
}

#[test]
fn a_number_that_prints_otherwise_is_told_with_both_numbers() {
    let differs =
        |written: &str, printed: &str| format!("这里写的是“{written}.”，印出来的编号是“{printed}”");
    for (body, expected) in [
        ("## 总则\n1. 一\n2. 二\n", vec![]),
        ("## 总则\n1. 一\n1. 二\n1. 三\n", vec![]),
        ("## 总则\n1. 一\n2. 二\n\n## 分则\n1. 三\n", vec![]),
        ("1. 一\n2. 二\n    1. 甲\n    2. 乙\n3. 三\n", vec![]),
        (
            "## 总则\n1. 一\n2. 二\n\n## 分则\n3. 三\n4. 四\n",
            vec![(6, differs("3", "（一）")), (7, differs("4", "（二）"))],
        ),
        // A paragraph between two lists does not begin the count anew.
        (
            "1. 一\n2. 二\n\n说明。\n\n1. 三\n",
            vec![(6, differs("1", "（三）"))],
        ),
        ("2026. 年度计划\n", vec![(1, differs("2026", "（一）"))]),
        ("2026\\. 年度计划\n", vec![]),
        // A clause that may be left out lets the next one have either number.
        (
            "1. 一\n\n{% if n > 2 %}\n2. 二\n{% endif %}\n\n2. 三\n",
            vec![],
        ),
        (
            "1. 一\n\n{% if n > 2 %}\n2. 二\n{% endif %}\n\n3. 三\n",
            vec![],
        ),
        (
            "1. 一\n\n{% if n > 2 %}\n2. 二\n{% endif %}\n\n4. 三\n",
            vec![(7, differs("4", "（三）"))],
        ),
    ] {
        assert_eq!(remarks(body), expected, "{body}");
    }
}

#[test]
fn an_indent_that_is_no_depth_is_told() {
    let told = "这一款缩进得不够，会和上一款同级，后面的编号都往后移";
    let found = remarks("1. 一\n  1. 甲\n  2. 乙\n2. 二\n");
    let lines: Vec<usize> = found
        .iter()
        .filter(|(_, message)| message == told)
        .map(|(line, _)| *line)
        .collect();
    assert_eq!(lines, [2, 3], "{found:?}");
    assert_eq!(remarks("1. 一\n   1. 甲\n   2. 乙\n2. 二\n"), []);
}

#[test]
fn asterisks_that_print_are_told() {
    let told = "这里的 ** 没有加粗任何字，会原样印出来".to_owned();
    for (body, expected) in [
        ("段一**甲{{ n }} **。\n", vec![(1, told.clone())]),
        ("段一** 甲**。\n", vec![(1, told)]),
        ("段一**甲{{ n }}**。\n", vec![]),
        ("评分：\\*\\*\n", vec![]),
    ] {
        assert_eq!(remarks(body), expected, "{body}");
    }
}

#[test]
fn lines_with_labels_that_join_are_told() {
    let told = "这一行会和上一行连成一段".to_owned();
    for (body, expected) in [
        ("电话：无\n地址：无\n", vec![(2, told)]),
        ("电话：无\\\n地址：无  \n邮编：无\n", vec![]),
        ("双方约定如下，\n甲方：先行付款。\n", vec![]),
        ("双方经协商一致，\n订立本合同。\n", vec![]),
    ] {
        assert_eq!(remarks(body), expected, "{body}");
    }
}

/// Bodies with the words that print in bold.
const BOLD: [(&str, &str); 9] = [
    ("段**金额：{{ m }}**。", "金额：100.00"),
    ("段**{{ m }}元**。", "100.00元"),
    ("段**{{ m }}**。", "100.00"),
    ("段**甲{{ a }}{{ m }}**。", "甲甲公司100.00"),
    ("段**{{ a }}乙{{ m }}丙**。", "甲公司乙100.00丙"),
    ("段**甲**{{ a }}**乙**。", "甲乙"),
    ("段 **{{ m }}** 元", "100.00"),
    ("**段{{ m }}**", "段100.00"),
    ("**{{ a }}、{{ m }}**尾", "甲公司、100.00"),
];

fn contract(text: &str, rule: TableRule) -> qianyue::document::Document {
    let template = template::parse_by(rule, text.as_bytes()).unwrap();
    let draft = "[template]\nid = \"x\"\n[answers]\na = \"甲公司\"\nn = \"3\"\nm = \"100\"\n";
    let draft = DraftFile::parse(draft.as_bytes()).unwrap();
    Contract::of(&template, draft.draft(), &StyleKeys::new()).document
}

#[test]
fn a_blank_inside_bold_words_is_bold_in_every_output() {
    for (body, expected) in BOLD {
        for (body, of) in [
            (format!("{body}\n"), "paragraph"),
            (format!("## 条{body}\n"), "article"),
            (format!("| {body} | 无 |\n| --- | --- |\n"), "cell"),
        ] {
            let document = contract(&with_body(&format!("{ALL}{body}")), TableRule::Tagged);
            let bold: String = document
                .paragraphs()
                .flat_map(|paragraph| &paragraph.inlines)
                .filter(|inline| inline.is_bold())
                .map(qianyue::document::Inline::text)
                .collect();
            assert_eq!(bold, expected, "{of}: {body}");
            let bytes = render(&document, &Properties::default()).unwrap();
            let xml = part(&bytes, "word/document.xml");
            let bold: String = xml
                .split("<w:r>")
                .filter(|run| run.contains("<w:b />") || run.contains("<w:b/>"))
                .map(|run| {
                    let texts = run.split("<w:t xml:space=\"preserve\">").skip(1);
                    texts
                        .filter_map(|text| text.split_once("</w:t>"))
                        .map(|(text, _)| text)
                        .collect::<String>()
                })
                .collect();
            assert_eq!(bold, expected, "{of}: {body}: {xml}");
        }
    }
}

#[test]
fn a_text_from_before_the_tag_of_signature_blocks_keeps_its_weights() {
    for (body, expected) in [
        ("段**金额：{{ m }}**。", "金额："),
        ("段**甲{{ m }}乙**。", "甲100.00乙"),
        ("段**甲**{{ a }}**乙**。", "甲甲公司乙"),
    ] {
        let document = contract(&with_body(&format!("{ALL}{body}")), TableRule::TwoColumns);
        let inlines = document.paragraphs().flat_map(|each| &each.inlines);
        let bold: String = inlines
            .filter(|inline| inline.is_bold())
            .map(qianyue::document::Inline::text)
            .collect();
        assert_eq!(bold, expected, "{body}");
    }
}

#[test]
fn a_line_of_two_labels_stands_like_its_neighbours() {
    let body = "{{ m }}\n\n甲方：{{ a }}\n\n联系人：{{ a }}　电话：{{ n }}\n\n甲方：{{ a }}，数量：{{ n }}\n";
    for (rule, expected) in [
        (TableRule::Tagged, [Role::Line, Role::Line, Role::Body]),
        (TableRule::TwoColumns, [Role::Line, Role::Body, Role::Body]),
    ] {
        let document = contract(&with_body(body), rule);
        let roles: Vec<Role> = document
            .paragraphs()
            .skip(2)
            .map(|each| each.role)
            .collect();
        assert_eq!(roles[..3], expected);
    }
}

#[test]
fn a_page_may_end_between_two_articles() {
    let body = format!("{ALL}## 一句。\n\n## 二句。\n\n## 标题\n\n1. 款。\n");
    let document = contract(&with_body(&body), TableRule::Tagged);
    let xml = part(
        &render(&document, &Properties::default()).unwrap(),
        "word/document.xml",
    );
    let kept = |words: &str| {
        let end = xml.find(words).unwrap();
        let start = xml[..end]
            .rfind("<w:p>")
            .or(xml[..end].rfind("<w:p "))
            .unwrap();
        xml[start..end].contains("<w:keepNext")
    };
    let kept = ["一句", "二句", "标题"].map(kept);
    // The last of two sentences stands before a heading, which is an article too.
    assert_eq!(kept, [false, false, true]);
    let page = qianyue::render::html::render(&document, false);
    assert!(page.contains("h2:has(+ h2) { break-after: auto; }"));
}

#[test]
fn a_comment_prints_nothing_and_moves_no_line() {
    let body = "{# 给同事的说明 #}\n\n甲{# 一 #}方：{{ a }}{# 二 #}\n\n{# 第一行\n{{ nothing }} {% if %}\n第三行 #}\n\n1. 一{# # #}\n2. 二\n\n{% if n > 2 %}\n{# 条件里 #}\n3. 三\n{% endif %}\n\n{{ m }}{{ n }}\n";
    let text = with_body(body);
    let document = contract(&text, TableRule::Tagged);
    let printed: Vec<String> = document.paragraphs().map(Paragraph::text).collect();
    let expected = [
        "合同",
        "甲方：甲公司",
        "（一）一",
        "（二）二",
        "（三）三",
        "100.003",
    ];
    assert_eq!(printed[..6], expected);
    // The positions of mistakes behind a comment are those of the file.
    let wrong = text.replace("{{ m }}{{ n }}", "{# x #}{{ mm }}");
    let errors = template::parse(wrong.as_bytes()).unwrap_err();
    let line = wrong
        .lines()
        .position(|line| line.contains("{{ mm }}"))
        .unwrap()
        + 1;
    let place = errors.iter().map(|error| (error.line, error.column)).next();
    assert_eq!(place, Some((line, 11)), "{errors:?}");
    // A text from before comments prints them.
    let old = contract(
        &with_body("甲方{# 注 #}：{{ a }}\n\n{{ n }}{{ m }}\n"),
        TableRule::TwoColumns,
    );
    let printed: Vec<String> = old.paragraphs().map(Paragraph::text).collect();
    assert_eq!(printed[1], "甲方{# 注 #}：甲公司");
}
