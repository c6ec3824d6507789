//! Contracts that are built without a template or a draft.

use std::collections::BTreeMap;

use qianyue::document::{
    Block, Document, Inline, Paragraph, Parties, Role, Table, TableRole, TableRow,
};
use qianyue::template::{BlockId, PaperStyle, Place};

/// A paragraph that comes from line 1 of a template.
pub fn paragraph(role: Role, number: &str, inlines: Vec<Inline>) -> Paragraph {
    Paragraph {
        role,
        number: number.to_owned(),
        inlines,
        id: BlockId::of_line(1),
    }
}

/// Text of the template.
pub fn text(text: &str) -> Inline {
    Inline::Text {
        text: text.to_owned(),
        bold: false,
    }
}

/// An answer.
pub fn filled(value: &str) -> Inline {
    Inline::Filled {
        place: Place::from("value"),
        text: value.to_owned(),
        bold: false,
    }
}

/// A blank without an answer.
pub fn blank(print: &str) -> Inline {
    Inline::Blank {
        place: Place::from("blank"),
        text: print.to_owned(),
        bold: false,
    }
}

/// An option with its box.
pub fn tick(mark: &str, label: &str) -> Inline {
    Inline::Tick {
        place: Place::from("choice"),
        option: label.to_owned(),
        ticked: mark != "□",
        mark: mark.to_owned(),
        label: label.to_owned(),
        bold: false,
    }
}

/// （一）
pub const FIRST: Role = Role::Clause { depth: 1 };
/// 1、
pub const SECOND: Role = Role::Clause { depth: 2 };
const LONG_CLAUSE: &str = "因不可抗力的原因而导致任何一方无法履行协议的，任一方均可解除协议，不可抗力是指\
不能预见、不能避免且不能克服的客观情况，包括但不限于：第三方接口规则改变，自然灾害，政府行为，罢工，战争，\
电信运营商信号中断，网站遭受黑客攻击等。遭遇不可抗力的一方可据此免责，并应在第一时间以书面的形式告知另一方。";

/// A contract with every kind of inline, with `value` in its blanks and `n_articles` long articles.
pub fn contract(value: &str, n_articles: usize) -> Document {
    let mut paragraphs = vec![
        paragraph(Role::Title, "", vec![text("小程序技术开发服务合同")]),
        paragraph(Role::Line, "", vec![text("甲方："), filled(value)]),
        paragraph(Role::Line, "", vec![text("乙方："), blank("")]),
        paragraph(
            Role::Body,
            "",
            vec![text("双方经充分协商，特订立本合同，双方共同遵守。")],
        ),
        paragraph(Role::Article, "一、", vec![text("服务内容")]),
        paragraph(
            FIRST,
            "（一）",
            vec![
                text("产品名称："),
                filled(value),
                text("；单价："),
                filled("107,000.53"),
                text("元/年。"),
            ],
        ),
        paragraph(
            FIRST,
            "（二）",
            vec![
                text("期限："),
                blank("____年____月____日"),
                text("至"),
                blank("____年____月____日"),
                text("。"),
            ],
        ),
        paragraph(
            FIRST,
            "（三）",
            vec![
                text("收款方式："),
                tick("□", "现金"),
                tick("☑", "汇款"),
                tick("√", "支票"),
                tick("■", "其他"),
                text("。"),
            ],
        ),
        paragraph(
            SECOND,
            "1、",
            vec![
                text("在"),
                Inline::Struck {
                    place: Place::from("days"),
                    text: "/".to_owned(),
                    bold: false,
                },
                text("个工作日内；以本协议"),
                Inline::Text {
                    text: "“服务期限”".to_owned(),
                    bold: true,
                },
                text("为准。"),
            ],
        ),
        paragraph(SECOND, "2、", vec![text(" 前后有空格 \n并换行 ")]),
    ];
    for _ in 0..n_articles {
        paragraphs.push(paragraph(
            Role::Article,
            "二、",
            vec![text("违约责任与协议解除")],
        ));
        for number in ["（一）", "（二）", "（三）", "（四）"] {
            paragraphs.push(paragraph(FIRST, number, vec![text(LONG_CLAUSE)]));
        }
    }
    paragraphs.push(paragraph(Role::EndMark, "", vec![text("（以下无正文）")]));
    let mut blocks: Vec<Block> = paragraphs.into_iter().map(Block::Paragraph).collect();
    let rows = party("甲方", value).into_iter().zip(party("乙方", value));
    blocks.push(Block::Table(Table {
        role: TableRole::Signature(Parties::Columns),
        columns: Vec::new(),
        n_head: 0,
        rows: rows
            .map(|(left, right)| TableRow {
                of: None,
                cells: vec![left.into(), right.into()],
            })
            .collect(),
        id: BlockId::of_line(90),
    }));
    Document {
        title: "小程序技术开发服务合同".to_owned(),
        language: "zh-CN".to_owned(),
        blocks,
        paper: PaperStyle::default(),
        fields: BTreeMap::new(),
    }
}

fn party(name: &str, value: &str) -> Vec<Paragraph> {
    [
        vec![text(&format!("{name}（盖章）：")), blank("")],
        vec![text("法定代表人（签字）："), blank("")],
        vec![text("联系电话："), filled("0571-00000001")],
        vec![text("开户银行账号："), filled(value)],
        vec![text("签署时间："), blank("____年____月____日")],
    ]
    .into_iter()
    .map(|inlines| paragraph(Role::Line, "", inlines))
    .collect()
}

/// Contracts with typical difficulties, by name.
pub fn contracts() -> Vec<(&'static str, Document)> {
    let longest = "杭州虚构青禾茶业有限公司".repeat(17);
    let mut one_party = contract("青禾", 3);
    if let Some(Block::Table(table)) = one_party.blocks.last_mut() {
        for row in &mut table.rows {
            row.cells.truncate(1);
        }
    }
    vec![
        ("usual", contract("杭州虚构青禾茶业有限公司", 3)),
        ("longest values", contract(&longest, 3)),
        ("rare Han", contract("王𠮷𡈽（𪚥）", 3)),
        ("markup", contract("<w:p>&amp;\"'</w:p>]]>", 3)),
        ("one party", one_party),
        ("empty", Document::default()),
    ]
}

/// A contract with `n_clauses` short clauses before its end.
pub fn grown(n_clauses: usize) -> Document {
    let mut document = contract("青禾", 2);
    let end = document.blocks.len() - 2;
    let more = (0..n_clauses).map(|_| "短条款。").chain(["末条。"]);
    let more: Vec<Block> = more
        .map(|words| Block::Paragraph(paragraph(FIRST, "（五）", vec![text(words)])))
        .collect();
    document.blocks.splice(end..end, more);
    document
}
