//! The contract as plain text: a paragraph a line, as it reads best in a pipe.

use crate::document::{Block, Document, Paragraph, Role};

/// Prints `document`, a line a paragraph, ending with a line feed. One empty line follows the
/// title and precedes the signature block, which prints party by party with one between them.
#[must_use]
pub fn render(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => push_paragraph(&mut text, paragraph),
            Block::Signature(signature) => {
                for party in &signature.columns {
                    separate(&mut text);
                    for paragraph in party {
                        push_line(&mut text, paragraph);
                    }
                }
            }
        }
    }
    while text.ends_with("\n\n") {
        text.pop();
    }
    text
}

fn push_paragraph(text: &mut String, paragraph: &Paragraph) {
    push_line(text, paragraph);
    match paragraph.role {
        Role::Title => text.push('\n'),
        Role::Article | Role::Clause { .. } | Role::Body | Role::Line | Role::EndMark => {}
    }
}

fn push_line(text: &mut String, paragraph: &Paragraph) {
    text.push_str(&paragraph.text());
    text.push('\n');
}

/// Ends what stands with one empty line, if anything stands and none is there yet.
fn separate(text: &mut String) {
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
}
