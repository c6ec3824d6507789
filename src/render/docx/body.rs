//! The blocks of a document as paragraphs and tables of the format.

use docx_rs::{AlignmentType, LineSpacing, LineSpacingType, Paragraph, Run};

use super::measures::{Measures, signed};
use super::runs::{Look, runs};
use super::{signature, styles};
use crate::document::{self, Block, Document, Inline, Role};
use crate::template::Underline;

/// From how many blanks on a justified paragraph shows gaps between its words.
const MANY_BLANKS: usize = 4;

/// How many characters without a place to break leave gaps in a justified line.
const LONG_TOKEN: usize = 18;

/// Adds every block to `docx`.
pub(super) fn add_blocks(
    mut docx: docx_rs::Docx,
    document: &Document,
    measures: &Measures,
) -> docx_rs::Docx {
    let underline = document.paper.underline;
    for (index, block) in document.blocks.iter().enumerate() {
        docx = match block {
            Block::Paragraph(paragraph) => {
                let keep = leads_on(&document.blocks, index);
                docx.add_paragraph(outer_paragraph(paragraph, underline, keep))
            }
            Block::Signature(block) => {
                let docx = docx.add_table(signature::table(block, underline, measures));
                match document.blocks.get(index + 1) {
                    // Word adds a paragraph of a whole line after a table that ends the page,
                    // and a page with it when the table reaches the foot; two tables in a row
                    // would be one.
                    None | Some(Block::Signature(_)) => docx.add_paragraph(hairline()),
                    Some(Block::Paragraph(_)) => docx,
                }
            }
        };
    }
    docx
}

/// Whether a page must not end behind the paragraph: it is the last one before the signatures,
/// the clause before an end mark there, or the head of the deeper clauses after it. Titles and
/// articles keep with the next one by their style.
fn leads_on(blocks: &[Block], index: usize) -> bool {
    let role = |index: usize| match blocks.get(index) {
        Some(Block::Paragraph(paragraph)) => Some(paragraph.role),
        Some(Block::Signature(_)) | None => None,
    };
    let signs = |index: usize| matches!(blocks.get(index), Some(Block::Signature(_)));
    match (role(index), role(index + 1)) {
        (_, None) => signs(index + 1),
        (_, Some(Role::EndMark)) => signs(index + 2),
        (Some(Role::Clause { depth }), Some(Role::Clause { depth: next })) => next > depth,
        (Some(_) | None, Some(_)) => false,
    }
}

fn outer_paragraph(
    paragraph: &document::Paragraph,
    underline: Underline,
    keep_with_next: bool,
) -> Paragraph {
    let mut built =
        filled(Paragraph::new(), paragraph, underline).style(styles::of(paragraph.role));
    if keep_with_next {
        built = built.keep_next(true);
    }
    match paragraph.role {
        Role::Clause { .. } | Role::Body | Role::Line if would_gape(&paragraph.text()) => {
            built.align(AlignmentType::Left)
        }
        Role::Clause { .. }
        | Role::Body
        | Role::Line
        | Role::Title
        | Role::Article
        | Role::EndMark => built,
    }
}

/// Puts the number and the words of `paragraph` into `built`.
pub(super) fn filled(
    mut built: Paragraph,
    paragraph: &document::Paragraph,
    underline: Underline,
) -> Paragraph {
    let number = runs(&paragraph.number, Look::default());
    let words = paragraph
        .inlines
        .iter()
        .flat_map(|inline| inline_runs(inline, underline));
    for run in number.into_iter().chain(words) {
        built = built.add_run(run);
    }
    built
}

fn inline_runs(inline: &Inline, underline: Underline) -> Vec<Run> {
    match inline {
        Inline::Text { text, bold } => runs(
            text,
            Look {
                bold: *bold,
                underline: false,
            },
        ),
        Inline::Filled { text, .. } => filled_runs(text, underline),
        Inline::Struck { text, .. } | Inline::Blank { text, .. } => runs(text, Look::default()),
        Inline::Tick { .. } => runs(&inline.text(), Look::default()),
    }
}

fn filled_runs(text: &str, underline: Underline) -> Vec<Run> {
    let underlined = Look {
        bold: false,
        underline: true,
    };
    match underline {
        Underline::Value => runs(text, underlined),
        Underline::Padded => runs(&format!("\u{A0}{text}\u{A0}"), underlined),
        Underline::None => runs(text, Look::default()),
    }
}

/// Whether justifying the text would tear its words apart.
fn would_gape(text: &str) -> bool {
    n_blanks(text) >= MANY_BLANKS || longest_token(text) > LONG_TOKEN
}

/// Rows of two or more underscores.
fn n_blanks(text: &str) -> usize {
    text.split(|character| character != '_')
        .filter(|underscores| underscores.len() > 1)
        .count()
}

/// Characters between two places where a line may break: spaces, and Han on either side.
fn longest_token(text: &str) -> usize {
    text.split(|character: char| !character.is_ascii_graphic())
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// An empty paragraph of one point.
fn hairline() -> Paragraph {
    Paragraph::new().line_spacing(
        LineSpacing::new()
            .line_rule(LineSpacingType::Exact)
            .line(signed(20)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_gaps_is_not_justified() {
        for (text, expected) in [
            ("（一）产品名称：__________；单价：__________元/年。", false),
            ("期限：____年____月____日至____年____月____日。", true),
            ("1、登录公司官方网站：https://www.example.com。", true),
            ("1、登录公司官方网站：www.example.com。", false),
            ("登录：_____________________________。", true),
            ("联系电话 0571-00000001 0571-00000002", false),
        ] {
            assert_eq!(would_gape(text), expected, "text: {text}");
        }
    }

    fn block(role: Role) -> Block {
        Block::Paragraph(document::Paragraph {
            role,
            number: String::new(),
            inlines: Vec::new(),
            line: 1,
        })
    }

    fn signatures() -> Block {
        Block::Signature(document::SignatureBlock {
            columns: vec![Vec::new()],
            line: 1,
        })
    }

    #[test]
    fn what_leads_on_stays_with_what_it_leads_to() {
        let clause = |depth| block(Role::Clause { depth });
        for (name, blocks, expected) in [
            (
                "end mark",
                vec![clause(2), clause(1), block(Role::EndMark), signatures()],
                vec![false, true, true, false],
            ),
            (
                "no end mark",
                vec![clause(1), clause(1), signatures()],
                vec![false, true, false],
            ),
            (
                "end mark without signatures",
                vec![clause(1), block(Role::EndMark)],
                vec![false, false],
            ),
            (
                "head of clauses",
                vec![clause(1), clause(2), clause(2), clause(1)],
                vec![true, false, false, false],
            ),
        ] {
            let found: Vec<bool> = (0..blocks.len())
                .map(|index| leads_on(&blocks, index))
                .collect();
            assert_eq!(found, expected, "case: {name}");
        }
    }
}
