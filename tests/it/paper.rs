//! The DOCX: its text, its validity, its pages, and the safe reading of foreign files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use proptest::prelude::*;
use qianyue::document::{Block, Document, Inline, Paragraph, Role};
use qianyue::intake::docx::read_paragraphs;
use qianyue::intake::error::IntakeError;
use qianyue::render::docx::{DocxError, Origin, Properties, paragraphs_in_file_order, render};
use qianyue::template::TableRule;
use qianyue::template::{
    BlankMark, PaperStyle, Place, Protection, SignaturePage, Style, StyleValue, Underline,
};

use crate::support::built_in::{self, SERVICE};
use crate::support::contracts::{FIRST, blank, contract, contracts, filled, paragraph, text, tick};
use crate::support::stopwatch::Stopwatch;
use crate::support::tools;

fn properties() -> Properties {
    Properties {
        author: "王&小<明>".to_owned(),
        company: "深圳示例云帆网络科技有限公司".to_owned(),
        draft_mark: false,
        origin: Some(Origin {
            draft: "01KAYZ0000000000000000000A".to_owned(),
            template: "mini-program-service".to_owned(),
            version: "1.0.0".to_owned(),
            template_hash: "ab".repeat(32),
            tables: TableRule::Tagged,
            style: "{ body_size = 12.0 }".to_owned(),
            embedded: Some("[template]\nid = \"<&>\"\n".to_owned()),
        }),
    }
}

fn expected_texts(document: &Document) -> Vec<String> {
    let mut texts: Vec<String> = paragraphs_in_file_order(document)
        .into_iter()
        .map(Paragraph::text)
        .collect();
    if matches!(document.blocks.last(), Some(Block::Table(_))) {
        texts.push(String::new());
    }
    texts
}

fn texts_in(bytes: &[u8]) -> Vec<String> {
    read_paragraphs(bytes)
        .unwrap()
        .into_iter()
        .map(|paragraph| paragraph.text)
        .collect()
}

#[test]
fn the_paper_says_what_the_document_says() {
    for (name, document) in contracts() {
        if document.blocks.is_empty() {
            continue;
        }
        let bytes = render(&document, &properties()).unwrap();
        assert_eq!(
            texts_in(&bytes),
            expected_texts(&document),
            "contract: {name}"
        );
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for (name, document) in contracts() {
        let once = render(&document, &properties()).unwrap();
        let again = render(&document.clone(), &properties()).unwrap();
        assert!(once == again, "contract: {name}");
    }
}

/// The field "version made by" (PKWARE APPNOTE 4.4.2) and the rest of the directory are the same on
/// every system.
#[test]
fn the_archive_does_not_tell_on_which_system_it_was_made() {
    const ENTRY: &[u8] = b"PK\x01\x02";
    const UNIX: u8 = 3;
    for (name, document) in contracts() {
        let bytes = render(&document, &properties()).unwrap();
        let starts: Vec<usize> = (0..bytes.len() - 4)
            .filter(|start| bytes[*start..].starts_with(ENTRY))
            .collect();
        assert!(starts.len() > 5, "{name}");
        for start in starts {
            let entry = &bytes[start..];
            assert_eq!(entry[5], UNIX, "{name}: made by");
            // 1 January 1980 at midnight; the permissions of an ordinary file.
            assert_eq!(entry[12..16], [0, 0, 0x21, 0], "{name}: time");
            assert_eq!(entry[38..42], [0, 0, 0xA4, 0x81], "{name}: attributes");
            assert_eq!(entry[30..34], [0, 0, 0, 0], "{name}: extra fields, comment");
        }
    }
}

#[test]
fn padding_stands_around_values_and_nowhere_else() {
    let mut document = contract("青禾", 0);
    document.paper.underline = Underline::Padded;
    let texts = texts_in(&render(&document, &properties()).unwrap());
    assert!(texts.contains(&"甲方：\u{A0}青禾\u{A0}".to_owned()));
    let unpadded: Vec<String> = texts
        .iter()
        .map(|text| text.replace('\u{A0}', ""))
        .collect();
    assert_eq!(unpadded, expected_texts(&document));
}

#[test]
fn a_draft_says_so_on_every_page_and_a_contract_does_not() {
    for draft_mark in [true, false] {
        let properties = Properties {
            draft_mark,
            ..properties()
        };
        let bytes = render(&contract("青禾", 0), &properties).unwrap();
        let header = part(&bytes, "word/header1.xml");
        assert_eq!(
            header.is_some_and(|header| header.contains("草稿")),
            draft_mark
        );
        let document = part(&bytes, "word/document.xml").unwrap();
        assert_eq!(document.contains("w:headerReference"), draft_mark);
    }
}

/// The values of an attribute in all tags of an element, in order.
fn attributes(xml: &str, element: &str, name: &str) -> Vec<String> {
    xml.split(&format!("<{element} "))
        .skip(1)
        .filter_map(|rest| {
            let tag = rest.split('>').next()?;
            let (_, value) = tag.split_once(&format!("{name}=\""))?;
            value.split('"').next().map(str::to_owned)
        })
        .collect()
}

#[test]
fn every_value_and_blank_to_type_has_a_control_of_its_own() {
    let contract = built_in::contract(&SERVICE, &built_in::example());
    let bytes = render(&contract.document, &properties()).unwrap();
    let xml = part(&bytes, "word/document.xml").unwrap();
    let tags = attributes(&xml, "w:tag", "w:val");
    let expected: Vec<String> = paragraphs_in_file_order(&contract.document)
        .iter()
        .flat_map(|paragraph| &paragraph.inlines)
        .filter(|inline| !matches!(inline, Inline::Text { .. } | Inline::Tick { .. }))
        .filter_map(Inline::place)
        .filter(|place| !contract.document.fields[&place.field].is_by_hand)
        .map(|place| format!("qy:{place}"))
        .collect();
    assert_eq!(tags, expected);
    assert!(tags.contains(&"qy:unit_price".to_owned()));
    assert!(!tags.iter().any(|tag| tag.ends_with("_seal")), "{tags:?}");
    let names = attributes(&xml, "w:alias", "w:val");
    assert!(names.contains(&"单价".to_owned()), "{names:?}");
    let mut numbers = attributes(&xml, "w:id", "w:val");
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), tags.len());
    assert_eq!(
        attributes(&xml, "w:lock", "w:val"),
        vec!["sdtLocked"; tags.len()]
    );
}

