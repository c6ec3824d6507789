//! A contract on paper becomes a draft again: from the embedded draft, or from its text alone.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use qianyue::draft::{Answer, Draft, DraftFile};
use qianyue::intake::docx::{ReadControl, ReadParagraph, read_paragraphs};
use qianyue::intake::paper::read_paper;
use qianyue::intake::recover::{Recovered, recover};
use qianyue::render::docx::{Origin, Properties, render};
use qianyue::template::{FieldId, StyleValue, Template};

use crate::support::built_in::{self, SALE, SERVICE};
use crate::support::office::Office;
use crate::support::program::Home;
use crate::support::terminal::Terminal;
use crate::support::word::with_part;

const EXAMPLE: &str = include_str!("../data/example.toml");
const READY: &str = include_str!("../data/example-ready.toml");
const ID: &str = "01JDAAAAAAAAAAAAAAAAAAAAAA";

fn styled(key: &str, value: &str, draft: Draft) -> Draft {
    let mut draft = draft;
    let value = match value {
        "true" => StyleValue::Bool(true),
        "false" => StyleValue::Bool(false),
        word => StyleValue::Text(word.to_owned()),
    };
    draft.style.insert(key.to_owned(), value);
    draft
}

/// Drafts whose contracts differ in how they must be read back, by name.
fn drafts() -> Vec<(&'static str, Draft)> {
    let example = built_in::example;
    vec![
        ("example", example()),
        (
            "nothing answered",
            built_in::draft("[template]\nid = \"mini-program-service\"\n[answers]\n"),
        ),
        (
            "every option",
            built_in::with(
                example(),
                &[
                    ("payment", "cash+cheque+remittance+other"),
                    ("payment_other", "第三方支付平台：对公收款"),
                ],
            ),
        ),
        (
            "struck",
            built_in::with(
                example(),
                &[("plan_workdays", "/"), ("hotline", "/"), ("website", "/")],
            ),
        ),
        (
            "struck in words",
            styled(
                "strike_mark",
                "无",
                built_in::with(example(), &[("plan_workdays", "/")]),
            ),
        ),
        (
            "largest amounts",
            built_in::with(
                example(),
                &[
                    ("unit_price", "999999999999.99"),
                    ("first_year_fee", "999999999999.99"),
                    ("copies_total", "20"),
                    ("copies_each", "10"),
                ],
            ),
        ),
        (
            "values with markup, rare Han and the words around them",
            built_in::with(
                example(),
                &[
                    ("party_a_name", "王𠮷木（<&>\"']]>）"),
                    ("product_name", "单价：1元 ；产品"),
                    ("contract_no", "QY-2026-001"),
                ],
            ),
        ),
        ("digits", styled("copies", "digits", example())),
        ("plain amounts", styled("amount", "plain", example())),
        ("padded", styled("underline", "padded", example())),
        ("ticks", styled("tick", "√", example())),
        ("squares", styled("tick", "■", example())),
        (
            "one party signs here",
            styled("party_b_block", "false", example()),
        ),
        ("own page", styled("signature_page", "own_page", example())),
        (
            "corrections",
            built_in::accepting(
                example(),
                &["C08", "C09", "C25", "C47", "C52", "C57", "C60"],
            ),
        ),
    ]
}

/// The draft that is recovered from the text of a contract, with or without content controls.
fn read_back(template: &Template, draft: &Draft, with_controls: bool) -> Recovered {
    let document = built_in::contract(template, draft).document;
    let bytes = render(&document, &Properties::default()).unwrap();
    let mut paragraphs = read_paragraphs(&bytes).unwrap();
    if !with_controls {
        for paragraph in &mut paragraphs {
            paragraph.controls.clear();
        }
    }
    let mut recovered = recover(template, &paragraphs);
    recovered.draft.style.clone_from(&draft.style);
    recovered
}

#[test]
fn the_words_alone_give_every_answer_back() {
    for (name, draft) in drafts() {
        for with_controls in [true, false] {
            let recovered = read_back(&SERVICE, &draft, with_controls);
            let expected = built_in::contract(&SERVICE, &draft).document;
            let found = built_in::contract(&SERVICE, &recovered.draft).document;
            for (found, expected) in found.paragraphs().zip(expected.paragraphs()) {
                assert_eq!(
                    found.text(),
                    expected.text(),
                    "draft: {name}, with controls: {with_controls}"
                );
            }
            assert_eq!(
                recovered.draft.accepted, draft.accepted,
                "draft: {name}, with controls: {with_controls}"
            );
        }
    }
}

#[test]
fn another_template_s_words_give_its_answers_back() {
    let draft = built_in::draft(
        "[template]\nid = \"goods-sale\"\n[answers]\nbuyer = \"杭州虚构青禾茶业有限公司\"\n\
         seller = \"深圳示例云帆网络科技有限公司\"\ngoods = \"采茶机\"\nquantity = 12\n\
         total = 12800\ndelivery = 2026-03-01\nwarranty_until = 2027-02-28\n\
         transport = \"seller\"\nfreight = 300\nextras = [\"install\", \"train\"]\n\
         training_days = \"两日\"\npenalty = 5\ncopies = 2\nbuyer_date = 2026-02-10\n\
         seller_date = 2026-02-11\npayment_days = 30\n",
    );
    for with_controls in [true, false] {
        let recovered = read_back(&SALE, &draft, with_controls);
        let expected = built_in::contract(&SALE, &draft).document;
        let found = built_in::contract(&SALE, &recovered.draft).document;
        assert_eq!(found, expected, "with controls: {with_controls}");
    }
}

