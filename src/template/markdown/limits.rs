//! What a body may not be, asked before the Markdown parser is.

use super::MOST_CLAUSES;
use crate::template::error::{TemplateError, TemplateProblem, Unsupported, report};

/// The most lines that say something: four a block.
const MOST_LINES: usize = 4 * MOST_CLAUSES;
/// The longest line, in bytes.
const MOST_LINE_BYTES: usize = 256 * 1024;
/// How many marks of quotation may begin a line before the Markdown parser is not asked at all.
const MOST_QUOTES: usize = 16;

/// Lines that a Markdown parser takes away without a trace (link definitions), or that cost it
/// more than they are worth (thousands of nested quotations).
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

/// Asked before the Markdown parser is, which takes seconds for a million lines or a line of
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