#[test]
fn a_blank_goes_when_somebody_types_and_a_value_does_not() {
    for (answer, is_placeholder) in [("", true), ("3", false), ("/", false)] {
        let draft = built_in::with(built_in::example(), &[("plan_workdays", answer)]);
        let contract = built_in::contract(&SERVICE, &draft);
        let bytes = render(&contract.document, &properties()).unwrap();
        let xml = part(&bytes, "word/document.xml").unwrap();
        let (_, control) = xml.split_once("qy:plan_workdays").unwrap();
        let properties = control.split("</w:sdtPr>").next().unwrap();
        assert_eq!(
            properties.contains("<w:showingPlcHdr/>"),
            is_placeholder,
            "answer: {answer}"
        );
        // The document defines the placeholder that an emptied control shows.
        assert!(properties.contains("<w:placeholder>"), "{properties}");
    }
}

#[test]
fn a_marked_draft_shows_what_is_still_to_be_answered() {
    let draft = built_in::with(
        built_in::example(),
        &[("unit_price", ""), ("party_a_name", "")],
    );
    let mut document = built_in::contract(&SERVICE, &draft).document;
    for (blanks, words, highlighted) in [
        (BlankMark::Underscores, "单价：__________元/年", false),
        (BlankMark::Label, "单价：【单价】元/年", false),
        (BlankMark::Highlight, "单价：__________元/年", true),
    ] {
        document.paper.draft_blanks = blanks;
        let marked = Properties {
            draft_mark: true,
            ..properties()
        };
        let drafted = document.clone().marked_as_draft();
        let bytes = render(&drafted, &marked).unwrap();
        let text = texts_in(&bytes).join("\n");
        assert!(text.contains(words), "{blanks:?}: {text}");
        assert!(text.contains("甲方（盖章）：\n"), "{blanks:?}: {text}");
        let xml = part(&bytes, "word/document.xml").unwrap();
        assert_eq!(xml.contains("w:highlight"), highlighted, "{blanks:?}");
        let ready = render(&document, &properties()).unwrap();
        let xml = part(&ready, "word/document.xml").unwrap();
        assert!(!xml.contains("w:highlight"), "{blanks:?}");
        assert!(!texts_in(&ready).concat().contains('【'), "{blanks:?}");
    }
}

