//! Draws the revisions of a draft, or the undo steps, and the changes of the selected state.

use ratatui::style::Style;

use super::corrections;
use crate::app::App;
use crate::app::panes::Area;
use crate::app::screen::revisions::{RevisionsScreen, StatesOf};
use crate::desk::{PastState, StateOrigin};
use crate::language::Language;
use crate::review::diff::{DiffKind, DiffPart};
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::wording::{self, word};

/// The maximum number of rows of the list.
const LIST: u16 = 8;
/// The maximum number of rows of a passage.
const PASSAGE: usize = 6;

/// Draws the list with the differences below it.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &RevisionsScreen) {
    let language = app.settings.language;
    let (title, help) = match screen.states_of {
        StatesOf::Revisions | StatesOf::RevisionsFromHome => {
            ("screen.revisions.title", "screen.revisions.help")
        }
        StatesOf::Steps => ("screen.steps.title", "screen.steps.help"),
    };
    let page = Page::open(canvas, app, title);
    let count = u16::try_from(screen.states.len()).unwrap_or(LIST);
    let height = count.min(LIST).min(page.body.height / 3);
    draw_list(canvas, page.part(0, height), screen, language);
    draw_heading(canvas, page.line(usize::from(height) + 1), screen, language);
    draw_differences(canvas, app, page.part(height + 2, u16::MAX), screen);
    page.help(canvas, app, word(help, &[], language), canvas.theme.dim);
}

fn draw_list(canvas: &mut Canvas<'_>, area: Area, screen: &RevisionsScreen, language: Language) {
    for (number, line) in list::in_sight(canvas, area, screen.states.len(), screen.row) {
        let Some(state) = screen.states.get(number) else {
            continue;
        };
        let theme = canvas.theme;
        let style = list::mark(
            canvas,
            line,
            number == screen.row,
            [theme.focus, theme.plain],
        );
        let used = canvas.put_clipped(
            line.after(list::MARGIN),
            &name(screen, number, state, language),
            style,
        );
        if let Err(error) = &state.draft {
            let why = wording::store_error(error, language).message;
            canvas.put_clipped(
                line.after(list::MARGIN + used + 2),
                &why,
                canvas.theme.error,
            );
        }
    }
}

fn name(screen: &RevisionsScreen, row: usize, state: &PastState, language: Language) -> String {
    let name = match state.origin {
        StateOrigin::Now => word("history.now", &[], language),
        StateOrigin::Revision(number) => {
            let number = number.to_string();
            word("screen.revisions.number", &[("number", &number)], language)
        }
        StateOrigin::Step => String::new(),
    };
    let what = match screen.states_of {
        StatesOf::Revisions | StatesOf::RevisionsFromHome => state.moment.map(|moment| {
            let moment = moment.format("%Y-%m-%d %H:%M");
            moment.to_string()
        }),
        StatesOf::Steps if row + 1 == screen.states.len() => {
            Some(word("screen.steps.first", &[], language))
        }
        StatesOf::Steps => {
            let made = screen.made(row);
            let template = state.template.as_deref();
            made.first()
                .map(|change| wording::change(change, template, language))
        }
    };
    let parts = [name, what.unwrap_or_default()];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("  ")
}

/// Draws the heading, which names the states that the differences compare.
fn draw_heading(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    screen: &RevisionsScreen,
    language: Language,
) {
    let is_read = screen.selected().is_some_and(|state| state.draft.is_ok());
    let is_same = is_read && screen.changes.is_empty() && screen.passages.is_empty();
    let key = if screen.against_now && is_same {
        "screen.revisions.as_now"
    } else if screen.against_now {
        "screen.revisions.against_now"
    } else if screen.row + 1 >= screen.states.len() {
        match screen.states_of {
            StatesOf::Revisions | StatesOf::RevisionsFromHome => "history.oldest",
            StatesOf::Steps => "screen.steps.first",
        }
    } else if screen.changes.is_empty() {
        "history.no_changes"
    } else {
        match screen.states_of {
            StatesOf::Revisions | StatesOf::RevisionsFromHome => "screen.revisions.against_before",
            StatesOf::Steps => "screen.steps.made",
        }
    };
    canvas.put_clipped(
        line.after(1),
        &word(key, &[], language),
        canvas.theme.heading,
    );
}

/// Draws the differences of the fields first, then those of the contract's sentences.
fn draw_differences(canvas: &mut Canvas<'_>, app: &App, area: Area, screen: &RevisionsScreen) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let template = screen
        .selected()
        .and_then(|state| state.template.as_deref());
    let mut parts: Vec<Vec<(String, Style)>> = screen
        .changes
        .iter()
        .map(|change| vec![(wording::change(change, template, language), theme.plain)])
        .collect();
    if !screen.passages.is_empty() {
        parts.push(Vec::new());
        let words = word("screen.revisions.in_contract", &[], language);
        parts.push(vec![(words, theme.dim)]);
    }
    parts.extend(screen.passages.iter().map(|passage| {
        passage
            .iter()
            .map(|change| marked(change, canvas))
            .collect()
    }));
    let mut row = 0;
    let top = screen.top.min(parts.len().saturating_sub(1));
    for part in parts.iter().skip(top) {
        let next = corrections::draw_parts(canvas, app, area, row, PASSAGE, part);
        row = next.max(row + 1);
    }
}

/// Formats a change. Shapes besides colours: deleted words in [- -], inserted words in {+ +}.
pub(in crate::tui) fn marked(change: &DiffPart, canvas: &Canvas<'_>) -> (String, Style) {
    let theme = canvas.theme;
    match change.kind {
        DiffKind::Same => (change.text.clone(), theme.plain),
        DiffKind::Removed => (format!("[-{}-]", change.text), theme.error),
        DiffKind::Added => (format!("{{+{}+}}", change.text), theme.done),
    }
}
