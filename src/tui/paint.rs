//! Paints text on cells. Text is measured and clipped in display cells; wide characters are never
//! halved, and no text reaches the terminal as a command.

use std::borrow::Cow;
use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::style::{Modifier, Style};

use super::theme::Theme;
use crate::app::line_input::LineInput;
use crate::app::panes::Area;
use crate::app::pointer::Target;
use crate::render::layout::{Ambiguous, break_lines};

/// The replacement for a character that must not be sent to the terminal.
const NEUTRAL: &str = "?";

/// The cells of one frame, and the position of its cursor.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    measure: Ambiguous,
    /// The style of each meaning.
    pub theme: &'a Theme,
    /// Column and row of the text cursor; `None` if no text is being typed.
    pub cursor: Option<(u16, u16)>,
    /// The largest scroll position: the last line is then at the bottom of the window.
    pub last_top: Option<usize>,
    /// The areas that a click selects: the lines of a list, or the days of a month.
    pub targets: Vec<Target>,
}

/// A horizontal run of cells in one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The leftmost column.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// The number of columns.
    pub width: u16,
}

impl Stretch {
    /// The row of an area with this number, counted from its top; empty below the area.
    pub fn of(area: Area, row: usize) -> Self {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        Self {
            x: area.x,
            y: area.y.saturating_add(row),
            width: if row < area.height { area.width } else { 0 },
        }
    }

    /// The stretch without its first `columns`.
    pub fn after(self, columns: usize) -> Self {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(self.width);
        Self {
            x: self.x.saturating_add(columns),
            width: self.width - columns,
            ..self
        }
    }

    /// The first `columns` of the stretch.
    pub fn first(self, columns: usize) -> Self {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        Self {
            width: self.width.min(columns),
            ..self
        }
    }

    /// The last `columns` of the stretch.
    pub fn last(self, columns: usize) -> Self {
        self.after(self.columns().saturating_sub(columns))
    }

    /// The width in columns.
    pub fn columns(self) -> usize {
        usize::from(self.width)
    }
}

impl<'a> Canvas<'a> {
    /// A canvas over the cells of a frame.
    pub fn new(buffer: &'a mut Buffer, measure: Ambiguous, theme: &'a Theme) -> Self {
        Self {
            buffer,
            measure,
            theme,
            cursor: None,
            last_top: None,
            targets: Vec::new(),
        }
    }

    /// Columns and rows of the whole frame.
    pub fn size(&self) -> (u16, u16) {
        (self.buffer.area.width, self.buffer.area.height)
    }

    /// The width that the terminal gives ambiguous characters.
    pub fn measure(&self) -> Ambiguous {
        self.measure
    }

    /// The width of a text in display cells.
    pub fn width(&self, text: &str) -> usize {
        self.measure.width(text)
    }

    /// Paints as much of `text` as fits, and returns the columns used.
    pub fn put(&mut self, stretch: Stretch, text: &str, style: Style) -> usize {
        let mut used = 0;
        for (grapheme, columns) in self.measure.graphemes(text) {
            if used + columns > stretch.columns() {
                break;
            }
            self.set(stretch.after(used), grapheme, columns, style);
            used += columns;
        }
        used
    }

    /// Paints `text`, shortened with `…` if it does not fit, and returns the columns used.
    pub(super) fn put_clipped(&mut self, stretch: Stretch, text: &str, style: Style) -> usize {
        let shown = self.clipped(text, stretch.columns());
        self.put(stretch, &shown, style)
    }

    /// Wraps a text into the rows of an area, and returns the number of rows used. `…` in the last
    /// row marks a text that does not fit.
    pub(super) fn put_broken(&mut self, area: Area, text: &str, style: Style) -> u16 {
        let room = usize::from(area.width);
        let height = usize::from(area.height);
        let lines = break_lines(text, room, room, self.measure);
        let used = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        for (at, range) in lines.into_iter().take(height).enumerate() {
            let is_last = at + 1 == height;
            let words = if is_last {
                text.get(range.start..)
            } else {
                text.get(range).map(str::trim_end)
            };
            self.put_clipped(Stretch::of(area, at), words.unwrap_or_default(), style);
        }
        used.min(area.height)
    }

