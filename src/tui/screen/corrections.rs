//! Draws the suggested corrections as a list, and the selected correction in full.

use std::ops::Range;

use ratatui::style::Style;

use crate::app::App;
use crate::app::editor::Editor;
use crate::app::panes::Area;
use crate::app::screen::corrections::CorrectionsScreen;
use crate::language::Language;
use crate::render::layout::{Ambiguous, break_lines};
use crate::review::diff::{DiffKind, word_diff};
use crate::template::{Correction, CorrectionKind};
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{Words, word};

/// The width of a correction's id.
const ID: usize = 6;
/// The width of the kind of error.
const KIND: usize = 12;
/// The number of characters shown on each side of the changed words.
const AROUND: usize = 24;
/// A page with fewer rows leaves more of them to the list.
const HIGH: u16 = 16;

/// The maximum number of rows for the changed words, and the rows of the selected correction:
/// changed words and reason.
fn detail_rows(page: &Page) -> (usize, u16) {
    if page.body.height < HIGH {
        (3, 5)
    } else {
        (4, 7)
    }
}

/// Draws the list of corrections.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &CorrectionsScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.corrections.title");
    let (n_changes, n_detail) = detail_rows(&page);
    let height = page.body.height.saturating_sub(1 + n_detail);
    let area = page.part(0, height);
    let all = &editor.work.template().corrections;
    let rows = screen.order.iter();
    let rows: Vec<&Correction> = rows.filter_map(|index| all.get(*index)).collect();
    list::draw(
        canvas,
        area,
        &rows,
        screen.row,
        |canvas, line, correction, is_selected| {
            let tag = tag(app, editor, correction);
            draw_line(
                canvas,
                editor,
                line,
                (correction, &tag),
                is_selected,
                language,
            );
        },
    );
    if let Some(correction) = screen.selected(editor) {
        let detail = page.part(height + 1, n_detail);
        draw_detail(canvas, app, editor, detail, n_changes, correction);
    }
    let words = help_words(editor, screen, language);
    page.help(canvas, app, words, canvas.theme.dim);
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    line: Stretch,
    (correction, tag): (&Correction, &str),
    is_selected: bool,
    language: Language,
) {
    let theme = canvas.theme;
    let is_accepted = editor.work.draft().accepted.contains(&correction.id);
    let mark = if is_accepted { "[x]" } else { "[ ]" };
    let style = list::mark(canvas, line, is_selected, [theme.heading, theme.plain]);
    let rest = list::inside(line);
    let used = canvas.put_right(rest, tag, theme.dim);
    let rest = rest.first(rest.columns().saturating_sub(used + usize::from(used > 0)));
    canvas.put(rest, mark, if is_accepted { theme.done } else { style });
    let rest = rest.after(4);
    canvas.put_clipped(rest.first(ID), &correction.id, style);
    let rest = rest.after(ID + 1);
    let kind = word(kind_key(correction.kind), &[], language);
    canvas.put_clipped(rest.first(KIND), &kind, theme.dim);
    let quote = editor.readable(&correction.quote);
    canvas.put_clipped(rest.after(KIND + 1), &quote, style);
}

/// Who accepted a correction, if not the user in this draft, or that the user always accepts it.
fn tag(app: &App, editor: &Editor, correction: &Correction) -> String {
    let house = &app.settings.house;
    let by = editor.work.draft().accepted_by.get(&correction.id);
    let key = match by {
        _ if house.always_accepts(editor.work.template(), correction) => "always",
        Some(by) => by.name(),
        None => return String::new(),
    };
    word(
        &format!("screen.correction.by.{key}"),
        &[],
        app.settings.language,
    )
}

fn draw_detail(
    canvas: &mut Canvas<'_>,
    app: &App,
    editor: &Editor,
    area: Area,
    n_changes: usize,
    correction: &Correction,
) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let readable = |words: &str| editor.readable(words);
    // Shapes besides colours: deleted words in [- -], inserted words in {+ +}.
    let changes = word_diff(
        &readable(&correction.quote),
        &readable(&correction.suggestion),
    );
    let (before, after) = editor.work.template().clause_around(correction);
    let mut parts = vec![(last_characters(&readable(before)), theme.dim)];
    parts.extend(changes.into_iter().map(|change| match change.kind {
        DiffKind::Same => (change.text, theme.plain),
        DiffKind::Removed => (format!("[-{}-]", change.text), theme.error),
        DiffKind::Added => (format!("{{+{}+}}", change.text), theme.done),
    }));
    parts.push((first_characters(&readable(after)), theme.dim));
    let used = draw_parts(canvas, app, area, 0, n_changes, &parts);
    let label = word("screen.corrections.reason", &[], language);
    let reason = [
        (label, theme.dim),
        (correction.reason.get(language).to_owned(), theme.plain),
    ];
    let rest = usize::from(area.height).saturating_sub(used);
    draw_parts(canvas, app, area, used, rest, &reason);
}

