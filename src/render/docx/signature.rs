//! The signature block: a table without lines, one column a party, never torn across pages.

use docx_rs::{
    HeightRule, LineSpacing, LineSpacingType, Paragraph, Table, TableCell, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};

use unicode_width::UnicodeWidthStr;

use super::body::Setter;
use super::measures::{Measures, signed, twips_of_centimetres, unsigned};
use super::styles;
use crate::document::{self, Cell, Inline};

/// Room for the block as a whole: a round seal is 4 to 4.5 cm wide and must not touch a clause.
const ROOM_CENTIMETRES: f64 = 6.0;

/// How much of a column its lines may fill, in hundredths: fonts differ a little.
const ROOM_HUNDREDTHS: usize = 97;

/// The narrowest blank that somebody can still write into, in hundredths of its usual width.
const NARROWEST: i32 = 40;

/// How much higher than reckoned a row may turn out: words break early.
const ROUGHLY: f32 = 1.25;

/// Between the columns, in twentieths of a point.
const GAP: u32 = 240;

/// The block as a table, row by row. `keep_with_next` holds it on the page of the paragraph behind
/// it.
pub(super) fn table(
    block: &document::Table,
    measures: &Measures,
    setter: &mut Setter<'_>,
    keep_with_next: bool,
) -> Table {
    let n_columns = block.n_columns().max(1);
    let width = unsigned(measures.text_width) / n_columns;
    let n_rows = block.rows.len();
    // What must stay whole and cannot is cut off at the foot of a page: better torn than that.
    let heights = heights(block, width, measures);
    let room = page_height(measures);
    let block_fits = heights.iter().sum::<f32>() < room;
    let rows = block
        .rows
        .iter()
        .zip(heights)
        .enumerate()
        .map(|(index, (cells, height))| {
            let keep = block_fits && (keep_with_next || index + 1 < n_rows);
            let row = row(cells, index == 0, keep, width, measures, setter)
                .row_height(row_height(index, n_rows, measures.body_pitch))
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
            // A cell without a paragraph is no cell to Word.
            return built.add_paragraph(line(None));
        }
        paragraphs.iter().fold(built, |built, paragraph| {
            built.add_paragraph(line(Some(paragraph)))
        })
    });
    TableRow::new(cells.collect())
}

/// From margin to margin, in twentieths of a point.
#[allow(
    clippy::cast_precision_loss,
    reason = "a page has fewer than 16 million of them"
)]
fn page_height(measures: &Measures) -> f32 {
    measures.text_height as f32
}

/// How high each row will be, in twentieths of a point.
#[allow(
    clippy::cast_precision_loss,
    reason = "row heights are f32, exact up to 16 million"
)]
fn heights(block: &document::Table, width: usize, measures: &Measures) -> Vec<f32> {
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
        row_height(index, block.rows.len(), measures.body_pitch).max(words as f32)
    };
    block.rows.iter().enumerate().map(height).collect()
}

/// How wide the underscores of a line's blanks are, in hundredths of their usual width, for the
/// line to fit its column; `None` where it fits as it is, or cannot be made to.
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
    // A cell is half as wide as the font is high, in both scripts.
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

/// Between the contract and the block, where there is no end mark to keep them apart.
fn space_above(pitch: u32) -> u32 {
    pitch / 2
}

/// Under each line, so that one of two rows keeps its distance from the next.
pub(super) fn space_below(pitch: u32) -> u32 {
    pitch / 4
}

/// The first row, where the seal goes, takes what the others leave of the room.
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