    /// Paints `text` clipped; the characters at `marks` (counted from 0, ascending) get another
    /// style.
    pub(super) fn put_marked(
        &mut self,
        stretch: Stretch,
        text: &str,
        style: Style,
        marks: &[usize],
        marked: Style,
    ) {
        let shown = self.clipped(text, stretch.columns());
        // The `…` of a clipped text is not marked.
        let n_own = shown
            .char_indices()
            .zip(text.char_indices())
            .take_while(|(shown, own)| shown == own)
            .count();
        let (mut place, mut used) = (0, 0);
        for (grapheme, columns) in self.measure.graphemes(&shown) {
            let places = place..place + grapheme.chars().count();
            let is_marked = marks
                .iter()
                .any(|mark| *mark < n_own && places.contains(mark));
            let style = if is_marked { marked } else { style };
            self.set(stretch.after(used), grapheme, columns, style);
            place = places.end;
            used += columns;
        }
    }

    /// Paints `text` right-aligned, shortened like [`Canvas::put_clipped`], and returns the columns
    /// used.
    pub(super) fn put_right(&mut self, stretch: Stretch, text: &str, style: Style) -> usize {
        let shown = self.clipped(text, stretch.columns());
        let columns = self.width(&shown);
        self.put(stretch.last(columns), &shown, style)
    }

    /// Paints a text line in editing with its caret visible, places the cursor at the caret, and
    /// returns the columns used.
    pub(super) fn put_input(&mut self, stretch: Stretch, input: &LineInput, style: Style) -> usize {
        let caret = self.width(&input.before_caret());
        let last_column = stretch.columns().saturating_sub(1);
        let skipped = input.skipped(stretch.columns(), self.measure);
        let mut passed = 0;
        let rest: String = self
            .measure
            .graphemes(input.text())
            .skip_while(|(_, columns)| {
                let is_out = passed < skipped;
                passed += columns;
                is_out
            })
            .map(|(grapheme, _)| grapheme)
            .collect();
        let used = self.put(stretch, &rest, style);
        if skipped > 0 {
            self.mark_hidden_start(stretch, &rest, last_column);
        }
        if stretch.width > 0 {
            let at = stretch.after(caret.saturating_sub(skipped).min(last_column));
            self.cursor = Some((at.x, at.y));
        }
        used
    }

    /// Replaces the first characters of a text whose start is hidden by `…`, but never the column of
    /// the caret.
    fn mark_hidden_start(&mut self, stretch: Stretch, shown: &str, caret: usize) {
        let mark = self.width("…");
        let mut covered = 0;
        for (_, columns) in self.measure.graphemes(shown) {
            if covered >= mark {
                break;
            }
            covered += columns;
        }
        if (mark..caret.max(1)).contains(&covered) {
            let free = " ".repeat(covered - mark);
            self.put(stretch.first(covered), &format!("…{free}"), self.theme.dim);
        }
    }

    /// Adds a style without its dim attribute to cells, whatever they contain: a highlight must not
    /// be dim.
    pub(super) fn tint(&mut self, stretch: Stretch, style: Style) {
        let style = style.remove_modifier(Modifier::DIM);
        for column in 0..stretch.columns() {
            let at = stretch.after(column);
            if let Some(cell) = self.buffer.cell_mut((at.x, at.y)) {
                cell.set_style(style);
            }
        }
    }

    /// Clears an area, together with wide characters that extend over its edges.
    pub fn clear(&mut self, area: Area) {
        for row in 0..usize::from(area.height) {
            let stretch = Stretch::of(area, row);
            for column in 0..stretch.columns() {
                self.set(stretch.after(column), " ", 1, Style::reset());
            }
        }
    }

