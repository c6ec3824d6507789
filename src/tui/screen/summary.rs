//! Draws the summary after an export: the path of the file, and what to know before signing.

use ratatui::style::Style;

use super::{corrections, export};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::panes::Area;
use crate::app::pointer::Target;
use crate::app::screen::export::Running;
use crate::app::screen::written::WrittenScreen;
use crate::language::Language;
use crate::render::report::{Report, ReportLine};
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{self, Words, word};

/// The row of the body with the ways on: below the result and the file.
const WAYS: u16 = 2;
/// The columns before a line under a heading.
const INDENT: usize = 2;
/// The box before a task, to be ticked off.
const BOX: &str = "[ ] ";

/// Draws the screen without its header and footer.
pub(in crate::tui) fn draw(
    canvas: &mut Canvas<'_>,
    app: &App,
    editor: &Editor,
    written: &WrittenScreen,
    running: Option<Running>,
    page: &Page,
) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let line = |row: usize| {
        let line = page.line(row).after(list::MARGIN);
        line.first(line.columns().saturating_sub(1))
    };
    if let Some(running) = running {
        canvas.put_clipped(
            line(0),
            &export::running_words(running, language),
            theme.heading,
        );
    } else {
        let done = word("screen.written.title", &[], language);
        canvas.put_clipped(line(0), &done, theme.done);
    }
    canvas.put_clipped(line(1), &wording::path(&written.path), theme.heading);
    let n_ways = draw_ways(canvas, written, page.part(WAYS, u16::MAX), language);
    let report = wording::summary(&written.summary, editor.work.template(), language);
    // A gap stands before the lines.
    let area = page.part(WAYS + n_ways + 1, u16::MAX);
    let mut rows = typefaces(canvas, app, written, area);
    rows.extend(self::rows(canvas, app, &report, area));
    let height = usize::from(area.height);
    let last_top = rows.len().saturating_sub(height);
    canvas.last_top = Some(last_top);
    let top = written.top.min(last_top);
    for (place, row) in rows.iter().skip(top).take(height).enumerate() {
        let mut line = Stretch::of(area, place).after(list::MARGIN + row.indent);
        for (text, style) in &row.parts {
            let used = canvas.put(line, text, *style);
            line = line.after(used);
        }
    }
    let message = match running {
        Some(running) => export::running_help(running, language),
        None if top < last_top => word("screen.written.more", &[], language),
        None => String::new(),
    };
    let words = Words::from(message);
    page.help(canvas, app, words, theme.dim);
}

/// Draws the ways on side by side, in as many rows as they need, and returns that number. A click
/// on the selected one goes it.
fn draw_ways(
    canvas: &mut Canvas<'_>,
    written: &WrittenScreen,
    area: Area,
    language: Language,
) -> u16 {
    let mut row = 0;
    // The mark of the selected way stands before it.
    let line = |row: u16| {
        let line = Stretch::of(area, usize::from(row)).after(list::MARGIN - 1);
        line.first(line.columns().saturating_sub(1))
    };
    let mut rest = line(row);
    for (place, way) in written.ways.iter().enumerate() {
        let name = word(&format!("screen.written.{}", way.name()), &[], language);
        let text = format!("[ {name} ]");
        let columns = canvas.width(&text) + 1;
        if columns > rest.columns() {
            row += 1;
            rest = line(row);
        }
        let mut style = canvas.theme.plain;
        if place == written.selected {
            style = canvas.theme.focus;
            canvas.put(rest, ">", canvas.theme.marker);
        }
        canvas.put(rest.after(1), &text, style);
        let [place, selected] = [place, written.selected].map(usize::cast_signed);
        canvas.targets.push(Target {
            column: rest.x + 1,
            columns: rest.after(1).first(columns - 1).width,
            row: rest.y,
            steps: place - selected,
        });
        rest = rest.after(columns);
    }
    row + 1
}

/// A row of the list.
#[derive(Default)]
struct Row {
    /// The number of free columns before the text.
    indent: usize,
    parts: Vec<(String, Style)>,
}

/// The rows about replaced typefaces in a PDF, with a gap behind them.
fn typefaces(canvas: &Canvas<'_>, app: &App, written: &WrittenScreen, area: Area) -> Vec<Row> {
    let language = app.settings.language;
    let mut rows: Vec<Row> = written
        .stood_in
        .iter()
        .flat_map(|stood_in| {
            let line = ReportLine {
                text: wording::stood_in(stood_in, language),
                ..ReportLine::default()
            };
            rows_of(canvas, app, &line, area)
        })
        .collect();
    if !rows.is_empty() {
        let heading = word("screen.written.typefaces", &[], language);
        rows.insert(
            0,
            Row {
                indent: 0,
                parts: vec![(heading, canvas.theme.heading)],
            },
        );
        rows.push(Row::default());
    }
    rows
}

/// All rows: each heading with its lines, and a gap between two parts.
fn rows(canvas: &Canvas<'_>, app: &App, report: &Report, area: Area) -> Vec<Row> {
    let mut rows = Vec::new();
    for section in &report.sections {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        rows.push(Row {
            indent: 0,
            parts: vec![(section.heading.clone(), canvas.theme.heading)],
        });
        for line in &section.lines {
            rows.extend(rows_of(canvas, app, line, area));
        }
    }
    rows
}

/// The rows of one line, as many as its text needs; the first row has the box.
fn rows_of(canvas: &Canvas<'_>, app: &App, line: &ReportLine, area: Area) -> Vec<Row> {
    let theme = canvas.theme;
    let box_columns = if line.is_to_do { BOX.len() } else { 0 };
    let indent = INDENT + box_columns;
    let room = usize::from(area.width).saturating_sub(2 * list::MARGIN + indent);
    let parts = [
        (line.label.clone(), theme.dim),
        (line.text.clone(), theme.plain),
    ];
    let broken = corrections::break_parts(&parts, room, app.settings.ambiguous);
    let mut rows: Vec<Row> = broken
        .into_iter()
        .map(|parts| Row { indent, parts })
        .collect();
    if line.is_to_do
        && let Some(first) = rows.first_mut()
    {
        first.indent = INDENT;
        first.parts.insert(0, (BOX.to_owned(), theme.dim));
    }
    rows
}
