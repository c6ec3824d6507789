//! Draws a message of the client with its pieces marked, and what the pieces answer.

use std::ops::Range;

use ratatui::style::Style;

use crate::app::App;
use crate::app::editor::Editor;
use crate::app::panes::{self, Area};
use crate::app::screen::paste::{PasteScreen, Piece, Standing, Target};
use crate::draft::{Answer, Change};
use crate::facts::Confidence;
use crate::language::Language;
use crate::render::layout::{Ambiguous, break_lines};
use crate::template::Place;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::title;
use crate::value::clean;
use crate::wording::{self, word};

/// From this width the message stands beside its pieces, else above them.
const WIDE: u16 = 100;
/// A page with fewer rows has a short detail.
const HIGH: u16 = 14;
/// The width of a box and the space after it.
const BOX: usize = 4;
/// The gap between two columns.
const GAP: usize = 2;

/// The parts of the screen.
struct Parts {
    message: Area,
    list: Area,
    detail: Area,
}

impl Parts {
    fn of(page: &Page) -> Self {
        let body = page.body;
        let n_detail = if body.height < HIGH { 2 } else { 4 };
        let above = body.height.saturating_sub(n_detail + 1);
        let detail = page.part(above + 1, n_detail);
        let upper = page.part(0, above);
        if body.width < WIDE {
            let n_message = (above * 2 / 5).max(3).min(above);
            let message = page.part(0, n_message);
            let list = page.part(n_message + 1, above.saturating_sub(n_message + 1));
            return Self {
                message,
                list,
                detail,
            };
        }
        let left = body.width * 9 / 20;
        Self {
            message: Area {
                width: left,
                ..upper
            },
            list: Area {
                x: upper.x + left,
                width: upper.width - left,
                ..upper
            },
            detail,
        }
    }
}

/// Draws the message, the pieces, and the selected piece in full.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &PasteScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::open(canvas, app, "paste.title");
    let parts = Parts::of(&page);
    for (area, name, is_focused) in [
        (parts.message, "paste.pane.message", screen.is_typing),
        (parts.list, "paste.pane.pieces", !screen.is_typing),
    ] {
        let above = Area {
            y: area.y.saturating_sub(1),
            height: 1,
            ..area
        };
        let name = word(name, &[], language);
        title::draw(canvas, Stretch::of(above, 0), &name, "", is_focused);
    }
    draw_message(canvas, app, editor, screen, parts.message);
    draw_pieces(canvas, editor, screen, parts.list, language);
    if let Some(piece) = screen.selected().filter(|_| !screen.is_typing) {
        draw_detail(canvas, editor, screen, piece, parts.detail, language);
    }
    page.help(canvas, app, help(app, editor, screen), canvas.theme.dim);
}

/// Says what to do, or how much was found.
fn help(app: &App, editor: &Editor, screen: &PasteScreen) -> String {
    let is_empty = screen.message.text().is_empty();
    if is_empty || screen.pieces.is_empty() {
        let key = if is_empty { "empty" } else { "no_answer" };
        return app.settings.word(&format!("paste.help.{key}"), &[]);
    }
    let count = |wanted: Standing| {
        let pieces = screen.pieces.iter();
        let count = pieces.filter(|piece| piece.standing(editor) == wanted);
        count.count().to_string()
    };
    let found = screen.pieces.len().to_string();
    let unused = screen.unused.len().to_string();
    let values = [
        ("found", found.as_str()),
        ("taken", &count(Standing::Taken)),
        ("unused", &unused),
    ];
    app.settings.word("paste.help.found", &values)
}

/// The rows of the message: byte ranges, broken to a width.
fn rows(message: &str, columns: usize, measure: Ambiguous) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in message.split('\n') {
        let broken = break_lines(line, columns, columns, measure);
        rows.extend(
            broken
                .into_iter()
                .map(|row| start + row.start..start + row.end),
        );
        start += line.len() + 1;
    }
    rows
}