/// Draws texts as one passage with the line breaks of a contract, and returns the row after it.
pub(in crate::tui) fn draw_parts(
    canvas: &mut Canvas<'_>,
    app: &App,
    area: Area,
    from: usize,
    most: usize,
    parts: &[(String, Style)],
) -> usize {
    let room = usize::from(area.width).saturating_sub(2 * list::MARGIN);
    let lines = break_parts(parts, room, app.settings.ambiguous);
    let shown = lines.len().min(most);
    for (row, parts) in lines.into_iter().take(shown).enumerate() {
        let mut line = Stretch::of(area, from + row).after(list::MARGIN);
        for (words, style) in parts {
            let used = canvas.put(line, &words, style);
            line = line.after(used);
        }
    }
    from + shown
}

/// Breaks texts as one passage into lines of this width, with the line breaks of a contract.
pub(in crate::tui) fn break_parts(
    parts: &[(String, Style)],
    columns: usize,
    measure: Ambiguous,
) -> Vec<Vec<(String, Style)>> {
    let whole: String = parts.iter().map(|(text, _)| text.as_str()).collect();
    let line = |range: Range<usize>| {
        let mut start = 0;
        let mut line = Vec::new();
        for (text, style) in parts {
            let end = start + text.len();
            let (first, last) = (start.max(range.start), end.min(range.end));
            if first < last {
                let words = whole.get(first..last).unwrap_or_default();
                line.push((words.to_owned(), *style));
            }
            start = end;
        }
        line
    };
    let lines = break_lines(&whole, columns, columns, measure);
    lines.into_iter().map(line).collect()
}

/// The end of the text before a change, with `…` if text is left out.
fn last_characters(text: &str) -> String {
    let count = text.chars().count();
    if count <= AROUND {
        return text.to_owned();
    }
    let end: String = text.chars().skip(count - AROUND).collect();
    // Begin behind a punctuation mark, where a reader can begin, unless little is left then.
    let pause = end.char_indices().find(|(_, c)| is_pause(*c));
    let begun = pause.and_then(|(at, c)| end.get(at + c.len_utf8()..));
    let begun = begun.filter(|rest| rest.chars().count() >= AROUND / 3);
    format!("…{}", begun.unwrap_or(&end))
}

/// The start of the text after a change, with `…` if text is left out.
fn first_characters(text: &str) -> String {
    if text.chars().count() <= AROUND {
        return text.to_owned();
    }
    let start: String = text.chars().take(AROUND).collect();
    let pause = start.char_indices().rfind(|(_, c)| is_pause(*c));
    let ended = pause.and_then(|(at, c)| start.get(..at + c.len_utf8()));
    let ended = ended.filter(|rest| rest.chars().count() >= AROUND / 3);
    format!("{}…", ended.unwrap_or(&start))
}

/// Whether a reader pauses at this character.
fn is_pause(c: char) -> bool {
    "，。；：、,;:".contains(c)
}

/// The number of accepted corrections, and why the selected correction cannot be accepted.
fn help_words(editor: &Editor, list: &CorrectionsScreen, language: Language) -> Words {
    let other = list
        .selected(editor)
        .and_then(|correction| editor.work.contradicted_by(&correction.id));
    let count = |known: &&Correction| editor.work.draft().accepted.contains(&known.id);
    let accepted = editor
        .work
        .template()
        .corrections
        .iter()
        .filter(count)
        .count();
    let total = editor.work.template().corrections.len();
    let message = word(
        "screen.corrections.accepted",
        &[
            ("accepted", &accepted.to_string()),
            ("total", &total.to_string()),
        ],
        language,
    );
    let hint = other
        .and_then(|id| editor.work.template().correction(id))
        .map(|other| {
            let name = editor.name_of(other);
            word(
                "screen.corrections.contradicts",
                &[("name", &name)],
                language,
            )
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_a_change_are_cut_where_a_reader_pauses() {
        let long = "甲方有义务在合同签订生效日期之前，向乙方支付相应的服务费用，如延期支付";
        assert_eq!(
            last_characters(long),
            "…向乙方支付相应的服务费用，如延期支付"
        );
        assert_eq!(
            first_characters(long),
            "甲方有义务在合同签订生效日期之前，…"
        );
        assert_eq!(last_characters("很短"), "很短");
        let whole = "字".repeat(AROUND + 1);
        assert_eq!(last_characters(&whole), format!("…{}", "字".repeat(AROUND)));
        assert_eq!(
            first_characters(&whole),
            format!("{}…", "字".repeat(AROUND))
        );
    }
}