#[test]
fn a_protected_contract_lets_nobody_change_its_clauses() {
    for (protection, is_protected) in [(Protection::None, false), (Protection::Values, true)] {
        let mut document = contract("青禾", 0);
        document.paper.protection = protection;
        let settings = part(
            &render(&document, &properties()).unwrap(),
            "word/settings.xml",
        );
        let settings = settings.unwrap();
        assert_eq!(
            settings.contains("<w:documentProtection w:edit=\"forms\" w:enforcement=\"1\"/>"),
            is_protected
        );
    }
}

#[test]
fn an_exemption_is_bold_only_where_the_style_says_so_and_keeps_its_words() {
    let mut draft = built_in::example();
    let plain = built_in::contract(&SERVICE, &draft).document;
    draft
        .style
        .insert("emphasise_exemptions".to_owned(), StyleValue::Bool(true));
    let bold = built_in::contract(&SERVICE, &draft).document;
    let texts = |document: &Document| -> Vec<String> {
        document.paragraphs().map(Paragraph::text).collect()
    };
    assert_eq!(texts(&plain), texts(&bold));
    let bold_ones: Vec<String> = bold
        .paragraphs()
        .filter(|paragraph| {
            paragraph
                .inlines
                .iter()
                .any(|inline| matches!(inline, Inline::Text { bold: true, .. }))
        })
        .map(|paragraph| paragraph.text().chars().take(8).collect())
        .collect();
    assert_eq!(
        bold_ones,
        [
            "3、有义务按乙方",
            "（二）任意一方欲",
            "（三）乙方提供营",
            "（四）因不可抗力",
            "（七）源码类产品"
        ]
    );
    assert!(plain.paragraphs().all(|paragraph| {
        !paragraph
            .inlines
            .iter()
            .any(|inline| matches!(inline, Inline::Text { bold: true, .. }))
    }));
}

#[test]
fn a_page_of_its_own_for_signatures_says_so() {
    let mut draft = built_in::example();
    draft.style.insert(
        "signature_page".to_owned(),
        StyleValue::Text("own_page".to_owned()),
    );
    let document = built_in::contract(&SERVICE, &draft).document;
    let roles: Vec<Role> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.role),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(
        roles[roles.len() - 2..],
        [Role::EndMark, Role::SignaturePage]
    );
    let text = texts_in(&render(&document, &properties()).unwrap());
    let words = "（本页无正文，为《小程序技术开发服务合同》签署页）".to_owned();
    assert!(text.contains(&words), "{text:?}");
    assert_eq!(Style::default().signature_page, SignaturePage::Keep);
}

#[test]
fn a_file_says_what_it_was_made_from() {
    let document = contract("青禾", 0);
    let bytes = render(&document, &properties()).unwrap();
    let custom = part(&bytes, "docProps/custom.xml").unwrap();
    let hash = qianyue::render::text::hash(&document).to_string();
    for (name, value) in [
        ("qianyue.draft", "01KAYZ0000000000000000000A"),
        ("qianyue.template", "mini-program-service"),
        ("qianyue.version", "1.0.0"),
        ("qianyue.template_sha256", &"ab".repeat(32)),
        ("qianyue.text_sha256", &hash),
    ] {
        let property = format!("name=\"{name}\"><vt:lpwstr>{value}</vt:lpwstr>");
        assert!(custom.contains(&property), "{name}: {custom}");
    }
    let draft = part(&bytes, "customXml/item1.xml").unwrap();
    assert!(
        draft.ends_with("[template]\nid = \"&lt;&amp;&gt;\"\n</draft>"),
        "{draft}"
    );
}

#[test]
fn a_draft_that_stays_out_leaves_nothing_behind() {
    let mut properties = properties();
    for origin in [None, Some(Origin::default())] {
        properties.origin = origin;
        let bytes = render(&contract("青禾", 0), &properties).unwrap();
        assert!(part(&bytes, "customXml/item1.xml").is_none());
        let relationships = part(&bytes, "word/_rels/document.xml.rels").unwrap();
        assert!(!relationships.contains("customXml"), "{relationships}");
    }
}

