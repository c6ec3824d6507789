//! The widths of the columns of a table, shared by all outputs: as the template says, or as wide as
//! the texts need.

use crate::document::Table;

/// The least width of a column that must give way, in the unit of the widths. Two Han characters.
const LEAST: usize = 4;

/// The widths that the texts need: the widest cell of each column. `measure` measures a text.
pub(super) fn needed(table: &Table, measure: impl Fn(&str) -> usize) -> Vec<usize> {
    (0..table.n_columns())
        .map(|column| {
            let cells = table.column(column).flat_map(|cell| &cell.paragraphs);
            cells.map(|line| measure(&line.text())).max().unwrap_or(0)
        })
        .collect()
}

/// Divides `total` among the columns by the shares that the template declares, or else by what the
/// texts need. The widths add up to `total`; each is at least 1 if `total` allows.
pub(super) fn divided(table: &Table, needed: &[usize], total: usize) -> Vec<usize> {
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
/// first, because their texts wrap anyway.
pub(super) fn fitted(needed: &[usize], total: usize) -> Vec<usize> {
    if needed.iter().sum::<usize>() <= total {
        return needed.to_vec();
    }
    let sum_at = |most: usize| needed.iter().map(|width| (*width).min(most)).sum::<usize>();
    let (mut low, mut high) = (0, needed.iter().copied().max().unwrap_or(0));
    while low < high {
        let middle = (low + high).div_ceil(2);
        if sum_at(middle) <= total {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let mut widths: Vec<usize> = needed.iter().map(|width| (*width).min(low)).collect();
    let mut left = total.saturating_sub(widths.iter().sum());
    for (width, needed) in widths.iter_mut().zip(needed) {
        if left > 0 && *width < *needed {
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
            assert_eq!(fitted(needed, total), expected, "{needed:?} in {total}");
        }
    }

    proptest! {
        #[test]
        fn nothing_of_the_width_is_lost(
            needed in proptest::collection::vec(0_usize..100, 1..12), total in 0_usize..400,
        ) {
            prop_assert!(fitted(&needed, total).iter().sum::<usize>() <= total);
            let shares: Vec<usize> = needed.iter().map(|width| width + 1).collect();
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
