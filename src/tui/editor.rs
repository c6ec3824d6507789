//! Draws the editor: the form and the contract between a header and two lines of help.

use chrono::NaiveDate;
use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use super::theme::Theme;
use super::{contract, footer, form, help_line, title};
use crate::app::editor::{Editor, focused_issue, form_lines};
use crate::app::panes::Pane;
use crate::app::pointer::Target;
use crate::app::screen::Screen;
use crate::app::{App, SaveState, Settings};
use crate::desk::{DraftState, Standing};
use crate::document::print_value;
use crate::draft::Answer;
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::value::clean;
use crate::wording::{self, Words, word};

/// From this width the header shows the template's name and a progress bar.
const WIDE: u16 = 100;
/// The columns of the header that stay free for the name of the screen and of the draft.
const NAME: usize = 22;
/// The columns of the progress bar.
const BAR: usize = 14;
/// The columns between two parts of the header.
const GAP: usize = 2;
/// The maximum width of the save status.
const SAVE: usize = 40;

pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App) {
    let Some(editor) = &app.editor else {
        return;
    };
    let panes = editor.panes();
    draw_header(canvas, app, editor, "screen.title");
    let lines = form_lines(editor);
    form::draw(canvas, editor, &lines, &app.settings);
    draw_divider(canvas, app, editor);
    contract::draw(canvas, editor);
    let language = app.settings.language;
    title::draw_both(canvas, editor, "screen.pane.form", editor.pane, language);
    let help = Stretch::of(panes.help, 0);
    match editor.pane {
        Pane::Form if app.shows_calendar() => {
            let words = Words {
                message: word("screen.calendar.help", &[], app.settings.language),
                hint: String::new(),
            };
            help_line::draw(canvas, app, help, &words, canvas.theme.dim);
        }
        Pane::Form => {
            let (words, style) = focus_words(canvas, editor, &app.settings, app.today);
            help_line::draw(canvas, app, help, &words, style);
        }
        Pane::Contract => {
            let words = Words {
                message: app.settings.word("screen.contract.help", &[]),
                hint: String::new(),
            };
            help_line::draw(canvas, app, help, &words, canvas.theme.dim);
        }
    }
    footer::draw(canvas, app, Stretch::of(panes.footer, 0));
}

/// Draws the header: the place, the progress and the save status. `title` is the locale key of the
/// screen's name.
pub(super) fn draw_header(canvas: &mut Canvas<'_>, app: &App, editor: &Editor, title: &str) {
    let language = app.settings.language;
    let theme = canvas.theme;
    let line = Stretch::of(editor.panes().header, 0);
    let is_wide = line.width >= WIDE;
    let mut rest = line.after(1).first(line.columns().saturating_sub(2));
    let (save, style) = save_words(canvas, app, editor);
    let save_room = rest.last(SAVE.min(rest.columns() / 2));
    let used = canvas.put_right(save_room, &save, style);
    rest = rest.first(rest.columns().saturating_sub(used + GAP));
    if is_wide {
        let bar = bar(editor);
        let used = canvas.put_right(rest, &bar, theme.plain);
        rest = rest.first(rest.columns().saturating_sub(used + GAP));
    }
    let standing = editor.work.standing();
    rest = draw_counts(canvas, app, rest, standing);
    let state = state_words(standing, language);
    let style = state_style(theme, standing.state);
    rest = if standing.count().is_some() {
        draw_count(canvas, app, rest, &state, style)
    } else {
        let used = canvas.put_right(rest, &state, style);
        rest.first(rest.columns().saturating_sub(used + GAP))
    };
    let progress = editor.work.progress();
    let filled = word(
        "screen.editor.filled",
        &[
            ("answered", &progress.answered.to_string()),
            ("total", &progress.total.to_string()),
        ],
        language,
    );
    if canvas.width(&filled) + GAP + NAME <= rest.columns() {
        let used = canvas.put_right(rest, &filled, theme.plain);
        rest = rest.first(rest.columns().saturating_sub(used + GAP));
    }
    draw_name(canvas, editor, rest, title, is_wide, language);
}

