//! A table of data in the preview: columns side by side with rules between them; one cell below the
//! other where the window is too narrow.

use super::{Ambiguous, Row, Segment, SegmentKind, signature};
use crate::document::{Alignment, Cell, Table, TableRow};
use crate::render::columns::{Need, divided, fitted, needed};

/// The rule between two columns.
const BETWEEN: &str = " | ";
/// The rule between two columns below the head.
const CROSSING: &str = "-+-";
/// The least width of a column, in display cells; narrower tables stand cell below cell.
const LEAST_COLUMNS: usize = 6;

/// The rows of `table`, with an empty row before and after.
pub(super) fn rows(table: &Table, width: usize, measure: Ambiguous) -> Vec<Row> {
    let mut rows = vec![Row::default()];
    match widths(table, width, measure) {
        Some(widths) => rows.extend(side_by_side(table, &widths, measure)),
        None => rows.extend(one_below_the_other(table, width, measure)),
    }
    rows.push(Row::default());
    rows
}

/// The widths of the columns in display cells; `None` if they do not fit side by side.
fn widths(table: &Table, width: usize, measure: Ambiguous) -> Option<Vec<usize>> {
    let n_columns = table.n_columns();
    let rules = BETWEEN.len() * n_columns.saturating_sub(1);
    let room = width.checked_sub(rules)?;
    let width_of = |text: &str| measure.width(text).max(1);
    let needed = needed(table, width_of, width_of);
    let least: usize = needed
        .iter()
        .map(|need| need.whole.min(LEAST_COLUMNS))
        .sum();
    if least > room {
        return None;
    }
    let has_shares = table.columns.iter().any(|column| column.share.is_some());
    let widths = if has_shares {
        divided(table, &needed, room)
    } else {
        fitted(&needed, room)
    };
    widths
        .iter()
        .all(|width| *width >= 2 || n_columns == 1)
        .then_some(widths)
        .or_else(|| {
            // A share may be too narrow for a Han character on this screen.
            let fitted = fitted(&needed, room);
            let is_wide_enough = |(width, need): (&usize, &Need)| *width >= need.whole.min(2);
            fitted
                .iter()
                .zip(&needed)
                .all(is_wide_enough)
                .then_some(fitted)
        })
}

fn side_by_side(table: &Table, widths: &[usize], measure: Ambiguous) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut first = 0;
    for (index, row) in table.rows.iter().enumerate() {
        let mut cells: Vec<Vec<Row>> = Vec::new();
        for (column, width) in widths.iter().enumerate() {
            let cell = row.cells.get(column);
            let alignment = table.alignment(column);
            cells.push(cell.map_or_else(Vec::new, |cell| {
                let rows = cell_rows(cell, first, *width, alignment, measure);
                first += cell.paragraphs.len();
                rows
            }));
        }
        let n_rows = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        rows.extend((0..n_rows).map(|line| joined(&cells, line, widths)));
        if index + 1 == table.n_head {
            rows.push(rule(widths));
        }
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

/// The cells one below the other, a rule between the rows.
fn one_below_the_other(table: &Table, width: usize, measure: Ambiguous) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut first = 0;
    for TableRow { cells, .. } in &table.rows {
        if !rows.is_empty() {
            rows.push(rule(&[width.min(LEAST_COLUMNS)]));
        }
        for cell in cells {
            rows.extend(cell_rows(cell, first, width, Alignment::Left, measure));
            first += cell.paragraphs.len();
        }
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
