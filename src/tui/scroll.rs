//! Lets the terminal move rows. A terminal moves only whole rows, so beside a moving contract the
//! form must be repaired; even so, this is often shorter than sending the contract again.

use std::io::{self, Write};
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell, CellWidth};

/// The maximum distance of a movement in rows; a larger distance is a page turn.
const MOST_ROWS: u16 = 4;
/// The estimated size of a cursor command, in bytes.
const PLACING: i64 = 7;
/// The estimated size of an erase command, in bytes, for any number of blanks.
const ERASING: i64 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// A block of rows that moves by a few rows; the rows that become free are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scroll {
    rows: Range<u16>,
    by: u16,
    way: Way,
}

impl Scroll {
    /// The movement that leaves the fewest bytes to send from `before` to `after`, two screens of
    /// the same size; `None` if no movement saves bytes. The estimate ignores the bytes of styles.
    pub(super) fn between(before: &Buffer, after: &Buffer) -> Option<Self> {
        let n_rows = after.area.height;
        let blank = vec![Cell::EMPTY; usize::from(after.area.width)];
        let kept = Sums::of(n_rows, |y| cost(row(before, y), row(after, y)));
        let empty = Sums::of(n_rows, |y| cost(&blank, row(after, y)));
        let mut best: Option<(i64, Self)> = None;
        for by in 1..=MOST_ROWS.min(n_rows.saturating_sub(1)) {
            for way in [Way::Up, Way::Down] {
                let moved = Sums::of(n_rows, |y| match way.source(y, by) {
                    Some(from) if from < n_rows => cost(row(before, from), row(after, y)),
                    // Nothing moves into these rows.
                    Some(_) | None => 0,
                });
                // The saving of a movement is the cost of its rows without the movement, minus
                // their cost with it, minus the cost of the rows that become free. The saving
                // splits into a term of the end row and a term of the start row, so the best start
                // so far is enough.
                let at_start = |start: u16| match way {
                    Way::Up => moved.before(start) - kept.before(start),
                    Way::Down => {
                        moved.before(start + by)
                            - kept.before(start)
                            - empty.over(start..start + by)
                    }
                };
                let at_end = |end: u16| match way {
                    Way::Up => {
                        kept.before(end) - moved.before(end - by) - empty.over(end - by..end)
                    }
                    Way::Down => kept.before(end) - moved.before(end),
                };
                let mut start = 0;
                for end in by + 1..=n_rows {
                    let next = end - by - 1;
                    if at_start(next) > at_start(start) {
                        start = next;
                    }
                    let saved = at_start(start) + at_end(end);
                    if saved > best.as_ref().map_or(0, |(most, _)| *most) {
                        let rows = start..end;
                        best = Some((saved, Self { rows, by, way }));
                    }
                }
            }
        }
        best.map(|(_, scroll)| scroll)
    }

    /// Makes the terminal move the rows. Afterwards the cursor's position is uncertain, and the
    /// rows that became free have the current background colour.
    ///
    /// # Errors
    /// Those of `output`.
    pub(super) fn write(&self, output: &mut impl Write) -> io::Result<()> {
        let (first, last, by) = (self.rows.start.saturating_add(1), self.rows.end, self.by);
        // Deleting and inserting lines is understood even by a VT102, unlike scroll commands.
        let command = match self.way {
            Way::Up => 'M',
            Way::Down => 'L',
        };
        write!(
            output,
            "\x1b[{first};{last}r\x1b[{first}H\x1b[{by}{command}\x1b[r"
        )
    }

    /// The content of `screen` after the movement.
    pub(super) fn moved(&self, screen: &Buffer) -> Buffer {
        let mut moved = screen.clone();
        for y in self.rows.clone() {
            let source = self.way.source(y, self.by);
            let target = row_mut(&mut moved, y);
            match source.filter(|from| self.rows.contains(from)) {
                Some(from) => target.clone_from_slice(row(screen, from)),
                None => target.fill(Cell::EMPTY),
            }
        }
        moved
    }
}

impl Way {
    /// The row that moves to `y`; it may lie below the screen.
    fn source(self, y: u16, by: u16) -> Option<u16> {
        match self {
            Self::Up => y.checked_add(by),
            Self::Down => y.checked_sub(by),
        }
    }
}

/// Prefix sums of the cost of rows, in bytes.
struct Sums(Vec<i64>);

