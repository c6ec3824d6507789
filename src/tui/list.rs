//! Finds the visible lines of a list, and the line that a click selects.

use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use crate::app::panes::{self, Area};
use crate::app::pointer::Target;

/// The columns before a line, for the mark of the selection.
pub(super) const MARGIN: usize = 3;

/// Draws the visible rows, with the selected row among them. A click on a row selects it.
pub(super) fn draw<'c, T>(
    canvas: &mut Canvas<'c>,
    area: Area,
    rows: &[T],
    selected: usize,
    mut draw_row: impl FnMut(&mut Canvas<'c>, Stretch, &T, bool),
) {
    for (number, line) in in_sight(canvas, area, rows.len(), selected) {
        if let Some(row) = rows.get(number) {
            draw_row(canvas, line, row, number == selected);
        }
    }
}

/// Marks a line if it is selected. Returns the style of its text: the first style for the selected
/// line, the second for the others.
pub(super) fn mark(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    is_selected: bool,
    [selected, other]: [Style; 2],
) -> Style {
    if is_selected {
        canvas.put(line.after(1), ">", canvas.theme.marker);
        selected
    } else {
        other
    }
}

/// The part of a line between the mark before it and the free column after it.
pub(super) fn inside(line: Stretch) -> Stretch {
    line.after(MARGIN)
        .first(line.columns().saturating_sub(MARGIN + 1))
}

/// The numbers and places of the visible lines, with the selected line among them. A click on a
/// line selects it.
pub(super) fn in_sight(
    canvas: &mut Canvas<'_>,
    area: Area,
    n_lines: usize,
    selected: usize,
) -> Vec<(usize, Stretch)> {
    in_sight_of(canvas, area, n_lines, selected, |_| true)
}

/// Marks at the right edge that more lines follow above or below.
pub(super) fn draw_more(canvas: &mut Canvas<'_>, area: Area, above: bool, below: bool) {
    let style = canvas.theme.dim;
    if above {
        canvas.put(Stretch::of(area, 0).last(1), "^", style);
    }
    if below && let Some(last) = usize::from(area.height).checked_sub(1) {
        canvas.put(Stretch::of(area, last).last(1), "v", style);
    }
}

/// As [`in_sight`], for a list with headings, which cannot be selected.
pub(super) fn in_sight_of(
    canvas: &mut Canvas<'_>,
    area: Area,
    n_lines: usize,
    selected: usize,
    is_choice: impl Fn(usize) -> bool,
) -> Vec<(usize, Stretch)> {
    let height = usize::from(area.height);
    let top = panes::follow(0, height, n_lines, selected, selected + 1);
    let lines: Vec<(usize, Stretch)> = (top..n_lines)
        .take(height)
        .enumerate()
        .map(|(at, number)| (number, Stretch::of(area, at)))
        .collect();
    draw_more(canvas, area, top > 0, top + height < n_lines);
    let choices = lines.iter().filter(|(number, _)| is_choice(*number));
    let before: isize = choices
        .clone()
        .take_while(|(number, _)| *number < selected)
        .fold(0, |count, _| count + 1);
    canvas.targets = (-before..)
        .zip(choices)
        .map(|(steps, (_, line))| Target {
            column: line.x,
            columns: line.width,
            row: line.y,
            steps,
        })
        .collect();
    lines
}