#[test]
fn the_author_is_the_profile_s_and_no_day_is_told() {
    let bytes = render(&contract("青禾", 0), &properties()).unwrap();
    let core = part(&bytes, "docProps/core.xml").unwrap();
    for words in [
        "<dc:creator>王&amp;小&lt;明&gt;</dc:creator>",
        "<cp:lastModifiedBy>王&amp;小&lt;明&gt;</cp:lastModifiedBy>",
        "<dc:title>小程序技术开发服务合同</dc:title>",
    ] {
        assert!(core.contains(words), "{core}");
    }
    assert!(!core.contains("dcterms"), "{core}");
    let app = part(&bytes, "docProps/app.xml").unwrap();
    assert!(
        app.contains("<Company>深圳示例云帆网络科技有限公司</Company>"),
        "{app}"
    );
}

#[test]
fn an_escape_sequence_is_refused_and_named() {
    let error = render(&contract("青\u{1B}[31m禾", 0), &properties());
    assert!(matches!(
        error,
        Err(DocxError::IllegalCharacter {
            character: '\u{1B}',
            ..
        })
    ));
}

fn in_bold(mut inline: Inline) -> Inline {
    match &mut inline {
        Inline::Text { bold, .. }
        | Inline::Filled { bold, .. }
        | Inline::Struck { bold, .. }
        | Inline::Blank { bold, .. }
        | Inline::Tick { bold, .. } => *bold = true,
    }
    inline
}

/// Values, blanks and options in a bold clause are bold, too.
#[test]
fn a_bold_clause_is_bold_to_its_last_run() {
    let bold = |words: &str| Inline::Text {
        text: words.to_owned(),
        bold: true,
    };
    let inlines = vec![
        bold("保留"),
        filled("30"),
        bold("天"),
        blank("____"),
        tick("☑", "现金"),
        bold("。"),
    ];
    let inlines = inlines.into_iter().map(in_bold).collect();
    let document = Document {
        blocks: vec![Block::Paragraph(paragraph(FIRST, "（一）", inlines))],
        ..Document::default()
    };
    let bytes = render(&document, &Properties::default()).unwrap();
    let xml = part(&bytes, "word/document.xml").unwrap();
    let runs = xml.split("<w:r>").skip(1);
    let plain: Vec<&str> = runs
        .filter(|run| run.contains("<w:t"))
        .filter(|run| !run.contains("<w:b/>") && !run.contains("<w:b />"))
        .collect();
    assert!(plain.is_empty(), "{plain:#?}");
}

fn part(bytes: &[u8], name: &str) -> Option<String> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .ok()?
        .read_to_string(&mut text)
        .unwrap();
    Some(text)
}

/// Paper styles with other values, most of them one at a time, and with all sizes at their
/// extremes.
fn papers() -> Vec<(&'static str, PaperStyle)> {
    let usual = PaperStyle::default;
    vec![
        (
            "padded",
            PaperStyle {
                underline: Underline::Padded,
                ..usual()
            },
        ),
        (
            "no underline",
            PaperStyle {
                underline: Underline::None,
                ..usual()
            },
        ),
        (
            "no page number",
            PaperStyle {
                page_number: false,
                ..usual()
            },
        ),
        (
            "protected",
            PaperStyle {
                protection: Protection::Values,
                ..usual()
            },
        ),
        (
            "largest",
            PaperStyle {
                title_size: 72.0,
                body_size: 72.0,
                line_spacing: 3.0,
                margins: [8.0; 4],
                ..usual()
            },
        ),
        (
            "smallest",
            PaperStyle {
                title_size: 6.0,
                body_size: 6.0,
                line_spacing: 1.0,
                margins: [0.5; 4],
                ..usual()
            },
        ),
        (
            "other fonts",
            PaperStyle {
                title_font: "方正小标宋简体".to_owned(),
                heading_font: "楷体".to_owned(),
                body_font: "仿宋".to_owned(),
                latin_font: "Arial".to_owned(),
                body_size: 14.0,
                ..usual()
            },
        ),
    ]
}

