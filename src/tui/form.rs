//! Draws the form: the column of answers.

use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use super::screen::findings;
use super::theme::mark;
use super::{grid, list};
use crate::app::Settings;
use crate::app::editor::{Editor, FormLine, Grid, MARGIN, answer_column, grouped};
use crate::app::panes::{Area, Pane};
use crate::document::{print_in_words, print_value};
use crate::draft::{Basis, Issue, State, Suggestion};
use crate::language::Language;
use crate::template::{Field, FieldKind, Options, Place, TemplateOption};
use crate::value::{self, Value, date};
use crate::wording::{self, word};

/// The text of an empty field.
const BLANK: &str = "______";

/// The mark of an answer that the user has yet to confirm.
pub(super) const UNCONFIRMED: &str = "?";

/// Draws the visible lines of the form.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    lines: &[FormLine],
    settings: &Settings,
) {
    let pane = editor.panes().form;
    let n_groups = editor.work.template().rows.len();
    let form = Form {
        grids: (0..n_groups).map(|rows| editor.grid(rows)).collect(),
        editor,
        settings,
        language: settings.language,
        label_columns: editor.label_columns,
        answer_column: answer_column(editor),
    };
    let height = usize::from(pane.height);
    let end = editor.form_shown.top + height;
    list::draw_more(canvas, pane, editor.form_shown.top > 0, end < lines.len());
    let shown = lines.iter().skip(editor.form_shown.top).take(height);
    for (row, line) in shown.enumerate() {
        form.draw_line(canvas, Stretch::of(pane, row), line);
    }
    // The labels of the columns stay in sight.
    if let Some(FormLine::Row { rows, .. }) = lines.get(editor.form_shown.top) {
        let line = Stretch::of(pane, 0);
        canvas.clear(Area { height: 1, ..pane });
        form.draw_line(canvas, line, &FormLine::Columns { rows: *rows });
        list::draw_more(canvas, pane, true, false);
    }
}

/// The data that every line of the form needs.
struct Form<'a> {
    /// The grid of each group of rows.
    grids: Vec<Option<Grid<'a>>>,
    editor: &'a Editor,
    settings: &'a Settings,
    language: Language,
    label_columns: usize,
    answer_column: usize,
}