#[test]
fn a_clause_that_somebody_has_rewritten_loses_only_its_own_blanks() {
    let document = built_in::contract(&SERVICE, &built_in::example()).document;
    let bytes = render(&document, &Properties::default()).unwrap();
    let mut paragraphs = read_paragraphs(&bytes).unwrap();
    for paragraph in &mut paragraphs {
        paragraph.controls.clear();
        if paragraph.text.contains("滞纳金") {
            "1、甲方逾期的，另行协商。".clone_into(&mut paragraph.text);
        }
        // The words directly around the blank are unchanged.
        paragraph.text = paragraph.text.replace("到期将做清零处理", "到期即清零");
    }
    let recovered = recover(&SERVICE, &paragraphs);
    let lost: Vec<&str> = recovered
        .lost
        .iter()
        .map(FieldId::as_str)
        .filter(|field| !["contract_no", "payment_other"].contains(field))
        .collect();
    assert_eq!(lost, ["late_fee_percent", "suspend_after_days"]);
    let days = recovered.draft.answers.get(&"data_retention_days".into());
    assert_eq!(days.map(Answer::as_text), Some("30".to_owned()));
}

/// Markup that Word writes inside a name: its description, the content of the run, and the expected
/// warning.
const IN_A_NAME: [(&str, &str, &str); 9] = [
    (
        "pinyin above a character",
        "<w:t>杭州</w:t><w:ruby><w:rubyPr/><w:rt><w:r><w:t>xūgòu</w:t></w:r></w:rt>\
         <w:rubyBase><w:r><w:t>虚构</w:t></w:r></w:rubyBase></w:ruby><w:t>青禾茶业有限公司</w:t>",
        "",
    ),
    (
        "pinyin as a field",
        "<w:t>杭州虚构</w:t><w:fldChar w:fldCharType=\"begin\"/><w:instrText>EQ \\o\\ad(\\s\\up 9(qīng),青)\
         </w:instrText><w:fldChar w:fldCharType=\"end\"/><w:t>禾茶业有限公司</w:t>",
        "",
    ),
    (
        "hidden text",
        "<w:t>杭州虚构青禾</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>（个体）</w:t></w:r><w:r>\
         <w:t>茶业有限公司</w:t>",
        "隐藏",
    ),
    (
        "text that is always hidden",
        "<w:t>杭州虚构青禾</w:t></w:r><w:r><w:rPr><w:specVanish/></w:rPr><w:t>（个体）</w:t></w:r><w:r>\
         <w:t>茶业有限公司</w:t>",
        "隐藏",
    ),
    (
        "text that a style hides",
        "<w:t>杭州虚构青禾</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"hide\"/></w:rPr><w:t>（个体）</w:t></w:r>\
         <w:r><w:t>茶业有限公司</w:t>",
        "隐藏",
    ),
    (
        "an optional hyphen, a page that ended, a mark of a comment",
        "<w:t>杭州虚构</w:t><w:softHyphen/><w:t>青禾</w:t><w:lastRenderedPageBreak/>\
         <w:commentReference w:id=\"1\"/><w:t>茶业有限公司</w:t>",
        "",
    ),
    (
        "a link",
        "<w:t>杭州虚构</w:t></w:r><w:hyperlink><w:r><w:t>青禾</w:t></w:r></w:hyperlink><w:r>\
         <w:t>茶业有限公司</w:t>",
        "",
    ),
    (
        "a tracked change",
        "<w:t>杭州虚构</w:t></w:r><w:del><w:r><w:delText>绿苗</w:delText></w:r></w:del><w:ins><w:r>\
         <w:t>青禾</w:t></w:r></w:ins><w:r><w:t>茶业有限公司</w:t>",
        "",
    ),
    (
        "a note",
        "<w:t>杭州虚构青禾茶业有限公司</w:t><w:footnoteReference w:id=\"2\"/>",
        "脚注",
    ),
];

