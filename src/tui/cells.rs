//! Sends the changed cells of a frame in as few bytes as possible.
//!
//! The usual backend sends a cursor position after every wide character, which triples the size of
//! a line of Chinese. This module sends a position only where the terminal's cursor may differ from
//! the expected column.

use std::io::{self, Write};

use crossterm::cursor::{MoveRight, MoveTo, MoveToColumn};
use crossterm::queue;
use crossterm::style::{Attribute, Colored, Print};
use ratatui::backend::IntoCrossterm;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::render::layout::certain_width;

/// The attribute that switches each modifier on.
const MODIFIERS: [(Modifier, Attribute); 9] = [
    (Modifier::BOLD, Attribute::Bold),
    (Modifier::DIM, Attribute::Dim),
    (Modifier::ITALIC, Attribute::Italic),
    (Modifier::UNDERLINED, Attribute::Underlined),
    (Modifier::SLOW_BLINK, Attribute::SlowBlink),
    (Modifier::RAPID_BLINK, Attribute::RapidBlink),
    (Modifier::REVERSED, Attribute::Reverse),
    (Modifier::HIDDEN, Attribute::Hidden),
    (Modifier::CROSSED_OUT, Attribute::CrossedOut),
];

/// From this number of blanks, erasing is shorter than writing blanks, even if the cursor must then
/// move past them.
const MANY_BLANKS: u16 = 10;

/// The command that resets every style.
const TAKE_OFF: &[u8] = b"\x1b[m";

/// The style that the terminal applies to the next character.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pen {
    foreground: Color,
    background: Color,
    modifier: Modifier,
}

impl Pen {
    const PLAIN: Self = Self {
        foreground: Color::Reset,
        background: Color::Reset,
        modifier: Modifier::empty(),
    };

