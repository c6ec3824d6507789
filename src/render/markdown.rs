//! The contract as GitHub flavoured Markdown that renders exactly the contract's characters. Clause
//! numbers are text, so that no renderer renumbers them; characters with a meaning in Markdown are
//! escaped.

use crate::document::{Alignment, Block, Cell, Document, Inline, Paragraph, Role, Table};

/// Prints `document` with an empty line between blocks, ending with a line feed. The title is `#`,
/// articles are `##`, tables are tables.
#[must_use]
pub fn render(document: &Document) -> String {
    let blocks: Vec<String> = (document.text_blocks().iter())
        .filter(|block| !block.is_page_break())
        .map(block)
        .collect();
    let mut markdown = blocks.join("\n\n");
    markdown.push('\n');
    markdown
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => {
            let text = inlines(paragraph);
            match paragraph.role {
                Role::Title => format!("# {}", guarded(&text)),
                Role::Article => format!("## {}", guarded(&text)),
                Role::Clause { .. }
                | Role::Body
                | Role::Line
                | Role::Cell
                | Role::Edge(_)
                | Role::PageBreak
                | Role::EndMark
                | Role::SignaturePage => guarded(&text),
            }
        }
        Block::Table(table) => rows(table),
    }
}

/// The rows of a table; the first row is the head, because a Markdown table requires a head.
fn rows(table: &Table) -> String {
    let mut rows: Vec<String> = table
        .rows
        .iter()
        .map(|each| row(each.cells.iter().map(cell)))
        .collect();
    if !rows.is_empty() {
        let line = (0..table.n_columns()).map(|column| dashes(table, column).to_owned());
        rows.insert(1, row(line));
    }
    rows.join("\n")
}

/// The dashes below the head, with the alignment that the template declares.
fn dashes(table: &Table, column: usize) -> &'static str {
    match table
        .columns
        .get(column)
        .and_then(|column| column.alignment)
    {
        None => "---",
        Some(Alignment::Left) => ":---",
        Some(Alignment::Centre) => ":---:",
        Some(Alignment::Right) => "---:",
    }
}

/// The paragraphs of a cell on one line, because a Markdown table cell cannot hold line breaks.
fn cell(cell: &Cell) -> String {
    let paragraphs: Vec<String> = cell.paragraphs.iter().map(inlines).collect();
    paragraphs.join("<br>")
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let mut row = "|".to_owned();
    for cell in cells {
        row.push(' ');
        row.push_str(&cell);
        row.push_str(" |");
    }
    row
}

/// The number and the text of a paragraph, escaped, on one line.
fn inlines(paragraph: &Paragraph) -> String {
    let mut markdown = escaped(&paragraph.number);
    let mut bold = String::new();
    for inline in &paragraph.inlines {
        match inline {
            Inline::Text { text, bold: true } => bold.push_str(text),
            Inline::Filled {
                text, bold: true, ..
            }
            | Inline::Struck {
                text, bold: true, ..
            } => {
                bold.push_str(text);
            }
            Inline::Text { bold: false, .. }
            | Inline::Filled { .. }
            | Inline::Struck { .. }
            | Inline::Blank { .. }
            | Inline::Tick { .. } => {
                push_bold(&mut markdown, &mut bold);
                markdown.push_str(&lines(&inline.text()));
            }
        }
    }
    push_bold(&mut markdown, &mut bold);
    markdown
}

/// Moves the text of `bold` to the end of `markdown` as bold text. Next to punctuation, as in
/// `**“期限”**为准`, the flanking rules keep asterisks literal, so such text gets tags instead.
fn push_bold(markdown: &mut String, bold: &mut String) {
    let ends = [bold.chars().next(), bold.chars().next_back()];
    if bold.is_empty() {
        return;
    }
    let [open, close] = if ends.iter().flatten().all(|end| end.is_alphanumeric()) {
        ["**", "**"]
    } else {
        ["<strong>", "</strong>"]
    };
    markdown.push_str(open);
    markdown.push_str(&lines(bold));
    markdown.push_str(close);
    bold.clear();
}

/// A text of one or more lines, escaped. A tag stands for a line end, because a line of Markdown
/// could begin a list or a heading.
fn lines(text: &str) -> String {
    text.split('\n')
        .map(escaped)
        .collect::<Vec<_>>()
        .join("<br>")
}

/// Puts a backslash before each character of `text` that has a meaning anywhere in a Markdown line.
pub(super) fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '!' => {
                markdown.push('\\');
                markdown.push(character);
            }
            '\n' | '\r' | '\t' => markdown.push(' '),
            other => markdown.push(other),
        }
    }
    markdown
}

/// Changes `markdown` so that the line starts no list, rule or code block and keeps outer spaces.
pub(super) fn guarded(markdown: &str) -> String {
    let n_digits = markdown.chars().take_while(char::is_ascii_digit).count();
    let mut guarded = String::with_capacity(markdown.len() + 8);
    for (index, character) in markdown.chars().enumerate() {
        let is_list_number = n_digits > 0 && index == n_digits && matches!(character, '.' | ')');
        let is_bullet = index == 0 && matches!(character, '-' | '+' | '=');
        if is_list_number || is_bullet {
            guarded.push('\\');
        }
        guarded.push(character);
    }
    let trimmed = guarded.trim_matches(' ');
    if trimmed.len() == guarded.len() {
        return guarded;
    }
    let n_before = guarded.len() - guarded.trim_start_matches(' ').len();
    let n_after = guarded.len() - n_before - trimmed.len();
    format!(
        "{}{trimmed}{}",
        "&#32;".repeat(n_before),
        "&#32;".repeat(n_after)
    )
}

