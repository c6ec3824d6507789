//! A framed window over the other screens. A wide character at its edge is erased whole.

use super::paint::{Canvas, Stretch};
use crate::app::panes::Area;
use crate::render::layout::Ambiguous;

/// The rows or columns of the frame on both sides together.
pub(super) const FRAME: u16 = 2;
/// The width of a strip beside the window that is too narrow for readable text.
const SLIVER: u16 = 6;

/// Clears the area and draws a frame around it, with a title at the top and a text at the bottom.
/// Returns the inner area, which has a free column at each side.
pub(super) fn open(canvas: &mut Canvas<'_>, area: Area, title: &str, below: &str) -> Area {
    canvas.clear(around(area, canvas.size()));
    let (corner, across, down) = match canvas.measure() {
        Ambiguous::Narrow => (["┌", "┐", "└", "┘"], "─", "│"),
        Ambiguous::Wide => (["+", "+", "+", "+"], "-", "|"),
    };
    let style = canvas.theme.dim;
    let last = usize::from(area.height).saturating_sub(1);
    let inner = usize::from(area.width).saturating_sub(2);
    for (row, left, right) in [(0, corner[0], corner[1]), (last, corner[2], corner[3])] {
        let line = format!("{left}{}{right}", across.repeat(inner));
        canvas.put(Stretch::of(area, row), &line, style);
    }
    for row in 1..last {
        let line = Stretch::of(area, row);
        canvas.put(line, down, style);
        canvas.put(line.last(1), down, style);
    }
    let line = Stretch::of(area, 0).after(2);
    let room = line.first(line.columns().saturating_sub(2));
    canvas.put_clipped(room, &format!(" {title} "), canvas.theme.heading);
    if !below.is_empty() {
        let line = Stretch::of(area, last).after(2);
        let room = line.first(line.columns().saturating_sub(2));
        canvas.put_right(room, &format!(" {below} "), style);
    }
    Area {
        x: area.x + FRAME,
        y: area.y + 1,
        width: area.width.saturating_sub(2 * FRAME),
        height: area.height.saturating_sub(FRAME),
    }
}

/// The area with a free column on both sides, extended to the edge of the screen if the remaining
/// strip is too narrow for readable text.
fn around(area: Area, (columns, _): (u16, u16)) -> Area {
    let right = columns.saturating_sub(area.x.saturating_add(area.width));
    let beside = |room: u16| if room <= SLIVER { room } else { 1 };
    let before = beside(area.x);
    Area {
        x: area.x - before,
        width: before + area.width + beside(right),
        ..area
    }
}

/// A centred area of at most `widest` columns.
pub(super) fn centred((columns, rows): (u16, u16), widest: u16, height: u16) -> Area {
    let width = columns.saturating_sub(2 * FRAME).min(widest);
    let height = height.min(rows.saturating_sub(FRAME));
    Area {
        x: (columns - width) / 2,
        y: (rows - height) / 2,
        width,
        height,
    }
}
