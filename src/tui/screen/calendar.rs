//! Draws the month of the focused date beside its field.

use chrono::Datelike;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::editor::{Editor, answer_column, form_lines};
use crate::app::panes::Area;
use crate::app::pointer::Target;
use crate::app::screen::calendar::{Calendar, WEEK};
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::popup;
use crate::wording::word;

/// The width of a day: two digits and a space.
const DAY: usize = 3;
/// The columns of the frame and the free columns, on both sides together.
const AROUND: u16 = 4;
/// The rows of the frame, the headings and at most six weeks.
const HEIGHT: u16 = 9;

/// Draws the month. The cursor stays in the field, where the user can still type.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, calendar: Calendar) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let month = word(
        "screen.calendar.month",
        &[
            ("year", &calendar.day.year().to_string()),
            ("month", &calendar.day.month().to_string()),
        ],
        language,
    );
    let inside = popup::open(canvas, place(app, editor), &month, "");
    let heads = word("screen.calendar.heads", &[], language);
    for (place, head) in heads.split_whitespace().enumerate() {
        let at = Stretch::of(inside, 0).after(place * DAY).first(DAY);
        canvas.put(at, head, canvas.theme.dim);
    }
    for (row, week) in calendar.weeks().into_iter().enumerate() {
        for (place, day) in week.into_iter().enumerate() {
            let Some(day) = day else {
                continue;
            };
            let at = Stretch::of(inside, row + 1).after(place * DAY).first(2);
            let style = if day == calendar.day && !calendar.is_overtyped {
                canvas.theme.focus
            } else if day == app.today {
                canvas.theme.heading.add_modifier(Modifier::UNDERLINED)
            } else {
                canvas.theme.plain
            };
            canvas.put(at, &format!("{:>2}", day.day()), style);
            let steps = (day - calendar.day).num_days();
            canvas
                .targets
                .extend(isize::try_from(steps).map(|steps| Target {
                    column: at.x,
                    columns: at.width,
                    row: at.y,
                    steps,
                }));
        }
    }
}

/// The position of the month: below the field if there is room, else above it. On a screen that is
/// too low for both, the month covers the field names, so that the typed text stays visible.
fn place(app: &App, editor: &Editor) -> Area {
    let pane = editor.panes().form;
    let (columns, rows) = app.screen;
    let width = u16::try_from(DAY * WEEK as usize - 1).unwrap_or(u16::MAX) + AROUND;
    let width = width.min(columns);
    let height = HEIGHT.min(rows);
    let line = form_lines(editor)
        .iter()
        .position(|line| line.place() == Some(&editor.focus))
        .unwrap_or(0)
        .saturating_sub(editor.form_shown.top);
    let field = pane
        .y
        .saturating_add(u16::try_from(line).unwrap_or(u16::MAX));
    let left = u16::try_from(answer_column(editor)).unwrap_or(u16::MAX);
    let answer = pane.x.saturating_add(left);
    // The row below the answer shows how the answer was understood.
    let below = field.saturating_add(2);
    let (x, y) = if below.saturating_add(height) <= rows.saturating_sub(1) {
        (answer, below)
    } else if field > height {
        (answer, field - height)
    } else {
        // Stay between the header and the help line.
        let lowest = rows.saturating_sub(height + 2);
        (
            answer.saturating_sub(width + 1),
            (field - field / 2).min(lowest),
        )
    };
    Area {
        x: x.min(columns - width),
        y: y.min(rows - height),
        width,
        height,
    }
}
