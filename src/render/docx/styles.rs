//! The styles in Word's style pane. Built-in styles keep Word's own names, which Word shows in the
//! user's language; clauses have styles of this program.

use super::measures::{Measures, NOTE_HALF_POINTS};
use super::{NAMESPACES, signature};
use crate::document::{Block, Document, Edge, Role, TableRole};
use crate::template::PaperStyle;
use crate::word::xml::Writer;

/// The prefix of the ids of this program's own styles.
pub(super) const OWN: &str = "Contract";

const NORMAL: &str = "Normal";
pub(super) const TITLE: &str = "Title";
pub(super) const ARTICLE: &str = "Heading1";
pub(super) const HEADER: &str = "Header";
pub(super) const FOOTER: &str = "Footer";
pub(super) const SIGNATURE: &str = "ContractSignature";
/// The style of the words in a table of data.
pub(super) const CELL: &str = "ContractCell";
pub(super) const PLACEHOLDER: &str = "PlaceholderText";
const BODY: &str = "ContractBody";
const LINE: &str = "ContractLine";
const END_MARK: &str = "ContractEndMark";
const SIGNATURE_PAGE: &str = "ContractSignaturePage";
const CLAUSES: [(&str, &str); 3] = [
    ("ContractClause1", "合同条款一级"),
    ("ContractClause2", "合同条款二级"),
    ("ContractClause3", "合同条款三级"),
];

/// The style id of a paragraph outside the signature block.
pub(super) fn of(role: Role) -> &'static str {
    match role {
        Role::Title => TITLE,
        Role::Article => ARTICLE,
        Role::Clause { depth } => CLAUSES
            .get(depth.clamp(1, CLAUSES.len()) - 1)
            .map_or(BODY, |(id, _)| id),
        Role::Body | Role::PageBreak => BODY,
        Role::Line => LINE,
        Role::Cell => CELL,
        Role::Edge(Edge::Header) => HEADER,
        Role::Edge(Edge::Footer) => FOOTER,
        Role::EndMark => END_MARK,
        Role::SignaturePage => SIGNATURE_PAGE,
    }
}

/// The XML of the part with all styles of a contract.
pub(super) fn part(document: &Document, measures: &Measures) -> String {
    let paper = &document.paper;
    let (latin, east_asia) = languages(&document.language);
    Writer::part("w:styles", &NAMESPACES, |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    fonts(xml, paper, &paper.body_font);
                    size(xml, measures.body_half_points);
                    xml.empty(
                        "w:lang",
                        &[
                            ("w:val", latin),
                            ("w:eastAsia", east_asia),
                            ("w:bidi", "ar-SA"),
                        ],
                    );
                });
            });
            xml.empty("w:pPrDefault", &[]);
        });
        normal(xml, measures);
        title(xml, paper, measures);
        article(xml, paper, measures);
        own(xml, BODY, "合同正文", |xml| indented(xml, measures));
        for (id, name) in CLAUSES {
            own(xml, id, name, |xml| indented(xml, measures));
        }
        style(xml, LINE, "合同填写行", None, |xml| {
            xml.empty("w:qFormat", &[]);
        });
        signing(xml, measures);
        if document.blocks.iter().any(is_data) {
            cell(xml, measures);
        }
        placeholder(xml);
        note(xml, HEADER, "header");
        note(xml, FOOTER, "footer");
    })
}

fn is_data(block: &Block) -> bool {
    match block {
        Block::Table(table) => table.role == TableRole::Data,
        Block::Paragraph(_) => false,
    }
}

/// The words in a table of data: as close as single lines, with some air to the borders.
fn cell(xml: &mut Writer, measures: &Measures) {
    style(xml, CELL, "合同表格", None, |xml| {
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            let air = Some(measures.body_pitch / 10);
            exact(xml, measures.body_pitch * 9 / 10, air, air);
            value(xml, "w:jc", "left");
        });
    });
}

/// The languages for spell checking Latin and Han text in a contract of the given language.
pub(super) fn languages(language: &str) -> (&str, &str) {
    let is_east_asian = ["zh", "ja", "ko"]
        .iter()
        .any(|prefix| language.starts_with(prefix));
    if is_east_asian {
        ("en-US", language)
    } else if language.is_empty() {
        ("en-US", "zh-CN")
    } else {
        (language, "zh-CN")
    }
}

/// The default paragraph style, with the rules of Chinese line breaking.
fn normal(xml: &mut Writer, measures: &Measures) {
    let attributes = [
        ("w:type", "paragraph"),
        ("w:styleId", NORMAL),
        ("w:default", "1"),
    ];
    xml.element("w:style", &attributes, |xml| {
        value(xml, "w:name", NORMAL);
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            for name in [
                "w:widowControl",
                "w:kinsoku",
                "w:overflowPunct",
                "w:autoSpaceDE",
                "w:autoSpaceDN",
            ] {
                value(xml, name, "1");
            }
            value(xml, "w:snapToGrid", "0");
            exact(xml, measures.body_pitch, None, None);
            value(xml, "w:jc", "both");
        });
    });
}

fn title(xml: &mut Writer, paper: &PaperStyle, measures: &Measures) {
    style(xml, TITLE, "Title", Some(BODY), |xml| {
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:keepNext", &[]);
            exact(xml, measures.title_pitch, None, Some(measures.body_pitch));
            value(xml, "w:jc", "center");
        });
        xml.element("w:rPr", &[], |xml| {
            fonts(xml, paper, &paper.title_font);
            size(xml, measures.title_half_points);
        });
    });
}

