//! Tests how many bytes a key press sends to the terminal, and that the terminal then shows the
//! drawn frame. When form and contract stand side by side, a moved row is either sent again, or
//! moved by the terminal while the other pane is repaired.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::*;
use crate::tui::cells::tests::{assert_shown_alike, terminal};
use crate::tui::cells::write_cells;
use crate::tui::output::Output;

/// The maximum number of bytes for a key press that does not turn a page.
const MOST: usize = 1_000;
/// The maximum for a key press that changes a whole answer and so moves the visible form or
/// contract by one row.
const MOST_WITH_A_ROW: usize = 1_200;

/// Records the bytes that are written.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The program on a terminal whose bytes are recorded.
struct Screen {
    app: App,
    output: Output<Wire>,
    wire: Wire,
    shown: vt100::Parser,
}

impl Screen {
    fn new(app: App) -> Self {
        let wire = Wire::default();
        let size = app.screen;
        Self {
            app,
            output: Output::new(wire.clone()),
            wire,
            shown: terminal(size),
        }
    }

    /// Draws like the event loop, and returns the number of bytes sent.
    fn bytes(&mut self) -> usize {
        let theme = Theme::named(ThemeName::Default);
        let (app, size) = (&self.app, self.app.screen);
        let sight = self.output.draw(size, |buffer| view(buffer, app, &theme));
        self.app.saw(sight.unwrap());
        let written = self.wire.0.take();
        self.shown.process(&written);
        self.check();
        written.len()
    }

    /// Asserts that the terminal shows the same as a terminal with a fresh frame.
    fn check(&self) {
        let (drawn, _) = draw_on(&self.app, self.app.screen);
        let mut sent = Vec::new();
        let blank = empty(self.app.screen);
        write_cells(&mut sent, blank.diff_iter(&drawn), &drawn).unwrap();
        let mut fresh = terminal(self.app.screen);
        fresh.process(&sent);
        let seen = |terminal: &vt100::Parser| terminal.screen().contents_formatted();
        // This comparison is fast but also sees invisible differences; the assertion ignores them.
        if seen(&self.shown) != seen(&fresh) {
            assert_shown_alike(&self.shown, &fresh);
        }
    }

    /// The top line of the form and the top row of the contract.
    fn tops(&self) -> (usize, usize) {
        let editor = self.app.editor.as_ref().unwrap();
        (editor.form_shown.top, editor.contract_shown.top)
    }

    /// How many rows form and contract have moved.
    fn moved_since(&self, before: (usize, usize)) -> usize {
        let (form, contract) = self.tops();
        form.abs_diff(before.0) + contract.abs_diff(before.1)
    }
}

/// A draft with these answers on a terminal of this size.
fn screen(language: Language, size: (u16, u16), answers: &[(&str, &str)]) -> Screen {
    Screen::new(open(app_in(language, size, Ambiguous::Narrow), answers))
}

#[test]
fn a_typed_character_writes_a_kilobyte_at_most() {
    for language in [Language::Chinese, Language::English] {
        for size in [WIDE, USUAL, SMALL] {
            let mut screen = screen(language, size, &[]);
            for (field, value) in ANSWERS {
                go_to(&mut screen.app, field);
                screen.bytes();
                for character in value.chars() {
                    screen.app.update(Message::Typed(character.to_string()));
                    let written = screen.bytes();
                    assert!(
                        written <= MOST,
                        "{field}, {character}: {written} at {size:?}"
                    );
                }
            }
            for (field, value) in ANSWERS {
                go_to(&mut screen.app, field);
                act(&mut screen.app, Action::LineEnd);
                screen.bytes();
                for _ in value.chars() {
                    act(&mut screen.app, Action::DeleteBefore);
                    let written = screen.bytes();
                    assert!(written <= MOST, "{field}: {written} at {size:?}");
                }
            }
        }
    }
}

#[test]
fn what_changes_an_answer_at_once_writes_hardly_more() {
    for language in [Language::Chinese, Language::English] {
        for size in [WIDE, USUAL, SMALL] {
            let mut screen = screen(language, size, ANSWERS);
            for (field, _) in ANSWERS {
                go_to(&mut screen.app, field);
                screen.bytes();
                for action in [
                    Action::DeleteLine,
                    Action::NextSuggestion,
                    Action::StepUp,
                    Action::Toggle,
                    Action::Undo,
                    Action::Redo,
                    Action::DeleteLine,
                    Action::Undo,
                    Action::DeleteLine,
                    // This action goes to another field by itself.
                    Action::AcceptSuggestion,
                ] {
                    let before = screen.tops();
                    act(&mut screen.app, action);
                    let written = screen.bytes();
                    let most = match screen.moved_since(before) {
                        0 => MOST,
                        1 => MOST_WITH_A_ROW,
                        _ if action == Action::AcceptSuggestion => continue,
                        _ => MOST,
                    };
                    assert!(
                        written <= most,
                        "{field}, {action:?}: {written} at {size:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn going_on_writes_more_than_a_kilobyte_only_where_it_turns_a_page() {
    for language in [Language::Chinese, Language::English] {
        for size in [WIDE, USUAL, SMALL] {
            let mut screen = screen(language, size, ANSWERS);
            screen.bytes();
            let mut turned = 0;
            for action in [Action::Next, Action::Previous] {
                for _ in ANSWERS {
                    let before = screen.tops();
                    act(&mut screen.app, action);
                    let written = screen.bytes();
                    if screen.moved_since(before) == 0 {
                        assert!(written <= MOST, "{action:?}: {written} at {size:?}");
                    } else if written > MOST {
                        turned += 1;
                    }
                }
            }
            assert!(turned <= 6, "{turned} pages were turned at {size:?}");
        }
    }
}