/// Draws the number of errors and of things to confirm that the state does not count already. A
/// click on them opens the list of findings.
fn draw_counts(canvas: &mut Canvas<'_>, app: &App, rest: Stretch, standing: &Standing) -> Stretch {
    let theme = canvas.theme;
    let language = app.settings.language;
    let counts = [
        (
            DraftState::Errors,
            standing.errors,
            "screen.state.n_errors",
            theme.error,
        ),
        (
            DraftState::ToConfirm,
            standing.to_confirm,
            "screen.state.n_to_confirm",
            theme.warning,
        ),
    ];
    let state = canvas.width(&state_words(standing, language)) + GAP;
    let mut room = rest.columns().saturating_sub(state + NAME);
    let mut shown = Vec::new();
    // Errors come first if there is room for one of them only.
    for (state, count, key, style) in counts {
        let text = word(key, &[("count", &count.to_string())], language);
        let needed = canvas.width(&text) + GAP;
        if count > 0 && standing.state != state && needed <= room {
            room -= needed;
            shown.push((text, style));
        }
    }
    let mut rest = rest;
    for (text, style) in shown.into_iter().rev() {
        rest = draw_count(canvas, app, rest, &text, style);
    }
    rest
}

/// Draws a number at the end of `rest`. In the form, a click on it opens the list of findings.
fn draw_count(
    canvas: &mut Canvas<'_>,
    app: &App,
    rest: Stretch,
    text: &str,
    style: Style,
) -> Stretch {
    let used = canvas.put_right(rest, text, style);
    let at = rest.last(used);
    if matches!(app.screens().last(), Some(Screen::Editor(_))) {
        canvas.targets.push(Target {
            column: at.x,
            columns: at.width,
            row: at.y,
            steps: 0,
        });
    }
    rest.first(rest.columns().saturating_sub(used + GAP))
}

/// The state of a draft with its number: 填写中 3.
pub(super) fn state_words(standing: &Standing, language: Language) -> String {
    let state = wording::state(standing.state, language);
    match standing.count() {
        Some(count) => format!("{state} {count}"),
        None => state,
    }
}

/// The style of a state.
pub(super) fn state_style(theme: &Theme, state: DraftState) -> Style {
    match state {
        DraftState::Void => theme.dim,
        DraftState::Filling => theme.plain,
        DraftState::Errors => theme.error,
        DraftState::ToConfirm | DraftState::Changed => theme.warning,
        DraftState::Signed | DraftState::Sent | DraftState::Exported | DraftState::Ready => {
            theme.done
        }
    }
}

/// Draws the screen's name, the draft's name and, on a wide screen, the template's name.
fn draw_name(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    mut rest: Stretch,
    title: &str,
    is_wide: bool,
    language: Language,
) {
    let theme = canvas.theme;
    let used = canvas.put_clipped(rest, &word(title, &[], language), theme.heading);
    rest = rest.after(used + GAP);
    let used = canvas.put_clipped(rest, &name(editor, language), theme.heading);
    if is_wide {
        let template = format!(" / {}", editor.work.template().title);
        canvas.put_clipped(rest.after(used), &template, theme.dim);
    }
}

/// Draws the title line of a screen that may also cover the list.
pub(super) fn draw_title(canvas: &mut Canvas<'_>, app: &App, title: &str) {
    if let Some(editor) = &app.editor {
        draw_header(canvas, app, editor, title);
        return;
    }
    let line = Stretch {
        x: 1,
        y: 0,
        width: app.screen.0.saturating_sub(2),
    };
    let language = app.settings.language;
    canvas.put_clipped(line, &word(title, &[], language), canvas.theme.heading);
}

/// The name of a draft: its title, else the other party.
fn name(editor: &Editor, language: Language) -> String {
    if !editor.work.draft().title.is_empty() {
        return clean(&editor.work.draft().title).text.into_owned();
    }
    editor
        .work
        .template()
        .summary
        .party
        .as_ref()
        .and_then(|party| {
            let field = editor.work.template().field(party.as_str())?;
            let value = editor.values().value(&field.place())?;
            Some(print_value(field, value, editor.style()))
        })
        .unwrap_or_else(|| word("screen.unnamed", &[], language))
}