fn article(xml: &mut Writer, paper: &PaperStyle, measures: &Measures) {
    style(xml, ARTICLE, "heading 1", Some(BODY), |xml| {
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            // Articles are kept with the next paragraph one by one: a list of articles would
            // otherwise be one block that no page holds.
            xml.empty("w:keepLines", &[]);
            exact(
                xml,
                measures.body_pitch,
                Some(measures.body_pitch / 4),
                None,
            );
            value(xml, "w:outlineLvl", "0");
        });
        xml.element("w:rPr", &[], |xml| fonts(xml, paper, &paper.heading_font));
    });
}

/// Writes the styles of the signature block.
fn signing(xml: &mut Writer, measures: &Measures) {
    let pitch = measures.body_pitch;
    own(xml, END_MARK, "合同结尾", |xml| {
        exact(xml, pitch, Some(pitch / 2), Some(pitch));
        value(xml, "w:jc", "center");
    });
    own(xml, SIGNATURE_PAGE, "合同签署页", |xml| {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:pageBreakBefore", &[]);
        exact(xml, pitch, None, Some(pitch));
        value(xml, "w:jc", "center");
    });
    own(xml, SIGNATURE, "合同签署", |xml| {
        exact(xml, pitch, None, Some(signature::space_below(pitch)));
        value(xml, "w:jc", "left");
    });
}

/// Word's own style for placeholder text, in black because an unanswered blank is also printed for
/// handwriting.
fn placeholder(xml: &mut Writer) {
    let attributes = [("w:type", "character"), ("w:styleId", PLACEHOLDER)];
    xml.element("w:style", &attributes, |xml| {
        value(xml, "w:name", "Placeholder Text");
        xml.element("w:rPr", &[], |xml| value(xml, "w:color", "auto"));
    });
}

fn note(xml: &mut Writer, id: &str, name: &str) {
    style(xml, id, name, Some(BODY), |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:spacing", &[("w:line", "240"), ("w:lineRule", "auto")]);
            value(xml, "w:jc", "center");
        });
        xml.element("w:rPr", &[], |xml| size(xml, NOTE_HALF_POINTS));
    });
}

/// Writes a paragraph style of this program.
fn own(xml: &mut Writer, id: &str, name: &str, properties: impl FnOnce(&mut Writer)) {
    style(xml, id, name, None, |xml| {
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], properties);
    });
}

/// Writes a paragraph style based on the default style; `next` is the style of a paragraph that a
/// person adds after it in Word.
fn style(
    xml: &mut Writer,
    id: &str,
    name: &str,
    next: Option<&str>,
    rest: impl FnOnce(&mut Writer),
) {
    let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", id)];
    if id.starts_with(OWN) {
        attributes.push(("w:customStyle", "1"));
    }
    xml.element("w:style", &attributes, |xml| {
        value(xml, "w:name", name);
        value(xml, "w:basedOn", NORMAL);
        if let Some(next) = next {
            value(xml, "w:next", next);
        }
        rest(xml);
    });
}

fn value(xml: &mut Writer, name: &str, value: &str) {
    xml.empty(name, &[("w:val", value)]);
}

/// Writes the fonts of all four scripts: `east_asia` for Han, the paper's Latin font for the rest.
fn fonts(xml: &mut Writer, paper: &PaperStyle, east_asia: &str) {
    let latin = paper.latin_font.as_str();
    xml.empty(
        "w:rFonts",
        &[
            ("w:ascii", latin),
            ("w:hAnsi", latin),
            ("w:cs", latin),
            ("w:eastAsia", east_asia),
        ],
    );
}

fn size(xml: &mut Writer, half_points: u32) {
    let size = half_points.to_string();
    value(xml, "w:sz", &size);
    value(xml, "w:szCs", &size);
}

/// Indents the first line by two characters; the indent follows when a person changes the font size
/// in Word.
fn indented(xml: &mut Writer, measures: &Measures) {
    let indent = measures.indent.to_string();
    xml.empty(
        "w:ind",
        &[
            ("w:left", "0"),
            ("w:right", "0"),
            ("w:firstLine", &indent),
            ("w:firstLineChars", "200"),
        ],
    );
}

/// Writes an exact line pitch, because a grid or a fallback font would stretch single lines.
fn exact(xml: &mut Writer, pitch: u32, before: Option<u32>, after: Option<u32>) {
    let lengths = [
        ("w:before", before),
        ("w:after", after),
        ("w:line", Some(pitch)),
    ];
    let lengths: Vec<(&str, String)> = lengths
        .into_iter()
        .filter_map(|(key, length)| Some((key, length?.to_string())))
        .collect();
    let mut attributes: Vec<(&str, &str)> = lengths
        .iter()
        .map(|(key, length)| (*key, length.as_str()))
        .collect();
    attributes.push(("w:lineRule", "exact"));
    xml.empty("w:spacing", &attributes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_in_chinese_spells_its_latin_text_in_english() {
        for (language, expected) in [
            ("zh-CN", ("en-US", "zh-CN")),
            ("zh-TW", ("en-US", "zh-TW")),
            ("en", ("en", "zh-CN")),
            ("", ("en-US", "zh-CN")),
        ] {
            assert_eq!(languages(language), expected, "language: {language}");
        }
    }
}