fn draw_message(
    canvas: &mut Canvas<'_>,
    app: &App,
    editor: &Editor,
    screen: &PasteScreen,
    area: Area,
) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let inner = area.inset(list::MARGIN, 1);
    let message = screen.message.text();
    if message.is_empty() {
        let words = word("paste.prompt", &[], language);
        canvas.put_broken(inner, &words, theme.dim);
        canvas.cursor = Some((inner.x, inner.y));
        return;
    }
    let measure = app.settings.ambiguous;
    // One column stays free for a caret behind the last character.
    let columns = usize::from(inner.width).saturating_sub(1).max(1);
    let rows = rows(message, columns, measure);
    let watched = match screen.selected().filter(|_| !screen.is_typing) {
        Some(piece) => piece.range.start,
        None => screen.message.caret(),
    };
    // The row that the caret or the selected piece stands in.
    let row = rows.iter().rposition(|row| row.start <= watched);
    let row = row.unwrap_or_default();
    let height = usize::from(inner.height);
    let top = panes::follow(0, height, rows.len(), row, row + 1);
    list::draw_more(canvas, area, top > 0, top + height < rows.len());
    let marks = marks(canvas, editor, screen);
    for (at, range) in rows.iter().skip(top).take(height).enumerate() {
        let line = Stretch::of(inner, at);
        draw_row(canvas, line, message, range, &marks);
    }
    if screen.is_typing
        && let Some(range) = rows.get(row)
        && let Some(before) = message.get(range.start..watched)
    {
        let line = Stretch::of(inner, row - top).after(canvas.width(before));
        canvas.cursor = Some((line.x, line.y));
    }
}

/// The styles of the pieces and of what was not understood, by their bytes.
fn marks(canvas: &Canvas<'_>, editor: &Editor, screen: &PasteScreen) -> Vec<(Range<usize>, Style)> {
    let theme = canvas.theme;
    let selected = screen.selected().filter(|_| !screen.is_typing);
    let style = |piece: &Piece| {
        if selected.is_some_and(|selected| selected.range == piece.range) {
            return theme.focus;
        }
        match (piece.standing(editor), piece.warning.is_some()) {
            (Standing::Taken, _) => theme.done.patch(theme.filled),
            (Standing::Open | Standing::Differs | Standing::NoField, true) => {
                theme.warning.patch(theme.filled)
            }
            (Standing::Open | Standing::Differs | Standing::NoField, false) => theme.filled,
        }
    };
    let pieces = screen.pieces.iter();
    let pieces = pieces.map(|piece| (piece.range.clone(), style(piece)));
    let unused = screen.unused.iter().cloned();
    let unused = unused.map(|range| (range, theme.dim));
    let mut marks: Vec<(Range<usize>, Style)> = pieces.chain(unused).collect();
    marks.sort_by_key(|(range, _)| range.start);
    marks
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    message: &str,
    row: &Range<usize>,
    marks: &[(Range<usize>, Style)],
) {
    let plain = canvas.theme.plain;
    let mut rest = line;
    let mut put = |from: usize, to: usize, style: Style| {
        if let Some(part) = message.get(from..to) {
            // A tab between cells takes one column.
            let part = part.replace('\t', " ");
            let used = canvas.put(rest, &part, style);
            rest = rest.after(used);
        }
    };
    let mut at = row.start;
    for (range, style) in marks {
        let (start, end) = (range.start.max(at), range.end.min(row.end));
        if start < end {
            put(at, start, plain);
            put(start, end, *style);
            at = end;
        }
    }
    put(at, row.end, plain);
}

fn draw_pieces(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    screen: &PasteScreen,
    area: Area,
    language: Language,
) {
    let labels = screen
        .pieces
        .iter()
        .map(|piece| label(piece, editor, language));
    let widest = labels.map(|label| canvas.width(&label)).max();
    let room = usize::from(area.width).saturating_sub(list::MARGIN + BOX) / 3;
    let label_columns = widest.unwrap_or_default().min(room);
    // While the user types, no piece is selected.
    let selected = if screen.is_typing {
        usize::MAX
    } else {
        screen.row
    };
    let row = screen.row;
    for (number, line) in list::in_sight(canvas, area, screen.pieces.len(), row) {
        if let Some(piece) = screen.pieces.get(number) {
            let is_selected = number == selected;
            draw_piece(
                canvas,
                editor,
                line,
                piece,
                (is_selected, label_columns),
                language,
            );
        }
    }
}

