//! What goes to the terminal: each frame in one write, which the usual backend flushes thrice; and
//! rows that have only moved are moved by the terminal where that is shorter than to send them.

use std::io::{self, Write};
use std::num::NonZeroU16;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType as Cleared, EndSynchronizedUpdate,
};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect, Size};

use super::cells::write_cells;
use super::scroll::Scroll;

/// From so many changed cells on it is worth to look whether the terminal can move what has only
/// moved. What a typed character changes is less, unless it adds a row.
const MANY: usize = 200;

/// Everything that is sent to a terminal, kept until the frame is whole.
pub(super) struct Output<W: Write> {
    target: W,
    /// What has not been sent yet.
    frame: Vec<u8>,
    /// What the terminal shows. It has as many rows and columns as were ever drawn on since the
    /// screen was last cleared: beyond them it is empty.
    shown: Buffer,
    /// Whether the cursor is shown; none where somebody else may have changed it.
    shows_cursor: Option<bool>,
}

impl<W: Write> Output<W> {
    /// An output that sends to `target`, which needs no buffer of its own.
    pub(super) fn new(target: W) -> Self {
        Self {
            target,
            frame: Vec::new(),
            shown: Buffer::default(),
            shows_cursor: None,
        }
    }

    /// Nothing that follows is shown before [`Output::end_update`], nor sent before it is full.
    ///
    /// # Errors
    /// None: it goes into memory.
    pub(super) fn begin_update(&mut self) -> io::Result<()> {
        queue!(self.frame, BeginSynchronizedUpdate)
    }

    /// Sends everything since [`Output::begin_update`], in one write.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn end_update(&mut self) -> io::Result<()> {
        queue!(self.frame, EndSynchronizedUpdate)?;
        self.send()
    }

    /// Says that somebody else may have shown or hidden the cursor, while the program was stopped.
    #[cfg(unix)]
    pub(super) fn forget_cursor(&mut self) {
        self.shows_cursor = None;
    }

    fn send(&mut self) -> io::Result<()> {
        self.target.write_all(&self.frame)?;
        self.frame.clear();
        self.target.flush()
    }
}