    fn of(cell: &Cell) -> Self {
        Self {
            foreground: cell.fg,
            background: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Whether a blank in this style looks like an empty cell.
    fn leaves_blanks_empty(self) -> bool {
        let seen = Modifier::UNDERLINED
            .union(Modifier::REVERSED)
            .union(Modifier::CROSSED_OUT);
        self.background == Color::Reset && !self.modifier.intersects(seen)
    }

    /// Switches to the style `next` in one command. Switching an attribute off resets all styles
    /// first.
    fn change(self, next: Self, output: &mut Vec<u8>) -> io::Result<()> {
        if next == self {
            return Ok(());
        }
        if next == Self::PLAIN {
            output.extend(TAKE_OFF);
            return Ok(());
        }
        output.extend(b"\x1b[");
        let mut now = self;
        if !next.modifier.contains(self.modifier) {
            write!(output, "{};", Attribute::Reset.sgr())?;
            now = Self::PLAIN;
        }
        for (modifier, attribute) in MODIFIERS {
            if next.modifier.contains(modifier) && !now.modifier.contains(modifier) {
                write!(output, "{};", attribute.sgr())?;
            }
        }
        if next.background != now.background {
            if let Some(place) = place_of_eight(next.background) {
                write!(output, "4{place};")?;
            } else {
                let colour = Colored::BackgroundColor(next.background.into_crossterm());
                write!(output, "{colour};")?;
            }
        }
        // Many terminals show bold text of the eight basic colours in a bright colour, which may be
        // unreadable.
        let short = |pen: Self| {
            place_of_eight(pen.foreground).filter(|_| !pen.modifier.contains(Modifier::BOLD))
        };
        if next.foreground != now.foreground || short(next) != short(now) {
            if let Some(place) = short(next) {
                write!(output, "3{place};")?;
            } else {
                let colour = Colored::ForegroundColor(next.foreground.into_crossterm());
                write!(output, "{colour};")?;
            }
        }
        output.pop();
        output.push(b'm');
        Ok(())
    }
}

/// The index of a colour among the eight oldest colours, whose commands are the shortest.
fn place_of_eight(colour: Color) -> Option<usize> {
    [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
    ]
    .iter()
    .position(|each| *each == colour)
}

/// Sends the changed cells, row by row, each with its column and row. `screen` is the complete new
/// frame.
pub(super) fn write_cells<'a>(
    output: &mut Vec<u8>,
    content: impl Iterator<Item = (u16, u16, &'a Cell)>,
    screen: &Buffer,
) -> io::Result<()> {
    let mut pen = Pen::PLAIN;
    // The position of the terminal's cursor; `None` if it is uncertain.
    let mut at: Option<Position> = None;
    let mut content = content.peekable();
    while let Some((x, y, cell)) = content.next() {
        match at {
            Some(at) if at.y == y && at.x == x => {}
            Some(at) if at.y == y && at.x < x => go_right(output, at, x, pen, screen)?,
            // Moving down and then to the column is a few bytes shorter than an absolute position.
            // A vertical tab moves down: a newline would make a line buffer send the frame in
            // parts.
            Some(at) if at.y.checked_add(1) == Some(y) => {
                queue!(output, Print('\x0b'), MoveToColumn(x))?;
            }
            Some(_) | None => queue!(output, MoveTo(x, y))?,
        }
        let next = Pen::of(cell);
        if !is_empty(cell) {
            pen.change(next, output)?;
            pen = next;
            queue!(output, Print(cell.symbol()))?;
            at = is_certain(cell.symbol()).then(|| Position {
                x: x.saturating_add(cell.cell_width()),
                y,
            });
            continue;
        }
        if !pen.leaves_blanks_empty() {
            pen.change(next, output)?;
            pen = next;
        }
        let mut end = x.saturating_add(1);
        while content
            .next_if(|(x, row, cell)| *row == y && *x == end && is_empty(cell))
            .is_some()
        {
            end = end.saturating_add(1);
        }
        let blanks = end - x;
        if blanks < MANY_BLANKS {
            for _ in 0..blanks {
                queue!(output, Print(" "))?;
            }
            at = Some(Position { x: end, y });
        } else {
            // Erasing does not move the cursor.
            write!(output, "\x1b[{blanks}X")?;
            at = Some(Position { x, y });
        }
    }
    if pen != Pen::PLAIN {
        output.extend(TAKE_OFF);
    }
    Ok(())
}

/// Moves the cursor right from `at` to column `x`; writes the cells in between again if that is not
/// longer than a command.
fn go_right(
    output: &mut Vec<u8>,
    at: Position,
    x: u16,
    pen: Pen,
    screen: &Buffer,
) -> io::Result<()> {
    let start = output.len();
    queue!(output, MoveRight(x - at.x))?;
    let mut between = String::new();
    let mut column = at.x;
    while column < x && start + between.len() <= output.len() {
        let Some(cell) = screen.cell((column, at.y)) else {
            return Ok(());
        };
        let is_drawn_so = Pen::of(cell) == pen || is_empty(cell) && pen.leaves_blanks_empty();
        if !is_drawn_so || !is_certain(cell.symbol()) {
            return Ok(());
        }
        between.push_str(cell.symbol());
        column = column.saturating_add(cell.cell_width().max(1));
    }
    if column == x && start + between.len() <= output.len() {
        output.truncate(start);
        output.extend(between.as_bytes());
    }
    Ok(())
}

/// Whether a cell shows nothing.
fn is_empty(cell: &Cell) -> bool {
    cell.symbol() == " " && Pen::of(cell).leaves_blanks_empty()
}

/// Whether every terminal advances its cursor by the width that the program counts. True for a
/// single character of undisputed width; false for ambiguous characters, emoji, and joined or
/// combined characters.
fn is_certain(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    let (Some(character), None) = (characters.next(), characters.next()) else {
        return false;
    };
    // Where box-drawing characters would be wide, borders are drawn in ASCII instead.
    certain_width(character).is_some() || matches!(character, '\u{2500}'..='\u{257F}')
}

#[cfg(test)]
pub(super) mod tests {
    use std::num::NonZeroU16;

    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;
    use crate::app::panes::Area;
    use crate::render::layout::Ambiguous;
    use crate::store::ThemeName;
    use crate::tui::Theme;
    use crate::tui::paint::{Canvas, Stretch};

    const COLUMNS: u16 = 12;
    const ROWS: u16 = 3;

    /// The text of a row and its style.
    type Row = (String, Style);

    fn frame(rows: &[Row]) -> Buffer {
        let theme = Theme::of_settings(Some(ThemeName::Default));
        let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        let mut canvas = Canvas::new(&mut buffer, Ambiguous::Narrow, &theme);
        let area = Area {
            x: 0,
            y: 0,
            width: COLUMNS,
            height: ROWS,
        };
        for (index, (text, style)) in rows.iter().enumerate() {
            canvas.put(Stretch::of(area, index), text, *style);
        }
        buffer
    }

    fn sent(before: &Buffer, after: &Buffer) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_cells(&mut bytes, before.diff_iter(after), after).unwrap();
        bytes
    }

    /// An empty terminal.
    pub(in crate::tui) fn terminal((columns, rows): (u16, u16)) -> vt100::Parser {
        let cells = |count| NonZeroU16::new(count).unwrap();
        vt100::Parser::new(cells(rows), cells(columns), 0)
    }

    #[test]
    fn the_cursor_is_placed_only_where_it_may_stand_elsewhere() {
        for (before, after, expected) in [
            ("", "甲方，", "\x1b[1;1H甲方，"),
            ("", "ab甲", "\x1b[1;1Hab甲"),
            // Some terminals draw this quotation mark two columns wide.
            ("", "“甲", "\x1b[1;1H“\x1b[1;2H甲"),
            ("", "👍甲", "\x1b[1;1H👍\x1b[1;3H甲"),
            ("", "e\u{301}a", "\x1b[1;1He\u{301}\x1b[1;2Ha"),
            ("甲乙丙丁戊", "甲方丙丁方", "\x1b[1;3H方\x1b[4C方"),
            // Writing two letters is shorter than moving past them.
            ("甲乙丙丁", "甲方丙方", "\x1b[1;3H方丙方"),
            ("甲乙ab丁", "甲方ab方", "\x1b[1;3H方ab方"),
            ("甲乙e\u{301}b丁", "甲方e\u{301}b方", "\x1b[1;3H方\x1b[2C方"),
            ("甲乙", "甲乙", ""),
            ("甲乙丙丁", "甲", "\x1b[1;3H      "),
            // Erasing leaves the cursor at its place.
            ("甲乙丙丁戊己", "", "\x1b[1;1H\x1b[12X"),
            ("甲乙丙丁戊己", "甲", "\x1b[1;3H\x1b[10X"),
            ("甲乙丙丁戊己", "          己", "\x1b[1;1H\x1b[10X"),
            (
                "甲乙丙丁戊己",
                "          庚",
                "\x1b[1;1H\x1b[10X\x1b[10C庚",
            ),
        ] {
            let row = |text: &str| frame(&[(text.to_owned(), Style::new())]);
            let bytes = sent(&row(before), &row(after));
            let bytes = String::from_utf8(bytes).unwrap();
            assert_eq!(bytes, expected, "from {before:?} to {after:?}");
        }
    }

    #[test]
    fn the_row_below_is_reached_by_going_down() {
        for (after, expected) in [
            (["甲", "乙"], "\x1b[1;1H甲\x0b\x1b[1G乙"),
            (["甲", "  “"], "\x1b[1;1H甲\x0b\x1b[3G“"),
            // The position of the cursor after this character is uncertain.
            (["“", "乙"], "\x1b[1;1H“\x1b[2;1H乙"),
        ] {
            let rows = after.map(|text| (text.to_owned(), Style::new()));
            let bytes = String::from_utf8(sent(&frame(&[]), &frame(&rows))).unwrap();
            assert_eq!(bytes, expected);
        }
    }

    #[test]
    fn a_style_is_changed_in_one_command_and_not_for_blanks() {
        let red = Style::new().fg(Color::Red);
        let bold = red.add_modifier(Modifier::BOLD);
        let lined = Style::new().add_modifier(Modifier::UNDERLINED);
        for (parts, expected) in [
            ([("a", bold), ("b", Style::new())], "\x1b[1;38;5;1ma\x1b[mb"),
            ([("a", bold), (" ", Style::new())], "\x1b[1;38;5;1ma \x1b[m"),
            ([("a", lined), (" ", Style::new())], "\x1b[4ma\x1b[m "),
            ([("a", red), ("b", Style::new())], "\x1b[31ma\x1b[mb"),
            ([("a", red), ("b", bold)], "\x1b[31ma\x1b[1;38;5;1mb\x1b[m"),
            (
                [("a", bold), ("b", red)],
                "\x1b[1;38;5;1ma\x1b[0;31mb\x1b[m",
            ),
            (
                [("a", red.bg(Color::White)), ("b", red.bg(Color::Blue))],
                "\x1b[48;5;15;31ma\x1b[44mb\x1b[m",
            ),
            (
                [("a", bold), (" ", lined)],
                "\x1b[1;38;5;1ma\x1b[0;4m \x1b[m",
            ),
        ] {
            // The row has visible text, so the blanks must be written.
            let before = frame(&[("xx".to_owned(), Style::new())]);
            let mut after = before.clone();
            for (x, (text, style)) in parts.into_iter().enumerate() {
                after.set_string(u16::try_from(x).unwrap(), 0, text, style);
            }
            let bytes = String::from_utf8(sent(&before, &after)).unwrap();
            assert_eq!(bytes, format!("\x1b[1;1H{expected}"), "{parts:?}");
        }
    }

    fn style() -> impl Strategy<Value = Style> {
        prop_oneof![
            Just(Style::new()),
            Just(Style::new().fg(Color::Red)),
            Just(Style::new().fg(Color::Blue).bg(Color::Gray)),
            Just(Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)),
            Just(Style::new().add_modifier(Modifier::DIM | Modifier::REVERSED)),
        ]
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let row = ("[ a甲，“─𠮷👍e\u{301}]{0,14}", style());
        proptest::collection::vec(row, usize::from(ROWS))
    }