#[test]
fn a_name_is_read_as_word_shows_it() {
    let (home, path) = home_with("contract.docx", &["--no-embed"]);
    let whole = std::fs::read(&path).unwrap();
    let expected = home.run(&["show", "contract.docx"]).ended(0);
    assert!(!expected.messages.contains("隐藏"), "{expected:#?}");
    let plain = "<w:t xml:space=\"preserve\">杭州虚构青禾茶业有限公司</w:t>";
    for (name, content, told) in IN_A_NAME {
        let bytes = with_part(&whole, "word/document.xml", |xml| {
            assert!(xml.contains(plain), "{xml}");
            xml.replace(plain, content)
        });
        let style = "<w:style w:type=\"character\" w:styleId=\"hide\"><w:name w:val=\"hide\"/>\
             <w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
        let bytes = with_part(&bytes, "word/styles.xml", |xml| {
            xml.replace("</w:styles>", style)
        });
        std::fs::write(&path, bytes).unwrap();
        let shown = home.run(&["show", "contract.docx"]).ended(0);
        assert_eq!(shown.output, expected.output, "{name}");
        assert!(shown.messages.contains(told), "{name}: {shown:#?}");
    }
    // An emoji belongs to the name in both encodings.
    for content in [
        "<w:t>杭州虚构青禾茶业有限公司😀</w:t>",
        "<w:t>杭州虚构青禾茶业有限公司</w:t><mc:AlternateContent \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:w16se=\"http://schemas.microsoft.com/office/word/2015/wordml/symex\">\
         <mc:Choice Requires=\"w16se\"><w16se:symEx w16se:font=\"Segoe UI Emoji\" w16se:char=\"1F600\"/>\
         </mc:Choice><mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent>",
    ] {
        let bytes = with_part(&whole, "word/document.xml", |xml| {
            xml.replace(plain, content)
        });
        std::fs::write(&path, bytes).unwrap();
        let shown = home.run(&["show", "contract.docx"]).ended(0);
        assert!(
            shown.output.contains("杭州虚构青禾茶业有限公司😀"),
            "{content}: {shown:#?}"
        );
    }
}

/// A file with an embedded draft shows the draft, but the program reports text that the file hides.
#[test]
fn what_a_file_hides_is_told_beside_its_draft_too() {
    let (home, path) = home_with("contract.docx", &[]);
    let whole = std::fs::read(&path).unwrap();
    for (properties, told) in [
        ("<w:vanish/>", "隐藏"),
        ("<w:color w:val=\"FFFFFF\"/>", "白色"),
        ("<w:strike/>", "划掉"),
        ("<w:vertAlign w:val=\"superscript\"/>", "上下标"),
    ] {
        let more = format!("<w:r><w:rPr>{properties}</w:rPr><w:t>另付。</w:t></w:r></w:p>");
        let bytes = with_part(&whole, "word/document.xml", |xml| {
            xml.replacen("</w:p>", &more, 1)
        });
        std::fs::write(&path, bytes).unwrap();
        for command in ["show", "check"] {
            let said = home.run(&[command, "contract.docx"]).messages;
            assert!(said.contains(told), "{properties}: {said}");
        }
    }
}

/// Changes that other programs and people make to the words around a blank, by name.
const RESPELLED: [(&str, &[(&str, &str)]); 9] = [
    ("wide figures", &[("107,000.53", "１０７，０００．５３")]),
    ("narrow brackets", &[("（", "("), ("）", ")")]),
    (
        "narrow brackets and colons with blanks",
        &[("（", " ( "), ("）", " ) "), ("：", ": "), ("；", "; ")],
    ),
    (
        "everything narrow",
        &[
            ("（", "("),
            ("）", ")"),
            ("：", ":"),
            ("；", ";"),
            ("，", ","),
            ("。", "."),
            ("“", "\""),
            ("”", "\""),
        ],
    ),
    ("half-width stops", &[("。", "｡"), ("、", "､")]),
    (
        "other brackets",
        &[("（", "﹙"), ("）", "﹚"), ("：", "﹕")],
    ),
    ("other quotes", &[("“", "「"), ("”", "」")]),
    (
        "blanks between Han and figures",
        &[
            ("107,000.53", " 107,000.53 "),
            ("元", "元 "),
            ("年", " 年\u{3000}"),
        ],
    ),
    (
        "no-break and zero-width",
        &[("：", "：\u{A0}"), ("元", "\u{200B}元")],
    ),
];

#[test]
fn brackets_colons_and_blanks_of_another_width_lose_no_answer() {
    for draft_name in [
        "example",
        "every option",
        "struck",
        "nothing answered",
        "corrections",
    ] {
        let mut drafts = drafts().into_iter();
        let (_, draft) = drafts.find(|(name, _)| *name == draft_name).unwrap();
        // The changes would also change these two values, so they get a text that none of the
        // changes affects.
        let plain = ["product_name", "payment_other"].map(|field| {
            let is_answered = draft.answers.contains_key(&field.into());
            (
                field,
                if is_answered {
                    "青禾茶铺小程序"
                } else {
                    ""
                },
            )
        });
        let draft = built_in::with(draft, &plain);
        let document = built_in::contract(&SERVICE, &draft).document;
        let bytes = render(&document, &Properties::default()).unwrap();
        let expected = recover(&SERVICE, &read_paragraphs(&bytes).unwrap());
        for (name, changes) in RESPELLED {
            let mut paragraphs = read_paragraphs(&bytes).unwrap();
            for paragraph in &mut paragraphs {
                paragraph.controls.clear();
                for (from, to) in changes {
                    paragraph.text = paragraph.text.replace(from, to);
                }
            }
            let found = recover(&SERVICE, &paragraphs);
            let at = format!("{draft_name}, {name}");
            assert_eq!(found.draft.answers, expected.draft.answers, "{at}");
            assert_eq!(found.draft.accepted, draft.accepted, "{at}");
            assert_eq!(found.lost, expected.lost, "{at}");
        }
    }
}

