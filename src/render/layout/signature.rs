//! The signature block: parties side by side where there is room, else one below the other.

use super::paragraph::{self, Room};
use super::{Ambiguous, Row};
use crate::document::{Paragraph, SignatureBlock};

/// Below this many display cells the parties stand one below the other.
const SIDE_BY_SIDE_COLUMNS: usize = 60;

/// Display cells between two parties.
const GAP_COLUMNS: usize = 2;

/// The least display cells of a party's column.
const PARTY_COLUMNS: usize = 24;

/// A cell of more rows than this does not fit beside another.
const MAXIMUM_CELL_ROWS: usize = 3;

/// The rows of `block`, after one empty row.
pub(super) fn rows(block: &SignatureBlock, width: usize, measure: Ambiguous) -> Vec<Row> {
    let mut rows = vec![Row::default()];
    match side_by_side(block, width, measure) {
        Some(beside) => rows.extend(beside),
        None => rows.extend(one_below_the_other(block, width, measure)),
    }
    rows
}

/// The parties in columns of equal width; `None` if they do not fit.
fn side_by_side(block: &SignatureBlock, width: usize, measure: Ambiguous) -> Option<Vec<Row>> {
    let n_parties = block.columns.len();
    if width < SIDE_BY_SIDE_COLUMNS || n_parties < 2 {
        return None;
    }
    let column_width = (width.checked_sub(GAP_COLUMNS * (n_parties - 1))?) / n_parties;
    let n_lines = block.columns.iter().map(Vec::len).max()?;
    if column_width < PARTY_COLUMNS {
        return None;
    }
    let mut rows = Vec::new();
    for line in 0..n_lines {
        let cells: Vec<Vec<Row>> = numbered(block)
            .map(|party| {
                party.get(line).map_or_else(Vec::new, |(index, paragraph)| {
                    cell_rows(paragraph, *index, column_width, measure)
                })
            })
            .collect();
        let n_rows = cells.iter().map(Vec::len).max()?;
        if n_rows > MAXIMUM_CELL_ROWS {
            return None;
        }
        rows.extend((0..n_rows).map(|row| beside(&cells, row, column_width + GAP_COLUMNS)));
    }
    Some(rows)
}

/// The `row`-th rows of `cells` as one row, each cell `step` columns after the one before.
fn beside(cells: &[Vec<Row>], row: usize, step: usize) -> Row {
    let mut joined = Row::default();
    for (party, cell) in cells.iter().enumerate() {
        if let Some(row) = cell.get(row) {
            let mut row = row.clone();
            row.shift(party * step);
            joined.segments.extend(row.segments);
        }
    }
    joined
}

/// The parties one below the other, an empty row between them.
fn one_below_the_other(block: &SignatureBlock, width: usize, measure: Ambiguous) -> Vec<Row> {
    let mut rows = Vec::new();
    for party in numbered(block) {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        for (index, paragraph) in party {
            rows.extend(cell_rows(paragraph, index, width, measure));
        }
    }
    rows
}

fn cell_rows(paragraph: &Paragraph, index: usize, width: usize, measure: Ambiguous) -> Vec<Row> {
    let room = Room {
        width,
        first_indent: 0,
        measure,
    };
    let mut rows = paragraph::rows(paragraph, index, room);
    for row in &mut rows {
        row.role = None;
    }
    rows
}

/// The columns with each paragraph's index in the block, counted party by party.
fn numbered(block: &SignatureBlock) -> impl Iterator<Item = Vec<(usize, &Paragraph)>> {
    let mut next = 0;
    block.columns.iter().map(move |column| {
        let first = next;
        next += column.len();
        (first..).zip(column).collect()
    })
}
