//! Finds the visible lines of a list, and the line that a click selects.

use super::paint::{Canvas, Stretch};
use crate::app::panes::{self, Area};
use crate::app::pointer::Choice;

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
    canvas.choices = (-before..)
        .zip(choices)
        .map(|(steps, (_, line))| Choice {
            column: line.x,
            columns: line.width,
            row: line.y,
            steps,
        })
        .collect();
    lines
}