/// Writes every contract in the default style, and one contract in each style. Returns the files.
fn written(folder: &Path) -> Vec<PathBuf> {
    let mut documents = contracts();
    for (name, paper) in papers() {
        documents.push((
            name,
            Document {
                paper,
                ..contract("杭州虚构青禾茶业有限公司", 1)
            },
        ));
    }
    documents.extend(built_in::real_contracts());
    let finished = documents.clone().into_iter();
    let marked = finished.flat_map(|(name, document)| {
        [
            BlankMark::Underscores,
            BlankMark::Label,
            BlankMark::Highlight,
        ]
        .map(|blanks| {
            let mut document = document.clone();
            document.paper.draft_blanks = blanks;
            (name, document.marked_as_draft(), true)
        })
    });
    let finished = documents.iter().cloned();
    finished
        .map(|(name, document)| (name, document, false))
        .chain(marked)
        .enumerate()
        .map(|(index, (_, document, draft_mark))| {
            let properties = Properties {
                draft_mark,
                ..properties()
            };
            let path = folder.join(format!("{index}.docx"));
            std::fs::write(&path, render(&document, &properties).unwrap()).unwrap();
            path
        })
        .collect()
}

#[test]
fn every_style_prints_the_same_words() {
    for (name, paper) in papers() {
        let document = Document {
            paper,
            ..contract("青禾", 1)
        };
        let texts = texts_in(&render(&document, &properties()).unwrap());
        let unpadded: Vec<String> = texts
            .iter()
            .map(|text| text.replace('\u{A0}', ""))
            .collect();
        assert_eq!(unpadded, expected_texts(&document), "paper: {name}");
    }
}

fn any_inline() -> impl Strategy<Value = Inline> {
    // Text as after cleaning: no control characters, but any other Unicode character.
    let words = "[^\\p{Cc}\u{FFFE}\u{FFFF}]{0,12}";
    (words, 0..6_usize).prop_map(|(words, kind)| match kind {
        0 => Inline::Text {
            text: words,
            bold: true,
        },
        1 => filled(&words),
        2 => blank(&words),
        3 => tick("☑", &words),
        4 => Inline::Struck {
            place: Place::from("struck"),
            text: words,
            bold: false,
        },
        _ => text(&words),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_reads_back(
        lines in prop::collection::vec(prop::collection::vec(any_inline(), 0..5), 1..6),
        number in "[（一）1、]{0,4}",
    ) {
        let blocks = lines
            .into_iter()
            .map(|inlines| Block::Paragraph(paragraph(FIRST, &number, inlines)))
            .chain([Block::Paragraph(paragraph(Role::Body, "", vec![text("末")]))])
            .collect();
        let document = Document { blocks, ..Document::default() };
        let bytes = render(&document, &properties()).unwrap();
        prop_assert_eq!(texts_in(&bytes), expected_texts(&document));
    }
}

/// Valid and invalid answers, as people type and paste them.
fn any_answer() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "/",
            "12800",
            "1,280.5",
            "0.05",
            "15",
            "2026-03-01",
            "2027-02-28",
            "2",
            "1",
            "cash+other",
            "remittance",
            "杭州虚构青禾茶业有限公司",
            "https://www.example.com/a?b=1&c=2",
            "虚构银行 0000000000000000001",
            "<w:p>&amp;]]>",
            "𠮷𪚥",
        ])
        .prop_map(str::to_owned),
        "[^\\p{Cc}]{0,20}",
        "\\PC{0,10}",
    ]
}

/// All values of style keys that take a word or a flag.
const STYLES: [(&str, &str); 21] = [
    ("amount", "plain"),
    ("rmb_prefix", "false"),
    ("copies", "digits"),
    ("tick", "√"),
    ("tick", "■"),
    ("strike_mark", "无"),
    ("party_b_block", "false"),
    ("print_party_names", "true"),
    ("end_mark", "false"),
    ("signature_page", "own_page"),
    ("emphasise_exemptions", "true"),
    ("underline", "padded"),
    ("underline", "none"),
    ("page_number", "false"),
    ("protection", "values"),
    ("embed_draft", "false"),
    ("draft_blanks", "label"),
    ("draft_blanks", "underscores"),
    ("amount", "grouped"),
    ("end_mark", "true"),
    ("copies", "capital"),
];

fn style_value(word: &str) -> StyleValue {
    match word {
        "true" => StyleValue::Bool(true),
        "false" => StyleValue::Bool(false),
        word => StyleValue::Text(word.to_owned()),
    }
}

