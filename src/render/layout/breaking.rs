//! Packs a text into rows: greedy, 避头尾, nothing lost.

use std::ops::Range;

use super::Ambiguous;
use super::opportunity::{Cell, Opportunity, Run, cells};

/// Breaks `text` into rows of at most `first_width`, then `rest_width` display cells.
///
/// The byte ranges cover the text in order; an empty text is one empty row. Spaces at a row's
/// end belong to its range but are not drawn, so they may reach past the width. What nothing
/// else parts is cut between graphemes; a grapheme wider than its row stands alone on it.
#[must_use]
pub fn break_lines(
    text: &str,
    first_width: usize,
    rest_width: usize,
    measure: Ambiguous,
) -> Vec<Range<usize>> {
    let run = Run {
        range: 0..text.len(),
        whole: false,
    };
    break_runs(text, &[run], [first_width, rest_width], measure)
}

/// [`break_lines`] over a text whose runs are known; `widths` are those of the first row and of
/// the others.
pub(super) fn break_runs(
    text: &str,
    runs: &[Run],
    widths: [usize; 2],
    measure: Ambiguous,
) -> Vec<Range<usize>> {
    let cells = cells(text, runs, measure);
    let [mut width, rest_width] = widths;
    let mut rows = Vec::new();
    let mut rest = cells.as_slice();
    let mut start = 0;
    loop {
        rest = rest.get(row_length(rest, width)..).unwrap_or_default();
        let end = rest.first().map_or(text.len(), |cell| cell.start);
        rows.push(start..end);
        if rest.is_empty() {
            return rows;
        }
        start = end;
        width = rest_width;
    }
}

/// How many of `cells` go on a row: up to the last place, among the most willing ones, that
/// still fits. At least one, so that breaking ends.
fn row_length(cells: &[Cell], width: usize) -> usize {
    let mut used = 0;
    let mut best: Option<(Opportunity, usize)> = None;
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            if cell.before == Opportunity::Mandatory {
                return index;
            }
            if best.is_none_or(|(opportunity, _)| cell.before <= opportunity) {
                best = Some((cell.before, index));
            }
            if !cell.is_space() && used + cell.width > width {
                return best.map_or(index, |(_, place)| place);
            }
        }
        used += cell.width;
    }
    cells.len()
}
