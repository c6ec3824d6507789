//! The typesetting of paragraphs on paper, shared by all paged formats.

use crate::document::{Block, Inline, Paragraph, Role};

/// With this many blanks or more, a justified paragraph shows wide gaps between words.
const MANY_BLANKS: usize = 4;

/// A token with this many characters and no break opportunity leaves gaps in a justified line: the
/// characters before it are set a fifth further apart.
const LONG_TOKEN: usize = 12;

/// Whether justification would leave visible gaps in the paragraph.
pub(super) fn would_gape(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    n_blanks(&text) >= MANY_BLANKS || longest_token(&text) > LONG_TOKEN
}

/// Whether the block is a line before the title, such as the contract number, set in the corner.
pub(super) fn stands_above_title(blocks: &[Block], index: usize) -> bool {
    let has_role = |block: &Block, role: Role| match block {
        Block::Paragraph(paragraph) => paragraph.role == role,
        Block::Table(_) => false,
    };
    let is_line = blocks
        .get(index)
        .is_some_and(|block| has_role(block, Role::Line));
    // The titles of annexes follow every line of the contract.
    let title = || blocks.iter().position(|block| has_role(block, Role::Title));
    is_line && title().is_some_and(|title| index < title)
}

/// Whether all fixed words of a paragraph are bold, so that its number is bold too.
pub(super) fn is_bold(paragraph: &Paragraph) -> bool {
    let mut words = paragraph.inlines.iter().filter_map(|inline| match inline {
        Inline::Text { bold, .. } => Some(*bold),
        Inline::Filled { .. }
        | Inline::Struck { .. }
        | Inline::Blank { .. }
        | Inline::Tick { .. } => None,
    });
    words.next() == Some(true) && words.all(|bold| bold)
}

/// The number of runs of two or more underscores.
fn n_blanks(text: &str) -> usize {
    text.split(|character| character != '_')
        .filter(|underscores| underscores.len() > 1)
        .count()
}

/// The length of the longest text without a break opportunity; lines break at spaces and Han.
fn longest_token(text: &str) -> usize {
    text.split(|character: char| !character.is_ascii_graphic())
        .map(str::len)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::BlockId;

    #[test]
    fn a_line_with_gaps_is_not_justified() {
        for (text, expected) in [
            ("（一）产品名称：__________；单价：__________元/年。", false),
            ("期限：____年____月____日至____年____月____日。", true),
            ("1、登录公司官方网站：https://www.example.com。", true),
            ("1、登录公司官方网站：www.example.com。", true),
            ("费用：123,456,789,012.34元", true),
            ("费用：9,107,000.53元", false),
            ("登录：_____________________________。", true),
            ("联系电话 0571-0000001 0571-0000002", false),
        ] {
            let paragraph = Paragraph::unnumbered(
                Role::Body,
                vec![Inline::Text {
                    text: text.to_owned(),
                    bold: false,
                }],
                BlockId::of_line(1),
            );
            assert_eq!(would_gape(&paragraph), expected, "text: {text}");
        }
    }
}
