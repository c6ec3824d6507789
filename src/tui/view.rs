//! Which screen is drawn.

use ratatui::buffer::Buffer;

use super::paint::{Canvas, Stretch};
use super::screen::{
    answers, calendar, corrections, elsewhere, export, findings, help, in_use, merge, palette,
    proof, revisions, style, trash, upgrade,
};
use super::theme::Theme;
use super::{editor, home};
use crate::app::editor::Editor;
use crate::app::panes::{SMALLEST, is_too_small};
use crate::app::pointer::Sight;
use crate::app::{App, Overlay};
use crate::wording::word;

/// What was drawn, besides the cells.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The column and row where text is typed; none where none is.
    pub cursor: Option<(u16, u16)>,
    /// What of the screen keys and clicks need to know.
    pub sight: Sight,
}

/// Draws the state of the program on the whole of `buffer`.
pub fn view(buffer: &mut Buffer, app: &App, theme: &Theme) -> Drawn {
    let size = buffer.area;
    let mut canvas = Canvas::new(buffer, app.settings.ambiguous, theme);
    // Between a resize and its message both sizes matter.
    let columns = size.width.min(app.screen.0);
    let rows = size.height.min(app.screen.1);
    if is_too_small(columns, rows) {
        draw_too_small(&mut canvas, app, (size.width, size.height));
    } else {
        draw_screen(&mut canvas, app);
    }
    // Where the frame has become smaller than the screen that was told of, it may lie outside.
    let cursor = canvas
        .cursor
        .filter(|(x, y)| *x < size.width && *y < size.height);
    let sight = Sight {
        last_top: canvas.last_top,
        choices: canvas.choices,
    };
    Drawn { cursor, sight }
}

fn draw_screen(canvas: &mut Canvas<'_>, app: &App) {
    match (&app.overlay, &app.editor) {
        (Some(Overlay::Calendar(month)), Some(open)) => {
            draw_draft(canvas, app, open);
            calendar::draw(canvas, app, open, *month);
        }
        (Some(Overlay::Style(screen)), Some(open)) => style::draw(canvas, app, open, screen),
        (Some(Overlay::Palette(open)), draft) => {
            match draft {
                Some(draft) => draw_draft(canvas, app, draft),
                None => home::draw(canvas, app),
            }
            // Keys are typed into the palette only.
            canvas.cursor = None;
            palette::draw(canvas, app, open);
        }
        (Some(overlay), _) => draw_overlay(canvas, app, overlay),
        (None, Some(open)) => draw_draft(canvas, app, open),
        (None, None) => home::draw(canvas, app),
    }
    if let Some(top) = app.help {
        // Below the list of keys nothing is typed, nor clicked.
        canvas.cursor = None;
        canvas.choices.clear();
        help::draw(canvas, app, top);
    }
}

/// The editor, or what stands over it; the order is that of [`App::context`].
fn draw_draft(canvas: &mut Canvas<'_>, app: &App, open: &Editor) {
    if let Some(look) = &app.proof {
        proof::draw(canvas, app, open, look);
    } else if let Some(list) = &app.corrections {
        corrections::draw(canvas, app, open, list);
    } else if let Some(gate) = &app.export {
        export::draw(canvas, app, open, gate);
    } else if let Some(list) = &app.findings {
        findings::draw(canvas, app, open, list);
    } else {
        editor::draw(canvas, app, open);
    }
}

fn draw_overlay(canvas: &mut Canvas<'_>, app: &App, overlay: &Overlay) {
    match overlay {
        Overlay::InUse(screen) => in_use::draw(canvas, app, screen),
        Overlay::Merge(screen) => merge::draw(canvas, app, screen),
        Overlay::Elsewhere(screen) => elsewhere::draw(canvas, app, screen),
        Overlay::Revisions(screen) => revisions::draw(canvas, app, screen),
        Overlay::Trash(screen) => trash::draw(canvas, app, screen),
        Overlay::Answers(screen) => answers::draw(canvas, app, screen),
        Overlay::Upgrade(screen) => upgrade::draw(canvas, app, screen),
        // They stand over what is there, or beside it.
        Overlay::Calendar(_) | Overlay::Style(_) | Overlay::Palette(_) => {}
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
