//! After the export: where the file lies, and what is to be known before it is printed and signed.

use super::page::Page;
use super::paint::{Canvas, Stretch};
use super::{corrections, findings, help_line};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::panes::Area;
use crate::app::written::WrittenScreen;
use crate::render::report::{Report, ReportLine};
use crate::wording::{self, Words, word};

/// The row of the body where the lines start: below what was done, the file and a gap.
const LINES: u16 = 3;
/// Columns before a line under a heading.
const INDENT: u16 = 2;
/// Before what is to be done, to be ticked off.
const BOX: &str = "[ ] ";

/// Draws the screen but for its header and footer.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    app: &App,
    editor: &Editor,
    written: &WrittenScreen,
    page: &Page,
) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let line = |row: usize| {
        let line = page.line(row).after(findings::MARGIN);
        line.first(line.columns().saturating_sub(1))
    };
    let done = word("screen.written.title", &[], language);
    canvas.put_clipped(line(0), &done, theme.done);
    canvas.put_clipped(line(1), &wording::path(&written.path), theme.heading);
    let report = wording::summary(&written.summary, &editor.template, language);
    let area = page.part(LINES, u16::MAX);
    let mut words = Words::default();
    if draw_lines(canvas, app, &lines(&report), written.top, area) {
        words.message = word("screen.written.more", &[], language);
    }
    help_line::draw(canvas, app, page.help, &words, theme.dim);
}

/// A line of the list.
enum Line<'a> {
    Gap,
    Heading(&'a str),
    Told(&'a ReportLine),
}

/// A heading and its lines, a gap between two parts: as many as the summary says that it has.
fn lines(report: &Report) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for section in &report.sections {
        if !lines.is_empty() {
            lines.push(Line::Gap);
        }
        lines.push(Line::Heading(&section.heading));
        lines.extend(section.lines.iter().map(Line::Told));
    }
    lines
}

/// Draws the lines from `top` on; whether there was no room for some.
fn draw_lines(
    canvas: &mut Canvas<'_>,
    app: &App,
    lines: &[Line<'_>],
    top: usize,
    area: Area,
) -> bool {
    let height = usize::from(area.height);
    let mut row = 0;
    for line in lines.iter().skip(top) {
        row = match line {
            Line::Gap => row + 1,
            Line::Heading(heading) => {
                let line = Stretch::of(area, row).after(findings::MARGIN);
                canvas.put_clipped(line, heading, canvas.theme.heading);
                row + 1
            }
            Line::Told(line) => draw_line(canvas, app, line, row, area),
        };
        if row > height {
            return true;
        }
    }
    false
}

/// Draws one line, on as many rows as it needs, and its box; the row after it.
fn draw_line(
    canvas: &mut Canvas<'_>,
    app: &App,
    line: &ReportLine,
    row: usize,
    area: Area,
) -> usize {
    let theme = canvas.theme;
    let mut inside = indented(area, INDENT);
    if line.is_to_do {
        let place = Stretch::of(inside, row).after(findings::MARGIN);
        let used = canvas.put(place, BOX, theme.dim);
        inside = indented(inside, u16::try_from(used).unwrap_or_default());
    }
    let parts = [
        (line.label.clone(), theme.dim),
        (line.text.clone(), theme.plain),
    ];
    let most = usize::from(u16::MAX);
    corrections::draw_parts(canvas, app, inside, row, most, &parts).max(row + 1)
}

fn indented(area: Area, columns: u16) -> Area {
    let columns = columns.min(area.width);
    Area {
        x: area.x + columns,
        width: area.width - columns,
        ..area
    }
}
