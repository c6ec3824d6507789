//! The signature block as a table without borders: one column for each party, on one page.

use docx_rs::{
    HeightRule, LineSpacing, LineSpacingType, Paragraph, Table, TableCell, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};

use unicode_width::UnicodeWidthStr;

use super::body::Setter;
use super::measures::{Measures, signed, twips_of_centimetres, unsigned};
use super::styles;
use crate::document::{self, Cell, Inline, Parties};

/// The least height of the block: a round seal is 4 to 4.5 cm wide and must not touch a clause.
const ROOM_CENTIMETRES: f64 = 6.0;

/// A row that holds the seal of one of several parties is as high as the first of so many rows.
const SEALED_ROWS: usize = 3;

/// The share of a column that a line may fill, in hundredths; real fonts differ from the estimate.
const ROOM_HUNDREDTHS: usize = 97;

/// The least width of a blank that a person can still write into, in hundredths of the usual width.
const NARROWEST: i32 = 40;

/// The safety factor for estimated row heights: Word breaks lines earlier than the estimate.
const ROUGHLY: f32 = 1.25;

/// The gap between columns, in twentieths of a point.
const GAP: u32 = 240;

/// A signature block, and how its parties stand.
pub(super) struct Block<'a> {
    pub(super) table: &'a document::Table,
    pub(super) parties: Parties,
}

/// The block as a table, row by row. `keep_with_next` keeps the table on one page with the
/// paragraph after it.
pub(super) fn table(
    block: &Block<'_>,
    measures: &Measures,
    setter: &mut Setter<'_>,
    keep_with_next: bool,
) -> Table {
    let Block { table, parties } = *block;
    let n_columns = table.n_columns().max(1);
    let width = unsigned(measures.text_width) / n_columns;
    let n_rows = table.rows.len();
    let least = |index| least_height(parties, index, n_rows, measures.body_pitch);
    // Word cuts off a row that must not split but is higher than a page, so such a row may split.
    let heights = heights(block, width, measures);
    let room = page_height(measures);
    let block_fits = heights.iter().sum::<f32>() < room;
    let rows = table
        .rows
        .iter()
        .zip(heights)
        .enumerate()
        .map(|(index, (cells, height))| {
            let keep = block_fits && (keep_with_next || index + 1 < n_rows);
            let row = row(cells, index == 0, keep, width, measures, setter)
                .row_height(least(index))
                .height_rule(HeightRule::AtLeast);
            if height * ROUGHLY < room {
                row.cant_split()
            } else {
                row
            }
        })
        .collect();
    Table::without_borders(rows)
        .set_grid(vec![width; n_columns])
        .width(width * n_columns, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, unsigned(GAP), 0, 0))
}

fn row(
    row: &document::TableRow,
    is_first: bool,
    keep_with_next: bool,
    width: usize,
    measures: &Measures,
    setter: &mut Setter<'_>,
) -> TableRow {
    let mut line = |paragraph: Option<&document::Paragraph>| {
        let mut line = Paragraph::new();
        if let Some(paragraph) = paragraph {
            let stretch = stretch(paragraph, width, measures);
            line = setter.filled(line, paragraph, stretch);
        }
        line = line.style(styles::SIGNATURE);
        if is_first {
            line = line.line_spacing(
                LineSpacing::new()
                    .line_rule(LineSpacingType::Exact)
                    .line(signed(measures.body_pitch))
                    .before(space_above(measures.body_pitch))
                    .after(space_below(measures.body_pitch)),
            );
        }
        if keep_with_next {
            line = line.keep_next(true);
        }
        line
    };
    let cells = row.cells.iter().map(|Cell { paragraphs }| {
        let built = TableCell::new().width(width, WidthType::Dxa);
        if paragraphs.is_empty() {
            // Word rejects a table cell without a paragraph.
            return built.add_paragraph(line(None));
        }
        paragraphs.iter().fold(built, |built, paragraph| {
            built.add_paragraph(line(Some(paragraph)))
        })
    });
    TableRow::new(cells.collect())
}

