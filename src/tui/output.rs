//! Sends each frame to the terminal in one write, as one synchronized update. The terminal moves
//! rows itself where that is shorter than sending them again.
//!
//! The terminal of ratatui flushes three times for each frame and hides the displayed buffer, which
//! is needed here.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells::write_cells;
use super::scroll::Scroll;
use super::view::Drawn;
use crate::app::pointer::Sight;

/// From this number of changed cells, the program checks whether the terminal can move rows. A
/// typed character changes fewer cells, unless it adds a row.
const MANY_CHANGED: usize = 200;

/// The output of a terminal, buffered until a frame is complete.
pub(super) struct Output<W: Write> {
    target: W,
    /// The bytes that are not sent yet.
    pending: Vec<u8>,
    /// The content of the terminal; `None` if another program may have written there.
    shown: Option<Buffer>,
    /// The buffer for the next frame, in the size of the last frame.
    next: Buffer,
    /// Whether the cursor is visible; `None` if another program may have changed it.
    shows_cursor: Option<bool>,
}

impl<W: Write> Output<W> {
    /// Creates an output that writes to `target`, which needs no buffer of its own.
    pub(super) fn new(target: W) -> Self {
        Self {
            target,
            pending: Vec::new(),
            shown: None,
            next: Buffer::default(),
            shows_cursor: None,
        }
    }

    /// Lets `draw` draw a frame of this size on an empty buffer, and sends the changes in one write
    /// that the terminal shows at once. Returns the layout that keys and clicks depend on.
    ///
    /// # Errors
    /// The terminal is closed.
    pub(super) fn draw(
        &mut self,
        (columns, rows): (u16, u16),
        draw: impl FnOnce(&mut Buffer) -> Drawn,
    ) -> io::Result<Sight> {
        queue!(self.pending, BeginSynchronizedUpdate)?;
        let area = Rect::new(0, 0, columns, rows);
        let shown = self.shown.take().filter(|shown| shown.area == area);
        let is_known = shown.is_some();
        let shown = if let Some(shown) = shown {
            shown
        } else {
            // Another program may have left a scroll region and a style.
            self.pending.write_all(b"\x1b[r\x1b[m")?;
            queue!(self.pending, Clear(ClearType::All))?;
            self.next = Buffer::empty(area);
            Buffer::empty(area)
        };
        self.next.reset();
        let drawn = draw(&mut self.next);
        self.write_changes(&shown, is_known)?;
        self.shown = Some(std::mem::replace(&mut self.next, shown));
        self.place_cursor(drawn.cursor)?;
        queue!(self.pending, EndSynchronizedUpdate)?;
        self.flush()?;
        Ok(drawn.sight)
    }

    /// Forgets the content of the terminal, because another program may have written there: the
    /// next frame is sent whole.
    pub(super) fn forget(&mut self) {
        self.shown = None;
        self.shows_cursor = None;
    }

    fn write_changes(&mut self, shown: &Buffer, may_scroll: bool) -> io::Result<()> {
        let start = self.pending.len();
        let mut n_changed = 0;
        let changed = shown.diff_iter(&self.next).inspect(|_| n_changed += 1);
        write_cells(&mut self.pending, changed, &self.next)?;
        if !may_scroll || n_changed < MANY_CHANGED {
            return Ok(());
        }
        let Some(scroll) = Scroll::between(shown, &self.next) else {
            return Ok(());
        };
        let mut shorter = Vec::new();
        scroll.write(&mut shorter)?;
        let moved = scroll.moved(shown);
        write_cells(&mut shorter, moved.diff_iter(&self.next), &self.next)?;
        if shorter.len() < self.pending.len() - start {
            self.pending.truncate(start);
            self.pending.append(&mut shorter);
        }
        Ok(())
    }

    /// Shows the cursor at a position, or hides it.
    fn place_cursor(&mut self, place: Option<(u16, u16)>) -> io::Result<()> {
        if self.shows_cursor != Some(place.is_some()) {
            match place {
                Some(_) => queue!(self.pending, Show)?,
                None => queue!(self.pending, Hide)?,
            }
            self.shows_cursor = Some(place.is_some());
        }
        if let Some((x, y)) = place {
            queue!(self.pending, MoveTo(x, y))?;
        }
        Ok(())
    }
}