/// The progress of the draft as a bar: `####----`.
fn bar(editor: &Editor) -> String {
    let progress = editor.work.progress();
    let done = (progress.answered * BAR)
        .checked_div(progress.total)
        .unwrap_or(BAR);
    // The bar is full only if nothing keeps the contract from being signed.
    let most = if editor.work.standing().is_ready() {
        BAR
    } else {
        BAR - 1
    };
    let done = done.min(most);
    format!("{}{}", "#".repeat(done), "-".repeat(BAR - done.min(BAR)))
}

/// The save status and its style.
fn save_words(canvas: &Canvas<'_>, app: &App, editor: &Editor) -> (String, Style) {
    let theme = canvas.theme;
    let language = app.settings.language;
    let say =
        |key: &str, values: &[(&str, &str)]| word(&format!("screen.save.{key}"), values, language);
    if let Some(owner) = editor.work.in_use() {
        let who = wording::owner(owner, language);
        return (say("in_use", &[("who", &who)]), theme.warning);
    }
    if editor.work.is_read_only() {
        return (say("read_only", &[]), theme.warning);
    }
    match &app.save {
        SaveState::Failed(error) => {
            let why = wording::store_reason(error, language);
            (say("failed", &[("why", &why)]), theme.error)
        }
        SaveState::Saved(_) | SaveState::Apart { .. } | SaveState::Unchanged
            if editor.work.is_unsaved() =>
        {
            (say("unsaved", &[]), theme.warning)
        }
        SaveState::Apart { at, .. } => {
            let time = at.format("%H:%M").to_string();
            (say("apart", &[("time", &time)]), theme.warning)
        }
        SaveState::Saved(at) => {
            let time = at.format("%H:%M").to_string();
            (say("saved", &[("time", &time)]), theme.done)
        }
        SaveState::Unchanged => (say("unchanged", &[]), theme.dim),
    }
}

/// Draws the line between the form and the contract.
pub(super) fn draw_divider(canvas: &mut Canvas<'_>, app: &App, editor: &Editor) {
    let panes = editor.panes();
    let (across, down) = match app.settings.ambiguous {
        Ambiguous::Narrow => ("─", "│"),
        Ambiguous::Wide => ("-", "|"),
    };
    let mark = if panes.divider.width == 1 {
        down
    } else {
        across
    };
    let line = mark.repeat(usize::from(panes.divider.width));
    for row in 0..usize::from(panes.divider.height) {
        canvas.put(Stretch::of(panes.divider, row), &line, canvas.theme.dim);
    }
}

/// The help for the focused field: the error of its answer, else its help sentence.
fn focus_words(
    canvas: &Canvas<'_>,
    editor: &Editor,
    settings: &Settings,
    today: NaiveDate,
) -> (Words, Style) {
    let language = settings.language;
    if let Some(issue) = focused_issue(editor) {
        let mut words = editor.words_of(issue);
        words.message = format!("{} {}", form::standing(issue, language), words.message);
        let style = if issue.acknowledged {
            canvas.theme.dim
        } else {
            canvas.theme.severity(issue.severity)
        };
        return (words, style);
    }
    let help = editor
        .focused_field()
        .map(|field| editor.with_names(field.help.get(language)))
        .unwrap_or_default();
    let words = Words {
        message: help,
        hint: offered_options(editor, settings)
            .unwrap_or_else(|| origin_words(editor, today, language)),
    };
    (words, canvas.theme.dim)
}

/// Where the answer of the focused field came from, and that it is not confirmed yet.
fn origin_words(editor: &Editor, today: NaiveDate, language: Language) -> String {
    let draft = editor.work.draft();
    let origin = draft.origins.get(&editor.focus);
    let origin = origin.map(|origin| wording::origin(origin, today, language));
    origin.unwrap_or_default()
}

/// The suggestions for a choice field, as text: the options keep their order in the form.
fn offered_options(editor: &Editor, settings: &Settings) -> Option<String> {
    let language = settings.language;
    let Answer::Chosen(offered) = editor.focused_suggestion()?.answer else {
        return None;
    };
    let labels: Vec<&str> = editor
        .focused_options()?
        .all
        .iter()
        .filter(|option| offered.contains(&option.id))
        .map(|option| match language {
            Language::Chinese => option.label.as_str(),
            Language::English => option.english.as_str(),
        })
        .collect();
    let labels = labels.join(language.separator());
    Some(settings.word("screen.form.offered", &[("options", &labels)]))
}
