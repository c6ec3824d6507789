//! The layout of the editor for each size of the screen. Every part keeps its place and every pane
//! its width, so that the eye finds them again.

/// The smallest screen that the program draws on, in columns and rows.
pub const SMALLEST: (u16, u16) = (60, 16);
/// From this width, form and contract stand side by side.
pub(super) const SIDE_BY_SIDE: u16 = 100;
/// From this height, a narrow screen shows part of the contract below the form.
const STACKED: u16 = 20;
/// The rows of the contract below the form on a narrow screen.
const EXCERPT: u16 = 5;

/// A rectangle of the screen, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// The width in columns.
    pub width: u16,
    /// The height in rows.
    pub height: u16,
}

impl Area {
    /// The area without `left` columns at its left side and `right` columns at its right side.
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

/// A pane of the editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The form with the answers.
    #[default]
    Form,
    /// The contract.
    Contract,
}

/// The areas of the editor's screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The header: the place, the progress and the save status.
    pub header: Area,
    /// The form; empty if the contract takes the whole screen.
    pub form: Area,
    /// The line between form and contract; empty if only one of them is visible.
    pub divider: Area,
    /// The contract; empty if the form takes the whole screen.
    pub contract: Area,
    /// The line with help for the focused field.
    pub help: Area,
    /// The line with the available keys.
    pub footer: Area,
}

/// The rows of a screen above its body: the header and a gap.
pub const ABOVE_BODY: u16 = 2;
/// The rows of a screen below its body: a free row for a reason or for long help, the help line, the
/// footer.
pub const BELOW_BODY: u16 = 3;

/// Whether the screen is too small to draw on.
#[must_use]
pub fn is_too_small(columns: u16, rows: u16) -> bool {
    columns < SMALLEST.0 || rows < SMALLEST.1
}

impl Panes {
    /// The areas of a screen of this size. `front` is the pane that a narrow screen shows.
    #[must_use]
    pub fn of(columns: u16, rows: u16, front: Pane) -> Self {
        let line = |y| Area {
            x: 0,
            y,
            width: columns,
            height: 1,
        };
        let top = ABOVE_BODY;
        let height = rows.saturating_sub(top + BELOW_BODY);
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
            let form_width = form_width(columns);
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

    /// Whether form and contract stand side by side.
    #[must_use]
    pub(super) fn is_side_by_side(&self) -> bool {
        self.form.height > 0 && self.contract.height > 0 && self.contract.x > self.form.x + 2
    }
}

/// The width of the form: 45 % of the screen, but not less than a name and its value need, and not
/// more than they can use.
fn form_width(columns: u16) -> u16 {
    // A `u16` would overflow from 7,282 columns on.
    let part = u32::from(columns) * 9 / 20;
    u16::try_from(part).unwrap_or(u16::MAX).clamp(48, 64)
}

/// The first row to show, so that rows `from..to` and some rows around them are visible. Nothing
/// moves while they are visible. Otherwise the page turns so far that the next turn is not needed
/// soon.
#[must_use]
pub fn follow(top: usize, height: usize, total: usize, from: usize, to: usize) -> usize {
    let margin = margin(height);
    let last_top = total.saturating_sub(height);
    let top = top.min(lowest_top(height, total));
    if from < top + margin {
        let lowest = to + height / 4;
        lowest.saturating_sub(height).min(from).min(last_top)
    } else if to + margin > top + height {
        let whole = (to + margin).saturating_sub(height);
        let turned = from.saturating_sub(height / 4).max(whole);
        let turned = turned.min(from).min(last_top);
        // If little text remains, show the end now instead of after another turn.
        let nearly_there = last_top - turned <= height / 4 && last_top + margin <= from;
        if nearly_there { last_top } else { turned }
    } else {
        top
    }
}

/// The number of rows that stay visible above and below the focused rows.
fn margin(height: usize) -> usize {
    (height / 4).min(3)
}

/// The largest first row that is left unchanged: a few empty rows at the end do not justify moving
/// all other rows.
#[must_use]
pub(super) fn lowest_top(height: usize, total: usize) -> usize {
    total.saturating_sub(height) + margin(height)
}

/// The growth of a paragraph, and the place of the focus in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grown {
    /// The row after the focused rows, before the growth.
    pub row: usize,
    /// The row after the paragraph, before the growth.
    pub before: usize,
    /// The row after the paragraph, after the growth.
    pub now: usize,
}

