//! The checks of a body before the Markdown parser runs.

use super::MOST_CLAUSES;
use crate::template::error::{TemplateError, TemplateProblem, Unsupported, report};

/// The limit of lines that are not blank: four for each block.
const MOST_LINES: usize = 4 * MOST_CLAUSES;
/// The limit of a line, in bytes.
const MOST_LINE_BYTES: usize = 256 * 1024;
/// The limit of `>` at the start of a line; more are refused before the Markdown parser runs.
const MOST_QUOTES: usize = 16;

/// Refuses lines that the Markdown parser removes silently (link definitions), and lines that take
/// too much time (thousands of nested quotations).
pub(super) fn refuse_what_the_parser_would_swallow(text: &str, errors: &mut Vec<TemplateError>) {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let indent = line.len() - start.len();
        let quotes = start.chars().take_while(|c| *c == '>').count();
        let content = start
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['.', ')'])
            .trim_start();
        let defines_link = content.starts_with('[')
            && content
                .split_once(']')
                .is_some_and(|(_, tail)| tail.starts_with(':'));
        if quotes > MOST_QUOTES {
            let problem = TemplateProblem::Markdown(Unsupported::Quote);
            report(errors, text, offset + indent, problem);
        } else if defines_link {
            let problem = TemplateProblem::Markdown(Unsupported::Link);
            report(errors, text, offset + indent, problem);
        }
        offset += line.len();
    }
}

/// Refuses a body on which the Markdown parser takes seconds: a million lines, or a line with
/// millions of brackets.
pub(super) fn refuse_what_takes_seconds(text: &str, errors: &mut Vec<TemplateError>) {
    let mut offset = 0;
    let mut n_lines = 0;
    for line in text.split_inclusive('\n') {
        n_lines += usize::from(!line.trim().is_empty());
        if n_lines > MOST_LINES {
            let most = MOST_LINES;
            let problem = TemplateProblem::TooManyLines { most };
            report(errors, text, offset, problem);
            return;
        }
        let bytes = line.len();
        if bytes > MOST_LINE_BYTES {
            let most = MOST_LINE_BYTES;
            let problem = TemplateProblem::LineTooLong { bytes, most };
            report(errors, text, offset, problem);
            return;
        }
        offset += bytes;
    }
}
