//! A table of data: one bordered `w:tbl`, its head repeated on each page, its rows not torn.
//!
//! The elements are written here, because docx-rs cannot mark a row as a head.

use docx_rs::{AlignmentType, Paragraph};

use super::body::Setter;
use super::measures::Measures;
use super::{repair, styles};
use crate::document::{Alignment, Cell, Table, TableRow};
use crate::render::columns::{divided, needed};
use crate::word::xml::Writer;
use unicode_width::UnicodeWidthStr;

/// The space between a border and the words, in twentieths of a point.
const PADDING: usize = 80;

/// Writes the table. `keep_with_next` keeps its last row on one page with the block after it.
pub(super) fn write(
    table: &Table,
    measures: &Measures,
    setter: &mut Setter<'_>,
    xml: &mut Writer,
) -> Result<(), String> {
    let widths = widths(table, measures);
    xml.element("w:tbl", &[], |xml| {
        properties(widths.iter().sum(), xml);
        xml.element("w:tblGrid", &[], |xml| {
            for width in &widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        for (index, row) in table.rows.iter().enumerate() {
            let place = RowPlace {
                is_head: index < table.n_head,
                may_split: !fits(row, &widths, measures),
                widths: &widths,
            };
            write_row(table, row, &place, setter, xml)?;
        }
        Ok(())
    })
}

/// What a row must know of its table.
struct RowPlace<'a> {
    is_head: bool,
    may_split: bool,
    widths: &'a [usize],
}

/// Whether a row certainly fits on a page. Word cuts off a row that must not split but is higher
/// than a page, and the words that it cuts off are lost.
fn fits(row: &TableRow, widths: &[usize], measures: &Measures) -> bool {
    let columns = |points: u32| usize::try_from(points).unwrap_or(0);
    let cell_width = columns(measures.body_half_points) * 5;
    let n_lines = |(cell, width): (&Cell, &usize)| -> usize {
        let room = width.saturating_sub(2 * PADDING).max(1);
        let lines = cell.paragraphs.iter().map(|line| {
            // Fonts differ from the estimate, and a line that breaks early leaves a rest.
            let words = UnicodeWidthStr::width_cjk(line.text().as_str()) * cell_width;
            (words * 3 / 2).div_ceil(room).max(1)
        });
        lines.sum()
    };
    let most = row.cells.iter().zip(widths).map(n_lines).max().unwrap_or(1);
    most * columns(measures.body_pitch) < columns(measures.text_height) * 3 / 4
}

/// The widths of the columns in twentieths of a point; they fill the width of the text.
fn widths(table: &Table, measures: &Measures) -> Vec<usize> {
    // A display cell is half an em wide, in Latin and in Han; half points times 5 give twips.
    let cell = usize::try_from(measures.body_half_points).unwrap_or(0) * 5;
    let width = |text: &str| UnicodeWidthStr::width_cjk(text) * cell;
    // The digits of some fonts are wider than half an em.
    let needed = needed(
        table,
        |text| width(text) + 2 * PADDING,
        |figure| width(figure) * 4 / 3 + 2 * PADDING,
    );
    let total = usize::try_from(measures.text_width).unwrap_or(0);
    divided(table, &needed, total)
}

fn properties(width: usize, xml: &mut Writer) {
    xml.element("w:tblPr", &[], |xml| {
        xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        xml.element("w:tblBorders", &[], |xml| {
            for side in [
                "w:top",
                "w:left",
                "w:bottom",
                "w:right",
                "w:insideH",
                "w:insideV",
            ] {
                let attributes = [
                    ("w:val", "single"),
                    ("w:sz", "4"),
                    ("w:space", "0"),
                    ("w:color", "auto"),
                ];
                xml.empty(side, &attributes);
            }
        });
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.element("w:tblCellMar", &[], |xml| {
            for side in ["w:left", "w:right"] {
                xml.empty(side, &[("w:w", &PADDING.to_string()), ("w:type", "dxa")]);
            }
        });
    });
}

fn write_row(
    table: &Table,
    row: &TableRow,
    place: &RowPlace<'_>,
    setter: &mut Setter<'_>,
    xml: &mut Writer,
) -> Result<(), String> {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            if !place.may_split {
                xml.empty("w:cantSplit", &[]);
            }
            // A head that fills pages must not be repeated on each of them.
            if place.is_head && !place.may_split {
                xml.empty("w:tblHeader", &[]);
            }
        });
        let empty = Cell::default();
        for (column, width) in place.widths.iter().enumerate() {
            let cell = row.cells.get(column).unwrap_or(&empty);
            let alignment = if place.is_head {
                table.head_alignment(column)
            } else {
                table.alignment(column)
            };
            xml.element("w:tc", &[], |xml| {
                xml.element("w:tcPr", &[], |xml| {
                    xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
                    xml.empty("w:vAlign", &[("w:val", "center")]);
                });
                write_cell(cell, alignment, place.is_head, setter, xml)
            })?;
        }
        Ok(())
    })
}

fn write_cell(
    cell: &Cell,
    alignment: Alignment,
    is_head: bool,
    setter: &mut Setter<'_>,
    xml: &mut Writer,
) -> Result<(), String> {
    let styled = |built: Paragraph| {
        let built = built.style(styles::CELL).align(match alignment {
            Alignment::Left => AlignmentType::Left,
            Alignment::Centre => AlignmentType::Center,
            Alignment::Right => AlignmentType::Right,
        });
        // A head alone at the foot of a page helps nobody.
        if is_head {
            built.keep_next(true)
        } else {
            built
        }
    };
    if cell.paragraphs.is_empty() {
        // Word rejects a table cell without a paragraph.
        return repair::write(&styled(Paragraph::new()), setter.controls(), xml);
    }
    for paragraph in &cell.paragraphs {
        let built = styled(setter.filled(Paragraph::new(), paragraph, None));
        repair::write(&built, setter.controls(), xml)?;
    }
    Ok(())
}
