//! Draws the answers of a draft whose template is missing.

use crate::app::App;
use crate::app::panes::Area;
use crate::app::screen::answers::AnswersScreen;
use crate::draft::Change;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{self, word};

/// The gap between two columns.
const GAP: usize = 2;
/// The rows of the hint.
const HINT: u16 = 2;
/// The rows above the answers: the reason, the hint, the file and a free row.
const ABOVE: u16 = 1 + HINT + 2;

/// Draws the reason, then the answers, and the selected answer in full below them.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &AnswersScreen) {
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.answers.title");
    let why = wording::open_failure(&screen.why, language);
    let line = page.line(0).after(list::MARGIN);
    canvas.put_clipped(line, &why.message, canvas.theme.warning);
    canvas.put_broken(
        page.part(1, HINT).inset(list::MARGIN, 1),
        &why.hint,
        canvas.theme.plain,
    );
    let path = wording::path(&screen.path);
    let file = word("screen.answers.file", &[("path", &path)], language);
    let line = page.line(usize::from(1 + HINT)).after(list::MARGIN);
    canvas.put_clipped(line, &file, canvas.theme.plain);
    let below = page.body.height.saturating_sub(ABOVE);
    let height = below - below / 3;
    draw_rows(canvas, app, page.part(ABOVE, height), screen);
    if let Some(row) = screen.rows.get(screen.row) {
        let (_, text) = wording::change_sides(row, None, language);
        let rest = page.part(ABOVE + height, below / 3);
        canvas.put_broken(rest.inset(list::MARGIN, 1), &text, canvas.theme.plain);
    }
    let help = if screen.rows.is_empty() {
        "screen.answers.empty"
    } else {
        "screen.answers.help"
    };
    page.help(canvas, app, word(help, &[], language), canvas.theme.dim);
}

fn draw_rows(canvas: &mut Canvas<'_>, app: &App, area: Area, screen: &AnswersScreen) {
    // The last row separates the list from the selected answer.
    let area = Area {
        height: area.height.saturating_sub(1),
        ..area
    };
    list::draw(
        canvas,
        area,
        &screen.rows,
        screen.row,
        |canvas, line, row, is_selected| {
            draw_row(canvas, app, line, row, is_selected);
        },
    );
}

fn draw_row(canvas: &mut Canvas<'_>, app: &App, line: Stretch, row: &Change, is_selected: bool) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let style = list::mark(canvas, line, is_selected, [theme.focus, theme.plain]);
    let inside = list::inside(line);
    let subject = inside.columns() / 3;
    let label = wording::change_subject(row, None, language);
    let (_, text) = wording::change_sides(row, None, language);
    canvas.put_clipped(inside.first(subject), &label, theme.plain);
    canvas.put_clipped(inside.after(subject + GAP), &text, style);
}
