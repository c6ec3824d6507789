//! Tables of a body: their tags on the lines before them, conditions between their rows, and cells.

use std::collections::BTreeSet;

use comrak::nodes::{AstNode, LineColumn, NodeTable, TableAlignment};

use super::Reader;
use crate::template::body::{Alignment, BodyRow, Column, Parties, Shape, TableRole, TableRule};
use crate::template::body_text::line_in_file;
use crate::template::error::{TemplateProblem, Unsupported};
use crate::template::tags::{TagKind, Tagged, mark_of};

/// The limit of cells in all tables of a body.
const MOST_CELLS: usize = 20_000;
/// The limit of columns: more do not fit on paper.
const MOST_COLUMNS: usize = 20;

/// Keeps a table together whose rows have conditions on lines of their own between them. The line
/// of such a tag is blank, and a blank line would end the table, so the line becomes a row that
/// holds only the mark of the tag.
pub(super) fn join_rows(tagged: &mut Tagged) {
    if tagged.line_tags.is_empty() {
        return;
    }
    let lines: Vec<&str> = tagged.text.split('\n').collect();
    let line = |number: usize| lines.get(number.wrapping_sub(1)).copied();
    let is_row = |number: usize| line(number).is_some_and(begins_row);
    let is_tag = |number: usize| {
        let found = tagged
            .line_tags
            .binary_search_by_key(&number, |(line, _)| *line);
        found.is_ok()
    };
    let mut joined: Vec<(usize, String)> = Vec::new();
    for (number, tag) in &tagged.line_tags {
        let governs = tagged.tags.get(*tag).is_some_and(|tag| match tag.kind {
            TagKind::If(_)
            | TagKind::Elif(_)
            | TagKind::Else
            | TagKind::EndIf
            | TagKind::Comment => true,
            TagKind::Field(_)
            | TagKind::EndOptions(_)
            | TagKind::Exempts
            | TagKind::Signature(_)
            | TagKind::Widths(_)
            | TagKind::Page => false,
        });
        let before = (1..*number).rev().find(|other| !is_tag(*other));
        let after = (*number + 1..=lines.len()).find(|other| !is_tag(*other));
        let (Some(before), Some(after), Some(mark)) = (before, after, mark_of(*tag)) else {
            continue;
        };
        // A row with a line of dashes below it begins another table.
        let begins_table = line(after + 1).is_some_and(is_delimiter);
        if governs && is_row(before) && is_row(after) && !begins_table {
            let next = line(after).unwrap_or_default();
            let indent = next.get(..next.len() - next.trim_start().len());
            joined.push((*number, format!("{}|{mark}|", indent.unwrap_or_default())));
        }
    }
    if joined.is_empty() {
        return;
    }
    let mut joined = joined.into_iter().peekable();
    let with_rows: Vec<String> = (1..)
        .zip(lines)
        .map(
            |(number, line)| match joined.next_if(|(at, _)| *at == number) {
                Some((_, row)) => row,
                None => line.to_owned(),
            },
        )
        .collect();
    tagged.text = with_rows.join("\n");
}

fn begins_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

/// Whether a line is the line of dashes below the head of a table.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.chars().all(|c| "|-: \t".contains(c))
}

