//! Draws the palette: an input line and its search results.

use crate::app::App;
use crate::app::panes::Area;
use crate::app::screen::palette::{Candidate, Palette, Target};
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::{list, popup};
use crate::wording::word;

/// The maximum width.
const WIDEST: u16 = 96;
/// The maximum height, with the frame.
const HIGHEST: u16 = 24;
/// The rows left free below the palette for the help line and the footer.
const BELOW: u16 = 3;
/// The width of the selection mark.
const MARK: usize = 2;
/// The width of the word for the kind of a line, with the gap after it.
const KIND: usize = 8;
/// The gap between a name and the text beside it.
const GAP: usize = 2;

/// Draws the palette over the screen. The input line keeps its place, however many results there
/// are.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, palette: &Palette) {
    let language = app.settings.language;
    // Only the palette accepts typing while it is open.
    canvas.cursor = None;
    let title = word("screen.palette.title", &[], language);
    let n_found = palette.n_shown();
    let counted = word(
        "screen.palette.count",
        &[("count", &n_found.to_string())],
        language,
    );
    let room = (app.screen.0, app.screen.1.saturating_sub(BELOW));
    let frame = popup::centred(room, WIDEST, HIGHEST);
    let inside = popup::open(canvas, frame, &title, &counted);
    let line = Stretch::of(inside, 0);
    canvas.put(line, ">", canvas.theme.marker);
    let style = canvas.theme.heading;
    canvas.put_input(line.after(MARK), &palette.filter, style);
    let below = Area {
        y: inside.y.saturating_add(1),
        height: inside.height.saturating_sub(1),
        ..inside
    };
    if n_found == 0 {
        let text = word("screen.palette.nothing", &[], language);
        canvas.put_broken(below.inset(MARK, 0), &text, canvas.theme.dim);
    }
    let row = palette.row();
    let lines = list::in_sight(canvas, below, n_found, row);
    let first = lines.first().map_or(0, |(number, _)| *number);
    let mut marker = palette.marker();
    for ((number, line), candidate) in lines.into_iter().zip(palette.shown().skip(first)) {
        let marks = marker.marks(&candidate.label);
        draw_line(canvas, app, line, candidate, &marks, number == row);
    }
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    app: &App,
    line: Stretch,
    candidate: &Candidate,
    marks: &[usize],
    is_selected: bool,
) {
    let kind = match candidate.target {
        Target::Action(_) | Target::Copy(_) | Target::Settings(_) => "action",
        Target::Field(_) => "field",
        Target::Clause(_) => "clause",
        Target::Correction(_) => "correction",
        Target::Draft(_) => "draft",
        Target::Template(_) => "template",
    };
    let kind = word(
        &format!("screen.palette.{kind}"),
        &[],
        app.settings.language,
    );
    let theme = canvas.theme;
    let after_mark = line.after(MARK);
    canvas.put_clipped(after_mark.first(KIND - 1), &kind, theme.dim);
    let rest = after_mark.after(KIND);
    let left = rest
        .columns()
        .saturating_sub(canvas.width(&candidate.label) + GAP);
    let beside = rest.last(left.max(rest.columns() / 2));
    let columns = canvas.put_right(beside, &candidate.detail, theme.dim);
    let room = match columns {
        0 => rest,
        columns => rest.first(rest.columns().saturating_sub(columns + GAP)),
    };
    canvas.put_marked(room, &candidate.label, theme.plain, marks, theme.found);
    if is_selected {
        canvas.put(line, ">", theme.marker);
        canvas.tint(rest, theme.focus);
    }
}