/// For commands that are not cells; only flushing sends them.
impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// Nothing here sends: a frame goes out whole, with [`Output::end_update`].
impl<W: Write> Backend for Output<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changes = content.collect::<Vec<_>>();
        let room = changes.iter().fold(self.shown.area, |room, (x, y, cell)| {
            room.union(Rect::new(*x, *y, cell.cell_width().max(1), 1))
        });
        grow(&mut self.shown, room);
        let before = (changes.len() > MANY).then(|| self.shown.clone());
        for (x, y, cell) in &changes {
            put(&mut self.shown, *x, *y, cell);
        }
        let start = self.frame.len();
        write_cells(&mut self.frame, changes.into_iter(), &self.shown)?;
        if let Some(before) = before
            && let Some(scroll) = Scroll::between(&before, &self.shown)
        {
            let mut shorter = Vec::new();
            scroll.write(&mut shorter)?;
            let moved = scroll.moved(&before);
            write_cells(&mut shorter, moved.diff_iter(&self.shown), &self.shown)?;
            if shorter.len() < self.frame.len() - start {
                self.frame.truncate(start);
                self.frame.append(&mut shorter);
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shows_cursor != Some(false) {
            queue!(self.frame, Hide)?;
        }
        self.shows_cursor = Some(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shows_cursor != Some(true) {
            queue!(self.frame, Show)?;
        }
        self.shows_cursor = Some(true);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        crossterm::cursor::position().map(Position::from)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self.frame, MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let cleared = match region {
            ClearType::All => Cleared::All,
            ClearType::AfterCursor => Cleared::FromCursorDown,
            ClearType::BeforeCursor => Cleared::FromCursorUp,
            ClearType::CurrentLine => Cleared::CurrentLine,
            ClearType::UntilNewLine => Cleared::UntilNewLine,
        };
        // A part is never cleared here; if it were, nothing would be known of what is shown.
        self.shown = Buffer::default();
        queue!(self.frame, Clear(cleared))
    }

    fn size(&self) -> io::Result<Size> {
        size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let size = terminal::window_size()?;
        Ok(WindowSize {
            columns_rows: Size::new(size.columns, size.rows),
            pixels: Size::new(size.width, size.height),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives `screen` at least the size of `room`; what comes to it is empty.
fn grow(screen: &mut Buffer, room: Rect) {
    if screen.area.union(room) == screen.area {
        return;
    }
    let mut grown = Buffer::empty(screen.area.union(room));
    grown.merge(screen);
    *screen = grown;
}

/// Puts a cell on `screen`, where there is room for it.
fn put(screen: &mut Buffer, x: u16, y: u16, cell: &Cell) {
    screen[(x, y)] = cell.clone();
    for covered in x.saturating_add(1)..x.saturating_add(cell.cell_width()) {
        let cell = &mut screen[(covered, y)];
        cell.reset();
        // As the canvas does it: so it is unlike any blank.
        cell.set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::MIN));
    }
}

/// Columns and rows of the terminal; asked for with every frame.
#[cfg(unix)]
fn size() -> io::Result<Size> {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Ok(Size::new(size.ws_col, size.ws_row)),
        _ => terminal::size().map(Size::from),
    }
}

#[cfg(not(unix))]
fn size() -> io::Result<Size> {
    terminal::size().map(Size::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Modifier, Style};

    use super::*;
    use crate::render::layout::Ambiguous;
    use crate::store::ThemeName;
    use crate::tui::Theme;
    use crate::tui::cells::tests::assert_shown_alike;
    use crate::tui::paint::{Canvas, Stretch};

    /// Wide enough for frames that are worth to be looked at.
    const COLUMNS: u16 = 60;
    const ROWS: u16 = 16;
    /// Where the right pane begins.
    const SPLIT: u16 = 24;

    #[test]
    fn an_update_reaches_the_terminal_in_one_write() {
        struct Writes(Vec<Vec<u8>>);
        impl Write for Writes {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.push(bytes.to_vec());
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut output = Output::new(Writes(Vec::new()));
        for _ in 0..2 {
            output.begin_update().unwrap();
            let [before, after] = ["", "甲方"].map(|text| {
                let mut frame = Buffer::empty(Rect::new(0, 0, 12, 3));
                frame.set_string(0, 0, text, Style::new());
                frame
            });
            output.draw(before.diff_iter(&after)).unwrap();
            output.show_cursor().unwrap();
            output.set_cursor_position((4, 0)).unwrap();
            Backend::flush(&mut output).unwrap();
            output.end_update().unwrap();
        }
        let cells = "\x1b[?2026h\x1b[1;1H甲方";
        let end = "\x1b[1;5H\x1b[?2026l";
        let expected = [format!("{cells}\x1b[?25h{end}"), format!("{cells}{end}")];
        let writes = output.target.0.into_iter().map(String::from_utf8);
        assert_eq!(writes.map(Result::unwrap).collect::<Vec<_>>(), expected);
    }

    /// Two panes side by side, each with its rows.
    fn frame(panes: &[Vec<String>; 2]) -> Buffer {
        let theme = Theme::of_settings(Some(ThemeName::Default));
        let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        let mut canvas = Canvas::new(&mut buffer, Ambiguous::Narrow, &theme);
        let bold = Style::new().add_modifier(Modifier::BOLD);
        for (rows, x, width, style) in [
            (&panes[0], 0, SPLIT, bold),
            (&panes[1], SPLIT, COLUMNS - SPLIT, Style::new()),
        ] {
            for (y, text) in (0..ROWS).zip(rows) {
                canvas.put_clipped(Stretch { x, y, width }, text, style);
            }
        }
        buffer
    }

    fn terminal() -> vt100::Parser {
        let size = |cells| NonZeroU16::new(cells).unwrap();
        vt100::Parser::new(size(ROWS), size(COLUMNS), 0)
    }

    /// What is sent for the last of `frames`, shown one after the other, and what they leave.
    fn shown(frames: &[Buffer]) -> (Vec<u8>, vt100::Parser) {
        let mut terminal = terminal();
        let mut output = Output::new(Vec::new());
        let mut before = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        for after in frames {
            output.target.clear();
            output.draw(before.diff_iter(after)).unwrap();
            output.send().unwrap();
            terminal.process(&output.target);
            before = after.clone();
        }
        (output.target, terminal)
    }

    /// Rows of a contract.
    fn contract() -> Vec<String> {
        ('一'..)
            .take(20)
            .map(|character| character.to_string().repeat(18))
            .collect()
    }

    #[test]
    fn a_contract_that_moves_is_moved_by_the_terminal_and_the_form_beside_it_is_mended() {
        let form = ["甲方", "", "乙方"].map(str::to_owned).to_vec();
        let before = frame(&[form.clone(), contract()]);
        let longer = {
            let mut rows = contract();
            rows.insert(4, "新".to_owned());
            rows
        };
        let after = frame(&[form, longer]);
        let (sent, kept) = shown(&[before.clone(), after.clone()]);
        assert_eq!(
            String::from_utf8(sent).unwrap(),
            "\x1b[5;16r\x1b[5H\x1b[1L\x1b[r\x1b[5;25H新"
        );
        assert_shown_alike(&kept, &shown(&[after]).1);
    }

    fn text() -> impl Strategy<Value = String> {
        "([a-z]|[甲乙丙丁，“𠮷👍]){0,18}"
    }

    fn pane() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::vec(text(), usize::from(ROWS) + 6)
    }

    proptest! {
        #[test]
        fn panes_that_move_leave_what_the_last_frame_alone_would_show(
            form in pane(),
            contract in pane(),
            steps in proptest::collection::vec((any::<bool>(), 0_usize..6, 0_usize..6), 1..6),
        ) {
            let mut panes = [form, contract];
            let mut frames = vec![frame(&panes)];
            for (is_form, from, to) in steps {
                // What is taken out at one place moves all rows up to the other.
                let rows = &mut panes[usize::from(!is_form)];
                let taken = rows.remove(from * 3);
                rows.insert(to * 3, taken);
                frames.push(frame(&panes));
            }
            let (sent, kept) = shown(&frames);
            if let [.., before, after] = frames.as_slice() {
                let mut whole = Vec::new();
                write_cells(&mut whole, before.diff_iter(after), after).unwrap();
                prop_assert!(sent.len() <= whole.len());
            }
            let (_, fresh) = shown(&frames[frames.len() - 1..]);
            assert_shown_alike(&kept, &fresh);
        }
    }
}