    /// As much of the start of `text` as fits, with `…` at its end if text is left out.
    fn clipped<'t>(&self, text: &'t str, columns: usize) -> Cow<'t, str> {
        if self.width(text) <= columns {
            return Cow::Borrowed(text);
        }
        let ellipsis = "…";
        let Some(room) = columns.checked_sub(self.width(ellipsis)) else {
            return Cow::Borrowed("");
        };
        let mut used = 0;
        let mut shown: String = self
            .measure
            .graphemes(text)
            .take_while(|(_, columns)| {
                used += columns;
                used <= room
            })
            .map(|(grapheme, _)| grapheme)
            .collect();
        shown.push_str(ellipsis);
        Cow::Owned(shown)
    }

    /// Puts one grapheme of `columns` cells at the start of a stretch.
    fn set(&mut self, at: Stretch, grapheme: &str, columns: usize, style: Style) {
        let Some(width) = u16::try_from(columns).ok().and_then(NonZeroU16::new) else {
            return;
        };
        let area = self.buffer.area;
        let end = u32::from(at.x) + u32::from(width.get());
        if !(area.left()..area.right()).contains(&at.x)
            || !(area.top()..area.bottom()).contains(&at.y)
            || end > u32::from(area.right())
        {
            return;
        }
        self.mend_left_of(at);
        if let Some(cell) = self.buffer.cell_mut((at.x, at.y)) {
            cell.reset();
            if is_for_the_screen(grapheme) {
                cell.set_symbol(grapheme);
                if grapheme.cell_width() != width.get() {
                    cell.set_diff_option(CellDiffOption::ForcedWidth(width));
                }
            } else {
                cell.set_symbol(NEUTRAL);
            }
            cell.set_style(style);
        }
        for x in (at.x..at.x.saturating_add(width.get())).skip(1) {
            if let Some(cell) = self.buffer.cell_mut((x, at.y)) {
                cell.reset();
                cell.set_style(style);
                // Differ from every blank, so that a blank in this cell is sent later: terminals
                // disagree about the colour of the remains of a halved character.
                cell.set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::MIN));
            }
        }
    }

    /// Erases a wide character whose right half is about to be overwritten: a terminal would draw
    /// it over the next character.
    fn mend_left_of(&mut self, at: Stretch) {
        let Some(left) = at.x.checked_sub(1) else {
            return;
        };
        if let Some(cell) = self.buffer.cell_mut((left, at.y))
            && cell.cell_width() > 1
        {
            cell.set_symbol(" ");
            cell.set_diff_option(CellDiffOption::None);
        }
    }
}

