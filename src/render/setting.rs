//! How paragraphs are set on paper, whatever file they go into.

use crate::document::{Block, Inline, Paragraph, Role};

/// From how many blanks on a justified paragraph shows gaps between its words.
const MANY_BLANKS: usize = 4;

/// How many characters without a place to break leave gaps in a justified line: those before it are
/// a fifth further apart.
const LONG_TOKEN: usize = 12;

/// Whether justifying the paragraph would tear its words apart.
pub(super) fn would_gape(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    n_blanks(&text) >= MANY_BLANKS || longest_token(&text) > LONG_TOKEN
}

/// Whether the block is a line such as the contract's number, which stands in the corner.
pub(super) fn stands_above_title(blocks: &[Block], index: usize) -> bool {
    let has_role = |block: &Block, role: Role| match block {
        Block::Paragraph(paragraph) => paragraph.role == role,
        Block::Table(_) => false,
    };
    let is_line = blocks
        .get(index)
        .is_some_and(|block| has_role(block, Role::Line));
    is_line
        && blocks
            .iter()
            .skip(index + 1)
            .any(|block| has_role(block, Role::Title))
}

/// Whether the template's words in a paragraph are all bold, and its number with them.
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

/// Whether a part of a paragraph, counted from 0, is bold: a value is as the words on both sides.
pub(super) fn is_bold_at(paragraph: &Paragraph, index: usize) -> bool {
    let of_words = |inline: &Inline| match inline {
        Inline::Text { bold, .. } => Some(*bold),
        Inline::Filled { .. }
        | Inline::Struck { .. }
        | Inline::Blank { .. }
        | Inline::Tick { .. } => None,
    };
    let (before, after) = paragraph
        .inlines
        .split_at(index.min(paragraph.inlines.len()));
    if let Some(bold) = after.first().and_then(of_words) {
        return bold;
    }
    // Behind the last words, as after a label in bold, it is no part of a passage.
    let is_followed = after.iter().find_map(of_words) == Some(true);
    is_followed && before.iter().rev().find_map(of_words).unwrap_or(true)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::BlockId;

    #[test]
    fn a_value_is_as_bold_as_the_words_around_it() {
        let value = || Inline::Filled {
            place: "x".into(),
            text: "30".to_owned(),
        };
        let words = |bold| Inline::Text {
            text: "字".to_owned(),
            bold,
        };
        for (inlines, at, expected) in [
            (vec![words(true), value(), words(true)], 1, true),
            (vec![words(true), value(), value(), words(true)], 2, true),
            (vec![value(), words(true)], 0, true),
            (vec![words(true), value(), words(false)], 1, false),
            (vec![words(false), value(), words(true)], 1, false),
            (vec![words(true), value()], 1, false),
            (vec![value()], 0, false),
            (vec![words(true), value()], 0, true),
            (vec![words(false)], 0, false),
            (vec![], 0, false),
        ] {
            let paragraph = Paragraph {
                role: Role::Body,
                number: String::new(),
                inlines,
                id: BlockId::of_line(1),
            };
            assert_eq!(is_bold_at(&paragraph, at), expected, "{paragraph:?} {at}");
        }
    }

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
            let paragraph = Paragraph {
                role: Role::Body,
                number: String::new(),
                inlines: vec![Inline::Text {
                    text: text.to_owned(),
                    bold: false,
                }],
                id: BlockId::of_line(1),
            };
            assert_eq!(would_gape(&paragraph), expected, "text: {text}");
        }
    }
}
