//! Draws the choice whom the copy of a contract is for.

use crate::app::App;
use crate::app::screen::copy_for::CopyForScreen;
use crate::draft::Purpose;
use crate::tui::list;
use crate::tui::page::{Choice, Page};
use crate::tui::paint::Canvas;
use crate::wording::{purpose, purpose_meaning, word};

/// Draws the contract's name, and the choices.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &CopyForScreen) {
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.copy_for.title");
    let above = page.part(0, 2).inset(list::MARGIN, 1);
    let name = [("name", screen.name.as_str())];
    let said = word("screen.copy_for.which", &name, language);
    canvas.put_broken(above, &said, canvas.theme.plain);
    let choices = Purpose::ALL.map(|each| Choice {
        name: purpose(each, language),
        meaning: purpose_meaning(each, language),
    });
    page.choices(canvas, &choices, screen.row);
    let help = word("screen.copy_for.help", &[], language);
    page.help(canvas, app, help, canvas.theme.dim);
}
