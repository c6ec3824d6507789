//! Another window has the draft: who, and what can be done.

use super::page::{CHOICE_MARGIN, Page, draw_choice};
use super::paint::Canvas;
use super::{editor, footer, help_line};
use crate::app::App;
use crate::app::in_use::{CHOICES, InUseScreen};
use crate::render::layout::break_lines;
use crate::wording::{self, Words, word};

/// Draws the choice.
pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &InUseScreen) {
    let language = app.settings.language;
    let page = Page::of(app);
    editor::draw_title(canvas, app, "screen.in_use.title");
    let who = word(
        "screen.in_use.who",
        &[
            ("who", &wording::owner(&screen.owner, language)),
            ("since", &wording::owned_since(&screen.owner, language)),
        ],
        language,
    );
    canvas.put_clipped(
        page.line(0).after(CHOICE_MARGIN),
        &who,
        canvas.theme.warning,
    );
    for (row, choice) in CHOICES.iter().enumerate() {
        let say = |part: &str| {
            let key = format!("screen.in_use.{}.{part}", choice.name());
            word(&key, &[], language)
        };
        let is_selected = row == screen.row;
        // On a narrow screen what it means stands below its name.
        let line = page.line(2 + row * 3);
        draw_choice(canvas, line, &say("name"), is_selected);
        let first = page.line(3 + row * 3).after(CHOICE_MARGIN + 2);
        let room = first.columns().saturating_sub(1);
        let meaning = say("meaning");
        let rows = break_lines(&meaning, room, room, canvas.measure());
        let second = rows.get(1).map_or(meaning.len(), |range| range.start);
        let (begin, end) = meaning.split_at_checked(second).unwrap_or_default();
        for (below, text) in [begin.trim_end(), end].into_iter().enumerate() {
            let line = page.line(3 + row * 3 + below).after(CHOICE_MARGIN + 2);
            canvas.put_clipped(line.first(room), text, canvas.theme.dim);
        }
    }
    let words = Words {
        message: word("screen.in_use.help", &[], language),
        hint: String::new(),
    };
    help_line::draw(canvas, app, page.help, &words, canvas.theme.dim);
    footer::draw(canvas, app, page.footer);
}