fn draw_piece(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    line: Stretch,
    piece: &Piece,
    (is_selected, label_columns): (bool, usize),
    language: Language,
) {
    let theme = canvas.theme;
    let standing = piece.standing(editor);
    let other = match standing {
        Standing::NoField => theme.dim,
        Standing::Open | Standing::Taken | Standing::Differs => theme.plain,
    };
    let style = list::mark(canvas, line, is_selected, [theme.heading, other]);
    let inside = list::inside(line);
    let (tag, tag_style) = tag(canvas, piece, standing, language);
    let used = canvas.put_right(inside, &tag, tag_style);
    let inside = inside.first(inside.columns().saturating_sub(used + GAP));
    let (mark, mark_style) = match standing {
        Standing::Taken => ("[x]", theme.done),
        Standing::Open | Standing::Differs => ("[ ]", style),
        Standing::NoField => ("   ", style),
    };
    canvas.put(inside, mark, mark_style);
    let rest = inside.after(BOX);
    canvas.put_clipped(
        rest.first(label_columns),
        &label(piece, editor, language),
        theme.dim,
    );
    let value = answer(piece, Some(&piece.answer), editor, language);
    canvas.put_clipped(rest.after(label_columns + GAP), &value, style);
}

/// The field that a piece answers, in words.
fn label(piece: &Piece, editor: &Editor, language: Language) -> String {
    match &piece.target {
        Target::Field(place) => {
            let template = Some(editor.work.template().as_ref());
            wording::field_label(&place.field, template, language)
        }
        Target::Client(key) => word(&format!("facts.client.{}", key.name()), &[], language),
    }
}

/// An answer as a person reads it; options by their labels.
fn answer(piece: &Piece, answer: Option<&Answer>, editor: &Editor, language: Language) -> String {
    let place = piece.place().cloned();
    let change = Change::Answer {
        place: place.unwrap_or_else(|| Place::from("")),
        before: None,
        after: answer.cloned(),
    };
    let template = Some(editor.work.template().as_ref());
    wording::change_sides(&change, template, language).1
}

/// How sure a piece is, or how the draft stands to it, in a word.
fn tag(
    canvas: &Canvas<'_>,
    piece: &Piece,
    standing: Standing,
    language: Language,
) -> (String, Style) {
    let theme = canvas.theme;
    let confidence = || {
        let name = piece.confidence.name();
        let sure = word(&format!("facts.confidence.{name}"), &[], language);
        let style = match piece.confidence {
            Confidence::Sure => theme.plain,
            Confidence::Likely => theme.dim,
            Confidence::Doubtful => theme.warning,
        };
        match &piece.warning {
            Some(_) => (format!("! {sure}"), theme.warning),
            None => (sure, style),
        }
    };
    let say = |key: &str| word(&format!("paste.standing.{key}"), &[], language);
    match standing {
        Standing::Open => confidence(),
        Standing::Taken => (say("taken"), theme.done),
        Standing::Differs => (say("differs"), theme.warning),
        Standing::NoField => (say("no_field"), theme.dim),
    }
}

/// Draws what the selected piece came from, its warning, and what stands in the draft instead.
fn draw_detail(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    screen: &PasteScreen,
    piece: &Piece,
    area: Area,
    language: Language,
) {
    let theme = canvas.theme;
    let area = area.inset(list::MARGIN, 1);
    let from = screen.message.text().get(piece.range.clone());
    let from = clean(from.unwrap_or_default()).text.into_owned();
    let mut lines = Vec::new();
    if let Some(warning) = &piece.warning {
        lines.push((wording::fact_warning(warning, language), theme.warning));
    }
    if piece.standing(editor) == Standing::Differs
        && let Some(place) = piece.place()
    {
        let present = editor.work.draft().answers.get(place);
        let present = answer(piece, present, editor, language);
        let said = word("paste.in_draft", &[("value", &present)], language);
        lines.push((said, theme.warning));
    }
    if piece.standing(editor) == Standing::NoField {
        lines.push((word("paste.no_field", &[], language), theme.dim));
    }
    let value = answer(piece, Some(&piece.answer), editor, language);
    let values = [("value", value.as_str()), ("from", from.as_str())];
    lines.push((word("paste.from", &values, language), theme.plain));
    let mut left = area;
    for (text, style) in lines {
        let used = canvas.put_broken(left, &text, style);
        left = Area {
            y: left.y + used,
            height: left.height - used,
            ..left
        };
    }
}
