//! Another window has the draft: who, and what can be done.

use super::page::Page;
use super::paint::{Canvas, Stretch};
use super::{editor, footer, help_line};
use crate::app::App;
use crate::app::in_use::{CHOICES, InUseScreen};
use crate::wording::{self, Words, word};

/// Columns before a line: the mark of the selected one.
const MARGIN: usize = 3;
/// Columns of a choice's name.
const NAME: usize = 12;

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
    canvas.put_clipped(page.line(0).after(MARGIN), &who, canvas.theme.warning);
    for (row, choice) in CHOICES.iter().enumerate() {
        let say = |part: &str| {
            let key = format!("screen.in_use.{}.{part}", choice.name());
            word(&key, &[], language)
        };
        let is_selected = row == screen.row;
        // On a narrow screen what it means stands below its name.
        let line = page.line(2 + row * 3);
        draw_name(canvas, line, &say("name"), is_selected);
        let meaning = page.line(3 + row * 3).after(MARGIN + 2);
        canvas.put_clipped(meaning, &say("meaning"), canvas.theme.dim);
    }
    let words = Words {
        message: word("screen.in_use.help", &[], language),
        hint: String::new(),
    };
    help_line::draw(canvas, app, page.help, &words, canvas.theme.dim);
    footer::draw(canvas, app, page.footer);
}

fn draw_name(canvas: &mut Canvas<'_>, line: Stretch, name: &str, is_selected: bool) {
    let theme = canvas.theme;
    let style = if is_selected {
        canvas.put(line.after(1), ">", theme.marker);
        theme.focus
    } else {
        theme.plain
    };
    canvas.put_clipped(line.after(MARGIN).first(NAME), name, style);
}