/// A half-width period after an amount may be a decimal point. Then the value is lost rather than
/// shortened.
#[test]
fn a_value_that_cannot_be_told_from_its_surroundings_is_lost_not_halved() {
    let clause = "1. 总价：{{ total }}元（大写：{{ total_words }}）。";
    let paragraph = |text: &str| ReadParagraph {
        text: text.to_owned(),
        ..ReadParagraph::default()
    };
    for (behind, text, expected) in [
        (
            "。合计{{ total_words }}",
            "总价：1,280.50。合计壹仟",
            Some("1280.50"),
        ),
        (
            "。合计{{ total_words }}",
            "总价:1,280.50.合计壹仟",
            Some("1280.50"),
        ),
        (
            "。{{ total_words }}",
            "总价：1,280.50。壹仟",
            Some("1280.50"),
        ),
        ("。{{ total_words }}", "总价:1,280.50.壹仟", None),
    ] {
        let other = format!("1. 总价：{{{{ total }}}}{behind}");
        let template = built_in::parse(&SALE.source.replace(clause, &other));
        let found = recover(&template, &[paragraph(text)]).draft.answers;
        let total = found.get(&"total".into()).map(Answer::as_text);
        assert_eq!(total.as_deref(), expected, "{text}");
    }
}

#[test]
fn a_clause_that_somebody_has_moved_loses_no_other_one() {
    let document = built_in::contract(&SERVICE, &built_in::example()).document;
    let bytes = render(&document, &Properties::default()).unwrap();
    let mut paragraphs = read_paragraphs(&bytes).unwrap();
    for paragraph in &mut paragraphs {
        paragraph.controls.clear();
    }
    let whole = recover(&SERVICE, &paragraphs);
    let moved = paragraphs
        .iter()
        .position(|each| each.text.contains("服务期限："))
        .unwrap();
    let moved = paragraphs.remove(moved);
    paragraphs.push(moved);
    assert_eq!(
        recover(&SERVICE, &paragraphs).draft.answers,
        whole.draft.answers
    );
}

#[test]
fn a_contract_in_lines_of_one_paragraph_is_read_like_paragraphs() {
    let document = built_in::contract(&SERVICE, &built_in::example()).document;
    let bytes = render(&document, &Properties::default()).unwrap();
    let mut paragraphs = read_paragraphs(&bytes).unwrap();
    for paragraph in &mut paragraphs {
        paragraph.controls.clear();
    }
    let whole = recover(&SERVICE, &paragraphs);
    let texts: Vec<&str> = paragraphs.iter().map(|each| each.text.as_str()).collect();
    let joined = ReadParagraph {
        text: texts.join("\n"),
        ..ReadParagraph::default()
    };
    assert_eq!(recover(&SERVICE, &[joined]).draft, whole.draft);
}

#[test]
fn a_value_that_somebody_has_emptied_in_word_is_unanswered() {
    const SPACES: &str = "\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}";
    let template = &SERVICE;
    for field in ["party_a_name", "unit_price", "plan_workdays", "term_end"] {
        let document = built_in::contract(template, &built_in::example()).document;
        let bytes = render(&document, &Properties::default()).unwrap();
        let mut paragraphs = read_paragraphs(&bytes).unwrap();
        let mut n_emptied = 0;
        for paragraph in &mut paragraphs {
            for control in &mut paragraph.controls {
                if control.tag == format!("qy:{field}") {
                    paragraph.text = paragraph.text.replacen(&control.text, SPACES, 1);
                    SPACES.clone_into(&mut control.text);
                    control.is_placeholder = true;
                    n_emptied += 1;
                }
            }
        }
        assert!(n_emptied > 0, "{field}");
        let recovered = recover(template, &paragraphs);
        let answer = recovered.draft.answers.get(&field.into());
        assert_eq!(answer, None, "{field}");
        assert!(recovered.draft.answers.len() > 20, "{field}");
    }
}

#[test]
fn a_draft_comes_back_out_of_the_file_as_it_went_in() {
    for text in [
        EXAMPLE,
        "title = \"<&>'\"\n[answers]\na = \"]]>\"\n",
        "[answers]\na = \"\u{FFFE}\u{200C}\"\n",
        "[answers]\na = \"第一行\\n第二行\\r\\n\"\n",
    ] {
        let properties = Properties {
            origin: Some(Origin {
                draft: ID.to_owned(),
                template: "mini-program-service".to_owned(),
                embedded: Some(text.to_owned()),
                ..Origin::default()
            }),
            ..Properties::default()
        };
        let document = built_in::contract(&SERVICE, &built_in::example()).document;
        let file = read_paper(&render(&document, &properties).unwrap()).unwrap();
        assert_eq!(file.origin.embedded.as_deref(), Some(text));
        assert_eq!(file.origin.draft, ID);
        assert_eq!(file.origin.template, "mini-program-service");
        assert_eq!(
            file.text_hash,
            qianyue::render::text::hash(&document).to_string()
        );
    }
}