#[cfg(test)]
mod tests {
    use comrak::nodes::NodeValue;
    use comrak::{Arena, Options, parse_document};
    use proptest::prelude::*;

    use super::*;
    use crate::template::BlockId;

    fn paragraph(role: Role, number: &str, parts: &[(&str, bool)]) -> Paragraph {
        Paragraph {
            role,
            number: number.to_owned(),
            inlines: parts
                .iter()
                .map(|(text, bold)| Inline::Text {
                    text: (*text).to_owned(),
                    bold: *bold,
                })
                .collect(),
            id: BlockId::of_line(1),
        }
    }

    fn rendered(blocks: Vec<Block>) -> String {
        render(&Document {
            blocks,
            ..Document::default()
        })
    }

    #[test]
    fn a_bold_clause_is_bold_with_its_values() {
        let mut clause = paragraph(Role::Body, "", &[("保留", true), ("天", true)]);
        let value = Inline::Filled {
            place: "days".into(),
            text: "30".to_owned(),
            bold: true,
        };
        clause.inlines.insert(1, value);
        let markdown = rendered(vec![Block::Paragraph(clause)]);
        assert!(markdown.contains("**保留30天**"), "{markdown}");
        let half = paragraph(Role::Body, "", &[("保留", true), ("天", false)]);
        let mut half = half;
        half.inlines.insert(
            1,
            Inline::Filled {
                place: "days".into(),
                text: "30".to_owned(),
                bold: false,
            },
        );
        let markdown = rendered(vec![Block::Paragraph(half)]);
        assert!(markdown.contains("**保留**30天"), "{markdown}");
    }

    #[test]
    fn paragraphs_print_their_own_characters() {
        let clause = Role::Clause { depth: 2 };
        for (role, number, text, expected) in [
            (Role::Title, "", "服务合同", "# 服务合同\n"),
            (Role::Article, "一、", "内容", "## 一、内容\n"),
            (clause, "1、", "甲方", "1、甲方\n"),
            (clause, "1.", "甲方", "1\\.甲方\n"),
            (clause, "1)", " 甲方", "1\\) 甲方\n"),
            (Role::Body, "", "__年", "\\_\\_年\n"),
            (Role::Body, "", "- 甲", "\\- 甲\n"),
            (Role::Body, "", "a*b|c<d>", "a\\*b\\|c\\<d\\>\n"),
            (Role::Body, "", "  甲", "&#32;&#32;甲\n"),
        ] {
            let block = Block::Paragraph(paragraph(role, number, &[(text, false)]));
            assert_eq!(rendered(vec![block]), expected, "text: {number}{text}");
        }
    }

    #[test]
    fn bold_stays_bold_beside_punctuation() {
        for (parts, expected) in [
            (
                &[("以", false), ("期限", true), ("为准", false)][..],
                "以**期限**为准\n",
            ),
            (
                &[("“期限”", true), ("为准", false)],
                "<strong>“期限”</strong>为准\n",
            ),
            (&[("期", true), ("限", true)], "**期限**\n"),
        ] {
            let block = Block::Paragraph(paragraph(Role::Body, "", parts));
            assert_eq!(rendered(vec![block]), expected, "parts: {parts:?}");
        }
    }

    #[test]
    fn the_parties_sign_in_a_table() {
        let party = |name: &str| {
            vec![
                paragraph(Role::Line, "", &[(name, false)]),
                paragraph(Role::Line, "", &[("a|b", false)]),
            ]
        };
        let block = Block::signature(vec![party("甲方"), party("乙方")], 1);
        assert_eq!(
            rendered(vec![block]),
            "| 甲方 | 乙方 |\n| --- | --- |\n| a\\|b | a\\|b |\n"
        );
    }

    /// The text that a Markdown reader shows, one string for each block, without tags.
    fn read(markdown: &str) -> Vec<String> {
        let arena = Arena::new();
        let root = parse_document(&arena, markdown, &Options::default());
        root.children()
            .map(|block| {
                let mut text = String::new();
                for node in block.descendants() {
                    match &node.data.borrow().value {
                        NodeValue::Text(part) => text.push_str(part),
                        NodeValue::Code(code) => text.push_str(&code.literal),
                        NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
                        NodeValue::HtmlInline(tag) if tag == "<br>" => text.push('\n'),
                        _ => {}
                    }
                }
                text
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn a_reader_of_markdown_sees_the_contract(
            parts in proptest::collection::vec(
                ("[甲乙。“”a1 \n*_`~#+=.)(!<>&;|\\[\\]\\\\:-]{1,8}", any::<bool>()), 1..4,
            ),
            role in prop_oneof![Just(Role::Title), Just(Role::Article), Just(Role::Body)],
        ) {
            let parts: Vec<(&str, bool)> =
                parts.iter().map(|(text, bold)| (text.as_str(), *bold)).collect();
            let paragraph = paragraph(role, "1.", &parts);
            let expected = paragraph.text();
            let markdown = rendered(vec![Block::Paragraph(paragraph)]);
            prop_assert_eq!(read(&markdown), [expected], "markdown: {}", markdown);
        }
    }
}
