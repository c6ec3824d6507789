//! The contract as plain text: one line for each paragraph, which suits pipes.

use super::columns::needed;
use super::layout::Ambiguous;
use crate::document::{Alignment, Block, Document, Paragraph, Role, Table, TableRole};
use crate::value::ContentHash;

/// The widest column whose cells are padded, in display cells; longer cells push the next ones.
const MOST_PADDED: usize = 80;
/// The gap between two columns of a table.
const BETWEEN_COLUMNS: &str = "  ";

/// Prints `document`, one line for each paragraph (more for one that holds line ends), ending with a line feed. An empty line follows
/// the title, precedes the signature block and separates its parties. A row of a table is one line;
/// empty lines stand around the table, and its columns begin below each other.
#[must_use]
pub fn render(document: &Document) -> String {
    let mut text = String::new();
    for block in document.text_blocks() {
        match block {
            Block::Paragraph(paragraph) if paragraph.role == Role::PageBreak => separate(&mut text),
            Block::Paragraph(paragraph) => push_paragraph(&mut text, paragraph),
            Block::Table(table) => match table.role {
                TableRole::Signature(_) => {
                    for party in table.parties() {
                        separate(&mut text);
                        for paragraph in party.into_iter().flat_map(|cell| &cell.paragraphs) {
                            push_line(&mut text, paragraph);
                        }
                    }
                }
                TableRole::Data => {
                    separate(&mut text);
                    push_rows(&mut text, table);
                    text.push('\n');
                }
            },
        }
    }
    while text.ends_with("\n\n") {
        text.pop();
    }
    text
}

/// SHA-256 of the output of [`render`]: contracts with equal hashes have the same text.
#[must_use]
pub fn hash(document: &Document) -> ContentHash {
    ContentHash::of(render(document).as_bytes())
}

fn push_paragraph(text: &mut String, paragraph: &Paragraph) {
    push_line(text, paragraph);
    match paragraph.role {
        Role::Title => text.push('\n'),
        Role::Article
        | Role::Clause { .. }
        | Role::Body
        | Role::Line
        | Role::Cell
        | Role::Edge(_)
        | Role::PageBreak
        | Role::EndMark
        | Role::SignaturePage => {}
    }
}

fn push_line(text: &mut String, paragraph: &Paragraph) {
    text.push_str(&paragraph.text());
    text.push('\n');
}

/// The rows of a table of data, a line each. The cells are padded to the widths of their columns.
fn push_rows(text: &mut String, table: &Table) {
    let measure = Ambiguous::default();
    let needed = needed(table, |text| measure.width(text), |_| 0);
    let mut widths: Vec<usize> = needed.iter().map(|need| need.whole).collect();
    // One long cell must not fill every other row with spaces.
    for width in &mut widths {
        *width = (*width).min(MOST_PADDED);
    }
    for row in &table.rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.cells.iter().zip(&widths).enumerate() {
            let words: Vec<String> = cell.paragraphs.iter().map(Paragraph::text).collect();
            let words = words.join(" ").replace('\n', " ");
            let free = width.saturating_sub(measure.width(&words));
            let before = match table.alignment(column) {
                Alignment::Left => 0,
                Alignment::Centre => free / 2,
                Alignment::Right => free,
            };
            let gap = if column > 0 { BETWEEN_COLUMNS } else { "" };
            line.push_str(gap);
            line.push_str(&" ".repeat(before));
            line.push_str(&words);
            line.push_str(&" ".repeat(free - before));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// Ends `text` with one empty line, unless `text` is empty or already ends with one.
fn separate(text: &mut String) {
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Inline;
    use crate::template::{BlockId, Place};

    fn paragraph(role: Role, number: &str, text: &str) -> Paragraph {
        Paragraph {
            role,
            number: number.to_owned(),
            inlines: vec![
                Inline::Text {
                    text: text.to_owned(),
                    bold: false,
                },
                Inline::Blank {
                    place: Place::from("blank"),
                    text: String::new(),
                    bold: false,
                },
            ],
            id: BlockId::of_line(1),
        }
    }

    #[test]
    fn a_paragraph_is_a_line_and_the_parties_sign_one_below_the_other() {
        let document = Document {
            blocks: vec![
                Block::Paragraph(paragraph(Role::Title, "", "服务合同")),
                Block::Paragraph(paragraph(Role::Line, "", "甲方：")),
                Block::Paragraph(paragraph(Role::Article, "一、", "服务内容")),
                Block::signature(
                    ["甲方", "乙方"]
                        .map(|party| {
                            vec![
                                paragraph(Role::Line, "", party),
                                paragraph(Role::Line, "", "日期："),
                            ]
                        })
                        .to_vec(),
                    9,
                ),
            ],
            ..Document::default()
        };
        assert_eq!(
            render(&document),
            "服务合同\n\n甲方：\n一、服务内容\n\n甲方\n日期：\n\n乙方\n日期：\n"
        );
    }

    #[test]
    fn an_empty_document_prints_nothing() {
        assert_eq!(render(&Document::default()), "");
    }

    #[test]
    fn the_example_prints_back_to_the_character() {
        let example = include_str!("../../tests/data/example.txt");
        let blocks = example
            .lines()
            .map(|line| Block::Paragraph(paragraph(Role::Body, "", line)))
            .collect();
        let document = Document {
            blocks,
            ..Document::default()
        };
        assert_eq!(render(&document), example);
    }
}