#[test]
fn a_text_that_no_template_printed_is_not_searched() {
    let paragraph = |text: &str| ReadParagraph {
        text: text.to_owned(),
        ..ReadParagraph::default()
    };
    for paragraphs in [
        vec![paragraph("甲方：青禾"); 10_001],
        vec![paragraph(&"甲方：青禾".repeat(100_000))],
    ] {
        assert_eq!(recover(&SERVICE, &paragraphs), Recovered::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_file_says_is_read_without_a_panic(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "甲方：", "（一）产品名称：", "；单价：", "元/年。", "（四）收款方式：", "□现金", "☑其他：",
                    "√", "□支票□汇款", "签署时间：", "__________", "年", "\n", "\n", "\n", "【单价】", "\u{A0}",
                ])
                .prop_map(str::to_owned),
                "\\PC{0,6}",
            ],
            0..60,
        ),
        tag in "(qy:)?[a-z_]{0,14}",
    ) {
        let whole = pieces.concat();
        let paragraphs: Vec<ReadParagraph> = whole
            .split('\n')
            .map(|text| ReadParagraph {
                text: text.to_owned(),
                controls: vec![ReadControl {
                    tag: tag.clone(),
                    text: text.to_owned(),
                    is_placeholder: false,
                }],
                ..ReadParagraph::default()
            })
            .collect();
        let recovered = recover(&SERVICE, &paragraphs);
        for place in recovered.draft.answers.keys() {
            prop_assert!(SERVICE.field(place.field.as_str()).is_some(), "{}", place);
        }
        let _printed = built_in::contract(&SERVICE, &recovered.draft);
    }
}

#[test]
fn an_id_that_is_a_path_leads_nowhere() {
    let (home, path) = home_with("contract.docx", &[]);
    let secret = home.write("secret.toml", EXAMPLE);
    let bytes = with_part(
        &std::fs::read(&path).unwrap(),
        "docProps/custom.xml",
        |xml| xml.replace(ID, secret.to_str().unwrap()),
    );
    std::fs::write(&path, bytes).unwrap();
    let run = home.run(&["history", "contract.docx"]).ended(1);
    assert!(run.messages.contains("contract.docx"), "{run:#?}");
}

#[test]
fn when_a_draft_was_changed_and_left_says_nothing_in_its_file() {
    let home = Home::new();
    let body = READY
        .split_once("[template]")
        .map_or(READY, |(_, rest)| rest);
    for (name, head) in [
        (
            "monday",
            "updated = 2026-03-02T09:00:00+08:00\nfocus = \"hotline\"\n",
        ),
        ("tuesday", "updated = 2026-03-03T19:30:00+08:00\n"),
    ] {
        let text = format!("schema = 1\nid = \"{ID}\"\n{head}\n[template]{body}");
        home.write("draft.toml", text);
        let file = format!("{name}.docx");
        home.run(&["export", "draft.toml", "-o", &file]).ended(0);
    }
    let bytes = |name: &str| std::fs::read(home.path(name)).unwrap();
    assert!(bytes("monday.docx") == bytes("tuesday.docx"));
}

/// A home with the example as a draft and its contract as a file of this name. `more` are arguments
/// of the export.
fn home_with(name: &str, more: &[&str]) -> (Home, PathBuf) {
    let home = Home::new();
    home.write(&format!("data/drafts/{ID}.toml"), READY);
    let mut arguments = vec!["export", ID, "-o", name];
    arguments.extend(more);
    home.run(&arguments).ended(0);
    let path = home.path(name);
    (home, path)
}

#[test]
fn a_file_is_shown_and_checked_like_its_draft() {
    let (home, _) = home_with("contract.docx", &[]);
    for command in ["show", "check"] {
        let of_draft = home.run(&[command, ID]);
        let of_file = home.run(&[command, "contract.docx"]);
        assert_eq!(of_file.output, of_draft.output, "{command}");
        assert_eq!(of_file.code, of_draft.code, "{command}");
        assert_eq!(of_file.messages, "", "{command}");
    }
    home.run(&["export", "contract.docx", "-o", "again.docx"])
        .ended(0);
    let bytes = |name: &str| std::fs::read(home.path(name)).unwrap();
    assert!(bytes("contract.docx") == bytes("again.docx"));
    let history = home.run(&["history", "contract.docx"]).ended(0);
    assert_eq!(history.output, home.run(&["history", ID]).ended(0).output);
}

#[test]
fn a_file_without_its_draft_is_read_from_its_words() {
    let (home, _) = home_with("contract.docx", &["--no-embed"]);
    let shown = home.run(&["show", "contract.docx"]).ended(0);
    assert_eq!(shown.output, home.run(&["show", ID]).ended(0).output);
    assert!(shown.messages.contains("从正文读回"), "{shown:#?}");
    let bytes = std::fs::read(home.path("contract.docx")).unwrap();
    assert_eq!(read_paper(&bytes).unwrap().origin.embedded, None);
}