impl Reader<'_> {
    pub(super) fn read_table<'n>(&mut self, node: &'n AstNode<'n>, table: &NodeTable) {
        let start = node.data().sourcepos.start;
        let n_columns = table.num_columns;
        let (parties, widths) = self.take_table_tags(start.line);
        let role = match (parties, self.names.tables) {
            (Some(parties), _) => TableRole::Signature(parties),
            (None, TableRule::Tagged) => TableRole::Data,
            (None, TableRule::TwoColumns) if n_columns == 2 => {
                TableRole::Signature(Parties::Columns)
            }
            (None, TableRule::TwoColumns) => return self.refuse(start, Unsupported::Table),
        };
        if n_columns > MOST_COLUMNS {
            let (found, most) = (n_columns, MOST_COLUMNS);
            return self.error_at(start, TemplateProblem::TooManyColumns { found, most });
        }
        let mut rows = Vec::new();
        for row in node.children() {
            let start = row.data().sourcepos.start;
            self.n_cells += n_columns;
            if self.n_cells > MOST_CELLS {
                let most = MOST_CELLS;
                return self.error_at(start, TemplateProblem::TooManyCells { most });
            }
            if self.is_tag_row(start.line) {
                continue;
            }
            // Count the cells here: the parser drops cells beyond the number in the head.
            let found = cells_of(self.marked_line(start.line));
            if found != n_columns {
                self.error_at(start, TemplateProblem::RowCells { found, n_columns });
            }
            let may_repeat = role == TableRole::Data && !rows.is_empty();
            self.row = may_repeat.then(BTreeSet::new);
            let cells = row.children().map(|cell| self.read_inlines(cell)).collect();
            let repeats = self.row.take().unwrap_or_default();
            if let (Some(first), Some(second)) = (repeats.first(), repeats.iter().nth(1)) {
                let (first, second) = (first.clone(), second.clone());
                self.error_at(start, TemplateProblem::TwoGroupsInRow { first, second });
            }
            rows.push(BodyRow {
                cells,
                guards: self.guards_of_line(start.line),
                repeats: repeats.into_iter().next(),
                line: line_in_file(self.first_line, start.line),
            });
        }
        let columns = self.columns(start, table, role, widths);
        self.push(
            start,
            Shape::Table {
                role,
                columns,
                rows,
            },
        );
    }

    /// The parties of the `{% signature %}` and the index of the `{% widths %}` on the lines before
    /// the table, with nothing but blank lines between.
    fn take_table_tags(&mut self, table_line: usize) -> (Option<Parties>, Option<usize>) {
        let mut parties = None;
        let mut widths = None;
        let before = self
            .tagged
            .line_tags
            .partition_point(|(line, _)| *line < table_line);
        let before = self.tagged.line_tags.get(..before).unwrap_or_default();
        let mut line = table_line;
        for (tag_line, tag) in before.iter().rev() {
            let is_near = (*tag_line..line).all(|each| self.marked_line(each).trim().is_empty());
            if !is_near {
                break;
            }
            line = *tag_line;
            match self.tagged.tags.get(*tag).map(|tag| &tag.kind) {
                Some(TagKind::Signature(found)) if parties.is_none() => parties = Some(*found),
                Some(TagKind::Widths(_)) if widths.is_none() => widths = Some(*tag),
                _ => continue,
            }
            self.table_tags_taken.insert(*tag);
        }
        (parties, widths)
    }

    /// Reports the tags of tables that have no table behind them.
    pub(super) fn refuse_idle_table_tags(&mut self) {
        let idle: Vec<usize> = (0..self.tagged.tags.len())
            .filter(|tag| !self.table_tags_taken.contains(tag))
            .collect();
        for tag in idle {
            let word = match self.tagged.tags.get(tag).map(|tag| &tag.kind) {
                Some(TagKind::Signature(_)) => "signature",
                Some(TagKind::Widths(_)) => "widths",
                _ => continue,
            };
            self.error_at_tag(tag, TemplateProblem::TagWithoutTable { tag: word });
        }
    }

    /// Whether the line is the tag of a condition that stands between the rows of a table.
    fn is_tag_row(&self, line: usize) -> bool {
        let tags = &self.tagged.line_tags;
        let is_tag = tags.binary_search_by_key(&line, |(line, _)| *line).is_ok();
        is_tag && begins_row(self.marked_line(line))
    }

    fn columns(
        &mut self,
        start: LineColumn,
        table: &NodeTable,
        role: TableRole,
        widths: Option<usize>,
    ) -> Vec<Column> {
        if role != TableRole::Data {
            // The columns of a signature block are equally wide.
            if let Some(tag) = widths {
                let tag_word = "widths";
                self.error_at_tag(tag, TemplateProblem::TagWithoutTable { tag: tag_word });
            }
            return Vec::new();
        }
        let shares = widths.and_then(|tag| match self.tagged.tags.get(tag).map(|tag| &tag.kind) {
            Some(TagKind::Widths(shares)) => Some((tag, shares.clone())),
            _ => None,
        });
        let n_columns = table.num_columns;
        if let Some((tag, shares)) = &shares
            && shares.len() != n_columns
        {
            let found = shares.len();
            self.error_at_tag(*tag, TemplateProblem::WidthsOfColumns { found, n_columns });
        }
        if table.alignments.len() != n_columns {
            self.refuse(start, Unsupported::Table);
        }
        let shares = shares.map_or_else(Vec::new, |(_, shares)| shares);
        let alignments = table.alignments.iter().enumerate();
        alignments
            .map(|(index, alignment)| Column {
                alignment: match alignment {
                    TableAlignment::Left => Some(Alignment::Left),
                    TableAlignment::Center => Some(Alignment::Centre),
                    TableAlignment::Right => Some(Alignment::Right),
                    TableAlignment::None => None,
                },
                share: shares.get(index).copied(),
            })
            .collect()
    }
}

/// The number of cells in a Markdown table row.
fn cells_of(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut n_cells = 1;
    let mut escaped = false;
    let mut characters = inner.chars().peekable();
    while let Some(c) = characters.next() {
        // A bar at the end of the row closes the last cell and begins no new cell.
        if c == '|' && !escaped && characters.peek().is_some() {
            n_cells += 1;
        }
        escaped = c == '\\' && !escaped;
    }
    n_cells
}
