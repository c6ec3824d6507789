//! The layout of a whole document: indents, positions of fields, and the cache.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::document::Inline;
use crate::template::BlockId;

fn text(text: &str) -> Inline {
    Inline::Text {
        text: text.to_owned(),
        bold: false,
    }
}

fn answer(field: &str, text: &str) -> Inline {
    Inline::Filled {
        place: Place::from(field),
        text: text.to_owned(),
        bold: false,
    }
}

fn blank(field: &str, text: &str) -> Inline {
    Inline::Blank {
        place: Place::from(field),
        text: text.to_owned(),
        bold: false,
    }
}

fn tick(label: &str) -> Inline {
    Inline::Tick {
        place: Place::from("payment"),
        option: label.to_owned(),
        ticked: false,
        mark: "□".to_owned(),
        label: label.to_owned(),
        bold: false,
    }
}

fn paragraph(role: Role, number: &str, inlines: Vec<Inline>, line: usize) -> Paragraph {
    Paragraph {
        role,
        number: number.to_owned(),
        inlines,
        id: BlockId::of_line(line),
    }
}

fn block(role: Role, number: &str, inlines: Vec<Inline>, line: usize) -> Block {
    Block::Paragraph(paragraph(role, number, inlines, line))
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        blocks,
        ..Document::default()
    }
}

fn signature(account: &str) -> Block {
    let party = |name: &str, account: &str| {
        vec![
            paragraph(
                Role::Line,
                "",
                vec![text(name), blank(&format!("{name}seal"), "")],
                90,
            ),
            paragraph(
                Role::Line,
                "",
                vec![text("账号："), answer(name, account)],
                91,
            ),
        ]
    };
    Block::signature(vec![party("甲方：", account), party("乙方：", "2")], 89)
}

fn contract() -> Document {
    let clause = Role::Clause { depth: 1 };
    document(vec![
        block(Role::Title, "", vec![text("服务合同")], 1),
        block(Role::Line, "", vec![text("甲方："), blank("party", "")], 3),
        block(
            Role::Body,
            "",
            vec![text("甲、乙双方经充分协商，特订立本合同，双方共同遵守。")],
            5,
        ),
        block(Role::Article, "一、", vec![text("服务内容")], 7),
        block(
            clause,
            "（一）",
            vec![
                text("服务期限："),
                answer("starts", "2026年3月1日"),
                text("至"),
                blank("ends", "__________"),
                text("年"),
                blank("ends", "__________"),
                text("月。"),
            ],
            9,
        ),
        block(
            clause,
            "（二）",
            vec![text("收款："), tick("现金"), tick("支票"), tick("银行汇款")],
            10,
        ),
        signature("1"),
    ])
}