#[test]
fn a_file_that_says_something_else_than_its_draft_is_told() {
    let (home, path) = home_with("contract.docx", &[]);
    let bytes = with_part(&std::fs::read(&path).unwrap(), "word/document.xml", |xml| {
        xml.replace("遵守并履行协议的条款", "遵守协议的条款")
    });
    std::fs::write(&path, bytes).unwrap();
    let shown = home.run(&["show", "contract.docx"]).ended(0);
    assert!(shown.messages.contains("1 段"), "{shown:#?}");
    assert_eq!(shown.output, home.run(&["show", ID]).ended(0).output);
}

/// A wrong or missing hash does not hide a difference between paper and draft, and neither does a
/// missing style.
#[test]
fn what_a_file_says_of_its_text_hides_no_difference() {
    let (home, path) = home_with("contract.docx", &[]);
    let whole = std::fs::read(&path).unwrap();
    let other_amount = |bytes: &[u8]| {
        with_part(bytes, "word/document.xml", |xml| {
            xml.replace("107,000.53", "7,000.53")
        })
    };
    let other_hash = |bytes: &[u8]| {
        with_part(bytes, "docProps/custom.xml", |xml| {
            xml.replace("qianyue.text_sha256", "qianyue.other")
        })
    };
    let other_draft = with_part(&whole, "customXml/item1.xml", |xml| {
        xml.replace("107000.53", "7000.53")
    });
    for (name, bytes) in [
        (
            "the paper, without its hash",
            other_hash(&other_amount(&whole)),
        ),
        ("the draft in it", other_draft),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let shown = home.run(&["show", "contract.docx"]).ended(0);
        assert!(shown.messages.contains(" 段"), "{name}: {shown:#?}");
    }
    std::fs::write(&path, other_hash(&whole)).unwrap();
    let shown = home.run(&["show", "contract.docx"]).ended(0);
    assert!(
        !shown.messages.contains(" 段"),
        "all is as it was: {shown:#?}"
    );
    let config = home.write("plain.toml", "[style]\namount = \"plain\"\n");
    let config = config.to_str().unwrap();
    let shown = home
        .run(&["--config", config, "show", "contract.docx"])
        .ended(0);
    assert!(!shown.messages.contains(" 段"), "its own style: {shown:#?}");
    let other_style = with_part(&whole, "docProps/custom.xml", |xml| {
        xml.replace("name=\"qianyue.style\"", "name=\"qianyue.other\"")
    });
    std::fs::write(&path, other_style).unwrap();
    let shown = home
        .run(&["--config", config, "show", "contract.docx"])
        .ended(0);
    assert!(shown.messages.contains(" 段"), "another style: {shown:#?}");
}

/// The style of a contract comes from its file, not from the configuration where it is opened.
#[test]
fn a_file_prints_elsewhere_as_it_was_printed() {
    let home = Home::new();
    home.write(&format!("data/drafts/{ID}.toml"), READY);
    let house = home.write(
        "house.toml",
        "[style]\namount = \"plain\"\nbody_size = 16\nbody_font = \"仿宋\"\ntick = \"√\"\n\
         title_font = \"一二三四五六七八九十一二三四五六七八九十\"\n\
         heading_font = \"一二三四五六七八九十一二三四五六七八九十\"\n\
         latin_font = \"ABCDEFGHIJKLMNOPQRSTUVWXYZ\"\nline_spacing = 1.25\n\
         margins = [2.1, 2.2, 2.3, 2.4]\nstrike_mark = \"无\"\npage_number = false\n",
    );
    let other = home.write(
        "other.toml",
        "[style]\nend_mark = false\ncopies = \"digits\"\n",
    );
    let (house, other) = (house.to_str().unwrap(), other.to_str().unwrap());
    for more in [&[][..], &["--no-embed"]] {
        let mut export = vec!["--config", house, "export", ID, "--force", "-o", "a.docx"];
        export.extend(more);
        home.run(&export).ended(0);
        let printed = home.run(&["--config", house, "show", ID]).ended(0).output;
        for config in [None, Some(house), Some(other)] {
            let mut arguments = config.map_or(vec![], |config| vec!["--config", config]);
            arguments.extend(["show", "a.docx"]);
            let shown = home.run(&arguments).ended(0);
            assert_eq!(shown.output, printed, "{more:?} {config:?}");
            assert!(!shown.messages.contains(" 段"), "{more:?}: {shown:#?}");
        }
        // The text alone does not contain the acknowledgements, so this export would fail.
        if !more.is_empty() {
            continue;
        }
        home.run(&["--config", other, "export", "a.docx", "-o", "b.docx"])
            .ended(0);
        let part = |name: &str, part: &str| {
            let bytes = std::fs::read(home.path(name)).unwrap();
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            std::io::read_to_string(archive.by_name(part).unwrap()).unwrap()
        };
        for name in [
            "word/document.xml",
            "word/styles.xml",
            "docProps/custom.xml",
        ] {
            assert!(part("a.docx", name) == part("b.docx", name), "{name}");
        }
    }
}

