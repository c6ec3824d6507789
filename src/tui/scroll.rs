//! Rows that the terminal moves by itself. It can move whole rows only, so beside a contract that
//! moves, the form is mended; even so that is often less than to send the contract again.

use std::io::{self, Write};
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell, CellWidth};

/// By so many rows at most something is looked for that has moved; who moves by more has turned a
/// page.
const MOST_ROWS: u16 = 4;
/// What sending the cursor to another place takes, in bytes.
const PLACING: i64 = 7;
/// What erasing takes, however many blanks.
const ERASING: i64 = 5;

/// Which way rows move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// Rows of the screen that are moved by a few; those that come free are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scroll {
    rows: Range<u16>,
    by: u16,
    way: Way,
}

impl Scroll {
    /// The movement of rows that leaves the least to send on the way from `before` to `after`, two
    /// screens of the same size; none where no movement saves anything. An estimate: what styles
    /// take is not counted.
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
                    // Nothing moves there.
                    Some(_) | None => 0,
                });
                // What a movement saves is what its rows cost where nothing moves, less what they
                // cost then and what the free ones cost: a part that hangs on the end alone, and
                // one that hangs on the start alone, of which the best so far is enough.
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

    /// Has the terminal move the rows. Where the cursor is afterwards is not certain; the rows that
    /// come free are in the colours of the pen.
    ///
    /// # Errors
    /// Those of `output`.
    pub(super) fn write(&self, output: &mut impl Write) -> io::Result<()> {
        let (first, last, by) = (self.rows.start.saturating_add(1), self.rows.end, self.by);
        // Lines are deleted and inserted rather than scrolled: a VT102 knows that already.
        let command = match self.way {
            Way::Up => 'M',
            Way::Down => 'L',
        };
        write!(
            output,
            "\x1b[{first};{last}r\x1b[{first}H\x1b[{by}{command}\x1b[r"
        )
    }

    /// What `screen` is after the movement.
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
    /// Which row comes to `y`; it may lie below the screen.
    fn source(self, y: u16, by: u16) -> Option<u16> {
        match self {
            Self::Up => y.checked_add(by),
            Self::Down => y.checked_sub(by),
        }
    }
}

/// What rows cost to send, in bytes: of all rows before each, and of all.
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

/// About what it takes to make `after` of `before`, two rows of the same length, in bytes.
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
            // The right half is sent with the left one.
            for _ in 1..after.cell_width() {
                cells.next();
            }
        }
        was_same = is_same;
    }
    cost
}

/// The cells of a row that lies on the screen.
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
            // That is another page.
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
