//! Draws the rows of a group in the form: a line of labels, and a line of cells for each row.

use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use super::theme::mark;
use crate::app::editor::{Editor, Grid, GridColumn, MARGIN, ORDINAL, is_figure};
use crate::app::panes::Pane;
use crate::draft::{Issue, State};
use crate::template::{Field, Place, RowId};
use crate::wording::word;

/// Draws the name of the group and the number of its rows.
pub(super) fn draw_head(canvas: &mut Canvas<'_>, line: Stretch, editor: &Editor, rows: usize) {
    let language = editor.language();
    let Some(group) = editor.work.template().rows.get(rows) else {
        return;
    };
    let theme = canvas.theme;
    let line = line
        .after(MARGIN)
        .first(line.columns().saturating_sub(MARGIN + 3));
    let count = editor.values().rows().of(&group.id).len().to_string();
    let count = word("screen.form.rows", &[("count", &count)], language);
    let used = canvas.put_right(line, &count, theme.dim);
    let room = line.first(line.columns().saturating_sub(used + 1));
    canvas.put_clipped(room, group.label.get(language), theme.heading);
}

/// Draws the labels of the columns.
pub(super) fn draw_labels(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    editor: &Editor,
    grid: &Grid<'_>,
) {
    let (language, style) = (editor.language(), canvas.theme.dim);
    for column in &grid.columns {
        put(
            canvas,
            line,
            column,
            column.field.label.get(language),
            style,
        );
    }
    if grid.is_cut_left {
        canvas.put(line.after(MARGIN + ORDINAL - 2), "<", style);
    }
    if grid.is_cut_right {
        canvas.put(line.last(2), ">", style);
    }
}

/// Draws the cells of a row.
pub(super) fn draw_row(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    editor: &Editor,
    grid: &Grid<'_>,
    row: RowId,
) {
    let theme = canvas.theme;
    let is_focused = editor.focus.row == Some(row)
        && editor.work.row_group_at(&editor.focus) == Some(grid.group);
    let any = grid
        .columns
        .first()
        .map(|column| column.field.place_in(Some(row)));
    let ordinal = any.and_then(|place| editor.values().rows().ordinal(&place));
    let number = ordinal.map_or_else(|| "+".to_owned(), |ordinal| ordinal.to_string());
    let style = if is_focused { theme.heading } else { theme.dim };
    canvas.put_right(line.after(MARGIN - 1).first(ORDINAL), &number, style);
    draw_mark(canvas, line, editor, &grid.columns, row);
    if ordinal.is_none() && !is_focused {
        let words = word("screen.form.new_row", &[], editor.language());
        if let Some(first) = grid.columns.first() {
            canvas.put_clipped(line.after(first.start), &words, theme.dim);
        }
        return;
    }
    for column in &grid.columns {
        let place = column.field.place_in(Some(row));
        let text = editor.cell_text(&place, column.field);
        let is_here = is_focused && place == editor.focus;
        let style = cell_style(canvas, editor, &place, column.field);
        put(canvas, line, column, &text, style);
        if is_here {
            let style = match editor.pane {
                Pane::Form => theme.focus,
                Pane::Contract => theme.heading,
            };
            canvas.tint(line.after(column.start).first(column.width), style);
        }
    }
}

/// Marks a row with an answer to confirm or to mend.
fn draw_mark(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    editor: &Editor,
    columns: &[GridColumn<'_>],
    row: RowId,
) {
    let theme = canvas.theme;
    let mut places = columns
        .iter()
        .map(|column| column.field.place_in(Some(row)));
    if places
        .clone()
        .any(|place| editor.work.draft().is_unconfirmed(&place))
    {
        canvas.put(line, super::form::UNCONFIRMED, theme.warning);
        return;
    }
    let worst = places.find_map(|place| {
        let contract = editor.work.contract();
        let is_empty = *editor.values().state(&place) == State::Unanswered;
        let found = contract
            .issues_of(&place)
            .find(|issue| issue.blocks() && !is_empty);
        found.map(|issue: &Issue| issue.severity)
    });
    if let Some(severity) = worst {
        canvas.put(line, mark(severity), theme.severity(severity));
    }
}

fn cell_style(canvas: &Canvas<'_>, editor: &Editor, place: &Place, field: &Field) -> Style {
    match editor.values().state(place) {
        State::Wrong => canvas.theme.error,
        State::Struck => canvas.theme.dim,
        State::Unanswered | State::Answered(_) if !field.is_asked_of_people() => canvas.theme.dim,
        State::Unanswered | State::Answered(_) => canvas.theme.plain,
    }
}

/// Draws a text in a cell: figures at its right edge, words at its left.
fn put(canvas: &mut Canvas<'_>, line: Stretch, column: &GridColumn<'_>, text: &str, style: Style) {
    let cell = line.after(column.start).first(column.width);
    if is_figure(column.field) {
        canvas.put_right(cell, text, style);
    } else {
        canvas.put_clipped(cell, text, style);
    }
}
