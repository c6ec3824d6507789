//! Draws the final review: every value in its sentence, the user's decisions against the template,
//! the file, and the button that writes it.

use ratatui::style::Style;

use super::corrections::break_parts;
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::panes;
use crate::app::pointer::Target;
use crate::app::screen::proof::{ProofRow, ProofScreen};
use crate::review::Sentence;
use crate::tui::list;
use crate::tui::page::Page;
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::theme::Theme;
use crate::value::clean;
use crate::wording::{self, Words, word};

/// The width of the clause.
const CLAUSE: usize = 14;
/// The columns before a decision or the file.
const INDENT: usize = 2;

/// One line of the review.
#[derive(Default)]
struct Line {
    /// The row that the line belongs to; `None` for a heading or a gap.
    row: Option<usize>,
    /// The clause, on the first line of a sentence.
    clause: String,
    indent: usize,
    parts: Vec<(String, Style)>,
}

pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, proof: &ProofScreen) {
    let Some(editor) = &app.editor else {
        return;
    };
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.proof.title");
    let intro = word("screen.proof.intro", &[], language);
    canvas.put_clipped(page.line(0).after(list::MARGIN), &intro, canvas.theme.plain);
    let area = page.part(2, page.body.height.saturating_sub(2));
    let mut teller = Teller {
        app,
        editor,
        proof,
        theme: canvas.theme,
        columns: usize::from(area.width),
        lines: Vec::new(),
    };
    (0..proof.n_rows()).for_each(|row| teller.tell(row));
    let lines = teller.lines;
    let is_selected = |line: &Line| line.row == Some(proof.row);
    let from = lines.iter().position(is_selected).unwrap_or_default();
    let to = lines
        .iter()
        .rposition(is_selected)
        .map_or(from, |last| last + 1);
    let height = usize::from(area.height);
    let top = panes::follow(0, height, lines.len(), from, to);
    list::draw_more(canvas, area, top > 0, top + height < lines.len());
    let mut is_marked = false;
    for (place, line) in lines.iter().skip(top).take(height).enumerate() {
        let at = Stretch::of(area, place);
        if is_selected(line) && !is_marked {
            is_marked = true;
            canvas.put(at.after(1), ">", canvas.theme.marker);
        }
        draw_line(canvas, at.after(list::MARGIN), line);
        if let Some(row) = line.row {
            let number = |row| isize::try_from(row).unwrap_or(isize::MAX);
            canvas.targets.push(Target {
                column: at.x,
                columns: at.width,
                row: at.y,
                steps: number(row) - number(proof.row),
            });
        }
    }
    let help = match proof.kind(proof.row) {
        ProofRow::Button => "screen.proof.help_button",
        ProofRow::Sentence(_) | ProofRow::Correction(_) | ProofRow::Known(_) => "screen.proof.help",
    };
    let words = Words {
        message: label(editor, proof, app),
        hint: app.settings.word(help, &[]),
    };
    page.help(canvas, app, words, canvas.theme.heading);
}

/// The labels of the selected sentence's values.
fn label(editor: &Editor, proof: &ProofScreen, app: &App) -> String {
    let ProofRow::Sentence(index) = proof.kind(proof.row) else {
        return String::new();
    };
    let mut fields = Vec::new();
    let places = proof.sentences.get(index).into_iter();
    for place in places.flat_map(Sentence::places) {
        if !fields.contains(&&place.field) {
            fields.push(&place.field);
        }
    }
    wording::labels(fields, editor.work.template(), app.settings.language)
}

fn draw_line(canvas: &mut Canvas<'_>, at: Stretch, line: &Line) {
    canvas.put_clipped(at.first(CLAUSE), &line.clause, canvas.theme.dim);
    let mut rest = at.after(line.indent);
    for (text, style) in &line.parts {
        let used = canvas.put(rest, text, *style);
        rest = rest.after(used);
    }
}

/// Collects the lines of the review.
struct Teller<'a> {
    app: &'a App,
    editor: &'a Editor,
    proof: &'a ProofScreen,
    theme: &'a Theme,
    columns: usize,
    lines: Vec<Line>,
}

