//! Remarks about text that is allowed but may not print as its author means: numbers that print
//! otherwise, steps of depth that are too small, asterisks and lines that join.

use comrak::nodes::{AstNode, LineColumn, NodeValue};

use super::Reader;
use crate::template::body::Guard;
use crate::template::body_text::line_in_file;
use crate::template::error::{MOST_MISTAKES, RemarkKind, TemplateRemark};
use crate::template::numbering::Numbering;

/// The counts of articles and clauses so far, by depth: the fewest that can print before the next
/// one, and the most.
#[derive(Debug, Default)]
pub(super) struct Ordinals(Vec<(usize, usize)>);

/// A list that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListOf {
    /// The column of its first number, in bytes from 1.
    pub column: usize,
    /// The first number as written.
    pub first: Option<usize>,
}

impl Ordinals {
    /// Counts an article or clause; returns the numbers that it can print.
    fn count(&mut self, depth: usize, is_conditional: bool) -> std::ops::RangeInclusive<usize> {
        self.0.resize(self.0.len().max(depth + 1), (0, 0));
        self.0.truncate(depth + 1);
        let Some((fewest, most)) = self.0.last_mut() else {
            return 0..=0;
        };
        let range = *fewest + 1..=*most + 1;
        *most += 1;
        *fewest += usize::from(!is_conditional);
        range
    }

    /// The last number as it prints if everything before it prints.
    fn printed(&self, numbering: &Numbering) -> String {
        let mut counters = numbering.counters();
        let mut printed = String::new();
        for (depth, (_, most)) in self.0.iter().enumerate() {
            for _ in 0..*most {
                printed = counters.next(depth);
            }
        }
        printed
    }
}

impl Reader<'_> {
    fn remark(&mut self, place: LineColumn, remark: RemarkKind) {
        if self.body.remarks.len() < MOST_MISTAKES {
            self.body.remarks.push(TemplateRemark {
                remark,
                line: line_in_file(self.first_line, place.line),
                column: self.column_in_file(place),
            });
        }
    }

    /// Counts an article.
    pub(super) fn count_article(&mut self, guards: &[Guard]) {
        self.ordinals.count(0, !guards.is_empty());
    }

    /// Counts a clause; remarks on a number that prints otherwise and on a step that is too small to
    /// be a depth.
    pub(super) fn count_clause(&mut self, start: LineColumn, depth: usize, list: &mut ListOf) {
        let is_conditional = !self.guards_of_line(start.line).is_empty();
        let range = self.ordinals.count(depth, is_conditional);
        if start.column > list.column {
            self.remark(start, RemarkKind::ShallowIndent);
        }
        let Some(written) = self.written_number(start) else {
            return;
        };
        // All numbers of a list may be the same: such an author leaves the counting to the program.
        let is_left_open = list.first == Some(written) && start.column == list.column;
        let is_first = list.first.is_none();
        list.first = list.first.or(Some(written));
        if range.contains(&written) || (is_left_open && !is_first) {
            return;
        }
        let printed = self.ordinals.printed(self.names.numbering);
        let written = written.to_string();
        self.remark(start, RemarkKind::NumberDiffers { written, printed });
    }

    /// The number that stands at a place of the text.
    fn written_number(&self, place: LineColumn) -> Option<usize> {
        let line = self.marked_line(place.line);
        let rest = line.get(place.column.saturating_sub(1)..)?.trim_start();
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    }

    /// Remarks on asterisks that print, and on lines with a label each that join.
    pub(super) fn remark_on_text<'n>(&mut self, node: &'n AstNode<'n>) {
        for child in node.descendants() {
            let data = child.data();
            let start = data.sourcepos.start;
            match &data.value {
                NodeValue::Text(text) if text.contains("**") && !self.is_escaped(start) => {
                    drop(data);
                    self.remark(start, RemarkKind::Asterisks);
                }
                NodeValue::SoftBreak => {
                    let next = LineColumn {
                        line: start.line + 1,
                        column: 1,
                    };
                    let begins = |line: usize| begins_with_label(self.marked_line(line));
                    if begins(start.line) && begins(next.line) {
                        drop(data);
                        self.remark(next, RemarkKind::JoinedLines);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether the author wrote the asterisks of a line with a backslash.
    fn is_escaped(&self, place: LineColumn) -> bool {
        self.marked_line(place.line).contains("\\*")
    }
}

/// Whether a line begins with a short label and a colon, as `电话：`.
fn begins_with_label(line: &str) -> bool {
    const MOST: usize = 12;
    let Some((label, _)) = line.trim_start().split_once(['：', ':']) else {
        return false;
    };
    let ends_sentence = |c: char| "，。；、！？,.;!?".contains(c);
    (1..=MOST).contains(&label.chars().count()) && !label.contains(ends_sentence)
}
