//! The better wordings on offer: the list, and the selected one in full.

use super::page::Page;
use super::paint::{Canvas, Stretch};
use super::{editor, footer, help_line};
use crate::app::App;
use crate::app::corrections::CorrectionsScreen;
use crate::app::editor::Editor;
use crate::app::panes::{self, Area};
use crate::language::Language;
use crate::render::layout::break_lines;
use crate::template::{Correction, CorrectionKind};
use crate::wording::{Words, word};

/// Columns before a line: the mark of the selected one.
const MARGIN: usize = 3;
/// Columns of a correction's id.
const ID: usize = 6;
/// Columns of the kind of slip.
const KIND: usize = 12;
/// Rows of the old and of the new words, each.
const WORDS: usize = 2;
/// Rows of the selected correction in full: old words, new words, reason.
const DETAIL: u16 = 5;

/// Draws the list of corrections.
pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, editor: &Editor, list: &CorrectionsScreen) {
    let language = app.settings.language;
    let page = Page::of(app);
    editor::draw_header(canvas, app, editor, "screen.corrections.title");
    let height = page.body.height.saturating_sub(1 + DETAIL);
    let area = page.part(0, height);
    let all = &editor.template.corrections;
    let top = panes::follow(0, usize::from(height), all.len(), list.row, list.row + 1);
    let numbered = all.iter().enumerate().skip(top).take(usize::from(height));
    for (row, (number, correction)) in numbered.enumerate() {
        let line = Stretch::of(area, row);
        draw_line(
            canvas,
            editor,
            line,
            correction,
            number == list.row,
            language,
        );
    }
    if let Some(correction) = list.selected(editor) {
        let detail = page.part(height + 1, DETAIL);
        draw_detail(canvas, app, detail, correction);
    }
    let words = help_words(editor, list, language);
    help_line::draw(canvas, app, page.help, &words, canvas.theme.dim);
    footer::draw(canvas, app, page.footer);
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    line: Stretch,
    correction: &Correction,
    is_selected: bool,
    language: Language,
) {
    let theme = canvas.theme;
    let is_accepted = editor.draft.accepted.contains(&correction.id);
    let mark = if is_accepted { "[x]" } else { "[ ]" };
    let style = if is_selected {
        canvas.put(line.after(1), ">", theme.marker);
        theme.heading
    } else {
        theme.plain
    };
    let rest = line
        .after(MARGIN)
        .first(line.columns().saturating_sub(MARGIN + 1));
    canvas.put(rest, mark, if is_accepted { theme.done } else { style });
    let rest = rest.after(4);
    canvas.put_clipped(rest.first(ID), &correction.id, style);
    let rest = rest.after(ID + 1);
    let kind = word(kind_key(correction.kind), &[], language);
    canvas.put_clipped(rest.first(KIND), &kind, theme.dim);
    canvas.put_clipped(rest.after(KIND + 1), &correction.quote, style);
}

fn draw_detail(canvas: &mut Canvas<'_>, app: &App, area: Area, correction: &Correction) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let mut row = 0;
    for (key, text, style) in [
        (
            "screen.corrections.quote",
            correction.quote.as_str(),
            theme.plain,
        ),
        (
            "screen.corrections.suggestion",
            correction.suggestion.as_str(),
            theme.filled,
        ),
    ] {
        let line = Stretch::of(area, row).after(MARGIN);
        let used = canvas.put_clipped(line, &word(key, &[], language), theme.dim);
        let room = line.columns().saturating_sub(used + 1);
        let lines = break_lines(text, room, room, app.settings.ambiguous);
        for (index, range) in lines.into_iter().take(WORDS).enumerate() {
            let words = text.get(range).unwrap_or_default().trim_end();
            let place = Stretch::of(area, row + index).after(MARGIN + used);
            canvas.put(place, words, style);
        }
        row += WORDS;
    }
    let line = Stretch::of(area, row).after(MARGIN);
    let used = canvas.put_clipped(
        line,
        &word("screen.corrections.reason", &[], language),
        theme.dim,
    );
    canvas.put_clipped(
        line.after(used)
            .first(line.columns().saturating_sub(used + 1)),
        correction.reason.get(language),
        theme.plain,
    );
}

/// How many are accepted, and what stands against the selected one.
fn help_words(editor: &Editor, list: &CorrectionsScreen, language: Language) -> Words {
    let other = list
        .selected(editor)
        .and_then(|correction| editor.contradicted_by(&correction.id));
    let count = |known: &&Correction| editor.draft.accepted.contains(&known.id);
    let accepted = editor.template.corrections.iter().filter(count).count();
    let total = editor.template.corrections.len();
    let message = word(
        "screen.corrections.accepted",
        &[
            ("accepted", &accepted.to_string()),
            ("total", &total.to_string()),
        ],
        language,
    );
    let hint = other
        .map(|id| word("screen.corrections.contradicts", &[("id", &id)], language))
        .unwrap_or_default();
    Words { message, hint }
}

fn kind_key(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::Typo => "screen.correction.typo",
        CorrectionKind::MissingPeriod => "screen.correction.missing_period",
        CorrectionKind::Style => "screen.correction.style",
        CorrectionKind::Legal => "screen.correction.legal",
        CorrectionKind::StaleName => "screen.correction.stale_name",
        CorrectionKind::Dangling => "screen.correction.dangling",
        CorrectionKind::Garbled => "screen.correction.garbled",
        CorrectionKind::Format => "screen.correction.format",
    }
}
