//! The cleaned text of the body, which the parser reads: all characters are visible, and the lines
//! correspond to the lines of the file.

use super::error::{MOST_MISTAKES, TemplateError, TemplateProblem};
use super::lines::{Lines, position};
use crate::value::clean_lines;

/// The body of a file: its cleaned text, and the mapping of positions back to the file.
pub(super) struct BodyText<'t> {
    /// The whole file.
    file: &'t Lines<'t>,
    offset: usize,
    /// The first line of the body in the file, 1-based.
    pub first_line: usize,
    /// The cleaned body, to be parsed.
    pub text: String,
    /// Whether cleaning replaced characters, so that columns differ from the file.
    is_changed: bool,
}

impl<'t> BodyText<'t> {
    /// The body that begins at the byte `offset` of the file.
    pub fn of(file: &'t Lines<'t>, offset: usize) -> Self {
        let body = line_ends(file.text.get(offset..).unwrap_or_default());
        let cleaned = clean_lines(&body);
        Self {
            file,
            offset,
            first_line: file.line(offset),
            is_changed: cleaned.replaced > 0,
            text: cleaned.text.into_owned(),
        }
    }

    /// Reports every private-use character of the file as a mistake: such a character has no agreed
    /// meaning and would print as `⟨U+E000⟩`.
    pub(super) fn refuse_private_use(&self, errors: &mut Vec<TemplateError>) {
        let body = self.file.text.get(self.offset..).unwrap_or_default();
        for (at, found) in body.match_indices(is_private_use) {
            if errors.len() >= MOST_MISTAKES {
                return;
            }
            let code = found.chars().next().map_or(0, u32::from);
            let problem = TemplateProblem::PrivateUse { code };
            let (line, column) = self.file.position(self.offset + at);
            errors.push(TemplateError {
                problem,
                line,
                column,
            });
        }
    }

    /// Moves a mistake from its position in the text to its position in the file.
    pub(super) fn in_file(&self, mut error: TemplateError) -> TemplateError {
        (error.line, error.column) = self.in_lines_of_file(error.line, error.column);
        error
    }

    /// The line and the column in the file of a byte offset of the text, both 1-based.
    pub(super) fn place_in_file(&self, offset: usize) -> (usize, usize) {
        let (line, column) = position(&self.text, offset);
        self.in_lines_of_file(line, column)
    }

    fn in_lines_of_file(&self, line: usize, column: usize) -> (usize, usize) {
        (
            line_in_file(self.first_line, line),
            self.column_in_file(line, column),
        )
    }

    /// Maps a column of the text to a column of the file: a character that was made visible has
    /// several columns in the text and one in the file.
    fn column_in_file(&self, line: usize, column: usize) -> usize {
        if !self.is_changed {
            return column;
        }
        let body = line_ends(self.file.text.get(self.offset..).unwrap_or_default());
        let mut lines = body.split('\n');
        let Some(written) = lines.nth(line.saturating_sub(1)) else {
            return column;
        };
        let mut ends: Vec<usize> = written.char_indices().map(|(at, _)| at).collect();
        ends.push(written.len());
        let before = column.saturating_sub(1);
        let fits = ends.partition_point(|end| {
            let head = written.get(..*end).unwrap_or_default();
            clean_lines(head).text.chars().count() <= before
        });
        fits.max(1)
    }
}

/// Converts a line of the body to a line of the file; the body begins on `first_line`. All are
/// 1-based.
pub(super) fn line_in_file(first_line: usize, line: usize) -> usize {
    first_line + line.saturating_sub(1)
}

/// Whether the character is in the private-use block that [`clean_lines`] makes visible.
fn is_private_use(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}')
}

/// Normalises line ends to `\n`. Markdown also ends a line at a lone carriage return, and the line
/// numbers of both parsers must agree.
fn line_ends(body: &str) -> String {
    body.replace("\r\n", "\n").replace('\r', "\n")
}
