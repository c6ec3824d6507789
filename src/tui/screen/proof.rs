//! Draws the final review: every value in its sentence.

use crate::app::App;
use crate::app::panes::Area;
use crate::app::screen::proof::ProofScreen;
use crate::review::Difference;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::{editor, footer, help_line, list};
use crate::wording::{self, Words, word};

/// The columns before a line, for the mark of the selection.
const MARGIN: usize = 3;
/// The width of the clause.
const CLAUSE: usize = 14;

pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, proof: &ProofScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::of(app);
    editor::draw_header(canvas, app, editor, "screen.proof.title");
    let intro = word("screen.proof.intro", &[], language);
    canvas.put_clipped(page.line(0).after(MARGIN), &intro, canvas.theme.plain);
    // Two rows below the list, and a gap on either side of the list.
    let height = page.body.height.saturating_sub(5);
    draw_list(canvas, page.part(2, height), proof);
    draw_target(canvas, app, page.line(usize::from(height) + 3), proof);
    let label = proof
        .differences
        .get(proof.row)
        .map(|difference| wording::labels([&difference.place.field], &editor.template, language))
        .unwrap_or_default();
    let words = Words {
        message: label,
        hint: app.settings.word("screen.proof.help", &[]),
    };
    help_line::draw(canvas, app, page.help, &words, canvas.theme.heading);
    footer::draw(canvas, app, page.footer);
}

fn draw_list(canvas: &mut Canvas<'_>, area: Area, proof: &ProofScreen) {
    for (number, line) in list::in_sight(canvas, area, proof.differences.len(), proof.row) {
        if let Some(difference) = proof.differences.get(number) {
            draw_difference(canvas, line, difference, number == proof.row);
        }
    }
}

fn draw_difference(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    difference: &Difference,
    is_selected: bool,
) {
    let theme = canvas.theme;
    let value = if is_selected {
        canvas.put(line.after(1), ">", theme.marker);
        theme.focus
    } else {
        theme.filled
    };
    let rest = line
        .after(MARGIN)
        .first(line.columns().saturating_sub(MARGIN + 1));
    canvas.put_clipped(rest.first(CLAUSE), &difference.clause, theme.dim);
    let rest = rest.after(CLAUSE + 1);
    // Show the whole value, and as much of its sentence on both sides as fits.
    let room = rest
        .columns()
        .saturating_sub(canvas.width(&difference.value));
    let after = canvas.width(&difference.after).min(room.div_ceil(2));
    let before = canvas.ending(&difference.before, room - after);
    canvas.put_all(
        rest,
        &[
            (&before, theme.dim),
            (&difference.value, value),
            (&difference.after, theme.dim),
        ],
    );
}

/// Draws the accepted corrections and the target file.
fn draw_target(canvas: &mut Canvas<'_>, app: &App, line: Stretch, proof: &ProofScreen) {
    let language = app.settings.language;
    let accepted = if proof.accepted.is_empty() {
        word("screen.proof.no_corrections", &[], language)
    } else {
        let ids = proof.accepted.join(", ");
        word("screen.proof.corrections", &[("ids", &ids)], language)
    };
    let path = wording::path(&proof.request.path);
    let file = word("screen.proof.file", &[("path", &path)], language);
    let below = Stretch {
        y: line.y.saturating_add(1),
        ..line
    };
    canvas.put_clipped(line.after(MARGIN), &accepted, canvas.theme.plain);
    canvas.put_clipped(below.after(MARGIN), &file, canvas.theme.plain);
}
