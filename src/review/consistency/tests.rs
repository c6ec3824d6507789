use super::*;
use proptest::prelude::*;

use crate::document::Block;
use crate::template::{self, BlockId, Place};

const TEMPLATE: &str = "+++
id = \"x\"
title = \"X\"
version = \"1\"
[[fields]]
id = \"buyer\"
kind = \"text\"
party = true
label = { zh = \"买方\", en = \"Buyer\" }
[[fields]]
id = \"seller\"
kind = \"text\"
party = true
label = { zh = \"卖方\", en = \"Seller\" }
[[fields]]
id = \"goods\"
kind = \"text\"
label = { zh = \"货物\", en = \"Goods\" }
[[fields]]
id = \"remark\"
kind = \"text\"
required = false
label = { zh = \"备注\", en = \"Remark\" }
[[fields]]
id = \"day\"
kind = \"date\"
hand = true
label = { zh = \"日期\", en = \"Day\" }
[[fields]]
id = \"site\"
kind = \"url\"
label = { zh = \"网站\", en = \"Site\" }
[[fields]]
id = \"bank\"
kind = \"bank_account\"
label = { zh = \"账户\", en = \"Account\" }
[[checks]]
id = \"X01\"
severity = \"error\"
when = \"text_has('上海虚构旧名有限公司')\"
message = { zh = \"旧名\", en = \"Stale\" }
+++

# 合同

{{ buyer }}{{ seller }}{{ goods }}{{ remark }}{{ day }}{{ site }}{{ bank }}
";

fn blank(field: &str) -> Inline {
    Inline::Blank {
        place: Place::from(field),
        text: "__________".to_owned(),
        bold: false,
    }
}

fn filled(field: &str, text: &str) -> Inline {
    Inline::Filled {
        place: Place::from(field),
        text: text.to_owned(),
        bold: false,
    }
}

fn words(words: &str) -> Inline {
    Inline::Text {
        text: words.to_owned(),
        bold: false,
    }
}

fn paragraph(role: Role, inlines: Vec<Inline>) -> Paragraph {
    Paragraph::unnumbered(role, inlines, BlockId::of_line(1))
}

/// The issues of a contract with two parties, one clause, and a seal line for the buyer.
fn found_with(inlines: Vec<Inline>, seal: Inline) -> Vec<(String, Vec<String>)> {
    let template = template::parse(TEMPLATE.as_bytes()).unwrap();
    let paragraphs = [
        paragraph(
            Role::Line,
            vec![words("买方："), filled("buyer", "杭州虚构甲有限公司")],
        ),
        paragraph(
            Role::Line,
            vec![words("卖方："), filled("seller", "宁波虚构乙有限公司")],
        ),
        paragraph(Role::Article, vec![words("货物")]),
        paragraph(Role::Clause { depth: 1 }, inlines),
    ];
    let mut blocks: Vec<Block> = paragraphs.into_iter().map(Block::Paragraph).collect();
    let seal = paragraph(Role::Line, vec![words("买方（盖章）："), seal]);
    blocks.push(Block::signature(vec![vec![seal]], 1));
    issues_of(&template, blocks)
        .into_iter()
        .map(|issue| {
            let fields = issue.places.iter().map(ToString::to_string).collect();
            (issue.id, fields)
        })
        .collect()
}

fn issues_of(template: &Template, blocks: Vec<Block>) -> Vec<Issue> {
    let document = Document {
        blocks,
        ..Document::default()
    };
    let mut issues = Vec::new();
    read_again(template, &document, Known::nothing(), &mut issues);
    issues
}

fn found(inlines: Vec<Inline>) -> Vec<(String, Vec<String>)> {
    found_with(
        inlines,
        Inline::Blank {
            place: Place::from("day"),
            text: String::new(),
            bold: false,
        },
    )
}

#[test]
fn every_rule_finds_its_mistake_and_the_answer_that_it_comes_from() {
    for (inlines, id, fields) in [
        (
            vec![words("价款1,000元（大写：壹佰元整）。")],
            "R01",
            &[][..],
        ),
        (
            vec![filled("goods", "茶100元（大写：壹元整）")],
            "R01",
            &["goods"][..],
        ),
        (vec![words("交货地____。")], "R03", &[][..]),
        (
            vec![filled("goods", "{{ goods }}茶")],
            "R03",
            &["goods"][..],
        ),
        (vec![words("由苏州虚构丙有限公司承运。")], "R04", &[][..]),
        (
            vec![filled("goods", "苏州虚构丙有限公司的茶")],
            "R04",
            &["goods"][..],
        ),
        (
            vec![filled("goods", "上海虚构旧名有限公司的茶")],
            "R04",
            &["goods"][..],
        ),
        (vec![words("茶（散装。")], "R05", &[][..]),
        (vec![filled("goods", "散装）茶")], "R05", &["goods"][..]),
        (vec![words("“甲《乙”丙》")], "R05", &[][..]),
        (vec![words("至2026年2月30日止。")], "R06", &[][..]),
        (
            vec![filled("goods", "2026年13月1日的茶")],
            "R06",
            &["goods"][..],
        ),
        (vec![words("依第二条处理。")], "R07", &[][..]),
        (vec![words("依一（二）处理。")], "R07", &[][..]),
    ] {
        let printed = format!("{inlines:?}");
        let found = found(inlines);
        assert!(!found.is_empty(), "{printed}");
        for (found_id, found_fields) in found {
            assert_eq!(found_id, id, "{printed}");
            assert_eq!(found_fields, fields, "{printed}");
        }
    }
}

/// A clause with its number.
fn clause(role: Role, number: &str, inlines: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph {
        number: number.to_owned(),
        ..paragraph(role, inlines)
    })
}

/// The leftovers of a contract, as severity, quote and clause.
fn left_over(template: &Template, blocks: Vec<Block>) -> Vec<(Severity, String, String)> {
    issues_of(template, blocks)
        .into_iter()
        .filter_map(|issue| match issue.problem {
            Problem::LeftOver { found, clause } => {
                assert_eq!(issue.id, "R03");
                assert_eq!(issue.confirmable, issue.severity == Severity::Error);
                Some((issue.severity, found, clause))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn what_is_left_over_is_quoted_once_with_its_clause() {
    let template = template::parse(TEMPLATE.as_bytes()).unwrap();
    let depth = |depth| Role::Clause { depth };
    let bold = Inline::Text {
        text: "单价".to_owned(),
        bold: true,
    };
    let blocks = vec![
        clause(
            Role::Line,
            "",
            vec![words("编号："), filled("goods", "TBD")],
        ),
        clause(Role::Article, "一、", vec![words("价款")]),
        clause(depth(1), "（一）", vec![words("｛｛ b ｝｝元与${b}元")]),
        clause(
            depth(1),
            "（二）",
            vec![
                words("【"),
                bold,
                words("】元，另付【单价】"),
                filled("remark", "×××"),
            ],
        ),
        clause(
            depth(2),
            "1、",
            vec![filled("goods", "（待定）"), blank("buyer")],
        ),
        clause(Role::Article, "二、", vec![words("与某某及XXX、某某签")]),
    ];
    let expected = [
        (Severity::Warning, "TBD", ""),
        (Severity::Error, "｛｛ b ｝｝", "一、（一）"),
        (Severity::Error, "${b}", "一、（一）"),
        (Severity::Warning, "【单价】", "一、（二）"),
        (Severity::Warning, "×××", "一、（二）"),
        (Severity::Warning, "（待定）", "一、（二）1、"),
        (Severity::Warning, "某某", "二、"),
        (Severity::Warning, "XXX", "二、"),
    ]
    .map(|(severity, found, clause)| (severity, found.to_owned(), clause.to_owned()));
    assert_eq!(left_over(&template, blocks), expected);
}

#[test]
fn words_of_the_template_that_are_meant_are_let_be_and_answers_are_not() {
    let allowing = TEMPLATE.replacen(
        "version = \"1\"",
        "version = \"1\"\nallow_text = [\"【重要提示】\", \"某某\"]",
        1,
    );
    let template = template::parse(allowing.as_bytes()).unwrap();
    let blocks = vec![clause(
        Role::Body,
        "",
        vec![
            words("【重要提示】【提示】请某某"),
            filled("goods", "【重要提示】"),
        ],
    )];
    let found: Vec<String> = left_over(&template, blocks)
        .into_iter()
        .map(|(_, found, _)| found)
        .collect();
    assert_eq!(found, ["【提示】", "【重要提示】"]);
}

#[test]
fn blanks_of_the_program_are_no_leftovers() {
    let template = template::parse(TEMPLATE.as_bytes()).unwrap();
    let own_blank = |text: &str| Inline::Blank {
        place: Place::from("goods"),
        text: text.to_owned(),
        bold: false,
    };
    for text in ["【货物】", "XXX", "__________", "（待定）"] {
        let blocks = vec![clause(Role::Body, "", vec![words("交付"), own_blank(text)])];
        assert_eq!(left_over(&template, blocks), [], "{text}");
    }
}

#[test]
fn what_fits_together_is_not_reported() {
    for inlines in [
        vec![words("价款1,000元（大写：壹仟元整），另加100元。")],
        vec![words("于"), blank("day"), words("交货。")],
        vec![blank("goods")],
        vec![blank("remark")],
        vec![filled("site", "https://example.com/a___b")],
        vec![words("由杭州虚构甲有限公司向宁波虚构乙有限公司付款。")],
        vec![words("杭州虚构甲有限公司滨江分公司")],
        vec![words("非上海虚构旧名有限公司承诺的范围")],
        vec![words("甲方或其关联有限公司，任何其他有限公司")],
        vec![filled("bank", "虚构商业银行股份有限公司 12345678")],
        vec![words("包括：1）茶；2）壶（瓷）“好《茶》”。")],
        vec![words("至2028年2月29日止，一年12月，20日内。")],
        vec![words("依第一条、一（一）及《民法典》第五百条处理。")],
        vec![filled("goods", "第五条街的茶")],
    ] {
        let printed = format!("{inlines:?}");
        assert_eq!(found(inlines), [], "{printed}");
    }
}

#[test]
fn a_party_bears_one_name_wherever_it_is_named() {
    let clause = || vec![words("买卖茶叶。")];
    for (seal, expected) in [
        (filled("buyer", "杭州虚构甲有限公司"), &[][..]),
        (words("杭州虚构甲有限公司"), &[][..]),
        (words(" "), &[][..]),
        (filled("buyer", "杭州虚构甲有限责任公司"), &["R02"][..]),
        (words("杭州虚构曱有限公司"), &["R02", "R04"][..]),
        (filled("goods", "茶"), &[][..]),
    ] {
        let printed = format!("{seal:?}");
        let mut ids: Vec<String> = found_with(clause(), seal)
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        ids.sort();
        assert_eq!(ids, expected, "{printed}");
    }
}

#[test]
fn the_same_slip_is_reported_once() {
    let twice = vec![words("茶____，壶____。"), words("杯____。")];
    assert_eq!(found(twice).len(), 1);
}

#[test]
fn a_text_of_many_half_patterns_is_read_to_its_end() {
    for part in [
        "第",
        "一（",
        "年",
        "1元（大写：壹元",
        "有限公司",
        "“（",
        "1）",
        "《法第",
    ] {
        let text = part.repeat(40_000);
        let _ = found(vec![words(&text), filled("goods", &text)]);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(
        own in prop_oneof![any::<String>(), PATTERNS],
        answer in prop_oneof![any::<String>(), PATTERNS],
    ) {
        let _ = found(vec![words(&own), filled("goods", &answer), words(&own)]);
        let _ = found_with(vec![words(&own)], filled("buyer", &answer));
    }
}

/// Random texts of the characters that the rules search for.
const PATTERNS: &str = "[第一二三十条（）“”《》年月日0-9有限公司元零壹拾角整大写：，。_{%}a]{0,40}";
