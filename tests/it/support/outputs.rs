//! What every output must say alike.

use proptest::prelude::*;
use qianyue::document::{Block, Document, Paragraph};
use qianyue::intake::docx::read_paragraphs;
use qianyue::render::docx::{Properties, render};
use qianyue::render::layout::{Ambiguous, Layouter, SegmentKind};

/// Compares the words of a document with those of its preview at this width and of its DOCX, and the
/// DOCX with itself, written twice.
pub fn outputs_agree(document: &Document, width: usize) -> Result<(), TestCaseError> {
    let expected: Vec<String> = document.paragraphs().map(Paragraph::text).collect();
    for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
        let mut layouter = Layouter::new(width, ambiguous);
        let layout = layouter.layout(document);
        let mut shown: Vec<String> = vec![String::new(); expected.len()];
        let mut first = 0;
        for (index, block) in document.blocks.iter().enumerate() {
            for row in layout.rows(layout.rows_of_block(index).unwrap()) {
                for segment in &row.segments {
                    if segment.kind != SegmentKind::Rule {
                        shown[first + segment.paragraph].push_str(&segment.text);
                    }
                }
                let ends = row.segments.windows(2);
                for pair in ends.map(|pair| (pair[0].columns.end, pair[1].columns.start)) {
                    prop_assert!(pair.0 <= pair.1, "{row:?}");
                }
            }
            first += block.paragraphs().count();
        }
        let squeezed = |text: &String| text.replace([' ', '\u{3000}', '\n', '\t'], "");
        let (shown, expected): (Vec<_>, Vec<_>) = (
            shown.iter().map(squeezed).collect(),
            expected.iter().map(squeezed).collect(),
        );
        prop_assert_eq!(shown, expected);
    }
    let bytes = render(document, &Properties::default()).unwrap();
    prop_assert_eq!(&bytes, &render(document, &Properties::default()).unwrap());
    let read = read_paragraphs(&bytes).unwrap();
    let read: Vec<&str> = read
        .iter()
        .map(|paragraph| paragraph.text.as_str())
        .collect();
    let written = written(document);
    prop_assert!(
        read.starts_with(&written.iter().map(String::as_str).collect::<Vec<_>>()),
        "{read:?} {written:?}"
    );
    Ok(())
}

/// The paragraphs in the order of a file: tables row by row, also signature blocks.
fn written(document: &Document) -> Vec<String> {
    let mut written = Vec::new();
    let blocks = document.text_blocks();
    for (index, block) in blocks.iter().enumerate() {
        match block {
            // A table cannot begin a page by itself, so an empty line does.
            Block::Paragraph(_) if block.is_page_break() => {
                if matches!(blocks.get(index + 1), Some(Block::Table(_))) {
                    written.push(String::new());
                }
            }
            Block::Paragraph(paragraph) => written.push(paragraph.text()),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                let paragraphs = cells.flat_map(|cell| &cell.paragraphs);
                written.extend(paragraphs.map(Paragraph::text));
            }
        }
    }
    written
}
