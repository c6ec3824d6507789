//! Draws the choice of another file for a draft that cannot be saved.

use crate::app::screen::elsewhere::ElsewhereScreen;
use crate::app::{App, SaveState};
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::{help_line, list};
use crate::wording::{self, word};

/// Draws why the draft cannot be saved, and the line for another path.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &ElsewhereScreen) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let page = Page::open(canvas, app, "screen.elsewhere.title");
    let part = |from, rows| page.part(from, rows).inset(list::MARGIN, 1);
    let say = |key: &str| word(&format!("screen.elsewhere.{key}"), &[], language);
    let mut row = 0;
    match &app.save {
        SaveState::Failed(error) => {
            let why = wording::store_error(error, language);
            let text = word("screen.elsewhere.why", &[("why", &why.message)], language);
            row += canvas.put_broken(part(row, 3), &text, theme.error);
            row += canvas.put_broken(part(row, 2), &why.hint, theme.plain) + 1;
        }
        SaveState::Saved(_) | SaveState::Apart { .. } | SaveState::Unchanged => {}
    }
    let line = Stretch::of(part(row, 1), 0);
    let label = canvas.put_clipped(line, &say("place"), theme.heading);
    canvas.put_input(line.after(label), &screen.path, theme.plain);
    canvas.put_broken(part(row + 1, 2), &say("meaning"), theme.dim);
    let words = say("otherwise").into();
    help_line::draw_without_save(canvas, app, page.help, &words, theme.dim);
}
