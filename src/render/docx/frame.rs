//! What stands on every page: the header of a draft and the page number.

use docx_rs::{Footer, Header, NumPages, PageNum, Paragraph, Run, RunFonts};

use super::runs::{Look, runs};
use super::styles;
use crate::document::DRAFT_MARK;
use crate::template::PaperStyle;

/// 三号, in half points.
const DRAFT_MARK_HALF_POINTS: usize = 32;

/// The header that marks a draft.
pub(super) fn draft_header(paper: &PaperStyle) -> Header {
    let fonts = RunFonts::new()
        .east_asia(&paper.heading_font)
        .hint("eastAsia");
    let mark = Run::new()
        .add_text(DRAFT_MARK)
        .fonts(fonts)
        .size(DRAFT_MARK_HALF_POINTS)
        .bold();
    Header::new().add_paragraph(Paragraph::new().style(styles::HEADER).add_run(mark))
}

/// 第 X 页 共 Y 页, as fields; a reader that computes none shows 1.
pub(super) fn page_number_footer() -> Footer {
    let mut line = Paragraph::new().style(styles::FOOTER);
    for run in runs("第 ", Look::default()) {
        line = line.add_run(run);
    }
    line = line.add_page_num(PageNum::new());
    for run in runs(" 页 共 ", Look::default()) {
        line = line.add_run(run);
    }
    line = line.add_num_pages(NumPages::new());
    for run in runs(" 页", Look::default()) {
        line = line.add_run(run);
    }
    Footer::new().add_paragraph(line)
}