/// Whether a grapheme may be sent to a terminal: no control characters and no changes of text
/// direction. Texts are cleaned earlier; this check is the last defence.
fn is_for_the_screen(grapheme: &str) -> bool {
    !grapheme.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    const THEME: Theme = Theme::monochrome();

    fn row(buffer: &Buffer) -> String {
        let mut shown = String::new();
        let mut skip = 0;
        for cell in buffer.content() {
            if skip == 0 {
                shown.push_str(cell.symbol());
                skip = cell.cell_width().max(1);
            }
            skip -= 1;
        }
        shown
    }

    fn painted(columns: u16, paint: impl FnOnce(&mut Canvas<'_>, Stretch)) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 1));
        let whole = Stretch {
            x: 0,
            y: 0,
            width: columns,
        };
        paint(
            &mut Canvas::new(&mut buffer, Ambiguous::Narrow, &THEME),
            whole,
        );
        row(&buffer)
    }

    #[test]
    fn what_does_not_fit_is_clipped_at_a_character() {
        for (columns, text, hard, clipped) in [
            (6, "甲乙丙", "甲乙丙", "甲乙丙"),
            (5, "甲乙丙", "甲乙 ", "甲乙…"),
            (4, "甲乙丙", "甲乙", "甲… "),
            (1, "甲", " ", "…"),
            (4, "𠮷a𠮷", "𠮷a ", "𠮷a…"),
            (
                2,
                "e\u{301}e\u{301}e\u{301}",
                "e\u{301}e\u{301}",
                "e\u{301}…",
            ),
            (3, "👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧 ", "👨‍👩‍👧…"),
        ] {
            let shown = painted(columns, |canvas, whole| {
                canvas.put(whole, text, THEME.plain);
            });
            assert_eq!(shown, hard, "hard: {text} in {columns}");
            let shown = painted(columns, |canvas, whole| {
                canvas.put_clipped(whole, text, THEME.plain);
            });
            assert_eq!(shown, clipped, "clipped: {text} in {columns}");
        }
    }

    #[test]
    fn what_was_found_is_marked_as_far_as_it_is_shown() {
        for (columns, expected) in [(10, " ^^  ^^"), (5, " ^^"), (3, " ")] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
            let mut canvas = Canvas::new(&mut buffer, Ambiguous::Narrow, &THEME);
            let stretch = Stretch {
                x: 0,
                y: 0,
                width: columns,
            };
            canvas.put_marked(stretch, "a方cd丙", THEME.plain, &[1, 4], THEME.found);
            let marks: String = buffer
                .content()
                .iter()
                .map(|cell| {
                    let is_marked = cell.modifier.contains(Modifier::UNDERLINED);
                    if is_marked { '^' } else { ' ' }
                })
                .collect();
            assert_eq!(marks.trim_end(), expected.trim_end(), "{columns}");
        }
    }

    #[test]
    fn painting_over_half_of_a_wide_character_takes_it_away_whole() {
        let shown = painted(7, |canvas, whole| {
            canvas.put(whole, "甲乙丙", THEME.plain);
            canvas.clear(Area {
                x: 1,
                y: 0,
                width: 4,
                height: 1,
            });
            canvas.put(whole.after(1).first(1), "|", THEME.plain);
        });
        assert_eq!(shown, " |     ");
    }

    #[test]
    fn an_ambiguous_character_takes_as_many_cells_as_the_terminal_gives_it() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let whole = Stretch {
            x: 0,
            y: 0,
            width: 6,
        };
        let mut canvas = Canvas::new(&mut buffer, Ambiguous::Wide, &THEME);
        assert_eq!(canvas.put(whole, "“a”", THEME.plain), 5);
        assert_eq!(
            buffer.cell((2, 0)).map(ratatui::buffer::Cell::symbol),
            Some("a")
        );
        assert_eq!(buffer.cell((0, 0)).map(CellWidth::cell_width), Some(2));
    }

    #[test]
    fn the_caret_is_in_sight_wherever_it_stands() {
        let mut input = LineInput::new("甲乙丙丁a");
        for (steps, shown, column) in [
            (0, "… 丁a ", 5),
            (0, "… 丁a ", 5),
            (1, "… 丁a ", 4),
            (1, "… 丙丁", 4),
            (1, "甲乙丙", 4),
            (1, "甲乙丙", 2),
            (1, "甲乙丙", 0),
        ] {
            for _ in 0..steps {
                input.left();
            }
            let mut cursor = None;
            let text = painted(6, |canvas, whole| {
                canvas.put_input(whole, &input, THEME.plain);
                cursor = canvas.cursor;
            });
            assert_eq!((text.as_str(), cursor), (shown, Some((column, 0))));
        }
    }

    proptest! {
        #[test]
        fn nothing_is_painted_outside_its_stretch_nor_sent_as_a_command(
            text in any::<String>(),
            x in 0_u16..12,
            width in 0_u16..12,
            wide in any::<bool>(),
        ) {
            let measure = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
            let mut buffer = Buffer::filled(Rect::new(0, 0, 12, 1), ratatui::buffer::Cell::new("."));
            let stretch = Stretch { x, y: 0, width };
            let mut canvas = Canvas::new(&mut buffer, measure, &THEME);
            let used = canvas.put_clipped(stretch, &text, THEME.plain);
            prop_assert!(used <= usize::from(width));
            for (column, cell) in (0_u16..).zip(buffer.content()) {
                if !(x..x + width).contains(&column) {
                    prop_assert_eq!(cell.symbol(), ".");
                }
                prop_assert!(is_for_the_screen(cell.symbol()));
            }
        }
    }
}
