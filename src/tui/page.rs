//! The parts that every screen but the editor is made of; the eye finds them in the same place.

use super::paint::{Canvas, Stretch};
use crate::app::App;
use crate::app::panes::Area;

/// Rows above the body: the header and a gap.
const ABOVE: u16 = 2;
/// Rows below the body: a free one (for the reason, or help that needs two), help, footer.
const BELOW: u16 = 3;

/// Columns before a choice: the mark of the selected one.
pub(super) const CHOICE_MARGIN: usize = 3;
/// Columns of a choice's name.
pub(super) const CHOICE_NAME: usize = 12;

/// The parts of a screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    /// Everything between the header and the lines at the bottom.
    pub body: Area,
    /// The first line.
    pub header: Stretch,
    /// The line where a reason is typed.
    pub reason: Stretch,
    /// The line that helps.
    pub help: Stretch,
    /// The line with the keys.
    pub footer: Stretch,
}

impl Page {
    /// The parts of the program's screen.
    pub fn of(app: &App) -> Self {
        let (columns, rows) = app.screen;
        let line = |y| Stretch {
            x: 0,
            y,
            width: columns,
        };
        Self {
            body: Area {
                x: 0,
                y: ABOVE,
                width: columns,
                height: rows.saturating_sub(ABOVE + BELOW),
            },
            header: line(0),
            reason: line(rows.saturating_sub(3)),
            help: line(rows.saturating_sub(2)),
            footer: line(rows.saturating_sub(1)),
        }
    }

    /// A line of the body, counted from its top.
    pub fn line(&self, row: usize) -> Stretch {
        Stretch::of(self.body, row)
    }

    /// The body from a row on, and at most so many rows of it.
    pub fn part(&self, from: u16, rows: u16) -> Area {
        let from = from.min(self.body.height);
        Area {
            y: self.body.y + from,
            height: rows.min(self.body.height - from),
            ..self.body
        }
    }
}

/// Draws the name of one of few choices.
pub(super) fn draw_choice(canvas: &mut Canvas<'_>, line: Stretch, name: &str, is_selected: bool) {
    let theme = canvas.theme;
    let style = if is_selected {
        canvas.put(line.after(1), ">", theme.marker);
        theme.focus
    } else {
        theme.plain
    };
    canvas.put_clipped(line.after(CHOICE_MARGIN).first(CHOICE_NAME), name, style);
}
