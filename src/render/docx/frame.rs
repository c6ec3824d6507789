//! Page size and margins, the header of a draft, and the footer with the page number.

use docx_rs::{NumPages, PageNum, Paragraph, Run, RunFonts};

use super::controls::Controls;
use super::measures::{Measures, PAGE_HEIGHT, PAGE_WIDTH};
use super::package::{FOOTER_ID, HEADER_ID};
use super::runs::{Look, runs};
use super::{NAMESPACES, repair, styles};
use crate::document::PaperWords;
use crate::template::{PaperStyle, Underline};
use crate::word::xml::Writer;

/// The size of the draft mark, 三号, in half points.
const DRAFT_MARK_HALF_POINTS: usize = 32;

/// Writes the section properties: page size, margins, header and footer references.
pub(super) fn write_section(
    paper: &PaperStyle,
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
            (draft_mark, "w:headerReference", HEADER_ID),
            (paper.page_number, "w:footerReference", FOOTER_ID),
        ] {
            if is_there {
                xml.empty(name, &[("w:type", "default"), ("r:id", id)]);
            }
        }
        lengths(xml, "w:pgSz", &[("w:w", PAGE_WIDTH), ("w:h", PAGE_HEIGHT)]);
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

/// The header part that shows the draft mark.
pub(super) fn draft_header(paper: &PaperStyle, words: &PaperWords) -> Result<String, String> {
    let fonts = RunFonts::new()
        .east_asia(&paper.heading_font)
        .hint("eastAsia");
    let mark = Run::new()
        .add_text(words.draft_mark)
        .fonts(fonts)
        .size(DRAFT_MARK_HALF_POINTS)
        .bold();
    part(
        "w:hdr",
        &Paragraph::new().style(styles::HEADER).add_run(mark),
    )
}

/// The footer 第 X 页 共 Y 页 with Word fields; a reader that computes no fields shows 1.
pub(super) fn page_number_footer(words: &PaperWords) -> Result<String, String> {
    let [before, between, behind] = words.page_line;
    let mut line = Paragraph::new().style(styles::FOOTER);
    for run in runs(before, Look::default()) {
        line = line.add_run(run);
    }
    line = line.add_page_num(PageNum::new());
    for run in runs(between, Look::default()) {
        line = line.add_run(run);
    }
    line = line.add_num_pages(NumPages::new());
    for run in runs(behind, Look::default()) {
        line = line.add_run(run);
    }
    part("w:ftr", &line)
}

fn part(root: &str, line: &Paragraph) -> Result<String, String> {
    let mut xml = Writer::new();
    xml.element(root, &NAMESPACES, |xml| {
        repair::write(line, &mut Controls::new(Underline::None), xml)
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
