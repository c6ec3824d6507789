//! How much a key writes to the terminal. Side by side every row that moves in form or contract is
//! sent anew, so few may.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::*;
use crate::tui::output::Output;

/// The most bytes that a key writes where no row moves.
const MOST: usize = 1_000;
/// The most that one writes which makes the contract a row longer or shorter.
const MOST_WITH_ROWS: usize = 1_250;

/// Counts what is written.
#[derive(Clone, Default)]
struct Counter(Rc<Cell<usize>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The program on a terminal that counts.
struct Screen {
    app: App,
    terminal: Terminal<Output<Counter>>,
    written: Counter,
}

impl Screen {
    fn new(app: App) -> Self {
        let written = Counter::default();
        let (columns, rows) = app.screen;
        let options = TerminalOptions {
            viewport: Viewport::Fixed(Rect::new(0, 0, columns, rows)),
        };
        let terminal = Terminal::with_options(Output::new(written.clone()), options).unwrap();
        Self {
            app,
            terminal,
            written,
        }
    }

    /// Draws, as the loop does; how many bytes it writes.
    fn bytes(&mut self) -> usize {
        let before = self.written.0.get();
        self.terminal.backend_mut().begin_update().unwrap();
        let theme = Theme::named(ThemeName::Default);
        let mut sight = Sight::default();
        self.terminal
            .draw(|frame| sight = view(frame, &self.app, &theme))
            .unwrap();
        self.app.saw(sight);
        self.terminal.backend_mut().end_update().unwrap();
        self.written.0.get() - before
    }

    fn n_rows(&self) -> usize {
        self.app.editor.as_ref().unwrap().layout().n_rows()
    }

    /// The first line of the form and the first row of the contract.
    fn tops(&self) -> (usize, usize) {
        let editor = self.app.editor.as_ref().unwrap();
        (editor.form_top, editor.contract_shown.top)
    }
}

#[test]
fn a_typed_character_writes_a_kilobyte_at_most_unless_it_moves_rows_and_then_hardly_more() {
    for language in [Language::Chinese, Language::English] {
        for size in [WIDE, USUAL, SMALL] {
            let mut screen = Screen::new(open(app_in(language, size, Ambiguous::Narrow), &[]));
            let check = |screen: &mut Screen, what: &str, change: &dyn Fn(&mut App)| {
                let before = screen.n_rows();
                change(&mut screen.app);
                let written = screen.bytes();
                let most = if screen.n_rows() == before {
                    MOST
                } else {
                    MOST_WITH_ROWS
                };
                assert!(written <= most, "{what}: {written} bytes at {size:?}");
            };
            for (field, value) in ANSWERS {
                go_to(&mut screen.app, field);
                screen.bytes();
                for character in value.chars() {
                    let text = character.to_string();
                    check(&mut screen, &format!("{field}, {text}"), &|app| {
                        app.update(Message::Typed(text.clone()));
                    });
                }
            }
            for (field, value) in ANSWERS {
                go_to(&mut screen.app, field);
                act(&mut screen.app, Action::LineEnd);
                screen.bytes();
                for _ in value.chars() {
                    check(&mut screen, &format!("{field}, taken away"), &|app| {
                        act(app, Action::DeleteBefore);
                    });
                }
            }
        }
    }
}

#[test]
fn going_on_writes_more_than_a_kilobyte_only_where_it_turns_a_page() {
    for language in [Language::Chinese, Language::English] {
        let mut screen = Screen::new(open(app_in(language, WIDE, Ambiguous::Narrow), ANSWERS));
        screen.bytes();
        let mut turned = 0;
        for action in [Action::Next, Action::Previous] {
            for _ in ANSWERS {
                let before = screen.tops();
                act(&mut screen.app, action);
                let written = screen.bytes();
                if screen.tops() == before {
                    assert!(written <= MOST, "{action:?}: {written} bytes");
                } else {
                    turned += 1;
                }
            }
        }
        assert!(turned <= 12, "{turned} pages were turned");
    }
}
