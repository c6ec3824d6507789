//! Draws the final review: every value in its sentence.

use crate::app::App;
use crate::app::screen::proof::ProofScreen;
use crate::review::Difference;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{self, Words, word};

/// The width of the clause.
const CLAUSE: usize = 14;

pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, proof: &ProofScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.proof.title");
    let intro = word("screen.proof.intro", &[], language);
    canvas.put_clipped(page.line(0).after(list::MARGIN), &intro, canvas.theme.plain);
    // Two rows below the list, and a gap on either side of the list.
    let height = page.body.height.saturating_sub(5);
    let (area, values) = (page.part(2, height), &proof.differences);
    list::draw(canvas, area, values, proof.row, draw_difference);
    draw_target(canvas, app, page.line(usize::from(height) + 3), proof);
    let label = proof
        .differences
        .get(proof.row)
        .map(|difference| {
            wording::labels([&difference.place.field], editor.work.template(), language)
        })
        .unwrap_or_default();
    let words = Words {
        message: label,
        hint: app.settings.word("screen.proof.help", &[]),
    };
    page.help(canvas, app, words, canvas.theme.heading);
}

fn draw_difference(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    difference: &Difference,
    is_selected: bool,
) {
    let theme = canvas.theme;
    let value = list::mark(canvas, line, is_selected, [theme.focus, theme.filled]);
    let rest = list::inside(line);
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
    canvas.put_clipped(line.after(list::MARGIN), &accepted, canvas.theme.plain);
    canvas.put_clipped(below.after(list::MARGIN), &file, canvas.theme.plain);
}
