//! Draws the marks of a contract: open, sent, signed, void.

use crate::app::App;
use crate::app::pointer::Target;
use crate::app::screen::mark::MarkScreen;
use crate::draft::Mark;
use crate::tui::list;
use crate::tui::page::{Page, draw_choice};
use crate::tui::paint::Canvas;
use crate::value::{clean, date};
use crate::wording::{self, word};

/// Draws the present mark, the choices, and the line for the day or the reason.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &MarkScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.mark.title");
    let status = &editor.work.draft().status;
    let name = |mark: Mark| wording::mark_name(mark, language);
    let day = status.date.map(date::iso).unwrap_or_default();
    let now = [
        name(status.is),
        day,
        clean(&status.reason).text.into_owned(),
    ];
    let now: Vec<String> = now.into_iter().filter(|part| !part.is_empty()).collect();
    let now = word("screen.mark.now", &[("mark", &now.join("  "))], language);
    canvas.put_clipped(page.line(0).after(list::MARGIN), &now, canvas.theme.plain);
    for (row, mark) in Mark::ALL.into_iter().enumerate() {
        let line = page.line(2 + row * 2);
        draw_choice(canvas, line, &name(mark), row == screen.row);
        let meaning = word(
            &format!("screen.mark.{}.meaning", mark.name()),
            &[],
            language,
        );
        let rest = line.after(list::MARGIN + MEANING);
        canvas.put_clipped(rest, &meaning, canvas.theme.dim);
        let [at, selected] = [row, screen.row].map(usize::cast_signed);
        if screen.input.is_none() {
            canvas.targets.push(Target {
                column: line.x,
                columns: line.width,
                row: line.y,
                steps: at - selected,
            });
        }
    }
    let help = match (&screen.input, screen.asks_day(app)) {
        (None, _) => "screen.mark.help",
        (Some(_), true) => "screen.mark.help_day",
        (Some(_), false) => "screen.mark.help_reason",
    };
    page.help(canvas, app, word(help, &[], language), canvas.theme.dim);
    if let Some(input) = &screen.input {
        let label = if screen.asks_day(app) {
            "screen.mark.day"
        } else {
            "screen.findings.reason"
        };
        let line = page.line(2 + Mark::ALL.len() * 2).after(list::MARGIN);
        let line = line.first(line.columns().saturating_sub(1));
        let used = canvas.put_clipped(line, &word(label, &[], language), canvas.theme.heading);
        canvas.put_input(line.after(used), input, canvas.theme.plain);
    }
}

/// The columns of a mark's name.
const MEANING: usize = 12;
