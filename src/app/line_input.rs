//! One line of text with a caret; moved and deleted by graphemes, as a reader sees them.

use tui_input::{Input, InputRequest};

use crate::keys::Action;
use crate::render::layout::Ambiguous;
use crate::value;

/// What a key does in a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// The caret goes one grapheme to the left.
    Left,
    /// The caret goes one grapheme to the right.
    Right,
    /// The caret goes to the start.
    Start,
    /// The caret goes to the end.
    End,
    /// The grapheme before the caret goes.
    DeleteBefore,
    /// The grapheme after the caret goes.
    DeleteAfter,
    /// Everything goes.
    DeleteLine,
}

/// The actions that edit a line.
const EDITS: [(Action, Edit); 7] = [
    (Action::Left, Edit::Left),
    (Action::Right, Edit::Right),
    (Action::LineStart, Edit::Start),
    (Action::LineEnd, Edit::End),
    (Action::DeleteBefore, Edit::DeleteBefore),
    (Action::DeleteAfter, Edit::DeleteAfter),
    (Action::DeleteLine, Edit::DeleteLine),
];

impl Edit {
    /// The edit that an action is.
    pub fn of(action: Action) -> Option<Self> {
        let mut edits = EDITS.iter();
        let (_, edit) = edits.find(|(known, _)| *known == action)?;
        Some(*edit)
    }
}

/// One line of text with a caret.
#[derive(Clone, Debug, Default)]
pub struct LineInput {
    input: Input,
}

impl LineInput {
    /// A line with the caret at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// How many characters stand before the caret.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.input.cursor()
    }

    /// The text before the caret.
    #[must_use]
    pub fn before_caret(&self) -> String {
        self.text().chars().take(self.caret()).collect()
    }

    /// Whether nothing stands after the caret.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.caret() >= self.text().chars().count()
    }

    /// Puts the caret after so many characters.
    pub fn set_caret(&mut self, n_characters: usize) {
        self.input.handle(InputRequest::SetCursor(n_characters));
    }

    /// How many columns at the start are out of sight where `columns` are to be had and the caret
    /// must be in sight; whole characters.
    #[must_use]
    pub fn skipped(&self, columns: usize, measure: Ambiguous) -> usize {
        let caret = measure.width(&self.before_caret());
        let must_skip = caret.saturating_sub(columns.saturating_sub(1));
        let mut skipped = 0;
        for (_, columns) in measure.graphemes(self.text()) {
            if skipped >= must_skip {
                break;
            }
            skipped += columns;
        }
        skipped
    }

    /// How many characters stand before the one at a column, counted from the text's start; a
    /// wide character has both of its columns.
    #[must_use]
    pub fn caret_at(&self, column: usize, measure: Ambiguous) -> usize {
        let (mut end, mut n_characters) = (0, 0);
        for (grapheme, columns) in measure.graphemes(self.text()) {
            end += columns;
            if end > column {
                break;
            }
            n_characters += grapheme.chars().count();
        }
        n_characters
    }

    /// Inserts text at the caret, on one line and without controls; `false` if some of it did
    /// not fit.
    pub fn insert(&mut self, text: &str) -> bool {
        let line = value::one_line(text);
        let room = value::LONGEST_LINE.saturating_sub(self.text().chars().count());
        if room == 0 {
            return line.is_empty();
        }
        let fitting: String = line.chars().take(room).collect();
        let fits = fitting.len() == line.len();
        let caret = self.caret();
        let after: String = self.text().chars().skip(caret).collect();
        let whole = format!("{}{fitting}{after}", self.before_caret());
        let target = caret + fitting.chars().count();
        self.input = Input::new(whole).with_cursor(target);
        fits
    }

    /// Moves the caret by one grapheme to the left.
    pub fn left(&mut self) {
        self.input.handle(InputRequest::GoToPrevChar);
    }

    /// Moves the caret by one grapheme to the right.
    pub fn right(&mut self) {
        self.input.handle(InputRequest::GoToNextChar);
    }

    /// Moves the caret to the start.
    pub fn start(&mut self) {
        self.input.handle(InputRequest::GoToStart);
    }

    /// Moves the caret to the end.
    pub fn end(&mut self) {
        self.input.handle(InputRequest::GoToEnd);
    }

    /// Deletes the grapheme before the caret; `false` if there is none.
    pub fn delete_before(&mut self) -> bool {
        self.handle_edit(InputRequest::DeletePrevChar)
    }

    /// Deletes the grapheme after the caret; `false` if there is none.
    pub fn delete_after(&mut self) -> bool {
        self.handle_edit(InputRequest::DeleteNextChar)
    }

    /// Deletes everything; `false` if there was nothing.
    pub fn clear(&mut self) -> bool {
        let was_empty = self.text().is_empty();
        self.input.reset();
        !was_empty
    }

    /// Does what a key does to a line.
    pub(super) fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Left => self.left(),
            Edit::Right => self.right(),
            Edit::Start => self.start(),
            Edit::End => self.end(),
            Edit::DeleteBefore => {
                self.delete_before();
            }
            Edit::DeleteAfter => {
                self.delete_after();
            }
            Edit::DeleteLine => {
                self.clear();
            }
        }
    }

    fn handle_edit(&mut self, request: InputRequest) -> bool {
        self.input
            .handle(request)
            .is_some_and(|change| change.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_is_one_grapheme() {
        let mut line = LineInput::new("a𠮷葛\u{E0100}👨‍👩‍👧");
        let mut carets = vec![line.caret()];
        for _ in 0..5 {
            line.left();
            carets.push(line.caret());
        }
        assert_eq!(carets, [9, 4, 2, 1, 0, 0]);
        line.right();
        line.right();
        line.right();
        assert_eq!(line.caret(), 4);
        assert!(line.delete_before());
        assert_eq!(line.text(), "a𠮷👨‍👩‍👧");
    }

    #[test]
    fn a_paste_of_several_lines_is_one_line() {
        let mut line = LineInput::new("甲乙");
        line.left();
        assert!(line.insert("一\r\n二\t三\u{1b}[2J"));
        assert_eq!(line.text(), "甲一 二 三[2J乙");
        assert_eq!(line.before_caret(), "甲一 二 三[2J");
    }

    #[test]
    fn what_does_not_fit_is_cut_and_said() {
        let mut line = LineInput::default();
        assert!(!line.insert(&"长".repeat(value::LONGEST_LINE + 1)));
        assert_eq!(line.text().chars().count(), value::LONGEST_LINE);
    }
}
