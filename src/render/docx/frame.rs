//! Page size and margins, the header of a draft, and the footer with the page number.

use docx_rs::{AlignmentType, NumPages, PageNum, Paragraph, Run, RunFonts, Tab, TabValueType};

use super::controls::Controls;
use super::measures::Measures;
use super::package::{FOOTER_ID, HEADER_ID};
use super::runs::{Look, runs};
use super::{NAMESPACES, repair, styles};
use crate::document::{Document, Edge, Inline, PaperWords};
use crate::template::Underline;
use crate::word::xml::Writer;

/// The size of the draft mark, 三号, in half points.
const DRAFT_MARK_HALF_POINTS: usize = 32;

/// Writes the section properties: page size, margins, header and footer references.
pub(super) fn write_section(
    document: &Document,
    measures: &Measures,
    draft_mark: bool,
    xml: &mut Writer,
) {
    let [top, right, bottom, left] = measures.margins;
    // Header and footer are centred in their margin, but no deeper than Word's defaults (1.5 cm and
    // 1.75 cm in twips).
    let (header, footer) = ((top / 2).min(851), (bottom / 2).min(992));
    xml.element("w:sectPr", &[], |xml| {
        for (is_there, name, id) in [
            (
                has_header(document, draft_mark),
                "w:headerReference",
                HEADER_ID,
            ),
            (has_footer(document), "w:footerReference", FOOTER_ID),
        ] {
            if is_there {
                xml.empty(name, &[("w:type", "default"), ("r:id", id)]);
            }
        }
        let [width, height] = measures.page;
        lengths(xml, "w:pgSz", &[("w:w", width), ("w:h", height)]);
        lengths(
            xml,
            "w:pgMar",
            &[
                ("w:top", top),
                ("w:right", right),
                ("w:bottom", bottom),
                ("w:left", left),
                ("w:header", header),
                ("w:footer", footer),
                ("w:gutter", 0),
            ],
        );
        lengths(xml, "w:cols", &[("w:space", 425), ("w:num", 1)]);
    });
}

fn has_header(document: &Document, draft_mark: bool) -> bool {
    draft_mark || document.edge(Edge::Header).is_some()
}

fn has_footer(document: &Document) -> bool {
    document.paper.page_number || document.edge(Edge::Footer).is_some()
}

/// The header part: the draft mark of a draft, and the line of the template. `None` without both.
pub(super) fn header(
    document: &Document,
    measures: &Measures,
    draft_mark: bool,
) -> Option<Result<String, String>> {
    let mark = || {
        let fonts = RunFonts::new()
            .east_asia(&document.paper.heading_font)
            .hint("eastAsia");
        let mark = Run::new()
            .add_text(PaperWords::of(&document.language).draft_mark)
            .fonts(fonts)
            .size(DRAFT_MARK_HALF_POINTS)
            .bold();
        Paragraph::new().style(styles::HEADER).add_run(mark)
    };
    let line = document.edge(Edge::Header).map(|parts| {
        let parts = parts.map(|part| Part::Words(part_runs(document, part)));
        line(styles::HEADER, measures, parts)
    });
    let lines: Vec<Paragraph> = draft_mark.then(mark).into_iter().chain(line).collect();
    has_header(document, draft_mark).then(|| part("w:hdr", &lines))
}

/// The footer part: the line of the template, and in its middle 第 X 页 共 Y 页 unless the template
/// says otherwise. `None` without both.
pub(super) fn footer(document: &Document, measures: &Measures) -> Option<Result<String, String>> {
    let numbers = document.paper.page_number.then_some(document);
    let line = match document.edge(Edge::Footer) {
        Some([left, centre, right]) => {
            let words = |part| Part::Words(part_runs(document, part));
            let centre = match numbers {
                Some(document) if centre.is_empty() => Part::PageNumbers(document),
                _ => words(centre),
            };
            line(
                styles::FOOTER,
                measures,
                [words(left), centre, words(right)],
            )
        }
        None => Part::PageNumbers(numbers?).add_to(Paragraph::new().style(styles::FOOTER)),
    };
    Some(part("w:ftr", &[line]))
}

/// What stands at one place of a header or footer.
enum Part<'a> {
    Words(Vec<Run>),
    /// The number of the page and of all pages, as Word fields; a reader that computes no fields
    /// shows 1.
    PageNumbers(&'a Document),
}

impl Part<'_> {
    fn add_to(self, mut line: Paragraph) -> Paragraph {
        let document = match self {
            Self::Words(words) => return words.into_iter().fold(line, Paragraph::add_run),
            Self::PageNumbers(document) => document,
        };
        let [before, between, behind] = PaperWords::of(&document.language).page_line;
        let add = |line: Paragraph, words| {
            let runs = runs(words, Look::default()).into_iter();
            runs.fold(line, Paragraph::add_run)
        };
        line = add(line, before).add_page_num(PageNum::new());
        line = add(line, between).add_num_pages(NumPages::new());
        add(line, behind)
    }
}

/// The runs of a part. Its blanks have no controls: the same blank in the text has one, and the
/// numbers of controls are unique in a file.
fn part_runs(document: &Document, part: &[Inline]) -> Vec<Run> {
    let is_underlined = document.paper.underline != Underline::None;
    let look = |inline: &Inline| Look {
        underline: is_underlined && matches!(inline, Inline::Filled { .. }),
        ..Look::default()
    };
    let parts = part.iter();
    parts
        .flat_map(|inline| runs(&inline.text(), look(inline)))
        .collect()
}

/// A line with a part at the left edge of the text, in its middle and at its right edge.
fn line(style: &str, measures: &Measures, parts: [Part<'_>; 3]) -> Paragraph {
    let at = |kind, position: u32| {
        Tab::new()
            .val(kind)
            .pos(usize::try_from(position).unwrap_or_default())
    };
    let mut line = Paragraph::new()
        .style(style)
        .align(AlignmentType::Left)
        .add_tab(at(TabValueType::Center, measures.text_width / 2))
        .add_tab(at(TabValueType::Right, measures.text_width));
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            line = line.add_run(Run::new().add_tab());
        }
        line = part.add_to(line);
    }
    line
}

fn part(root: &str, lines: &[Paragraph]) -> Result<String, String> {
    let mut xml = Writer::new();
    xml.element(root, &NAMESPACES, |xml| {
        for line in lines {
            repair::write(line, &mut Controls::new(Underline::None), xml)?;
        }
        Ok::<(), String>(())
    })?;
    Ok(xml.finish())
}

/// Writes an element whose attributes are lengths in twentieths of a point.
fn lengths(xml: &mut Writer, name: &str, lengths: &[(&str, u32)]) {
    let lengths: Vec<(&str, String)> = lengths
        .iter()
        .map(|(key, length)| (*key, length.to_string()))
        .collect();
    let attributes: Vec<(&str, &str)> = lengths
        .iter()
        .map(|(key, length)| (*key, length.as_str()))
        .collect();
    xml.empty(name, &attributes);
}
