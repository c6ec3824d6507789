//! Draws the choice for a draft that another window has open.

use crate::app::App;
use crate::app::pointer::Target;
use crate::app::screen::in_use::{InUseScreen, WAYS_IN};
use crate::tui::list;
use crate::tui::page::{Page, draw_choice};
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
    for (row, choice) in (0..).zip(WAYS_IN.iter()) {
        let say = |part: &str| {
            let key = format!("screen.in_use.{}.{part}", choice.name());
            word(&key, &[], language)
        };
        let is_selected = usize::from(row) == screen.row;
        // On a narrow screen the explanation stands below the name.
        let line = page.line(usize::from(2 + row * 3));
        draw_choice(canvas, line, &say("name"), is_selected);
        let meaning = page.part(3 + row * 3, 2).inset(list::MARGIN + 2, 1);
        let [at, selected] = [usize::from(row), screen.row].map(usize::cast_signed);
        canvas.targets.extend((0..3).map(|below| Target {
            column: line.x,
            columns: line.width,
            row: line.y + below,
            steps: at - selected,
        }));
        canvas.put_broken(meaning, &say("meaning"), canvas.theme.dim);
    }
    page.help(
        canvas,
        app,
        word("screen.in_use.help", &[], language),
        canvas.theme.dim,
    );
}