/// The lines that are not empty, without padding, sorted.
fn sorted_lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut lines: Vec<String> = texts
        .into_iter()
        .flat_map(str::lines)
        .map(|line| line.replace('\u{A0}', ""))
        .filter(|line| !line.is_empty())
        .collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_paper_says_what_show_prints_whatever_the_answers_and_the_style(
        answers in prop::collection::vec((0..SERVICE.fields.len(), any_answer()), 0..30),
        styles in prop::collection::vec(prop::sample::select(STYLES.to_vec()), 0..6),
        draft_mark in any::<bool>(),
    ) {
        let ids: Vec<&str> = SERVICE.fields.iter().map(|field| field.id.as_str()).collect();
        let answers: Vec<(&str, &str)> = answers
            .iter()
            .map(|(index, answer)| (ids[*index], answer.as_str()))
            .collect();
        let mut draft = built_in::with(built_in::example(), &answers);
        for (key, value) in styles {
            draft.style.insert(key.to_owned(), style_value(value));
        }
        let mut document = built_in::contract(&SERVICE, &draft).document;
        if draft_mark {
            document = document.marked_as_draft();
        }
        let bytes = render(&document, &Properties { draft_mark, ..properties() }).unwrap();
        let on_paper = texts_in(&bytes);
        let shown = qianyue::render::text::render(&document);
        prop_assert_eq!(
            sorted_lines(on_paper.iter().map(String::as_str)),
            sorted_lines([shown.as_str()])
        );
        let unpadded = |texts: &[String]| -> Vec<String> {
            texts.iter().map(|text| text.replace('\u{A0}', "")).collect()
        };
        prop_assert_eq!(unpadded(&on_paper), unpadded(&expected_texts(&document)));
    }
}

#[test]
fn a_value_of_ten_thousand_characters_reads_back_whole() {
    for value in [
        "长".repeat(10_000),
        "x<&>".repeat(2_500),
        "𠮷\u{202E}".repeat(5_000),
    ] {
        let document = contract(&value, 1);
        let bytes = render(&document, &properties()).unwrap();
        assert_eq!(texts_in(&bytes), expected_texts(&document));
    }
}

#[test]
fn the_contract_s_number_stands_in_the_corner() {
    let draft = built_in::with(built_in::example(), &[("contract_no", "QY-2026-001")]);
    let document = built_in::contract(&SERVICE, &draft).document;
    let xml = part(
        &render(&document, &properties()).unwrap(),
        "word/document.xml",
    )
    .unwrap();
    let first = xml.split("</w:p>").next().unwrap();
    assert!(first.contains("QY-2026-001"), "{first}");
    assert!(first.contains("<w:jc w:val=\"right\"/>"), "{first}");
}

#[test]
fn python_docx_reads_the_same_paragraphs() {
    let Some(python) = tools::python_with("docx") else {
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checkers/read_paragraphs.py");
    let folder = tempfile::tempdir().unwrap();
    for (name, document) in contracts().into_iter().chain(built_in::real_contracts()) {
        let path = folder.path().join("contract.docx");
        std::fs::write(&path, render(&document, &properties()).unwrap()).unwrap();
        let output = tools::run(Command::new(&python).arg(&script).arg(&path));
        assert!(output.status.success(), "{}", tools::said(&output));
        let texts: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(texts, expected_texts(&document), "contract: {name}");
    }
}

#[test]
fn validators_find_nothing() {
    let folder = tempfile::tempdir().unwrap();
    tools::assert_valid(&written(folder.path()));
}

#[test]
fn files_from_outside_are_read_or_refused_in_time() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad/docx");
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut n_files = 0;
    for row in manifest.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [file, expected, note] = cells.as_slice() else {
            panic!("row: {row}")
        };
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let start = Stopwatch::start();
        let read = read_paragraphs(&bytes);
        let taken = start.taken();
        assert!(taken < Duration::from_secs(2), "{file} ({note}): {taken:?}");
        match *expected {
            "ok" => assert!(read.is_ok(), "{file} ({note}): {read:?}"),
            "reject" => assert!(read.is_err(), "{file} ({note}) was read"),
            "sanitize" => {}
            other => panic!("{file}: expectation {other}"),
        }
        n_files += 1;
    }
    assert!(n_files > 50, "files: {n_files}");
}

