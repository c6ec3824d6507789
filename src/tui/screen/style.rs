//! Draws the style settings in the place of the form, with the contract beside them.

use crate::app::App;
use crate::app::editor::{Editor, StyleSource};
use crate::app::panes::Pane;
use crate::app::screen::style::{StyleLine, StyleScreen, style_lines};
use crate::language::Language;
use crate::template::{Style, StyleKey};
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::{contract, editor, footer, help_line, list, title};
use crate::wording::{self, Words, word};

/// The gap between two columns.
const GAP: usize = 2;

/// Draws the list and the contract.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &StyleScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let panes = editor.panes();
    editor::draw_header(canvas, app, editor, "screen.style.title");
    editor::draw_divider(canvas, app, editor);
    contract::draw(canvas, editor);
    let pane = "screen.style.title";
    title::draw_both(canvas, editor, pane, Pane::Form, language);
    let keys = List {
        editor,
        screen,
        language,
        label_columns: widest(canvas, |key| wording::style_label(key, language)),
        source_columns: widest(canvas, |key| source(editor.style_source(key), language)),
    };
    let lines = style_lines();
    let is_selected =
        |line: &StyleLine| matches!(line, StyleLine::Key(row, _) if *row == screen.row);
    let selected = lines.iter().position(is_selected).unwrap_or(0);
    let is_key = |number| matches!(lines.get(number), Some(StyleLine::Key(..)));
    for (number, line) in list::in_sight_of(canvas, panes.form, lines.len(), selected, is_key) {
        if let Some(content) = lines.get(number) {
            keys.draw_line(canvas, line, *content);
        }
    }
    let (words, style) = help_words(canvas, editor, screen, language);
    let help = Stretch::of(panes.help, 0);
    help_line::draw(canvas, app, help, &words, style);
    footer::draw(canvas, app, Stretch::of(panes.footer, 0));
}

/// The data that every line of the list needs.
struct List<'a> {
    editor: &'a Editor,
    screen: &'a StyleScreen,
    language: Language,
    label_columns: usize,
    source_columns: usize,
}

impl List<'_> {
    fn draw_line(&self, canvas: &mut Canvas<'_>, line: Stretch, content: StyleLine) {
        match content {
            StyleLine::Gap => {}
            StyleLine::Heading(group) => {
                let name = word(&format!("style.group.{}", group.name()), &[], self.language);
                canvas.put_clipped(line.after(1), &name, canvas.theme.heading);
            }
            StyleLine::Key(row, key) => {
                self.draw_key(canvas, line, key, row == self.screen.row);
            }
        }
    }

    fn draw_key(&self, canvas: &mut Canvas<'_>, line: Stretch, key: &StyleKey, is_selected: bool) {
        let theme = canvas.theme;
        let (label, value_style) = if is_selected {
            canvas.put(line.after(1), ">", theme.marker);
            (theme.heading, theme.focus)
        } else {
            (theme.plain, theme.plain)
        };
        let line = line
            .first(line.columns().saturating_sub(2))
            .after(list::MARGIN);
        let labels = line.first(self.label_columns);
        canvas.put_clipped(labels, &wording::style_label(key, self.language), label);
        let rest = line.after(self.label_columns + GAP);
        let values = rest.first(rest.columns().saturating_sub(self.source_columns + GAP));
        if let Some(input) = self.screen.input.as_ref().filter(|_| is_selected) {
            canvas.put_input(values, input, theme.plain);
        } else {
            let value = key.value(self.editor.style());
            let value = wording::style_value(key, &value, self.language);
            canvas.put_clipped(values, &value, value_style);
        }
        let from = self.editor.style_source(key);
        let style = match from {
            StyleSource::Draft => theme.marker,
            StyleSource::Config | StyleSource::Template | StyleSource::BuiltIn => theme.dim,
        };
        canvas.put_right(rest, &source(from, self.language), style);
    }
}

fn widest(canvas: &Canvas<'_>, text: impl Fn(&StyleKey) -> String) -> usize {
    let widths = Style::keys().iter().map(|key| canvas.width(&text(key)));
    widths.max().unwrap_or(0)
}

fn source(source: StyleSource, language: Language) -> String {
    word(&format!("style.source.{}", source.name()), &[], language)
}

/// The effect of the selected style key, or why its value was rejected.
fn help_words(
    canvas: &Canvas<'_>,
    editor: &Editor,
    screen: &StyleScreen,
    language: Language,
) -> (Words, ratatui::style::Style) {
    let theme = canvas.theme;
    let Some(key) = screen.selected() else {
        return (Words::default(), theme.dim);
    };
    if let Some(error) = &screen.problem {
        return (wording::style_refused(error, language), theme.error);
    }
    if let Some(error) = editor.style_problem(key) {
        return (wording::style_ignored(&error, language), theme.warning);
    }
    let mut words = Words {
        message: wording::style_help(key, language),
        hint: String::new(),
    };
    if screen.input.is_some() {
        words.hint = word("style.takes", &[("takes", &key.takes())], language);
    }
    (words, theme.dim)
}
