//! Draws the check before an export: the findings that prevent it, and the target file.

use super::{findings, summary};
use crate::app::editor::Editor;
use crate::app::panes::Area;
use crate::app::pointer::Target;
use crate::app::screen::export::{ExportScreen, RowKind, Running};
use crate::app::{App, Settings};
use crate::draft::Issue;
use crate::language::Language;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{self, Words, word};

/// The width of the labels below the list.
const LABEL: usize = 12;
/// The rows below the list: a gap, the blanks to fill in by hand, file, format, export.
const BELOW: u16 = 5;
/// The row of the body where the list starts.
const LIST: u16 = 2;

pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, gate: &ExportScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let page = Page::open(canvas, app, "screen.export.title");
    if let Some(written) = &gate.written {
        summary::draw(canvas, app, editor, written, gate.running, &page);
    } else {
        draw_gate(canvas, app, editor, gate, &page);
        let words = gate_words(app, editor, gate);
        page.help(canvas, app, words, canvas.theme.plain);
        if let Some(reason) = &gate.reason {
            findings::draw_reason(canvas, page.reason, reason, app.settings.language);
        }
    }
}

/// The help while the file is written.
pub(super) fn running_help(running: Running, language: Language) -> String {
    match running {
        Running::Making { .. } => word("screen.export.help_making", &[], language),
        Running::Cancelling => word("screen.export.help_cancelling", &[], language),
        Running::Writing => String::new(),
    }
}

/// What is being done while the file is written.
pub(super) fn running_words(running: Running, language: Language) -> String {
    match running {
        Running::Writing => word("screen.export.running", &[], language),
        Running::Making { seconds } => {
            let seconds = seconds.to_string();
            word("screen.export.making", &[("seconds", &seconds)], language)
        }
        Running::Cancelling => word("screen.export.cancelling", &[], language),
    }
}

/// The help for the selected row.
fn gate_words(app: &App, editor: &Editor, gate: &ExportScreen) -> Words {
    let language = app.settings.language;
    if let Some(running) = gate.running {
        return running_help(running, language).into();
    }
    if let Some(issue) = gate.selected_issue() {
        return findings::advice(issue, editor, language);
    }
    let key = match gate.row_kind() {
        RowKind::Issue(_) | RowKind::Go if gate.issues.iter().any(Issue::blocks) => {
            "screen.export.help_blocked"
        }
        RowKind::Issue(_) | RowKind::Go => "screen.export.help_go",
        RowKind::Path => "screen.export.help_path",
        RowKind::Format => "screen.export.help_format",
    };
    Words {
        message: app.settings.word(key, &[]),
        hint: String::new(),
    }
}

fn draw_gate(
    canvas: &mut Canvas<'_>,
    app: &App,
    editor: &Editor,
    gate: &ExportScreen,
    page: &Page,
) {
    let language = app.settings.language;
    findings::draw_verdict(canvas, page.line(0), &gate.issues, language);
    let mut room = page.body.height.saturating_sub(LIST + BELOW);
    let detail = findings::DETAIL + 1;
    if room >= 2 * detail {
        room -= detail;
        if let Some(issue) = gate.selected_issue() {
            let from = page.body.height - findings::DETAIL;
            let area = page.part(from, findings::DETAIL);
            findings::draw_in_full(canvas, app, editor, area, issue);
        }
    }
    let height = u16::try_from(gate.issues.len())
        .unwrap_or(u16::MAX)
        .min(room);
    let list = page.part(LIST, height);
    let selected = match gate.row_kind() {
        RowKind::Issue(number) if gate.written.is_none() => Some(number),
        RowKind::Issue(_) | RowKind::Path | RowKind::Format | RowKind::Go => None,
    };
    findings::draw_list(canvas, list, &gate.issues, selected, editor, &app.settings);
    let gap = u16::from(height > 0);
    let below = page.part(LIST + height + gap, BELOW);
    choose_rows(canvas, gate, below);
    draw_hand(canvas, editor, gate, Stretch::of(below, 0), language);
    draw_path(canvas, gate, Stretch::of(below, 1), language);
    draw_format(canvas, gate, Stretch::of(below, 2), language);
    draw_go(canvas, gate, Stretch::of(below, 3), &app.settings);
}

