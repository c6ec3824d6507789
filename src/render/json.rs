//! The document tree as JSON, for programs; the order of keys is fixed.

use serde::Serialize;

use crate::document::{Block, Cell, Document, Edge, Inline, Paragraph, Role, TableRole, TableRow};
use crate::template::Place;
use crate::value::is_unseen;

/// Prints `document` as indented JSON, ending with a line feed; the key `draft` holds `is_draft`.
#[must_use]
pub fn render(document: &Document, is_draft: bool) -> String {
    let contract = Contract {
        title: &document.title,
        language: &document.language,
        draft: is_draft,
        header: EdgeParts::of(document, Edge::Header),
        footer: EdgeParts::of(document, Edge::Footer),
        blocks: document.text_blocks().iter().map(Piece::of).collect(),
    };
    pretty(&contract)
}

/// Prints a value as indented JSON, ending with a line feed. Invisible characters are escaped, so
/// that a terminal does not act on them; a JSON parser reads the same text.
#[must_use]
pub fn pretty(value: &impl Serialize) -> String {
    // Serialization cannot fail: all keys are strings, and all values have a JSON form.
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut escaped = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        // JSON escapes line feeds in strings, so every raw line feed is indentation.
        if character == '\n' || !is_unseen(character) {
            escaped.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            escaped.push_str(&format!("\\u{unit:04x}"));
        }
    }
    escaped.push('\n');
    escaped
}

#[derive(Serialize)]
struct Contract<'a> {
    title: &'a str,
    language: &'a str,
    draft: bool,
    /// The line at the top of every page.
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<EdgeParts<'a>>,
    /// The line at the foot of every page.
    #[serde(skip_serializing_if = "Option::is_none")]
    footer: Option<EdgeParts<'a>>,
    blocks: Vec<Piece<'a>>,
}

/// The inlines at an edge of every page.
#[derive(Serialize)]
struct EdgeParts<'a> {
    left: Vec<Run<'a>>,
    centre: Vec<Run<'a>>,
    right: Vec<Run<'a>>,
}