impl Teller<'_> {
    fn tell(&mut self, row: usize) {
        match self.proof.kind(row) {
            ProofRow::Sentence(index) => self.sentence(row, index),
            ProofRow::Correction(index) => {
                self.heading(index, "corrections");
                self.correction(row, index);
            }
            ProofRow::Known(index) => {
                self.heading(index, "known");
                self.known(row, index);
            }
            ProofRow::Button => self.button(row),
        }
    }

    fn sentence(&mut self, row: usize, index: usize) {
        let Some(sentence) = self.proof.sentences.get(index) else {
            return;
        };
        let first = self.lines.len();
        let value = if self.is_selected(row) {
            self.theme.focus
        } else {
            self.theme.filled
        };
        let style = |is_value| if is_value { value } else { self.theme.plain };
        let parts = sentence.parts.iter();
        let parts = parts.map(|part| (part.text.clone(), style(part.place.is_some())));
        self.push(Some(row), CLAUSE + 1, &parts.collect::<Vec<_>>());
        if let Some(line) = self.lines.get_mut(first) {
            line.clause.clone_from(&sentence.clause);
        }
    }

    fn correction(&mut self, row: usize, index: usize) {
        let id = self.proof.corrections.get(index);
        let declared = id.and_then(|id| self.editor.work.template().correction(id));
        let text = declared.map(|correction| {
            let [quote, suggestion] = [&correction.quote, &correction.suggestion]
                .map(|words| self.editor.readable(words));
            let key = if suggestion.is_empty() {
                "away"
            } else {
                "changed"
            };
            self.say(key, &[("quote", &quote), ("suggestion", &suggestion)])
        });
        let style = self.style(row);
        let by = id.and_then(|id| self.editor.work.draft().accepted_by.get(id));
        let by = by.map(|by| self.say(&format!("by.{}", by.name()), &[]));
        let parts = [
            (text.unwrap_or_default(), style),
            (by.unwrap_or_default(), self.theme.dim),
        ];
        self.push(Some(row), INDENT, &parts);
    }

    fn known(&mut self, row: usize, index: usize) {
        let Some(issue) = self.proof.known.get(index) else {
            return;
        };
        let message = self.editor.words_away_of(issue).message;
        let mut parts = vec![(message, self.style(row))];
        let given = self.editor.work.draft().acknowledged.get(&issue.id);
        if let Some(given) = given.filter(|given| !given.reason.is_empty()) {
            let reason = word("screen.findings.reason", &[], self.app.settings.language);
            let reason = format!("  {reason}{}", given.reason);
            parts.push((clean(&reason).text.into_owned(), self.theme.dim));
        }
        self.push(Some(row), INDENT, &parts);
    }

    /// The file, and the button that writes it.
    fn button(&mut self, row: usize) {
        self.lines.push(Line::default());
        if self.proof.corrections.is_empty() {
            let text = self.say("no_corrections", &[]);
            self.push(None, 0, &[(text, self.theme.plain)]);
        }
        let path = wording::path(&self.proof.request.path);
        let file = self.say("file", &[("path", &path)]);
        self.push(Some(row), 0, &[(file, self.theme.plain)]);
        if self.proof.request.overwrite {
            let question = self.app.settings.word("screen.proof.overwrite", &[]);
            self.push(Some(row), 0, &[(question, self.theme.warning)]);
        }
        let style = if self.is_selected(row) {
            self.theme.focus
        } else {
            self.theme.heading
        };
        let button = format!("[ {} ]", self.say("button", &[]));
        self.push(Some(row), 0, &[(button, style)]);
    }

    /// The heading above the first row of a part.
    fn heading(&mut self, index: usize, key: &str) {
        if index == 0 {
            self.lines.push(Line::default());
            let text = self.say(key, &[]);
            self.push(None, 0, &[(text, self.theme.heading)]);
        }
    }

    fn push(&mut self, row: Option<usize>, indent: usize, parts: &[(String, Style)]) {
        let room = self.columns.saturating_sub(list::MARGIN + indent + 2);
        let broken = break_parts(parts, room, self.app.settings.ambiguous);
        self.lines.extend(broken.into_iter().map(|parts| Line {
            row,
            clause: String::new(),
            indent,
            parts,
        }));
    }

    fn is_selected(&self, row: usize) -> bool {
        row == self.proof.row
    }

    fn style(&self, row: usize) -> Style {
        if self.is_selected(row) {
            self.theme.heading
        } else {
            self.theme.plain
        }
    }

    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let key = format!("screen.proof.{key}");
        word(&key, values, self.app.settings.language)
    }
}