/// For commands that are not cells, such as modes.
impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.write_all(&self.pending)?;
        self.pending.clear();
        self.target.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::LineWriter;

    use proptest::prelude::*;
    use ratatui::style::{Modifier, Style};

    use super::*;
    use crate::render::layout::Ambiguous;
    use crate::store::ThemeName;
    use crate::tui::Theme;
    use crate::tui::cells::tests::{assert_shown_alike, terminal};
    use crate::tui::paint::{Canvas, Stretch};

    /// Wide enough that a frame can be checked for moved rows.
    const COLUMNS: u16 = 60;
    const ROWS: u16 = 16;
    /// The first column of the right pane.
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
        // Standard output also buffers lines.
        let mut output = Output::new(LineWriter::new(Writes(Vec::new())));
        for cursor in [Some((4, 0)), Some((0, 0)), None] {
            let drawn = |buffer: &mut Buffer| {
                buffer.set_string(0, 0, "甲方", Style::new());
                buffer.set_string(0, 1, "乙方", Style::new());
                let sight = Sight::default();
                Drawn { cursor, sight }
            };
            output.draw((12, 3), drawn).unwrap();
        }
        let expected = [
            "\x1b[?2026h\x1b[r\x1b[m\x1b[2J\x1b[1;1H甲方\x0b\x1b[1G乙方\x1b[?25h\x1b[1;5H\x1b[?2026l",
            "\x1b[?2026h\x1b[1;1H\x1b[?2026l",
            "\x1b[?2026h\x1b[?25l\x1b[?2026l",
        ];
        let writes = output
            .target
            .get_ref()
            .0
            .iter()
            .cloned()
            .map(String::from_utf8);
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

    /// The bytes sent for the last of `frames`, shown in order, and the resulting terminal.
    fn shown(frames: &[Buffer]) -> (Vec<u8>, vt100::Parser) {
        let mut terminal = terminal((COLUMNS, ROWS));
        let mut output = Output::new(Vec::new());
        for frame in frames {
            output.target.clear();
            let draw = |buffer: &mut Buffer| {
                buffer.clone_from(frame);
                Drawn::default()
            };
            output.draw((COLUMNS, ROWS), draw).unwrap();
            terminal.process(&output.target);
        }
        (output.target, terminal)
    }

    #[test]
    fn what_somebody_else_wrote_is_gone_with_the_next_frame() {
        let rows = || vec!["甲乙丙丁".to_owned(); usize::from(ROWS)];
        let frame = frame(&[rows(), rows()]);
        let mut terminal = terminal((COLUMNS, ROWS));
        let mut output = Output::new(Vec::new());
        for noise in [
            "",
            "\x1b[2;9r\x1b[41m\x1b[2J\x1b[3;9HE: 磁盘\n已满\x1b[?25l",
        ] {
            output.target.clear();
            terminal.process(noise.as_bytes());
            output.forget();
            let draw = |buffer: &mut Buffer| {
                buffer.merge(&frame);
                let cursor = Some((3, 2));
                let sight = Sight::default();
                Drawn { cursor, sight }
            };
            output.draw((COLUMNS, ROWS), draw).unwrap();
            terminal.process(&output.target);
            assert_shown_alike(&terminal, &shown(std::slice::from_ref(&frame)).1);
            assert!(!terminal.screen().hide_cursor());
        }
    }

    #[test]
    fn a_frame_of_another_size_is_sent_whole() {
        let mut output = Output::new(Vec::new());
        for (columns, text) in [(12, "甲方"), (10, "甲方"), (10, "乙方"), (12, "甲")] {
            output.target.clear();
            let draw = |buffer: &mut Buffer| {
                assert_eq!(*buffer, Buffer::empty(Rect::new(0, 0, columns, 2)));
                buffer.set_string(0, 0, text, Style::new());
                Drawn::default()
            };
            output.draw((columns, 2), draw).unwrap();
            let is_whole = output.target.windows(4).any(|bytes| bytes == b"\x1b[2J");
            assert_eq!(is_whole, text != "乙方", "{columns} columns, {text}");
        }
    }

    /// Sample rows of a contract.
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
            "\x1b[?2026h\x1b[5;16r\x1b[5H\x1b[1L\x1b[r\x1b[5;25H新\x1b[?2026l"
        );
        assert_shown_alike(&kept, &shown(&[after]).1);
    }

    fn text() -> impl Strategy<Value = String> {
        "([a-z]|[甲乙丙丁，“𠮷👍]){6,18}"
    }

    fn pane() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::vec(text(), usize::from(ROWS) + 6)
    }

    proptest! {
        #[test]
        fn panes_that_move_leave_what_the_last_frame_alone_would_show(
            form in pane(),
            contract in pane(),
            steps in proptest::collection::vec(
                (any::<bool>(), 1_usize..6, 0_usize..5, 0_usize..5),
                1..6,
            ),
        ) {
            let mut panes = [form, contract];
            let mut frames = vec![frame(&panes)];
            for (is_form, n_rows, from, to) in steps {
                // Rows that move to another place shift all rows between both places.
                let rows = &mut panes[usize::from(!is_form)];
                let taken = rows.drain(from * 3..from * 3 + n_rows).collect::<Vec<_>>();
                let to = (to * 3).min(rows.len());
                rows.splice(to..to, taken);
                frames.push(frame(&panes));
            }
            let (sent, kept) = shown(&frames);
            if let [.., before, after] = frames.as_slice() {
                let mut whole = Vec::new();
                write_cells(&mut whole, before.diff_iter(after), after).unwrap();
                let around = "\x1b[?2026h\x1b[?2026l".len();
                prop_assert!(sent.len() <= whole.len() + around);
            }
            let (_, fresh) = shown(&frames[frames.len() - 1..]);
            assert_shown_alike(&kept, &fresh);
        }
    }
}