#[test]
fn a_refusal_says_what_is_wrong() {
    use qianyue::word::error::{LooksLike, WordError};
    type Expected = fn(&WordError) -> bool;
    let table: [(&str, Expected); 23] = [
        ("empty", |e| {
            matches!(
                e,
                WordError::NotDocx {
                    looks_like: LooksLike::Empty
                }
            )
        }),
        ("not_zip", |e| {
            matches!(
                e,
                WordError::NotDocx {
                    looks_like: LooksLike::Unknown
                }
            )
        }),
        ("html", |e| {
            matches!(
                e,
                WordError::NotDocx {
                    looks_like: LooksLike::Html
                }
            )
        }),
        ("rtf", |e| {
            matches!(
                e,
                WordError::NotDocx {
                    looks_like: LooksLike::Rtf
                }
            )
        }),
        ("pdf", |e| {
            matches!(
                e,
                WordError::NotDocx {
                    looks_like: LooksLike::Pdf
                }
            )
        }),
        ("ole", |e| matches!(e, WordError::OldOrProtected)),
        ("trunc_half", |e| matches!(e, WordError::CutShort)),
        (
            "bad_crc",
            |e| matches!(e, WordError::Damaged { part, .. } if part == "word/document.xml"),
        ),
        ("no_document", |e| {
            matches!(e, WordError::MissingPart { .. })
        }),
        ("no_content_types", |e| {
            matches!(e, WordError::MissingPart { .. })
        }),
        ("bomb_text", |e| matches!(e, WordError::PartTooLarge { .. })),
        ("bomb_styles", |e| {
            matches!(e, WordError::PartTooLarge { .. })
        }),
        ("overlap", |e| matches!(e, WordError::Damaged { .. })),
        ("many_entries", |e| {
            matches!(e, WordError::TooManyEntries { .. })
        }),
        ("dup_entry", |e| {
            matches!(e, WordError::DuplicateEntry { .. })
        }),
        ("encrypted_flag", |e| {
            matches!(e, WordError::Encrypted { .. })
        }),
        ("prepended", |e| matches!(e, WordError::DataOutside)),
        ("xml_laughs", |e| {
            matches!(e, WordError::DocumentType { .. })
        }),
        ("xml_deep", |e| matches!(e, WordError::TooDeep { .. })),
        ("xml_many_attrs", |e| {
            matches!(e, WordError::TooManyAttributes { .. })
        }),
        (
            "xml_utf16",
            |e| matches!(e, WordError::Encoding { encoding, .. } if encoding == "UTF-16"),
        ),
        (
            "xml_latin1",
            |e| matches!(e, WordError::Encoding { encoding, .. } if encoding == "ISO-8859-1"),
        ),
        ("rels_traversal", |e| {
            matches!(e, WordError::TargetOutside { .. })
        }),
    ];
    for (file, expected) in table {
        let error = refusal(file);
        let is_expected = matches!(&error, IntakeError::File(error) if expected(error));
        assert!(is_expected, "{file}: {error:?}");
    }
    assert_eq!(refusal("no_text"), IntakeError::NoText);
}

fn refusal(file: &str) -> IntakeError {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad/docx");
    let bytes = std::fs::read(folder.join(format!("{file}.docx"))).unwrap();
    read_paragraphs(&bytes).unwrap_err()
}

#[test]
fn tracked_changes_are_kept_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad/docx");
    let paragraphs = read_paragraphs(&std::fs::read(folder.join("tracked.docx")).unwrap()).unwrap();
    let edited = paragraphs.iter().find(|p| p.text != p.original).unwrap();
    assert_eq!(
        (edited.text.as_str(), edited.original.as_str()),
        ("999", "100")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_contract_never_panics_the_reader(
        position in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        length in any::<prop::sample::Index>(),
    ) {
        let mut bytes = render(&contract("青禾", 0), &Properties::default()).unwrap();
        let at = position.index(bytes.len());
        bytes[at] = byte;
        let _ = read_paragraphs(&bytes);
        bytes.truncate(length.index(bytes.len()));
        prop_assert!(read_paragraphs(&bytes).is_err());
    }
}

#[test]
fn word_is_told_which_units_stay_with_their_number() {
    let example = built_in::contract(&SERVICE, &built_in::example()).document;
    let bytes = render(&example, &Properties::default()).unwrap();
    let settings = part(&bytes, "word/settings.xml").unwrap();
    assert!(
        settings.contains("～￠元年月日天个份\"/>"),
        "no line begins with them: {settings}"
    );
}
