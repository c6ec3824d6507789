//! The output formats of a contract, and the single function that prints the text formats. `docx`
//! writes DOCX; another program makes the PDF from the DOCX.

use std::path::Path;

use super::{html, json, markdown, text};
use crate::document::{Document, PaperWords};

/// An output format of a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A Word file (DOCX).
    #[default]
    Docx,
    /// A PDF file, which another program makes from the DOCX.
    Pdf,
    /// A format that is plain characters, printed by [`TextFormat::print`].
    Text(TextFormat),
}

/// An output format that is plain characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// Plain text, one line for each paragraph.
    Plain,
    /// GitHub flavoured Markdown.
    Markdown,
    /// The document tree as JSON.
    Json,
    /// One self-contained HTML page, which prints on A4.
    Html,
}

impl Format {
    /// Every format, the most used first.
    pub const ALL: [Self; 6] = [
        Self::Docx,
        Self::Pdf,
        Self::Text(TextFormat::Html),
        Self::Text(TextFormat::Markdown),
        Self::Text(TextFormat::Plain),
        Self::Text(TextFormat::Json),
    ];

    /// The name of the format on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Text(format) => format.name(),
        }
    }

    /// The extension of the format's files, without a dot.
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

    /// The format of a file extension, if the extension is known.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == ending)
    }
}

impl TextFormat {
    /// Every text format, the default first.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::Json, Self::Html];

    /// The name of the format on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "text",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// Prints `document`, ending with a line feed; `draft_mark` marks the output as a draft.
    #[must_use]
    pub fn print(self, document: &Document, draft_mark: bool) -> String {
        let above = |printed: String, mark: &str| {
            if draft_mark {
                format!("{mark}\n\n{printed}")
            } else {
                printed
            }
        };
        let mark = PaperWords::of(&document.language).draft_mark;
        match self {
            Self::Plain => above(text::render(document), mark),
            Self::Markdown => above(markdown::render(document), &format!("**{mark}**")),
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
                TextFormat::Plain | TextFormat::Markdown | TextFormat::Html => "草稿",
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
