//! Draws a draft and its conflict copy side by side.

use crate::app::panes::Area;
use crate::app::screen::merge::{MergeScreen, Row};
use crate::app::{App, Settings};
use crate::language::Language;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{self, word};

/// The gap between two columns.
const GAP: usize = 2;
/// The width of a box and the space after it.
const BOX: usize = 4;
/// The rows of the selected difference: two for each side.
const DETAIL: u16 = 4;

/// Draws the differences and the selected one in full.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &MergeScreen) {
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.merge.title");
    draw_intro(canvas, page.part(0, 2), screen, &app.settings);
    draw_heads(canvas, page.line(2), screen, language);
    let height = page.body.height.saturating_sub(3 + 1 + DETAIL);
    draw_rows(canvas, page.part(3, height), screen, language);
    let detail = page.part(3 + height + 1, DETAIL);
    if let Some(row) = screen.rows.get(screen.row) {
        draw_detail(canvas, app, detail, screen, row);
    }
    page.help(canvas, app, help(screen, language), canvas.theme.warning);
}

fn help(screen: &MergeScreen, language: Language) -> String {
    if screen.is_running {
        return word("screen.merge.running", &[], language);
    }
    let Some(owner) = &screen.pair.owner else {
        return String::new();
    };
    let who = wording::owner(owner, language);
    word("screen.merge.open_elsewhere", &[("who", &who)], language)
}

fn draw_intro(canvas: &mut Canvas<'_>, area: Area, screen: &MergeScreen, settings: &Settings) {
    let text = if screen.rows.is_empty() {
        settings.word("screen.merge.same", &[])
    } else {
        let count = screen.rows.len().to_string();
        settings.word("screen.merge.intro", &[("count", &count)])
    };
    canvas.put_broken(area.inset(list::MARGIN, 1), &text, canvas.theme.plain);
}

/// Splits a line into subject, copy and draft.
fn split(line: Stretch) -> [Stretch; 3] {
    let inside = list::inside(line);
    let subject = inside.columns() / 4;
    let side = (inside.columns() - subject - GAP).saturating_sub(GAP) / 2;
    let rest = inside.after(subject + GAP);
    [
        inside.first(subject),
        rest.first(side),
        rest.after(side + GAP),
    ]
}

fn draw_heads(canvas: &mut Canvas<'_>, line: Stretch, screen: &MergeScreen, language: Language) {
    let style = canvas.theme.heading;
    let [_, copy, draft] = split(line);
    let head = |key: &str, moment: Option<chrono::DateTime<chrono::FixedOffset>>| {
        let moment = moment.map_or_else(String::new, |at| at.format(" %m-%d %H:%M").to_string());
        format!("{}{moment}", word(key, &[], language))
    };
    let pair = &screen.pair;
    canvas.put_clipped(copy, &head("screen.merge.copy", pair.copy.updated), style);
    canvas.put_clipped(
        draft,
        &head("screen.merge.draft", pair.draft.updated),
        style,
    );
}

fn draw_rows(canvas: &mut Canvas<'_>, area: Area, screen: &MergeScreen, language: Language) {
    let template = screen.pair.template.as_deref();
    let (rows, selected) = (&screen.rows, screen.row);
    list::draw(
        canvas,
        area,
        rows,
        selected,
        |canvas, line, row, is_selected| {
            let theme = canvas.theme;
            let style = list::mark(canvas, line, is_selected, [theme.heading, theme.plain]);
            let [subject, copy, draft] = split(line);
            let label = wording::change_subject(&row.change, template, language);
            canvas.put_clipped(subject, &label, style);
            let (before, after) = wording::change_sides(&row.change, template, language);
            for (side, text, is_taken) in [
                (copy, after, row.takes_copy),
                (draft, before, !row.takes_copy),
            ] {
                let (mark, style) = match (is_taken, is_selected) {
                    (true, true) => ("[x]", theme.focus),
                    (true, false) => ("[x]", theme.plain),
                    (false, _) => ("[ ]", theme.dim),
                };
                canvas.put(side, mark, style);
                canvas.put_clipped(side.after(BOX), &text, style);
            }
        },
    );
}

/// Draws both sides of the selected difference, two rows each.
fn draw_detail(canvas: &mut Canvas<'_>, app: &App, area: Area, screen: &MergeScreen, row: &Row) {
    let language = app.settings.language;
    let template = screen.pair.template.as_deref();
    let (before, after) = wording::change_sides(&row.change, template, language);
    let sides = [("screen.merge.copy", after), ("screen.merge.draft", before)];
    for (side, (key, text)) in [0, 2].into_iter().zip(sides) {
        let label = word(key, &[], language);
        let first = Stretch::of(area, usize::from(side)).after(list::MARGIN);
        let used = canvas.put_clipped(first, &label, canvas.theme.dim) + GAP;
        let room = first.after(used);
        let both = Area {
            x: room.x,
            y: room.y,
            width: room.width.saturating_sub(1),
            height: area.height.saturating_sub(side).min(2),
        };
        canvas.put_broken(both, &text, canvas.theme.plain);
    }
}