/// The rows as text, with gaps and without trailing spaces.
fn screen(document: &Document, width: usize) -> Vec<String> {
    let mut layouter = Layouter::new(width, Ambiguous::Narrow);
    let layout = layouter.layout(document);
    layout
        .rows(0..layout.n_rows())
        .map(|row| {
            let mut line = String::new();
            for segment in &row.segments {
                let gap = segment.columns.start - Ambiguous::Narrow.width(&line);
                line.push_str(&" ".repeat(gap));
                line.push_str(&segment.text);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

#[test]
fn a_contract_reads_as_on_paper() {
    assert_eq!(
        screen(&contract(), 40),
        [
            "",
            "                服务合同",
            "",
            "甲方：",
            "    甲、乙双方经充分协商，特订立本合同，",
            "双方共同遵守。",
            "一、服务内容",
            "    （一）服务期限：2026年3月1日至",
            "__________年__________月。",
            "    （二）收款：□现金□支票□银行汇款",
            "",
            "甲方：",
            "账号：1",
            "",
            "乙方：",
            "账号：2",
        ]
    );
}

#[test]
fn a_narrow_pane_has_no_indents_and_parts_no_tick() {
    assert_eq!(
        screen(&contract(), 20)[10..15],
        [
            "__________年",
            "__________月。",
            "（二）收款：□现金",
            "□支票□银行汇款",
            "",
        ]
    );
}

#[test]
fn parties_sign_side_by_side_where_their_lines_fit() {
    let wide = document(vec![signature("1")]);
    assert_eq!(
        screen(&wide, 60),
        [
            "",
            "甲方：                         乙方：",
            "账号：1                        账号：2",
        ]
    );
    let crowded = document(vec![signature(&"9".repeat(100))]);
    assert_eq!(
        screen(&crowded, 60)
            .iter()
            .filter(|row| row.is_empty())
            .count(),
        2
    );
}

#[test]
fn a_blank_without_characters_is_one_cell_of_its_field() {
    let mut layouter = Layouter::new(40, Ambiguous::Narrow);
    let layout = layouter.layout(&contract());
    let party = Place::from("party");
    assert_eq!(layout.rows_of_place(&party), Some(3..4));
    let segment = layout.segment_at(3, 6).unwrap();
    assert_eq!(segment.place.as_ref(), Some(&party));
    assert_eq!(
        (segment.text.as_str(), segment.columns.clone()),
        (" ", 6..7)
    );
    assert_eq!(layout.segment_at(3, 7), None);
}

#[test]
fn a_field_is_found_from_its_first_to_its_last_blank() {
    let mut layouter = Layouter::new(20, Ambiguous::Narrow);
    let layout = layouter.layout(&contract());
    let ends = Place::from("ends");
    assert_eq!(layout.rows_of_place(&ends), Some(10..12));
    assert_eq!(layout.rows_of_place(&Place::from("none")), None);
    assert_eq!(layout.block_of_row(10), Some(4));
    let last = layout.n_rows();
    assert_eq!(layout.block_of_row(last), None);
    assert_eq!(layout.row(last), None);
}

#[test]
fn a_blank_of_spaces_keeps_its_cells_at_a_row_end() {
    let body = document(vec![block(
        Role::Line,
        "",
        vec![text("签署："), blank("signed", "    "), text("（盖章）")],
        1,
    )]);
    let mut layouter = Layouter::new(10, Ambiguous::Narrow);
    let layout = layouter.layout(&body);
    let segment = layout.segment_at(0, 9).unwrap();
    assert_eq!(
        (segment.text.as_str(), segment.columns.clone()),
        ("    ", 6..10)
    );
}

#[test]
fn an_unchanged_block_keeps_its_rows() {
    let mut layouter = Layouter::new(40, Ambiguous::Narrow);
    let before = layouter.layout(&contract()).clone();
    let mut changed = contract();
    changed.blocks[1] = block(
        Role::Line,
        "",
        vec![text("甲方："), answer("party", "青禾")],
        3,
    );
    changed.blocks.remove(2);
    let after = layouter.layout(&changed);
    let kept = |old: usize, new: usize| Arc::ptr_eq(&before.blocks[old], &after.blocks[new]);
    assert!(kept(0, 0) && !kept(1, 1));
    assert!((3..7).all(|index| kept(index, index - 1)));
}

#[test]
fn rows_are_the_same_one_by_one_and_as_a_range() {
    let mut layouter = Layouter::new(20, Ambiguous::Narrow);
    let layout = layouter.layout(&contract());
    for start in 0..layout.n_rows() + 2 {
        let range: Vec<&Row> = layout.rows(start..start + 3).collect();
        let single: Vec<&Row> = (start..start + 3)
            .filter_map(|row| layout.row(row))
            .collect();
        assert_eq!(range, single, "start: {start}");
    }
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let words = "[甲乙金额，。（）“”0-9a-z_%/ 👍\u{301}\u{200d}\u{fe0f}𠮷]{0,30}";
    let inline = (0_usize..5, words).prop_map(|(kind, words)| match kind {
        0 => text(&words),
        1 => answer("filled", &words),
        2 => blank("blank", &words),
        3 => tick(&words),
        _ => blank("empty", ["", "  ", "\u{3000}\u{3000}"][words.len() % 3]),
    });
    proptest::collection::vec(inline, 0..8)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let role = prop_oneof![
        Just(Role::Title),
        Just(Role::Article),
        Just(Role::Body),
        Just(Role::Line),
        Just(Role::Clause { depth: 1 }),
    ];
    let paragraph = (role, "|（一）|1、", inlines(), 0_usize..6)
        .prop_map(|(role, number, inlines, line)| block(role, &number, inlines, line));
    let block = prop_oneof![
        6 => paragraph,
        1 => "[0-9甲]{0,120}".prop_map(|account| signature(&account)),
    ];
    proptest::collection::vec(block, 0..10)
}

/// Every inline that prints text or is a field: paragraph index, inline index, text.
fn printed(block: &Block) -> Vec<(usize, usize, String)> {
    let mut printed = Vec::new();
    for (paragraph, content) in block.paragraphs().enumerate() {
        for (index, inline) in content.inlines.iter().enumerate() {
            let solid: String = inline.text().split_whitespace().collect();
            if !solid.is_empty() || inline.place().is_some() {
                printed.push((paragraph, index, solid));
            }
        }
    }
    printed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_inline_is_shown_once_and_its_columns_are_those_of_its_text(
        blocks in blocks(), width in 8_usize..120, wide in any::<bool>(),
    ) {
        let measure = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let document = document(blocks);
        let mut layouter = Layouter::new(width, measure);
        let layout = layouter.layout(&document);
        for (index, block) in document.blocks.iter().enumerate() {
            let rows: Vec<&Row> =
                layout.rows(layout.rows_of_block(index).unwrap()).collect();
            for row in &rows {
                prop_assert!(row.width() <= width, "row: {row:?}");
                let mut column = row.indent_columns;
                for segment in &row.segments {
                    prop_assert!(segment.columns.start >= column, "row: {row:?}");
                    column = segment.columns.end;
                    let cells: usize = segment.text.graphemes(true)
                        .map(|grapheme| measure.width(grapheme)).sum();
                    prop_assert_eq!(segment.columns.len(), cells, "row: {:?}", row);
                }
            }
            for (paragraph, inline, expected) in printed(block) {
                let shown: Vec<&str> = rows.iter().flat_map(|row| &row.segments)
                    .filter(|segment| {
                        segment.paragraph == paragraph && segment.inline == Some(inline)
                    })
                    .map(|segment| segment.text.as_str())
                    .collect();
                prop_assert!(!shown.is_empty(), "inline {inline} of {block:?}");
                let solid: String = shown.concat().split_whitespace().collect();
                prop_assert_eq!(solid, expected);
            }
        }
    }

    #[test]
    fn a_layout_that_remembers_equals_one_that_does_not(
        first in blocks(), insertions in blocks(),
        edits in proptest::collection::vec((any::<usize>(), 0_usize..3, inlines()), 1..12),
        width in 8_usize..80,
    ) {
        let mut document = document(first);
        let mut layouter = Layouter::new(width, Ambiguous::Narrow);
        let mut insertions = insertions.into_iter();
        for (place, edit, inlines) in edits {
            layouter.layout(&document);
            let place = place % (document.blocks.len() + 1);
            match (edit, document.blocks.get_mut(place)) {
                (0, Some(Block::Paragraph(paragraph))) => paragraph.inlines = inlines,
                (1, Some(_)) => drop(document.blocks.remove(place)),
                _ => document.blocks.extend(insertions.next()),
            }
            let mut fresh = Layouter::new(width, Ambiguous::Narrow);
            let (known, fresh) = (layouter.layout(&document), fresh.layout(&document));
            prop_assert_eq!(&known.blocks, &fresh.blocks);
            prop_assert_eq!(&known.ends, &fresh.ends);
        }
    }
}