impl Sums {
    fn of(n_rows: u16, cost: impl Fn(u16) -> i64) -> Self {
        let mut sum = 0;
        let mut sums = vec![0];
        sums.extend((0..n_rows).map(|y| {
            sum += cost(y);
            sum
        }));
        Self(sums)
    }

    fn before(&self, y: u16) -> i64 {
        self.0[usize::from(y)]
    }

    fn over(&self, rows: Range<u16>) -> i64 {
        self.before(rows.end) - self.before(rows.start)
    }
}

/// The estimated bytes for turning `before` into `after`, two rows of the same length.
fn cost(before: &[Cell], after: &[Cell]) -> i64 {
    let mut cost = 0;
    let mut was_same = true;
    let mut n_blanks = 0;
    let mut cells = before.iter().zip(after);
    while let Some((before, after)) = cells.next() {
        let is_same = before == after;
        let symbol = after.symbol();
        n_blanks = if is_same || symbol != " " {
            0
        } else {
            n_blanks + 1
        };
        if !is_same {
            if n_blanks <= ERASING {
                cost += i64::try_from(symbol.len()).unwrap_or(i64::MAX);
            }
            if was_same {
                cost += PLACING;
            }
            // The right half of a wide character is sent with the left half.
            for _ in 1..after.cell_width() {
                cells.next();
            }
        }
        was_same = is_same;
    }
    cost
}

/// The cells of a row, which must lie on the screen.
fn row(screen: &Buffer, y: u16) -> &[Cell] {
    &screen.content[cells(screen, y)]
}

fn row_mut(screen: &mut Buffer, y: u16) -> &mut [Cell] {
    let cells = cells(screen, y);
    &mut screen.content[cells]
}

fn cells(screen: &Buffer, y: u16) -> Range<usize> {
    let width = usize::from(screen.area.width);
    let start = usize::from(y) * width;
    start..start + width
}

#[cfg(test)]
mod tests {
    use super::*;

    const UP: Way = Way::Up;
    const DOWN: Way = Way::Down;

    #[test]
    fn rows_are_moved_where_that_leaves_less_to_send() {
        for (before, after, expected) in [
            ("甲乙丙丁戊己", "甲乙丙丁戊己", None),
            ("甲乙丙丁戊己", "子丑寅卯辰巳", None),
            ("甲乙丙丁戊己", "甲新丙丁戊己", None),
            ("甲乙丙丁戊己", "甲丙 丁戊己", Some((1..3, 1, UP))),
            ("甲乙丙丁戊己", "甲新乙丙丁戊", Some((1..6, 1, DOWN))),
            ("甲乙丙丁戊己", "甲丙丁戊己新", Some((1..6, 1, UP))),
            ("甲乙丙丁戊己", "甲丙丁戊新己", Some((1..5, 1, UP))),
            ("甲乙丙丁戊己", "丙丁戊己新辞", Some((0..6, 2, UP))),
            ("甲乙丙丁戊己", "新辞甲乙丙丁", Some((0..6, 2, DOWN))),
            // A page turn.
            ("甲乙丙丁戊己庚", "己庚新辞新辞新", None),
        ] {
            let [before, after] = [before, after]
                .map(|rows| Buffer::with_lines(rows.chars().map(|row| row.to_string().repeat(9))));
            let scroll = expected.map(|(rows, by, way)| Scroll { rows, by, way });
            assert_eq!(Scroll::between(&before, &after), scroll, "{after:?}");
        }
    }

    #[test]
    fn rows_that_come_free_are_empty() {
        for (rows, by, way, expected) in [
            (0..5, 1, UP, ["乙", "丙", "丁", "戊", ""]),
            (0..5, 2, DOWN, ["", "", "甲", "乙", "丙"]),
            (1..4, 1, UP, ["甲", "丙", "丁", "", "戊"]),
            (1..4, 2, DOWN, ["甲", "", "", "乙", "戊"]),
        ] {
            let before = Buffer::with_lines(["甲", "乙", "丙", "丁", "戊"]);
            let scroll = Scroll { rows, by, way };
            let mut after = before.clone();
            after.reset();
            for (y, text) in (0..).zip(expected) {
                after.set_string(0, y, text, ratatui::style::Style::new());
            }
            assert_eq!(scroll.moved(&before), after, "{scroll:?}");
        }
    }
}
