//! The layout that all screens except the editor share, so that each part is always in the same
//! place.

use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use super::{editor, footer, help_line, list};
use crate::app::App;
use crate::app::panes::{ABOVE_BODY, Area, BELOW_BODY};
use crate::app::pointer::Target;
use crate::wording::Words;

/// The width of a choice's name.
pub(super) const CHOICE_NAME: usize = 12;

/// The areas of a screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    /// The rows between the header and the lines at the bottom.
    pub body: Area,
    pub header: Stretch,
    /// The line for typing a reason.
    pub reason: Stretch,
    pub help: Stretch,
    /// The line with the available keys.
    pub footer: Stretch,
}

impl Page {
    /// The layout for the size of the program's screen.
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
                y: ABOVE_BODY,
                width: columns,
                height: rows.saturating_sub(ABOVE_BODY + BELOW_BODY),
            },
            header: line(0),
            reason: line(rows.saturating_sub(3)),
            help: line(rows.saturating_sub(2)),
            footer: line(rows.saturating_sub(1)),
        }
    }

    /// Draws the header with this title and the footer. The screen draws its body itself.
    pub fn open(canvas: &mut Canvas<'_>, app: &App, title: &str) -> Self {
        let page = Self::of(app);
        editor::draw_title(canvas, app, title);
        footer::draw(canvas, app, page.footer);
        page
    }

    /// Draws the help line.
    pub fn help(&self, canvas: &mut Canvas<'_>, app: &App, words: impl Into<Words>, style: Style) {
        help_line::draw(canvas, app, self.help, &words.into(), style);
    }

    /// The line of the body with this number, counted from its top.
    pub fn line(&self, row: usize) -> Stretch {
        Stretch::of(self.body, row)
    }

    /// At most `rows` rows of the body, starting at row `from`.
    pub fn part(&self, from: u16, rows: u16) -> Area {
        let from = from.min(self.body.height);
        Area {
            y: self.body.y + from,
            height: rows.min(self.body.height - from),
            ..self.body
        }
    }
}

/// A choice that the user makes from a short list with an explanation for each.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub name: String,
    /// What the choice does, in one or two lines.
    pub meaning: String,
}

/// The rows of a choice: its name, and its meaning in two rows at most.
const CHOICE_ROWS: u16 = 3;

impl Page {
    /// Draws choices below the two rows that ask the question. A click selects a choice.
    pub fn choices(&self, canvas: &mut Canvas<'_>, choices: &[Choice], selected: usize) {
        for (row, choice) in (0..).zip(choices) {
            let at = usize::from(row);
            let top = 2 + row * CHOICE_ROWS;
            // The meaning stands below the name, because a narrow screen has no room beside it.
            let line = self.line(usize::from(top));
            let name = Stretch {
                width: line.width.saturating_sub(1),
                ..line
            };
            draw_name(canvas, name, &choice.name, at == selected);
            let meaning = self.part(top + 1, CHOICE_ROWS - 1);
            let [at, selected] = [at, selected].map(usize::cast_signed);
            canvas.targets.extend((0..CHOICE_ROWS).map(|below| Target {
                column: line.x,
                columns: line.width,
                row: line.y + below,
                steps: at - selected,
            }));
            let dim = canvas.theme.dim;
            canvas.put_broken(meaning.inset(list::MARGIN + 2, 1), &choice.meaning, dim);
        }
    }
}

/// Draws the name of a choice in a short list.
pub(super) fn draw_choice(canvas: &mut Canvas<'_>, line: Stretch, name: &str, is_selected: bool) {
    let shown = line.first(list::MARGIN + CHOICE_NAME);
    draw_name(canvas, shown, name, is_selected);
}

fn draw_name(canvas: &mut Canvas<'_>, line: Stretch, name: &str, is_selected: bool) {
    let theme = canvas.theme;
    let style = list::mark(canvas, line, is_selected, [theme.focus, theme.plain]);
    canvas.put_clipped(line.after(list::MARGIN), name, style);
}
