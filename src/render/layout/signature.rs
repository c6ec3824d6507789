//! The signature block: parties side by side if they fit, otherwise one below the other.

use super::paragraph::{self, Room};
use super::{Ambiguous, Row};
use crate::document::{Cell, Parties, Table, TableRole};

/// The least row width for parties side by side, in display cells.
const SIDE_BY_SIDE_COLUMNS: usize = 60;

/// The gap between two parties, in display cells.
const GAP_COLUMNS: usize = 2;

/// The least width of a party's column, in display cells.
const PARTY_COLUMNS: usize = 24;

/// The most rows of a cell in the layout side by side.
const MAXIMUM_CELL_ROWS: usize = 3;

/// The rows of `table`, after one empty row.
pub(super) fn rows(table: &Table, width: usize, measure: Ambiguous) -> Vec<Row> {
    let mut rows = vec![Row::default()];
    let beside = match table.role {
        TableRole::Signature(Parties::Columns) => side_by_side(table, width, measure),
        // A row for each party: many parties, which do not fit beside each other.
        TableRole::Signature(Parties::Rows) | TableRole::Data => None,
    };
    match beside {
        Some(beside) => rows.extend(beside),
        None => rows.extend(one_below_the_other(table, width, measure)),
    }
    rows
}

/// The parties in columns of equal width; `None` if they do not fit.
fn side_by_side(table: &Table, width: usize, measure: Ambiguous) -> Option<Vec<Row>> {
    let n_parties = table.n_columns();
    if width < SIDE_BY_SIDE_COLUMNS || n_parties < 2 {
        return None;
    }
    let column_width = (width.checked_sub(GAP_COLUMNS * (n_parties - 1))?) / n_parties;
    if column_width < PARTY_COLUMNS {
        return None;
    }
    let firsts = firsts(table);
    let mut rows = Vec::new();
    for (line, row) in table.rows.iter().enumerate() {
        let cells: Vec<Vec<Row>> = row
            .cells
            .iter()
            .enumerate()
            .map(|(party, cell)| {
                let first = firsts.get(party)?.get(line)?;
                Some(cell_rows(cell, *first, column_width, measure))
            })
            .map(Option::unwrap_or_default)
            .collect();
        let n_rows = cells.iter().map(Vec::len).max()?;
        if n_rows > MAXIMUM_CELL_ROWS {
            return None;
        }
        rows.extend((0..n_rows).map(|row| beside(&cells, row, column_width + GAP_COLUMNS)));
    }
    Some(rows)
}

/// Joins the `row`-th rows of `cells` to one row; each cell starts `step` columns after the last.
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
fn one_below_the_other(table: &Table, width: usize, measure: Ambiguous) -> Vec<Row> {
    let mut rows = Vec::new();
    for (party, firsts) in table.parties().into_iter().zip(firsts(table)) {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        for (cell, first) in party.into_iter().zip(firsts) {
            rows.extend(cell_rows(cell, first, width, measure));
        }
    }
    rows
}

/// The rows of a cell; `first` is the index of its first paragraph in the block.
pub(super) fn cell_rows(cell: &Cell, first: usize, width: usize, measure: Ambiguous) -> Vec<Row> {
    let room = Room {
        width,
        first_indent: 0,
        measure,
    };
    let paragraphs = (first..).zip(&cell.paragraphs);
    let mut rows: Vec<Row> = paragraphs
        .flat_map(|(index, paragraph)| paragraph::rows(paragraph, index, room))
        .collect();
    for row in &mut rows {
        row.role = None;
    }
    rows
}

/// For each party, the index of the first paragraph of each cell. Paragraphs are counted in reading
/// order, party by party.
fn firsts(table: &Table) -> Vec<Vec<usize>> {
    let mut next = 0;
    let mut first = |cell: &Cell| {
        let first = next;
        next += cell.paragraphs.len();
        first
    };
    table
        .parties()
        .into_iter()
        .map(|party| party.into_iter().map(&mut first).collect())
        .collect()
}
