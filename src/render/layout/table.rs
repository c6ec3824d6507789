//! A table of data in the preview: columns side by side with rules between them; one cell below the
//! other where the window is too narrow.

use std::sync::Arc;

use super::{Ambiguous, Row, Segment, SegmentKind, signature};
use crate::document::{Alignment, Cell, Table, TableRow};
use crate::render::columns::{Need, divided, fitted, needed_by, widest};

/// The rule between two columns.
const BETWEEN: &str = " | ";
/// The rule between two columns below the head.
const CROSSING: &str = "-+-";
/// The least width of a column, in display cells; narrower tables stand cell below cell.
const LEAST_COLUMNS: usize = 6;

/// A table as it was laid out, row by row, so that a change of one row leaves the others alone.
#[derive(Debug)]
pub(super) struct Laid {
    /// The widths of the columns; `None` if the cells stand one below the other.
    widths: Option<Vec<usize>>,
    rows: Vec<LaidRow>,
}

#[derive(Debug)]
struct LaidRow {
    needs: Vec<Need>,
    /// The index of the first paragraph of the row in its block.
    first: usize,
    lines: Vec<Arc<Row>>,
}

/// Lays a table out. A row that equals the same row of `old` keeps its lines, if the columns are as
/// wide as before.
pub(super) fn lay(
    table: &Table,
    width: usize,
    measure: Ambiguous,
    old: Option<(&Table, &Laid)>,
) -> Laid {
    let width_of = |text: &str| measure.width(text).max(1);
    let kept: Vec<Option<&LaidRow>> = (table.rows.iter().enumerate())
        .map(|(index, row)| {
            let (before, laid) = old?;
            let is_same = before.n_head == table.n_head && before.rows.get(index) == Some(row);
            laid.rows.get(index).filter(|_| is_same)
        })
        .collect();
    let needs: Vec<Vec<Need>> = (table.rows.iter().zip(&kept))
        .map(|(row, kept)| match kept {
            Some(kept) => kept.needs.clone(),
            None => needed_by(row, width_of, width_of),
        })
        .collect();
    let widths = widths(table, &widest(needs.iter()), width);
    let is_as_wide =
        old.is_some_and(|(before, laid)| laid.widths == widths && before.columns == table.columns);
    let mut first = 0;
    let rows = table.rows.iter().zip(needs).zip(kept).enumerate();
    let rows = rows.map(|(index, ((row, needs), kept))| {
        let kept = kept.filter(|kept| is_as_wide && kept.first == first);
        let lines = match (kept, &widths) {
            (Some(kept), _) => kept.lines.clone(),
            (None, Some(widths)) => shared(side_by_side(table, index, first, widths, measure)),
            (None, None) => shared(one_below_the_other(row, index, first, width, measure)),
        };
        let laid = LaidRow {
            needs,
            first,
            lines,
        };
        first += row
            .cells
            .iter()
            .map(|cell| cell.paragraphs.len())
            .sum::<usize>();
        laid
    });
    Laid {
        rows: rows.collect(),
        widths,
    }
}

fn shared(rows: Vec<Row>) -> Vec<Arc<Row>> {
    rows.into_iter().map(Arc::new).collect()
}

impl Laid {
    /// The rows of the table, with an empty row before and after.
    pub(super) fn rows(&self) -> Vec<Arc<Row>> {
        let mut rows = vec![Arc::default()];
        rows.extend(self.rows.iter().flat_map(|row| &row.lines).cloned());
        rows.push(Arc::default());
        rows
    }
}

/// The widths of the columns in display cells; `None` if they do not fit side by side.
fn widths(table: &Table, needed: &[Need], width: usize) -> Option<Vec<usize>> {
    let n_columns = table.n_columns();
    let rules = BETWEEN.len() * n_columns.saturating_sub(1);
    let room = width.checked_sub(rules)?;
    let least: usize = needed
        .iter()
        .map(|need| need.whole.min(LEAST_COLUMNS))
        .sum();
    if least > room {
        return None;
    }
    let has_shares = table.columns.iter().any(|column| column.share.is_some());
    let widths = if has_shares {
        divided(table, needed, room)
    } else {
        fitted(needed, room)
    };
    widths
        .iter()
        .all(|width| *width >= 2 || n_columns == 1)
        .then_some(widths)
        .or_else(|| {
            // A share may be too narrow for a Han character on this screen.
            let fitted = fitted(needed, room);
            let is_wide_enough = |(width, need): (&usize, &Need)| *width >= need.whole.min(2);
            fitted
                .iter()
                .zip(needed)
                .all(is_wide_enough)
                .then_some(fitted)
        })
}

/// The rows of one row of a table, its cells side by side; below the head the rule.
fn side_by_side(
    table: &Table,
    index: usize,
    mut first: usize,
    widths: &[usize],
    measure: Ambiguous,
) -> Vec<Row> {
    let mut cells: Vec<Vec<Row>> = Vec::new();
    for (column, width) in widths.iter().enumerate() {
        let cell = table.rows.get(index).and_then(|row| row.cells.get(column));
        let alignment = table.alignment(column);
        cells.push(cell.map_or_else(Vec::new, |cell| {
            let rows = cell_rows(cell, first, *width, alignment, measure);
            first += cell.paragraphs.len();
            rows
        }));
    }
    let n_rows = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut rows: Vec<Row> = (0..n_rows)
        .map(|line| joined(&cells, line, widths))
        .collect();
    if index + 1 == table.n_head {
        rows.push(rule(widths));
    }
    rows
}

/// The `line`-th rows of all cells as one row, with rules between the columns.
fn joined(cells: &[Vec<Row>], line: usize, widths: &[usize]) -> Row {
    let mut row = Row::default();
    let mut start = 0;
    for (column, width) in widths.iter().enumerate() {
        if column > 0 {
            row.segments.push(rule_segment(BETWEEN, start));
            start += BETWEEN.len();
        }
        if let Some(mut part) = cells.get(column).and_then(|rows| rows.get(line)).cloned() {
            part.shift(start);
            row.segments.extend(part.segments);
        }
        start += width;
    }
    row
}

/// The row of dashes below the head.
fn rule(widths: &[usize]) -> Row {
    let dashes: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    Row {
        segments: vec![rule_segment(&dashes.join(CROSSING), 0)],
        ..Row::default()
    }
}

/// Marks that are not part of the contract. They are ASCII, so their width is certain.
fn rule_segment(text: &str, start: usize) -> Segment {
    Segment {
        text: text.to_owned(),
        kind: SegmentKind::Rule,
        place: None,
        columns: start..start + text.len(),
        paragraph: 0,
        inline: None,
    }
}

/// The rows of one row of a table, its cells one below the other; a rule before all but the first.
fn one_below_the_other(
    row: &TableRow,
    index: usize,
    mut first: usize,
    width: usize,
    measure: Ambiguous,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    if index > 0 {
        rows.push(rule(&[width.min(LEAST_COLUMNS)]));
    }
    for cell in &row.cells {
        rows.extend(cell_rows(cell, first, width, Alignment::Left, measure));
        first += cell.paragraphs.len();
    }
    rows
}

fn cell_rows(
    cell: &Cell,
    first: usize,
    width: usize,
    alignment: Alignment,
    measure: Ambiguous,
) -> Vec<Row> {
    let mut rows = signature::cell_rows(cell, first, width, measure);
    for row in &mut rows {
        let free = width.saturating_sub(row.width());
        row.shift(match alignment {
            Alignment::Left => 0,
            Alignment::Centre => free / 2,
            Alignment::Right => free,
        });
    }
    rows
}
