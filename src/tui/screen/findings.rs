//! Draws the list of findings, also as a part of the export screen.

use super::corrections::draw_parts;
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::app::panes::Area;
use crate::app::screen::findings::FindingsScreen;
use crate::app::{App, Settings};
use crate::draft::Issue;
use crate::language::Language;
use crate::template::Severity;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::value::clean;
use crate::wording::{self, Words, word};

/// The width of the word for a severity.
const SEVERITY: usize = 8;
/// The rows of the selected finding below the list.
pub(super) const DETAIL: u16 = 3;

/// Draws the list of findings.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, list: &FindingsScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.findings.title");
    let issues = editor.issues();
    draw_verdict(canvas, page.line(0), issues, language);
    let height = page.body.height.saturating_sub(2 + 1 + DETAIL);
    let area = page.part(2, height);
    draw_list(canvas, area, issues, Some(list.row), editor, &app.settings);
    let selected = list.selected(editor);
    if let Some(issue) = selected {
        draw_in_full(
            canvas,
            app,
            editor,
            page.part(2 + height + 1, DETAIL),
            issue,
        );
    }
    let words = selected
        .map(|issue| advice(issue, editor, language))
        .unwrap_or_default();
    page.help(canvas, app, words, canvas.theme.plain);
    if let Some(reason) = &list.reason {
        draw_reason(canvas, page.reason, reason, language);
    }
}

/// Draws a finding in full, with the reason for its confirmation.
pub(in crate::tui) fn draw_in_full(
    canvas: &mut Canvas<'_>,
    app: &App,
    editor: &Editor,
    area: Area,
    issue: &Issue,
) {
    let language = app.settings.language;
    let message = editor.words_away_of(issue).message;
    let mut parts = vec![(message, canvas.theme.plain)];
    let given = editor.work.draft().acknowledged.get(&issue.id);
    if let Some(given) = given.filter(|given| issue.acknowledged && !given.reason.is_empty()) {
        let reason = word("screen.findings.reason", &[], language);
        let reason = format!("  {reason}{}", given.reason);
        parts.push((clean(&reason).text.into_owned(), canvas.theme.dim));
    }
    draw_parts(canvas, app, area, 0, usize::from(area.height), &parts);
}

/// The word for an acknowledged finding, or for a confirmed error.
pub(in crate::tui) fn known(issue: &Issue, language: Language) -> String {
    let key = match issue.severity {
        Severity::Error => "screen.findings.confirmed",
        Severity::Warning | Severity::Hint => "screen.findings.acknowledged",
    };
    word(key, &[], language)
}

/// Says whether the contract is ready to sign, and what prevents it.
pub(in crate::tui) fn draw_verdict(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    issues: &[Issue],
    language: Language,
) {
    let count = |severity| {
        issues
            .iter()
            .filter(|issue| issue.blocks() && issue.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let theme = canvas.theme;
    let (key, style) = match (errors, warnings) {
        (0, 0) => ("screen.export.ready", theme.done),
        (0, _) => ("screen.export.blocked_by_warnings", theme.warning),
        (_, 0) => ("screen.export.blocked_by_errors", theme.error),
        (_, _) => ("screen.export.blocked", theme.error),
    };
    let (errors, warnings) = (errors.to_string(), warnings.to_string());
    let values = [("errors", errors.as_str()), ("warnings", warnings.as_str())];
    canvas.put_clipped(
        line.after(list::MARGIN),
        &word(key, &values, language),
        style,
    );
}

/// Draws findings with the selected finding visible.
pub(in crate::tui) fn draw_list(
    canvas: &mut Canvas<'_>,
    area: Area,
    issues: &[Issue],
    selected: Option<usize>,
    editor: &Editor,
    settings: &Settings,
) {
    let shown = selected.unwrap_or_else(|| issues.len().saturating_sub(1));
    list::draw(
        canvas,
        area,
        issues,
        shown,
        |canvas, line, issue, is_shown| {
            let is_selected = is_shown && selected.is_some();
            draw_finding(canvas, line, issue, is_selected, editor, settings);
        },
    );
}

fn draw_finding(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    issue: &Issue,
    is_selected: bool,
    editor: &Editor,
    settings: &Settings,
) {
    let language = settings.language;
    let theme = canvas.theme;
    let rest = line
        .first(line.columns().saturating_sub(2))
        .after(list::MARGIN);
    if is_selected {
        canvas.put(line.after(1), ">", theme.marker);
    }
    let style = if issue.acknowledged {
        theme.dim
    } else {
        theme.severity(issue.severity)
    };
    let name = word(
        &format!("screen.severity.{}", issue.severity.name()),
        &[],
        language,
    );
    canvas.put_clipped(rest.first(SEVERITY), &name, style);
    let rest = rest.after(SEVERITY + 1);
    let used = if issue.acknowledged {
        canvas.put_clipped(rest, &known(issue, language), theme.done) + 1
    } else {
        0
    };
    let message = editor.words_away_of(issue).message;
    let style = if is_selected {
        theme.heading
    } else {
        theme.plain
    };
    let rest = rest.after(used);
    let used = canvas.put_clipped(rest, &message, style);
    if is_selected {
        // The keys may be left out, because the footer shows them too: the message has priority.
        let ways = ways_out(issue, editor, settings);
        if used + 2 + canvas.width(&ways) <= rest.columns() {
            canvas.put_right(rest, &ways, theme.dim);
        }
    }
}

/// The keys that help with a finding.
fn ways_out(issue: &Issue, editor: &Editor, settings: &Settings) -> String {
    let mut ways = Vec::new();
    if editor.correction_for(issue).is_some() {
        ways.push(settings.word("screen.findings.correct", &[]));
    } else if !issue.places.is_empty() {
        ways.push(settings.word("screen.findings.go", &[]));
    }
    if issue.may_be_acknowledged() {
        let key = if issue.acknowledged {
            "screen.findings.withdraw"
        } else if issue.severity == Severity::Error {
            "screen.findings.confirm"
        } else {
            "screen.findings.acknowledge"
        };
        ways.push(settings.word(key, &[]));
    }
    ways.join("  ")
}

/// The advice for a finding, with the law or custom behind it.
pub(in crate::tui) fn advice(issue: &Issue, editor: &Editor, language: Language) -> Words {
    let said = editor.words_away_of(issue);
    let message = if said.hint.is_empty() {
        said.message
    } else {
        said.hint
    };
    let source = wording::issue_source(issue, language);
    let hint = if source.is_empty() {
        String::new()
    } else {
        word("screen.findings.source", &[("source", source)], language)
    };
    Words { message, hint }
}

/// Draws the line for typing the reason to confirm an error.
pub(in crate::tui) fn draw_reason(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    reason: &LineInput,
    language: Language,
) {
    canvas.clear(Area {
        x: line.x,
        y: line.y,
        width: line.width,
        height: 1,
    });
    let line = line.after(1).first(line.columns().saturating_sub(2));
    let label = word("screen.findings.reason", &[], language);
    let used = canvas.put_clipped(line, &label, canvas.theme.heading);
    canvas.put_input(line.after(used), reason, canvas.theme.plain);
}