/// Makes file, format and export clickable; the steps count from the selected row.
fn choose_rows(canvas: &mut Canvas<'_>, gate: &ExportScreen, below: Area) {
    let n_issues = gate.issues.len();
    let steps = |row: usize| {
        let [row, selected] = [row, gate.row].map(|row| isize::try_from(row).unwrap_or(isize::MAX));
        row - selected
    };
    if gate.row >= n_issues {
        // When a row below the list is selected, steps count from the last line of the list.
        let beyond = steps(n_issues.saturating_sub(1));
        for choice in &mut canvas.targets {
            choice.steps += beyond;
        }
    }
    for place in 0..3 {
        let line = Stretch::of(below, place + 1);
        canvas.targets.push(Target {
            column: line.x,
            columns: line.width,
            row: line.y,
            steps: steps(n_issues + place),
        });
    }
}

/// Draws the mark and the label of a row, and returns the cells for its content.
fn labelled(canvas: &mut Canvas<'_>, line: Stretch, label: &str, is_selected: bool) -> Stretch {
    let theme = canvas.theme;
    let style = list::mark(canvas, line, is_selected, [theme.heading, theme.plain]);
    let line = line.after(list::MARGIN);
    canvas.put_clipped(line.first(LABEL), label, style);
    let rest = line.after(LABEL);
    rest.first(rest.columns().saturating_sub(1))
}

fn draw_hand(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    gate: &ExportScreen,
    line: Stretch,
    language: Language,
) {
    if gate.left_for_hand.is_empty() {
        return;
    }
    let place = labelled(
        canvas,
        line,
        &word("screen.export.hand", &[], language),
        false,
    );
    let labels = wording::labels(&gate.left_for_hand, editor.work.template(), language);
    canvas.put_clipped(place, &labels, canvas.theme.dim);
}

fn draw_path(canvas: &mut Canvas<'_>, gate: &ExportScreen, line: Stretch, language: Language) {
    let is_selected = gate.row_kind() == RowKind::Path;
    let place = labelled(
        canvas,
        line,
        &word("screen.export.file", &[], language),
        is_selected,
    );
    if is_selected && gate.reason.is_none() && gate.running.is_none() {
        canvas.put_input(place, &gate.path, canvas.theme.plain);
    } else {
        canvas.put_clipped(place, gate.path.text(), canvas.theme.plain);
    }
}

fn draw_format(canvas: &mut Canvas<'_>, gate: &ExportScreen, line: Stretch, language: Language) {
    let is_selected = gate.row_kind() == RowKind::Format;
    let mut place = labelled(
        canvas,
        line,
        &word("screen.export.format", &[], language),
        is_selected,
    );
    let names = ExportScreen::FORMATS.map(|format| {
        let key = format!("screen.export.{}", format.name());
        let is_chosen = gate.format == format;
        let mark = if is_chosen { "(x)" } else { "( )" };
        (is_chosen, format!("{mark} {}", word(&key, &[], language)))
    });
    for (is_chosen, name) in names {
        let style = if is_chosen && is_selected {
            canvas.theme.focus
        } else {
            canvas.theme.plain
        };
        let used = canvas.put_clipped(place, &name, style);
        place = place.after(used + 2);
    }
}

fn draw_go(canvas: &mut Canvas<'_>, gate: &ExportScreen, line: Stretch, settings: &Settings) {
    let language = settings.language;
    let theme = canvas.theme;
    let is_selected = gate.row_kind() == RowKind::Go;
    let place = labelled(canvas, line, "", is_selected);
    if let Some(running) = gate.running {
        let text = running_words(running, language);
        canvas.put_clipped(place, &text, theme.heading);
        return;
    }
    let is_blocked = gate.issues.iter().any(Issue::blocks);
    let style = match (is_selected, is_blocked) {
        (true, _) => theme.focus,
        (false, true) => theme.dim,
        (false, false) => theme.heading,
    };
    let text = format!("[ {} ]", word("screen.export.go", &[], language));
    let used = canvas.put_clipped(place, &text, style);
    if is_blocked {
        let text = settings.word("screen.export.as_draft", &[]);
        canvas.put_clipped(place.after(used + 2), &text, theme.dim);
    }
}
