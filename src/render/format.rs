//! The formats that a contract is written in, and the one place that makes the text of those
//! that are text. DOCX has a module of its own, PDF is made elsewhere, by another program.

use std::path::Path;

use super::{html, json, markdown, text};
use crate::document::{DRAFT_MARK, Document};

/// A format that a contract is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Word.
    #[default]
    Docx,
    /// Pages as they print; made of the DOCX by a program of its own.
    Pdf,
    /// One of the formats that are text.
    Text(TextFormat),
}

/// A format that is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// A paragraph a line.
    Plain,
    /// Markdown.
    Markdown,
    /// The document tree.
    Json,
    /// One page for a browser, which prints on A4.
    Html,
}

impl Format {
    /// Every format, the most wanted first.
    pub const ALL: [Self; 6] = [
        Self::Docx,
        Self::Pdf,
        Self::Text(TextFormat::Html),
        Self::Text(TextFormat::Markdown),
        Self::Text(TextFormat::Plain),
        Self::Text(TextFormat::Json),
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Text(format) => format.name(),
        }
    }

    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Text(TextFormat::Plain) => "txt",
            Self::Text(TextFormat::Markdown) => "md",
            Self::Text(TextFormat::Json) => "json",
            Self::Text(TextFormat::Html) => "html",
        }
    }

    /// The format that a file's ending promises.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == ending)
    }
}

impl TextFormat {
    /// Every format, the usual one first.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::Json, Self::Html];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "text",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// Prints `document`, marked as a draft where `draft_mark` says so, ending with a line feed.
    #[must_use]
    pub fn print(self, document: &Document, draft_mark: bool) -> String {
        let above = |printed: String, mark: &str| {
            if draft_mark {
                format!("{mark}\n\n{printed}")
            } else {
                printed
            }
        };
        match self {
            Self::Plain => above(text::render(document), DRAFT_MARK),
            Self::Markdown => above(markdown::render(document), &format!("**{DRAFT_MARK}**")),
            Self::Json => json::render(document, draft_mark),
            Self::Html => html::render(document, draft_mark),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Inline, Paragraph, Role};
    use crate::template::BlockId;

    #[test]
    fn the_ending_of_a_file_says_its_format() {
        for (path, expected) in [
            ("a/合同.docx", Some(Format::Docx)),
            ("合同.v2.DOCX", Some(Format::Docx)),
            ("合同.md", Some(Format::Text(TextFormat::Markdown))),
            ("合同.PDF", Some(Format::Pdf)),
            ("合同.odt", None),
            (".docx", None),
            ("合同", None),
        ] {
            assert_eq!(Format::of_path(Path::new(path)), expected, "path: {path}");
        }
        for format in Format::ALL {
            let path = format!("合同.{}", format.extension());
            assert_eq!(Format::of_path(Path::new(&path)), Some(format));
        }
    }

    #[test]
    fn a_draft_says_so_in_every_format_and_a_contract_in_none() {
        let document = Document {
            blocks: vec![Block::Paragraph(Paragraph {
                role: Role::Body,
                number: "1、".to_owned(),
                inlines: vec![Inline::Text {
                    text: "甲方".to_owned(),
                    bold: false,
                }],
                id: BlockId::of_line(1),
            })],
            ..Document::default()
        };
        for format in TextFormat::ALL {
            let contract = format.print(&document, false);
            let draft = format.print(&document, true);
            let mark = match format {
                TextFormat::Plain | TextFormat::Markdown | TextFormat::Html => DRAFT_MARK,
                TextFormat::Json => "\"draft\": true",
            };
            assert!(draft.contains(mark), "{format:?}: {draft}");
            assert!(!contract.contains(mark), "{format:?}: {contract}");
            for printed in [contract, draft] {
                assert!(printed.contains("1、") && printed.contains("甲方"));
                assert!(printed.ends_with('\n') && !printed.ends_with("\n\n"));
            }
        }
    }
}
