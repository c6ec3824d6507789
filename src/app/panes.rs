//! Where things stand on a screen of a given size. The eye finds the same thing in the same
//! place; a pane keeps its width.

/// The smallest screen that the program draws on.
pub const SMALLEST: (u16, u16) = (60, 16);
/// From this many columns on, form and contract stand side by side.
pub const SIDE_BY_SIDE: u16 = 100;
/// From this many rows on, a narrow screen shows some lines of the contract below the form.
const STACKED: u16 = 20;
/// Rows of contract below the form on a narrow screen.
const EXCERPT: u16 = 5;

/// A part of the screen, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// How many columns.
    pub width: u16,
    /// How many rows.
    pub height: u16,
}

impl Area {
    /// Without so many columns at its left and right.
    #[must_use]
    pub fn inset(self, left: usize, right: usize) -> Self {
        let columns = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let left = columns(left).min(self.width);
        Self {
            x: self.x.saturating_add(left),
            width: (self.width - left).saturating_sub(columns(right)),
            ..self
        }
    }
}

/// Which of the two panes a narrow screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The column of answers.
    #[default]
    Form,
    /// The contract.
    Contract,
}

/// The parts of the editor's screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// One line: where you are, how far, and that it is safe.
    pub header: Area,
    /// The column of answers; empty when the contract has the whole screen.
    pub form: Area,
    /// The line between form and contract; empty when there is none.
    pub divider: Area,
    /// The contract; empty when the form has the whole screen.
    pub contract: Area,
    /// One line that helps with the focused field.
    pub help: Area,
    /// One line with the keys that work.
    pub footer: Area,
}

/// Whether the screen is too small to draw on.
#[must_use]
pub fn is_too_small(columns: u16, rows: u16) -> bool {
    columns < SMALLEST.0 || rows < SMALLEST.1
}

impl Panes {
    /// The parts of a screen of this size with this pane in front.
    #[must_use]
    pub fn of(columns: u16, rows: u16, front: Pane) -> Self {
        let line = |y| Area {
            x: 0,
            y,
            width: columns,
            height: 1,
        };
        let top = 2;
        let height = rows.saturating_sub(top + 3);
        let mut panes = Self {
            header: line(0),
            help: line(rows.saturating_sub(2)),
            footer: line(rows.saturating_sub(1)),
            ..Self::default()
        };
        let whole = Area {
            x: 0,
            y: top,
            width: columns,
            height,
        };
        if columns >= SIDE_BY_SIDE {
            let form_width = (columns * 9 / 20).clamp(48, 64);
            panes.form = Area {
                width: form_width,
                ..whole
            };
            panes.divider = Area {
                x: form_width,
                y: 1,
                width: 1,
                height: height + 1,
            };
            panes.contract = Area {
                x: form_width + 3,
                width: columns - form_width - 5,
                ..whole
            };
        } else if front == Pane::Contract {
            panes.contract = Area {
                x: 2,
                width: columns.saturating_sub(4),
                ..whole
            };
        } else if rows >= STACKED {
            let form_height = height.saturating_sub(EXCERPT + 1);
            panes.form = Area {
                height: form_height,
                ..whole
            };
            panes.divider = Area {
                y: top + form_height,
                height: 1,
                ..whole
            };
            panes.contract = Area {
                x: 2,
                y: top + form_height + 1,
                width: columns.saturating_sub(4),
                height: EXCERPT,
            };
        } else {
            panes.form = whole;
        }
        panes
    }

    /// Whether the contract stands beside the form.
    #[must_use]
    pub fn is_side_by_side(&self) -> bool {
        self.form.height > 0 && self.contract.height > 0 && self.contract.x > self.form.x + 2
    }
}

/// The first row to show so that rows `from..to` are in sight, moving as little as needed and
/// leaving some rows around them.
#[must_use]
pub fn follow(top: usize, height: usize, total: usize, from: usize, to: usize) -> usize {
    let margin = (height / 4).min(3);
    let last_top = total.saturating_sub(height);
    let top = top.min(last_top);
    if from < top + margin {
        from.saturating_sub(height / 3).min(last_top)
    } else if to + margin > top + height {
        let lowest = to + height / 3;
        lowest.saturating_sub(height).min(from).min(last_top)
    } else {
        top
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_overlap_nor_leave_the_screen() {
        for columns in SMALLEST.0..200 {
            for rows in SMALLEST.1..70 {
                for front in [Pane::Form, Pane::Contract] {
                    let panes = Panes::of(columns, rows, front);
                    let parts = [
                        panes.header,
                        panes.form,
                        panes.divider,
                        panes.contract,
                        panes.help,
                        panes.footer,
                    ];
                    for (index, part) in parts.iter().enumerate() {
                        assert!(part.x + part.width <= columns, "{columns}x{rows}: {part:?}");
                        assert!(part.y + part.height <= rows, "{columns}x{rows}: {part:?}");
                        for other in parts.iter().skip(index + 1) {
                            let apart = part.width * part.height == 0
                                || other.width * other.height == 0
                                || part.x + part.width <= other.x
                                || other.x + other.width <= part.x
                                || part.y + part.height <= other.y
                                || other.y + other.height <= part.y;
                            assert!(apart, "{columns}x{rows}: {part:?} and {other:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_followed_is_in_sight() {
        for height in 1..30 {
            for total in 1..80 {
                for from in 0..total {
                    for top in [0, total / 2, total] {
                        let shown = follow(top, height, total, from, from + 1);
                        assert!(
                            (shown..shown + height).contains(&from),
                            "height {height}, total {total}, from {from}, top {top}: {shown}"
                        );
                    }
                }
            }
        }
    }
}
