//! Chooses the screens to draw.

use ratatui::buffer::Buffer;

use super::paint::{Canvas, Stretch};
use super::screen;
use super::theme::Theme;
use crate::app::App;
use crate::app::panes::{SMALLEST, is_too_small};
use crate::app::pointer::Sight;
use crate::wording::word;

/// The result of drawing, besides the cells.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The column and row of the text cursor; `None` if no text is being typed.
    pub cursor: Option<(u16, u16)>,
    /// The layout that keys and clicks depend on.
    pub sight: Sight,
}

/// Draws the state of the program on the whole of `buffer`.
pub fn view(buffer: &mut Buffer, app: &App, theme: &Theme) -> Drawn {
    let size = buffer.area;
    let mut canvas = Canvas::new(buffer, app.settings.ambiguous, theme);
    // Between a resize and its message the two sizes differ; draw within both.
    let columns = size.width.min(app.screen.0);
    let rows = size.height.min(app.screen.1);
    if is_too_small(columns, rows) {
        draw_too_small(&mut canvas, app, (size.width, size.height));
    } else {
        draw_screen(&mut canvas, app);
    }
    // If the frame is smaller than the size in the state, the cursor may lie outside.
    let cursor = canvas
        .cursor
        .filter(|(x, y)| *x < size.width && *y < size.height);
    let sight = Sight {
        last_top: canvas.last_top,
        targets: canvas.targets,
    };
    Drawn { cursor, sight }
}

/// Draws the topmost full screen, and the windows above it.
fn draw_screen(canvas: &mut Canvas<'_>, app: &App) {
    let screens = app.screens();
    let whole = screens
        .iter()
        .rposition(|screen| !screen::is_window(screen));
    for screen in screens.iter().skip(whole.unwrap_or(0)) {
        screen::draw(canvas, app, screen);
    }
}

fn draw_too_small(canvas: &mut Canvas<'_>, app: &App, size: (u16, u16)) {
    let words = word(
        "screen.too_small",
        &[
            ("columns", &SMALLEST.0.to_string()),
            ("rows", &SMALLEST.1.to_string()),
        ],
        app.settings.language,
    );
    let line = Stretch {
        x: 0,
        y: size.1 / 2,
        width: size.0,
    };
    canvas.put_clipped(line, &words, canvas.theme.plain);
}
