//! Draws the choice for a draft that another window has open.

use crate::app::App;
use crate::app::screen::in_use::{InUseScreen, WAYS_IN};
use crate::tui::list;
use crate::tui::page::{Choice, Page};
use crate::tui::paint::Canvas;
use crate::wording::{self, word};

/// Draws who has the draft open, and the choices.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &InUseScreen) {
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.in_use.title");
    let who = word(
        "screen.in_use.who",
        &[
            ("who", &wording::owner(&screen.owner, language)),
            ("since", &wording::owned_since(&screen.owner, language)),
        ],
        language,
    );
    let above = page.part(0, 2).inset(list::MARGIN, 1);
    canvas.put_broken(above, &who, canvas.theme.warning);
    let choices = WAYS_IN.map(|choice| {
        let say = |part: &str| {
            let key = format!("screen.in_use.{}.{part}", choice.name());
            word(&key, &[], language)
        };
        Choice {
            name: say("name"),
            meaning: say("meaning"),
        }
    });
    page.choices(canvas, &choices, screen.row);
    page.help(
        canvas,
        app,
        word("screen.in_use.help", &[], language),
        canvas.theme.dim,
    );
}