impl Form<'_> {
    fn draw_line(&self, canvas: &mut Canvas<'_>, line: Stretch, content: &FormLine) {
        match content {
            FormLine::Gap => {}
            FormLine::Heading { group } => self.draw_heading(canvas, line, *group),
            FormLine::Field { place: blank } => {
                if let Some(field) = self.editor.field_at(blank) {
                    self.draw_label(canvas, line, blank, field);
                    self.draw_answer(canvas, self.value_place(line), blank, field);
                }
            }
            FormLine::Options {
                place: blank,
                from,
                to,
            } => {
                if let Some(field) = self.editor.field_at(blank) {
                    if *from == 0 {
                        self.draw_label(canvas, line, blank, field);
                    }
                    self.draw_options(canvas, self.value_place(line), blank, field, *from..*to);
                }
            }
            // The line with suggestions stands directly below its field.
            FormLine::Words { place: blank } => match self.words(blank) {
                Some(words) => self.draw_understood(canvas, line, &words),
                None if self.is_focused(blank) => self.draw_offers(canvas, line, blank),
                None => {}
            },
            FormLine::Beneath { place: blank } => {
                match (self.understood(blank), self.is_money(blank)) {
                    (Some(understood), _) => self.draw_understood(canvas, line, &understood),
                    (None, true) if self.words(blank).is_none() => {}
                    (None, _) => self.draw_offers(canvas, line, blank),
                }
            }
            FormLine::RowsHead { rows } => grid::draw_head(canvas, line, self.editor, *rows),
            FormLine::Columns { rows } => {
                if let Some(Some(grid)) = self.grids.get(*rows) {
                    grid::draw_labels(canvas, line, self.editor, grid);
                }
            }
            FormLine::Row { rows, row } => {
                if let Some(Some(grid)) = self.grids.get(*rows) {
                    grid::draw_row(canvas, line, self.editor, grid, *row);
                }
            }
            FormLine::Computed { place: blank } => self.draw_computed(canvas, line, blank),
            FormLine::Problem { issue, .. } => self.draw_problem(canvas, line, *issue),
        }
    }

    /// The cells for the value of a line.
    fn value_place(&self, line: Stretch) -> Stretch {
        // Leave the last column free for the mark that more lines follow above or below.
        line.first(line.columns().saturating_sub(1))
            .after(self.answer_column)
    }

    fn is_focused(&self, blank: &Place) -> bool {
        *blank == self.editor.focus
    }

    fn draw_heading(&self, canvas: &mut Canvas<'_>, line: Stretch, group: usize) {
        let theme = canvas.theme;
        let line = line.after(1).first(line.columns().saturating_sub(3));
        let progress = self
            .editor
            .values()
            .progress_of_group(self.editor.work.template(), group);
        let mut used = 0;
        if progress.total > 0 {
            let style = if progress.answered == progress.total {
                theme.done
            } else {
                theme.dim
            };
            let text = format!("{}/{}", progress.answered, progress.total);
            used = canvas.put_right(line, &text, style);
        }
        let label = self
            .editor
            .work
            .template()
            .groups
            .get(group)
            .map_or("", |group| group.label.get(self.language));
        let room = line.first(line.columns().saturating_sub(used + 1));
        canvas.put_clipped(room, label, theme.heading);
    }

    fn draw_label(&self, canvas: &mut Canvas<'_>, line: Stretch, blank: &Place, field: &Field) {
        let theme = canvas.theme;
        let has_keys = self.editor.pane == Pane::Form;
        let style = if self.is_focused(blank) && has_keys {
            canvas.put(line.after(1), ">", theme.marker);
            theme.heading
        } else {
            theme.plain
        };
        if self.editor.work.draft().is_unconfirmed(blank) {
            canvas.put(line, UNCONFIRMED, theme.warning);
        }
        let place = line.after(MARGIN).first(self.label_columns);
        canvas.put_clipped(place, field.label.get(self.language), style);
    }

    fn draw_answer(&self, canvas: &mut Canvas<'_>, place: Stretch, blank: &Place, field: &Field) {
        let theme = canvas.theme;
        let answer = self
            .editor
            .work
            .draft()
            .answers
            .get(blank)
            .filter(|answer| !answer.is_empty());
        let state = self.editor.values().state(blank);
        let tail = match state {
            State::Struck => word("screen.form.struck", &[], self.language),
            State::Unanswered | State::Wrong | State::Answered(_)
                if self.editor.unit_columns(blank) == 0 =>
            {
                String::new()
            }
            State::Unanswered | State::Wrong | State::Answered(_) => field.unit.clone(),
        };
        let reserved = match canvas.width(&tail) {
            0 => 0,
            columns => columns + 1,
        };
        let room = place.first(place.columns().saturating_sub(reserved));
        let has_cursor = self.is_focused(blank) && self.editor.pane == Pane::Form;
        let is_typed = has_cursor && !self.editor.input.text().is_empty();
        let used = if is_typed {
            canvas.put_input(room, &self.editor.shown_input(), value_style(canvas, state))
        } else if let Some(answer) = answer {
            let text = value::with_line_marks(&answer.as_text());
            let text = grouped(field, &text).unwrap_or(text);
            canvas.put_clipped(room, &text, value_style(canvas, state))
        } else {
            if has_cursor {
                canvas.cursor = Some((place.x, place.y));
            }
            self.draw_empty(canvas, place, blank, field);
            return;
        };
        canvas.put_clipped(place.after(used + 1), &tail, theme.plain);
    }

    /// Draws a computed field as the contract prints it; nobody types in its line.
    fn draw_computed(&self, canvas: &mut Canvas<'_>, line: Stretch, blank: &Place) {
        let Some(field) = self.editor.work.template().field(blank.field.as_str()) else {
            return;
        };
        self.draw_label(canvas, line, blank, field);
        let place = self.value_place(line);
        let theme = canvas.theme;
        let used = match self.editor.values().value(blank) {
            Some(value) => {
                let text = format!("= {}", print_value(field, value, self.editor.style()));
                canvas.put_clipped(place, &text, theme.plain)
            }
            None => canvas.put_clipped(place, BLANK, theme.dim),
        };
        canvas.put_clipped(place.after(used + 1), &field.unit, theme.dim);
    }

    /// Draws the suggestion for an empty field, marked as a suggestion, or a blank line.
    fn draw_empty(&self, canvas: &mut Canvas<'_>, place: Stretch, blank: &Place, field: &Field) {
        let theme = canvas.theme;
        let offered = if self.is_focused(blank) {
            self.editor.focused_suggestion()
        } else {
            self.editor.work.suggestion(blank).cloned()
        };
        let offered = offered.map(|offered| offered.answer.as_text());
        let Some(offered) = offered else {
            let used = canvas.put_clipped(place, BLANK, theme.dim);
            let rest = place.after(used + 1);
            let used = canvas.put_clipped(rest, &field.unit, theme.dim);
            if !field.required {
                let rest = rest.after(if used == 0 { 0 } else { used + 1 });
                let optional = word("screen.form.optional", &[], self.language);
                canvas.put_clipped(rest, &optional, theme.dim);
            }
            return;
        };
        let offered = value::with_line_marks(&offered);
        let offered = grouped(field, &offered).unwrap_or(offered);
        let unit = match canvas.width(&field.unit) {
            0 => 0,
            columns => columns + 1,
        };
        let (mut mark, style) = if self.is_focused(blank) {
            (
                self.settings.word("screen.form.suggested", &[]),
                theme.marker,
            )
        } else {
            (
                word("screen.form.offered_mark", &[], self.language),
                theme.dim,
            )
        };
        let needed = canvas.width(&offered) + unit + 1;
        if self.is_focused(blank) && needed + canvas.width(&mark) > place.columns() {
            // Show the whole value and shorten the word that marks it as a suggestion.
            mark = self.settings.word("screen.form.suggested_short", &[]);
        }
        let reserved = canvas.width(&mark) + 1 + unit;
        let room = place.first(place.columns().saturating_sub(reserved));
        let mut used = canvas.put_clipped(room, &offered, theme.dim) + 1;
        if !field.unit.is_empty() {
            used += canvas.put_clipped(place.after(used), &field.unit, theme.dim) + 1;
        }
        canvas.put_clipped(place.after(used), &mark, style);
    }

    fn draw_options(
        &self,
        canvas: &mut Canvas<'_>,
        place: Stretch,
        blank: &Place,
        field: &Field,
        shown: std::ops::Range<usize>,
    ) {
        let FieldKind::Choice(options) = &field.kind else {
            return;
        };
        let has_cursor = self.is_focused(blank) && self.editor.pane == Pane::Form;
        let mut used = 0;
        let numbered = options.all.iter().enumerate();
        for (number, option) in numbered.take(shown.end).skip(shown.start) {
            let style = if has_cursor && number == self.editor.option {
                let at = place.after(used);
                canvas.cursor = Some((at.x, at.y));
                canvas.theme.focus
            } else {
                canvas.theme.plain
            };
            let text = self.option_text(blank, options, option);
            used += canvas.put_clipped(place.after(used), &text, style) + 1;
        }
    }

    /// An option with its box: `[x]现金`.
    fn option_text(&self, blank: &Place, options: &Options, option: &TemplateOption) -> String {
        let answer = self.editor.work.draft().answers.get(blank);
        let is_chosen = answer.is_some_and(|answer| answer.chooses(&option.id));
        let marks = match (options.multiple, is_chosen) {
            (true, true) => "[x]",
            (true, false) => "[ ]",
            (false, true) => "(x)",
            (false, false) => "( )",
        };
        format!("{marks}{}", option.label_in(self.language))
    }

    /// Draws how an answer was understood.
    fn draw_understood(&self, canvas: &mut Canvas<'_>, line: Stretch, understood: &str) {
        let text = format!("= {understood}");
        // An amount in words uses the room on its left rather than being cut. The two columns
        // behind it stay free for the mark that more lines follow.
        let end = line.after(MARGIN + 2).last(canvas.width(&text) + 2);
        let below_value = self.value_place(line);
        let place = if end.width < below_value.width {
            below_value
        } else {
            end
        };
        canvas.put_clipped(place, &text, canvas.theme.dim);
    }

    fn is_money(&self, blank: &Place) -> bool {
        let field = self.editor.field_at(blank);
        field.is_some_and(|field| field.kind == FieldKind::Money)
    }

    /// The amount of a field in words.
    fn words(&self, blank: &Place) -> Option<String> {
        let State::Answered(Value::Money(amount)) = self.editor.values().state(blank) else {
            return None;
        };
        let template = self.editor.work.template();
        let currency = template.currency_of(&blank.field);
        let print = template.print_of_words(&blank.field);
        let words = print_in_words(*amount, currency, print, self.editor.style());
        Some(if self.is_spelled_otherwise(blank) {
            format!("{} {words}", amount.shortest_grouped())
        } else {
            words
        })
    }

    /// A date with its weekday, or the normal form of a number or code that was typed differently.
    fn understood(&self, blank: &Place) -> Option<String> {
        let State::Answered(value) = self.editor.values().state(blank) else {
            return None;
        };
        if let Value::Date(day) = value {
            let weekday = format!("screen.weekday.{}", date::weekday(*day));
            let weekday = word(&weekday, &[], self.language);
            return Some(format!("{} {weekday}", date::print(*day)));
        }
        let understood = value.normal_form()?;
        self.is_spelled_otherwise(blank).then_some(understood)
    }

    /// Whether a number was typed in a form other than plain or grouped digits (`1.28万`), so that
    /// the digits are worth showing. A unit may follow the number.
    fn is_spelled_otherwise(&self, blank: &Place) -> bool {
        let Some(field) = self.editor.field_at(blank) else {
            return false;
        };
        let answer = self.editor.work.draft().answers.get(blank);
        let is_plain = |c: char| match field.kind {
            FieldKind::CreditCode => c.is_ascii_digit() || c.is_ascii_uppercase(),
            FieldKind::IdCard => c.is_ascii_digit() || c == 'X',
            FieldKind::Time => c.is_ascii_digit() || c == ':',
            FieldKind::Email => c.is_ascii_graphic(),
            _ => c.is_ascii_digit() || ".,".contains(c),
        };
        answer.is_some_and(|answer| {
            let text = answer.as_text();
            let text = text.trim();
            let number = match field.kind {
                FieldKind::Money => text,
                _ => text
                    .strip_suffix(field.unit.as_str())
                    .unwrap_or(text)
                    .trim_end(),
            };
            !number.chars().all(is_plain)
        })
    }

    /// Draws the answers of earlier drafts; brackets mark the suggestion that would be accepted.
    fn draw_offers(&self, canvas: &mut Canvas<'_>, line: Stretch, blank: &Place) {
        let offers = self.editor.offers();
        let is_recalled =
            |offer: &Suggestion| matches!(offer.basis, Basis::SameClient | Basis::Habit);
        if !offers.iter().any(is_recalled) {
            return;
        }
        let chosen = offers.get(self.editor.offer());
        let basis = chosen.map_or(Basis::Habit, |chosen| chosen.basis);
        let theme = canvas.theme;
        let line = line
            .first(line.columns().saturating_sub(1))
            .after(MARGIN + 2);
        let source = wording::basis(basis, self.language);
        let label = word("suggestions.before", &[("source", &source)], self.language);
        let mut used = canvas.put_clipped(line, &label, theme.dim);
        let Some(field) = self.editor.field_at(blank) else {
            return;
        };
        // Start at the suggestion before the selected one, so that the selected one fits.
        let first = self.editor.offer().saturating_sub(1);
        for (place, offer) in offers.iter().enumerate().skip(first) {
            let text = value::with_line_marks(&offer.answer.as_text());
            let text = self.printed(field, &text).unwrap_or(text);
            let rest = line.after(used);
            used += if place == self.editor.offer() {
                canvas.put_clipped(rest, &format!("[{text}]"), theme.marker)
            } else {
                canvas.put_clipped(rest, &format!(" {text} "), theme.dim)
            };
        }
    }

    /// An amount as the contract prints it; `None` for another field.
    fn printed(&self, field: &Field, text: &str) -> Option<String> {
        if field.kind != FieldKind::Money {
            return None;
        }
        let amount = value::Money::parse(text).ok()?;
        Some(print_value(
            field,
            &Value::Money(amount),
            self.editor.style(),
        ))
    }

    fn draw_problem(&self, canvas: &mut Canvas<'_>, line: Stretch, issue: usize) {
        let Some(issue) = self.editor.issues().get(issue) else {
            return;
        };
        let said = wording::issue(issue, self.editor.work.template(), self.language).message;
        let text = format!("{} {said}", standing(issue, self.language));
        let style = if issue.acknowledged {
            canvas.theme.dim
        } else {
            canvas.theme.severity(issue.severity)
        };
        let line = line.first(line.columns().saturating_sub(2));
        canvas.put_clipped(line.after(MARGIN + 2), &text, style);
    }
}

/// The mark of a finding, or the word for a known finding.
pub(super) fn standing(issue: &Issue, language: Language) -> String {
    if issue.acknowledged {
        findings::known(issue, language)
    } else {
        mark(issue.severity).to_owned()
    }
}

fn value_style(canvas: &Canvas<'_>, state: &State) -> Style {
    match state {
        State::Wrong => canvas.theme.error,
        State::Struck => canvas.theme.dim,
        State::Unanswered | State::Answered(_) => canvas.theme.plain,
    }
}
