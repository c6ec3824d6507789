//! The widths of the columns of a table, shared by all outputs: as the template says, or as wide as
//! the texts need.

use crate::document::{Table, TableRow};

/// The least width of a column that must give way, in the unit of the widths. Two Han characters.
const LEAST: usize = 4;

/// What a column needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// The width of its widest cell.
    pub whole: usize,
    /// The width of its widest figure: a figure that breaks over two lines is misread.
    pub figure: usize,
}

impl Need {
    /// What both columns need.
    fn and(self, other: Self) -> Self {
        Self {
            whole: self.whole.max(other.whole),
            figure: self.figure.max(other.figure),
        }
    }
}

/// The widths that the texts need. `measure` measures a text, `measure_figure` a figure, which must
/// not break whatever the fonts are.
pub(super) fn needed(
    table: &Table,
    measure: impl Fn(&str) -> usize,
    measure_figure: impl Fn(&str) -> usize,
) -> Vec<Need> {
    let rows = table.rows.iter();
    widest(rows.map(|row| needed_by(row, &measure, &measure_figure)))
}

/// The widths that the texts of one row need.
pub(super) fn needed_by(
    row: &TableRow,
    measure: impl Fn(&str) -> usize,
    measure_figure: impl Fn(&str) -> usize,
) -> Vec<Need> {
    let cells = row.cells.iter().map(|cell| {
        let needs = cell.paragraphs.iter().map(|line| {
            let text = line.text();
            let is_figure = |c: char| c.is_ascii_digit() || ",.%".contains(c);
            let figures = text.split(|c| !is_figure(c));
            let figures = figures.filter(|figure| !figure.is_empty());
            Need {
                whole: text.lines().map(&measure).max().unwrap_or(0),
                figure: figures.map(&measure_figure).max().unwrap_or(0),
            }
        });
        needs.fold(Need::default(), Need::and)
    });
    cells.collect()
}

/// The widths that all rows need.
pub(super) fn widest<R: AsRef<[Need]>>(rows: impl Iterator<Item = R>) -> Vec<Need> {
    let mut widest: Vec<Need> = Vec::new();
    for row in rows {
        let row = row.as_ref();
        widest.resize(widest.len().max(row.len()), Need::default());
        for (widest, need) in widest.iter_mut().zip(row) {
            *widest = widest.and(*need);
        }
    }
    widest
}

/// Divides `total` among the columns by the shares that the template declares, or else by what the
/// texts need. The widths add up to `total`; each is at least 1 if `total` allows.
pub(super) fn divided(table: &Table, needed: &[Need], total: usize) -> Vec<usize> {
    let shares: Vec<usize> = table
        .columns
        .iter()
        .filter_map(|column| column.share)
        .collect();
    if shares.len() == needed.len() {
        return in_shares(&shares, total);
    }
    let narrowed = fitted(needed, total);
    // What is left goes to the columns in proportion, so that the table is as wide as the text.
    let shares: Vec<usize> = narrowed.iter().map(|width| width + LEAST).collect();
    let sum: usize = narrowed.iter().sum();
    let more = in_shares(&shares, total.saturating_sub(sum));
    narrowed
        .iter()
        .zip(more)
        .map(|(width, more)| width + more)
        .collect()
}

/// The needed widths, or narrower ones that add up to at most `total`: the widest columns give way
/// first, because their texts wrap anyway, and no figure breaks as long as that is possible.
pub(super) fn fitted(needed: &[Need], total: usize) -> Vec<usize> {
    let in_full = |need: &Need| need.whole.max(need.figure);
    if needed.iter().map(in_full).sum::<usize>() <= total {
        return needed.iter().map(in_full).collect();
    }
    let figures: usize = needed.iter().map(|need| need.figure).sum();
    let keeps_figures = figures <= total;
    let at = |need: &Need, most: usize| {
        let least = if keeps_figures { need.figure } else { 0 };
        need.whole.min(most).max(least)
    };
    let sum_at = |most: usize| needed.iter().map(|need| at(need, most)).sum::<usize>();
    let (mut low, mut high) = (0, needed.iter().map(|need| need.whole).max().unwrap_or(0));
    while low < high {
        let middle = (low + high).div_ceil(2);
        if sum_at(middle) <= total {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let mut widths: Vec<usize> = needed.iter().map(|need| at(need, low)).collect();
    let mut left = total.saturating_sub(widths.iter().sum());
    for (width, need) in widths.iter_mut().zip(needed) {
        if left > 0 && *width < need.whole {
            *width += 1;
            left -= 1;
        }
    }
    widths
}

/// Divides `total` in proportion to `shares`; rounding never loses a unit.
fn in_shares(shares: &[usize], total: usize) -> Vec<usize> {
    let sum = shares.iter().sum::<usize>().max(1);
    let mut so_far = 0;
    let mut given = 0;
    shares
        .iter()
        .map(|share| {
            so_far += share;
            let end = total * so_far / sum;
            let width = end - given;
            given = end;
            width
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::TableRole;
    use crate::template::BlockId;

    #[test]
    fn the_widest_columns_give_way_first() {
        for (needed, total, expected) in [
            (&[4, 10, 6][..], 20, &[4, 10, 6][..]),
            (&[4, 10, 6], 18, &[4, 8, 6]),
            (&[4, 10, 6], 15, &[4, 6, 5]),
            (&[30, 30], 7, &[4, 3]),
            (&[0, 5], 3, &[0, 3]),
            (&[], 10, &[]),
        ] {
            let needs: Vec<Need> = needed.iter().map(|whole| text(*whole)).collect();
            assert_eq!(fitted(&needs, total), expected, "{needed:?} in {total}");
        }
    }

    /// What a column without figures needs.
    fn text(whole: usize) -> Need {
        Need { whole, figure: 0 }
    }

    #[test]
    fn a_figure_does_not_break_while_a_text_can() {
        let figure = |whole| Need {
            whole,
            figure: whole,
        };
        for (needed, total, expected) in [
            (&[text(20), figure(12)][..], 20, &[8, 12][..]),
            (&[text(20), figure(12), text(6)], 20, &[4, 12, 4]),
            // Not even the figures fit.
            (&[figure(12), figure(12)], 20, &[10, 10]),
            // A figure within a text.
            (
                &[
                    Need {
                        whole: 30,
                        figure: 9,
                    },
                    text(30),
                ],
                20,
                &[10, 10],
            ),
            (
                &[
                    Need {
                        whole: 30,
                        figure: 9,
                    },
                    text(30),
                ],
                12,
                &[9, 3],
            ),
        ] {
            assert_eq!(fitted(needed, total), expected, "{needed:?} in {total}");
        }
    }

    proptest! {
        #[test]
        fn nothing_of_the_width_is_lost(
            needed in proptest::collection::vec((0_usize..100, 0_usize..100), 1..12),
            total in 0_usize..400,
        ) {
            let needed: Vec<Need> = needed
                .into_iter()
                .map(|(whole, figure)| Need { whole, figure: figure.min(whole) })
                .collect();
            prop_assert!(fitted(&needed, total).iter().sum::<usize>() <= total);
            let shares: Vec<usize> = needed.iter().map(|need| need.whole + 1).collect();
            let table = Table {
                role: TableRole::Data,
                columns: Vec::new(),
                n_head: 1,
                rows: Vec::new(),
                id: BlockId::of_line(1),
            };
            prop_assert_eq!(in_shares(&shares, total).iter().sum::<usize>(), total);
            prop_assert_eq!(divided(&table, &needed, total).iter().sum::<usize>(), total);
        }
    }
}