    /// The visible content of a cell. A cell that was never written equals a blank; the colour of a
    /// blank's text is invisible, and the right half of a wide character is no cell of its own.
    fn seen(cell: &vt100::Cell) -> Option<(String, String)> {
        if cell.is_wide_continuation() {
            return None;
        }
        let background = (cell.bgcolor(), cell.inverse(), cell.underline());
        let foreground = (cell.fgcolor(), cell.bold(), cell.dim());
        let look = match cell.contents() {
            "" | " " => format!("{background:?}"),
            _ => format!("{background:?} {foreground:?}"),
        };
        Some((cell.contents().trim().to_owned(), look))
    }

    /// Asserts that two terminals of the same size show the same.
    pub(in crate::tui) fn assert_shown_alike(kept: &vt100::Parser, fresh: &vt100::Parser) {
        let (rows, columns) = kept.screen().size();
        for y in 0..rows.get() {
            for x in 0..columns.get() {
                let shown = |terminal: &vt100::Parser| terminal.screen().cell(y, x).and_then(seen);
                assert_eq!(shown(kept), shown(fresh), "column {x}, row {y}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_frames_leave_on_a_terminal_is_what_the_last_one_alone_would_show(
            frames in proptest::collection::vec(rows(), 1..6),
        ) {
            let blank = frame(&[]);
            let mut kept = terminal((COLUMNS, ROWS));
            let mut before = blank.clone();
            for rows in &frames {
                let after = frame(rows);
                kept.process(&sent(&before, &after));
                before = after;
            }
            let mut fresh = terminal((COLUMNS, ROWS));
            fresh.process(&sent(&blank, &before));
            assert_shown_alike(&kept, &fresh);
        }
    }
}
