//! Draws what is suggested for the blanks that are still empty.

use crate::app::App;
use crate::app::editor::Editor;
use crate::app::screen::suggestions::{ABOVE_LIST, BELOW_LIST, SuggestionsScreen, Taken};
use crate::draft::{Change, Suggestion};
use crate::language::Language;
use crate::template::Place;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{self, word};

/// The width of a box and the space after it.
const BOX: usize = 4;
/// The gap between two columns.
const GAP: usize = 2;

/// Draws the list, and the selected suggestion in full.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &SuggestionsScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::open(canvas, app, "suggestions.title");
    let intro = word("suggestions.intro", &[], language);
    canvas.put_clipped(page.line(0).after(list::MARGIN), &intro, canvas.theme.plain);
    let height = page.body.height.saturating_sub(ABOVE_LIST + BELOW_LIST);
    let labels = screen.rows.iter();
    let widest = labels.map(|row| canvas.width(&words(row, editor, language)[0]));
    let room = usize::from(page.body.width).saturating_sub(list::MARGIN + BOX) / 3;
    let label_columns = widest.max().unwrap_or_default().min(room);
    list::draw(
        canvas,
        page.part(ABOVE_LIST, height),
        &screen.rows,
        screen.row,
        |canvas, line, row, is_selected| {
            let at = At {
                area: line,
                is_selected,
                label_columns,
            };
            draw_row(canvas, editor, &at, row, language);
        },
    );
    if let Some(row) = screen.rows.get(screen.row) {
        let [label, value] = words(row, editor, language);
        let source = wording::basis(row.1.basis, language);
        let values = [("label", &*label), ("value", &*value), ("source", &*source)];
        let said = word("suggestions.value", &values, language);
        let area = page.part(ABOVE_LIST + height + 1, BELOW_LIST - 1);
        canvas.put_broken(area.inset(list::MARGIN, 1), &said, canvas.theme.plain);
    }
    let [open, waiting] =
        [Taken::No, Taken::Unconfirmed].map(|taken| screen.count(taken, editor).to_string());
    let values = [("open", open.as_str()), ("waiting", &waiting)];
    let help = word("suggestions.help.open", &values, language);
    page.help(canvas, app, help, canvas.theme.dim);
}

/// Where a row is drawn.
struct At {
    area: Stretch,
    is_selected: bool,
    label_columns: usize,
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    at: &At,
    row: &(Place, Suggestion),
    language: Language,
) {
    let theme = canvas.theme;
    let taken = Taken::of(&row.0, editor);
    let style = list::mark(
        canvas,
        at.area,
        at.is_selected,
        [theme.heading, theme.plain],
    );
    let inside = list::inside(at.area);
    let standing = |key| word(key, &[], language);
    let (mark, mark_style, tag) = match taken {
        Taken::No => ("[ ]", style, wording::basis(row.1.basis, language)),
        Taken::Unconfirmed => (
            "[?]",
            theme.warning,
            standing("suggestions.standing.waiting"),
        ),
        Taken::Done => ("[x]", theme.done, standing("suggestions.standing.done")),
    };
    let used = canvas.put_right(inside, &tag, theme.dim);
    let inside = inside.first(inside.columns().saturating_sub(used + GAP));
    canvas.put(inside, mark, mark_style);
    let rest = inside.after(BOX);
    let [name, value] = words(row, editor, language);
    canvas.put_clipped(rest.first(at.label_columns), &name, theme.dim);
    canvas.put_clipped(rest.after(at.label_columns + GAP), &value, style);
}

/// The label of the blank and the suggested answer, in words.
fn words(
    (place, suggestion): &(Place, Suggestion),
    editor: &Editor,
    language: Language,
) -> [String; 2] {
    let change = Change::Answer {
        place: place.clone(),
        before: None,
        after: Some(suggestion.answer.clone()),
    };
    let template = Some(editor.work.template().as_ref());
    [
        wording::change_subject(&change, template, language),
        wording::change_sides(&change, template, language).1,
    ]
}