#[test]
fn a_draft_that_is_here_is_opened_whatever_the_house_style_was() {
    let home = Home::new();
    home.write(&format!("data/drafts/{ID}.toml"), READY);
    let house = home.write("house.toml", "[style]\namount = \"plain\"\n");
    let house = house.to_str().unwrap();
    home.run(&["--config", house, "export", ID, "-o", "a.docx"])
        .ended(0);
    let source = home.path("a.docx");
    let source = source.to_str().unwrap();
    for more in [&["--config", house][..], &[]] {
        let arguments: Vec<&str> = more.iter().copied().chain(["open", source]).collect();
        let mut terminal = Terminal::start(&arguments, &home.data(), 120, 40);
        terminal.wait_for("内容一致");
        terminal.press("Ctrl-Q");
        terminal.wait_for("新合同用");
        terminal.press("Ctrl-Q");
        terminal.wait_exit();
    }
    // Where the draft does not exist, a new draft with the same style is created.
    let elsewhere = home.path("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    for said in ["建立新草稿", "内容一致"] {
        let mut terminal = Terminal::start(&["open", source], &elsewhere, 120, 40);
        terminal.wait_for(said);
        terminal.press("Ctrl-Q");
        terminal.wait_for("新合同用");
        terminal.press("Ctrl-Q");
        terminal.wait_exit();
    }
    let draft = elsewhere.join("drafts").join(format!("{ID}.toml"));
    let text = std::fs::read_to_string(draft).unwrap();
    assert!(text.contains("[style]\namount = \"plain\"\n"), "{text}");
}