/// The height between the top and bottom margins, in twentieths of a point.
#[allow(
    clippy::cast_precision_loss,
    reason = "a page has fewer than 16 million of them"
)]
fn page_height(measures: &Measures) -> f32 {
    measures.text_height as f32
}

/// The estimated height of each row, in twentieths of a point.
#[allow(
    clippy::cast_precision_loss,
    reason = "row heights are f32, exact up to 16 million"
)]
fn heights(block: &Block<'_>, width: usize, measures: &Measures) -> Vec<f32> {
    let Block { table, parties } = *block;
    let n_rows = table.rows.len();
    let room = width.saturating_sub(unsigned(GAP)).max(1);
    let cell = unsigned(measures.body_half_points) * 5;
    let n_lines = |line: &document::Paragraph| {
        (UnicodeWidthStr::width_cjk(line.text().as_str()) * cell).div_ceil(room)
    };
    let height = |(index, row): (usize, &document::TableRow)| {
        let cells = row.cells.iter();
        let most = cells
            .map(|cell| cell.paragraphs.iter().map(n_lines).sum::<usize>())
            .max()
            .unwrap_or(1);
        let words = most * unsigned(measures.body_pitch);
        least_height(parties, index, n_rows, measures.body_pitch).max(words as f32)
    };
    table.rows.iter().enumerate().map(height).collect()
}

/// The width of the underscores in a line's blanks, in hundredths of the usual width, with which
/// the line fits its column. `None` if the line fits without a change or cannot be made to fit.
fn stretch(line: &document::Paragraph, width: usize, measures: &Measures) -> Option<i32> {
    let cells = |text: &str| UnicodeWidthStr::width_cjk(text);
    let n_underscores: usize = line
        .inlines
        .iter()
        .map(|inline| match inline {
            Inline::Blank { text, .. } => text.matches('_').count(),
            Inline::Text { .. }
            | Inline::Filled { .. }
            | Inline::Struck { .. }
            | Inline::Tick { .. } => 0,
        })
        .sum();
    // A display cell is half an em wide, in Latin and in Han; half points times 5 give twips.
    let cell = unsigned(measures.body_half_points) * 5;
    let room = width.saturating_sub(unsigned(GAP)) * ROOM_HUNDREDTHS / 100 / cell.max(1);
    let total = cells(&line.text());
    if total <= room || n_underscores == 0 {
        return None;
    }
    let others = total - n_underscores;
    let stretch = room.checked_sub(others)? * 100 / n_underscores;
    i32::try_from(stretch)
        .ok()
        .filter(|stretch| *stretch >= NARROWEST)
}

/// The space between the contract and the block.
fn space_above(pitch: u32) -> u32 {
    pitch / 2
}

/// The space below each line; it separates rows whose lines wrap.
pub(super) fn space_below(pitch: u32) -> u32 {
    pitch / 4
}

/// The least height of a row: every row has a seal if the parties stand one below the other.
fn least_height(parties: Parties, index: usize, n_rows: usize, pitch: u32) -> f32 {
    match parties {
        Parties::Columns => row_height(index, n_rows, pitch),
        Parties::Rows => row_height(0, SEALED_ROWS, pitch),
    }
}

/// The height of a row. The first row, where the seal goes, takes the height that the other rows
/// leave of [`ROOM_CENTIMETRES`].
#[allow(
    clippy::cast_precision_loss,
    reason = "docx-rs takes heights as f32, exact up to 16 million"
)]
fn row_height(index: usize, n_rows: usize, pitch: u32) -> f32 {
    let others = pitch + space_below(pitch);
    if index > 0 {
        return others as f32;
    }
    let n_others = u32::try_from(n_rows - 1).unwrap_or(u32::MAX);
    let taken = others.saturating_mul(n_others);
    let room = twips_of_centimetres(ROOM_CENTIMETRES).saturating_sub(taken);
    (room.max(others * 2) + space_above(pitch)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_together_leave_room_for_a_seal() {
        for n_rows in [1, 2, 5, 7] {
            let total: f32 = (0..n_rows)
                .map(|index| row_height(index, n_rows, 460))
                .sum();
            assert!(total >= 3_402.0, "rows: {n_rows}, total: {total}");
        }
    }
}