/// The visible part of the contract or of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The first visible row. In the form, the empty lines above the first line count as rows.
    pub top: usize,
    /// The number of empty lines above the first row of the contract, or the first line of the
    /// form.
    pub lead: usize,
}

impl Shown {
    /// The visible part after a paragraph has grown or shrunk: either the rows above the focus move
    /// or the rows below it, whichever are fewer.
    #[must_use]
    pub fn after(self, height: usize, grown: Grown) -> Self {
        let Self { top, lead } = self;
        let n_above = (grown.row + lead).saturating_sub(top);
        let n_below = (top + height).saturating_sub(grown.before + lead);
        if n_above >= n_below {
            return self;
        }
        let (before, now) = (lead + grown.before, top + grown.now);
        Self {
            top: now.saturating_sub(before),
            lead: before.saturating_sub(now).min(margin(height)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_overlap_nor_leave_the_screen() {
        let widths = (SMALLEST.0..200).chain([7_281, 7_282, 8_000, u16::MAX]);
        for columns in widths {
            for rows in (SMALLEST.1..70).chain([u16::MAX]) {
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
                            let apart = part.width.min(part.height) == 0
                                || other.width.min(other.height) == 0
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
    fn a_page_is_turned_so_far_that_it_need_not_be_soon() {
        for (top, from, expected, why) in [
            (0, 20, 0, "in sight"),
            (0, 32, 0, "with three rows below it"),
            (0, 33, 24, "a quarter from the top"),
            (24, 27, 24, "with three rows above it"),
            (24, 26, 0, "a quarter from the bottom"),
            (0, 60, 51, "the end is far"),
            (0, 70, 64, "the end is near"),
            (67, 96, 67, "some empty rows at the end are left"),
            (80, 96, 67, "but not many"),
        ] {
            let shown = follow(top, 36, 100, from, from + 1);
            assert_eq!(shown, expected, "row {from} from {top}: {why}");
        }
    }

    #[test]
    fn fewer_rows_move_when_a_paragraph_grows() {
        for (shown, (row, before, now), expected, why) in [
            (
                (10, 0),
                (15, 16, 17),
                (11, 0),
                "in the upper half those above move up",
            ),
            ((11, 0), (15, 17, 16), (10, 0), "and down again"),
            (
                (10, 0),
                (40, 41, 42),
                (10, 0),
                "in the lower half those below move",
            ),
            ((0, 0), (5, 6, 9), (3, 0), "by as many as it has grown"),
            (
                (0, 0),
                (5, 7, 6),
                (0, 1),
                "above the first row there are empty lines",
            ),
            ((0, 1), (5, 6, 7), (0, 0), "until they are needed"),
            ((0, 1), (5, 6, 9), (2, 0), "and more"),
            ((0, 2), (5, 16, 6), (0, 3), "but not many"),
            ((10, 0), (15, 16, 16), (10, 0), "nothing has grown"),
        ] {
            let [shown, expected] = [shown, expected].map(|(top, lead)| Shown { top, lead });
            let after = shown.after(36, Grown { row, before, now });
            assert_eq!(after, expected, "{why}");
        }
    }

    #[test]
    fn what_is_followed_is_in_sight() {
        for height in 1..30 {
            for total in 1..80 {
                for from in 0..total {
                    for n_rows in [1, height.min(2), height] {
                        let to = (from + n_rows).min(total);
                        for top in [0, total / 2, total] {
                            let shown = follow(top, height, total, from, to);
                            assert!(
                                shown <= from && to <= shown + height,
                                "height {height}, total {total}, {from}..{to}, {top}: {shown}"
                            );
                        }
                    }
                }
            }
        }
    }
}