/// A block; the key `role` tells the kinds apart.
#[derive(Serialize)]
#[serde(tag = "role", rename_all = "snake_case")]
enum Piece<'a> {
    Title(Lines<'a>),
    Article(Lines<'a>),
    Clause {
        depth: usize,
        #[serde(flatten)]
        lines: Lines<'a>,
    },
    Body(Lines<'a>),
    Line(Lines<'a>),
    Cell(Lines<'a>),
    EndMark(Lines<'a>),
    SignaturePage(Lines<'a>),
    /// What follows begins a page.
    Page {},
    Signature {
        columns: Vec<Vec<Piece<'a>>>,
    },
    Table {
        /// The number of rows of the head.
        head: usize,
        rows: Vec<TableLine<'a>>,
    },
}

/// A row of a table of data.
#[derive(Serialize)]
struct TableLine<'a> {
    /// The group and the ordinal of a repeated row; `null` for a row of the template.
    row: Option<String>,
    /// The paragraphs of each cell.
    cells: Vec<Vec<Piece<'a>>>,
}

#[derive(Serialize)]
struct Lines<'a> {
    number: &'a str,
    inlines: Vec<Run<'a>>,
}

/// Where a blank stands.
#[derive(Serialize)]
struct At<'a> {
    field: &'a str,
    /// The ordinal of the row, for a field that repeats in rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
}

/// An inline; the key `kind` tells the kinds apart.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Run<'a> {
    Text {
        text: &'a str,
        bold: bool,
    },
    Filled {
        text: &'a str,
        #[serde(flatten)]
        at: At<'a>,
    },
    Struck {
        text: &'a str,
        #[serde(flatten)]
        at: At<'a>,
    },
    Blank {
        text: &'a str,
        #[serde(flatten)]
        at: At<'a>,
    },
    Tick {
        text: String,
        #[serde(flatten)]
        at: At<'a>,
        option: &'a str,
        ticked: bool,
        mark: &'a str,
        label: &'a str,
    },
}

impl<'a> Piece<'a> {
    fn of(block: &'a Block) -> Self {
        match block {
            Block::Paragraph(paragraph) => Self::paragraph(paragraph, None),
            Block::Table(table) => match table.role {
                TableRole::Signature(_) => {
                    let lines = |party: Vec<&'a Cell>| {
                        let lines = party.into_iter().flat_map(|cell| &cell.paragraphs);
                        lines
                            .map(|paragraph| Self::paragraph(paragraph, None))
                            .collect()
                    };
                    let columns = table.parties().into_iter().map(lines).collect();
                    Self::Signature { columns }
                }
                TableRole::Data => Self::Table {
                    head: table.n_head,
                    rows: table.rows.iter().map(TableLine::of).collect(),
                },
            },
        }
    }

    fn paragraph(paragraph: &'a Paragraph, row: Option<usize>) -> Self {
        let lines = Lines {
            number: &paragraph.number,
            inlines: (paragraph.inlines.iter())
                .map(|inline| Run::of(inline, row))
                .collect(),
        };
        match paragraph.role {
            Role::Title => Self::Title(lines),
            Role::Article => Self::Article(lines),
            Role::Clause { depth } => Self::Clause { depth, lines },
            Role::Body => Self::Body(lines),
            // The lines at the edges are no blocks of the text.
            Role::Line | Role::Edge(_) => Self::Line(lines),
            Role::PageBreak => Self::Page {},
            Role::Cell => Self::Cell(lines),
            Role::EndMark => Self::EndMark(lines),
            Role::SignaturePage => Self::SignaturePage(lines),
        }
    }
}

impl<'a> EdgeParts<'a> {
    fn of(document: &'a Document, edge: Edge) -> Option<Self> {
        let [left, centre, right] = document.edge(edge)?.map(|part| {
            let runs = part.iter().map(|inline| Run::of(inline, None));
            runs.collect()
        });
        Some(Self {
            left,
            centre,
            right,
        })
    }
}

impl<'a> TableLine<'a> {
    fn of(row: &'a TableRow) -> Self {
        let of = row.of.as_ref();
        let ordinal = of.map(|of| of.ordinal);
        let cells = row.cells.iter().map(|cell| {
            let paragraphs = cell.paragraphs.iter();
            paragraphs
                .map(|paragraph| Piece::paragraph(paragraph, ordinal))
                .collect()
        });
        Self {
            row: of.map(|of| format!("{}[{}]", of.group, of.ordinal)),
            cells: cells.collect(),
        }
    }
}

impl<'a> At<'a> {
    fn of(place: &'a Place, row: Option<usize>) -> Self {
        let field = place.field.as_str();
        Self {
            field,
            row: row.filter(|_| field.contains('.')),
        }
    }
}

impl<'a> Run<'a> {
    /// `row` is the ordinal of the row in which the inline stands.
    fn of(inline: &'a Inline, row: Option<usize>) -> Self {
        match inline {
            Inline::Text { text, bold } => Self::Text { text, bold: *bold },
            Inline::Filled { place, text, .. } => Self::Filled {
                text,
                at: At::of(place, row),
            },
            Inline::Struck { place, text, .. } => Self::Struck {
                text,
                at: At::of(place, row),
            },
            Inline::Blank { place, text, .. } => Self::Blank {
                text,
                at: At::of(place, row),
            },
            Inline::Tick {
                place,
                option,
                ticked,
                mark,
                label,
                ..
            } => Self::Tick {
                text: inline.text(),
                at: At::of(place, row),
                option,
                ticked: *ticked,
                mark,
                label,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::BlockId;

    #[test]
    fn what_cannot_be_seen_is_escaped_and_reads_back() {
        let text = "甲\u{1b}\n\u{9b}\u{202e}\u{feff}\u{e0041}乙";
        let json = pretty(&[text]);
        assert_eq!(
            json,
            "[\n  \"甲\\u001b\\n\\u009b\\u202e\\ufeff\\udb40\\udc41乙\"\n]\n"
        );
        let read: Vec<String> = serde_json::from_str(&json).unwrap();
        assert_eq!(read, [text]);
    }

    #[test]
    fn every_kind_of_block_and_inline_has_its_name() {
        let place = Place::from("amount");
        let paragraph = Paragraph {
            role: Role::Clause { depth: 2 },
            number: "1、".to_owned(),
            inlines: vec![
                Inline::Text {
                    text: "共".to_owned(),
                    bold: true,
                },
                Inline::Filled {
                    place: place.clone(),
                    text: "5".to_owned(),
                    bold: false,
                },
                Inline::Tick {
                    place,
                    option: "cash".to_owned(),
                    ticked: true,
                    mark: "☑".to_owned(),
                    label: "现金".to_owned(),
                    bold: false,
                },
            ],
            id: BlockId::of_line(4),
        };
        let document = Document {
            title: "合同".to_owned(),
            language: "zh-CN".to_owned(),
            blocks: vec![
                Block::Paragraph(paragraph.clone()),
                Block::signature(vec![vec![paragraph]], 5),
            ],
            ..Document::default()
        };
        let json = render(&document, false);
        let compact: String = json.split_whitespace().collect();
        let clause = r#"{"role":"clause","depth":2,"number":"1、","inlines":[{"kind":"text","text":"共","bold":true},{"kind":"filled","text":"5","field":"amount"},{"kind":"tick","text":"☑现金","field":"amount","option":"cash","ticked":true,"mark":"☑","label":"现金"}]}"#;
        assert_eq!(
            compact,
            format!(
                r#"{{"title":"合同","language":"zh-CN","draft":false,"blocks":[{clause},{{"role":"signature","columns":[[{clause}]]}}]}}"#
            )
        );
        assert!(json.ends_with("}\n"), "json: {json}");
    }
}