#[test]
fn a_file_says_which_template_it_was_made_with_though_its_draft_does_not() {
    let home = Home::new();
    home.write("ready.toml", READY);
    home.run(&["export", "ready.toml", "-o", "r.docx"]).ended(0);
    let file = read_paper(&std::fs::read(home.path("r.docx")).unwrap()).unwrap();
    let digits: Vec<String> = <sha2::Sha256 as sha2::Digest>::digest(SERVICE.source.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(file.origin.template_hash, digits.concat());
}

/// The template hash in the file counts if the draft has none.
#[test]
fn another_template_of_the_same_name_is_told() {
    let home = Home::new();
    home.write("ready.toml", READY);
    home.run(&["export", "ready.toml", "-o", "r.docx"]).ended(0);
    let told = home.run(&["show", "r.docx"]).ended(0).messages;
    assert_eq!(told, "");
    let other = SERVICE.source.replace("商业机密", "商业秘密");
    assert_ne!(other, SERVICE.source);
    home.write("data/templates/mini-program-service.md", &other);
    let told = home.run(&["show", "r.docx"]).ended(0).messages;
    assert!(told.contains("模板文本已找不到"), "{told}");
}

#[test]
fn a_damaged_draft_in_a_file_is_told_from_none() {
    let (home, path) = home_with("contract.docx", &[]);
    let expected = home.run(&["show", ID]).ended(0).output;
    let bytes = with_part(
        &std::fs::read(&path).unwrap(),
        "customXml/item1.xml",
        |xml| xml.replace("[answers]", "[answers"),
    );
    std::fs::write(&path, bytes).unwrap();
    let shown = home.run(&["show", "contract.docx"]).ended(0);
    assert!(shown.messages.contains("已损坏"), "{shown:#?}");
    assert!(!shown.messages.contains("没有找到"), "{shown:#?}");
    assert_eq!(shown.output, expected);
}

#[test]
fn what_is_no_contract_of_ours_is_refused_with_a_hint() {
    let home = Home::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad/docx");
    for (name, words) in [
        ("good.docx", "template list"),
        ("pdf.docx", "PDF"),
        ("tbl_deep.docx", "嵌套"),
        ("trunc_half.docx", "不完整"),
    ] {
        let path = folder.join(name);
        for command in ["show", "check"] {
            let run = home.run_on(&[command], &path).ended(1);
            assert!(run.messages.contains(words), "{name}: {run:#?}");
            assert!(run.messages.contains("提示："), "{name}: {run:#?}");
            assert_eq!(run.output, "", "{name}");
        }
    }
}

#[test]
fn libreoffice_saves_the_file_and_every_answer_stays() {
    let home = Home::new();
    let Some(office) = Office::find(&home.path("")) else {
        return;
    };
    let style = home.write(
        "style.toml",
        "[style]\nprotection = \"values\"\namount = \"plain\"\ncopies = \"digits\"\nbody_size = 10.5\n\
         underline = \"padded\"\nsignature_page = \"own_page\"\ndraft_blanks = \"label\"\n",
    );
    let style = style.to_str().unwrap();
    let mut expected: Vec<(String, String)> = Vec::new();
    for (name, draft) in drafts() {
        let text = DraftFile::new(&draft).to_text();
        let index = expected.len();
        home.write(&format!("{index}.toml"), &text);
        for more in [&[][..], &["--no-embed"]] {
            for config in [&[][..], &["--config", style]] {
                let file = format!("{}.docx", expected.len());
                let source = format!("{index}.toml");
                let mut arguments = config.to_vec();
                arguments.extend(["export", &source, "--draft", "-o", &file]);
                arguments.extend(more);
                home.run(&arguments).ended(0);
                let arguments: Vec<&str> =
                    config.iter().copied().chain(["show", &source]).collect();
                let shown = home.run(&arguments).ended(0).output;
                expected.push((format!("{name} {more:?} {config:?}"), shown));
            }
        }
    }
    let folder = home.path("saved");
    let files = (0..expected.len()).map(|index| home.path(&format!("{index}.docx")));
    office.convert("docx", &folder, files);
    for (index, (name, expected)) in expected.iter().enumerate() {
        let saved = folder.join(format!("{index}.docx"));
        let shown = home.run_on(&["show"], &saved).ended(0);
        assert_eq!(&shown.output, expected, "{name}");
    }
}

#[test]
fn opening_a_file_makes_its_draft_and_never_writes_over_another() {
    let (home, path) = home_with("contract.docx", &[]);
    let elsewhere = home.path("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let source = path.to_str().unwrap();
    let drafts = || -> Vec<String> {
        let folder = elsewhere.join("drafts");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| {
                Path::new(name)
                    .extension()
                    .is_some_and(|kind| kind == "toml")
            })
            .collect();
        names.sort();
        names
    };
    let open = |said: &str| {
        let mut terminal = Terminal::start(&["open", source], &elsewhere, 120, 40);
        terminal.wait_for(said);
        terminal.press("Ctrl-Q");
        terminal.wait_for("新合同用");
        terminal.press("Ctrl-Q");
        terminal.wait_exit();
    };
    open("建立新草稿");
    assert_eq!(drafts(), [format!("{ID}.toml")]);
    open("内容一致");
    assert_eq!(drafts(), [format!("{ID}.toml")]);
    let own = elsewhere.join("drafts").join(format!("{ID}.toml"));
    let text = std::fs::read_to_string(&own).unwrap();
    let changed = text.replace("青禾茶铺微信小程序商城", "另一种产品");
    assert_ne!(changed, text);
    std::fs::write(&own, &changed).unwrap();
    open("已另建一份");
    assert_eq!(drafts().len(), 2);
    assert_eq!(std::fs::read_to_string(&own).unwrap(), changed);
}

#[test]
fn a_contract_on_paper_begins_a_new_one() {
    for (more, said) in [
        (&[][..], "已照文件里的合同开始一份新合同"),
        (&["--no-embed"], "从正文读回"),
    ] {
        let (home, path) = home_with("contract.docx", more);
        let elsewhere = home.path("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        let source = path.to_str().unwrap();
        let mut terminal = Terminal::start(
            &["new", "--for", "renewal", "--from", source],
            &elsewhere,
            120,
            40,
        );
        terminal.wait_for(said);
        terminal.wait_for("甲方：杭州虚构青禾茶业有限公司");
        terminal.wait_for("服务期限：2027年3月1日至2028年2月29日");
        terminal.type_text("HT-2");
        terminal.press("Ctrl-Q");
        terminal.wait_for("新合同用");
        terminal.press("Ctrl-Q");
        assert_eq!(terminal.wait_exit(), 0);
        let drafts: Vec<String> = std::fs::read_dir(elsewhere.join("drafts"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        let [text] = drafts.as_slice() else {
            panic!("one draft: {drafts:#?}");
        };
        assert!(
            !text.contains(&format!("id = \"{ID}\"")),
            "it is another draft: {text}"
        );
        assert!(text.contains("term_start = \"2027-03-01\""), "{text}");
    }
}

#[test]
fn the_questions_begin_with_a_contract_on_paper_too() {
    let (home, _) = home_with("contract.docx", &["--no-embed"]);
    let run = home.run_with_input(
        &["ask", "--for", "renewal", "--from", "contract.docx"],
        b"HT-2\n",
    );
    assert!(run.messages.contains("从正文读回"), "{run:#?}");
    let listed = home.run(&["list"]).ended(0).output;
    let party = "杭州虚构青禾茶业有限公司";
    assert_eq!(listed.matches(party).count(), 2, "{listed}");
}

#[test]
fn a_file_without_the_id_of_a_draft_becomes_one_draft_however_often_it_is_opened() {
    let home = Home::new();
    home.write("ready.toml", READY);
    home.run(&["export", "ready.toml", "-o", "r.docx"]).ended(0);
    let source = home.path("r.docx");
    std::fs::create_dir_all(home.data()).unwrap();
    for said in ["建立新草稿", "内容一致", "内容一致"] {
        let arguments = ["open", source.to_str().unwrap()];
        let mut terminal = Terminal::start(&arguments, &home.data(), 120, 40);
        terminal.wait_for(said);
        terminal.press("Ctrl-Q");
        terminal.wait_for("新合同用");
        terminal.press("Ctrl-Q");
        terminal.wait_exit();
    }
    let drafts = std::fs::read_dir(home.data().join("drafts")).unwrap();
    let is_draft = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "toml");
    let n_drafts = drafts
        .map(|entry| entry.unwrap().path())
        .filter(is_draft)
        .count();
    assert_eq!(n_drafts, 1);
}
