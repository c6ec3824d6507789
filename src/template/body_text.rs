//! The text of the body as it is parsed: every character in it can be seen, and it has as many lines
//! as the file has there.

use super::error::{MOST_MISTAKES, TemplateError, TemplateProblem};
use super::lines::{Lines, position};
use crate::value::clean_lines;

/// The body of a file.
pub(super) struct BodyText<'t> {
    /// The whole file.
    file: &'t Lines<'t>,
    offset: usize,
    /// The line of the file where the body begins, 1-based.
    pub first_line: usize,
    /// The text to parse: the cleaned body.
    pub text: String,
    /// Whether it has other characters than the file.
    is_changed: bool,
}

impl<'t> BodyText<'t> {
    /// The body that begins at this offset of the file.
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

    /// Private-use characters are refused where the file has them: they would print as something
    /// that nobody meant.
    pub fn refuse_private_use(&self, errors: &mut Vec<TemplateError>) {
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

    /// A mistake that was found in the text, at its place in the file.
    pub fn in_file(&self, mut error: TemplateError) -> TemplateError {
        (error.line, error.column) = self.in_lines_of_file(error.line, error.column);
        error
    }

    /// The line and the column in the file of an offset of the text.
    pub fn place_in_file(&self, offset: usize) -> (usize, usize) {
        let (line, column) = position(&self.text, offset);
        self.in_lines_of_file(line, column)
    }

    fn in_lines_of_file(&self, line: usize, column: usize) -> (usize, usize) {
        (
            line_in_file(self.first_line, line),
            self.column_in_file(line, column),
        )
    }

    /// A character that was made visible has several columns in the text, and one in the file.
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

/// The line of the file in which a line of a body stands that begins on `first_line`; all 1-based.
pub(super) fn line_in_file(first_line: usize, line: usize) -> usize {
    first_line + line.saturating_sub(1)
}

/// The block of private use whose characters [`clean_lines`] makes visible.
fn is_private_use(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}')
}

/// Markdown takes a carriage return alone for a line end as well, and lines must agree.
fn line_ends(body: &str) -> String {
    body.replace("\r\n", "\n").replace('\r', "\n")
}
