//! Draws the drafts in the trash.

use crate::app::App;
use crate::app::screen::trash::TrashScreen;
use crate::desk::{Entry, TrashRow};
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::word;

/// From this width beside the date, the list shows the subject of a contract.
const WITH_SUBJECT: usize = 40;
/// The width of the date and of the days left.
const MOMENT: usize = 16;

pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &TrashScreen) {
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.trash.title");
    if screen.rows.is_empty() {
        let text = word("screen.trash.empty", &[], language);
        canvas.put_clipped(page.line(0).after(list::MARGIN), &text, canvas.theme.plain);
    }
    list::draw(
        canvas,
        page.body,
        &screen.rows,
        screen.row,
        |canvas, line, row, is_selected| {
            draw_row(canvas, app, line, row, is_selected);
        },
    );
    page.help(
        canvas,
        app,
        app.settings.word("screen.trash.help", &[]),
        canvas.theme.dim,
    );
}

fn draw_row(canvas: &mut Canvas<'_>, app: &App, line: Stretch, row: &TrashRow, is_selected: bool) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let inside = list::inside(line);
    let days = row.days_left.to_string();
    let left = word("screen.trash.left", &[("days", &days)], language);
    let used = canvas.put_right(inside, &left, theme.dim) + 2;
    let rest = inside.first(inside.columns().saturating_sub(used));
    let moment = row.since.format("%Y-%m-%d %H:%M").to_string();
    canvas.put_clipped(rest.first(MOMENT), &moment, theme.dim);
    let rest = rest.after(MOMENT + 2);
    let style = list::mark(canvas, line, is_selected, [theme.focus, theme.plain]);
    let (name, subject) = match &row.entry {
        Entry::Draft(draft) => {
            let mut known = [&draft.party, &draft.title, &draft.subject]
                .into_iter()
                .filter(|name| !name.is_empty());
            let name = known.next().unwrap_or(&draft.id);
            let subject = known.next_back().map_or("", String::as_str);
            (name, subject)
        }
        Entry::Broken(broken) => (&broken.id, broken.reason.as_str()),
        Entry::Template(template) => (&template.id, ""),
    };
    let columns = if subject.is_empty() || rest.columns() < WITH_SUBJECT {
        rest.columns()
    } else {
        rest.columns() * 11 / 20
    };
    canvas.put_clipped(rest.first(columns), name, style);
    canvas.put_clipped(rest.after(columns + 2), subject, theme.dim);
}
